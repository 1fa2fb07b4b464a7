//! Decisions of people: taken, taken back, carried over, and stronger than the machine.

#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

mod invented;

use invented::{NOW, Story, add, column, create, dump, value};
use onrecord::attribution::Kind;
use onrecord::claims::ClaimType::{self, Statement};
use onrecord::query::accusations::{AccusationFilter, accusations};
use onrecord::store::ids::{self, IdKind};
use onrecord::store::{Applied, Decision, Place, SpeakerName, Store, StoreError};
use proptest::prelude::*;
use std::path::Path;

fn person(name: &str) -> SpeakerName {
    SpeakerName { name: name.to_owned(), kind: "person".to_owned(), article: None }
}

fn said(day: &str, name: &str) -> Story {
    let mut story = Story::new(&format!("News of {day}"), "The Invented Times", Some(day));
    story.says(name, Statement, &format!("It was the work of {day}, and well done"));
    story.role("Zoë Ek", "a passer-by");
    story
}

const QUOTES: [(&str, &str); 4] = [
    ("2026-01-05", "Ada Okafor"),
    ("2026-01-12", "Ms. Okafor"),
    ("2026-01-13", "Ben Carver"),
    ("2026-01-14", "Benjamin Carver"),
];

/// A store in which four articles quote somebody.
fn filled(folder: &Path) -> Store {
    let (mut store, _) = create(folder);
    let stories: Vec<Story> = QUOTES.iter().map(|(day, name)| said(day, name)).collect();
    add(&mut store, &stories.iter().collect::<Vec<_>>());
    store.derive().unwrap();
    store
}

/// The speaker of the quote in each article, in order of the articles' days.
fn speakers(store: &Store) -> Vec<String> {
    column(
        store,
        "SELECT coalesce(s.name, 'unknown') FROM attribution q JOIN article a ON a.id = q.article_id
         LEFT JOIN quote_speaker qs ON qs.attribution_id = q.id LEFT JOIN speaker s ON s.id = qs.speaker_id
         ORDER BY a.published, q.number",
    )
}

fn decide(store: &mut Store, decision: &Decision) -> i64 {
    let number = store.decide(decision, NOW).unwrap();
    assert!(store.is_stale().unwrap());
    store.derive().unwrap();
    number
}

#[test]
fn what_is_undone_was_never_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let before = dump(&store);
    let quotes = column(&store, "SELECT quote_id FROM quotes ORDER BY said_on");
    let first = store.place(&quotes[0]).unwrap();
    let decisions = [
        Decision::merge(&person("Ben Carver"), &person("Benjamin Carver")),
        Decision::split(&person("Okafor"), &person("Ada Okafor")),
        Decision::rename(&person("Ada Okafor"), "Dr Okafor"),
        Decision::speaker(&first, &person("Zoë Nobody")),
        Decision::claim_type(&first, ClaimType::Promise),
        Decision::reject(&first),
    ];
    for decision in &decisions {
        let number = decide(&mut store, decision);
        if decision != &decisions[1] {
            assert_ne!(dump(&store), before, "{decision:?} does something");
        }
        let undone = store.undo_decision(number, NOW).unwrap();
        assert_eq!(undone.in_words(), decision.in_words());
        store.derive().unwrap();
        assert_eq!(dump(&store), before, "{decision:?}");
        let again = store.undo_decision(number, NOW);
        assert!(matches!(again, Err(StoreError::DecisionUndone { .. })));
    }
    assert!(matches!(store.undo_decision(99, NOW), Err(StoreError::UnknownDecision(99))));
}

#[test]
fn decisions_are_taken_back_all_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let one = decide(&mut store, &Decision::rename(&person("Ada Okafor"), "Dr Okafor"));
    let other = decide(&mut store, &Decision::rename(&person("Ben Carver"), "Dr Carver"));
    let before = dump(&store);
    assert!(matches!(store.undo_decisions(&[one, 99], NOW), Err(StoreError::UnknownDecision(99))));
    assert!(!store.is_stale().unwrap());
    assert_eq!(dump(&store), before);
    assert_eq!(store.undo_decisions(&[one, other], NOW).unwrap().len(), 2);
    store.derive().unwrap();
    assert_eq!(speakers(&store)[0], "Ada Okafor");
}

#[test]
fn renaming_an_organisation_leaves_the_one_that_was_split_off() {
    for name in ["Halvex", "Federation"] {
        let folder = tempfile::tempdir().unwrap();
        let (mut store, _) = create(folder.path());
        let stories = ["2026-01-05", "2026-01-06"].map(|day| said(day, name));
        add(&mut store, &stories.each_ref());
        store.derive().unwrap();
        assert_eq!(value::<i64>(&store, "SELECT articles FROM speaker WHERE type = 'organization'"), 2);
        let all = SpeakerName { kind: "organization".to_owned(), ..person(name) };
        let off = SpeakerName { article: Some(stories[0].id()), ..all.clone() };
        decide(&mut store, &Decision::split_off(&off));
        decide(&mut store, &Decision::rename(&all, "Halvex Shipping"));
        assert_eq!(speakers(&store), [name, "Halvex Shipping"]);
        decide(&mut store, &Decision::rename(&off, "Halvex Rowing"));
        assert_eq!(speakers(&store), ["Halvex Rowing", "Halvex Shipping"]);
        // The id that it had still names the one of that article.
        let rowing = person("Zoë Rowing");
        decide(&mut store, &Decision::merge(&off, &rowing));
        let own = ids::speaker(&name.to_lowercase(), "organization", Some(&stories[0].id()));
        assert_eq!(store.speaker_name(&own).unwrap().article, off.article);
    }
}

