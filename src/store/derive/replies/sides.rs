//! An accusation and a statement that may answer it, as they are compared, and what links the two.

use super::words::Words;
use crate::store::derive::accusations::Decided;
use std::collections::BTreeSet;

/// What a reply does. Of two on one day the later in this list makes the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reply {
    NoComment,
    Dispute,
    Counter,
    Denial,
    Apology,
    Admission,
    Withdrawal,
}

impl Reply {
    pub(super) const ALL: [Reply; 7] = [
        Reply::NoComment,
        Reply::Dispute,
        Reply::Counter,
        Reply::Denial,
        Reply::Apology,
        Reply::Admission,
        Reply::Withdrawal,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Reply::NoComment => "no-comment",
            Reply::Dispute => "dispute",
            Reply::Counter => "counter-accusation",
            Reply::Denial => "denial",
            Reply::Apology => "apology",
            Reply::Admission => "admission",
            Reply::Withdrawal => "withdrawal",
        }
    }
}

/// Who replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Voice {
    Accused,
    Spokesman,
    Organization,
    Accuser,
    Other,
}

impl Voice {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Voice::Accused => "accused",
            Voice::Spokesman => "spokesman",
            Voice::Organization => "organization",
            Voice::Accuser => "accuser",
            Voice::Other => "other",
        }
    }
}

/// An accusation as it is compared with answers.
#[derive(Clone, Debug, Default)]
pub(super) struct Accusation {
    pub(super) row: i64,
    pub(super) article: i64,
    /// It stands in an older version of an article.
    pub(super) older: bool,
    pub(super) attribution: Option<i64>,
    /// From the first of its cue and allegation to the last, in code points.
    pub(super) place: (i64, i64),
    /// Stems of the allegation, without those of the names of accuser and accused.
    pub(super) stems: BTreeSet<String>,
    /// The stem of the last name of the accused, or of the last word by which it is described.
    pub(super) name: Option<String>,
    /// That of the accuser.
    pub(super) by_name: Option<String>,
    /// The stems of the names of both.
    pub(super) names: BTreeSet<String>,
    /// It is that something was not done.
    pub(super) of_omission: bool,
    /// A person accuses, and not an office, a document or nobody.
    pub(super) by_person: bool,
    /// The article denies it in a sentence of its own.
    pub(super) has_denial: bool,
    /// A person decided that nobody is named as the accuser.
    pub(super) nobody_accuses: bool,
    /// confirmed, rejected.
    pub(super) verdict: Option<&'static str>,
    /// The last decision on it.
    pub(super) decision: Option<i64>,
    pub(super) day: Option<String>,
    /// When it was printed, where no other day of it is known: it may be older.
    pub(super) printed: Option<String>,
    pub(super) accuser: Option<i64>,
    pub(super) accused: Option<i64>,
    pub(super) claim: Option<i64>,
}

impl Accusation {
    /// Takes over what people decided about it.
    pub(super) fn take(&mut self, decided: &Decided) {
        self.verdict = decided.verdict;
        self.decision = Some(decided.decision);
        self.accused = decided.accused.or(self.accused);
        if let Some(accuser) = decided.accuser {
            self.accuser = accuser;
            self.nobody_accuses = accuser.is_none();
        }
    }
}

/// A statement that may be an answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) row: i64,
    pub(super) id: String,
    pub(super) article: i64,
    /// It stands in an older version of an article: it answers what stands there too, and nothing else.
    pub(super) older: bool,
    pub(super) place: (i64, i64),
    pub(super) reply: Reply,
    pub(super) voice: Voice,
    pub(super) words: Words,
    pub(super) target: Option<i64>,
    /// Who says it, where it matters that this is not the accused.
    pub(super) by: Vec<i64>,
    pub(super) day: Option<String>,
    pub(super) printed: Option<String>,
}

/// An answer that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) row: i64,
    pub(super) id: String,
    pub(super) article: i64,
    pub(super) older: bool,
    pub(super) reply: Reply,
    pub(super) voice: Voice,
    pub(super) day: Option<String>,
    /// Why, in words.
    pub(super) reason: String,
    /// Which stems of the allegation it names.
    pub(super) names: BTreeSet<String>,
    /// It is of a part only: "admitted some of it".
    pub(super) in_part: bool,
    /// Where it begins, in code points of its article.
    pub(super) start: i64,
    /// The decision of a person that made it.
    pub(super) decision: Option<i64>,
}

impl Link {
    /// The same answer, to another report of the same claim.
    pub(super) fn in_another_report(&self) -> Link {
        Link { reason: format!("answers another report of the same claim: {}", self.reason), ..self.clone() }
    }
}
