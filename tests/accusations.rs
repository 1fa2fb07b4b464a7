//! Accusations that no quote carries, and what people decide about accusations.

#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

mod invented;

use invented::{NOW, Story, add, column, create, dump, value};
use onrecord::claims::ClaimType;
use onrecord::query::accusations::{self, Accusation, AccusationFilter};
use onrecord::query::quotes::Printed;
use onrecord::store::{Decision, Place, SpeakerName, Store};
use std::path::Path;

fn person(name: &str) -> SpeakerName {
    SpeakerName { name: name.to_owned(), kind: "person".to_owned(), article: None }
}

fn story() -> Story {
    let mut story = Story::new("Harbour inquiry opens", "The Invented Times", Some("2026-01-05"));
    story.accuses("Ada Okafor", "Ben Carver", "hiding the invoices of the harbour");
    story.is_accused("Per Lund", "taking money from the builders", None);
    story.is_accused("Ida Moen", "burning the files", Some("Ida Moen denied the allegations."));
    story.says("Zoë Falk", ClaimType::Statement, "The board knew of it and did nothing");
    story
}

fn filled(folder: &Path) -> Store {
    let (mut store, _) = create(folder);
    add(&mut store, &[&story()]);
    store.derive().unwrap();
    store
}

/// `accuser > accused: allegation (status)` of all that is listed.
fn listed(store: &Store) -> Vec<String> {
    column(
        store,
        "SELECT coalesce(accuser, 'nobody') || ' > ' || accused || ': ' || allegation || ' (' || status || ')'
         FROM accusations ORDER BY rowid_of_accusation",
    )
}

fn decide(store: &mut Store, decision: &Decision) -> i64 {
    let number = store.decide(decision, NOW).unwrap();
    store.derive().unwrap();
    number
}

/// The place of the accusation against somebody.
fn against(store: &Store, accused: &str) -> (Place, String) {
    let id: String = value(store, &format!("SELECT public_id FROM accusation WHERE accused = '{accused}'"));
    store.accusation_place(&id).unwrap()
}

fn said(store: &Store, words: &str) -> Place {
    let id: String =
        value(store, &format!("SELECT public_id FROM attribution WHERE content LIKE '%{words}%'"));
    store.place(&id).unwrap()
}

const ALL: [&str; 3] = [
    "Ada Okafor > Ben Carver: hiding the invoices of the harbour (unanswered)",
    "nobody > Per Lund: taking money from the builders (unanswered)",
    "nobody > Ida Moen: burning the files (denied)",
];

#[test]
fn a_sentence_that_denies_makes_the_status_and_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path());
    assert_eq!(listed(&store), ALL);
    let shown = column(&store, "SELECT status_quote FROM accusations WHERE status = 'denied'");
    assert_eq!(shown, ["Ida Moen denied the allegations."]);
    let days = column(&store, "SELECT said_on || ' ' || said_from FROM accusations");
    assert_eq!(days[1..], ["2026-01-05 published"; 2], "nothing else is known of when it was made");
}

#[test]
fn what_is_rejected_is_gone_until_that_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let before = dump(&store);
    let lund = against(&store, "Per Lund");
    let number = decide(&mut store, &Decision::reject_accusation(&lund));
    assert_eq!(listed(&store), [ALL[0], ALL[2]]);
    // It holds when all is derived anew, and when the article is read anew.
    store.rebuild().unwrap();
    assert_eq!(listed(&store), [ALL[0], ALL[2]]);
    store.undo_decision(number, NOW).unwrap();
    store.derive().unwrap();
    assert_eq!(dump(&store), before);
    decide(&mut store, &Decision::confirm_accusation(&lund));
    assert_eq!(column(&store, "SELECT accused FROM accusations WHERE verdict = 'confirmed'"), ["Per Lund"]);
}

