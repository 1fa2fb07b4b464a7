//! Names of persons, as they are compared with others of the same block: can they be forms of one name, and how do they
//! differ?

use crate::lists::{lines, rows};
use crate::store::names::{fold, is_particle, is_suffix};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Nickname → the first name that it stands for, both folded. The same table that reads names within an article.
static NICKNAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut table = HashMap::new();
    for line in lines(include_str!("../../speakers/data/nicknames.tsv")) {
        let mut cells = line.split('\t');
        let full = fold(cells.next().unwrap_or(""));
        for short in cells.next().unwrap_or("").split('|').map(fold).filter(|s| !s.is_empty()) {
            table.entry(short).or_insert_with(|| full.clone());
        }
    }
    table
});

static LETTERS: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let mut table: Vec<(&str, &str)> =
        rows::<2>(include_str!("../data/transliterations.tsv")).map(|[from, to]| (from, to)).collect();
    table.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
    table
});

/// The fewest consonants by which a word is known without its vowels.
const LEAST_CONSONANTS: usize = 3;

/// The fewest letters of a first name that may be spelt with other vowels, if it has fewer consonants than that.
const LEAST_LETTERS: usize = 6;

/// A word as it sounds, roughly: what "gaddafi", "qadhafi" and "kadafi" have in common. Short words keep their vowels,
/// so that "Li" and "Lee" stay apart.
///
/// ```
/// use onrecord::store::identity::skeleton;
/// assert_eq!(skeleton("gaddafi"), skeleton("qadhafi"));
/// assert_eq!(skeleton("mohammed"), skeleton("muhamad"));
/// assert_ne!(skeleton("lee"), skeleton("li"));
/// ```
pub fn skeleton(word: &str) -> String {
    let sounds = sounds(word);
    let bare = without_vowels(&sounds);
    let consonants = bare.chars().filter(|c| !is_vowel(*c)).count();
    if consonants < LEAST_CONSONANTS { sounds } else { bare }
}

/// A word in letters that say how it sounds, none twice in a row.
fn sounds(word: &str) -> String {
    let mut sounds = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let rule = LETTERS.iter().find(|(from, _)| rest.starts_with(from));
        let (to, length) = match rule {
            Some((from, to)) => (*to, from.len()),
            None => (rest.get(..c.len_utf8()).unwrap_or(""), c.len_utf8()),
        };
        for c in to.chars() {
            if !sounds.ends_with(c) {
                sounds.push(c);
            }
        }
        rest = rest.get(length..).unwrap_or("");
    }
    sounds
}

/// A word as it sounds, with one sign for all vowels that stand together.
fn shape(word: &str) -> String {
    let mut shape = String::new();
    for c in sounds(word).chars() {
        let c = if is_vowel(c) { '·' } else { c };
        if !shape.ends_with(c) {
            shape.push(c);
        }
    }
    shape
}

/// "Amin" is not "Man": a vowel at the beginning stays.
fn without_vowels(sounds: &str) -> String {
    let mut bare = String::new();
    for (at, c) in sounds.chars().enumerate() {
        if (at == 0 || !is_vowel(c)) && !bare.ends_with(c) {
            bare.push(c);
        }
    }
    bare
}

const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// The parts of a normalised full name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) first: String,
    middles: Vec<String>,
    pub(super) surname: String,
    suffix: Option<String>,
}

/// How two names of one block differ, if they can be forms of one name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// One has a middle name that the other lacks.
    pub(super) middle: bool,
    /// The first names stand for one another: Bob, Robert.
    pub(super) nickname: bool,
    /// One has an initial where the other has a first name.
    pub(super) initial: bool,
    /// First name or surname are spelt differently.
    pub(super) spelling: bool,
    /// The surnames have vowels in other places, too: "Bratton", "Burton".
    pub(super) loose: bool,
    /// One has "Jr." or the like: father and son, as a rule.
    pub(super) suffix: bool,
    /// Whatever they look like: the list of office-holders has both as forms of one name.
    pub(super) listed: bool,
}

