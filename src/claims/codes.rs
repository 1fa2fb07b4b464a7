//! Event codes of a claim: root and mode of PLOVER, and CAMEO's code where it says more.

use super::ClaimType;
use super::features::Parts;
use super::reading::Reading;
use crate::lists::{fits, rows};
use std::ops::Range;
use std::sync::LazyLock;

/// How much of a content is read, in tokens.
const CONTENT: usize = 80;

/// Words of `data/cameo.tsv`; one that ends in `*` is a beginning.
type Phrase = Vec<&'static str>;

/// Phrases that tell nothing, and codes with theirs, strongest first.
struct Crimes {
    nothing: Vec<Phrase>,
    codes: Vec<(&'static str, Phrase)>,
}

static CRIMES: LazyLock<Crimes> = LazyLock::new(|| {
    let all =
        rows::<2>(include_str!("data/cameo.tsv")).map(|[code, words]| (code, words.split(' ').collect()));
    let (nothing, codes): (Vec<_>, Vec<_>) = all.partition(|(code, _)| *code == "-");
    Crimes { nothing: nothing.into_iter().map(|(_, phrase)| phrase).collect(), codes }
});

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

    /// The mode of the PLOVER root where the type tells it: that of ACCUSE. The modes of other roots say what is asked for,
    /// refused or threatened with, which is not read.
    pub const fn plover_mode(self) -> Option<&'static str> {
        match self {
            ClaimType::Accusation => Some("allege"),
            ClaimType::Criticism => Some("disapprove"),
            _ => None,
        }
    }
}

/// CAMEO's code of an accusation where its words tell of what: 1121 crime or corruption, 1122 abuse of human rights, 1123
/// aggression, 1124 war crimes, 1125 espionage or treason (CAMEO codebook 1.1b3).
pub(super) fn cameo(reading: &Reading<'_>, parts: &Parts, kind: ClaimType) -> Option<&'static str> {
    if kind != ClaimType::Accusation {
        return None;
    }
    let spans: Vec<Range<usize>> = parts.cue.iter().chain(&parts.content).cloned().collect();
    let mut words: Vec<String> = spans
        .iter()
        .flat_map(|tokens| tokens.clone().take(CONTENT))
        .map(|token| reading.word(token).to_lowercase())
        .collect();
    let at = |words: &[String], phrase: &Phrase| {
        let fits = |window: &[String]| window.iter().zip(phrase).all(|(word, entry)| fits(entry, word));
        words.windows(phrase.len()).position(fits)
    };
    for phrase in &CRIMES.nothing {
        while let Some(from) = at(&words, phrase) {
            words.iter_mut().skip(from).take(phrase.len()).for_each(String::clear);
        }
    }
    CRIMES.codes.iter().find(|(_, phrase)| at(&words, phrase).is_some()).map(|(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use crate::claims::testing::claims;

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
