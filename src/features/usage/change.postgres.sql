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

--- No change at or below it will still appear.
-- change_horizon() -> one(xact int)
SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) - 1;
