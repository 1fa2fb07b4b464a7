//! Names → [`Actor`]s: which names of one article are the same person, organisation or place.
//!
//! Full names come first, the longest before the shorter; then short forms join the one actor that they fit. A form
//! that fits several stays open and is decided where it stands (`scene`); nothing is merged on doubt.

use super::actors::{Actor, gender_by_first_name, person, plain};
use super::forms::{self, Form};
use super::guess::Guess;
use super::index::Index;
use super::lexicon::LEXICON;
use super::names::Name;
use super::roles::RoleUse;
use super::words::Words;
use super::{SpeakerType, generations};

/// Whom a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// One actor, by its index.
    One(usize),
    /// One of these, decided where it stands.
    Several(Vec<usize>),
    /// No name after all.
    Nobody,
}

/// The actors of an article, and whom each name stands for.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub(super) actors: Vec<Actor>,
    pub(super) readings: Vec<Reading>,
}

/// Groups the names of an article. `roles` holds, for each name, what the words around it call it. Near-linear.
pub(super) fn cluster(words: &Words<'_>, names: &[Name], roles: &[Vec<RoleUse>]) -> Cast {
    let mut forms = forms::read(words, names, roles);
    forms.sort_by_key(|f| (f.rank(), std::cmp::Reverse(f.parts.len()), f.names.first().copied()));
    let mut cast = Cast { actors: Vec::new(), readings: vec![Reading::Nobody; names.len()] };
    let mut index = Index::default();
    for form in &forms {
        let reading = place(&mut index, &mut cast.actors, form, words, names);
        if let Reading::One(actor) = reading {
            learn_from(&mut cast.actors[actor], form, roles);
        }
        for &name in &form.names {
            cast.readings[name] = reading.clone();
        }
    }
    never_shortened(&mut cast, names);
    generations::learn(&mut cast.actors);
    for actor in &mut cast.actors {
        actor.roles.sort_by_key(|r| r.tokens.start);
        let spans = actor.roles.iter().map(|r| words.span(r.tokens.clone())).filter(|s| !s.is_empty());
        actor.role_spans = spans.collect();
        actor.role_spans.dedup();
    }
    cast
}

/// "Small said no": the first word of a sentence is a name after all where the article has somebody of that name.
pub(super) fn settle(cast: &Cast, names: &mut [Name]) {
    for (reading, name) in cast.readings.iter().zip(names) {
        name.doubtful &= *reading == Reading::Nobody;
    }
}

/// "Halder Voss" and always so: people are called by their surnames once they were named, companies are not.
fn never_shortened(cast: &mut Cast, names: &[Name]) {
    let mut uses = vec![(0_u32, 0_u32); cast.actors.len()];
    for (reading, name) in cast.readings.iter().zip(names) {
        if let Reading::One(actor) = reading {
            let whole = name.key.contains(' ');
            uses[*actor].0 += u32::from(whole);
            uses[*actor].1 += u32::from(!whole);
        }
    }
    for (actor, (whole, short)) in cast.actors.iter_mut().zip(uses) {
        let shown = actor.sure || actor.gender.is_some() || !actor.roles.is_empty();
        if person(actor) && actor.words.len() > 1 && !shown && whole > 2 && short == 0 {
            actor.kind = SpeakerType::Organization;
        }
    }
}

/// The actor of a form: one that it joins, or a new one.
fn place(
    index: &mut Index,
    actors: &mut Vec<Actor>,
    form: &Form<'_>,
    words: &Words<'_>,
    names: &[Name],
) -> Reading {
    let listed = LEXICON.place(form.key).or_else(|| LEXICON.organization(form.key));
    match index.fitting(actors, form, listed)[..] {
        [one] => {
            widen(&mut actors[one], form, words, names);
            index.enter(actors, one, form);
            return Reading::One(one);
        }
        [] if form.doubtful => return Reading::Nobody,
        [] => {}
        ref several => return Reading::Several(several.to_vec()),
    }
    let new = actors.len();
    actors.push(actor_of(form, words, names));
    index.enter(actors, new, form);
    if let Some(listed) = listed {
        index.enter_listed(new, listed.id);
        actors[new].called.clone_from(&listed.called);
    }
    Reading::One(new)
}

