//! Runs of capitalised words: how far a name may go on over particles, marks and small words.

use super::lexicon::{Bits, FIRST_NAME, TITLE};
use super::words::{Case, Words};
use super::{joint, letters, possessives, syllables};
use crate::lists::lines;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Particles that an apostrophe joins to a name: "d’Aumont".
static ELIDED: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/elided-particles.txt")).collect());

/// Most words of one name; a longer run of capitals is no name.
const MOST_WORDS: usize = 12;

/// The tokens of a run of capitalised words that begins at `start`.
pub(super) fn run(words: &Words<'_>, start: usize) -> Range<usize> {
    let mut end = start + 1;
    let mut last = start;
    let sentence = words.list[start].sentence;
    let capital = |i: usize| words.get(i).is_some_and(|w| w.is_capital() && w.sentence == sentence);
    let glued = |i: usize| words.get(i).is_some_and(|w| w.glued && w.sentence == sentence);
    let mut count = 1;
    while count < MOST_WORDS {
        let next = match words.text(end) {
            "." if glued(end) && abbreviates(words, last) => {
                let after = end + 1;
                if nickname(words, after) {
                    last = after + 3;
                    end = last + 1;
                    count += 2;
                    continue;
                }
                if !capital(after) {
                    end = after;
                    break;
                }
                // "Jr. Smith" and "U.S. Smith" are two sentences' worth, but "J. Smith" and "Sen. Smith" are one.
                after
            }
            "-" | "‑" if glued(end) && glued(end + 1) && capital(end + 1) => end + 1,
            // "Kim Jong-un"
            "-" | "‑" if glued(end) && glued(end + 1) && count > 1 && syllables::given(words, last) => {
                last = end + 1;
                end += 2;
                count += 1;
                continue;
            }
            "-" | "‑"
                if glued(end)
                    && glued(end + 1)
                    && words.bits(end + 1).any(Bits::PARTICLE)
                    && words.text(end + 2) == "-"
                    && capital(end + 3) =>
            {
                end + 3
            }
            "’" | "'"
                if glued(end) && glued(end + 1) && capital(end + 1) && words.list[last].span.len() <= 3 =>
            {
                end + 1
            }
            "’" | "'" if possessives::goes_on(words, start, end) => {
                possessives::behind(words, end).unwrap_or(end)
            }
            _ if elided(words, end) => end + 2,
            // C. L. “Butch” Okafor
            "“" | "\"" if nickname(words, end) => {
                last = end + 3;
                end = last + 1;
                count += 2;
                continue;
            }
            "&" if capital(end + 1) => end + 1,
            "," if words.bits(end + 1).any(Bits::SUFFIX) && capital(end + 1) => end + 1,
            "," if letters::follow(words, start, end) => end + 1,
            "," if joint::list_goes_on(words, start..end) => joint::behind_comma(words, end),
            "of" | "for" | "on" if organization_goes_on(words, start..end, end) => {
                end + 1 + usize::from(words.text(end + 1) == "the")
            }
            "and" if joint::and_goes_on(words, start..end) => end + 1,
            "to" if to_inside_thing(words, start..end) => end + 1,
            _ if words.bits(end).any(Bits::PARTICLE) && !words.list[end].is_capital() => {
                let after = (end + 1..end + 4)
                    .find(|&i| !words.bits(i).any(Bits::PARTICLE) || capital(i))
                    .unwrap_or(end);
                match words.text(after) {
                    "-" | "‑" if capital(after + 1) => after + 1,
                    // "van ’t Hof"
                    "’" | "'" | "‘"
                        if words.text(after + 1) == "t" && glued(after + 1) && capital(after + 2) =>
                    {
                        after + 2
                    }
                    _ => after,
                }
            }
            _ => end,
        };
        if !capital(next) || words.get(next).is_some_and(|w| w.first) {
            break;
        }
        last = next;
        end = next + 1;
        count += 1;
    }
    start..end
}