#[test]
fn one_in_the_middle_can_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let merge = decide(&mut store, &Decision::merge(&person("Ben Carver"), &person("Benjamin Carver")));
    decide(&mut store, &Decision::rename(&person("Benjamin Carver"), "B. J. Carver"));
    assert_eq!(speakers(&store)[2..], ["B. J. Carver", "B. J. Carver"]);
    store.undo_decision(merge, NOW).unwrap();
    store.derive().unwrap();
    assert_eq!(speakers(&store)[2..], ["Ben Carver", "B. J. Carver"]);
}

#[test]
fn a_merge_is_taken_back_in_either_order_and_by_the_old_id() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let (ben, benjamin) = (person("Ben Carver"), person("Benjamin Carver"));
    let old = ids::speaker("ben carver", "person", None);
    for (one, other) in [(&ben, &benjamin), (&benjamin, &ben)] {
        decide(&mut store, &Decision::merge(&ben, &benjamin));
        assert_eq!(speakers(&store)[2..], ["Benjamin Carver"; 2]);
        // The id that it had leads to the speaker that it is, and still knows its name.
        assert_eq!(store.resolve(IdKind::Speaker, &old[..9]).unwrap(), old);
        assert_eq!(store.speaker_name(&old).unwrap(), ben);
        decide(&mut store, &Decision::split(one, other));
        assert_eq!(speakers(&store)[2..], ["Ben Carver", "Benjamin Carver"]);
    }
}

#[test]
fn a_split_opens_a_chain_of_merges_at_its_last_link() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let names = ["Ada Birch", "Ada Elm", "Ada Oak"];
    let stories: Vec<Story> =
        names.iter().enumerate().map(|(day, name)| said(&format!("2026-01-0{}", day + 1), name)).collect();
    add(&mut store, &stories.iter().collect::<Vec<_>>());
    decide(&mut store, &Decision::merge(&person("Ada Elm"), &person("Ada Oak")));
    decide(&mut store, &Decision::merge(&person("Ada Birch"), &person("Ada Elm")));
    assert_eq!(speakers(&store), ["Ada Oak"; 3]);
    decide(&mut store, &Decision::split(&person("Ada Oak"), &person("Ada Birch")));
    assert_eq!(speakers(&store), ["Ada Birch", "Ada Oak", "Ada Oak"]);
}

/// "Ms. Okafor" of two articles that say nothing else, and the two names of somebody else.
#[test]
fn a_surname_leaves_a_merge_alone_in_one_article_and_everywhere_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let names = ["Kate Elm", "Ms. Okafor", "Ms. Okafor", "Katherine Elm"];
    let stories: Vec<Story> =
        names.iter().enumerate().map(|(day, name)| said(&format!("2026-01-0{}", day + 1), name)).collect();
    add(&mut store, &stories.iter().collect::<Vec<_>>());
    store.derive().unwrap();
    let (kate, katherine, okafor) = (person("Kate Elm"), person("Katherine Elm"), person("Ms. Okafor"));
    let of = |at: usize| SpeakerName { article: Some(stories[at].id()), ..okafor.clone() };
    decide(&mut store, &Decision::merge(&of(1), &kate));
    decide(&mut store, &Decision::merge(&of(2), &kate));
    decide(&mut store, &Decision::merge(&kate, &katherine));
    assert_eq!(speakers(&store), ["Katherine Elm"; 4]);
    // Not the last link, by which Kate is Katherine.
    let one = decide(&mut store, &Decision::split(&katherine, &of(1)));
    assert_eq!(speakers(&store), ["Katherine Elm", "Ms. Okafor", "Katherine Elm", "Katherine Elm"]);
    store.undo_decision(one, NOW).unwrap();
    let all = decide(&mut store, &Decision::split(&okafor, &katherine));
    assert_eq!(speakers(&store), ["Katherine Elm", "Ms. Okafor", "Ms. Okafor", "Katherine Elm"]);
    store.undo_decision(all, NOW).unwrap();
    // Of what holds for the name, one article is taken out, too.
    decide(&mut store, &Decision::split(&okafor, &katherine));
    decide(&mut store, &Decision::merge(&okafor, &kate));
    assert_eq!(speakers(&store), ["Katherine Elm"; 4]);
    decide(&mut store, &Decision::split(&of(2), &katherine));
    assert_eq!(speakers(&store), ["Katherine Elm", "Katherine Elm", "Ms. Okafor", "Katherine Elm"]);
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
}

