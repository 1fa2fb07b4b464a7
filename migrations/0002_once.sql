-- Version 2: the same article once. Runs of import can be undone; a copy keeps all of its provenance, so that it can
-- take the place of the article when the import that brought the article is undone. Articles have fingerprints, by which
-- they are recognised as the same, as versions of one article, or as near copies; listings show the newest version.

ALTER TABLE import_run ADD COLUMN undone TEXT;

ALTER TABLE article_copy ADD COLUMN modified TEXT;
ALTER TABLE article_copy ADD COLUMN authors TEXT NOT NULL DEFAULT '[]';
ALTER TABLE article_copy ADD COLUMN external_id TEXT;
ALTER TABLE article_copy ADD COLUMN bytes INTEGER;
ALTER TABLE article_copy ADD COLUMN media_type TEXT;
ALTER TABLE article_copy ADD COLUMN encoding TEXT;
ALTER TABLE article_copy ADD COLUMN retrieved TEXT;

CREATE TABLE fingerprint (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  words      BLOB NOT NULL,              -- hash of the text without white space, boilerplate and a repeated title: equal ones are one article
  address    TEXT,                       -- the address without what does not tell pages apart: equal ones are versions of one article
  bands      BLOB NOT NULL               -- hashes that near copies are likely to share, 8 bytes each: those in fingerprint_band
) STRICT;
CREATE INDEX fingerprint_by_words ON fingerprint(words);                                  -- import: is it there?
CREATE INDEX fingerprint_by_address ON fingerprint(address) WHERE address IS NOT NULL;    -- versions

CREATE TABLE fingerprint_band (
  hash       INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  PRIMARY KEY (hash, article_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE stale_story (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE
) STRICT;

CREATE TABLE older_version (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  newest_id  INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  number     INTEGER NOT NULL            -- 1 is the oldest; the newest comes after all of them
) STRICT;
CREATE INDEX older_version_by_newest ON older_version(newest_id, number);

DROP VIEW quotes;
DROP VIEW accusations;

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
  q.event_on, q.event_until, q.event_precision,
  a.published, a.outlet, a.title, a.url,
  a.public_id AS article_id, q.start_char, q.end_char,
  q.confidence, o.verdict,
  c.public_id AS claim_id,
  q.id AS rowid_of_quote,
  newest.public_id AS newest_version
FROM attribution q
JOIN article a ON a.id = q.article_id
LEFT JOIN occurrence o ON o.attribution_id = q.id
LEFT JOIN claim c ON c.id = o.claim_id
LEFT JOIN older_version v ON v.article_id = a.id
LEFT JOIN article newest ON newest.id = v.newest_id
WHERE o.verdict IS NOT 'rejected';

CREATE VIEW quotes AS SELECT * FROM quotes_of_all_versions WHERE newest_version IS NULL;

CREATE VIEW accusations_of_all_versions AS
SELECT
  coalesce(accuser.name, x.accuser) AS accuser,
  coalesce(accused.name, x.accused) AS accused,
  x.allegation, x.cue,
  coalesce(st.status, CASE x.denied WHEN 1 THEN 'denied' ELSE 'unanswered' END) AS status,
  reply.public_id AS status_quote_id,
  reply.content AS status_quote,
  coalesce(q.said_on, a.published) AS said_on,
  coalesce(q.said_until, a.published) AS said_until,
  coalesce(q.said_precision, CASE WHEN a.published IS NULL THEN NULL ELSE 'day' END) AS said_precision,
  coalesce(q.said_from, CASE WHEN a.published IS NULL THEN NULL ELSE 'published' END) AS said_from,
  q.event_on, q.event_until, q.event_precision,
  a.published, a.outlet, a.title, a.url,
  a.public_id AS article_id, q.public_id AS quote_id,
  (SELECT min(start_char) FROM accusation_span s WHERE s.accusation_id = x.id AND s.role = 'allegation') AS start_char,
  (SELECT max(end_char) FROM accusation_span s WHERE s.accusation_id = x.id AND s.role = 'allegation') AS end_char,
  x.explicit, x.confidence,
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
WHERE o.verdict IS NOT 'rejected';

CREATE VIEW accusations AS SELECT * FROM accusations_of_all_versions WHERE newest_version IS NULL;

PRAGMA user_version = 2;
