-- Version 11: an accusation has the words from which its said and event date were read, like a quote, and says where the
-- event date was read. `update` fills the words of what no quote carries.

ALTER TABLE accusation ADD COLUMN event_from TEXT;
UPDATE accusation SET event_from = 'content' WHERE event_on IS NOT NULL;

INSERT OR IGNORE INTO accusation_span (accusation_id, role, piece, start_char, end_char, words)
SELECT x.id, s.role, s.piece, s.start_char, s.end_char, s.words
FROM accusation x JOIN attribution_span s ON s.attribution_id = x.attribution_id
WHERE s.role IN ('said_on', 'event_on');

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

CREATE VIEW quotes AS SELECT * FROM quotes_of_all_versions WHERE newest_version IS NULL;

DROP VIEW accusations;
DROP VIEW accusations_of_all_versions;
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

CREATE VIEW accusations AS SELECT * FROM accusations_of_all_versions WHERE newest_version IS NULL;

PRAGMA user_version = 11;
