//! ninjs, what agencies send as JSON (IPTC), in versions 1 to 3: an object for each item, alone, in a list or on a line.

use super::Found;
use super::agency::day;
use super::blocks;
use super::fields::Field;
use super::html::split_byline;
use super::table;
use crate::article::{Article, MarkedText};
use serde::de::IgnoredAny;
use serde_json::Value;
use std::collections::BTreeMap;

/// Whether an object is an item of ninjs: it has a text under a name that only ninjs has, and an address or a version.
pub fn is_item(bytes: &[u8]) -> bool {
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    // Most objects are none, and need not be parsed to see it.
    if !holds(b"\"body_") && !holds(b"\"bodies\"") {
        return false;
    }
    let parsed: Result<BTreeMap<String, IgnoredAny>, _> = serde_json::from_slice(bytes);
    let names = parsed.unwrap_or_default();
    let has = |wanted: &[&str]| wanted.iter().any(|w| names.keys().any(|name| name.eq_ignore_ascii_case(w)));
    has(&["body_text", "body_xhtml", "bodies"]) && has(&["versioncreated", "uri"])
}

/// Reads an item; `None` is a picture, a package or the like, which has no text.
pub fn read(bytes: &[u8]) -> Result<Option<Found>, String> {
    let item: Value = serde_json::from_slice(bytes).map_err(|wrong| format!("not JSON: {wrong}"))?;
    let string = |name: &str| get(&item, name).and_then(words);
    // From version 2 on there are lists of objects where version 1 has strings.
    let list = |name: &str| get(&item, name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let value = |object: &'_ Value| get(object, "value").and_then(words).map(str::to_owned);
    let main = |name: &str| {
        let is_main = |object: &&Value| get(object, "role").and_then(words) == Some("main");
        list(name).iter().find(is_main).or_else(|| list(name).first()).and_then(value)
    };
    let body_of = |kind: &str| {
        let is_kind =
            |body: &&Value| get(body, "contenttype").and_then(words).is_some_and(|t| t.contains(kind));
        list("bodies").iter().find(is_kind).and_then(value)
    };
    let markup = string("body_xhtml").map(str::to_owned).or_else(|| body_of("html"));
    let plain =
        || string("body_text").map(str::to_owned).or_else(|| body_of("plain")).or_else(|| main("bodies"));
    let MarkedText { text, marks } = match markup {
        Some(markup) => blocks::lines(&markup)?,
        None => MarkedText { text: plain().unwrap_or_default(), marks: Vec::new() },
    };
    if text.is_empty() {
        let is_text = string("type").is_none_or(|kind| kind == "text");
        return if is_text { Err("the item has no text".to_owned()) } else { Ok(None) };
    }
    let source = || {
        list("infosources").iter().chain(list("infosource")).find_map(|source| words(get(source, "name")?))
    };
    let date = |name: &str| string(name).and_then(day);
    let published = date("firstcreated")
        .or_else(|| date("contentcreated"))
        .or_else(|| date("versioncreated"))
        .or_else(|| usual(&item, Field::Date).and_then(day));
    let uri = string("uri");
    let byline = string("byline").or_else(|| string("by")).or_else(|| usual(&item, Field::Author));
    let outlet = source().or_else(|| string("copyrightholder")).or_else(|| usual(&item, Field::Outlet));
    let article = Article {
        text,
        title: string("headline")
            .map(str::to_owned)
            .or_else(|| main("headlines"))
            .or_else(|| usual(&item, Field::Title).map(str::to_owned)),
        date: published,
        outlet: outlet.map(str::to_owned),
        url: uri
            .filter(|uri| uri.starts_with("http"))
            .or_else(|| usual(&item, Field::Url))
            .map(str::to_owned),
        authors: byline.map(split_byline).unwrap_or_default(),
        marks,
    };
    Ok(Some(Found {
        article,
        modified: date("versioncreated").filter(|day| Some(*day) != published),
        external_id: uri.map(str::to_owned),
        ..Found::default()
    }))
}

/// What stands under a name, which version 3 writes with capitals within (`versionCreated`).
fn get<'v>(object: &'v Value, name: &str) -> Option<&'v Value> {
    object.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn words(value: &Value) -> Option<&str> {
    value.as_str().map(str::trim).filter(|words| !words.is_empty())
}

