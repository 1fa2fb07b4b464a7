//! The bytes of one file, line, row or message → its articles, with where they came from.

use super::decode::{Decoded, decode, normalise};
use super::fields::FieldMap;
use super::json::{self, Content};
use super::kind::Kind;
use super::table::Row;
use super::warc::Fetched;
use super::{
    Found, Incoming, IngestError, Provenance, agency, epub, exports, feed, front_matter, html, mail,
    markdown, office, wrapped,
};
use crate::article::Article;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::panic::{AssertUnwindSafe, catch_unwind};

type Read = Result<Incoming, IngestError>;

const PAGE_HINT: &str = "save the article's text instead, or check that the page holds it without scripts";

/// The articles of a file. A defect that a file brings to light costs that file, not the others theirs.
pub(super) fn read(path: &str, kind: Kind, bytes: &[u8]) -> Vec<Read> {
    let articles = catch_unwind(AssertUnwindSafe(|| match kind {
        Kind::Feed => many(path, bytes, kind, feed::read(bytes)),
        Kind::LexisNexis | Kind::Factiva => {
            let read = decode(bytes, None).ok_or_else(|| "is not text: it holds NUL bytes".to_owned());
            many(path, bytes, kind, read.map(|decoded| exports::read(&normalise(decoded.text), kind)))
        }
        Kind::NewsMl => many(path, bytes, kind, agency::newsml(bytes)),
        Kind::Nitf => vec![incoming(path, None, bytes, kind, agency::nitf(bytes), None)],
        Kind::Ninjs => vec![incoming(path, None, bytes, kind, agency::ninjs(bytes), None)],
        Kind::Mail => vec![incoming(path, None, bytes, kind, mail::read(bytes), None)],
        Kind::Html => vec![incoming(path, None, bytes, kind, page(bytes, None, None), Some(PAGE_HINT))],
        _ => vec![text(path, bytes, kind)],
    }));
    articles.unwrap_or_else(|_| {
        vec![Err(error(path, None, "internal error: please report it, with the file".to_owned(), None))]
    })
}

/// The articles of a document that is an archive of parts. `whole`: the archive's bytes.
pub(super) fn document(path: &str, kind: Kind, whole: &[u8], parts: &mut office::Parts<'_>) -> Vec<Read> {
    let articles = catch_unwind(AssertUnwindSafe(|| match kind {
        Kind::Epub => many(path, whole, kind, epub::read(parts)),
        _ => vec![incoming(path, None, whole, kind, office::read(kind, parts), None)],
    }));
    articles.unwrap_or_else(|_| {
        vec![Err(error(path, None, "internal error: please report it, with the file".to_owned(), None))]
    })
}