impl Parts {
    pub(super) fn new(normal: &str) -> Self {
        let mut tokens: Vec<&str> = normal.split(' ').collect();
        let has_suffix = tokens.len() > 1 && tokens.last().is_some_and(|t| is_suffix(t));
        let suffix = if has_suffix { tokens.pop().map(str::to_owned) } else { None };
        let surname = tokens.pop().unwrap_or("").to_owned();
        let mut names = tokens.into_iter().filter(|t| !is_particle(t)).map(str::to_owned);
        Self { first: names.next().unwrap_or_default(), middles: names.collect(), surname, suffix }
    }

    /// What names that may be one have in common: the consonants of the first name, nicknames spelt out.
    pub(super) fn key(&self) -> String {
        without_vowels(&first_skeleton(&self.first))
    }

    /// The initial of the first middle name.
    pub(super) fn initial(&self) -> Option<char> {
        self.middles.first().and_then(|middle| middle.chars().next())
    }

    pub(super) fn has_initial(&self) -> bool {
        is_initial(&self.first)
    }

    /// How the names differ; `None` where they cannot be one.
    pub(super) fn difference(&self, other: &Parts) -> Option<Difference> {
        let mut difference = Difference {
            suffix: self.suffix != other.suffix,
            spelling: self.surname != other.surname,
            loose: shape(&self.surname) != shape(&other.surname),
            ..Difference::default()
        };
        if self.suffix.is_some() && other.suffix.is_some() && difference.suffix {
            return None;
        }
        let (a, b) = (self.first.as_str(), other.first.as_str());
        if a == b {
        } else if is_initial(a) || is_initial(b) {
            let (initial, full) = if is_initial(a) { (a, b) } else { (b, a) };
            if !full.starts_with(initial) {
                return None;
            }
            difference.initial = true;
        } else if full_first(a) == full_first(b) {
            difference.nickname = true;
        } else if self.key() == other.key() && may_be_spellings(a, b) {
            difference.spelling = true;
        } else {
            return None;
        }
        let (short, long) = if self.middles.len() <= other.middles.len() {
            (&self.middles, &other.middles)
        } else {
            (&other.middles, &self.middles)
        };
        let mut rest = long.iter();
        let fits = |one: &String, other: &String| {
            one == other
                || is_initial(one) && other.starts_with(one.as_str())
                || is_initial(other) && one.starts_with(other.as_str())
                || skeleton(one) == skeleton(other)
        };
        if !short.iter().all(|middle| rest.any(|other| fits(middle, other))) {
            return None;
        }
        difference.middle = short != long;
        Some(difference)
    }
}

/// Whether first names with the same consonants may be one: "Moammar" and "Muammar", but not "Maria" and "Mario".
fn may_be_spellings(one: &str, other: &str) -> bool {
    first_skeleton(one) == first_skeleton(other)
        || one.len().min(other.len()) >= LEAST_LETTERS && one.chars().last() == other.chars().last()
}

/// A first name as it sounds, nicknames spelt out: "Yevgeny" is "Evgeniy".
fn first_skeleton(first: &str) -> String {
    let first = full_first(first);
    let soft = first.strip_prefix('y').filter(|rest| rest.starts_with('e'));
    skeleton(soft.unwrap_or(first))
}

/// The names, as they are compared, by which somebody may stand elsewhere: the family name first or last ("wang xiaoming",
/// "xiaoming wang"), and without a second surname ("maria fernandez ortuno", "maria fernandez"; "luis moreno del rio", "luis moreno").
pub(crate) fn other_orders(normal: &str) -> Vec<String> {
    let tokens: Vec<&str> = normal.split(' ').collect();
    let has_suffix = tokens.last().is_some_and(|token| is_suffix(token));
    let (Some((first, behind)), Some((last, before))) = (tokens.split_first(), tokens.split_last()) else {
        return Vec::new();
    };
    if tokens.len() < 2 || has_suffix || tokens.iter().any(|token| is_initial(token)) {
        return Vec::new();
    }
    let mut others = vec![format!("{} {first}", behind.join(" ")), format!("{last} {}", before.join(" "))];
    // "luis moreno del rio" is "luis moreno", but "anna van berg" no "anna".
    let particles = before.iter().rev().take_while(|token| is_particle(token)).count();
    let shorter = &before[..before.len() - particles];
    if shorter.len() > 1 {
        others.push(shorter.join(" "));
    }
    others.dedup();
    others.retain(|other| other != normal);
    others
}

