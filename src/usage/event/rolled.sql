-- rolled_each() -> each(account_id int, day int, body bytes)
SELECT account_id, day, body FROM rollup_day ORDER BY account_id, day;

-- rolled_each_before(accounts ids, until int) -> each(account_id int, day int, body bytes)
SELECT account_id, day, body FROM rollup_day WHERE account_id IN LIST($1) AND day < $2 ORDER BY account_id, day;

-- rolled_last() -> one(day int?)
SELECT max(day) FROM rollup_day;
