//! Attributions → claims: what each puts forward (its type), and accusations with accuser, accused and allegation.

mod accusations;
mod acquitted;
mod alleging;
mod antecedent;
mod apposition;
mod averted;
mod candidates;
mod censure;
mod codes;
mod courts;
mod denials;
mod described;
pub(crate) mod duties;
mod excerpt;
mod exonerated;
mod explicit;
mod features;
mod fights;
mod flag;
mod forms;
mod governor;
mod heads;
mod hearer;
mod implicit;
mod judge;
mod kinds;
mod lexicon;
mod manner;
mod meant;
mod network;
mod nominal;
mod participles;
mod parties;
mod phrases;
mod reading;
mod second;
mod seen;
mod stem;
mod target;
#[cfg(test)]
mod testing;
mod threat;
mod timed;
mod undone;
mod verb;
mod weights;

pub use features::Names;
pub use manner::{CHANNELS, Manner, Strength};
pub use seen::{Seen, SeenCandidate, seen};

use crate::attribution::{Attribution, Rereader};
use crate::span::Span;
use crate::speakers::Speakers;
use crate::text::Document;
use accusations::Carriers;
use reading::Reading;

/// What an attribution puts forward.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Its type.
    pub kind: ClaimType,
    /// Whom it is directed at or about, where the words show it.
    pub target: Option<Party>,
    /// Probability, 0 to 1, of the type.
    pub confidence: f32,
    /// How it was said: how far the report goes, by which channel.
    pub manner: Manner,
    /// CAMEO's code, 1121 to 1125, of an accusation whose words tell of what.
    pub cameo: Option<&'static str>,
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
    /// Whether nobody can be named: `name` only repeats the words ("she"), and is not to be shown as a name.
    pub unresolved: bool,
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
    /// The sentence that says so in the article's own words, where no attribution does: "Lund denied the allegations."
    pub denial: Option<Span>,
    /// Probability, 0 to 1.
    pub confidence: f32,
}

impl Accusation {
    /// What no attribution carries, in the form of one: the accuser as its source, the allegation as its content.
    pub fn as_attribution(&self) -> Option<Attribution> {
        let source = self.accuser.as_ref().map_or_else(Vec::new, |accuser| accuser.spans.clone());
        self.attribution.is_none().then(|| Attribution {
            source,
            cue: self.cue.clone(),
            content: self.allegation.clone(),
            ..Attribution::default()
        })
    }
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

    /// The type of a name that [`ClaimType::name`] gives.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
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

/// Types each attribution and finds the accusations. Pure; linear in the article's length. `rereader` lets the accurate
/// model's network judge with the scorers.
pub fn find(
    document: &Document<'_>,
    attributions: &[Attribution],
    speakers: &Speakers,
    rereader: Option<&Rereader<'_>>,
) -> Claims {
    let reading = Reading::new(document, speakers);
    let mut carriers = Carriers::new(&reading, attributions);
    let by_lists = accusations::by_lists(&reading, &mut carriers);
    let judged = judge::all(&reading, &carriers, by_lists, rereader);
    let kinds: Vec<ClaimType> = judged.types.iter().map(|(kind, _)| *kind).collect();
    let accusations = accusations::rows(&reading, &carriers, judged.findings, &kinds);
    let mut carried: Vec<Option<&Accusation>> = vec![None; attributions.len()];
    for accusation in &accusations {
        if let Some(slot) = accusation.attribution.and_then(|a| carried.get_mut(a)) {
            slot.get_or_insert(accusation);
        }
    }
    let claim = |(index, (attribution, &(kind, confidence)))| {
        let accused = carried.get(index).copied().flatten().map(|a: &Accusation| a.accused.clone());
        let target = accused.or_else(|| target::of(&reading, &carriers, index, attribution, kind));
        let parts = features::Parts::of(&reading, attribution);
        let cameo = codes::cameo(&reading, &parts, kind);
        Claim { kind, target, confidence, manner: manner::of(&reading, &parts), cameo }
    };
    let of_attribution = attributions.iter().zip(&judged.types).enumerate().map(claim).collect();
    Claims { of_attribution, accusations }
}

#[cfg(test)]
mod tests {
    use super::testing::{accusations, claims, types};
    use super::*;
    use crate::article::Article;
    use crate::span::Span;
    use crate::span::floor;
    use crate::text;
    use proptest::prelude::*;