/// The articles of a file that holds many, each with its number.
fn many(
    path: &str,
    bytes: &[u8],
    kind: Kind,
    found: Result<Vec<Result<Found, String>>, String>,
) -> Vec<Read> {
    match found {
        Err(reason) => vec![Err(error(path, None, reason, None))],
        Ok(all) if all.is_empty() => vec![Err(empty(path, None))],
        Ok(all) => (1..)
            .zip(all)
            .map(|(number, found)| incoming(&format!("{path}#{number}"), None, bytes, kind, found, None))
            .collect(),
    }
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

/// What was found, with where it came from; its text as it is stored.
fn incoming(
    path: &str,
    line: Option<u64>,
    bytes: &[u8],
    kind: Kind,
    found: Result<Found, String>,
    hint: Option<&str>,
) -> Read {
    let found = found.map_err(|reason| error(path, line, reason, hint))?;
    let mut article = found.article;
    article.text = normalise(article.text);
    if article.text.trim().is_empty() {
        return Err(empty(path, line));
    }
    let provenance = Provenance {
        path: path.to_owned(),
        line,
        external_id: found.external_id,
        sha256: Sha256::digest(bytes).into(),
        bytes: bytes.len() as u64,
        media_type: kind.media_type(),
        encoding: found.encoding.unwrap_or("UTF-8"),
        modified: found.modified,
        retrieved: found.retrieved,
    };
    Ok(Incoming { article, provenance, warnings: found.warnings })
}

/// A file of text that is one article.
fn text(path: &str, bytes: &[u8], kind: Kind) -> Read {
    let Decoded { text, encoding, damaged } = decode(bytes, None).ok_or_else(|| not_text(path))?;
    let mut warnings = damage(encoding, damaged);
    let text = normalise(text);
    let mut article = Article::default();
    let body = front_matter::take(&text, &mut article, &mut warnings);
    if kind == Kind::Markdown {
        article.title = article.title.or_else(|| markdown::title(body));
        article.text = markdown::to_text(body);
    } else {
        article.text = wrapped::unwrap(body.trim_matches('\n').trim_end().to_owned());
    }
    let found = Found { article, encoding: Some(encoding), warnings, ..Found::default() };
    incoming(path, None, bytes, kind, Ok(found), None)
}

fn damage(encoding: &str, damaged: bool) -> Vec<String> {
    let warning = format!("some bytes make no sense as {encoding} and became U+FFFD");
    if damaged { vec![warning] } else { Vec::new() }
}

/// A page, in the encoding that it declares or else the one that the server did.
fn page(bytes: &[u8], charset: Option<&str>, url: Option<&str>) -> Result<Found, String> {
    let declared = declared_encoding(bytes);
    let Decoded { text, encoding, damaged } =
        decode(bytes, charset.or(declared.as_deref())).ok_or("is not text: it holds NUL bytes")?;
    let page = html::read(&normalise(text), url)?;
    Ok(Found {
        article: page.article,
        modified: page.modified,
        encoding: Some(encoding),
        warnings: damage(encoding, damaged),
        ..Found::default()
    })
}

/// The label in `<meta charset="…">` or `<meta … content="text/html; charset=…">`, which stand near the top.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096))?).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'']);
    Some(label.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c)).collect())
}

/// A page out of a crawl.
pub(super) fn fetched(path: &str, fetched: Fetched) -> Read {
    let found = catch_unwind(AssertUnwindSafe(|| {
        page(&fetched.body, fetched.charset.as_deref(), Some(&fetched.url))
    }));
    let found = found.unwrap_or_else(|_| Err("internal error: please report it, with the page".to_owned()));
    let found = found.map(|found| Found { retrieved: fetched.date, ..found });
    // Most pages of a crawl are no articles, and none of them was named.
    incoming(path, None, &fetched.body, Kind::Html, found, None)
        .map_err(|wrong| IngestError { skipped: true, ..wrong })
}

/// One row of a table.
pub(super) fn row(path: &str, row: Row) -> Read {
    let found =
        content(row.content).map(|found| Found { external_id: row.id, warnings: row.warnings, ..found });
    incoming(path, Some(row.line), &row.bytes, Kind::Csv, found, None)
}

/// One JSON object that holds an article.
pub(super) fn object(path: &str, line: Option<u64>, bytes: &[u8], map: &FieldMap) -> Read {
    let object = json::read_mapped(bytes, map);
    let external_id = object.id.map(|id| plain(&id));
    let found = object.content.and_then(content);
    let hint = found.is_err().then(|| object_hint(bytes));
    let found = found.map(|found| Found { external_id, warnings: object.warnings, ..found });
    incoming(path, line, bytes, Kind::Json, found, hint.as_deref())
}

fn object_hint(bytes: &[u8]) -> String {
    let names = json::names(bytes);
    let usual = "each line is an object such as {\"text\": \"…\"}; `title`, `date`, `outlet`, `url`, `author` are optional";
    if names.is_empty() || names.iter().any(|name| name == "text" || name == "html") {
        return usual.to_owned();
    }
    format!("it holds {}; say which is which: --map text=NAME,title=NAME", names.join(", "))
}

/// The article of a row or an object; a page that stands in place of the text is read.
fn content(content: Content) -> Result<Found, String> {
    match content {
        Content::Text(article) => Ok(Found { article, ..Found::default() }),
        Content::Html(page, given) => {
            let page = html::read(&page, given.url.as_deref())?;
            let article = given.filled_from(page.article);
            Ok(Found { article, modified: page.modified, ..Found::default() })
        }
    }
}

/// An id as it is shown: a string without its quotes.
fn plain(id: &RawValue) -> String {
    serde_json::from_str::<String>(id.get()).unwrap_or_else(|_| id.get().to_owned())
}
