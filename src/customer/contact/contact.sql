-- row ContactRow(id id, external_id text(ident)?, name text(..400)?, reading text(..400)?, email text(..320)?,
--   phone text(..100)?, title text(..400)?, language text(..35)?, fields json, last_seen_on day?, forgotten_at time?,
--   created_at time, version int)

--- A contact with its accounts and its roles: in one account when asked of one, else in all of them.
--- `uses_28`: events in the 28 days up to today, `uses_28_before`: in the 28 before; where a list is asked for them.
--- `excluded`: the kind of rule that keeps the person out of every measure, NULL = counts.
-- view Contact of ContactRow(id, account_ids ids, accounts list ContactAt, external_id, name, reading, email, phone,
--   title, language, roles texts(champion|decision_maker|user|billing), fields, last_seen_on, uses_28 int?,
--   uses_28_before int?, excluded text(domain|address|user_id|trait)?, excluded_pattern text?, created_at, version)

--- `account_id`: of a new contact the account to join, of a patch the one that roles are meant for.
-- input NewContact of ContactRow(account_id id?, external_id, name, reading, email, phone, title, language, fields?,
--   roles texts(champion|decision_maker|user|billing, ..4)?)
-- input ContactPatch of ContactRow(account_id id?, account_ids ids(..200)?, external_id, name, reading, email, phone,
--   title, language, fields?, roles texts(champion|decision_maker|user|billing, ..4)?)

--- What an undo compares and restores.
-- row ContactJoinRow(account_id id, contact_id id, roles text)
-- view ContactJoinSnapshot of ContactJoinRow(account_id, roles)
-- view ContactSnapshot of ContactRow(external_id, name, reading, email, phone, title, language, fields,
--   joins list ContactJoinSnapshot)

-- contact_by_id(id id) -> one(ContactRow)
SELECT id, external_id, name, reading, email, phone, title, language, fields, last_seen_on, forgotten_at, created_at,
       version
FROM contact WHERE id = $1;

--- By the id that a person has, or had.
-- contact_by_external(external_id text) -> one(ContactRow)
SELECT id, external_id, name, reading, email, phone, title, language, fields, last_seen_on, forgotten_at, created_at,
       version
FROM contact WHERE id = COALESCE((SELECT c.id FROM contact c WHERE c.external_id = $1),
                                 (SELECT k.contact_id FROM contact_known_as k WHERE k.external_id = $1));

--- Of those with this address: who has no id, who is of the account, the first.
-- contact_by_address(address text, account_id id) -> one(ContactRow)
SELECT id, external_id, name, reading, email, phone, title, language, fields, last_seen_on, forgotten_at, created_at,
       version
FROM contact WHERE address = $1
ORDER BY CASE WHEN external_id IS NULL THEN 0
              WHEN id IN (SELECT contact_id FROM contact_account WHERE account_id = $2) THEN 1 ELSE 2 END, id LIMIT 1;

-- contact_without_id(address text, but id) -> one(ContactRow)
SELECT id, external_id, name, reading, email, phone, title, language, fields, last_seen_on, forgotten_at, created_at,
       version
FROM contact WHERE address = $1 AND external_id IS NULL AND id <> $2 ORDER BY id LIMIT 1;

--- Who keeps a contact from having this address: one of two without an id would be the other.
-- contact_address_held(address text, but id, has_id flag) -> one(id id)
SELECT id FROM contact WHERE address = $1 AND id <> $2 AND (external_id IS NULL OR $3 = 0) ORDER BY id LIMIT 1;

-- contact_addresses_held(list texts) -> all(address text)
SELECT DISTINCT address FROM contact WHERE address IN LIST($1);

-- contact_phone_each() -> each(phone text)
SELECT phone FROM contact WHERE phone IS NOT NULL;

-- contact_key(external_id text) -> one(id id)
SELECT COALESCE((SELECT c.id FROM contact c WHERE c.external_id = $1), k.contact_id) AS id
FROM (SELECT 1 AS one) o LEFT JOIN contact_known_as k ON k.external_id = $1
WHERE k.contact_id IS NOT NULL OR EXISTS (SELECT 1 FROM contact c WHERE c.external_id = $1);

-- contact_key_in(external_ids texts) -> few(id id, external_id text)
SELECT id, external_id FROM contact WHERE external_id IN LIST($1)
UNION ALL
SELECT contact_id, external_id FROM contact_known_as WHERE external_id IN LIST($1);

-- contact_known_put(external_id text, contact_id id)
INSERT INTO contact_known_as (external_id, contact_id) VALUES ($1, $2)
ON CONFLICT (external_id) DO UPDATE SET contact_id = excluded.contact_id;

-- contact_known_move(from_id id, into_id id)
UPDATE contact_known_as SET contact_id = $2 WHERE contact_id = $1;

-- contact_known_drop(external_id text)
DELETE FROM contact_known_as WHERE external_id = $1;

-- contact_known_forget(contact_id id)
DELETE FROM contact_known_as WHERE contact_id = $1;

