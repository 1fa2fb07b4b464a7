//! Texts at one address of which one is a part of another: a feed's summary, what stands before a wall, a page that was cut
//! off. Such a shorter copy says nothing of how the article changed, whenever it was read.

use super::shingles::Shingles;
use super::{kept_lines, marked, plain, repeats};
use crate::article::Article;
use crate::store::names::fold;
use std::sync::LazyLock;

/// Words of a run that is looked for in the fuller text.
const RUN: usize = 5;
/// A shorter copy has no more runs than this share of the fuller text's, in tenths.
const SHORTER: usize = 6;
/// One in so many of its runs may stand elsewhere (half a word before an ellipsis, a changed word), but no whole sentence:
/// a correction is one.
const FEW: usize = 10;
const SENTENCE: usize = 20;

/// How the last paragraph of a text that was cut off begins, and how it ends.
static CUT_OFF: LazyLock<(Vec<String>, Vec<String>)> =
    LazyLock::new(|| marked(include_str!("data/cut-off.txt"), |line| line.strip_prefix("… ")));

/// A text at an address, as it is compared with the others there.
pub(crate) struct Telling {
    /// The article.
    pub(crate) article: Article,
    /// The day that it gives itself.
    day: Option<String>,
    /// Whether its reader said that it stands in the article's place: a summary, a wall.
    stands_in: bool,
    is_cut_off: bool,
    /// How many runs of words it has without its headline.
    runs: usize,
    own: Shingles,
    /// The runs of its headline, too.
    with_title: Shingles,
}

impl Telling {
    /// Reads a text; `day` is the one that it gives itself, `stands_in` whether its reader said that it stands in the article's place.
    pub(crate) fn new(article: Article, day: Option<String>, stands_in: bool) -> Self {
        let mut title = String::new();
        plain(article.title.as_deref().unwrap_or(""), &mut title);
        let is_title = |line: &&str| {
            let mut bare = String::new();
            plain(line, &mut bare);
            repeats(&title, &bare)
        };
        let last = article.text.lines().rfind(|line| !line.trim().is_empty());
        let before_cut = last.and_then(before_cut);
        let is_cut_off = before_cut.is_some();
        // What leads to the rest is no part of the text, and the headline may stand above it or not.
        let mut kept = kept_lines(&article.text).peekable();
        let _ = kept.next_if(is_title);
        let mut kept: Vec<&str> = kept.collect();
        if let Some(before) = &before_cut {
            let _ = kept.pop_if(|line| last == Some(*line));
            kept.push(before);
        }
        let own = Shingles::runs(kept.iter().copied(), RUN);
        let runs = own.len();
        let title = article.title.as_deref().into_iter();
        let with_title = Shingles::runs(title.chain(kept.iter().copied()), RUN).sorted();
        let own = own.sorted();
        Self { article, day, stands_in, is_cut_off, runs, own, with_title }
    }

    /// Whether this text is a shorter copy of the other: it stands in its place, or it is shorter by much and holds nearly nothing
    /// else. One of a later day is an edit that cut the article, unless it says that there is more.
    pub(crate) fn is_shorter_copy_of(&self, fuller: &Self) -> bool {
        if self.stands_in != fuller.stands_in {
            return self.stands_in;
        }
        let is_later = self.day.as_ref().zip(fuller.day.as_ref()).is_some_and(|(own, other)| own > other);
        (self.is_cut_off || !is_later) && self.runs * 10 <= fuller.runs * SHORTER && self.is_part_of(fuller)
    }

    fn is_part_of(&self, fuller: &Self) -> bool {
        let runs = self.own.len();
        if runs > 0 {
            let may_miss = (runs / FEW).clamp(1, SENTENCE).min(runs - 1);
            return self.own.found_in(&fuller.with_title) + may_miss >= runs;
        }
        let bare = |text: &str| {
            let mut bare = String::new();
            plain(text, &mut bare);
            bare.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
        };
        bare(&fuller.article.text).contains(&bare(&self.article.text))
    }
}

