//! "The shadow chancellor" is not the chancellor, "the Sindh chief minister" not that of Punjab: words before an office that
//! say that another holds it.

use super::actors::Actor;
use super::clusters::{Cast, Reading};
use super::descriptions::Described;
use super::index::initials;
use super::lexicon::{Bits, LEXICON, singular};
use super::names::Name;
use super::roles::RoleUse;
use super::words::Words;
use super::{SpeakerType, kinds, parties};
use std::collections::HashSet;

/// Words that say nothing of which office it is: when it is held, and whether it is that of a deputy.
const SMALL: Bits = Bits::BESIDE.or(Bits::PAST).or(Bits::NOW).or(Bits::NOT_NAME).or(Bits::PLAIN);

/// The offices of a role before which a word says that another holds them: "chancellor" in "shadow chancellor and chairman".
pub(super) fn beside(words: &Words<'_>, role: &RoleUse) -> Vec<String> {
    let says = |head: &&String| {
        let parts: Vec<&str> = head.split(' ').collect();
        let lower = |i: usize| words.text(i).to_lowercase();
        let last = |i: &usize| parts.last() == Some(&singular(&lower(*i)));
        // "Gov." is a governor.
        let end = role.tokens.clone().rev().find(last).map_or(role.tokens.end, |i| i + 1);
        let ends = |i: &usize| words.bits(*i).any(Bits::CONJUNCTION) || words.text(*i) == ",";
        let mut before = (role.tokens.start..end).rev().take_while(|i| !ends(i));
        before.any(|i| words.bits(i).any(Bits::BESIDE) && !parts.contains(&lower(i).as_str()))
    };
    role.heads.iter().filter(says).cloned().collect()
}

/// True where a description and a role speak alike of the office itself or of the same one beside it.
pub(super) fn fits(described: &Described, role: &RoleUse, head: &str) -> bool {
    let own = |w: &&String| LEXICON.bits(w).any(Bits::BESIDE);
    let mut said = described.modifiers.words.iter().filter(own).peekable();
    match role.beside.iter().any(|b| b == head) {
        false => said.peek().is_none(),
        true => said.any(|w| role.words.contains(w)),
    }
}

/// True where the article gives somebody the office of another place, firm or union than the description does: "the Toyota
/// boss" is not Ford’s chief executive. Words that only one of the two has tell nothing: "the boss".
pub(super) fn of_another(described: &Described, actor: &Actor) -> bool {
    let also = |h: &str| LEXICON.may_be_called(h, &described.head);
    let held = |h: &String| *h == described.head || Some(h) == described.other.as_ref() || also(h);
    let own: Vec<&RoleUse> = actor.roles.iter().filter(|r| r.heads.iter().any(held)).collect();
    let heads = own.iter().flat_map(|r| &r.heads).chain([&described.head]).chain(&described.other);
    let heads: Vec<&str> = heads.flat_map(|h| h.split(' ')).collect();
    let counts =
        |w: &&String| !heads.contains(&singular(w)) && !LEXICON.bits(w).any(SMALL) && !parties::is_party(w);
    let names = |r: &RoleUse| -> Vec<String> {
        r.proper.iter().filter(counts).filter(|w| !kinds::tells(w)).cloned().collect()
    };
    let tells = |r: &RoleUse| -> Vec<String> {
        r.words.iter().filter(counts).filter(|w| kinds::tells(w) && !r.proper.contains(w)).cloned().collect()
    };
    let all =
        |of: &dyn Fn(&RoleUse) -> Vec<String>| -> Vec<String> { own.iter().flat_map(|r| of(r)).collect() };
    // "The ABI’s boss" is that of the Association of Big Insurers.
    let known = |w: &String| actor.words.contains(w) || own.iter().any(|r| is_short(w, r));
    let said: Vec<String> = names(&described.modifiers);
    let other_name = differ(&said, &all(&names), |a, b| a == b) && !said.iter().any(known);
    other_name || differ(&tells(&described.modifiers), &all(&tells), kinds::alike)
}

/// True for the letters of what a role names: "nfu" of the president of the National Farmers Union.
pub(super) fn is_short(word: &str, role: &RoleUse) -> bool {
    word.chars().count() > 1 && initials(&role.words, false).contains(word)
}

/// True where each of two lists has a word that the other lacks.
fn differ(one: &[String], other: &[String], alike: fn(&str, &str) -> bool) -> bool {
    let lacks = |list: &[String], word: &String| !list.iter().any(|w| alike(singular(w), singular(word)));
    one.iter().any(|w| lacks(other, w)) && other.iter().any(|w| lacks(one, w))
}

