//! The bundled samples against their golden files: what the tool misses or makes up is a list of known errors, and
//! the test fails when that list changes in either direction. `docs/samples.md` explains all of it.
//!
//! `ONRECORD_BLESS=1 cargo test --test samples` writes the lists anew; `cargo test --test samples -- --nocapture`
//! shows how much is right.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test, that is how it fails")]

#[path = "support/compare.rs"]
mod compare;
#[path = "support/golden.rs"]
mod golden;
#[path = "support/matching.rs"]
mod matching;
#[path = "support/read_golden.rs"]
mod read_golden;
#[path = "support/report.rs"]
mod report;
#[path = "support/sample.rs"]
mod sample;

use compare::compare;
use onrecord::extract::Extractor;
use report::Totals;
use std::fs;

#[test]
fn what_the_tool_misses_or_makes_up_is_known() {
    let extractor = Extractor::default();
    let mut totals = Totals::default();
    let mut changes = String::new();
    for sample in sample::all().unwrap().into_iter().chain(sample::story().unwrap()) {
        let file = sample::known_file(&sample);
        let golden = if sample.golden.text.trim() == sample.article.text.trim() {
            sample.golden
        } else {
            sample.golden.carried_to(&sample.article.text).unwrap()
        };
        let errors = compare(&golden, &extractor.extract(&sample.article), &mut totals);
        let known = fs::read_to_string(&file).unwrap_or_default();
        let now: String = errors.iter().map(|e| format!("{e}\n")).collect();
        if known == now {
            continue;
        }
        if std::env::var_os("ONRECORD_BLESS").is_some() {
            if now.is_empty() { fs::remove_file(&file).unwrap() } else { fs::write(&file, now).unwrap() }
        } else {
            changes += &difference(&sample.name, &known, &now);
        }
    }
    println!("{}", totals.table());
    assert!(
        changes.is_empty(),
        "{}{changes}\nIf that is right, ONRECORD_BLESS=1 cargo test --test samples writes the lists anew.",
        totals.table()
    );
}

/// The lines that came and went, as `diff` shows them; lines may stand in a list more than once.
fn difference(name: &str, known: &str, now: &str) -> String {
    let mut gone: Vec<&str> = known.lines().collect();
    let mut new = Vec::new();
    for line in now.lines() {
        match gone.iter().position(|l| *l == line) {
            Some(at) => drop(gone.remove(at)),
            None => new.push(line),
        }
    }
    let mut shown = format!("\nsamples/golden/{name}.known\n");
    gone.iter().for_each(|l| shown += &format!("  no longer  {l}\n"));
    new.iter().for_each(|l| shown += &format!("  new        {l}\n"));
    if gone.is_empty() && new.is_empty() {
        shown += "  the same lines in another order\n";
    }
    shown
}

#[test]
fn every_sample_has_its_golden_file_and_the_other_way_round() {
    let samples: Vec<String> = sample::all().unwrap().into_iter().map(|s| s.name).collect();
    assert_eq!(samples, sample::golden_names().unwrap());
    assert!(samples.len() >= 15);
}

#[test]
fn a_golden_text_is_its_samples_text_to_the_letter() {
    for sample in sample::all().unwrap() {
        if sample.golden.sample.ends_with(".txt") {
            assert_eq!(sample.golden.text.trim(), sample.article.text.trim(), "{}", sample.name);
        } else {
            // A page and a Markdown text lose their markup when they are read.
            sample.golden.carried_to(&sample.article.text).unwrap();
        }
    }
}

#[test]
fn samples_are_articles_of_2026_with_70_to_900_words() {
    for sample in sample::all().unwrap() {
        let words = sample.article.text.split_whitespace().count();
        assert!((70..=900).contains(&words), "{}: {words} words", sample.name);
        let date = sample.article.date.unwrap().to_string();
        assert!(date.starts_with("2026-"), "{}: {date}", sample.name);
        assert!(sample.article.title.is_some() && sample.article.outlet.is_some(), "{}", sample.name);
        assert!(sample.article.url.is_none_or(|url| url.contains(".example")), "{}", sample.name);
    }
}

mod comparing {
    use super::compare::compare;
    use super::golden::{self, Golden, Names};
    use super::{report::Totals, sample};
    use onrecord::attribution::Attribution;
    use onrecord::claims::{Accusation, Claim, ClaimType, Manner, Party};
    use onrecord::dates::{Dated, DatedFrom, StatementDates, TimeExpression, TimexType};
    use onrecord::extract::Extraction;
    use onrecord::speakers::{Entity, Speaker, Speakers};

