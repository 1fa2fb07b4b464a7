//! An article as a JSON object: `{"id", "text", "title"?, "date"?, "outlet"?, "url"?, "author"?}`, with `"html"` in
//! place of `text` for a page. See `docs/contract.md`.
//!
//! Read leniently where nothing is lost: bytes that are no UTF-8 and halves of surrogate pairs become `�` with a
//! warning, a date that cannot be read is left out with a warning, as is all of the wrong type that is said of the article;
//! unknown fields are ignored, the last of two equal names counts. An `id` or a text of the wrong type is an error, and the
//! `id` is known even then.

mod lenient;
mod listed;

pub(super) use self::lenient::Lenient;
pub use self::listed::listed;

use super::date::{Order, read_count, read_date_in};
use super::decode::lossy;
use super::fields::{Field, FieldMap, within};
use super::html::split_byline;
use crate::article::Article;
use chrono::{DateTime, NaiveDate};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// One object, read.
#[derive(Clone, Debug)]
pub struct Object {
    /// The `id` as it was written, to the letter; a string has its quotes.
    pub id: Option<Box<RawValue>>,
    /// The article, or why there is none.
    pub content: Result<Content, String>,
    /// What was odd about the object, in words.
    pub warnings: Vec<String>,
}

/// What an object holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// An article with its text.
    Text(Article),
    /// A page, with what the object says about it (the article's text is empty).
    Html(String, Article),
}

/// Reads an object from its bytes. Linear in their number, whatever they nest.
pub fn read(bytes: &[u8]) -> Object {
    read_with(bytes, &FieldMap::default(), false, Order::Unknown)
}

/// The same, where other names than the contract's stand for its fields: those of the map, and where neither it nor the
/// object says more, those that are usual (`headline`, `body`, …: `data/columns.tsv`); and days in this order.
pub fn read_mapped(bytes: &[u8], map: &FieldMap, order: Order) -> Object {
    read_with(bytes, map, true, order)
}

fn read_with(bytes: &[u8], map: &FieldMap, usual: bool, order: Order) -> Object {
    let mut warnings = Vec::new();
    let (line, broken) = lossy(bytes);
    if broken > 0 {
        warnings.push(format!("bytes that are not UTF-8 ({broken}); each was read as one U+FFFD"));
    }
    let line = line.trim_start_matches('\u{feff}');
    let page_first = map.theirs(Field::Html).is_some() && map.theirs(Field::Text).is_none();
    let mut fields = Fields { page_first, ..Fields::default() };
    let parsed = fields.parse(line, map);
    if usual {
        fields.take_usual(map);
    }
    let id = fields.id.filter(|id| is_id(id)).map(ToOwned::to_owned);
    let content = parsed.and_then(|()| fields.content(order, &mut warnings));
    Object { id, content, warnings }
}

/// The names in an object, for a person who wonders where the text is; the first few.
pub fn names(bytes: &[u8]) -> Vec<String> {
    let parsed: Result<std::collections::BTreeMap<String, serde::de::IgnoredAny>, _> =
        serde_json::from_slice(bytes);
    parsed.map(|object| object.into_keys().take(20).collect()).unwrap_or_default()
}

/// The fields of an object, not yet read.
#[derive(Default)]
struct Fields<'a> {
    id: Option<&'a RawValue>,
    text: Option<&'a RawValue>,
    html: Option<&'a RawValue>,
    title: Option<&'a RawValue>,
    date: Option<&'a RawValue>,
    outlet: Option<&'a RawValue>,
    url: Option<&'a RawValue>,
    author: Option<&'a RawValue>,
    /// Whether the page goes before the text, as its user says.
    page_first: bool,
    /// What stands under usual names, with their places in the list of them.
    usual: Vec<(usize, Field, &'a RawValue)>,
}

