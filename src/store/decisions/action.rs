//! What can be decided.

use serde::{Deserialize, Serialize};

/// What can be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The quote at this place is right.
    Confirm,
    /// There is no quote at this place.
    Reject,
    /// The quote at this place is by `name` (of `type`; in `other_article`, if that name is meant); without a name:
    /// nobody can tell.
    Speaker,
    /// The quote at this place is of the type `value`.
    ClaimType,
    /// The quote at this place is of the kind `value`.
    Kind,
    /// The content of the quote at this place is `value`: pieces as `start-end`, with commas.
    Content,
    /// The source of the quote at this place is `value`: pieces as `start-end`, with commas.
    Source,
    /// There is a quote at this place, by `name` (of `type`); `value` is its source, as in [`Action::Source`].
    Add,
    /// Speaker `name` is speaker `other_name`.
    Merge,
    /// Speaker `name` is not `other_name`; without that, the `name` of `article` is nobody else's.
    Split,
    /// Speaker `name` is shown as `value`.
    Rename,
    /// Speaker `name` is also called `value`.
    Alias,
    /// Speaker `name` has, elsewhere, the id and country in `value`: `{"wikidata": "Q…", "country": "…"}`.
    Link,
    /// The quote at this place and the one at the other are one claim.
    SameClaim,
    /// The quote at this place and the one at the other are two claims.
    OtherClaim,
    /// The quote at the other place answers the accusation in the one at this place; `value` says how: `denial`, ….
    Reply,
    /// The quote at the other place does not answer the accusation in the one at this place.
    NoReply,
    /// What somebody holds of the claim in the quote at this place: `value`, in that person's words.
    Verdict,
    /// The quote at this place is also by `name`: one more of several speakers.
    AlsoSpeaker,
    /// The accusation at this place is one.
    ConfirmAccusation,
    /// The accusation at this place is none.
    RejectAccusation,
    /// The accusation at this place is made by `name`; without a name: nobody is named as the accuser.
    Accuser,
    /// The accusation at this place is against `name`.
    Accused,
    /// The quote at this place accuses `name`; `value` is the allegation, in pieces, if it is not the whole content.
    Accuse,
}

/// How a quote may answer an accusation.
pub const REPLIES: [&str; 7] =
    ["denial", "admission", "apology", "no-comment", "counter-accusation", "dispute", "withdrawal"];

/// A column that an action needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Place,
    OtherPlace,
    Name,
    Other,
    Value,
}

impl Action {
    /// All of them.
    pub const ALL: [Action; 24] = [
        Action::Confirm,
        Action::Reject,
        Action::Speaker,
        Action::ClaimType,
        Action::Kind,
        Action::Content,
        Action::Source,
        Action::Add,
        Action::Merge,
        Action::Split,
        Action::Rename,
        Action::Alias,
        Action::Link,
        Action::SameClaim,
        Action::OtherClaim,
        Action::Reply,
        Action::NoReply,
        Action::Verdict,
        Action::AlsoSpeaker,
        Action::ConfirmAccusation,
        Action::RejectAccusation,
        Action::Accuser,
        Action::Accused,
        Action::Accuse,
    ];

    /// The name in the database and in exports.
    pub const fn name(self) -> &'static str {
        match self {
            Action::Confirm => "confirm",
            Action::Reject => "reject",
            Action::Speaker => "speaker",
            Action::ClaimType => "claim_type",
            Action::Kind => "kind",
            Action::Content => "content",
            Action::Source => "source",
            Action::Add => "add",
            Action::Merge => "merge",
            Action::Split => "split",
            Action::Rename => "rename",
            Action::Alias => "alias",
            Action::Link => "link",
            Action::SameClaim => "same_claim",
            Action::OtherClaim => "other_claim",
            Action::Reply => "reply",
            Action::NoReply => "no_reply",
            Action::Verdict => "verdict",
            Action::AlsoSpeaker => "also_speaker",
            Action::ConfirmAccusation => "confirm_accusation",
            Action::RejectAccusation => "reject_accusation",
            Action::Accuser => "accuser",
            Action::Accused => "accused",
            Action::Accuse => "accuse",
        }
    }

    /// The action of that name.
    pub fn by_name(name: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.name() == name)
    }

    /// Whether it is about who a speaker is, and not about one quote.
    pub const fn is_on_names(self) -> bool {
        matches!(self, Action::Merge | Action::Split | Action::Rename | Action::Alias | Action::Link)
    }

    /// Whether it is about claims and what answers them.
    pub const fn is_on_claims(self) -> bool {
        matches!(
            self,
            Action::SameClaim | Action::OtherClaim | Action::Reply | Action::NoReply | Action::Verdict
        )
    }

    /// Whether it is about an accusation: who accuses whom of what.
    pub const fn is_on_accusations(self) -> bool {
        matches!(
            self,
            Action::ConfirmAccusation
                | Action::RejectAccusation
                | Action::Accuser
                | Action::Accused
                | Action::Accuse
        )
    }

    pub(super) const fn needs(self) -> &'static [Need] {
        match self {
            Action::Confirm
            | Action::Reject
            | Action::Add
            | Action::Speaker
            | Action::ConfirmAccusation
            | Action::RejectAccusation
            | Action::Accuser => &[Need::Place],
            Action::AlsoSpeaker | Action::Accused | Action::Accuse => &[Need::Place, Need::Name],
            Action::ClaimType | Action::Kind | Action::Content | Action::Source | Action::Verdict => {
                &[Need::Place, Need::Value]
            }
            Action::SameClaim | Action::OtherClaim | Action::NoReply => &[Need::Place, Need::OtherPlace],
            Action::Reply => &[Need::Place, Need::OtherPlace, Need::Value],
            Action::Merge => &[Need::Name, Need::Other],
            Action::Split => &[Need::Name],
            Action::Rename | Action::Alias | Action::Link => &[Need::Name, Need::Value],
        }
    }
}
