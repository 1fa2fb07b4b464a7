//! `onrecord speakers merge`, `split`, `rename`, `alias`, `link`, `suggestions`, `undo`: what a person decides about who is who.

mod link;
mod split;
mod suggestions;

pub use self::link::{LinkArgs, link};
pub use self::split::{SplitArgs, split};
pub use self::suggestions::{SuggestionsArgs, suggestions};

use super::deciding::{self, ReasonArgs, decide, exactly_one, named, one_line};
use super::listing::{self, explain, note};
use super::output::error;
use super::{Context, Outcome};
use crate::query::decisions;
use crate::query::speakers::{self, Called};
use crate::store::{Decision, SpeakerName, Store};
use clap::Args;

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

/// Runs `speakers rename`.
pub fn rename(args: &RenameArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    give_name(&args.speaker, &args.name, Decision::rename, &args.why, context)
}

/// Runs `speakers alias`.
pub fn alias(args: &AliasArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    give_name(&args.speaker, &args.name, Decision::alias, &args.why, context)
}

/// Takes a decision by which a speaker gets a name.
fn give_name(
    speaker: &str,
    name: &str,
    decision: fn(&SpeakerName, &str) -> Decision,
    why: &ReasonArgs,
    context: &mut Context,
) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let speaker = exactly_one(&store, speaker)?;
    let name = one_line(name, "the new name")?;
    note_others(&store, &speaker.id, name, context)?;
    let decision = decision(&named(&store, &speaker)?, name);
    decide(&mut store, decision, why, context)
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
