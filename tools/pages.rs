//! Pages in, articles out, for `tools/pages.py`: JSON Lines of `{id, html, url}` on standard input become JSON Lines of
//! `{id, text, title, author, date, modified, outlet}` or `{id, error}`. Nothing is extracted.

use onrecord::ingest::html;
use serde_json::{Value, json};
use std::io::{self, BufRead, Write};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        let text = |name: &str| asked.get(name).and_then(Value::as_str);
        let answer = match html::read(text("html").unwrap_or_default(), text("url")) {
            Ok(page) => json!({
                "id": asked.get("id"), "text": page.article.text, "title": page.article.title,
                "author": page.article.authors, "date": page.article.date, "modified": page.modified,
                "outlet": page.article.outlet,
            }),
            Err(wrong) => json!({"id": asked.get("id"), "error": wrong}),
        };
        writeln!(out, "{answer}")?;
    }
    out.flush()
}
