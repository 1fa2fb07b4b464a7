use super::*;
use proptest::prelude::*;
use std::collections::HashSet;

/// Bearers with companions; nobody has decided anything but what `apart` and `off` say.
#[derive(Default)]
struct World {
    bearers: Vec<Bearer>,
    companions: Vec<Vec<u64>>,
    apart: HashSet<(String, String)>,
    off: HashSet<String>,
    listed: Vec<Vec<&'static str>>,
}

impl Sources for World {
    fn companions(&mut self, bearer: usize) -> Result<Vec<u64>, StoreError> {
        Ok(self.companions[bearer].clone())
    }

    fn listed(&self, normal: &str) -> Option<usize> {
        self.listed.iter().position(|forms| forms.contains(&normal))
    }

    fn shows_listed(&self, _: usize, bearer: &Bearer) -> bool {
        bearer.roles.iter().any(|role| role.contains("senator"))
    }

    fn keeps_apart(&self, one: &Name, other: &Name) -> bool {
        let pair = |a: &Name, b: &Name| (a.normal.clone(), b.normal.clone());
        self.apart.contains(&pair(one, other)) || self.apart.contains(&pair(other, one))
    }

    fn is_split_off(&self, bearer: &Bearer) -> bool {
        self.off.contains(&bearer.article)
    }
}

impl World {
    fn says(mut self, normal: &str, roles: &[&str], companions: &[u64]) -> Self {
        let number = self.bearers.len();
        self.bearers.push(Bearer {
            normal: normal.to_owned(),
            initial: None,
            article: format!("a:{number:04}"),
            story: format!("story {number}"),
            outlet: None,
            day: Some(700_000 + number as i32),
            gender: None,
            roles: roles.iter().map(|r| (*r).to_owned()).collect(),
        });
        self.companions.push(companions.to_vec());
        self
    }

    /// Names and articles of everybody, and the pairs that are suggested.
    fn joined(&mut self) -> (Vec<Vec<String>>, Vec<(String, String)>) {
        let bearers = self.bearers.clone();
        let identity = join(&bearers, self).unwrap();
        let of = |person: &Person| {
            let mut members: Vec<String> = person
                .members
                .iter()
                .map(|m| format!("{} {}", bearers[*m].normal, bearers[*m].article))
                .collect();
            members.sort();
            members
        };
        let name = |at: usize| {
            let name = &identity.people[at].names[0];
            format!("{}{}", name.normal, name.article.as_deref().unwrap_or(""))
        };
        let mut people: Vec<Vec<String>> = identity.people.iter().map(of).collect();
        people.sort();
        let mut suggested: Vec<(String, String)> =
            identity.suggestions.iter().map(|s| (name(s.one), name(s.other))).collect();
        suggested.sort();
        (people, suggested)
    }

    /// How many people there are.
    fn people(&mut self) -> usize {
        self.joined().0.len()
    }
}

#[test]
fn one_name_is_one_person_unless_articles_contradict() {
    let minister = || World::default().says("john carver", &["Nigeria’s foreign minister"], &[]);
    assert_eq!(minister().says("john carver", &[], &[]).people(), 1);
    assert_eq!(minister().says("john carver", &["a lawyer in Lagos"], &[]).people(), 1);
    assert_eq!(minister().says("john carver", &["an Australian swimmer"], &[]).people(), 2);
    // What ties them is stronger: somebody who is named in both.
    assert_eq!(
        World::default()
            .says("john carver", &["Nigeria’s foreign minister"], &[7])
            .says("john carver", &["an Australian swimmer"], &[7])
            .people(),
        1
    );
    // What neither says goes to the one with more articles.
    let (people, _) = minister()
        .says("john carver", &["the Nigerian minister"], &[])
        .says("john carver", &["an Australian swimmer"], &[])
        .says("john carver", &[], &[])
        .joined();
    assert_eq!(people.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1]);
}

