//! What an import says at its end.

use super::Context;
use super::database::count;
use super::importer::{MOST_NAMED, Run};
use super::safe;
use crate::store::Store;
use std::io::Write;

/// Says what an import did, on standard error.
pub(super) fn write(
    store: &Store,
    import_run: i64,
    run: &Run,
    interrupted: bool,
    context: &mut Context,
) -> anyhow::Result<()> {
    let made = |table: &str| -> anyhow::Result<u64> {
        let sql = format!(
            "SELECT count(*) FROM {table} t JOIN article a ON a.id = t.article_id WHERE a.import_run_id = ?"
        );
        Ok(store.connection().query_row(&sql, [import_run], |row| row.get(0))?)
    };
    let err = &mut context.err;
    writeln!(
        err,
        "Stored {} in {}: {}, {}.",
        count(run.counts.stored, "new article", "new articles"),
        safe(&context.database.display().to_string()),
        count(made("attribution")?, "quote", "quotes"),
        count(made("accusation")?, "accusation", "accusations")
    )?;
    // Of several versions that came together each but the first is newer than one.
    let sql = "SELECT count(*) FROM article a LEFT JOIN older_version v ON v.article_id = a.id
               WHERE a.import_run_id = ? AND v.shorter IS NOT 1 AND EXISTS (
                 SELECT 1 FROM older_version o WHERE o.newest_id = coalesce(v.newest_id, a.id) AND NOT o.shorter
                   AND (v.number IS NULL OR o.number < v.number))";
    let changed: u64 = store.connection().query_row(sql, [import_run], |row| row.get(0))?;
    let sql = "SELECT count(DISTINCT a.id) FROM article a JOIN older_version o ON o.newest_id = a.id
               JOIN article there ON there.id = o.article_id
               WHERE a.import_run_id = ?1 AND there.import_run_id != ?1 AND o.shorter
                 AND NOT EXISTS (SELECT 1 FROM older_version v WHERE v.newest_id = a.id AND NOT v.shorter)";
    let fuller: u64 = store.connection().query_row(sql, [import_run], |row| row.get(0))?;
    let sql = "SELECT count(*) FROM older_version v JOIN article a ON a.id = v.article_id
               WHERE a.import_run_id = ? AND v.shorter";
    let shorter: u64 = store.connection().query_row(sql, [import_run], |row| row.get(0))?;
    if changed > 0 {
        let newer = count(changed, "is a newer version of an article", "are newer versions of articles");
        writeln!(
            err,
            "Of these, {newer} at the same address: onrecord articles --changed, show ID --changes"
        )?;
    }
    if fuller > 0 {
        let texts = count(
            fuller,
            "is the fuller text of an article of which a shorter copy was there",
            "are the fuller texts of articles of which shorter copies were there",
        );
        writeln!(err, "Of these, {texts}.")?;
    }
    if shorter > 0 {
        let copies = count(
            shorter,
            "is a shorter copy of an article that is there",
            "are shorter copies of articles that are there",
        );
        writeln!(
            err,
            "Of these, {copies} (a summary, or what stands before a wall): the fuller text is shown, not this one."
        )?;
    }
    if !run.other_languages.is_empty() {
        let each: Vec<String> =
            run.other_languages.iter().map(|(language, number)| format!("{language} {number}")).collect();
        let number = count(run.other_languages.values().sum(), "article is", "articles are");
        let each = safe(&each.join(", ")).into_owned();
        writeln!(err, "{number} not in English ({each}): stored and searchable, but not extracted.")?;
    }
    if run.counts.skipped > 0 {
        let copies = match run.copies {
            0 => String::new(),
            copies => format!(
                " ({copies} of them printed by another outlet, on another day or at another address: noted)"
            ),
        };
        writeln!(err, "Skipped {} already there{copies}.", count(run.counts.skipped, "article", "articles"))?;
    }
    if run.gained > 0 {
        let sql = "SELECT EXISTS (SELECT 1 FROM article_gain g JOIN article_copy c ON c.id = g.copy_id
                   WHERE c.import_run_id = ? AND g.field != 'language')";
        let more: bool = store.connection().query_row(sql, [import_run], |row| row.get(0))?;
        let what = if more { "a day, outlet, address, author or headline" } else { "a language" };
        let gained = count(run.gained, "of them now has", "of them now have");
        writeln!(err, "{gained} {what} that was not known.")?;
    }
    run.passed_over.write(err)?;
    if run.counts.failed > 0 {
        let failed = count(run.counts.failed, "file or line", "files or lines");
        let first = match run.counts.failed > MOST_NAMED {
            true => format!("the first {} ", count(MOST_NAMED, "of them", "of them")),
            false => String::new(),
        };
        let rest = match run.counts.stored + run.counts.skipped {
            0 => "there was no article besides",
            _ => "the rest is stored",
        };
        writeln!(err, "Could not read {failed}, {first}named above; {rest}.")?;
    }
    if interrupted {
        writeln!(err, "Interrupted. Give the same command again to go on: what is stored is skipped.")?;
    } else if run.counts.stored > 0 {
        writeln!(err, "Next: onrecord quotes --speaker NAME, onrecord accusations, onrecord speakers")?;
    }
    Ok(())
}
