//! The whole of extraction: article in, [`Extraction`] out. Pure: the same article, model and version give the same
//! result, whatever the batch or the number of threads.

use crate::article::Article;
use crate::attribution::Attribution;
use crate::claims::{self, Claims};
use crate::dates::{self, StatementDates, TimeExpression};
use crate::span::Span;
use crate::speakers::{self, Speakers};
use crate::text::{self, Part, Warning};

/// All that is read out of one article. Spans are byte offsets into the article's text.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// Sentences, in text order.
    pub sentences: Vec<Span>,
    /// Paragraphs that are not running text: title, headings, captions, list items.
    pub parts: Vec<(Span, Part)>,
    /// Attributions, in the order of their first span.
    pub attributions: Vec<Attribution>,
    /// Speakers of the article and of each attribution.
    pub speakers: Speakers,
    /// Claims of each attribution, and accusations.
    pub claims: Claims,
    /// Said and event date of each attribution.
    pub statement_dates: Vec<StatementDates>,
    /// Time expressions.
    pub times: Vec<TimeExpression>,
    /// What was odd.
    pub warnings: Vec<Warning>,
}

/// Extracts with one model. Cheap to share between threads.
#[derive(Clone, Debug, Default)]
pub struct Extractor {}

impl Extractor {
    /// The extractor with the weights that are in the binary.
    pub fn new() -> Self {
        Self {}
    }

    /// The model's name and version, as it is stored with every run.
    pub fn model(&self) -> &str {
        "none"
    }

    /// Reads everything out of one article.
    pub fn extract(&self, article: &Article) -> Extraction {
        let document = text::read(article);
        let attributions: Vec<Attribution> = Vec::new();
        let speakers = speakers::resolve(article, &document, &attributions);
        let claims = claims::find(&document, &attributions, &speakers);
        let times = dates::find(article, &document);
        let statement_dates = dates::assign(article, &document, &attributions, &times);
        Extraction {
            sentences: document.sentences.iter().map(|s| s.span).collect(),
            parts: document
                .paragraphs
                .iter()
                .filter(|p| p.part != Part::Body)
                .map(|p| (p.span, p.part))
                .collect(),
            attributions,
            speakers,
            claims,
            statement_dates,
            times,
            warnings: document.warnings,
        }
    }
}
