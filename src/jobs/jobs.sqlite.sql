--- One process has the database (it holds the lock of the data folder), and one thread of it writes. So a running
--- number orders the facts, and what another holder leased is left over from a process that ended.

-- fact_insert(id id, at time, kind text, account_id id?, contact_id id?, actor text, subject text?, body json)
INSERT INTO fact (id, at, kind, account_id, contact_id, actor, subject, body, xact)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT COALESCE(MAX(xact), 0) + 1 FROM fact));

-- facts_after(xact int, fact_id int, most int) -> many(id id, at time, kind text, account_id id?, contact_id id?, actor text,
--   subject text?, body json, xact int)
SELECT id, at, kind, account_id, contact_id, actor, subject, body, xact FROM fact
WHERE (xact, id) > ($1, $2) ORDER BY xact, id LIMIT $3;

--- No fact at or below it will still appear.
-- fact_horizon() -> one(xact int)
SELECT COALESCE(MAX(xact), 0) FROM fact;

--- 1 when facts carry transaction ids that this database has not given yet: it was restored into another one.
-- facts_are_ahead() -> one(ahead int)
SELECT 0;

-- job_is_due(now time, holder text) -> one(id id)
SELECT id FROM job
WHERE (state = 'waiting' AND run_at <= $1) OR (state = 'running' AND leased_by <> $2)
ORDER BY run_at, id LIMIT 1;

-- job_lease(now time, holder text, lease_ms int) -> one(id id, kind text, body json, attempts int)
UPDATE job SET state = 'running', leased_by = $2, leased_until = $1 + $3, attempts = attempts + 1
WHERE id = (SELECT id FROM job
    WHERE (state = 'waiting' AND run_at <= $1) OR (state = 'running' AND leased_by <> $2)
    ORDER BY run_at, id LIMIT 1)
RETURNING id, kind, body, attempts;

-- job_progress(id id, holder text, lease_ms int, progress real) -> one(id id)
UPDATE job SET leased_until = leased_until + $3, progress = CASE WHEN progress < $4 THEN $4 ELSE progress END,
    attempts = CASE WHEN progress < $4 THEN 1 ELSE attempts END, waits = CASE WHEN progress < $4 THEN 0 ELSE waits END
WHERE id = $1 AND leased_by = $2 AND state = 'running'
RETURNING id;

-- job_hold(id id, holder text, lease_ms int) -> one(id id)
UPDATE job SET leased_until = leased_until + $3 WHERE id = $1 AND leased_by = $2 AND state = 'running'
RETURNING id;

-- schedule_take(name text, holder text, lease_ms int) -> one(name text)
INSERT INTO schedule_lease (name, leased_by, leased_until) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET leased_by = excluded.leased_by, leased_until = excluded.leased_until
RETURNING name;
