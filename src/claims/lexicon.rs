//! The word lists under `data/`: what each word and phrase says about claims, found by the first word's lemma.

use super::forms::forms;
use super::{ClaimType, flag};
use crate::lists::{lines, rows as table};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A word as a dictionary lists it; 0 for words in no list.
pub(super) type Lemma = u16;

/// The word lists, read once.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// What a phrase of the lists means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// `cues.tsv`: a reporting word announces this type.
    Cue(ClaimType),
    /// `content.tsv`: a word within what is said hints at this type.
    Content(ClaimType),
    /// `wrongs.tsv`: a word for blameworthy conduct.
    Wrong(Wrong),
    /// `accusing.tsv`: a reporting expression that accuses, as an index into [`Lexicon::accusing`].
    Accusing(usize),
}

/// Reporting words as far as accusations care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClaimClass {
    /// Denials and rejections.
    Denying,
    /// What an accusation in ordinary reporting cannot stand beside: threats, demands, questions, denials, …
    Other,
}

impl Meaning {
    /// The number of its list, 0 to 3.
    pub(super) fn list(self) -> usize {
        match self {
            Meaning::Cue(_) => 0,
            Meaning::Content(_) => 1,
            Meaning::Wrong(_) => 2,
            Meaning::Accusing(_) => 3,
        }
    }

    /// Whether it is a strong reporting word of the class.
    pub(super) fn is_cue(self, class: ClaimClass) -> bool {
        let Meaning::Cue(kind) = self else { return false };
        let denying = matches!(kind, ClaimType::Denial | ClaimType::Rejection);
        match class {
            ClaimClass::Denying => denying,
            ClaimClass::Other => {
                let plain = matches!(
                    kind,
                    ClaimType::Statement
                        | ClaimType::Statistic
                        | ClaimType::Accusation
                        | ClaimType::Criticism
                );
                !plain && kind != ClaimType::Demand && kind != ClaimType::Prediction
            }
        }
    }
}

/// The kinds of words for blameworthy conduct; see `data/wrongs.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// A verb whose subject did wrong.
    Deed,
    /// A verb of leaving undone.
    Failing,
    /// What somebody is called or said to be.
    Insult,
    /// A noun for the wrong itself.
    Noun,
}

/// Where the accused and the allegation stand after an accusing expression; see `data/accusing.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// Accuse X of Y.
    Object,
    /// As `Object`, and also "blame Y on X".
    Blame,
    /// Condemn X for Y; X must be somebody.
    Censure,
    /// Allege that X did Y.
    Clause,
    /// X allegedly did Y.
    Adverb,
    /// Call X a crook.
    Call,
    /// Accusations of Y against X.
    Noun,
    /// Attacks on X for Y.
    Blow,
    /// X is under fire for Y.
    Fire,
}

/// An accusing expression.
#[derive(Clone, Debug)]
pub(super) struct Accusing {
    /// Where the accused and the allegation stand.
    pub(super) frame: Frame,
    /// The prepositions that lead to the allegation.
    pub(super) with: Vec<Lemma>,
}

/// A phrase of the lists, after its first word.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The lemmas after the first.
    pub(super) rest: Vec<Lemma>,
    /// What it means.
    pub(super) meaning: Meaning,
    /// How strongly.
    pub(super) strength: f32,
}

/// All lists.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    forms: HashMap<Box<str>, Lemma>,
    /// For each lemma its word.
    names: Vec<Box<str>>,
    irregular: HashSet<Box<str>>,
    grammar: Vec<u64>,
    /// For each lemma the phrases that begin with it.
    pub(super) entries: Vec<Vec<Entry>>,
    /// The accusing expressions.
    pub(super) accusing: Vec<Accusing>,
    titles: HashMap<&'static str, &'static str>,
    /// What a negated type becomes, with the share of its strength that it keeps.
    pub(super) negated: Vec<(ClaimType, ClaimType, f32)>,
}

const GRAMMAR: &str = include_str!("data/grammar.tsv");
const AGENTS: &str = include_str!("data/agents.txt");
const CUES: &str = include_str!("data/cues.tsv");
const CONTENT: &str = include_str!("data/content.tsv");
const WRONGS: &str = include_str!("data/wrongs.tsv");
const ACCUSING: &str = include_str!("data/accusing.tsv");
const TITLES: &str = include_str!("data/titles.tsv");
const NEGATED: &str = include_str!("data/negated.tsv");

