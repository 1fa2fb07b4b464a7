-- Version 3: decisions that can be undone and carried to another database. A decision gets a second place and a second
-- article, for what ties two things together, and the moment at which it was taken back. Which actions there are is
-- known to the program alone, so that a new one needs no new table.

CREATE TEMP TABLE decision_before AS SELECT * FROM decision;
DROP TABLE decision;
CREATE TABLE decision (
  id               INTEGER PRIMARY KEY,
  made             TEXT NOT NULL,
  made_by          TEXT,
  action           TEXT NOT NULL,
  article          TEXT,
  start_char       INTEGER,
  end_char         INTEGER,
  nth              INTEGER,
  name             TEXT,
  type             TEXT,
  other_article    TEXT,
  other_start_char INTEGER,
  other_end_char   INTEGER,
  other_nth        INTEGER,
  other_name       TEXT,
  other_type       TEXT,
  value            TEXT,
  note             TEXT,
  undone           TEXT
) STRICT;
INSERT INTO decision (id, made, made_by, action, article, start_char, end_char, nth, name, type, other_name, other_type,
    value, note)
  SELECT id, made, made_by, action, article, start_char, end_char, nth, name, type, other_name, other_type, value, note
  FROM temp.decision_before;
DROP TABLE temp.decision_before;
CREATE INDEX decision_by_article ON decision(article) WHERE article IS NOT NULL;

CREATE TABLE former_speaker (
  public_id  TEXT PRIMARY KEY,
  speaker_id INTEGER NOT NULL REFERENCES speaker(id) ON DELETE CASCADE,
  name       TEXT NOT NULL,
  type       TEXT NOT NULL,
  article    TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX former_speaker_by_speaker ON former_speaker(speaker_id);

CREATE TABLE corrected_quote (
  attribution_id INTEGER PRIMARY KEY REFERENCES attribution(id) ON DELETE CASCADE,
  decision_id    INTEGER NOT NULL,
  before         TEXT
) STRICT;

ALTER TABLE speaker ADD COLUMN first_day TEXT;
ALTER TABLE speaker ADD COLUMN last_day TEXT;
ALTER TABLE speaker ADD COLUMN home TEXT;
ALTER TABLE speaker ADD COLUMN wikidata TEXT;
ALTER TABLE speaker ADD COLUMN country TEXT;
ALTER TABLE speaker ADD COLUMN listed_as TEXT;
ALTER TABLE speaker ADD COLUMN offices TEXT;

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE suggestion (
  one_id     INTEGER NOT NULL REFERENCES speaker(id) ON DELETE CASCADE,
  other_id   INTEGER NOT NULL REFERENCES speaker(id) ON DELETE CASCADE,
  confidence REAL NOT NULL,
  reason     TEXT NOT NULL,
  PRIMARY KEY (one_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestion_by_other ON suggestion(other_id);

PRAGMA user_version = 3;
