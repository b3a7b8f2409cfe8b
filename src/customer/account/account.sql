-- row AccountRow(id id, external_id text(ident)?, name text(1..400), reading text(..400)?, domain text(..255)?,
--   country text(..100)?, time_zone text(..100)?, language text(..35)?, parent_id id?, parent text?, owner_id id?,
--   owner text?, team_id id?, team text?, stand_in_id id?, stand_in text?,
--   touch text(high|low|tech)?, stage text(onboarding|adoption|renewal|expansion|left)?, test flag,
--   fields json, created_at time, version int)

--- `fields` is read from the body itself, to tell absent from null.
-- input NewAccount of AccountRow(external_id, name, reading, domain, country, time_zone, language, parent_id, owner_id,
--   team_id, stand_in_id, touch, stage, test?, fields?)
-- patch AccountPatch of NewAccount

--- As lists show it: with what the engine knows of it. band: UNKNOWN when nobody judged, NULL of
--- an account that has left (status: left, since left_on), which nobody judges. mrr: in what it pays, NULL = none;
--- standing_in_id: who looks after it while its owner is away, as of the day asked for; NULL = the owner is here, or nobody.
--- beginning: never = nothing was ever received, for two weeks or more; new = it began within eight weeks; since how many
--- days (beginning.h).
--- mrr_converted: in the workspace's currency, as far as there are rates, NULL = there are none; mrr_without_rate: the
--- currencies left out of that.
-- view AccountListed of AccountRow(id, external_id, name, reading, domain, country, time_zone, language, parent_id, parent,
--   owner_id, owner, team_id, team, stand_in_id, stand_in, touch, stage, test, fields, created_at, version, standing_in_id id?,
--   band text(GOOD|NORMAL|BAD|UNKNOWN)?, points int?,
--   coverage real, previous_band text(GOOD|NORMAL|BAD|UNKNOWN)?, band_since day?, mrr object? Money,
--   mrr_converted object? Money, mrr_without_rate texts(circle revenue), renews_on day?, days_to_renewal int?,
--   seats int?, people_28 int?, last_event_on day?, beginning text(never|new)?, beginning_days int?,
--   status text(paying|trial|free|left|none), left_on day?)
-- input AccountSet of AccountRow(owner_id, team_id, stand_in_id, touch, stage, fields?)

--- What an undo compares and restores.
-- view AccountSnapshot of AccountRow(external_id, name, reading, domain, country, time_zone, language, parent_id, owner_id,
--   team_id, stand_in_id, touch, stage, fields)

-- account_by_id(id id) -> one(AccountRow)
SELECT a.id, a.external_id, a.name, a.reading, a.domain, a.country, a.time_zone, a.language, a.parent_id,
       p.name AS parent, a.owner_id, s.name AS owner, a.team_id, t.name AS team, a.stand_in_id, i.name AS stand_in,
       a.touch, a.stage, a.test, a.fields, a.created_at, a.version
FROM account a LEFT JOIN account p ON p.id = a.parent_id LEFT JOIN staff s ON s.id = a.owner_id
     LEFT JOIN team t ON t.id = a.team_id LEFT JOIN staff i ON i.id = a.stand_in_id
WHERE a.id = $1;

--- By the id that it has, or had.
-- account_by_external(external_id text) -> one(AccountRow)
SELECT a.id, a.external_id, a.name, a.reading, a.domain, a.country, a.time_zone, a.language, a.parent_id,
       p.name AS parent, a.owner_id, s.name AS owner, a.team_id, t.name AS team, a.stand_in_id, i.name AS stand_in,
       a.touch, a.stage, a.test, a.fields, a.created_at, a.version
FROM account a LEFT JOIN account p ON p.id = a.parent_id LEFT JOIN staff s ON s.id = a.owner_id
     LEFT JOIN team t ON t.id = a.team_id LEFT JOIN staff i ON i.id = a.stand_in_id
