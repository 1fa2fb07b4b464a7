-- Version 9: what the markup of a file says that lines of the text are (headings, captions, list items, block quotations) is
-- kept beside the text, so that `update` knows it too. Of articles that were read before, only a guess by their words is
-- there (`part`), until the same file is imported again.

CREATE TABLE markup (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  start_char INTEGER NOT NULL,
  end_char   INTEGER NOT NULL,
  kind       TEXT NOT NULL,
  PRIMARY KEY (article_id, start_char)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 9;