/// One sign is enough against a common surname; against a rare one only where the articles are of two outlets.
#[test]
fn how_much_must_contradict_depends_on_the_surname() {
    let two = |world: World| {
        let mut world =
            world.says("john carver", &["a surgeon"], &[]).says("john carver", &["the senator"], &[]);
        world.bearers.iter_mut().for_each(|bearer| bearer.outlet = Some("the invented times".to_owned()));
        world
    };
    assert_eq!(two(World::default()).people(), 1);
    let mut strangers = two(World::default());
    strangers.bearers[1].outlet = Some("the other paper".to_owned());
    let (people, suggested) = strangers.joined();
    assert_eq!((people.len(), suggested.len()), (2, 1));
    strangers.companions = vec![vec![7], vec![7]];
    assert_eq!(strangers.people(), 1, "somebody else is named in both");
    let mut common = World::default();
    for first in ["ada", "ben", "carl", "dora"] {
        common = common.says(&format!("{first} carver"), &[], &[]);
    }
    assert_eq!(two(common).people(), 6);
}

/// A chief executive of one company is not that of another on the next day; a minister of long ago not an envoy of another
/// country. Of so little it is a suggestion.
#[test]
fn rival_offices_and_offices_far_apart_are_two_people_perhaps() {
    let (people, suggested) = World::default()
        .says("john carver", &["chief executive of Halvex"], &[])
        .says("john carver", &["the chief executive of Ostrel Rail"], &[])
        .says("john carver", &["Halvex’s chief executive"], &[])
        .joined();
    assert_eq!((people.iter().map(Vec::len).collect::<Vec<_>>(), suggested.len()), (vec![2, 1], 1));
    let far = |years: i32| {
        let mut world = World::default().says("john carver", &["a Norwegian minister"], &[]).says(
            "john carver",
            &["the Nigerian envoy"],
            &[],
        );
        world.bearers[1].day = Some(700_000 + years * 366);
        world.joined()
    };
    assert_eq!(far(5).0.len(), 1);
    let (people, suggested) = far(25);
    assert_eq!((people.len(), suggested.len()), (2, 1));
    // Somebody decides.
    let mut world = World::default().says("john carver", &["chief executive of Halvex"], &[]).says(
        "john carver",
        &["the chief executive of Ostrel Rail"],
        &[],
    );
    world.off.insert("a:0001".to_owned());
    assert_eq!(world.joined().1, []);
}

#[test]
fn father_and_son_are_suggested_where_they_have_one_role() {
    for (roles, count) in [(&["mayor of Querl"][..], 1), (&[], 0)] {
        let (people, suggested) = World::default()
            .says("donald hale", &["mayor of Querl"], &[])
            .says("don hale jr", roles, &[])
            .joined();
        assert_eq!((people.len(), suggested.len()), (2, count));
    }
}

#[test]
fn forms_of_a_name_are_joined_by_evidence_and_else_suggested() {
    for (one, other) in [
        ("robert carver", "bob carver"),
        ("robert carver", "robert james carver"),
        ("muammar gaddafi", "moammar qadhafi"),
    ] {
        let same = |roles: &[&str], company: &[u64]| {
            World::default().says(one, &["mayor of Querl"], &[1, 2]).says(other, roles, company).joined()
        };
        assert_eq!(same(&["the Querl mayor"], &[1, 2]).0.len(), 1, "{one} / {other}");
        let (people, suggested) = same(&[], &[]);
        assert_eq!((people.len(), suggested.len()), (2, 1), "{one} / {other}");
    }
    // Father and son are never joined, and who stands beside whom in one article is another.
    let (people, _) = World::default()
        .says("donald hale", &["mayor of Querl"], &[1, 2, 3])
        .says("donald hale jr", &["mayor of Querl"], &[1, 2, 3])
        .joined();
    assert_eq!(people.len(), 2);
    let mut both = World::default().says("robert carver", &["mayor of Querl"], &[1, 2, 3]).says(
        "bob carver",
        &["mayor of Querl"],
        &[1, 2, 3],
    );
    both.bearers[1].article = both.bearers[0].article.clone();
    assert_eq!(both.people(), 2);
}

#[test]
fn the_list_of_office_holders_knows_forms_of_one_name() {
    let mut world = World::default().says("robert quillon carver", &["senator"], &[]).says(
        "rq carver",
        &["a senator"],
        &[],
    );
    assert_eq!(world.people(), 2);
    world.listed = vec![vec!["robert quillon carver", "rq carver"]];
    assert_eq!(world.people(), 1);
    world.bearers[1].roles = vec![];
    assert_eq!(world.people(), 1, "one of them is enough");
    world.bearers[1].roles = vec!["an Australian swimmer".to_owned()];
    assert_eq!(world.people(), 2, "what articles say is stronger");
    for bearer in &mut world.bearers {
        bearer.roles = vec![];
    }
    assert_eq!(world.people(), 2, "two names of the list are nobody’s as long as no article shows it");
}

