//! The commands that take decisions, as a user sees them: whom they take a name for, what they refuse, what they say.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test, that is how it fails")]

mod invented;
#[path = "support/onrecord.rs"]
mod support;

use invented::{Story, add, column, create};
use onrecord::claims::ClaimType::Statement;
use onrecord::store::Store;
use std::path::Path;
use support::{onrecord, ran};

/// An article in which somebody, called by a role, says something.
fn called(day: &str, name: &str, role: &str) -> Story {
    let mut story = Story::new(&format!("News of {day}"), "The Invented Times", Some(day));
    story.role(name, role).says(name, Statement, &format!("It was the work of {day}, and well done"));
    story
}

/// A folder with a database of some articles, `test.db`.
fn database(stories: &[Story]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    add(&mut store, &stories.iter().collect::<Vec<_>>());
    store.derive().unwrap();
    folder
}

fn crane() -> tempfile::TempDir {
    database(&[
        called("2026-01-05", "Alma Crane", "the mayor of Querl"),
        called("2026-02-12", "Berit Holm", "a Norwegian minister"),
    ])
}

/// Runs a command that must end with this exit code; gives what it said on standard error.
fn says(folder: &Path, arguments: &[&str], code: i32) -> String {
    let (found, out, err) = ran(onrecord(folder).env("ONRECORD_DB", "test.db").args(arguments));
    assert_eq!(found, code, "{arguments:?}: {out}{err}");
    err
}

fn shows(folder: &Path, arguments: &[&str]) -> String {
    let (code, out, err) = ran(onrecord(folder).env("ONRECORD_DB", "test.db").args(arguments));
    assert_eq!(code, 0, "{arguments:?}: {err}");
    out
}

fn has(text: &str, words: &[&str]) {
    for words in words {
        assert!(text.contains(words), "{words:?} is not in:\n{text}");
    }
}

fn quotes(folder: &Path, select: &str) -> Vec<String> {
    column(
        &Store::open(&folder.join("test.db")).unwrap(),
        &format!("SELECT {select} FROM quotes ORDER BY said_on"),
    )
}

#[test]
fn a_decision_takes_no_name_that_is_only_like_somebodys() {
    let folder = crane();
    let path = folder.path();
    let quote = quotes(path, "quote_id").remove(1);
    let fix = |name: &str, code| says(path, &["quotes", "fix", &quote, "--speaker", name], code);
    has(
        &fix("Elma Crane", 2),
        &["no speaker is called “Elma Crane”; did you mean", "Alma Crane", "--speaker-type person"],
    );
    has(&fix("Crane", 2), &["did you mean", "Alma Crane"]);
    for nearly in [
        &["speakers", "merge", "Alma Crame", "Berit Holm"][..],
        &["speakers", "rename", "Holm", "Berit Holm-Lund"],
        &["speakers", "split", "Berit Hulm", "Alma Crane"],
        &["accusations", "add", &quote, "--accused", "Elma Crane"],
    ] {
        has(&says(path, nearly, 2), &["did you mean"]);
    }
    assert_eq!(says(path, &["decisions"], 1).trim(), "nobody has decided anything like that");
    // Case, accents and titles are forgiven.
    has(&fix("Mayor ALMA CRÁNE", 0), &["the quote is by Alma Crane"]);
    let new =
        says(path, &["quotes", "fix", &quote, "--speaker", "Elma Crane", "--speaker-type", "person"], 0);
    has(&new, &["Elma Crane is a new speaker (person)", "the quote is by Elma Crane"]);
    assert_eq!(quotes(path, "speaker"), ["Alma Crane", "Elma Crane"]);
    // Whom no article names is where the quote is.
    let shown = shows(path, &["speakers", "show", "Elma Crane"]);
    has(&shown, &["1, mentioned 1 time, seen "]);
    has(&fix("Zoë Nobody", 0), &["Zoë Nobody is a new speaker (person)"]);
    has(&fix("Zoë\nNobody the Second", 2), &["line break"]);
}

