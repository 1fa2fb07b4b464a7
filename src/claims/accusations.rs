//! The accusations of an article: what the expressions of `explicit` and `nominal` and the contents of `implicit`
//! give, as one row for each accuser and accused.

use super::denials::Denials;
use super::flag;
use super::kinds::Blame;
use super::parties::same;
use super::reading::Reading;
use super::{Accusation, ClaimType, Party, explicit, implicit, nominal};
use crate::attribution::Attribution;
use crate::span::Span;
use crate::speakers::Speaker;
use std::collections::HashMap;

/// The most rows that one expression gives (accusers times accused).
const MOST_ROWS: usize = 16;
/// How far behind an accusation its speaker may go on about the accused, in tokens.
const GOES_ON: usize = 60;

/// What one expression or content gives, before it is multiplied out.
#[derive(Clone, Debug, Default)]
pub(super) struct Finding {
    /// Who accuses; empty where nobody is named.
    pub(super) accusers: Vec<Party>,
    /// Who is accused; empty for `each_other`, unless they have one name.
    pub(super) accused: Vec<Party>,
    /// Whether the accusers accuse one another.
    pub(super) each_other: bool,
    /// What they are said to have done.
    pub(super) allegation: Vec<Span>,
    /// The words that accuse.
    pub(super) cue: Vec<Span>,
    /// The attribution that carries it.
    pub(super) attribution: Option<usize>,
    /// Whether the expression itself denotes accusing.
    pub(super) explicit: bool,
    /// Whether the expression itself says that the accused denies it ("denied accusations of").
    pub(super) denied: bool,
    /// Probability, 0 to 1.
    pub(super) confidence: f32,
}

/// The attributions of a document and what is known of their sources, by the tokens of their cues.
pub(super) struct Carriers<'a> {
    /// The attributions.
    pub(super) attributions: &'a [Attribution],
    by_token: Vec<(usize, usize)>,
    topics: Vec<Option<usize>>,
    /// The contents by their beginnings, with their attributions.
    contents: Vec<(Span, usize)>,
}