#[test]
fn accuser_and_accused_can_be_corrected() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let before = dump(&store);
    let lund = against(&store, "Per Lund");
    let numbers = [
        decide(&mut store, &Decision::accuser(&lund, Some(&person("Zoë Falk")))),
        decide(&mut store, &Decision::accused(&lund, &person("Nils Nobody"))),
    ];
    assert_eq!(listed(&store)[1], "Zoë Falk > Nils Nobody: taking money from the builders (unanswered)");
    let counted = column(&store, "SELECT name FROM speaker WHERE name = 'Nils Nobody'");
    assert_eq!(counted, ["Nils Nobody"], "whom nobody had heard of");
    let carver = against(&store, "Ben Carver");
    decide(&mut store, &Decision::accuser(&carver, None));
    assert_eq!(listed(&store)[0], "nobody > Ben Carver: hiding the invoices of the harbour (unanswered)");
    store.undo_decision(3, NOW).unwrap();
    for number in numbers {
        store.undo_decision(number, NOW).unwrap();
    }
    store.derive().unwrap();
    assert_eq!(dump(&store), before);
}

#[test]
fn whoever_a_quote_is_given_to_makes_its_accusation() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let quote = said(&store, "hiding the invoices");
    decide(&mut store, &Decision::speaker(&quote, &person("Zoë Falk")));
    assert_eq!(listed(&store)[0], "Zoë Falk > Ben Carver: hiding the invoices of the harbour (unanswered)");
    decide(&mut store, &Decision::speaker_unknown(&quote));
    assert_eq!(listed(&store)[0], "nobody > Ben Carver: hiding the invoices of the harbour (unanswered)");
}

#[test]
fn an_accusation_can_be_added_to_a_quote() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let before = dump(&store);
    let quote = said(&store, "did nothing");
    let number = decide(&mut store, &Decision::accuse(&quote, &person("Ida Moen"), &[]));
    let added = "Zoë Falk > Ida Moen: “The board knew of it and did nothing” (unanswered)";
    assert_eq!(listed(&store)[3], added);
    store.rebuild().unwrap();
    assert_eq!(listed(&store)[3], added);
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
    let of_accused = |store: &Store| {
        let row = value::<i64>(store, "SELECT id FROM speaker WHERE name = 'Ida Moen'");
        onrecord::query::speakers::portrait(store.connection(), row).unwrap().accused
    };
    let accused = of_accused(&store);
    // Its quote is rejected, and it is gone with it.
    let rejected = decide(&mut store, &Decision::reject(&quote));
    assert_eq!(listed(&store), ALL);
    assert_eq!(of_accused(&store), accused - 1);
    for number in [rejected, number] {
        store.undo_decision(number, NOW).unwrap();
    }
    store.derive().unwrap();
    assert_eq!(dump(&store), before);
    // A part of the quote may be what is alleged.
    let start = quote.start_char + 1;
    decide(&mut store, &Decision::accuse(&quote, &person("Ida Moen"), &[(start, start + 9)]));
    assert_eq!(listed(&store)[3], "Zoë Falk > Ida Moen: The board (unanswered)");
}

#[test]
fn what_no_quote_carries_can_be_answered() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let (lund, reply) = (against(&store, "Per Lund"), said(&store, "did nothing"));
    decide(&mut store, &Decision::reply(&lund.0, &reply, "denial"));
    assert_eq!(listed(&store)[1], "nobody > Per Lund: taking money from the builders (denied)");
    decide(&mut store, &Decision::no_reply(&lund.0, &reply));
    assert_eq!(listed(&store)[1], ALL[1]);
}

#[test]
fn decisions_hold_for_the_same_article_elsewhere() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut store = filled(here.path());
    let lund = against(&store, "Per Lund");
    let quote = said(&store, "did nothing");
    decide(&mut store, &Decision::accused(&lund, &person("Nils Nobody")));
    decide(&mut store, &Decision::accuse(&quote, &person("Ida Moen"), &[]));
    let mut exported = Vec::new();
    store.export_decisions(&mut exported).unwrap();
    let (mut other, _) = create(there.path());
    other.apply_decisions(&mut exported.as_slice()).unwrap();
    other.derive().unwrap();
    add(&mut other, &[&story()]);
    other.derive().unwrap();
    assert_eq!(listed(&other), listed(&store));
}

