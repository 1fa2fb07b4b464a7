//! Dates: the time expressions of an article, and when each statement was made and what day it is about.

use crate::article::Article;
use crate::attribution::Attribution;
use crate::span::Span;
use crate::text::Document;
use chrono::NaiveDate;

/// A time expression (TIMEX3, ISO-TimeML) with the days that it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// The words.
    pub span: Span,
    /// TIMEX3 value: "2025-10-07", "2025-W40", "P2Y", "PRESENT_REF", "2025-12-19T10:00".
    pub value: String,
    /// TIMEX3 type.
    pub kind: TimexType,
    /// First day covered, where it is known (the outlet's own day; no time zone).
    pub start: Option<NaiveDate>,
    /// Last day covered, inclusive.
    pub end: Option<NaiveDate>,
    /// How exact it is; `None` for durations, sets and vague expressions.
    pub precision: Option<Precision>,
}

/// TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimexType {
    /// A day, month, year, …
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A repeated time.
    Set,
}

impl TimexType {
    /// The TIMEX3 name.
    pub const fn name(self) -> &'static str {
        match self {
            TimexType::Date => "DATE",
            TimexType::Time => "TIME",
            TimexType::Duration => "DURATION",
            TimexType::Set => "SET",
        }
    }
}

/// How exact a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// One day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// From one day to another.
    Range,
}

impl Precision {
    /// The name in output and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Precision::Day => "day",
            Precision::Month => "month",
            Precision::Year => "year",
            Precision::Decade => "decade",
            Precision::Range => "range",
        }
    }
}

/// The date of a saying or of an event, and where it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// First day.
    pub date: NaiveDate,
    /// Last day, inclusive; equal to `date` for one day.
    pub end: NaiveDate,
    /// How exact it is.
    pub precision: Precision,
    /// Where it was read.
    pub from: DatedFrom,
    /// The words it was read from; empty for `Published`.
    pub words: Vec<Span>,
}

/// Where a date was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DatedFrom {
    /// Words in the clause of the cue ("said on Tuesday").
    Cue,
    /// Words elsewhere in the paragraph.
    Paragraph,
    /// The dateline ("GENEVA, Dec 12").
    Dateline,
    /// The article's date of publication.
    Published,
    /// Words in the content itself (event dates only).
    Content,
}

impl DatedFrom {
    /// The name in output and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            DatedFrom::Cue => "cue",
            DatedFrom::Paragraph => "paragraph",
            DatedFrom::Dateline => "dateline",
            DatedFrom::Published => "published",
            DatedFrom::Content => "content",
        }
    }
}

/// The two dates of one statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementDates {
    /// When it was said; `None` where nothing is known.
    pub said_on: Option<Dated>,
    /// What day it is about; `None` where the content names none.
    pub event_on: Option<Dated>,
}

/// Finds and normalises the time expressions of an article, in text order, none overlapping another.
pub fn find(_article: &Article, _document: &Document<'_>) -> Vec<TimeExpression> {
    Vec::new()
}

/// Dates each attribution, in their order.
pub fn assign(
    _article: &Article,
    _document: &Document<'_>,
    attributions: &[Attribution],
    _times: &[TimeExpression],
) -> Vec<StatementDates> {
    vec![StatementDates::default(); attributions.len()]
}
