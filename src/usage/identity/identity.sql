-- alias_find(anonymous_id text) -> one(contact_id id)
SELECT contact_id FROM person_alias WHERE anonymous_id = $1;

-- alias_each_in(anonymous_ids texts) -> few(anonymous_id text, contact_id id)
SELECT anonymous_id, contact_id FROM person_alias WHERE anonymous_id IN LIST($1);

--- An anonymous id that is bound is never bound again.
-- alias_add(anonymous_id text, contact_id id, at time)
INSERT INTO person_alias (anonymous_id, contact_id, at) VALUES ($1, $2, $3) ON CONFLICT (anonymous_id) DO NOTHING;

-- alias_move(from_id id, into_id id)
UPDATE person_alias SET contact_id = $2 WHERE contact_id = $1;

-- alias_forget(contact_id id)
DELETE FROM person_alias WHERE contact_id = $1;

-- alias_list(contact_id id) -> each(anonymous_id text)
SELECT anonymous_id FROM person_alias WHERE contact_id = $1 ORDER BY at, anonymous_id;

-- binding_at(contact_id id, at time) -> one(from_ms time, account_id id)
SELECT from_ms, account_id FROM binding WHERE contact_id = $1 AND from_ms <= $2 ORDER BY from_ms DESC LIMIT 1;

-- binding_after(contact_id id, at time) -> one(from_ms time, account_id id)
SELECT from_ms, account_id FROM binding WHERE contact_id = $1 AND from_ms > $2 ORDER BY from_ms LIMIT 1;

-- binding_list(contact_id id) -> each(account_id id, from_ms time)
SELECT account_id, from_ms FROM binding WHERE contact_id = $1 ORDER BY from_ms DESC;

-- binding_put[](contact_id id, from_ms time, account_id id)
INSERT INTO binding (contact_id, from_ms, account_id) VALUES ($1, $2, $3)
ON CONFLICT (contact_id, from_ms) DO UPDATE SET account_id = excluded.account_id;

-- binding_copy(from_id id, into_id id)
INSERT INTO binding (contact_id, from_ms, account_id)
SELECT $2, from_ms, account_id FROM binding WHERE contact_id = $1
ON CONFLICT (contact_id, from_ms) DO NOTHING;

-- binding_forget(contact_id id)
DELETE FROM binding WHERE contact_id = $1;

-- binding_drop_account(account_id id)
DELETE FROM binding WHERE account_id = $1;

-- person_account_of(contact_id id) -> all(account_id id, since time)
SELECT account_id, since FROM person_account WHERE contact_id = $1 ORDER BY since, account_id;

-- person_account_each_in(contacts ids) -> few(contact_id id, account_id id, since time)
SELECT contact_id, account_id, since FROM person_account WHERE contact_id IN LIST($1);

-- person_account_put[](contact_id id, account_id id, since time)
INSERT INTO person_account (contact_id, account_id, since) VALUES ($1, $2, $3)
ON CONFLICT (contact_id, account_id) DO UPDATE SET
    since = CASE WHEN excluded.since < person_account.since THEN excluded.since ELSE person_account.since END;

-- person_account_copy(from_id id, into_id id)
INSERT INTO person_account (contact_id, account_id, since)
SELECT $2, account_id, since FROM person_account WHERE contact_id = $1
ON CONFLICT (contact_id, account_id) DO UPDATE SET
    since = CASE WHEN excluded.since < person_account.since THEN excluded.since ELSE person_account.since END;

-- person_account_forget(contact_id id)
DELETE FROM person_account WHERE contact_id = $1;

-- person_account_drop_account(account_id id)
DELETE FROM person_account WHERE account_id = $1;

--- Persons of an account, and whether they are known to be another's too.
-- person_account_beside(account_id id, other_id id) -> all(contact_id id, both flag)
SELECT p.contact_id, CASE WHEN EXISTS (
    SELECT 1 FROM person_account o WHERE o.contact_id = p.contact_id AND o.account_id = $2
       OR o.contact_id = p.contact_id AND o.account_id IN (SELECT m.account_id FROM account_merged m WHERE m.into_id = $2))
    THEN 1 ELSE 0 END AS both
FROM person_account p WHERE p.account_id = $1 ORDER BY p.contact_id;

-- person_ids_of_account(account_id id, after id, most int) -> ids
SELECT contact_id FROM person_account WHERE account_id = $1 AND contact_id > $2 ORDER BY contact_id LIMIT $3;

--- Persons of the account that it goes into, and of those that went there before.
-- person_ids_beyond(account_id id, after id, most int) -> ids
SELECT DISTINCT p.contact_id FROM person_account p JOIN account_merged g ON g.account_id = $1
WHERE p.account_id <> $1 AND p.contact_id > $2
  AND (p.account_id = g.direct_id
       OR p.account_id IN (SELECT m.account_id FROM account_merged m WHERE m.into_id = g.direct_id AND m.direct_id <> $1))
ORDER BY p.contact_id LIMIT $3;

--- The same once it is back.
-- person_ids_within(account_id id) -> ids
SELECT DISTINCT p.contact_id FROM person_account p
WHERE p.account_id = $1 OR p.account_id IN (SELECT m.account_id FROM account_merged m WHERE m.into_id = $1)
ORDER BY p.contact_id;
