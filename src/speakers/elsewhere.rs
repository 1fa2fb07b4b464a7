//! "The Iranian foreign minister" is no foreign minister of another country, "the California governor" not that of Texas.

use super::actors::{Actor, person};
use super::lexicon::LEXICON;
use super::words::Words;
use std::collections::HashSet;

/// What the places in a description and those that the article gives somebody have to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tie {
    /// The description names no place.
    Unsaid,
    /// One place is in both.
    Same,
    /// Both have countries, or both have states or cities, and no place is in both.
    Other,
    /// The article gives no such place, or one of another kind: a state where the description has a country.
    Open,
}

/// How an actor is tied to the places of a description.
pub(super) fn tie(said: &[u32], actor: &Actor) -> Tie {
    if said.is_empty() {
        return Tie::Unsaid;
    }
    // "The Iranian ministry" is the Iranian Foreign Ministry; Ada Jordan is no Jordanian.
    let named = || actor.words.iter().filter(|_| !person(actor)).filter_map(|w| LEXICON.country(w));
    let told = || actor.roles.iter().flat_map(|r| &r.countries).chain(&actor.country).copied();
    let known = || told().chain(named());
    if known().any(|place| said.contains(&place)) {
        return Tie::Same;
    }
    if known().any(|place| is_like(said, place)) { Tie::Other } else { Tie::Open }
}

/// True for a country beside a country, for a state or a city beside another.
fn is_like(said: &[u32], place: u32) -> bool {
    said.iter().any(|s| LEXICON.is_nation(*s) == LEXICON.is_nation(place))
}

/// The countries, states and cities that an article speaks of. Linear.
pub(super) fn places(words: &Words<'_>) -> HashSet<u32> {
    let mut places = HashSet::new();
    let mut before = String::new();
    for (token, _) in words.list.iter().enumerate().filter(|(_, w)| w.is_capital()) {
        let lower = words.text(token).to_lowercase();
        places.extend(LEXICON.country(&format!("{before} {lower}")).or_else(|| LEXICON.country(&lower)));
        before = lower;
    }
    places
}

/// True where an article speaks of no other country than those of a description, or of no other state or city: then
/// whoever it calls a president is theirs.
pub(super) fn only(said: &[u32], places: &HashSet<u32>) -> bool {
    !places.iter().any(|place| is_like(said, *place) && !said.contains(place))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{only, who};

    #[test]
    fn a_leader_of_another_country_is_another() {
        let text = "⟦Qatar’s foreign minister, Hamad Al Attar⟧, said {talks had stalled}.\n\
                    ⟦The Iranian foreign minister⟧ accused {Israel of sabotage}.\n\
                    ⟦The Egyptian foreign minister⟧ said {it was late}.\n⟦The Qatari minister⟧ said {no}.";
        let (named, iran, egypt) =
            ("Hamad Al Attar", "Iranian foreign minister", "Egyptian foreign minister");
        assert_eq!(who(text), [named, iran, egypt, named]);
        let text = "⟦French President Luc Morel⟧ said {no}.\n⟦The Polish president⟧ accused {Russia of lying}.\n\
                    ⟦The Russian president⟧ denied {it}.\n⟦The French leader⟧ said {yes}.";
        assert_eq!(who(text), ["Luc Morel", "Polish president", "Russian president", "Luc Morel"]);
    }

    #[test]
    fn a_governor_of_another_state_is_another() {
        for governor in ["Texas Gov. Dale Orr", "Gov. Dale Orr of Texas", "Dale Orr, the governor of Texas,"]
        {
            let text = format!("⟦{governor}⟧ said {{no}}.\n⟦The California governor⟧ said {{yes}}.");
            assert_eq!(who(&text), ["Dale Orr", "California governor"], "{governor}");
            let text = format!("⟦{governor}⟧ said {{no}}.\n⟦The Texas governor⟧ said {{yes}}.");
            assert_eq!(who(&text), ["Dale Orr", "Dale Orr"], "{governor}");
        }
        let text = "⟦Sen. Lena Vogt (R-Fla.)⟧ said {no}.\n⟦The Ohio senator⟧ said {yes}.";
        assert_eq!(who(text), ["Lena Vogt", "Ohio senator"]);
    }

    #[test]
    fn a_country_that_the_article_does_not_give_somebody_is_doubtful() {
        let text =
            "They met in Norway.\n⟦President Luc Morel⟧ said {no}.\n⟦The Polish president⟧ said {yes}.";
        assert_eq!(who(text), ["Luc Morel", "Polish president"]);
        assert!(!only(text).candidates.is_empty());
        let text =
            "They met in Norway. Hamas rejected the plan of Israel.\n⟦The Palestinian group⟧ said {no}.";
        assert_eq!(who(text), ["Hamas"]);
        // The only country of the article is his.
        let text = "They met in Warsaw, Poland.\n⟦President Luc Morel⟧ said {no}.\n⟦The Polish president⟧ said {yes}.";
        assert_eq!(who(text), ["Luc Morel", "Luc Morel"]);
    }
}
