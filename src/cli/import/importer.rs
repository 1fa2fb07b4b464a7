//! One run of import after the other into one database: what is new is extracted side by side and stored batch by batch.

use super::database::{self, BATCH, explain};
use super::passed_over::PassedOver;
use super::progress::Progress;
use super::{Context, ImportArgs, Outcome, interrupt, summary, update};
use crate::extract::{Extraction, Extractor};
use crate::ingest::{
    self, Defaults, Incoming, IngestError, Kind, Next, Options, Order, Reader, Sources, language,
};
use crate::store::sameness::Fingerprint;
use crate::store::{Added, Failure, ImportCounts, Known, Store};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Failures that are enough for a batch, so that a file of nothing else is recorded as it is read.
const ENOUGH_FAILURES: usize = 1000;
/// Failures of one run that are named and recorded; a gigabyte can hold a hundred million of them.
pub(super) const MOST_NAMED: u64 = 10_000;
/// Bytes of text that are enough for a batch, which is what a kill may cost: some half a minute's work.
const ENOUGH: usize = 1 << 20;
/// How long an article is waited for before Ctrl-C is looked for.
const PATIENCE: Duration = Duration::from_millis(100);

/// What imports into one database, run after run.
pub(super) struct Importer {
    pub(super) store: Store,
    extractor: Extractor,
    /// Its address is taken by the first article that has none.
    defaults: Defaults,
    url_taken: bool,
    options: Options,
    pub(super) interrupted: Arc<AtomicBool>,
    /// What the user says that the articles are written in.
    language: Option<String>,
    /// What was asked for, as it is recorded: JSON.
    paths: String,
    settings: String,
}

/// One run.
pub(super) struct Run {
    progress: Progress,
    now: String,
    import: i64,
    extraction: i64,
    pub(super) counts: ImportCounts,
    /// Of the skipped: the same text from another outlet, day or address.
    pub(super) copies: u64,
    /// Of the skipped: what was not known of them is now.
    pub(super) gained: u64,
    /// Of the stored: not in English, so nothing was read out of them; by language.
    pub(super) other_languages: BTreeMap<String, u64>,
    words: u64,
    /// What failed since the last batch was stored.
    failures: Vec<Failure>,
    pub(super) passed_over: PassedOver,
}

impl Importer {
    /// What the arguments ask for.
    pub(super) fn new(args: &ImportArgs, defaults: Defaults, options: Options, store: Store) -> Self {
        let extractor = args.model.extractor();
        let paths: Vec<String> = args.paths.iter().map(|p| p.display().to_string()).collect();
        let settings = serde_json::json!({
            "outlet": args.outlet, "date": args.date, "author": args.author, "url": args.url,
            "model": extractor.model(), "language": args.language, "as": args.kind.map(Kind::name), "map": args.map,
            "dates": args.dates.map(Order::name), "keep_original": args.keep_original, "watch": args.watch,
        });
        Self {
            store,
            extractor,
            defaults,
            url_taken: false,
            options,
            interrupted: interrupt::flag(),
            language: args.language.clone(),
            paths: serde_json::Value::from(paths).to_string(),
            settings: settings.to_string(),
        }
    }

    /// Imports everything in the sources as one run, and says on standard error what was read and what was not.
    pub(super) fn import(&mut self, sources: Sources, context: &mut Context) -> anyhow::Result<Outcome> {
        let bytes = sources.files.iter().map(|file| file.bytes).sum();
        let mut reader = ingest::read(sources, self.options.clone());
        let mut run = self.begin(bytes, context)?;
        while !self.is_interrupted() {
            let batch = self.read_batch(&mut run, &mut reader, context)?;
            if batch.is_empty() && run.failures.len() < ENOUGH_FAILURES {
                break;
            }
            self.store_batch(&mut run, batch, context)?;
            let seen = run.counts.stored + run.counts.skipped;
            run.progress.show(reader.bytes_read(), seen, run.words, context)?;
        }
        self.end(run, context)
    }

    fn begin(&self, bytes: u64, context: &mut Context) -> anyhow::Result<Run> {
        let now = database::now(context);
        let import = self.store.begin_import(&now, &self.paths, &self.settings).map_err(explain)?;
        let extraction = self.store.begin_extraction(&now, self.extractor.model(), "{}").map_err(explain)?;
        Ok(Run {
            progress: Progress::new(bytes, context),
            now,
            import,
            extraction,
            counts: ImportCounts::default(),
            copies: 0,
            gained: 0,
            other_languages: BTreeMap::new(),
            words: 0,
            failures: Vec::new(),
            passed_over: PassedOver::default(),
        })
    }

    fn end(&mut self, mut run: Run, context: &mut Context) -> anyhow::Result<Outcome> {
        // What is known of some that were there has changed; a day, and all that is said on it hangs on it.
        run.counts.failed += update::read_unread(&mut self.store, &self.extractor, context)?;
        run.progress.step("speakers and claims over all articles");
        self.store.derive().map_err(explain)?;
        run.progress.end();
        let now = database::now(context);
        self.store.end_extraction(run.extraction, &now).map_err(explain)?;
        let interrupted = self.is_interrupted();
        self.store.note_passed_over(run.import, &run.passed_over.0).map_err(explain)?;
        self.store.end_import(run.import, &now, run.counts, &run.failures, interrupted).map_err(explain)?;
        summary::write(&self.store, run.import, &run, interrupted, context)?;
        Ok(if run.counts.failed > 0 || interrupted { Outcome::Failed } else { Outcome::Done })
    }