impl<'a> Carriers<'a> {
    /// Sorts the cues' tokens.
    pub(super) fn new(reading: &Reading<'_>, attributions: &'a [Attribution]) -> Self {
        let mut by_token = Vec::new();
        for (index, attribution) in attributions.iter().enumerate() {
            for &cue in &attribution.cue {
                by_token.extend(reading.tokens_of(cue).take(30).map(|token| (token, index)));
            }
        }
        by_token.sort_unstable();
        let topics = attributions.iter().map(|attribution| reading.topic(&attribution.cue)).collect();
        let of_each = |(index, a): (usize, &'a Attribution)| a.content.iter().map(move |&span| (span, index));
        let mut contents: Vec<(Span, usize)> = attributions.iter().enumerate().flat_map(of_each).collect();
        contents.sort_unstable_by_key(|(span, index)| (span.start, *index));
        Self { attributions, by_token, topics, contents }
    }

    /// Who says "I" or is meant by "me" at a token: the speakers of the innermost attribution whose content holds it.
    pub(super) fn speaking(&self, reading: &Reading<'_>, token: usize) -> Vec<Party> {
        let word = reading.span(token..token + 1);
        let last = self.contents.partition_point(|(span, _)| span.start <= word.start);
        let near = self.contents.get(last.saturating_sub(MOST_ROWS)..last).unwrap_or(&[]);
        let inner = near.iter().rev().find(|(span, _)| span.contains(word));
        inner.map_or_else(Vec::new, |&(_, index)| self.accusers(reading, index))
    }

    /// Whom a speaker has accused goes on to be "he" in what he says right after: learns it from the expressions that accuse.
    fn learn(&mut self, reading: &Reading<'_>, findings: &[Finding]) {
        let mut accused: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
        for finding in findings.iter().filter(|f| f.explicit) {
            let [Party { entity: Some(accused_one), .. }] = finding.accused[..] else { continue };
            let Some(cue) = finding.cue.first() else { continue };
            for accuser in finding.accusers.iter().take(MOST_ROWS).filter_map(|a| a.entity) {
                accused.entry(accuser).or_default().push((cue.start, accused_one));
            }
        }
        accused.values_mut().for_each(|told| told.sort_unstable());
        for (index, attribution) in self.attributions.iter().enumerate() {
            let Some(content) = attribution.content.first() else { continue };
            let speakers = reading.speakers.of_attribution.get(index).map_or(&[][..], |s| s);
            let [Speaker { entity: Some(speaker), .. }] = speakers else { continue };
            let Some(told) = accused.get(speaker) else { continue };
            let before = told.partition_point(|(at, _)| *at < content.start);
            let last = before.checked_sub(1).and_then(|at| told.get(at));
            let near = last.filter(|(at, _)| {
                let from = reading.tokens_of(Span::new(*at, content.start));
                from.len() <= GOES_ON
            });
            if let (Some((_, entity)), Some(topic)) = (near, self.topics.get_mut(index)) {
                topic.get_or_insert(*entity);
            }
        }
    }

    /// The attributions whose cue holds the token.
    pub(super) fn at(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let first = self.by_token.partition_point(|&(t, _)| t < token);
        let all = self.by_token.get(first..).unwrap_or(&[]);
        all.iter().take_while(move |&&(t, _)| t == token).map(|&(_, index)| index).take(MOST_ROWS)
    }

    /// Whom an attribution is about where its report says so ("said of Lund"): an index into the entities.
    pub(super) fn topic(&self, attribution: usize) -> Option<usize> {
        self.topics.get(attribution).copied().flatten()
    }

    /// Who speaks in an attribution.
    pub(super) fn accusers(&self, reading: &Reading<'_>, attribution: usize) -> Vec<Party> {
        let speakers = reading.speakers.of_attribution.get(attribution).map_or(&[][..], |s| s);
        let known = reading.speakers_as_parties(speakers);
        if !known.is_empty() {
            return known;
        }
        let source = self.attributions.get(attribution).and_then(|a| a.source.first());
        source.map_or_else(Vec::new, |&s| reading.parties(reading.tokens_of(s)))
    }

    /// The cue of an attribution where it holds the token, else the token's own words.
    pub(super) fn cue(&self, reading: &Reading<'_>, attribution: Option<usize>, token: usize) -> Span {
        let word = reading.span(token..token + 1);
        let cues = attribution.and_then(|a| self.attributions.get(a)).map_or(&[][..], |a| &a.cue);
        cues.iter().copied().find(|c| c.contains(word)).unwrap_or(word)
    }
}

/// What the word lists find: expressions that accuse, and contents that tell of a wrong by somebody.
pub(super) fn by_lists(reading: &Reading<'_>, carriers: &mut Carriers<'_>) -> Vec<Finding> {
    let mut findings = explicit::find(reading, carriers);
    findings.extend(nominal::find(reading, carriers));
    carriers.learn(reading, &findings);
    let mut accuses = vec![false; carriers.attributions.len()];
    for attribution in findings.iter().filter_map(|f| f.attribution) {
        if let Some(accuses) = accuses.get_mut(attribution) {
            *accuses = true;
        }
    }
    findings.extend(implicit::find(reading, carriers, &accuses));
    findings
}

/// How sure the lists are, for each attribution, that it carries an accusation.
pub(super) fn blame(findings: &[Finding], attributions: usize) -> Vec<Blame> {
    let mut blame = vec![Blame::default(); attributions];
    for finding in findings {
        let Some(blame) = finding.attribution.and_then(|a| blame.get_mut(a)) else { continue };
        let of_grade = if finding.explicit { &mut blame.explicit } else { &mut blame.implicit };
        *of_grade = of_grade.max(finding.confidence);
    }
    blame
}

/// Whom expressions that accuse name as the accused, for each attribution.
pub(super) struct Named(Vec<Vec<Party>>);

impl Named {
    /// Of what the lists found.
    pub(super) fn of(findings: &[Finding], attributions: usize) -> Self {
        let mut named = vec![Vec::new(); attributions];
        for finding in findings.iter().filter(|f| f.explicit) {
            if let Some(named) = finding.attribution.and_then(|a| named.get_mut(a)) {
                named.extend(finding.accused.iter().take(MOST_ROWS).cloned());
            }
        }
        Self(named)
    }

