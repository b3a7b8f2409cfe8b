-- rebuild_add(id id, created_at time)
INSERT INTO usage_rebuild (id, state, mark, day, account_id, first_day, last_day, created_at)
VALUES ($1, 'waiting', 0, 0, 0, 0, 0, $2);

-- rebuild_job(id id, job_id id)
UPDATE usage_rebuild SET job_id = $2 WHERE id = $1;

--- One that has not begun will see every change made until it does: no second one is needed. One whose job was given up
--- will never begin.
-- rebuild_waiting() -> one(id id, job_id id)
SELECT r.id, r.job_id FROM usage_rebuild r JOIN job j ON j.id = r.job_id
WHERE r.state = 'waiting' AND j.state IN ('waiting', 'running') ORDER BY r.id LIMIT 1;

--- Two at once would count everything twice: the one that begins ends those before it, whether done, at work or still
--- waiting.
-- rebuild_supersede(id id)
DELETE FROM usage_rebuild WHERE id <> $1 AND (state <> 'waiting' OR id < $1);

--- Counts start at 0: until its end they are incomplete, also where the job was given up halfway.
-- rebuild_unfinished() -> one(rebuilds int)
SELECT COUNT(*) AS rebuilds FROM usage_rebuild r LEFT JOIN job j ON j.id = r.job_id
WHERE r.state = 'running' OR (r.state = 'waiting' AND j.state IN ('waiting', 'running'));

-- rebuild_of_job(job_id id) -> one(id id)
SELECT id FROM usage_rebuild WHERE job_id = $1 ORDER BY id DESC LIMIT 1;

-- rebuild_find(id id) -> one(id id, state text, mark int, day int, account_id int, first_day int, last_day int)
SELECT id, state, mark, day, account_id, first_day, last_day FROM usage_rebuild WHERE id = $1;

-- rebuild_begin(id id, mark int, first_day int, last_day int)
UPDATE usage_rebuild SET state = 'running', mark = $2, day = $3, account_id = 0, first_day = $3, last_day = $4
WHERE id = $1;

-- rebuild_move(id id, state text, day int, account_id int)
UPDATE usage_rebuild SET state = $2, day = $3, account_id = $4 WHERE id = $1;

--- First and last UTC day with events, and first and last day with rollups.
-- rebuild_span() -> one(first_event int?, last_event int?, first_rollup int?, last_rollup int?)
SELECT (SELECT min(day) FROM event_chunk), (SELECT max(day) FROM event_chunk),
    (SELECT min(day) FROM rollup_day), (SELECT max(day) FROM rollup_day);

-- rebuild_accounts(from_day int, last_day int, day int, after_account int, most int) -> many(account_id int)
SELECT account_id FROM event_chunk WHERE day BETWEEN $1 AND $2 AND account_id > $4
UNION
SELECT account_id FROM rollup_day WHERE day = $3 AND account_id > $4
ORDER BY account_id LIMIT $5;

-- names_drop()
DELETE FROM event_name;

-- usage_days_drop()
DELETE FROM usage_day;

-- first_use_drop_at(account_id int, feature_id int, day int)
DELETE FROM first_use WHERE account_id = $1 AND feature_id = $2 AND day = $3;

-- waiting_each() -> each(contact_id int, anonymous_id text, body bytes)
SELECT contact_id, anonymous_id, body FROM event_waiting ORDER BY contact_id, anonymous_id, seq;

--- Messages of the events received since, for a repeat filter that was lost.
-- chunk_each() -> each(day int, account_id int, seq int, body bytes)
SELECT day, account_id, seq, body FROM event_chunk;

-- rollup_each() -> each(account_id int, day int, body bytes)
SELECT account_id, day, body FROM rollup_day ORDER BY account_id, day;