#[test]
fn a_link_leaves_what_its_row_says_nothing_of() {
    let folder = crane();
    let path = folder.path();
    let link = |file: &str, code| {
        std::fs::write(path.join("links.csv"), file).unwrap();
        says(path, &["speakers", "link", "links.csv"], code)
    };
    has(
        &link("speaker,wikidata,country\r\nBerit Holm,,Norway\r\nAlma Crane,Q2,\r\n", 0),
        &[
            "decision 1: Berit Holm is of the country Norway",
            "decision 2: Alma Crane is Q2 in Wikidata",
            "linked 2",
        ],
    );
    link("speaker;wikidata;country\r\nBerit Holm;Q1;\r\n", 0);
    has(&shows(path, &["speakers", "show", "Berit Holm"]), &["elsewhere   Q1, Norway"]);
    has(&shows(path, &["decisions"]), &["Berit Holm is Q1 in Wikidata"]);
    has(
        &link("speaker,wikidata\r\nAlma Crane,Q3\r\nBerit Hulm,Q1\r\n", 2),
        &["line 3: no speaker is called “Berit Hulm”; did you mean", "Berit Holm", "nothing was taken over"],
    );
    has(&says(path, &["speakers", "undo"], 0), &["decision 3 is taken back: Berit Holm is Q1 in Wikidata"]);
    has(&shows(path, &["speakers", "show", "Berit Holm"]), &["elsewhere   Norway"]);
}

#[test]
fn the_database_may_be_named_before_the_subcommand() {
    let folder = crane();
    let (code, out, err) =
        ran(onrecord(folder.path()).args(["speakers", "--db", "test.db", "show", "Alma Crane"]));
    assert_eq!(code, 0, "{err}");
    has(
        &out,
        &["Alma Crane (person)", "mentioned 2 times", "role        the mayor of Querl (1, 5 Jan 2026)"],
    );
}

#[test]
fn a_role_is_whole_words_and_no_name() {
    let folder = database(&[
        called("2026-01-05", "Rufus Tarking", "a spokesman"),
        called("2026-01-06", "Zoë King", "the police chief"),
    ]);
    let path = folder.path();
    let of = |role: &str| {
        let (_, out, _) =
            ran(onrecord(path).args(["--db", "test.db", "quotes", "--format", "csv", "--role", role]));
        out.lines().count() - 1
    };
    for (role, count) in [("king", 0), ("man", 0), ("tarking", 0), ("SPOKESMAN", 1), ("chief police", 1)] {
        assert_eq!(of(role), count, "{role}");
    }
    // Who is somebody else is not called by the words that stood for the first.
    let quote = quotes(path, "quote_id").remove(0);
    says(path, &["quotes", "fix", &quote, "--speaker", "Zoë King"], 0);
    assert_eq!(of("spokesman"), 0);
    let long = "x".repeat(100_000);
    assert_eq!(says(path, &["speakers", &long], 1).trim(), "no speaker fits");
    assert_eq!(says(path, &["speakers", "--role", &long], 1).trim(), "no speaker fits");
    assert_eq!(says(path, &["quotes", "--role", &long], 1).trim(), "no quote fits");
}

#[test]
fn the_article_says_which_of_two_of_one_name_is_split_off() {
    let stories = [
        called("2026-01-05", "John Pelham", "Nigeria’s foreign minister"),
        called("2026-01-06", "John Pelham", "the Nigerian minister"),
        called("2026-01-07", "John Pelham", "an Australian swimmer"),
    ];
    let folder = database(&stories);
    let path = folder.path();
    has(&says(path, &["speakers", "rename", "John Pelham", "J. P."], 2), &["fits several speakers"]);
    let article = stories[1].id();
    let split = ["speakers", "split", "john pelham", "--article", &article];
    has(&says(path, &split, 0), &["this John Pelham is another one"]);
    let store = Store::open(&path.join("test.db")).unwrap();
    assert_eq!(
        column(&store, "SELECT articles || '' FROM speaker WHERE name = 'John Pelham'"),
        ["1", "1", "1"]
    );
    has(
        &says(path, &["speakers", "split", "Jane Pelham", "--article", &article], 2),
        &["does not give the whole name Jane Pelham"],
    );
}

