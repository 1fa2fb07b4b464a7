//! Claims and accusations over articles, end to end: what is the same claim, what answers what, and the record of a person.
//! A small database that is made by hand: invented people, several days and outlets.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test, that is how it fails")]

#[path = "listings/marked.rs"]
mod marked;
#[path = "support/onrecord.rs"]
mod support;

use marked::{Quote, article, day};
use onrecord::article::Article;
use onrecord::attribution::Kind;
use onrecord::claims::ClaimType;
use onrecord::dates::Precision;
use onrecord::extract::Extraction;
use onrecord::ingest::Incoming;
use onrecord::speakers::SpeakerType::{Organization, Person, Place, Unnamed};
use onrecord::store::Store;
use serde_json::Value;
use std::path::Path;
use support::{onrecord, ran};
use tempfile::TempDir;

const NOW: &str = "2026-12-01T12:00:00Z";

type Stored = (Incoming, Extraction);

fn about(outlet: &str, date: &str, title: &str) -> Article {
    Article {
        title: Some(title.to_owned()),
        date: Some(day(date)),
        outlet: Some(outlet.to_owned()),
        url: Some(format!("https://example.org/{}", title.replace(' ', "-"))),
        ..Article::default()
    }
}

fn of(claim: ClaimType, speaker: usize) -> Quote {
    Quote { claim, speaker: Some(speaker), ..Quote::default() }
}

fn accuses(speaker: usize, accused: usize) -> Quote {
    Quote { accuses: Some(accused), ..of(ClaimType::Accusation, speaker) }
}

fn direct(claim: ClaimType, speaker: usize) -> Quote {
    Quote { kind: Kind::Direct, ..of(claim, speaker) }
}

/// The auditor accuses the chairman, who says nothing.
fn audit() -> Stored {
    let text = "[S1 Nadia Ferrant] [Q1 accused] [A1 Castor Brandt] of [C1 steering the ventilator contract to a friend]. \
                [S2 Castor Brandt] [Q2 declined] [C2 to comment].";
    let people = [("Nadia Ferrant", Person), ("Castor Brandt", Person)];
    article(
        text,
        about("Ellery Courier", "2026-05-04", "Audit"),
        &people,
        &[accuses(0, 1), of(ClaimType::NoComment, 1)],
    )
}

/// A day later and elsewhere, the chairman's spokesman denies it.
fn spokesman() -> Stored {
    let text = "[C1 “Nobody here ever steered a ventilator contract to anyone,”] [Q1 said] \
                [S1 a spokesman for [M1 Castor Brandt]].";
    let people = [("spokesman for Castor Brandt", Unnamed), ("Castor Brandt", Person)];
    article(
        text,
        about("Harbour Standard", "2026-05-05", "Brandt hits back"),
        &people,
        &[direct(ClaimType::Denial, 0)],
    )
}

/// The union accuses the minister, who accuses it in turn; a councillor disputes what the union says.
fn row() -> Stored {
    let text = "[S1 Dolores Prym] [Q1 accused] [A1 Agnes Holt] of [C1 burying the audit of the hospital]. \
                [S2 Agnes Holt] [Q2 accused] [A2 Dolores Prym] of [C2 lying to her own members].";
    let people = [("Dolores Prym", Person), ("Agnes Holt", Person)];
    article(text, about("Ellery Courier", "2026-05-12", "A row"), &people, &[accuses(0, 1), accuses(1, 0)])
}

fn disputed() -> Stored {
    let text = "[S1 Tomas Weil] [Q1 accused] [A1 Halvex Medical] of [C1 overcharging three hospitals]. \
                [S2 Ines Calder] [Q2 denied] [C2 that any of the three hospitals had been overcharged].";
    let people = [("Tomas Weil", Person), ("Halvex Medical", Organization), ("Ines Calder", Person)];
    article(
        text,
        about("Harbour Standard", "2026-05-20", "Weil on Halvex"),
        &people,
        &[accuses(0, 1), of(ClaimType::Denial, 2)],
    )
}

/// A month later the union takes it back.
fn withdrawal() -> Stored {
    let text = "[S1 Dolores Prym] [Q1 withdrew] [C1 her charge that the audit of the hospital was buried].";
    let people = [("Dolores Prym", Person)];
    article(
        text,
        about("Tidewater Press", "2026-06-15", "Union sorry"),
        &people,
        &[of(ClaimType::Admission, 0)],
    )
}

/// One sentence of the auditor in three outlets, and the opposite of it.
fn cuts() -> [Stored; 4] {
    let people = [("Nadia Ferrant", Person)];
    let one = |text: &str, outlet: &str, date: &str, title: &str, quote: Quote| {
        article(text, about(outlet, date, title), &people, &[quote])
    };
    [
        one(
            "[C1 “We opened the files and found that 14 machines had been paid for twice, and nobody asked why,”] \
             [S1 Nadia Ferrant] [Q1 said].",
            "Ellery Courier",
            "2026-05-06",
            "Paid twice",
            direct(ClaimType::Statement, 0),
        ),
        one(
            "[C1 “found that 14 machines had been paid for twice”], [S1 Nadia Ferrant] [Q1 said].",
            "Harbour Standard",
            "2026-05-07",
            "Machines",
            direct(ClaimType::Statement, 0),
        ),
        one(
            "[S1 Nadia Ferrant] [Q1 said] [C1 that 14 machines had been paid for twice, found when they opened the files].",
            "Tidewater Press",
            "2026-05-06",
            "Files",
            of(ClaimType::Statement, 0),
        ),
        one(
            "[S1 Nadia Ferrant] [Q1 denied] [C1 that 14 machines had been paid for twice, found when they opened the files].",
            "Tidewater Press",
            "2026-09-06",
            "A turn",
            of(ClaimType::Denial, 0),
        ),
    ]
}

