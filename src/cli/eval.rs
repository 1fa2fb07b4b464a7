//! `onrecord eval`: scores the extractor against annotated articles.

use super::model::ModelArgs;
use super::output::{Column, Format, FormatArgs, Listing, Output, WithHint, error, safe};
use super::{Context, Outcome};
use crate::claims::ClaimType;
use crate::eval;
use crate::eval::attributions::{Count, Score};
use crate::eval::claims::Typed;
use crate::eval::gold::{self, Annotated, Spans};
use crate::eval::interval::wilson;
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
/// GOLD holds an article on each line: {"id", "text", …} with the annotation that --kind names; spans are lists of
/// [start, end) in code points. Figures are in percent; what each means is in docs/eval.md.
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
    /// What to score
    #[arg(long, value_enum, default_value_t, value_name = "KIND")]
    pub kind: Kind,
    /// Scores this file (the output of `extract`, or the same form) instead of extracting now
    #[arg(long, value_name = "FILE")]
    pub predicted: Option<PathBuf>,
    /// Also shows up to N mistakes of each class (in other formats than table: shows them instead)
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub errors: usize,
    /// Scores groups of articles apart
    #[arg(long, value_enum, conflicts_with = "errors", value_name = "GROUP")]
    pub by: Option<Group>,
    /// Which model.
    #[command(flatten)]
    pub model: ModelArgs,
    /// How to print it.
    #[command(flatten)]
    pub format: FormatArgs,
}

/// What can be scored, and what the lines of GOLD hold for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Who said what: {"attributions": [{"source", "cue", "content"}]}
    #[default]
    Attributions,
    /// Where sentences end: {"offsets": [[start, end], …]}
    Sentences,
    /// Time expressions: {"dct": "2025-12-19", "timexes": [{"span", "value", "type"}]}
    Dates,
    /// Who speaks: {"attributions": [{"source", "cue", "content", "speakers": [{"name", "known_by", "resolvable"}]}]}
    Speakers,
    /// Types of claims: {"attributions": [{"source", "cue", "content", "type"?, "weight"?}]}
    Claims,
    /// Accusations: {"accusations": [{"grade", "accuser", "accused", "cue", "allegation", "denied"}]}
    Accusations,
    /// Pairs of sentences that are the same claim or not: {"a", "b", "same"}
    SameClaim,
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
    match args.kind {
        Kind::Attributions => attributions(&args, context),
        _ if args.by.is_some() || args.predicted.is_some() => {
            Err(error("--by and --predicted are for attributions", "leave them out, or leave --kind out"))
        }
        Kind::Sentences => sentences(&args, context),
        Kind::Dates => dates(&args, context),
        Kind::Speakers => speakers(&args, context),
        Kind::Claims => claims(&args, context),
        Kind::Accusations => accusations(&args, context),
        Kind::SameClaim => same_claim(&args, context),
    }
}

fn claims(args: &EvalArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let articles = read(&args.gold, eval::claims::labelled)?;
    let extractor = args.model.extractor();
    let typed: Vec<Typed> =
        articles.par_iter().flat_map(|gold| eval::claims::typed(gold, &extractor)).collect();
    let mut rows: Vec<(&str, Count)> = vec![("all types", eval::claims::right(&typed))];
    let of_type = |kind: ClaimType| (kind.name(), eval::claims::of_type(&typed, kind));
    rows.extend(ClaimType::ALL.map(of_type).into_iter().filter(|(_, c)| c.gold + c.found > 0));
    let mut listing = estimates(&rows);
    let (f1, types) = eval::claims::macro_f1(&typed);
    let means = [
        (format!("mean of {types} types ({}+ cases)", eval::claims::FEWEST), f1),
        ("all types, as they come".to_owned(), eval::claims::natural(&typed)),
    ];
    for (name, mean) in means {
        let no = || Value::Null;
        listing.push(vec![json!(name), no(), no(), no(), no(), percent(mean), no(), no(), no()]);
    }
    let mut mistakes = Listing::new(&["article", "gold", "found", "confidence", "words"].map(Column::text));
    for wrong in typed.iter().filter(|t| t.gold != t.found).take(args.errors) {
        let confidence = percent(f64::from(wrong.confidence));
        let cells = [json!(wrong.article), json!(wrong.gold.name()), json!(wrong.found.name()), confidence];
        mistakes.push(cells.into_iter().chain([json!(wrong.words)]).collect());
    }
    print(&listing, &mistakes, args, context)
}

