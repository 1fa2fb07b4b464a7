//! Invented articles with extractions made by hand, for tests of the store that need no extractor.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

use chrono::NaiveDate;
use onrecord::article::Article;
use onrecord::attribution::{Attribution, Kind};
use onrecord::claims::{Accusation, Claim, ClaimType, Manner, Party};
use onrecord::dates::{Dated, DatedFrom, Precision, StatementDates, TimeExpression, TimexType};
use onrecord::extract::Extraction;
use onrecord::ingest::{Incoming, Provenance};
use onrecord::span::Span;
use onrecord::speakers::{Candidate, Entity, Gender, KnownBy, Mention, Speaker, SpeakerType};
use onrecord::store::{Store, ids};
use onrecord::text::Part;
use std::path::{Path, PathBuf};

pub const NOW: &str = "2026-01-31T12:00:00Z";

/// An article that is written sentence by sentence, with what should be read out of each.
#[derive(Clone, Debug, Default)]
pub struct Story {
    pub article: Article,
    pub extraction: Extraction,
}

impl Story {
    pub fn new(title: &str, outlet: &str, day: Option<&str>) -> Self {
        let mut story = Self::default();
        story.article.title = Some(title.to_owned());
        story.article.outlet = Some(outlet.to_owned());
        story.article.date = day.map(|d| d.parse::<NaiveDate>().unwrap());
        story.article.authors = vec!["A. Scribe".to_owned()];
        let span = story.push(title);
        story.extraction.parts.push((span, Part::Title));
        story.push("\n");
        story
    }

    fn push(&mut self, words: &str) -> Span {
        let start = self.article.text.len();
        self.article.text.push_str(words);
        Span::new(start, self.article.text.len())
    }

    /// Plain words.
    pub fn words(&mut self, words: &str) -> &mut Self {
        let span = self.push(words);
        self.extraction.sentences.push(span);
        self.push(" ");
        self
    }

    fn entity(&mut self, name: &str, span: Span) -> usize {
        let (kind, gender, known_by) = what(name);
        let found = self.extraction.speakers.entities.iter().position(|e| e.name == name);
        let at = found.unwrap_or_else(|| {
            let entity = Entity {
                name: name.to_owned(),
                kind,
                gender,
                roles: vec![],
                mentions: vec![],
                speaks_for: None,
            };
            self.extraction.speakers.entities.push(entity);
            self.extraction.speakers.entities.len() - 1
        });
        self.extraction.speakers.entities[at].mentions.push(Mention { span, known_by });
        at
    }

    /// `NAME said “CONTENT” on Tuesday.`, dated to the day of the article.
    pub fn says(&mut self, name: &str, claim: ClaimType, content: &str) -> &mut Self {
        let begin = self.article.text.len();
        let source = self.push(name);
        self.push(" ");
        let cue = self.push("said");
        self.push(" ");
        let content = self.push(&format!("“{content}”"));
        self.push(" on ");
        let tuesday = self.push("Tuesday");
        let end = self.push(".").end;
        self.push(" ");
        self.extraction.sentences.push(Span::new(begin, end));
        let entity = self.entity(name, source);
        let (kind, _, known_by) = what(name);
        let candidates = vec![Candidate { entity, confidence: 0.9 }];
        let said_on = self.article.date.map(|date| Dated {
            date,
            end: date,
            precision: Precision::Day,
            from: DatedFrom::Cue,
            words: vec![tuesday],
        });
        self.extraction.times.push(TimeExpression {
            span: tuesday,
            value: "2026-W01-2".to_owned(),
            kind: TimexType::Date,
            start: self.article.date,
            end: self.article.date,
            precision: Some(Precision::Day),
        });
        self.attribution(Kind::Direct, vec![source], vec![cue], vec![content], claim, said_on);
        self.extraction.speakers.of_attribution.push(vec![Speaker {
            entity: Some(entity),
            kind,
            known_by,
            spans: vec![source],
            confidence: 0.9,
            candidates,
            reason: "its name".to_owned(),
        }]);
        self
    }

