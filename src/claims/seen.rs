//! What the scorers see of an article, by name, for training (`training/claims.rs`).

use super::accusations::{self, Carriers, Named};
use super::features::{self, Names, Parts, Stems};
use super::reading::Reading;
use super::{ClaimType, candidates, kinds};
use crate::attribution::Attribution;
use crate::span::Span;
use crate::speakers::Speakers;
use crate::text::Document;

/// What the scorers see of an attribution.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The type that the word lists alone give it.
    pub by_lists: ClaimType,
    /// Its features.
    pub features: Names,
    /// Who may be accused in it.
    pub candidates: Vec<SeenCandidate>,
}

/// What the scorer sees of somebody who may be accused.
#[derive(Clone, Debug)]
pub struct SeenCandidate {
    /// The words, in bytes.
    pub span: Span,
    /// The name as a database would list it, or the words.
    pub name: String,
    /// Index into [`Speakers::entities`], where it is one.
    pub entity: Option<usize>,
    /// The features, beside those of the attribution.
    pub features: Names,
}

/// The features of all attributions of an article.
pub fn seen(document: &Document<'_>, attributions: &[Attribution], speakers: &Speakers) -> Vec<Seen> {
    let reading = Reading::new(document, speakers);
    let carriers = Carriers::new(&reading, attributions);
    let findings = accusations::by_lists(&reading, &carriers);
    let blame = accusations::blame(&findings, attributions.len());
    let named = Named::of(&findings, attributions.len());
    let stems = Stems::of(&reading);
    let see = |(index, attribution): (usize, &Attribution)| {
        let parts = Parts::of(&reading, attribution);
        let points = kinds::points(&reading, attribution, blame.get(index).copied().unwrap_or_default());
        let mut names = Names::default();
        features::of_attribution(&mut names, &reading, &stems, index, attribution, &parts, &points);
        let known = candidates::of(&reading, &carriers, index, &parts);
        let candidate = |at: usize| {
            let candidate = known.get(at)?;
            let explicit = named.has(index, &candidate.party);
            let mut names = Names::default();
            candidates::features(&mut names, &reading, &stems, &known, at, explicit);
            Some(SeenCandidate {
                span: reading.span(candidate.tokens.clone()),
                name: candidate.party.name.clone(),
                entity: candidate.party.entity,
                features: names,
            })
        };
        Seen {
            by_lists: kinds::best(&points.shares).0,
            features: names,
            candidates: (0..known.len()).filter_map(candidate).collect(),
        }
    };
    attributions.iter().enumerate().map(see).collect()
}
