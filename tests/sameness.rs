//! Versions of an article, near copies of a story: what the store makes of them, whatever the order.

#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

mod invented;

use invented::{Story, add, column, create, dump, value};
use onrecord::claims::ClaimType::{Denial, Statement};
use onrecord::query::versions;
use onrecord::store::Store;
use proptest::prelude::*;
use std::collections::HashSet;

/// Sixty words that nobody else prints.
fn report(seed: usize) -> String {
    let word = |n: usize| format!("w{}", (seed * 7919 + n * n * 31 + n * 17) % 4001);
    (0..60).map(word).collect::<Vec<_>>().join(" ")
}

fn at(url: &str, title: &str, day: &str) -> Story {
    let mut story = Story::new(title, "The Querl Post", Some(day));
    story.article.url = Some(url.to_owned());
    story
}

const URL: &str = "https://querl.example/bridge";

#[test]
fn the_newest_version_counts_and_the_older_ones_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let mut first = at(URL, "Bridge closed", "2026-01-05");
    first
        .accuses("Ada Okafor", "Ministry of Roads", "hiding two reports about cracks")
        .says("Ada Okafor", Statement, "The ministry knew for two years that the bridge was unsafe")
        .says("Ben Carver", Statement, "I never crossed that bridge in my life");
    let mut second = at("http://www.querl.example/bridge/?utm_source=x", "Bridge closed", "2026-01-05");
    second.accuses("Ada Okafor", "Ministry of Roads", "hiding two reports about cracks").says(
        "Ada Okafor",
        Statement,
        "The ministry knew for two months that the bridge was unsafe",
    );
    let mut other = Story::new("Answer", "The Marn Times", Some("2026-01-09"));
    other.says("Ministry of Roads", Denial, "We hid no reports about cracks in any bridge");
    add(&mut store, &[&first, &other]);
    store.derive().unwrap();
    let before = dump(&store);
    add(&mut store, &[&second]);
    store.derive().unwrap();

    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM article"), 3);
    assert_eq!(
        column(&store, "SELECT content FROM quotes WHERE speaker = 'Ada Okafor' AND kind = 'direct'"),
        ["“The ministry knew for two months that the bridge was unsafe”"]
    );
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM quotes_of_all_versions"), 6);
    assert_eq!(column(&store, "SELECT status FROM accusations"), ["denied"]);
    assert_eq!(value::<i64>(&store, "SELECT quotes FROM speaker WHERE name = 'Ada Okafor'"), 2);
    assert_eq!(value::<i64>(&store, "SELECT quotes FROM speaker WHERE name = 'Ben Carver'"), 0);
    assert_eq!(value::<i64>(&store, "SELECT occurrences FROM claim WHERE content LIKE 'hiding%'"), 1);
    assert_eq!(
        column(&store, "SELECT DISTINCT relation FROM story_article ORDER BY 1"),
        ["first", "version"]
    );
    assert_eq!(store.check(|_, _| {}).unwrap(), []);

    let newest: i64 = value(&store, "SELECT newest_id FROM older_version");
    let all = versions::versions(store.connection(), newest).unwrap();
    assert_eq!(all.iter().map(|v| &v.printed.article_id).collect::<Vec<_>>(), [&first.id(), &second.id()]);
    let kinds: Vec<&str> = versions::changes(store.connection(), &all)
        .unwrap()
        .iter()
        .map(|change| change.kind.name())
        .collect();
    assert_eq!(kinds, ["reworded", "vanished"]);

    // Without the newer one, all is as before.
    store.remove(&[second.id()]).unwrap();
    store.derive().unwrap();
    assert_eq!(dump(&store), before);
}

/// The beginning of an article, and all of it.
fn part_and_whole(day: Option<&str>) -> [Story; 2] {
    let said = [
        "It was time to close the bridge",
        "Nobody told us of the cracks",
        "I never crossed it",
        "We hid nothing",
    ];
    [2, 4].map(|many| {
        let mut story = Story::new("Bridge closed", "The Querl Post", day);
        story.article.url = Some(URL.to_owned());
        for words in said.iter().take(many) {
            story.says("Ada Okafor", Statement, words);
        }
        story
    })
}

