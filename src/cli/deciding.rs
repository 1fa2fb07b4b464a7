//! What the commands share that take decisions.

use super::database::{self, explain};
use super::listing::{self, note};
use super::output::error;
use super::{Context, Outcome};
use crate::query::speakers::{self, Meant, Speaker};
use crate::speakers::SpeakerType;
use crate::store::{Decision, SpeakerName, Store};
use clap::Args;

/// `--reason` and `--by`.
#[derive(Clone, Debug, Default, Args)]
pub struct ReasonArgs {
    /// Why; kept with the decision
    #[arg(long, value_name = "WORDS")]
    pub reason: Option<String>,
    /// Who decides; kept with the decision
    #[arg(long, value_name = "NAME", env = "ONRECORD_BY", hide_env_values = true)]
    pub by: Option<String>,
}

/// Takes a decision, derives what follows from it, and says its number.
pub fn decide(
    store: &mut Store,
    decision: Decision,
    why: &ReasonArgs,
    context: &mut Context,
) -> anyhow::Result<Outcome> {
    let words = decision.in_words();
    let number = record(store, decision, why, context)?;
    store.derive().map_err(explain)?;
    note(context, &format!("decision {number}: {words} (`onrecord decisions undo {number}` takes it back)"));
    Ok(Outcome::Done)
}

/// Takes a decision; gives its number. [`Store::derive`] must follow.
pub fn record(
    store: &mut Store,
    decision: Decision,
    why: &ReasonArgs,
    context: &Context,
) -> anyhow::Result<i64> {
    let decision = decision.because(why.by.as_deref(), why.reason.as_deref());
    store.decide(&decision, &database::now(context)).map_err(explain)
}

/// Takes decisions back, derives what follows, and says what they were.
pub fn undo(store: &mut Store, numbers: &[i64], context: &mut Context) -> anyhow::Result<Outcome> {
    let now = database::now(context);
    for number in numbers {
        let decision = store.undo_decision(*number, &now).map_err(explain)?;
        note(context, &format!("decision {number} is taken back: {}", decision.in_words()));
    }
    store.derive().map_err(explain)?;
    Ok(Outcome::Done)
}

/// The one speaker that a name means, for a decision: where several rows fit, the asker must choose.
pub fn exactly_one(store: &Store, name: &str) -> anyhow::Result<Speaker> {
    match meant_by(store, name)? {
        Some(speaker) => Ok(speaker),
        None => Err(error(format!("no speaker fits “{name}”"), "`onrecord speakers` lists all")),
    }
}

/// How a decision names the speaker that `name` means; one whom nobody has heard of yet is new, and a `kind` (by itself: a
/// person).
pub fn speaker(store: &Store, name: &str, kind: Option<SpeakerType>) -> anyhow::Result<SpeakerName> {
    match meant_by(store, name)? {
        Some(speaker) if kind.is_none_or(|kind| kind.name() == speaker.kind) => named(store, &speaker),
        _ => {
            let kind = kind.unwrap_or(SpeakerType::Person).name().to_owned();
            Ok(SpeakerName { name: name.trim().to_owned(), kind, article: None })
        }
    }
}

/// How a decision names a speaker.
pub fn named(store: &Store, speaker: &Speaker) -> anyhow::Result<SpeakerName> {
    store.speaker_name(&speaker.id).map_err(explain)
}

fn meant_by(store: &Store, name: &str) -> anyhow::Result<Option<Speaker>> {
    let choices = match speakers::meant(store, name).map_err(listing::explain)? {
        Meant::One { mut taken, .. } if taken.len() == 1 => return Ok(taken.pop()),
        Meant::One { taken, .. } => taken,
        Meant::Several(choices) => choices,
        Meant::Nobody => return Ok(None),
    };
    let lines: String =
        choices.iter().take(20).map(|speaker| format!("\n  {}", listing::one(speaker))).collect();
    Err(error(format!("“{name}” fits several speakers:{lines}"), "give the id of the one you mean"))
}
