//! Whom a description may refer to where it stands: candidates, their signs, and what speaks for nobody.

use super::actors::person;
use super::clusters::Reading;
use super::descriptions::{self, Described};
use super::elsewhere::{self, Tie};
use super::found::THRESHOLD;
use super::lexicon::{Bits, LEXICON, PronounClass, key, singular};
use super::scorer::{self, Choice, Place};
use super::signs::{Sign, Signs};
use super::sources::{Description, Determined};
use super::stage::Stage;
use super::tenure::Holds;
use super::{KnownBy, Mention, SpeakerType, generations};

/// "A judge" or "a spokesman" may be named later only where the article has just begun: in its first sentences.
const LEAD: u32 = 5;

/// So many persons are weighed for a description that opens the article.
const MOST_LEADS: usize = 3;

/// No surer than this is who may be meant, but of whom the article does not say what the description does.
const DOUBT: f32 = 0.45;

/// And so sure at most where it names them often: at least this many times.
const UNSAID: f32 = 0.8;
const OFTEN: u32 = 3;

/// No surer than this is somebody of another gender than the statement seems to show of its speaker.
const OPEN: f32 = 0.49;

/// More names ahead than this are not looked at.
const MOST_AHEAD: usize = 32;

/// Who is named further on than this, in tokens, is not whom an article's lead describes.
const SOON: usize = 400;

