--- One process has the database (it holds the lock of the data folder), and one thread of it writes. So a running
--- number orders the facts, and what another holder leased is left over from a process that ended.

-- fact_insert(id id, at time, kind text, account_id id?, contact_id id?, actor text, subject text?, body json,
--   visible_to text?, author_id id?)
-- without viewer: the number of the row before
INSERT INTO fact (id, at, kind, account_id, contact_id, actor, subject, body, visible_to, author_id, xact)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT COALESCE(MAX(xact), 0) + 1 FROM fact));

-- facts_after(xact int, fact_id int, most int) -> many(id id, at time, kind text, account_id id?, contact_id id?, actor text,
--   subject text?, body json, visible_to text?, author_id id?, xact int)
-- without viewer: readers of the facts are the program itself, which narrows what it tells of them
SELECT id, at, kind, account_id, contact_id, actor, subject, body, visible_to, author_id, xact FROM fact
WHERE (xact, id) > ($1, $2) ORDER BY xact, id LIMIT $3;

--- No fact at or below it can appear any more.
-- fact_horizon() -> one(xact int)
-- without viewer: a place among all rows
SELECT COALESCE(MAX(xact), 0) FROM fact;

--- 1 when facts carry transaction ids that this database has not given yet: it was restored into another one.
-- facts_are_ahead() -> one(ahead int)
SELECT 0;

-- job_is_due(now time, holder text, lane text) -> one(id id)
SELECT id FROM job
WHERE lane = $3 AND ((state = 'waiting' AND run_at <= $1 AND (key IS NULL OR NOT EXISTS
        (SELECT 1 FROM job AS same WHERE same.kind = job.kind AND same.key = job.key AND same.state = 'running'))) OR (state = 'running' AND leased_by <> $2))
ORDER BY run_at, id LIMIT 1;

-- job_take(now time, holder text, lane text) -> one(id id, kind text, body json, attempts int)
UPDATE job SET state = 'running', leased_by = $2, attempts = attempts + 1
WHERE id = (SELECT id FROM job
    WHERE lane = $3 AND ((state = 'waiting' AND run_at <= $1 AND (key IS NULL OR NOT EXISTS
            (SELECT 1 FROM job AS same WHERE same.kind = job.kind AND same.key = job.key AND same.state = 'running'))) OR (state = 'running' AND leased_by <> $2))
    ORDER BY run_at, id LIMIT 1)
RETURNING id, kind, body, attempts;

--- Never used here: no lease ends while the process lives.
-- job_lease_begin(id id, holder text, lease_ms int)
INSERT INTO job_lease (job_id, holder, until) VALUES ($1, $2, $3)
ON CONFLICT (job_id) DO UPDATE SET holder = excluded.holder, until = excluded.until;

-- job_hold(id id, holder text, lease_ms int)
UPDATE job_lease SET until = until + $3 WHERE job_id = $1 AND holder = $2;

-- schedule_take(name text, holder text, lease_ms int) -> one(name text)
INSERT INTO schedule_lease (name, leased_by, leased_until) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET leased_by = excluded.leased_by, leased_until = excluded.leased_until
RETURNING name;