    /// What a tool would say that sees all that the golden file holds.
    fn perfect(golden: &Golden) -> Extraction {
        let mut speakers = Speakers::default();
        let mut got = Extraction::default();
        let place = |number: u32| golden.attributions.iter().position(|a| a.number == number);
        for a in &golden.attributions {
            let inside = a.inside.and_then(place);
            let (source, cue, content) = (a.source.clone(), a.cue.clone(), a.content.clone());
            got.attributions.push(Attribution {
                kind: a.kind,
                source,
                cue,
                content,
                inside,
                confidence: 1.0,
            });
            let mut named = |s: &golden::Speaker| {
                let (name, kind) = (s.names[0].clone(), s.kind);
                speakers.entities.push(Entity {
                    name,
                    kind,
                    gender: None,
                    roles: Vec::new(),
                    mentions: Vec::new(),
                    speaks_for: None,
                });
                let entity = Some(speakers.entities.len() - 1);
                let (spans, known_by) = (a.source.clone(), s.known_by);
                Speaker {
                    entity,
                    kind,
                    known_by,
                    spans,
                    confidence: 1.0,
                    candidates: Vec::new(),
                    reason: String::new(),
                }
            };
            let of = a.speakers.iter().map(&mut named).collect();
            speakers.of_attribution.push(of);
            let target = a.target.as_ref().map(party);
            got.claims.of_attribution.push(Claim {
                kind: a.claim,
                target,
                confidence: 1.0,
                manner: Manner::default(),
                cameo: None,
            });
            let dated = |d: &golden::Dated, from| Dated {
                date: d.first,
                end: d.last,
                precision: d.precision,
                from,
                words: Vec::new(),
            };
            got.statement_dates.push(StatementDates {
                said_on: a.said.as_ref().map(|s| dated(&s.on, s.from.unwrap_or(DatedFrom::Published))),
                event_on: a.event.as_ref().map(|e| dated(e, DatedFrom::Content)),
            });
        }
        for a in &golden.accusations {
            let attribution = a.attribution.and_then(place);
            let cue = attribution.map_or(Vec::new(), |n| golden.attributions[n].cue.clone());
            got.claims.accusations.push(Accusation {
                accuser: a.accuser.as_ref().map(party),
                accused: party(&a.accused),
                allegation: a.allegation.clone(),
                cue,
                attribution,
                explicit: a.explicit,
                denied: a.denied,
                denial: None,
                confidence: 1.0,
            });
        }
        for d in &golden.dates {
            let kinds = [TimexType::Date, TimexType::Time, TimexType::Duration, TimexType::Set];
            let kind = kinds.into_iter().find(|k| k.name() == d.kind).unwrap_or(TimexType::Date);
            let (span, value) = (d.span, d.value.clone());
            got.times.push(TimeExpression { span, value, kind, start: None, end: None, precision: None });
        }
        got.speakers = speakers;
        got
    }

    fn party(names: &Names) -> Party {
        Party { name: names[0].clone(), spans: Vec::new(), entity: None, unresolved: false }
    }

    #[test]
    fn the_truth_has_no_errors() {
        for sample in sample::all().unwrap() {
            let errors = compare(&sample.golden, &perfect(&sample.golden), &mut Totals::default());
            assert_eq!(errors, [""; 0], "{}", sample.name);
        }
    }

    #[test]
    fn each_mistake_is_one_readable_line() {
        let sample = sample::all().unwrap().into_iter().find(|s| s.name == "wharf-fire-wire").unwrap();
        let golden = &sample.golden;
        let errors = |spoil: &dyn Fn(&mut Extraction)| {
            let mut got = perfect(golden);
            spoil(&mut got);
            compare(golden, &got, &mut Totals::default()).join("\n")
        };
        assert_eq!(
            errors(&|got| got.claims.of_attribution[13].kind = ClaimType::Statement),
            "type of 14: got statement, want threat"
        );
        assert_eq!(
            errors(&|got| got.speakers.of_attribution[1][0].entity = None),
            "speaker of 2: got unknown, want Daniel Okafor"
        );
        assert_eq!(
            errors(&|got| got.statement_dates[0]
                .said_on
                .iter_mut()
                .for_each(|d| d.from = DatedFrom::Published)),
            "said from of 1: got published, want cue"
        );
        assert_eq!(
            errors(&|got| got.statement_dates[6].event_on = None),
            "event of 7: got none, want 2026-03-06"
        );
        assert_eq!(
            errors(&|got| got.attributions[2].source.clear()),
            "source of 3: got none, want “Witnesses”"
        );
        assert_eq!(
            errors(&|got| drop(got.claims.accusations.remove(1))),
            "missing accusation 2: Tobias Renn → Helena Marsh: ignoring “three written warnings” about the wharf \
             since last summer"
        );
        assert_eq!(
            errors(&|got| got.claims.accusations[1].denied = true),
            "denied of accusation 2: got yes, want no"
        );
        assert_eq!(
            errors(&|got| got.times[7].value = "2026-03-02".to_owned()),
            "value of the date \"Monday\": got DATE 2026-03-02, want DATE 2026-03-09"
        );
        assert_eq!(errors(&|got| drop(got.times.remove(0))), "missing date: March 4 (DATE 2026-03-04)");
    }

