//! `onrecord import`: articles → extraction → database.

use super::database::{self, BATCH, count, explain};
use super::model::ModelArgs;
use super::output::{Format, error, safe};
use super::{Context, Outcome, preview};
use crate::extract::{Extraction, Extractor};
use crate::ingest::{self, Defaults, FieldMap, Incoming, IngestError, Kind, Options, Reader};
use crate::store::sameness::Fingerprint;
use crate::store::{Added, Failure, ImportCounts, Known, Store};
use chrono::NaiveDate;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use indicatif::ProgressBar;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Reads articles, extracts who said what, and stores it
///
/// Reads plain text and Markdown (with an optional header of title, date, outlet, url, author), HTML pages, JSON, JSON
/// Lines and CSV tables ("text", and if known "id", "title", "date", "outlet", "url", "author"; --map names other
/// columns), mail, feeds, crawls, and archives of any of them; docs/formats.md has the table. Reads folders with all
/// below them; globs; `-` for standard input. What kind of file it is, is seen from its content; --as overrides.
///
/// What is stored already is skipped, so a run that was interrupted, with Ctrl-C or otherwise, goes on where it stopped
/// when the same command is given again. A file that cannot be read is named with the reason, and the rest goes on; the
/// exit code is 2 then.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord import article.txt --outlet \"The Post\" --date 2025-12-19
  onrecord import articles/ more/*.html
  onrecord import archive.jsonl --db archive.db
  onrecord import export.csv --map title=headline,text=body --dry-run
  curl -s https://example.org/story.html | onrecord import - --url https://example.org/story.html")]
pub struct ImportArgs {
    /// Files, folders or globs; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The outlet of the articles that do not name theirs
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// The day on which the articles were published that do not say it: 2025-12-19
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// The author of the articles that do not name theirs (can be given several times)
    #[arg(long, value_name = "NAME")]
    pub author: Vec<String>,
    /// The address of the article, if it does not hold it
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Which model.
    #[command(flatten)]
    pub model: ModelArgs,
    /// The language of the articles, such as en or de [default: as each text looks]. Only English is extracted; the rest
    /// is stored and can be searched
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,
    /// Which column or JSON field holds what: title=headline,text=content.body (a dot leads into an object)
    #[arg(long, value_name = "OURS=THEIRS,…")]
    pub map: Vec<String>,
    /// Reads every file as this format, whatever it looks like; packed files are unpacked first
    #[arg(long = "as", value_name = "FORMAT", value_parser = kinds())]
    pub kind: Option<Kind>,
    /// From now on, this database does without the bundled list of office-holders (docs/who-is-who.md)
    #[arg(long)]
    pub no_gazetteer: bool,
    /// Shows what would be imported, and stores nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How --dry-run prints its rows [default: table]
    #[arg(long, value_enum, value_name = "FORMAT", requires = "dry_run")]
    pub format: Option<Format>,
}

/// The formats by their names.
fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::all().map(Kind::name))
        .map(|name| Kind::all().find(|kind| kind.name() == name).unwrap_or(Kind::Text))
}

/// Imports, and says on standard error what was read and what was not.
pub fn run(args: ImportArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let defaults = defaults(&args)?;
    let options = options(&args)?;
    let sources = ingest::find(&args.paths);
    if args.dry_run {
        let reader = ingest::read(sources, options);
        return preview::run(reader, &defaults, args.format.unwrap_or_default(), context);
    }
    let bytes: u64 = sources.files.iter().map(|f| f.bytes).sum();
    let mut store = Store::open_or_create(&context.database).map_err(explain)?;
    if args.no_gazetteer {
        store.use_gazetteer(false).map_err(explain)?;
    }
    let template = match bytes {
        // Standard input does not say how long it is.
        0 => "{spinner} {msg}",
        _ => "{bar:30} {percent}% · {msg} · {eta} left",
    };
    let mut import = Import {
        now: database::now(context),
        bar: database::progress(context, bytes, template),
        interrupted: interrupted_flag(),
        extractor: args.model.extractor(),
        defaults,
        url_taken: false,
        counts: ImportCounts::default(),
        copies: 0,
        language: args.language.clone(),
        other_languages: BTreeMap::new(),
        words: 0,
        failures: Vec::new(),
        passed_over: BTreeMap::new(),
        store,
    };
    import.interrupted.store(false, Ordering::Relaxed);
    let threads = database::threads()?;
    threads.install(|| import.run(&args, ingest::read(sources, options), context))
}

fn defaults(args: &ImportArgs) -> anyhow::Result<Defaults> {
    let read = |text: &String| {
        text.trim().parse::<NaiveDate>().map_err(|_| {
            error(format!("--date is no day: {text}"), "write it as 2025-12-19: year, month, day")
        })
    };
    let date = args.date.as_ref().map(read).transpose()?;
    Ok(Defaults { outlet: args.outlet.clone(), date, authors: args.author.clone(), url: args.url.clone() })
}

fn options(args: &ImportArgs) -> anyhow::Result<Options> {
    let mut map = FieldMap::default();
    for rules in &args.map {
        map.add(rules)
            .map_err(|wrong| error(format!("--map: {wrong}"), "write it as title=headline,text=body"))?;
    }
    Ok(Options { kind: args.kind, map })
}

/// Set when the user presses Ctrl-C; a second time ends the program at once. Nothing is lost either way.
fn interrupted_flag() -> Arc<AtomicBool> {
    static FLAG: std::sync::OnceLock<Arc<AtomicBool>> = std::sync::OnceLock::new();
    let flag = FLAG.get_or_init(|| {
        let flag = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&flag);
        // Without the handler, Ctrl-C ends the program at once, which the database survives too.
        let _ = ctrlc::set_handler(move || {
            if seen.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        });
        flag
    });
    Arc::clone(flag)
}

/// Failures that are enough for a batch, so that a file of nothing else is recorded as it is read.
const ENOUGH_FAILURES: usize = 10_000;

/// An import under way.
struct Import {
    store: Store,
    extractor: Extractor,
    /// Its address is taken by the first article that has none.
    defaults: Defaults,
    url_taken: bool,
    now: String,
    bar: ProgressBar,
    interrupted: Arc<AtomicBool>,
    counts: ImportCounts,
    /// Of the skipped: the same text from another outlet, day or address.
    copies: u64,
    /// What the user says that the articles are written in.
    language: Option<String>,
    /// Of the stored: not in English, so nothing was read out of them; by language.
    other_languages: BTreeMap<String, u64>,
    words: u64,
    /// What failed since the last batch was stored.
    failures: Vec<Failure>,
    /// Reasons, with how many files and the first of them.
    passed_over: BTreeMap<String, (u64, String)>,
}

impl Import {
    fn run(
        &mut self,
        args: &ImportArgs,
        mut reader: Reader,
        context: &mut Context,
    ) -> anyhow::Result<Outcome> {
        let paths: Vec<String> = args.paths.iter().map(|p| p.display().to_string()).collect();
        let settings = serde_json::json!({
            "outlet": args.outlet, "date": args.date, "author": args.author, "url": args.url,
            "model": self.extractor.model(),
            "language": args.language, "as": args.kind.map(Kind::name), "map": args.map,
        });
        let import_run = self
            .store
            .begin_import(&self.now, &serde_json::Value::from(paths).to_string(), &settings.to_string())
            .map_err(explain)?;
        let extraction_run =
            self.store.begin_extraction(&self.now, self.extractor.model(), "{}").map_err(explain)?;
        let started = context.clock.now();
        while !self.is_interrupted() {
            let batch = self.read_batch(&mut reader, context)?;
            if batch.is_empty() && self.failures.len() < ENOUGH_FAILURES {
                break;
            }
            self.store_batch(batch, import_run, extraction_run, context)?;
            self.bar.set_position(reader.bytes_read());
            let seconds = (context.clock.now() - started).as_seconds_f64().max(1e-3);
            self.bar.set_message(format!(
                "{}, {:.0} words/s",
                count(self.counts.stored + self.counts.skipped, "article", "articles"),
                self.words as f64 / seconds
            ));
        }
        self.bar.set_message("speakers and claims over all articles");
        self.store.derive().map_err(explain)?;
        self.bar.finish_and_clear();
        let now = database::now(context);
        self.store.end_extraction(extraction_run, &now).map_err(explain)?;
        let interrupted = self.is_interrupted();
        self.store.end_import(import_run, &now, self.counts, &self.failures, interrupted).map_err(explain)?;
        self.summary(import_run, interrupted, context)?;
        Ok(if self.counts.failed > 0 || interrupted { Outcome::Failed } else { Outcome::Done })
    }

    fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// The next articles; fewer than [`BATCH`] at the end, or where they are long.
    fn read_batch(&mut self, reader: &mut Reader, context: &mut Context) -> anyhow::Result<Vec<Incoming>> {
        /// Bytes of text that are enough for a batch.
        const ENOUGH: usize = 8 << 20;
        let mut batch = Vec::new();
        let mut bytes = 0;
        while batch.len() < BATCH
            && bytes < ENOUGH
            && self.failures.len() < ENOUGH_FAILURES
            && !self.is_interrupted()
        {
            match reader.next() {
                None => break,
                Some(Ok(mut incoming)) => {
                    self.fill(&mut incoming, context)?;
                    for warning in &incoming.warnings {
                        let place = incoming.provenance.place();
                        self.say(context, &format!("warning: {place}: {warning}"))?;
                    }
                    bytes += incoming.article.text.len();
                    batch.push(incoming);
                }
                Some(Err(wrong)) => self.note_failure(wrong, context)?,
            }
        }
        Ok(batch)
    }

    /// Fills what the article does not say. An address is one article's: a second one with the same would be taken for
    /// a newer version of the first.
    fn fill(&mut self, incoming: &mut Incoming, context: &mut Context) -> anyhow::Result<()> {
        let without = incoming.article.url.is_none();
        self.defaults.fill(&mut incoming.article);
        if without && self.defaults.url.take().is_some() {
            self.url_taken = true;
        } else if without && std::mem::take(&mut self.url_taken) {
            let place = incoming.provenance.place();
            self.say(
                context,
                &format!("warning: {place}: --url is the address of one article, and the first has taken it; this one and those after it are stored without"),
            )?;
        }
        Ok(())
    }

    fn note_failure(&mut self, wrong: IngestError, context: &mut Context) -> anyhow::Result<()> {
        if wrong.skipped {
            let place = wrong.place();
            self.passed_over.entry(wrong.reason).or_insert_with(|| (0, place)).0 += 1;
            return Ok(());
        }
        self.say(context, &format!("error: {wrong}"))?;
        if let Some(hint) = &wrong.hint {
            self.say(context, &format!("hint: {hint}"))?;
        }
        self.counts.failed += 1;
        self.failures.push(Failure { name: wrong.place(), reason: wrong.reason });
        Ok(())
    }

    /// Extracts the articles that are new side by side, and stores them in their order.
    fn store_batch(
        &mut self,
        batch: Vec<Incoming>,
        import_run: i64,
        extraction_run: i64,
        context: &mut Context,
    ) -> anyhow::Result<()> {
        let prints: Vec<Fingerprint> = batch.par_iter().map(|one| Fingerprint::of(&one.article)).collect();
        let mut known = Vec::with_capacity(batch.len());
        for (print, incoming) in prints.iter().zip(&batch) {
            known.push(self.store.known(print, incoming).map_err(explain)?);
        }
        let (extractor, interrupted) = (&self.extractor, &self.interrupted);
        let told = self.language.as_deref();
        let extractions: Vec<Option<Result<Extraction, String>>> = batch
            .par_iter()
            .zip(&known)
            .map(|(incoming, known)| {
                let wanted = *known == Known::New && !interrupted.load(Ordering::Relaxed);
                wanted.then(|| database::extract(extractor, &incoming.article, told))
            })
            .collect();
        let mut writing = self.store.batch(import_run, extraction_run, &self.now).map_err(explain)?;
        let mut failed = Vec::new();
        for ((incoming, known), extraction) in batch.iter().zip(known).zip(&extractions) {
            let added = match (known, extraction) {
                (Known::Same, _) => Added::Present,
                (Known::Copy, _) => writing.add_copy(incoming).map_err(explain)?,
                (Known::New, Some(Ok(extraction))) => writing.add(incoming, extraction).map_err(explain)?,
                (Known::New, Some(Err(reason))) => {
                    failed.push(Failure { name: incoming.provenance.place(), reason: reason.clone() });
                    continue;
                }
                // Interrupted: the next run takes it up.
                (Known::New, None) => continue,
            };
            match added {
                Added::Stored => {
                    self.counts.stored += 1;
                    let language = database::other_language(&incoming.article.text, self.language.as_deref());
                    if let Some(language) = language {
                        *self.other_languages.entry(language).or_default() += 1;
                    }
                    self.words += incoming.article.text.split_ascii_whitespace().count() as u64;
                }
                Added::Present => self.counts.skipped += 1,
                Added::Copy => {
                    self.counts.skipped += 1;
                    self.copies += 1;
                }
            }
        }
        self.counts.failed += failed.len() as u64;
        self.failures.extend(failed.iter().cloned());
        writing.note(self.counts, &self.failures).map_err(explain)?;
        writing.commit().map_err(explain)?;
        self.failures.clear();
        for failure in failed {
            self.say(context, &format!("error: {}: {}", failure.name, failure.reason))?;
        }
        Ok(())
    }

    fn say(&self, context: &mut Context, line: &str) -> anyhow::Result<()> {
        self.bar.suspend(|| writeln!(context.err, "{}", safe(line)))?;
        Ok(())
    }

    fn summary(&self, import_run: i64, interrupted: bool, context: &mut Context) -> anyhow::Result<()> {
        let made = |table: &str| -> anyhow::Result<u64> {
            let sql = format!(
                "SELECT count(*) FROM {table} t JOIN article a ON a.id = t.article_id WHERE a.import_run_id = ?"
            );
            Ok(self.store.connection().query_row(&sql, [import_run], |row| row.get(0))?)
        };
        let err = &mut context.err;
        writeln!(
            err,
            "Stored {} in {}: {}, {}.",
            count(self.counts.stored, "new article", "new articles"),
            safe(&context.database.display().to_string()),
            count(made("attribution")?, "quote", "quotes"),
            count(made("accusation")?, "accusation", "accusations")
        )?;
        let sql =
            "SELECT count(DISTINCT v.newest_id) FROM older_version v JOIN article a ON a.id = v.newest_id
                   WHERE a.import_run_id = ?";
        let changed: u64 = self.store.connection().query_row(sql, [import_run], |row| row.get(0))?;
        if changed > 0 {
            let newer = count(changed, "is a newer version of an article", "are newer versions of articles");
            writeln!(
                err,
                "Of these, {newer} at the same address: onrecord articles --changed, show ID --changes"
            )?;
        }
        if !self.other_languages.is_empty() {
            let each: Vec<String> = self
                .other_languages
                .iter()
                .map(|(language, number)| format!("{language} {number}"))
                .collect();
            let number = count(self.other_languages.values().sum(), "article is", "articles are");
            let each = safe(&each.join(", ")).into_owned();
            writeln!(err, "{number} not in English ({each}): stored and searchable, but not extracted.")?;
        }
        if self.counts.skipped > 0 {
            let copies = match self.copies {
                0 => String::new(),
                copies => format!(
                    " ({copies} of them printed by another outlet, on another day or at another address: noted)"
                ),
            };
            writeln!(
                err,
                "Skipped {} already there{copies}.",
                count(self.counts.skipped, "article", "articles")
            )?;
        }
        for (reason, (number, first)) in &self.passed_over {
            let files = count(*number, "file", "files");
            let others = if *number > 1 { " and others" } else { "" };
            writeln!(err, "Passed over {files}: {} ({}{others}).", safe(reason), safe(first))?;
        }
        if self.counts.failed > 0 {
            let failed = count(self.counts.failed, "file or line", "files or lines");
            writeln!(err, "Could not read {failed}, named above; the rest is stored.")?;
        }
        if interrupted {
            writeln!(err, "Interrupted. Give the same command again to go on: what is stored is skipped.")?;
        } else if self.counts.stored > 0 {
            writeln!(err, "Next: onrecord quotes --speaker NAME, onrecord accusations, onrecord speakers")?;
        }
        Ok(())
    }
}
