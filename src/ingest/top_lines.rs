//! Title, byline and day that stand as plain lines above an article, as a page prints them or somebody pasted them.

use super::date::{Order, first_date};
use super::html::split_byline;
use super::table;
use chrono::NaiveDate;

/// Lines that may stand above the article's words.
const MOST: usize = 6;
/// The longest of them, in words.
pub(super) const LONGEST: usize = 14;
/// The longest of them, in bytes.
const LONGEST_BYTES: usize = 300;
/// The longest line that is a day, in words.
const LONGEST_DAY: usize = 6;

/// What the lines above an article say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Above {
    pub(super) title: Option<String>,
    pub(super) date: Option<NaiveDate>,
    pub(super) authors: Vec<String>,
}

/// Reads the lines above the first one that is long or ends a sentence. The first of them is the title only where a byline or a day
/// stands below it: without these, nothing tells it from text.
pub(super) fn find(text: &str) -> Above {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_short = |line: &&str| {
        line.len() <= LONGEST_BYTES
            && line.split_whitespace().count() <= LONGEST
            && !line.ends_with(['.', '”', '"', ':'])
    };
    let top: Vec<&str> = lines.by_ref().take_while(is_short).take(MOST + 1).collect();
    let [title, below @ ..] = top.as_slice() else { return Above::default() };
    if top.len() > MOST || lines.next().is_none() && !ends_in_words(text) {
        return Above::default();
    }
    let authors = below.iter().find_map(|line| byline(line)).unwrap_or_default();
    let days: Vec<&str> =
        below.iter().copied().filter(|line| is_day(line) || byline(line).is_some()).collect();
    let date = day(&days);
    let is_title = (date.is_some() || !authors.is_empty())
        && title.split(' ').count() >= 2
        && byline(title).is_none()
        && !is_day(title)
        // What begins as a header does, and is none, is no headline.
        && title.split_once(':').is_none_or(|(key, _)| table::usual(key.trim()).is_none());
    Above { title: is_title.then(|| (*title).to_owned()), date, authors }
}

/// Whether the last line is long or ends a sentence.
fn ends_in_words(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', '”', '"'])
        || text.lines().next_back().is_some_and(|line| line.split_whitespace().count() > LONGEST)
}

/// Whether a line is a day and hardly more: `Friday, 19 December 2025`, `Published: 19 December 2025 10:15`.
fn is_day(line: &str) -> bool {
    let Some((at, _)) = first_date(line, Order::Unknown) else { return false };
    let before = line.get(..at).unwrap_or_default().trim();
    let leads = before.ends_with([',', ':', '|', '·', '–', '—']) || before.split_whitespace().count() <= 1;
    leads && line.split_whitespace().count() <= LONGEST_DAY
}

/// The names in a line "By Ada Berg and Bo Ek".
pub(super) fn byline(line: &str) -> Option<Vec<String>> {
    let rest =
        line.strip_prefix("By ").or_else(|| line.strip_prefix("BY ")).or_else(|| line.strip_prefix("by "))?;
    // What follows a bar or a dot in the middle is the day or the outlet.
    let names = rest.split(['|', '·', '•', '—']).next()?.trim();
    let is_name = |word: &str| word.chars().next().is_some_and(char::is_uppercase) || word == "and";
    let are_names = names.split([' ', ',']).filter(|w| !w.is_empty()).all(is_name);
    (are_names && !names.is_empty() && names.split(' ').count() >= 2).then(|| split_byline(names))
}

/// The day that one of the lines gives; none where two of them give different ones.
pub(super) fn day(lines: &[&str]) -> Option<NaiveDate> {
    let is_change = |line: &&&str| {
        let line = line.to_lowercase();
        !["updated", "modified", "printed", "accessed", "copyright", "©"]
            .iter()
            .any(|word| line.contains(word))
    };
    let mut days: Vec<NaiveDate> = lines
        .iter()
        .filter(is_change)
        .filter_map(|line| first_date(line, Order::Unknown))
        .map(|(_, day)| day)
        .collect();
    days.dedup();
    match days.as_slice() {
        [day] => Some(*day),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "The council met for nine hours on 3 March 2026, in a hall that was built for weddings, and nobody had slept.";

    fn above(lines: &str) -> (String, String, String) {
        let Above { title, date, authors } = find(&format!("{lines}\n\n{BODY}\n\nIt rained.\n"));
        let day = date.map(|day| day.to_string()).unwrap_or_default();
        (title.unwrap_or_default(), day, authors.join("; "))
    }

    #[test]
    fn lines_above_an_article_say_what_it_is() {
        for (lines, title, day, authors) in [
            (
                "Talks stall\nBy Ada Berg\nThe Lund Post\n19 December 2025",
                "Talks stall",
                "2025-12-19",
                "Ada Berg",
            ),
            (
                "Talks stall\n\nBy Ada Berg and Bo Ek | Friday, 19 December 2025",
                "Talks stall",
                "2025-12-19",
                "Ada Berg; Bo Ek",
            ),
            ("Talks stall\nPublished: December 19, 2025 at 10:15", "Talks stall", "2025-12-19", ""),
            ("By Ada Berg\n19 December 2025", "", "2025-12-19", ""),
            ("Talks stall\nUpdated 19 December 2025", "", "", ""),
            ("Talks stall\nVote due on 3 March 2026", "", "", ""),
            ("Talks stall\nThe offer", "", "", ""),
            ("title: Talks stall\ndate: 2025-12-19", "", "2025-12-19", ""),
            ("Talks stall\nBy the end nobody came", "", "", ""),
            ("a b\nc\nd\ne\nf\ng\nBy Ada Berg", "", "", ""),
            ("She left.\nBy Ada Berg", "", "", ""),
        ] {
            let expected = (title.to_owned(), day.to_owned(), authors.to_owned());
            assert_eq!(above(lines), expected, "{lines}");
        }
        for text in ["", "\n", "Talks stall", "Talks stall\nBy Ada Berg"] {
            assert_eq!(find(text), Above::default(), "{text}");
        }
    }

    #[test]
    fn no_day_rather_than_a_wrong_one() {
        for lines in
            [["Printed 3 March 2026", "x"], ["Updated: 3 March 2026", "x"], ["3 March 2026", "4 March 2026"]]
        {
            assert_eq!(day(&lines), None);
        }
    }

    #[test]
    fn bylines_are_names() {
        assert_eq!(byline("By the time she left"), None);
        assert_eq!(byline("By Ada Berg"), Some(vec!["Ada Berg".to_owned()]));
    }
}
