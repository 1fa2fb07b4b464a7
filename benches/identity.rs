//! What it costs to tell persons apart over many articles: invented mentions of full names, 10⁴, 10⁵, 10⁶ of them.
//!
//! `cargo bench --bench identity`. Surnames and first names are as uneven as real ones: one surname has one mention in a
//! hundred, one person of it one in three hundred. The last column must not grow: time for each mention.

#![allow(clippy::print_stdout, missing_docs, reason = "a benchmark prints")]
#![allow(clippy::unwrap_used, reason = "a benchmark that fails has failed")]

use onrecord::speakers::SpeakerType;
use onrecord::store::StoreError;
use onrecord::store::identity::{Bearer, Identity, Name, Sources, join};
use onrecord::store::names::normalise;
use std::collections::BTreeMap;
use std::time::Instant;

const ROLES: [&str; 8] = [
    "mayor of Querl",
    "a Nigerian lawyer",
    "the senator",
    "an Australian swimmer",
    "a surgeon",
    "chief executive of Ostrand Storage",
    "a resident",
    "the Norwegian foreign minister",
];
const SYLLABLES: [&str; 20] = [
    "ka", "ro", "lin", "ber", "sto", "mar", "den", "vi", "tor", "hal", "wen", "gra", "pel", "nor", "fis",
    "dul", "mon", "tre", "sal", "bri",
];

/// A generator of numbers that are always the same (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; small ones are much more frequent (about as 1/n).
    fn uneven(&mut self, end: u64) -> u64 {
        let share = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        (((end + 1) as f64).powf(share) - 1.0) as u64
    }
}

fn word(mut number: u64, least: usize) -> String {
    let mut word = String::new();
    for _ in 0..least {
        word.push_str(SYLLABLES[(number % 20) as usize]);
        number /= 20;
    }
    while number > 0 {
        word.push_str(SYLLABLES[(number % 20) as usize]);
        number /= 20;
    }
    word
}

struct Mention {
    name: String,
    role: Option<&'static str>,
    companions: Vec<u64>,
}

fn mentions(count: usize) -> Vec<Mention> {
    let mut numbers = Numbers(1);
    (0..count)
        .map(|_| {
            let surname = word(numbers.uneven(50_000), 2);
            let first = word(numbers.uneven(400), 2);
            let name = match numbers.next() % 10 {
                0 => format!("{first} {}. {surname}", ["A", "B", "C"][(numbers.next() % 3) as usize]),
                1 => format!("{first} {} {surname}", word(numbers.uneven(60), 2)),
                _ => format!("{first} {surname}"),
            };
            let role = numbers.next().is_multiple_of(3).then(|| ROLES[numbers.uneven(8).min(7) as usize]);
            let companions = (0..numbers.next() % 5).map(|_| numbers.uneven(1_000_000)).collect();
            Mention { name, role, companions }
        })
        .collect()
}

struct Companions(Vec<Vec<u64>>);

impl Sources for Companions {
    fn companions(&mut self, bearer: usize) -> Result<Vec<u64>, StoreError> {
        Ok(self.0[bearer].clone())
    }

    fn listed(&self, _normal: &str) -> Option<usize> {
        None
    }

    fn shows_listed(&self, _: usize, _: &Bearer) -> bool {
        false
    }

    fn keeps_apart(&self, _one: &Name, _other: &Name) -> bool {
        false
    }

    fn is_split_off(&self, _bearer: &Bearer) -> bool {
        false
    }
}

fn main() {
    println!(
        "{:>9} {:>9} {:>8} {:>8} {:>12} {:>9} {:>12}",
        "mentions", "surnames", "largest", "persons", "suggestions", "seconds", "µs/mention"
    );
    for count in [10_000, 100_000, 1_000_000] {
        let mentions = mentions(count);
        let begin = Instant::now();
        let mut blocks: BTreeMap<String, (Vec<Bearer>, Vec<Vec<u64>>)> = BTreeMap::new();
        for (number, mention) in mentions.into_iter().enumerate() {
            let normal = normalise(&mention.name, SpeakerType::Person);
            let (bearers, companions) = blocks.entry(normal.block).or_default();
            bearers.push(Bearer {
                normal: normal.name,
                initial: normal.initial,
                article: format!("a:{number:013}"),
                story: format!("a:{number:013}"),
                outlet: None,
                day: Some(735_000 + (number % 3_000) as i32),
                gender: None,
                roles: mention.role.map(str::to_owned).into_iter().collect(),
            });
            companions.push(mention.companions);
        }
        let surnames = blocks.len();
        let (mut largest, mut persons, mut suggestions) = (0, 0, 0);
        for (bearers, companions) in blocks.into_values() {
            largest = largest.max(bearers.len());
            let Identity { people, suggestions: open } = join(&bearers, &mut Companions(companions)).unwrap();
            persons += people.len();
            suggestions += open.len();
        }
        let seconds = begin.elapsed().as_secs_f64();
        println!(
            "{count:>9} {surnames:>9} {largest:>8} {persons:>8} {suggestions:>12} {seconds:>9.2} {:>12.2}",
            seconds * 1e6 / count as f64
        );
    }
}
