-- row AccountRow(id id, external_id text?, name text, reading text?, domain text?, country text?, time_zone text?,
--   language text?, parent_id id?, parent text?, owner_id id?, owner text?, touch text(high|low|tech)?,
--   stage text(onboarding|adoption|renewal|expansion|left)?, fields json, created_at time, version int)

-- account_by_id(id id) -> one(AccountRow)
SELECT a.id, a.external_id, a.name, a.reading, a.domain, a.country, a.time_zone, a.language, a.parent_id,
       p.name AS parent, a.owner_id, s.name AS owner, a.touch, a.stage, a.fields, a.created_at, a.version
FROM account a LEFT JOIN account p ON p.id = a.parent_id LEFT JOIN staff s ON s.id = a.owner_id
WHERE a.id = $1;

-- account_by_external(external_id text) -> one(AccountRow)
SELECT a.id, a.external_id, a.name, a.reading, a.domain, a.country, a.time_zone, a.language, a.parent_id,
       p.name AS parent, a.owner_id, s.name AS owner, a.touch, a.stage, a.fields, a.created_at, a.version
FROM account a LEFT JOIN account p ON p.id = a.parent_id LEFT JOIN staff s ON s.id = a.owner_id
WHERE a.external_id = $1;

-- accounts_by_ids(list ids) -> many(AccountRow)
SELECT a.id, a.external_id, a.name, a.reading, a.domain, a.country, a.time_zone, a.language, a.parent_id,
       p.name AS parent, a.owner_id, s.name AS owner, a.touch, a.stage, a.fields, a.created_at, a.version
FROM account a LEFT JOIN account p ON p.id = a.parent_id LEFT JOIN staff s ON s.id = a.owner_id
WHERE a.id IN LIST($1);

--- What the engine's columns are made of.
-- row AccountColumnRow(id id, external_id text?, name text, sort_key text, folded text, domain text?, country text?,
--   language text?, parent_id id?, owner_id id?, owner text?, touch text?, stage text?, fields json, created_at time)

-- account_column_each() -> each(AccountColumnRow)
SELECT a.id, a.external_id, a.name, a.sort_key, a.folded, a.domain, a.country, a.language, a.parent_id, a.owner_id,
       s.name AS owner, a.touch, a.stage, a.fields, a.created_at
FROM account a LEFT JOIN staff s ON s.id = a.owner_id ORDER BY a.id;

-- account_columns_in(list ids) -> many(AccountColumnRow)
SELECT a.id, a.external_id, a.name, a.sort_key, a.folded, a.domain, a.country, a.language, a.parent_id, a.owner_id,
       s.name AS owner, a.touch, a.stage, a.fields, a.created_at
FROM account a LEFT JOIN staff s ON s.id = a.owner_id WHERE a.id IN LIST($1) ORDER BY a.id;

-- account_ids_of_owner(owner_id id, after id) -> many(id id)
SELECT id FROM account WHERE owner_id = $1 AND id > $2 ORDER BY id LIMIT 500;

-- account_key(external_id text) -> one(id id)
SELECT id FROM account WHERE external_id = $1;

-- account_key_in(external_ids texts) -> each(id id, external_id text)
SELECT id, external_id FROM account WHERE external_id IN LIST($1);

-- account_key_each() -> each(id id, external_id text?)
SELECT id, external_id FROM account;

-- account_children(id id) -> many(id id, name text)
SELECT id, name FROM account WHERE parent_id = $1 ORDER BY sort_key, id LIMIT 200;

--- 1 when `candidate` is the account itself or stands below it.
-- account_stands_below(candidate id, id id) -> one(found int)
WITH RECURSIVE up(id) AS (
    SELECT a.id FROM account a WHERE a.id = $1
    UNION
    SELECT a.parent_id FROM account a JOIN up ON a.id = up.id WHERE a.parent_id IS NOT NULL
)
SELECT COUNT(*) AS found FROM up WHERE id = $2;

-- account_owner_by_id(id id) -> one(id id, name text)
SELECT id, name FROM staff WHERE id = $1;

-- account_insert[](id id, external_id text?, name text, reading text?, folded text, sort_key text, domain text?,
--   country text?, time_zone text?, language text?, parent_id id?, owner_id id?, touch text?, stage text?, fields json,
--   demo flag, created_at time)
INSERT INTO account (id, external_id, name, reading, folded, sort_key, domain, country, time_zone, language, parent_id,
                     owner_id, touch, stage, fields, demo, created_at, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1);

-- account_update[](id id, external_id text?, name text, reading text?, folded text, sort_key text, domain text?,
--   country text?, time_zone text?, language text?, parent_id id?, owner_id id?, touch text?, stage text?, fields json)
UPDATE account
SET external_id = $2, name = $3, reading = $4, folded = $5, sort_key = $6, domain = $7, country = $8, time_zone = $9,
    language = $10, parent_id = $11, owner_id = $12, touch = $13, stage = $14, fields = $15, version = version + 1
WHERE id = $1;

-- account_remove(id id)
DELETE FROM account WHERE id = $1;

--- What is searched of accounts.
-- account_searched(list ids) -> many(id id, name text, reading text?, domain text?, external_id text?, created_at time)
SELECT id, name, reading, domain, external_id, created_at FROM account WHERE id IN LIST($1);

-- account_ids_after(after id, most int) -> many(id id)
SELECT id FROM account WHERE id > $1 ORDER BY id LIMIT $2;

-- account_fields_with(pattern text, after id, most int) -> many(id id, fields json)
SELECT id, fields FROM account WHERE id > $2 AND fields LIKE $1 ESCAPE '\' ORDER BY id LIMIT $3;

-- account_fields_set(id id, fields json)
UPDATE account SET fields = $2, version = version + 1 WHERE id = $1;