WHERE a.id = COALESCE((SELECT o.id FROM account o WHERE o.external_id = $1),
                      (SELECT COALESCE(m.into_id, k.account_id) FROM account_known_as k
                       LEFT JOIN account_merged m ON m.account_id = k.account_id WHERE k.external_id = $1));

--- Whose timeline it is.
-- of house/timeline/timeline.h: TimelineWords(id id, title text?)
-- account_words(list ids) -> many(TimelineWords)
SELECT id, name AS title FROM account WHERE id IN LIST($1);

-- accounts_by_ids(list ids) -> many(AccountRow)
SELECT a.id, a.external_id, a.name, a.reading, a.domain, a.country, a.time_zone, a.language, a.parent_id,
       p.name AS parent, a.owner_id, s.name AS owner, a.team_id, t.name AS team, a.stand_in_id, i.name AS stand_in,
       a.touch, a.stage, a.test, a.fields, a.created_at, a.version
FROM account a LEFT JOIN account p ON p.id = a.parent_id LEFT JOIN staff s ON s.id = a.owner_id
     LEFT JOIN team t ON t.id = a.team_id LEFT JOIN staff i ON i.id = a.stand_in_id
WHERE a.id IN LIST($1);

--- What the engine's columns are made of; test accounts are hidden there, so nothing counts them.
-- row AccountColumnRow(id id, external_id text?, name text, sort_key text, folded text, domain text?, country text?,
--   language text?, parent_id id?, owner_id id?, owner text?, team_id id?, stand_in_id id?, touch text?, stage text?,
--   test flag, fields json, created_at time)

-- account_column_each() -> each(AccountColumnRow)
SELECT a.id, a.external_id, a.name, a.sort_key, a.folded, a.domain, a.country, a.language, a.parent_id, a.owner_id,
       s.name AS owner, a.team_id, a.stand_in_id, a.touch, a.stage, a.test, a.fields, a.created_at
FROM account a LEFT JOIN staff s ON s.id = a.owner_id ORDER BY a.id;

-- account_columns_in(list ids) -> many(AccountColumnRow)
SELECT a.id, a.external_id, a.name, a.sort_key, a.folded, a.domain, a.country, a.language, a.parent_id, a.owner_id,
       s.name AS owner, a.team_id, a.stand_in_id, a.touch, a.stage, a.test, a.fields, a.created_at
FROM account a LEFT JOIN staff s ON s.id = a.owner_id WHERE a.id IN LIST($1) ORDER BY a.id;

-- account_ids_of_owner(owner_id id, after id) -> many(id id)
SELECT id FROM account WHERE owner_id = $1 AND id > $2 ORDER BY id LIMIT 500;

--- The order by team.
-- account_team_each() -> each(id id, team text?)
SELECT a.id, t.name FROM account a LEFT JOIN team t ON t.id = a.team_id ORDER BY a.id;

-- account_team_in(list ids) -> many(id id, team text?)
SELECT a.id, t.name FROM account a LEFT JOIN team t ON t.id = a.team_id WHERE a.id IN LIST($1) ORDER BY a.id;

-- account_ids_of_team(team_id id, after id) -> many(id id)
SELECT id FROM account WHERE team_id = $1 AND id > $2 ORDER BY id LIMIT 500;

--- Who looks after an account; a stand-in who may not sign in any more, or is gone, does not.
-- row AccountCareRow(id id, owner_id id?, stand_in_id id?)

-- account_care_each() -> each(AccountCareRow)
SELECT a.id, a.owner_id, s.id AS stand_in_id
FROM account a LEFT JOIN staff s ON s.id = a.stand_in_id AND s.active = 1 ORDER BY a.id;

-- account_care_in(list ids) -> many(AccountCareRow)
SELECT a.id, a.owner_id, s.id AS stand_in_id
FROM account a LEFT JOIN staff s ON s.id = a.stand_in_id AND s.active = 1 WHERE a.id IN LIST($1) ORDER BY a.id;