#[test]
fn the_article_says_which_surname_is_another_ones() {
    let stories = [called("2026-01-05", "John Pelham", "the mayor"), called("2026-01-06", "Pelham", "Mayor")];
    let folder = database(&stories);
    let path = folder.path();
    assert_eq!(quotes(path, "speaker"), ["John Pelham"; 2]);
    let split = ["speakers", "split", "John Pelham", "--article", &stories[1].id()];
    has(&says(path, &split, 0), &["Pelham is not John Pelham"]);
    let mut now = quotes(path, "speaker");
    now.sort();
    assert_eq!(now, ["John Pelham", "Pelham"]);
}

#[test]
fn taking_back_is_all_or_none() {
    let folder = crane();
    let path = folder.path();
    let before = quotes(path, "speaker");
    says(path, &["speakers", "rename", &before[0], "Somebody Else"], 0);
    has(&says(path, &["decisions", "undo", "1", "99"], 2), &["99"]);
    assert!(quotes(path, "speaker").contains(&"Somebody Else".to_owned()));
    says(path, &["check"], 0);
    says(path, &["decisions", "undo", "1", "1"], 0);
    assert_eq!(quotes(path, "speaker"), before);
}

#[test]
fn the_id_that_a_quote_had_leads_to_it() {
    let folder = crane();
    let path = folder.path();
    let old = quotes(path, "quote_id").remove(0);
    let fix = |id: &str, content: &str| says(path, &["quotes", "fix", id, "--content", content], 0);
    let said = fix(&old, "It was the work");
    let second = quotes(path, "quote_id").remove(0);
    has(&said, &[&format!("the quote is now {second}; {old} still leads to it")]);
    fix(&old, "the work of");
    let third = quotes(path, "quote_id").remove(0);
    for id in [&old, &second, &third] {
        says(path, &["quotes", "confirm", id], 0);
    }
    assert_eq!(quotes(path, "content || ' ' || coalesce(verdict, '')")[0], "the work of confirmed");
    has(
        &says(path, &["quotes", "fix", &old, "--kind", "direct"], 0),
        &["there is no quotation mark in these words or beside them"],
    );
    let whole = "It was the work of 2026-02-12, and well done";
    let other = quotes(path, "quote_id").remove(1);
    let said = says(path, &["quotes", "fix", &other, "--content", whole, "--kind", "direct"], 0);
    assert!(!said.contains("no quotation mark"), "{said}");
    says(path, &["check"], 0);
}

#[test]
fn what_makes_no_sense_is_refused_or_said() {
    let folder = crane();
    let path = folder.path();
    let both = ["speakers", "suggestions", "reject", "Alma Crane", "alma crane"];
    has(&says(path, &both, 2), &["both are one speaker"]);
    has(&says(path, &["speakers", "merge", "Alma Crane", "alma crane"], 1), &["is one speaker already"]);
    has(&says(path, &["speakers", "rename", "Alma Crane", "Alma\nCrane"], 2), &["has a line break"]);
    has(&says(path, &["speakers", "alias", "Alma Crane", " "], 2), &["is empty"]);
    has(
        &says(path, &["speakers", "alias", "Alma Crane", "Berit Holm"], 0),
        &["note: Berit Holm (person, s:", "has that name, too"],
    );
    let quote = quotes(path, "quote_id").remove(0);
    let firm = ["quotes", "fix", &quote, "--speaker", "Halvex", "--speaker-type", "organization"];
    says(path, &firm, 0);
    has(
        &says(path, &["speakers", "merge", "Alma Crane", "Halvex"], 0),
        &["note: Alma Crane is taken for a person, Halvex for an organization"],
    );
    // The last decision on a speaker, not on a quote.
    says(path, &["quotes", "fix", &quote, "--type", "denial"], 0);
    has(
        &says(path, &["speakers", "undo", "4"], 2),
        &["decision 4 is on no speaker: the quote is of the type denial", "onrecord decisions undo 4"],
    );
    has(&says(path, &["speakers", "undo"], 0), &["decision 3 is taken back: Alma Crane is Halvex"]);
}

/// Kate Okafor, whose office two articles give to an Okafor, of whom a third tells nothing else.
fn okafors() -> [Story; 4] {
    [
        called("2026-01-05", "Kate Okafor", "the mayor of Querl"),
        called("2026-01-08", "Ms. Okafor", "the mayor of Querl"),
        called("2026-01-12", "Ms. Okafor", "a spokeswoman"),
        called("2026-01-16", "Kate Okafor", "the mayor of Querl"),
    ]
}