    /// A sentence of a name and what stands behind it: the entity, and where the words in the middle stand.
    fn was_there(&mut self, name: &str, [open, words, close]: [&str; 3]) -> (usize, Span) {
        let begin = self.article.text.len();
        let span = self.push(name);
        self.push(open);
        let words = self.push(words);
        let end = self.push(close).end;
        self.push(" ");
        self.extraction.sentences.push(Span::new(begin, end));
        (self.entity(name, span), words)
    }

    /// `NAME, ROLE, was there.`
    pub fn role(&mut self, name: &str, role: &str) -> &mut Self {
        let (entity, words) = self.was_there(name, [", ", role, ", was there."]);
        self.extraction.speakers.entities[entity].roles.push(words);
        self
    }

    /// `Somebody said that CONTENT.`, and nobody knows who.
    pub fn somebody_says(&mut self, content: &str) -> &mut Self {
        let source = self.push("He");
        let cue = self.push(" said ");
        let content = self.push(content);
        self.push(". ");
        self.attribution(Kind::Indirect, vec![source], vec![cue], vec![content], ClaimType::Statement, None);
        self.extraction.speakers.of_attribution.push(vec![Speaker {
            entity: None,
            kind: SpeakerType::Person,
            known_by: KnownBy::Pronoun,
            spans: vec![source],
            confidence: 0.2,
            candidates: vec![],
            reason: "two men are near".to_owned(),
        }]);
        self
    }

    /// `NAME (LETTERS) was there.`: one organisation.
    pub fn shortened(&mut self, name: &str, letters: &str) -> &mut Self {
        let (entity, short) = self.was_there(name, [" (", letters, ") was there."]);
        let mention = Mention { span: short, known_by: KnownBy::ShortName };
        self.extraction.speakers.entities[entity].mentions.push(mention);
        self
    }

    /// `ACCUSER accused ACCUSED of ALLEGATION.`
    pub fn accuses(&mut self, accuser: &str, accused: &str, allegation: &str) -> &mut Self {
        let by = self.push(accuser);
        self.push(" ");
        let first = self.push("accused");
        self.push(" ");
        let against = self.push(accused);
        self.push(" ");
        let second = self.push("of");
        self.push(" ");
        let what = self.push(allegation);
        self.push(". ");
        let (by_entity, against_entity) = (self.entity(accuser, by), self.entity(accused, against));
        let (kind, _, known_by) = self::what(accuser);
        self.attribution(
            Kind::Indirect,
            vec![by],
            vec![first, second],
            vec![what],
            ClaimType::Accusation,
            None,
        );
        let attribution = self.extraction.attributions.len() - 1;
        self.extraction.speakers.of_attribution.push(vec![Speaker {
            entity: Some(by_entity),
            kind,
            known_by,
            spans: vec![by],
            confidence: 0.8,
            candidates: vec![],
            reason: "its name".to_owned(),
        }]);
        let party = |name: &str, span, entity| Party {
            name: name.to_owned(),
            spans: vec![span],
            entity: Some(entity),
            unresolved: false,
        };
        self.extraction.claims.of_attribution[attribution].target =
            Some(party(accused, against, against_entity));
        self.extraction.claims.accusations.push(Accusation {
            accuser: Some(party(accuser, by, by_entity)),
            accused: party(accused, against, against_entity),
            allegation: vec![what],
            cue: vec![first, second],
            attribution: Some(attribution),
            explicit: true,
            denied: false,
            denial: None,
            confidence: 0.7,
        });
        self
    }

    /// `ACCUSED is accused of ALLEGATION.`, which no quote carries; with `denial`, that sentence after it.
    pub fn is_accused(&mut self, accused: &str, allegation: &str, denial: Option<&str>) -> &mut Self {
        let against = self.push(accused);
        self.push(" ");
        let cue = self.push("is accused of");
        self.push(" ");
        let what = self.push(allegation);
        self.push(". ");
        let denial = denial.map(|words| self.push(words));
        let entity = self.entity(accused, against);
        self.extraction.claims.accusations.push(Accusation {
            accuser: None,
            accused: Party {
                name: accused.to_owned(),
                spans: vec![against],
                entity: Some(entity),
                unresolved: false,
            },
            allegation: vec![what],
            cue: vec![cue],
            attribution: None,
            explicit: true,
            denied: denial.is_some(),
            denial,
            confidence: 0.7,
        });
        self
    }