impl<'a> Fields<'a> {
    /// Takes the object apart. What was read before an error stays, so that the error can name its article.
    fn parse(&mut self, line: &'a str, map: &FieldMap) -> Result<(), String> {
        if !line.trim_start().starts_with('{') {
            return Err("not an article: expected a JSON object such as {\"text\": \"…\"}".to_owned());
        }
        let mut json = serde_json::Deserializer::from_str(line);
        let read = (&mut json).deserialize_map(FieldVisitor(self, map)).and_then(|()| json.end());
        read.map_err(|e| {
            // An object on one line has no lines to count.
            let line =
                if line.trim().contains('\n') { format!(" of its line {}", e.line()) } else { String::new() };
            format!("not JSON: {}, at byte {}{line}", reason(&e), e.column())
        })
    }

    fn slot(&mut self, field: Field) -> &mut Option<&'a RawValue> {
        match field {
            Field::Id => &mut self.id,
            Field::Text => &mut self.text,
            Field::Html => &mut self.html,
            Field::Title => &mut self.title,
            Field::Date => &mut self.date,
            Field::Outlet => &mut self.outlet,
            Field::Url => &mut self.url,
            Field::Author => &mut self.author,
        }
    }

    /// Fills fields that nothing was said of by what stands under usual names, the best first. What is not of the field's
    /// type there means something else.
    fn take_usual(&mut self, map: &FieldMap) {
        self.usual.sort_by_key(|(place, ..)| *place);
        for (_, field, value) in std::mem::take(&mut self.usual) {
            // `"source": {"id": null, "name": "The Lund Post"}`
            let value = if field == Field::Outlet { named(value) } else { value };
            let fits = match (field, value.get().as_bytes()) {
                (_, b"\"\"") => false,
                (Field::Id, _) => is_id(value),
                (_, [b'"', ..]) | (Field::Author, [b'[' | b'{', ..]) | (Field::Date, [b'0'..=b'9', ..]) => {
                    true
                }
                (Field::Date, [b'{', ..]) => exported(value).is_some(),
                _ => false,
            };
            // A page stands in place of a text.
            let is_there = match field {
                Field::Text | Field::Html => self.text.is_some() || self.html.is_some(),
                field => self.slot(field).is_some(),
            };
            if fits && !is_there && map.theirs(field).is_none() {
                *self.slot(field) = Some(value);
            }
        }
    }

    fn content(&self, order: Order, warnings: &mut Vec<String>) -> Result<Content, String> {
        if let Some(id) = self.id.filter(|id| !is_id(id) && id.get() != "null") {
            return Err(wrong_type("id", "a string or a number", id));
        }
        let article = Article {
            title: words("title", self.title, warnings),
            date: day(self.date, order, warnings),
            outlet: words("outlet", self.outlet, warnings),
            url: words("url", self.url, warnings),
            authors: authors(self.author, warnings),
            ..Article::default()
        };
        match (string("text", self.text, warnings)?, string("html", self.html, warnings)?) {
            (text, Some(html)) if text.is_none() || self.page_first => Ok(Content::Html(html, article)),
            (Some(text), _) => Ok(Content::Text(Article { text, ..article })),
            (None, _) => Err("no \"text\" (and no \"html\")".to_owned()),
        }
    }
}

/// What is wrong, without the place, which counts from the value's own beginning.
fn reason(wrong: &serde_json::Error) -> String {
    wrong.to_string().split(" at line ").next().unwrap_or_default().to_owned()
}

fn is_id(value: &RawValue) -> bool {
    value.get().starts_with(|c: char| c == '"' || c == '-' || c.is_ascii_digit())
}

fn wrong_type(field: &str, wanted: &str, value: &RawValue) -> String {
    let is = match value.get().bytes().next() {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        _ => "a number",
    };
    format!("\"{field}\" must be {wanted}, but is {is}")
}

/// The string in a field; `None` for a missing field or null.
fn string(
    field: &str,
    value: Option<&RawValue>,
    warnings: &mut Vec<String>,
) -> Result<Option<String>, String> {
    let Some(value) = value.filter(|v| v.get() != "null") else { return Ok(None) };
    if !value.get().starts_with('"') {
        return Err(wrong_type(field, "a string", value));
    }
    let read: Lenient =
        serde_json::from_str(value.get()).map_err(|e| format!("\"{field}\": {}", reason(&e)))?;
    if read.lone_surrogates > 0 {
        let n = read.lone_surrogates;
        warnings.push(format!("\"{field}\" has unpaired surrogates ({n}); each was read as one U+FFFD"));
    }
    Ok(Some(read.text))
}

