//! Writes the signs of known cases, for `training/speakers.py` to fit data/weights.tsv on; see docs/speakers.md.

use super::clusters::Reading;
use super::lexicon::{DETERMINER, LEXICON, Pronoun, PronounClass, TITLE, key};
use super::roles::RoleUse;
use super::scorer::{Choice, Place, Weighed};
use super::sources::{Description, Determined};
use super::stage::Stage;
use super::words::Words;
use super::{KnownBy, SpeakerType, assign, clusters, descriptions, names, roles};
use crate::article::Article;
use crate::attribution::Attribution;
use crate::span::Span;
use serde_json::{Value, json};
use std::io::Write;

/// `CASES=in.jsonl SIGNS=out.jsonl cargo test --lib speakers::fit -- --ignored`
#[test]
#[ignore = "needs cases, which are not in the repository"]
fn write_signs() {
    let cases = std::fs::read_to_string(std::env::var("CASES").unwrap()).unwrap();
    let out = std::fs::File::create(std::env::var("SIGNS").unwrap()).unwrap();
    let mut out = std::io::BufWriter::new(out);
    for line in cases.lines() {
        for case in of_article(&serde_json::from_str(line).unwrap()) {
            writeln!(out, "{case}").unwrap();
        }
    }
}

/// All choices at the places that a line knows, with the actors that are right there: none where nobody of them is.
fn of_article(value: &Value) -> Vec<Value> {
    let text = value["text"].as_str().unwrap().to_owned();
    let mut bytes: Vec<usize> = text.char_indices().map(|c| c.0).collect();
    bytes.push(text.len());
    let span =
        |v: &Value| Span::new(bytes[v[0].as_u64().unwrap() as usize], bytes[v[1].as_u64().unwrap() as usize]);
    let spans = |v: &Value| v.as_array().unwrap().iter().map(span).collect::<Vec<_>>();
    let title = value["title"].as_str().map(str::to_owned);
    let article = Article { text, title, ..Article::default() };
    let document = crate::text::read(&article);
    let attributions: Vec<Attribution> = value["attributions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| Attribution {
            kind: crate::attribution::kind(&document, &spans(&a["content"])),
            source: spans(&a["source"]),
            cue: spans(&a["cue"]),
            content: spans(&a["content"]),
            inside: a["inside"].as_u64().map(|n| n as usize),
            confidence: 1.0,
        })
        .collect();
    let words = Words::read(&document);
    let names = names::find(&words);
    let roles = roles::learn(&words, &names);
    let cast = clusters::cluster(&words, &names, &roles);
    let mut names = names;
    clusters::settle(&cast, &mut names);
    let (stage, _) = assign::go_through(&article, &document, &words, &names, cast, &attributions);
    let all: Vec<&str> = value["names"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let trace = stage.trace.borrow();
    let mut cases = Vec::new();
    for place in value["at"].as_array().unwrap() {
        let at = span(&place["span"]);
        // A source may begin with an article or a preposition: the choice was made within it.
        let within = |token: usize| words.get(token).is_some_and(|w| at.contains(w.span));
        // A possessive within a source ("his lawyer") passes, too.
        let passing = place["class"] == "passing";
        let meant = |(token, choice): &&(usize, Choice)| {
            within(*token) && (choice.place == Place::Passing) == passing
        };
        let Some((token, choice)) = trace.iter().rev().find(meant) else { continue };
        let right = match place["names"].as_array() {
            Some(gold) => by_name(&stage, choice, gold, &all),
            None => by_place(&stage, choice, &spans(&place["spans"])),
        };
        let word = words.span(*token..token + 1).of(&article.text).to_lowercase();
        let mut case = shown(value, &place["class"], &stage, choice, &right, &word);
        if place["coref"].is_object() {
            case["coref"] = place["coref"].clone();
        }
        for name in ["a", "b"] {
            if place[name].is_array() {
                case[name] = json!(by_place(&stage, choice, &[span(&place[name])]));
            }
        }
        cases.push(case);
    }
    if value["hidden"] == true {
        for (actor, choice) in stage.hidden.borrow().iter() {
            if choice.weighed.iter().any(|w| w.actor == *actor) {
                cases.push(shown(
                    &json!({"set": "hidden", "id": value["id"]}),
                    &json!("hidden"),
                    &stage,
                    choice,
                    &[*actor],
                    "",
                ));
            }
        }
    }
    cases
}

