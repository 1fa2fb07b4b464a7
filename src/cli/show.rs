//! `onrecord show`.

use super::listing::{self, date_cell, explain};
use super::output::{Column, Format, FormatArgs, Listing, Output, error, safe};
use super::{Context, Outcome, changes, story};
use crate::query::articles::{self, WholeArticle};
use crate::query::quotes::Quote;
use crate::store::Store;
use clap::Args;
use serde_json::{Value, json};
use std::io::{self, IsTerminal, Write};

/// Shows an article with its quotations marked in place
///
/// On a terminal what was said, who said it and the words that report it are coloured; elsewhere they stand in
/// brackets: [S1 who] [Q1 said] [C1 what]. The number is that of the list of quotes below the text. Headings, captions and
/// block quotations begin with a word that says so: (caption).
///
/// Of an article that was imported again after it had changed, the newest version is shown; an older one by its own id.
/// --changes lists what changed from each version to the next: quotes that vanished, were reworded, given to somebody
/// else or added, and the title.
///
/// --original writes the bytes that the article was read from, where `import --keep-original` kept them.
///
/// A report that several outlets printed (a wire report) is one story: --story lists who printed it, the first one first,
/// and which sentences of the longest telling each of the others left out.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord show a:7k3
  onrecord show https://example.org/articles/17
  onrecord show a:7k3 --changes
  onrecord show a:7k3 --story
  onrecord show a:7k3 --original > page.html
  onrecord show a:7k3 --format json")]
pub struct ShowArgs {
    /// The article's id or a unique beginning of it, its address, or the path it was read from (news.jsonl:12 for a line)
    #[arg(value_name = "ARTICLE")]
    article: String,
    /// List what changed between the versions of the article
    #[arg(long)]
    changes: bool,
    /// List who printed the same story, and what each cut
    #[arg(long, conflicts_with = "changes")]
    story: bool,
    /// Write the bytes that the article was read from: a file, or its line or message in it
    #[arg(long, conflicts_with_all = ["changes", "story", "format"])]
    original: bool,
    #[command(flatten)]
    format: FormatArgs,
}

/// Runs the command.
pub fn run(args: ShowArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let store = listing::open(context)?;
    let row = articles::find(&store, &args.article).map_err(explain)?;
    if args.original {
        return original(&store, row, &args.article, context);
    }
    if args.changes {
        return changes::run(store.connection(), row, args.format.format, context);
    }
    if args.story {
        return story::run(store.connection(), row, args.format.format, context);
    }
    let whole = articles::whole(store.connection(), row).map_err(explain)?;
    if args.format.format != Format::Table {
        return data(&whole).print(args.format.format, &mut context.out);
    }
    head(&whole, &mut context.out)?;
    body(&whole, &mut context.out)?;
    if !whole.quotes.is_empty() {
        writeln!(context.out)?;
        table(&whole.quotes).print(Format::Table, &mut context.out)?;
    }
    Ok(Outcome::Done)
}

/// The bytes that the article was read from, as they are.
fn original(store: &Store, row: i64, asked: &str, context: &mut Context) -> anyhow::Result<Outcome> {
    if io::stdout().is_terminal() {
        let hint = "write it to a file: onrecord show ID --original > FILE";
        return Err(error("an original may hold anything, so it is not shown on a terminal", hint));
    }
    match store.original(row).map_err(super::database::explain)? {
        Some(bytes) => {
            context.out.write_all(&bytes)?;
            Ok(Outcome::Done)
        }
        None => Err(error(
            format!("the original of {asked} was not kept"),
            "import the same file again with --keep-original: that adds it to the article",
        )),
    }
}

