//! The bytes of one file, line, row or message → its articles, with where they came from.

use super::date::Order;
use super::decode::{Decoded, damage, declared_in_page, decode, normalise};
use super::json::{self, Content};
use super::kind::Kind;
use super::office::Document;
use super::pdf::apart;
use super::table::Row;
use super::top_lines::{self, Above};
use super::warc::Fetched;
use super::{
    Found, Incoming, IngestError, Options, Provenance, agency, epub, exports, feed, fragment, front_matter,
    html, mail, markdown, ninjs, office, wrapped,
};
use crate::article::{Article, Mark, MarkedText};
use crate::span::Span;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

type Read = Result<Incoming, IngestError>;

const PAGE_HINT: &str = "save the article's text instead, or check that the page holds it without scripts";
pub(super) const MAIL_HINT: &str = "open it in your mail program, save its words as a text, and import that";

const DOCUMENT_HINT: &str = "open it in the program that made it, and save it again, or as a text";

const ITEMS_HINT: &str = "get it again if you can, or save the articles' texts; --as FORMAT says what it is if it looks like something else";

/// The bytes that one article or several are read from.
pub(super) struct Source<'a> {
    path: &'a str,
    line: Option<u64>,
    bytes: &'a [u8],
    kind: Kind,
    sha256: [u8; 32],
    original: Option<Arc<[u8]>>,
}

impl<'a> Source<'a> {
    /// Bytes at a place; they are copied where they are to be kept.
    pub(super) fn new(
        path: &'a str,
        line: Option<u64>,
        bytes: &'a [u8],
        kind: Kind,
        options: &Options,
    ) -> Self {
        let original = options.keep_original.then(|| Arc::from(bytes));
        Self { path, line, bytes, kind, sha256: Sha256::digest(bytes).into(), original }
    }

    /// What was found in them, with where it came from; its text as it is stored.
    fn incoming(&self, found: Result<Found, String>, hint: Option<&str>) -> Read {
        self.numbered(self.path, found, hint)
    }

    /// The same of one of several articles, which has a name of its own.
    fn numbered(&self, path: &str, found: Result<Found, String>, hint: Option<&str>) -> Read {
        let found = found.map_err(|reason| error(path, self.line, reason, hint))?;
        let mut article = found.article;
        article.marks = moved(article.marks, &article.text);
        article.text = normalise(article.text);
        if article.text.trim().is_empty() {
            return Err(empty(path, self.line));
        }
        let provenance = Provenance {
            path: path.to_owned(),
            line: self.line,
            external_id: found.external_id,
            sha256: self.sha256,
            bytes: self.bytes.len() as u64,
            media_type: match self.kind {
                Kind::Feed if feed::is_json(self.bytes) => feed::JSON_FEED,
                kind => kind.media_type(),
            },
            encoding: found.encoding.unwrap_or("UTF-8"),
            modified: found.modified,
            retrieved: found.retrieved,
        };
        Ok(Incoming { article, provenance, warnings: found.warnings, original: self.original.clone() })
    }

    /// The articles of a file that holds many, each with its number.
    fn many(&self, found: Result<Vec<Result<Found, String>>, String>) -> Vec<Read> {
        match found {
            Err(reason) => vec![Err(error(self.path, None, reason, Some(ITEMS_HINT)))],
            Ok(all) if all.is_empty() => {
                let none = error(self.path, None, "holds no article".to_owned(), None);
                vec![Err(IngestError { skipped: true, ..none })]
            }
            Ok(all) => (1..)
                .zip(all)
                .map(|(number, found)| self.numbered(&format!("{}#{number}", self.path), found, None))
                .collect(),
        }
    }
}

/// The articles of a file. A defect that a file brings to light costs that file, not the others theirs.
pub(super) fn read(path: &str, kind: Kind, bytes: &[u8], options: &Options) -> Vec<Read> {
    let source = Source::new(path, None, bytes, kind, options);
    careful(path, || match kind {
        Kind::Feed => source.many(feed::read(bytes)),
        Kind::LexisNexis | Kind::Factiva => {
            let read = decode(bytes, None).ok_or_else(|| "is not text: it holds NUL bytes".to_owned());
            source.many(read.and_then(|decoded| exports::articles(&normalise(decoded.text), kind)))
        }
        Kind::NewsMl => source.many(agency::newsml(bytes)),
        Kind::Nitf => vec![source.incoming(agency::nitf(bytes), Some(ITEMS_HINT))],
        Kind::Mail => vec![source.incoming(mail::read(bytes), Some(MAIL_HINT))],
        Kind::Html => vec![source.incoming(page(bytes, None, None), Some(PAGE_HINT))],
        Kind::Pdf => vec![printed(&source, options)],
        _ => vec![text(&source, options.dates)],
    })
}

