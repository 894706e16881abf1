-- Segments that could not be read (lost), or do not fit the one before, when this catalog came to
-- them. As long as their files are what they were then (hash; empty for a missing one), reading them
-- again is of no use; once they are others, the catalog is built anew.
CREATE TABLE flaw (
  account INTEGER NOT NULL REFERENCES account,
  segment INTEGER NOT NULL,
  hash TEXT NOT NULL,
  problem TEXT NOT NULL,
  lost INTEGER NOT NULL,
  PRIMARY KEY (account, segment)
) STRICT, WITHOUT ROWID;

-- Segments that an earlier catalog had read and that the archive has no more: nothing in the
-- journals tells of them, so this is carried over from one catalog to the next.
CREATE TABLE vanished (
  account TEXT NOT NULL, -- its name
  segment INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (account, segment, hash)
) STRICT, WITHOUT ROWID;
