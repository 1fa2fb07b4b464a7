//! Decisions of people: what every later derivation reads, and wins over the machine.
//!
//! A decision is a row that nothing ever rewrites: when, by whom, what, why. It names an article by its public id and a
//! place in it, or a speaker by name, so that it survives another extraction, a rebuild, the removal and return of an
//! article, and means the same in another database. [`Store::decide`] takes one, [`Store::undo_decision`] takes it back,
//! [`Store::export_decisions`] and [`Store::apply_decisions`] carry them over. [`Store::derive`] must follow.
//!
//! # How to add an action
//!
//! 1. A variant of [`Action`], with its name, what it needs, and its sentence ([`Decision::in_words`]).
//! 2. A constructor beside [`Decision::merge`] (`constructors.rs`). A place goes into the first set of columns, a second
//!    place or speaker into the `other_…` ones, anything else into `value`. No new column, no migration.
//! 3. What it does: an arm in `derive/decisions.rs`, where all decisions that hold are read in the order in which they
//!    were made, and the derivation that asks for it. Which names and articles it touches is read from its columns
//!    ([`Decision::blocks`], `article`, `other_article`): they are derived again when it is taken and when it is undone.
//! 4. A row in `docs/database.md`, "Decisions".

mod action;
mod constructors;
mod exchange;
mod record;

pub use action::{Action, REPLIES};
pub use exchange::Applied;
pub(crate) use record::{COLUMNS, read};
pub use record::{Place, SpeakerName};

use self::action::Need;
use super::derive::speaker_type;
use super::names::{block_of, normalise};
use crate::attribution::Kind;
use crate::claims::ClaimType;
use serde::{Deserialize, Serialize};

/// A decision: the columns of its row, and of its line in an export. Offsets are Unicode code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "schema.sql describes each column")]
pub struct Decision {
    pub made: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<String>,
    pub action: Action,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_char: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_char: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_article: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_start_char: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_end_char: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_nth: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_name: Option<String>,
    #[serde(default, rename = "other_type", skip_serializing_if = "Option::is_none")]
    pub other_kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(default, rename = "reason", skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<String>,
}

impl Decision {
    /// What it says, in a sentence without the place: "Ben Carver is Benjamin Carver".
    pub fn in_words(&self) -> String {
        let of = |words: &Option<String>| words.clone().unwrap_or_default();
        let (name, other, value) = (of(&self.name), of(&self.other_name), of(&self.value));
        match self.action {
            Action::Confirm => "the quote is right".to_owned(),
            Action::Reject => "this is no quote".to_owned(),
            Action::Speaker if name.is_empty() => "nobody can tell who said it".to_owned(),
            Action::Speaker => format!("the quote is by {name}"),
            Action::ClaimType => format!("the quote is of the type {value}"),
            Action::Kind => format!("the quote is {value}"),
            Action::Content => format!("the quote is characters {value}"),
            Action::Source => format!("the source of the quote is characters {value}"),
            Action::Add if name.is_empty() => "this is a quote".to_owned(),
            Action::Add => format!("this is a quote by {name}"),
            Action::Merge => format!("{name} is {other}"),
            Action::Split if other.is_empty() => format!("this {name} is another one"),
            Action::Split => format!("{name} is not {other}"),
            Action::Rename => format!("{name} is shown as {value}"),
            Action::Alias => format!("{name} is also called {value}"),
            Action::Link => format!("{name} is {}", link_in_words(&value)),
            Action::SameClaim => "both quotes are one claim".to_owned(),
            Action::OtherClaim => "the quotes are two claims".to_owned(),
            Action::Reply => format!("the accusation is answered by another quote ({value})"),
            Action::NoReply => "another quote does not answer the accusation".to_owned(),
            Action::Verdict => format!("verdict: {value}"),
            Action::AlsoSpeaker => format!("the quote is by {name}, too"),
            Action::ConfirmAccusation => "the accusation is one".to_owned(),
            Action::RejectAccusation => "this is no accusation".to_owned(),
            Action::Accuser if name.is_empty() => "nobody is named as the accuser".to_owned(),
            Action::Accuser => format!("{name} makes the accusation"),
            Action::Accused => format!("the accusation is against {name}"),
            Action::Accuse => format!("the quote accuses {name}"),
        }
    }

    /// What is missing or cannot be, in words; `None` for a decision that says something.
    pub fn flaw(&self) -> Option<String> {
        let filled = |words: &Option<String>| words.as_ref().is_some_and(|w| !w.trim().is_empty());
        for need in self.action.needs() {
            let (there, what) = match need {
                Need::Place => (
                    filled(&self.article) && self.start_char.is_some() && self.end_char.is_some(),
                    "a place (article, start_char, end_char)",
                ),
                Need::OtherPlace => (
                    filled(&self.other_article)
                        && self
                            .other_start_char
                            .zip(self.other_end_char)
                            .is_some_and(|(s, e)| 0 <= s && s < e),
                    "a second place (other_article, other_start_char, other_end_char)",
                ),
                Need::Name => (filled(&self.name), "a name"),
                Need::Other => (filled(&self.other_name), "an other_name"),
                Need::Value => (filled(&self.value), "a value"),
            };
            if !there {
                return Some(format!("the action {} needs {what}", self.action.name()));
            }
        }
        if self.start_char.zip(self.end_char).is_some_and(|(start, end)| start < 0 || end <= start) {
            return Some("its place ends before it begins".to_owned());
        }
        if matches!(self.action, Action::Content | Action::Source | Action::Accuse)
            && self.value.as_deref().is_some_and(|pieces| read_pieces(pieces).is_none())
        {
            return Some("its value is no list of pieces such as 12-40,52-60".to_owned());
        }
        let value = self.value.as_deref().unwrap_or("");
        let is_known = match self.action {
            Action::ClaimType => ClaimType::ALL.iter().any(|kind| kind.name() == value),
            Action::Kind => Kind::ALL.iter().any(|kind| kind.name() == value),
            Action::Reply => REPLIES.contains(&value),
            _ => true,
        };
        if !is_known {
            return Some(format!("there is no {} \"{value}\"", self.action.name()));
        }
        (self.action == Action::Split && !filled(&self.other_name) && !filled(&self.article))
            .then(|| "the action split needs an other_name or an article".to_owned())
    }

