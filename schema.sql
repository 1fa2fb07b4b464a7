-- The onrecord database: who said what, about whom, when, and where it was reported.
--
-- Open it with `sqlite3 onrecord.db` and start with the two views made for reading:
--
--     SELECT said_on, speaker, content, outlet, url FROM quotes WHERE speaker LIKE '%Okafor%' ORDER BY said_on;
--     SELECT said_on, accuser, accused, allegation, status FROM accusations ORDER BY said_on DESC;
--
-- Full text: SELECT q.* FROM quote_fts f JOIN quotes q ON q.rowid_of_quote = f.rowid WHERE quote_fts MATCH 'budget NEAR cut';
--
-- What holds everywhere
--   * Tables have singular names, views plural ones.
--   * An offset (start_char, end_char) counts Unicode code points from 0 in article.text, the end is exclusive:
--     the words are substr(text, start_char + 1, end_char - start_char), in Python text[start_char:end_char].
--     `words` beside an offset are these words; `onrecord check` proves it. (SQLite's own substr() and length() stop
--     at a NUL character; the offsets do not.)
--   * `id` is a row number: good for joins, worth nothing outside this file. `public_id` is made from content and
--     stays the same in every rebuild and in every other database: a:… article, q:… quote, s:… speaker, c:… claim.
--   * A day is text, 'YYYY-MM-DD', the outlet's own day; a moment is 'YYYY-MM-DDTHH:MM:SSZ' (UTC). Unknown is NULL.
--   * A date of coarser precision covers first to last day: said_on … said_until.
--   * Confidence is a probability, 0 to 1. What is below 0.5 is doubtful.
--   * A yes or no is 1 or 0.
--
-- Four layers: (1) what was read, (2) what was extracted from each article, (3) what people decided, (4) what is
-- derived over all articles from (2) and (3): it can be dropped and rebuilt to the same public ids at any time.

PRAGMA application_id = 0x4F4E5243;  -- "ONRC": a file that onrecord made
PRAGMA user_version = 12;

-- ───────────────────────────────────────────────────────────────────────────── 1. What was read

-- One row for each run of `onrecord import`.
CREATE TABLE import_run (
  id          INTEGER PRIMARY KEY,
  started     TEXT NOT NULL,             -- moment
  finished    TEXT,                      -- moment; NULL while it runs, or where it was killed (the counts are then those of its last batch)
  version     TEXT NOT NULL,             -- onrecord's version
  paths       TEXT NOT NULL,             -- what was asked for, a JSON list
  settings    TEXT NOT NULL,             -- --outlet, --date, …: a JSON object
  stored      INTEGER NOT NULL DEFAULT 0,  -- articles that were new
  skipped     INTEGER NOT NULL DEFAULT 0,  -- articles that were there already
  failed      INTEGER NOT NULL DEFAULT 0,  -- articles or files that could not be read
  interrupted INTEGER NOT NULL DEFAULT 0,  -- 1 where Ctrl-C ended it
  undone      TEXT,                      -- moment of `imports undo`, which removed what it had brought
  passed_over INTEGER NOT NULL DEFAULT 0 -- files that are no articles (pictures, empty files): import_passed_over
) STRICT;

-- What an import could not read, and why.
CREATE TABLE import_failure (
  import_run_id INTEGER NOT NULL REFERENCES import_run(id) ON DELETE CASCADE,
  number        INTEGER NOT NULL,
  name          TEXT NOT NULL,           -- file, and the line or record in it
  reason        TEXT NOT NULL,
  PRIMARY KEY (import_run_id, number)
) STRICT, WITHOUT ROWID;

-- What an import passed over without its being wrong, by the reason.
CREATE TABLE import_passed_over (
  import_run_id INTEGER NOT NULL REFERENCES import_run(id) ON DELETE CASCADE,
  reason        TEXT NOT NULL,
  files         INTEGER NOT NULL,        -- how many
  first         TEXT NOT NULL,           -- the first of them
  PRIMARY KEY (import_run_id, reason)
) STRICT, WITHOUT ROWID;

-- One row for each run of the extractor (by `import` or `update`).
CREATE TABLE extraction_run (
  id           INTEGER PRIMARY KEY,
  started      TEXT NOT NULL,
  finished     TEXT,
  version      TEXT NOT NULL,            -- onrecord's version
  model        TEXT NOT NULL,            -- name and version of the model
  settings     TEXT NOT NULL,            -- a JSON object
  articles     INTEGER NOT NULL DEFAULT 0,
  attributions INTEGER NOT NULL DEFAULT 0,
  accusations  INTEGER NOT NULL DEFAULT 0
) STRICT;

