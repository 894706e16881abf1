-- What servers call folders and messages, whatever their names and UIDs are.
ALTER TABLE folder_state ADD COLUMN mailbox_id TEXT NOT NULL DEFAULT '';

CREATE TABLE object (
  account INTEGER NOT NULL REFERENCES account,
  object_id TEXT NOT NULL,
  message INTEGER REFERENCES message, -- null if it was used for several
  internal_date TEXT NOT NULL, -- when it was first seen
  PRIMARY KEY (account, object_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX object_of_several ON object (account) WHERE message IS NULL;
