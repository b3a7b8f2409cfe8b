-- account_days_before(account_id int, from_day day, before day) -> many(day day, body bytes)
SELECT day, body FROM rollup_day WHERE account_id = $1 AND day >= $2 AND day < $3 ORDER BY day DESC LIMIT 64;

-- contact_labels(contacts ids) -> many(id id, label text?)
SELECT id, COALESCE(name, external_id) FROM contact WHERE id IN LIST($1);

-- event_name_list() -> many(name text, count int, last_on day)
SELECT name, events, last_on FROM event_name ORDER BY events DESC, name LIMIT 1000;

-- rejected_list(before id, most int) -> many(id id, at time, reason text, detail text?, body text)
SELECT id, at, reason, detail, body FROM event_rejected WHERE id < $1 ORDER BY id DESC LIMIT $2;

-- unassigned_list(after_contact id, after_anonymous text, most int)
--   -> many(contact_id id, user_id text?, anonymous_id text, events int, last_at time)
SELECT w.contact_id, c.external_id, w.anonymous_id, CAST(sum(w.events) AS BIGINT), max(w.last_at)
FROM event_waiting w LEFT JOIN contact c ON c.id = w.contact_id
WHERE (w.contact_id, w.anonymous_id) > ($1, $2)
GROUP BY w.contact_id, c.external_id, w.anonymous_id
ORDER BY w.contact_id, w.anonymous_id LIMIT $3;

-- usage_totals() -> one(events int, last_at time?)
SELECT CAST(COALESCE(sum(events), 0) AS BIGINT), max(last_at) FROM usage_day;

-- usage_on(day day) -> one(events int)
SELECT events FROM usage_day WHERE day = $1;

--- Where these people did something, or belong: what is fresh has no place yet. Of an account that was merged, the one
--- that it went into.
-- accounts_of_people(contacts ids) -> ids
SELECT DISTINCT COALESCE(m.into_id, f.account_id) AS account_id
FROM (SELECT account_id FROM person_place WHERE contact_id IN LIST($1)
      UNION SELECT account_id FROM contact_account WHERE contact_id IN LIST($1)) f
     LEFT JOIN account_merged m ON m.account_id = f.account_id
ORDER BY 1;

-- usage_robots(from_day day) -> one(events int)
SELECT CAST(COALESCE(sum(robots), 0) AS BIGINT) FROM usage_day WHERE day >= $1;

-- waiting_count() -> one(events int)
SELECT CAST(COALESCE(sum(events), 0) AS BIGINT) FROM event_waiting;

-- rejected_count() -> one(events int)
SELECT count(*) FROM event_rejected;

-- account_is(id id) -> one(id id)
SELECT id FROM account WHERE id = $1;

--- The oldest of too many rejected events go; the newest 10,000 stay.
-- rejected_trim()
DELETE FROM event_rejected WHERE id <= (SELECT id FROM event_rejected ORDER BY id DESC LIMIT 1 OFFSET 10000);