#[test]
fn a_shorter_copy_hides_nothing_whatever_comes_first() {
    for day in [None, Some("2026-01-05")] {
        for cut in ["", "…", "\nSubscribe to read the rest of this article."] {
            let [mut part, whole] = part_and_whole(day);
            part.article.text.push_str(cut);
            for order in [[&part, &whole], [&whole, &part]] {
                let folder = tempfile::tempdir().unwrap();
                let (mut store, _) = create(folder.path());
                import_each(&mut store, &order);
                let shown =
                    "SELECT public_id FROM article WHERE id NOT IN (SELECT article_id FROM older_version)";
                assert_eq!(column(&store, shown), [whole.id()], "{day:?} {cut}");
                assert_eq!(value::<i64>(&store, "SELECT count(*) FROM quotes"), 4);
                let shorter = i64::from(order[0].id() == whole.id());
                assert_eq!(value::<i64>(&store, "SELECT sum(shorter) FROM older_version"), shorter);
                let all = versions::versions(
                    store.connection(),
                    value(&store, "SELECT newest_id FROM older_version"),
                )
                .unwrap();
                let changes = versions::changes(store.connection(), &all).unwrap();
                assert_eq!(changes.len(), if shorter == 1 { 0 } else { 2 });
                let before = everything(&store);
                store.rebuild().unwrap();
                assert_eq!(everything(&store), before);
                // Without the whole one, what there is of it is shown.
                store.remove(&[whole.id()]).unwrap();
                store.derive().unwrap();
                assert_eq!(column(&store, shown), [part.id()]);
            }
        }
    }
}

#[test]
fn the_fullest_of_several_parts_is_shown_whatever_their_order() {
    let [half, whole] = part_and_whole(None);
    let mut cut = half.clone();
    cut.article.text.push('…');
    let mut first = Story::new("Bridge closed", "The Querl Post", None);
    first.article.url = Some(URL.to_owned());
    first.says("Ada Okafor", Statement, "It was time to close the bridge");
    let all = [&first, &half, &cut, &whole];
    for number in 0..24_usize {
        let mut left = all.to_vec();
        let order = [4, 3, 2, 1].map(|many| left.remove(number / [1, 4, 12, 24][4 - many] % many));
        let folder = tempfile::tempdir().unwrap();
        let (mut store, _) = create(folder.path());
        import_each(&mut store, &order);
        let shown = "SELECT public_id FROM article WHERE id NOT IN (SELECT article_id FROM older_version)";
        assert_eq!(column(&store, shown), [whole.id()], "{number}");
        everything(&store);
    }
}

#[test]
fn an_edit_that_cuts_an_article_on_a_later_day_is_a_version() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let ([_, whole], [cut, _]) = (part_and_whole(Some("2026-01-05")), part_and_whole(Some("2026-01-07")));
    import_each(&mut store, &[&whole, &cut]);
    let newest: i64 = value(&store, "SELECT newest_id FROM older_version WHERE NOT shorter");
    let all = versions::versions(store.connection(), newest).unwrap();
    assert_eq!(all.iter().map(|v| &v.printed.article_id).collect::<Vec<_>>(), [&whole.id(), &cut.id()]);
    let changes = versions::changes(store.connection(), &all).unwrap();
    assert_eq!(changes.iter().map(|change| change.kind.name()).collect::<Vec<_>>(), ["vanished"; 2]);
    everything(&store);
}