/// The articles of a document that is an archive of parts. `whole`: the archive's bytes.
pub(super) fn document(
    path: &str,
    kind: Kind,
    whole: &[u8],
    parts: &mut office::Parts<'_>,
    options: &Options,
) -> Vec<Read> {
    let source = Source::new(path, None, whole, kind, options);
    careful(path, || match kind {
        Kind::Epub => source.many(epub::read(parts)),
        _ => match office::read(kind, parts, options.kind) {
            Ok(Document::Article(found)) => vec![source.incoming(Ok(*found), None)],
            Ok(Document::Export(all)) => source.many(Ok(all)),
            Err(wrong) => vec![source.incoming(Err(wrong), Some(DOCUMENT_HINT))],
        },
    })
}

/// What is said of a file that makes a reader panic, ours or a library's.
pub(super) const BUG: &str = "internal error: please report it, with the file";

fn careful(path: &str, read: impl FnOnce() -> Vec<Read>) -> Vec<Read> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| vec![Err(error(path, None, BUG.to_owned(), None))])
}

pub(super) fn error(path: &str, line: Option<u64>, reason: String, hint: Option<&str>) -> IngestError {
    IngestError { path: path.to_owned(), line, skipped: false, reason, hint: hint.map(str::to_owned) }
}

pub(super) fn not_text(path: &str) -> IngestError {
    let hint =
        "docs/formats.md says which formats are read; --as FORMAT says that it is one of them all the same";
    error(path, None, "is not text: it holds NUL bytes".to_owned(), Some(hint))
}

fn empty(path: &str, line: Option<u64>) -> IngestError {
    IngestError { skipped: true, ..error(path, line, "is empty".to_owned(), None) }
}

/// A PDF, read by a process of its own where there is a program for it.
fn printed(source: &Source<'_>, options: &Options) -> Read {
    let found = match &options.reader {
        Some(program) => apart::read_apart(program, source.bytes),
        None => apart::read_here(source.bytes),
    };
    match found {
        Ok(found) => source.incoming(Ok(found), None),
        Err(refused) => Err(error(source.path, None, refused.reason, Some(refused.hint))),
    }
}

/// A file of text that is one article.
fn text(source: &Source<'_>, order: Order) -> Read {
    let Decoded { text, encoding, damaged } =
        decode(source.bytes, None).ok_or_else(|| not_text(source.path))?;
    let mut warnings = damage(encoding, damaged);
    let text = normalise(text);
    let mut article = Article::default();
    let body = front_matter::take(&text, order, &mut article, &mut warnings);
    if source.kind == Kind::Markdown {
        article.title = article.title.or_else(|| markdown::title(body));
        MarkedText { text: article.text, marks: article.marks } = markdown::to_text(body);
    } else {
        article.text = wrapped::unwrap(body.trim_matches('\n').trim_end().to_owned());
        // Where nothing is said of it, its first lines may.
        if article.title.is_none() && article.date.is_none() && article.authors.is_empty() {
            let Above { title, date, authors } = top_lines::find(&article.text);
            article = Article { title, date, authors, ..article };
        }
    }
    let found = Found { article, encoding: Some(encoding), warnings, ..Found::default() };
    source.incoming(Ok(found), None)
}

/// Marks of lines of a text, moved to where these stand in the normalised one.
fn moved(marks: Vec<Mark>, text: &str) -> Vec<Mark> {
    let (mut from, mut to) = (0, 0);
    let mut place = |at: usize| {
        to += normalise(text.get(from..at).unwrap_or_default().to_owned()).len();
        from = at;
        to
    };
    let moved = marks.into_iter().map(|Mark { span, part }| {
        let start = place(span.start);
        Mark { span: Span::new(start, place(span.end)), part }
    });
    moved.collect()
}

/// A page, in the encoding that it declares or else the one that the server did.
fn page(bytes: &[u8], charset: Option<&str>, url: Option<&str>) -> Result<Found, String> {
    let declared = declared_in_page(bytes);
    let Decoded { text, encoding, damaged } =
        decode(bytes, charset.or(declared.as_deref())).ok_or("is not text: it holds NUL bytes")?;
    let page = html::read(&normalise(text), url)?;
    Ok(Found {
        article: page.article,
        modified: page.modified,
        encoding: Some(encoding),
        warnings: damage(encoding, damaged).into_iter().chain(page.warning).collect(),
        ..Found::default()
    })
}

