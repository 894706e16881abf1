-- What was fetched within a day is asked at the start of each run, and waiting for new mail makes
-- hundreds of them a day.
CREATE INDEX run_finished ON run (account, finished);
