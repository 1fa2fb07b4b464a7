//! Markup in fields that should hold plain words: content systems hand out the piece of a page that they keep.

use super::blocks::{self, BLOCKS, is_in};
use super::xml::letters_of;
use crate::article::MarkedText;

/// Elements within a line with which such pieces begin, too.
const INLINE: &str = " a abbr b cite em figure font i img mark small span strong sub sup time u ";
/// What such a piece holds further down, where it begins with one of those.
const BREAKS: [&str; 5] = ["<p>", "</p>", "<br", "</div>", "</li>"];
/// The longest title or name in which they are looked for, in bytes.
const LONGEST: usize = 4096;
/// The longest name of a letter.
const LONGEST_NAME: usize = 32;

/// The words of a text that is a piece of a page; `None` where it is plain.
pub(super) fn words(text: &str) -> Option<Result<MarkedText, String>> {
    let name = text.trim_start().strip_prefix('<')?;
    let end = name.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (name, after) = name.split_at(end);
    let is_tag = after.starts_with(['>', '/']) || after.starts_with(char::is_whitespace);
    let name = name.to_ascii_lowercase();
    let is_piece = is_in(BLOCKS, &name)
        || is_in(INLINE, &name) && {
            let lower = text.to_ascii_lowercase();
            BREAKS.iter().any(|tag| lower.contains(tag))
        };
    (is_tag && is_piece).then(|| blocks::lines(text))
}

/// Whether a text is a whole page.
pub(super) fn is_page(text: &str) -> bool {
    let start = text.trim_start();
    let begins = |with: &str| start.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    begins("<!doctype html") || begins("<html")
}

/// A title or a name with the letters that stand for themselves: `Talks &#8211; stall`.
pub(super) fn plain(words: String) -> String {
    if words.len() > LONGEST || !words.contains('&') {
        return words;
    }
    let mut out = String::with_capacity(words.len());
    let mut rest = words.as_str();
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let end = after.bytes().take(LONGEST_NAME + 1).position(|byte| byte == b';');
        let name = end.and_then(|end| after.get(..end)).filter(|name| {
            let bare = name.strip_prefix('#').unwrap_or(name);
            !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        rest = match name
            .and_then(|name| Some((name, letters_of(name).filter(|letters| !letters.is_empty())?)))
        {
            Some((name, letters)) => {
                out.push_str(&letters);
                after.get(name.len() + 1..).unwrap_or_default()
            }
            None => {
                out.push('&');
                after
            }
        };
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{is_page, plain, words};

    #[test]
    fn pieces_of_pages_keep_their_paragraphs() {
        for (text, expected) in [
            ("<p>It rained.</p><p>R&amp;D &ldquo;No&rdquo;</p>", Some("It rained.\nR&D “No”")),
            (" <DIV class=x>It rained.<br/>All day.</DIV>", Some("It rained.\nAll day.")),
            ("<strong>LUND</strong> — It rained.<br><br>All day.", Some("LUND — It rained.\nAll day.")),
            ("<b>It</b> rained.", None),
            ("<pause> She said no.</p>", None),
            ("< 5 % came.<p>", None),
            ("It rained.<p>All day.", None),
            ("<", None),
            ("<p", None),
            ("", None),
        ] {
            let found = words(text).map(|words| words.unwrap().text);
            assert_eq!(found.as_deref(), expected, "{text}");
        }
        assert!(
            is_page("\n<!DOCTYPE html><p>")
                && is_page("<HTML lang=en>")
                && !is_page("<p>")
                && !is_page("“<h")
        );
    }

    #[test]
    fn letters_by_their_names() {
        for (written, expected) in [
            ("Talks &#8211; stall", "Talks – stall"),
            ("R&amp;D &#x2019;s &eacute;lan", "R&D ’s élan"),
            ("R&D; & more &nothing; &", "R&D; & more &nothing; &"),
            ("&amp;lt;", "&lt;"),
            ("&&&#;&;", "&&&#;&;"),
        ] {
            assert_eq!(plain(written.to_owned()), expected);
        }
    }
}
