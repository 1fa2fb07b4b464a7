//! Where a content begins and ends: the tagger's words, with the quotation marks that belong to them.

use crate::span::Span;
use crate::text::{Document, Quoted};
use std::ops::Range;

/// The bytes of a content: its words, the mark that opens a quotation before its first word, and what stands between its
/// last word and the mark that closes its quotation ("…, she said" keeps the comma inside the marks).
pub fn with_marks(document: &Document<'_>, tokens: &Range<usize>) -> Span {
    let all = &document.tokens;
    let mut range = tokens.clone();
    let last = &all[range.end - 1];
    if last.quoted.is_inside() {
        let mut end = range.end;
        while all.get(end).is_some_and(|t| t.is_mark && t.quoted.is_inside() && t.paragraph == last.paragraph)
        {
            end += 1;
        }
        while all.get(end).is_some_and(|t| t.quoted == Quoted::Close && t.paragraph == last.paragraph) {
            end += 1;
            range.end = end;
        }
        let at_paragraph_end = all.get(end).is_none_or(|t| t.paragraph != last.paragraph);
        if last.quoted == Quoted::InsideUnclosed && at_paragraph_end {
            range.end = end;
        }
    }
    let first = &all[range.start];
    let opens = |q: Quoted| matches!(q, Quoted::Open | Quoted::OpenUnclosed);
    let closes_within = all[range.clone()].iter().any(|t| t.quoted == Quoted::Close)
        || first.quoted == Quoted::InsideUnclosed;
    while closes_within
        && range.start > 0
        && opens(all[range.start - 1].quoted)
        && all[range.start - 1].paragraph == first.paragraph
    {
        range.start -= 1;
    }
    Span::new(all[range.start].span.start, all[range.end - 1].span.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::text;

    fn widened<'a>(page: &'a str, words: &str) -> &'a str {
        let article = Article { text: page.to_owned(), ..Article::default() };
        let document = text::read(&article);
        let start = page.find(words).unwrap();
        let first = document.tokens.iter().position(|t| t.span.start == start).unwrap();
        let last = document.tokens.iter().position(|t| t.span.end == start + words.len()).unwrap();
        with_marks(&document, &(first..last + 1)).of(page)
    }

    #[test]
    fn a_content_takes_the_marks_that_are_its_own() {
        assert_eq!(widened("“Yes, we did,” he said.", "Yes, we did"), "“Yes, we did,”");
        assert_eq!(widened("He called it “a mess.”", "it “a mess"), "it “a mess.”");
        assert_eq!(
            widened("He said it was late, “too late” for all.", "it was late, “too late” for all"),
            "it was late, “too late” for all"
        );
        assert_eq!(widened("He accused them of lies, she said.", "lies"), "lies");
        assert_eq!(widened("“We waited.\n“Nobody came.”", "We waited"), "“We waited.");
        assert_eq!(widened("“I am, he said, tired.”", "I am"), "I am");
    }
}
