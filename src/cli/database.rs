//! What the commands that write to the database share.

use super::Context;
use super::output::error;
use crate::article::Article;
use crate::extract::{Extraction, Extractor};
use crate::ingest::language;
use crate::span::Span;
use crate::store::{Store, StoreError};
use crate::text::{self, Warning};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How many articles are extracted side by side and stored in one transaction.
pub const BATCH: usize = 64;

/// The database, which must exist.
pub fn open(context: &Context) -> anyhow::Result<Store> {
    Store::open(&context.database).map_err(explain)
}

/// The error with what to try.
pub fn explain(wrong: StoreError) -> anyhow::Error {
    match wrong.hint() {
        Some(hint) => error(wrong.to_string(), hint),
        None => wrong.into(),
    }
}

/// This moment, as the database writes it.
pub fn now(context: &Context) -> String {
    context.clock.now().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A progress bar on the terminal, if there is one; `template` is indicatif's.
pub fn progress(context: &Context, length: u64, template: &str) -> ProgressBar {
    let target =
        if context.interactive { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(length), target).with_style(style.progress_chars("━━ "))
}

/// Reads everything out of one article. A defect that an article brings to light costs that article, not the run.
/// Out of one that is not English nothing is read; `told` is the language that the user names.
pub fn extract(extractor: &Extractor, article: &Article, told: Option<&str>) -> Result<Extraction, String> {
    catch_unwind(AssertUnwindSafe(|| match language::other_than_english(&article.text, told) {
        Some(language) => not_extracted(article, &language),
        None => extractor.extract(article),
    }))
    .map_err(|_| "internal error: please report it, with the article".to_owned())
}

/// What is kept of an article that is not English: its sentences, and a warning that says so.
pub fn not_extracted(article: &Article, language: &str) -> Extraction {
    let document = text::read(article);
    let message = format!("not extracted: the language seems to be \"{language}\", and only English is read");
    let warning = Warning { span: Span::new(0, 0), message };
    let sentences = document.sentences.iter().map(|s| s.span).collect();
    Extraction { sentences, warnings: vec![warning], ..Extraction::default() }
}

/// Threads for extraction, with the stack that deeply nested pages need.
pub fn threads() -> anyhow::Result<rayon::ThreadPool> {
    Ok(rayon::ThreadPoolBuilder::new().stack_size(16 << 20).build()?)
}

/// "1 article", "12 articles".
pub fn count(number: u64, one: &str, many: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    #[test]
    fn counts_read_well() {
        assert_eq!(super::count(1, "article", "articles"), "1 article");
        assert_eq!(super::count(1_234_567, "quote", "quotes"), "1,234,567 quotes");
    }
}
