//! Files → articles, one after the other, one file (of JSON Lines: one line) in memory at a time.

use super::decode::{Decoded, decode, normalise};
use super::json::{self, Content};
use super::kind::Kind;
use super::lines::{LONGEST, Line, Lines};
use super::{Incoming, IngestError, Provenance, SourceFile, Sources, front_matter, html, markdown, wrapped};
use crate::article::Article;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Reads the articles one after the other: first the errors of [`Sources`], then its files in their order.
pub fn read(sources: Sources) -> Reader {
    Reader {
        files: sources.files.into(),
        ready: sources.errors.into_iter().map(Err).collect(),
        lines: None,
        bytes: 0,
    }
}

type Stream = Box<dyn BufRead + Send>;

/// The articles of [`Sources`], one after the other.
pub struct Reader {
    files: VecDeque<SourceFile>,
    /// What was read and not yet handed out.
    ready: VecDeque<Result<Incoming, IngestError>>,
    /// The file of JSON Lines that is being read, and how many lines of it have been.
    lines: Option<(PathBuf, Lines<Stream>, u64)>,
    bytes: u64,
}

impl Reader {
    /// How many bytes of the files have been read so far, for a progress bar.
    pub const fn bytes_read(&self) -> u64 {
        self.bytes
    }

    fn open(&mut self, file: &SourceFile) -> Result<(), IngestError> {
        let path = &file.path;
        let stream: io::Result<Stream> = if path == Path::new("-") {
            Ok(Box::new(BufReader::with_capacity(1 << 16, io::stdin())))
        } else {
            File::open(path).map(|f| Box::new(BufReader::with_capacity(1 << 16, f)) as Stream)
        };
        let unreadable = |e: io::Error| error(path, None, format!("cannot be read: {e}"), None);
        let mut stream = stream.map_err(unreadable)?;
        let start = stream.fill_buf().map_err(unreadable)?;
        let kind = Kind::of(path, start);
        if kind == Kind::JsonLines {
            self.lines = Some((path.clone(), Lines::new(stream), 0));
            return Ok(());
        }
        // Enough to see that a film is no text, without reading all of it.
        if decode(start, None).is_none() {
            self.bytes += file.bytes;
            return Err(IngestError { skipped: !file.named, ..not_text(path) });
        }
        if kind == Kind::Text && !file.named && !Kind::is_text_name(path) {
            self.bytes += file.bytes;
            let reason = "its ending is not that of an article".to_owned();
            let hint = "name the file itself to read it as plain text";
            return Err(IngestError { skipped: true, ..error(path, None, reason, Some(hint)) });
        }
        let mut bytes = Vec::new();
        stream.take(LONGEST as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        self.bytes += bytes.len() as u64;
        if bytes.len() > LONGEST {
            let reason = format!("has more than {} MB, too much for one article", LONGEST >> 20);
            let hint = "split it, or make it JSON Lines with an article on each line";
            return Err(error(path, None, reason, Some(hint)));
        }
        if kind == Kind::Json {
            self.ready.extend(json_file(path, &bytes));
        } else {
            self.ready.push_back(one(path, &bytes, kind));
        }
        Ok(())
    }

    /// The next article of the file of JSON Lines.
    fn next_line(&mut self) -> Option<Result<Incoming, IngestError>> {
        let (path, lines, number) = self.lines.as_mut()?;
        loop {
            let line = lines.next()?;
            *number += 1;
            match line {
                Ok(Line::Bytes(bytes)) => {
                    self.bytes += bytes.len() as u64 + 1;
                    if !bytes.trim_ascii().is_empty() {
                        return Some(object(path, Some(*number), &bytes));
                    }
                }
                Ok(Line::TooLong(bytes)) => {
                    self.bytes += bytes;
                    let reason =
                        format!("the line has more than {} MB, too much for an article", LONGEST >> 20);
                    return Some(Err(error(path, Some(*number), reason, None)));
                }
                Err(wrong) => {
                    let wrong = error(path, Some(*number), format!("cannot be read on: {wrong}"), None);
                    self.lines = None;
                    return Some(Err(wrong));
                }
            }
        }
    }
}

impl Iterator for Reader {
    type Item = Result<Incoming, IngestError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ready) = self.ready.pop_front().or_else(|| self.next_line()) {
                return Some(ready);
            }
            self.lines = None;
            let file = self.files.pop_front()?;
            if let Err(wrong) = self.open(&file) {
                return Some(Err(wrong));
            }
        }
    }
}

fn error(path: &Path, line: Option<u64>, reason: String, hint: Option<&str>) -> IngestError {
    let path = path.display().to_string();
    IngestError { path, line, skipped: false, reason, hint: hint.map(str::to_owned) }
}