fn shown(
    value: &Value,
    class: &Value,
    stage: &Stage<'_, '_>,
    choice: &Choice,
    right: &[usize],
    word: &str,
) -> Value {
    let candidate = |w: &Weighed| json!([w.actor, w.confidence, w.signs.named(), stage.actors[w.actor].name]);
    json!({
        "set": value["set"], "id": value["id"], "class": class, "place": choice.place as usize, "word": word,
        "right": right, "nobody": choice.nobody.named(),
        "candidates": choice.weighed.iter().map(candidate).collect::<Vec<_>>(),
    })
}

impl Stage<'_, '_> {
    /// Notes what would be chosen if a short name that is a source were he or she, or a role of its bearer.
    pub(super) fn hide(&self, name: usize) {
        let Reading::One(actor) = self.readings[name] else { return };
        let (data, token) = (&self.actors[actor], self.names[name].tokens.start);
        let trace = self.trace.borrow().len();
        if data.kind == SpeakerType::Person && data.words.join(" ") != self.names[name].key {
            if data.gender.is_some() {
                let he =
                    Pronoun { class: PronounClass::Third, gender: data.gender, neuter: false, many: false };
                self.hidden.borrow_mut().push((actor, self.weigh_pronoun(token, he, Place::Source)));
            }
            let before = |r: &&RoleUse| !r.tokens.is_empty() && r.tokens.end < token;
            if let Some(role) = data.roles.iter().rev().find(before) {
                // By turns with and without what else the role says.
                let bare = role.tokens.end - 1..role.tokens.end;
                let core = if token % 2 == 0 { bare } else { role.tokens.clone() };
                let description =
                    Description { core: core.clone(), whole: core, determined: Determined::Definite };
                let described = descriptions::look_up(self.words, &description);
                if described.is_role && !described.plural {
                    let choice = self.weigh_description(&description, &described, token, true);
                    self.hidden.borrow_mut().push((actor, choice));
                }
            }
        }
        self.trace.borrow_mut().truncate(trace);
    }
}

/// True where `shown` is a form of `gold` and of nobody else: the same words or fewer in their order, or more.
fn fits(shown: &str, gold: &str, all: &[&str]) -> bool {
    let (shown, gold) = (plain(shown), plain(gold));
    let within = |short: &[String], long: &[String]| {
        let mut rest = long.iter();
        !short.is_empty() && short.iter().all(|word| rest.any(|w| w == word))
    };
    let other = |name: &&str| {
        let name = plain(name);
        name != gold && within(&shown, &name)
    };
    within(&gold, &shown) || within(&shown, &gold) && !all.iter().any(other)
}

/// The words of a name in lower case, without articles and titles before it.
pub(super) fn plain(name: &str) -> Vec<String> {
    let mut words: Vec<String> = key(name).split(' ').map(str::to_owned).collect();
    while words.len() > 1 && LEXICON.bits(&words[0]).any(DETERMINER.or(TITLE)) {
        words.remove(0);
    }
    words
}

/// The candidates that have one of these names.
fn by_name(stage: &Stage<'_, '_>, choice: &Choice, gold: &[Value], all: &[&str]) -> Vec<usize> {
    let named = |actor: &usize| {
        gold.iter().filter_map(Value::as_str).any(|g| fits(&stage.actors[*actor].name, g, all))
    };
    choice.weighed.iter().map(|w| w.actor).filter(named).collect()
}

/// The candidates that are named at one of these places.
fn by_place(stage: &Stage<'_, '_>, choice: &Choice, gold: &[Span]) -> Vec<usize> {
    let there = |actor: &usize| {
        let mut named = stage.mentions[*actor].iter().filter(|m| m.known_by != KnownBy::Pronoun);
        named.any(|m| gold.iter().any(|g| g.overlaps(m.span)))
    };
    choice.weighed.iter().map(|w| w.actor).filter(there).collect()
}
