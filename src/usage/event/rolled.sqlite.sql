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

-- gauged_each_at(accounts ids, days ids) -> few(account_id int, day int, gauge_id int, events int, total real, last real)
WITH days AS MATERIALIZED (SELECT key, value FROM json_each($2))
SELECT g.account_id, g.day, g.gauge_id, g.events, g.total, g.last FROM json_each($1) AS a JOIN days ON days.key = a.key
JOIN gauge_day AS g ON g.account_id = a.value AND g.day = days.value
ORDER BY a.key, g.gauge_id;