fn not_text(path: &Path) -> IngestError {
    let hint = "onrecord reads text, Markdown, HTML and JSON Lines; unpack archives first";
    error(path, None, "is not text: it holds NUL bytes".to_owned(), Some(hint))
}

fn empty(path: &Path, line: Option<u64>) -> IngestError {
    IngestError { skipped: true, ..error(path, line, "is empty".to_owned(), None) }
}

/// A file that is one article.
fn one(path: &Path, bytes: &[u8], kind: Kind) -> Result<Incoming, IngestError> {
    let declared = if kind == Kind::Html { declared_encoding(bytes) } else { None };
    let Decoded { text, encoding, damaged } =
        decode(bytes, declared.as_deref()).ok_or_else(|| not_text(path))?;
    let mut warnings = Vec::new();
    if damaged {
        warnings.push(format!("some bytes make no sense as {encoding} and became U+FFFD"));
    }
    let text = normalise(text);
    if text.trim().is_empty() {
        return Err(empty(path, None));
    }
    let mut modified = None;
    let article = if kind == Kind::Html {
        let hint = "save the article's text instead, or check that the page holds it without scripts";
        let page = html::read(&text, None).map_err(|reason| error(path, None, reason, Some(hint)))?;
        modified = page.modified;
        page.article
    } else {
        let mut article = Article::default();
        let body = front_matter::take(&text, &mut article, &mut warnings);
        if kind == Kind::Markdown {
            article.title = article.title.or_else(|| markdown::title(body));
            article.text = markdown::to_text(body);
        } else {
            article.text = wrapped::unwrap(body.trim_matches('\n').trim_end().to_owned());
        }
        article
    };
    if article.text.is_empty() {
        return Err(empty(path, None));
    }
    let provenance = Provenance { encoding, modified, ..provenance(path, None, bytes, kind) };
    Ok(Incoming { article, provenance, warnings })
}

fn provenance(path: &Path, line: Option<u64>, bytes: &[u8], kind: Kind) -> Provenance {
    Provenance {
        path: path.display().to_string(),
        line,
        external_id: None,
        sha256: Sha256::digest(bytes).into(),
        bytes: bytes.len() as u64,
        media_type: kind.media_type(),
        encoding: "UTF-8",
        modified: None,
    }
}

/// The label in `<meta charset="…">` or `<meta … content="text/html; charset=…">`, which stand near the top.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096))?).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let label = after.trim_start_matches(['"', '\'']);
    Some(label.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c)).collect())
}

/// One JSON object that holds an article.
fn object(path: &Path, line: Option<u64>, bytes: &[u8]) -> Result<Incoming, IngestError> {
    let object = json::read(bytes);
    let hint = "each line is an object such as {\"text\": \"…\"}; `title`, `date`, `outlet`, `url`, `author` are optional";
    let content = object.content.map_err(|reason| error(path, line, reason, Some(hint)))?;
    let mut provenance = provenance(path, line, bytes, Kind::Json);
    provenance.external_id = object.id.map(|id| plain(&id));
    let mut article = match content {
        Content::Text(article) => article,
        Content::Html(page, given) => {
            let page =
                html::read(&page, given.url.as_deref()).map_err(|reason| error(path, line, reason, None))?;
            provenance.modified = page.modified;
            given.filled_from(page.article)
        }
    };
    article.text = normalise(article.text);
    if article.text.trim().is_empty() {
        return Err(empty(path, line));
    }
    Ok(Incoming { article, provenance, warnings: object.warnings })
}

/// An id as it is shown: a string without its quotes.
fn plain(id: &RawValue) -> String {
    serde_json::from_str::<String>(id.get()).unwrap_or_else(|_| id.get().to_owned())
}

