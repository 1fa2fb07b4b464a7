//! Attributions → speakers: which person, organisation, group, document or unnamed source each source refers to,
//! within one article. (Over all articles: `store::derive`.)

mod abbreviations;
mod actors;
mod answers;
mod apart;
mod asked;
mod assign;
mod before;
mod beside;
mod called;
mod clusters;
mod couples;
mod defendants;
mod demonyms;
mod descriptions;
mod elsewhere;
#[cfg(test)]
mod fit;
mod forms;
mod found;
mod generations;
#[cfg(test)]
mod golden;
mod guess;
mod heads;
mod index;
mod interview;
mod joint;
mod kinds;
mod ledes;
mod letters;
mod lexicon;
mod names;
mod namesakes;
mod openings;
mod owners;
mod parties;
mod passing;
mod possessives;
mod pronouns;
mod relatives;
mod roles;
mod runs;
mod scene;
mod scorer;
mod signs;
mod sources;
mod spokesmen;
mod stage;
mod syllables;
mod tenure;
#[cfg(test)]
mod tests;
mod things;
mod titles;
mod together;
mod weighing;
mod words;

pub use index::initials;
pub(crate) use spokesmen::without_offices;

use crate::article::Article;
use crate::attribution::Attribution;
use crate::span::Span;
use crate::text::Document;

/// What the speakers of one article are, and who speaks in each attribution.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Speakers {
    /// The speakers that the article names or describes, in order of first mention.
    pub entities: Vec<Entity>,
    /// For each attribution, in their order, its speakers: none without a source, several for a joint source.
    pub of_attribution: Vec<Vec<Speaker>>,
}

/// A person, organisation, place, group, document or described source of one article.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// The fullest form of the name in the article, or the description of an unnamed source.
    pub name: String,
    /// What it is.
    pub kind: SpeakerType,
    /// Where the text shows it (pronouns, titles, first names).
    pub gender: Option<Gender>,
    /// Titles and roles by which the article calls it: "Qatar’s Prime Minister and Foreign Minister".
    pub roles: Vec<Span>,
    /// Every place that refers to it, in text order.
    pub mentions: Vec<Mention>,
    /// Whom it speaks for (a spokeswoman’s ministry, a lawyer’s client): an index into [`Speakers::entities`].
    pub speaks_for: Option<usize>,
}

/// One place where a speaker is referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The words.
    pub span: Span,
    /// By what it is known there.
    pub known_by: KnownBy,
}

/// One speaker of one attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// Index into [`Speakers::entities`]; `None` where no candidate is certain enough.
    pub entity: Option<usize>,
    /// What kind of source it is, as far as the words show.
    pub kind: SpeakerType,
    /// By what it is known here.
    pub known_by: KnownBy,
    /// The words that refer to it (a part of the source for a joint source).
    pub spans: Vec<Span>,
    /// Probability, 0 to 1, of `entity` (of the best candidate where `entity` is `None`).
    pub confidence: f32,
    /// The entities that were weighed, best first; empty where there was no choice.
    pub candidates: Vec<Candidate>,
    /// Why this one, or why none, in words for a reporter.
    pub reason: String,
}

/// An entity that a source might refer to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Index into [`Speakers::entities`].
    pub entity: usize,
    /// Probability, 0 to 1.
    pub confidence: f32,
}

/// What a speaker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SpeakerType {
    /// A named person.
    Person,
    /// A named organisation.
    Organization,
    /// A state or a city that speaks ("Israel", "the Kremlin").
    Place,
    /// A group without a name ("protesters", "Democrats").
    Group,
    /// A document ("the indictment", "a White House statement").
    Document,
    /// A described or anonymous source ("two officials briefed on the matter").
    Unnamed,
}

impl SpeakerType {
    /// The name in output and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            SpeakerType::Person => "person",
            SpeakerType::Organization => "organization",
            SpeakerType::Place => "place",
            SpeakerType::Group => "group",
            SpeakerType::Document => "document",
            SpeakerType::Unnamed => "unnamed",
        }
    }
}

/// By what a speaker is known at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KnownBy {
    /// The full name, or the fullest form in the article.
    Name,
    /// A surname, a first name, an acronym.
    ShortName,
    /// A title or role without the name ("The Qatari leader", "the minister").
    Title,
    /// Any other description ("the militant group", "two officials").
    Description,
    /// A pronoun.
    Pronoun,
    /// Nothing here: the running speaker of a quotation that goes on.
    Quotation,
    /// The article's own author.
    Byline,
}

impl KnownBy {
    /// The name in output and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            KnownBy::Name => "name",
            KnownBy::ShortName => "short_name",
            KnownBy::Title => "title",
            KnownBy::Description => "description",
            KnownBy::Pronoun => "pronoun",
            KnownBy::Quotation => "quotation",
            KnownBy::Byline => "byline",
        }
    }
}

/// Grammatical gender as the text shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    /// He.
    Masculine,
    /// She.
    Feminine,
}

/// Finds the speakers of an article and who speaks in each attribution. Pure; near-linear in the article's length.
pub fn resolve(article: &Article, document: &Document<'_>, attributions: &[Attribution]) -> Speakers {
    let words = words::Words::read(document);
    let mut names = names::find(&words);
    let roles = roles::learn(&words, &names);
    let cast = clusters::cluster(&words, &names, &roles);
    clusters::settle(&cast, &mut names);
    assign::assign(article, document, &words, &names, cast, attributions)
}
