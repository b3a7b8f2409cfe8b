-- fact_reader_at(name text) -> one(xact int, fact_id int, failures int, retry_at time)
SELECT xact, fact_id, failures, retry_at FROM fact_reader WHERE name = $1;

-- fact_reader_move(name text, xact int, fact_id int)
INSERT INTO fact_reader ROW(failures = 0, retry_at = 0)
ON CONFLICT (name) DO UPDATE SET ROW(failures = 0, retry_at = 0, error = NULL);

-- fact_reader_failed(name text, retry_at time, reason text)
INSERT INTO fact_reader (name, xact, fact_id, failures, retry_at, error) VALUES ($1, -9007199254740991, 0, 1, $2, $3)
ON CONFLICT (name) DO UPDATE SET failures = fact_reader.failures + 1, retry_at = excluded.retry_at, error = excluded.error;

-- fact_skip(reader text, fact_id int, at time, reason text)
INSERT INTO fact_skipped ROW(error = $reason)
ON CONFLICT (reader, fact_id) DO UPDATE SET at = excluded.at, error = excluded.error;

--- Facts of a thing, and of what is a part of it (`of` in their body), are from now on for whom the thing is for.
-- fact_show_to(account_id id, subject text, visible_to text?, author_id id?)
UPDATE fact SET visible_to = $3, author_id = $4
WHERE account_id = $1 AND (subject = $2 OR JSON_TEXT(body, 'of') = $2);

--- Numbers all facts anew below zero, in their order: after a restore into another PostgreSQL its transaction ids begin
--- lower than those that the facts carry, and readers would wait for them for ever.
-- fact_renumber()
-- without viewer: numbers all rows
UPDATE fact SET xact = ranked.place - ranked.total - 1
FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY xact, id) AS place, COUNT(*) OVER () AS total FROM fact) AS ranked
WHERE ranked.id = fact.id;

--- Before fact_renumber: a reader's place becomes that of the last fact it took.
-- fact_reader_renumber()
-- without viewer: counts all rows
UPDATE fact_reader SET xact = (SELECT COUNT(*) FROM fact WHERE fact.xact < fact_reader.xact
        OR (fact.xact = fact_reader.xact AND fact.id <= fact_reader.fact_id))
    - (SELECT COUNT(*) FROM fact) - 1,
    fact_id = 9007199254740991;

-- job_insert(id id, kind text, lane text, key text?, body json, run_at time, created_at time)
INSERT INTO job ROW(state = 'waiting', attempts = 0, waits = 0, progress = 0);

--- The one that waits, if any; it starts no later than is asked for now.
-- job_pull(kind text, key text, run_at time) -> many(id id)
UPDATE job SET run_at = CASE WHEN run_at > $3 THEN $3 ELSE run_at END
WHERE kind = $1 AND key = $2 AND state = 'waiting'
RETURNING id;

-- job_remove(kind text, key text)
DELETE FROM job WHERE kind = $1 AND key = $2 AND state = 'waiting';

-- job_by_id(id id) -> one(id id, kind text, body json, state text(waiting|running|done|failed), attempts int,
--   waits int, progress real, error text?, run_at time, created_at time, ended_at time?)
SELECT id, kind, body, state, attempts, waits, progress, error, run_at, created_at, ended_at FROM job WHERE id = $1;

--- Further than ever before: earlier failures are forgotten, and this counts as the first try.
-- job_advanced(id id, progress real)
UPDATE job SET progress = CASE WHEN progress < $2 THEN $2 ELSE progress END, attempts = CASE WHEN progress < $2 THEN 1 ELSE attempts END,
    waits = CASE WHEN progress < $2 THEN 0 ELSE waits END
WHERE id = $1 AND state = 'running';

--- The progress, written only by the holder that still has the job.
-- job_progress(id id, holder text, progress real) -> one(id id)
UPDATE job SET progress = CASE WHEN progress < $3 THEN $3 ELSE progress END,
    attempts = CASE WHEN progress < $3 THEN 1 ELSE attempts END, waits = CASE WHEN progress < $3 THEN 0 ELSE waits END
WHERE id = $1 AND leased_by = $2 AND state = 'running'
RETURNING id;

-- job_lease_end(id id, holder text)
DELETE FROM job_lease WHERE job_id = $1 AND holder = $2;

--- In a transaction of the job itself; nothing when it was ended already. The lease ends with the job's run.
-- job_finish_now(id id, at time) -> one(id id)
UPDATE job SET state = 'done', progress = 1, error = NULL, ended_at = $2, leased_by = NULL
WHERE id = $1 AND state = 'running'
RETURNING id;

--- The outcome, written only by the holder that still has the job.
-- job_end(id id, holder text, at time)
UPDATE job SET state = 'done', progress = 1, error = NULL, ended_at = $3, leased_by = NULL
WHERE id = $1 AND leased_by = $2;

-- job_again(id id, holder text, run_at time, reason text?, attempts int, waits int)
UPDATE job SET ROW(state = 'waiting', error = $reason, leased_by = NULL) WHERE id = $id AND leased_by = $holder;

-- job_give_up(id id, holder text, reason text, at time) -> one(id id)
UPDATE job SET state = 'failed', error = $3, ended_at = $4, leased_by = NULL
WHERE id = $1 AND leased_by = $2
RETURNING id;

--- After a start: only the process that holds the data directory may use its name.
-- job_leases_left(holders text)
DELETE FROM job_lease WHERE holder LIKE $1;

-- schedule_leases_left(holders text)
DELETE FROM schedule_lease WHERE leased_by LIKE $1;

-- job_sweep(done_before time, failed_before time)
DELETE FROM job WHERE (state = 'done' AND ended_at < $1) OR (state = 'failed' AND ended_at < $2);

--- Leases of jobs that ended themselves in a process that was then cut off.
-- job_lease_sweep()
DELETE FROM job_lease WHERE NOT EXISTS (SELECT 1 FROM job WHERE id = job_id AND state = 'running');

-- schedule_release(holder text)
DELETE FROM schedule_lease WHERE leased_by = $1;

-- idempotency_first(caller text, key text, since time) -> one(fingerprint text, status int, body text?)
SELECT fingerprint, status, body FROM idempotency WHERE caller = $1 AND key = $2 AND at >= $3;

--- That it was done stays known: a repeat is refused, and not done again.
-- idempotency_empty[](caller text, key text)
UPDATE idempotency SET body = NULL WHERE caller = $1 AND key = $2;

-- idempotency_bodies() -> each(caller text, key text, body text)
SELECT caller, key, body FROM idempotency WHERE body IS NOT NULL;

-- idempotency_insert(caller text, key text, fingerprint text, status int, body text?, at time)
INSERT INTO idempotency ROW() ON CONFLICT (caller, key) DO UPDATE SET ROW();

-- idempotency_sweep(before time)
DELETE FROM idempotency WHERE at < $1;

--- Two accounts become one, or are two again: what is told of the one is told of the other.
-- fact_ids_of_account(account_id id, after id, most int) -> ids
-- without viewer: moves all rows
SELECT id FROM fact WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- fact_account_move(list ids, from_id id, into_id id)
UPDATE fact SET account_id = $3 WHERE id IN LIST($1) AND account_id = $2;