#[test]
fn decisions_hold_in_another_database_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let quotes = column(&store, "SELECT quote_id FROM quotes ORDER BY said_on");
    let first = store.place(&quotes[0]).unwrap();
    let merge = Decision::merge(&person("Ben Carver"), &person("Benjamin Carver"))
        .because(Some("the desk"), Some("same “man”,\nsame party"));
    let merge = decide(&mut store, &merge);
    decide(&mut store, &Decision::speaker(&first, &person("Zoë Nobody")));
    let gone = decide(&mut store, &Decision::reject(&first));
    store.undo_decision(gone, NOW).unwrap();
    store.derive().unwrap();
    let mut exported = Vec::new();
    assert_eq!(store.export_decisions(&mut exported).unwrap(), 3);

    // Into a database that has the articles, and into one that gets them later.
    for early in [false, true] {
        let other = tempfile::tempdir().unwrap();
        let mut there = if early { create(other.path()).0 } else { filled(other.path()) };
        let applied = there.apply_decisions(&mut exported.as_slice()).unwrap();
        assert_eq!(applied, Applied { new: 2, known: 0, undone: 1 });
        if early {
            let stories: Vec<Story> = QUOTES.iter().map(|(day, name)| said(day, name)).collect();
            add(&mut there, &stories.iter().collect::<Vec<_>>());
        }
        there.derive().unwrap();
        assert_eq!(dump(&there), dump(&store));
        assert_eq!(
            column(&there, "SELECT note FROM decision WHERE made_by = 'the desk'"),
            ["same “man”,\nsame party"]
        );
        let again = there.apply_decisions(&mut exported.as_slice()).unwrap();
        assert_eq!(again, Applied { new: 0, known: 3, undone: 0 });
        assert!(!there.is_stale().unwrap());

        // What is taken back here is taken back there.
        let mut later = Vec::new();
        if early {
            store.undo_decision(merge, NOW).unwrap();
            store.derive().unwrap();
            store.export_decisions(&mut later).unwrap();
            assert_eq!(there.apply_decisions(&mut later.as_slice()).unwrap().undone, 1);
            there.derive().unwrap();
            assert_eq!(dump(&there), dump(&store));
        }
    }
}

#[test]
fn what_was_taken_again_within_the_second_goes_over() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut store = filled(folder.path());
    let quote = store.place(&column(&store, "SELECT quote_id FROM quotes")[0]).unwrap();
    let first = decide(&mut store, &Decision::reject(&quote));
    let exported = |store: &Store| {
        let mut lines = Vec::new();
        store.export_decisions(&mut lines).unwrap();
        lines
    };
    let early = exported(&store);
    store.undo_decision(first, NOW).unwrap();
    let undone = exported(&store);
    decide(&mut store, &Decision::reject(&quote));
    let mut there = filled(other.path());
    let mut apply = |lines: &[u8]| there.apply_decisions(&mut &*lines).unwrap();
    assert_eq!(apply(&undone), Applied { new: 0, known: 0, undone: 1 });
    assert_eq!(apply(&early), Applied { new: 0, known: 1, undone: 0 }, "it was taken back since");
    assert_eq!(apply(&exported(&store)), Applied { new: 1, known: 1, undone: 0 });
    assert_eq!(apply(&exported(&store)), Applied { new: 0, known: 2, undone: 0 });
    there.derive().unwrap();
    assert_eq!(dump(&there), dump(&store));
}

#[test]
fn the_one_made_later_wins_wherever_it_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    store.decide(&Decision::rename(&person("Ada Okafor"), "Later"), "2026-02-02T00:00:00Z").unwrap();
    let earlier = r#"{"made":"2026-02-01T00:00:00Z","action":"rename","name":"Ada Okafor","type":"person","value":"Earlier"}"#;
    store.apply_decisions(&mut earlier.as_bytes()).unwrap();
    store.derive().unwrap();
    assert_eq!(speakers(&store)[0], "Later");
}

#[test]
fn what_is_no_decision_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let before = dump(&store);
    let good = r#"{"made":"2026-02-01T00:00:00Z","action":"rename","name":"Ada Okafor","type":"person","value":"A"}"#;
    for wrong in [
        "{}",
        "nonsense",
        r#"{"made":"2026-02-01T00:00:00Z","action":"explode","name":"Ada Okafor"}"#,
        r#"{"made":"2026-02-01T00:00:00Z","action":"rename","name":"Ada Okafor"}"#,
        r#"{"made":"2026-02-01T00:00:00Z","action":"reject","article":"a:1","start_char":9,"end_char":3}"#,
        r#"{"made":"2026-02-01T00:00:00Z","action":"content","article":"a:1","start_char":1,"end_char":3,"value":"x"}"#,
        r#"{"made":"yesterday","action":"rename","name":"Ada Okafor","type":"person","value":"B"}"#,
        r#"{"made":"2026-02-01T00:00:00+01:00","action":"rename","name":"Ada Okafor","type":"person","value":"B"}"#,
    ] {
        let file = format!("{good}\n\n{wrong}\n");
        let error = store.apply_decisions(&mut file.as_bytes()).unwrap_err().to_string();
        assert!(error.contains("line 3"), "{error}");
    }
    let long = "x".repeat(2 << 20);
    assert!(store.apply_decisions(&mut long.as_bytes()).is_err());
    assert!(store.apply_decisions(&mut b"\xff\xfe\n".as_slice()).is_err());
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM decision"), 0);
    assert_eq!(dump(&store), before);
    assert!(store.decide(&Decision::rename(&person("Ada Okafor"), ""), NOW).is_err());
}

/// Somebody writes a row with another program, or a newer onrecord knows an action that this one does not.
#[test]
fn rows_of_others_are_derived_or_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    store
        .connection()
        .execute_batch(
            "INSERT INTO decision (made, action, name, type, value) VALUES
               ('2026-02-01T00:00:00Z', 'rename', 'Ada Okafor', 'person', 'By hand'),
               ('2026-02-01T00:00:00Z', 'of the future', 'Ada Okafor', 'person', 'x'),
               ('2026-02-01T00:00:00Z', 'merge', 'Ada Okafor', NULL, NULL)",
        )
        .unwrap();
    assert!(store.is_stale().unwrap());
    store.derive().unwrap();
    assert!(!store.is_stale().unwrap());
    assert_eq!(speakers(&store)[0], "By hand");
}

