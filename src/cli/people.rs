//! `onrecord speakers merge`, `split`, `rename`, `alias`, `link`, `suggestions`, `undo`: what a person decides about who is who.

use super::deciding::{self, ReasonArgs, decide, decide_all, exactly_one, named, one_line};
use super::listing::{self, LimitArgs, explain, note};
use super::output::{Column, Format, FormatArgs, Listing, error};
use super::spreadsheet::Spreadsheet;
use super::{Context, Outcome, database};
use crate::query::speakers::{self, Called, Speaker, articles_with, bearer_in, shorter_name_in};
use crate::query::{decisions, suggestions};
use crate::store::ids::IdKind;
use crate::store::{Decision, SpeakerName, Store};
use clap::{Args, Subcommand};
use serde_json::json;
use std::path::PathBuf;

/// Decides that two speakers are one
///
/// From now on all that ONE said is listed under OTHER. `split` takes it back, and the id that ONE had still leads to it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord speakers merge \"Kate Okafor\" \"Katherine Okafor\"
  onrecord speakers merge s:7k3 s:m2q --reason \"same mayor\"")]
pub struct MergeArgs {
    /// The speaker that disappears: a name, or an id (s:…)
    one: String,
    /// The speaker that it is
    other: String,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Decides that two speakers are different
///
/// In either order. Takes back a merge, and keeps the machine from joining them: a bare surname is then not taken for that
/// person; where it was merged with them (or accepted) in some articles, in these alone. With --article instead of a second
/// name: whoever is called so in that article, or by a surname that was taken for that person, is another one than elsewhere.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord speakers split \"Kate Okafor\" \"Katherine Okafor\"
  onrecord speakers split Okafor \"Katherine Okafor\"
  onrecord speakers split \"John Carver\" --article a:7k3 --reason \"the swimmer, not the minister\"")]
pub struct SplitArgs {
    /// A name, or an id (s:…)
    one: String,
    /// Who that is not
    #[arg(required_unless_present = "article")]
    other: Option<String>,
    /// The article whose bearer of that name is another one
    #[arg(long, value_name = "ARTICLE", conflicts_with = "other")]
    article: Option<String>,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Decides under which name a speaker is shown
///
/// The forms that articles use stay as they are, and can still be asked for.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord speakers rename \"Al Thani\" \"Mohammed bin Abdulrahman Al Thani\"
  onrecord speakers rename s:7k3 \"Katherine Okafor\"")]
pub struct RenameArgs {
    /// The speaker: a name, or an id (s:…)
    speaker: String,
    /// The name to show
    name: String,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Adds a form of the name by which a speaker can be asked for
///
/// It joins nobody: that is what `merge` does.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord speakers alias \"Katherine Okafor\" \"Kitty\"
  onrecord speakers alias s:7k3 \"the Iron Mayor\"")]
pub struct AliasArgs {
    /// The speaker: a name, or an id (s:…)
    speaker: String,
    /// What else they are called
    name: String,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Takes Wikidata ids and countries of speakers from a CSV file
///
/// The file has a header line with the columns speaker (a whole name, or an id s:…), wikidata, country; an empty one of the
/// last two leaves what was linked before. Nothing is asked of the network. All of the file or nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord speakers link links.csv
  printf 'speaker,wikidata,country\\nHelena Marsh,Q42,Ruritania\\n' | onrecord speakers link -")]
pub struct LinkArgs {
    /// A CSV file; `-` is standard input
    file: PathBuf,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Lists speakers who may be one: forms of one name that nothing contradicts, but too little joins
///
/// `accept` merges the second into the first, `reject` keeps them apart for good. Only what is listed can be accepted; any
/// other two are made one by `speakers merge`.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  onrecord speakers suggestions
  onrecord speakers suggestions --speaker carver
  onrecord speakers suggestions accept s:7k3 s:m2q
  onrecord speakers suggestions reject s:7k3 s:m2q --reason \"father and son\""
)]
pub struct SuggestionsArgs {
    #[command(subcommand)]
    command: Option<SuggestionsCommand>,
    /// Those on this speaker: a name, or an id (s:…); may be repeated
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(flatten)]
    format: FormatArgs,
}

#[derive(Debug, Subcommand)]
enum SuggestionsCommand {
    /// Decides that the two are one; the second is listed under the first
    Accept(PairArgs),
    /// Decides that the two are different
    Reject(PairArgs),
}

