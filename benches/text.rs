//! How fast text is read into paragraphs, sentences, tokens and quotations.
//!
//! `cargo bench --bench text` reads the article below again and again; with `ONRECORD_ARTICLES=FILE` (JSON Lines with
//! `text`) those articles.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use onrecord::article::Article;
use onrecord::text;
use std::hint::black_box;

const ARTICLE: &str = "Council delays vote on bridge

ELMSWORTH, Nov. 5 (ENS) — The town council put off its vote on the new bridge on Tuesday, after three of its members said that they had not seen the engineers’ report.

“We can’t decide on what we haven’t read,” said Ida Marsh, who leads the opposition. “Would you? I wouldn’t.”

Mayor Paul Roe called the delay “a waste of everybody’s time” and said that Elm Inc., which drew the plans, would charge the town $4,500 a week until the vote. Mr. Roe declined to say who had signed the contract.

\"The U.S. Department of Transportation gave us the money in 2019,\" he told reporters at 5 p.m. \"What are we waiting for?\"
";

fn read_articles(criterion: &mut Criterion) {
    let lines = std::env::var("ONRECORD_ARTICLES").ok().and_then(|path| std::fs::read_to_string(path).ok());
    let articles: Vec<Article> = match lines {
        Some(lines) => lines
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .filter_map(|row| row["text"].as_str().map(str::to_owned))
            .map(|text| Article { text, ..Article::default() })
            .collect(),
        None => vec![Article { text: ARTICLE.to_owned(), ..Article::default() }],
    };
    let words: usize = articles.iter().map(|article| article.text.split_whitespace().count()).sum();
    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Elements(words as u64)).sample_size(10);
    group.bench_function("read", |bencher| {
        bencher.iter(|| {
            articles.iter().map(|article| black_box(text::read(article)).tokens.len()).sum::<usize>()
        });
    });
    group.bench_function("plain scan for words", |bencher| {
        bencher.iter(|| {
            articles
                .iter()
                .map(|article| black_box(article.text.as_str()).split_whitespace().count())
                .sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, read_articles);
criterion_main!(benches);
