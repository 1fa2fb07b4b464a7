//! What the scorers see of an article, by name, for training (`training/claims.rs`).

use super::accusations::{self, Carriers, Named};
use super::candidates::{self, Candidate};
use super::features::{self, Names, Parts, Stems};
use super::reading::Reading;
use super::{ClaimType, excerpt, kinds, network};
use crate::attribution::{Attribution, Rereader, Role};
use crate::span::Span;
use crate::speakers::Speakers;
use crate::text::Document;
use std::ops::Range;

/// What the scorers see of an attribution.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The type that the word lists alone give it.
    pub by_lists: ClaimType,
    /// Its features.
    pub features: Names,
    /// Who may be accused in it.
    pub candidates: Vec<SeenCandidate>,
    /// What the network reads of it: indices of tokens with their roles.
    pub excerpt: Vec<(usize, Option<Role>)>,
    /// What the network says of its type, before the softmax, in the order of [`ClaimType::ALL`].
    pub network: Option<Vec<f32>>,
}

/// What the scorer sees of somebody who may be accused.
#[derive(Clone, Debug)]
pub struct SeenCandidate {
    /// The words, in bytes.
    pub span: Span,
    /// The same, as indices of tokens.
    pub tokens: Range<usize>,
    /// The name as a database would list it, or the words.
    pub name: String,
    /// Index into [`Speakers::entities`], where it is one.
    pub entity: Option<usize>,
    /// The features, beside those of the attribution.
    pub features: Names,
    /// What the network says of whether he is accused, before the logistic curve.
    pub network: Option<f32>,
}

/// The features of all attributions of an article, and what the network says where there is one.
pub fn seen(
    document: &Document<'_>,
    attributions: &[Attribution],
    speakers: &Speakers,
    rereader: Option<&Rereader<'_>>,
) -> Vec<Seen> {
    let reading = Reading::new(document, speakers);
    let mut carriers = Carriers::new(&reading, attributions);
    let findings = accusations::by_lists(&reading, &mut carriers);
    let blame = accusations::blame(&findings, attributions.len());
    let named = Named::of(&findings, attributions.len());
    let stems = Stems::of(&reading);
    let parts: Vec<Parts> = attributions.iter().map(|a| Parts::of(&reading, a)).collect();
    let candidates = candidates::of_all(&reading, &carriers, &parts);
    let opinions = rereader.map(|rereader| network::opinions(&reading, &carriers, rereader, &candidates));
    let see = |(((index, attribution), parts), known): (((usize, &Attribution), &Parts), &Vec<Candidate>)| {
        let opinion = opinions.as_ref().and_then(|opinions| opinions.get(index));
        let points = kinds::points(&reading, attribution, blame.get(index).copied().unwrap_or_default());
        let mut names = Names::default();
        features::of_attribution(&mut names, &reading, &stems, index, attribution, parts, &points);
        let candidate = |at: usize| {
            let candidate = known.get(at)?;
            let explicit = named.has(index, &candidate.party);
            let mut names = Names::default();
            candidates::features(&mut names, &reading, &stems, known, at, explicit);
            Some(SeenCandidate {
                span: reading.span(candidate.tokens.clone()),
                tokens: candidate.tokens.clone(),
                name: candidate.party.name.clone(),
                entity: candidate.party.entity,
                features: names,
                network: opinion.and_then(|opinion| opinion.accused.get(at)).copied(),
            })
        };
        Seen {
            by_lists: kinds::best(&points.shares).0,
            features: names,
            candidates: (0..known.len()).filter_map(candidate).collect(),
            excerpt: excerpt::of(&reading, attribution),
            network: opinion.map(|opinion| opinion.types.to_vec()),
        }
    };
    attributions.iter().enumerate().zip(&parts).zip(&candidates).map(see).collect()
}