#[derive(Debug, Args)]
struct PairArgs {
    /// The first speaker: an id (s:…), or a name
    one: String,
    /// The second
    other: String,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Takes back a decision on speakers, the last one or the one with this number
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord speakers undo
  onrecord speakers undo 12        as `onrecord decisions` numbers them")]
pub struct UndoArgs {
    /// Its number
    number: Option<i64>,
}

/// Runs `speakers merge`.
pub fn merge(args: &MergeArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    merge_into(&mut store, &args.one, &args.other, &args.why, context)
}

fn merge_into(
    store: &mut Store,
    one: &str,
    other: &str,
    why: &ReasonArgs,
    context: &mut Context,
) -> anyhow::Result<Outcome> {
    let (one, other) = (exactly_one(store, one)?, exactly_one(store, other)?);
    if one.id == other.id {
        note(context, &format!("{} is one speaker already: {}", one.name, one.id));
        return Ok(Outcome::Nothing);
    }
    if one.kind != other.kind {
        note(
            context,
            &format!(
                "note: {} is taken for {}, {} for {}",
                one.name,
                a(&one.kind),
                other.name,
                a(&other.kind)
            ),
        );
    }
    let decision = Decision::merge(&named(store, &one)?, &named(store, &other)?);
    decide(store, decision, why, context)
}

/// "a person", "an organization"
fn a(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {kind}")
}

/// Runs `speakers split`.
pub fn split(args: &SplitArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let Some(other) = &args.other else {
        let article = args.article.as_deref().unwrap_or_default();
        let article = store.resolve(IdKind::Article, article).map_err(|e| explain(e.into()))?;
        let decision = split_off(&store, &args.one, article)?;
        return decide(&mut store, decision, &args.why, context);
    };
    let (ones, others) = (as_written(&store, &args.one, other)?, as_written(&store, other, &args.one)?);
    let pairs = ones.iter().flat_map(|one| others.iter().map(move |other| (one, other)));
    let decisions: Vec<Decision> =
        pairs.filter(|(one, other)| one != other).map(|(one, other)| Decision::split(one, other)).collect();
    if decisions.is_empty() {
        return Err(error(
            "both names are the same",
            "two people of one name: give --article with an article of the other one",
        ));
    }
    decide_all(&mut store, decisions, &args.why, context)?;
    for (names, typed, whom) in [(&ones, &args.one, other), (&others, other, &args.one)] {
        if names.iter().any(|name| name.article.is_some()) && !is_id(typed) {
            note_left(&store, typed, whom, context)?;
        }
    }
    Ok(Outcome::Done)
}

/// Says where else a surname is still the person from whom its bearers in some articles were split.
fn note_left(store: &Store, surname: &str, person: &str, context: &mut Context) -> anyhow::Result<()> {
    let Called::One(person) = speakers::called(store, person, None).map_err(explain)? else { return Ok(()) };
    let articles = articles_with(store.connection(), person.row, surname).map_err(explain)?;
    if let [first, ..] = articles.as_slice() {
        let (name, articles) = (&person.name, database::count(articles.len() as u64, "article", "articles"));
        note(
            context,
            &format!(
                "note: the {surname} of {articles} is still {name}; the same once more, or `onrecord speakers split \
                 \"{name}\" --article {first}`, keeps them apart, too"
            ),
        );
    }
    Ok(())
}

/// That the bearer of a name in an article is another one than elsewhere. The whole name settles who is meant, however many
/// have it; where the article has a shorter one that was taken for that speaker ("Carver"), that one is meant.
fn split_off(store: &Store, typed: &str, article: String) -> anyhow::Result<Decision> {
    let name = if is_id(typed) { by_id(store, typed)?.name } else { typed.trim().to_owned() };
    if let Some((name, kind)) = bearer_in(store.connection(), &name, &article).map_err(explain)? {
        return Ok(Decision::split_off(&SpeakerName { name, kind, article: Some(article) }));
    }
    if let Called::One(speaker) = speakers::called(store, typed, None).map_err(explain)?
        && let Some((name, kind)) =
            shorter_name_in(store.connection(), speaker.row, &article).map_err(explain)?
    {
        let shorter = SpeakerName { name, kind, article: Some(article) };
        return Ok(Decision::split(&shorter, &named(store, &speaker)?));
    }
    Err(error(
        format!("{article} does not give the whole name {name}, nor a surname that was taken for it"),
        "`onrecord speakers show NAME` lists the articles; `onrecord quotes fix` gives a quote to somebody else",
    ))
}

fn is_id(words: &str) -> bool {
    words.trim_start().to_lowercase().starts_with("s:")
}

/// After a merge both names, and both ids, lead to one speaker, so they are taken as they are written. A surname is that of
/// the articles in which somebody said that it is this speaker; where nobody did, all who are called so.
fn as_written(store: &Store, words: &str, beside: &str) -> anyhow::Result<Vec<SpeakerName>> {
    if is_id(words) {
        return Ok(vec![by_id(store, words)?]);
    }
    let typed = words.trim();
    let called = |words| speakers::called(store, words, None).map_err(explain);
    if let Called::One(other) = called(beside)?
        && other.kind == "person"
        && !speakers::bears(&other, typed)
    {
        let merged = decisions::merged_bearers(store.connection(), other.row, typed).map_err(explain)?;
        let bearer = |(name, kind, article)| SpeakerName { name, kind, article: Some(article) };
        if !merged.is_empty() {
            return Ok(merged.into_iter().map(bearer).collect());
        }
        // That some articles have others of that surname leaves no doubt who is meant.
        let is_surname = |one: &Speaker| one.row == other.row || one.article_id.is_some();
        if let Called::Several(several) = called(typed)?
            && several.iter().any(|one| one.row == other.row)
            && several.iter().all(is_surname)
        {
            return Ok(vec![SpeakerName { name: typed.to_owned(), kind: other.kind, article: None }]);
        }
    }
    let speaker = exactly_one(store, typed)?;
    let named = named(store, &speaker)?;
    // Of several people of one name it is the one of an article; another name of his is nobody else's.
    let is_own = speaker.kind != "person" || speakers::bears(&speaker, typed);
    let article = named.article.filter(|_| is_own);
    Ok(vec![SpeakerName { name: typed.to_owned(), kind: named.kind, article }])
}

fn by_id(store: &Store, typed: &str) -> anyhow::Result<SpeakerName> {
    let id = store.resolve(IdKind::Speaker, typed).map_err(|e| explain(e.into()))?;
    store.speaker_name(&id).map_err(database::explain)
}

/// Runs `speakers rename`.
pub fn rename(args: &RenameArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let speaker = exactly_one(&store, &args.speaker)?;
    let name = one_line(&args.name, "the new name")?;
    note_others(&store, &speaker.id, name, context)?;
    let decision = Decision::rename(&named(&store, &speaker)?, name);
    decide(&mut store, decision, &args.why, context)
}

/// Runs `speakers alias`.
pub fn alias(args: &AliasArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let speaker = exactly_one(&store, &args.speaker)?;
    let name = one_line(&args.name, "the new name")?;
    note_others(&store, &speaker.id, name, context)?;
    let decision = Decision::alias(&named(&store, &speaker)?, name);
    decide(&mut store, decision, &args.why, context)
}

/// Says who else has a name that a speaker gets.
fn note_others(store: &Store, id: &str, name: &str, context: &mut Context) -> anyhow::Result<()> {
    let others = match speakers::called(store, name, None).map_err(explain)? {
        Called::One(one) => vec![one],
        Called::Several(several) => several,
        Called::Nearly(_) | Called::Nobody => Vec::new(),
    };
    if let Some(other) = others.iter().find(|other| other.id != id) {
        let other = listing::one(other);
        note(context, &format!("note: {other} has that name, too; `onrecord speakers merge` makes two one"));
    }
    Ok(())
}

/// Runs `speakers link`.
pub fn link(args: &LinkArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let file = args.file.display().to_string();
    let mut reader: Box<dyn std::io::Read> = if args.file.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(&args.file).map_err(|wrong| {
            error(format!("{file}: {wrong}"), "name a CSV file with the columns speaker, wikidata, country")
        })?)
    };
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut reader, &mut bytes)
        .map_err(|wrong| error(format!("{file}: {wrong}"), "nothing was taken over"))?;
    let sheet = Spreadsheet::read(&bytes, &file)?;
    let column = |name: &str| sheet.column(name);
    let Some(speaker) = column("speaker").or_else(|| column("name")).or_else(|| column("id")) else {
        return Err(error(
            format!("{file} has no column “speaker”"),
            "its first line must read speaker,wikidata,country",
        ));
    };
    let (wikidata, country) = (column("wikidata"), column("country"));
    let mut decisions = Vec::new();
    for (line, row) in &sheet.rows {
        let cell = |column: Option<usize>| column.and_then(|c| row.get(c)).filter(|c| !c.is_empty());
        let Some(typed) = cell(Some(speaker)) else { continue };
        let (wikidata, country) = (cell(wikidata), cell(country));
        let is_wikidata = |id: &str| {
            id.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        };
        if wikidata.is_some_and(|id| !is_wikidata(id)) {
            return Err(error(
                format!("{file}, line {line}: “{}” is no Wikidata id", wikidata.unwrap_or_default()),
                "write it as Q42; nothing was taken over",
            ));
        }
        if wikidata.is_none() && country.is_none() {
            continue;
        }
        let speaker = exactly_one(&store, typed).and_then(|one| named(&store, &one));
        let speaker = speaker.map_err(|wrong| {
            error(
                format!("{file}, line {line}: {wrong:#}"),
                "give the whole name, or the id; nothing was taken over",
            )
        })?;
        decisions.push(Decision::link(&speaker, wikidata, country));
    }
    if decisions.is_empty() {
        note(context, &format!("{file} links nobody"));
        return Ok(Outcome::Nothing);
    }
    let linked = decisions.len();
    for (number, decision) in decisions.into_iter().enumerate() {
        let words = decision.in_words();
        let decision = deciding::record(&mut store, decision, &args.why, context)?;
        if number < LINKS {
            note(context, &format!("decision {decision}: {words}"));
        }
    }
    if linked > LINKS {
        note(
            context,
            &format!("… and {} more (`onrecord decisions --action link --limit 0`)", linked - LINKS),
        );
    }
    store.derive().map_err(database::explain)?;
    note(context, &format!("linked {}", database::count(linked as u64, "speaker", "speakers")));
    Ok(Outcome::Done)
}