-- account_ids_of_stand_in(staff_id id) -> ids
SELECT id FROM account WHERE stand_in_id = $1 ORDER BY id;

-- account_stand_in_clear(staff_id id)
UPDATE account SET stand_in_id = NULL, version = version + 1 WHERE stand_in_id = $1;

-- account_ids_in_care(staff_id id, after id) -> many(id id)
SELECT id FROM account WHERE (owner_id = $1 OR stand_in_id = $1) AND id > $2 ORDER BY id LIMIT 500;

-- of house/team/team.h: TeamUse(id id, name text, total int)
-- account_of_team(team_id id) -> many(TeamUse)
SELECT id, name, COUNT(*) OVER () AS total FROM account WHERE team_id = $1 ORDER BY sort_key, id LIMIT 5;

-- account_key(external_id text) -> one(id id)
SELECT id FROM account WHERE external_id = $1
UNION ALL
SELECT COALESCE(m.into_id, k.account_id) AS id
FROM account_known_as k LEFT JOIN account_merged m ON m.account_id = k.account_id
WHERE k.external_id = $1 AND NOT EXISTS (SELECT 1 FROM account o WHERE o.external_id = $1);

--- By whose events these ids are filed.
-- account_filed_in(external_ids texts) -> few(id id, external_id text)
SELECT account_id AS id, external_id FROM account_known_as WHERE external_id IN LIST($1)
UNION ALL
SELECT a.id, a.external_id FROM account a
WHERE a.external_id IN LIST($1) AND NOT EXISTS (SELECT 1 FROM account_known_as k WHERE k.external_id = a.external_id);

-- account_key_each() -> each(id id, external_id text?)
SELECT id, external_id FROM account;

--- For files that an import can read.
-- account_owner_emails(list ids) -> many(id id, email text)
SELECT id, email FROM staff WHERE id IN LIST($1);

-- account_external_ids(list ids) -> many(id id, external_id text?)
SELECT id, external_id FROM account WHERE id IN LIST($1);

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

-- account_insert(AccountRow, folded text, sort_key text, demo flag)
INSERT INTO account ROW(version = 1);

-- account_update(AccountRow, folded text, sort_key text)
UPDATE account SET ROW(KEEP created_at, version = version + 1) WHERE id = $id;

-- account_remove(id id)
DELETE FROM account WHERE id = $1;

--- What is searched of accounts.
-- account_searched(list ids) -> many(id id, name text, reading text?, domain text?, external_id text?, created_at time)
SELECT id, name, reading, domain, external_id, created_at FROM account WHERE id IN LIST($1);

-- account_ids_after(after id, most int) -> ids
SELECT id FROM account WHERE id > $1 ORDER BY id LIMIT $2;

-- account_fields_with(pattern text, after id, most int) -> many(id id, fields json)
SELECT id, fields FROM account WHERE id > $2 AND fields LIKE $1 ESCAPE '\' ORDER BY id LIMIT $3;

-- account_fields_set(id id, fields json)
UPDATE account SET fields = $2, version = version + 1 WHERE id = $1;

--- For what an import compares its ids with.
-- of house/import/import.h: ImportId(id text)
-- account_import_ids() -> each(ImportId)
SELECT external_id AS id FROM account WHERE external_id IS NOT NULL;

--- Accounts that count nowhere.
-- test_account(after id, most int) -> many(id id, name text, external_id text?)
SELECT id, name, external_id FROM account WHERE test = 1 AND id > $1 ORDER BY id LIMIT $2;

-- account_tests_in(list ids) -> ids
SELECT id FROM account WHERE test = 1 AND id IN LIST($1) ORDER BY id;

-- account_tests_any() -> one(id id)
SELECT id FROM account WHERE test = 1 ORDER BY id LIMIT 1;
