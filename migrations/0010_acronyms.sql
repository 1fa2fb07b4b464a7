-- Version 10: the letters by which an article shortens an organisation's name are kept, so that an article that has the
-- letters alone speaks of the same organisation.

CREATE TABLE entity_acronym (
  normal    TEXT NOT NULL,
  entity_id INTEGER NOT NULL REFERENCES entity(id) ON DELETE CASCADE,
  PRIMARY KEY (normal, entity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_acronym_by_entity ON entity_acronym(entity_id);

PRAGMA user_version = 10;
