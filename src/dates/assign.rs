//! When each statement was made, and what day it is about.
//!
//! A statement was made on the day that the words around its cue name ("said on Tuesday", "in an interview Friday"),
//! else on that of the statement before it that it goes on from, else on the day of the dateline, else on the day of
//! publication; never later than that day. It is about the most exact date in its content. Of an act that is itself the
//! report ("indicted on fraud charges in February") the date in the content is that of the saying.

use super::accused::{event_behind, said_before_deed};
use super::clause::{WINDOW, dated, said_by_act, said_near_cue, within};
use super::occasions::{Occasion, occasion};
use super::{Dated, DatedFrom, Precision, StatementDates, TimeExpression};
use crate::article::Article;
use crate::attribution::{Attribution, Kind};
use crate::lists::lines;
use crate::span::Span;
use crate::text::Document;
use chrono::NaiveDate;
use std::sync::LazyLock;

/// Words for a day that count from the day on which they are said.
static SAID_DAYS: LazyLock<Vec<&str>> = LazyLock::new(|| lines(include_str!("data/said-days.txt")).collect());

/// How many time expressions of a content are weighed.
const WEIGHED: usize = 200;
/// How many that follow each other make one range: "in 2019, 2020 and 2021".
const MOST_JOINED: usize = 6;

/// Dates each attribution, in their order. Near-linear: each looks at a bounded stretch of the text.
pub(super) fn assign(
    article: &Article,
    document: &Document<'_>,
    attributions: &[Attribution],
    times: &[TimeExpression],
) -> Vec<StatementDates> {
    let published = article.date.map(|date| Dated {
        date,
        end: date,
        precision: Precision::Day,
        from: DatedFrom::Published,
        words: Vec::new(),
    });
    let line = dateline(document, times).filter(|d| article.date.is_none_or(|p| d.date <= p));
    let head = line.as_ref().and_then(|d| d.words.first().copied());
    let fallback = line.or(published);
    let mut lexemes = Vec::new();
    let mut dated: Vec<StatementDates> = Vec::with_capacity(attributions.len());
    for (index, attribution) in attributions.iter().enumerate() {
        let latest = article.date;
        let said_on = said_near_cue(document, attribution, times, head, &mut lexemes)
            .filter(|d| latest.is_none_or(|p| d.date <= p))
            .or_else(|| {
                let between = said_before_deed(document, attribution, times);
                between.filter(|d| latest.is_none_or(|p| d.date <= p))
            })
            .or_else(|| {
                let of_act = said_by_act(document, attribution, times, &mut lexemes);
                of_act.filter(|d| latest.is_none_or(|p| d.date <= p))
            })
            .map(|d| up_to(d, latest))
            .or_else(|| goes_on_from(document, attributions, &dated, index))
            .or_else(|| occasion_before(document, attribution, times, latest))
            .or_else(|| fallback.clone());
        let spoken = said_on.as_ref().map_or(&[][..], |said| &said.words);
        let event_on = event(document, attribution, times, spoken)
            .or_else(|| event_behind(document, attribution, times, spoken))
            .map(|event| not_after(document, event, &said_on, latest))
            .map(|event| counted_from_said(document, attribution, event, &said_on, latest));
        dated.push(StatementDates { said_on, event_on });
    }
    dated
}

/// "denied on Monday that she had met him on Friday", in Saturday's paper: a past weekday lies before the day of the saying.
fn not_after(
    document: &Document<'_>,
    event: Dated,
    said: &Option<Dated>,
    latest: Option<NaiveDate>,
) -> Dated {
    let words = event.words.first().map_or("", |words| words.of(document.text));
    let is_weekday = words.parse::<chrono::Weekday>().is_ok();
    let past = latest.is_some_and(|published| event.date <= published);
    let said = said.as_ref().filter(|said| {
        said.from != DatedFrom::Published && said.precision == Precision::Day && said.date < event.date
    });
    match said {
        Some(_) if is_weekday && past && event.precision == Precision::Day => {
            let week = chrono::Days::new(7);
            let before = |day: NaiveDate| day.checked_sub_days(week).unwrap_or(day);
            Dated { date: before(event.date), end: before(event.end), ..event }
        }
        _ => event,
    }
}