// ── What was read of an article

/// Two quotes in one article: `Ada Okafor said “…” on Tuesday.` each.
fn two_quotes() -> Story {
    let mut story = Story::new("News", "The Invented Times", Some("2026-01-05"));
    story
        .says("Ada Okafor", Statement, "The bridge is closed until further notice")
        .words("“It will open in spring,” the mayor told nobody in particular.")
        .says("Ben Carver", Statement, "There is a ferry every ten minutes or so");
    story
}

fn place_of(story: &Story, words: &str) -> Place {
    let text = &story.article.text;
    let start = text.split(words).next().unwrap().chars().count() as i64;
    Place { article: story.id(), start_char: start, end_char: start + words.chars().count() as i64, nth: 0 }
}

fn one_piece(place: &Place) -> [(i64, i64); 1] {
    [(place.start_char, place.end_char)]
}

#[test]
fn the_words_of_a_quote_are_corrected_and_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let story = two_quotes();
    add(&mut store, &[&story]);
    store.derive().unwrap();
    let before = dump(&store);
    let quotes = column(&store, "SELECT quote_id FROM quotes ORDER BY start_char");
    let place = store.place(&quotes[0]).unwrap();
    let shorter = place_of(&story, "The bridge is closed until");
    let numbers = [
        decide(&mut store, &Decision::content(&place, &one_piece(&shorter))),
        decide(&mut store, &Decision::kind(&shorter, Kind::Indirect)),
        decide(&mut store, &Decision::source(&shorter, &one_piece(&place_of(&story, "Okafor")))),
    ];
    assert_eq!(
        column(&store, "SELECT source || ' ' || kind || ' ' || content FROM quotes ORDER BY start_char")[0],
        "Okafor indirect The bridge is closed until"
    );
    // The full text finds it by its new words, and it can be cited by its new place.
    let found = "SELECT count(*) FROM quote_fts WHERE quote_fts MATCH 'notice'";
    assert_eq!(value::<i64>(&store, found), 0);
    let id = column(&store, "SELECT quote_id FROM quotes ORDER BY start_char").remove(0);
    assert_eq!(store.place(&id).unwrap(), shorter);
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
    let corrected = dump(&store);
    store.rebuild().unwrap();
    assert_eq!(dump(&store), corrected);

    for number in numbers {
        store.undo_decision(number, NOW).unwrap();
        store.derive().unwrap();
        assert_eq!(store.check(|_, _| {}).unwrap(), []);
    }
    assert_eq!(dump(&store), before);
}

#[test]
fn a_quote_is_added_until_the_machine_finds_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let mut story = two_quotes();
    // This extractor finds the first quote only.
    let whole = story.extraction.clone();
    story.extraction.attributions.truncate(1);
    story.extraction.speakers.of_attribution.truncate(1);
    add(&mut store, &[&story]);
    store.derive().unwrap();
    let before = dump(&store);
    let place = place_of(&story, "“It will open in spring,”");
    let second = place_of(&story, "“There is a ferry every ten minutes or so”");
    let mayor = person("the mayor of Querl");
    let number =
        decide(&mut store, &Decision::add(&place, Some(&mayor), &one_piece(&place_of(&story, "the mayor"))));
    decide(&mut store, &Decision::add(&second, Some(&person("Ben Carver")), &[]));
    let listed =
        "SELECT coalesce(speaker, '?') || ' ' || kind || ' ' || verdict || ' ' || said_on FROM quotes
                  WHERE verdict = 'confirmed' ORDER BY start_char";
    assert_eq!(
        column(&store, listed),
        ["the mayor of Querl direct confirmed 2026-01-05", "Ben Carver direct confirmed 2026-01-05"]
    );
    assert_eq!(store.check(|_, _| {}).unwrap(), []);

    // A better one finds the last, too: it is there once, and still confirmed.
    let stored = store.stored_article(store.all_articles().unwrap()[0]).unwrap();
    let run = store.begin_extraction(NOW, "better", "{}").unwrap();
    let mut batch = store.batch(0, run, NOW).unwrap();
    batch.replace(&stored, &whole).unwrap();
    batch.commit().unwrap();
    store.derive().unwrap();
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM quotes"), 3);
    assert_eq!(column(&store, listed).len(), 2);
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
    let run = store.begin_extraction(NOW, "as before", "{}").unwrap();
    let mut batch = store.batch(0, run, NOW).unwrap();
    batch.replace(&stored, &story.extraction).unwrap();
    batch.commit().unwrap();
    store.undo_decision(number, NOW).unwrap();
    store.undo_decision(number + 1, NOW).unwrap();
    store.derive().unwrap();
    assert_eq!(dump(&store), before);
}

