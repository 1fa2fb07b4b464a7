//! The decision: for each attribution its type, and whom it accuses, by the scorers that were trained on labelled articles
//! (`training/claims.py`), which see what the word lists say and the words themselves.

use super::accusations::{self, Carriers, Finding, Named};
use super::candidates::{self, Candidate, Place};
use super::features::{self, Parts, Sink, Stems};
use super::lexicon::Meaning;
use super::parties::{after, same, tidy};
use super::reading::Reading;
use super::weights::{ACCUSED, Sum, TYPES, logistic};
use super::{ClaimType, Party, flag, implicit, kinds, network, undone};
use crate::attribution::Rereader;
use crate::span::Span;
use std::collections::BTreeSet;
use std::ops::Range;

/// What does not accuse in ordinary words: "denied that Lund had lied", "asked whether Lund had lied".
const BLAMES_NOBODY: [ClaimType; 5] =
    [ClaimType::Denial, ClaimType::Question, ClaimType::Threat, ClaimType::Apology, ClaimType::NoComment];

/// From this probability on somebody is listed as accused.
const ACCUSES: f32 = 0.35;
/// Below this probability whom an accusing expression names is not listed.
const DOUBTED: f32 = 0.05;
/// Below this probability whom the lists find in ordinary reporting is not listed.
const HINTED: f32 = 0.15;
/// What a second one has to reach, and which share of the most probable one.
const BESIDE: f32 = 0.45;
const NEARLY: f32 = 0.8;
/// A cue of these points says the type whatever the content.
const CERTAIN: f32 = 3.5;
/// So does a content of these points: "there is an urgent need to".
const CERTAIN_CONTENT: f32 = 4.8;
/// How much of a type’s probability is what the lists alone say; the scorer has seen few apologies and statistics.
const LISTS: f32 = 0.4;
/// The same where the network judges, too.
const LISTS_BESIDE: f32 = 0.2;
/// A cue of these points accuses or criticises by itself.
const CLEAR: f32 = 2.5;

/// How much of the types’ sums is the network’s, where there is one, and of the sums of the accused.
const NETWORK: f32 = 0.35;
const NETWORK_ACCUSED: f32 = 0.3;

/// What was decided of an article.
pub(super) struct Judged {
    /// For each attribution its type and its probability.
    pub(super) types: Vec<(ClaimType, f32)>,
    /// What accuses.
    pub(super) findings: Vec<Finding>,
}

/// Both scorers’ sums, so that an attribution’s features are read once.
struct Sums<'w> {
    types: Sum<'w, { ClaimType::ALL.len() }>,
    accused: Sum<'w, 1>,
}

impl Sink for Sums<'_> {
    fn add(&mut self, class: &str, one: &str, two: &str, value: f32) {
        self.types.add(class, one, two, value);
        self.accused.add(class, one, two, value);
    }
}

/// Somebody who may be accused, and how probably.
struct Scored {
    candidate: Candidate,
    probability: f32,
}