    pub(super) fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// The next articles; fewer than [`BATCH`] at the end, or where they are long.
    fn read_batch(
        &mut self,
        run: &mut Run,
        reader: &mut Reader,
        context: &mut Context,
    ) -> anyhow::Result<Vec<Incoming>> {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while batch.len() < BATCH
            && bytes < ENOUGH
            && run.failures.len() < ENOUGH_FAILURES
            && !self.is_interrupted()
        {
            match reader.next_within(PATIENCE) {
                Next::End => break,
                Next::Waiting => {}
                Next::One(item) => match *item {
                    Ok(mut incoming) => {
                        self.fill(run, &mut incoming, context)?;
                        for warning in &incoming.warnings {
                            let place = incoming.provenance.place();
                            run.progress.say(context, &format!("warning: {place}: {warning}"))?;
                        }
                        bytes += incoming.article.text.len();
                        batch.push(incoming);
                    }
                    Err(wrong) => run.note_failure(wrong, context)?,
                },
            }
        }
        Ok(batch)
    }

    /// Fills what the article does not say. An address is one article's: a second one with the same would be taken for
    /// a newer version of the first.
    fn fill(&mut self, run: &Run, incoming: &mut Incoming, context: &mut Context) -> anyhow::Result<()> {
        let without = incoming.article.url.is_none();
        if self.defaults.give(&mut incoming.article) {
            self.url_taken = true;
        } else if without && std::mem::take(&mut self.url_taken) {
            let place = incoming.provenance.place();
            run.progress.say(
                context,
                &format!("warning: {place}: --url is the address of one article, and the first has taken it; this one and those after it are stored without"),
            )?;
        }
        Ok(())
    }

    /// Extracts the articles that are new side by side, and stores them in their order.
    fn store_batch(
        &mut self,
        run: &mut Run,
        batch: Vec<Incoming>,
        context: &mut Context,
    ) -> anyhow::Result<()> {
        let prints: Vec<Fingerprint> = batch.par_iter().map(|one| Fingerprint::of(&one.article)).collect();
        let mut known = Vec::with_capacity(batch.len());
        for (print, incoming) in prints.iter().zip(&batch) {
            known.push(self.store.known(print, incoming, self.language.as_deref()).map_err(explain)?);
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
        let mut writing = self.store.batch(run.import, run.extraction, &run.now).map_err(explain)?.told(told);
        let mut failed = Vec::new();
        for ((incoming, known), extraction) in batch.iter().zip(known).zip(&extractions) {
            let added = match (known, extraction) {
                (Known::Same | Known::Copy, _) => writing.add_again(incoming).map_err(explain)?,
                (Known::New, Some(Ok(extraction))) => writing.add(incoming, extraction).map_err(explain)?,
                (Known::New, Some(Err(reason))) => {
                    failed.push(Failure { name: incoming.provenance.place(), reason: reason.clone() });
                    continue;
                }
                // Interrupted: the next run takes it up.
                (Known::New, None) => continue,
            };
            run.count(added, incoming, told);
        }
        run.counts.failed += failed.len() as u64;
        run.failures.extend(failed.iter().cloned());
        writing.note(run.counts, &run.failures).map_err(explain)?;
        writing.commit().map_err(explain)?;
        run.failures.clear();
        for failure in failed {
            run.progress.say(context, &format!("error: {}: {}", failure.name, failure.reason))?;
        }
        Ok(())
    }
}

impl Run {
    fn count(&mut self, added: Added, incoming: &Incoming, told: Option<&str>) {
        match added {
            Added::Stored => {
                self.counts.stored += 1;
                if let Some(language) = language::other_than_english(&incoming.article.text, told) {
                    *self.other_languages.entry(language).or_default() += 1;
                }
                self.words += incoming.article.text.split_ascii_whitespace().count() as u64;
            }
            Added::Present => self.counts.skipped += 1,
            Added::Gained => {
                self.counts.skipped += 1;
                self.gained += 1;
            }
            Added::Copy => {
                self.counts.skipped += 1;
                self.copies += 1;
            }
        }
    }

    fn note_failure(&mut self, wrong: IngestError, context: &mut Context) -> anyhow::Result<()> {
        if wrong.skipped {
            self.passed_over.add(wrong);
            return Ok(());
        }
        self.counts.failed += 1;
        if self.counts.failed > MOST_NAMED {
            if self.counts.failed == MOST_NAMED + 1 {
                let line = format!(
                    "error: more than {MOST_NAMED} files or lines cannot be read; the others are only counted"
                );
                self.progress.say(context, &line)?;
            }
            return Ok(());
        }
        self.progress.say(context, &format!("error: {wrong}"))?;
        if let Some(hint) = &wrong.hint {
            self.progress.say(context, &format!("hint: {hint}"))?;
        }
        self.failures.push(Failure { name: wrong.place(), reason: wrong.reason });
        Ok(())
    }
}
