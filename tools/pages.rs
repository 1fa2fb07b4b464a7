//! Pages in, articles out, for `tools/pages.py`: JSON Lines of `{id, html, url}` on standard input become JSON Lines of
//! `{id, text, title, author, date, modified, outlet}` or `{id, error}`. Nothing is extracted. With `--lines`, for
//! `training/pages.py`: `{id, names, lines: [[text, values]]}`, all lines of each page with what is measured of them.

use onrecord::ingest::html;
use serde_json::{Value, json};
use std::io::{self, BufRead, Write};

fn main() -> io::Result<()> {
    let answer = if std::env::args().any(|argument| argument == "--lines") { lines } else { article };
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        writeln!(out, "{}", answer(&asked))?;
    }
    out.flush()
}

fn text<'a>(asked: &'a Value, name: &str) -> Option<&'a str> {
    asked.get(name).and_then(Value::as_str)
}

fn article(asked: &Value) -> Value {
    match html::read(text(asked, "html").unwrap_or_default(), text(asked, "url")) {
        Ok(page) => json!({
            "id": asked.get("id"), "text": page.article.text, "title": page.article.title,
            "author": page.article.authors, "date": page.article.date, "modified": page.modified,
            "outlet": page.article.outlet,
        }),
        Err(wrong) => json!({"id": asked.get("id"), "error": wrong}),
    }
}

fn lines(asked: &Value) -> Value {
    match html::lines(text(asked, "html").unwrap_or_default()) {
        Ok((names, lines)) => {
            let lines: Vec<Value> = lines.iter().map(|line| json!([line.text, line.values])).collect();
            json!({"id": asked.get("id"), "names": names, "lines": lines})
        }
        Err(wrong) => json!({"id": asked.get("id"), "error": wrong}),
    }
}
