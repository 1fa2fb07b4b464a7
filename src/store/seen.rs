//! What comes twice in one run of import that stores nothing: a dry run.

use super::readings::{Relation, Said, relate};
use super::sameness::Fingerprint;
use super::{Known, StoreError};
use crate::ingest::Incoming;
use std::collections::HashMap;

/// The articles that a run has seen, and what they say of themselves.
#[derive(Debug, Default)]
pub struct Seen {
    said: Vec<Said>,
    /// What was said where one was printed elsewhere, by its place.
    copies: HashMap<usize, Vec<Said>>,
    /// Places of articles by what they are recognised by.
    places: HashMap<Key, Vec<usize>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Id(String),
    Words([u8; 16]),
    Body(i64),
}

impl Seen {
    /// Whether an article has been seen, as [`super::Store::known`] would say if all those before it were stored; it has
    /// been from now on.
    pub fn see(
        &mut self,
        print: &Fingerprint,
        incoming: &Incoming,
        language: Option<&str>,
    ) -> Result<Known, StoreError> {
        let said = Said::of(incoming, language);
        let mut keys = vec![Key::Id(print.id.clone()), Key::Words(print.words)];
        keys.extend(print.bodies.iter().copied().map(Key::Body));
        let mut all: Vec<(usize, Said)> = Vec::new();
        for place in keys.iter().filter_map(|key| self.places.get(key)).flatten() {
            if let (false, Some(there)) = (all.iter().any(|(known, _)| known == place), self.said.get(*place))
            {
                all.push((*place, there.clone()));
            }
        }
        let copies = |place: usize| Ok(self.copies.get(&place).cloned().unwrap_or_default());
        Ok(match relate(&all, copies, &said)? {
            None | Some((Relation::Retitled, _)) => {
                for key in keys {
                    self.places.entry(key).or_default().push(self.said.len());
                }
                self.said.push(said);
                Known::New
            }
            Some((Relation::Same | Relation::NotedElsewhere, _)) => Known::Same,
            Some((Relation::More, place)) => {
                if let Some(there) = self.said.get_mut(place) {
                    there.gain(&said);
                }
                Known::Copy
            }
            Some((Relation::Elsewhere, place)) => {
                self.copies.entry(place).or_default().push(said);
                Known::Copy
            }
        })
    }
}
