//! The days that a page prints: elements that are marked as holding one, date lines beside the headline, and days that
//! words such as "Published on" introduce. What stands in boxes of other things (related links, comments, a footer)
//! says nothing about the article.

use super::marks;
use super::parts::{Element, Part, Parts, letters};
use super::published::{LISTS, likely};
use crate::ingest::date::{Order, first_date, is_month};
use chrono::{NaiveDate, Weekday};
use dom_query::{Document, NodeId, NodeRef};
use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// Longest text of an element that is taken for a date line, in bytes.
const LONGEST: usize = 300;
/// How many elements above one are looked at for what it belongs to.
const ABOVE: usize = 24;
/// The most elements that are looked at.
const MOST: usize = 20_000;

/// Days that are printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// Days of publication, the surest first.
    pub days: Vec<NaiveDate>,
    /// The day of an element that is marked as the article's, or of a date line beside the headline.
    pub sure: Option<NaiveDate>,
    /// The day of the last change.
    pub changed: Option<NaiveDate>,
}

/// Finds what is printed. `title`: the article's, to know its headline.
pub fn find(document: &Document, page: &Parts, title: Option<&str>, order: Order) -> Printed {
    let place = Place::of(document, title);
    let mut days = Vec::new();
    days.extend(marked(document, &place, order));
    let lines = Lines { document, page, place: &place };
    let (beside, changed_beside) = beside(&lines, title, order);
    days.extend(beside.iter().filter(|(near, _)| *near).map(|(_, day)| *day));
    let sure = days.first().copied();
    days.extend(shown(document, &place, order));
    days.extend(beside.iter().filter(|(near, _)| !near).map(|(_, day)| *day));
    let (introduced, changed) = introduced(&lines, order);
    days.extend(introduced);
    Printed { days, sure, changed: changed_beside.or(changed) }
}

/// Where the article is on its page.
struct Place {
    /// The places of all elements in the page's order.
    order: FxHashMap<NodeId, usize>,
    /// The headline's.
    headline: Option<usize>,
    /// Elements around the headline or the longest paragraph: these are no boxes of other things.
    around: FxHashSet<NodeId>,
}

impl Place {
    fn of(document: &Document, title: Option<&str>) -> Self {
        let elements = document.select("body *");
        let nodes = elements.nodes();
        let order: FxHashMap<NodeId, usize> =
            nodes.iter().enumerate().map(|(at, node)| (node.id, at)).collect();
        let title = title.map(letters);
        let headings = document.select("h1, h2, h3, h4, [itemprop='headline']");
        let is_title = |node: &&NodeRef<'_>| title.is_some_and(|title| title == letters(&node.text()));
        let is_first = |node: &&NodeRef<'_>| node.has_name("h1");
        let headings: Vec<&NodeRef<'_>> = headings.nodes().iter().take(500).collect();
        let headline = headings.iter().copied().find(is_title);
        let headline = headline
            .or_else(|| headings.iter().copied().find(|node| node.has_attr("itemprop")))
            .or_else(|| headings.iter().copied().find(is_first));
        let paragraphs = document.select("p");
        let longest = paragraphs.nodes().iter().take(MOST).max_by_key(|p| p.text().len());
        let around =
            headline.into_iter().chain(longest).flat_map(|node| node.ancestors_it(None)).map(|n| n.id);
        Place {
            headline: headline.and_then(|node| order.get(&node.id)).copied(),
            around: around.collect(),
            order,
        }
    }

    /// How far an element is from the headline; what stands before it is farther.
    fn distance(&self, node: &NodeRef<'_>) -> usize {
        let at = self.order.get(&node.id).copied().unwrap_or(usize::MAX / 4);
        let headline = self.headline.unwrap_or_default();
        if at >= headline { at - headline } else { (headline - at) * 2 }
    }

    /// Whether an element, or one above it, is of something else than the article. The head of an article is its own, that
    /// of a page is not: there stands the day of today.
    fn is_elsewhere(&self, node: &NodeRef<'_>) -> bool {
        self.stands_in(node, |above| {
            let is_article = above.has_name("article") && above.id != node.id && !self.around.is_empty();
            is_article
                || above.has_name("footer") && !node.has_attr("itemprop")
                || is_called(above, &LISTS.not)
        })
    }