/// The words in a field that says something of the article; what is of another type costs itself.
fn words(field: &str, value: Option<&RawValue>, warnings: &mut Vec<String>) -> Option<String> {
    match string(field, value, warnings) {
        Ok(words) => words.filter(|words| !words.trim().is_empty()),
        Err(wrong) => {
            warnings.push(left_out(field, &wrong));
            None
        }
    }
}

fn left_out(field: &str, wrong: &str) -> String {
    let is = wrong.strip_prefix(&format!("\"{field}\"")).map_or(wrong, str::trim_start);
    format!("\"{field}\" was left out: it {is}")
}

/// The day in a field: a date that is written out, or a moment as programs count it.
fn day(value: Option<&RawValue>, order: Order, warnings: &mut Vec<String>) -> Option<NaiveDate> {
    let value = value.filter(|v| v.get() != "null")?;
    let (value, is_moment) = exported(value).map_or((value, false), |inner| (inner, true));
    let (written, day) = match value.get().as_bytes() {
        [b'-' | b'0'..=b'9', ..] if is_moment => (value.get().to_owned(), milliseconds(value.get())),
        [b'-' | b'0'..=b'9', ..] => (value.get().to_owned(), read_count(value.get())),
        [b'"', ..] => {
            let written = words("date", Some(value), warnings)?;
            let day = if is_moment { milliseconds(&written) } else { None };
            (
                format!("{:?}", written.chars().take(40).collect::<String>()),
                day.or_else(|| read_date_in(&written, order)),
            )
        }
        _ => {
            warnings.push(left_out("date", &wrong_type("date", "a string or a number", value)));
            return None;
        }
    };
    if day.is_none() {
        warnings.push(format!("\"date\" was left out: {written} is no ISO 8601 date (2025-12-19)"));
    }
    day
}

/// The moment in an object as MongoDB's programs export it: `{"$date": "2025-12-19T10:00:00Z"}`,
/// `{"$date": {"$numberLong": "1766138400000"}}` (Extended JSON, version 2).
fn exported(value: &RawValue) -> Option<&RawValue> {
    let moment = value.get().starts_with('{').then(|| within(value, "$date"))??;
    let count = moment.get().starts_with('{').then(|| within(moment, "$numberLong")).flatten();
    Some(count.unwrap_or(moment))
}

/// The day of a moment in milliseconds since the beginning of 1970, in UTC.
fn milliseconds(number: &str) -> Option<NaiveDate> {
    let day = DateTime::from_timestamp_millis(number.trim().parse().ok()?)?.date_naive();
    read_date_in(&day.to_string(), Order::Unknown)
}

/// The name of an object that has one; any other value as it is.
fn named(value: &RawValue) -> &RawValue {
    let name = if value.get().starts_with('{') { within(value, "name") } else { None };
    name.unwrap_or(value)
}

/// A string that names one author or several, or a list of such strings; or of objects that have a name.
fn authors(value: Option<&RawValue>, warnings: &mut Vec<String>) -> Vec<String> {
    let Some(value) = value.filter(|v| v.get() != "null") else { return Vec::new() };
    let names: Vec<&RawValue> = match value.get().bytes().next() {
        Some(b'[') => serde_json::from_str(value.get()).unwrap_or_default(),
        _ => vec![value],
    };
    let mut found = Vec::new();
    let mut is_wrong = false;
    for name in names {
        match string("author", Some(named(name)), warnings) {
            Ok(name) => found.extend(name.iter().flat_map(|names| split_byline(names))),
            Err(_) => is_wrong = true,
        }
    }
    if is_wrong {
        let what = if found.is_empty() { "" } else { "one of " };
        warnings.push(format!("{what}\"author\" was left out: it must be a string or a list of strings"));
    }
    found
}

