//! Golden file → [`Golden`]. The format is explained in `docs/samples.md`. Reading never panics: whatever is wrong is
//! said with its line.

use super::golden::{Accusation, Attribution, Date, Dated, Golden, Names, Said, Speaker};
use chrono::NaiveDate;
use onrecord::attribution::Kind;
use onrecord::claims::ClaimType;
use onrecord::dates::{DatedFrom, Precision};
use onrecord::span::Span;
use onrecord::speakers::{KnownBy, SpeakerType};
use std::collections::{BTreeMap, BTreeSet};

/// Reads a golden file.
pub(crate) fn read(file: &str) -> Result<Golden, String> {
    let (head, rest) = file.split_once("\n=== text ===\n").ok_or("no line \"=== text ===\"")?;
    let (marked, rest) =
        rest.split_once("\n=== attributions ===\n").ok_or("no line \"=== attributions ===\"")?;
    let (attributions, rest) =
        rest.split_once("=== accusations ===\n").ok_or("no line \"=== accusations ===\"")?;
    let (accusations, dates) = rest.split_once("=== dates ===\n").ok_or("no line \"=== dates ===\"")?;
    let sample =
        head.trim().strip_prefix("sample: ").ok_or("the first line is not \"sample: FILE\"")?.to_owned();
    let (text, marks) = read_text(marked.trim_end_matches('\n'))?;
    let attributions =
        lines(attributions).map(|l| attribution(l, &text, &marks)).collect::<Result<Vec<_>, _>>()?;
    check_numbers(&attributions, &marks)?;
    let accusations =
        lines(accusations).map(|l| accusation(l, &text, &attributions)).collect::<Result<_, _>>()?;
    let mut from = 0;
    let mut read_dates = Vec::new();
    for line in lines(dates) {
        let date = date(line, &text, from)?;
        from = date.span.end;
        read_dates.push(date);
    }
    Ok(Golden { sample, text, attributions, accusations, dates: read_dates })
}

fn lines(section: &str) -> impl Iterator<Item = &str> {
    section.lines().map(str::trim).filter(|l| !l.is_empty())
}

/// The spans of each role ('S', 'Q' or 'C') and number, in text order.
type Marks = BTreeMap<(char, u32), Vec<Span>>;

/// Takes the marks out of the text: `[S1 words]`, `[C1,2 words]`, nested as they like; `\[` and `\]` are brackets.
fn read_text(marked: &str) -> Result<(String, Marks), String> {
    let mut text = String::with_capacity(marked.len());
    let mut open: Vec<(char, Vec<u32>, usize)> = Vec::new();
    let mut marks = Marks::new();
    let mut rest = marked;
    while let Some(at) = rest.find(['[', ']', '\\']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        if let Some(bracket) =
            from.strip_prefix('\\').and_then(|f| f.chars().next()).filter(|c| "[]\\".contains(*c))
        {
            text.push(bracket);
            rest = from.get(2..).unwrap_or("");
        } else if let Some(after) = from.strip_prefix(']') {
            let (role, numbers, start) =
                open.pop().ok_or_else(|| format!("a ] too many after {:?}", tail(&text)))?;
            let span = Span::new(start, text.len());
            if span.of(&text).trim().is_empty() {
                return Err(format!("an empty mark {role}{numbers:?}"));
            }
            for number in numbers {
                marks.entry((role, number)).or_default().push(span);
            }
            rest = after;
        } else if let Some(inner) = from.strip_prefix('[') {
            let (label, after) =
                inner.split_once(' ').ok_or_else(|| format!("a mark without words: {:?}", tail(&text)))?;
            let (role, numbers) =
                read_label(label).ok_or_else(|| format!("not a mark: [{label} (for a bracket write \\[)"))?;
            open.push((role, numbers, text.len()));
            rest = after;
        } else {
            text.push('\\');
            rest = from.get(1..).unwrap_or("");
        }
    }
    text.push_str(rest);
    if let Some((role, numbers, _)) = open.pop() {
        return Err(format!("the mark {role}{numbers:?} is never closed"));
    }
    for spans in marks.values_mut() {
        spans.sort();
    }
    Ok((text, marks))
}