    /// The same of a line that stands beside the headline, or says itself what day it gives: many a box is called so in
    /// which such a line is the article's.
    fn is_surely_elsewhere(&self, node: &NodeRef<'_>) -> bool {
        self.stands_in(node, |above| is_called(above, &LISTS.others))
    }

    /// The same of what words introduce, wherever it stands: beside an article others are listed.
    fn is_surely_aside(&self, node: &NodeRef<'_>) -> bool {
        self.stands_in(node, |above| is_called(above, &LISTS.others) || is_called(above, &["sidebar"]))
    }

    fn stands_in(&self, node: &NodeRef<'_>, is_other: impl Fn(&NodeRef<'_>) -> bool) -> bool {
        let mut in_header = false;
        for above in std::iter::once(*node).chain(node.ancestors_it(Some(ABOVE))) {
            let name = above.node_name().unwrap_or_default();
            if self.around.contains(&above.id) {
                return in_header && !is_entry(&above);
            }
            match &*name {
                "aside" | "nav" => return true,
                "body" | "html" => return in_header,
                "header" => in_header |= !is_called_own(node, &above),
                _ => {}
            }
            if is_other(&above) {
                return true;
            }
        }
        in_header
    }
}

/// Whether an element, or one around it within another, says that it is the article's.
fn is_called_own(node: &NodeRef<'_>, within: &NodeRef<'_>) -> bool {
    let mut inner = std::iter::once(*node).chain(node.ancestors_it(Some(ABOVE)));
    inner.by_ref().take_while(|inner| inner.id != within.id).any(|inner| is_own(&inner))
}

/// Whether an element is an article or stands in one.
fn is_entry(node: &NodeRef<'_>) -> bool {
    let is_page = |node: &NodeRef<'_>| node.has_name("body") || node.has_name("html");
    let mut around = std::iter::once(*node).chain(node.ancestors_it(Some(ABOVE)));
    around.any(|above| {
        above.has_name("article") || above.has_name("main") || !is_page(&above) && is_own(&above)
    })
}

/// Whether the class or id of an element has a word of these, which are of what is not the article's. The foot of an entry is
/// no page's.
fn is_called(node: &NodeRef<'_>, words: &[&str]) -> bool {
    let is_one = |word: &String| words.iter().any(|other| word.starts_with(other));
    names(node).any(|word| is_one(&word) && !(word == "footer" && is_own(node)))
}

/// Whether the class or id of an element says that it is the article's.
fn is_own(node: &NodeRef<'_>) -> bool {
    names(node).any(|word| LISTS.own.iter().any(|own| word.starts_with(own)))
}

/// The lines of a page, and where the article is on it.
struct Lines<'l> {
    document: &'l Document,
    page: &'l Parts,
    place: &'l Place,
}

impl Lines<'_> {
    fn node(&self, part: &Part) -> Option<NodeRef<'_>> {
        let element = self.page.elements.get(part.element).and_then(|element| element.node);
        element.and_then(|id| self.document.tree.get(&id))
    }
}

/// Whether an element is that of the last change, by its own class or the words around it.
fn is_changed_element(node: &NodeRef<'_>) -> bool {
    let is_named =
        |node: &NodeRef<'_>| names(node).any(|w| w.starts_with("updated") || w.starts_with("modified"));
    let is_published = names(node).any(|w| w.starts_with("publish"));
    let around = node.parent().filter(|parent| parent.text().len() < LONGEST);
    !is_published
        && (is_named(node)
            || around.is_some_and(|parent| is_changed(&parent.text()) && !parent.text().contains('\n')))
}

/// Whether the words before an element say that its day is that of something else than the article.
fn is_event_element(node: &NodeRef<'_>) -> bool {
    let Some(parent) = node.parent().filter(|parent| parent.text().len() < LONGEST) else { return false };
    let (line, own) = (parent.text().to_lowercase(), node.text().to_lowercase());
    let own = own.trim();
    !own.is_empty() && line.split_once(own).is_some_and(|(lead, _)| is_event(lead))
}

/// Whether the label right before a day says that it is that of something else: "Meeting date: ". In lower case.
fn is_event(lead: &str) -> bool {
    let Some((label, between)) = lead.rsplit_once([':', '：']) else { return false };
    let label = label.rsplit(['|', '·', '•', '/', '–', '—']).next().unwrap_or_default();
    let mut words = label.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    (between.trim().is_empty() || is_weekday(between)) && words.any(|word| LISTS.event.contains(&word))
}