impl Stage<'_, '_> {
    /// Those whom a description fits: who was mentioned lately, who holds the role, who is said to hold it further on. Where
    /// it is a `source`, whom the content names counts, too.
    pub(super) fn weigh_description(
        &self,
        description: &Description,
        described: &Described,
        token: usize,
        source: bool,
    ) -> Choice {
        let sentence = self.words.get(token).map_or(0, |w| w.sentence);
        let opens = sentence < LEAD && !described.plural && description.determined != Determined::Possessive;
        if !described.refers && !opens {
            return scorer::weigh(Vec::new(), Signs::none(), Place::Description);
        }
        let mut list = if described.refers { self.scene.recent().to_vec() } else { Vec::new() };
        for role in std::iter::once(&described.head).chain(&described.other) {
            list.extend(self.by_role.get(role).map(Vec::as_slice).unwrap_or_default());
        }
        if opens && LEXICON.any_organization(&described.head) {
            list.extend(self.organizations_after(token));
        }
        let belongs_to = self.named_after(description);
        let named_here = self.named_in(description);
        let owner = self.owner(description);
        let lead = opens && described.kind == SpeakerType::Unnamed;
        let ahead = if lead { self.persons_after(token) } else { Vec::new() };
        let lead_next = ahead.first().copied();
        list.extend(&ahead);
        list.sort_unstable();
        list.dedup();
        let mut candidates: Vec<(usize, Signs)> = list
            .into_iter()
            .filter_map(|actor| {
                let data = &self.actors[actor];
                let later = !self.scene.knows(actor);
                let named = self.first_named.get(actor).copied().unwrap_or(0);
                let further_on = named > token;
                if (later || !described.refers) && !further_on || !described.refers && named - token > SOON {
                    return None;
                }
                if self.holds(actor, described) == Holds::No || self.is_no_defendant(actor, described) {
                    return None;
                }
                // "his campaign" is nobody else's.
                let others = data.described && self.first_named.get(actor).is_some();
                if others && description.determined == Determined::Possessive {
                    return None;
                }
                let mut signs = self.scene.signs(self.words, token, actor, data);
                // His lawyer is not he, unless the article gives him that role, and Ferrer’s is not Ferrer.
                let owns = data.words.last().is_some_and(|w| named_here.contains(w));
                let kin = generations::of(&described.head).is_some();
                let holds = || !kin && data.roles.iter().any(|r| r.heads.contains(&described.head));
                if data.kind == SpeakerType::Person && (owner == Some(actor) && !holds() || owns) {
                    return None;
                }
                let leads = lead_next == Some(actor);
                if !described.compare(data, ahead.contains(&actor), &mut signs) {
                    return None;
                }
                // "a spokesman for Okafor" is no spokesman of somebody else.
                let mut said = data.roles.iter().flat_map(|r| &r.words);
                if !belongs_to.is_empty() && !said.any(|w| belongs_to.contains(w)) && !data.roles.is_empty() {
                    return None;
                }
                // "the Okafor campaign" is not the Ferrer campaign.
                let other = !named_here.is_empty() && !data.words.iter().any(|w| named_here.contains(w));
                if other
                    && data.kind != SpeakerType::Person
                    && description.determined != Determined::Possessive
                {
                    return None;
                }
                let here = !source && !self.is_as(description);
                if self.is_another(actor, described, &signs, here) {
                    return None;
                }
                signs.flag(Sign::IsPerson, data.kind == SpeakerType::Person);
                signs.flag(Sign::LeadNext, leads);
                let spoke = self.scene.last_speakers(sentence, 4).contains(&actor);
                signs.flag(Sign::SpokeLastOfQuotes, spoke && self.quotes && source);
                if source {
                    self.content_signs(&mut signs, actor);
                    signs.flag(Sign::Answers, self.answering == Some(actor));
                    if data.kind == SpeakerType::Person && self.speaks_of(actor) {
                        return None;
                    }
                }
                signs.flag(Sign::InTitle, self.in_title(actor));
                let role = signs.has(Sign::SameRole) || signs.has(Sign::LikeRole);
                let back = self.scene.mentioned_in(actor).map_or(u32::MAX, |s| sentence.saturating_sub(s));
                signs.flag(Sign::RoleNear, role && !later && back <= 2);
                signs.flag(Sign::RoleLater, role && later && sentence >= LEAD);
                signs.flag(Sign::NamedLater, later && further_on);
                signs.flag(Sign::DescribedSo, self.described_so(actor, &described.head));
                Some((actor, signs))
            })
            .collect();
        if source {
            let all: Vec<usize> = candidates.iter().map(|c| c.0).collect();
            candidates.retain(|(actor, _)| !self.accuses_himself(*actor, |a| all.contains(&a)));
        }
        let holds = |s: &Signs| s.has(Sign::SameRole) || s.has(Sign::LikeRole) || s.has(Sign::SameKind);
        let so = |s: &Signs| s.has(Sign::DescribedSo) || s.has(Sign::SameHead);
        let (held, said) = (candidates.iter().any(|c| holds(&c.1)), candidates.iter().any(|c| so(&c.1)));
        for (_, signs) in &mut candidates {
            signs.flag(Sign::RivalRole, held && !holds(signs));
            signs.flag(Sign::RivalHead, said && !so(signs));
        }
        let organization = |c: &&mut (usize, Signs)| c.1.has(Sign::KindFits) || c.1.has(Sign::KindPossible);
        let mut organizations = candidates.iter_mut().filter(organization);
        if let (Some((actor, only)), None) = (organizations.next(), organizations.next()) {
            only.flag(Sign::OnlyKind, !self.actors[*actor].described);
        }
        // "Norair lost two planes, the airline said", "the disarmament of Hamas, which the militant group is resisting":
        // articles tell by name what organisations say of themselves.
        let own_words = |c: &&mut (usize, Signs)| organization(c) && c.1.has(Sign::NamedInContent);
        let mut in_content = candidates.iter_mut().filter(own_words);
        if let (Some((_, only)), None) = (in_content.next(), in_content.next())
            && !only.has(Sign::NamedInQuote)
        {
            only.flag(Sign::NamedInContent, false);
        }
        if source {
            self.shown_signs(&mut candidates);
        }
        let near = |c: &&mut (usize, Signs)| {
            c.1.has(Sign::IsPerson) && (c.1.has(Sign::SameSentence) || c.1.has(Sign::SentenceBefore))
        };
        let mut persons = candidates.iter_mut().filter(near);
        if let (Some(only), None) = (persons.next(), persons.next()) {
            only.1.flag(Sign::OnlyNear, true);
        }
        let next = |(actor, _): &(usize, Signs)| self.first_named.get(*actor).filter(|n| **n > token);
        if let Some(next) = candidates.iter().filter_map(next).min().copied() {
            for (actor, signs) in &mut candidates {
                signs.flag(Sign::NamedNext, self.first_named.get(*actor) == Some(&next));
            }
        }
        self.scene.compare(self.words, token, &mut candidates);
        let mut choice =
            scorer::weigh(candidates, self.nobody_described(description, described), Place::Description);
        // "The senator said his record": another holds the office who is a man.
        if choice.weighed.first().is_some_and(|w| w.signs.has(Sign::OtherInContent)) {
            choice.doubt(OPEN, |w| w.signs.has(Sign::OtherInContent));
        }
        let firm = |w: &scorer::Weighed| {
            w.signs.has(Sign::LikeRole) && described.names_another(&self.actors[w.actor])
        };
        choice.doubt(DOUBT, firm);
        // "The mayor" of somebody whom the article hardly names, and of whom it does not say that.
        let unsaid =
            |w: &scorer::Weighed| w.signs.has(Sign::NoRole) && described.says_more_of(&self.actors[w.actor]);
        // "Brandt denied it. “I never met him,” the chairman told reporters."
        let goes_on = |w: &scorer::Weighed| {
            self.follows && (w.signs.has(Sign::SpokeHere) || w.signs.has(Sign::SpokeInSentenceBefore))
        };
        // "Renn demanded it. “She knew,” the opposition leader said": hardly of anybody but Renn.
        let sentence = self.words.get(token).map_or(0, |w| w.sentence);
        let spoke = if self.follows { self.scene.last_speakers(sentence, 1) } else { &[] };
        let often = |w: &scorer::Weighed| {
            let other = !spoke.is_empty() && !spoke.contains(&w.actor);
            !other && described.is_also("politician") && self.is_named_often(w.actor)
        };
        choice.doubt(DOUBT, |w| unsaid(w) && !w.signs.has(Sign::LeadNext) && !often(w) && !goes_on(w));
        choice.doubt(UNSAID, unsaid);
        let places = described.places();
        let nation = places.iter().any(|p| LEXICON.is_nation(*p));
        let elsewhere = !elsewhere::only(places, &self.places) && (nation || !described.is_lawmaker());
        choice.doubt(DOUBT, |w| {
            let data = &self.actors[w.actor];
            let open = || person(data) && elsewhere::tie(places, data) == Tie::Open;
            self.holds(w.actor, described) == Holds::Doubtful
                || elsewhere && !w.signs.has(Sign::SameParty) && open()
        });
        self.one_document(choice, described)
    }

