-- Version 4: the bytes that articles were read from can be kept.

CREATE TABLE original (
  sha256 TEXT PRIMARY KEY,               -- of the bytes, as in article.bytes_sha256 and article_copy.bytes_sha256
  bytes  INTEGER NOT NULL,               -- how many they are
  packed BLOB NOT NULL                   -- they, packed by zlib (RFC 1950): in Python, zlib.decompress(packed)
) STRICT;

PRAGMA user_version = 4;
