-- The journals as tables. Every time in here is the number of a segment of the account's journal:
-- exact, small, and never ambiguous where two segments carry the same time. `segment` translates.
-- Intervals are half-open: a row holds from `since` on and not any more at `gone`, `ended`, `until`.

-- This life of the change log, and totals that would be slow to count.
CREATE TABLE life (
  generation TEXT NOT NULL,
  messages INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  settings TEXT, -- JSON; null until the journal tells them
  removed INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The newest row of an account is the position reached; its hash proves that the journal goes on
-- from there.
CREATE TABLE segment (
  account INTEGER NOT NULL REFERENCES account,
  number INTEGER NOT NULL,
  hash TEXT NOT NULL,
  at INTEGER NOT NULL, -- nanoseconds since 1970
  PRIMARY KEY (account, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX segment_at ON segment (account, at, number);

CREATE TABLE run (
  account INTEGER NOT NULL REFERENCES account,
  number INTEGER NOT NULL,
  started INTEGER NOT NULL, -- nanoseconds since 1970
  finished INTEGER, -- likewise
  ended INTEGER, -- segment
  summary TEXT, -- JSON
  PRIMARY KEY (account, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE folder (
  id INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account,
  number INTEGER NOT NULL,
  UNIQUE (account, number)
) STRICT;

-- What a folder was called, and since when it was gone, from a segment on.
CREATE TABLE folder_state (
  folder INTEGER NOT NULL REFERENCES folder,
  since INTEGER NOT NULL,
  raw TEXT NOT NULL,
  path TEXT NOT NULL,
  delimiter TEXT NOT NULL,
  attributes TEXT NOT NULL, -- separated by spaces
  gone INTEGER,
  PRIMARY KEY (folder, since)
) STRICT, WITHOUT ROWID;

-- A UIDVALIDITY of a folder, with the figures of what is placed and not gone in it.
CREATE TABLE generation (
  id INTEGER PRIMARY KEY,
  folder INTEGER NOT NULL REFERENCES folder,
  uid_validity INTEGER NOT NULL,
  ended INTEGER, -- null while it is the current one
  messages INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  UNIQUE (folder, uid_validity)
) STRICT;

-- Which generation was current from a segment on; one may come back.
CREATE TABLE generation_span (
  folder INTEGER NOT NULL REFERENCES folder,
  since INTEGER NOT NULL,
  generation INTEGER NOT NULL REFERENCES generation,
  PRIMARY KEY (folder, since)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  date INTEGER, -- seconds since 1970, as the following times
  sender TEXT NOT NULL,
  recipients TEXT NOT NULL,
  subject TEXT NOT NULL,
  message_id TEXT NOT NULL,
  internal INTEGER, -- the earliest INTERNALDATE that makes sense
  fallback INTEGER NOT NULL, -- where there is none
  received INTEGER GENERATED ALWAYS AS (coalesce(internal, fallback)) VIRTUAL,
  change INTEGER NOT NULL -- the number of its latest change
) STRICT;
CREATE INDEX message_change ON message (change);

CREATE TABLE placement (
  generation INTEGER NOT NULL REFERENCES generation,
  uid INTEGER NOT NULL,
  since INTEGER NOT NULL,
  gone INTEGER,
  message INTEGER NOT NULL REFERENCES message,
  size INTEGER NOT NULL,
  received INTEGER NOT NULL, -- seconds since 1970: to sort by
  internal_date TEXT NOT NULL, -- as the server sent it
  flags TEXT NOT NULL, -- the latest, separated by spaces
  PRIMARY KEY (generation, uid, since)
) STRICT, WITHOUT ROWID;
CREATE INDEX placement_by_date ON placement (generation, received DESC, uid DESC, since, gone);
CREATE INDEX placement_of_message ON placement (message);

-- The flags that a placement had before the change in segment `until`.
CREATE TABLE flags_before (
  generation INTEGER NOT NULL REFERENCES generation,
  uid INTEGER NOT NULL,
  until INTEGER NOT NULL,
  flags TEXT NOT NULL,
  PRIMARY KEY (generation, uid, until)
) STRICT, WITHOUT ROWID;

CREATE TABLE failed (
  generation INTEGER NOT NULL REFERENCES generation,
  uid INTEGER NOT NULL,
  reason TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  run INTEGER NOT NULL, -- the last that tried
  last INTEGER NOT NULL, -- segment
  PRIMARY KEY (generation, uid)
) STRICT, WITHOUT ROWID;

-- What was put back on a server, by its target.
CREATE TABLE restored (
  account INTEGER NOT NULL REFERENCES account, -- whose archive it came from
  to_account TEXT NOT NULL,
  to_folder TEXT NOT NULL,
  uid_validity INTEGER NOT NULL,
  uid INTEGER NOT NULL,
  id BLOB NOT NULL,
  folder TEXT NOT NULL
) STRICT;
CREATE INDEX restored_to ON restored (to_account, to_folder);