/// What is known about where the article is from.
fn head(whole: &WholeArticle, out: &mut Output) -> io::Result<()> {
    let printed = &whole.article.printed;
    let mut line = |name: &str, value: Option<&str>| match value {
        Some(value) => writeln!(out, "{name:<10} {}", safe(value).replace('\n', " ")),
        None => Ok(()),
    };
    line("title", printed.title.as_deref())?;
    line("outlet", printed.outlet.as_deref())?;
    line("published", printed.published.as_deref())?;
    let authors = whole.article.authors.join(", ");
    line("author", (!authors.is_empty()).then_some(authors.as_str()))?;
    line("address", printed.url.as_deref())?;
    line("read from", whole.article.path.as_deref())?;
    line("id", Some(&printed.article_id))?;
    let newest = whole.versions.last().map(|version| version.row);
    let is_shorter = whole.versions.iter().any(|version| version.shorter && version.row == whole.article.row);
    for version in whole.versions.iter().filter(|version| version.row != whole.article.row) {
        let name = match (Some(version.row) == newest, version.shorter) {
            (true, _) if is_shorter => "fuller",
            (true, _) => "newest",
            (false, true) => "shorter",
            (false, false) => "version",
        };
        line(name, Some(&changes::version_cell(version)))?;
    }
    for printed in &whole.also_in {
        let near = printed.article_id != whole.article.printed.article_id;
        let id = near.then_some(printed.article_id.as_str());
        let parts = [printed.outlet.as_deref(), printed.published.as_deref(), printed.url.as_deref(), id];
        line("also in", Some(&parts.into_iter().flatten().collect::<Vec<_>>().join(", ")))?;
    }
    for (start, _, message) in &whole.warnings {
        line("warning", Some(&format!("{message} (at {start})")))?;
    }
    writeln!(out)
}

/// A mark that begins or ends somewhere in the text.
struct Edge {
    /// Code points before it.
    at: usize,
    begins: bool,
    role: Role,
    /// The number of the quote, from 1.
    number: usize,
    length: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Source,
    Cue,
    Content,
}

impl Role {
    fn of(name: &str) -> Option<Role> {
        match name {
            "source" => Some(Role::Source),
            "cue" => Some(Role::Cue),
            "content" => Some(Role::Content),
            _ => None,
        }
    }

    /// The letter in brackets: PolNeAR's source, cue ("Q") and content.
    const fn letter(self) -> char {
        match self {
            Role::Source => 'S',
            Role::Cue => 'Q',
            Role::Content => 'C',
        }
    }

    /// The terminal's code: bold, underlined, cyan.
    const fn code(self) -> &'static str {
        match self {
            Role::Source => "1",
            Role::Cue => "4",
            Role::Content => "36",
        }
    }
}

/// All edges, in the order in which they are printed.
fn edges(quotes: &[Quote]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (index, quote) in quotes.iter().enumerate() {
        for piece in &quote.pieces {
            let (Some(role), Ok(start), Ok(end)) =
                (Role::of(&piece.role), usize::try_from(piece.start), usize::try_from(piece.end))
            else {
                continue;
            };
            let (number, length) = (index + 1, end.saturating_sub(start));
            edges.push(Edge { at: start, begins: true, role, number, length });
            edges.push(Edge { at: end, begins: false, role, number, length });
        }
    }
    // At one place what ends comes before what begins; the outer one begins first and ends last.
    edges.sort_by_key(|edge| {
        let length = if edge.begins { usize::MAX - edge.length } else { edge.length };
        (edge.at, edge.begins, length, edge.number)
    });
    edges
}

/// The text with its marks.
fn body(whole: &WholeArticle, out: &mut Output) -> io::Result<()> {
    let edges = edges(&whole.quotes);
    let mut edges = edges.iter().peekable();
    // The title stands above already, and a list's item begins with its bullet.
    let is_named = |kind: &str| matches!(kind, "heading" | "caption" | "block_quotation");
    let mut parts = whole
        .parts
        .iter()
        .filter(|(.., kind)| is_named(kind))
        .filter_map(|(start, _, kind)| Some((usize::try_from(*start).ok()?, kind)))
        .peekable();
    let mut open: Vec<(Role, usize)> = Vec::new();
    let (mut from, mut count) = (0, 0);
    let ends = [(whole.text.len(), ' ')];
    for (byte, _) in whole.text.char_indices().chain(ends) {
        let part = parts.next_if(|(at, _)| *at <= count);
        if part.is_some() || edges.peek().is_some_and(|edge| edge.at <= count) {
            write!(out, "{}", safe(whole.text.get(from..byte).unwrap_or("")))?;
            from = byte;
        }
        // What ends at the end of a line has ended before the next one.
        if let Some((_, kind)) = part {
            name(kind, &open, out)?;
        }
        while let Some(edge) = edges.next_if(|edge| edge.at <= count) {
            if edge.begins {
                open.push((edge.role, edge.number));
            } else {
                open.retain(|one| *one != (edge.role, edge.number));
            }
            mark(edge, &open, out)?;
        }
        count += 1;
    }
    writeln!(out, "{}", safe(whole.text.get(from..).unwrap_or("")).trim_end())
}