fn actor_of(form: &Form<'_>, words: &Words<'_>, names: &[Name]) -> Actor {
    let document = LEXICON.noun(form.key).is_some_and(|n| n.0 == SpeakerType::Document);
    let (kind, sure) = match form.guess {
        Guess::Person => (SpeakerType::Person, true),
        Guess::LikelyPerson => (SpeakerType::Person, false),
        Guess::Couple => (SpeakerType::Group, true),
        Guess::Place => (SpeakerType::Place, true),
        Guess::Organization => (SpeakerType::Organization, true),
        Guess::Thing if document => (SpeakerType::Document, true),
        Guess::LikelyOrganization | Guess::Thing => (SpeakerType::Organization, false),
        Guess::Unknown if form.after_the || form.common || form.parts.len() > 1 => {
            (SpeakerType::Organization, false)
        }
        Guess::Unknown => (SpeakerType::Person, false),
    };
    let thing = form.guess == Guess::Thing;
    let mut actor = Actor { sure, thing, country: LEXICON.country(form.key), ..Actor::new("", "", kind) };
    if form.guess == Guess::Couple {
        actor.called.push("couple".to_owned());
    }
    widen(&mut actor, form, words, names);
    actor.gender = form.gender.or_else(|| gender_by_first_name(&actor));
    actor
}

/// Takes over a form's name where it is fuller than the one so far.
fn widen(actor: &mut Actor, form: &Form<'_>, words: &Words<'_>, names: &[Name]) {
    let count = form.key.split(' ').count();
    let fuller = match count.cmp(&actor.words.len()) {
        std::cmp::Ordering::Equal => actor.name.is_empty(),
        order => order.is_gt(),
    };
    // "U.S." has two words by its key, but "America" says more.
    let spelt = |words: &[&str]| words.iter().filter(|w| w.chars().count() > 1).count();
    let held: Vec<&str> = actor.words.iter().map(String::as_str).collect();
    let say_more =
        spelt(&form.key.split(' ').collect::<Vec<_>>()) >= spelt(&held).max(1) || actor.name.is_empty();
    if !(fuller && say_more || spelt(&held) == 0 && spelt(&form.key.split(' ').collect::<Vec<_>>()) > 0) {
        return;
    }
    // As it is written where the article does not shout: "DIALLO:" is Diallo.
    let shown = |name: &Name| {
        let own = plain(&words.shown(name.own()));
        name.lent.as_ref().map_or(own.clone(), |surname| format!("{own} {surname}"))
    };
    let all = || form.names.iter().filter_map(|&n| names.get(n));
    let Some(first) = all().next() else { return };
    let capitals = |name: &str| !name.chars().any(char::is_lowercase);
    let label = form.parts.len() > 1 && form.parts.iter().all(|p| p.chars().count() > 1)
        || words.text(first.tokens.end) == ":";
    actor.name = match all().map(shown).find(|name| !capitals(name)) {
        None if person(actor) && label => super::words::spelt(&shown(first)),
        None => shown(first),
        Some(name) => name,
    };
    actor.words = form.key.split(' ').map(str::to_owned).collect();
}