/// Of "George W." and "George H. W." one is the son.
#[test]
fn another_middle_initial_is_another_person() {
    let mut world = World::default().says("george hale", &["mayor of Querl"], &[1, 2, 3]).says(
        "george h w hale",
        &["mayor of Querl"],
        &[1, 2, 3],
    );
    assert_eq!(world.people(), 1);
    world.bearers[0].initial = Some('w');
    assert_eq!(world.people(), 2);
}

#[test]
fn what_a_person_decided_comes_first() {
    let mut world = World::default()
        .says("robert carver", &["mayor of Querl"], &[1, 2])
        .says("bob carver", &["mayor of Querl"], &[1, 2])
        .says("bob carver", &["mayor of Querl"], &[1, 2]);
    assert_eq!(world.people(), 1);
    world.apart.insert(("bob carver".to_owned(), "robert carver".to_owned()));
    assert_eq!(
        world.joined(),
        (
            vec![
                vec!["bob carver a:0001".to_owned(), "bob carver a:0002".to_owned()],
                vec!["robert carver a:0000".to_owned()],
            ],
            vec![]
        )
    );
    world.off.insert("a:0002".to_owned());
    assert_eq!(world.people(), 3);
}

#[test]
fn a_form_that_fits_two_people_joins_one_of_them_at_most() {
    let (people, suggested) = World::default()
        .says("john carver", &["mayor of Querl"], &[1, 2])
        .says("john paul carver", &["mayor of Querl"], &[1, 2])
        .says("john luke carver", &["mayor of Querl"], &[1, 2])
        .joined();
    assert_eq!((people.len(), suggested.len()), (2, 1));
}

fn bearer() -> impl Strategy<Value = (Bearer, Vec<u64>)> {
    let names = [
        "robert carver",
        "bob carver",
        "robert james carver",
        "r j carver",
        "robert carver jr",
        "jane carver",
        "rupert karver",
        "robert karver",
    ];
    let roles = [
        "",
        "mayor of Querl",
        "mayor of Marn",
        "a surgeon",
        "an Australian swimmer",
        "Nigerian minister",
        "the minister",
    ];
    let gender = prop_oneof![Just(None), Just(Some(Gender::Masculine)), Just(Some(Gender::Feminine))];
    let one = (
        prop::sample::select(names.to_vec()),
        prop::collection::vec(prop::sample::select(roles.to_vec()), 0..3),
        gender,
        0..4u8,
        prop::option::of(0..9_000i32),
        prop::collection::vec(0..6u64, 0..3),
    );
    one.prop_map(|(name, roles, gender, story, day, companions)| {
        let bearer = Bearer {
            normal: name.to_owned(),
            initial: None,
            article: String::new(),
            story: format!("story {story}"),
            outlet: [None, Some("the invented times".to_owned()), Some("the other paper".to_owned())]
                [usize::from(story) % 3]
                .clone(),
            day,
            gender,
            roles: roles.into_iter().filter(|r| !r.is_empty()).map(str::to_owned).collect(),
        };
        (bearer, companions)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_bearers_changes_nothing(
        bearers in prop::collection::vec(bearer(), 1..14).prop_shuffle(),
        seed in any::<u64>(),
    ) {
        let mut world = World::default();
        for (number, (mut bearer, mut companions)) in bearers.into_iter().enumerate() {
            bearer.article = format!("a:{number:02}");
            if bearer.story == "story 0" {
                bearer.story = bearer.article.clone();
                companions.clear();
            }
            world.bearers.push(bearer);
            world.companions.push(companions);
        }
        let before = world.joined();
        let mut order: Vec<usize> = (0..world.bearers.len()).collect();
        order.sort_by_key(|i| (*i as u64 + 1).wrapping_mul(seed | 1));
        let mut other = World::default();
        for i in order {
            other.bearers.push(world.bearers[i].clone());
            other.companions.push(world.companions[i].clone());
        }
        prop_assert_eq!(&before, &other.joined());
        // Everybody is somebody, once.
        prop_assert_eq!(before.0.iter().map(Vec::len).sum::<usize>(), world.bearers.len());
    }
}