/// A page out of a crawl.
pub(super) fn fetched(path: &str, fetched: Fetched, options: &Options) -> Read {
    let found = catch_unwind(AssertUnwindSafe(|| {
        page(&fetched.body, fetched.charset.as_deref(), Some(&fetched.url))
    }));
    let found = found.unwrap_or_else(|_| Err(BUG.to_owned()));
    let found = found.map(|found| Found {
        retrieved: fetched.date,
        warnings: fetched.warnings.into_iter().chain(found.warnings).collect(),
        ..found
    });
    // Most pages of a crawl are no articles, and none of them was named.
    Source::new(path, None, &fetched.body, Kind::Html, options)
        .incoming(found, None)
        .map_err(|wrong| IngestError { skipped: true, ..wrong })
}

/// One row of a table.
pub(super) fn row(path: &str, row: Row, options: &Options) -> Read {
    let found = content(row.content).map(|found| Found {
        external_id: row.id,
        encoding: row.encoding,
        warnings: row.warnings.into_iter().chain(found.warnings).collect(),
        ..found
    });
    Source::new(path, Some(row.line), &row.bytes, Kind::Csv, options).incoming(found, None)
}

/// One JSON object: an article, an item of an agency, or a list of these with something around it.
pub(super) fn objects(path: &str, line: Option<u64>, bytes: &[u8], options: &Options) -> Vec<Read> {
    let one = object(path, line, bytes, options);
    if one.as_ref().map_or_else(|wrong| wrong.skipped, |_| true) {
        return vec![one];
    }
    let items = json::listed(bytes);
    let is_article = |item: &RawValue| {
        let bytes = item.get().as_bytes();
        is_ninjs(bytes, options) || json::read_mapped(bytes, &options.map, options.dates).content.is_ok()
    };
    // Other things than articles are called "data", too.
    if !items.first().is_some_and(|first| is_article(first)) {
        return vec![one];
    }
    let numbered = (1..).zip(items);
    numbered
        .map(|(number, item)| object(&format!("{path}#{number}"), line, item.get().as_bytes(), options))
        .collect()
}

/// What a map says of an object goes before what it looks like.
fn is_ninjs(bytes: &[u8], options: &Options) -> bool {
    options.map.is_empty() && ninjs::is_item(bytes)
}

/// One JSON object that holds an article.
fn object(path: &str, line: Option<u64>, bytes: &[u8], options: &Options) -> Read {
    let source = Source::new(path, line, bytes, Kind::Json, options);
    if is_ninjs(bytes, options) || options.kind == Some(Kind::Ninjs) {
        return match ninjs::read(bytes) {
            Ok(None) => {
                let reason = "is a picture or another item of an agency that has no text".to_owned();
                Err(IngestError { skipped: true, ..error(path, line, reason, None) })
            }
            Ok(Some(found)) => source.incoming(Ok(found), None),
            Err(wrong) => source.incoming(Err(wrong), None),
        };
    }
    let object = json::read_mapped(bytes, &options.map, options.dates);
    let external_id = object.id.map(|id| plain(&id));
    let found = object.content.and_then(content);
    let hint = found.is_err().then(|| object_hint(bytes));
    let found = found.map(|found| Found {
        external_id,
        warnings: object.warnings.into_iter().chain(found.warnings).collect(),
        ..found
    });
    source.incoming(found, hint.as_deref())
}

fn object_hint(bytes: &[u8]) -> String {
    let names = json::names(bytes);
    let usual = "each line is an object such as {\"text\": \"…\"}; `title`, `date`, `outlet`, `url`, `author` are optional";
    if names.is_empty() || names.iter().any(|name| name == "text" || name == "html") {
        return usual.to_owned();
    }
    format!("it holds {}; say which is which: --map text=NAME,title=NAME", names.join(", "))
}

/// The article of a row or an object; a page that stands in place of the text is read, and the words of a piece of one.
fn content(content: Content) -> Result<Found, String> {
    match readable(content) {
        Content::Text(mut article) => {
            if let Some(words) = fragment::words(&article.text) {
                MarkedText { text: article.text, marks: article.marks } = words?;
            }
            Ok(Found { article, ..Found::default() })
        }
        Content::Html(page, given) => {
            let page = match html::read(&page, given.url.as_deref()) {
                Ok(page) => page,
                // What is too short to be told from a page's other lines.
                Err(wrong) => {
                    let MarkedText { text, marks } = fragment::words(&page).ok_or(wrong)??;
                    let article = Article { text, marks, ..given };
                    return Ok(Found { article, ..Found::default() });
                }
            };
            let article = given.filled_from(page.article);
            let warnings = page.warning.into_iter().collect();
            Ok(Found { article, modified: page.modified, warnings, ..Found::default() })
        }
    }
}

/// The same with a page that is called a text as a page, and title, outlet and authors without names of letters in them.
fn readable(content: Content) -> Content {
    let plain = |given: Article| Article {
        title: given.title.map(fragment::plain),
        outlet: given.outlet.map(fragment::plain),
        authors: given.authors.into_iter().map(fragment::plain).collect(),
        ..given
    };
    match content {
        Content::Text(given) if fragment::is_page(&given.text) => {
            Content::Html(given.text.clone(), plain(Article { text: String::new(), ..given }))
        }
        Content::Text(given) => Content::Text(plain(given)),
        Content::Html(page, given) => Content::Html(page, plain(given)),
    }
}

