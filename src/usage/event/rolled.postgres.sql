--- Rollups of many accounts and days, in the order in which they are asked for; lists side by side. Each is looked up by its
--- key whatever the planner believes of the table: a plan made while it was small would read all of it later.

-- rolled_each_at(accounts ids, days ids) -> few(account_id int, day int, body bytes)
SELECT asked.account_id, asked.day, found.body
FROM unnest($1, $2) WITH ORDINALITY AS asked(account_id, day, place)
CROSS JOIN LATERAL (SELECT body FROM rollup_day WHERE account_id = asked.account_id AND day = asked.day LIMIT 1) AS found
ORDER BY asked.place;

-- first_use_each_of(accounts ids, features ids) -> few(account_id int, feature_id int, day day)
SELECT asked.account_id, asked.feature_id, found.day
FROM unnest($1, $2) WITH ORDINALITY AS asked(account_id, feature_id, place)
CROSS JOIN LATERAL (SELECT day FROM first_use
    WHERE account_id = asked.account_id AND feature_id = asked.feature_id LIMIT 1) AS found
ORDER BY asked.place;

--- With the days of accounts that went into one; the latest number last.
-- gauged_each_at(accounts ids, days ids) -> few(account_id int, day int, gauge_id int, events int, total real, last real)
WITH asked AS MATERIALIZED (SELECT a.account_id, a.day, a.place
    FROM unnest($1, $2) WITH ORDINALITY AS a(account_id, day, place)),
filed AS MATERIALIZED (SELECT place, account_id, day, account_id AS filed_id FROM asked
    UNION ALL SELECT k.place, k.account_id, k.day, m.account_id FROM asked AS k
    JOIN account_merged AS m ON m.into_id = k.account_id)
SELECT f.account_id, g.day, g.gauge_id, g.events, g.total, g.last
FROM filed AS f JOIN gauge_day AS g ON g.account_id = f.filed_id AND g.day = f.day
ORDER BY f.place, g.gauge_id, g.last_at, g.last;
