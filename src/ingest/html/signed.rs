//! Lines above an article's first paragraph that say who wrote it and when, and nothing else: they are its authors and its
//! day, not its words.

use super::authors;
use super::parts::Part;
use super::printed;

/// Words of the longest.
const MOST: u32 = 14;

/// Lines without such.
pub fn without<'p>(lines: &[&'p Part], authors: &[String]) -> Vec<&'p Part> {
    let first = lines.iter().position(|part| part.is_long()).unwrap_or(0);
    let (above, article) = lines.split_at(first);
    let left = above.iter().filter(|part| !is_one(part, authors));
    left.chain(article).copied().collect()
}

fn is_one(part: &Part, authors: &[String]) -> bool {
    part.words <= MOST && (printed::is_day(&part.text) || authors::is_byline(&part.text, authors))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(line: &str) -> bool {
        is_one(
            &Part { words: super::super::parts::count_words(line), text: line.to_owned(), ..Part::default() },
            &["Ada Berg".to_owned(), "Bo Ek".to_owned()],
        )
    }

    #[test]
    fn who_wrote_it_and_when() {
        for line in [
            "By Ada Berg",
            "Ada Berg and Bo Ek",
            "BY ADA BERG",
            "By Ada Berg, Staff Writer",
            "October 13, 2025",
            "Mon 13 Oct 2025 17.40 BST",
            "Published: 13 October 2025, 5:40 p.m.",
            "Updated on October 13, 2025 at 5:40 pm EDT",
            "By Ada Berg | October 13, 2025",
        ] {
            assert!(is(line), "{line}");
        }
        for line in [
            "Ada Berg says no",
            "Ada Berg: “No”",
            "By Ada Berg’s account the council met for nine hours",
            "The council met on October 13, 2025",
            "October 13, 2025: the council meets",
            "Lund",
            "13 October 2025 was a Monday.",
            "Cy Falk",
        ] {
            assert!(!is(line), "{line}");
        }
    }
}