fn accusations(args: &EvalArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let articles = read(&args.gold, eval::accusations::annotated)?;
    let extractor = args.model.extractor();
    let extractions: Vec<_> = articles.par_iter().map(|a| extractor.extract(&a.article)).collect();
    let mut score = eval::accusations::Score::default();
    articles.iter().zip(&extractions).for_each(|(article, found)| score.add(article, found));
    let rows = [
        ("explicit", score.explicit),
        ("implicit", score.implicit),
        ("all", score.all),
        ("accused", score.accused),
        ("accuser", score.accuser),
        ("denied", score.denied),
    ];
    let columns = ["article", "class", "gold", "found", "context"];
    let mut mistakes = Listing::new(&columns.map(Column::text));
    for wrong in score.mistakes.iter().take(args.errors) {
        let cells = [&wrong.article, &wrong.class, &wrong.gold, &wrong.found, &wrong.context];
        mistakes.push(cells.map(|c| json!(c)).to_vec());
    }
    print(&estimates(&rows), &mistakes, args, context)
}

const ESTIMATES: [&str; 9] =
    ["measure", "precision", "precision_95", "recall", "recall_95", "f1", "right", "found", "gold"];

/// Figures with the intervals in which they lie by chance; where nothing was found or annotated, nothing is shown.
fn estimates(rows: &[(&str, Count)]) -> Listing {
    let mut listing = Listing::new(&ESTIMATES.map(Column::short));
    let share = |part: u64, whole: u64, value: f64| match whole {
        0 => [Value::Null, Value::Null],
        _ => {
            let (from, to) = wilson(part, whole);
            [percent(value), json!(format!("{from:.0}–{to:.0}"))]
        }
    };
    for (name, count) in rows {
        let [precision, precision_95] = share(count.right_found, count.found, count.precision());
        let [recall, recall_95] = share(count.right_gold, count.gold, count.recall());
        let f1 = if count.found > 0 && count.gold > 0 { percent(count.f1()) } else { Value::Null };
        let counts = [json!(count.right_gold), json!(count.found), json!(count.gold)];
        let figures = [json!(name), precision, precision_95, recall, recall_95, f1];
        listing.push(figures.into_iter().chain(counts).collect());
    }
    listing
}

fn same_claim(args: &EvalArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let pairs = read(&args.gold, eval::pairs::pair)?;
    let count = eval::pairs::score(&pairs);
    let mut mistakes = Listing::new(&["pair", "gold", "likeness", "a", "b"].map(Column::text));
    for pair in pairs.iter().filter(|pair| pair.same != pair.found()).take(args.errors) {
        let gold = if pair.same { "same" } else { "not the same" };
        let likeness = percent(f64::from(pair.likeness()));
        mistakes.push(vec![json!(pair.id), json!(gold), likeness, json!(pair.a), json!(pair.b)]);
    }
    print(&estimates(&[("the same claim", count)]), &mistakes, args, context)
}

fn sentences(args: &EvalArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let place = || format!("cannot score {}", args.gold.display());
    let score = eval::sentences::score(open(&args.gold)?, |_| true).with_context(place)?;
    if score.left_out > 0 {
        writeln!(context.err, "{} cases have no offsets and were left out", score.left_out)?;
    }
    let count = |right: usize, found: usize, gold: usize| Count::new(right as u64, found as u64, gold as u64);
    let rows = [
        ("sentence ends", count(score.both, score.found, score.gold)),
        ("whole cases", count(score.right, score.cases, score.cases)),
    ];
    let mut mistakes = Listing::new(&["case", "missed", "made_up"].map(Column::text));
    for wrong in score.wrong.iter().take(args.errors) {
        mistakes.push(vec![json!(wrong.id), json!(wrong.missed), json!(wrong.made_up)]);
    }
    print(&figures(&rows), &mistakes, args, context)
}

fn dates(args: &EvalArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let place = || format!("cannot score {}", args.gold.display());
    let score = eval::dates::score(open(&args.gold)?, None).with_context(place)?;
    let count = |pairs: usize| Count::new(pairs as u64, score.found as u64, score.gold as u64);
    let rows = [
        ("relaxed", count(score.relaxed)),
        ("strict", count(score.strict)),
        ("value", count(score.value)),
        ("type", count(score.kind)),
    ];
    let columns = ["article", "gold", "gold_value", "found", "found_value", "context"];
    let mut mistakes = Listing::new(&columns.map(Column::text));
    for wrong in score.mistakes.iter().take(args.errors) {
        let words = |side: &Option<(String, String)>| match side {
            Some((words, value)) => [json!(words), json!(value)],
            None => [Value::Null, Value::Null],
        };
        let [gold, gold_value] = words(&wrong.gold);
        let [found, found_value] = words(&wrong.found);
        mistakes.push(vec![json!(wrong.article), gold, gold_value, found, found_value, json!(wrong.context)]);
    }
    print(&figures(&rows), &mistakes, args, context)
}