/// How many links are listed one by one.
const LINKS: usize = 20;

/// Runs `speakers suggestions`.
pub fn suggestions(args: SuggestionsArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    match args.command {
        Some(SuggestionsCommand::Accept(pair)) => {
            let mut store = listing::open(context)?;
            let (one, other) = (exactly_one(&store, &pair.one)?, exactly_one(&store, &pair.other)?);
            let is_suggested = suggestions::is_suggested(store.connection(), one.row, other.row);
            if one.row != other.row && !is_suggested.map_err(explain)? {
                return Err(error(
                    format!("it is not suggested that {} is {}", listing::one(&other), listing::one(&one)),
                    format!(
                        "`onrecord speakers suggestions` lists pairs; `onrecord speakers merge {} {}` makes any two one",
                        other.id, one.id
                    ),
                ));
            }
            merge_into(&mut store, &pair.other, &pair.one, &pair.why, context)
        }
        Some(SuggestionsCommand::Reject(pair)) => {
            let mut store = listing::open(context)?;
            let (one, other) = (exactly_one(&store, &pair.one)?, exactly_one(&store, &pair.other)?);
            if one.id == other.id {
                return Err(error(
                    format!("both are one speaker: {}", listing::one(&one)),
                    "`onrecord speakers suggestions` lists pairs; `speakers split` parts what is one",
                ));
            }
            let decision = Decision::split(&named(&store, &one)?, &named(&store, &other)?);
            decide(&mut store, decision, &pair.why, context)
        }
        None => list(&args, context),
    }
}