    fn attribution(
        &mut self,
        kind: Kind,
        source: Vec<Span>,
        cue: Vec<Span>,
        content: Vec<Span>,
        claim: ClaimType,
        said_on: Option<Dated>,
    ) {
        self.extraction.attributions.push(Attribution {
            kind,
            source,
            cue,
            content,
            inside: None,
            confidence: 0.8,
        });
        self.extraction.claims.of_attribution.push(Claim {
            kind: claim,
            target: None,
            confidence: 0.6,
            manner: Manner::default(),
            cameo: None,
        });
        self.extraction.statement_dates.push(StatementDates { said_on, event_on: None });
    }

    pub fn incoming(&self) -> Incoming {
        Incoming {
            article: self.article.clone(),
            provenance: Provenance {
                path: "invented.txt".to_owned(),
                line: None,
                external_id: None,
                sha256: [7; 32],
                bytes: self.article.text.len() as u64,
                media_type: "text/plain",
                encoding: "UTF-8",
                modified: None,
                retrieved: None,
            },
            warnings: vec![],
            original: None,
        }
    }

    pub fn id(&self) -> String {
        ids::article(&self.article.text)
    }
}

/// What a name is, by how it looks.
fn what(name: &str) -> (SpeakerType, Option<Gender>, KnownBy) {
    let lower = name.chars().next().is_some_and(char::is_lowercase);
    match name {
        "hospital" | "the Querl council" => (SpeakerType::Organization, None, KnownBy::Description),
        "City Council" | "Federation" | "Halvex" => (SpeakerType::Organization, None, KnownBy::Name),
        _ if name.starts_with("Ministry") => (SpeakerType::Organization, None, KnownBy::Name),
        _ if name.chars().all(char::is_uppercase) => (SpeakerType::Organization, None, KnownBy::ShortName),
        _ if name.starts_with("Ms.") => (SpeakerType::Person, Some(Gender::Feminine), KnownBy::ShortName),
        _ if name.starts_with("Mr.") => (SpeakerType::Person, Some(Gender::Masculine), KnownBy::ShortName),
        "Ada Okafor" => (SpeakerType::Person, Some(Gender::Feminine), KnownBy::Name),
        "Ben Okafor" => (SpeakerType::Person, Some(Gender::Masculine), KnownBy::Name),
        "Democrats" | "protesters" => (SpeakerType::Group, None, KnownBy::Description),
        _ if lower => (SpeakerType::Unnamed, None, KnownBy::Description),
        _ if name.contains(' ') => (SpeakerType::Person, None, KnownBy::Name),
        _ => (SpeakerType::Person, None, KnownBy::ShortName),
    }
}

/// A new database in a folder.
pub fn create(folder: &Path) -> (Store, PathBuf) {
    let path = folder.join("test.db");
    (Store::open_or_create(&path).unwrap(), path)
}

/// Stores articles in one batch, without deriving.
pub fn add(store: &mut Store, stories: &[&Story]) {
    let import = store.begin_import(NOW, "[]", "{}").unwrap();
    let extraction = store.begin_extraction(NOW, "by hand", "{}").unwrap();
    let mut batch = store.batch(import, extraction, NOW).unwrap();
    for story in stories {
        batch.add(&story.incoming(), &story.extraction).unwrap();
    }
    batch.commit().unwrap();
}

