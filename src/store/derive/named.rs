//! A speaker as a decision names it.

use super::speaker_type;
use crate::store::decisions::block;
use crate::store::ids;
use crate::store::names::normalise;

/// A speaker as a decision names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) id: String,
    name: String,
    pub(super) kind: String,
    pub(super) normal: String,
    pub(super) block: String,
    /// The public id of the article whose bearer of that name is meant.
    pub(super) article: Option<String>,
}

impl Named {
    pub(super) fn new(name: &str, kind: Option<&str>, article: Option<&str>) -> Self {
        let kind = kind.unwrap_or("person").to_owned();
        let normal = normalise(name, speaker_type(&kind)).name;
        Self {
            id: ids::speaker(&normal, &kind, article),
            block: block(name, Some(&kind), article),
            name: name.to_owned(),
            kind,
            normal,
            article: article.map(str::to_owned),
        }
    }

    /// As it was written.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is a person's single name, by which each article may mean another one.
    pub(super) fn is_surname(&self) -> bool {
        self.kind == "person" && normalise(&self.name, speaker_type(&self.kind)).short
    }

    /// Whether it is the bearer of a name in one article.
    pub(super) fn bears(&self, other: &Named) -> bool {
        self.article.is_some() && self.normal == other.normal && self.kind == other.kind
    }
}