#[test]
fn what_is_added_within_another_quote_or_behind_one_that_was_cut_is_a_quote_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let story = two_quotes();
    add(&mut store, &[&story]);
    store.derive().unwrap();
    let before = dump(&store);
    let listed = |store: &Store| {
        column(
            store,
            "SELECT speaker || ': ' || content FROM quotes WHERE article_id IS NOT NULL ORDER BY start_char, content",
        )
    };
    let ferry = "Ben Carver: “There is a ferry every ten minutes or so”";
    let inner = Decision::add(&place_of(&story, "further notice"), Some(&person("Rolf Dahl")), &[]);
    let mut numbers = vec![decide(&mut store, &inner)];
    let nested =
        ["Ada Okafor: “The bridge is closed until further notice”", "Rolf Dahl: further notice", ferry];
    assert_eq!(listed(&store), nested);
    assert_eq!(column(&store, "SELECT content FROM quotes WHERE verdict = 'confirmed'"), ["further notice"]);
    store.rebuild().unwrap();
    assert_eq!(listed(&store), nested);
    store.undo_decision(numbers.remove(0), NOW).unwrap();
    store.derive().unwrap();
    assert_eq!(dump(&store), before);

    // Of two that the machine took for one, the first is cut and the second added.
    let whole = place_of(&story, "“The bridge is closed until further notice”");
    let (first, second) =
        (place_of(&story, "The bridge"), place_of(&story, "is closed until further notice"));
    numbers.push(decide(&mut store, &Decision::content(&whole, &one_piece(&first))));
    numbers.push(decide(&mut store, &Decision::add(&second, Some(&person("Rolf Dahl")), &[])));
    let parted = ["Ada Okafor: The bridge", "Rolf Dahl: is closed until further notice", ferry];
    assert_eq!(listed(&store), parted);
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
    store.rebuild().unwrap();
    assert_eq!(listed(&store), parted);
    // What was added and is cut in its turn stays with whom it was given to.
    let cut = place_of(&story, "further notice");
    numbers.push(decide(&mut store, &Decision::content(&second, &one_piece(&cut))));
    assert_eq!(listed(&store), ["Ada Okafor: The bridge", "Rolf Dahl: further notice", ferry]);
    store.undo_decisions(&numbers, NOW).unwrap();
    store.derive().unwrap();
    assert_eq!(dump(&store), before);
}

#[test]
fn a_place_outside_of_the_text_corrects_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let story = two_quotes();
    add(&mut store, &[&story]);
    store.derive().unwrap();
    let before = dump(&store);
    let far = Place { article: story.id(), start_char: 1_000_000, end_char: 1_000_009, nth: 0 };
    let there = store.place(&column(&store, "SELECT quote_id FROM quotes")[0]).unwrap();
    decide(&mut store, &Decision::add(&far, None, &[]));
    decide(&mut store, &Decision::reject(&far));
    decide(&mut store, &Decision::content(&there, &one_piece(&far)));
    decide(&mut store, &Decision::source(&there, &[(0, i64::MAX)]));
    assert_eq!(dump(&store), before);
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Taking decisions and some of them back, one by one, is what is left of them in a new database at once.
    #[test]
    fn undoing_is_never_having_decided(
        pairs in prop::collection::vec((0..4usize, 0..4usize, 0..7u8, any::<bool>()), 1..7),
    ) {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut store, mut left) = (filled(folder.path()), filled(other.path()));
        let quotes = column(&store, "SELECT quote_id FROM quotes ORDER BY said_on");
        let places: Vec<Place> = quotes.iter().map(|id| store.place(id).unwrap()).collect();
        // What stands before the content.
        let beside = |place: &Place| Place { end_char: place.start_char, start_char: place.start_char - 7, ..place.clone() };
        let mut undo = Vec::new();
        for (one, second, what, stays) in pairs {
            let (a, b) = (person(QUOTES[one].1), person(QUOTES[second].1));
            let decision = match what {
                0 => Decision::merge(&a, &b),
                1 => Decision::split(&a, &b),
                2 => Decision::speaker(&places[one], &b),
                3 => Decision::add(&beside(&places[one]), Some(&b), &[]),
                4 => Decision::content(&places[one], &[(places[one].start_char + second as i64, places[one].end_char)]),
                5 => Decision::kind(&places[one], Kind::Mixed),
                _ => Decision::rename(&a, &b.name),
            };
            let number = decide(&mut store, &decision);
            if stays {
                left.decide(&decision, NOW).unwrap();
            } else {
                undo.push(number);
            }
        }
        for number in undo {
            store.undo_decision(number, NOW).unwrap();
            store.derive().unwrap();
        }
        left.rebuild().unwrap();
        prop_assert_eq!(dump(&store), dump(&left));
        prop_assert_eq!(store.check(|_, _| {}).unwrap(), []);
    }
}

#[test]
fn a_reply_that_somebody_found_goes_and_comes_with_its_article() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let mut charge = Story::new("Harbour", "The Invented Times", Some("2026-01-05"));
    charge.accuses("Ada Okafor", "Ben Carver", "hiding the report");
    let answer = said("2026-02-01", "Edda Lund");
    add(&mut store, &[&charge, &answer]);
    store.derive().unwrap();
    let of = |store: &Store, title: &str| {
        let sql = format!(
            "SELECT q.public_id FROM attribution q JOIN article a ON a.id = q.article_id WHERE a.title LIKE '{title}%'"
        );
        store.place(&value::<String>(store, &sql)).unwrap()
    };
    let (charged, answered) = (of(&store, "Harbour"), of(&store, "News"));
    let status = |store: &Store| value::<String>(store, "SELECT status FROM accusations");

    decide(&mut store, &Decision::reply(&charged, &answered, "denial"));
    assert_eq!(status(&store), "denied");
    store.remove(&[answer.id()]).unwrap();
    store.derive().unwrap();
    assert_eq!(status(&store), "unanswered");
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM accusation_status"), 1);
    add(&mut store, &[&answer]);
    store.derive().unwrap();
    assert_eq!(status(&store), "denied");

    // What is no quote answers nothing, whichever was decided first.
    let listed = |store: &Store| accusations(store.connection(), &AccusationFilter::default()).unwrap().rows;
    let rejected = decide(&mut store, &Decision::reject(&answered));
    assert_eq!(status(&store), "unanswered");
    assert_eq!(listed(&store)[0].reply, None);
    decide(&mut store, &Decision::reply(&charged, &answered, "denial"));
    assert_eq!((status(&store).as_str(), listed(&store)[0].replies), ("unanswered", 0));
    store.undo_decision(rejected, NOW).unwrap();
    store.derive().unwrap();
    assert_eq!(status(&store), "denied");
    assert!(listed(&store)[0].reply.is_some());
}

