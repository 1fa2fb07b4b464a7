//! What a golden file holds: a sample's text, and all that a careful reader finds in it.

use chrono::NaiveDate;
use onrecord::attribution::Kind;
use onrecord::claims::ClaimType;
use onrecord::dates::{DatedFrom, Precision};
use onrecord::span::Span;
use onrecord::speakers::{KnownBy, SpeakerType};

/// One golden file. Spans are byte offsets into `text`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Golden {
    /// The file name of the sample.
    pub(crate) sample: String,
    /// The article's text, without the marks.
    pub(crate) text: String,
    pub(crate) attributions: Vec<Attribution>,
    pub(crate) accusations: Vec<Accusation>,
    pub(crate) dates: Vec<Date>,
}

/// An attribution as a careful reader sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attribution {
    pub(crate) number: u32,
    pub(crate) kind: Kind,
    pub(crate) source: Vec<Span>,
    pub(crate) cue: Vec<Span>,
    pub(crate) content: Vec<Span>,
    /// Empty where there is no source.
    pub(crate) speakers: Vec<Speaker>,
    pub(crate) claim: ClaimType,
    pub(crate) target: Option<Names>,
    /// `None` where no reader could tell.
    pub(crate) said: Option<Said>,
    pub(crate) event: Option<Dated>,
    /// The number of the attribution within whose content this one stands.
    pub(crate) inside: Option<u32>,
}

/// A speaker of an attribution.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Speaker {
    pub(crate) names: Names,
    pub(crate) kind: SpeakerType,
    pub(crate) known_by: KnownBy,
}

/// Names that are accepted for the same one; never empty.
pub(crate) type Names = Vec<String>;

/// When something was said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    pub(crate) on: Dated,
    /// `None` where only the whole article tells it.
    pub(crate) from: Option<DatedFrom>,
}

/// First and last day, inclusive, and how exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    pub(crate) first: NaiveDate,
    pub(crate) last: NaiveDate,
    pub(crate) precision: Precision,
}

/// An accusation as a careful reader sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Accusation {
    /// `None` where nobody is named.
    pub(crate) accuser: Option<Names>,
    pub(crate) accused: Names,
    pub(crate) allegation: Vec<Span>,
    /// The number of the attribution that carries it.
    pub(crate) attribution: Option<u32>,
    pub(crate) explicit: bool,
    pub(crate) denied: bool,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) span: Span,
    /// TIMEX3 type.
    pub(crate) kind: String,
    /// TIMEX3 value.
    pub(crate) value: String,
}

impl Golden {
    /// The same truth with its spans moved to a text that differs in white space and markup only, as that of a page
    /// does. Marks at the edges of a span come along where the text has them there too.
    pub(crate) fn carried_to(&self, text: &str) -> Result<Golden, String> {
        let (from, to) = (letters(&self.text), letters(text));
        let same = from.iter().zip(&to).take_while(|(a, b)| a.1 == b.1).count();
        if same < from.len().max(to.len()) {
            let here = |text: &str, letters: &[(usize, char)]| {
                let at = letters.get(same).map_or(text.len(), |l| l.0);
                text.get(at..).unwrap_or("").chars().take(40).collect::<String>()
            };
            let (gold, sample) = (here(&self.text, &from), here(text, &to));
            return Err(format!("the golden text has {gold:?} where the sample has {sample:?}"));
        }
        let carry = |span: &mut Span| {
            let first = from.partition_point(|l| l.0 < span.start);
            let last = from.partition_point(|l| l.0 < span.end).saturating_sub(1);
            let (Some(&(first, _)), Some(&(last, letter))) = (from.get(first), from.get(last)) else {
                return;
            };
            let marks_before = self.text.get(span.start..first).unwrap_or("");
            let marks_after = self.text.get(last + letter.len_utf8()..span.end).unwrap_or("");
            let place = |at: usize| to.get(from.partition_point(|l| l.0 < at)).map_or(0, |l| l.0);
            let (start, end) = (place(first), place(last) + letter.len_utf8());
            let before = text.get(..start).unwrap_or("").chars().rev().zip(marks_before.chars().rev());
            let after = text.get(end..).unwrap_or("").chars().zip(marks_after.chars());
            let kept = |(a, b): &(char, char)| a == b;
            *span = Span::new(
                start - before.take_while(kept).map(|(c, _)| c.len_utf8()).sum::<usize>(),
                end + after.take_while(kept).map(|(c, _)| c.len_utf8()).sum::<usize>(),
            );
        };
        let mut golden = Golden { text: text.to_owned(), ..self.clone() };
        for a in &mut golden.attributions {
            a.source.iter_mut().chain(&mut a.cue).chain(&mut a.content).for_each(carry);
        }
        golden.accusations.iter_mut().flat_map(|a| &mut a.allegation).for_each(carry);
        golden.dates.iter_mut().map(|d| &mut d.span).for_each(carry);
        Ok(golden)
    }
}

fn letters(text: &str) -> Vec<(usize, char)> {
    text.char_indices().filter(|(_, c)| c.is_alphanumeric()).collect()
}

impl std::fmt::Display for Dated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (first, last) = (self.first, self.last);
        match self.precision {
            Precision::Day => write!(f, "{first}"),
            Precision::Month => write!(f, "{}", first.format("%Y-%m")),
            Precision::Year => write!(f, "{}", first.format("%Y")),
            Precision::Decade | Precision::Range => write!(f, "{first}..{last}"),
        }
    }
}
