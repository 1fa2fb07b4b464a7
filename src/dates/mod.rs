//! Dates: the time expressions of an article, and when each statement was made and what day it is about.

mod absolute;
mod accused;
mod assign;
mod business;
mod clause;
mod clock;
mod counted;
mod find;
mod happened;
mod holidays;
mod lexicon;
mod moment;
mod nearest;
mod numbers;
mod occasions;
mod ordinal;
mod reader;
mod relative;
mod sets;
mod steps;
mod tense;
mod units;
mod written;
mod years;

#[cfg(test)]
mod examples;

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
    /// How exact it is; `None` for sets, vague expressions and durations but those that end on a known day ("the past
    /// decade").
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
pub fn find(article: &Article, document: &Document<'_>) -> Vec<TimeExpression> {
    find::find(article, document)
}

/// Dates each attribution, in their order: when it was said and what day it is about.
pub fn assign(
    article: &Article,
    document: &Document<'_>,
    attributions: &[Attribution],
    times: &[TimeExpression],
) -> Vec<StatementDates> {
    assign::assign(article, document, attributions, times)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, date: Option<NaiveDate>) -> Vec<TimeExpression> {
        let article = Article { text: text.to_owned(), date, ..Article::default() };
        let document = crate::text::read(&article);
        let times = find(&article, &document);
        let attribution = Attribution { content: vec![Span::new(0, text.len())], ..Attribution::default() };
        assert_eq!(assign(&article, &document, &[attribution], &times).len(), 1);
        times
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// Words of the grammar in any order, with marks, huge numbers and odd characters, on any day that a calendar has.
        #[test]
        fn expressions_lie_in_the_text_in_order_and_apart(
            words in prop::collection::vec(
                prop::sample::select(vec![
                    "Oct", ".", "7", ",", "2023", "-", "last", "the", "year", "Friday", "two", "and", "a", "half",
                    "weeks", "ago", "at", "10", ":", "30", "p", "m", "99999999999999999999", "31", "Feb", "/", "'", "s",
                    "end", "of", "next", "quarter", "Easter", "9999", "999999999", "centuries", "later", "\u{202e}",
                    "\0", "\n", "每", "earlier", "following", "hundred", "thousand", "said", "will", "1990s", "third",
                    "until", "before", "Christmases", "other", "past", "29", "every", "daily", "from", "now", "weekend", "spring", "fiscal", "ended", "“", "”", "decade",
                ]),
                0..60,
            ),
            gaps in prop::collection::vec(any::<bool>(), 60),
            day in prop::option::of(-3_000_000i64..3_000_000),
        ) {
            let mut text = String::new();
            for (word, gap) in words.iter().zip(&gaps) {
                text.push_str(word);
                if *gap { text.push(' '); }
            }
            let date = day.and_then(|d| moment::add_days(NaiveDate::default(), d * 30));
            let times = read(&text, date);
            let mut end = 0;
            for time in &times {
                prop_assert!(time.span.start >= end && !time.span.is_empty());
                prop_assert!(!time.span.of(&text).is_empty() && !time.value.is_empty());
                prop_assert!(time.start <= time.end);
                prop_assert_eq!(time.precision.is_some(), time.start.is_some());
                end = time.span.end;
            }
        }
    }

    #[test]
    fn a_line_of_megabytes_takes_time_in_proportion() {
        let text = "the last two and a half hundred thousand May 3, ".repeat(20_000);
        assert_eq!(read(&text, NaiveDate::from_ymd_opt(2025, 12, 19)).len(), 20_000);
    }

    #[test]
    fn the_days_and_the_precision_of_an_expression() {
        let today = NaiveDate::from_ymd_opt(2025, 12, 19);
        for (text, first, last, precision) in [
            ("He left on Oct. 7.", "2025-10-07", "2025-10-07", Some(Precision::Day)),
            ("He left in October.", "2025-10-01", "2025-10-31", Some(Precision::Month)),
            ("He left last year.", "2024-01-01", "2024-12-31", Some(Precision::Year)),
            ("He left in the 1990s.", "1990-01-01", "1999-12-31", Some(Precision::Decade)),
            ("He left last week.", "2025-12-08", "2025-12-14", Some(Precision::Range)),
            ("He left two weeks ago.", "2025-12-02", "2025-12-08", Some(Precision::Range)),
            ("He left at 10 a.m. Monday.", "2025-12-15", "2025-12-15", Some(Precision::Day)),
            ("He left for two years.", "", "", None),
            ("He left recently.", "", "", None),
            ("It fell over the past decade.", "2015-12-20", "2025-12-19", Some(Precision::Range)),
        ] {
            let times = read(text, today);
            assert_eq!(times.len(), 1, "{text}");
            assert_eq!((times[0].start, times[0].end), (first.parse().ok(), last.parse().ok()), "{text}");
            assert_eq!(times[0].precision, precision, "{text}");
        }
    }
}
