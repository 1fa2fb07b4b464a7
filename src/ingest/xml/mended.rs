//! XML that is not well-formed → XML that is, with nothing lost: what feeds hold is often pasted together. Read once from left to
//! right, in time that grows with the length; no entity is replaced but the names of HTML, and what a document declares is dropped.

use super::{DEEPEST, begins_name, letters_of};
use quick_xml::escape::escape;

/// A document put right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) struct Mended {
    /// What it is now.
    pub(in crate::ingest) text: String,
    /// Whether markup stood where words should, and was made words.
    pub(in crate::ingest) has_markup: bool,
}

/// Puts a document right: a bare `&` or `<` is one, HTML's names of letters are the letters, an element ends where one around it
/// does, an end without a beginning is left out. `is_words`: whether what begins with this tag holds words only, so that tags in it
/// are some of these.
pub(in crate::ingest) fn mended(text: &str, is_words: fn(&str) -> bool) -> Result<Mended, String> {
    let mut mender =
        Mender { is_words, mended: Mended::default(), open: Vec::new(), words: false, missing: Vec::new() };
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (words, markup) = rest.split_at(at);
        mender.words(words);
        rest = mender.markup(markup)?;
        if mender.open.is_empty() && !mender.mended.text.is_empty() {
            // The root has ended.
            return Ok(mender.mended);
        }
    }
    mender.words(rest);
    mender.end(0);
    Ok(mender.mended)
}

struct Mender<'t> {
    is_words: fn(&str) -> bool,
    mended: Mended,
    /// The names of the elements that are open, the innermost last.
    open: Vec<&'t str>,
    /// Whether the innermost holds words only.
    words: bool,
    /// Ends that were looked for and do not come any more.
    missing: Vec<&'static str>,
}

impl<'t> Mender<'t> {
    fn words(&mut self, words: &str) {
        if !self.open.is_empty() {
            put_words(words, &mut self.mended.text);
        }
    }