    #[test]
    fn a_short_article() {
        let markup = "{Norlund} and {Vesteria} met in Oslo on Friday. [S {Ida Moen}] also [Q accused {Norlund} of] \
                      [C repeated violations], [Q2 warning] [C2 that more of them would end the truce]. \
                      [S3 {Norlund}] [Q3 rejected] [C3 the accusation]. [S4 {Ida Moen|She}] [Q4 declined to] [C4 say more].";
        assert_eq!(types(markup), ["accusation", "warning", "denial", "no-comment"]);
        assert_eq!(accusations(markup), ["Ida Moen > Norlund: repeated violations (accused Norlund of) !"]);
        let target = claims(markup).of_attribution[0].target.clone().unwrap();
        assert_eq!((target.name.as_str(), target.entity), ("Norlund", Some(0)));
    }

    #[test]
    fn names_lead_back_to_types() {
        for kind in ClaimType::ALL {
            assert_eq!(ClaimType::named(kind.name()), Some(kind));
        }
        assert_eq!(ClaimType::named("nonsense"), None);
    }

    /// Words around which the rules turn, and oddities.
    fn word() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "accused",
            "of",
            "blamed",
            "for",
            "Norlund",
            "Ida",
            "Moen",
            "the",
            "ministry",
            "he",
            "his",
            "’s",
            "'",
            "t",
            "didn",
            "denied",
            "allegations",
            "that",
            "by",
            "against",
            "each other",
            "and",
            ",",
            ".",
            "\n",
            "“",
            "”",
            "criticised",
            "called",
            "a liar",
            "was",
            "on",
            "lied",
            "who",
            "not",
            "\u{202e}",
            "\0",
            "日",
            "é",
            "will",
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever the words and wherever the attributions: one claim each, and all spans are text.
        #[test]
        fn spans_are_inside_the_text(
            words in prop::collection::vec(word(), 0..60),
            places in prop::collection::vec((0usize..400, 0usize..60, 0usize..3), 0..12),
        ) {
            let article = Article { text: words.join(" "), ..Article::default() };
            let document = text::read(&article);
            let mut attributions = vec![Attribution::default(); 4];
            for (index, (start, length, role)) in places.into_iter().enumerate() {
                let attribution = &mut attributions[index % 4];
                let place = |at: usize| floor(document.text, at);
                let span = Span::new(place(start), place(start + length));
                match role {
                    0 => attribution.source.push(span),
                    1 => attribution.cue.push(span),
                    _ => attribution.content.push(span),
                }
            }
            let speakers = crate::speakers::resolve(&article, &document, &attributions);
            let reading = Reading::new(&document, &speakers);
            for tokens in attributions.iter().map(|a| excerpt::of(&reading, a)) {
                prop_assert!(tokens.windows(2).all(|pair| pair[0].0 < pair[1].0), "{:?}", tokens);
                prop_assert!(tokens.iter().all(|(token, _)| *token < document.tokens.len()), "{:?}", tokens);
            }
            let claims = find(&document, &attributions, &speakers, None);
            prop_assert_eq!(claims.of_attribution.len(), attributions.len());
            for accusation in &claims.accusations {
                let parties = accusation.accuser.iter().chain([&accusation.accused]);
                let spans = accusation.allegation.iter().chain(&accusation.cue);
                for span in spans.chain(parties.clone().filter(|p| p.entity.is_some()).flat_map(|p| &p.spans)) {
                    prop_assert!(!span.of(document.text).is_empty(), "{:?} in {:?}", span, document.text);
                }
                for party in parties {
                    prop_assert!(!party.name.is_empty());
                }
            }
        }
    }

    #[test]
    fn a_long_line_takes_time_in_proportion() {
        for words in [
            "accused Norlund of ",
            "by ",
            "allegations of the ",
            "\"",
            "Norlund and ",
            "’s ",
            "denied that he ",
        ] {
            let article = Article { text: words.repeat(200_000 / words.len()), ..Article::default() };
            let document = text::read(&article);
            let whole = vec![Span::new(0, article.text.len())];
            let attribution = Attribution {
                source: whole.clone(),
                cue: whole.clone(),
                content: whole,
                ..Attribution::default()
            };
            let began = std::time::Instant::now();
            find(&document, &[attribution], &Speakers::default(), None);
            assert!(began.elapsed().as_secs() < 4, "{words}");
        }
    }
}