/// "“He lied yesterday,” she said on Tuesday", in Thursday's paper: within quotation marks days count from the saying.
fn counted_from_said(
    document: &Document<'_>,
    attribution: &Attribution,
    event: Dated,
    said: &Option<Dated>,
    latest: Option<NaiveDate>,
) -> Dated {
    let words = event.words.first().map_or("", |words| words.of(document.text)).to_lowercase();
    let quoted = attribution.kind == Kind::Direct && SAID_DAYS.contains(&words.as_str());
    let day =
        said.as_ref().filter(|said| said.precision == Precision::Day && said.from != DatedFrom::Published);
    let (Some(said), Some(published)) = (day.filter(|_| quoted), latest) else { return event };
    let moved = |day: NaiveDate| day.checked_add_signed(said.date - published).unwrap_or(day);
    Dated { date: moved(event.date), end: moved(event.end), ..event }
}

/// A range of days of a saying, ended on the day of publication ("this week").
fn up_to(said: Dated, latest: Option<NaiveDate>) -> Dated {
    let end = match latest {
        Some(latest) if said.precision == Precision::Range => said.end.min(latest),
        _ => said.end,
    };
    Dated { end, ..said }
}

/// The day in the article's first words: "GENEVA, Dec 12 (Reuters) –".
fn dateline(document: &Document<'_>, times: &[TimeExpression]) -> Option<Dated> {
    document.paragraphs.iter().take(6).find_map(|paragraph| {
        let time = within(times, paragraph.span).first().filter(|t| t.precision == Some(Precision::Day))?;
        let tokens = document.tokens.get(paragraph.tokens.clone())?;
        let first = tokens.partition_point(|t| t.span.start < time.span.start);
        let after = tokens.partition_point(|t| t.span.start < time.span.end);
        let before = tokens.get(..first).filter(|b| !b.is_empty() && b.len() <= 12)?;
        let place = before.iter().all(|t| t.is_mark || starts_upper(t.span.of(document.text)));
        let shouted = before.first().is_some_and(|t| {
            let word = t.span.of(document.text);
            word.len() > 2 && word.chars().all(char::is_uppercase)
        });
        let rest = tokens.get(after..)?.iter().take(8);
        let closed = rest
            .take_while(|t| t.is_mark || starts_upper(t.span.of(document.text)))
            .any(|t| t.is_mark && matches!(t.span.of(document.text), "-" | "–" | "—" | "_" | ":"));
        if place && shouted && closed { dated(time, DatedFrom::Dateline) } else { None }
    })
}

fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// The date of the statement before, in the same paragraph, where this one's source is a pronoun or missing, or the
/// same words: `Smith told reporters Tuesday that … "…," he said.`
fn goes_on_from(
    document: &Document<'_>,
    attributions: &[Attribution],
    dated: &[StatementDates],
    index: usize,
) -> Option<Dated> {
    let before = index.checked_sub(1)?;
    let (this, other) = (attributions.get(index)?, attributions.get(before)?);
    let said = dated.get(before)?.said_on.as_ref()?;
    if !matches!(said.from, DatedFrom::Cue | DatedFrom::Paragraph) || said.precision != Precision::Day {
        return None;
    }
    let paragraph = |a: &Attribution| {
        let at = a.cue.first().or(a.source.first()).or(a.content.first())?.start;
        Some(document.paragraphs.partition_point(|p| p.span.end <= at))
    };
    if paragraph(this)? != paragraph(other)? {
        return None;
    }
    let words = |a: &Attribution| a.source.first().map(|s| s.of(document.text));
    let same = match (words(this), words(other)) {
        (None, _) => true,
        (Some(this), Some(other)) => {
            pronoun(this) || this == other || other.rsplit(' ').next() == this.rsplit(' ').next()
        }
        _ => false,
    };
    same.then(|| Dated { from: DatedFrom::Paragraph, ..said.clone() })
}

