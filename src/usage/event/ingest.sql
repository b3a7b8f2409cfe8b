--- What is not filed yet.
-- fresh_add[](id id, shelf int, events int, body bytes)
INSERT INTO event_fresh (id, shelf, events, body) VALUES ($1, $2, $3, $4);

-- fresh_of(shelf int) -> each(id id, body bytes)
SELECT id, body FROM event_fresh
WHERE shelf = $1 AND id > COALESCE((SELECT until_id FROM event_filed WHERE shelf = $1), 0) ORDER BY id;

-- fresh_oldest() -> one(shelf int)
SELECT shelf FROM event_fresh ORDER BY id LIMIT 1;

-- filed_put(shelf int, until_id int)
INSERT INTO event_filed (shelf, until_id) VALUES ($1, $2) ON CONFLICT (shelf) DO UPDATE SET until_id = excluded.until_id;

--- The rows before the oldest one that is not filed.
-- fresh_drop()
DELETE FROM event_fresh WHERE id < COALESCE(
    (SELECT f.id FROM event_fresh f LEFT JOIN event_filed d ON d.shelf = f.shelf
     WHERE d.until_id IS NULL OR f.id > d.until_id ORDER BY f.id LIMIT 1), 9223372036854775807);

-- filed_clear()
DELETE FROM event_filed WHERE NOT EXISTS (SELECT 1 FROM event_fresh);

--- Raw events: chunks of one account and UTC day, appended, never changed but to forget a person.
-- chunk_add[](day int, account_id int, seq int, events int, body bytes)
INSERT INTO event_chunk (day, account_id, seq, events, body) VALUES ($1, $2, $3, $4, $5);

-- waiting_add[](contact_id int, anonymous_id text, seq int, events int, last_at time, body bytes)
INSERT INTO event_waiting (contact_id, anonymous_id, seq, events, last_at, body) VALUES ($1, $2, $3, $4, $5, $6);

-- rejected_add[](id id, at time, reason text, detail text?, user_id text, body text)
INSERT INTO event_rejected (id, at, reason, detail, user_id, body) VALUES ($1, $2, $3, $4, $5, $6);

-- rollup_find(account_id int, day day) -> one(body bytes)
SELECT body FROM rollup_day WHERE account_id = $1 AND day = $2;

-- rollup_put[](account_id int, day day, body bytes)
INSERT INTO rollup_day (account_id, day, body) VALUES ($1, $2, $3)
ON CONFLICT (account_id, day) DO UPDATE SET body = excluded.body;

-- rollup_drop(account_id int, day day)
DELETE FROM rollup_day WHERE account_id = $1 AND day = $2;

-- person_place_add[](contact_id int, account_id int)
INSERT INTO person_place (contact_id, account_id) VALUES ($1, $2) ON CONFLICT (contact_id, account_id) DO NOTHING;

-- event_name_add[](name text, events int, last_on day)
INSERT INTO event_name (name, events, last_on) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET events = event_name.events + excluded.events,
    last_on = CASE WHEN excluded.last_on > event_name.last_on THEN excluded.last_on ELSE event_name.last_on END;

-- usage_day_add[](day day, events int, last_at time, robots int)
INSERT INTO usage_day (day, events, last_at, robots) VALUES ($1, $2, $3, $4)
ON CONFLICT (day) DO UPDATE SET events = usage_day.events + excluded.events,
    robots = usage_day.robots + excluded.robots,
    last_at = CASE WHEN excluded.last_at > usage_day.last_at THEN excluded.last_at ELSE usage_day.last_at END;

--- The day of a first use only ever moves back; the row tells whether it is new.
-- first_use_find(account_id int, feature_id int) -> one(day day)
SELECT day FROM first_use WHERE account_id = $1 AND feature_id = $2;

-- first_use_put(account_id int, feature_id int, day day)
INSERT INTO first_use (account_id, feature_id, day) VALUES ($1, $2, $3)
ON CONFLICT (account_id, feature_id) DO UPDATE SET day = excluded.day;

-- anonymous_trace_add[](anonymous_id text, account_id int, first_day int, last_day int)
INSERT INTO anonymous_trace (anonymous_id, account_id, first_day, last_day) VALUES ($1, $2, $3, $4)
ON CONFLICT (anonymous_id, account_id) DO UPDATE SET
    first_day = CASE WHEN excluded.first_day < anonymous_trace.first_day
                     THEN excluded.first_day ELSE anonymous_trace.first_day END,
    last_day = CASE WHEN excluded.last_day > anonymous_trace.last_day
                    THEN excluded.last_day ELSE anonymous_trace.last_day END;

--- Reading raw events back.
-- chunk_of_day(day int, account_id int) -> each(seq id, events int, body bytes)
SELECT seq, events, body FROM event_chunk WHERE day = $1 AND account_id = $2 ORDER BY seq;

-- chunk_write(day int, account_id int, seq id, body bytes)
UPDATE event_chunk SET body = $4 WHERE day = $1 AND account_id = $2 AND seq = $3;

-- chunk_shrink(day int, account_id int, seq id, events int, body bytes)
UPDATE event_chunk SET events = $4, body = $5 WHERE day = $1 AND account_id = $2 AND seq = $3;

-- chunk_remove(day int, account_id int, seq id)
DELETE FROM event_chunk WHERE day = $1 AND account_id = $2 AND seq = $3;

--- Among an account and all that went into it: others that used the feature.
-- first_use_parts(account_id int, feature_id int, but_id int) -> one(parts int)
SELECT COUNT(*) AS parts FROM first_use
WHERE feature_id = $2 AND account_id <> $3
  AND (account_id = $1 OR account_id IN (SELECT m.account_id FROM account_merged m WHERE m.into_id = $1));