    /// True for somebody of whom the article does not say the role, and of whom this sentence speaks beside its bearer; and for
    /// what only stands before offices.
    fn is_another(&self, actor: usize, described: &Described, signs: &Signs, here: bool) -> bool {
        let unsaid = described.is_role && (signs.has(Sign::NoRole) || signs.has(Sign::OtherRole));
        let beside = || self.beside.contains(&(described.head.clone(), actor));
        let object = self.object == Some(actor);
        unsaid && (here && signs.has(Sign::SameSentence) || object || beside())
            || self.modifiers.contains(&actor)
    }

    fn is_named_often(&self, actor: usize) -> bool {
        let clearly = self.clearly.get(actor).copied().unwrap_or(0);
        clearly.max(self.mentions[actor].len() as u32) >= OFTEN
    }

    /// "As the nominee": what somebody is.
    pub(super) fn is_as(&self, description: &Description) -> bool {
        let start = description.core.start;
        let before = |n: usize| start.checked_sub(n).map_or("", |i| self.words.text(i));
        before(2).eq_ignore_ascii_case("as") || before(1).eq_ignore_ascii_case("as")
    }

    /// "The senator said his wife": of two senators the man.
    fn shown_signs(&self, candidates: &mut [(usize, Signs)]) {
        let Some(shown) = self.shown else { return };
        let holds = |s: &Signs| s.has(Sign::SameRole) || s.has(Sign::LikeRole);
        let gender = |a: usize| self.actors[a].gender;
        let any = |fits: bool| {
            let mut held = candidates.iter().filter(|c| holds(&c.1)).filter_map(|c| gender(c.0));
            held.any(|g| (g == shown.gender) == fits)
        };
        if !any(true) || !any(false) {
            return;
        }
        for (actor, signs) in candidates.iter_mut().filter(|c| gender(c.0).is_some()) {
            let fits = gender(*actor) == Some(shown.gender);
            let sign = if fits { Sign::ShownInContent } else { Sign::OtherInContent };
            signs.set(sign, shown.worth);
        }
    }

