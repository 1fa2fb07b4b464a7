-- Version 5: replies to accusations say who replied and why they are taken for replies; a status may also be disputed or
-- withdrawn; what a person holds of a claim stands beside it: all of that is derived, and the next derivation makes it
-- anew. Legal outcomes that articles report have a table of their own, which `update` fills for articles already there.

DROP TABLE accusation_status;
CREATE TABLE accusation_status (
  accusation_id      INTEGER PRIMARY KEY REFERENCES accusation(id) ON DELETE CASCADE,
  accuser_speaker_id INTEGER REFERENCES speaker(id) ON DELETE SET NULL,
  accused_speaker_id INTEGER REFERENCES speaker(id) ON DELETE SET NULL,
  status             TEXT NOT NULL,
  by_attribution_id  INTEGER REFERENCES attribution(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX accusation_status_by_accuser ON accusation_status(accuser_speaker_id);
CREATE INDEX accusation_status_by_accused ON accusation_status(accused_speaker_id);
CREATE INDEX accusation_status_by_quote ON accusation_status(by_attribution_id) WHERE by_attribution_id IS NOT NULL;

DROP TABLE accusation_reply;
CREATE TABLE accusation_reply (
  accusation_id  INTEGER NOT NULL REFERENCES accusation(id) ON DELETE CASCADE,
  attribution_id INTEGER NOT NULL REFERENCES attribution(id) ON DELETE CASCADE,
  reply          TEXT NOT NULL,
  voice          TEXT NOT NULL,
  same_article   INTEGER NOT NULL,
  reason         TEXT NOT NULL,
  decision_id    INTEGER REFERENCES decision(id) ON DELETE SET NULL,
  PRIMARY KEY (accusation_id, attribution_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX accusation_reply_by_quote ON accusation_reply(attribution_id);
CREATE INDEX accusation_reply_by_decision ON accusation_reply(decision_id) WHERE decision_id IS NOT NULL;

CREATE TABLE quote_voice (
  attribution_id INTEGER NOT NULL REFERENCES attribution(id) ON DELETE CASCADE,
  entity_id      INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
  voice          TEXT NOT NULL,
  PRIMARY KEY (attribution_id, entity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX quote_voice_by_entity ON quote_voice(entity_id);

CREATE TABLE claim_verdict (
  claim_id    INTEGER NOT NULL REFERENCES claim(id) ON DELETE CASCADE,
  decision_id INTEGER NOT NULL REFERENCES decision(id) ON DELETE CASCADE,
  verdict     TEXT NOT NULL,
  PRIMARY KEY (claim_id, decision_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_verdict_by_decision ON claim_verdict(decision_id);

CREATE TABLE legal_outcome (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  number     INTEGER NOT NULL,
  entity_id  INTEGER REFERENCES entity(id) ON DELETE SET NULL,
  who        TEXT NOT NULL,
  outcome    TEXT NOT NULL,
  cue        TEXT NOT NULL,
  matter     TEXT,
  words      TEXT NOT NULL,
  start_char INTEGER NOT NULL,
  end_char   INTEGER NOT NULL,
  PRIMARY KEY (article_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX legal_outcome_by_entity ON legal_outcome(entity_id) WHERE entity_id IS NOT NULL;

PRAGMA user_version = 5;