    /// Takes what begins with `<`; gives back what comes after it.
    fn markup(&mut self, markup: &'t str) -> Result<&'t str, String> {
        if markup.starts_with("<![CDATA[") {
            let (cdata, rest) = self.split_after(markup, "]]>").unwrap_or((markup, ""));
            if !self.open.is_empty() {
                let ended = if rest.is_empty() && !cdata.ends_with("]]>") { "]]>" } else { "" };
                self.mended.text.extend([cdata, ended]);
            }
            return Ok(rest);
        }
        let passed_over = match markup.get(1..2) {
            Some("!") if markup.starts_with("<!--") => self.split_after(markup, "-->"),
            // It may declare entities, each of which ends like itself.
            Some("!") => match self.split_after(markup, ">") {
                Some((head, _)) if head.contains('[') => self.split_after(markup, "]>"),
                head => head,
            },
            Some("?") => self.split_after(markup, "?>"),
            _ => None,
        };
        if let Some((_, rest)) = passed_over {
            return Ok(rest);
        }
        let Some((tag, rest)) = tag(markup) else { return Ok(self.mark(markup)) };
        match tag.strip_prefix("</") {
            Some(name) => {
                let name = name_of(name);
                match self.open.iter().rposition(|open| *open == name) {
                    Some(at) => self.end(at),
                    None if self.words => return Ok(self.mark(markup)),
                    None => {}
                }
            }
            None if self.words => {
                self.mended.has_markup = true;
                return Ok(self.mark(markup));
            }
            None => {
                let is_empty = tag.ends_with("/>");
                put_words(tag, &mut self.mended.text);
                if !is_empty {
                    self.open.push(name_of(tag.trim_start_matches('<')));
                    self.words = (self.is_words)(tag);
                }
                if self.open.len() > DEEPEST {
                    return Err(format!("it nests its elements more than {DEEPEST} deep"));
                }
            }
        }
        Ok(rest)
    }

    /// A `<` that is none of XML's; gives back what comes after it.
    fn mark(&mut self, markup: &'t str) -> &'t str {
        self.words("&lt;");
        markup.get(1..).unwrap_or_default()
    }

    /// Ends what is open down to the element at this place.
    fn end(&mut self, at: usize) {
        for name in self.open.drain(at..).rev() {
            self.mended.text.extend(["</", name, ">"]);
        }
        self.words = false;
    }

    /// Parts a text behind an end; what is not there is not looked for again.
    fn split_after(&mut self, text: &'t str, end: &'static str) -> Option<(&'t str, &'t str)> {
        let at = if self.missing.contains(&end) { None } else { text.find(end) };
        if at.is_none() {
            self.missing.push(end);
        }
        at.map(|at| text.split_at(at + end.len()))
    }
}

/// Parts a tag from what comes after it; `None` where no tag begins, or another one before it ends.
fn tag(markup: &str) -> Option<(&str, &str)> {
    let name = markup.strip_prefix("</").or_else(|| markup.strip_prefix('<'))?;
    if !begins_name(name) {
        return None;
    }
    let mut quote = None;
    for (at, byte) in markup.bytes().enumerate().skip(1) {
        match (byte, quote) {
            (b'<', _) => return None,
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            (b'>', None) => return markup.split_at_checked(at + 1),
            _ => {}
        }
    }
    None
}

/// The name of an element, with its prefix, at the beginning of the inside of a tag.
fn name_of(inside: &str) -> &str {
    inside.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default()
}

/// Words with each `&` that begins no name as `&amp;`, and HTML's names of letters as these.
fn put_words(words: &str, to: &mut String) {
    /// Longest name of a letter in HTML, in bytes.
    const LONGEST: usize = 32;
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        let end = from.bytes().take(LONGEST + 2).position(|byte| byte == b';');
        let name = end.and_then(|end| from.get(1..end));
        let letters = name.filter(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#'));
        let letters = letters.and_then(letters_of);
        to.push_str(before);
        to.push_str(letters.as_deref().map_or("&amp;".into(), escape).as_ref());
        rest = from.get(end.filter(|_| letters.is_some()).unwrap_or(0) + 1..).unwrap_or_default();
    }
    to.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(xml: &str) -> String {
        mended(xml, |tag| tag.starts_with("<d>") || tag.starts_with("<d ")).unwrap().text
    }

    #[test]
    fn marks_that_begin_nothing_are_marks() {
        for (broken, mended) in [
            ("<a>R&D & more &amp; 3 < 4 > 2</a>", "<a>R&amp;D &amp; more &amp; 3 &lt; 4 > 2</a>"),
            ("<a b='x&y'>&</a>", "<a b='x&amp;y'>&amp;</a>"),
            ("<a>caf&eacute;&nbsp;&#146; &nothing; &#0;</a>", "<a>café\u{a0}’ &amp;nothing; \u{fffd}</a>"),
            ("<a><![CDATA[x & <b>]]> <![CDATA[y]]></a>", "<a><![CDATA[x & <b>]]> <![CDATA[y]]></a>"),
            ("<a><1> <b c=\"d</a>", "<a>&lt;1> &lt;b c=\"d</a>"),
        ] {
            assert_eq!(whole(broken), mended);
        }
    }

    #[test]
    fn elements_end_where_those_around_them_do() {
        for (broken, mended) in [
            ("<a><b>x</a>", "<a><b>x</b></a>"),
            ("<a>x</b></a> rest <c>", "<a>x</a>"),
            ("<a><b>x", "<a><b>x</b></a>"),
            ("<a><b/>x<![CDATA[y", "<a><b/>x<![CDATA[y]]></a>"),
            (
                "<?xml version='1.0'?><!-- <x> --><!DOCTYPE a [<!ENTITY x \"y\">]>\n<a>&x;</a>",
                "<a>&amp;x;</a>",
            ),
            ("words", ""),
        ] {
            assert_eq!(whole(broken), mended);
        }
        let well_formed = "<n:a k='1'><b>one</b> <!-- --><c/>two &amp; three</n:a>";
        assert_eq!(whole(well_formed), well_formed.replace("<!-- -->", ""));
    }

    #[test]
    fn markup_in_what_holds_words_is_words() {
        let item = "<i><d>It <b>rained</b><br>all day</p></d></i>";
        let words = "<i><d>It &lt;b>rained&lt;/b>&lt;br>all day&lt;/p></d></i>";
        assert_eq!(mended(item, |tag| tag == "<d>"), Ok(Mended { text: words.to_owned(), has_markup: true }));
        // Words whose end is missing end with what they stand in.
        assert_eq!(
            whole("<c><i><d>It <b>rained</i><i>x</i></c>"),
            "<c><i><d>It &lt;b>rained</d></i><i>x</i></c>"
        );
        assert!(!mended("<a>&lt;b></a>", |_| true).unwrap().has_markup);
    }

    #[test]
    fn what_means_harm_takes_no_longer_than_it_is_long() {
        assert!(mended(&"<a>".repeat(1_000_000), |_| false).unwrap_err().contains("deep"));
        for hostile in [
            "<!--",
            "<![CDATA[",
            "<!",
            "<?",
            "<",
            "&",
            "&#",
            "</b>",
            "<b c='",
            "&aaaaaaaaaaaaaaaa;",
            "<b>",
            "</c>",
        ] {
            let begun = std::time::Instant::now();
            let mended = mended(&format!("<a>{}", hostile.repeat(100_000)), |tag| tag == "<a>").unwrap();
            assert!(begun.elapsed().as_secs() < 20, "{hostile}");
            assert!(mended.text.len() < 5_000_000, "{hostile}");
        }
    }
}
