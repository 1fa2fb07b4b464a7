-- Version 8: who else brought an article, and what it gained by that. A row of article_copy may also be the same print, read
-- again from another file or by another run of import: then the article stays when the run that brought it first is undone,
-- and what its first reading did not say (day, outlet, address, author, headline) is taken from it. The language that
-- somebody told is kept for `update`, and so is one that is not English. What an import passed over is recorded.

ALTER TABLE article ADD COLUMN language TEXT;
ALTER TABLE article ADD COLUMN language_told INTEGER NOT NULL DEFAULT 0;
UPDATE article SET language = (
  SELECT substr(w.message, 42, instr(substr(w.message, 42), '"') - 1) FROM warning w
  WHERE w.article_id = article.id AND w.message LIKE 'not extracted: the language seems to be "%');
UPDATE article SET language_told = 1,
  language = (SELECT lower(r.settings ->> '$.language') FROM import_run r WHERE r.id = article.import_run_id)
WHERE import_run_id IN (SELECT id FROM import_run WHERE settings ->> '$.language' IS NOT NULL);

CREATE TEMP TABLE copy_before AS SELECT * FROM article_copy;
DROP TABLE article_copy;
CREATE TABLE article_copy (
  id            INTEGER PRIMARY KEY,
  article_id    INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  elsewhere     INTEGER NOT NULL,
  outlet        TEXT,
  published     TEXT,
  url           TEXT,
  title         TEXT,
  path          TEXT NOT NULL,
  line          INTEGER,
  bytes_sha256  TEXT NOT NULL,
  imported      TEXT NOT NULL,
  import_run_id INTEGER NOT NULL REFERENCES import_run(id),
  modified      TEXT,
  authors       TEXT NOT NULL DEFAULT '[]',
  external_id   TEXT,
  bytes         INTEGER,
  media_type    TEXT,
  encoding      TEXT,
  retrieved     TEXT,
  language      TEXT
) STRICT;
INSERT INTO article_copy (article_id, elsewhere, outlet, published, url, title, path, line, bytes_sha256, imported,
    import_run_id, modified, authors, external_id, bytes, media_type, encoding, retrieved)
  SELECT article_id, 1, outlet, published, url, title, path, line, bytes_sha256, imported,
    import_run_id, modified, authors, external_id, bytes, media_type, encoding, retrieved
  FROM temp.copy_before ORDER BY rowid;
DROP TABLE temp.copy_before;
CREATE INDEX article_copy_by_article ON article_copy(article_id);
CREATE INDEX article_copy_by_import ON article_copy(import_run_id);

CREATE TABLE article_gain (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  field      TEXT NOT NULL,
  copy_id    INTEGER REFERENCES article_copy(id) ON DELETE CASCADE,
  version_id INTEGER REFERENCES article(id) ON DELETE CASCADE,
  PRIMARY KEY (article_id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_gain_by_copy ON article_gain(copy_id) WHERE copy_id IS NOT NULL;
CREATE INDEX article_gain_by_version ON article_gain(version_id) WHERE version_id IS NOT NULL;

ALTER TABLE import_run ADD COLUMN passed_over INTEGER NOT NULL DEFAULT 0;
CREATE TABLE import_passed_over (
  import_run_id INTEGER NOT NULL REFERENCES import_run(id) ON DELETE CASCADE,
  reason        TEXT NOT NULL,
  files         INTEGER NOT NULL,
  first         TEXT NOT NULL,
  PRIMARY KEY (import_run_id, reason)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 8;