/// Somebody is quoted in brief, a day later in full; takes something back, and changes a number.
fn safe() -> [Stored; 6] {
    let people = [("Ines Calder", Person)];
    [
        ("2026-04-02", "Safe", "“I did not take the money out of the safe in the office.”"),
        ("2026-04-03", "In full", "“I did not take the money out of the safe in the office. No key of the 2 was mine, and the 300 euros are there.”"),
        ("2026-06-02", "Money", "“I took the money out of the safe in the office.”"),
        ("2026-07-01", "Cracks", "“40 cracks had been found.”"),
        ("2026-07-08", "More cracks", "“60 cracks had been found.”"),
        ("2026-07-09", "Six patients", "“Six patients had died in the wards of the clinic.”"),
    ]
    .map(|(date, title, words)| {
        let text = format!("[C1 {words}] [S1 Ines Calder] [Q1 said].");
        article(&text, about("Harbour Standard", date, title), &people, &[direct(ClaimType::Statement, 0)])
    })
}

/// Accusations of which one is known to the day, and others to the year or to a week of two months.
fn coarse_dates() -> Vec<Stored> {
    let people = [("Tomas Weil", Person), ("Agnes Holt", Person)];
    let dated = |said, published: &str, of: &str| {
        let text = format!("[S1 Tomas Weil] [Q1 accused] [A1 Agnes Holt] of [C1 {of}].");
        let quote = Quote { said, ..accuses(0, 1) };
        article(&text, about("Ellery Courier", published, of), &people, &[quote])
    };
    vec![
        dated(None, "2025-12-04", "burying the audit of the hospital"),
        dated(
            Some(("2026-01-01", "2026-12-31", Precision::Year)),
            "2026-02-04",
            "selling the harbour to a friend",
        ),
        dated(None, "2026-02-05", "leaking the names of patients"),
        dated(
            Some(("2025-12-29", "2026-01-04", Precision::Range)),
            "2026-02-06",
            "losing the keys of the archive",
        ),
    ]
}

fn database() -> TempDir {
    let stories = [audit(), spokesman(), row(), disputed(), withdrawal()];
    stored(stories.into_iter().chain(cuts()))
}

fn stored(stories: impl IntoIterator<Item = Stored>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(&folder.path().join("onrecord.db")).unwrap();
    let import = store.begin_import(NOW, "[]", "{}").unwrap();
    let extraction = store.begin_extraction(NOW, "by hand", "{}").unwrap();
    let mut batch = store.batch(import, extraction, NOW).unwrap();
    for (incoming, extraction) in stories {
        batch.add(&incoming, &extraction).unwrap();
    }
    batch.commit().unwrap();
    store.derive().unwrap();
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
    folder
}

fn json(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let (code, out, err) = ran(onrecord(folder).args(arguments).args(["--format", "json"]));
    assert!(code < 2, "{err}");
    serde_json::from_str(&out).unwrap()
}

fn shown(folder: &Path, arguments: &[&str]) -> String {
    let (code, out, err) = ran(onrecord(folder).args(arguments));
    assert_eq!(code, 0, "{err}");
    out
}

/// One line for each row: these columns of it.
fn lines(rows: &[Value], columns: &[&str]) -> Vec<String> {
    let cell = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    rows.iter().map(|row| columns.iter().map(|c| cell(&row[*c])).collect::<Vec<_>>().join(" | ")).collect()
}

#[test]
fn the_status_is_read_off_the_replies() {
    let folder = database();
    let rows = json(folder.path(), &["accusations", "--reverse"]);
    assert_eq!(
        lines(&rows, &["accused", "status", "status_speaker", "status_said_on", "replies"]),
        [
            "Castor Brandt | denied | spokesman for Castor Brandt | 2026-05-05 | 2",
            "Agnes Holt | withdrawn | Dolores Prym | 2026-06-15 | 2",
            "Dolores Prym | unanswered | null | null | 0",
            "Halvex Medical | disputed | Ines Calder | 2026-05-20 | 1",
        ]
    );
    let of = |status| lines(&json(folder.path(), &["accusations", "--status", status]), &["accused"]);
    assert_eq!(of("withdrawn,disputed"), ["Halvex Medical", "Agnes Holt"]);
    assert_eq!(of("admitted"), [""; 0]);
}

