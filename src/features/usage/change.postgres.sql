--- Several servers. Changes carry the id of their transaction, and who follows stops below the oldest one that may still
--- commit: nothing appears behind a reader's place.

-- change_add(seq id, at time, body bytes)
INSERT INTO change_log (seq, at, xact, body)
VALUES ($1, $2, CAST(CAST(pg_current_xact_id() AS text) AS bigint), $3);

-- changes_after(xact int, seq int) -> many(seq id, xact int, body bytes)
SELECT seq, xact, body FROM change_log
WHERE (xact, seq) > ($1, $2)
    AND xact < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)
ORDER BY xact, seq LIMIT 100;

-- change_newest() -> one(xact int, seq int)
SELECT xact, seq FROM change_log ORDER BY xact DESC, seq DESC LIMIT 1;

--- 1 when this log goes on from there: it is the one in which `until` was the newest change, reaches back to `from`, and
--- its transactions still count upwards (not so after a restore into another PostgreSQL).
-- change_covers(from_xact int, from_seq int, until_xact int, until_seq int) -> one(good int)
SELECT COUNT(*) FROM change_log
WHERE xact = $3 AND seq = $4
    AND EXISTS (SELECT 1 FROM change_log WHERE (xact, seq) <= ($1, $2))
    AND $1 < CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint);

--- No change at or below it will still appear.
-- change_horizon() -> one(xact int)
SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) - 1;
