//! A model: word pieces, tagger and linker, as they stand in the binary.

use super::network::WeightsError;
use super::pieces::Pieces;
use super::ranker::Ranker;
use super::tagger::Tagger;
use std::sync::Arc;

/// All that finding attributions needs. Cheap to clone and to share between threads.
#[derive(Clone, Debug)]
pub struct Model {
    pub(super) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) name: &'static str,
    pub(super) pieces: Pieces,
    pub(super) tagger: Tagger,
    pub(super) ranker: Ranker,
}

impl Model {
    /// The name of the model in the binary. It changes whenever the weights do.
    pub const BUNDLED: &'static str = "news-1";

    /// The model in the binary.
    ///
    /// # Errors
    /// Only if the binary was built with weights that do not fit this version.
    pub fn bundled() -> Result<Self, WeightsError> {
        Self::new(
            Self::BUNDLED,
            include_str!("../../models/pieces.txt"),
            include_bytes!("../../models/tagger.safetensors"),
            include_bytes!("../../models/linker.bin"),
        )
    }

    /// A model from its three files: word pieces (one a line), the tagger's and the linker's weights.
    pub fn new(
        name: &'static str,
        pieces: &'static str,
        tagger: &[u8],
        linker: &[u8],
    ) -> Result<Self, WeightsError> {
        let ranker = Ranker::new(linker).ok_or_else(|| WeightsError::Tensor("linker".to_owned()))?;
        let inner = Inner { name, pieces: Pieces::new(pieces), tagger: Tagger::new(tagger)?, ranker };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Its name, stored with everything that it found.
    pub fn name(&self) -> &str {
        self.inner.name
    }

    /// The best tags of a document's tokens (0 outside; 1, 2 source; 3, 4 cue; 5, 6 content).
    pub fn tags(&self, document: &crate::text::Document<'_>) -> Vec<u8> {
        let features = super::features::read(document, &self.inner.pieces);
        let scores = self.inner.tagger.score(document, &features);
        self.inner.tagger.tags(document, &scores)
    }
}