/// The day in the sentence before, in the same paragraph, if that tells of an occasion to speak and this statement's source
/// is a pronoun: "Roe spoke at a rally on Tuesday. “…,” she said."
fn occasion_before(
    document: &Document<'_>,
    attribution: &Attribution,
    times: &[TimeExpression],
    latest: Option<NaiveDate>,
) -> Option<Dated> {
    if !attribution.source.first().is_some_and(|s| pronoun(s.of(document.text))) {
        return None;
    }
    let first = attribution.cue.iter().chain(&attribution.content).map(|s| s.start).min()?;
    let here = document.sentences.partition_point(|s| s.span.end <= first);
    let before = document.sentences.get(here.checked_sub(1)?)?;
    if before.paragraph != document.sentences.get(here)?.paragraph || before.tokens.len() > WINDOW {
        return None;
    }
    let mut days = within(times, before.span).iter().filter(|t| t.precision == Some(Precision::Day));
    let day = days.next()?;
    let spoken = document
        .tokens
        .get(before.tokens.clone())?
        .iter()
        .any(|t| matches!(occasion(t.span.of(document.text)), Some(Occasion::Noun | Occasion::Verb)));
    // two days leave it open which of them it was
    if !spoken || days.next().is_some() {
        return None;
    }
    dated(day, DatedFrom::Paragraph).filter(|d| latest.is_none_or(|p| d.date <= p))
}

fn pronoun(source: &str) -> bool {
    ["he", "she", "they", "it", "we", "i"].iter().any(|p| source.eq_ignore_ascii_case(p))
}

/// The most exact date in the content, the first of equals, and not the `spoken` one on which it was said; from the first to
/// the last day of "from 1995 to 2005" and "2020 and 2021".
fn event(
    document: &Document<'_>,
    attribution: &Attribution,
    times: &[TimeExpression],
    spoken: &[Span],
) -> Option<Dated> {
    let rank = |d: &Dated| match d.precision {
        Precision::Day => 0,
        Precision::Range => 1,
        Precision::Month => 2,
        Precision::Year => 3,
        Precision::Decade => 4,
    };
    let chosen = attribution
        .content
        .iter()
        .flat_map(|c| within(times, *c))
        .take(WEIGHED)
        .filter(|t| !spoken.contains(&t.span))
        .filter_map(|t| dated(t, DatedFrom::Content))
        .min_by_key(rank)?;
    let mut event = chosen;
    for _ in 0..MOST_JOINED {
        let Some(last) = up_to_next(document, times, &event) else { break };
        event.words.extend(&last.words);
        event.end = last.end;
    }
    if event.words.len() > 1 {
        event.precision = Precision::Range;
    }
    Some(event)
}

/// The date that ends a range which begins with this one ("from 1995 to 2005", "between March and May"), or that follows it
/// without a day between ("in 2020 and 2021", "on Monday and Tuesday").
fn up_to_next(document: &Document<'_>, times: &[TimeExpression], first: &Dated) -> Option<Dated> {
    let span = *first.words.last()?;
    let at = times.partition_point(|t| t.span.start <= span.start);
    let (this, next) = (times.get(at.checked_sub(1)?)?, times.get(at)?);
    let last = dated(next, DatedFrom::Content)
        .filter(|d| d.end > first.end && Some(d.precision) == this.precision)?;
    let token = |at: usize| document.tokens.partition_point(|t| t.span.start < at);
    let (begin, from, to) = (token(span.start), token(span.end), token(next.span.start));
    let word = |k: usize| document.tokens.get(k).map_or("", |t| t.span.of(document.text));
    let opener = begin.checked_sub(1).map_or("", word);
    let only = to == from + 1;
    let follows = first.end.succ_opt() == Some(last.date);
    let joined = match word(from) {
        "to" | "through" | "until" => only && opener.eq_ignore_ascii_case("from"),
        "and" => {
            only && (follows || opener.eq_ignore_ascii_case("between"))
                || to == from + 2 && follows && matches!(word(from + 1), "in" | "on")
        }
        // "in March or April": in one of them
        "or" => only && follows,
        // "in 2019, 2020 and 2021"
        "," => only && follows,
        mark => only && matches!(mark, "-" | "–"),
    };
    joined.then_some(last)
}

#[cfg(test)]
#[path = "assign_tests.rs"]
mod tests;
