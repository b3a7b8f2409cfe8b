--- One process has the database, and its engine hears of each commit by itself: the log is kept, and nobody follows it.

-- change_add(seq id, at time, body bytes)
INSERT INTO change_log (seq, at, xact, body) VALUES ($1, $2, $1, $3);

-- changes_after(xact int, seq int) -> many(seq id, xact int, body bytes)
SELECT seq, xact, body FROM change_log WHERE (xact, seq) > ($1, $2) ORDER BY xact, seq LIMIT 100;

--- No change at or below it will still appear.
-- change_horizon() -> one(xact int)
SELECT COALESCE(MAX(xact), 0) FROM change_log;
