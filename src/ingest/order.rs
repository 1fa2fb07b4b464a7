//! The order in which files are read. It decides which of two undated versions of a page is the newer one, so a page that a
//! browser saved again comes after the one that it saved first: `pier.html`, `pier (1).html`, `pier (2).html`, `pier (10).html`.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Names as a person orders them: numbers by their value, a name before those that go on after it, the ending last.
pub(super) fn by_name(one: &OsStr, other: &OsStr) -> Ordering {
    let parted = |name: &OsStr| {
        let name = name.to_string_lossy();
        let (stem, ending) = parted(&name);
        (stem.to_owned(), ending.to_owned())
    };
    let ((stem, ending), (other_stem, other_ending)) = (parted(one), parted(other));
    natural(&stem, &other_stem).then_with(|| natural(&ending, &other_ending)).then_with(|| one.cmp(other))
}

/// Puts what a browser saved several times under one name into the order in which it did, among the places that these have;
/// nothing else moves. A shell lists `pier (1).html` before `pier.html`.
pub(super) fn saved_again_last<T: Clone>(all: &mut [T], path: impl Fn(&T) -> &Path) {
    let mut groups: HashMap<PathBuf, Vec<(u64, usize)>> = HashMap::new();
    for (at, item) in all.iter().enumerate() {
        if let Some((first, number)) = first_of(path(item)) {
            groups.entry(first).or_default().push((number, at));
        }
    }
    for mut group in groups.into_values().filter(|group| group.len() > 1) {
        let places: Vec<usize> = group.iter().map(|(_, at)| *at).collect();
        group.sort_unstable();
        let items: Vec<T> = group.iter().filter_map(|(_, at)| all.get(*at).cloned()).collect();
        for (at, item) in places.into_iter().zip(items) {
            if let Some(place) = all.get_mut(at) {
                *place = item;
            }
        }
    }
}

/// The name under which a file was saved first, and its number among those saved after it: `pier (2).html` → `pier.html`, 2.
fn first_of(path: &Path) -> Option<(PathBuf, u64)> {
    let name = path.file_name()?.to_str()?;
    let (stem, ending) = parted(name);
    let numbered =
        stem.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).and_then(|(first, number)| {
            let number = number.bytes().all(|b| b.is_ascii_digit()).then(|| number.parse().ok())??;
            Some((first.trim_end(), number)).filter(|(first, _)| !first.is_empty())
        });
    let (first, number) = numbered.unwrap_or((stem, 0));
    Some((path.with_file_name(format!("{first}{ending}")), number))
}

/// A name without its ending, and the ending with its dot.
fn parted(name: &str) -> (&str, &str) {
    match name.rfind('.').filter(|at| *at > 0) {
        Some(at) => name.split_at(at),
        None => (name, ""),
    }
}

/// Texts with numbers in them by the value of these.
fn natural(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (one, other);
    loop {
        let (a, b) = match (one.chars().next(), other.chars().next()) {
            (None, None) => return Ordering::Equal,
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some(a), Some(b)) => (a, b),
        };
        if a.is_ascii_digit() && b.is_ascii_digit() {
            let ((number, rest), (other_number, other_rest)) = (number(one), number(other));
            let order = number.len().cmp(&other_number.len()).then_with(|| number.cmp(other_number));
            if order != Ordering::Equal {
                return order;
            }
            (one, other) = (rest, other_rest);
        } else if a == b {
            let length = a.len_utf8();
            (one, other) = (one.get(length..).unwrap_or_default(), other.get(length..).unwrap_or_default());
        } else {
            return a.cmp(&b);
        }
    }
}

/// The number at the beginning, without leading noughts, and what follows.
fn number(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    (number.trim_start_matches('0'), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_by_their_value_and_what_was_saved_again_after_the_first() {
        let mut names = [
            "pier (10).html",
            "pier (2).html",
            "b 10.txt",
            "pier.html",
            "b 9.txt",
            "pier (1).html",
            "a",
            "b 010.txt",
            "pier-2.html",
            "a.txt",
        ];
        names.sort_by(|one, other| by_name(OsStr::new(one), OsStr::new(other)));
        assert_eq!(
            names,
            [
                "a",
                "a.txt",
                "b 9.txt",
                "b 010.txt",
                "b 10.txt",
                "pier.html",
                "pier (1).html",
                "pier (2).html",
                "pier (10).html",
                "pier-2.html",
            ]
        );
    }

    #[test]
    fn what_a_shell_lists_is_put_in_order_and_nothing_else_moves() {
        let mut all = ["z.html", "pier (1).html", "pier(12).html", "a.html", "pier.html", "in/pier (3).html"]
            .map(PathBuf::from);
        saved_again_last(&mut all, |path| path);
        assert_eq!(
            all,
            ["z.html", "pier.html", "pier (1).html", "a.html", "pier(12).html", "in/pier (3).html"]
                .map(PathBuf::from)
        );
        let mut other = ["(1).html", ".html", "x (a).html", "x.html"].map(PathBuf::from);
        let before = other.clone();
        saved_again_last(&mut other, |path| path);
        assert_eq!(other, before);
    }
}
