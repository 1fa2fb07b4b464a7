-- Version 2: the same article once. Runs of import can be undone; a copy keeps all of its provenance, so that it can
-- take the place of the article when the import that brought the article is undone.

ALTER TABLE import_run ADD COLUMN undone TEXT;

ALTER TABLE article_copy ADD COLUMN modified TEXT;
ALTER TABLE article_copy ADD COLUMN authors TEXT NOT NULL DEFAULT '[]';
ALTER TABLE article_copy ADD COLUMN external_id TEXT;
ALTER TABLE article_copy ADD COLUMN bytes INTEGER;
ALTER TABLE article_copy ADD COLUMN media_type TEXT;
ALTER TABLE article_copy ADD COLUMN encoding TEXT;
ALTER TABLE article_copy ADD COLUMN retrieved TEXT;

PRAGMA user_version = 2;