    /// The article whose bearer of `name` is meant. That of a decision on a quote says where the quote is.
    pub(super) fn article_of_name(&self) -> Option<&str> {
        if self.action.is_on_names() { self.article.as_deref() } else { self.other_article.as_deref() }
    }

    /// The blocks of the names that it is about (see `entity.block`).
    pub(super) fn blocks(&self) -> Vec<String> {
        let block = |name: &Option<String>, kind: &Option<String>, article: &Option<String>| {
            name.as_ref().map(|name| block(name, kind.as_deref(), article.as_deref()))
        };
        let article = self.article_of_name().map(str::to_owned);
        let mut blocks: Vec<String> = block(&self.name, &self.kind, &article).into_iter().collect();
        blocks.extend(block(
            &self.other_name,
            &self.other_kind.clone().or_else(|| self.kind.clone()),
            &self.other_article,
        ));
        blocks
    }
}

/// "Q42 in Wikidata, of the country Norway".
fn link_in_words(value: &str) -> String {
    let link: serde_json::Value = serde_json::from_str(value).unwrap_or_default();
    let of = |key: &str| link.get(key).and_then(serde_json::Value::as_str);
    let wikidata = of("wikidata").map(|id| format!("{id} in Wikidata"));
    let country = of("country").map(|country| format!("of the country {country}"));
    let words: Vec<String> = [wikidata, country].into_iter().flatten().collect();
    if words.is_empty() { value.to_owned() } else { words.join(", ") }
}

/// The block of a speaker that a decision names; see `entity.block`.
pub(super) fn block(name: &str, kind: Option<&str>, article: Option<&str>) -> String {
    let kind = speaker_type(kind.unwrap_or("person"));
    let normal = normalise(name, kind);
    match article {
        Some(article) if is_of_one_article(kind) => block_of(&normal.name, false, article),
        _ => normal.block,
    }
}

/// Whether speakers of this type are known in one article only (see `rows.rs`: `everywhere`).
const fn is_of_one_article(kind: crate::speakers::SpeakerType) -> bool {
    use crate::speakers::SpeakerType::{Document, Group, Unnamed};
    matches!(kind, Document | Group | Unnamed)
}

/// Pieces as a decision writes them: `12-40,52-60`, in order, none empty.
pub fn read_pieces(written: &str) -> Option<Vec<(i64, i64)>> {
    let piece = |piece: &str| {
        let (start, end) = piece.trim().split_once('-')?;
        let (start, end): (i64, i64) = (start.trim().parse().ok()?, end.trim().parse().ok()?);
        (start >= 0 && start < end).then_some((start, end))
    };
    let pieces: Option<Vec<(i64, i64)>> = written.split(',').map(piece).collect();
    pieces.filter(|pieces| pieces.windows(2).all(|two| matches!(two, [a, b] if a.1 <= b.0)))
}

/// The same, to be written.
pub fn write_pieces(pieces: &[(i64, i64)]) -> String {
    pieces.iter().map(|(start, end)| format!("{start}-{end}")).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_its_name() {
        for action in Action::ALL {
            assert_eq!(Action::by_name(action.name()), Some(action));
            assert_eq!(serde_json::to_string(&action).unwrap(), format!("\"{}\"", action.name()));
        }
    }

    #[test]
    fn pieces() {
        assert_eq!(read_pieces("12-40, 52-60"), Some(vec![(12, 40), (52, 60)]));
        assert_eq!(read_pieces(&write_pieces(&[(0, 1), (1, 2)])), Some(vec![(0, 1), (1, 2)]));
        for wrong in ["", "12", "40-12", "12-12", "12-40,30-60", "-1-4", "a-b"] {
            assert_eq!(read_pieces(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_link_in_words() {
        let name = SpeakerName { name: "Berit Holm".to_owned(), kind: "person".to_owned(), article: None };
        for (wikidata, country, words) in [
            (Some("Q1"), Some("Norway"), "Berit Holm is Q1 in Wikidata, of the country Norway"),
            (Some("Q1"), None, "Berit Holm is Q1 in Wikidata"),
            (None, Some("Norway"), "Berit Holm is of the country Norway"),
        ] {
            assert_eq!(Decision::link(&name, wikidata, country).in_words(), words);
        }
    }

    #[test]
    fn what_says_nothing_is_seen() {
        let name = SpeakerName { name: "Ada Okafor".to_owned(), kind: "person".to_owned(), article: None };
        assert_eq!(Decision::rename(&name, "A").flaw(), None);
        assert!(Decision::rename(&name, " ").flaw().is_some());
        assert!(Decision { name: None, ..Decision::rename(&name, "A") }.flaw().is_some());
        let place = Place { article: "a:1".to_owned(), start_char: 5, end_char: 5, nth: 0 };
        assert!(Decision::reject(&place).flaw().is_some());
    }
}
