//! Writes the signs of known cases, for `training/speakers.py` to fit data/weights.tsv on; see docs/speakers.md.

use super::lexicon::{LEXICON, Pronoun, PronounClass};
use super::scorer::{Place, Weighed};
use super::stage::Stage;
use super::words::Words;
use super::{Gender, KnownBy, clusters, names, roles};
use crate::article::Article;
use crate::attribution::Attribution;
use crate::span::Span;
use serde_json::{Value, json};
use std::io::Write;

/// A source or pronoun, the names of its antecedent, and the spans of source and content where it is a source.
type Referring = (Span, Vec<Span>, Vec<Span>, Vec<Span>);

struct Case {
    set: String,
    weighed: Vec<Weighed>,
    gold: Vec<Span>,
    actor: Option<usize>,
}

/// `CASES=in.jsonl SIGNS=out.jsonl cargo test --release --lib speakers::fit -- --ignored`
#[test]
#[ignore = "needs cases, which are not in the repository"]
fn write_signs() {
    let cases = std::fs::read_to_string(std::env::var("CASES").unwrap()).unwrap();
    let mut out = std::fs::File::create(std::env::var("SIGNS").unwrap()).unwrap();
    for line in cases.lines() {
        let article: Value = serde_json::from_str(line).unwrap();
        for case in of_article(&article) {
            let rows: Vec<Value> =
                case.weighed.iter().map(|w| json!([w.actor, w.confidence, w.signs.named()])).collect();
            writeln!(
                out,
                "{}",
                json!({"set": case.set, "id": article["id"], "gold": case.actor, "candidates": rows})
            )
            .unwrap();
        }
    }
}

fn of_article(value: &Value) -> Vec<Case> {
    let text = value["text"].as_str().unwrap().to_owned();
    let mut bytes: Vec<usize> = text.char_indices().map(|c| c.0).collect();
    bytes.push(text.len());
    let span =
        |v: &Value| Span::new(bytes[v[0].as_u64().unwrap() as usize], bytes[v[1].as_u64().unwrap() as usize]);
    let spans = |v: &Value| v.as_array().unwrap().iter().map(span).collect::<Vec<_>>();
    let article = Article { text, ..Article::default() };
    let document = crate::text::read(&article);
    let words = Words::read(&document);
    let names = names::find(&words);
    let roles = roles::learn(&words, &names);
    let cast = clusters::cluster(&words, &names, &roles);
    let mut stage = Stage::new(&words, &names, cast);
    let at = value["at"].as_array().unwrap().iter();
    let mut places: Vec<Referring> =
        at.map(|a| (span(&a[0]), spans(&a[1]), Vec::new(), Vec::new())).collect();
    let known: Vec<Span> = places.iter().map(|p| p.0).collect();
    for attribution in value["attributions"].as_array().unwrap() {
        let (source, content) = (spans(&attribution["source"]), spans(&attribution["content"]));
        match places.iter_mut().find(|p| source.first() == Some(&p.0)) {
            Some(place) => (place.2, place.3) = (source, content),
            None => places.extend(source.first().map(|s| (*s, Vec::new(), source.clone(), content))),
        }
    }
    places.sort_by_key(|p| p.0);
    let mut cases = Vec::new();
    for (at, gold, source, content) in places {
        let attribution = Attribution { source, content, ..Attribution::default() };
        stage.says(&attribution);
        let source = attribution.source.clone();
        stage.advance(at.start);
        let token = words.at(at.start);
        let place = if source.is_empty() { Place::Passing } else { Place::Source };
        let pronoun = LEXICON.pronoun(&at.of(&article.text).to_lowercase());
        let weighed = pronoun.map(|p| stage.weigh_pronoun(token, p, place));
        let before: Vec<Vec<Weighed>> = [Gender::Masculine, Gender::Feminine]
            .map(|g| stage.weigh_pronoun(token, third(g), Place::Source))
            .to_vec();
        let found = if source.is_empty() { Vec::new() } else { stage.source(&attribution) };
        if let Some(weighed) = weighed.filter(|_| known.contains(&at)) {
            cases.push(Case { set: value["set"].as_str().unwrap().to_owned(), weighed, gold, actor: None });
        } else if let [one] = &found[..]
            && one.known_by == KnownBy::ShortName
            && let Some(actor) = one.actor
            && let Some(gender) = stage.actors[actor].gender
        {
            let weighed = before[usize::from(gender == Gender::Feminine)].clone();
            if weighed.iter().any(|w| w.actor == actor) {
                cases.push(Case { set: "hidden".to_owned(), weighed, gold: Vec::new(), actor: Some(actor) });
            }
        }
    }
    stage.advance(usize::MAX);
    for case in &mut cases {
        let named = |gold: &Span| {
            (0..stage.mentions.len()).find(|&a| {
                stage.mentions[a].iter().any(|m| m.known_by != KnownBy::Pronoun && gold.overlaps(m.span))
            })
        };
        case.actor = case.actor.or_else(|| case.gold.iter().find_map(named));
    }
    cases.retain(|c| c.actor.is_some());
    cases
}

fn third(gender: Gender) -> Pronoun {
    Pronoun { class: PronounClass::Third, gender: Some(gender), neuter: false, many: false }
}