#[test]
fn two_may_have_said_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let before = dump(&store);
    let quote = said(&store, "did nothing");
    let speakers =
        |store: &Store| column(store, "SELECT speaker FROM quotes WHERE content LIKE '%did nothing%'");
    let first = decide(&mut store, &Decision::speaker(&quote, &person("Ada Okafor")));
    let second = decide(&mut store, &Decision::also_speaker(&quote, &person("Nils Nobody")));
    assert_eq!(speakers(&store), ["Ada Okafor; Nils Nobody"]);
    store.undo_decision(first, NOW).unwrap();
    store.derive().unwrap();
    assert_eq!(speakers(&store), ["Zoë Falk; Nils Nobody"]);
    store.undo_decision(second, NOW).unwrap();
    store.derive().unwrap();
    assert_eq!(dump(&store), before);
}

#[test]
fn of_several_that_were_added_each_keeps_its_own_decisions() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let quote = said(&store, "did nothing");
    let first = decide(&mut store, &Decision::accuse(&quote, &person("Ida Moen"), &[]));
    decide(&mut store, &Decision::accuse(&quote, &person("Per Lund"), &[]));
    let moen: String =
        value(&store, "SELECT public_id FROM accusation WHERE accused = 'Ida Moen' AND added_by IS NOT NULL");
    let moen = store.accusation_place(&moen).unwrap();
    decide(&mut store, &Decision::reject_accusation(&moen));
    store.undo_decision(first, NOW).unwrap();
    store.derive().unwrap();
    assert_eq!(
        listed(&store)[3..],
        ["Zoë Falk > Per Lund: “The board knew of it and did nothing” (unanswered)"]
    );
    // What is added twice is there once.
    decide(&mut store, &Decision::accuse(&quote, &person("Per Lund"), &[]));
    assert_eq!(listed(&store).len(), 4);
}

#[test]
fn what_the_machine_found_already_is_confirmed_by_adding_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let quote = said(&store, "hiding the invoices");
    let carver = against(&store, "Ben Carver");
    decide(&mut store, &Decision::reject_accusation(&carver));
    assert_eq!(listed(&store), ALL[1..]);
    decide(&mut store, &Decision::accuse(&quote, &person("Ben Carver"), &[]));
    assert_eq!(listed(&store), ALL);
    assert_eq!(column(&store, "SELECT accused FROM accusations WHERE verdict = 'confirmed'"), ["Ben Carver"]);
}

#[test]
fn a_correction_of_its_words_loses_nothing_that_was_decided_on_a_quote() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let quote = said(&store, "did nothing");
    decide(&mut store, &Decision::speaker(&quote, &person("Nils Nobody")));
    decide(&mut store, &Decision::accuse(&quote, &person("Ida Moen"), &[]));
    let end = quote.end_char - 1;
    decide(&mut store, &Decision::content(&quote, &[(end - 11, end)]));
    assert_eq!(column(&store, "SELECT speaker FROM quotes WHERE content = 'did nothing'"), ["Nils Nobody"]);
    assert_eq!(listed(&store)[3], "Nils Nobody > Ida Moen: did nothing (unanswered)");
}

#[test]
fn whom_only_a_person_named_stays_the_accused_when_another_of_the_name_appears() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path());
    let quote = said(&store, "did nothing");
    decide(&mut store, &Decision::speaker_unknown(&quote));
    decide(&mut store, &Decision::accuse(&quote, &person("Kateryna Moss"), &[]));
    let accused = |store: &Store| {
        column(
            store,
            "SELECT s.name FROM accusation_status st JOIN speaker s ON s.id = st.accused_speaker_id ORDER BY st.accusation_id",
        )
    };
    let before = accused(&store);
    assert!(before.contains(&"Kateryna Moss".to_owned()), "{before:?}");
    let mut other = Story::new("Bread", "The Invented Times", Some("2026-01-07"));
    other.says("Per Moss", ClaimType::Statement, "The bread is baked at four in the morning");
    add(&mut store, &[&other]);
    store.derive().unwrap();
    assert_eq!(accused(&store), before);
    let derived = dump(&store);
    store.rebuild().unwrap();
    assert_eq!(dump(&store), derived);
}