    /// Whether a party is among them.
    pub(super) fn has(&self, attribution: usize, party: &Party) -> bool {
        let named = self.0.get(attribution).map_or(&[][..], |n| n);
        named.iter().take(MOST_ROWS).any(|accused| same(accused, party))
    }
}

/// Findings as rows, in text order of their cues. `kinds` are the types of the attributions, by which denials are known.
pub(super) fn rows(
    reading: &Reading<'_>,
    carriers: &Carriers<'_>,
    findings: Vec<Finding>,
    kinds: &[ClaimType],
) -> Vec<Accusation> {
    let denials = Denials::of(reading, carriers, kinds);
    let mut rows: Vec<Accusation> = Vec::new();
    for finding in findings {
        add_rows(&mut rows, reading, &denials, finding);
    }
    rows.sort_by_key(|a| {
        let cue = a.cue.first().or(a.allegation.first()).copied().unwrap_or_default();
        (cue, a.attribution.unwrap_or(usize::MAX), a.allegation.first().copied())
    });
    rows
}

/// "what is being criticised", "accused somebody": nobody in particular.
fn is_nobody(reading: &Reading<'_>, accused: &Party) -> bool {
    let Some(&span) = accused.spans.first().filter(|_| accused.entity.is_none()) else { return false };
    let tokens = reading.tokens_of(span);
    let those = matches!(reading.word(tokens.start), "those" | "Those");
    tokens.len() == 1 && (those || reading.has(tokens.start, flag::RELATIVE | flag::INDEFINITE))
}

fn add_rows(rows: &mut Vec<Accusation>, reading: &Reading<'_>, denials: &Denials, mut finding: Finding) {
    finding.allegation.retain(|span| !span.is_empty());
    finding.cue.retain(|span| !span.is_empty());
    for party in finding.accused.iter_mut().filter(|_| finding.explicit) {
        if let Some(bearer) = reading.bearer(party) {
            *party = bearer;
        }
    }
    let accusers: Vec<Option<Party>> = match finding.accusers.is_empty() {
        true => vec![None],
        false => finding.accusers.iter().cloned().map(Some).collect(),
    };
    // "lawmakers accused each other"
    let among = finding.each_other && finding.accusers.len() == 1;
    let accused = if finding.each_other { &finding.accusers } else { &finding.accused };
    let pairs = accusers.iter().flat_map(|accuser| accused.iter().map(move |accused| (accuser, accused)));
    for (accuser, accused) in pairs.take(MOST_ROWS) {
        // "criticised Moen": what she is blamed for is not told.
        let told = finding.allegation.iter().any(|a| !accused.spans.iter().any(|s| s.contains(*a)));
        let nobody = is_nobody(reading, accused);
        if accuser.as_ref().is_some_and(|a| same(a, accused)) && !among || !told || nobody {
            continue;
        }
        let denied = denials.hold(reading, accused, &finding);
        rows.push(Accusation {
            accuser: accuser.clone(),
            accused: accused.clone(),
            allegation: finding.allegation.clone(),
            cue: finding.cue.clone(),
            attribution: finding.attribution,
            explicit: finding.explicit,
            denial: denied.as_ref().and_then(|denied| denied.words),
            denied: denied.is_some(),
            confidence: finding.confidence.clamp(0.0, 1.0),
        });
    }
}
