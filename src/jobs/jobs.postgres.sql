--- Several servers. Leases count by the database's clock, which is one for all of them. Facts carry the id of their
--- transaction, and readers stop below the oldest one that may still commit.

-- fact_insert(id id, at time, kind text, account_id id?, contact_id id?, actor text, subject text?, body json,
--   visible_to text?, author_id id?)
INSERT INTO fact (id, at, kind, account_id, contact_id, actor, subject, body, visible_to, author_id, xact)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, CAST(CAST(pg_current_xact_id() AS text) AS bigint));

-- facts_after(xact int, fact_id int, most int) -> many(id id, at time, kind text, account_id id?, contact_id id?, actor text,
--   subject text?, body json, visible_to text?, author_id id?, xact int)
-- without viewer: readers of the facts are the program itself, which narrows what it tells of them
SELECT id, at, kind, account_id, contact_id, actor, subject, body, visible_to, author_id, xact FROM fact
WHERE (xact, id) > ($1, $2)
    AND xact < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)
ORDER BY xact, id LIMIT $3;

--- No fact at or below it can appear any more.
-- fact_horizon() -> one(xact int)
SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) - 1;

--- 1 when facts carry transaction ids that this database has not given yet: it was restored into another one.
-- facts_are_ahead() -> one(ahead int)
-- without viewer: counts all rows
SELECT COUNT(*) FROM (SELECT id FROM fact
    WHERE xact >= CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint) LIMIT 1) AS ahead;

-- job_is_due(now time, holder text, lane text) -> one(id id)
SELECT id FROM job
WHERE lane = $3 AND ((state = 'waiting' AND run_at <= $1 AND (key IS NULL OR NOT EXISTS
        (SELECT 1 FROM job AS same WHERE same.kind = job.kind AND same.key = job.key AND same.state = 'running')))
    OR (state = 'running' AND $2 <> '' AND NOT EXISTS (SELECT 1 FROM job_lease WHERE job_id = job.id AND until >=
        CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint))))
ORDER BY run_at, id LIMIT 1;

-- job_take(now time, holder text, lane text) -> one(id id, kind text, body json, attempts int)
UPDATE job SET state = 'running', leased_by = $2, attempts = attempts + 1
WHERE id = (SELECT id FROM job
    WHERE lane = $3 AND ((state = 'waiting' AND run_at <= $1 AND (key IS NULL OR NOT EXISTS
            (SELECT 1 FROM job AS same WHERE same.kind = job.kind AND same.key = job.key AND same.state = 'running')))
        OR (state = 'running' AND NOT EXISTS (SELECT 1 FROM job_lease WHERE job_id = job.id AND until >=
            CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint))))
    ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, kind, body, attempts;

-- job_lease_begin(id id, holder text, lease_ms int)
INSERT INTO job_lease (job_id, holder, until) VALUES ($1, $2, CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint) + $3)
ON CONFLICT (job_id) DO UPDATE SET until = excluded.until, holder = excluded.holder;

-- job_hold(id id, holder text, lease_ms int)
UPDATE job_lease SET until = CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint) + $3 WHERE job_id = $1 AND holder = $2;

-- schedule_take(name text, holder text, lease_ms int) -> one(name text)
INSERT INTO schedule_lease (name, leased_by, leased_until)
VALUES ($1, $2, CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint) + $3)
ON CONFLICT (name) DO UPDATE SET leased_by = excluded.leased_by, leased_until = excluded.leased_until
WHERE schedule_lease.leased_by = excluded.leased_by
    OR schedule_lease.leased_until < CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint)
RETURNING name;
