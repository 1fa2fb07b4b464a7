//! When two articles are one: the same text, white space and boilerplate apart; the same address; most of the words.
//!
//! A [`Fingerprint`] is made from text, title and address alone, in time proportional to the text. Two articles whose
//! `words` are equal, or that share one of their `bodies`, are one article. Two at one address are versions of one article,
//! if they have something to do with each other ([`versions_of_one`]). Two that share a band are looked at: they are tellings of one story if
//! [`are_near_copies`] says so.

mod address;
mod part;
mod plain;
mod shingles;

pub(crate) use self::address::key as address_key;
pub(crate) use self::part::Telling;
pub(crate) use self::plain::{kept_lines, plain, plain_char};
pub(crate) use self::shingles::{Shingles, are_near_copies};

use crate::article::Article;
use crate::lists::lines;
use crate::store::ids;
use crate::store::names::fold;
use crate::wording::is_small;
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// What an article is recognised by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// The public id, made from the text letter by letter.
    pub id: String,
    /// Hash of title and text without white space and boilerplate.
    pub words: [u8; 16],
    /// Hashes of the text without its title, white space and boilerplate, where it is long enough to be one text under
    /// whatever headline. Two where nobody says whether the first line is a headline.
    pub bodies: Vec<i64>,
    /// The address without what does not tell articles apart; `None` where there is none, or it is a home page's.
    pub address: Option<String>,
    /// Hashes that near copies are likely to share ([`shingles`]); none for a text of a few words.
    pub bands: Vec<i64>,
}

/// Bytes of a text, without title, white space and boilerplate, from which on it is one text whatever its headline: some
/// fifty words. Shorter ones (a result, a notice, half a sentence before a paywall) may stand under several.
const LONG: usize = 250;

impl Fingerprint {
    /// Makes the fingerprint of an article.
    pub fn of(article: &Article) -> Self {
        let (mut whole, mut body, mut rest) = (Sha256::new(), Body::default(), Body::default());
        let (mut title, mut line_plain, mut empty) = (String::new(), String::new(), true);
        plain(article.title.as_deref().unwrap_or(""), &mut title);
        for line in kept_lines(&article.text) {
            line_plain.clear();
            plain(line, &mut line_plain);
            let is_first = empty && !line_plain.is_empty();
            // The title counts once, whether the text repeats it or not.
            if empty && line_plain != title {
                whole.update(title.as_bytes());
            }
            empty &= line_plain.is_empty();
            whole.update(line_plain.as_bytes());
            let is_title = is_first && repeats(&title, &line_plain);
            if !is_title {
                body.add(&line_plain);
            }
            if !(is_title || is_first && title.is_empty() && may_be_headline(line)) {
                rest.add(&line_plain);
            }
        }
        if empty {
            // Nothing but boilerplate: then that counts.
            line_plain.clear();
            plain(&article.text, &mut line_plain);
            whole.update(line_plain.as_bytes());
        }
        let mut words = [0; 16];
        words.iter_mut().zip(whole.finalize()).for_each(|(to, from)| *to = from);
        let mut bodies: Vec<i64> = [body, rest].into_iter().filter_map(Body::hash).collect();
        bodies.dedup();
        Self {
            id: ids::article(&article.text),
            words,
            bodies,
            address: article.url.as_deref().and_then(address::key),
            bands: Shingles::of(&article.text).bands(),
        }
    }
}

/// A text without its title, line by line.
#[derive(Default)]
struct Body {
    hash: Sha256,
    bytes: usize,
}

impl Body {
    fn add(&mut self, line: &str) {
        self.hash.update(line.as_bytes());
        self.bytes += line.len();
    }

    /// Its hash, if it is long.
    fn hash(self) -> Option<i64> {
        let hash = self.hash.finalize();
        let first = hash.as_chunks::<8>().0.first()?;
        (self.bytes >= LONG).then(|| i64::from_le_bytes(*first))
    }
}

/// Whether a first line (both without white space) is the title, with or without the outlet's name behind it.
fn repeats(title: &str, line: &str) -> bool {
    let (title, line) = (title.to_lowercase(), line.to_lowercase());
    let rest = title.strip_prefix(&line);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['|', '-']))
}

/// Whether the first line of a text without a title may be its headline: a short one that ends no sentence.
fn may_be_headline(line: &str) -> bool {
    /// Bytes of the longest headline.
    const HEADLINE: usize = 200;
    line.len() <= HEADLINE
        && line.trim_end().ends_with(|c: char| c.is_alphanumeric() || matches!(c, '?' | '\'' | '’'))
}

/// Of the content words of the shorter text, the share that the longer has too, from which on two texts at one address
/// are versions of one article, and not two things that were there one after the other.
const LEAST_SHARED: f64 = 0.25;

/// Whether two texts at one address are versions of one article: their titles are the same, or they share enough words.
pub(crate) fn versions_of_one(one: &Article, other: &Article) -> bool {
    let title = |article: &Article| -> Option<String> {
        let mut title = String::new();
        plain(article.title.as_deref()?, &mut title);
        Some(title.to_lowercase()).filter(|title| !title.is_empty())
    };
    if title(one).is_some_and(|one| title(other).is_some_and(|other| one == other)) {
        return true;
    }
    let (one, other) = (content_words(&one.text), content_words(&other.text));
    let fewer = one.len().min(other.len());
    fewer > 0 && one.intersection(&other).count() as f64 >= LEAST_SHARED * fewer as f64
}

fn content_words(text: &str) -> HashSet<String> {
    let folded = fold(text);
    let all = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    all.filter(|word| !is_small(word)).map(str::to_owned).collect()
}