/// The unknown names that the article only has before an office: firms and places, and no persons. Linear.
pub(super) fn only_before_offices(words: &Words<'_>, names: &[Name], cast: &Cast) -> HashSet<usize> {
    let (mut before, mut alone) = (HashSet::new(), HashSet::new());
    for (name, reading) in names.iter().zip(&cast.readings) {
        let list = match reading {
            Reading::One(actor) => std::slice::from_ref(actor),
            Reading::Several(list) => list.as_slice(),
            Reading::Nobody => &[],
        };
        let role = name.modifies && words.bits(name.tokens.end).any(Bits::ROLE.or(Bits::PORTFOLIO));
        let of =
            |actor: &&usize| cast.actors[**actor].kind == SpeakerType::Person && !cast.actors[**actor].sure;
        (if role { &mut before } else { &mut alone }).extend(list.iter().filter(of).copied());
    }
    before.difference(&alone).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::who;

    #[test]
    fn a_deputy_is_not_who_holds_the_office() {
        for (held, office) in [
            ("Shadow chancellor Rob Hale", "chancellor"),
            ("The shadow chancellor, Rob Hale,", "chancellor"),
            ("The deputy governor, Rob Hale,", "governor"),
            ("Assistant coach Rob Hale", "coach"),
            ("Vice-captain Rob Hale", "captain"),
            ("Rob Hale, the deputy leader of the party,", "leader"),
            ("Deputy headteacher Rob Hale", "headteacher"),
        ] {
            let text = format!(
                "⟦{held}⟧ said {{it was a con}}.\n⟦The {office}⟧ said {{it was late}}.\n⟦The {office}⟧ said {{so}}."
            );
            assert_eq!(who(&text), ["Rob Hale", office, office], "{text}");
        }
        // Who acts for another holds the office.
        let text = "⟦Acting police chief Rob Hale⟧ said {no}.\n⟦The police chief⟧ said {it was late}.";
        assert_eq!(who(text), ["Rob Hale", "Rob Hale"]);
        // One of two offices.
        let text = "⟦Deputy leader and foreign minister Rob Hale⟧ said {no}.\n⟦The foreign minister⟧ said {it was late}.";
        assert_eq!(who(text)[1], "Rob Hale");
    }

    #[test]
    fn who_holds_the_office_is_not_his_deputy() {
        let text = "⟦Chancellor Ida Voss⟧ said {no}.\n⟦Shadow chancellor Rob Hale⟧ said {yes}.\n⟦The shadow chancellor⟧ said {so}.\n\
                    ⟦The chancellor⟧ said {it was late}.";
        assert_eq!(who(text), ["Ida Voss", "Rob Hale", "Rob Hale", "Ida Voss"]);
    }

    #[test]
    fn the_same_office_elsewhere_is_anothers() {
        for (held, other, same) in [
            ("Punjab Chief Minister Ann Lowe", "Sindh chief minister", "Punjab chief minister"),
            ("Conservative MP Ann Lowe", "Labour MP", "Conservative MP"),
            ("Democratic Senator Ann Lowe", "Republican senator", "Democratic senator"),
            ("Teachers’ union leader Ann Lowe", "nurses’ union leader", "union leader"),
            ("Halvex chief executive Ann Lowe", "Norlund boss", "Halvex boss"),
            ("National Farmers Union president Ann Lowe", "NHS president", "NFU president"),
            ("Greenpeace chief Ann Lowe", "Halvex boss", "Greenpeace boss"),
        ] {
            let text = format!("⟦{held}⟧ said {{no}}.\n⟦The {other}⟧ said {{it was late}}.");
            assert_ne!(who(&text)[1], "Ann Lowe", "{text}");
            let text = format!("⟦{held}⟧ said {{no}}.\n⟦The {same}⟧ said {{it was late}}.");
            assert_eq!(who(&text)[1], "Ann Lowe", "{text}");
        }
    }

    #[test]
    fn who_left_a_party_may_stand_for_another() {
        let text =
            "⟦Independent Senator Gary Orr⟧ said {no}.\n⟦The Democratic candidate⟧ said {it was late}.";
        assert_eq!(super::super::tests::only(text).candidates.len(), 1);
        let text = "⟦Republican Senator Gary Orr⟧ said {no}.\n⟦The Democratic candidate⟧ said {it was late}.";
        assert!(super::super::tests::only(text).candidates.is_empty());
    }

    #[test]
    fn a_party_before_a_name_is_that_of_its_bearer() {
        let text = "⟦Labour’s Ann Lowe⟧ said {no}.\n⟦The Conservatives’ Dan Orr⟧ said {yes}.\n⟦The Labour candidate⟧ said {it was late}.\n\
                    ⟦The Conservative candidate⟧ said {it was cold}.\n⟦The Lib Dem candidate⟧ said {so}.";
        assert_eq!(who(text), ["Ann Lowe", "Dan Orr", "Ann Lowe", "Dan Orr", "Lib Dem candidate"]);
    }

    #[test]
    fn a_firm_that_the_article_does_not_give_somebody_is_doubtful() {
        let text = "⟦Ann Lowe, a chief executive,⟧ said {no}.\n⟦The Norlund boss⟧ said {it was late}.";
        assert_eq!(who(text)[1], "Norlund boss");
    }

    #[test]
    fn what_only_stands_before_an_office_is_no_person() {
        let text =
            "⟦Bradmoor mayor Ann Lowe⟧ said {no}.\n⟦The Kellford mayor⟧ said {it was late}.\n⟦He⟧ said {so}.";
        assert_ne!(who(text)[1], "Bradmoor");
        assert_ne!(who(text)[2], "Bradmoor");
        let text = "Labour MP Eve Lowe and Conservative MP Dan Orr clashed.\n⟦The Conservative MP⟧ said {she was lying}.\n\
                    ⟦The Labour MP⟧ said {it was late}.\n⟦The Lib Dem MP⟧ said {so}.";
        assert_eq!(who(text), ["Dan Orr", "Eve Lowe", "Lib Dem MP"]);
    }
}