/// A database of these, in which somebody has accepted that the third is Kate Okafor; the id that she had before.
fn accepted() -> (tempfile::TempDir, String) {
    let folder = database(&okafors());
    let path = folder.path();
    assert_eq!(quotes(path, "speaker"), ["Kate Okafor", "Kate Okafor", "Ms. Okafor", "Kate Okafor"]);
    let id = |name: &str| {
        let store = Store::open(&path.join("test.db")).unwrap();
        column(&store, &format!("SELECT public_id FROM speaker WHERE name = '{name}'")).remove(0)
    };
    let (kate, other) = (id("Kate Okafor"), id("Ms. Okafor"));
    says(path, &["speakers", "suggestions", "accept", &kate, &other], 0);
    assert_eq!(quotes(path, "speaker"), ["Kate Okafor"; 4]);
    (folder, other)
}

#[test]
fn a_split_takes_back_the_surname_that_was_accepted_and_no_other() {
    let third = okafors()[2].id();
    let (_, old) = accepted();
    for split in [
        &["Ms. Okafor", "Kate Okafor"][..],
        &["Kate Okafor", "okafor"],
        &[&old, "Kate Okafor"],
        &["Okafor", "--article", &third],
        &["Kate Okafor", "--article", &third],
    ] {
        let (folder, _) = accepted();
        let path = folder.path();
        says(path, &[&["speakers", "split"], split].concat(), 0);
        assert_eq!(
            quotes(path, "speaker"),
            ["Kate Okafor", "Kate Okafor", "Ms. Okafor", "Kate Okafor"],
            "{split:?}"
        );
        let store = Store::open(&path.join("test.db")).unwrap();
        assert_eq!(column(&store, "SELECT reason FROM suggestion"), [""; 0], "{split:?}");
        assert_eq!(store.check(|_, _| {}).unwrap(), []);
        drop(store);
        says(path, &["decisions", "undo", "2"], 0);
        assert_eq!(quotes(path, "speaker"), ["Kate Okafor"; 4], "{split:?}");
    }
}

#[test]
fn a_surname_is_split_from_a_person_wherever_it_stands() {
    let (folder, _) = accepted();
    let path = folder.path();
    let split = ["speakers", "split", "Okafor", "Kate Okafor"];
    let second = okafors()[1].id();
    has(
        &says(path, &split, 0),
        &["the Okafor of 1 article is still Kate Okafor", &format!("--article {second}")],
    );
    let said = says(path, &split, 0);
    has(&said, &["decision 3: Okafor is not Kate Okafor"]);
    assert!(!said.contains("still"), "{said}");
    assert_eq!(quotes(path, "speaker"), ["Kate Okafor", "Ms. Okafor", "Ms. Okafor", "Kate Okafor"]);
}

#[test]
fn splitting_off_a_full_name_leaves_the_surnames_of_other_articles() {
    let (folder, _) = accepted();
    let path = folder.path();
    let last = okafors()[3].id();
    says(path, &["speakers", "split", "Kate Okafor", "--article", &last], 0);
    let ids =
        "speaker || ' ' || (SELECT count(*) FROM quote_speaker qs JOIN quote_speaker other USING (speaker_id)
               WHERE qs.attribution_id = rowid_of_quote)";
    assert_eq!(quotes(path, ids), ["Kate Okafor 3", "Kate Okafor 3", "Kate Okafor 3", "Kate Okafor 1"]);
}

