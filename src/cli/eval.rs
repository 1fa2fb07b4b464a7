//! `onrecord eval`: scores the extractor against annotated articles.

use super::output::{Column, Format, FormatArgs, Listing, Output, WithHint, error, safe};
use super::{Context, Outcome};
use crate::eval::attributions::Score;
use crate::eval::gold::{self, Annotated, Spans};
use crate::eval::mistakes::{self, Class, Mistake};
use crate::eval::words::Words;
use crate::extract::Extractor;
use crate::ingest::lines::{Line, Lines};
use anyhow::Context as _;
use chrono::Datelike;
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

/// Scores the extractor against annotated articles
///
/// GOLD holds an article on each line: {"id", "text", "attributions": [{"source", "cue", "content"}]}, with spans as
/// lists of [start, end) in code points. Figures are in percent; what each means is in docs/eval.md.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord eval gold.jsonl
  onrecord eval gold.jsonl --errors 10            what went wrong, with the sentences
  onrecord eval gold.jsonl --by outlet
  onrecord eval gold.jsonl --predicted other.jsonl
  xz -dc gold.jsonl.xz | onrecord eval -")]
pub struct EvalArgs {
    /// The annotated articles; `-` is standard input
    #[arg(value_name = "GOLD")]
    pub gold: PathBuf,
    /// Scores this file (the output of `extract`, or the same form) instead of extracting now
    #[arg(long, value_name = "FILE")]
    pub predicted: Option<PathBuf>,
    /// Also shows up to N mistakes of each class (in other formats than table: shows them instead)
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub errors: usize,
    /// Scores groups of articles apart
    #[arg(long, value_enum, conflicts_with = "errors", value_name = "GROUP")]
    pub by: Option<Group>,
    /// How to print it.
    #[command(flatten)]
    pub format: FormatArgs,
}

/// What articles are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Group {
    /// Who published them
    Outlet,
    /// The year in which they were published
    Year,
    /// How many words they have
    Length,
}

/// Scores and prints.
pub fn run(args: EvalArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let articles = read(&args.gold, gold::annotated)?;
    if articles.is_empty() {
        return Err(error(format!("{} holds no article", args.gold.display()), "give a file of JSON Lines"));
    }
    let found = match &args.predicted {
        Some(path) => predicted(path, &articles)?,
        None => extracted(&articles),
    };
    let scored: Vec<(&Annotated, &Vec<Spans>)> = articles.iter().zip(&found).collect();
    let format = args.format.format;
    if let Some(by) = args.by {
        return groups(by, &scored).print(format, &mut context.out);
    }
    let mut mistakes = Vec::new();
    if args.errors > 0 {
        let all: Vec<Mistake> =
            scored.par_iter().flat_map(|(article, f)| mistakes::mistakes(article, f)).collect();
        for class in Class::ALL {
            mistakes.extend(all.iter().filter(|m| m.class == class).take(args.errors).cloned());
        }
        if format != Format::Table {
            return listed(&mistakes).print(format, &mut context.out);
        }
    }
    let mut score = Score::default();
    scored.iter().for_each(|(article, f)| score.add(article, f));
    let outcome = figures(&score).print(format, &mut context.out)?;
    for mistake in &mistakes {
        show(mistake, &mut context.out)?;
    }
    Ok(outcome)
}

/// Reads all lines of a file, each by itself.
fn read<T>(path: &Path, parse: impl Fn(&[u8]) -> Result<T, String>) -> anyhow::Result<Vec<T>> {
    let mut stream: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path).with_context(|| format!("cannot read {}", path.display()))?))
    };
    if stream.fill_buf()?.starts_with(b"\xfd7zXZ") {
        let hint = format!("unpack it on the way: xz -dc {} | onrecord eval -", path.display());
        return Err(error(format!("{} is packed", path.display()), hint));
    }
    let mut all = Vec::new();
    for (number, line) in Lines::new(stream).enumerate() {
        let place = || format!("{}, line {}", path.display(), number + 1);
        let Line::Bytes(bytes) = line.with_context(place)? else {
            return Err(error(format!("{}: the line is too long", place()), "give an article on each line"));
        };
        if !bytes.trim_ascii().is_empty() {
            let hint =
                "each line is {\"id\", \"text\", \"attributions\": [{\"source\", \"cue\", \"content\"}]}";
            all.push(parse(&bytes).map_err(anyhow::Error::msg).with_context(place).hint(hint)?);
        }
    }
    Ok(all)
}

