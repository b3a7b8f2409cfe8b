-- alias_find(anonymous_id text) -> one(contact_id id)
SELECT contact_id FROM person_alias WHERE anonymous_id = $1;

-- alias_each_in(anonymous_ids texts) -> each(anonymous_id text, contact_id id)
SELECT anonymous_id, contact_id FROM person_alias WHERE anonymous_id IN LIST($1);

--- An anonymous id that is bound is never bound again.
-- alias_add(anonymous_id text, contact_id id, at time)
INSERT INTO person_alias (anonymous_id, contact_id, at) VALUES ($1, $2, $3) ON CONFLICT (anonymous_id) DO NOTHING;

-- alias_forget(contact_id id)
DELETE FROM person_alias WHERE contact_id = $1;

-- alias_list(contact_id id) -> many(anonymous_id text)
SELECT anonymous_id FROM person_alias WHERE contact_id = $1 ORDER BY at LIMIT 1000;

-- binding_at(contact_id id, at time) -> one(account_id id)
SELECT account_id FROM binding
WHERE contact_id = $1 AND from_ms <= $2 AND (until_ms IS NULL OR until_ms > $2)
ORDER BY from_ms DESC LIMIT 1;

--- Every account that this person was ever joined to, by a call or by hand.
-- binding_accounts(contact_id id) -> many(account_id id)
SELECT account_id FROM binding WHERE contact_id = $1
UNION
SELECT account_id FROM contact_account WHERE contact_id = $1
ORDER BY account_id LIMIT 100;

-- binding_each_in(contacts ids) -> each(contact_id id, account_id id)
SELECT contact_id, account_id FROM binding WHERE contact_id IN LIST($1)
UNION
SELECT contact_id, account_id FROM contact_account WHERE contact_id IN LIST($1)
ORDER BY contact_id, account_id;

-- binding_list(contact_id id) -> many(account_id id, from_ms time, until_ms time?)
SELECT account_id, from_ms, until_ms FROM binding WHERE contact_id = $1 ORDER BY from_ms LIMIT 1000;

-- binding_put(contact_id id, from_ms time, account_id id, until_ms time?)
INSERT INTO binding (contact_id, from_ms, account_id, until_ms) VALUES ($1, $2, $3, $4)
ON CONFLICT (contact_id, from_ms) DO UPDATE SET account_id = excluded.account_id, until_ms = excluded.until_ms;

-- binding_end(contact_id id, from_ms time, until_ms time)
UPDATE binding SET until_ms = $3 WHERE contact_id = $1 AND from_ms = $2;

-- binding_forget(contact_id id)
DELETE FROM binding WHERE contact_id = $1;

-- binding_drop_account(account_id id)
DELETE FROM binding WHERE account_id = $1;

-- waiting_of(contact_id id, anonymous_id text) -> each(seq id, events int, body bytes)
SELECT seq, events, body FROM event_waiting WHERE contact_id = $1 AND anonymous_id = $2 ORDER BY seq;

-- waiting_of_contact(contact_id id) -> each(anonymous_id text, seq id, events int, body bytes)
SELECT anonymous_id, seq, events, body FROM event_waiting WHERE contact_id = $1 ORDER BY seq;

-- waiting_drop(contact_id id)
DELETE FROM event_waiting WHERE contact_id = $1;

-- waiting_drop_anonymous(anonymous_id text)
DELETE FROM event_waiting WHERE contact_id = 0 AND anonymous_id = $1;

-- trace_list(anonymous_id text) -> many(account_id id, first_day int, last_day int)
SELECT account_id, first_day, last_day FROM anonymous_trace WHERE anonymous_id = $1 ORDER BY account_id LIMIT 1000;

-- trace_drop(anonymous_id text)
DELETE FROM anonymous_trace WHERE anonymous_id = $1;