/// Decides for all attributions. `by_lists` is what the word lists find; what they find is kept unless the scorer doubts it.
pub(super) fn all(
    reading: &Reading<'_>,
    carriers: &Carriers<'_>,
    by_lists: Vec<Finding>,
    rereader: Option<&Rereader<'_>>,
) -> Judged {
    let stems = Stems::of(reading);
    let blame = accusations::blame(&by_lists, carriers.attributions.len());
    let named = Named::of(&by_lists, carriers.attributions.len());
    let mut types = Vec::with_capacity(carriers.attributions.len());
    let mut accusing = Vec::with_capacity(carriers.attributions.len());
    let mut scores: Vec<Vec<Scored>> = Vec::with_capacity(carriers.attributions.len());
    let parts: Vec<Parts> = carriers.attributions.iter().map(|a| Parts::of(reading, a)).collect();
    let known = candidates::of_all(reading, carriers, &parts);
    let opinions = rereader.map(|rereader| network::opinions(reading, carriers, rereader, &known));
    let all = carriers.attributions.iter().zip(&parts).zip(&known);
    for (index, ((attribution, parts), known)) in all.enumerate() {
        let opinion = opinions.as_ref().and_then(|opinions| opinions.get(index));
        let points = kinds::points(reading, attribution, blame.get(index).copied().unwrap_or_default());
        let mut sums = Sums { types: TYPES.sum(), accused: ACCUSED.sum() };
        features::of_attribution(&mut sums, reading, &stems, index, attribution, parts, &points);
        let shares = kinds::softmax(&sums.types.total);
        // "threatened to", "rejected the accusation": a cue of which the lists are certain needs no scorer, which has seen
        // too few of the rare types and only political news.
        let by_points = kinds::best(&points.shares);
        let of_best = |points: &kinds::Scores| {
            let of = ClaimType::ALL.iter().zip(points).find(|(kind, _)| **kind == by_points.0);
            of.map_or(0.0, |(_, points)| *points)
        };
        let certain = of_best(&points.cue) >= CERTAIN || of_best(&points.content) >= CERTAIN_CONTENT;
        let (mut mixed, lists) = match opinion {
            Some(opinion) => {
                let mut both = sums.types.total;
                both.iter_mut()
                    .zip(opinion.types)
                    .for_each(|(own, other)| *own = blend(*own, other, NETWORK));
                (kinds::softmax(&both), LISTS_BESIDE)
            }
            None => (shares, LISTS),
        };
        for (share, by_lists) in mixed.iter_mut().zip(points.shares) {
            *share = blend(*share, by_lists, lists);
        }
        types.push(if certain { by_points } else { kinds::best(&mixed) });
        for (kind, share) in ClaimType::ALL.iter().zip(shares) {
            sums.accused.add("type ", kind.name(), "", share);
        }
        let scored = known.iter().enumerate().map(|(at, candidate)| {
            let explicit = named.has(index, &candidate.party);
            let mut sum = sums.accused.clone();
            candidates::features(&mut sum, reading, &stems, known, at, explicit);
            let [total] = sum.total;
            // "Lund, whom he called a liar": what the network reads of this attribution does not hold him.
            let outside = explicit && candidate.place == Place::Before;
            let own = opinion.filter(|_| !outside).and_then(|opinion| opinion.accused.get(at));
            let total = own.map_or(total, |&own| blend(total, own, NETWORK_ACCUSED));
            Scored { candidate: candidate.clone(), probability: logistic(total) }
        });
        let scored: Vec<Scored> = scored.collect();
        let explicit = [ClaimType::Accusation, ClaimType::Criticism]
            .iter()
            .any(|kind| ClaimType::ALL.iter().zip(&points.cue).any(|(k, &p)| k == kind && p >= CLEAR));
        accusing.push(explicit);
        scores.push(scored);
    }
    let averted = |index: usize| parts.get(index).is_some_and(|parts| is_averted(reading, parts));
    let blames = |index: usize| types.get(index).is_none_or(|(kind, _)| !BLAMES_NOBODY.contains(kind));
    let mut findings: Vec<Finding> = by_lists
        .into_iter()
        .filter(|finding| finding.explicit || finding.attribution.is_none_or(|a| blames(a) && !averted(a)))
        .filter_map(|finding| confirmed(finding, &scores))
        .collect();
    // "Falk said that Wirt had been accused of fraud by Lang": Falk only reports it.
    let told = Told::of(&findings);
    let mut found = vec![false; scores.len()];
    findings.retain(|finding| {
        if let Some(found) = finding.attribution.and_then(|a| found.get_mut(a)) {
            *found = true;
        }
        let content = finding.attribution.and_then(|a| carriers.attributions.get(a)).map(|a| &a.content[..]);
        let reports = |content: &[Span]| finding.accused.iter().all(|party| told.accuses(content, party));
        finding.explicit || !content.is_some_and(reports)
    });
    let mut more = Vec::new();
    for (index, (scored, explicit)) in scores.iter().zip(accusing).enumerate() {
        let hearsay = carriers.attributions.get(index).is_some_and(|a| reading.is_hearsay(a));
        if found.get(index) == Some(&false) && blames(index) && !averted(index) && !hearsay {
            let content = carriers.attributions.get(index).map_or(&[][..], |a| &a.content);
            let mut own = accused(reading, carriers, index, scored, explicit);
            own.retain(|finding| !finding.accused.iter().all(|party| told.accuses(content, party)));
            more.extend(own);
        }
    }
    findings.extend(more);
    // Only now: "will deny that Lund stole" accuses nobody either.
    for ((kind, _), parts) in types.iter_mut().zip(&parts) {
        *kind = undone::instead(reading, parts, *kind).unwrap_or(*kind);
    }
    // "Lund never stole money": what is said not to be so, and accuses nobody, is no accusation.
    let accusing: BTreeSet<usize> = findings.iter().filter_map(|finding| finding.attribution).collect();
    for (index, ((kind, _), parts)) in types.iter_mut().zip(&parts).enumerate() {
        let accuses = || accusing.contains(&index);
        if *kind == ClaimType::Accusation && !accuses() && reading.acquits_of_all(&parts.content) {
            *kind = ClaimType::Denial;
        }
    }
    Judged { types, findings }
}

/// Whether the cue of an attribution tells of no accusation: "has never accused", "found no evidence".
fn is_averted(reading: &Reading<'_>, parts: &Parts) -> bool {
    let doubted = |cue: &Range<usize>| {
        let retracts = cue.clone().any(|t| reading.has(t, flag::RETRACTS));
        retracts || reading.exonerates(&(cue.start..cue.end + 1))
    };
    if parts.cue.iter().any(|cue| reading.is_negated(cue.clone()) || doubted(cue)) {
        return true;
    }
    let hits = parts.cue.iter().flat_map(|cue| reading.hits(cue.clone()));
    let mut accusing = hits.filter(|hit| matches!(hit.meaning, Meaning::Accusing(_)));
    accusing.any(|hit| reading.is_averted(hit.tokens.clone()) || reading.is_taken_back(hit.tokens.start))
}

