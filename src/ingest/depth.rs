//! How deep a page nests its elements. Readers of pages take time in proportion to the square of it, so a page of
//! nothing but `<div>` must be known before it is read.

use std::collections::HashMap;

/// Elements that hold nothing, or that the next of their kind closes (HTML Standard, 13.1.2.4 and 13.2.6).
const NOT_NESTED: &str = " area base br col embed hr img input link meta param source track wbr a p li dd dt option \
                          optgroup tr td th thead tbody tfoot colgroup button rp rt h1 h2 h3 h4 h5 h6 html head body ";
/// Elements whose end closes nothing but themselves: what stands open inside goes on after them.
const FORMATTING: &str = " b big code em font i nobr s small strike strong tt u ";
/// Elements in which `<` begins no tag.
const RAW: &str = " script style textarea title xmp iframe noembed noframes ";

/// A tag in a drawing may have this many bytes; paths are long.
const LONGEST_TAG: usize = 4096;

/// The depth of the deepest element, near enough. Linear in the page's length.
pub fn deepest(html: &str) -> usize {
    let is_in = |list: &str, name: &str| !name.is_empty() && list.contains(&format!(" {name} "));
    let mut open: Vec<String> = Vec::new();
    let mut counts: HashMap<String, usize> = HashMap::new();
    // Formatting elements are counted, not stacked: their ends may come in any order.
    let (mut formatting, mut deepest) = (0_usize, 0_usize);
    let mut rest = html;
    while let Some((_, after)) = rest.split_once('<') {
        rest = after;
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let is_end = after.starts_with('/');
        let name = after.trim_start_matches('/');
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count().min(20);
        let name = name.get(..length).unwrap_or_default().to_ascii_lowercase();
        if name.is_empty() || is_in(NOT_NESTED, &name) {
            continue;
        }
        if is_in(FORMATTING, &name) {
            formatting = if is_end { formatting.saturating_sub(1) } else { formatting + 1 };
        } else if is_end {
            if counts.get(&name).is_some_and(|count| *count > 0) {
                while let Some(closed) = open.pop() {
                    counts.entry(closed.clone()).and_modify(|count| *count -= 1);
                    if closed == name {
                        break;
                    }
                }
            }
        } else if is_in(RAW, &name) {
            // To the end tag of the same name, in whatever case; any end tag is near enough for these.
            rest = after.split_once("</").map_or("", |(_, rest)| rest);
            while !rest.is_empty() && !rest.get(..length).is_some_and(|end| end.eq_ignore_ascii_case(&name)) {
                rest = rest.split_once("</").map_or("", |(_, rest)| rest);
            }
        } else {
            let foreign = ["svg", "math"].iter().any(|f| counts.get(*f).is_some_and(|count| *count > 0));
            // Of a tag that does not end soon only the beginning counts, so that no text is read twice.
            let tag = after.as_bytes().get(..after.len().min(LONGEST_TAG)).unwrap_or_default();
            let end = tag.iter().position(|b| *b == b'>').filter(|_| foreign);
            let closes_itself = end.and_then(|e| tag.get(e.checked_sub(1)?)) == Some(&b'/');
            if !closes_itself {
                *counts.entry(name.clone()).or_default() += 1;
                open.push(name);
            }
        }
        deepest = deepest.max(open.len() + formatting);
    }
    deepest
}

/// The most attributes of one tag, near enough: its runs of white space outside quotation marks. Linear in the page's
/// length.
pub fn most_attributes(html: &str) -> usize {
    let (mut most, mut count, mut inside, mut quote, mut before) = (0, 0_usize, false, None, b' ');
    for byte in html.bytes() {
        match (inside, quote) {
            (false, _) => {
                inside = before == b'<' && byte.is_ascii_alphabetic();
                count = 0;
            }
            (true, Some(mark)) => quote = Some(mark).filter(|m| *m != byte),
            (true, None) if byte == b'>' => inside = false,
            (true, None) if before == b'=' && matches!(byte, b'"' | b'\'') => quote = Some(byte),
            (true, None) => count += usize::from(byte.is_ascii_whitespace() && !before.is_ascii_whitespace()),
        }
        before = byte;
        most = most.max(count);
    }
    most
}

/// How many tags and comments begin. Linear in the page's length.
pub fn tags(html: &str) -> usize {
    let pairs = html.as_bytes().windows(2);
    pairs.filter(|pair| pair[0] == b'<' && (pair[1].is_ascii_alphabetic() || pair[1] == b'!')).count()
}

/// The most ampersands between two tags. Linear in the page's length.
pub fn most_ampersands(html: &str) -> usize {
    let between = html.split('<').map(|tag| tag.split_once('>').map_or(tag, |(_, text)| text));
    between.map(|text| text.bytes().filter(|byte| *byte == b'&').count()).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_ampersands() {
        assert_eq!(tags("<p>a</p><b>1 < 2</b><!-- x --><br>"), 4);
        assert_eq!(most_ampersands("a & b<p title='&&&&'>c & d &amp; e</p>&"), 2);
        assert_eq!((tags(""), most_ampersands("")), (0, 0));
    }

    #[test]
    fn as_deep_as_the_parser_would_nest() {
        for (html, depth) in [
            ("", 0),
            ("<html><body><div><p>a<p>b<br><ul><li>x<li>y</ul></div>", 2),
            ("<div><span></div><div>", 2),
            ("<div></span><div></span>", 2),
            ("<b><div></b><b><div></b>", 3),
            ("<svg><path/><path/><g><path/></g></svg>", 2),
            ("<div/><div/>", 2),
            ("<script>'<div><div>'</SCRIPT><div>", 1),
            ("<!-- <div><div> --><div>", 1),
            ("a < b <", 0),
        ] {
            assert_eq!(deepest(html), depth, "{html}");
        }
    }

    #[test]
    fn linear_in_the_length() {
        for piece in
            ["<div>", "<script>", "<!--", "<script></", "<svg><a", "<", "<div></p>", "<svg", "<b></div>"]
        {
            deepest(&piece.repeat(200_000));
        }
    }

    #[test]
    fn attributes_of_the_longest_tag() {
        assert_eq!(most_attributes("<p>no <b class=x  id='a b c'>tag</b> a b c d"), 2);
        assert_eq!(most_attributes(&format!("<p {}>", "a=1 ".repeat(500))), 501);
    }
}