    /// "The poll" after "a new poll" and "the Okafor poll" is one of three mentions of one document, if no other poll has
    /// a name: it gets what all of them together are worth.
    fn one_document(&self, mut choice: Choice, described: &Described) -> Choice {
        let same = |a: usize| {
            let data = &self.actors[a];
            let head =
                data.words.last().is_some_and(|w| descriptions::same_thing(singular(w), &described.head));
            data.kind == SpeakerType::Document && data.described && head
        };
        let named = |a: &usize| self.first_named.get(*a).is_some();
        let all: Vec<usize> = choice.weighed.iter().map(|w| w.actor).filter(|a| same(*a)).collect();
        let mut with_name = all.iter().copied().filter(named);
        let (first, second) = (with_name.next(), with_name.next());
        if let (Some(one), None) = (first.or(all.first().copied()), second) {
            let sum: f32 =
                choice.weighed.iter().filter(|w| all.contains(&w.actor)).map(|w| w.confidence).sum();
            choice.weighed.retain(|w| w.actor == one || !all.contains(&w.actor));
            if let Some(weighed) = choice.weighed.iter_mut().find(|w| w.actor == one) {
                weighed.confidence = sum;
            }
            choice.weighed.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.actor.cmp(&b.actor)));
        }
        choice
    }

    /// Whom "his" means in "his lawyer", if that is sure enough.
    fn owner(&self, description: &Description) -> Option<usize> {
        let token = description.whole.start;
        let pronoun = LEXICON.pronoun(&self.words.text(token).to_lowercase())?;
        let third = pronoun.class == PronounClass::Third && self.words.bits(token).any(Bits::POSSESSIVE);
        let choice = third.then(|| self.weigh_pronoun(token, pronoun, Place::Source))?;
        choice.best(THRESHOLD).map(|b| b.actor)
    }

    /// What a description itself says about whether it means somebody of whom the article speaks elsewhere.
    fn nobody_described(&self, description: &Description, described: &Described) -> Signs {
        let mut nobody = Signs::none();
        let core = &description.core;
        let is = |kind| described.kind == kind;
        nobody.flag(Sign::Nobody, true);
        nobody.flag(Sign::NobodyInQuote, self.words.get(core.start).is_some_and(|w| w.quoted));
        nobody.flag(Sign::NobodyIndefinite, description.determined == Determined::Indefinite);
        nobody.flag(Sign::NobodyBare, description.determined == Determined::Bare);
        nobody.flag(Sign::NobodyPossessive, description.determined == Determined::Possessive);
        nobody.flag(Sign::NobodyPlural, described.plural);
        nobody.flag(Sign::NobodyBelongs, description.whole.end > core.end);
        nobody.flag(Sign::NobodyRole, described.is_role);
        let head = core.end.saturating_sub(1);
        let noun = LEXICON.noun(&self.words.text(head).to_lowercase());
        nobody.flag(Sign::NobodyStaff, noun.is_some_and(|n| n.0 == SpeakerType::Unnamed));
        nobody.flag(Sign::NobodyDocument, is(SpeakerType::Document));
        nobody.flag(Sign::NobodyOrganization, is(SpeakerType::Organization));
        nobody.flag(Sign::NobodyGroup, is(SpeakerType::Group));
        nobody.set(Sign::NobodyModified, (core.len().saturating_sub(1)).min(4) as f32);
        let bare = described.refers && description.whole.end == core.end;
        nobody.flag(Sign::NobodyOffice, described.is_office() && bare);
        nobody.flag(Sign::NobodyInLead, self.words.get(core.start).is_some_and(|w| w.sentence < LEAD));
        nobody
    }

    /// True where an actor was described with the same head before.
    fn described_so(&self, actor: usize, head: &str) -> bool {
        let known = |m: &&Mention| matches!(m.known_by, KnownBy::Title | KnownBy::Description);
        let last = self.mentions[actor].iter().rev().take(16).filter(known);
        let said =
            |m: &Mention| singular(key(m.span.of(self.words.text)).rsplit(' ').next().unwrap_or("")) == head;
        last.into_iter().any(said)
    }

    /// The words of the names within a description: "ferrer" in "Ferrer’s lawyer".
    fn named_in(&self, description: &Description) -> Vec<String> {
        let first = self.names.partition_point(|n| n.tokens.start < description.core.start);
        let names = self.names.iter().skip(first).take_while(|n| n.tokens.end <= description.core.end);
        names.flat_map(|n| n.key.split(' ').map(str::to_owned)).collect()
    }

    /// The first persons who are named soon after a token, and not in what is said there.
    fn persons_after(&self, token: usize) -> Vec<usize> {
        let first = self.names.partition_point(|n| n.tokens.start < token);
        let soon = self.names.iter().zip(&self.readings).skip(first).take(MOST_AHEAD);
        let near = soon.take_while(|(n, _)| n.tokens.start < token + SOON && !n.modifies);
        let mut found = Vec::new();
        for (_, reading) in near {
            if let Reading::One(actor) = *reading
                && self.actors[actor].kind == SpeakerType::Person
                && !self.scene.knows(actor)
                && !found.contains(&actor)
                && self.in_content.iter().all(|n| n.actor != actor)
            {
                found.push(actor);
            }
        }
        found.truncate(MOST_LEADS);
        found
    }

    /// The organisations that are named soon after a token.
    fn organizations_after(&self, token: usize) -> Vec<usize> {
        let first = self.names.partition_point(|n| n.tokens.start < token);
        let soon = self.names.iter().zip(&self.readings).skip(first).take(MOST_AHEAD);
        let actors = soon.take_while(|(n, _)| n.tokens.start < token + SOON).filter_map(|(_, r)| match r {
            Reading::One(actor) => Some(*actor),
            _ => None,
        });
        actors.filter(|a| self.actors[*a].kind == SpeakerType::Organization).collect()
    }

    /// The words of the names behind the head of a description: "okafor" in "a spokesman for Ms. Okafor".
    fn named_after(&self, description: &Description) -> Vec<String> {
        let first = self.names.partition_point(|n| n.tokens.start < description.core.end);
        let names = self.names.iter().skip(first).take_while(|n| n.tokens.end <= description.whole.end);
        names.flat_map(|n| n.key.split(' ').map(str::to_owned)).collect()
    }
}
