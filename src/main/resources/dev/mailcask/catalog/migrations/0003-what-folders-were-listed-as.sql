-- The numbers that a server told of a folder when all that was in it was in the archive: the latest.
CREATE TABLE listing (
  folder INTEGER PRIMARY KEY REFERENCES folder,
  uid_validity INTEGER NOT NULL,
  uid_next INTEGER NOT NULL,
  highest_mod_seq INTEGER NOT NULL,
  present INTEGER NOT NULL, -- EXISTS
  run INTEGER NOT NULL,
  proven_run INTEGER NOT NULL, -- the last that listed all UIDs
  proven_at INTEGER NOT NULL, -- nanoseconds since 1970
  disproved INTEGER NOT NULL
) STRICT;