/// What the paragraph that begins here is.
fn name(kind: &str, open: &[(Role, usize)], out: &mut Output) -> io::Result<()> {
    let words = kind.replace('_', " ");
    if out.colour {
        let codes = codes(open);
        write!(out, "\u{1b}[0;2m({words})\u{1b}[0{codes}m ")
    } else {
        write!(out, "({words}) ")
    }
}

/// The colours of what is open.
fn codes(open: &[(Role, usize)]) -> String {
    open.iter().map(|(role, _)| format!(";{}", role.code())).collect()
}

fn mark(edge: &Edge, open: &[(Role, usize)], out: &mut Output) -> io::Result<()> {
    if out.colour {
        let codes = codes(open);
        if edge.begins && edge.role == Role::Content {
            write!(out, "\u{1b}[0;2m{}\u{1b}[0m", edge.number)?;
        }
        write!(out, "\u{1b}[0{codes}m")
    } else if edge.begins {
        write!(out, "[{}{} ", edge.role.letter(), edge.number)
    } else {
        write!(out, "]")
    }
}

fn table(quotes: &[Quote]) -> Listing {
    let columns = [
        Column::short("no"),
        Column::text("speaker"),
        Column::short("type"),
        Column::short("kind"),
        Column::short("said"),
        Column::short("quote_id"),
    ];
    let mut listing = Listing::new(&columns);
    for (index, quote) in quotes.iter().enumerate() {
        let doubt = if quote.is_doubtful() { "? " } else { "" };
        listing.push(vec![
            json!(index + 1),
            json!(format!("{doubt}{}", super::quotes::speaker_cell(quote))),
            json!(quote.claim_type),
            json!(quote.kind),
            json!(date_cell(quote.said.as_ref())),
            json!(quote.id),
        ]);
    }
    listing
}

/// The article as one row, its quotes as a list in it.
fn data(whole: &WholeArticle) -> Listing {
    let columns = [
        "article_id",
        "title",
        "outlet",
        "published",
        "url",
        "authors",
        "path",
        "line",
        "bytes_sha256",
        "imported",
        "extracted_by",
        "language",
        "versions",
        "copies",
        "also_in",
        "warnings",
        "parts",
        "text",
        "quotes",
    ];
    let mut listing = Listing::new(&columns.map(Column::data));
    let (article, printed) = (&whole.article, &whole.article.printed);
    let copies = whole
        .copies
        .iter()
        .map(|(outlet, published, url)| json!({"outlet": outlet, "published": published, "url": url}));
    let warnings = whole
        .warnings
        .iter()
        .map(|(start, end, message)| json!({"start": start, "end": end, "message": message}));
    let parts =
        whole.parts.iter().map(|(start, end, kind)| json!({"start": start, "end": end, "part": kind}));
    let names = super::quotes::COLUMNS.map(str::to_owned);
    let quotes = whole.quotes.iter().map(|quote| {
        let named = names.iter().cloned().zip(super::quotes::values(quote, None));
        Value::Object(named.filter(|(name, _)| !name.starts_with("context")).collect())
    });
    listing.push(vec![
        json!(printed.article_id),
        json!(printed.title),
        json!(printed.outlet),
        json!(printed.published),
        json!(printed.url),
        json!(article.authors),
        json!(article.path),
        json!(article.line),
        json!(article.bytes_sha256),
        json!(article.imported),
        json!(article.extracted_by),
        json!(article.language),
        whole.versions.iter().map(changes::version_value).collect(),
        Value::Array(copies.collect()),
        listing::also_value(&whole.also_in),
        Value::Array(warnings.collect()),
        Value::Array(parts.collect()),
        json!(whole.text),
        Value::Array(quotes.collect()),
    ]);
    listing
}