#[test]
fn a_single_name_is_split_off_and_the_others_stay_one() {
    let stories = [
        called("2026-01-05", "Lulo", "the singer"),
        called("2026-01-06", "Lulo", "a dancer"),
        called("2026-01-07", "Lulo", "an actor"),
    ];
    for off in 0..3 {
        let folder = database(&stories);
        let path = folder.path();
        let own = |at: usize| onrecord::store::ids::speaker("lulo", "person", Some(&stories[at].id()));
        says(path, &["speakers", "merge", &own(1), &own(0)], 0);
        says(path, &["speakers", "merge", &own(2), &own(0)], 0);
        let beside = || {
            let with = "(SELECT count(*) FROM quote_speaker qs JOIN quote_speaker other USING (speaker_id)
                         WHERE qs.attribution_id = rowid_of_quote) || ''";
            quotes(path, with)
        };
        assert_eq!(beside(), ["3"; 3]);
        says(path, &["speakers", "split", "Lulo", "--article", &stories[off].id()], 0);
        let mut expected = ["2"; 3];
        expected[off] = "1";
        assert_eq!(beside(), expected);
        says(path, &["check"], 0);
        says(path, &["speakers", "undo"], 0);
        assert_eq!(beside(), ["3"; 3]);
    }
}

#[test]
fn what_was_not_suggested_is_not_accepted() {
    let folder = crane();
    let path = folder.path();
    has(
        &says(path, &["speakers", "suggestions", "accept", "Alma Crane", "Berit Holm"], 2),
        &["it is not suggested that Berit Holm", "`onrecord speakers merge s:"],
    );
    assert_eq!(says(path, &["decisions"], 1).trim(), "nobody has decided anything like that");
    let (folder, old) = accepted();
    has(
        &says(folder.path(), &["speakers", "suggestions", "accept", "Kate Okafor", &old], 1),
        &["Kate Okafor is one speaker already"],
    );
}

#[test]
fn what_is_rejected_is_rejected_once_and_a_correction_of_it_says_so() {
    let folder = crane();
    let path = folder.path();
    let quote = quotes(path, "quote_id").remove(0);
    let reject = ["quotes", "reject", &quote, &quote];
    has(
        &says(path, &reject, 0),
        &["decision 1: this is no quote (`onrecord decisions undo 1` takes it back)"],
    );
    has(
        &says(path, &reject, 1),
        &[&format!("{quote} is rejected already; `onrecord decisions undo 1` takes that back")],
    );
    let fixed = says(path, &["quotes", "fix", &quote, "--type", "denial", "--kind", "indirect"], 0);
    has(
        &fixed,
        &[
            "decision 2: the quote is of the type denial\n",
            "`onrecord decisions undo 2 3` takes them back",
            "note: the quote is rejected, and listed nowhere until `onrecord decisions undo 1` takes that back",
        ],
    );
    says(path, &["decisions", "undo", "2", "3"], 0);
    says(path, &["decisions", "undo", "1"], 0);
    assert!(!says(path, &["quotes", "fix", &quote, "--type", "denial"], 0).contains("rejected"));
    says(path, &["quotes", "reject", &quote], 0);
    has(&says(path, &reject, 1), &["undo 5`"]);
}

#[test]
fn a_quote_that_is_cut_by_places_says_its_words() {
    let folder = crane();
    let path = folder.path();
    let quote = quotes(path, "quote_id").remove(0);
    let start: usize = quotes(path, "start_char || ''").remove(0).parse().unwrap();
    let span = format!("{}-{},{}-{}", start + 1, start + 3, start + 12, start + 16);
    has(&says(path, &["quotes", "fix", &quote, "--span", &span], 0), &["the quote now reads: It … work"]);
    has(&quotes(path, "content").join(" "), &["It … work"]);
}

#[test]
fn a_quote_that_is_there_is_not_added_with_other_ends() {
    let folder = crane();
    let path = folder.path();
    let article = quotes(path, "article_id").remove(0);
    let add = |words: &str| {
        ["quotes", "add", &article, "--speaker", "Alma Crane", "--content", words].map(str::to_owned)
    };
    let refused = says(path, &add("the work of 2026-01-05, and well done").each_ref().map(String::as_str), 2);
    let id = quotes(path, "quote_id").remove(0);
    has(&refused, &[&format!("{id} is there already"), "It was the work of", &format!("quotes fix {id}")]);
    assert_eq!(quotes(path, "coalesce(verdict, '-')"), ["-", "-"]);
    // Its very words are it, marks apart.
    says(path, &add("It was the work of 2026-01-05, and well done").each_ref().map(String::as_str), 0);
    assert_eq!(quotes(path, "coalesce(verdict, '-')"), ["confirmed", "-"]);
}