struct FieldVisitor<'f, 'a>(&'f mut Fields<'a>, &'f FieldMap);

impl<'a> Visitor<'a> for FieldVisitor<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(name) = map.next_key::<Lenient>()? {
            let value: &'a RawValue = map.next_value()?;
            self.1.each(&name.text, value, |field, value| *self.0.slot(field) = Some(value));
            if let Some((place, field)) =
                super::table::usual(&name.text).filter(|_| !self.1.names(&name.text))
            {
                self.0.usual.push((place, field, value));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(line: &str) -> Result<Article, String> {
        match read(line.as_bytes()).content? {
            Content::Text(article) => Ok(article),
            Content::Html(..) => Err("html".to_owned()),
        }
    }

    fn id(line: &str) -> String {
        read(line.as_bytes()).id.map(|id| id.get().to_owned()).unwrap_or_default()
    }

    fn error(line: &str) -> String {
        read(line.as_bytes()).content.err().unwrap_or_default()
    }

    #[test]
    fn all_fields() {
        let line = r#"{"id": 7, "text": "He \u201csaid\u201d.", "title": "T", "date": "2025-12-19T23:00:00-08:00",
            "outlet": "O", "url": "https://o.example/1", "author": ["A", "B"], "other": {"deep": [1]}, "text2": 1}"#;
        let article = article(line).unwrap();
        assert_eq!(article.text, "He “said”.");
        assert_eq!(article.date.unwrap().to_string(), "2025-12-19");
        assert_eq!((article.title.as_deref(), article.outlet.as_deref()), (Some("T"), Some("O")));
        assert_eq!((article.url.as_deref(), article.authors.len()), (Some("https://o.example/1"), 2));
    }

    #[test]
    fn ids_come_back_to_the_letter() {
        for written in ["123456789012345678901234567890", "-1.50e+3", r#""a\u0041\ud83d""#, r#""""#, "0"] {
            assert_eq!(id(&format!(r#"{{"id": {written}, "text": ""}}"#)), written);
        }
        assert_eq!(id(r#"{"id": "x", "text": 5}"#), r#""x""#);
        assert_eq!(id(r#"{"id": "x", "text": "cut"#), r#""x""#);
    }

    #[test]
    fn wrong_types_are_named() {
        assert_eq!(error(r#"{"text": 5}"#), "\"text\" must be a string, but is a number");
        assert_eq!(error(r#"{"id": [1], "text": ""}"#), "\"id\" must be a string or a number, but is a list");
        assert_eq!(error(r#"{"text": null}"#), "no \"text\" (and no \"html\")");
        assert!(error("[]").starts_with("not an article"));
        assert!(error(r#"{"text": "a"} x"#).starts_with("not JSON: trailing characters"));
        assert!(error("{").starts_with("not JSON: EOF while parsing"));
    }

    #[test]
    fn half_a_surrogate_pair_is_one_character_and_a_warning() {
        let object = read(br#"{"text": "a\ud83d b\ude00\ud83d\ude00\udc00"}"#);
        assert!(
            matches!(object.content, Ok(Content::Text(a)) if a.text == "a\u{fffd} b\u{fffd}\u{1f600}\u{fffd}")
        );
        assert_eq!(object.warnings, ["\"text\" has unpaired surrogates (3); each was read as one U+FFFD"]);
        assert_eq!(article(r#"{"\ud83d": 1, "text": "a"}"#).unwrap().text, "a");
    }

    #[test]
    fn broken_bytes_cost_themselves() {
        let object = read(b"{\"text\": \"a\xff\xfeb\"}");
        assert!(matches!(object.content, Ok(Content::Text(a)) if a.text == "a\u{fffd}\u{fffd}b"));
        assert_eq!(object.warnings.len(), 1);
    }

    #[test]
    fn a_date_that_cannot_be_read_is_a_warning() {
        let object = read(br#"{"text": "a", "date": "1/4/2013"}"#);
        assert!(object.content.is_ok());
        assert_eq!(object.warnings, ["\"date\" was left out: \"1/4/2013\" is no ISO 8601 date (2025-12-19)"]);
    }

    #[test]
    fn a_date_may_be_counted() {
        for (date, warnings) in [("1766138400", 0), ("1766138400000", 0), ("1.7661384e9", 0), ("7", 1)] {
            let object = read(format!(r#"{{"text": "a", "date": {date}}}"#).as_bytes());
            let Ok(Content::Text(article)) = object.content else { panic!("{date}") };
            let day = article.date.map(|day| day.to_string());
            assert_eq!(
                (day.as_deref(), object.warnings.len()),
                ((warnings == 0).then_some("2025-12-19"), warnings)
            );
        }
        let usual = read_mapped(
            br#"{"text": "a", "published_at": 1766138400}"#,
            &FieldMap::default(),
            Order::Unknown,
        );
        assert!(matches!(usual.content, Ok(Content::Text(a)) if a.date.is_some()));
    }

    #[test]
    fn what_is_said_of_an_article_in_the_wrong_type_does_not_cost_the_article() {
        for (said, warning) in [
            (
                r#""date": true"#,
                "\"date\" was left out: it must be a string or a number, but is true or false",
            ),
            (
                r#""date": [2024, 1, 1]"#,
                "\"date\" was left out: it must be a string or a number, but is a list",
            ),
            (r#""date": {}"#, "\"date\" was left out: it must be a string or a number, but is an object"),
            (r#""title": 5"#, "\"title\" was left out: it must be a string, but is a number"),
            (r#""outlet": {"a": 1}"#, "\"outlet\" was left out: it must be a string, but is an object"),
            (r#""url": []"#, "\"url\" was left out: it must be a string, but is a list"),
            (r#""author": [[["a"]]]"#, "\"author\" was left out: it must be a string or a list of strings"),
            (
                r#""author": {"name": {"name": {}}}"#,
                "\"author\" was left out: it must be a string or a list of strings",
            ),
            (
                r#""author": ["Ada Berg", 1]"#,
                "one of \"author\" was left out: it must be a string or a list of strings",
            ),
            (r#""date": """#, ""),
            (r#""author": []"#, ""),
        ] {
            let object = read(format!(r#"{{"text": "It rained.", {said}}}"#).as_bytes());
            assert!(matches!(object.content, Ok(Content::Text(a)) if a.text == "It rained."), "{said}");
            assert_eq!(object.warnings.join("; "), warning, "{said}");
        }
    }

    #[test]
    fn moments_as_databases_export_them() {
        for date in [
            r#""date": {"$date": "2025-12-19"}"#,
            r#""date": {"$date": "2025-12-19T10:00:00.000Z"}"#,
            r#""date": {"$date": 1766138400000}"#,
            r#""date": {"$date": {"$numberLong": "1766138400000"}}"#,
            r#""published_at": {"$date": {"$numberLong": "1766138400000"}}"#,
        ] {
            let line = format!(r#"{{"text": "a", {date}}}"#);
            let object = read_mapped(line.as_bytes(), &FieldMap::default(), Order::Unknown);
            let Ok(Content::Text(article)) = object.content else { panic!("{date}") };
            assert_eq!(article.date.map(|day| day.to_string()).as_deref(), Some("2025-12-19"), "{date}");
        }
        // A day before 1973, which no number alone could tell.
        assert_eq!(
            article(r#"{"text": "a", "date": {"$date": {"$numberLong": "-1"}}}"#)
                .unwrap()
                .date
                .unwrap()
                .to_string(),
            "1969-12-31"
        );
    }

    #[test]
    fn several_authors_in_one_string() {
        for author in
            [r#""By Ada Berg and Bo Ek""#, r#"["Ada Berg, Bo Ek"]"#, r#"["By Ada Berg", " Bo Ek ", ""]"#]
        {
            let article = article(&format!(r#"{{"text": "a", "author": {author}}}"#)).unwrap();
            assert_eq!(article.authors, ["Ada Berg", "Bo Ek"], "{author}");
        }
    }

    #[test]
    fn other_names_by_a_map() {
        let mut map = FieldMap::default();
        map.add("title=headline,text=content.body.plain,url=a.b").unwrap();
        let line = r#"{"headline": "T", "text": "not this", "title": "nor this", "a.b": "https://o.example/",
            "content": {"body": {"plain": "This."}, "x": [1]}}"#;
        let object = read_mapped(line.as_bytes(), &map, Order::Unknown);
        let Ok(Content::Text(article)) = object.content else { panic!("{object:?}") };
        assert_eq!((article.text.as_str(), article.title.as_deref()), ("This.", Some("T")));
        assert_eq!(article.url.as_deref(), Some("https://o.example/"));
        // What the map names is nothing else by custom.
        let mut map_of_page = FieldMap::default();
        map_of_page.add("html=body").unwrap();
        for line in [r#"{"body": "<p>a</p>"}"#, r#"{"body": "<p>a</p>", "text": "Short."}"#] {
            let object = read_mapped(line.as_bytes(), &map_of_page, Order::Unknown);
            assert!(matches!(object.content, Ok(Content::Html(page, _)) if page == "<p>a</p>"), "{line}");
        }
        assert_eq!(names(line.as_bytes()), ["a.b", "content", "headline", "text", "title"]);
        let deep = format!(r#"{{"content": {}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert!(read_mapped(deep.as_bytes(), &map, Order::Unknown).content.is_err());
    }

    #[test]
    fn usual_names_are_known_where_the_object_says_no_more() {
        let line = r#"{"headline": "T", "content": "This.", "datePublished": "2025-12-19", "source": "The Lund Post",
            "byline": "Ada Berg", "link": "https://o.example/", "guid": "7"}"#;
        let read_usual =
            |line: &str| match read_mapped(line.as_bytes(), &FieldMap::default(), Order::Unknown).content {
                Ok(Content::Text(article)) => Ok(article),
                Ok(Content::Html(..)) => Err("html".to_owned()),
                Err(wrong) => Err(wrong),
            };
        let article = read_usual(line).unwrap();
        assert_eq!((article.text.as_str(), article.title.as_deref()), ("This.", Some("T")));
        assert_eq!(article.date.unwrap().to_string(), "2025-12-19");
        assert_eq!((article.outlet.as_deref(), article.authors.len()), (Some("The Lund Post"), 1));
        // The contract's own names go first, and `extract` knows no others.
        let both =
            r#"{"title": "Own", "headline": "Other", "text": "a", "body": "b", "source": {"id": "x"}}"#;
        let article = read_usual(both).unwrap();
        assert_eq!(
            (article.text.as_str(), article.title.as_deref(), article.outlet),
            ("a", Some("Own"), None)
        );
        assert_eq!(error(line), "no \"text\" (and no \"html\")");
        assert_eq!(read_usual(r#"{"html": "<p>a", "body": "b"}"#).unwrap_err(), "html");
        assert_eq!(
            read_usual(r#"{"content": {"rendered": "<p>a"}}"#).unwrap_err(),
            "no \"text\" (and no \"html\")"
        );
    }

    #[test]
    fn outlets_and_authors_may_be_objects_with_a_name() {
        let line = r#"{"content": "This.", "source": {"id": null, "name": "The Lund Post"},
            "authors": [{"@type": "Person", "name": "Ada Berg"}, "Bo Ek"]}"#;
        let Ok(Content::Text(article)) =
            read_mapped(line.as_bytes(), &FieldMap::default(), Order::Unknown).content
        else {
            panic!("{line}")
        };
        assert_eq!(article.outlet.as_deref(), Some("The Lund Post"));
        assert_eq!(article.authors, ["Ada Berg", "Bo Ek"]);
    }

    #[test]
    fn deep_nesting_is_passed_over() {
        let deep = format!(r#"{{"x": {}{}, "text": "a"}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(article(&deep).unwrap().text, "a");
        assert!(!error(&format!(r#"{{"text": {}"#, "[".repeat(100_000))).is_empty());
    }
}