/// It has the day of the first from then on, which says nothing of when it was printed itself.
#[test]
fn an_undated_version_that_came_last_is_the_newest() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let mut versions = ["2026-01-05", "2026-01-07", "2026-01-09"].map(|day| at(URL, "Bridge closed", day));
    for (version, words) in versions.iter_mut().zip(["", "It is open.", "It is shut."]) {
        version.words(&report(1)).words(words);
    }
    versions[2].article.date = None;
    for version in &versions {
        add(&mut store, &[version]);
        store.derive().unwrap();
    }
    let newest = "SELECT DISTINCT n.public_id FROM older_version v JOIN article n ON n.id = v.newest_id";
    assert_eq!(column(&store, newest), [versions[2].id()]);
    assert_eq!(column(&store, "SELECT published FROM article WHERE id = 3"), ["2026-01-05"]);
    store.rebuild().unwrap();
    assert_eq!(column(&store, newest), [versions[2].id()]);
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
}

#[test]
fn an_address_that_holds_something_else_every_day_makes_no_versions() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let mut bridge = at("https://querl.example/today", "Bridge closed", "2026-01-05");
    bridge.words("The bridge over the river was closed because of cracks in its piers.");
    let mut cake = at("https://querl.example/today", "Plum cake", "2026-01-06");
    cake.words("Our cook takes almonds, cream and a pound of ripe plums from the garden.");
    add(&mut store, &[&bridge, &cake]);
    store.derive().unwrap();
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM older_version"), 0);
    let home = at("https://querl.example/", "Bridge closed", "2026-01-05");
    let mut newer_home = at("https://querl.example/", "Bridge closed", "2026-01-07");
    newer_home.words("Now it is open.");
    add(&mut store, &[&home, &newer_home]);
    store.derive().unwrap();
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM older_version"), 0);
}

#[test]
fn the_same_text_with_other_white_space_is_one_article() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let mut one = Story::new("Rain", "The Querl Post", Some("2026-01-05"));
    one.says("Ada Okafor", Statement, "It rained");
    let mut other = one.clone();
    other.article.text = format!("{}\n\nAdvertisement\n", other.article.text.replace(' ', "\u{a0} "));
    other.article.outlet = Some("The Marn Times".to_owned());
    let mut untitled = one.clone();
    untitled.article.title = None;
    add(&mut store, &[&one, &other, &untitled, &one]);
    store.derive().unwrap();
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM article"), 1);
    assert_eq!(column(&store, "SELECT outlet FROM article_copy"), ["The Marn Times"]);
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
}

#[test]
fn a_long_text_under_another_headline_is_one_article() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let mut one = Story::new("Bridge closed", "The Querl Post", Some("2026-01-05"));
    one.says("Ada Okafor", Statement, "It rained").words(&report(1));
    let mut elsewhere = one.clone();
    let text = one.article.text.replacen("Bridge closed", "Bridge opened", 1).replace('\n', "\n\n");
    elsewhere.article.text = format!("{text}\n\nAdvertisement\n");
    elsewhere.article.title = Some("Bridge opened".to_owned());
    elsewhere.article.outlet = Some("The Marn Times".to_owned());
    let mut untitled = elsewhere.clone();
    untitled.article.title = None;
    untitled.article.outlet = None;
    let mut short = Story::new("Result", "The Querl Post", Some("2026-01-05"));
    short.says("Ada Okafor", Statement, "It rained");
    let mut other_short = short.clone();
    other_short.article.title = Some("Other result".to_owned());
    other_short.article.text.push_str("\n\nAdvertisement");
    add(&mut store, &[&one, &elsewhere, &untitled, &short, &other_short]);
    store.derive().unwrap();
    assert_eq!(
        column(&store, "SELECT title FROM article ORDER BY id"),
        ["Bridge closed", "Result", "Other result"]
    );
    assert_eq!(
        column(&store, "SELECT outlet || ': ' || title FROM article_copy WHERE elsewhere = 1"),
        ["The Marn Times: Bridge opened"]
    );
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
}

