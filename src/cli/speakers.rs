//! `onrecord speakers`.

use super::deciding::{self, ReasonArgs, decide};
use super::listing::{self, LimitArgs, day_cell, explain, note};
use super::output::{Column, Format, FormatArgs, Listing, error, safe};
use super::{Context, Outcome, database};
use crate::query::decisions;
use crate::query::speakers::{self, Portrait, Speaker, SpeakerFilter};
use crate::speakers::SpeakerType;
use crate::store::ids::IdKind;
use crate::store::{Decision, SpeakerName};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::io::Write;

/// Lists speakers: people, organisations, places, groups, documents and unnamed sources
///
/// Most quoted first. A speaker is the same over all articles, under all forms of the name. What the machine joined
/// or kept apart wrongly is put right by `merge`, `split` and `rename`; these decisions are kept for ever, also when
/// a better version reads all articles again.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  onrecord speakers --type person
  onrecord speakers show \"Al Thani\"                 aliases, roles, what and where they were quoted
  onrecord speakers merge \"Kate Okafor\" \"Katherine Okafor\""
)]
pub struct SpeakersArgs {
    #[command(subcommand)]
    command: Option<SpeakersCommand>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Debug, Subcommand)]
enum SpeakersCommand {
    Show(ShowArgs),
    Merge(MergeArgs),
    Split(SplitArgs),
    Rename(RenameArgs),
    Undo(UndoArgs),
}

#[derive(Debug, Args)]
struct ListArgs {
    /// What they are; several with commas
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', value_parser = listing::speaker_type())]
    types: Vec<SpeakerType>,
    /// How many quotes they have at least
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_quotes: i64,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Shows what is known of a speaker: forms of the name, roles, and counts of quotes
///
/// The name may be given as for `quotes --speaker`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord speakers show \"Al Thani\"
  onrecord speakers show s:7k3 --format json")]
struct ShowArgs {
    /// A name, or an id (s:…)
    #[arg(value_name = "NAME")]
    speaker: String,
    #[command(flatten)]
    format: FormatArgs,
}

/// Decides that two speakers are one
///
/// From now on all that ONE said is listed under OTHER. `split` takes it back.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord speakers merge \"Kate Okafor\" \"Katherine Okafor\"
  onrecord speakers merge s:7k3 s:m2q")]
struct MergeArgs {
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
/// person.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord speakers split \"Kate Okafor\" \"Katherine Okafor\"
  onrecord speakers split Okafor \"Katherine Okafor\"")]