-- An article, with its provenance.
CREATE TABLE article (
  id                INTEGER PRIMARY KEY,
  public_id         TEXT NOT NULL UNIQUE,  -- a:…, made from the text (of an older version whose headline alone differs: and that headline)
  title             TEXT,
  outlet            TEXT,                  -- who published it
  published         TEXT,                  -- day, as the outlet printed it
  modified          TEXT,                  -- day of the last change, as the page gives it
  url               TEXT,
  authors           TEXT NOT NULL,         -- a JSON list of names
  text              TEXT NOT NULL,         -- unchanged; every offset points into it
  chars             INTEGER NOT NULL,      -- its length in code points
  path              TEXT NOT NULL,         -- the file it was read from, as it was given or found; - is standard input
  line              INTEGER,               -- its line there, from 1, in a file that holds an article on each line
  external_id       TEXT,                  -- the id that the file gave it
  bytes_sha256      TEXT NOT NULL,         -- SHA-256 (hexadecimal) of the bytes that were read: the file, or its line
  bytes             INTEGER NOT NULL,      -- how many these were
  media_type        TEXT NOT NULL,         -- text/plain, text/html, application/pdf, …
  encoding          TEXT NOT NULL,         -- in which they were read: UTF-8, windows-1252, …
  retrieved         TEXT,                  -- when the page was fetched, where that is known
  imported          TEXT NOT NULL,         -- moment
  import_run_id     INTEGER NOT NULL REFERENCES import_run(id),
  extraction_run_id INTEGER NOT NULL REFERENCES extraction_run(id),  -- what made all rows of part 2 of this article
  language          TEXT,                  -- ISO 639-1, where somebody told it (--language) or it looks like another one than English
  language_told     INTEGER NOT NULL DEFAULT 0  -- 1: told, so that `update` goes by it, too. Out of what is not English nothing is extracted
) STRICT;
CREATE INDEX article_by_published ON article(published);            -- `articles --since`, and names within 30 days
CREATE INDEX article_by_outlet ON article(outlet);                  -- `--outlet`
CREATE INDEX article_by_import ON article(import_run_id);           -- `imports`: what a run brought
CREATE INDEX article_by_extraction ON article(extraction_run_id);   -- `update`: what an older model read

-- The same title and text (white space, marks and boilerplate apart), read again. The article itself has the first that was
-- read, and what that one did not say from the first of the others that does (article_gain).
CREATE TABLE article_copy (
  id            INTEGER PRIMARY KEY,
  article_id    INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  elsewhere     INTEGER NOT NULL,        -- 0: the same print; 1: printed by another outlet, on another day or at another address; 2: there, too, and noted already
  outlet        TEXT,
  published     TEXT,
  url           TEXT,
  title         TEXT,
  path          TEXT NOT NULL,
  line          INTEGER,
  bytes_sha256  TEXT NOT NULL,
  imported      TEXT NOT NULL,
  import_run_id INTEGER NOT NULL REFERENCES import_run(id),
  modified      TEXT,                    -- these as in `article`; NULL where onrecord 0.1 noted it
  authors       TEXT NOT NULL DEFAULT '[]',
  external_id   TEXT,
  bytes         INTEGER,
  media_type    TEXT,
  encoding      TEXT,
  retrieved     TEXT,
  language      TEXT                     -- as it was told
) STRICT;
CREATE INDEX article_copy_by_article ON article_copy(article_id);
CREATE INDEX article_copy_by_import ON article_copy(import_run_id);

