//! Event codes of a claim: root and mode of PLOVER, and CAMEO's code where it says more.

use super::ClaimType;
use super::features::Parts;
use super::reading::Reading;
use crate::lists::{phrase_at, rows};
use std::ops::Range;
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation;

/// How much of a content is read, in tokens.
const CONTENT: usize = 80;

/// How much of cue and content is read for a mode, in words.
const WORDS: usize = 96;

/// Words that stand one after the other; one that ends in `*` is a beginning.
type Phrase = Vec<&'static str>;

/// Phrases that tell nothing, and codes with theirs, strongest first.
struct Codes {
    nothing: Vec<Phrase>,
    codes: Vec<(&'static str, Phrase)>,
}

static CRIMES: LazyLock<Codes> = LazyLock::new(|| Codes::of(rows(include_str!("data/cameo.tsv"))));
static ASKED: LazyLock<Codes> = LazyLock::new(|| Codes::of(modes("asked")));
static THREATENED: LazyLock<Codes> = LazyLock::new(|| Codes::of(modes("threatened")));

/// The rows of `data/modes.tsv` about what is asked or threatened.
fn modes(root: &'static str) -> impl Iterator<Item = [&'static str; 2]> {
    let all = rows::<3>(include_str!("data/modes.tsv"));
    all.filter(move |row| row[0] == root).map(|[_, mode, words]| [mode, words])
}

impl Codes {
    fn of(table: impl Iterator<Item = [&'static str; 2]>) -> Self {
        let all = table.map(|[code, words]| (code, words.split(' ').collect()));
        let (nothing, codes): (Vec<_>, Vec<_>) = all.partition(|(code, _)| *code == "-");
        Self { nothing: nothing.into_iter().map(|(_, phrase)| phrase).collect(), codes }
    }

    /// The first code of which a phrase stands among lower-case words.
    fn code_of(&self, mut words: Vec<String>) -> Option<&'static str> {
        for phrase in &self.nothing {
            while let Some(from) = phrase_at(&words, phrase) {
                words.iter_mut().skip(from).take(phrase.len()).for_each(String::clear);
            }
        }
        self.codes.iter().find(|(_, phrase)| phrase_at(&words, phrase).is_some()).map(|(code, _)| *code)
    }
}

impl ClaimType {
    /// The root of the PLOVER event code (openeventdata, 2021 codebook); `None` where none fits: PLOVER leaves public
    /// statements (CAMEO 01: comment, deny or acknowledge responsibility, predict) out. Reasons in `docs/claims.md`.
    pub const fn plover(self) -> Option<&'static str> {
        match self {
            ClaimType::Accusation | ClaimType::Criticism => Some("ACCUSE"),
            ClaimType::Rejection => Some("REJECT"),
            ClaimType::Demand => Some("REQUEST"),
            ClaimType::Threat => Some("THREATEN"),
            ClaimType::Support | ClaimType::Apology => Some("SUPPORT"),
            ClaimType::Agreement | ClaimType::Promise => Some("AGREE"),
            ClaimType::Denial
            | ClaimType::Admission
            | ClaimType::Warning
            | ClaimType::Prediction
            | ClaimType::Statistic
            | ClaimType::Question
            | ClaimType::NoComment
            | ClaimType::Statement => None,
        }
    }

    /// The mode of the PLOVER root: of ACCUSE that of the type, of REQUEST, REJECT and THREATEN what the words ask for, refuse
    /// or threaten with, `None` where they do not tell (openeventdata, 2021 codebook). `words` are those of cue and content.
    pub fn plover_mode(self, words: &str) -> Option<&'static str> {
        let list = match self {
            ClaimType::Accusation => return Some("allege"),
            ClaimType::Criticism => return Some("disapprove"),
            ClaimType::Demand | ClaimType::Rejection => &ASKED,
            ClaimType::Threat => &THREATENED,
            _ => return None,
        };
        let words = words.unicode_words().take(WORDS).map(str::to_lowercase).collect();
        list.code_of(words)
    }
}