/// "Mira Solano accused Paul Denby of ALLEGATION", and two days later what one of them says, elsewhere.
fn accused_and_later(allegation: &str, quote: &Quote, says: &str) -> Value {
    let people = [("Mira Solano", Person), ("Paul Denby", Person)];
    let first = format!("[S1 Mira Solano] [Q1 accused] [A1 Paul Denby] of [C1 {allegation}].");
    let first = article(&first, about("Ellery Courier", "2025-03-03", "First"), &people, &[accuses(0, 1)]);
    let later = about("Tidewater Press", "2025-03-05", "Second");
    let folder = stored([first, article(says, later, &people, std::slice::from_ref(quote))]);
    json(folder.path(), &["accusations"])[0].clone()
}

#[test]
fn an_allegation_of_one_word_is_answered_in_another_article() {
    for (claim, says, status) in [
        (ClaimType::Denial, "[S1 Paul Denby] [Q1 denied] [C1 that he had committed fraud].", "denied"),
        (ClaimType::Admission, "[S1 Paul Denby] [Q1 admitted] [C1 fraud].", "admitted"),
        (
            ClaimType::Rejection,
            "[S1 Paul Denby] [Q1 rejected] [C1 [M0 Mira Solano]'s accusation of fraud].",
            "denied",
        ),
        (ClaimType::Denial, "[S1 Paul Denby] [Q1 denied] [C1 that he had reported the fraud].", "unanswered"),
    ] {
        let row = accused_and_later("fraud", &of(claim, 1), says);
        assert_eq!(
            (&row["status"], status == "unanswered"),
            (&status.into(), row["status_speaker"].is_null())
        );
    }
}

#[test]
fn an_accusation_is_taken_back_in_another_article() {
    let sorry = "[S1 Mira Solano] [Q1 withdrew her accusation against] [C1 [M1 Paul Denby]].";
    let row = accused_and_later("stealing money from the school fund", &of(ClaimType::Denial, 0), sorry);
    assert_eq!((&row["status"], &row["status_speaker"]), (&"withdrawn".into(), &"Mira Solano".into()));
}