/// The words of class and id of an element, in lower case.
fn names(node: &NodeRef<'_>) -> impl Iterator<Item = String> {
    let mut words = Vec::new();
    for value in [node.class(), node.id_attr()].into_iter().flatten() {
        let value = value.get(..value.floor_char_boundary(400)).unwrap_or_default();
        let mut word = String::new();
        for c in value.chars().chain([' ']) {
            if !c.is_alphanumeric() || (c.is_uppercase() && word.ends_with(char::is_lowercase)) {
                words.push(std::mem::take(&mut word).to_lowercase());
            }
            if c.is_alphanumeric() {
                word.push(c);
            }
        }
    }
    words.into_iter()
}

/// What markup says: `itemprop`, `<time>`, `<abbr class=published>`; of several the one nearest to the headline.
fn marked(document: &Document, place: &Place, order: Order) -> Vec<NaiveDate> {
    let selectors = [
        "[itemprop='datePublished']",
        "[property='datePublished'], [property='dc:date dc:created'], [property='dc:date'], [property='schema:datePublished'], [property='schema:dateCreated']",
        "[itemprop='published-date']",
        "time, abbr.published, abbr.date",
        "[itemprop='dateCreated']",
    ];
    let nearest = |selector: &&str| {
        let found = document.select(selector);
        let days = found.nodes().iter().take(200).filter(|node| !place.is_elsewhere(node));
        let days = days.filter(|node| !is_changed_element(node) && !is_event_element(node));
        let days = days.filter_map(|node| Some((place.distance(node), of_element(node, order)?)));
        days.min_by_key(|(distance, _)| *distance).map(|(_, day)| day)
    };
    selectors.iter().filter_map(nearest).collect()
}

/// The day that an element gives: as an attribute, else in its words.
fn of_element(node: &NodeRef<'_>, order: Order) -> Option<NaiveDate> {
    let text = node.text();
    let is_short = text.len() <= LONGEST;
    // What is printed is the outlet's day; an attribute may be in another time zone.
    let words = || is_short.then(|| day_in(&text, order)).flatten();
    let attribute = || {
        ["content", "datetime", "title"].iter().find_map(|name| {
            let value = node.attr(name)?;
            first_date(value.get(..100).unwrap_or(&value), order).map(|(_, day)| day)
        })
    };
    words().or_else(attribute).filter(likely)
}

/// The first day in a short text; there also `31.10.23`.
fn day_in(text: &str, order: Order) -> Option<NaiveDate> {
    first_date(text, order).or_else(|| short_date(text, order)).map(|(_, day)| day)
}

/// A day whose year has two digits, with the byte at which it stands.
fn short_date(text: &str, order: Order) -> Option<(usize, NaiveDate)> {
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^\d./:])(\d\d?)([./])(\d\d?)([./])(\d\d)(?:[^\d./:]|[.:]?$|[.:]\s)").ok()
    });
    let found = FORM.as_ref()?.captures(text)?;
    let number = |at: usize| found.get(at)?.as_str().parse::<u32>().ok();
    let mark = found.get(2)?.as_str();
    let (first, second) = (number(1)?, number(3)?);
    let (day, month) = match order {
        _ if mark == "." || first > 12 => (first, second),
        _ if second > 12 || order == Order::MonthFirst => (second, first),
        Order::DayFirst => (first, second),
        _ => return None,
    };
    let is_one = mark == found.get(4)?.as_str();
    let year = i32::try_from(number(5)?).ok()?;
    let year = if year >= 90 { 1900 + year } else { 2000 + year };
    let day = NaiveDate::from_ymd_opt(year, month, day).filter(|day| is_one && likely(day))?;
    Some((found.get(1)?.start(), day))
}