fn read_label(label: &str) -> Option<(char, Vec<u32>)> {
    let role = label.chars().next().filter(|c| "SQC".contains(*c))?;
    let numbers = label.get(1..)?.split(',').map(str::parse).collect::<Result<Vec<u32>, _>>().ok()?;
    Some((role, numbers))
}

fn tail(text: &str) -> String {
    let mut last: Vec<char> = text.chars().rev().take(30).collect();
    last.reverse();
    last.into_iter().collect()
}

fn attribution(line: &str, text: &str, marks: &Marks) -> Result<Attribution, String> {
    let wrong = |what: &str| format!("{what} in the attribution line {line:?}");
    let mut fields = line.split(" | ");
    let number = fields.next().and_then(|n| n.parse().ok()).ok_or_else(|| wrong("no number"))?;
    let kind =
        fields.next().and_then(|k| named(&Kind::ALL, Kind::name, k)).ok_or_else(|| wrong("no kind"))?;
    let mut values: BTreeMap<&str, &str> = BTreeMap::new();
    for field in fields {
        let (key, value) = field.split_once(": ").ok_or_else(|| wrong(&format!("no \": \" in {field:?}")))?;
        if values.insert(key, value).is_some() {
            return Err(wrong(&format!("{key:?} twice")));
        }
    }
    let mut take = |key: &str| values.remove(key);
    let speakers = speakers(take("speaker").ok_or_else(|| wrong("no speaker"))?, take("known_by"))
        .map_err(|e| wrong(&e))?;
    let claim = take("type").ok_or_else(|| wrong("no type"))?;
    let (claim, target) = match claim.split_once(" -> ") {
        Some((claim, target)) => (claim, Some(names(target))),
        None => (claim, None),
    };
    let claim = named(&ClaimType::ALL, ClaimType::name, claim).ok_or_else(|| wrong("an unknown type"))?;
    let said = match take("said").ok_or_else(|| wrong("no said date"))? {
        "-" => None,
        said => Some(read_said(said, text).map_err(|e| wrong(&e))?),
    };
    let event = take("event").map(|e| read_event(e, text).map_err(|e| wrong(&e))).transpose()?;
    let inside = take("inside").map(|n| n.parse().map_err(|_| wrong("a wrong inside"))).transpose()?;
    if let Some(key) = values.keys().next() {
        return Err(wrong(&format!("an unknown key {key:?}")));
    }
    let spans = |role: char| marks.get(&(role, number)).cloned().unwrap_or_default();
    let (source, cue, content) = (spans('S'), spans('Q'), spans('C'));
    if content.is_empty() {
        return Err(wrong("no content is marked for it"));
    }
    // A quotation that goes on has the speaker of the one before it, and no source.
    let goes_on = source.is_empty() && speakers.iter().all(|s| s.known_by == KnownBy::Quotation);
    if source.is_empty() != speakers.is_empty() && !goes_on {
        return Err(wrong("a speaker without a source, or a source without a speaker"));
    }
    Ok(Attribution { number, kind, source, cue, content, speakers, claim, target, said, event, inside })
}

fn named<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, wanted: &str) -> Option<T> {
    all.iter().copied().find(|t| name(*t) == wanted)
}