#[test]
fn the_same_text_at_one_address_under_another_headline_is_a_version() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let mut first = at(URL, "Bridge closed", "2026-01-05");
    first.says("Ada Okafor", Statement, "It rained").words(&report(1));
    let mut second = first.clone();
    second.article.title = Some("Bridge opened".to_owned());
    second.article.text =
        first.article.text.replacen("Bridge closed", "Bridge opened", 1) + "\n\nAdvertisement";
    second.article.date = "2026-01-06".parse().ok();
    add(&mut store, &[&first, &second]);
    store.derive().unwrap();
    let sql = "SELECT a.public_id FROM older_version v JOIN article a ON a.id = v.article_id";
    assert_eq!(column(&store, sql), [first.id()]);
    assert_eq!(column(&store, "SELECT public_id FROM article ORDER BY id"), [first.id(), second.id()]);
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
}

#[test]
fn fingerprints_of_an_older_program_are_made_anew_before_an_import() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let mut one = Story::new("Bridge closed", "The Querl Post", Some("2026-01-05"));
    one.says("Ada Okafor", Statement, "It rained").words(&report(1));
    add(&mut store, &[&one]);
    store.derive().unwrap();
    let all = dump(&store);
    store
        .connection()
        .execute_batch("DELETE FROM fingerprint_band; UPDATE fingerprint SET bands = x''; UPDATE derivation SET version = 6")
        .unwrap();
    store.begin_import("2026-01-31T12:00:00Z", "[]", "{}").unwrap();
    let bands: i64 = value(&store, "SELECT count(*) FROM fingerprint_band");
    assert!(bands > 0);
    store.derive().unwrap();
    assert_eq!(dump(&store), all);
}

#[test]
fn a_wire_report_is_one_story_however_it_is_cut() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = create(folder.path());
    let said = "The bridge over the Querl will stay closed until the spring at least";
    let wire = |outlet: &str, day: &str, parts: &[usize]| {
        let mut story = Story::new(&format!("Bridge, {outlet}"), outlet, Some(day));
        story.says("Ada Okafor", Statement, said);
        for part in parts {
            story.words(&report(*part));
        }
        story
    };
    let first = wire("Northern Wire", "2026-01-04", &[1, 2, 3]);
    let cut = wire("The Querl Post", "2026-01-05", &[1, 2]);
    let longer = wire("The Marn Times", "2026-01-06", &[1, 2, 3, 9]);
    let own = wire("The Daily Own", "2026-01-05", &[20, 21, 22]);
    add(&mut store, &[&longer, &cut, &own]);
    store.derive().unwrap();
    add(&mut store, &[&first]);
    store.derive().unwrap();
    assert_eq!(
        column(
            &store,
            "SELECT a.outlet || ' ' || s.relation FROM story_article s JOIN article a ON a.id = s.article_id
                        WHERE s.story = (SELECT public_id FROM article WHERE outlet = 'Northern Wire')
                        ORDER BY a.published"
        ),
        ["Northern Wire first", "The Querl Post copy", "The Marn Times copy"]
    );
    // Four prints, of which three are one report.
    assert_eq!(column(&store, "SELECT occurrences || ' ' || stories FROM claim"), ["4 2"]);
    store.remove(&[first.id()]).unwrap();
    store.derive().unwrap();
    assert_eq!(column(&store, "SELECT occurrences || ' ' || stories FROM claim"), ["3 2"]);
    assert_eq!(value::<i64>(&store, "SELECT count(*) FROM story_article WHERE relation = 'first'"), 2);
}

/// Reports put together from parts, some at the same addresses. None is another one under a new headline: which of two such is
/// the article hangs on their order, and is meant to.
fn stories() -> impl Strategy<Value = Vec<Story>> {
    let one = (prop::collection::vec(0..6usize, 1..4), prop::option::of(0..3usize), 0..20u32, 0..3usize);
    prop::collection::vec(one, 1..9).prop_map(|all| {
        let make = |(number, (parts, page, day, quote)): (usize, (Vec<usize>, Option<usize>, u32, usize))| {
            let mut story = Story::new(
                &format!("No. {number}"),
                "The Querl Post",
                Some(&format!("2026-01-{:02}", day + 1)),
            );
            story.article.url = page.map(|page| format!("https://querl.example/{page}"));
            for part in parts {
                story.words(&report(part));
            }
            let words = ["the bridge was safe all the time", "the bridge was never safe", "no"][quote];
            story.says("Ada Okafor", Statement, words);
            story
        };
        let mut bodies = HashSet::new();
        let all = all.into_iter().filter(|(parts, .., quote)| bodies.insert((parts.clone(), *quote)));
        all.enumerate().map(make).collect()
    })
}