/// The days in elements whose class or id is that of a date line: of the surest class the nearest to the headline.
fn shown(document: &Document, place: &Place, order: Order) -> Option<NaiveDate> {
    let mut best: Option<((usize, usize), NaiveDate)> = None;
    for node in document.select("body [class], body [id]").nodes().iter().take(MOST) {
        let words = names(node).collect::<Vec<_>>().join("-");
        let Some(rank) = LISTS.class.iter().position(|class| words.contains(class)) else { continue };
        let place_of = (rank, place.distance(node));
        if best.is_some_and(|(found, _)| found <= place_of) || place.around.contains(&node.id) {
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        if matches!(&*name, "body" | "html" | "script" | "style" | "form" | "input")
            || place.is_elsewhere(node)
        {
            continue;
        }
        if is_changed(&node.text().chars().take(LONGEST).collect::<String>()) {
            continue;
        }
        if let Some(day) = of_element(node, order) {
            best = Some((place_of, day));
        }
    }
    best.map(|(_, day)| day)
}

/// Date lines beside the headline, the nearest first, each with whether it is surely one; and the day of the last change
/// there.
fn beside(
    lines: &Lines<'_>,
    title: Option<&str>,
    order: Order,
) -> (Vec<(bool, NaiveDate)>, Option<NaiveDate>) {
    let page = lines.page;
    /// Lines before and after the headline that are looked at.
    const BEFORE: usize = 6;
    const AFTER: usize = 14;
    let name = |part: &Part| page.elements.get(part.block).map_or("", |e| &*e.name);
    let title = title.map(letters);
    let is_title = |part: &Part| title == Some(part.letters);
    let heading = |part: &&Part| matches!(name(part), "h1" | "h2" | "h3" | "h4") && is_title(part);
    let place = page.parts.iter().position(|part| heading(&part));
    let place = place.or_else(|| page.parts.iter().position(|part| name(part) == "h1"));
    let place = place.or_else(|| page.parts.iter().position(is_title));
    let Some(headline) = place.or_else(|| page.parts.iter().position(|part| name(part) == "h2")) else {
        return (Vec::new(), None);
    };
    let mut found = Vec::new();
    let mut changed = None;
    let is_elsewhere =
        |part: &Part| lines.node(part).is_some_and(|node| lines.place.is_surely_elsewhere(&node));
    let mut look = |n: usize| {
        let Some(part) = page.parts.get(n) else { return false };
        let is_link = part.link_words == part.words && name(part) != "time";
        if !is_link && !is_hidden(page, part) {
            match date_line(&part.text, order).filter(|_| !is_elsewhere(part)) {
                Some((day, true, _)) => changed = changed.or(Some(day)),
                Some((day, false, sure)) => found.push((sure, day)),
                None => {}
            }
        }
        part.is_long()
    };
    let mut after_long = 0;
    for n in headline..headline + AFTER {
        after_long += usize::from(look(n));
        if after_long > 1 {
            break;
        }
    }
    for n in (headline.saturating_sub(BEFORE)..headline).rev() {
        if look(n) {
            break;
        }
    }
    (found, changed)
}

fn is_hidden(page: &Parts, part: &Part) -> bool {
    page.elements.get(part.element).is_some_and(|e| e.hidden)
}

/// Whether a line stands in a box of other things than the article.
fn is_of_others(page: &Parts, part: &Part) -> bool {
    /// Elements above a line that are looked at.
    const ABOVE: usize = 40;
    let related = marks::bits(&["related"]);
    let is_box =
        |element: &Element| matches!(&*element.name, "aside" | "nav") || element.marks & related != 0;
    let mut around = page.around(part.element).take(ABOVE);
    around
        .find_map(|(_, element)| if is_box(element) { Some(true) } else { element.is_body.then_some(false) })
        .unwrap_or(false)
}

/// The day of a date line; whether it is that of a change; whether there is hardly anything else in the line. A sentence
/// in which a day stands is none.
fn date_line(line: &str, order: Order) -> Option<(NaiveDate, bool, bool)> {
    /// Bytes of the longest date line.
    const LINE: usize = 120;
    /// Bytes that may stand before the day of a longer line: "Lund, (12.3.2016). The mayor".
    const START: usize = 24;
    let beginning = line.get(..line.floor_char_boundary(LINE)).unwrap_or_default();
    let (at, day) = first_date(beginning, order).or_else(|| short_date(beginning, order))?;
    let lead = beginning.get(..at).unwrap_or_default();
    let lower = lead.to_lowercase();
    if !likely(&day)
        || line.contains(['©'])
        || is_event(&lower)
        || LISTS.site.iter().any(|words| lower.contains(words))
    {
        return None;
    }
    let changed = is_changed(&lower);
    let is_introduced = LISTS.lead.iter().any(|words| lower.contains(words));
    let is_bare = lead.chars().all(|c| !c.is_alphanumeric()) || is_weekday(&lower);
    let is_short = line.len() < LINE && line.split_whitespace().count() <= 14;
    let in_brackets =
        lead.trim_end().len() <= START && beginning.get(at..).is_some_and(|rest| rest.starts_with('('));
    let ends_open = !line.trim_end().ends_with(['.', '!', '?']) || !is_short;
    let is_one = is_introduced
        || (changed && is_short)
        || in_brackets
        || (is_bare && ends_open)
        || (is_short && !sentence(line));
    is_one.then_some((day, changed, is_introduced || (is_bare && is_short)))
}

/// Whether a line is a day, perhaps with its hour and with what introduces it, and nothing else.
pub(super) fn is_day(line: &str) -> bool {
    /// Bytes of the longest.
    const LINE: usize = 100;
    let is_part = |word: &str| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
        is_month(word)
            || word.parse::<Weekday>().is_ok()
            || digits.len() < word.len() && matches!(digits, "" | "st" | "nd" | "rd" | "th" | "am" | "pm")
            || LISTS.beside.contains(&word)
    };
    line.len() <= LINE
        && line
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .all(is_part)
        && first_date(line, Order::DayFirst).or_else(|| short_date(line, Order::DayFirst)).is_some()
}

