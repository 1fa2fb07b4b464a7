//! Articles with attributions → what the scorers of claims see of them, by the library itself, so that training and use
//! can never differ.
//!
//! `cargo run --release --example claims < articles.jsonl > features.jsonl`: in, one `{"id", "text", "attributions":
//! [{"source", "cue", "content"}]}` a line (code points); out, one `{"id", "attributions": [{"type", "plover", "lists",
//! "features", "candidates": [{"span", "tokens", "name", "entity", "features"}], "excerpt"}]}` a line, `span` in code
//! points, `tokens` as indices, `excerpt` as `[token, role]`, features as `[name, value]`; `type` is what the library
//! says now, `plover` and `mode` its codes, `lists` what its word lists alone say. With `--network` also what the network
//! says, as `network`, which then counts in `type`.

use onrecord::attribution::network::number;
use onrecord::attribution::{self, Bundled, Model};
use onrecord::contract::{Offsets, Unit};
use onrecord::eval::claims::labelled;
use onrecord::{claims, speakers, text};
use serde_json::{Value, json};
use std::io::{BufRead, BufWriter, Write};

fn main() -> anyhow::Result<()> {
    let network = std::env::args().any(|arg| arg == "--network");
    let model = network.then(|| Model::bundled(Bundled::Accurate)).transpose()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let row: Value = serde_json::from_str(&line)?;
        let gold = labelled(line.as_bytes()).map_err(|e| anyhow::anyhow!("{}: {e}", row["id"]))?;
        let document = text::read(&gold.article);
        let speakers = speakers::resolve(&gold.article, &document, &gold.attributions);
        let rereader = model.as_ref().and_then(|model| attribution::read(&document, model).rereader);
        let offsets = Offsets::new(&gold.article.text, Unit::Char);
        let found = claims::find(&document, &gold.attributions, &speakers, rereader.as_ref()).of_attribution;
        let attributions: Vec<Value> =
            claims::seen(&document, &gold.attributions, &speakers, rereader.as_ref())
                .into_iter()
                .zip(found.into_iter().zip(&gold.attributions))
                .map(|(seen, (found, attribution))| {
                    let spans = attribution.cue.iter().chain(&attribution.content);
                    let words: Vec<&str> = spans.map(|span| span.of(&gold.article.text)).collect();
                    let candidates: Vec<Value> = seen
                        .candidates
                        .into_iter()
                        .map(|c| {
                            json!({
                                "span": offsets.convert(c.span), "name": c.name, "entity": c.entity,
                                "tokens": [c.tokens.start, c.tokens.end],
                                "features": c.features.0, "network": c.network,
                            })
                        })
                        .collect();
                    let excerpt: Vec<(usize, usize)> =
                        seen.excerpt.iter().map(|&(token, role)| (token, number(role))).collect();
                    json!({
                        "type": found.kind.name(), "plover": found.kind.plover(),
                        "mode": found.kind.plover_mode(&words.join(" ")),
                        "lists": seen.by_lists.name(), "features": seen.features.0, "candidates": candidates,
                        "excerpt": excerpt, "network": seen.network,
                    })
                })
                .collect();
        serde_json::to_writer(&mut out, &json!({ "id": row["id"], "attributions": attributions }))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