#[test]
fn a_lawyer_in_a_town_does_not_answer_for_it() {
    let accusation = || {
        let text =
            "[S1 Nadia Ferrant] [Q1 accused] [A1 Orle] of [C1 steering the ventilator contract to a friend].";
        let people = [("Nadia Ferrant", Person), ("Orle", Place)];
        article(text, about("Ellery Courier", "2026-05-04", "Audit"), &people, &[accuses(0, 1)])
    };
    let status = |source: &str, named: &str| {
        let text = format!(
            "[C1 “Nobody here ever steered a ventilator contract to anyone,”] [Q1 said] [S1 {source}]."
        );
        let people = [(named, Unnamed), ("Orle", Place)];
        let quotes = [direct(ClaimType::Denial, 0)];
        let reply = article(&text, about("Harbour Standard", "2026-05-05", "Reply"), &people, &quotes);
        let folder = stored([accusation(), reply]);
        json(folder.path(), &["accusations"])[0]["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(status("a lawyer for [M1 Orle]", "lawyer for Orle"), "denied");
    assert_eq!(status("[M1 Orle]’s lawyer", "Orle’s lawyer"), "denied");
    assert_eq!(status("a lawyer in [M1 Orle]", "lawyer in Orle"), "unanswered");
    assert_eq!(status("an [M1 Orle] district attorney", "Orle district attorney"), "unanswered");
}

#[test]
fn a_claim_shows_its_replies_with_reasons_and_a_reply_what_it_answers() {
    let folder = database();
    let rows = json(folder.path(), &["accusations", "--against", "Castor Brandt"]);
    let claim = rows[0]["claim_id"].as_str().unwrap();
    let history = json(folder.path(), &["claims", "show", claim]);
    let replies = history[0]["replies"].as_array().unwrap();
    assert_eq!(
        lines(replies, &["reply", "voice", "outlet", "reason"]),
        [
            "no-comment | accused | Ellery Courier | stands after it",
            "denial | spokesman | Harbour Standard | shares “contract, steer, ventil”",
        ]
    );
    let denial = replies[1]["claim_id"].as_str().unwrap();
    let answers = &json(folder.path(), &["claims", "show", denial])[0]["answers"];
    assert_eq!(
        lines(answers.as_array().unwrap(), &["content"]),
        ["steering the ventilator contract to a friend"]
    );
    let table = shown(folder.path(), &["claims", "show", claim]);
    for words in ["\nOccurrences\n", "\nReplies\n"] {
        assert!(table.contains(words), "{words}: {table}");
    }
}

#[test]
fn a_claim_without_a_speaker_is_by_nobody_named() {
    let text = "[Q1 Alleged] [C1 theft of the ventilators] is with the court.";
    let quotes = [of(ClaimType::Accusation, 0)];
    let people = [("Castor Brandt", Person)];
    let (incoming, mut extraction) =
        article(text, about("Ellery Courier", "2026-05-04", "Court"), &people, &quotes);
    extraction.speakers.of_attribution = vec![Vec::new()];
    let folder = stored([(incoming, extraction)]);
    let rows = json(folder.path(), &["claims"]);
    let table = shown(folder.path(), &["claims", "show", rows[0]["claim_id"].as_str().unwrap()]);
    assert!(table.contains("accusation by nobody named, printed once"), "{table}");
}

#[test]
fn who_is_called_so_in_some_articles_is_found_beside_who_is_in_one() {
    let of_halvex = {
        let text = "[S1 Tomas Weil] [Q1 accused] [A1 Halvex Medical] of [C1 overcharging three hospitals]. \
                    [M1 Halvex] was silent.";
        let people = [("Tomas Weil", Person), ("Halvex Medical", Organization)];
        article(text, about("Harbour Standard", "2026-05-20", "Weil"), &people, &[accuses(0, 1)])
    };
    let in_one = {
        let text = "[S1 Halvex] [Q1 said] [C1 that the harbour was closed].";
        let people = [("Halvex", Person)];
        article(
            text,
            about("Ellery Courier", "2026-05-21", "Harbour"),
            &people,
            &[of(ClaimType::Statement, 0)],
        )
    };
    let folder = stored([of_halvex, in_one]);
    let rows = json(folder.path(), &["accusations", "--against", "Halvex"]);
    assert_eq!(lines(&rows, &["accused"]), ["Halvex Medical"]);
}

#[test]
fn a_counter_accusation_is_a_reply_and_makes_no_status() {
    let folder = database();
    let rows = json(folder.path(), &["accusations", "--against", "Agnes Holt"]);
    let history = json(folder.path(), &["claims", "show", rows[0]["claim_id"].as_str().unwrap()]);
    let replies = history[0]["replies"].as_array().unwrap();
    assert_eq!(
        lines(replies, &["reply", "voice", "speaker"]),
        ["counter-accusation | accused | Agnes Holt", "withdrawal | accuser | Dolores Prym"]
    );
}

#[test]
fn one_sentence_in_three_outlets_is_one_claim_and_its_opposite_another() {
    let folder = database();
    let rows = json(folder.path(), &["claims", "--speaker", "Ferrant", "--about", "machines"]);
    assert_eq!(
        lines(&rows, &["first_said", "occurrences", "stories"]),
        ["2026-09-06 | 1 | 1", "2026-05-06 | 3 | 3"]
    );
    let history = &json(folder.path(), &["claims", "show", rows[1]["claim_id"].as_str().unwrap()])[0];
    let quotes = history["quotes"].as_array().unwrap();
    let mut printed = lines(quotes, &["outlet", "first_printed", "kind"]);
    printed.sort();
    assert_eq!(
        printed,
        [
            "Ellery Courier | true | direct",
            "Harbour Standard | false | direct",
            "Tidewater Press | true | indirect"
        ]
    );
    let cut = quotes.iter().find(|q| q["outlet"] == "Harbour Standard").unwrap();
    assert_eq!(
        cut["wording"],
        serde_json::json!([
            ["cut", "“We opened the files and"],
            ["kept", "“found that 14 machines had been paid for twice”"],
            ["cut", "and nobody asked why,”"]
        ])
    );
    let table = shown(folder.path(), &["claims", "show", rows[1]["claim_id"].as_str().unwrap()]);
    assert!(table.contains("[-“We opened the files") && table.contains("first printed"), "{table}");
}

/// What Anna Berg says of an accusation against Paul Denby in another article; whom she names is the entity `of`.
fn berg_on(of: &str, words: &str, date: &str) -> Vec<Stored> {
    let accusation = {
        let text = "[S1 Mira Solano] [Q1 accused] [A1 Paul Denby] of [C1 stealing money from the school fund on Monday].";
        let people = [("Mira Solano", Person), ("Paul Denby", Person)];
        article(text, about("Ellery Courier", "2026-03-03", "Fund"), &people, &[accuses(0, 1)])
    };
    let people = [("Anna Berg", Person), (of, Person)];
    let answer =
        article(words, about("Harbour Standard", date, "Berg"), &people, &[self::of(ClaimType::Denial, 0)]);
    vec![accusation, answer]
}

#[test]
fn somebody_else_disputes_in_another_article_in_clear_words_only() {
    let status = |of: &str, words: &str, date: &str| {
        let folder = stored(berg_on(of, words, date));
        let rows = json(folder.path(), &["accusations", "--against", "Paul Denby"]);
        assert_eq!(rows.len(), 1);
        rows[0]["status"].as_str().unwrap().to_owned()
    };
    let clear = "[S1 Anna Berg] [Q1 disputed the claim] [C1 that [M1 Paul Denby] stole money].";
    assert_eq!(status("Paul Denby", clear, "2026-03-05"), "disputed");
    let never = "[S1 Anna Berg] [Q1 said] [C1 that [M1 Paul Denby] never stole money].";
    assert_eq!(status("Paul Denby", never, "2026-03-05"), "disputed");
    assert_eq!(status("Paul Denby", never, "2026-03-01"), "unanswered", "it was said before");
    assert_eq!(status("Paul Denby", never, "2026-06-05"), "unanswered", "three months later");
    let another = "[S1 Anna Berg] [Q1 said] [C1 that [M1 Walter Denby] never stole money].";
    assert_eq!(status("Walter Denby", another, "2026-03-05"), "unanswered", "a namesake");
    let of_him = "[S1 Anna Berg] [Q1 said] [C1 that thieves never stole money from [M1 Paul Denby]].";
    assert_eq!(status("Paul Denby", of_him, "2026-03-05"), "unanswered");
}

#[test]
fn who_printed_the_very_text_is_named_and_is_no_report_of_its_own() {
    let text = "[S1 Nadia Ferrant] [Q1 said] [C1 that 14 machines had been paid for twice].";
    let printed = |outlet: &str, date: &str, url: Option<&str>| {
        let place = Article { url: url.map(str::to_owned), ..about(outlet, date, "Machines") };
        article(text, place, &[("Nadia Ferrant", Person)], &[of(ClaimType::Statement, 0)])
    };
    let folder = stored([
        printed("Ellery Courier", "2026-05-06", Some("https://courier.example/machines")),
        printed("Tidewater Press", "2026-05-05", Some("https://tidewater.example/wire/7")),
        printed("Harbour Standard", "2026-05-07", None),
    ]);
    let rows = json(folder.path(), &["claims", "--min-occurrences", "3"]);
    assert_eq!(lines(&rows, &["occurrences", "stories", "copies"]), ["1 | 1 | 2"]);
    assert!(json(folder.path(), &["claims", "--min-occurrences", "4"]).is_empty());
    let claim = rows[0]["claim_id"].as_str().unwrap();
    let quotes = &json(folder.path(), &["claims", "show", claim])[0]["quotes"];
    assert_eq!(
        lines(quotes.as_array().unwrap(), &["outlet", "report", "first_printed"]),
        ["Ellery Courier | 1 | false"]
    );
    assert_eq!(
        lines(quotes[0]["also_in"].as_array().unwrap(), &["outlet", "published", "url", "first_printed"]),
        [
            "Tidewater Press | 2026-05-05 | https://tidewater.example/wire/7 | true",
            "Harbour Standard | 2026-05-07 | null | false"
        ]
    );
    let table = shown(folder.path(), &["claims", "show", claim]);
    for words in [
        "printed 3 times, 1 independently",
        "(the same text: https://tidewater.example/wire/7)",
        "Tidewater Press",
        "5 May 2026",
        "Harbour Standard",
        "1, first printed",
    ] {
        assert!(table.contains(words), "{words}: {table}");
    }
    let counted = json(folder.path(), &["stats"]);
    let more = counted.iter().find(|row| row["measure"] == "claims printed more than once");
    assert_eq!(more.unwrap()["count"], 1, "{counted:?}");
}

#[test]
fn a_timeline_has_what_was_said_accused_and_answered_and_marks_contradictions() {
    let folder = database();
    let rows = json(folder.path(), &["timeline", "Castor Brandt"]);
    assert_eq!(
        lines(&rows, &["entry", "type", "words", "status", "other"]),
        [
            "accused | accusation | steering the ventilator contract to a friend | denied | Nadia Ferrant",
            "said | no-comment | to comment | null | null",
        ]
    );
    assert_eq!(rows[1]["answers"][0], rows[0]["claim_id"]);
    let rows = json(folder.path(), &["timeline", "Ferrant", "--contradictions"]);
    assert_eq!(lines(&rows, &["said_on", "type"]), ["2026-05-06 | statement", "2026-09-06 | denial"]);
    assert_eq!(rows[0]["contradicts"][0]["how"], "said and denied");
    assert_eq!(rows[0]["contradicts"][0]["claim_id"], rows[1]["claim_id"]);
    let table = shown(folder.path(), &["timeline", "Ferrant", "--since", "2026-05", "--until", "2026-05"]);
    assert!(table.contains("? said and denied:"), "{table}");
    let newest = json(folder.path(), &["timeline", "Ferrant", "--reverse", "--limit", "1"]);
    assert_eq!(lines(&newest, &["said_on"]), ["2026-09-06"]);
    assert_eq!(ran(onrecord(folder.path()).args(["timeline", "Ferrant", "--type", "apology"])).0, 1);
}

#[test]
fn a_claim_is_listed_for_the_days_on_which_it_was_said() {
    let people = [("Tomas Weil", Person), ("Agnes Holt", Person)];
    let told = |published: &str, title: &str| {
        let text = format!(
            "{title} in Ellery. [S1 Tomas Weil] [Q1 accused] [A1 Agnes Holt] of [C1 burying the audit of the hospital]."
        );
        article(&text, about("Ellery Courier", published, title), &people, &[accuses(0, 1)])
    };
    let folder = stored([told("2026-03-02", "Rain fell"), told("2026-05-11", "The market was full")]);
    let rows = |command: &[&str], since: &str, until: &str| {
        json(folder.path(), &[command, &["--since", since, "--until", until]].concat())
    };
    let (claims, timeline) = (&["claims"][..], &["timeline", "Tomas Weil"][..]);
    assert_eq!(lines(&rows(claims, "2026-01", "2026-12"), &["occurrences"]), ["2"]);
    for command in [claims, timeline] {
        let between = [command, &["--since", "2026-04", "--until", "2026-04"]].concat();
        assert_eq!(ran(onrecord(folder.path()).args(between)).0, 1, "{command:?}");
    }
    for (since, until, day, title) in [
        ("2026-03", "2026-04", "2026-03-02", "Rain fell"),
        ("2026-04", "2026-06", "2026-05-11", "The market was full"),
    ] {
        assert_eq!(rows(claims, since, until).len(), 1);
        let found = rows(timeline, since, until);
        assert_eq!(lines(&found, &["said_on", "title"]), [format!("{day} | {title}")]);
    }
}

#[test]
fn a_timeline_has_the_words_of_the_article_that_it_cites() {
    let folder = stored(safe());
    let rows = json(folder.path(), &["timeline", "Calder"]);
    assert_eq!(
        lines(&rows, &["said_on", "words", "title", "occurrences"]),
        [
            "2026-04-02 | “I did not take the money out of the safe in the office.” | Safe | 2",
            "2026-06-02 | “I took the money out of the safe in the office.” | Money | 1",
            "2026-07-01 | “40 cracks had been found.” | Cracks | 1",
            "2026-07-08 | “60 cracks had been found.” | More cracks | 1",
            "2026-07-09 | “Six patients had died in the wards of the clinic.” | Six patients | 1",
        ]
    );
    for row in &rows {
        let article = &json(folder.path(), &["show", row["article_id"].as_str().unwrap()])[0];
        let place = |end: &str| usize::try_from(row[end].as_u64().unwrap()).unwrap();
        let text = article["text"].as_str().unwrap().chars().skip(place("start"));
        let words: String = text.take(place("end") - place("start")).collect();
        assert_eq!(row["words"], *words);
    }
    let fullest = rows[0]["fullest_quote_id"].as_str().unwrap();
    let history = &json(folder.path(), &["claims", "show", rows[0]["claim_id"].as_str().unwrap()])[0];
    let quotes = history["quotes"].as_array().unwrap();
    let full = quotes.iter().find(|quote| quote["quote_id"] == fullest).unwrap();
    assert_eq!((&full["title"], &full["content"]), (&"In full".into(), &rows[0]["fullest_words"]));
    assert_eq!(rows[1]["fullest_quote_id"], Value::Null);
    let table = shown(folder.path(), &["timeline", "Calder"]);
    assert!(table.contains(&format!("(in full: {fullest})")) && !table.contains("No key"), "{table}");
}

#[test]
fn opposites_and_other_numbers_are_candidates_for_contradictions() {
    let folder = stored(safe());
    let rows = json(folder.path(), &["timeline", "Calder", "--contradictions"]);
    let found = rows.iter().map(|row| format!("{} | {}", row["said_on"], row["contradicts"][0]["how"]));
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            r#""2026-04-02" | "said and denied""#,
            r#""2026-06-02" | "said and denied""#,
            r#""2026-07-01" | "numbers changed""#,
            r#""2026-07-08" | "numbers changed""#,
        ]
    );
}