/// Whether words say that something was changed.
fn is_changed(text: &str) -> bool {
    let lower = text.to_lowercase();
    let of = |words: &[&str]| words.iter().filter_map(|word| lower.find(word)).min();
    // "Published 3 May, updated 4 May" is of both: the first counts.
    match (of(&LISTS.changed), of(&LISTS.lead)) {
        (Some(changed), Some(lead)) => changed < lead,
        (Some(_), None) => true,
        _ => false,
    }
}

/// "Friday, ", "Freitag, der".
fn is_weekday(lead: &str) -> bool {
    let words = lead.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.clone().count() <= 2
        && words
            .clone()
            .any(|w| w.ends_with("day") || w.ends_with("tag") || w == "mittwoch" || w.ends_with("di"))
}

/// Whether a short line reads like a sentence: it ends like one, or has many words before a mark.
fn sentence(line: &str) -> bool {
    line.trim_end().ends_with(['.', '!', '?', ':', '”', '"'])
        || line.split([',', '|', '·', '•', '/', '-', '–']).any(|part| part.split_whitespace().count() > 8)
}

/// A day right after words such as "Published on", and one after words such as "Last updated".
fn introduced(lines: &Lines<'_>, order: Order) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let page = lines.page;
    /// The first bytes of the page's text that are looked at.
    const MOST: usize = 400_000;
    let is_aside = |part: &Part| lines.node(part).is_some_and(|node| lines.place.is_surely_aside(&node));
    let (mut published, mut changed) = (None, None);
    let mut left = MOST;
    for (n, part) in page.parts.iter().enumerate() {
        left = left.saturating_sub(part.text.len());
        if left == 0 || (published.is_some() && changed.is_some()) {
            break;
        }
        if part.text.contains('©') || is_hidden(page, part) || is_of_others(page, part) {
            continue;
        }
        // "Date:" in a line of its own.
        let next = page.parts.get(n + 1).filter(|_| part.words <= 2);
        let lower = format!("{} {}", part.text, next.map_or("", |next| &next.text)).to_lowercase();
        let after = |words: &[&str]| {
            words.iter().find_map(|lead| {
                let at = lower.find(lead)? + lead.len();
                let (before, rest) = lower.split_at_checked(at)?;
                if is_event(before) || LISTS.site.iter().any(|words| before.contains(words)) {
                    return None;
                }
                let rest = rest.get(..rest.floor_char_boundary(60)).unwrap_or_default();
                let (place, day) = first_date(rest, order)?;
                (place < 25 && likely(&day)).then_some(day)
            })
        };
        let is_own = || [Some(part), next].into_iter().flatten().all(|part| !is_aside(part));
        let own = |day: Option<NaiveDate>| day.filter(|_| is_own());
        if published.is_none() && !is_changed(&lower) {
            published = own(after(&LISTS.lead));
        }
        if changed.is_none() {
            changed = own(after(&LISTS.changed));
        }
    }
    (published, changed)
}