/// An id as it is shown: a string without its quotes.
fn plain(id: &RawValue) -> String {
    serde_json::from_str::<String>(id.get()).unwrap_or_else(|_| id.get().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places and days of the articles in a file, or what is wrong.
    fn shown(name: &str, text: &str) -> Vec<String> {
        let read = super::super::read_bytes(name, text.as_bytes(), Options::default());
        let shown = |one: Read| match one {
            Ok(one) => {
                let day = one.article.date.map(|day| day.to_string()).unwrap_or_default();
                format!("{} {day} {}", one.provenance.place(), one.article.text)
            }
            Err(wrong) => format!("{wrong}, {}", wrong.skipped),
        };
        read.into_iter().map(shown).collect()
    }

    #[test]
    fn items_of_an_agency_in_a_list_and_on_lines() {
        let item = |text: &str| {
            format!(
                r#"{{"uri": "urn:1", "type": "text", "versioncreated": "2025-12-19T10:00:00Z", "body_xhtml": "<p>{text}</p>"}}"#
            )
        };
        let picture = r#"{"uri": "urn:2", "type": "picture", "versioncreated": "2025-12-19T10:00:00Z", "body_text": ""}"#;
        let (one, two) = (item("It rained."), item("It snowed."));
        let skipped = "is a picture or another item of an agency that has no text, true";
        assert_eq!(
            shown("wire.json", &format!("[{one}, {picture}, {two}]")),
            [
                "wire.json#1 2025-12-19 It rained.".to_owned(),
                format!("wire.json#2: {skipped}"),
                "wire.json#3 2025-12-19 It snowed.".to_owned()
            ]
        );
        assert_eq!(
            shown("wire.jsonl", &format!("{one}\n{two}\n")),
            ["wire.jsonl:1 2025-12-19 It rained.", "wire.jsonl:2 2025-12-19 It snowed."]
        );
        assert_eq!(shown("wire.json", &one), ["wire.json 2025-12-19 It rained."]);
    }

    #[test]
    fn a_list_with_something_around_it() {
        let list = r#"{"status": "ok", "articles": [{"title": "a", "content": "It rained.", "publishedAt": "2025-12-19"},
            {"content": "It snowed."}, {"title": "b"}]}"#;
        let expected =
            ["#1 2025-12-19 It rained.", "#2  It snowed.", "#3: no \"text\" (and no \"html\"), false"];
        assert_eq!(shown("a.json", list), expected.map(|rest| format!("a.json{rest}")));
        assert_eq!(
            shown("a.json", r#"{"data": [{"x": 1}]}"#),
            ["a.json: no \"text\" (and no \"html\"), false"]
        );
    }

    #[test]
    fn pieces_of_pages_in_fields_of_text_are_read_as_such() {
        let page = "<p>It rained.</p><p>“No” said Ek &amp; left.</p>";
        let read =
            |name: &str, text: String| super::super::read_bytes(name, text.as_bytes(), Options::default());
        for (name, text) in [
            ("a.jsonl", format!("{{\"title\": \"Talks &#8211; stall\", \"body\": \"{page}\"}}")),
            ("a.csv", format!("title,content\nTalks &#8211; stall,{page}\n")),
        ] {
            let article = read(name, text)[0].as_ref().unwrap().article.clone();
            assert_eq!(article.text, "It rained.\n“No” said Ek & left.", "{name}");
            assert_eq!(article.title.as_deref(), Some("Talks – stall"), "{name}");
        }
    }

    #[test]
    fn marks_move_with_the_lines_when_soft_hyphens_go() {
        let page = "<p>The coun&shy;cil met on Friday, and no&shy;body came to hear what it had to say.</p><h2>Old har&shy;bour</h2><p>It rained.</p>\
                    <blockquote>“We were close.”</blockquote>";
        let feed = format!(
            "<rss version='2.0'><channel><title>x</title><item><title>y</title><description><![CDATA[{page}]]></description></item></channel></rss>"
        );
        let read = read("feed.rss", Kind::Feed, feed.as_bytes(), &Options::default());
        let article = &read[0].as_ref().unwrap().article;
        assert!(article.text.starts_with("The council met on Friday, and nobody came"), "{}", article.text);
        let marks: Vec<_> = article.marks.iter().map(|m| (m.part.name(), m.span.of(&article.text))).collect();
        assert_eq!(marks, [("heading", "Old harbour"), ("block_quotation", "“We were close.”")]);
    }
}