/// A `.json` file: one object, a list of objects, or after all an object on each line.
fn json_file(path: &Path, bytes: &[u8]) -> Vec<Result<Incoming, IngestError>> {
    let Some(Decoded { text, .. }) = decode(bytes, None) else { return vec![Err(not_text(path))] };
    let is_list = text.trim_start().starts_with('[');
    if text.trim().is_empty() {
        return vec![Err(empty(path, None))];
    }
    if is_list {
        let items: Vec<&RawValue> = match serde_json::from_str(&text) {
            Ok(items) => items,
            Err(wrong) => return vec![Err(error(path, None, format!("not JSON: {wrong}"), None))],
        };
        let read = |(index, item): (usize, &&RawValue)| {
            object(path, None, item.get().as_bytes()).map_err(|e| IngestError {
                reason: format!("article {} of the list: {}", index + 1, e.reason),
                ..e
            })
        };
        return items.iter().enumerate().map(read).collect();
    }
    // Two objects one after the other are JSON Lines under another name.
    let mut objects = serde_json::Deserializer::from_str(&text).into_iter::<&RawValue>();
    if matches!((objects.next(), objects.next()), (Some(Ok(_)), Some(_))) {
        let lines = bytes.split(|b| *b == b'\n').enumerate();
        let lines = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
        return lines.map(|(index, line)| object(path, Some(index as u64 + 1), line)).collect();
    }
    vec![object(path, None, text.as_bytes())]
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;
    use std::fs;

    /// What is read from files of these names and contents, a line for each article or error.
    fn read_all(files: &[(&str, &[u8])]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        let shown = |result| match result {
            Ok(Incoming { article, provenance: p, warnings }) => {
                let Article { text, title, .. } = article;
                let (title, id) = (title.unwrap_or_default(), p.external_id.unwrap_or_default());
                format!("{} {:?} {text:?} {title:?} {id:?} {warnings:?}", p.media_type, p.line)
            }
            Err(IngestError { skipped, line, reason, .. }) => format!("skipped {skipped} {line:?} {reason}"),
        };
        read(find(&[folder.path().to_owned()])).map(shown).collect()
    }

    #[test]
    fn every_kind_of_file_in_the_order_of_their_names() {
        let files: [(&str, &[u8]); 7] = [
            ("a.txt", b"\xef\xbb\xbf---\ntitle: Rain\ndate: soon\n---\n\nIt rained.\r\n\r\nIt poured.\n\n"),
            ("b.md", b"# Rain\n\nIt *rained*\nall day."),
            ("c.jsonl", b"{\"id\": 1.50, \"text\": \"a\\r\\nb\"}\n\n{\"id\": \"x\"}\n{\"text\": \"c\"}"),
            ("d.json", b"[{\"text\": \"one\"}, {\"text\": 2}]"),
            ("e.json", b"{\n \"id\": \"e\",\n \"text\": \"three\"\n}"),
            ("f.json", b"{\"text\": \"four\"}\n{\"text\": \"five\"}\n"),
            ("g", b"It snowed."),
        ];
        let list = "skipped false None article 2 of the list: \"text\" must be a string, but is a number";
        assert_eq!(
            read_all(&files),
            [
                "text/plain None \"It rained.\\n\\nIt poured.\" \"Rain\" \"\" [\"the date \\\"soon\\\" was left out: write it as \
                 2025-12-19\"]",
                "text/markdown None \"Rain\\nIt rained all day.\" \"Rain\" \"\" []",
                "application/json Some(1) \"a\\nb\" \"\" \"1.50\" []",
                "skipped false Some(3) no \"text\" (and no \"html\")",
                "application/json Some(4) \"c\" \"\" \"\" []",
                "application/json None \"one\" \"\" \"\" []",
                list,
                "application/json None \"three\" \"\" \"e\" []",
                "application/json Some(1) \"four\" \"\" \"\" []",
                "application/json Some(2) \"five\" \"\" \"\" []",
                "text/plain None \"It snowed.\" \"\" \"\" []",
            ]
        );
    }

    #[test]
    fn what_is_no_article_is_named_and_the_rest_goes_on() {
        let files: [(&str, &[u8]); 6] = [
            ("a.txt", b""),
            ("b.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            ("c.md", b"---\ntitle: only a header\n---\n"),
            ("d.html", b"<html><body></body></html>"),
            ("e.json", b"{\"text\": "),
            ("f.txt", b"\xffIt rained. \x93No,\x94 she said."),
        ];
        let all = read_all(&files);
        assert_eq!(all[0], "skipped true None is empty");
        assert_eq!(all[1], "skipped true None is not text: it holds NUL bytes");
        assert_eq!(all[2], "skipped true None is empty");
        assert!(all[3].starts_with("skipped false None"), "{}", all[3]);
        assert!(all[4].starts_with("skipped false None not JSON: EOF while parsing"), "{}", all[4]);
        assert!(all[5].contains("“No,” she said."), "{}", all[5]);
        assert_eq!(all.len(), 6);
    }

    #[test]
    fn the_hash_is_that_of_the_bytes_and_pages_declare_their_encoding() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        let body = "<p>\u{cf}\u{f0}\u{e8}\u{e2}\u{e5}\u{f2}, said the mayor of the town, who had come to the hall in the rain.</p>";
        let mut page: Vec<u8> = b"<html><head><meta charset=\"windows-1251\"></head><body><article>".to_vec();
        page.extend(body.repeat(10).chars().map(|c| u32::from(c) as u8));
        fs::write(&path, &page).unwrap();
        let incoming = read(find(&[path])).next().unwrap().unwrap();
        assert!(incoming.article.text.starts_with("Привет, said"), "{}", incoming.article.text);
        assert_eq!(incoming.provenance.encoding, "windows-1251");
        assert_eq!(incoming.provenance.sha256, <[u8; 32]>::from(Sha256::digest(&page)));
        assert_eq!(incoming.provenance.bytes, page.len() as u64);
    }
}
