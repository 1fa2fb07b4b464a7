//! What the commands share that take decisions.

use super::database::{self, explain};
use super::listing::{self, note};
use super::output::error;
use super::{Context, Outcome};
use crate::query::speakers::{self, Called, Speaker};
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
    decide_all(store, [decision], why, context)
}

/// Takes decisions, derives once, and says their numbers and how to take all of them back.
pub fn decide_all(
    store: &mut Store,
    decisions: impl IntoIterator<Item = Decision>,
    why: &ReasonArgs,
    context: &mut Context,
) -> anyhow::Result<Outcome> {
    let decisions: Vec<Decision> = decisions.into_iter().collect();
    let is_one = decisions.len() == 1;
    let mut numbers = Vec::with_capacity(decisions.len());
    for decision in decisions {
        let words = decision.in_words();
        let number = record(store, decision, why, context)?;
        numbers.push(number);
        let undo =
            if is_one { format!(" ({} takes it back)", undo_command(&numbers)) } else { String::new() };
        note(context, &format!("decision {number}: {words}{undo}"));
    }
    store.derive().map_err(explain)?;
    if numbers.len() > 1 {
        note(context, &format!("{} takes them back", undo_command(&numbers)));
    }
    Ok(Outcome::Done)
}

/// The command that takes decisions back: "`onrecord decisions undo 3 4`".
pub fn undo_command(numbers: &[i64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    format!("`onrecord decisions undo {}`", numbers.join(" "))
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

/// Takes decisions back, all or none, derives what follows, and says what they were.
pub fn undo(store: &mut Store, numbers: &[i64], context: &mut Context) -> anyhow::Result<Outcome> {
    let now = database::now(context);
    // One that is named twice is taken back once.
    let mut numbers = numbers.to_vec();
    let mut seen = std::collections::BTreeSet::new();
    numbers.retain(|number| seen.insert(*number));
    let undone = store.undo_decisions(&numbers, &now).map_err(explain)?;
    store.derive().map_err(explain)?;
    for (number, decision) in numbers.iter().zip(undone) {
        note(context, &format!("decision {number} is taken back: {}", decision.in_words()));
    }
    Ok(Outcome::Done)
}

/// The one speaker who is called so, for a decision: nobody is decided upon by a name that is only like theirs.
pub fn exactly_one(store: &Store, name: &str) -> anyhow::Result<Speaker> {
    match called(store, name, None, "")? {
        Some(speaker) => Ok(speaker),
        None => Err(error(format!("no speaker is called “{name}”"), "`onrecord speakers` lists all")),
    }
}

/// What makes a new speaker of a name that is like another's.
const NEW: &str = "; where they are somebody else, `--speaker-type person` (after a review, of `quotes fix`) makes a new speaker";

/// How a decision names the speaker who is called `name`; one whom nobody has heard of yet is new, and a `kind` (by itself:
/// a person), which it says.
pub fn speaker(
    store: &Store,
    name: &str,
    kind: Option<SpeakerType>,
    context: &mut Context,
) -> anyhow::Result<SpeakerName> {
    if let Some(speaker) = called(store, name, kind, NEW)? {
        return named(store, &speaker);
    }
    let kind = kind.unwrap_or(SpeakerType::Person).name().to_owned();
    let name = one_line(name, "the name")?.to_owned();
    note(context, &format!("{name} is a new speaker ({kind}): nobody was called so"));
    Ok(SpeakerName { name, kind, article: None })
}

/// How a decision names a speaker.
pub fn named(store: &Store, speaker: &Speaker) -> anyhow::Result<SpeakerName> {
    store.speaker_name(&speaker.id).map_err(explain)
}

/// A name that a person gives: not empty, on one line.
pub fn one_line<'a>(typed: &'a str, what: &str) -> anyhow::Result<&'a str> {
    let name = typed.trim();
    if name.is_empty() {
        return Err(error(format!("{what} is empty"), "give the name to show"));
    }
    if name.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(error(
            format!("{what} has a line break or another control character in it"),
            "give it on one line",
        ));
    }
    Ok(name)
}

/// How many speakers an error lists.
const CHOICES: usize = 20;

fn called(store: &Store, name: &str, kind: Option<SpeakerType>, or: &str) -> anyhow::Result<Option<Speaker>> {
    let lines = |choices: &[Speaker]| -> String {
        let more = choices.len().saturating_sub(CHOICES);
        let shown = choices.iter().take(CHOICES).map(|speaker| format!("\n  {}", listing::one(speaker)));
        shown.chain((more > 0).then(|| format!("\n  … and {more} more"))).collect()
    };
    match speakers::called(store, name, kind).map_err(listing::explain)? {
        Called::One(speaker) => Ok(Some(speaker)),
        Called::Several(choices) => Err(error(
            format!("“{name}” fits several speakers:{}", lines(&choices)),
            "give the id of the one you mean",
        )),
        Called::Nearly(choices) => Err(error(
            format!("no speaker is called “{name}”; did you mean{}", lines(&choices)),
            format!("a decision takes no name that is only like it: give the whole one, or the id{or}"),
        )),
        Called::Nobody => Ok(None),
    }
}
