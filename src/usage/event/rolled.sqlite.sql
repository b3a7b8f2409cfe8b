--- Rollups of many accounts and days, in the order in which they are asked for; lists side by side.

-- rolled_each_at(accounts ids, days ids) -> few(account_id int, day int, body bytes)
WITH days AS MATERIALIZED (SELECT key, value FROM json_each($2))
SELECT r.account_id, r.day, r.body FROM json_each($1) AS a JOIN days ON days.key = a.key
JOIN rollup_day AS r ON r.account_id = a.value AND r.day = days.value
ORDER BY a.key;

-- first_use_each_of(accounts ids, features ids) -> few(account_id int, feature_id int, day day)
WITH features AS MATERIALIZED (SELECT key, value FROM json_each($2))
SELECT u.account_id, u.feature_id, u.day FROM json_each($1) AS a JOIN features ON features.key = a.key
JOIN first_use AS u ON u.account_id = a.value AND u.feature_id = features.value
ORDER BY a.key;

--- With the days of accounts that went into one; the latest number last.
-- gauged_each_at(accounts ids, days ids) -> few(account_id int, day int, gauge_id int, events int, total real, last real)
WITH days AS MATERIALIZED (SELECT key, value FROM json_each($2)),
asked AS MATERIALIZED (SELECT a.key AS place, a.value AS account_id, days.value AS day
    FROM json_each($1) AS a JOIN days ON days.key = a.key),
filed AS MATERIALIZED (SELECT place, account_id, day, account_id AS filed_id FROM asked
    UNION ALL SELECT k.place, k.account_id, k.day, m.account_id FROM asked AS k CROSS JOIN account_merged AS m
    WHERE m.into_id = k.account_id)
SELECT f.account_id, g.day, g.gauge_id, g.events, g.total, g.last
FROM filed AS f CROSS JOIN gauge_day AS g WHERE g.account_id = f.filed_id AND g.day = f.day
ORDER BY f.place, g.gauge_id, g.last_at, g.last;
