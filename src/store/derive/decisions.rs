//! The decisions that hold, as derivation needs them. Of two on the same thing the one made later wins.

use super::carried::Carrier;
use super::speaker_type;
use crate::store::decisions::{Action, COLUMNS, Decision, block, read, read_pieces};
use crate::store::ids;
use crate::store::names::normalise;
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
    /// Speaker → the one that it is, and how many merges were made before.
    merges: HashMap<String, (Named, usize)>,
    /// Speakers into whom others were merged, now or once.
    targets: HashMap<String, Named>,
    /// Speakers who were merged into others, now or once.
    sources: HashMap<String, Named>,
    /// Whether any decision means the bearer of a name in one article.
    names_articles: bool,
    /// How many merges and renames were made.
    made: usize,
    /// Pairs of speakers, the smaller id first.
    kept_apart: HashSet<(String, String)>,
    split_off: HashSet<String>,
    /// Name to show, and how many decisions were taken before.
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
    fn new(name: &str, kind: Option<&str>, article: Option<&str>) -> Self {
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
    fn is_surname(&self) -> bool {
        self.kind == "person" && normalise(&self.name, speaker_type(&self.kind)).short
    }

    /// Whether it is the bearer of a name in one article.
    fn bears(&self, other: &Named) -> bool {
        self.article.is_some() && self.normal == other.normal && self.kind == other.kind
    }
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
            self.names.insert(named.id.clone(), named.name.clone());
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
            (Action::Merge, Some(other), _) if other.id != speaker.id => {
                self.kept_apart.remove(&pair(&speaker.id, &other.id));
                self.open_ring(&speaker.id, &other.id);
                self.made += 1;
                self.targets.insert(other.id.clone(), other.clone());
                self.sources.insert(speaker.id.clone(), speaker.clone());
                self.merges.insert(speaker.id, (other, self.made));
            }
            (Action::Split, Some(other), _) => {
                self.cut(&speaker, &other);
                self.kept_apart.insert(pair(&speaker.id, &other.id));
            }
            (Action::Split, None, _) => {
                self.take_out(&speaker);
                self.split_off.insert(speaker.id);
            }
            (Action::Rename, _, Some(name)) => {
                self.made += 1;
                self.renames.insert(speaker.id, (name, self.made));
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

    /// Takes back the merge that would make the new one `from` → `to` lead back to `from`.
    fn open_ring(&mut self, from: &str, to: &str) {
        let mut at = to.to_owned();
        while let Some(next) = self.merges.get(&at).map(|(named, _)| named.id.clone()) {
            if next == from {
                self.merges.remove(&at);
                return;
            }
            at = next;
        }
    }

    /// Where merges lead to from an id, itself first.
    fn way(&self, id: &str) -> Vec<String> {
        let mut way = vec![id.to_owned()];
        while let Some((next, _)) = way.last().and_then(|at| self.merges.get(at)) {
            way.push(next.id.clone());
        }
        way
    }

    /// Takes back the merges by which two speakers are one, whichever was merged into which. A surname is also whoever
    /// bears it in one article: "Okafor is not Kate Okafor" takes back that the Okafor of some article is.
    fn cut(&mut self, one: &Named, other: &Named) {
        let bearers = |of: &Named| -> Vec<Named> {
            let is_any = of.article.is_none() && of.is_surname();
            let bearers = self.sources.values().filter(|source| is_any && source.bears(of));
            std::iter::once(of).chain(bearers).cloned().collect()
        };
        let (ones, others) = (bearers(one), bearers(other));
        for one in &ones {
            others.iter().for_each(|other| self.cut_way(one, other));
        }
    }

    /// Takes back the last of the merges by which two speakers are one; of a surname in one article its own, which leaves
    /// all others as they are.
    fn cut_way(&mut self, one: &Named, other: &Named) {
        let (of_one, of_other) = (self.way(&one.id), self.way(&other.id));
        if of_one.last() != of_other.last() {
            return;
        }
        let tied = || {
            let alone = |id: &&String| of_one.contains(id) != of_other.contains(id);
            of_one.iter().chain(&of_other).filter(alone)
        };
        let is_own = |id: &&String| {
            [one, other].iter().any(|named| named.id == **id && named.article.is_some() && named.is_surname())
        };
        let order = |id: &&String| self.merges.get(*id).map(|(_, order)| *order);
        let cut = tied().find(is_own).or_else(|| tied().max_by_key(order));
        if let Some(cut) = cut {
            self.merges.remove(cut);
        }
    }

    /// Takes the bearer of a name in an article out of those of that name, or of a surname, with whom it was merged. Who
    /// was merged into it stays one speaker, with the last of them for a head.
    fn take_out(&mut self, bearer: &Named) {
        let is_alike =
            |other: &Named| bearer.is_surname() || bearer.normal == other.normal && bearer.kind == other.kind;
        if self.merges.get(&bearer.id).is_some_and(|(to, _)| is_alike(to)) {
            self.merges.remove(&bearer.id);
        }
        let is_head = self.targets.contains_key(&bearer.id);
        let into = self.merges.iter().filter(|(id, (to, _))| {
            is_head && to.id == bearer.id && self.sources.get(*id).is_some_and(&is_alike)
        });
        let mut into: Vec<(usize, String)> = into.map(|(id, (_, order))| (*order, id.clone())).collect();
        into.sort_unstable();
        let Some(head) = into.pop().and_then(|(_, id)| self.sources.get(&id).cloned()) else { return };
        self.merges.remove(&head.id);
        for (order, id) in into {
            self.merges.insert(id, (head.clone(), order));
        }
        self.targets.remove(&bearer.id);
        self.targets.insert(head.id.clone(), head);
    }

    /// The speaker that the one with this id is, by decision. `general` is the id without the article, for decisions
    /// on a name wherever it occurs, but of those bearers who were said not to be that one.
    pub(super) fn merged(&self, id: &str, general: &str) -> Option<&Named> {
        let by_name = || {
            let merge = self.merges.get(general)?;
            let is_another = |to: &String| self.kept_apart.contains(&pair(id, to));
            (id == general || !self.way(general).iter().skip(1).any(is_another)).then_some(merge)
        };
        let mut named = &self.merges.get(id).or_else(by_name)?.0;
        while let Some((next, _)) = self.merges.get(&named.id) {
            named = next;
        }
        Some(named)
    }

    /// Whether somebody said that the first is not the second, in either order.
    pub(super) fn keeps_apart(&self, id: &str, general: &str, other: &str) -> bool {
        !self.kept_apart.is_empty()
            && [id, general].iter().any(|id| self.kept_apart.contains(&pair(id, other)))
    }

    /// Whether there are no decisions at all.
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether any decision means the bearer of a name in one article.
    pub(super) const fn names_articles(&self) -> bool {
        self.names_articles
    }

    /// Whether anybody was said not to be somebody else.
    pub(super) fn keeps_anything_apart(&self) -> bool {
        !self.kept_apart.is_empty()
    }

    /// Whether the bearer of a name in an article was said to be another one.
    pub(super) fn splits_anything_off(&self) -> bool {
        !self.split_off.is_empty()
    }

    /// Whether the bearer with this id (of a name in an article) was said to be another one than elsewhere.
    pub(super) fn is_split_off(&self, own: &str) -> bool {
        self.split_off.contains(own)
    }

    /// The speaker that one with these ids is, by decision: the one that the last merge of any of them leads to, or else
    /// itself, where others were merged into it.
    pub(super) fn root<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Option<&Named> {
        if self.merges.is_empty() {
            return None;
        }
        let ids: Vec<&str> = ids.collect();
        let last = ids.iter().filter(|id| self.merges.contains_key(**id));
        match last.max_by_key(|id| self.merges.get(**id).map(|(_, order)| *order)) {
            Some(id) => self.merged(id, id),
            None => ids.iter().find_map(|id| self.targets.get(*id)),
        }
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

/// Two ids, in their order.
fn pair(one: &str, other: &str) -> (String, String) {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    (first.to_owned(), second.to_owned())
}
