//! The decisions that hold, as derivation needs them. Of two on the same thing the one made later wins.

use super::carried::Carrier;
use super::merges::Merges;
use super::named::Named;
use crate::store::decisions::{Action, COLUMNS, Decision, read, read_pieces};
use rusqlite::Connection;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// All decisions that were not taken back.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    /// The highest number of any decision; 0 where there are none.
    pub(super) last: i64,
    /// Blocks that merges and splits have tied together, both ways.
    pub(super) tied: BTreeMap<String, BTreeSet<String>>,
    /// On places in articles, in the order in which they were made.
    pub(super) places: Vec<PlaceDecision>,
    /// On claims and replies, in the order in which they were made.
    pub(super) claims: Vec<ClaimDecision>,
    /// On accusations, in the order in which they were made.
    pub(super) accusations: Vec<AccusationDecision>,
    /// Who is one with whom, and who is not.
    pub(super) merges: Merges,
    /// Whether any decision means the bearer of a name in one article.
    names_articles: bool,
    /// How many renames were made.
    renamed: usize,
    /// Name to show, and how many renames were made before.
    renames: HashMap<String, (String, usize)>,
    aliases: HashMap<String, BTreeSet<String>>,
    links: HashMap<String, Link>,
    names: HashMap<String, String>,
    /// Where quotes were added, or their words corrected, of which that was taken back: article, start, end.
    taken_back: HashSet<(String, i64, i64)>,
}

/// What a speaker is called elsewhere.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Link {
    #[serde(default)]
    pub(super) wikidata: Option<String>,
    #[serde(default)]
    pub(super) country: Option<String>,
}

/// A decision on the quote at a place.
#[derive(Debug)]
pub(super) struct PlaceDecision {
    /// Its number.
    pub(super) id: i64,
    pub(super) article: String,
    pub(super) start_char: i64,
    pub(super) end_char: i64,
    pub(super) nth: i64,
    pub(super) what: Correction,
}

/// A decision on the claim of a quote, or on two quotes.
#[derive(Debug)]
pub(super) struct ClaimDecision {
    /// Its number.
    pub(super) id: i64,
    pub(super) quote: Spot,
    /// The other quote; the reply.
    pub(super) other: Option<Spot>,
    pub(super) action: Action,
    pub(super) value: String,
}

/// A decision on an accusation.
#[derive(Debug)]
pub(super) struct AccusationDecision {
    /// Its number.
    pub(super) id: i64,
    /// The accusation's place; the quote's for one that a person adds.
    pub(super) spot: Spot,
    /// Whom the machine had as the accused when it was decided: of several accusations at one place it is that one.
    pub(super) against: Option<String>,
    pub(super) what: Charge,
}

/// What was decided about an accusation.
#[derive(Debug)]
pub(super) enum Charge {
    Confirm,
    Reject,
    /// `None`: nobody is named.
    Accuser(Option<Named>),
    Accused(Named),
    /// There is one, against this speaker, of what stands in these pieces; none: of the quote's whole content.
    Add(Named, Vec<(i64, i64)>),
}

/// A place in an article, in code points.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) article: String,
    pub(super) start_char: i64,
    pub(super) end_char: i64,
    pub(super) nth: i64,
}

impl Spot {
    pub(super) fn of(
        article: Option<String>,
        start_char: Option<i64>,
        end_char: Option<i64>,
        nth: Option<i64>,
    ) -> Option<Self> {
        Some(Self { article: article?, start_char: start_char?, end_char: end_char?, nth: nth.unwrap_or(0) })
    }
}

/// What was decided about a quote.
#[derive(Debug)]
pub(super) enum Correction {
    Confirm,
    Reject,
    /// `None`: nobody can tell.
    Speaker(Option<Named>),
    AlsoSpeaker(Named),
    ClaimType(String),
    Kind(String),
    Content(Vec<(i64, i64)>),
    Source(Vec<(i64, i64)>),
    Add {
        speaker: Option<Named>,
        source: Vec<(i64, i64)>,
    },
}

impl Correction {
    /// Whether it means a quote that is to be there, whatever the machine finds.
    pub(super) const fn needs_quote(&self) -> bool {
        !matches!(self, Correction::Reject)
    }
}