/// `Name / Other name (person) + Name (place)`, with as many ways of being known.
fn speakers(value: &str, known_by: Option<&str>) -> Result<Vec<Speaker>, String> {
    const TYPES: [SpeakerType; 6] = [
        SpeakerType::Person,
        SpeakerType::Organization,
        SpeakerType::Place,
        SpeakerType::Group,
        SpeakerType::Document,
        SpeakerType::Unnamed,
    ];
    const WAYS: [KnownBy; 7] = [
        KnownBy::Name,
        KnownBy::ShortName,
        KnownBy::Title,
        KnownBy::Description,
        KnownBy::Pronoun,
        KnownBy::Quotation,
        KnownBy::Byline,
    ];
    let ways: Vec<&str> = known_by.map_or(Vec::new(), |ways| ways.split(" + ").collect());
    if value == "-" {
        return if ways.is_empty() { Ok(Vec::new()) } else { Err("known_by without a speaker".to_owned()) };
    }
    let all: Vec<&str> = value.split(" + ").collect();
    if all.len() != ways.len() {
        return Err(format!("{} speakers but {} known_by", all.len(), ways.len()));
    }
    let read = |(one, way): (&&str, &&str)| {
        let (list, kind) =
            one.strip_suffix(')').and_then(|o| o.rsplit_once(" (")).ok_or("no (type) after the speaker")?;
        let kind = named(&TYPES, SpeakerType::name, kind)
            .ok_or_else(|| format!("an unknown speaker type {kind:?}"))?;
        let known_by =
            named(&WAYS, KnownBy::name, way).ok_or_else(|| format!("an unknown known_by {way:?}"))?;
        Ok(Speaker { names: names(list), kind, known_by })
    };
    all.iter().zip(&ways).map(read).collect()
}

fn names(list: &str) -> Names {
    list.split(" / ").map(|n| n.trim().to_owned()).collect()
}

/// `2026-03-03 day cue "on Tuesday"`, `2026-03-04 day published`, `2026-03-04 day context`.
fn read_said(value: &str, text: &str) -> Result<Said, String> {
    const PLACES: [DatedFrom; 4] =
        [DatedFrom::Cue, DatedFrom::Paragraph, DatedFrom::Dateline, DatedFrom::Published];
    let (value, quoted) = with_words(value, text)?;
    let (date, from) = value.rsplit_once(' ').ok_or("no place in the said date")?;
    let from = match from {
        "context" => None,
        from => {
            Some(named(&PLACES, DatedFrom::name, from).ok_or_else(|| format!("an unknown place {from:?}"))?)
        }
    };
    let needs_words = from.is_some_and(|f| f != DatedFrom::Published);
    if needs_words != quoted {
        return Err("words are due after cue, paragraph and dateline, and only there".to_owned());
    }
    Ok(Said { on: read_dated(date)?, from })
}

/// `2026-03-03 day "the 3 March fire"`.
fn read_event(value: &str, text: &str) -> Result<Dated, String> {
    match with_words(value, text)? {
        (date, true) => read_dated(date),
        _ => Err("an event date without its words".to_owned()),
    }
}

/// Takes `"words"` off the end; they must stand in the text.
fn with_words<'a>(value: &'a str, text: &str) -> Result<(&'a str, bool), String> {
    let Some(open) = value.strip_suffix('"') else { return Ok((value, false)) };
    let (rest, words) = open.split_once(" \"").ok_or("a \" too many")?;
    if whole_words(text, words, 0).is_none() {
        Err(format!("{words:?} is not in the text"))
    } else {
        Ok((rest, true))
    }
}

/// `2026-03-03 day`, `2026-03 month`, `2026 year`, `2026-03-02..2026-03-08 range`.
fn read_dated(value: &str) -> Result<Dated, String> {
    let wrong = || format!("not a date with its precision: {value:?}");
    let (date, precision) = value.split_once(' ').ok_or_else(wrong)?;
    let precision = named(
        &[Precision::Day, Precision::Month, Precision::Year, Precision::Decade, Precision::Range],
        Precision::name,
        precision,
    )
    .ok_or_else(wrong)?;
    let day = |d: &str| d.parse::<NaiveDate>().ok();
    let span = match precision {
        Precision::Day => day(date).map(|d| (d, d)),
        Precision::Month => day(&format!("{date}-01"))
            .and_then(|d| Some((d, d.checked_add_months(chrono::Months::new(1))?.pred_opt()?))),
        Precision::Year => day(&format!("{date}-01-01")).zip(day(&format!("{date}-12-31"))),
        Precision::Decade => day(&format!("{date}0-01-01")).zip(day(&format!("{date}9-12-31"))),
        Precision::Range => date.split_once("..").and_then(|(a, b)| day(a).zip(day(b))),
    };
    let (first, last) = span.filter(|(first, last)| first <= last).ok_or_else(wrong)?;
    Ok(Dated { first, last, precision })
}

