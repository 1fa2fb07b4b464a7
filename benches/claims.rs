//! How long it takes to find the same claim among ever more quotes of one speaker: the time for each quote must not grow.
//!
//! `cargo bench --bench claims`. A quarter of the quotes are cuts of others, the rest invented out of a vocabulary as
//! skewed as that of news (Zipf).

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use onrecord::wording::{Told, Wording, cluster, conflicts};
use std::hint::black_box;

/// Words of the vocabulary, words of a quote, quotes said on one day.
const VOCABULARY: u64 = 20_000;
const LENGTH: usize = 24;
const A_DAY: usize = 20;

fn quotes(number: usize) -> Vec<Told> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move || {
        // SplitMix64 (Steele, Lea, Flood 2014).
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    };
    let mut all: Vec<Vec<String>> = Vec::with_capacity(number);
    for index in 0..number {
        let words = if index % 4 == 3 {
            all.get(index - 1 - (random() % 3) as usize).map(|w| w.iter().skip(4).take(14).cloned().collect())
        } else {
            None
        };
        let mut word = || {
            // Uniform in the logarithm: the n-th word comes 1/n as often.
            let rank = ((VOCABULARY as f64).ln() * (random() >> 11) as f64 / (1_u64 << 53) as f64).exp();
            format!("word{}", rank as u64)
        };
        all.push(words.unwrap_or_else(|| (0..LENGTH).map(|_| word()).collect()));
    }
    let told = |(index, words): (usize, &Vec<String>)| Told {
        wording: Wording::of("said", &words.join(" "), index % 2 == 0),
        day: i32::try_from(index / A_DAY).ok(),
    };
    all.iter().enumerate().map(told).collect()
}

fn same_claim(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("claims of one speaker");
    group.sample_size(10);
    for number in [1_000, 10_000, 100_000] {
        let quotes = quotes(number);
        group.throughput(Throughput::Elements(number as u64));
        group.bench_with_input(BenchmarkId::new("the same again", number), &quotes, |bencher, quotes| {
            bencher.iter(|| black_box(cluster(quotes, &[], &[])).len());
        });
        let wordings: Vec<Wording> = quotes.iter().map(|quote| quote.wording.clone()).collect();
        group.bench_with_input(BenchmarkId::new("contradictions", number), &wordings, |bencher, wordings| {
            bencher.iter(|| black_box(conflicts(wordings)).len());
        });
    }
    group.finish();
}

criterion_group!(benches, same_claim);
criterion_main!(benches);