#[test]
fn a_reply_in_an_article_that_changed_is_one_reply_and_can_be_taken_back_in_the_newest_version() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let mut charge = Story::new("Harbour", "The Invented Times", Some("2026-01-04"));
    charge.accuses("Edda Lund", "Ben Carver", "losing the keys of the harbour");
    let [first, second] = versions();
    add(&mut store, &[&charge, &first]);
    store.derive().unwrap();
    let quote = |store: &Store, article: &str, words: &str| {
        let sql = format!(
            "SELECT q.public_id FROM attribution q JOIN article a ON a.id = q.article_id
             WHERE a.public_id = '{article}' AND q.content LIKE '%{words}%'"
        );
        store.place(&value::<String>(store, &sql)).unwrap()
    };
    let charged = quote(&store, &charge.id(), "losing the keys");
    let answered = quote(&store, &first.id(), "ferry");
    decide(&mut store, &Decision::reply(&charged, &answered, "denial"));
    add(&mut store, &[&second]);
    store.derive().unwrap();
    let replies = "SELECT a.public_id FROM accusation_reply r JOIN attribution q ON q.id = r.attribution_id
                   JOIN article a ON a.id = q.article_id JOIN accusation x ON x.id = r.accusation_id
                   WHERE x.allegation LIKE 'losing%'";
    let status = "SELECT status FROM accusations WHERE allegation LIKE 'losing%'";
    assert_eq!(column(&store, replies), [second.id()]);
    assert_eq!(column(&store, status), ["denied"]);
    let newest = quote(&store, &second.id(), "ferry");
    decide(&mut store, &Decision::no_reply(&charged, &newest));
    assert_eq!(column(&store, replies), Vec::<String>::new());
    assert_eq!(column(&store, status), ["unanswered"]);
}

/// The same article, read by a model that finds no quote in it.
fn without_quotes(story: &Story) -> Story {
    let mut story = story.clone();
    story.extraction.attributions.clear();
    story.extraction.statement_dates.clear();
    story.extraction.claims = Default::default();
    story.extraction.speakers.of_attribution.clear();
    story
}

#[test]
fn a_later_model_that_finds_no_quote_loses_none_that_a_person_has_seen() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let story = said(QUOTES[0].0, QUOTES[0].1);
    let quote: String = value(&store, "SELECT quote_id FROM quotes ORDER BY said_on LIMIT 1");
    let words: String = value(&store, "SELECT content FROM quotes ORDER BY said_on LIMIT 1");
    let place = store.place(&quote).unwrap();
    let by = decide(&mut store, &Decision::speaker(&place, &person("Zoë Nobody")));
    let kind = decide(&mut store, &Decision::claim_type(&place, ClaimType::Promise));
    store.remove(&[story.id()]).unwrap();
    add(&mut store, &[&without_quotes(&story)]);
    store.derive().unwrap();
    let kept = column(
        &store,
        &format!("SELECT speaker || ': ' || claim_type FROM quotes WHERE article_id = '{}'", story.id()),
    );
    assert_eq!(kept, ["Zoë Nobody: promise"]);
    assert_eq!(value::<String>(&store, "SELECT content FROM quotes ORDER BY said_on LIMIT 1"), words);
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
    for number in [by, kind] {
        store.undo_decision(number, NOW).unwrap();
    }
    store.derive().unwrap();
    let count = format!("SELECT count(*) FROM quotes WHERE article_id = '{}'", story.id());
    assert_eq!(value::<i64>(&store, &count), 0);
    // That something is no quote makes none.
    decide(&mut store, &Decision::reject(&place));
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM attribution"), 3);
}

/// An article at one address, as it was printed on a day: with another opening each time.
fn version(day: &str, opening: &str) -> Story {
    let mut story = Story::new("The bridge", "The Invented Times", Some(day));
    story.article.url = Some("https://times.example/bridge".to_owned());
    story
        .words(opening)
        .says("Ada Okafor", Statement, "The bridge is closed until further notice")
        .says("Ben Carver", Statement, "There is a ferry every ten minutes or so")
        .accuses("Ada Okafor", "Ben Carver", "hiding the report");
    story
}

fn versions() -> [Story; 2] {
    [version("2026-01-05", "It was cold."), version("2026-01-06", "It was cold, and the river was high.")]
}

/// What the newest versions hold: quotes and accusations with who is in them.
fn newest(store: &Store) -> Vec<String> {
    let mut rows = column(
        store,
        "SELECT coalesce(speaker, '?') || ': ' || content || ' ' || claim_type FROM quotes ORDER BY start_char",
    );
    rows.extend(column(store, "SELECT accuser || ' → ' || accused || ' ' || status FROM accusations"));
    rows
}

