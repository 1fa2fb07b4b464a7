//! What the tool says about a sample against what a careful reader sees: errors, one readable line each, and totals.
//! Attributions are paired as PolNeAR's scorer does it: contents first, then sources, by the words they share.

use super::golden::{self, Dated, Golden};
use super::matching::{self, Pairs, Tokens, fits, is_named, jaccard, pair, words};
use super::report::{Ability, Totals};
use onrecord::claims::Accusation;
use onrecord::dates::{self, DatedFrom};
use onrecord::extract::Extraction;
use onrecord::span::Span;
use std::collections::BTreeSet;

/// Compares; the errors come in the order of the golden file, then what the tool made up.
pub(crate) fn compare(golden: &Golden, got: &Extraction, totals: &mut Totals) -> Vec<String> {
    let mut errors = Errors { text: &golden.text, words: words(&golden.text), lines: Vec::new(), totals };
    let pairs = errors.attributions(golden, got);
    errors.accusations(golden, got, &pairs);
    errors.dates(golden, got);
    errors.lines
}

struct Errors<'a> {
    text: &'a str,
    words: Vec<Span>,
    lines: Vec<String>,
    totals: &'a mut Totals,
}

impl Errors<'_> {
    fn attributions(&mut self, golden: &Golden, got: &Extraction) -> Pairs {
        let want: Vec<_> =
            golden.attributions.iter().map(|a| (self.tokens(&a.content), self.tokens(&a.source))).collect();
        let have: Vec<_> =
            got.attributions.iter().map(|a| (self.tokens(&a.content), self.tokens(&a.source))).collect();
        let pairs = pair(&want, &have);
        for (n, attribution) in golden.attributions.iter().enumerate() {
            let number = attribution.number;
            let Some(found) = pairs.get(n).copied().flatten() else {
                let shown = self.shown(&attribution.source, &attribution.cue, &attribution.content);
                self.line(format!("missed attribution {number}: {shown}"));
                for ability in Ability::OF_ATTRIBUTION {
                    self.totals.missed(ability, attribution);
                }
                continue;
            };
            let sources_meet = match (want.get(n), have.get(found)) {
                (Some(want), Some(have)) => jaccard(&want.1, &have.1) >= 0.5,
                _ => false,
            };
            let have = got.attributions.get(found);
            let have_source = have.map_or(String::new(), |a| self.joined(&a.source));
            let want_source = self.joined(&attribution.source);
            let of = |what: &str| format!("{what} of {number}");
            self.check(
                Ability::Attribution,
                sources_meet,
                of("source"),
                quoted(&have_source),
                quoted(&want_source),
            );
            if let Some(have) = have {
                let kind = have.kind;
                self.check(
                    Ability::Kind,
                    kind == attribution.kind,
                    of("kind"),
                    kind.name().into(),
                    attribution.kind.name().into(),
                );
                let outer = have.inside.map(|o| match pairs.iter().position(|p| *p == Some(o)) {
                    Some(n) => golden.attributions.get(n).map_or(0, |a| a.number),
                    None => 0,
                });
                let outer_name = |o: Option<u32>| match o {
                    None => "none".to_owned(),
                    Some(0) => "one that is not there".to_owned(),
                    Some(n) => n.to_string(),
                };
                if attribution.inside.is_some() || outer.is_some() {
                    self.check(
                        Ability::Inside,
                        outer == attribution.inside,
                        of("inside"),
                        outer_name(outer),
                        outer_name(attribution.inside),
                    );
                }
            }
            self.speakers(attribution, got, found);
            self.claim(attribution, got, found);
            self.statement_dates(attribution, got, found);
        }
        for (n, extra) in got.attributions.iter().enumerate() {
            if !pairs.contains(&Some(n)) {
                let shown = self.shown(&extra.source, &extra.cue, &extra.content);
                self.totals.extra(Ability::Attribution);
                self.line(format!("extra attribution: {shown}"));
            }
        }
        pairs
    }

    fn speakers(&mut self, want: &golden::Attribution, got: &Extraction, found: usize) {
        if want.speakers.is_empty() {
            return;
        }
        let none = Vec::new();
        let have = got.speakers.of_attribution.get(found).unwrap_or(&none);
        let name = |s: &onrecord::speakers::Speaker| match s.entity.and_then(|e| got.speakers.entities.get(e))
        {
            Some(entity) => entity.name.clone(),
            None => "unknown".to_owned(),
        };
        let have_names: Vec<String> = have.iter().map(name).collect();
        let fits = have.len() == want.speakers.len()
            && want.speakers.iter().all(|w| have_names.iter().any(|h| is_named(h, &w.names)));
        let want_names: Vec<&str> =
            want.speakers.iter().filter_map(|w| w.names.first()).map(String::as_str).collect();
        let of = |what: &str| format!("{what} of {}", want.number);
        let or_none = |list: String| if list.is_empty() { "none".to_owned() } else { list };
        self.check(
            Ability::Speaker,
            fits,
            of("speaker"),
            or_none(have_names.join(" + ")),
            want_names.join(" + "),
        );
        let list = |names: Vec<&str>| or_none(names.join(" + "));
        let (have_kinds, want_kinds) = (
            list(have.iter().map(|s| s.kind.name()).collect()),
            list(want.speakers.iter().map(|s| s.kind.name()).collect()),
        );
        self.check(
            Ability::SpeakerType,
            have_kinds == want_kinds,
            of("speaker type"),
            have_kinds,
            want_kinds,
        );
        let (have_ways, want_ways) = (
            list(have.iter().map(|s| s.known_by.name()).collect()),
            list(want.speakers.iter().map(|s| s.known_by.name()).collect()),
        );
        self.check(Ability::KnownBy, have_ways == want_ways, of("known_by"), have_ways, want_ways);
    }

    fn claim(&mut self, want: &golden::Attribution, got: &Extraction, found: usize) {
        let Some(have) = got.claims.of_attribution.get(found) else { return };
        let of = |what: &str| format!("{what} of {}", want.number);
        self.check(
            Ability::Type,
            have.kind == want.claim,
            of("type"),
            have.kind.name().into(),
            want.claim.name().into(),
        );
        if let Some(target) = &want.target {
            let name = have.target.as_ref().map_or("none", |t| t.name.as_str());
            self.check(
                Ability::Target,
                fits(name, target),
                of("target"),
                name.into(),
                target.first().cloned().unwrap_or_default(),
            );
        }
    }

    fn statement_dates(&mut self, want: &golden::Attribution, got: &Extraction, found: usize) {
        let Some(have) = got.statement_dates.get(found) else { return };
        let of = |what: &str| format!("{what} of {}", want.number);
        if let Some(said) = &want.said {
            let right = have.said_on.as_ref().is_some_and(|h| same(h, &said.on));
            self.check(
                Ability::Said,
                right,
                of("said"),
                shown_date(have.said_on.as_ref()),
                said.on.to_string(),
            );
            if let Some(from) = said.from {
                let from_got = have.said_on.as_ref().map(|h| h.from);
                let name = from_got.map_or("nowhere", DatedFrom::name);
                self.check(
                    Ability::SaidFrom,
                    from_got == Some(from),
                    of("said from"),
                    name.into(),
                    from.name().into(),
                );
            }
        }
        if want.event.is_some() || have.event_on.is_some() {
            let right = match (&want.event, &have.event_on) {
                (Some(want), Some(have)) => same(have, want),
                _ => false,
            };
            let wanted = want.event.as_ref().map_or("none".to_owned(), Dated::to_string);
            self.check(Ability::Event, right, of("event"), shown_date(have.event_on.as_ref()), wanted);
        }
    }

    fn accusations(&mut self, golden: &Golden, got: &Extraction, pairs: &Pairs) {
        let mut free: Vec<usize> = (0..got.claims.accusations.len()).collect();
        for (n, want) in golden.accusations.iter().enumerate() {
            let carrier = golden.attributions.iter().position(|a| Some(a.number) == want.attribution);
            let cue = carrier.and_then(|c| golden.attributions.get(c)).map_or(Vec::new(), |a| a.cue.clone());
            let wanted = format!(
                "{} → {}: {}",
                shown_names(want.accuser.as_ref()),
                shown_names(Some(&want.accused)),
                self.joined(&want.allegation)
            );
            let meets = |have: &Accusation| {
                let shared = jaccard(&self.tokens(&want.allegation), &self.tokens(&have.allegation)) >= 0.3;
                let cues = cue.iter().any(|c| have.cue.iter().any(|h| c.overlaps(*h)));
                (shared || cues) && fits(&have.accused.name, &want.accused)
            };
            let accuser_fits = |have: &Accusation| match (&want.accuser, &have.accuser) {
                (Some(want), Some(have)) => fits(&have.name, want),
                (None, None) => true,
                _ => false,
            };
            let candidates =
                || free.iter().enumerate().filter_map(|(at, n)| Some((at, got.claims.accusations.get(*n)?)));
            let met = candidates()
                .filter(|(_, a)| meets(a))
                .max_by_key(|(at, a)| (accuser_fits(a), usize::MAX - at))
                .map(|(at, _)| at);
            let Some(have) = met.and_then(|at| got.claims.accusations.get(free.remove(at))) else {
                self.line(format!("missing accusation {}: {wanted}", n + 1));
                for ability in
                    [Ability::Accusation, Ability::Accuser, Ability::Denied, Ability::Grade, Ability::Carrier]
                {
                    self.totals.counted(ability, false);
                }
                continue;
            };
            let of = |what: &str| format!("{what} of accusation {}", n + 1);
            let truth = |b: bool| if b { "yes" } else { "no" }.to_owned();
            let grade = |b: bool| if b { "explicit" } else { "implicit" }.to_owned();
            self.totals.counted(Ability::Accusation, true);
            let accuser = have.accuser.as_ref().map_or("nobody".to_owned(), |a| a.name.clone());
            self.check(
                Ability::Accuser,
                accuser_fits(have),
                of("accuser"),
                accuser,
                shown_names(want.accuser.as_ref()),
            );
            self.check(
                Ability::Denied,
                have.denied == want.denied,
                of("denied"),
                truth(have.denied),
                truth(want.denied),
            );
            self.check(
                Ability::Grade,
                have.explicit == want.explicit,
                of("grade"),
                grade(have.explicit),
                grade(want.explicit),
            );
            let carried = carrier.and_then(|c| pairs.get(c).copied().flatten());
            let number = |at: Option<usize>| {
                at.map_or("none".to_owned(), |at| {
                    let n =
                        pairs.iter().position(|p| *p == Some(at)).and_then(|n| golden.attributions.get(n));
                    n.map_or("one that is not there".to_owned(), |a| a.number.to_string())
                })
            };
            let wanted = want.attribution.map_or("none".to_owned(), |n| n.to_string());
            let right = have.attribution == carried && (carried.is_some() || want.attribution.is_none());
            self.check(Ability::Carrier, right, of("attribution"), number(have.attribution), wanted);
        }
        for have in free.iter().filter_map(|n| got.claims.accusations.get(*n)) {
            let accuser = have.accuser.as_ref().map_or("nobody", |a| a.name.as_str());
            let line = format!(
                "extra accusation: {accuser} → {}: {}",
                have.accused.name,
                self.joined(&have.allegation)
            );
            self.totals.extra(Ability::Accusation);
            self.line(line);
        }
    }

    fn dates(&mut self, golden: &Golden, got: &Extraction) {
        let mut used = BTreeSet::new();
        for want in &golden.dates {
            let words = want.span.of(self.text);
            let met =
                got.times.iter().enumerate().find(|(n, t)| t.span.overlaps(want.span) && !used.contains(n));
            let Some((n, have)) = met else {
                self.line(format!("missing date: {words} ({} {})", want.kind, want.value));
                for ability in [Ability::DateFound, Ability::DateSpan, Ability::DateValue] {
                    self.totals.counted(ability, false);
                }
                continue;
            };
            used.insert(n);
            self.totals.counted(Ability::DateFound, true);
            let span = have.span.of(self.text);
            self.check(
                Ability::DateSpan,
                have.span == want.span,
                "words of a date".into(),
                quoted(span),
                quoted(words),
            );
            let value = format!("{} {}", have.kind.name(), have.value);
            let wanted = format!("{} {}", want.kind, want.value);
            self.check(
                Ability::DateValue,
                value == wanted,
                format!("value of the date {words:?}"),
                value,
                wanted,
            );
        }
        for (n, have) in got.times.iter().enumerate() {
            if !used.contains(&n) {
                self.totals.extra(Ability::DateFound);
                self.line(format!(
                    "extra date: {} ({} {})",
                    have.span.of(self.text),
                    have.kind.name(),
                    have.value
                ));
            }
        }
    }

    fn check(&mut self, ability: Ability, right: bool, what: String, got: String, want: String) {
        self.totals.counted(ability, right);
        if !right {
            self.line(format!("{what}: got {got}, want {want}"));
        }
    }

    fn line(&mut self, line: String) {
        self.lines.push(line.split_whitespace().collect::<Vec<_>>().join(" "));
    }

    fn tokens(&self, spans: &[Span]) -> Tokens {
        matching::tokens(&self.words, spans)
    }

    fn joined(&self, spans: &[Span]) -> String {
        spans.iter().map(|s| s.of(self.text)).collect::<Vec<_>>().join(" … ")
    }

    fn shown(&self, source: &[Span], cue: &[Span], content: &[Span]) -> String {
        let content = self.joined(content);
        let short: String = content.chars().take(80).collect();
        let dots = if short.len() < content.len() { "…" } else { "" };
        format!("[{}] {} :: {short}{dots}", self.joined(source), self.joined(cue))
    }
}

fn same(have: &dates::Dated, want: &Dated) -> bool {
    (have.date, have.end, have.precision) == (want.first, want.last, want.precision)
}

fn shown_date(date: Option<&dates::Dated>) -> String {
    let shown = |d: &dates::Dated| Dated { first: d.date, last: d.end, precision: d.precision }.to_string();
    date.map_or("none".to_owned(), shown)
}

fn shown_names(names: Option<&golden::Names>) -> String {
    names.and_then(|n| n.first()).map_or("nobody".to_owned(), Clone::clone)
}

fn quoted(words: &str) -> String {
    if words.is_empty() { "none".to_owned() } else { format!("“{words}”") }
}
