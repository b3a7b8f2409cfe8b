--- Several servers. Changes carry the id of their transaction. One that is *settled* is below the oldest transaction
--- that may still commit, of any database of this PostgreSQL: nothing appears before it any more.

-- change_add(seq id, at time, body bytes)
INSERT INTO change_log (seq, at, xact, body)
VALUES ($1, $2, CAST(CAST(pg_current_xact_id() AS text) AS bigint), $3);

-- changes_after(xact int, seq int) -> many(seq id, xact int, settled flag, body bytes)
SELECT seq, xact,
    CASE WHEN xact < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) THEN 1 ELSE 0 END AS settled, body
FROM change_log
WHERE (xact, seq) > ($1, $2)
ORDER BY xact, seq LIMIT 100;

-- change_newest() -> one(xact int, seq int)
SELECT xact, seq FROM change_log WHERE xact > 0 ORDER BY xact DESC, seq DESC LIMIT 1;

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
