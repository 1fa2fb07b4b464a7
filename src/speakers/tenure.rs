//! Who holds an office and who only did: "the mayor" is not whom the article calls "ex-mayor Boris Fenn" while somebody
//! else is mayor, "the former mayor" not who is mayor now; "the incumbent" is no challenger.

use super::actors::{Actor, person};
use super::descriptions::Described;
use super::lexicon::{Bits, LEXICON};
use super::roles::RoleUse;
use super::stage::Stage;

/// Whether somebody can be meant by an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Nothing speaks against it.
    Perhaps,
    /// The article calls them otherwise, but nobody else so: no name is shown.
    Doubtful,
    /// Somebody else is meant.
    No,
}

/// Whether the article says of an actor that they hold an office, and that they did: by its name, or by what a bearer of
/// theirs may be called.
fn tenure(actor: &Actor, head: &str) -> (bool, bool) {
    let so = |held: &String| held == head || LEXICON.may_be_called(held, head);
    let past = |words: &[String]| words.iter().any(|w| LEXICON.bits(w).any(Bits::PAST));
    let held = |r: &&RoleUse| r.heads.iter().any(|h| so(h) && !r.beside.contains(h));
    let mut uses = actor.roles.iter().filter(held).map(|r| past(&r.words));
    let (mut now, mut before) = (false, false);
    for past in uses.by_ref() {
        now |= !past;
        before |= past;
    }
    (now, before)
}

impl Stage<'_, '_> {
    /// Whether an actor can be who is meant by an office with what the description says of its time.
    pub(super) fn holds(&self, actor: usize, described: &Described) -> Holds {
        let data = &self.actors[actor];
        if !described.is_role || described.plural {
            return Holds::Perhaps;
        }
        // "The incumbent": nobody who runs against whoever it is.
        let runs = |head: &String| *head != described.head && LEXICON.may_be_called(head, "candidate");
        if LEXICON.bits(&described.head).any(Bits::NOW) && data.roles.iter().flat_map(|r| &r.heads).any(runs)
        {
            return Holds::No;
        }
        // "The challenger": nobody else than whom the article calls so.
        let called = |a: usize| self.actors[a].roles.iter().any(|r| r.heads.contains(&described.head));
        let all = self.by_role.get(&described.head).map(Vec::as_slice).unwrap_or_default();
        if described.is_also("opponent")
            && !called(actor)
            && all.iter().any(|&a| person(&self.actors[a]) && called(a))
        {
            return Holds::No;
        }
        let (now, before) = tenure(data, &described.head);
        let former = described.says(Bits::PAST);
        let otherwise = if former { now && !before } else { before && !now };
        if !otherwise {
            return Holds::Perhaps;
        }
        let mut others =
            all.iter().filter(|&&a| a != actor && (person(&self.actors[a]) || self.actors[a].described));
        let rival = others.any(|&a| {
            let (now, before) = tenure(&self.actors[a], &described.head);
            if former { before } else { now }
        });
        match rival {
            true => Holds::No,
            // A general may retire, and whoever was mayor is a politician: that they stay.
            false if !former && (described.is_also("officer") || !described.is_also_something()) => {
                Holds::Perhaps
            }
            false => Holds::Doubtful,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::who;

    #[test]
    fn the_sitting_holder_is_not_the_former_one() {
        for (office, was) in [
            ("President", "Former President"),
            ("Mayor", "Ex-mayor"),
            ("Gov.", "Former Gov."),
            ("Mayor", "Retired mayor"),
        ] {
            let small = if office == "Gov." { "governor".to_owned() } else { office.to_lowercase() };
            let text = format!(
                "⟦{was} Miles Keane⟧ accused {{{office} Daniel Harlow of bribery}}.\n⟦The {small}⟧ said {{the charge was false}}.\n\
                 ⟦The former {small}⟧ said {{he had tapes}}."
            );
            assert_eq!(who(&text), ["Miles Keane", "Daniel Harlow", "Miles Keane"], "{text}");
        }
        let text = "⟦President Daniel Harlow⟧ said {former President Miles Keane had lied}.\n\
                    ⟦The former president⟧ said {he would sue}.\n⟦The president⟧ said {no}.";
        assert_eq!(who(text), ["Daniel Harlow", "Miles Keane", "Daniel Harlow"]);
    }

    #[test]
    fn who_held_an_office_is_not_shown_as_who_holds_it() {
        for (was, office) in [
            ("Former prime minister Miles Keane", "prime minister"),
            ("Former President Miles Keane", "president"),
            ("Miles Keane, a former mayor of the town,", "mayor"),
            ("Ex-chief executive Miles Keane", "chief executive"),
        ] {
            let text = format!(
                "⟦{was}⟧ said {{it was bad}}.\n⟦The {office}⟧ said {{it was good}}.\n⟦The former {office}⟧ said {{no}}."
            );
            assert_eq!(who(&text), ["Miles Keane", office, "Miles Keane"], "{text}");
        }
        // A general stays one.
        let text = "⟦Retired Gen. Miles Keane⟧ said {no}.\n⟦The general⟧ said {it was late}.";
        assert_eq!(who(text), ["Miles Keane", "Miles Keane"]);
    }

    #[test]
    fn who_is_named_as_another_does_not_say_it() {
        let text = "⟦Ex-mayor Boris Fenn⟧ said {Mayor Tilda Roe had cheated}.\n{“Fenn is a sore loser,”} ⟦the mayor⟧ said.";
        assert_eq!(who(text), ["Boris Fenn", "Tilda Roe"]);
    }

    #[test]
    fn the_incumbent_is_no_challenger() {
        let text = "Challenger Tom Gill met Mayor Jane Roe in Callan.\n⟦Gill⟧ said {no}.\n⟦The incumbent⟧ said {it was late}.";
        assert_eq!(who(text), ["Tom Gill", "Jane Roe"]);
        let text = "⟦Challenger Tom Gill⟧ said {no}.\n⟦Rep. Jane Roe⟧ said {yes}.\n⟦The incumbent⟧ said {so}.\n⟦The challenger⟧ said {no}.";
        assert_eq!(who(text), ["Tom Gill", "Jane Roe", "Jane Roe", "Tom Gill"]);
        let text = "⟦Challenger Tom Gill⟧ said {no}.\n⟦The incumbent⟧ said {it was late}.";
        assert_eq!(who(text), ["Tom Gill", "incumbent"]);
    }

    #[test]
    fn the_lawyer_of_the_president_speaks_for_the_sitting_one() {
        let text = "Former President Miles Keane accused President Daniel Harlow of bribery.\n\
                    ⟦The president’s lawyer, Ida Voss,⟧ said {no}.";
        let speakers = super::super::tests::resolve_marked(text, &[]);
        let speaker = speakers.of_attribution[0][0].entity.unwrap();
        let whom = speakers.entities[speaker].speaks_for.map(|e| speakers.entities[e].name.as_str());
        assert_eq!(whom, Some("Daniel Harlow"));
    }
}
