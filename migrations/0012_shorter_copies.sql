-- Version 12: a shorter copy of an article (a feed's summary, what stands before a wall) that was read after it is no newer
-- version. It is noted as what it is; all versions are derived anew by this version's rules.

ALTER TABLE older_version ADD COLUMN shorter INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 12;
