//! The whole of extraction: article in, [`Extraction`] out. Pure: the same article, model and version give the same
//! result, whatever the batch or the number of threads.

use crate::article::Article;
use crate::attribution::{self, Attribution, Bundled, Model};
use crate::claims::{self, Claims};
use crate::dates::{self, StatementDates, TimeExpression};
use crate::outcomes::{self, Outcome};
use crate::span::Span;
use crate::speakers::{self, Speakers};
use crate::text::{self, Part, Warning};
use std::collections::BTreeMap;

/// All that is read out of one article. Spans are byte offsets into the article's text.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// Sentences, in text order.
    pub sentences: Vec<Span>,
    /// Paragraphs that are not running text: title, headings, captions, list items, block quotations.
    pub parts: Vec<(Span, Part)>,
    /// Attributions, in the order of their first span.
    pub attributions: Vec<Attribution>,
    /// Speakers of the article and of each attribution.
    pub speakers: Speakers,
    /// Claims of each attribution, and accusations.
    pub claims: Claims,
    /// Legal outcomes that the article reports, in text order.
    pub outcomes: Vec<Outcome>,
    /// Said and event date of each attribution.
    pub statement_dates: Vec<StatementDates>,
    /// The same of the accusations that no attribution carries, by their index.
    pub bare_dates: BTreeMap<usize, StatementDates>,
    /// Time expressions.
    pub times: Vec<TimeExpression>,
    /// What was odd.
    pub warnings: Vec<Warning>,
}

impl Extraction {
    /// Said and event date of an accusation, by its index: of the attribution that carries it, or of its own words.
    pub fn accusation_dates(&self, number: usize) -> Option<&StatementDates> {
        match self.claims.accusations.get(number)?.attribution {
            Some(attribution) => self.statement_dates.get(attribution),
            None => self.bare_dates.get(&number),
        }
    }
}

/// Extracts with one model. Cheap to clone and to share between threads.
#[derive(Clone, Debug)]
pub struct Extractor {
    model: Model,
}

impl Default for Extractor {
    fn default() -> Self {
        Self::new(Bundled::default())
    }
}

impl Extractor {
    /// The extractor with one of the models that are in the binary.
    #[allow(clippy::expect_used, reason = "the weights are a part of the binary, and a test loads them")]
    pub fn new(model: Bundled) -> Self {
        Self { model: Model::bundled(model).expect("the weights in the binary fit it") }
    }

    /// The model's name and version, as it is stored with every run.
    pub fn model(&self) -> &str {
        self.model.name()
    }

    /// The claims of attributions that are given, not found: what `onrecord eval` types.
    pub fn claims_of(&self, article: &Article, attributions: &[Attribution]) -> Claims {
        let document = text::read(article);
        let read = attribution::read(&document, &self.model);
        let speakers = speakers::resolve(article, &document, attributions);
        claims::find(&document, attributions, &speakers, read.rereader.as_ref())
    }

    /// Reads everything out of one article.
    pub fn extract(&self, article: &Article) -> Extraction {
        let mut document = text::read(article);
        let attribution::Read { attributions, rereader } = attribution::read(&document, &self.model);
        if let Some(first) = document.tokens.get(self.model.most_tokens()) {
            let span = Span::new(first.span.start, article.text.len());
            let message = "the text is too long for one article: from here on no quotations were looked for";
            document.warnings.push(Warning { span, message: message.to_owned() });
        }
        let speakers = speakers::resolve(article, &document, &attributions);
        let claims = claims::find(&document, &attributions, &speakers, rereader.as_ref());
        let outcomes = outcomes::find(&document, &attributions, &speakers);
        let times = dates::find(article, &document);
        let statement_dates = dates::assign(article, &document, &attributions, &times);
        let (numbers, bare): (Vec<usize>, Vec<Attribution>) =
            claims.accusations.iter().enumerate().filter_map(|(n, a)| Some((n, a.as_attribution()?))).unzip();
        let bare_dates = dates::assign(article, &document, &bare, &times);
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
            outcomes,
            statement_dates,
            bare_dates: numbers.into_iter().zip(bare_dates).collect(),
            times,
            warnings: document.warnings,
        }
    }
}