/// A wire report of who accused whom, as an outlet printed it.
fn wire(outlet: &str, pairs: &[(&str, &str)]) -> Story {
    let mut story = Story::new("Council meets", outlet, Some("2026-01-05"));
    story
        .words("The council of Querl met on Monday evening to hear about the new bridge over the river and its cost.")
        .words("Some two hundred people had come to the hall, more than ever before, and stayed until midnight.");
    for (accuser, accused) in pairs {
        story.accuses(accuser, accused, "hiding the invoices");
    }
    story.words("The next meeting is to be held in March, when the builders will present their own figures.");
    story
}

/// `accuser > accused: outlet + other outlets`, one for each story.
fn folded(store: &Store) -> Vec<String> {
    let filter = AccusationFilter { fold: true, ..AccusationFilter::default() };
    let rows = accusations::accusations(store.connection(), &filter).unwrap().rows;
    let outlet = |printed: &Printed| printed.outlet.clone().unwrap_or_default();
    let shown = |row: &Accusation| {
        let accuser = row.accuser.as_ref().map_or("nobody", |party| party.name.as_str());
        let others: Vec<String> = row.also_in.iter().map(outlet).collect();
        format!("{accuser} > {}: {} + {}", row.accused.name, outlet(&row.printed), others.join(", "))
    };
    let mut shown: Vec<String> = rows.iter().map(shown).collect();
    shown.sort();
    shown
}

#[test]
fn an_accusation_is_only_said_to_be_where_it_was_printed() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let pairs = [("Ada Okafor", "Ben Carver"), ("Ben Carver", "Ada Okafor")];
    add(&mut store, &[&wire("Nordic Wire", &pairs), &wire("The Post", &pairs[..1])]);
    store.derive().unwrap();
    assert_eq!(value::<i64>(&store, "SELECT count(DISTINCT story) FROM story_article"), 1);
    let of_the_wire = "Ben Carver > Ada Okafor: Nordic Wire + ";
    let first = folded(&store);
    assert_eq!((first.len(), first[1].as_str()), (2, of_the_wire), "{first:?}");
    assert!(first[0].contains("Nordic Wire") && first[0].contains("The Post"), "{first:?}");
    // What was rejected in one of them is not there.
    let post: String = value(
        &store,
        "SELECT x.public_id FROM accusation x JOIN article a ON a.id = x.article_id WHERE a.outlet = 'The Post'",
    );
    let post = store.accusation_place(&post).unwrap();
    decide(&mut store, &Decision::reject_accusation(&post));
    assert_eq!(folded(&store), ["Ada Okafor > Ben Carver: Nordic Wire + ", of_the_wire]);
}

#[test]
fn what_was_confirmed_is_not_doubtful() {
    let folder = tempfile::tempdir().unwrap();
    let mut story = story();
    story.extraction.claims.accusations[0].confidence = 0.3;
    let (mut store, _) = create(folder.path());
    add(&mut store, &[&story]);
    store.derive().unwrap();
    let sure = |store: &Store| {
        let filter = AccusationFilter { min_confidence: Some(0.5), ..AccusationFilter::default() };
        accusations::accusations(store.connection(), &filter).unwrap().rows
    };
    let is_there = |rows: &[Accusation]| rows.iter().any(|row| row.accused.name == "Ben Carver");
    assert!(!is_there(&sure(&store)));
    let carver = against(&store, "Ben Carver");
    decide(&mut store, &Decision::confirm_accusation(&carver));
    assert!(is_there(&sure(&store)));
    assert!(sure(&store).iter().all(|row| !row.is_doubtful()));
}
