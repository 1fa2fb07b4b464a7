-- Version 6: how something was said (how far the report goes, negated, hedged, by which channel), and whom a spokeswoman or a
-- lawyer speaks for. `update` fills both for articles already there. A quote of which a person said that it is no accusation
-- is not listed as one.

ALTER TABLE attribution ADD COLUMN strength TEXT NOT NULL DEFAULT 'said';
ALTER TABLE attribution ADD COLUMN negated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attribution ADD COLUMN hedged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attribution ADD COLUMN channel TEXT;

ALTER TABLE entity ADD COLUMN speaks_for INTEGER REFERENCES entity(id) ON DELETE SET NULL;
CREATE INDEX entity_by_speaks_for ON entity(speaks_for) WHERE speaks_for IS NOT NULL;

DROP VIEW quotes;
DROP VIEW quotes_of_all_versions;
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
  q.strength, q.negated, q.hedged, q.channel,
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

DROP VIEW accusations;
DROP VIEW accusations_of_all_versions;
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
WHERE o.verdict IS NOT 'rejected'
  AND (o.type IS NULL OR o.type = q.claim_type OR o.type = 'accusation');

CREATE VIEW accusations AS SELECT * FROM accusations_of_all_versions WHERE newest_version IS NULL;

PRAGMA user_version = 6;
