//! How each decision is written.

use super::{Action, Decision, Place, SpeakerName, write_pieces};
use crate::attribution::Kind;
use crate::claims::ClaimType;

impl Decision {
    fn new(action: Action) -> Self {
        Decision {
            made: String::new(),
            made_by: None,
            action,
            article: None,
            start_char: None,
            end_char: None,
            nth: None,
            name: None,
            kind: None,
            other_article: None,
            other_start_char: None,
            other_end_char: None,
            other_nth: None,
            other_name: None,
            other_kind: None,
            value: None,
            note: None,
            undone: None,
        }
    }

    fn on_quote(action: Action, place: &Place) -> Self {
        Decision {
            article: Some(place.article.clone()),
            start_char: Some(place.start_char),
            end_char: Some(place.end_char),
            nth: Some(place.nth),
            ..Self::new(action)
        }
    }

    fn on_speaker(action: Action, speaker: &SpeakerName) -> Self {
        Decision {
            article: speaker.article.clone(),
            name: Some(speaker.name.clone()),
            kind: Some(speaker.kind.clone()),
            ..Self::new(action)
        }
    }

    /// With the speaker of a quote; its own article is that of the quote.
    fn by(self, speaker: &SpeakerName) -> Self {
        Decision {
            other_article: speaker.article.clone(),
            name: Some(speaker.name.clone()),
            kind: Some(speaker.kind.clone()),
            ..self
        }
    }

    fn and(self, other: &SpeakerName) -> Self {
        Decision {
            other_article: other.article.clone(),
            other_name: Some(other.name.clone()),
            other_kind: Some(other.kind.clone()),
            ..self
        }
    }

    fn with(self, value: impl Into<String>) -> Self {
        Decision { value: Some(value.into()), ..self }
    }

    /// The same, with who decided and why.
    pub fn because(self, made_by: Option<&str>, reason: Option<&str>) -> Self {
        Decision { made_by: made_by.map(str::to_owned), note: reason.map(str::to_owned), ..self }
    }

    /// The quote is right.
    pub fn confirm(place: &Place) -> Self {
        Self::on_quote(Action::Confirm, place)
    }

    /// There is no quote at this place.
    pub fn reject(place: &Place) -> Self {
        Self::on_quote(Action::Reject, place)
    }

    /// The quote is by this speaker.
    pub fn speaker(place: &Place, speaker: &SpeakerName) -> Self {
        Self::on_quote(Action::Speaker, place).by(speaker)
    }

    /// Nobody can tell who said it.
    pub fn speaker_unknown(place: &Place) -> Self {
        Self::on_quote(Action::Speaker, place)
    }

    /// The quote is by this speaker, too.
    pub fn also_speaker(place: &Place, speaker: &SpeakerName) -> Self {
        Self::on_quote(Action::AlsoSpeaker, place).by(speaker)
    }

    /// The quote is of this type.
    pub fn claim_type(place: &Place, kind: ClaimType) -> Self {
        Self::on_quote(Action::ClaimType, place).with(kind.name())
    }

    /// The quote is direct, mixed or indirect.
    pub fn kind(place: &Place, kind: Kind) -> Self {
        Self::on_quote(Action::Kind, place).with(kind.name())
    }

    /// The content of the quote is these pieces, in code points.
    pub fn content(place: &Place, pieces: &[(i64, i64)]) -> Self {
        Self::on_quote(Action::Content, place).with(write_pieces(pieces))
    }

    /// The source of the quote is these pieces, in code points.
    pub fn source(place: &Place, pieces: &[(i64, i64)]) -> Self {
        Self::on_quote(Action::Source, place).with(write_pieces(pieces))
    }

    /// There is a quote at this place, by this speaker, whom these pieces name.
    pub fn add(place: &Place, speaker: Option<&SpeakerName>, source: &[(i64, i64)]) -> Self {
        let quote = Self::on_quote(Action::Add, place);
        let quote = Decision { value: (!source.is_empty()).then(|| write_pieces(source)), ..quote };
        speaker.map_or_else(|| quote.clone(), |speaker| quote.clone().by(speaker))
    }

