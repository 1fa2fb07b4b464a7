//! `onrecord eval`, end to end.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test, that is how it fails")]

#[path = "support/onrecord.rs"]
mod support;

use serde_json::{Value, json};
use std::fs;
use support::{onrecord, ran};

/// Two articles, and what somebody found in them: one right, one with the wrong source, one missed, one made up.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let gold = [
        json!({"id": "a", "outlet": "The Post", "date": "2025-12-19", "text": "“We go,” Ada said. Bo denied it.",
            "attributions": [
                {"source": [[9, 12]], "cue": [[13, 17]], "content": [[0, 8]]},
                {"source": [[19, 21]], "cue": [[22, 28]], "content": [[29, 31]]}]}),
        json!({"id": 7, "text": "Cy said that it rains.",
            "attributions": [{"source": [[0, 2]], "cue": [[3, 7]], "content": [[8, 21]]}]}),
    ];
    let found = [json!({"id": "a", "attributions": [
            {"source": [[9, 12]], "cue": [[13, 17]], "content": [[1, 7]], "inside": null},
            {"source": [[9, 12]], "cue": [[22, 28]], "content": [[29, 31]]},
            {"source": [], "cue": [], "content": [[13, 17]]},
            {"source": [], "cue": [], "content": [[19, 21]], "inside": 0}]})];
    for (name, lines) in [("gold.jsonl", &gold[..]), ("found.jsonl", &found[..])] {
        let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
        fs::write(folder.path().join(name), lines.join("\n")).unwrap();
    }
    folder
}

