-- A catalog of an earlier schema lacks what is told only while journals are read: it is marked, and
-- built anew from them. Until then it answers as well as it can.
ALTER TABLE life ADD COLUMN outdated INTEGER NOT NULL DEFAULT 0;

-- Up to which run the owner has seen the alarms.
ALTER TABLE account ADD COLUMN alarms_seen INTEGER NOT NULL DEFAULT 0;

CREATE TABLE alarm (
  account INTEGER NOT NULL REFERENCES account,
  run INTEGER NOT NULL,
  at INTEGER NOT NULL, -- nanoseconds since 1970
  kind TEXT NOT NULL,
  folder INTEGER NOT NULL, -- its number, 0 for the account
  had INTEGER NOT NULL,
  departed INTEGER NOT NULL,
  problem TEXT NOT NULL,
  PRIMARY KEY (account, run, kind, folder)
) STRICT, WITHOUT ROWID;

ALTER TABLE failed ADD COLUMN first INTEGER NOT NULL DEFAULT 0; -- segment
ALTER TABLE failed ADD COLUMN next INTEGER; -- nanoseconds since 1970; null: at the next run

UPDATE run SET summary = json_set(summary, '$.perFolder', json('[]'), '$.alarms', json('[]'))
  WHERE summary IS NOT NULL;
