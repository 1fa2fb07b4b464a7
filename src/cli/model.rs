//! `--model`, for all commands that extract.

use crate::attribution::Bundled;
use crate::extract::Extractor;
use clap::{Args, ValueEnum};

/// Which model finds who said what.
#[derive(Clone, Copy, Debug, Args)]
pub struct ModelArgs {
    /// Which model finds who said what
    #[arg(long, value_enum, default_value_t, value_name = "MODEL")]
    pub model: ModelName,
}

/// The models.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ModelName {
    /// The better one
    #[default]
    Accurate,
    /// Several times as fast, and not as good
    Fast,
}

impl ModelArgs {
    /// An extractor with that model.
    pub fn extractor(self) -> Extractor {
        Extractor::new(match self.model {
            ModelName::Accurate => Bundled::Accurate,
            ModelName::Fast => Bundled::Fast,
        })
    }
}
