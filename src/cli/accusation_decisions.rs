//! `onrecord accusations confirm`, `reject`, `fix`, `add`: what a person decides about one accusation.

use super::corrections::{article_text, located};
use super::deciding::{self, ReasonArgs, decide_all};
use super::listing::{self, explain};
use super::output::error;
use super::{Context, Outcome, database};
use crate::query::accusations;
use crate::query::ids;
use crate::speakers::SpeakerType;
use crate::store::ids::IdKind;
use crate::store::{Decision, Place, SpeakerName, Store};
use clap::Args;

/// Decides that accusations are right
///
/// They are no longer doubtful, and stay whatever a later version makes of them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord accusations confirm x:7k3
  onrecord accusations confirm q:7k3 --reason \"read the letter\"")]
pub struct ConfirmArgs {
    /// Ids of accusations (x:…), or of the quotes that carry them (q:…)
    #[arg(required = true, value_name = "ACCUSATION")]
    accusations: Vec<String>,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Decides that something is no accusation
///
/// It is listed and counted nowhere any more; the quote that carries it stays. `onrecord decisions` still shows it, and
/// `decisions undo` brings it back.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord accusations reject x:7k3 --reason \"he speaks of the weather\"")]
pub struct RejectArgs {
    /// Ids of accusations (x:…), or of the quotes that carry them (q:…)
    #[arg(required = true, value_name = "ACCUSATION")]
    accusations: Vec<String>,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Corrects who accuses whom
///
/// What is alleged stays as it was read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord accusations fix x:7k3 --accused \"Per Lund\"
  onrecord accusations fix x:7k3 --accuser \"Helena Marsh\" --reason \"her letter is quoted\"
  onrecord accusations fix q:7k3 --nobody                     nobody is named as the accuser")]
pub struct FixArgs {
    /// Id of an accusation (x:…), or of the quote that carries it (q:…)
    accusation: String,
    /// Who accuses: a name, or an id (s:…); a name that nobody has yet makes a new speaker
    #[arg(long, value_name = "NAME")]
    accuser: Option<String>,
    /// Who is accused
    #[arg(long, value_name = "NAME")]
    accused: Option<String>,
    /// Nobody is named as the accuser
    #[arg(long, conflicts_with = "accuser")]
    nobody: bool,
    /// What the speaker is; also makes a new one whose name is nearly another’s
    #[arg(long, value_name = "TYPE", value_parser = listing::speaker_type())]
    speaker_type: Option<SpeakerType>,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Adds an accusation that was not found
///
/// A quote carries it: its speaker accuses. `quotes add` adds a quote that was not found either.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord accusations add q:7k3 --accused \"Per Lund\"
  onrecord accusations add q:7k3 --accused \"the harbour board\" --speaker-type organization --allegation \"hid the invoices\"")]
pub struct AddArgs {
    /// Id of a quote (q:…), or enough of its beginning
    quote: String,
    /// Who is accused: a name, or an id (s:…); a name that nobody has yet makes a new speaker
    #[arg(long, value_name = "NAME")]
    accused: String,
    /// What the speaker is; also makes a new one whose name is nearly another’s
    #[arg(long, value_name = "TYPE", value_parser = listing::speaker_type())]
    speaker_type: Option<SpeakerType>,
    /// What is alleged, in the words of the article; all of the quote where it is not given
    #[arg(long, value_name = "WORDS")]
    allegation: Option<String>,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Runs `accusations confirm`.
pub fn confirm(args: &ConfirmArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    on_each(&args.accusations, &args.why, Decision::confirm_accusation, context)
}

/// Runs `accusations reject`.
pub fn reject(args: &RejectArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    on_each(&args.accusations, &args.why, Decision::reject_accusation, context)
}

fn on_each(
    accusations: &[String],
    why: &ReasonArgs,
    decision: impl Fn(&(Place, String)) -> Decision,
    context: &mut Context,
) -> anyhow::Result<Outcome> {
    let mut store = opened(context)?;
    let places: Vec<(Place, String)> =
        accusations.iter().map(|typed| place(&store, typed)).collect::<anyhow::Result<_>>()?;
    decide_all(&mut store, places.iter().map(decision), why, context)
}

/// Runs `accusations fix`.
pub fn fix(args: &FixArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = opened(context)?;
    let id = id(&store, &args.accusation)?;
    let place = store.accusation_place(&id).map_err(database::explain)?;
    let row = ids::row(&store, IdKind::Accusation, &id).map_err(explain)?;
    let now = accusations::parties(store.connection(), row).map_err(explain)?;
    let mut speaker = |name: &String| deciding::speaker(&store, name, args.speaker_type, context);
    let accuser = args.accuser.as_ref().map(&mut speaker).transpose()?;
    let accused = args.accused.as_ref().map(&mut speaker).transpose()?;
    let name = |speaker: &Option<SpeakerName>| speaker.as_ref().map(|s| s.name.clone());
    let accuses = if args.nobody { None } else { name(&accuser).or(now.0) };
    if accuses.is_some() && accuses == name(&accused).or(now.1) {
        return Err(error(
            "nobody accuses himself",
            "give --accuser and --accused together if both are wrong, or --nobody",
        ));
    }
    let mut decisions = Vec::new();
    if args.nobody || accuser.is_some() {
        decisions.push(Decision::accuser(&place, accuser.as_ref()));
    }
    decisions.extend(accused.map(|accused| Decision::accused(&place, &accused)));
    if decisions.is_empty() {
        return Err(error(
            "nothing is said about the accusation",
            "give --accuser, --accused or --nobody; `accusations reject` if it is none",
        ));
    }
    decide_all(&mut store, decisions, &args.why, context)
}

/// Runs `accusations add`.
pub fn add(args: &AddArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = opened(context)?;
    let quote = store.resolve(IdKind::Quote, &args.quote).map_err(|e| explain(e.into()))?;
    let place = store.place(&quote).map_err(database::explain)?;
    let accused = deciding::speaker(&store, &args.accused, args.speaker_type, context)?;
    let pieces = match &args.allegation {
        Some(words) => located(&article_text(&store, &place.article)?, words, Some(place.start_char))?,
        None => Vec::new(),
    };
    decide_all(&mut store, [Decision::accuse(&place, &accused, &pieces)], &args.why, context)
}

/// The database, with all derived that a newer version derives: ids of accusations, too.
fn opened(context: &mut Context) -> anyhow::Result<Store> {
    let mut store = listing::open(context)?;
    store.derive().map_err(database::explain)?;
    Ok(store)
}

/// How a decision names an accusation: by its id or by that of the quote that carries it alone.
pub fn place(store: &Store, typed: &str) -> anyhow::Result<(Place, String)> {
    store.accusation_place(&id(store, typed)?).map_err(database::explain)
}

fn id(store: &Store, typed: &str) -> anyhow::Result<String> {
    if !typed.trim_start().to_lowercase().starts_with("q:") {
        return store.resolve(IdKind::Accusation, typed).map_err(|e| explain(e.into()));
    }
    let quote = ids::row(store, IdKind::Quote, typed).map_err(explain)?;
    let carried = accusations::carried_by(store.connection(), quote).map_err(explain)?;
    match carried.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(error(
            format!("{typed} carries no accusation"),
            "`onrecord accusations --format json` lists those that there are; `accusations add` adds one",
        )),
        several => Err(error(
            format!("{typed} carries several accusations: {}", several.join(", ")),
            "give the id of the one you mean (`onrecord accusations --format json` tells them apart)",
        )),
    }
}