/// If the last paragraph of a text says that there is more, elsewhere: its words before that, in lower case.
fn before_cut(line: &str) -> Option<String> {
    let folded = fold(line).replace('’', "'");
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let (begins, ends) = &*CUT_OFF;
    let is_between = |c: char| !c.is_alphanumeric();
    let leads = |begin: &String| {
        bare.strip_prefix(begin.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(is_between))
    };
    if begins.iter().any(leads) {
        return Some(String::new());
    }
    let before = ends.iter().filter_map(|end| bare.strip_suffix(end.as_str()));
    if let Some(before) = before
        .filter(|before| before.is_empty() || before.ends_with(is_between))
        .min_by_key(|before| before.len())
    {
        return Some(before.to_owned());
    }
    let end = line.trim_end().trim_end_matches([']', ')', '}', '»', '>', ' ']);
    (end.ends_with('…') || end.ends_with("...")).then(|| folded.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "The transport minister has refused to publish a review of the ferry contract, prompting accusations of \
        a cover-up from opposition parties.\n“There is nothing to hide, and nothing will be hidden,” Fergus Adair told members on \
        Tuesday. “But confidentiality is not a matter of choice.”\nMoira Kincaid said that the refusal was a cover-up in plain sight, \
        and accused him of misleading parliament over when he first saw the document.\nThe owner of the yard said it had co-operated \
        fully and would not comment further. An inquiry will report in March, said a spokesman for the auditor general.";

    fn telling(text: &str, day: Option<&str>) -> Telling {
        let title = Some("Ferry contract row deepens".to_owned());
        let article = Article { title, text: text.to_owned(), ..Article::default() };
        Telling::new(article, day.map(str::to_owned), false)
    }

    fn half() -> &'static str {
        ARTICLE.match_indices('\n').nth(1).map_or("", |(at, _)| &ARTICLE[..=at])
    }

    #[test]
    fn a_beginning_a_summary_and_a_cut_are_shorter_copies() {
        let fuller = telling(ARTICLE, Some("2026-01-05"));
        for text in [
            half().to_owned(),
            format!("Ferry contract row deepens\n{}", half()),
            format!("{}Subscribe to read the rest of this article.", half()),
            "The transport minister has refused to publish a review of the ferry contract, prompting accus…"
                .to_owned(),
            "The transport minister has refused to publish a review of the ferry contract [...]".to_owned(),
            "The transport minister…".to_owned(),
        ] {
            for day in [None, Some("2026-01-05"), Some("2026-01-04")] {
                let part = telling(&text, day);
                assert!(part.is_shorter_copy_of(&fuller), "{text} {day:?}");
                assert!(!fuller.is_shorter_copy_of(&part), "{text} {day:?}");
            }
        }
        assert!(telling(half(), Some("2026-01-06")).is_shorter_copy_of(&telling(ARTICLE, None)));
    }

    #[test]
    fn a_cut_of_a_later_day_is_an_edit_unless_it_says_that_there_is_more() {
        let fuller = telling(ARTICLE, Some("2026-01-05"));
        let later = |end: &str| telling(&format!("{}{end}", half().trim_end()), Some("2026-01-06"));
        for end in ["", "\nSubscribe to our newsletter for more", "\n“I will read more,” she said."] {
            assert!(!later(end).is_shorter_copy_of(&fuller), "{end}");
        }
        for end in [
            "…",
            " [...]",
            "\nRead more",
            "\nSubscribe to read the rest of this article.",
            "\nContinue reading…",
            " Read more »",
        ] {
            assert!(later(end).is_shorter_copy_of(&fuller), "{end}");
        }
    }

    #[test]
    fn what_says_something_else_or_lacks_little_is_none() {
        let fuller = telling(ARTICLE, Some("2026-01-05"));
        let most = ARTICLE.rsplit_once('\n').map_or("", |(most, _)| most);
        let corrected = format!(
            "{}Correction: an earlier version of this article said that the review had been lost, which the ministry denied on \
             Friday, and named the wrong minister in its third paragraph.",
            half()
        );
        for text in [
            ARTICLE,
            most,
            &corrected,
            "Members shouted at the minister on Tuesday as he left the chamber without a word about the ferries.",
        ] {
            assert!(!telling(text, None).is_shorter_copy_of(&fuller), "{text}");
        }
    }

    #[test]
    fn what_stands_in_the_articles_place_is_one_whatever_it_says_and_when() {
        let fuller = telling(half(), Some("2026-01-05"));
        let summary = |text: &str| Telling { stands_in: true, ..telling(text, Some("2026-01-09")) };
        for text in ["A row over ferries has grown, and nobody wants to have seen the papers.", ARTICLE] {
            assert!(summary(text).is_shorter_copy_of(&fuller), "{text}");
            assert!(!fuller.is_shorter_copy_of(&summary(text)), "{text}");
        }
        // Two summaries are compared as two texts are.
        assert!(
            !summary("Members shouted at him.")
                .is_shorter_copy_of(&summary("He left without a word, members said."))
        );
    }

    #[test]
    fn scripts_without_spaces_are_compared_letter_by_letter() {
        let text = "警察は月曜日、橋の閉鎖をめぐり市長から事情を聴いた。市長は「何も隠していない」と述べた。野党は辞任を求めている。報告書は三月に公表される見通しだ。";
        let part = "警察は月曜日、橋の閉鎖をめぐり市長から事情を聴いた。市長は「何も隠し…";
        assert!(telling(part, None).is_shorter_copy_of(&telling(text, None)));
        assert!(
            !telling("市長は火曜日に辞任し、後任は四月に選ばれる。", None)
                .is_shorter_copy_of(&telling(text, None))
        );
    }
}