fn full_first(first: &str) -> &str {
    NICKNAMES.get(first).map_or(first, String::as_str)
}

fn is_initial(word: &str) -> bool {
    word.chars().count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(one: &str, other: &str) -> Option<String> {
        let difference = Parts::new(one).difference(&Parts::new(other))?;
        assert_eq!(Some(difference), Parts::new(other).difference(&Parts::new(one)), "either way");
        let Difference { middle, nickname, initial, spelling, loose, suffix, .. } = difference;
        let all = [
            (middle, "middle"),
            (nickname, "nickname"),
            (initial, "initial"),
            (spelling, "spelling"),
            (loose, "loose"),
            (suffix, "suffix"),
        ];
        Some(all.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn forms_of_one_name() {
        for (one, other, how) in [
            ("ada okafor", "ada ngozi okafor", "middle"),
            ("ada n okafor", "ada ngozi okafor", "middle"),
            ("robert carver", "bob carver", "nickname"),
            ("bob carver", "bobby carver", "nickname"),
            ("j k marlow", "joanna kate marlow", "middle initial"),
            ("muammar gaddafi", "moammar qadhafi", "spelling"),
            ("sergei lavrin", "sergey lavrin", "spelling"),
            ("yevgeny lavrin", "evgeniy lavrin", "spelling"),
            ("donald hale", "donald hale jr", "suffix"),
            ("anna van der berg", "anna berg", ""),
            ("bill bratton", "bill burton", "spelling loose"),
        ] {
            assert_eq!(difference(one, other).as_deref(), Some(how), "{one} / {other}");
        }
        for (one, other) in [
            ("ada okafor", "ben okafor"),
            ("ada ngozi okafor", "ada ife okafor"),
            ("j marlow", "kate marlow"),
            ("donald hale jr", "donald hale sr"),
            ("john carver", "jane carver"),
            ("li wei", "lee wei"),
            ("maria carver", "mario carver"),
        ] {
            assert_eq!(difference(one, other), None, "{one} / {other}");
        }
    }

    #[test]
    fn names_in_another_order() {
        for (name, others) in [
            ("wang xiaoming", &["xiaoming wang"][..]),
            ("ferenc nagy", &["nagy ferenc"]),
            ("kim jong un", &["jong un kim", "un kim jong", "kim jong"]),
            (
                "maria fernandez ortuno",
                &["fernandez ortuno maria", "ortuno maria fernandez", "maria fernandez"],
            ),
            ("anna van berg", &["van berg anna", "berg anna van"]),
            ("luis moreno del rio", &["moreno del rio luis", "rio luis moreno del", "luis moreno"]),
            ("donald hale jr", &[]),
            ("j okafor", &[]),
            ("okafor", &[]),
            ("", &[]),
        ] {
            assert_eq!(other_orders(name), others, "{name}");
        }
    }

    #[test]
    fn surnames_as_they_sound() {
        for (one, other) in
            [("zelensky", "zelenskyy"), ("khatami", "katami"), ("assad", "asad"), ("yeltsin", "ieltsin")]
        {
            assert_eq!(skeleton(one), skeleton(other), "{one} / {other}");
        }
        for (one, other) in [("smith", "jones"), ("bush", "bass"), ("li", "lu"), ("amin", "man")] {
            assert_ne!(skeleton(one), skeleton(other), "{one} / {other}");
        }
        assert_eq!(skeleton(""), "");
        assert_eq!(skeleton("習近平"), "習近平");
    }
}