/// All that a database says, without row numbers, times and order.
pub fn dump(store: &Store) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, sql) in [
        ("article", "SELECT public_id, title, outlet, published, authors, text, chars FROM article"),
        (
            "copy",
            "SELECT a.public_id, c.outlet, c.published, c.url FROM article_copy c JOIN article a ON a.id = c.article_id WHERE c.elsewhere = 1",
        ),
        (
            "quote",
            "SELECT quote_id, speaker, source, cue, content, kind, claim_type, target, said_on, said_from, article_id,
               start_char, end_char, verdict, claim_id FROM quotes",
        ),
        (
            "span",
            "SELECT q.public_id, s.role, s.piece, s.start_char, s.end_char, s.words
             FROM attribution_span s JOIN attribution q ON q.id = s.attribution_id",
        ),
        (
            "entity",
            "SELECT a.public_id, e.number, e.name, s.public_id, es.joined_by FROM entity e
             JOIN article a ON a.id = e.article_id LEFT JOIN entity_speaker es ON es.entity_id = e.id
             LEFT JOIN speaker s ON s.id = es.speaker_id",
        ),
        (
            "speaker",
            "SELECT public_id, name, type, gender, normal, block, articles, mentions, quotes, first_day, last_day, home,
               wikidata, country, listed_as FROM speaker",
        ),
        (
            "suggestion",
            "SELECT one.public_id, other.public_id, g.confidence, g.reason FROM suggestion g
             JOIN speaker one ON one.id = g.one_id JOIN speaker other ON other.id = g.other_id",
        ),
        (
            "alias",
            "SELECT s.public_id, a.name, a.normal, a.mentions FROM alias a JOIN speaker s ON s.id = a.speaker_id",
        ),
        (
            "former",
            "SELECT f.public_id, s.public_id, f.name, f.type, f.article FROM former_speaker f
             JOIN speaker s ON s.id = f.speaker_id",
        ),
        (
            "quote_speaker",
            "SELECT q.public_id, qs.place, s.public_id, qs.known_by, qs.confidence FROM quote_speaker qs
             JOIN attribution q ON q.id = qs.attribution_id LEFT JOIN speaker s ON s.id = qs.speaker_id",
        ),
        ("claim", "SELECT public_id, type, content, first_said, last_said, occurrences, stories FROM claim"),
        (
            "accusation",
            "SELECT accuser, accused, allegation, status, status_quote_id, said_on, article_id, quote_id FROM accusations",
        ),
        (
            "reply",
            "SELECT a.public_id, x.number, q.public_id, r.reply, r.voice, r.same_article, r.reason FROM accusation_reply r
             JOIN accusation x ON x.id = r.accusation_id JOIN article a ON a.id = x.article_id
             JOIN attribution q ON q.id = r.attribution_id",
        ),
        (
            "verdict",
            "SELECT c.public_id, v.verdict, d.made FROM claim_verdict v JOIN claim c ON c.id = v.claim_id
             JOIN decision d ON d.id = v.decision_id",
        ),
        (
            "version",
            "SELECT a.public_id, n.public_id, v.number FROM older_version v JOIN article a ON a.id = v.article_id
             JOIN article n ON n.id = v.newest_id",
        ),
        (
            "fingerprint",
            "SELECT a.public_id, hex(f.words), f.address, hex(f.bands) FROM fingerprint f
             JOIN article a ON a.id = f.article_id",
        ),
        ("band", "SELECT a.public_id, b.hash FROM fingerprint_band b JOIN article a ON a.id = b.article_id"),
        ("story", "SELECT a.public_id, s.story, s.relation FROM story_article s JOIN article a ON a.id = s.article_id"),
    ] {
        let mut statement = store.connection().prepare(sql).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells = (0..columns).map(|i| format!("{:?}", row.get_ref(i).unwrap()));
            lines.push(format!("{name}: {}", cells.collect::<Vec<_>>().join(" | ")));
        }
    }
    lines.sort();
    lines
}

/// One value.
pub fn value<T: rusqlite::types::FromSql>(store: &Store, sql: &str) -> T {
    store.connection().query_row(sql, [], |row| row.get(0)).unwrap()
}

/// First columns of all rows.
pub fn column(store: &Store, sql: &str) -> Vec<String> {
    let mut statement = store.connection().prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get::<_, Option<String>>(0)).unwrap();
    rows.map(|r| r.unwrap().unwrap_or_else(|| "NULL".to_owned())).collect()
}