#[test]
fn a_date_without_a_month_is_counted_as_such() {
    let folder = stored(coarse_dates());
    let months = |table: &str| -> Vec<String> {
        let cells =
            table.lines().filter_map(|line| line.trim().split_once("  ")).map(|(cell, _)| cell.to_owned());
        cells.filter(|cell| cell.contains("202")).collect()
    };
    let chart = shown(folder.path(), &["accusations", "--chart"]);
    let expected = ["Dec 2025", "Jan 2026", "Feb 2026", "2025–2026, month unknown", "2026, month unknown"];
    assert_eq!(months(&chart), expected, "{chart}");
    let stats = shown(folder.path(), &["stats", "--by", "month"]);
    assert_eq!(
        months(&stats),
        ["Dec 2025", "Feb 2026", "2025–2026, month unknown", "2026, month unknown"],
        "{stats}"
    );
    let rows = json(folder.path(), &["accusations", "--chart"]);
    assert_eq!(
        lines(&rows, &["month", "accusations"]),
        ["2025-12 | 1", "2026-02 | 1", "2025/2026 | 1", "2026 | 1"]
    );
    let speaker = shown(folder.path(), &["speakers", "show", "Weil"]);
    assert!(speaker.contains("  2026-02                   █"), "{speaker}");
    assert!(speaker.contains("  2025–2026, month unknown  █"), "{speaker}");
}