fn list(args: &SuggestionsArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let store = listing::open(context)?;
    let Some(of) = listing::speakers(&store, &args.speaker, context)? else { return Ok(Outcome::Nothing) };
    let page = suggestions::suggestions(store.connection(), &of, args.limit.rows()).map_err(explain)?;
    let is_table = args.format.format == Format::Table;
    let mut listing = if is_table {
        Listing::new(&[
            Column::short("sure"),
            Column::text("is_this"),
            Column::text("also_this"),
            Column::text("because"),
        ])
    } else {
        let columns =
            ["one_id", "one", "one_articles", "other_id", "other", "other_articles", "confidence", "reason"];
        Listing::new(&columns.map(Column::data))
    };
    for pair in &page.rows {
        let (one, other) = (&pair.one, &pair.other);
        let cell = |s: &Speaker| {
            format!(
                "{}\n{}, in {}",
                s.name,
                s.id,
                database::count(s.articles.unsigned_abs(), "article", "articles")
            )
        };
        listing.push(if is_table {
            vec![
                json!(format!("{:.2}", pair.confidence)),
                json!(cell(one)),
                json!(cell(other)),
                json!(pair.reason),
            ]
        } else {
            vec![
                json!(one.id),
                json!(one.name),
                json!(one.articles),
                json!(other.id),
                json!(other.name),
                json!(other.articles),
                json!(listing::round(pair.confidence)),
                json!(pair.reason),
            ]
        });
    }
    let outcome = listing.print(args.format.format, &mut context.out)?;
    if outcome == Outcome::Nothing {
        note(context, "there is nothing to suggest");
    }
    args.limit.note(page.more, context);
    Ok(outcome)
}

/// Runs `speakers undo`.
pub fn undo(args: &UndoArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let number = match args.number {
        Some(number) => {
            let decided = decisions::decision(store.connection(), number).map_err(explain)?;
            if let Some(decided) = decided.filter(|decided| !decided.decision.action.is_on_names()) {
                return Err(error(
                    format!("decision {number} is on no speaker: {}", decided.decision.in_words()),
                    format!("`onrecord decisions undo {number}` takes it back"),
                ));
            }
            number
        }
        None => decisions::last(store.connection(), true).map_err(explain)?.ok_or_else(|| {
            error("nobody has decided anything about speakers", "`onrecord decisions` lists all")
        })?,
    };
    deciding::undo(&mut store, &[number], context)
}
