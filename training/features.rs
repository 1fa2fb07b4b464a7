//! Articles → the tagger's features, as the library sees them, so that training and use can never differ.
//!
//! `cargo run --release --example features < articles.jsonl > features.jsonl`: in, one `{"id", "text"}` a line; out,
//! one `{"id", "tokens": [[start, end]…] (code points), "pieces": [[…]…], "values": [[…]…], "sentence": […],
//! "paragraph": […]}` a line.

use onrecord::article::Article;
use onrecord::attribution::features;
use onrecord::attribution::pieces::Pieces;
use onrecord::text;
use std::io::{BufRead, BufWriter, Write};

fn main() -> anyhow::Result<()> {
    let pieces = Pieces::new(include_str!("../models/pieces.txt"));
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let article =
            Article { text: row["text"].as_str().unwrap_or_default().to_owned(), ..Article::default() };
        let document = text::read(&article);
        let seen = features::read(&document, &pieces);
        let mut points = vec![0_u32; article.text.len() + 1];
        let mut count = 0;
        for (offset, c) in article.text.char_indices() {
            points[offset..offset + c.len_utf8()].fill(count);
            count += 1;
        }
        points[article.text.len()] = count;
        let tokens: Vec<_> =
            document.tokens.iter().map(|t| [points[t.span.start], points[t.span.end]]).collect();
        let rows: Vec<_> =
            seen.first_piece.windows(2).map(|w| &seen.pieces[w[0] as usize..w[1] as usize]).collect();
        serde_json::to_writer(
            &mut out,
            &serde_json::json!({
                "id": row["id"], "tokens": tokens, "pieces": rows, "values": seen.values,
                "sentence": document.tokens.iter().map(|t| t.sentence).collect::<Vec<_>>(),
                "paragraph": document.tokens.iter().map(|t| t.paragraph).collect::<Vec<_>>(),
            }),
        )?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