/// The words of a list of which some may be beginnings or parts only, with a mark: `(without the mark, with it)`.
fn marked(list: &'static str, mark: impl Fn(&str) -> Option<&str>) -> (Vec<String>, Vec<String>) {
    let (mut whole, mut part) = (Vec::new(), Vec::new());
    for line in lines(list) {
        match mark(line) {
            Some(rest) => part.push(rest.to_owned()),
            None => whole.push(line.to_owned()),
        }
    }
    (whole, part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn article(text: &str) -> Article {
        Article { text: text.to_owned(), ..Article::default() }
    }

    fn same(one: &str, other: &str) -> bool {
        Fingerprint::of(&article(one)).words == Fingerprint::of(&article(other)).words
    }

    #[test]
    fn white_space_and_boilerplate_do_not_count() {
        let text = "Querl bridge closed\n\n“It was time,” said Ada Okafor – and left.\nNobody else spoke.";
        for other in [
            "Querl bridge closed \n“It was\ttime,” said Ada Okafor – and left. Nobody else spoke.\n",
            "Querl bridge closed\n\"It was time,\" said Ada Okafor - and left.\n\nNobody else spoke.",
            "Querl bridge closed\n\n“It was time,” said Ada Okafor – and left.\nAdvertisement\nNobody else spoke.\n\n\
             © 2026 The Querl Post. All rights reserved.",
            "Share this article\n\nQuerl bridge closed\n\n“It was time,” said Ada Oka\u{ad}for – and left.\nNobody else \
             spoke.\nSign up for our newsletter: news from Querl every morning",
        ] {
            assert!(same(text, other), "{other}");
        }
        for other in [
            "Querl bridge closed\n\n“It was not time,” said Ada Okafor – and left.\nNobody else spoke.",
            "Querl bridge closed\n\n“It was time!” said Ada Okafor – and left.\nNobody else spoke.",
            "Querl bridge closed\n\n“It was time,” said Ada Okafor – and left.",
            "",
        ] {
            assert!(!same(text, other), "{other}");
        }
        assert!(
            !same("Advertisement", "Subscribe"),
            "where there is nothing but boilerplate, that is compared"
        );
    }

    #[test]
    fn a_title_counts_once() {
        let body = "“It was time,” said Ada Okafor.";
        let title = Some("Bridge  closed".to_owned());
        let with = Article { title: title.clone(), ..article(&format!("Bridge closed\n\n{body}")) };
        let without = Article { title, ..article(body) };
        assert_eq!(Fingerprint::of(&with).words, Fingerprint::of(&without).words);
        assert_eq!(Fingerprint::of(&with).words, Fingerprint::of(&article(&with.text)).words);
        let other = Article { title: Some("Bridge open".to_owned()), ..without.clone() };
        assert_ne!(Fingerprint::of(&other).words, Fingerprint::of(&without).words);
    }

    #[test]
    fn a_long_text_is_one_whatever_its_headline() {
        let long = "“It was time,” said Ada Okafor, who runs a bakery beside the bridge, and left the hall.\n\nNobody else \
                    spoke. The ministry had known of the cracks for two years, according to a report that was read out \
                    there, and had told neither the town nor those who cross the river every day, the town and its bakeries among them.";
        let other = format!("{}\n\nAdvertisement\n", long.replace("\n\n", "\n"));
        let titled = |title: &str, text: &str| Article { title: Some(title.to_owned()), ..article(text) };
        let shares = |one: &Article, other: &Article| {
            let (one, other) = (Fingerprint::of(one), Fingerprint::of(other));
            one.bodies.iter().any(|body| other.bodies.contains(body))
        };
        let first = titled("Bridge closed", long);
        for same in [
            titled("Anger at the Querl", &other),
            article(&other),
            article(&format!("Anger at the Querl\n{other}")),
            titled("Anger at the Querl | The Marn Times", &format!("Anger at the Querl\n\n{other}")),
        ] {
            assert!(shares(&first, &same), "{same:?}");
        }
        for unlike in [
            titled("Bridge closed", &long.replace("two", "three")),
            titled("Bridge closed", &format!("{long} She wept.")),
            titled("Bridge closed", &format!("Anger at the Querl\n\n{long}")),
        ] {
            assert!(!shares(&first, &unlike), "{unlike:?}");
        }
        let short = "“It was time,” said Ada Okafor.";
        assert!(Fingerprint::of(&titled("Bridge closed", short)).bodies.is_empty());
    }

    #[test]
    fn versions_have_something_to_do_with_each_other() {
        let first = article("The mayor said that the bridge was safe and that the reports were wrong.");
        let second =
            article("The mayor said that the bridge was closed. Reports of cracks had come on Monday.");
        let other = article("Our cook shows how to bake a plum cake with almonds and cream in an hour.");
        assert!(versions_of_one(&first, &second));
        assert!(!versions_of_one(&first, &other));
        let titled = |a: &Article| Article { title: Some("Querl LIVE".to_owned()), ..a.clone() };
        assert!(versions_of_one(&titled(&first), &titled(&other)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// Any text has a fingerprint, and more white space does not change it.
        #[test]
        fn white_space_never_counts(text in "(\\PC|[a-z ]|\n){0,200}", title in proptest::option::of("[a-z ]{0,12}")) {
            let one = Article { title, ..article(&text) };
            let spaced = Article { text: text.replace(' ', " \t ").replace('\n', "\n\n"), ..one.clone() };
            prop_assert_eq!(Fingerprint::of(&one).words, Fingerprint::of(&spaced).words);
        }
    }
}