#[test]
fn figures() {
    let folder = folder();
    let (code, out, errors) =
        ran(onrecord(folder.path()).args(["eval", "gold.jsonl", "--predicted", "found.jsonl"]));
    assert_eq!((code, errors.as_str()), (0, ""));
    insta::assert_snapshot!(out, @r#"
    measure               precision  recall      f1  right  found  gold
    ───────────────────────────────────────────────────────────────────
    cue                      100.00   66.67   80.00      2      2     3
    source                    50.00   33.33   40.00      1      2     3
    content                   66.67   66.67   66.67      2      3     3
    content overlap           75.00   50.00   60.00      3      4     6
    content found             66.67   66.67   66.67      2      3     3
    attribution               33.33   33.33   33.33      1      3     3
    attribution direct       100.00  100.00  100.00      1      1     1
    attribution mixed          0.00    0.00    0.00      0      0     0
    attribution indirect       0.00    0.00    0.00      0      2     2
    "#);
}

#[test]
fn mistakes_stand_in_their_sentences() {
    let folder = folder();
    let arguments = ["eval", "gold.jsonl", "--predicted", "found.jsonl", "--errors", "5"];
    let (_, out, _) = ran(onrecord(folder.path()).args(arguments));
    let blocks = out.split_once("\n\n").unwrap().1;
    insta::assert_snapshot!(blocks, @r#"
    missed · indirect · 7
      gold   [Cy] <said> {that it rains}.

    extra · indirect · "a"
      found  “We go,” Ada {said}.

    wrong source · indirect · "a"
      gold   “We go,” Ada said. [Bo] <denied> {it}.
      found  “We go,” [Ada] said. Bo <denied> {it}.
    "#);
    let (_, out, _) = ran(onrecord(folder.path()).args(arguments).args(["--format", "jsonl"]));
    let first: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    assert_eq!((&first["class"], &first["article"]), (&json!("missed"), &json!(7)));
}

#[test]
fn groups() {
    let folder = folder();
    let by = |group: &str| {
        let arguments =
            ["eval", "gold.jsonl", "--predicted", "found.jsonl", "--format", "jsonl", "--by", group];
        let (_, out, _) = ran(onrecord(folder.path()).args(arguments));
        out.lines().map(|l| serde_json::from_str(l).unwrap()).collect::<Vec<Value>>()
    };
    let outlets = by("outlet");
    assert_eq!((&outlets[0]["outlet"], &outlets[1]["outlet"]), (&json!("(no outlet)"), &json!("The Post")));
    assert_eq!((&outlets[0]["attribution"], &outlets[1]["attribution"]), (&json!(0.0), &json!(40.0)));
    assert_eq!(by("year")[1]["year"], "2025");
    assert_eq!((by("length").len(), &by("length")[0]["articles"]), (1, &json!(2)));
}

#[test]
fn what_is_no_gold_is_named() {
    let folder = folder();
    fs::write(folder.path().join("packed"), b"\xfd7zXZ\0rest").unwrap();
    fs::write(
        folder.path().join("broken"),
        "{\"id\": 1, \"text\": \"a\"}\n{\"text\": \"\", \"attributions\": 5}",
    )
    .unwrap();
    let (code, _, errors) = ran(onrecord(folder.path()).args(["eval", "packed"]));
    assert_eq!(code, 2);
    assert_eq!(
        errors,
        "error: packed is packed\nhint: unpack it on the way: xz -dc packed | onrecord eval -\n"
    );
    let (code, _, errors) = ran(onrecord(folder.path()).args(["eval", "broken"]));
    assert_eq!(code, 2);
    assert!(errors.starts_with("error: broken, line 2: invalid type: integer `5`"), "{errors}");
    assert_eq!(ran(onrecord(folder.path()).args(["eval", "nowhere"])).0, 2);
    assert_eq!(ran(onrecord(folder.path()).args(["eval", "-"]).write_stdin("")).0, 2);
}

#[test]
fn sentences_and_dates() {
    let folder = folder();
    let sentences =
        json!({"id": "a", "text": "It rained. It poured. It", "offsets": [[0, 10], [11, 24]]}).to_string();
    fs::write(folder.path().join("sentences"), sentences).unwrap();
    let dates = json!({"id": "a", "text": "He left on 7 October 2023.", "dct": "2025-12-19",
        "timexes": [{"span": [11, 25], "value": "2023-10-07", "type": "DATE"}]});
    fs::write(folder.path().join("dates"), dates.to_string()).unwrap();
    let eval = |kind: &str| {
        let (_, out, errors) =
            ran(onrecord(folder.path()).args(["eval", "--format", "csv", "--kind", kind, kind]));
        assert_eq!(errors, "");
        out
    };
    insta::assert_snapshot!(eval("sentences"), @r#"
    measure,precision,recall,f1,right,found,gold
    sentence ends,66.67,100.0,80.0,2,3,2
    whole cases,0.0,0.0,0.0,0,1,1
    "#);
    assert_eq!(eval("dates").lines().nth(3), Some("value,100.0,100.0,100.0,1,1,1"));
    let (code, _, errors) =
        ran(onrecord(folder.path()).args(["eval", "dates", "--kind", "dates", "--by", "year"]));
    assert_eq!(code, 2);
    assert!(errors.starts_with("error: --by and --predicted are for attributions"), "{errors}");
}

#[test]
fn speakers() {
    let folder = folder();
    let text = "Minister Ada Moss opened the port.\n\n“It is open,” she said.";
    let at = |words: &str| {
        let start = text[..text.find(words).unwrap()].chars().count();
        json!([[start, start + words.chars().count()]])
    };
    let said = |name: &str| {
        json!({"id": "a", "text": text, "attributions": [{"source": at("she"), "cue": at("said"),
            "content": at("“It is open,”"), "speakers": [{"name": name, "known_by": "pronoun"}]}]})
        .to_string()
    };
    fs::write(folder.path().join("gold"), said("Ada Moss")).unwrap();
    fs::write(folder.path().join("other"), said("Bo Lind")).unwrap();
    let eval = |file: &str, more: &[&str]| {
        let (code, out, errors) = ran(onrecord(folder.path())
            .args(["eval", "--format", "csv", "--kind", "speakers", file])
            .args(more));
        assert_eq!((code, errors.as_str()), (0, ""));
        out
    };
    let figures = eval("gold", &[]);
    assert!(figures.lines().any(|l| l.starts_with("annotated,pronoun,1,1,100.0")), "{figures}");
    assert!(figures.lines().any(|l| l.starts_with("annotated,wrong of shown ≥ 0.5,0,1,0.0")), "{figures}");
    let wrong = eval("other", &["--errors", "1"]);
    assert!(wrong.contains("annotated,pronoun,\"\"\"a\"\"\",Bo Lind,Ada Moss"), "{wrong}");
    fs::write(folder.path().join("bare"), json!({"text": "a", "attributions": [{}]}).to_string()).unwrap();
    let (code, _, errors) = ran(onrecord(folder.path()).args(["eval", "--kind", "speakers", "bare"]));
    assert_eq!(code, 2);
    assert!(errors.starts_with("error: bare, line 1: missing field `speakers`"), "{errors}");
}

#[test]
fn types_and_accusations_with_their_intervals() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Ida Moen accused Per Lund of fraud.";
    let typed = json!({"id": "a", "text": text, "attributions": [
        {"source": [[0, 8]], "cue": [[9, 16]], "content": [[17, 34]], "type": "accusation", "weight": 3.0}]});
    let accused = json!({"id": "a", "text": text, "accusations": [
        {"grade": "explicit", "accuser": "Ida Moen", "accused": "Per Lund", "cue": [[9, 16]],
         "allegation": [[29, 34]], "denied": false, "sure": 3}]});
    fs::write(folder.path().join("typed.jsonl"), typed.to_string()).unwrap();
    fs::write(folder.path().join("accused.jsonl"), accused.to_string()).unwrap();
    for (kind, file, measure) in
        [("claims", "typed.jsonl", "accusation"), ("accusations", "accused.jsonl", "explicit")]
    {
        let arguments = ["eval", file, "--kind", kind, "--format", "jsonl"];
        let (code, out, errors) = ran(onrecord(folder.path()).args(arguments));
        assert_eq!((code, errors.as_str()), (0, ""));
        let rows: Vec<Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let row = rows.iter().find(|r| r["measure"] == json!(measure)).unwrap();
        assert_eq!((&row["recall"], &row["recall_95"]), (&json!(100.0), &json!("21–100")), "{out}");
    }
}
