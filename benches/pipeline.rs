//! Speed of the whole path, from text to database, on one core, in words per second, beside a plain scan for words.
//!
//! `cargo bench --bench pipeline`. `ONRECORD_BENCH=articles.jsonl` (one `{"text"}` a line) takes other articles than the
//! bundled samples. Times on shared machines are noisy: compare the ratios of one run.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "in a benchmark, that is how it fails")]

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use onrecord::article::Article;
use onrecord::attribution::{self, Bundled, Model};
use onrecord::extract::{Extraction, Extractor};
use onrecord::ingest::{Incoming, Provenance};
use onrecord::store::Store;
use onrecord::{claims, dates, speakers, text};
use regex::Regex;
use std::hint::black_box;
use std::time::Duration;

/// At least so many words, by repeating the articles if need be, each copy with a line of its own.
const WORDS: usize = 20_000;

fn articles() -> Vec<Article> {
    let texts: Vec<String> = match std::env::var("ONRECORD_BENCH") {
        Ok(path) => {
            let lines = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
            let rows = lines.lines().filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok());
            rows.filter_map(|row| row["text"].as_str().map(str::to_owned)).collect()
        }
        Err(_) => {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
            let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
            paths.sort();
            paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
            paths.iter().map(|p| std::fs::read_to_string(p).unwrap()).collect()
        }
    };
    let mut out: Vec<Article> = Vec::new();
    let mut count = 0;
    for (n, text) in texts.iter().cycle().enumerate() {
        if count >= WORDS {
            break;
        }
        count += words(text);
        out.push(Article { text: format!("{text}\n\nCopy {n}."), ..Article::default() });
    }
    out
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn total(articles: &[Article]) -> u64 {
    articles.iter().map(|a| words(&a.text) as u64).sum()
}

fn stages(c: &mut Criterion) {
    let articles = articles();
    let extractor = Extractor::default();
    let model = Model::bundled(Bundled::default()).unwrap();
    let scan = Regex::new(r"\w+").unwrap();
    let mut group = c.benchmark_group("words");
    group
        .throughput(Throughput::Elements(total(&articles)))
        .sample_size(10)
        .measurement_time(Duration::from_secs(8));
    group.bench_function("scan", |b| {
        b.iter(|| articles.iter().map(|a| scan.find_iter(&a.text).count()).sum::<usize>());
    });
    group.bench_function("extract", |b| {
        b.iter(|| articles.iter().map(|a| extractor.extract(black_box(a)).attributions.len()).sum::<usize>());
    });
    group.bench_function("text", |b| {
        b.iter(|| articles.iter().map(|a| text::read(black_box(a)).tokens.len()).sum::<usize>());
    });
    for which in Bundled::ALL {
        let model = Model::bundled(which).unwrap();
        group.bench_function(BenchmarkId::new("attribution", model.name()), |b| {
            let documents: Vec<_> = articles.iter().map(text::read).collect();
            b.iter(|| {
                documents.iter().map(|d| attribution::read(d, &model).attributions.len()).sum::<usize>()
            });
        });
    }
    group.bench_function("all but the model, without the store", |b| {
        let found: Vec<_> =
            articles.iter().map(|a| attribution::read(&text::read(a), &model).attributions).collect();
        b.iter(|| {
            for (article, attributions) in articles.iter().zip(&found) {
                let document = text::read(article);
                let speakers = speakers::resolve(article, &document, attributions);
                black_box(claims::find(&document, attributions, &speakers, None));
                let times = dates::find(article, &document);
                black_box(dates::assign(article, &document, attributions, &times));
            }
        });
    });
    group.finish();
}

/// The networks alone (with word pieces and the best tags): about one window of the accurate one, and as many times that.
fn network(c: &mut Criterion) {
    let text = articles().iter().flat_map(|a| a.text.split_whitespace()).take(160).fold(
        String::new(),
        |mut text, word| {
            text.push_str(word);
            text.push(' ');
            text
        },
    );
    let mut group = c.benchmark_group("network");
    group.sample_size(20).measurement_time(Duration::from_secs(5));
    for which in Bundled::ALL {
        let model = Model::bundled(which).unwrap();
        for times in [1_usize, 8, 64] {
            let article = Article { text: vec![text.trim_end(); times].join("\n\n"), ..Article::default() };
            let document = text::read(&article);
            group.throughput(Throughput::Elements(document.tokens.len() as u64));
            group.bench_function(BenchmarkId::new(model.name(), times), |b| {
                b.iter(|| model.tags(black_box(&document)).len());
            });
        }
    }
    group.finish();
}

fn growth(c: &mut Criterion) {
    let base = articles();
    let extractor = Extractor::default();
    let mut group = c.benchmark_group("database");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    for times in [1_usize, 2, 4, 8] {
        let mut many = Vec::new();
        for copy in 0..times {
            many.extend(base.iter().map(|a| Article { text: format!("{} {copy}", a.text), ..a.clone() }));
        }
        let extracted: Vec<(Article, Extraction)> = many
            .into_iter()
            .map(|a| {
                let e = extractor.extract(&a);
                (a, e)
            })
            .collect();
        let count: u64 = extracted.iter().map(|(a, _)| words(&a.text) as u64).sum();
        group.throughput(Throughput::Elements(count));
        group.bench_with_input(BenchmarkId::new("store and derive", times), &extracted, |b, extracted| {
            b.iter_batched(
                || tempfile::tempdir().unwrap(),
                |folder| store(folder.path(), extracted),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
    let mut group = c.benchmark_group("one article");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    for times in [1_usize, 4, 16] {
        let text: String = base
            .iter()
            .map(|a| a.text.as_str())
            .cycle()
            .take(base.len().min(3) * times)
            .collect::<Vec<_>>()
            .join("\n\n");
        let article = Article { text, ..Article::default() };
        group.throughput(Throughput::Elements(words(&article.text) as u64));
        group.bench_with_input(BenchmarkId::new("extract", article.text.len()), &article, |b, article| {
            b.iter(|| extractor.extract(black_box(article)).attributions.len());
        });
    }
    group.finish();
}

/// Writes the articles into a new database, in batches, and derives what holds over all of them.
fn store(folder: &std::path::Path, extracted: &[(Article, Extraction)]) {
    const NOW: &str = "2026-01-01T00:00:00Z";
    let mut store = Store::open_or_create(&folder.join("bench.db")).unwrap();
    let import = store.begin_import(NOW, "[]", "{}").unwrap();
    let run = store.begin_extraction(NOW, "bench", "{}").unwrap();
    for part in extracted.chunks(64) {
        let mut batch = store.batch(import, run, NOW).unwrap();
        for (article, extraction) in part {
            let provenance = Provenance {
                path: "bench".to_owned(),
                line: None,
                external_id: None,
                sha256: [0; 32],
                bytes: article.text.len() as u64,
                media_type: "text/plain",
                encoding: "UTF-8",
                modified: None,
                retrieved: None,
            };
            batch
                .add(
                    &Incoming { article: article.clone(), provenance, warnings: Vec::new(), original: None },
                    extraction,
                )
                .unwrap();
        }
        batch.commit().unwrap();
    }
    store.derive().unwrap();
}

criterion_group!(benches, stages, network, growth);
criterion_main!(benches);
