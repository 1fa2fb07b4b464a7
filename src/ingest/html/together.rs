//! What belongs together is chosen together: the rows of a table, paragraphs of one kind, a heading and what stands below it,
//! a figure between paragraphs and its caption.

use super::known::{parent, share};
use super::parts::{Part, Parts};
use super::{features, marks};
use rustc_hash::{FxHashMap, FxHashSet};

/// Chooses what belongs to lines that are chosen. `beside`: for each line, whether it leads away from the article.
pub fn complete(page: &Parts, beside: &[bool], is_chosen: &mut [bool]) {
    let may_be: Vec<bool> =
        page.parts.iter().zip(beside).map(|(part, beside)| !beside && may_be(page, part)).collect();
    choose_tables(page, is_chosen);
    choose_paragraphs(page, &may_be, is_chosen);
    choose_headings(page, &may_be, is_chosen);
    choose_captions(page, is_chosen);
}

/// Whether a line is shown, leads nowhere and says nothing of the page.
fn may_be(page: &Parts, part: &Part) -> bool {
    let is_shown =
        page.elements.get(part.element).is_some_and(|element| !element.hidden && !element.in_caption);
    let [begins, is, holds] = marks::of_line(&part.text);
    is_shown && part.link_words == 0 && !begins && !is && !holds
}

/// The rows of a table are the article's or are not: all are where it stands among paragraphs, elsewhere as most of them
/// are. Tables that lay out a page are none here.
fn choose_tables(page: &Parts, is_chosen: &mut [bool]) {
    let paragraphs =
        page.parts.iter().zip(is_chosen.iter()).filter(|(part, chosen)| **chosen && part.is_long());
    let places: FxHashSet<usize> = paragraphs.map(|(part, _)| parent(page, part.block)).collect();
    let mut tables: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for (n, part) in page.parts.iter().enumerate().filter(|(_, part)| part.is_row) {
        let mut around = page.around(part.element);
        if let Some((table, _)) = around.find(|(_, element)| element.name == "table") {
            tables.entry(table).or_default().push(n);
        }
    }
    for (table, rows) in tables {
        let words = |n: &usize| page.parts.get(*n).map_or(0, |part| part.words);
        let whole: u32 = rows.iter().map(words).sum();
        let chosen: u32 = rows.iter().filter(|n| is_chosen.get(**n) == Some(&true)).map(words).sum();
        let lays_out = page.elements.get(table).is_some_and(|table| share(whole, table.words) < LEAST_ROWS);
        let figure =
            Some(parent(page, table)).filter(|at| page.elements.get(*at).is_some_and(|e| e.name == "figure"));
        let is_among = places.contains(&parent(page, figure.unwrap_or(table)));
        if chosen == whole || lays_out || chosen == 0 && !is_among {
            continue;
        }
        for n in rows {
            if let Some(is) = is_chosen.get_mut(n) {
                *is = is_among || chosen * 2 >= whole;
            }
        }
    }
}

/// The least share of the words of a table that stand in its rows.
const LEAST_ROWS: f32 = 0.8;

/// A sentence that is built as nearly all paragraphs of the article are is one, as far as two lines behind the last.
fn choose_paragraphs(page: &Parts, may_be: &[bool], is_chosen: &mut [bool]) {
    /// Words of the shortest.
    const LEAST: u32 = 5;
    /// Lines behind the last that is chosen.
    const BEHIND: usize = 2;
    /// How many of its kind must be chosen, and which share of their words.
    const KIND: u32 = 3;
    const MOST: f32 = 0.8;
    let mut kinds: FxHashMap<u64, (u32, u32, u32)> = FxHashMap::default();
    let kind = |part: &Part| page.elements.get(part.block).map_or(0, |element| element.signature);
    for (part, chosen) in page.parts.iter().zip(is_chosen.iter()) {
        let (lines, of_chosen, all) = kinds.entry(kind(part)).or_default();
        *lines += u32::from(*chosen);
        *of_chosen += if *chosen { part.words } else { 0 };
        *all += part.words;
    }
    let Some(first) = is_chosen.iter().position(|is| *is) else { return };
    let last = is_chosen.iter().rposition(|is| *is).unwrap_or(first);
    let lines = page.parts.iter().zip(may_be).zip(is_chosen);
    for ((part, may_be), is) in lines.take(last + BEHIND + 1).skip(first) {
        let (lines, of_chosen, all) = kinds.get(&kind(part)).copied().unwrap_or_default();
        let is_like = lines >= KIND && share(of_chosen, all.saturating_sub(part.words)) >= MOST;
        *is |= *may_be && is_like && part.words >= LEAST && features::ends_sentence(&part.text);
    }
}

/// A heading between two lines of the article is its own.
fn choose_headings(page: &Parts, may_be: &[bool], is_chosen: &mut [bool]) {
    /// Words of the longest.
    const MOST: u32 = 20;
    for at in 1..page.parts.len().saturating_sub(1) {
        let Some(part) = page.parts.get(at) else { continue };
        let name = page.elements.get(part.block).map_or("", |element| &*element.name);
        let is_between = is_chosen.get(at - 1) == Some(&true) && is_chosen.get(at + 1) == Some(&true);
        let is_heading = matches!(name, "h2" | "h3" | "h4" | "h5" | "h6") && part.words <= MOST;
        let is_followed = page.parts.get(at + 1).is_some_and(|next| features::ends_sentence(&next.text));
        if is_between && is_heading && is_followed && may_be.get(at) == Some(&true) {
            is_chosen[at] = true;
        }
    }
}