-- contact_known_list(contact_id id) -> all(external_id text)
SELECT external_id FROM contact_known_as WHERE contact_id = $1 ORDER BY external_id;

--- What is left of a contact that turned out to be another: its id.
-- contact_bury(id id, into_id id, now time)
UPDATE contact
SET external_id = NULL, name = NULL, reading = NULL, folded = '', sort_key = '', email = NULL, address = NULL,
    phone = NULL, title = NULL, language = NULL, fields = '{}', folds = '{}', last_seen_on = NULL, forgotten_at = $3,
    merged_into = $2, version = version + 1
WHERE id = $1;

-- contact_real_among(list ids) -> one(id id)
SELECT id FROM contact WHERE id IN LIST($list) AND demo = 0 ORDER BY id LIMIT 1;

--- A person who turned out to be real is not demo data any more.
-- contact_demo_leave(id id, other id)
UPDATE contact SET demo = 0 WHERE id = $1 AND EXISTS (SELECT 1 FROM contact o WHERE o.id = $2 AND o.demo = 0);

-- contact_buried_move(from_id id, into_id id)
UPDATE contact SET merged_into = $2 WHERE merged_into = $1;

-- contact_buried_in(id id) -> all(id id)
SELECT id FROM contact WHERE merged_into = $1 ORDER BY id;

-- contact_merged_into(id id) -> one(merged_into id?)
SELECT merged_into FROM contact WHERE id = $1;

-- contact_joins_of(contact_id id) -> all(account_id id, roles text)
SELECT account_id, roles FROM contact_account WHERE contact_id = $1 ORDER BY account_id;

--- Those of one account: who has a role first, then by name.
-- contact_of_account(account_id id, after id, most int) -> many(ContactRow)
SELECT c.id, c.external_id, c.name, c.reading, c.email, c.phone, c.title, c.language, c.fields, c.last_seen_on,
       c.forgotten_at, c.created_at, c.version
FROM contact_account j JOIN contact c ON c.id = j.contact_id
WHERE j.account_id = $1 AND c.forgotten_at IS NULL
  AND ($2 = 0 OR (CASE WHEN j.roles = '' THEN 1 ELSE 0 END, c.sort_key, c.id) >
       (SELECT CASE WHEN aj.roles = '' THEN 1 ELSE 0 END, ac.sort_key, ac.id
        FROM contact_account aj JOIN contact ac ON ac.id = aj.contact_id WHERE aj.account_id = $1 AND ac.id = $2))
ORDER BY CASE WHEN j.roles = '' THEN 1 ELSE 0 END, c.sort_key, c.id
LIMIT $3;

-- contact_by_ids(list ids) -> many(ContactRow)
SELECT id, external_id, name, reading, email, phone, title, language, fields, last_seen_on, forgotten_at, created_at,
       version
FROM contact WHERE id IN LIST($1);

-- contact_page_after(after id, most int) -> many(ContactRow)
SELECT id, external_id, name, reading, email, phone, title, language, fields, last_seen_on, forgotten_at, created_at,
       version
FROM contact WHERE id > $1 AND forgotten_at IS NULL ORDER BY id LIMIT $2;

-- contact_joins(contacts ids, after_contact id, after_account id, most int)
--   -> many(contact_id id, account_id id, account text, external_id text?, owner text?, roles text)
SELECT j.contact_id, j.account_id, a.name, a.external_id, s.name, j.roles
FROM contact_account j JOIN account a ON a.id = j.account_id LEFT JOIN staff s ON s.id = a.owner_id
WHERE j.contact_id IN LIST($1) AND (j.contact_id, j.account_id) > ($2, $3)
ORDER BY j.contact_id, j.account_id LIMIT $4;

-- contact_insert(ContactRow, folded text, sort_key text, address text?, folds json, demo flag)
INSERT INTO contact ROW(version = 1);

--- `created_at` stays through all changes: by it an erasure knows the person again in an older database.
-- contact_update(ContactRow, folded text, sort_key text, address text?, folds json)
UPDATE contact SET ROW(KEEP last_seen_on, KEEP forgotten_at, KEEP created_at, version = version + 1) WHERE id = $id;

--- People active on a day; those with a later day keep it.
-- contact_saw(list ids, day day)
UPDATE contact SET last_seen_on = $2
WHERE id IN LIST($1) AND (last_seen_on IS NULL OR last_seen_on < $2) AND forgotten_at IS NULL;

-- contact_erase(id id, now time)
UPDATE contact
SET external_id = NULL, name = NULL, reading = NULL, folded = '', sort_key = '', email = NULL, address = NULL,
    phone = NULL, title = NULL, language = NULL, fields = '{}', folds = '{}', last_seen_on = NULL, forgotten_at = $2,
    merged_into = NULL, version = version + 1
WHERE id = $1;

-- contact_join_one(account_id id, contact_id id) -> one(ContactJoinRow)
SELECT account_id, contact_id, roles FROM contact_account WHERE account_id = $1 AND contact_id = $2;

-- contact_join_all(contact_id id) -> all(ContactJoinRow)
SELECT account_id, contact_id, roles FROM contact_account WHERE contact_id = $1 ORDER BY account_id;

