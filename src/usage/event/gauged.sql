--- Of two events at one instant the larger number is the last one, whichever came first.
-- gauge_day_add[](account_id int, day day, gauge_id int, events int, total real, last real, last_at time)
INSERT INTO gauge_day (account_id, day, gauge_id, events, total, last, last_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (account_id, day, gauge_id) DO UPDATE SET events = gauge_day.events + excluded.events,
    total = gauge_day.total + excluded.total,
    last = CASE WHEN excluded.last_at > gauge_day.last_at
                  OR (excluded.last_at = gauge_day.last_at AND excluded.last > gauge_day.last)
                THEN excluded.last ELSE gauge_day.last END,
    last_at = CASE WHEN excluded.last_at > gauge_day.last_at THEN excluded.last_at ELSE gauge_day.last_at END;

-- gauge_day_of(account_id int, day day) -> many(gauge_id int, events int, total real, last real, last_at time)
SELECT gauge_id, events, total, last, last_at FROM gauge_day WHERE account_id = $1 AND day = $2 ORDER BY gauge_id;

-- gauge_day_drop(account_id int, day day)
DELETE FROM gauge_day WHERE account_id = $1 AND day = $2;

-- gauge_day_drop_account(account_id int)
DELETE FROM gauge_day WHERE account_id = $1;

-- gauge_days_of_account(account_id int) -> ids
SELECT DISTINCT day FROM gauge_day WHERE account_id = $1 ORDER BY day;

--- Of the accounts that are there; what several of them are has several rows, the latest number last.
-- gauge_day_each() -> each(account_id int, day int, gauge_id int, events int, total real, last real)
SELECT COALESCE(m.into_id, g.account_id) AS account_id, g.day, g.gauge_id, g.events, g.total, g.last
FROM gauge_day g LEFT JOIN account_merged m ON m.account_id = g.account_id
ORDER BY 1, 2, 3, g.last_at, g.last;

-- gauge_seen_add[](gauge_id int, day day, good int, missing int, wrong int)
INSERT INTO gauge_seen (gauge_id, day, good, missing, wrong) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (gauge_id, day) DO UPDATE SET good = gauge_seen.good + excluded.good,
    missing = gauge_seen.missing + excluded.missing, wrong = gauge_seen.wrong + excluded.wrong;

-- gauge_seen_drop()
DELETE FROM gauge_seen;

-- gauge_seen_since(from_day day) -> many(gauge_id int, good int, missing int, wrong int, last_on day)
SELECT gauge_id, CAST(SUM(good) AS BIGINT), CAST(SUM(missing) AS BIGINT), CAST(SUM(wrong) AS BIGINT), MAX(day)
FROM gauge_seen WHERE day >= $1 GROUP BY gauge_id ORDER BY gauge_id;
