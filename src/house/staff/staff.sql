--- Names of callers are kept in memory too, where they have KNOWN_NAME_MAX characters (inside.h).
-- row StaffRow(id id, name text(..200), email text(..320), role text(viewer|member|manager|admin), circles json,
--   language text(ja|en), active flag, last_seen_at time?, version int, two_step flag)

-- input StaffNew of StaffRow(name, email, role, language, circles texts(support|success|revenue)?)
-- input StaffChange of StaffRow(name?, role?, active?, circles texts(support|success|revenue)?)
-- view Staff of StaffRow(id, name, email, role, circles texts(support|success|revenue), language, active, last_seen_at,
--   version, two_step)
-- input MeChange of StaffRow(name?, language?)
-- view MeStaff of StaffRow(id, name, email, role, language)
--- The code of a second step, or a recovery code: asked for with code_needed.
-- input SignIn of StaffRow(email, password text(..1000), code text(..100)?)

-- staff_list(after id, limit_to int) -> many(StaffRow)
SELECT s.id, s.name, s.email, s.role, s.circles, s.language, s.active, s.last_seen_at, s.version,
    CASE WHEN t.confirmed_at IS NULL THEN 0 ELSE 1 END AS two_step
FROM staff s LEFT JOIN two_step t ON t.staff_id = s.id WHERE s.id > $1 ORDER BY s.id LIMIT $2;

-- staff_by_id(id id) -> one(StaffRow)
SELECT s.id, s.name, s.email, s.role, s.circles, s.language, s.active, s.last_seen_at, s.version,
    CASE WHEN t.confirmed_at IS NULL THEN 0 ELSE 1 END AS two_step
FROM staff s LEFT JOIN two_step t ON t.staff_id = s.id WHERE s.id = $1;

-- staff_by_email(email text) -> one(StaffRow)
SELECT s.id, s.name, s.email, s.role, s.circles, s.language, s.active, s.last_seen_at, s.version,
    CASE WHEN t.confirmed_at IS NULL THEN 0 ELSE 1 END AS two_step
FROM staff s LEFT JOIN two_step t ON t.staff_id = s.id WHERE s.email = $1;

--- Admins who see everything: only they can give it.
-- staff_count(circles json) -> one(admins int)
SELECT COUNT(*) AS admins FROM staff WHERE role = 'admin' AND active = 1 AND circles = $1;

-- staff_full_openers(circles json) -> one(openers int)
SELECT COUNT(*) AS openers FROM staff WHERE role = 'admin' AND active = 1 AND password IS NOT NULL AND circles = $1;

--- Who can sign in and let others in: an invitation that nobody took up opens nothing.
-- staff_openers() -> one(openers int)
SELECT COUNT(*) AS openers FROM staff WHERE role = 'admin' AND active = 1 AND password IS NOT NULL;

-- staff_insert(id id, email text, name text, role text, circles json, language text, password text?, created_at time)
INSERT INTO staff ROW(active = 1, version = 1);

-- staff_update(id id, name text, role text, circles json, language text, active flag)
UPDATE staff SET ROW(version = version + 1) WHERE id = $id;

--- What a password is checked against: nobody else reads this column.
-- staff_password(email text) -> one(id id, password text?, active flag)
SELECT id, password, active FROM staff WHERE email = $1;

-- staff_password_by_id(id id) -> one(id id, password text?, active flag)
SELECT id, password, active FROM staff WHERE id = $1;

-- staff_password_set(id id, password text)
UPDATE staff SET password = $2, version = version + 1 WHERE id = $1;

-- staff_seen(id id, at time)
UPDATE staff SET last_seen_at = $2 WHERE id = $1 AND (last_seen_at IS NULL OR last_seen_at < $2);

--- What signed in, as it calls itself, and when it was last used (within a minute).
-- row SessionRow(id id, device text, created_at time, seen_at time)
-- view OwnSession of SessionRow(id, device, created_at, seen_at, current flag)

-- session_insert(id id, hash text, staff_id id, device text, created_at time)
INSERT INTO session ROW(seen_at = $created_at);

-- session_by_hash(hash text) -> one(id id, staff_id id, created_at time, seen_at time, name text, role text, circles json,
--   language text)
SELECT s.id, s.staff_id, s.created_at, s.seen_at, p.name, p.role, p.circles, p.language
FROM session s JOIN staff p ON p.id = s.staff_id WHERE s.hash = $1 AND p.active = 1;

-- session_own(staff_id id, before id, created_after time, seen_after time, limit_to int) -> many(SessionRow)
SELECT id, device, created_at, seen_at FROM session
WHERE staff_id = $1 AND id < $2 AND created_at >= $3 AND seen_at >= $4 ORDER BY id DESC LIMIT $5;

-- session_of(id id) -> one(staff_id id)
SELECT staff_id FROM session WHERE id = $1;

--- Whether the person who signed in with it may still listen to changes.
-- session_lives(id id, created_after time, seen_after time) -> one(circles json)
SELECT p.circles FROM session s JOIN staff p ON p.id = s.staff_id
WHERE s.id = $1 AND p.active = 1 AND s.created_at >= $2 AND s.seen_at >= $3;

-- session_seen(id id, at time)
UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2;

-- session_delete(id id)
DELETE FROM session WHERE id = $1;

-- session_delete_hash(hash text)
DELETE FROM session WHERE hash = $1;

-- session_delete_of(staff_id id, but id)
DELETE FROM session WHERE staff_id = $1 AND id <> $2;

-- session_delete_old(created_before time, seen_before time)
DELETE FROM session WHERE created_at < $1 OR seen_at < $2;

-- invitation_insert(id id, hash text, staff_id id?, expires_at time)
INSERT INTO invitation ROW();

--- A newer link voids the older ones.
-- invitation_void(staff_id id?, now time)
UPDATE invitation SET used_at = $2 WHERE staff_id IS NOT DISTINCT FROM $1 AND used_at IS NULL;

-- invitation_by_hash(hash text, now time) -> one(id id, staff_id id?, name text?, email text?, active flag?)
SELECT i.id, i.staff_id, p.name, p.email, p.active FROM invitation i LEFT JOIN staff p ON p.id = i.staff_id
WHERE i.hash = $1 AND i.used_at IS NULL AND i.expires_at > $2;

-- invitation_use(id id, now time)
UPDATE invitation SET used_at = $2 WHERE id = $1 AND used_at IS NULL;

-- attempt_insert(id id, subject text, at time)
INSERT INTO sign_in_attempt (id, subject, at) VALUES ($1, $2, $3);

-- attempt_count(subject text, since time) -> one(total int, earliest time?)
SELECT COUNT(*) AS total, MIN(at) AS earliest FROM sign_in_attempt WHERE subject = $1 AND at > $2;

--- Wrong codes are kept for longer.
-- attempt_delete_old(before time, codes_before time)
DELETE FROM sign_in_attempt WHERE at <= $1 AND (at <= $2 OR subject NOT LIKE 'code:%');

-- attempt_delete_of(subject text)
DELETE FROM sign_in_attempt WHERE subject = $1;

-- attempt_delete(id id)
DELETE FROM sign_in_attempt WHERE id = $1;

-- staff_delete(id id)
DELETE FROM staff WHERE id = $1;
