-- row FetchRow(id id, name text(1..100), kind text(choose import_kinds), source text(folder|https|sftp),
--   place text(1..2000), user_name text(..200)?, secret bytes?, secret_is text(password|key)?, fingerprint text(..100)?,
--   columns json, options json, every_hours int(1..168)?, at_time text(..5)?, active flag, owner_id id?, next_at time?,
--   last_import id?, last_hash int?, base_rows int, base_bad int, created_at time, version int)

--- `secret_readable` is false when another key sealed it, and it must be entered again. `last`: how the last try went.
-- view ImportSchedule of FetchRow(id, name, kind, source, place, user_name, secret_is, secret_readable flag, fingerprint,
--   every_hours, at_time, active, owner_id, owner text?, next_at, created_at, version, last object? ImportScheduleRun)
-- input NewImportSchedule of FetchRow(import_id id, name, source, place, user_name, password text(..2000)?,
--   private_key text(..20000)?, fingerprint, every_hours, at_time, active?)
-- patch ImportSchedulePatch of NewImportSchedule

-- row FetchRunRow(id id, fetch_id id, import_id id?, state text(fetching|unchanged|checking|held|running|done|failed),
--   reason text?, arg_1 text?, arg_2 text?, text text?, rows int, bad int, added int, changed int, started_at time,
--   ended_at time?)
-- view ImportScheduleRun of FetchRunRow(id, import_id, state, reason, args texts, text, rows, bad, added, changed,
--   started_at, ended_at)

-- fetch_all() -> many(FetchRow)
SELECT id, name, kind, source, place, user_name, secret, secret_is, fingerprint, columns, options, every_hours, at_time,
    active, owner_id, next_at, last_import, last_hash, base_rows, base_bad, created_at, version
FROM fetch_schedule ORDER BY name, id;

-- fetch_by_id(id id) -> one(FetchRow)
SELECT id, name, kind, source, place, user_name, secret, secret_is, fingerprint, columns, options, every_hours, at_time,
    active, owner_id, next_at, last_import, last_hash, base_rows, base_bad, created_at, version
FROM fetch_schedule WHERE id = $1;

-- fetch_owner(id id) -> one(name text)
SELECT name FROM staff WHERE id = $1;

-- fetch_owner_here(id id) -> one(id id)
SELECT id FROM staff WHERE id = $1 AND active = 1;

-- fetch_admins() -> all(id id, circles json)
SELECT id, circles FROM staff WHERE role = 'admin' AND active = 1 ORDER BY id;

-- fetch_count() -> one(schedules int)
SELECT COUNT(*) AS schedules FROM fetch_schedule;

-- fetch_insert(FetchRow)
INSERT INTO fetch_schedule ROW(version = 1);

-- fetch_update(FetchRow)
UPDATE fetch_schedule SET ROW(KEEP created_at, version = version + 1) WHERE id = $id;

-- fetch_next(id id, next_at time?)
UPDATE fetch_schedule SET next_at = $2 WHERE id = $1;

-- fetch_base(id id, last_import id, last_hash int, base_rows int, base_bad int)
UPDATE fetch_schedule SET last_import = $2, last_hash = $3, base_rows = $4, base_bad = $5 WHERE id = $1;

-- fetch_remove(id id)
DELETE FROM fetch_schedule WHERE id = $1;

-- fetch_due(now time) -> many(id id)
SELECT id FROM fetch_schedule WHERE active = 1 AND next_at IS NOT NULL AND next_at <= $1 ORDER BY next_at LIMIT 100;

-- fetch_run_add(FetchRunRow)
INSERT INTO fetch_run ROW();

-- fetch_run_set(FetchRunRow)
UPDATE fetch_run SET ROW(KEEP fetch_id, KEEP started_at) WHERE id = $id;

-- fetch_run_by_id(id id) -> one(FetchRunRow)
SELECT id, fetch_id, import_id, state, reason, arg_1, arg_2, text, rows, bad, added, changed, started_at, ended_at
FROM fetch_run WHERE id = $1;

-- fetch_run_of_import(import_id id) -> one(FetchRunRow)
SELECT id, fetch_id, import_id, state, reason, arg_1, arg_2, text, rows, bad, added, changed, started_at, ended_at
FROM fetch_run WHERE import_id = $1;

--- One that is not over yet.
-- fetch_run_open(fetch_id id) -> one(FetchRunRow)
SELECT id, fetch_id, import_id, state, reason, arg_1, arg_2, text, rows, bad, added, changed, started_at, ended_at
FROM fetch_run WHERE fetch_id = $1 AND ended_at IS NULL ORDER BY id DESC LIMIT 1;

-- fetch_run_last(fetch_id id) -> one(FetchRunRow)
SELECT id, fetch_id, import_id, state, reason, arg_1, arg_2, text, rows, bad, added, changed, started_at, ended_at
FROM fetch_run WHERE fetch_id = $1 ORDER BY id DESC LIMIT 1;

-- fetch_run_page(fetch_id id, before id, most int) -> many(FetchRunRow)
SELECT id, fetch_id, import_id, state, reason, arg_1, arg_2, text, rows, bad, added, changed, started_at, ended_at
FROM fetch_run WHERE fetch_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- fetch_run_drop(fetch_id id)
DELETE FROM fetch_run WHERE fetch_id = $1;

-- fetch_run_sweep(before time)
DELETE FROM fetch_run WHERE ended_at IS NOT NULL AND ended_at < $1;

--- What a notice says.
-- of house/timeline/timeline.h: TimelineWords(id id, title text?, text text?)
-- fetch_words(list ids) -> many(TimelineWords)
SELECT f.id, f.name AS title,
    (SELECT r.text FROM fetch_run r WHERE r.fetch_id = f.id ORDER BY r.id DESC LIMIT 1) AS text
FROM fetch_schedule f WHERE f.id IN LIST($1);