/// A weighted mean: `share` of the other one.
fn blend(own: f32, other: f32, share: f32) -> f32 {
    own + share * (other - own)
}

/// Whom expressions that accuse name, on both sides, by the place of the first word of their cue.
struct Told(Vec<(usize, Party)>);

impl Told {
    fn of(findings: &[Finding]) -> Self {
        let explicit = findings.iter().filter(|f| f.explicit);
        let placed =
            explicit.filter_map(|f| Some((f.cue.first()?.start, f.accused.iter().chain(&f.accusers))));
        let mut told: Vec<(usize, Party)> =
            placed.flat_map(|(at, parties)| parties.map(move |party| (at, party.clone()))).collect();
        told.sort_by_key(|(at, _)| *at);
        Self(told)
    }

    /// Whether somebody accuses the party within a content, or the party somebody: who reports that makes no accusation of
    /// it ("Moen accused Lund of fraud, officials said", "Poe said that Carr had accused him").
    fn accuses(&self, content: &[Span], party: &Party) -> bool {
        content.iter().any(|span| {
            let first = self.0.partition_point(|(at, _)| *at < span.start);
            let inside = self.0.iter().skip(first).take_while(|(at, _)| *at < span.end);
            inside.into_iter().any(|(_, accused)| same(accused, party))
        })
    }
}

/// What the lists find, without those accused whom the scorer does not believe in.
fn confirmed(mut finding: Finding, scores: &[Vec<Scored>]) -> Option<Finding> {
    let least = if finding.explicit { DOUBTED } else { HINTED };
    let Some(scored) = finding.attribution.and_then(|a| scores.get(a)) else { return Some(finding) };
    let probability = |party: &Party| {
        let of_party = scored.iter().filter(|s| same(&s.candidate.party, party)).map(|s| s.probability);
        of_party.reduce(f32::max)
    };
    finding.accused.retain(|party| probability(party).is_none_or(|p| p >= least));
    (!finding.accused.is_empty() || finding.each_other).then_some(finding)
}

/// Whom the scorer finds accused in an attribution where the lists find nobody: the most probable one, and those
/// who are nearly as probable, each with what is said of them.
fn accused(
    reading: &Reading<'_>,
    carriers: &Carriers<'_>,
    index: usize,
    scored: &[Scored],
    explicit: bool,
) -> Vec<Finding> {
    let Some(attribution) = carriers.attributions.get(index) else { return Vec::new() };
    let best = scored.iter().map(|s| s.probability).fold(0.0, f32::max);
    let least = |party: &Party| {
        let first = scored.iter().find(|s| s.probability >= best);
        if first.is_some_and(|f| same(&f.candidate.party, party)) {
            ACCUSES
        } else {
            BESIDE.max(best * NEARLY)
        }
    };
    let mut out: Vec<Finding> = Vec::new();
    for one in scored {
        let party = &one.candidate.party;
        let sentence = reading.sentence(one.candidate.tokens.start);
        let within = sentence.start.max(one.candidate.piece.start)..sentence.end.min(one.candidate.piece.end);
        let exonerated = !explicit
            && one.candidate.place == Place::Content
            && (reading.exonerates(&within)
                || implicit::acquits(reading, &within)
                || reading.acquits_of_all(std::slice::from_ref(&within)));
        let victim = reading.suffers(&one.candidate.tokens);
        if one.probability < least(party) || exonerated || victim {
            continue;
        }
        let told = allegation(reading, &attribution.content, &one.candidate);
        match out.iter_mut().find(|f| f.accused.iter().any(|a| same(a, party))) {
            Some(finding) => {
                finding.confidence = finding.confidence.max(one.probability);
                for span in told {
                    if finding.allegation.last().is_some_and(|last| last.end <= span.start) {
                        finding.allegation.push(span);
                    }
                }
            }
            None => out.push(Finding {
                accusers: carriers.accusers(reading, index),
                accused: vec![party.clone()],
                allegation: told,
                cue: after(reading.document.text, &attribution.cue, 0),
                attribution: Some(index),
                explicit,
                confidence: one.probability,
                ..Finding::default()
            }),
        }
    }
    out
}

/// What is said of a candidate: the sentences of the content in which it stands, the whole where it stands outside.
fn allegation(reading: &Reading<'_>, content: &[Span], candidate: &Candidate) -> Vec<Span> {
    let text = reading.document.text;
    if candidate.place != Place::Content {
        return after(text, content, 0);
    }
    let words = reading.span(candidate.tokens.clone());
    let sentence = reading.span(reading.sentence(candidate.tokens.start));
    let within = content.iter().filter(|piece| piece.contains(words));
    within
        .map(|piece| tidy(text, Span::new(sentence.start.max(piece.start), sentence.end.min(piece.end))))
        .filter(|span| !span.is_empty())
        .collect()
}