fn accusation(line: &str, text: &str, attributions: &[Attribution]) -> Result<Accusation, String> {
    let wrong = |what: &str| format!("{what} in the accusation line {line:?}");
    let fields: Vec<&str> = line.split(" | ").collect();
    let [accuser, accused, allegation, attribution, grade, denied] = fields[..] else {
        return Err(wrong("not six fields"));
    };
    let attribution = match attribution.strip_prefix("attribution ").map(str::parse::<u32>) {
        Some(Ok(number)) => Some(number),
        _ if attribution == "-" => None,
        _ => return Err(wrong("neither \"attribution N\" nor -")),
    };
    // The words are looked for where the attribution stands, else from the text's beginning.
    let near = match attribution {
        Some(number) => {
            let carrier = attributions
                .iter()
                .find(|a| a.number == number)
                .ok_or_else(|| wrong("no such attribution"))?;
            carrier.content.iter().map(|s| s.start).min().unwrap_or(0)
        }
        None => 0,
    };
    let mut from = near;
    let mut spans = Vec::new();
    for piece in allegation.split(" … ") {
        let start =
            text.get(from..).and_then(|t| t.find(piece)).map(|at| from + at).or_else(|| text.find(piece));
        let start = start.ok_or_else(|| wrong(&format!("{piece:?} is not in the text")))?;
        spans.push(Span::new(start, start + piece.len()));
        from = start + piece.len();
    }
    Ok(Accusation {
        accuser: (accuser != "-").then(|| names(accuser)),
        accused: names(accused),
        allegation: spans,
        attribution,
        explicit: match grade {
            "explicit" => true,
            "implicit" => false,
            _ => return Err(wrong("neither explicit nor implicit")),
        },
        denied: match denied {
            "denied: yes" => true,
            "denied: no" => false,
            _ => return Err(wrong("neither \"denied: yes\" nor \"denied: no\"")),
        },
    })
}

/// `Tuesday | DATE 2026-03-03`; the first such words from byte `from` on are meant.
fn date(line: &str, text: &str, from: usize) -> Result<Date, String> {
    let wrong = |what: &str| format!("{what} in the date line {line:?}");
    let (words, value) = line.split_once(" | ").ok_or_else(|| wrong("no |"))?;
    let (kind, value) = value.split_once(' ').ok_or_else(|| wrong("no type or no value"))?;
    if !["DATE", "TIME", "DURATION", "SET"].contains(&kind) {
        return Err(wrong("an unknown type"));
    }
    let span =
        whole_words(text, words, from).ok_or_else(|| wrong("words that do not come next in the text"))?;
    Ok(Date { span, kind: kind.to_owned(), value: value.to_owned() })
}

/// The first place from byte `from` on where the words stand and are no part of longer words.
fn whole_words(text: &str, words: &str, from: usize) -> Option<Span> {
    let bare = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    let places = text.get(from..)?.match_indices(words);
    places.map(|(at, _)| Span::new(from + at, from + at + words.len())).find(|s| {
        bare(text.get(..s.start).and_then(|t| t.chars().next_back()))
            && bare(text.get(s.end..).and_then(|t| t.chars().next()))
    })
}

fn check_numbers(attributions: &[Attribution], marks: &Marks) -> Result<(), String> {
    let mut listed = BTreeSet::new();
    for attribution in attributions {
        if !listed.insert(attribution.number) {
            return Err(format!("two lines for attribution {}", attribution.number));
        }
    }
    if let Some((role, number)) = marks.keys().find(|(_, n)| !listed.contains(n)) {
        return Err(format!("{role}{number} is marked but has no line"));
    }
    for attribution in attributions {
        let Some(outer) = attribution.inside else { continue };
        let outer = attributions
            .iter()
            .find(|a| a.number == outer)
            .ok_or_else(|| format!("inside: no attribution {outer}"))?;
        let within = |span: &Span| outer.content.iter().any(|o| o.contains(*span));
        if !attribution.content.iter().all(within) {
            return Err(format!("attribution {} does not stand inside {}", attribution.number, outer.number));
        }
    }
    Ok(())
}