/// Readings of one text, or of its newer version: some say where and when it was printed, some do not.
fn readings() -> impl Strategy<Value = Vec<Story>> {
    let choice = |number: usize| prop::option::of(0..number);
    let one = (choice(2), choice(2), choice(2), choice(1), prop::bool::weighted(0.2));
    prop::collection::vec(one, 2..6).prop_map(|all| {
        let make = |(outlet, day, page, title, newer): (
            Option<usize>,
            Option<usize>,
            Option<usize>,
            Option<usize>,
            bool,
        )| {
            let mut story = Story::default();
            story.words(&report(1)).says("Ada Okafor", Statement, "the bridge was safe all the time");
            if newer {
                story.words(&report(2));
            }
            let article = &mut story.article;
            article.outlet = outlet.map(|n| ["The Querl Post", "The Marn Times"][n].to_owned());
            article.date = day.map(|n| ["2026-01-05", "2026-01-06"][n].parse().unwrap());
            article.url = page.map(|n| format!("https://querl.example/{n}"));
            article.title = title.map(|_| "Bridge closed".to_owned());
            story
        };
        all.into_iter().map(make).collect()
    })
}

/// Imports each in a run of its own, as the program does.
fn import_each(store: &mut Store, stories: &[&Story]) {
    for story in stories {
        add(store, &[story]);
        read_unread(store, stories);
        store.derive().unwrap();
    }
}

/// Reads again what must be read again.
fn read_unread(store: &mut Store, stories: &[&Story]) {
    let unread = store.unread_articles().unwrap();
    let extraction = store.begin_extraction("2026-01-31T12:00:00Z", "by hand", "{}").unwrap();
    for row in unread {
        let stored = store.stored_article(row).unwrap();
        let story = stories.iter().find(|story| story.article.text == stored.article.text).unwrap();
        let mut batch = store.batch(0, extraction, "2026-01-31T12:00:00Z").unwrap();
        batch.replace(&stored, &story.extraction).unwrap();
        batch.commit().unwrap();
    }
    store.end_extraction(extraction, "2026-01-31T12:00:00Z").unwrap();
}