-- What an article did not say where it was first read, and has from another reading of the same print, or from another version at its
-- address (outlet, day of publication, authors).
CREATE TABLE article_gain (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  field      TEXT NOT NULL,              -- title, outlet, published, modified, url, authors, language
  copy_id    INTEGER REFERENCES article_copy(id) ON DELETE CASCADE,  -- from which reading of the same text …
  version_id INTEGER REFERENCES article(id) ON DELETE CASCADE,       -- … or from which other version
  PRIMARY KEY (article_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_gain_by_copy ON article_gain(copy_id) WHERE copy_id IS NOT NULL;
CREATE INDEX article_gain_by_version ON article_gain(version_id) WHERE version_id IS NOT NULL;

-- The bytes that articles were read from, where `import --keep-original` asked for them. What several articles were read
-- from (a feed, a book) is here once.
CREATE TABLE original (
  sha256 TEXT PRIMARY KEY,               -- of the bytes, as in article.bytes_sha256 and article_copy.bytes_sha256
  bytes  INTEGER NOT NULL,               -- how many they are
  packed BLOB NOT NULL                   -- they, packed by zlib (RFC 1950): in Python, zlib.decompress(packed)
) STRICT;

-- What the markup of the file (HTML, Markdown, a word processor's, an agency's) says that lines of the text are.
CREATE TABLE markup (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  start_char INTEGER NOT NULL,
  end_char   INTEGER NOT NULL,
  kind       TEXT NOT NULL,              -- heading, caption, list_item, block_quotation; body: a row of a table
  PRIMARY KEY (article_id, start_char)
) STRICT, WITHOUT ROWID;

-- ───────────────────────────────────────────────────── 2. What was extracted, article by article

CREATE TABLE sentence (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  start_char INTEGER NOT NULL,
  end_char   INTEGER NOT NULL,
  PRIMARY KEY (article_id, start_char)
) STRICT, WITHOUT ROWID;

-- Paragraphs that are not running text: by the markup where it says so, else by what their words look like.
CREATE TABLE part (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  start_char INTEGER NOT NULL,
  end_char   INTEGER NOT NULL,
  kind       TEXT NOT NULL,              -- title, heading, caption, list_item, block_quotation
  PRIMARY KEY (article_id, start_char)
) STRICT, WITHOUT ROWID;

-- What was odd about the text: a quotation mark that is never closed, for example.
CREATE TABLE warning (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  number     INTEGER NOT NULL,
  start_char INTEGER NOT NULL,
  end_char   INTEGER NOT NULL,
  message    TEXT NOT NULL,
  PRIMARY KEY (article_id, number)
) STRICT, WITHOUT ROWID;

-- The text's time expressions (TIMEX3).
CREATE TABLE time_expression (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  start_char INTEGER NOT NULL,
  end_char   INTEGER NOT NULL,
  words      TEXT NOT NULL,              -- "October 10"
  value      TEXT NOT NULL,              -- TIMEX3 value: 2025-10-10, P2Y, 2025-W40
  type       TEXT NOT NULL,              -- DATE, TIME, DURATION, SET
  first_day  TEXT,
  last_day   TEXT,                       -- inclusive
  precision  TEXT,                       -- day, month, year, decade, range; NULL for durations, sets, vague ones
  PRIMARY KEY (article_id, start_char)
) STRICT, WITHOUT ROWID;

-- A person, organisation, … as one article knows it. Over all articles: `speaker` below.
CREATE TABLE entity (
  id         INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  number     INTEGER NOT NULL,           -- its order in the article, from 0
  name       TEXT NOT NULL,              -- the fullest form in the article, or the description of an unnamed source
  type       TEXT NOT NULL,              -- person, organization, place, group, document, unnamed
  gender     TEXT,                       -- masculine, feminine; NULL where the text does not show it
  normal     TEXT NOT NULL,              -- the name without case, accents and titles: equal ones are one speaker
  block      TEXT NOT NULL,              -- the surname of a person, else `normal` (of an unnamed source, a group or a document
                                         -- that is only described: with the article's id); names are compared within a block only
  everywhere INTEGER NOT NULL,           -- 1: a name, the same over all articles; 0: a description ("the hospital") or a bare surname
  speaks_for INTEGER REFERENCES entity(id) ON DELETE SET NULL  -- whom it speaks for: a spokeswoman's ministry, a lawyer's client
) STRICT;
CREATE INDEX entity_by_article ON entity(article_id);
CREATE INDEX entity_by_block ON entity(block);             -- derivation of the speakers whose names were touched
CREATE INDEX entity_by_speaks_for ON entity(speaks_for) WHERE speaks_for IS NOT NULL;

-- Every place that refers to an entity.
CREATE TABLE mention (
  entity_id  INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
  start_char INTEGER NOT NULL,
  end_char   INTEGER NOT NULL,
  known_by   TEXT NOT NULL,              -- name, short_name, title, description, pronoun, quotation, byline
  words      TEXT NOT NULL,
  PRIMARY KEY (entity_id, start_char, end_char)
) STRICT, WITHOUT ROWID;

-- The letters by which an article shortens an organisation's name: "UN" where it has "United Nations", too.
CREATE TABLE entity_acronym (
  normal    TEXT NOT NULL,               -- as entity.normal of an article that has only them: "un"
  entity_id INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
  PRIMARY KEY (normal, entity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_acronym_by_entity ON entity_acronym(entity_id);

-- Titles and roles by which the article calls an entity: "Qatar's Prime Minister".
CREATE TABLE entity_role (
  entity_id  INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
  start_char INTEGER NOT NULL,
  end_char   INTEGER NOT NULL,
  words      TEXT NOT NULL,
  PRIMARY KEY (entity_id, start_char, end_char)
) STRICT, WITHOUT ROWID;

-- A source, a cue and a content that belong together: a quote, as the machine read it.
CREATE TABLE attribution (
  id               INTEGER PRIMARY KEY,
  public_id        TEXT NOT NULL UNIQUE,  -- q:…, made from the article and the place of the content
  article_id       INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  number           INTEGER NOT NULL,      -- its order in the article, from 0
  kind             TEXT NOT NULL,         -- direct (all in quotation marks), mixed (partly), indirect
  source           TEXT NOT NULL,         -- the words that name who it comes from; pieces joined by " … "; may be ''
  cue              TEXT NOT NULL,         -- the words that report; may be ''
  content          TEXT NOT NULL,         -- what is reported
  start_char       INTEGER NOT NULL,      -- from the first piece of the content …
  end_char         INTEGER NOT NULL,      -- … to the last; each piece is in attribution_span
  inside_id        INTEGER REFERENCES attribution(id) ON DELETE SET NULL,  -- the attribution within whose content it stands
  claim_type       TEXT NOT NULL,         -- accusation, criticism, denial, rejection, admission, apology, demand, threat,
                                          -- warning, promise, support, agreement, prediction, statistic, question,
                                          -- no-comment, statement
  plover           TEXT,                  -- the PLOVER event code of that type
  claim_confidence REAL NOT NULL,
  target           TEXT,                  -- whom it is directed at or about
  target_entity_id INTEGER REFERENCES entity(id) ON DELETE SET NULL,
  said_on          TEXT,                  -- first day on which it may have been said
  said_until       TEXT,                  -- last day
  said_precision   TEXT,                  -- day, month, year, decade, range
  said_from        TEXT,                  -- where that was read: cue, paragraph, dateline, published
  event_on         TEXT,                  -- the day that it is about
  event_until      TEXT,
  event_precision  TEXT,
  event_from       TEXT,                  -- content, …
  confidence       REAL NOT NULL,         -- that this is an attribution at all
  strength         TEXT NOT NULL DEFAULT 'said',   -- how far the report goes: said, claimed, alleged, charged, convicted
  negated          INTEGER NOT NULL DEFAULT 0,     -- 1 where the cue is negated: "did not say"
  hedged           INTEGER NOT NULL DEFAULT 0,     -- 1 where it is only hinted: "seemed to suggest"
  channel          TEXT,                  -- interview, statement, press conference, speech, social media, court, document,
                                          -- spokesperson, told; NULL where the sentence does not say
  cameo            TEXT                   -- of an accusation: 1121 crime or corruption, 1122 human rights, 1123 aggression, 1124 war crimes, 1125 espionage
) STRICT;
CREATE INDEX attribution_by_article ON attribution(article_id, number);
CREATE INDEX attribution_by_said ON attribution(said_on, said_until);                        -- listings, newest first; --since and --until
CREATE INDEX attribution_by_inside ON attribution(inside_id) WHERE inside_id IS NOT NULL;
CREATE INDEX attribution_by_target ON attribution(target_entity_id) WHERE target_entity_id IS NOT NULL;

-- The pieces of an attribution, in text order.
CREATE TABLE attribution_span (
  attribution_id INTEGER NOT NULL REFERENCES attribution(id) ON DELETE CASCADE,
  role           TEXT NOT NULL,          -- source, cue, content, target, said_on, event_on
  piece          INTEGER NOT NULL,       -- from 0
  start_char     INTEGER NOT NULL,
  end_char       INTEGER NOT NULL,
  words          TEXT NOT NULL,
  PRIMARY KEY (attribution_id, role, piece)
) STRICT, WITHOUT ROWID;

-- Who speaks in an attribution: none without a source, several for a joint source ("A and B said").
CREATE TABLE attribution_speaker (
  attribution_id INTEGER NOT NULL REFERENCES attribution(id) ON DELETE CASCADE,
  place          INTEGER NOT NULL,       -- from 0
  entity_id      INTEGER REFERENCES entity(id) ON DELETE SET NULL,  -- NULL where no candidate is certain enough
  type           TEXT NOT NULL,          -- as entity.type, as far as the words show
  known_by       TEXT NOT NULL,          -- as mention.known_by
  confidence     REAL NOT NULL,
  reason         TEXT NOT NULL,          -- why this one, or why none
  PRIMARY KEY (attribution_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX attribution_speaker_by_entity ON attribution_speaker(entity_id) WHERE entity_id IS NOT NULL;

-- The words that refer to that speaker.
CREATE TABLE attribution_speaker_span (
  attribution_id INTEGER NOT NULL,
  place          INTEGER NOT NULL,
  piece          INTEGER NOT NULL,
  start_char     INTEGER NOT NULL,
  end_char       INTEGER NOT NULL,
  words          TEXT NOT NULL,
  PRIMARY KEY (attribution_id, place, piece),
  FOREIGN KEY (attribution_id, place) REFERENCES attribution_speaker(attribution_id, place) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Whom else a source might refer to, best first.
CREATE TABLE attribution_candidate (
  attribution_id INTEGER NOT NULL,
  place          INTEGER NOT NULL,
  rank           INTEGER NOT NULL,       -- from 0
  entity_id      INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
  confidence     REAL NOT NULL,
  PRIMARY KEY (attribution_id, place, rank),
  FOREIGN KEY (attribution_id, place) REFERENCES attribution_speaker(attribution_id, place) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX attribution_candidate_by_entity ON attribution_candidate(entity_id);

-- A claim by an accuser that the accused did wrong, as the machine read it.
CREATE TABLE accusation (
  id                INTEGER PRIMARY KEY,
  article_id        INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  number            INTEGER NOT NULL,    -- its order in the article, from 0
  attribution_id    INTEGER REFERENCES attribution(id) ON DELETE SET NULL,  -- the quote that carries it, if one does
  accuser           TEXT,                -- NULL where nobody is named as such ("is accused of")
  accuser_entity_id INTEGER REFERENCES entity(id) ON DELETE SET NULL,
  accused           TEXT NOT NULL,
  accused_entity_id INTEGER REFERENCES entity(id) ON DELETE SET NULL,
  allegation        TEXT NOT NULL,       -- what they are said to have done; pieces joined by " … "
  cue               TEXT NOT NULL,       -- the words that accuse
  explicit          INTEGER NOT NULL,    -- 1 where the reporting expression itself means accusing
  denied            INTEGER NOT NULL,    -- 1 where the article itself reports that the accused denies it
  confidence        REAL NOT NULL,
  public_id         TEXT,                -- `x:…`, from the article and the place; NULL only until part 4 is derived
  start_char        INTEGER,             -- from the first of cue and allegation to the last
  end_char          INTEGER,
  denial            TEXT,                -- the sentence that says that it is denied, where no quote says so
  said_on           TEXT,                -- when it was made, as with quotes
  said_until        TEXT,
  said_precision    TEXT,
  said_from         TEXT,
  event_on          TEXT,                -- what day it is about
  event_until       TEXT,
  event_precision   TEXT,
  added_by          INTEGER REFERENCES decision(id) ON DELETE CASCADE,  -- the decision of a person who added it
  event_from        TEXT                 -- where the event date was read: content
) STRICT;
CREATE UNIQUE INDEX accusation_by_public_id ON accusation(public_id) WHERE public_id IS NOT NULL;
CREATE INDEX accusation_by_added ON accusation(added_by) WHERE added_by IS NOT NULL;
CREATE INDEX accusation_by_article ON accusation(article_id, number);
CREATE INDEX accusation_by_attribution ON accusation(attribution_id) WHERE attribution_id IS NOT NULL;
CREATE INDEX accusation_by_accuser ON accusation(accuser_entity_id) WHERE accuser_entity_id IS NOT NULL;
CREATE INDEX accusation_by_accused ON accusation(accused_entity_id) WHERE accused_entity_id IS NOT NULL;

-- The pieces of an accusation, in text order.
CREATE TABLE accusation_span (
  accusation_id INTEGER NOT NULL REFERENCES accusation(id) ON DELETE CASCADE,
  role          TEXT NOT NULL,           -- accuser, accused, allegation, cue, denial, said_on, event_on
  piece         INTEGER NOT NULL,        -- from 0
  start_char    INTEGER NOT NULL,
  end_char      INTEGER NOT NULL,
  words         TEXT NOT NULL,
  PRIMARY KEY (accusation_id, role, piece)
) STRICT, WITHOUT ROWID;

-- A legal outcome that an article reports, with its source. No status of an accusation is made of it.
CREATE TABLE legal_outcome (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  number     INTEGER NOT NULL,           -- its order in the article, from 0
  entity_id  INTEGER REFERENCES entity(id) ON DELETE SET NULL,  -- whom it is about; NULL where only a pronoun or a description stands there
  who        TEXT NOT NULL,              -- the words for that
  outcome    TEXT NOT NULL,              -- charged, pleaded-guilty, pleaded-not-guilty, convicted, acquitted, sentenced, jailed, fined, liable, settled, released, dropped, overturned, appeal-won
  cue        TEXT NOT NULL,              -- the words that say so
  matter     TEXT,                       -- the words that say of what
  words      TEXT NOT NULL,              -- the sentence, from start_char to end_char
  start_char INTEGER NOT NULL,
  end_char   INTEGER NOT NULL,
  attribution_id INTEGER REFERENCES attribution(id) ON DELETE SET NULL,  -- the quote in whose words it stands; NULL: in the article's own
  PRIMARY KEY (article_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX legal_outcome_by_quote ON legal_outcome(attribution_id) WHERE attribution_id IS NOT NULL;
CREATE INDEX legal_outcome_by_entity ON legal_outcome(entity_id) WHERE entity_id IS NOT NULL;

-- ─────────────────────────────────────────────────────────────────────── 3. What people decided

-- What a person confirmed or corrected. It hangs on an article (its public id, from the text) and a place in it, or
-- on names; never on a row number. So it survives `update`, `remove`, rebuilds, and works in another database.
-- Of two decisions on the same thing the one that was made later wins (of one moment: the one with the higher id).
CREATE TABLE decision (
  id               INTEGER PRIMARY KEY,  -- its number in `onrecord decisions`
  made             TEXT NOT NULL,        -- moment
  made_by          TEXT,                 -- who decided
  action           TEXT NOT NULL,        -- what was decided; docs/database.md has the list
  article          TEXT,                 -- public id of an article (no foreign key: the decision outlives the article)
  start_char       INTEGER,              -- the place: where the content of a quote begins and ends
  end_char         INTEGER,
  nth              INTEGER,              -- which of several quotes with that same content, from 0
  name             TEXT,                 -- a speaker's name, as written
  type             TEXT,                 -- and its type
  other_article    TEXT,                 -- the second thing, where a decision is about two
  other_start_char INTEGER,
  other_end_char   INTEGER,
  other_nth        INTEGER,
  other_name       TEXT,
  other_type       TEXT,
  value            TEXT,                 -- what else the action needs
  note             TEXT,                 -- why
  undone           TEXT                  -- moment at which it was taken back; NULL: it holds
) STRICT;
CREATE INDEX decision_by_article ON decision(article) WHERE article IS NOT NULL;

-- ─────────────────────────────── 4. What is derived over all articles (can be dropped and rebuilt)

-- Whether part 4 is up to date: names whose speakers must be derived again. Empty when it is.
CREATE TABLE stale_block (
  block TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Articles whose quotes must be derived again. Empty when part 4 is up to date.
CREATE TABLE stale_article (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE
) STRICT;

-- What the user has chosen: gazetteer (off: the list of office-holders is not used).
CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row: with which rules part 4 was derived, and up to which decision.
CREATE TABLE derivation (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  version  INTEGER NOT NULL,             -- of the rules
  decision INTEGER NOT NULL              -- the last decision that is taken into account; 0: none
) STRICT;

-- What an article is recognised by, made from its text, title and address.
CREATE TABLE fingerprint (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  words      BLOB NOT NULL,              -- hash of title and text without white space and boilerplate: equal ones are one article
  address    TEXT,                       -- the address without what does not tell pages apart: equal ones are versions of one article
  bands      BLOB NOT NULL               -- hashes that near copies are likely to share, and of a long text without its title: those in fingerprint_band, 8 bytes each
) STRICT;
CREATE INDEX fingerprint_by_words ON fingerprint(words);                                  -- import: is it there?
CREATE INDEX fingerprint_by_address ON fingerprint(address) WHERE address IS NOT NULL;    -- versions

-- Where to look for near copies: articles that share a hash are compared. (No foreign key: it would need a second index.)
CREATE TABLE fingerprint_band (
  hash       INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  PRIMARY KEY (hash, article_id)
) STRICT, WITHOUT ROWID;

-- Articles whose versions and near copies must be looked for again. Empty when part 4 is up to date.
CREATE TABLE stale_story (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE
) STRICT;

-- Articles of which there is a newer version, or a fuller one. Listings, counts and the views below leave them out.
CREATE TABLE older_version (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  newest_id  INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  number     INTEGER NOT NULL,           -- 1 is the oldest; the newest comes after all of them
  shorter    INTEGER NOT NULL DEFAULT 0  -- 1: a shorter copy that was read later (a summary, what stands before a wall), and no state of the article
) STRICT;
CREATE INDEX older_version_by_newest ON older_version(newest_id, number);

-- The story of which an article is one telling: versions of an article, and near copies (wire reports that several
-- outlets printed, cut or not), share one.
CREATE TABLE story_article (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  story      TEXT NOT NULL,              -- public id of the story's first article, by day
  relation   TEXT NOT NULL CHECK (relation IN ('first', 'version', 'copy'))  -- version: of an article that came before it
) STRICT;
CREATE INDEX story_article_by_story ON story_article(story);

-- A speaker, the same over all articles.
CREATE TABLE speaker (
  id        INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,        -- s:…, made from the normalised name and the type (and the article, if it is known in one only)
  name      TEXT NOT NULL,               -- the form to show
  type      TEXT NOT NULL,               -- as entity.type
  gender    TEXT,
  normal    TEXT NOT NULL,               -- the name without case, accents and titles
  block     TEXT NOT NULL,               -- as entity.block
  article_id INTEGER REFERENCES article(id) ON DELETE CASCADE,  -- for unnamed sources and bare surnames, which are speakers of one article only; else NULL
  articles  INTEGER NOT NULL,            -- how many articles mention it
  mentions  INTEGER NOT NULL,            -- how often
  quotes    INTEGER NOT NULL,            -- how many quotes it has (rejected ones left out)
  first_day TEXT,                        -- of the first and the last article that mentions it
  last_day  TEXT,
  home      TEXT,                        -- public id of an article that has this one, where several people have that name
  wikidata  TEXT,                        -- from `speakers link`, else from the list of office-holders
  country   TEXT,
  listed_as TEXT,                        -- the fullest form of the name in the list of office-holders, if that one is meant
  offices   TEXT                         -- and the offices there: office@first day..last day, with semicolons
) STRICT;
CREATE INDEX speaker_by_normal ON speaker(normal);
CREATE INDEX speaker_by_block ON speaker(block);
CREATE INDEX speaker_by_article ON speaker(article_id) WHERE article_id IS NOT NULL;

-- The forms of a speaker's name, with how often each was printed.
CREATE TABLE alias (
  speaker_id INTEGER NOT NULL REFERENCES speaker(id) ON DELETE CASCADE,
  name       TEXT NOT NULL,              -- as printed
  normal     TEXT NOT NULL,              -- without case, accents and titles
  mentions   INTEGER NOT NULL,
  PRIMARY KEY (speaker_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_by_normal ON alias(normal);             -- `--speaker NAME`

-- Roles and titles of a speaker, with the days of the first and last article that used them.
CREATE TABLE speaker_role (
  speaker_id INTEGER NOT NULL REFERENCES speaker(id) ON DELETE CASCADE,
  words      TEXT NOT NULL,
  mentions   INTEGER NOT NULL,
  first_day  TEXT,
  last_day   TEXT,
  PRIMARY KEY (speaker_id, words)
) STRICT, WITHOUT ROWID;

-- Quotes whose words, source or kind a person corrected, and quotes that a person added: `attribution` has them as corrected.
CREATE TABLE corrected_quote (
  attribution_id INTEGER PRIMARY KEY REFERENCES attribution(id) ON DELETE CASCADE,
  decision_id    INTEGER NOT NULL,       -- the last decision that changed it
  before         TEXT                    -- what the machine had read, a JSON object; NULL where a person added the quote
) STRICT;

-- Ids under which a speaker was known before it was joined with another, so that they still lead to it.
CREATE TABLE former_speaker (
  public_id  TEXT PRIMARY KEY,           -- s:…
  speaker_id INTEGER NOT NULL REFERENCES speaker(id) ON DELETE CASCADE,
  name       TEXT NOT NULL,              -- the name that it had
  type       TEXT NOT NULL,
  article    TEXT                        -- public id of the article, for what was a speaker of one article only
) STRICT, WITHOUT ROWID;
CREATE INDEX former_speaker_by_speaker ON former_speaker(speaker_id);

-- Speakers who may be one, for a person to decide: `speakers suggestions`.
CREATE TABLE suggestion (
  one_id     INTEGER NOT NULL REFERENCES speaker(id) ON DELETE CASCADE,
  other_id   INTEGER NOT NULL REFERENCES speaker(id) ON DELETE CASCADE,
  confidence REAL NOT NULL,              -- that they are one
  reason     TEXT NOT NULL,              -- what speaks for it
  PRIMARY KEY (one_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestion_by_other ON suggestion(other_id);

-- Which speaker an article's entity is.
CREATE TABLE entity_speaker (
  entity_id  INTEGER PRIMARY KEY REFERENCES entity(id) ON DELETE CASCADE,
  speaker_id INTEGER NOT NULL REFERENCES speaker(id) ON DELETE CASCADE,
  joined_by  TEXT NOT NULL               -- name (same full name), evidence (another form of the name), surname (the only one
                                         -- near in time), acronym (articles explain the letters), article (this one only),
                                         -- decision
) STRICT;
CREATE INDEX entity_speaker_by_speaker ON entity_speaker(speaker_id);

-- Who speaks in each quote, decisions included: use this, not attribution_speaker, for listings.
CREATE TABLE quote_speaker (
  attribution_id INTEGER NOT NULL REFERENCES attribution(id) ON DELETE CASCADE,
  place          INTEGER NOT NULL,       -- from 0; several for a joint source
  speaker_id     INTEGER REFERENCES speaker(id) ON DELETE CASCADE,  -- NULL: unknown (see attribution_candidate)
  known_by       TEXT NOT NULL,          -- as mention.known_by, or decision
  confidence     REAL NOT NULL,          -- 1 where a person decided
  decision_id    INTEGER REFERENCES decision(id) ON DELETE SET NULL,
  PRIMARY KEY (attribution_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX quote_speaker_by_speaker ON quote_speaker(speaker_id);
CREATE INDEX quote_speaker_by_decision ON quote_speaker(decision_id) WHERE decision_id IS NOT NULL;

-- What somebody put forward, once, however often it was printed.
CREATE TABLE claim (
  id          INTEGER PRIMARY KEY,
  public_id   TEXT NOT NULL UNIQUE,      -- c:…, made from its speakers and the words of its first occurrence
  type        TEXT NOT NULL,             -- of its first occurrence
  content     TEXT NOT NULL,             -- the longest wording that was printed
  first_said  TEXT,                      -- first and last day on which it was said
  last_said   TEXT,
  occurrences INTEGER NOT NULL,          -- how many quotes (of one within another, the outer one)
  stories     INTEGER NOT NULL           -- how many independent reports
) STRICT;
CREATE INDEX claim_by_type ON claim(type);
CREATE INDEX claim_by_first_said ON claim(first_said, last_said);  -- `claims`, newest first

-- One row for each quote: which claim it is an occurrence of, and its type, decisions included.
CREATE TABLE occurrence (
  attribution_id INTEGER PRIMARY KEY REFERENCES attribution(id) ON DELETE CASCADE,
  claim_id       INTEGER NOT NULL REFERENCES claim(id) ON DELETE CASCADE,
  type           TEXT NOT NULL,          -- attribution.claim_type, or what a person decided
  verdict        TEXT,                   -- confirmed, rejected; NULL where nobody looked
  decision_id    INTEGER REFERENCES decision(id) ON DELETE SET NULL  -- the decision that set type or verdict
) STRICT;
CREATE INDEX occurrence_by_claim ON occurrence(claim_id);
CREATE INDEX occurrence_by_decision ON occurrence(decision_id) WHERE decision_id IS NOT NULL;

-- Accuser and accused of an accusation, as speakers over all articles, and its status.
CREATE TABLE accusation_status (
  accusation_id      INTEGER PRIMARY KEY REFERENCES accusation(id) ON DELETE CASCADE,
  accuser_speaker_id INTEGER REFERENCES speaker(id) ON DELETE SET NULL,
  accused_speaker_id INTEGER REFERENCES speaker(id) ON DELETE SET NULL,
  status             TEXT NOT NULL,      -- unanswered, denied, admitted, mixed, no-comment, disputed (by somebody else), withdrawn
  by_attribution_id  INTEGER REFERENCES attribution(id) ON DELETE SET NULL,  -- the quote that made it so; NULL: unanswered, or denied in the article's own words (accusation.denial)
  verdict            TEXT,               -- confirmed, rejected (it is none); NULL where nobody looked
  decision_id        INTEGER REFERENCES decision(id) ON DELETE SET NULL,  -- the last decision on it
  nobody_accuses     INTEGER NOT NULL DEFAULT 0  -- 1 where a person decided that nobody is named as the accuser
) STRICT;
CREATE INDEX accusation_status_by_decision ON accusation_status(decision_id) WHERE decision_id IS NOT NULL;
CREATE INDEX accusation_status_by_accuser ON accusation_status(accuser_speaker_id);
CREATE INDEX accusation_status_by_accused ON accusation_status(accused_speaker_id);
CREATE INDEX accusation_status_by_quote ON accusation_status(by_attribution_id) WHERE by_attribution_id IS NOT NULL;

-- Everything that was replied to an accusation.
CREATE TABLE accusation_reply (
  accusation_id  INTEGER NOT NULL REFERENCES accusation(id) ON DELETE CASCADE,
  attribution_id INTEGER NOT NULL REFERENCES attribution(id) ON DELETE CASCADE,
  reply          TEXT NOT NULL,          -- denial, admission, apology, no-comment, counter-accusation, dispute, withdrawal
  voice          TEXT NOT NULL,          -- accused, spokesman (of the accused), organization (of the accused, or its head), accuser, other
  same_article   INTEGER NOT NULL,       -- 0: it stands in another article
  reason         TEXT NOT NULL,          -- why it is taken for a reply
  decision_id    INTEGER REFERENCES decision(id) ON DELETE SET NULL,  -- the person's decision that made it one
  PRIMARY KEY (accusation_id, attribution_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX accusation_reply_by_quote ON accusation_reply(attribution_id);
CREATE INDEX accusation_reply_by_decision ON accusation_reply(decision_id) WHERE decision_id IS NOT NULL;

-- For whom a quote speaks beside its speaker: "a spokesman for Lund said" for Lund.
CREATE TABLE quote_voice (
  attribution_id INTEGER NOT NULL REFERENCES attribution(id) ON DELETE CASCADE,
  entity_id      INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
  voice          TEXT NOT NULL,          -- spokesman, organization
  PRIMARY KEY (attribution_id, entity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX quote_voice_by_entity ON quote_voice(entity_id);

-- What people hold of a claim. It stands beside the status and never makes one.
CREATE TABLE claim_verdict (
  claim_id    INTEGER NOT NULL REFERENCES claim(id) ON DELETE CASCADE,
  decision_id INTEGER NOT NULL REFERENCES decision(id) ON DELETE CASCADE,
  verdict     TEXT NOT NULL,             -- in the person's own words
  PRIMARY KEY (claim_id, decision_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_verdict_by_decision ON claim_verdict(decision_id);

-- ──────────────────────────────────────────────────────────────────────────────── Full text

-- Words are compared without case, accents and endings ("policies" finds "policy"). In scripts without spaces what stands
-- between two marks is one word: look for a part of it with instr(text, '辞任') > 0.
CREATE VIRTUAL TABLE article_fts USING fts5(
  title, text, content = 'article', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE quote_fts USING fts5(
  content, content = 'attribution', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TRIGGER article_fts_insert AFTER INSERT ON article BEGIN
  INSERT INTO article_fts(rowid, title, text) VALUES (new.id, new.title, new.text);
END;
CREATE TRIGGER article_fts_delete AFTER DELETE ON article BEGIN
  INSERT INTO article_fts(article_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
END;
CREATE TRIGGER article_fts_update AFTER UPDATE OF title, text ON article BEGIN
  INSERT INTO article_fts(article_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
  INSERT INTO article_fts(rowid, title, text) VALUES (new.id, new.title, new.text);
END;
CREATE TRIGGER quote_fts_insert AFTER INSERT ON attribution BEGIN
  INSERT INTO quote_fts(rowid, content) VALUES (new.id, new.content);
END;
CREATE TRIGGER quote_fts_delete AFTER DELETE ON attribution BEGIN
  INSERT INTO quote_fts(quote_fts, rowid, content) VALUES ('delete', old.id, old.content);
END;
CREATE TRIGGER quote_fts_update AFTER UPDATE OF content ON attribution BEGIN
  INSERT INTO quote_fts(quote_fts, rowid, content) VALUES ('delete', old.id, old.content);
  INSERT INTO quote_fts(rowid, content) VALUES (new.id, new.content);
END;

-- ──────────────────────────────────────────────────────────────────────────────── For reading

-- Every quote that nobody rejected, one row each, in all versions of all articles.
CREATE VIEW quotes_of_all_versions AS
SELECT
  q.public_id AS quote_id,
  (SELECT group_concat(name, '; ') FROM (
     SELECT coalesce(s.name, 'unknown') AS name
     FROM quote_speaker qs LEFT JOIN speaker s ON s.id = qs.speaker_id
     WHERE qs.attribution_id = q.id ORDER BY qs.place)) AS speaker,
  q.source, q.cue, q.content, q.kind,
  coalesce(o.type, q.claim_type) AS claim_type,
  q.target,
  q.said_on, q.said_until, q.said_precision, q.said_from,
  q.event_on, q.event_until, q.event_precision, q.event_from,
  a.published, a.outlet, a.title, a.url,
  a.public_id AS article_id, q.start_char, q.end_char,
  q.confidence, o.verdict,
  c.public_id AS claim_id,
  q.strength, q.negated, q.hedged, q.channel, q.cameo,
  q.id AS rowid_of_quote,
  newest.public_id AS newest_version
FROM attribution q
JOIN article a ON a.id = q.article_id
LEFT JOIN occurrence o ON o.attribution_id = q.id
LEFT JOIN claim c ON c.id = o.claim_id
LEFT JOIN older_version v ON v.article_id = a.id
LEFT JOIN article newest ON newest.id = v.newest_id
WHERE o.verdict IS NOT 'rejected';

-- The same in the newest versions only.
CREATE VIEW quotes AS SELECT * FROM quotes_of_all_versions WHERE newest_version IS NULL;

-- Every accusation (but those in quotes that somebody rejected), one row for each accuser, accused and allegation,
-- in all versions of all articles.
CREATE VIEW accusations_of_all_versions AS
SELECT
  x.public_id AS accusation_id,
  CASE WHEN st.nobody_accuses = 1 THEN NULL ELSE coalesce(accuser.name, x.accuser) END AS accuser,
  coalesce(accused.name, x.accused) AS accused,
  x.allegation, x.cue,
  coalesce(st.status, 'unanswered') AS status,
  reply.public_id AS status_quote_id,
  coalesce(reply.content, CASE st.status WHEN 'denied' THEN x.denial END) AS status_quote,
  coalesce(x.said_on, a.published) AS said_on,
  coalesce(x.said_until, a.published) AS said_until,
  coalesce(x.said_precision, CASE WHEN a.published IS NULL THEN NULL ELSE 'day' END) AS said_precision,
  coalesce(x.said_from, CASE WHEN a.published IS NULL THEN NULL ELSE 'published' END) AS said_from,
  x.event_on, x.event_until, x.event_precision, x.event_from,
  a.published, a.outlet, a.title, a.url,
  a.public_id AS article_id, q.public_id AS quote_id,
  (SELECT min(start_char) FROM accusation_span s WHERE s.accusation_id = x.id AND s.role = 'allegation') AS start_char,
  (SELECT max(end_char) FROM accusation_span s WHERE s.accusation_id = x.id AND s.role = 'allegation') AS end_char,
  x.explicit, x.confidence, st.verdict,
  coalesce(o.type, q.claim_type) AS claim_type, q.claim_confidence, q.cameo, q.strength, q.negated, q.hedged,
  q.channel,
  x.id AS rowid_of_accusation,
  newest.public_id AS newest_version
FROM accusation x
JOIN article a ON a.id = x.article_id
LEFT JOIN attribution q ON q.id = x.attribution_id
LEFT JOIN occurrence o ON o.attribution_id = q.id
LEFT JOIN accusation_status st ON st.accusation_id = x.id
LEFT JOIN speaker accuser ON accuser.id = st.accuser_speaker_id
LEFT JOIN speaker accused ON accused.id = st.accused_speaker_id
LEFT JOIN attribution reply ON reply.id = st.by_attribution_id
LEFT JOIN older_version v ON v.article_id = a.id
LEFT JOIN article newest ON newest.id = v.newest_id
WHERE o.verdict IS NOT 'rejected' AND st.verdict IS NOT 'rejected'
  -- A person may have said that the quote is none; what a person says is one is.
  AND (o.type IS NULL OR o.type = q.claim_type OR o.type = 'accusation' OR st.verdict = 'confirmed');

-- The same in the newest versions only.
CREATE VIEW accusations AS SELECT * FROM accusations_of_all_versions WHERE newest_version IS NULL;