    /// `one` is `other`: one speaker, listed as `other`. A speaker who is known by a full name stands for one who is
    /// known in one article only, whichever comes first.
    pub fn merge(one: &SpeakerName, other: &SpeakerName) -> Self {
        let (one, other) = match (&one.article, &other.article) {
            (None, Some(_)) => (other, one),
            _ => (one, other),
        };
        Self::on_speaker(Action::Merge, one).and(other)
    }

    /// `one` is not `other`, in whichever order: takes back a merge, and keeps the machine from joining them.
    pub fn split(one: &SpeakerName, other: &SpeakerName) -> Self {
        Self::on_speaker(Action::Split, one).and(other)
    }

    /// The bearer of this name in this article (`speaker.article`) is not the one of all other articles.
    pub fn split_off(speaker: &SpeakerName) -> Self {
        Self::on_speaker(Action::Split, speaker)
    }

    /// Shows a speaker under another name.
    pub fn rename(speaker: &SpeakerName, name: &str) -> Self {
        Self::on_speaker(Action::Rename, speaker).with(name)
    }

    /// The speaker is also called like that.
    pub fn alias(speaker: &SpeakerName, name: &str) -> Self {
        Self::on_speaker(Action::Alias, speaker).with(name)
    }

    /// What the speaker is called elsewhere: a Wikidata id, a country.
    pub fn link(speaker: &SpeakerName, wikidata: Option<&str>, country: Option<&str>) -> Self {
        let mut value = serde_json::Map::new();
        for (key, words) in [("wikidata", wikidata), ("country", country)] {
            value.extend(words.map(|words| (key.to_owned(), words.into())));
        }
        Self::on_speaker(Action::Link, speaker).with(serde_json::Value::Object(value).to_string())
    }

    fn on_quotes(action: Action, one: &Place, other: &Place) -> Self {
        Decision {
            other_article: Some(other.article.clone()),
            other_start_char: Some(other.start_char),
            other_end_char: Some(other.end_char),
            other_nth: Some(other.nth),
            ..Self::on_quote(action, one)
        }
    }

    /// Both quotes are one claim. It holds while they have the same speakers.
    pub fn same_claim(one: &Place, other: &Place) -> Self {
        Self::on_quotes(Action::SameClaim, one, other)
    }

    /// The quotes are two claims.
    pub fn other_claim(one: &Place, other: &Place) -> Self {
        Self::on_quotes(Action::OtherClaim, one, other)
    }

    /// The second quote answers the accusation in the first; how is one of [`super::REPLIES`].
    pub fn reply(accusation: &Place, reply: &Place, how: &str) -> Self {
        Self::on_quotes(Action::Reply, accusation, reply).with(how)
    }

    /// The second quote does not answer the accusation in the first.
    pub fn no_reply(accusation: &Place, reply: &Place) -> Self {
        Self::on_quotes(Action::NoReply, accusation, reply)
    }

    /// What somebody holds of the claim in this quote.
    pub fn verdict(place: &Place, words: &str) -> Self {
        Self::on_quote(Action::Verdict, place).with(words)
    }

    /// The accusation at this place against `accused`, in the machine's words, is one.
    pub fn confirm_accusation((place, accused): &(Place, String)) -> Self {
        Self::on_quote(Action::ConfirmAccusation, place).with(accused)
    }

    /// It is none.
    pub fn reject_accusation((place, accused): &(Place, String)) -> Self {
        Self::on_quote(Action::RejectAccusation, place).with(accused)
    }

    /// It is made by this speaker; `None`: nobody is named.
    pub fn accuser((place, accused): &(Place, String), speaker: Option<&SpeakerName>) -> Self {
        let decision = Self::on_quote(Action::Accuser, place).with(accused);
        speaker.map_or_else(|| decision.clone(), |speaker| decision.clone().by(speaker))
    }

    /// It is against this speaker instead.
    pub fn accused((place, accused): &(Place, String), speaker: &SpeakerName) -> Self {
        Self::on_quote(Action::Accused, place).with(accused).by(speaker)
    }

    /// The quote at this place accuses this speaker of what stands in these pieces; none: of all of it.
    pub fn accuse(place: &Place, speaker: &SpeakerName, allegation: &[(i64, i64)]) -> Self {
        let decision = Self::on_quote(Action::Accuse, place).by(speaker);
        if allegation.is_empty() { decision } else { decision.with(write_pieces(allegation)) }
    }
}