fn learn_from(actor: &mut Actor, form: &Form<'_>, roles: &[Vec<RoleUse>]) {
    if form.gender.is_some() {
        actor.gender = form.gender;
        actor.gender_sure = true;
    }
    for role in form.names.iter().filter_map(|&n| roles.get(n)).flatten() {
        if role.organization == person(actor) {
            continue;
        }
        if role.gender.is_some() && !actor.gender_sure {
            actor.gender = role.gender;
            actor.gender_sure = true;
        }
        if actor.roles.len() < 24 {
            actor.roles.push(role.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    /// For each name of the text, the actor that it stands for ("?" where it is open).
    fn clusters(text: &str) -> Vec<String> {
        let article = Article { text: text.to_owned(), ..Article::default() };
        let document = crate::text::read(&article);
        let words = Words::read(&document);
        let names = super::super::names::find(&words);
        let roles = super::super::roles::learn(&words, &names);
        let cast = cluster(&words, &names, &roles);
        let show = |reading: &Reading| match reading {
            Reading::One(actor) => cast.actors[*actor].name.clone(),
            Reading::Several(list) => format!("?{}", list.len()),
            Reading::Nobody => String::new(),
        };
        cast.readings.iter().filter(|r| **r != Reading::Nobody).map(show).collect()
    }

    #[test]
    fn short_forms_join_the_full_name() {
        assert_eq!(
            clusters("Minister Jens Brandt quit. Mr. Brandt smiled, and Brandt left. We saw Jens."),
            ["Jens Brandt"; 4]
        );
        assert_eq!(
            clusters("Then Sheikh Karim bin Faisal Al Nouri spoke. We heard Sheikh Karim and Al Nouri."),
            ["Sheikh Karim bin Faisal Al Nouri"; 3]
        );
        assert_eq!(clusters("They met Daw Khin Suu Myint. Then Suu Myint left."), ["Daw Khin Suu Myint"; 2]);
        assert_eq!(clusters("We met Li Weimin. When Li spoke, Mr. Li smiled."), ["Li Weimin"; 3]);
        assert_eq!(clusters("We met William J. Hartley. Then Bill Hartley left."), ["William J. Hartley"; 2]);
    }

    #[test]
    fn the_first_of_two_surnames_is_a_short_form() {
        assert_eq!(
            clusters("They met Pedro Sanchís Castellón. Later Sanchís spoke, and Sanchís Castellón left."),
            ["Pedro Sanchís Castellón"; 3]
        );
        // Whose last word it is comes first.
        assert_eq!(
            clusters("They met Pedro Sanchís Castellón and Iria Sanchís. Then Sanchís spoke."),
            ["Pedro Sanchís Castellón", "Iria Sanchís", "Iria Sanchís"]
        );
    }

    #[test]
    fn a_surname_before_a_particle_is_a_short_form() {
        for name in [
            "Pedro Castro del Valle",
            "Ines Alves da Costa",
            "Rui Ortega de la Peña",
            "Rui Silva dos Santos",
            "Ines Vega y Soto",
        ] {
            let surname = name.split(' ').nth(1).unwrap();
            assert_eq!(clusters(&format!("They met {name}. Later {surname} spoke.")), [name; 2]);
        }
        assert_eq!(
            clusters("They met Karim bin Faisal Al Nouri. Later Faisal spoke."),
            ["Karim bin Faisal Al Nouri", "Faisal"]
        );
        for name in ["Geert van den Broek", "Pim van ’t Hof", "Pim van 't Hof"] {
            let surname = name.rsplit(' ').next().unwrap();
            assert_eq!(clusters(&format!("They met {name}. Later {surname} spoke.")), [name; 2]);
        }
    }

    #[test]
    fn the_surname_stands_before_a_given_name_of_two_syllables() {
        assert_eq!(
            clusters("They met Carrie Chan Suk-yee. Later Ms Chan spoke, and Carrie left."),
            ["Carrie Chan Suk-yee"; 3]
        );
        assert_eq!(
            clusters("They met Chan Wai-ming and Carrie Chan Suk-yee. Later Mr Chan spoke."),
            ["Chan Wai-ming", "Carrie Chan Suk-yee", "Chan Wai-ming"]
        );
    }

    #[test]
    fn namesakes_stay_apart() {
        assert_eq!(
            clusters(
                "We met Hugo Marchetti and Paola Marchetti. Then Mrs. Marchetti left with Mr. Marchetti."
            ),
            ["Hugo Marchetti", "Paola Marchetti", "Paola Marchetti", "Hugo Marchetti"]
        );
        assert_eq!(
            clusters("We met Hugo Marchetti and his brother Luca Marchetti. They saw Marchetti."),
            ["Hugo Marchetti", "Luca Marchetti", "?2"]
        );
        assert_eq!(
            clusters("We met John Achterberg Jr. and John Achterberg Sr. in town."),
            ["John Achterberg Jr.", "John Achterberg Sr."]
        );
        assert_eq!(
            clusters("We met George H. Bell and George W. Bell."),
            ["George H. Bell", "George W. Bell"]
        );
    }

    #[test]
    fn organisations_join_their_acronyms_and_short_forms() {
        assert_eq!(
            clusters("It went to the Ruritanian Farmers Union (RFU). Later the RFU and the Union left."),
            ["Ruritanian Farmers Union"; 4]
        );
        assert_eq!(
            clusters("It hit the United Nations. The U.N. was sorry, and the UN left."),
            ["United Nations"; 3]
        );
        assert_eq!(
            clusters("It hit the United States. The U.S. was sorry, and America too."),
            ["United States"; 3]
        );
    }

    #[test]
    fn a_person_and_a_firm_of_one_name_stay_apart() {
        assert_eq!(
            clusters("We met Dora Lindqvist. The Lindqvist Foundation paid. Then Lindqvist left."),
            ["Dora Lindqvist", "Lindqvist Foundation", "Dora Lindqvist"]
        );
    }
}