impl Lexicon {
    /// The lemma of a word in lower case.
    pub(super) fn lemma(&self, word: &str) -> Lemma {
        self.forms.get(word).copied().unwrap_or(0)
    }

    /// The word of a lemma; nothing for words in no list.
    pub(super) fn name(&self, lemma: Lemma) -> Option<&str> {
        self.names.get(usize::from(lemma)).filter(|_| lemma != 0).map(|name| &**name)
    }

    /// Whether a word in lower case is an irregular form of a verb.
    pub(super) fn is_irregular(&self, word: &str) -> bool {
        self.irregular.contains(word)
    }

    /// The short form of an office before a name: "sen" of "senator".
    pub(super) fn title(&self, office: &str) -> Option<&'static str> {
        self.titles.get(office).copied()
    }

    /// The grammar bits of a lemma.
    pub(super) fn grammar(&self, lemma: Lemma) -> u64 {
        self.grammar.get(usize::from(lemma)).copied().unwrap_or(0)
    }

    fn read() -> Self {
        let mut lexicon = Self { grammar: vec![0], names: vec!["".into()], ..Self::default() };
        lexicon.read_grammar();
        for text in [ACCUSING, CUES, WRONGS, CONTENT] {
            for line in rows(text) {
                lexicon.learn_forms(&line);
            }
        }
        for agent in lines(AGENTS) {
            for form in forms(agent, "noun").into_iter().chain([agent.to_owned()]) {
                let lemma = lexicon.learn(&form);
                lexicon.set(lemma, flag::AGENT);
            }
        }
        lexicon.entries = vec![Vec::new(); lexicon.grammar.len()];
        for (text, list) in [(CUES, "cue"), (CONTENT, "content"), (WRONGS, "wrong"), (ACCUSING, "accusing")] {
            for line in rows(text) {
                lexicon.add(list, &line);
            }
        }
        lexicon.titles = table(TITLES).map(|[office, short]| (office, short)).collect();
        for line in rows(NEGATED) {
            let kind = |i: usize| line.get(i).and_then(|n| ClaimType::named(n));
            if let (Some(from), Some(to)) = (kind(0), kind(1)) {
                lexicon.negated.push((from, to, number(&line, 2)));
            }
        }
        for entries in &mut lexicon.entries {
            entries.sort_by_key(|e| std::cmp::Reverse(e.rest.len()));
        }
        lexicon
    }

    fn read_grammar(&mut self) {
        for line in rows(GRAMMAR) {
            let Some(word) = line.first() else { continue };
            let lemma = self.learn(word);
            let classes = line.get(1).map_or("", |c| c);
            let bits = classes.split(' ').fold(0, |bits, class| bits | flag::named(class));
            self.set(lemma, bits);
            for form in line.get(2).map_or("", |f| f).split(' ').filter(|f| !f.is_empty()) {
                self.forms.insert(form.into(), lemma);
            }
        }
    }

    fn set(&mut self, lemma: Lemma, bits: u64) {
        if let Some(flags) = self.grammar.get_mut(usize::from(lemma)) {
            *flags |= bits;
        }
    }

    /// The lemma of a form, a new one where it is unknown.
    fn learn(&mut self, form: &str) -> Lemma {
        if let Some(&lemma) = self.forms.get(form) {
            return lemma;
        }
        let lemma = Lemma::try_from(self.grammar.len()).unwrap_or(0);
        self.grammar.push(0);
        self.names.push(form.into());
        self.forms.insert(form.into(), lemma);
        lemma
    }

    fn learn_forms(&mut self, line: &[&str]) {
        let (Some(words), Some(part)) = (line.first(), line.get(1)) else { return };
        let words = split_words(words);
        let bending = match *part {
            "verb" => words.first(),
            "noun" => words.last(),
            _ => None,
        };
        if let Some(word) = bending {
            let lemma = self.learn(word);
            let also = flag::VERB | flag::AVERTS | flag::DENIES | flag::LEVELS | flag::FACES;
            let also = also | flag::AUTHORS | flag::LEAVES | flag::RETRACTS | flag::PENDING | flag::RESISTS;
            if *part == "verb" && self.grammar(lemma) & !also == 0 {
                self.set(lemma, flag::VERB);
            }
            let irregular = line.get(4).map_or("", |f| f).split(' ').filter(|f| !f.is_empty());
            let irregular: Vec<String> = irregular.map(str::to_owned).collect();
            self.irregular.extend(irregular.iter().map(|f| f.as_str().into()));
            for form in forms(word, part).into_iter().chain(irregular) {
                self.forms.entry(form.into()).or_insert(lemma);
            }
        }
        for word in words {
            self.learn(word);
        }
    }

    fn add(&mut self, list: &str, line: &[&str]) {
        let (Some(words), Some(kind)) = (line.first(), line.get(2)) else { return };
        let lemmas: Vec<Lemma> = split_words(words).iter().map(|w| self.lemma(w)).collect();
        let Some((&first, rest)) = lemmas.split_first() else { return };
        let (meaning, strength) = match list {
            "cue" => (ClaimType::named(kind).map(Meaning::Cue), number(line, 3)),
            "content" => (ClaimType::named(kind).map(Meaning::Content), number(line, 3)),
            "wrong" => (Wrong::named(kind).map(Meaning::Wrong), number(line, 3)),
            _ => {
                let with = line.get(3).map_or("", |w| w).split(',').map(|w| self.lemma(w));
                let with = with.filter(|&w| w != 0).collect();
                let frame = Frame::named(kind);
                if let Some(frame) = frame {
                    self.accusing.push(Accusing { frame, with });
                }
                (frame.map(|_| Meaning::Accusing(self.accusing.len() - 1)), number(line, 4))
            }
        };
        if let (Some(meaning), Some(entries)) = (meaning, self.entries.get_mut(usize::from(first))) {
            entries.push(Entry { rest: rest.to_vec(), meaning, strength });
        }
    }
}

