//! `onrecord update`.

use super::database::{self, BATCH, count, explain};
use super::model::ModelArgs;
use super::{Context, Outcome};
use crate::extract::Extractor;
use crate::store::{Changes, Store, StoredArticle};
use clap::Args;
use rayon::prelude::*;
use std::io::Write;

/// Extracts the stored articles again with this version or model, and says what changed
///
/// Only articles that another version or model read are taken; with --all every one. What people decided stays and
/// holds for what is found now. Then speakers and claims over all articles are brought up to date. It can be
/// interrupted at any moment and given again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord update
  onrecord update --all --db archive.db
  onrecord update --no-gazetteer         speakers by what the articles say alone
  onrecord update --rebuild              speakers and claims anew, from what is stored")]
pub struct UpdateArgs {
    /// Also articles that this very version and model read
    #[arg(long)]
    pub all: bool,
    /// Derives all speakers, claims and answers to accusations anew
    #[arg(long)]
    pub rebuild: bool,
    /// From now on, this database does without the bundled list of office-holders (docs/who-is-who.md)
    #[arg(long, conflicts_with = "gazetteer")]
    pub no_gazetteer: bool,
    /// Uses that list again
    #[arg(long)]
    pub gazetteer: bool,
    /// Which model.
    #[command(flatten)]
    pub model: ModelArgs,
}

/// Updates, and says what changed.
pub fn run(args: UpdateArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = database::open(context)?;
    if args.gazetteer || args.no_gazetteer {
        store.use_gazetteer(args.gazetteer).map_err(explain)?;
    }
    let extractor = args.model.extractor();
    let waiting = match args.all {
        true => store.all_articles().map_err(explain)?,
        false => store.articles_of_others(extractor.model()).map_err(explain)?,
    };
    if !waiting.is_empty() {
        // Quotes before and after are compared as they are shown, so both must be up to date.
        store.derive().map_err(explain)?;
        store.remember_quotes().map_err(explain)?;
    }
    let failed = read_again(&mut store, &extractor, &waiting, context)?;
    if args.rebuild { store.rebuild() } else { store.derive() }.map_err(explain)?;
    if waiting.is_empty() {
        writeln!(context.err, "All articles were read by this version; speakers and claims are up to date.")?;
        return Ok(Outcome::Done);
    }
    let read = count(waiting.len() as u64 - failed, "article", "articles");
    let Changes { new, gone, speaker, kind } = store.changed_quotes().map_err(explain)?;
    writeln!(context.err, "Read {read} again: {} new, {gone} gone;", count(new, "quote is", "quotes are"))?;
    let (speakers, types) = (count(speaker, "has", "have"), count(kind, "has", "have"));
    writeln!(context.err, "of the others {speakers} another speaker and {types} another type.")?;
    Ok(if failed > 0 { Outcome::Failed } else { Outcome::Done })
}

/// Reads the articles again of which something else is known than when they were read; gives how many failed.
/// [`Store::derive`] must follow.
pub(super) fn read_unread(
    store: &mut Store,
    extractor: &Extractor,
    context: &mut Context,
) -> anyhow::Result<u64> {
    let unread = store.unread_articles().map_err(explain)?;
    if unread.is_empty() { Ok(0) } else { read_again(store, extractor, &unread, context) }
}

/// Extracts stored articles again; gives how many failed, each of which it names. [`Store::derive`] must follow.
pub(super) fn read_again(
    store: &mut Store,
    extractor: &Extractor,
    waiting: &[i64],
    context: &mut Context,
) -> anyhow::Result<u64> {
    let run = store.begin_extraction(&database::now(context), extractor.model(), "{}").map_err(explain)?;
    let bar = database::progress(
        context,
        waiting.len() as u64,
        "{bar:30} {percent}% · {pos} articles · {eta} left",
    );
    let threads = database::threads()?;
    let mut failed = 0;
    for rows in waiting.chunks(BATCH) {
        let articles: Vec<StoredArticle> =
            rows.iter().map(|row| store.stored_article(*row)).collect::<Result<_, _>>().map_err(explain)?;
        let extractions: Vec<_> = threads.install(|| {
            articles
                .par_iter()
                .map(|a| database::extract(extractor, &a.article, a.language.as_deref()))
                .collect()
        });
        let mut batch = store.batch(0, run, "").map_err(explain)?;
        for (stored, extraction) in articles.iter().zip(&extractions) {
            match extraction {
                Ok(extraction) => batch.replace(stored, extraction).map_err(explain)?,
                Err(reason) => {
                    failed += 1;
                    bar.suspend(|| writeln!(context.err, "error: {}: {reason}", stored.id))?;
                }
            }
        }
        batch.commit().map_err(explain)?;
        bar.inc(rows.len() as u64);
    }
    bar.finish_and_clear();
    store.end_extraction(run, &database::now(context)).map_err(explain)?;
    Ok(failed)
}
