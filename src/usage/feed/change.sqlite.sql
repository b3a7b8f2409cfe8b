--- One process has the database, and its engine hears of each commit by itself: the log is kept, and nobody follows it.

-- change_add(seq id, at time, body bytes)
INSERT INTO change_log (seq, at, xact, body) VALUES ($1, $2, $1, $3);

-- changes_after(xact int, seq int) -> many(seq id, xact int, settled flag, body bytes)
SELECT seq, xact, 1 AS settled, body FROM change_log WHERE (xact, seq) > ($1, $2) ORDER BY xact, seq LIMIT 100;

-- change_newest() -> one(xact int, seq int)
SELECT xact, seq FROM change_log WHERE xact > 0 ORDER BY xact DESC, seq DESC LIMIT 1;

--- 1 when this log goes on from there: it is the one in which `until` was the newest change, and reaches back to `from`.
-- change_covers(from_xact int, from_seq int, until_xact int, until_seq int) -> one(good int)
SELECT COUNT(*) FROM change_log
WHERE xact = $3 AND seq = $4
    AND EXISTS (SELECT 1 FROM change_log WHERE (xact, seq) <= ($1, $2));

--- No change at or below it will still appear.
-- change_horizon() -> one(xact int)
SELECT COALESCE(MAX(xact), 0) FROM change_log;