/// What a file says was found in each article; nothing where it does not have the article.
fn predicted(path: &Path, articles: &[Annotated]) -> anyhow::Result<Vec<Vec<Spans>>> {
    let mut by_id: HashMap<String, Vec<Spans>> = read(path, gold::found)?.into_iter().collect();
    Ok(articles.iter().map(|a| by_id.remove(&a.id).unwrap_or_default()).collect())
}

fn extracted(articles: &[Annotated]) -> Vec<Vec<Spans>> {
    let extractor = Extractor::new();
    articles.par_iter().map(|a| gold::of_extraction(&a.article, &extractor.extract(&a.article))).collect()
}

/// Percent with two digits.
fn percent(value: f64) -> Value {
    json!((value * 100.0).round() / 100.0)
}

fn figures(score: &Score) -> Listing {
    let columns = ["measure", "precision", "recall", "f1", "right", "found", "gold"];
    let mut listing = Listing::new(&columns.map(Column::short));
    for (name, count) in score.rows() {
        listing.push(vec![
            json!(name),
            percent(count.precision()),
            percent(count.recall()),
            percent(count.f1()),
            json!(count.right_gold),
            json!(count.found),
            json!(count.gold),
        ]);
    }
    listing
}

fn groups(by: Group, scored: &[(&Annotated, &Vec<Spans>)]) -> Listing {
    let mut groups: BTreeMap<String, Score> = BTreeMap::new();
    for (article, found) in scored {
        groups.entry(group(by, article)).or_default().add(article, found);
    }
    let name = match by {
        Group::Outlet => "outlet",
        Group::Year => "year",
        Group::Length => "words",
    };
    let measures = Score::default().rows().map(|(measure, _)| match measure {
        // Nine figures must fit beside one another.
        "content overlap" => "overlap",
        "content found" => "found",
        "attribution direct" => "direct",
        "attribution mixed" => "mixed",
        "attribution indirect" => "indirect",
        other => other,
    });
    let columns = [&[name, "articles"], &measures[..]].concat();
    let mut listing = Listing::new(&columns.into_iter().map(Column::short).collect::<Vec<_>>());
    for (name, score) in groups {
        let f1 = score.rows().into_iter().map(|(_, count)| percent(count.f1()));
        listing.push([json!(name), json!(score.articles)].into_iter().chain(f1).collect());
    }
    listing
}

fn group(by: Group, annotated: &Annotated) -> String {
    let article = &annotated.article;
    match by {
        Group::Outlet => article.outlet.clone().unwrap_or_else(|| "(no outlet)".to_owned()),
        Group::Year => article.date.map_or_else(|| "(no date)".to_owned(), |d| d.year().to_string()),
        Group::Length => match Words::of(&article.text).len() {
            0..300 => "under 300",
            300..600 => "300 to 599",
            600..1000 => "600 to 999",
            1000..2000 => "1000 to 1999",
            _ => "2000 and more",
        }
        .to_owned(),
    }
}

fn listed(mistakes: &[Mistake]) -> Listing {
    let mut listing = Listing::new(&["class", "kind", "article", "gold", "found"].map(Column::text));
    for m in mistakes {
        let article: Value = serde_json::from_str(&m.article).unwrap_or_default();
        listing.push(vec![
            json!(m.class.name()),
            json!(m.kind.name()),
            article,
            json!(m.gold),
            json!(m.found),
        ]);
    }
    listing
}

/// One mistake as a block of lines, the sentences below one another so that the marks can be compared.
fn show(mistake: &Mistake, out: &mut Output) -> io::Result<()> {
    let heading = format!("{} · {} · {}", mistake.class.name(), mistake.kind.name(), mistake.article);
    writeln!(out, "\n{}", safe(&heading))?;
    for (whose, sentences) in [("gold ", &mistake.gold), ("found", &mistake.found)] {
        if let Some(sentences) = sentences {
            writeln!(out, "  {whose}  {}", safe(sentences))?;
        }
    }
    Ok(())
}