fn speakers(args: &EvalArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let articles = read(&args.gold, eval::speakers::labelled)?;
    let extractor = args.model.extractor();
    let found: Vec<_> =
        articles.par_iter().flat_map(|a| eval::speakers::found(a, &extractor.extract(a.article()))).collect();
    let given: Vec<_> = articles.par_iter().flat_map(eval::speakers::given).collect();
    let mut figures =
        Listing::new(&["attributions", "measure", "count", "of", "share", "low", "high"].map(Column::short));
    let columns = ["attributions", "class", "article", "gold", "shown", "confidence", "context", "reason"];
    let mut mistakes = Listing::new(&columns.map(Column::text));
    for (setting, answers) in [("found", &found), ("annotated", &given)] {
        for (measure, share) in eval::speakers::figures(answers) {
            let [value, low, high] = [share.value(), share.low, share.high].map(|v| percent(100.0 * v));
            figures.push(vec![
                json!(setting),
                json!(measure),
                json!(share.count),
                json!(share.of),
                value,
                low,
                high,
            ]);
        }
        for wrong in answers.iter().filter(|a| !a.right).take(args.errors) {
            mistakes.push(vec![
                json!(setting),
                json!(wrong.class.name()),
                json!(wrong.article),
                json!(wrong.gold.join(" + ")),
                json!(wrong.shown.as_ref().map(|(name, _)| name)),
                json!((f64::from(wrong.confidence) * 100.0).round() / 100.0),
                json!(wrong.context),
                json!(wrong.reason),
            ]);
        }
    }
    print(&figures, &mistakes, args, context)
}

/// Figures, and below them in a table, or instead of them in other formats, the mistakes that were asked for.
fn print(
    figures: &Listing,
    mistakes: &Listing,
    args: &EvalArgs,
    context: &mut Context,
) -> anyhow::Result<Outcome> {
    let format = args.format.format;
    if args.errors > 0 && format != Format::Table {
        return mistakes.print(format, &mut context.out);
    }
    let outcome = figures.print(format, &mut context.out)?;
    if !mistakes.is_empty() {
        writeln!(context.out)?;
        mistakes.print(format, &mut context.out)?;
    }
    Ok(outcome)
}

fn attributions(args: &EvalArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let articles = read(&args.gold, gold::annotated)?;
    if articles.is_empty() {
        return Err(error(format!("{} holds no article", args.gold.display()), "give a file of JSON Lines"));
    }
    let found = match &args.predicted {
        Some(path) => predicted(path, &articles)?,
        None => extracted(&articles, &args.model.extractor()),
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
    let outcome = figures(&score.rows()).print(format, &mut context.out)?;
    for mistake in &mistakes {
        show(mistake, &mut context.out)?;
    }
    Ok(outcome)
}

fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    let mut stream: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path).with_context(|| format!("cannot read {}", path.display()))?))
    };
    if stream.fill_buf()?.starts_with(b"\xfd7zXZ") {
        let hint = format!("unpack it on the way: xz -dc {} | onrecord eval -", path.display());
        return Err(error(format!("{} is packed", path.display()), hint));
    }
    Ok(stream)
}

/// Reads all lines of a file, each by itself.
fn read<T>(path: &Path, parse: impl Fn(&[u8]) -> Result<T, String>) -> anyhow::Result<Vec<T>> {
    let stream = open(path)?;
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

fn extracted(articles: &[Annotated], extractor: &Extractor) -> Vec<Vec<Spans>> {
    articles.par_iter().map(|a| gold::of_extraction(&a.article, &extractor.extract(&a.article))).collect()
}

/// Percent with two digits.
fn percent(value: f64) -> Value {
    json!((value * 100.0).round() / 100.0)
}

fn figures(rows: &[(&str, Count)]) -> Listing {
    let columns = ["measure", "precision", "recall", "f1", "right", "found", "gold"];
    let mut listing = Listing::new(&columns.map(Column::short));
    for (name, count) in rows {
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