struct SplitArgs {
    /// A name, or an id (s:…)
    one: String,
    /// Who that is not
    other: String,
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
struct RenameArgs {
    /// The speaker: a name, or an id (s:…)
    speaker: String,
    /// The name to show
    name: String,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Takes back a decision on speakers, the last one or the one with this number
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord speakers undo
  onrecord speakers undo 12        as `onrecord decisions` numbers them")]
struct UndoArgs {
    /// Its number
    number: Option<i64>,
}

/// Runs the command.
pub fn run(args: SpeakersArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    match args.command {
        None => list(args.list, context),
        Some(SpeakersCommand::Show(args)) => show(args, context),
        Some(SpeakersCommand::Merge(args)) => merge(args, context),
        Some(SpeakersCommand::Split(args)) => split(args, context),
        Some(SpeakersCommand::Rename(args)) => rename(args, context),
        Some(SpeakersCommand::Undo(args)) => undo(args, context),
    }
}

fn list(args: ListArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let store = listing::open(context)?;
    let filter = SpeakerFilter { kinds: args.types, min_quotes: args.min_quotes, limit: args.limit.rows() };
    let page = speakers::speakers(store.connection(), &filter).map_err(explain)?;
    let is_table = args.format.format == Format::Table;
    let columns = if is_table {
        let short = ["quotes", "articles"].map(Column::short).into_iter().chain([Column::text("name")]);
        short.chain(["type", "speaker_id"].map(Column::short)).collect()
    } else {
        COLUMNS.map(Column::data).to_vec()
    };
    let mut listing = Listing::new(&columns);
    for speaker in &page.rows {
        listing.push(if is_table {
            let only = speaker.article_id.as_ref().map(|id| format!(" (only in {id})")).unwrap_or_default();
            vec![
                json!(speaker.quotes),
                json!(speaker.articles),
                json!(format!("{}{only}", speaker.name)),
                json!(speaker.kind),
                json!(speaker.id),
            ]
        } else {
            values(speaker)
        });
    }
    let outcome = listing.print(args.format.format, &mut context.out)?;
    if outcome == Outcome::Nothing {
        note(context, "no speaker fits");
    }
    args.limit.note(page.more, context);
    Ok(outcome)
}

const COLUMNS: [&str; 7] = ["speaker_id", "name", "type", "quotes", "articles", "mentions", "article_id"];

fn values(speaker: &Speaker) -> Vec<Value> {
    vec![
        json!(speaker.id),
        json!(speaker.name),
        json!(speaker.kind),
        json!(speaker.quotes),
        json!(speaker.articles),
        json!(speaker.mentions),
        json!(speaker.article_id),
    ]
}

fn show(args: ShowArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let store = listing::open(context)?;
    let names = [args.speaker];
    let Some(rows) = listing::speakers(&store, &names, context)? else { return Ok(Outcome::Nothing) };
    let portraits = rows.into_iter().map(|row| speakers::portrait(store.connection(), row));
    let portraits: Vec<Portrait> = portraits.collect::<Result<_, _>>().map_err(explain)?;
    if args.format.format != Format::Table {
        return data(&portraits).print(args.format.format, &mut context.out);
    }
    for (index, portrait) in portraits.iter().enumerate() {
        if index > 0 {
            writeln!(context.out)?;
        }
        write!(context.out, "{}", safe(&in_words(portrait)))?;
    }
    Ok(Outcome::Done)
}

/// A speaker for reading.
fn in_words(portrait: &Portrait) -> String {
    let counts = |counts: &[(String, i64)]| {
        counts.iter().map(|(name, n)| format!("{name} {n}")).collect::<Vec<_>>().join(", ")
    };
    let speaker = &portrait.speaker;
    let mut lines = vec![format!("{}  {} ({})", speaker.id, speaker.name, speaker.kind)];
    let mut line = |name: &str, words: String| {
        if !words.is_empty() {
            lines.push(format!("{name:<11} {words}"));
        }
    };
    line("names", counts(&portrait.aliases));
    for role in &portrait.roles {
        let days = match (&role.first_day, &role.last_day) {
            (Some(first), Some(last)) if first != last => {
                format!(", {} to {}", day_cell(Some(first)), day_cell(Some(last)))
            }
            (Some(day), _) => format!(", {}", day_cell(Some(day))),
            _ => String::new(),
        };
        line("role", format!("{} ({}{days})", role.words, role.mentions));
    }
    line("articles", format!("{}, mentioned {} times", speaker.articles, speaker.mentions));
    let said = portrait
        .said
        .as_ref()
        .map(|(first, last)| format!(", said {} to {}", day_cell(Some(first)), day_cell(Some(last))));
    line("quotes", format!("{}{}", speaker.quotes, said.unwrap_or_default()));
    line("types", counts(&portrait.types));
    line("outlets", counts(&portrait.outlets));
    line("accuses", format!("{} times", portrait.accuses));
    line("is accused", format!("{} times", portrait.accused));
    lines.join("\n") + "\n"
}

fn data(portraits: &[Portrait]) -> Listing {
    let more = [
        "aliases",
        "roles",
        "quotes_by_type",
        "quotes_by_outlet",
        "first_said",
        "last_said",
        "accuses",
        "accused",
    ];
    let columns: Vec<Column> = COLUMNS.into_iter().chain(more).map(Column::data).collect();
    let mut listing = Listing::new(&columns);
    for portrait in portraits {
        let aliases = portrait.aliases.iter().map(|(name, n)| json!({"name": name, "mentions": n}));
        let roles = portrait.roles.iter().map(|role| {
            json!({"words": role.words, "mentions": role.mentions, "first_day": role.first_day, "last_day": role.last_day})
        });
        let counts = |counts: &[(String, i64)]| {
            Value::Object(counts.iter().map(|(name, n)| (name.clone(), json!(n))).collect())
        };
        let mut row = values(&portrait.speaker);
        row.extend([
            Value::Array(aliases.collect()),
            Value::Array(roles.collect()),
            counts(&portrait.types),
            counts(&portrait.outlets),
            json!(portrait.said.as_ref().map(|(first, _)| first)),
            json!(portrait.said.as_ref().map(|(_, last)| last)),
            json!(portrait.accuses),
            json!(portrait.accused),
        ]);
        listing.push(row);
    }
    listing
}

fn merge(args: MergeArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let (one, other) =
        (deciding::exactly_one(&store, &args.one)?, deciding::exactly_one(&store, &args.other)?);
    if one.id == other.id {
        note(context, &format!("{} is one speaker already: {}", one.name, one.id));
        return Ok(Outcome::Nothing);
    }
    let decision = Decision::merge(&deciding::named(&store, &one)?, &deciding::named(&store, &other)?);
    decide(&mut store, decision, &args.why, context)
}

fn split(args: SplitArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    // After a merge both names, and both ids, lead to one speaker, so they are taken as they are written.
    let name = |words: &str| -> anyhow::Result<SpeakerName> {
        if words.trim_start().to_lowercase().starts_with("s:") {
            let id = store.resolve(IdKind::Speaker, words).map_err(database::explain)?;
            return store.speaker_name(&id).map_err(database::explain);
        }
        let named = deciding::named(&store, &deciding::exactly_one(&store, words)?)?;
        Ok(SpeakerName { name: words.trim().to_owned(), ..named })
    };
    let (one, other) = (name(&args.one)?, name(&args.other)?);
    decide(&mut store, Decision::split(&one, &other), &args.why, context)
}

fn rename(args: RenameArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let speaker = deciding::exactly_one(&store, &args.speaker)?;
    let name = args.name.trim();
    if name.is_empty() {
        return Err(error("the new name is empty", "give the name to show"));
    }
    let decision = Decision::rename(&deciding::named(&store, &speaker)?, name);
    decide(&mut store, decision, &args.why, context)
}

fn undo(args: UndoArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let number = match args.number {
        Some(number) => number,
        None => decisions::last(store.connection(), true).map_err(explain)?.ok_or_else(|| {
            error("nobody has decided anything about speakers", "`onrecord decisions` lists all")
        })?,
    };
    deciding::undo(&mut store, &[number], context)
}