#[test]
fn what_was_decided_on_one_version_holds_for_the_next() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let [first, second] = versions();
    let ((mut store, _), (mut plain, _)) = (create(folder.path()), create(other.path()));
    for story in [&first, &second] {
        add(&mut plain, &[story]);
    }
    plain.derive().unwrap();
    add(&mut store, &[&first]);
    store.derive().unwrap();
    let quotes = column(&store, "SELECT quote_id FROM quotes ORDER BY start_char");
    let places: Vec<Place> = quotes.iter().map(|id| store.place(id).unwrap()).collect();
    let shorter = place_of(&first, "The bridge is closed");
    let mut numbers = vec![
        decide(&mut store, &Decision::speaker(&places[0], &person("Zoë Nobody"))),
        decide(&mut store, &Decision::content(&places[0], &one_piece(&shorter))),
        decide(&mut store, &Decision::reject(&places[1])),
        decide(&mut store, &Decision::claim_type(&places[0], ClaimType::Promise)),
        decide(&mut store, &Decision::reply(&places[2], &places[0], "denial")),
    ];
    let decided = [
        "Zoë Nobody: The bridge is closed promise",
        "Ada Okafor: hiding the report accusation",
        "Ada Okafor → Ben Carver denied",
    ];
    assert_eq!(newest(&store), decided);
    add(&mut store, &[&second]);
    store.derive().unwrap();
    assert_eq!(newest(&store), decided);
    assert_eq!(
        column(&store, "SELECT DISTINCT article_id FROM quotes"),
        [second.id()],
        "and it is the newest version that is listed"
    );
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
    let all = dump(&store);
    store.rebuild().unwrap();
    assert_eq!(dump(&store), all);

    // One that is taken on the older version when the newer is there holds, too, and all can be taken back.
    numbers.push(decide(&mut store, &Decision::speaker(&places[2], &person("Edda Lund"))));
    assert_eq!(newest(&store)[1], "Edda Lund: hiding the report accusation");
    let [.., last] = numbers[..] else { unreachable!() };
    store.undo_decision(last, NOW).unwrap();
    store.derive().unwrap();
    assert_eq!(dump(&store), all);
    store.undo_decisions(&numbers[..5], NOW).unwrap();
    store.derive().unwrap();
    assert_eq!(dump(&store), dump(&plain));

    // What was added and taken back does not come back with another decision on it.
    let place = place_of(&first, "Tuesday");
    let added = decide(&mut store, &Decision::add(&place, None, &[]));
    decide(&mut store, &Decision::speaker(&place, &person("Zoë Nobody")));
    assert_eq!(newest(&store).len(), 5);
    store.undo_decision(added, NOW).unwrap();
    store.derive().unwrap();
    assert_eq!(newest(&store), newest(&plain));

    // So does an accusation that somebody added, with whom it is against.
    let against = Decision::accuse(&places[1], &person("Edda Lund"), &[]);
    decide(&mut store, &against);
    let accused = "SELECT s.name FROM accusations x JOIN accusation_status st ON st.accusation_id = x.rowid_of_accusation
                   JOIN speaker s ON s.id = st.accused_speaker_id WHERE x.accused = 'Edda Lund'";
    assert_eq!(column(&store, accused), ["Edda Lund"]);
}

#[test]
fn a_decision_stays_behind_where_the_sentence_or_whom_it_means_has_changed() {
    let [first, second] = versions();
    // "He" was Okafor, and is now Lund; the sentence names Lund; it says something else.
    let mut another = second.clone();
    another.extraction.speakers.entities[0].name = "Edda Lund".to_owned();
    let edited = |old: &str, new: &str| {
        let mut story = Story::new("The bridge", "The Invented Times", Some("2026-01-06"));
        story.article.url.clone_from(&first.article.url);
        story.words("It was cold, and the river was high.");
        story.says(
            &"Ada Okafor".replace(old, new),
            Statement,
            &"The bridge is closed until further notice".replace(old, new),
        );
        story.says("Ben Carver", Statement, "There is a ferry every ten minutes or so");
        story
    };
    for newer in [another, edited("Ada Okafor", "Edda Lund"), edited("further notice", "Easter")] {
        let folder = tempfile::tempdir().unwrap();
        let (mut store, _) = create(folder.path());
        add(&mut store, &[&first]);
        store.derive().unwrap();
        let quotes = column(&store, "SELECT quote_id FROM quotes ORDER BY start_char");
        let places: Vec<Place> = quotes.iter().map(|id| store.place(id).unwrap()).collect();
        decide(&mut store, &Decision::speaker(&places[0], &person("Zoë Nobody")));
        decide(&mut store, &Decision::speaker(&places[1], &person("Zoë Nobody")));
        add(&mut store, &[&newer]);
        store.derive().unwrap();
        let speaker = newer.extraction.speakers.entities[0].name.clone();
        let now = newest(&store);
        assert!(now[0].starts_with(&format!("{speaker}: ")), "{now:?}");
        assert!(now[1].starts_with("Zoë Nobody: "), "{now:?}");
        assert_eq!(value::<i64>(&store, "SELECT count(*) FROM older_version"), 1);
    }
}

/// Decides that the last quote of the first article is by Zoë Nobody, and stores the second.
fn speaker_after(first: &Story, second: &Story) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    add(&mut store, &[first]);
    store.derive().unwrap();
    let last = column(&store, "SELECT quote_id FROM quotes ORDER BY start_char").pop().unwrap();
    let place = store.place(&last).unwrap();
    decide(&mut store, &Decision::speaker(&place, &person("Zoë Nobody")));
    add(&mut store, &[second]);
    store.derive().unwrap();
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM older_version"), 1);
    column(&store, "SELECT coalesce(speaker, '?') FROM quotes ORDER BY start_char")
}