impl Decisions {
    /// Reads them; those on an older version of an article also as what they say of the newest (`older_version` must be up to
    /// date).
    pub(super) fn load(connection: &Connection) -> rusqlite::Result<Self> {
        let mut decisions = Self {
            last: connection.query_row("SELECT coalesce(max(id), 0) FROM decision", [], |row| row.get(0))?,
            ..Self::default()
        };
        let mut carrier = Carrier::new(connection);
        let mut statement =
            connection.prepare(&format!("SELECT id, {COLUMNS} FROM decision ORDER BY made, id"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            // Rows of a newer program, or that somebody wrote by hand and that say nothing, are left alone.
            let tells = |d: &Decision| d.flaw().is_none() && (d.undone.is_none() || makes_place(d.action));
            let Some(decision) = read(row, 1)?.filter(tells) else { continue };
            let carried = carrier.carry(&decision)?;
            let id = row.get(0)?;
            for decision in [decision].into_iter().chain(carried) {
                match decision.undone {
                    None => decisions.take(id, decision),
                    Some(_) => decisions.take_back(decision),
                }
            }
        }
        Ok(decisions)
    }

    /// Notes where a quote was, of a decision that was taken back.
    fn take_back(&mut self, decision: Decision) {
        let content = decision.value.as_deref().filter(|_| decision.action == Action::Content);
        let place = match content.and_then(read_pieces) {
            Some(pieces) => pieces.first().zip(pieces.last()).map(|(first, last)| (first.0, last.1)),
            None => decision.start_char.zip(decision.end_char),
        };
        if let (Some(article), Some((start, end))) = (decision.article, place) {
            self.taken_back.insert((article, start, end));
        }
    }

    fn take(&mut self, id: i64, decision: Decision) {
        let on_names = decision.action.is_on_names();
        let article = decision.article_of_name();
        let kind = decision.kind.as_deref();
        let speaker = decision.name.as_ref().map(|name| Named::new(name, kind, article));
        let other = decision.other_name.as_ref().map(|name| {
            Named::new(name, decision.other_kind.as_deref().or(kind), decision.other_article.as_deref())
        });
        for named in speaker.iter().chain(&other) {
            self.names.insert(named.id.clone(), named.name().to_owned());
        }
        self.names_articles |= speaker.iter().chain(&other).any(|named| named.article.is_some());
        if decision.action.is_on_claims() {
            return self.take_claim(id, decision);
        }
        if decision.action.is_on_accusations() {
            return self.take_accusation(id, speaker, decision);
        }
        match speaker {
            Some(speaker) if on_names => self.take_names(decision.action, speaker, other, decision.value),
            speaker => self.take_place(id, speaker, decision),
        }
    }

    fn take_claim(&mut self, id: i64, decision: Decision) {
        let Decision { article, start_char, end_char, nth, action, .. } = decision;
        let other = Spot::of(
            decision.other_article,
            decision.other_start_char,
            decision.other_end_char,
            decision.other_nth,
        );
        if let Some(quote) = Spot::of(article, start_char, end_char, nth) {
            let value = decision.value.unwrap_or_default();
            self.claims.push(ClaimDecision { id, quote, other, action, value });
        }
    }

    fn take_accusation(&mut self, id: i64, speaker: Option<Named>, decision: Decision) {
        let what = match (decision.action, speaker) {
            (Action::ConfirmAccusation, _) => Charge::Confirm,
            (Action::RejectAccusation, _) => Charge::Reject,
            (Action::Accuser, speaker) => Charge::Accuser(speaker),
            (Action::Accused, Some(speaker)) => Charge::Accused(speaker),
            (Action::Accuse, Some(speaker)) => {
                let pieces = decision.value.as_deref().and_then(read_pieces);
                Charge::Add(speaker, pieces.unwrap_or_default())
            }
            _ => return,
        };
        let Decision { article, start_char, end_char, nth, action, value, .. } = decision;
        let against = value.filter(|_| action != Action::Accuse);
        if let Some(spot) = Spot::of(article, start_char, end_char, nth) {
            self.accusations.push(AccusationDecision { id, spot, against, what });
        }
    }

    fn take_place(&mut self, id: i64, speaker: Option<Named>, decision: Decision) {
        let value = decision.value.unwrap_or_default();
        let what = match (decision.action, speaker) {
            (Action::Confirm, _) => Correction::Confirm,
            (Action::Reject, _) => Correction::Reject,
            (Action::Speaker, speaker) => Correction::Speaker(speaker),
            (Action::AlsoSpeaker, Some(speaker)) => Correction::AlsoSpeaker(speaker),
            (Action::ClaimType, _) => Correction::ClaimType(value),
            (Action::Kind, _) => Correction::Kind(value),
            (Action::Content, _) => Correction::Content(read_pieces(&value).unwrap_or_default()),
            (Action::Source, _) => Correction::Source(read_pieces(&value).unwrap_or_default()),
            (Action::Add, speaker) => {
                Correction::Add { speaker, source: read_pieces(&value).unwrap_or_default() }
            }
            _ => return,
        };
        if let (Some(article), Some(start_char), Some(end_char)) =
            (decision.article, decision.start_char, decision.end_char)
        {
            let nth = decision.nth.unwrap_or(0);
            self.places.push(PlaceDecision { id, article, start_char, end_char, nth, what });
        }
    }

    fn take_names(&mut self, action: Action, speaker: Named, other: Option<Named>, value: Option<String>) {
        if let Some(other) = &other {
            self.tied.entry(speaker.block.clone()).or_default().insert(other.block.clone());
            self.tied.entry(other.block.clone()).or_default().insert(speaker.block.clone());
        }
        match (action, other, value) {
            (Action::Merge, Some(other), _) => self.merges.merge(speaker, other),
            (Action::Split, Some(other), _) => self.merges.split(&speaker, &other),
            (Action::Split, None, _) => self.merges.split_off(speaker),
            (Action::Rename, _, Some(name)) => {
                self.renamed += 1;
                self.renames.insert(speaker.id, (name, self.renamed));
            }
            (Action::Alias, _, Some(name)) => {
                self.aliases.entry(speaker.id).or_default().insert(name);
            }
            (Action::Link, _, Some(link)) => {
                let link: Link = serde_json::from_str(&link).unwrap_or_default();
                let there = self.links.entry(speaker.id).or_default();
                // What a later one leaves open stays.
                there.wikidata = link.wikidata.or(there.wikidata.take());
                there.country = link.country.or(there.country.take());
            }
            _ => {}
        }
    }

    /// Whether there are no decisions at all.
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether any decision means the bearer of a name in one article.
    pub(super) const fn names_articles(&self) -> bool {
        self.names_articles
    }

    /// The forms of its name that were decided for a speaker with these ids.
    pub(super) fn aliases<'a>(&'a self, ids: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
        ids.filter_map(|id| self.aliases.get(id)).flatten().map(String::as_str)
    }

