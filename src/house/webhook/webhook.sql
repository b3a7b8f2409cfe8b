-- row WebhookRow(id id, url text(1..2000), description text(..200), kinds json, circles json, active flag,
--   paused_at time?, failing_since time?, secret bytes, old_secret bytes?, old_until time?, created_at time, version int)

--- No kinds = all of them. secret_readable is false when another key sealed it, and a new one is needed.
-- view Webhook of WebhookRow(id, url, description, kinds texts, circles texts(support|success|revenue), active, paused_at, failing_since, secret_readable flag,
--   old_secret_until time?, created_at, version)
-- input NewWebhook of WebhookRow(url, description?, kinds texts(..200)?,
--   circles texts(support|success|revenue)?, active?)
-- patch WebhookPatch of NewWebhook

-- row WebhookDeliveryRow(id id, webhook_id id, fact_id id?, kind text, state text(waiting|delivered|failed),
--   attempts int, next_at time, tried_at time?, outcome text, status int?, took_ms int?, created_at time)

-- webhook_all() -> many(WebhookRow)
SELECT id, url, description, kinds, circles, active, paused_at, failing_since, secret, old_secret, old_until, created_at,
    version
FROM webhook ORDER BY id;

-- webhook_by_id(id id) -> one(WebhookRow)
SELECT id, url, description, kinds, circles, active, paused_at, failing_since, secret, old_secret, old_until, created_at,
    version
FROM webhook WHERE id = $1;

--- Those that are sent what happens now.
-- webhook_listening() -> many(id id, kinds json, circles json)
SELECT id, kinds, circles FROM webhook WHERE active = 1 AND paused_at IS NULL ORDER BY id;

-- webhook_count() -> one(count int)
SELECT COUNT(*) AS count FROM webhook;

-- webhook_insert(id id, url text, description text, kinds json, circles json, active flag, secret bytes, created_at time)
INSERT INTO webhook ROW(version = 1);

-- webhook_update(id id, url text, description text, kinds json, circles json, active flag)
UPDATE webhook SET ROW(paused_at = NULL, failing_since = NULL, version = version + 1) WHERE id = $id;

-- webhook_secret_change(id id, secret bytes, old_secret bytes?, old_until time?)
UPDATE webhook SET ROW(version = version + 1) WHERE id = $id;

-- webhook_remove(id id)
DELETE FROM webhook WHERE id = $1;

-- webhook_answers(id id)
UPDATE webhook SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL;

-- webhook_fails(id id, at time)
UPDATE webhook SET failing_since = $2 WHERE id = $1 AND failing_since IS NULL;

-- webhook_pause(id id, at time)
UPDATE webhook SET paused_at = $2, version = version + 1 WHERE id = $1 AND paused_at IS NULL;

--- A replay and the reader of facts may both reach a fact: the second finds it queued.
-- webhook_delivery_insert(id id, webhook_id id, fact_id id?, kind text, next_at time, created_at time)
INSERT INTO webhook_delivery ROW(state = 'waiting', attempts = 0, outcome = 'none')
ON CONFLICT (webhook_id, fact_id) DO NOTHING;

-- webhook_delivery_by_id(id id) -> one(WebhookDeliveryRow)
SELECT id, webhook_id, fact_id, kind, state, attempts, next_at, tried_at, outcome, status, took_ms, created_at
FROM webhook_delivery WHERE id = $1;

-- webhook_delivery_due(webhook_id id, now time) -> one(WebhookDeliveryRow)
SELECT id, webhook_id, fact_id, kind, state, attempts, next_at, tried_at, outcome, status, took_ms, created_at
FROM webhook_delivery WHERE webhook_id = $1 AND state = 'waiting' AND next_at <= $2 ORDER BY next_at, id LIMIT 1;

-- webhook_delivery_next(webhook_id id) -> one(next_at time)
SELECT next_at FROM webhook_delivery WHERE webhook_id = $1 AND state = 'waiting' ORDER BY next_at, id LIMIT 1;

--- As the audit does: of what is not for the viewer, that there was something. A test tells of no fact and is for all.
-- webhook_delivery_list(webhook_id id, state text, before id, most int, viewer) -> many(WebhookDeliveryRow)
SELECT d.id, d.webhook_id, d.fact_id, CASE WHEN SEEN(f) THEN d.kind ELSE 'fact.withheld' END AS kind, d.state, d.attempts,
    d.next_at, d.tried_at, d.outcome, d.status, d.took_ms, d.created_at
FROM webhook_delivery d LEFT JOIN fact f ON f.id = d.fact_id
WHERE d.webhook_id = $1 AND ($2 = '' OR d.state = $2) AND d.id < $3 ORDER BY d.id DESC LIMIT $4;

--- Not one that was set back to its first try since.
-- webhook_delivery_tried(id id, state text, next_at time, tried_at time, outcome text, status int?, took_ms int,
--   attempts int)
UPDATE webhook_delivery SET ROW(attempts = attempts + 1) WHERE id = $id AND state = 'waiting' AND attempts = $attempts;

--- Once more from the first try.
-- webhook_delivery_again(id id, now time)
UPDATE webhook_delivery SET state = 'waiting', attempts = 0, next_at = $2 WHERE id = $1;

--- What it was to tell is not for this webhook any more.
-- webhook_delivery_withdraw(id id)
DELETE FROM webhook_delivery WHERE id = $1 AND state = 'waiting';

-- webhook_delivery_remove(webhook_id id)
DELETE FROM webhook_delivery WHERE webhook_id = $1;

--- What is sent again is kept for as long again.
-- webhook_delivery_sweep(before time)
DELETE FROM webhook_delivery WHERE created_at < $1 AND next_at < $1;

--- Facts from a time on, behind (at, id), with the delivery that this webhook has of each. In two parts, as SQLite finds
--- (at, id) in an index by `at` alone, and an import tells thousands at one time.
-- webhook_facts_since(webhook_id id, at time, fact_id id, most int, viewer)
--   -> many(id id, at time, kind text, delivery_id id?)
SELECT f.id, f.at, f.kind, (SELECT MAX(d.id) FROM webhook_delivery AS d
    WHERE d.webhook_id = $1 AND d.fact_id = f.id) AS delivery_id
FROM (SELECT * FROM (SELECT id, at, kind FROM fact WHERE at = $2 AND id > $3 AND SEEN(fact) ORDER BY id LIMIT $4) AS same
    UNION ALL
    SELECT * FROM (SELECT id, at, kind FROM fact WHERE at > $2 AND SEEN(fact) ORDER BY at, id LIMIT $4) AS later) AS f
ORDER BY f.at, f.id LIMIT $4;


-- webhook_fact(id id, viewer) -> one(at time, kind text, account_id id?, contact_id id?, actor text, subject text?,
--   body json)
SELECT at, kind, account_id, contact_id, actor, subject, body FROM fact WHERE id = $1 AND SEEN(fact);