-- contact_join_add[](ContactJoinRow)
INSERT INTO contact_account ROW() ON CONFLICT (account_id, contact_id) DO NOTHING;

-- contact_join_set(account_id id, contact_id id, roles text)
INSERT INTO contact_account ROW() ON CONFLICT (account_id, contact_id) DO UPDATE SET ROW();

-- contact_join_remove(account_id id, contact_id id)
DELETE FROM contact_account WHERE account_id = $1 AND contact_id = $2;

--- Those who belong to this account and to no other.
-- contact_only_of(account_id id) -> ids
SELECT j.contact_id FROM contact_account j
WHERE j.account_id = $1
  AND NOT EXISTS (SELECT 1 FROM contact_account o WHERE o.contact_id = j.contact_id AND o.account_id <> $1)
ORDER BY j.contact_id;

-- contact_join_drop(account_id id)
DELETE FROM contact_account WHERE account_id = $1;

-- contact_leave(contact_id id)
DELETE FROM contact_account WHERE contact_id = $1;

-- contact_known_of(list ids) -> all(contact_id id, external_id text)
SELECT contact_id, external_id FROM contact_known_as WHERE contact_id IN LIST($1) ORDER BY contact_id, external_id;

--- What is searched of contacts, with the first of their accounts.
-- contact_searched(list ids) -> many(id id, name text?, reading text?, email text?, phone text?, title text?,
--   external_id text?, created_at time, account_id id?, account text?, had_others flag)
SELECT c.id, c.name, c.reading, c.email, c.phone, c.title, c.external_id, c.created_at, a.id AS account_id,
       a.name AS account,
       CASE WHEN EXISTS (SELECT 1 FROM contact_known_as k WHERE k.contact_id = c.id) THEN 1 ELSE 0 END AS had_others
FROM contact c LEFT JOIN account a
     ON a.id = (SELECT MIN(j.account_id) FROM contact_account j WHERE j.contact_id = c.id)
WHERE c.id IN LIST($1) AND c.forgotten_at IS NULL;

--- The name under which the timeline shows a person, by the ids that facts name, be it of one that was merged; nobody who
--- was forgotten.
-- of house/timeline/timeline.h: TimelineWords(id id, title text?)
-- contact_words(list ids) -> many(TimelineWords)
SELECT c.id, COALESCE(NULLIF(TRIM(p.name), ''), NULLIF(TRIM(p.email), '')) AS title
FROM contact c JOIN contact p ON p.id = COALESCE(c.merged_into, c.id)
WHERE c.id IN LIST($1) AND p.forgotten_at IS NULL;

-- contact_ids_after(after id, most int) -> ids
SELECT id FROM contact WHERE id > $1 ORDER BY id LIMIT $2;

-- contact_fields_with(pattern text, after id, most int) -> many(id id, fields json, folds json)
SELECT id, fields, folds FROM contact WHERE id > $2 AND fields LIKE $1 ESCAPE '\' ORDER BY id LIMIT $3;

-- contact_fields_set(id id, fields json, folds json)
UPDATE contact SET fields = $2, folds = $3, version = version + 1 WHERE id = $1;

--- For what an import compares its ids with.
-- of house/import/import.h: ImportId(id text)
-- contact_import_ids() -> each(ImportId)
SELECT external_id AS id FROM contact WHERE external_id IS NOT NULL
UNION ALL
SELECT external_id FROM contact_known_as;

--- Of an account that becomes one with another.
-- row JoinMergedRow(merge_id id, contact_id id, gone_roles text, stays_roles text?, joint_roles text)

-- join_merged_put[](JoinMergedRow)
INSERT INTO contact_account_merged ROW();

-- join_merged_of(merge_id id) -> all(JoinMergedRow)
SELECT merge_id, contact_id, gone_roles, stays_roles, joint_roles FROM contact_account_merged WHERE merge_id = $1
ORDER BY contact_id;

-- join_merged_drop(merge_id id)
DELETE FROM contact_account_merged WHERE merge_id = $1;

--- Those of one, beside their roles in the other.
-- contact_joins_beside(gone_id id, stays_id id) -> all(contact_id id, gone_roles text, stays_roles text?)
SELECT g.contact_id, g.roles AS gone_roles, s.roles AS stays_roles
FROM contact_account g LEFT JOIN contact_account s ON s.contact_id = g.contact_id AND s.account_id = $2
WHERE g.account_id = $1 ORDER BY g.contact_id;

--- Nobody who was erased since.
-- contact_there(id id) -> one(id id)
SELECT id FROM contact WHERE id = $1 AND forgotten_at IS NULL;

--- Those whom only events brought there.
-- contact_joins_leave(account_id id, list ids)
DELETE FROM contact_account WHERE account_id = $1 AND contact_id IN LIST($2) AND roles = '';

-- contact_joins_count(account_id id) -> one(contacts int)
SELECT COUNT(*) AS contacts FROM contact_account j JOIN contact c ON c.id = j.contact_id
WHERE j.account_id = $1 AND c.forgotten_at IS NULL;
