--- Reasons: name, reading, id, domain (with its value), phone.
-- row DuplicateRow(id id, first_id id, second_id id, reasons json, basis text, strength int, state text(open|dismissed),
--   found_at time, dismissed_by text?, dismissed_at time?)

-- duplicate_by_id(id id) -> one(DuplicateRow)
SELECT id, first_id, second_id, reasons, basis, strength, state, found_at, dismissed_by, dismissed_at
FROM duplicate_pair WHERE id = $1;

-- duplicate_of(first_id id, second_id id) -> one(DuplicateRow)
SELECT id, first_id, second_id, reasons, basis, strength, state, found_at, dismissed_by, dismissed_at
FROM duplicate_pair WHERE first_id = $1 AND second_id = $2;

-- duplicate_list(state text, before_strength int, before_id id, most int) -> many(DuplicateRow)
SELECT id, first_id, second_id, reasons, basis, strength, state, found_at, dismissed_by, dismissed_at
FROM duplicate_pair WHERE state = $1 AND (strength, id) < ($2, $3) ORDER BY strength DESC, id DESC LIMIT $4;

-- duplicate_list_of(account_id id, state text) -> many(DuplicateRow)
SELECT id, first_id, second_id, reasons, basis, strength, state, found_at, dismissed_by, dismissed_at
FROM duplicate_pair WHERE (first_id = $1 OR second_id = $1) AND state = $2 ORDER BY strength DESC, id DESC LIMIT 200;

--- A pair of which one was merged waits for the undo.
-- duplicate_counts() -> one(accounts int, dismissed int)
SELECT COALESCE(SUM(CASE WHEN d.state = 'open' THEN 1 ELSE 0 END), 0) AS accounts,
       COALESCE(SUM(CASE WHEN d.state = 'dismissed' THEN 1 ELSE 0 END), 0) AS dismissed
FROM duplicate_pair d JOIN account a ON a.id = d.first_id JOIN account b ON b.id = d.second_id;

-- duplicate_insert(DuplicateRow)
INSERT INTO duplicate_pair ROW();

-- duplicate_update(id id, reasons json, basis text, strength int, state text, dismissed_by text?, dismissed_at time?)
UPDATE duplicate_pair SET ROW() WHERE id = $id;

-- duplicate_dismiss(id id, by text, at time)
UPDATE duplicate_pair SET state = 'dismissed', dismissed_by = $2, dismissed_at = $3 WHERE id = $1;

-- duplicate_reopen(id id)
UPDATE duplicate_pair SET state = 'open', dismissed_by = NULL, dismissed_at = NULL WHERE id = $1;

--- What was dismissed stays known, so that it is not proposed again.
-- duplicate_remove(id id)
DELETE FROM duplicate_pair WHERE id = $1;

-- duplicate_pairs_of(account_id id) -> all(id id, first_id id, second_id id, state text)
SELECT id, first_id, second_id, state FROM duplicate_pair WHERE first_id = $1 OR second_id = $1 ORDER BY id;

-- duplicate_forget_open(account_id id)
DELETE FROM duplicate_pair WHERE (first_id = $1 OR second_id = $1) AND state = 'open';

-- duplicate_forget_account(account_id id)
DELETE FROM duplicate_pair WHERE first_id = $1 OR second_id = $1;

--- An account without a row is gone, or merged: it is compared with nothing.
-- duplicate_account(id id) -> one(id id, external_id text?, name text, reading text?, domain text?, parent_id id?)
SELECT id, external_id, name, reading, domain, parent_id FROM account WHERE id = $1;

-- duplicate_contacts(account_id id, most int) -> many(address text?, phone text?)
SELECT c.address, c.phone FROM contact_account j JOIN contact c ON c.id = j.contact_id
WHERE j.account_id = $1 AND c.forgotten_at IS NULL AND (c.address IS NOT NULL OR c.phone IS NOT NULL)
ORDER BY c.id LIMIT $2;

-- duplicate_keys_drop(account_id id)
DELETE FROM duplicate_key WHERE account_id = $1;

-- duplicate_keys_put[](account_id id, kind text, value text)
INSERT INTO duplicate_key (account_id, kind, value) VALUES ($1, $2, $3) ON CONFLICT (account_id, kind, value) DO NOTHING;

-- duplicate_key_holders(kind text, value text, most int) -> many(account_id id)
SELECT account_id FROM duplicate_key WHERE kind = $1 AND value = $2 ORDER BY account_id LIMIT $3;

-- duplicate_stale_add(account_id id)
INSERT INTO duplicate_stale (account_id) VALUES ($1) ON CONFLICT (account_id) DO NOTHING;

-- duplicate_stale_contact(contact_id id)
INSERT INTO duplicate_stale (account_id) SELECT account_id FROM contact_account WHERE contact_id = $1
ON CONFLICT (account_id) DO NOTHING;

-- duplicate_stale_all()
INSERT INTO duplicate_stale (account_id) SELECT id FROM account WHERE id > 0 ON CONFLICT (account_id) DO NOTHING;

-- duplicate_stale_some(most int) -> ids
SELECT account_id FROM duplicate_stale ORDER BY account_id LIMIT $1;

-- duplicate_stale_done(list ids)
DELETE FROM duplicate_stale WHERE account_id IN LIST($1);

--- What an erased person had in common with nobody must not stay.
-- duplicate_keys_of_contact_drop(contact_id id)
DELETE FROM duplicate_key WHERE kind IN ('phone', 'domain')
    AND account_id IN (SELECT account_id FROM contact_account WHERE contact_id = $1);

--- Both accounts of a proposal, for people.
-- row DuplicateSideRow(id id, name text, external_id text?, domain text?, owner text?, stage text?, contacts int,
--   created_at time)
-- duplicate_sides(list ids) -> many(DuplicateSideRow)
SELECT a.id, a.name, a.external_id, a.domain, s.name AS owner, a.stage,
       (SELECT COUNT(*) FROM contact_account j WHERE j.account_id = a.id) AS contacts, a.created_at
FROM account a LEFT JOIN staff s ON s.id = a.owner_id WHERE a.id IN LIST($1);

-- duplicate_staff(id id) -> one(name text)
SELECT name FROM staff WHERE id = $1;

-- of house/quality/quality.h: QualityCount(found int, total int)
-- duplicate_found() -> one(QualityCount)
SELECT COUNT(*) AS found, (SELECT COUNT(*) FROM account) AS total FROM duplicate_pair WHERE state = 'open';

-- of house/quality/quality.h: QualityRow(place int, id int, account_id id?, account text, what text?)
-- duplicate_rows(place int, id int, most int) -> many(QualityRow)
SELECT 0 AS place, d.id, d.first_id AS account_id, a.name AS account, b.name AS what
FROM duplicate_pair d JOIN account a ON a.id = d.first_id JOIN account b ON b.id = d.second_id
WHERE d.state = 'open' AND (0, d.id) > ($place, $id) ORDER BY d.id LIMIT $most;