#[test]
fn a_decision_on_words_that_stand_several_times_is_on_the_same_of_them() {
    let story = |day: &str, opening: &str, last: bool| {
        let mut story = version(day, opening);
        story
            .says("Ada Okafor", Statement, "No comment")
            .words("A man with a hat came out of the harbour office.");
        if last {
            story.says("Ada Okafor", Statement, "No comment");
        }
        story
    };
    let first = story("2026-01-05", "It was cold.", true);
    assert_eq!(
        speaker_after(&first, &story("2026-01-06", "It was colder.", true))[3..],
        ["Ada Okafor", "Zoë Nobody"]
    );
    assert_eq!(speaker_after(&first, &story("2026-01-06", "It was colder.", false))[3..], ["Ada Okafor"]);
}

#[test]
fn who_speaks_without_a_name_is_told_by_the_sentence_before() {
    let story = |day: &str, opening: &str, before: &str| {
        let mut story = version(day, opening);
        story.words(before).somebody_says("it was late");
        let begins = story.article.text.rfind("He said").unwrap();
        let ends = story.article.text.trim_end().len();
        story.extraction.sentences.push(onrecord::span::Span::new(begins, ends));
        story
    };
    let first = story("2026-01-05", "It was cold.", "The mayor spoke.");
    let after = |second: &Story| speaker_after(&first, second).pop().unwrap();
    assert_eq!(after(&story("2026-01-06", "It was colder.", "The mayor spoke.")), "Zoë Nobody");
    assert_eq!(after(&story("2026-01-06", "It was colder.", "The baker spoke.")), "unknown");
    // Now the article tells who he is.
    let mut told = story("2026-01-06", "It was colder.", "The mayor spoke.");
    let known = told.extraction.speakers.of_attribution[0][0].clone();
    *told.extraction.speakers.of_attribution.last_mut().unwrap() = vec![known];
    assert_eq!(after(&told), "Ada Okafor");
}

#[test]
fn the_end_of_another_sentence_is_not_the_sentence() {
    let first = version("2026-01-05", "It was cold.");
    let mut second = version("2026-01-06", "It was cold, and the river was high.");
    let text = second.article.text.clone();
    let at = text.find("Ada Okafor accused").unwrap();
    let begins = second.extraction.sentences.partition_point(|s| s.start < at);
    // "Nobody believed it when Ada Okafor accused Ben Carver": one sentence with the one before.
    let joined = second.extraction.sentences[begins - 1].start
        ..second.extraction.sentences.get(begins).map_or(text.len() - 1, |s| s.end);
    second.extraction.sentences.truncate(begins - 1);
    second.extraction.sentences.push(onrecord::span::Span::new(joined.start, joined.end));
    assert_eq!(speaker_after(&first, &second)[2], "Ada Okafor");
}

#[test]
fn the_bearer_of_a_name_who_was_split_off_stays_so_in_the_next_version() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let [first, second] = versions();
    let other = said("2026-01-04", "Ben Carver");
    add(&mut store, &[&other, &first]);
    store.derive().unwrap();
    let here = SpeakerName { article: Some(first.id()), ..person("Ben Carver") };
    let number = decide(&mut store, &Decision::split_off(&here));
    decide(&mut store, &Decision::rename(&here, "Ben Carver (ferries)"));
    add(&mut store, &[&second]);
    store.derive().unwrap();
    let listed = "SELECT speaker FROM quotes WHERE content LIKE '%ferry%' OR content LIKE '%well done%' ORDER BY said_on";
    assert_eq!(column(&store, listed), ["Ben Carver", "Ben Carver (ferries)"]);
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM speaker WHERE name LIKE 'Ben Carver%'"), 2);
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
    store.undo_decision(number, NOW).unwrap();
    store.derive().unwrap();
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM speaker WHERE name LIKE 'Ben Carver%'"), 1);

    // Where the newer version speaks of another one, nothing is said of that one.
    let mut another = version("2026-01-07", "It was cold, and the river was higher.");
    let at = another.extraction.speakers.entities.iter().position(|e| e.name == "Ben Carver").unwrap();
    another.extraction.speakers.entities[at].gender = Some(onrecord::speakers::Gender::Feminine);
    let mut man = version("2026-01-06", "It was cold, and the river was high.");
    man.extraction.speakers.entities[at].gender = Some(onrecord::speakers::Gender::Masculine);
    for (newer, stays) in [(&man, true), (&another, false)] {
        let folder = tempfile::tempdir().unwrap();
        let (mut store, _) = create(folder.path());
        let mut first = first.clone();
        first.extraction.speakers.entities[at].gender = Some(onrecord::speakers::Gender::Masculine);
        add(&mut store, &[&other, &first]);
        store.derive().unwrap();
        decide(&mut store, &Decision::split_off(&here));
        decide(&mut store, &Decision::rename(&here, "Ben Carver (ferries)"));
        add(&mut store, &[newer]);
        store.derive().unwrap();
        let speaker = column(&store, "SELECT speaker FROM quotes WHERE content LIKE '%ferry%'").remove(0);
        assert_eq!(speaker == "Ben Carver (ferries)", stays, "{speaker}");
    }
}