/// True for the words of a headline that stands in a line of running text: small words with a capital are in it, "3 Things
/// To Know About Voss".
pub(super) fn is_of_headline(words: &Words<'_>, run: Range<usize>) -> bool {
    const SMALL: Bits =
        Bits::PREPOSITION.or(Bits::CONJUNCTION).or(Bits::RELATIVE).or(Bits::POSSESSIVE).or(Bits::VERB);
    let named = run.clone().any(|i| words.bits(i).any(Bits::ORGANIZATION.or(Bits::THING)));
    let small = |i: usize| {
        let word = words.text(i);
        words.list[i].case == Case::Capital
            && words.bits(i).any(SMALL)
            && !words.bits(i).any(FIRST_NAME.or(Bits::PARTICLE))
            && !matches!(word, "Of" | "And")
            && !(named && matches!(word, "For" | "On" | "In" | "Without"))
    };
    // "Al From"
    let own = |i: usize| i > run.start + 2 || i + 1 < run.end;
    run.clone().skip(1).any(|i| own(i) && small(i))
}

/// "d’Aumont": a particle in lower case at `at`, an apostrophe, a capital.
pub(super) fn elided(words: &Words<'_>, at: usize) -> bool {
    let glued = |i: usize| words.get(i).is_some_and(|w| w.glued);
    ELIDED.contains(words.text(at))
        && matches!(words.text(at + 1), "’" | "'")
        && glued(at + 1)
        && glued(at + 2)
        && words.get(at + 2).is_some_and(|w| w.is_capital())
}

/// One capitalised word in quotation marks at `mark`, between the words of a name.
fn nickname(words: &Words<'_>, mark: usize) -> bool {
    let capital = |i: usize| words.get(i).is_some_and(|w| w.case == Case::Capital);
    capital(mark + 1)
        && matches!(words.text(mark + 2), "”" | "\"")
        && capital(mark + 3)
        && words.get(mark + 2).is_some_and(|w| w.glued)
        && words.get(mark + 3).is_some_and(|w| !w.glued && w.sentence == words.list[mark].sentence)
        && mark.checked_sub(1).is_some_and(|b| words.bits(b).any(FIRST_NAME) || words.text(b) == ".")
}

/// True where a full stop after this word need not end a sentence: an initial, a title, "Jr".
fn abbreviates(words: &Words<'_>, index: usize) -> bool {
    let Some(word) = words.get(index) else { return false };
    word.case == Case::Initial
        || word.bits.any(TITLE.or(Bits::SUFFIX))
        || letters::are(words, index) && word.case == Case::Capital
        || matches!(words.text(index), "St" | "Ft" | "Mt")
}

/// "Ministry of", "Center for", "Committee on": the name goes on after the small word at `small`.
fn organization_goes_on(words: &Words<'_>, run: Range<usize>, small: usize) -> bool {
    let after = small + 1 + usize::from(words.text(small + 1) == "the");
    if !words.get(after).is_some_and(|w| w.is_capital()) {
        return false;
    }
    let last = run.end - 1;
    // "the Party for Ms. Okafor", but "the Department of Justice"
    let bare = words.text(small) == "of" && !words.get(after + 1).is_some_and(|w| w.is_capital() || w.glued);
    if words.bits(last).any(Bits::ORGANIZATION) && (bare || !words.bits(after).any(TITLE)) {
        // "the Ministry on Monday", "the Party for Ms. Okafor" do not go on.
        return !words.bits(after).any(Bits::NOT_NAME)
            && (words.text(small) != "on" || words.text(last) != "House");
    }
    words.text(small) == "of"
        && (matches!(words.text(last), "Secretary" | "Minister" | "Chief")
            || words.text(last) == "Speaker" && words.text(after) == "House")
}

/// "the Right to Rent Act": a "to" within the name of a thing.
fn to_inside_thing(words: &Words<'_>, run: Range<usize>) -> bool {
    const MOST_BEHIND: usize = 3;
    let the = run.start.checked_sub(1).is_some_and(|b| words.text(b).eq_ignore_ascii_case("the"));
    let behind = run.end + 1;
    let capital = |i: &usize| words.get(*i).is_some_and(|w| w.is_capital() && !w.first);
    let last = (behind..behind + MOST_BEHIND).take_while(capital).last();
    the && run.len() == 1 && last.is_some_and(|last| last > behind && words.bits(last).any(Bits::THING))
}