/// Chooses the captions of figures that stand between paragraphs of the article, as one of them: they are the article's,
/// however short they are.
fn choose_captions(page: &Parts, is_chosen: &mut [bool]) {
    /// Words of the shortest caption: less is a name, or who took the picture.
    const LEAST: u32 = 4;
    let place =
        |(part, chosen): (&Part, &bool)| (*chosen && part.is_long()).then(|| parent(page, part.block));
    let places: Vec<Option<usize>> = page.parts.iter().zip(is_chosen.iter()).map(place).collect();
    // Where the nearest paragraph of the article stands.
    let nearest = |last: &mut Option<usize>, place: &Option<usize>| {
        *last = place.or(*last);
        Some(*last)
    };
    let before: Vec<Option<usize>> = places.iter().scan(None, nearest).collect();
    let after: Vec<Option<usize>> = places.iter().rev().scan(None, nearest).collect();
    let around = before.into_iter().zip(after.into_iter().rev());
    for ((part, chosen), (before, after)) in page.parts.iter().zip(is_chosen).zip(around) {
        let is_shown = page.elements.get(part.element).is_some_and(|element| !element.hidden);
        *chosen |= is_shown
            && part.words >= LEAST
            && part.link_words == 0
            && after.is_some()
            && match before {
                Some(_) => before == after && around_figure(page, part) == before,
                // The picture at the head of the article, beside its paragraphs or what is around them.
                None => {
                    let figure = around_figure(page, part);
                    figure == after || figure == after.map(|at| parent(page, at))
                }
            };
    }
}

/// The element around the figure whose caption a line is.
fn around_figure(page: &Parts, line: &Part) -> Option<usize> {
    let mut in_caption = false;
    let figure = page.around(line.element).find(|(_, element)| {
        in_caption |= element.name == "figcaption";
        element.name == "figure"
    });
    figure.filter(|_| in_caption).map(|(_, figure)| figure.parent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    const LONG: &str =
        "<p>The council of Lund had met for nine hours, in a hall that was built for weddings.</p>";

    /// The lines that are chosen where those with these words are.
    fn completed(html: &str, chosen: &str) -> Vec<String> {
        let page = super::super::parts::of(&Document::from(html));
        let mut is_chosen: Vec<bool> = page.parts.iter().map(|part| part.text.contains(chosen)).collect();
        complete(&page, &vec![false; page.parts.len()], &mut is_chosen);
        let lines = page.parts.iter().zip(is_chosen).filter(|(_, is)| *is);
        lines.map(|(part, _)| part.text.clone()).filter(|line| !line.starts_with("The council")).collect()
    }

    #[test]
    fn a_table_among_paragraphs_is_whole() {
        let table = "<table><tr><th>Ward</th><th>Votes</th></tr><tr><td>North</td><td>7</td></tr></table>";
        for table in [table.to_owned(), format!("<figure>{table}</figure>")] {
            assert_eq!(
                completed(&format!("<div>{LONG}{table}{LONG}</div>"), "council"),
                ["Ward Votes", "North 7"]
            );
        }
        let elsewhere = format!("<div>{LONG}</div><div>{table}</div>");
        assert_eq!(completed(&elsewhere, "council"), Vec::<String>::new());
        assert_eq!(completed(&elsewhere.replace("<p>", "<p>Votes: "), "Votes").len(), 3, "most of its words");
    }

    #[test]
    fn a_sentence_that_is_built_as_paragraphs_are_is_one() {
        let block = |inner: &str| format!("<div class=text>{inner}</div>");
        let article = block(LONG).repeat(4);
        let last = block("<p>“No comment,” the mayor said.</p>");
        assert_eq!(completed(&format!("{article}{last}"), "council"), ["“No comment,” the mayor said."]);
        for other in [
            "<div class=promo><p>“No comment,” the mayor said.</p></div>".to_owned(),
            block("<p>Sign up for our newsletter today.</p>"),
            block("<p>The mayor of Lund, in May</p>"),
            block("<p><a href=x>The mayor of Lund said no.</a></p>"),
            format!("<p>a</p><p>b</p><p>c</p>{last}"),
        ] {
            assert_eq!(completed(&format!("{article}{other}"), "council"), Vec::<String>::new(), "{other}");
        }
    }

    #[test]
    fn a_heading_between_lines_is_theirs() {
        assert_eq!(completed(&format!("{LONG}<h2>No comment</h2>{LONG}"), "council"), ["No comment"]);
        assert_eq!(completed(&format!("{LONG}<h2>Related</h2>{LONG}"), "council"), Vec::<String>::new());
        assert_eq!(completed(&format!("{LONG}<h2>No comment</h2><p>x</p>"), "council"), Vec::<String>::new());
    }

    #[test]
    fn the_caption_of_the_picture_at_the_head_is_the_articles() {
        let figure = "<figure><img><figcaption>The hall in Lund on Friday.</figcaption></figure>";
        let caption = ["The hall in Lund on Friday."];
        assert_eq!(completed(&format!("<div>{figure}{LONG}{LONG}</div>"), "council"), caption);
        assert_eq!(completed(&format!("<div>{figure}<div>{LONG}{LONG}</div></div>"), "council"), caption);
        let apart = format!("<header><div>{figure}</div></header><div><div>{LONG}</div></div>");
        assert_eq!(completed(&apart, "council"), Vec::<String>::new());
    }
}