impl Wrong {
    /// The kind's name in `data/wrongs.tsv`.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Wrong::Deed => "deed",
            Wrong::Failing => "failing",
            Wrong::Insult => "insult",
            Wrong::Noun => "wrong",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "deed" => Wrong::Deed,
            "failing" => Wrong::Failing,
            "insult" => Wrong::Insult,
            "wrong" => Wrong::Noun,
            _ => return None,
        })
    }
}

impl Frame {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "object" => Frame::Object,
            "blame" => Frame::Blame,
            "censure" => Frame::Censure,
            "clause" => Frame::Clause,
            "adverb" => Frame::Adverb,
            "call" => Frame::Call,
            "noun" => Frame::Noun,
            "blow" => Frame::Blow,
            "fire" => Frame::Fire,
            _ => return None,
        })
    }
}

/// The lines of a list, cut at tabs, without comments.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    lines(text).map(|line| line.split('\t').collect())
}

fn number(line: &[&str], column: usize) -> f32 {
    line.get(column).and_then(|n| n.parse().ok()).unwrap_or(0.0)
}

fn split_words(words: &str) -> Vec<&str> {
    words.split([' ', '\'']).filter(|w| !w.is_empty() && *w != "-").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_to_their_lemma() {
        for (form, lemma) in [
            ("accused", "accuse"),
            ("denies", "deny"),
            ("lying", "lie"),
            ("admitted", "admit"),
            ("said", "say"),
            ("accusations", "accusation"),
            ("slammed", "slam"),
            ("vowing", "vow"),
        ] {
            assert_eq!(LEXICON.lemma(form), LEXICON.lemma(lemma), "{form}");
            assert_ne!(LEXICON.lemma(form), 0, "{form}");
        }
    }

    #[test]
    fn every_line_of_the_lists_is_understood() {
        let count = |text| rows(text).count();
        let entries: usize = LEXICON.entries.iter().map(Vec::len).sum();
        assert_eq!(entries, count(CUES) + count(CONTENT) + count(WRONGS) + count(ACCUSING));
        assert_eq!(LEXICON.negated.len(), count(NEGATED));
        for line in rows(GRAMMAR) {
            for class in
                line.get(1).map_or("", |c| c).split(' ').filter(|c| !["thing", "in", "on", "at"].contains(c))
            {
                assert_ne!(flag::named(class), 0, "{line:?}");
            }
        }
    }
}