#[test]
fn accusations_by_month_and_by_name() {
    let folder = database();
    let rows = json(folder.path(), &["accusations", "--chart"]);
    assert_eq!(
        lines(&rows, &["month", "accusations", "denied", "withdrawn", "mixed"]),
        ["2026-05 | 4 | 1 | 1 | 0"]
    );
    let chart = shown(folder.path(), &["accusations", "--chart", "--date-by", "published"]);
    assert!(chart.contains("May 2026") && chart.contains(&"█".repeat(40)), "{chart}");
    let sorted = |by, more: &[&str]| {
        lines(&json(folder.path(), &[&["accusations", "--sort", by], more].concat()), &["accused"])
    };
    let names = ["Agnes Holt", "Castor Brandt", "Dolores Prym", "Halvex Medical"];
    assert_eq!(sorted("accused", &[]), names);
    assert_eq!(
        sorted("accused", &["--reverse"]),
        names.map(str::to_owned).into_iter().rev().collect::<Vec<_>>()
    );
    assert_eq!(sorted("status", &[])[0], "Castor Brandt");
}

#[test]
fn counts() {
    let folder = database();
    let rows = json(folder.path(), &["stats"]);
    let of = |measure: &str| rows.iter().find(|row| row["measure"] == measure).unwrap()["count"].clone();
    for (measure, count) in
        [("articles", 9), ("quotes", 12), ("claims printed more than once", 1), ("accusations", 4)]
    {
        assert_eq!(of(measure), count, "{measure}");
    }
    // Quotes of that type are another thing than accusations.
    assert!(json(folder.path(), &["stats", "--by", "kind"])[0]["accusing"].is_number());
    let by =
        |what: &str| lines(&json(folder.path(), &["stats", "--by", what]), &[what, "quotes", "articles"]);
    assert_eq!(
        by("outlet"),
        ["Ellery Courier | 5 | 3", "Harbour Standard | 4 | 3", "Tidewater Press | 3 | 3"]
    );
    assert_eq!(by("month"), ["2026-05 | 10 | 7", "2026-06 | 1 | 1", "2026-09 | 1 | 1"]);
    assert_eq!(by("kind"), ["indirect | 9 | 6", "direct | 3 | 3"]);
    assert_eq!(by("speaker")[0], "Nadia Ferrant | 5 | 5");
    assert_eq!(by("type")[0], "accusation | 4 | 3");
    assert_eq!(ran(onrecord(folder.path()).args(["stats", "--by", "unknown"])).0, 1);
}

