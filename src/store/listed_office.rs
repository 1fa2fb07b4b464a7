//! Whether a role shows that somebody holds an office of the list of office-holders: "Sen.", "the Utah Republican",
//! "President". A name alone shows nothing: most who are called like a member of Congress are none.

use super::names::role_words;
use crate::lists::rows;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What words of a role say, by kind.
struct Words {
    legislators: HashMap<&'static str, &'static str>,
    offices: HashSet<&'static str>,
    vague: HashSet<&'static str>,
    houses: HashSet<&'static str>,
    parties: HashSet<&'static str>,
    others: HashSet<&'static str>,
    plain: HashSet<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut found = Words {
        legislators: HashMap::new(),
        offices: HashSet::new(),
        vague: HashSet::new(),
        houses: HashSet::new(),
        parties: HashSet::new(),
        others: HashSet::new(),
        plain: HashSet::new(),
    };
    for [kind, words] in rows::<2>(include_str!("data/listed-office-words.tsv")) {
        for word in words.split(' ') {
            match kind {
                "legislator" => found.legislators.extend(word.split_once('=')),
                "office" => found.offices.extend([word]),
                "vague" => found.vague.extend([word]),
                "house" => found.houses.extend([word]),
                "party" => found.parties.extend([word]),
                "other" => found.others.extend([word]),
                _ => found.plain.extend([word]),
            }
        }
    }
    found
});

/// A state's form in the news → its code.
static STATES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let states = rows::<2>(include_str!("data/us-states.tsv"));
    states.flat_map(|[code, forms]| forms.split('|').map(move |form| (form, code))).collect()
});

/// The longest name of a state, in words.
const STATE_WORDS: usize = 2;

/// Whether a role is one that the holder of `offices` (as the list writes them) has. Of several in one ("a lawyer and former
/// senator") one is enough.
pub(super) fn shows(role: &str, offices: &str) -> bool {
    role.split([',', ';', '(', ')']).flat_map(|part| part.split(" and ")).any(|part| shows_one(part, offices))
}

fn shows_one(role: &str, offices: &str) -> bool {
    let held = role_words(offices);
    let is_held = |office: &str| held.iter().any(|word| word == office);
    let codes: HashSet<&str> = offices.split(['(', ')']).skip(1).step_by(2).filter_map(code).collect();
    let capitals: HashSet<String> =
        role.split_whitespace().filter(|w| is_capital(w)).flat_map(role_words).collect();
    let words = role_words(&role.replace("United States", "US").replace("united states", "US"));
    let (mut seat, mut office, mut party, mut state) = (false, false, false, false);
    let (mut vague, mut house, mut unknown, mut named) = (false, false, false, false);
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let place = (1..=STATE_WORDS)
            .rev()
            .find_map(|n| Some((n, *STATES.get(words.get(at..at + n)?.join(" ").as_str())?)));
        if let Some((length, code)) = place {
            // The senator of another state is another one.
            if !codes.contains(code) {
                return false;
            }
            state = true;
            at += length;
            continue;
        }
        at += 1;
        let word = word.as_str();
        match word {
            _ if WORDS.others.contains(word) => return false,
            _ if WORDS.legislators.get(word).is_some_and(|office| is_held(office)) => seat = true,
            _ if WORDS.offices.contains(word) && is_held(word) => office = true,
            _ if WORDS.vague.contains(word) && is_held(word) => {
                vague = true;
                house |= capitals.contains(word);
            }
            _ if WORDS.houses.contains(word) => house = true,
            _ if WORDS.parties.contains(word) => party = true,
            _ if WORDS.plain.contains(word) => {}
            // "the Lagos senator", "the Russian president".
            _ => {
                unknown = true;
                named |= capitals.contains(word);
            }
        }
    }
    seat && !named || (office || state && party || vague && (house || state || party)) && !unknown
}

/// The state of a district: "FL", "TX-21".
fn code(district: &str) -> Option<&str> {
    district.split('-').next().filter(|code| code.len() == 2)
}

fn is_capital(word: &str) -> bool {
    word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENATOR: &str = "representative (QU)@1995-01-03..2001-01-03;senator (UT)@2001-01-03..2013-01-03";
    const SPEAKER: &str = "representative (NC-3)@1995-01-03..2001-01-03;Speaker of the House@2001-01-03..";
    const PRESIDENT: &str = "president@2001-01-20..2009-01-20";

    #[test]
    fn roles_that_show_an_office_of_the_list() {
        for (role, offices) in [
            ("Sen.", SENATOR),
            ("the former senator", SENATOR),
            ("the long-serving Utah senator", SENATOR),
            ("U.S. Senator", SENATOR),
            ("a lawyer and former senator", SENATOR),
            ("R-Utah", SENATOR),
            ("the Utah Republican", SENATOR),
            ("the congressman", SENATOR),
            ("Rep.", SPEAKER),
            ("a North Carolina Democrat", SPEAKER),
            ("House Speaker", SPEAKER),
            ("the Republican representative", SPEAKER),
            ("Speaker of the House", SPEAKER),
            ("President", PRESIDENT),
            ("the former United States president", PRESIDENT),
        ] {
            assert!(shows(role, offices), "{role}");
        }
    }

    #[test]
    fn roles_that_show_none() {
        for (role, offices) in [
            ("", SENATOR),
            ("a swimmer", SENATOR),
            ("a state senator", SENATOR),
            ("Ohio Sen.", SENATOR),
            ("the Lagos senator", SENATOR),
            ("a student senator", SENATOR),
            ("Republican", SENATOR),
            ("of Utah", SENATOR),
            ("a sales representative", SPEAKER),
            ("a speaker at the rally", SPEAKER),
            ("a speaker", SPEAKER),
            ("president of the Querl Rowing Society", PRESIDENT),
            ("the Norlund president", PRESIDENT),
            ("Sen.", PRESIDENT),
        ] {
            assert!(!shows(role, offices), "{role}");
        }
    }
}