/// What stands under the best of the usual names of a field.
fn usual(item: &Value, field: Field) -> Option<&str> {
    let known = item.as_object()?.iter().filter_map(|(name, value)| {
        let (place, of) = table::usual(name)?;
        (of == field).then_some((place, words(value)?))
    });
    known.min_by_key(|(place, _)| *place).map(|(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(json: &str) -> Found {
        assert!(is_item(json.as_bytes()), "{json}");
        read(json.as_bytes()).unwrap().unwrap()
    }

    #[test]
    fn all_versions() {
        let one = r#"{"uri": "https://wire.example/1", "headline": "Talks stall", "byline": "By Ada Berg", "versioncreated": "2025-12-19T10:00:00Z",
            "body_xhtml": "<p>One.</p><p>Two.</p>", "body_text": "no", "copyrightholder": "Northern Wire"}"#;
        let two = r#"{"uri": "urn:1", "headlines": [{"value": "Talks stall"}], "versioncreated": "2025-12-19T10:00:00Z", "by": "Ada Berg",
            "bodies": [{"contenttype": "text/plain", "value": "One.\nTwo."}], "infosources": [{"name": "Northern Wire"}]}"#;
        let three = r#"{"uri": "https://wire.example/1", "standard": {"name": "ninjs", "version": "3.0"}, "by": "Ada Berg",
            "firstCreated": "2025-12-19T10:00:00Z", "versionCreated": "2025-12-20T10:00:00Z", "infoSources": [{"name": "Northern Wire"}],
            "headlines": [{"role": "short", "value": "Talks"}, {"role": "main", "value": "Talks stall"}],
            "bodies": [{"role": "main", "contentType": "text/html", "value": "<p>One.</p><p>Two.</p>"}]}"#;
        let address = Some("https://wire.example/1");
        for (json, url) in [(one, address), (two, None), (three, address)] {
            let found = found(json);
            assert_eq!(found.article.text, "One.\nTwo.");
            assert_eq!(
                (found.article.title.as_deref(), found.article.url.as_deref()),
                (Some("Talks stall"), url)
            );
            assert_eq!(found.article.outlet.as_deref(), Some("Northern Wire"));
            assert_eq!(found.article.authors, ["Ada Berg"]);
            assert_eq!(found.article.date.unwrap().to_string(), "2025-12-19");
        }
        assert_eq!(found(three).modified.unwrap().to_string(), "2025-12-20");
        assert!(read(b"{}").is_err() && read(b"[").is_err());
    }

    #[test]
    fn what_ninjs_does_not_name_stands_under_usual_names() {
        let found = found(
            r#"{"uri": "urn:1", "body_text": "One.", "title": "Talks stall", "published": "2025-12-19",
                "publisher": "Northern Wire", "author": "Ada Berg and Bo Ek", "link": "https://wire.example/1"}"#,
        );
        assert_eq!(found.article.authors, ["Ada Berg", "Bo Ek"]);
        assert_eq!(found.article.date.unwrap().to_string(), "2025-12-19");
        let article = &found.article;
        assert_eq!(
            [&article.title, &article.outlet, &article.url].map(Option::as_deref),
            [Some("Talks stall"), Some("Northern Wire"), Some("https://wire.example/1")]
        );
    }

    #[test]
    fn a_picture_is_no_article_and_other_objects_are_no_items() {
        assert_eq!(read(br#"{"uri": "urn:1", "type": "picture", "body_text": ""}"#), Ok(None));
        for json in [
            r#"{"text": "One.", "about": {"body_text": "x", "uri": "y"}}"#,
            r#"{"body": "One.", "uri": "y"}"#,
            r#"{"body_text": "One."}"#,
            "[",
        ] {
            assert!(!is_item(json.as_bytes()), "{json}");
        }
    }
}
