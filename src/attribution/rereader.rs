//! Excerpts of a document, read once more by themselves for the stages behind.

use super::Role;
use super::network::{Branch, Reread, Scratch, States};

/// What the accurate network made of a document, and the layers that read parts of it once more.
#[derive(Debug)]
pub struct Rereader<'m> {
    branch: &'m Branch,
    states: States,
}

impl<'m> Rereader<'m> {
    pub(super) fn new(branch: &'m Branch, states: States) -> Self {
        Self { branch, states }
    }

    /// Reads some tokens, in text order, each with its role where it has one; at most `most` word pieces of them. Pure:
    /// what else stands in `scratch` changes nothing.
    pub fn read(
        &self,
        tokens: impl IntoIterator<Item = (usize, Option<Role>)>,
        most: usize,
        scratch: &mut Scratch,
    ) -> Reread {
        self.branch.read(&self.states, tokens, most, scratch)
    }
}