#[test]
fn a_sheet_is_drawn_filled_and_counted() {
    let folder = database();
    let draw = |seed: &str| shown(folder.path(), &["quotes", "--sample", "6", "--seed", seed]);
    let sheet = draw("7");
    assert_eq!(sheet, draw("7"));
    assert_ne!(sheet, draw("8"));
    let mut records = csv::Reader::from_reader(sheet.as_bytes());
    let headers = records.headers().unwrap().clone();
    assert_eq!(
        headers.iter().take(5).collect::<Vec<_>>(),
        ["quote_right", "speaker_right", "type_right", "date_right", "speaker"]
    );
    let mut filled = csv::Writer::from_path(folder.path().join("filled.csv")).unwrap();
    filled.write_record(&headers).unwrap();
    for (number, record) in records.records().enumerate() {
        let record = record.unwrap();
        let marks = [if number < 5 { "y" } else { "N" }, "yes", if number == 0 { "" } else { "1" }, "?"];
        filled.write_record(marks.into_iter().chain(record.iter().skip(4))).unwrap();
    }
    filled.flush().unwrap();
    let rows = json(folder.path(), &["stats", "--checked", "filled.csv"]);
    assert_eq!(
        lines(&rows, &["measure", "precision", "low", "high", "right", "judged", "not_judged"]),
        [
            "quote | 83.3 | 43.6 | 97.0 | 5 | 6 | 0",
            "speaker | 100.0 | 61.0 | 100.0 | 6 | 6 | 0",
            "type | 100.0 | 56.6 | 100.0 | 5 | 5 | 1",
            "date | null | null | null | 0 | 0 | 6",
        ]
    );
    // Spreadsheets in many countries write ";".
    std::fs::write(folder.path().join("semicolons.csv"), "quote_right;speaker_right\r\ny;n\r\n;y\r\n")
        .unwrap();
    let rows = json(folder.path(), &["stats", "--checked", "semicolons.csv"]);
    assert_eq!(lines(&rows, &["measure", "right", "judged"]), ["quote | 1 | 1", "speaker | 1 | 2"]);
    std::fs::write(folder.path().join("cross.csv"), "quote_right\r\ny\r\nx\r\n").unwrap();
    let (code, _, err) = ran(onrecord(folder.path()).args(["stats", "--checked", "cross.csv"]));
    assert!(code == 2 && err.contains("line 3: “x” in the column quote_right is neither y nor n"), "{err}");
    std::fs::write(folder.path().join("wrong.csv"), "quote_right\ny\nperhaps\n").unwrap();
    let (code, out, err) = ran(onrecord(folder.path()).args(["stats", "--checked", "wrong.csv"]));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("wrong.csv, line 3: “perhaps” in the column quote_right"), "{err}");
    assert_eq!(ran(onrecord(folder.path()).args(["stats", "--checked", "missing.csv"])).0, 2);
}