/// CAMEO's code of an accusation where its words tell of what: 1121 crime or corruption, 1122 abuse of human rights, 1123
/// aggression, 1124 war crimes, 1125 espionage or treason (CAMEO codebook 1.1b3).
pub(super) fn cameo(reading: &Reading<'_>, parts: &Parts, kind: ClaimType) -> Option<&'static str> {
    if kind != ClaimType::Accusation {
        return None;
    }
    let spans: Vec<Range<usize>> = parts.cue.iter().chain(&parts.content).cloned().collect();
    let words = spans
        .iter()
        .flat_map(|tokens| tokens.clone().take(CONTENT))
        .map(|token| reading.word(token).to_lowercase())
        .collect();
    CRIMES.code_of(words)
}

#[cfg(test)]
mod tests {
    use crate::claims::ClaimType;
    use crate::claims::testing::claims;

    #[test]
    fn modes_say_what_is_asked_for_refused_or_threatened_with() {
        use ClaimType::{Accusation, Criticism, Demand, Rejection, Statement, Threat};
        for (kind, words, mode) in [
            (Demand, "urged Norlund to release its prisoners", Some("yield")),
            (Demand, "called for talks with the union", Some("meet")),
            (Demand, "asked the bank for a loan", Some("assist")),
            (Demand, "demanded that the mayor resign", Some("change")),
            (Demand, "wanted more time to meet the union’s demands", None),
            (Demand, "asked him to read the press release", None),
            (Rejection, "refused to lift the sanctions", Some("yield")),
            (Rejection, "refused to negotiate", Some("meet")),
            (Rejection, "rejected the offer", None),
            (Threat, "threatened to arrest the editors", Some("arrest")),
            (Threat, "said Norlund would bomb the harbour", Some("violence")),
            (Threat, "threatened to boycott the vote", Some("restrict")),
            (Threat, "threatened to break off relations", Some("relations")),
            (Threat, "threatened to expel the inspectors", Some("expel")),
            (Threat, "threatened to annex the islands", Some("territory")),
            (Threat, "threatened to outlaw the party", Some("ban")),
            (Threat, "vowed to kill the bill", None),
            (Accusation, "accused Lund of releasing prisoners", Some("allege")),
            (Criticism, "criticised the talks", Some("disapprove")),
            (Statement, "said the talks were over", None),
        ] {
            assert_eq!(kind.plover_mode(words), mode, "{kind:?}: {words}");
        }
    }

    #[test]
    fn accusations_have_the_code_of_what_they_are_about() {
        for (markup, code) in [
            ("[S {Moen}] [Q accused] [C {Lund} of taking bribes].", Some("1121")),
            ("[S {Moen}] [Q accused] [C {Norlund} of torturing prisoners].", Some("1122")),
            ("[S {Moen}] [Q accused] [C {Norlund} of shelling the harbour].", Some("1123")),
            ("[S {Moen}] [Q accused] [C {Norlund} of war crimes and fraud].", Some("1124")),
            ("[S {Moen}] [Q accused] [C {Lund} of spying for {Norlund}].", Some("1125")),
            ("[S {Moen}] [Q accused] [C {Norlund} of having shelled the harbour].", Some("1123")),
            ("[S {Moen}] [Q accused] [C {Lund} of killing the bill and a clerk].", None),
            ("[S {Moen}] [Q accused] [C {Lund} of killing the bill and robbing a clerk].", Some("1121")),
            ("[S {Moen}] [Q accused] [C {Lund} of using shell companies].", None),
            ("[S {Moen}] [Q accused] [C {Lund} of a bombastic speech].", None),
            ("[S {Moen}] [Q accused] [C {Lund} of forgetting the miners].", None),
            ("[S {Moen}] [Q accused] [C {Lund} of cutting off water to Crimea].", None),
            ("[S {Moen}] [Q accused] [C {Lund} of forging a permit].", Some("1121")),
            ("[S {Moen}] [Q accused] [C {Lund} of killing Per Lie].", Some("1121")),
            ("[S {Moen}] [Q accused] [C {Lund} of being late].", None),
            ("[S {Moen}] [Q denied] [C taking bribes].", None),
        ] {
            assert_eq!(claims(markup).of_attribution[0].cameo, code, "{markup}");
        }
    }
}