    #[test]
    fn what_is_missed_and_what_is_made_up_are_both_shown() {
        let sample = sample::all().unwrap().into_iter().find(|s| s.name == "wharf-fire-wire").unwrap();
        let nothing = compare(&sample.golden, &Extraction::default(), &mut Totals::default());
        let due =
            sample.golden.attributions.len() + sample.golden.accusations.len() + sample.golden.dates.len();
        assert_eq!(nothing.len(), due);
        let blank = Golden {
            attributions: Vec::new(),
            accusations: Vec::new(),
            dates: Vec::new(),
            ..sample.golden.clone()
        };
        let too_much = compare(&blank, &perfect(&sample.golden), &mut Totals::default());
        assert_eq!(too_much.len(), due);
        assert!(too_much.iter().all(|line| line.starts_with("extra ")));
    }
}

mod reading_a_golden_file {
    use super::read_golden::read;
    use onrecord::span::Span;
    use proptest::prelude::*;

    const SMALL: &str = "sample: small.txt\n\n=== text ===\n[S1,2 She] [Q1 said] [C1 [S3 he] [Q3 denied] [C3 it]] \
        on Tuesday \\[laughs\\] and [Q2 left] [C2 angry].\n\n=== attributions ===\n\
        1 | indirect | speaker: Ada Berg / Berg (person) | known_by: pronoun | type: statement -> Bo Ek | said: 2026-03-03 day cue \"on Tuesday\"\n\
        2 | indirect | speaker: Ada Berg (person) | known_by: pronoun | type: no-comment | said: -\n\
        3 | indirect | speaker: Bo Ek (person) | known_by: pronoun | type: denial | said: 2026-03-04 day published | inside: 1\n\n\
        === accusations ===\nAda Berg | Bo Ek | it | attribution 1 | implicit | denied: yes\n\n=== dates ===\nTuesday | DATE 2026-03-03\n";

    #[test]
    fn marks_become_spans_of_the_text_without_them() {
        let golden = read(SMALL).unwrap();
        assert_eq!(golden.text, "She said he denied it on Tuesday [laughs] and left angry.");
        let words = |spans: &[Span]| spans.iter().map(|s| s.of(&golden.text)).collect::<Vec<_>>().join("|");
        let first = &golden.attributions[0];
        assert_eq!(
            [words(&first.source), words(&first.cue), words(&first.content)],
            ["She", "said", "he denied it"]
        );
        assert_eq!(words(&golden.attributions[1].source), "She");
        assert_eq!(golden.attributions[2].inside, Some(1));
        assert_eq!(first.speakers[0].names, ["Ada Berg", "Berg"]);
        assert_eq!(golden.dates[0].span.of(&golden.text), "Tuesday");
        assert_eq!(words(&golden.accusations[0].allegation), "it");
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (from, to, complaint) in [
            ("[Q1 said]", "[Q1 said", "never closed"),
            ("[Q2 left]", "Q2 left]", "a ] too many"),
            ("[C2 angry]", "[laughs] angry", "not a mark"),
            ("[C2 angry]", "angry", "no content"),
            ("[Q2 left]", "[Q9 left]", "Q9 is marked but has no line"),
            ("on Tuesday\"", "on Monday\"", "is not in the text"),
            ("Tuesday | DATE", "Wednesday | DATE", "do not come next"),
            ("2026-03-03 day", "2026-03-33 day", "not a date"),
            ("indirect", "spoken", "no kind"),
            ("no-comment", "silence", "an unknown type"),
            ("inside: 1", "inside: 2", "does not stand inside"),
            ("inside: 1", "within: 1", "unknown key"),
            ("attribution 1", "attribution 7", "no such attribution"),
            ("=== dates ===", "dates", "no line \"=== dates ===\""),
        ] {
            assert!(SMALL.contains(from), "{from}");
            let error = read(&SMALL.replacen(from, to, 1)).unwrap_err();
            assert!(error.contains(complaint), "{from} → {to}: {error}");
        }
    }

    #[test]
    fn spans_move_to_a_text_with_other_white_space() {
        let golden = read(SMALL)
            .unwrap()
            .carried_to("She  said\nhe *denied* it on Tuesday [laughs]\n\nand left angry")
            .unwrap();
        assert_eq!(golden.attributions[0].content[0].of(&golden.text), "he *denied* it");
        for other in ["She said he denied nothing", ""] {
            assert!(read(SMALL).unwrap().carried_to(other).is_err());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever the damage, reading gives an error or spans that stand in the text.
        #[test]
        fn damage_never_panics(at in 0usize..900, cut in 0usize..40, put in r"[\[\]\\SQC1,| \n:=„é]{0,6}") {
            let floor = |mut n: usize| { while !SMALL.is_char_boundary(n.min(SMALL.len())) { n -= 1 } n.min(SMALL.len()) };
            let (start, end) = (floor(at), floor(at + cut));
            let damaged = format!("{}{put}{}", &SMALL[..start], &SMALL[end.max(start)..]);
            if let Ok(golden) = read(&damaged) {
                for a in &golden.attributions {
                    for span in a.source.iter().chain(&a.cue).chain(&a.content) {
                        prop_assert!(!span.of(&golden.text).is_empty());
                    }
                }
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in r"(.|\n){0,300}") {
            let _ = read(&text);
            let _ = read(&format!("sample: a\n\n=== text ===\n{text}\n\n=== attributions ===\n\n=== accusations ===\n\n=== dates ===\n"));
        }
    }
}