/// The one value of a column.
fn one(rows: &[Value], column: &str) -> String {
    assert_eq!(rows.len(), 1);
    rows[0][column].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_person_corrects_replies_and_claims_and_has_a_verdict_beside() {
    let folder = database();
    let path = folder.path();
    let brandt = || json(path, &["accusations", "--against", "Castor Brandt"]);
    let before = brandt();
    let (claim, denial) = (one(&before, "claim_id"), one(&before, "status_quote_id"));
    let decide = |arguments: &[&str]| {
        let (code, _, err) = ran(onrecord(path).args(arguments));
        assert_eq!(code, 0, "{err}");
        err
    };

    let said =
        decide(&["claims", "verdict", &claim, "true", "--reason", "the audit, page 12", "--by", "A. Reader"]);
    assert!(said.contains("decision 1: verdict: true"), "{said}");
    assert_eq!(
        (one(&brandt(), "verdict"), one(&brandt(), "status")),
        ("true".to_owned(), "denied".to_owned())
    );
    let table = shown(path, &["claims", "show", &claim]);
    assert!(table.contains("Verdict of A. Reader, 31 Jan 2026: true, because the audit, page 12"), "{table}");

    decide(&["claims", "noreply", &claim, &denial, "--reason", "of another contract"]);
    assert_eq!(one(&brandt(), "status"), "no-comment");
    decide(&["claims", "reply", &claim, &denial, "--as", "admission"]);
    assert_eq!(one(&brandt(), "status"), "admitted");
    decide(&["decisions", "undo", "2", "3"]);
    assert_eq!(one(&brandt(), "status"), "denied");

    let machines = || json(path, &["claims", "--speaker", "Ferrant", "--about", "machines"]);
    let printed = || {
        let mut printed = lines(&machines(), &["occurrences"]);
        printed.sort();
        printed
    };
    assert_eq!(printed(), ["1", "3"]);
    let history = &json(path, &["claims", "show", machines()[1]["claim_id"].as_str().unwrap()])[0];
    let quotes = history["quotes"].as_array().unwrap();
    let of = |outlet: &str| {
        let quote = quotes.iter().find(|q| q["outlet"] == outlet).unwrap();
        quote["quote_id"].as_str().unwrap().to_owned()
    };
    decide(&["claims", "apart", &of("Ellery Courier"), &of("Tidewater Press")]);
    assert_eq!(printed(), ["1", "1", "2"]);
    decide(&["claims", "same", &of("Ellery Courier"), &of("Tidewater Press")]);
    assert_eq!(printed(), ["1", "3"]);
    assert_eq!(one(&brandt(), "verdict"), "true");

    let (code, _, err) =
        ran(onrecord(path).args(["claims", "reply", &of("Ellery Courier"), &denial, "--as", "denial"]));
    assert_eq!(code, 2);
    assert!(err.contains("carries no accusation"), "{err}");
}

/// The bundled story of the audit, as the program itself reads it: what an article of June admits answers the accusation
/// that another outlet printed in May, and a sentence cut differently in two outlets is one claim.
#[test]
fn the_story_of_the_audit_from_the_articles_to_the_status() {
    let folder = tempfile::tempdir().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut articles: Vec<_> = std::fs::read_dir(samples)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && path.file_name().unwrap().to_string_lossy().starts_with("audit-"))
        .collect();
    articles.sort();
    assert_eq!(articles.len(), 8);
    let (code, _, err) = ran(onrecord(folder.path()).arg("import").args(&articles));
    assert_eq!(code, 0, "{err}");
    let rows = json(folder.path(), &["accusations", "--against", "Agnes Holt", "--by", "Tomas Weil"]);
    let audit =
        rows.iter().find(|row| row["allegation"].as_str().unwrap().contains("burying the hospital audit"));
    let audit = audit.unwrap();
    assert_eq!(
        lines(std::slice::from_ref(audit), &["outlet", "said_on", "status", "status_said_on"]),
        ["Ellery Courier | 2026-05-11 | admitted | 2026-06-02"]
    );
    let rows = json(folder.path(), &["claims", "--speaker", "Ferrant", "--about", "\"opened the files\""]);
    assert_eq!(rows.len(), 1);
    assert!(rows[0]["occurrences"].as_i64().unwrap() >= 2, "{rows:#?}");
    let (code, out, err) = ran(onrecord(folder.path()).arg("check"));
    assert_eq!(code, 0, "{out}{err}");
}

#[test]
fn the_audit_samples_have_the_status_that_a_reader_gives_them() {
    let folder = tempfile::tempdir().unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let articles = std::fs::read_dir(samples).unwrap().map(|entry| entry.unwrap().path());
    let audit = |path: &std::path::PathBuf| path.file_name().unwrap().to_string_lossy().starts_with("audit-");
    let articles: Vec<_> = articles.filter(audit).collect();
    let (code, _, err) = ran(onrecord(folder.path()).arg("import").args(&articles));
    assert_eq!(code, 0, "{err}");
    let rows = json(folder.path(), &["accusations", "--reverse"]);
    assert_eq!(
        lines(&rows, &["accuser", "accused", "status", "status_speaker"]),
        [
            "Nadia Ferrant | Castor Brandt | no-comment | Castor Brandt",
            "Dolores Prym | Castor Brandt | withdrawn | Dolores Prym",
            "Tomas Weil | Agnes Holt | admitted | Agnes Holt",
            // “She lied to this council about it”; she called the charge a fantasy.
            "Tomas Weil | Agnes Holt | denied | Agnes Holt",
            "Agnes Holt | Tomas Weil | denied | Tomas Weil",
            // Charged with fraud; he pleaded not guilty.
            "null | Castor Brandt | denied | Castor Brandt",
            "Nadia Ferrant | board | unanswered | null",
        ]
    );
}