fn everything(store: &Store) -> Vec<String> {
    assert_eq!(store.check(|_, _| {}).unwrap(), []);
    dump(store)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Versions and stories are the same article after article as all at once, and removing one undoes adding it.
    #[test]
    fn steps_change_nothing(stories in stories(), gone in 0..9usize) {
        let folder = tempfile::tempdir().unwrap();
        let (mut at_once, _) = create(folder.path());
        add(&mut at_once, &stories.iter().collect::<Vec<_>>());
        at_once.derive().unwrap();
        let all = everything(&at_once);
        let other = tempfile::tempdir().unwrap();
        let (mut stepwise, _) = create(other.path());
        for story in &stories {
            add(&mut stepwise, &[story]);
            stepwise.derive().unwrap();
        }
        prop_assert_eq!(&everything(&stepwise), &all);
        stepwise.rebuild().unwrap();
        prop_assert_eq!(&everything(&stepwise), &all);

        let gone = stories[gone % stories.len()].id();
        stepwise.remove(std::slice::from_ref(&gone)).unwrap();
        stepwise.derive().unwrap();
        let removed = everything(&stepwise);
        stepwise.rebuild().unwrap();
        prop_assert_eq!(everything(&stepwise), removed);
    }

    /// Undoing a run leaves what importing the others alone gives; undoing the first leaves what the others brought.
    #[test]
    fn an_undone_reading_has_never_been(stories in readings(), gone in 0..6usize) {
        let all: Vec<&Story> = stories.iter().collect();
        let gone = gone % stories.len();
        let folder = tempfile::tempdir().unwrap();
        let (mut store, _) = create(folder.path());
        import_each(&mut store, &all);
        everything(&store);
        let runs: Vec<i64> = column(&store, "SELECT CAST(id AS TEXT) FROM import_run ORDER BY id")
            .iter().map(|id| id.parse().unwrap()).collect();
        store.undo_import(runs[runs.len() - stories.len() + gone], "2026-02-01T12:00:00Z").unwrap();
        read_unread(&mut store, &all);
        store.derive().unwrap();
        let left = everything(&store);
        let mut others = all.clone();
        others.remove(gone);
        let other = tempfile::tempdir().unwrap();
        let (mut fresh, _) = create(other.path());
        import_each(&mut fresh, &others);
        let wanted = everything(&fresh);
        let count = |lines: &[String], what: &str| lines.iter().filter(|line| line.starts_with(what)).count();
        prop_assert_eq!(count(&left, "article"), count(&wanted, "article"));
        if gone > 0 && others.iter().all(|story| story.article.text == others[0].article.text) {
            prop_assert_eq!(left, wanted);
        }
    }

    /// Stories without addresses are the same in any order.
    #[test]
    fn order_changes_no_story(stories in stories(), seed in any::<u64>()) {
        let stories: Vec<Story> = stories.into_iter().map(|mut s| { s.article.url = None; s }).collect();
        let folder = tempfile::tempdir().unwrap();
        let (mut one, _) = create(folder.path());
        add(&mut one, &stories.iter().collect::<Vec<_>>());
        one.derive().unwrap();
        let other = tempfile::tempdir().unwrap();
        let (mut mixed, _) = create(other.path());
        let mut order: Vec<usize> = (0..stories.len()).collect();
        order.sort_by_key(|i| (*i as u64 + 1).wrapping_mul(seed | 1));
        for i in order {
            add(&mut mixed, &[&stories[i]]);
            mixed.derive().unwrap();
        }
        prop_assert_eq!(everything(&one), everything(&mixed));
    }
}

/// Time grows with the number of articles: half of them alone, a quarter in stories of ten, a quarter in one story.
/// `cargo test --release --test sameness speed -- --ignored --nocapture`
#[test]
#[ignore = "measures; for a release build"]
fn speed() {
    for count in [1000, 2000, 4000, 8000] {
        let story = |number: usize| {
            let seed = match number % 4 {
                0 | 1 => 1_000_000 + number * 10,
                2 => 2_000_000 + number / 40 * 10,
                _ => 3_000_000,
            };
            let day = format!("2026-01-{:02}", 1 + number % 28);
            let mut story = Story::new(&format!("No. {number}"), "The Querl Post", Some(&day));
            // Up to three of eight parts are cut.
            for part in 0..8 - number % 4 {
                story.words(&report(seed + part));
            }
            story
        };
        let stories: Vec<Story> = (0..count).map(story).collect();
        let folder = tempfile::tempdir().unwrap();
        let (mut store, _) = create(folder.path());
        let each = |time: std::time::Duration| time.as_secs_f64() * 1e6 / count as f64;
        let begin = std::time::Instant::now();
        for batch in stories.chunks(64) {
            add(&mut store, &batch.iter().collect::<Vec<_>>());
        }
        let stored = begin.elapsed();
        store.derive().unwrap();
        let all = begin.elapsed();
        let number: i64 = value(&store, "SELECT count(DISTINCT story) FROM story_article");
        let mut one = story(3);
        one.words("It was new.");
        let begin = std::time::Instant::now();
        add(&mut store, &[&one]);
        store.derive().unwrap();
        println!(
            "{count} articles of 300 to 480 words, {number} stories: {:.0} µs an article to store, {:.0} to derive; one more \
             in the largest story: {:?}",
            each(stored),
            each(all - stored),
            begin.elapsed()
        );
    }
}