    /// What a speaker with these ids is called elsewhere.
    pub(super) fn link<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Link {
        ids.filter_map(|id| self.links.get(id)).fold(Link::default(), |link, other| Link {
            wikidata: link.wikidata.or_else(|| other.wikidata.clone()),
            country: link.country.or_else(|| other.country.clone()),
        })
    }

    /// The name that the last decision on a speaker used for it, whatever the order in which they are applied.
    pub(super) fn name(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    /// The name to show.
    pub(super) fn renamed<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Option<&str> {
        ids.filter_map(|id| self.renames.get(id))
            .max_by_key(|(_, order)| *order)
            .map(|(name, _)| name.as_str())
    }

    /// Whether a quote was added at the place of a decision and that was taken back.
    pub(super) fn is_taken_back(&self, decision: &PlaceDecision) -> bool {
        !self.taken_back.is_empty()
            && self.taken_back.contains(&(decision.article.clone(), decision.start_char, decision.end_char))
    }

    /// The articles and speakers of decisions that give a quote a speaker, or an accusation an accuser or accused.
    pub(super) fn given_speakers(&self) -> impl Iterator<Item = (&str, &Named)> {
        let of_quotes = self.places.iter().filter_map(|p| match &p.what {
            Correction::Speaker(Some(speaker))
            | Correction::AlsoSpeaker(speaker)
            | Correction::Add { speaker: Some(speaker), .. } => Some((p.article.as_str(), speaker)),
            _ => None,
        });
        let of_accusations = self.accusations.iter().filter_map(|x| match &x.what {
            Charge::Accuser(Some(speaker)) | Charge::Accused(speaker) | Charge::Add(speaker, _) => {
                Some((x.spot.article.as_str(), speaker))
            }
            _ => None,
        });
        of_quotes.chain(of_accusations)
    }
}

/// Whether it says that a quote is at a place where none was before.
const fn makes_place(action: Action) -> bool {
    matches!(action, Action::Add | Action::Content)
}
