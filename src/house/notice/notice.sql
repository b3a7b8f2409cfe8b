--- `for_name`: whom the reader stands in for.
-- row NoticeRow(id id, kind text, subject text, account_id id?, actor text, at time, read_at time?, for_name text?)

--- Who can be told, and what they see.
-- row NoticeStaffRow(id id, name text, email text, circles json)

-- notice_people() -> all(NoticeStaffRow)
SELECT id, name, email, circles FROM staff WHERE active = 1 ORDER BY id;

-- notice_person(id id, kind text) -> one(NoticeStaffRow)
SELECT id, name, email, circles FROM staff
WHERE id = $1 AND active = 1 AND NOT EXISTS (SELECT 1 FROM notice_off WHERE staff_id = $1 AND kind = $2);

-- notice_actor_names(list ids) -> many(id id, name text)
SELECT id, name FROM staff WHERE id IN LIST($1);

--- What is theirs and unread stays theirs, whomever they stand in for.
-- notice_put(id id, staff_id id, kind text, subject text, account_id id?, for_id id?, actor text,
--   at time)
INSERT INTO notice ROW(read_at = NULL)
ON CONFLICT (staff_id, subject, kind)
DO UPDATE SET account_id = excluded.account_id, actor = excluded.actor, at = excluded.at, read_at = NULL,
    for_id = CASE WHEN notice.read_at IS NULL AND notice.for_id IS NULL THEN NULL ELSE excluded.for_id END;

-- notice_of_staff(staff_id id, before_at time, before_id id, most int) -> many(NoticeRow)
SELECT n.id, n.kind, n.subject, n.account_id, n.actor, n.at, n.read_at, s.name AS for_name
FROM notice n LEFT JOIN staff s ON s.id = n.for_id
WHERE n.staff_id = $1 AND (n.at, n.id) < ($2, $3) ORDER BY n.at DESC, n.id DESC LIMIT $4;

-- notice_unread(staff_id id, most int) -> many(NoticeRow)
SELECT n.id, n.kind, n.subject, n.account_id, n.actor, n.at, n.read_at, s.name AS for_name
FROM notice n LEFT JOIN staff s ON s.id = n.for_id
WHERE n.staff_id = $1 AND n.read_at IS NULL ORDER BY n.at DESC, n.id DESC LIMIT $2;

-- notice_one(id id, staff_id id) -> one(NoticeRow)
SELECT n.id, n.kind, n.subject, n.account_id, n.actor, n.at, n.read_at, s.name AS for_name
FROM notice n LEFT JOIN staff s ON s.id = n.for_id WHERE n.id = $1 AND n.staff_id = $2;

-- notice_read_set(id id, read_at time?)
UPDATE notice SET read_at = $2 WHERE id = $1;

-- notice_read_all(staff_id id, read_at time)
UPDATE notice SET read_at = $2 WHERE staff_id = $1 AND read_at IS NULL;

--- Whom a thing was told.
-- notice_told(subject text) -> all(id id, circles json)
SELECT DISTINCT s.id, s.circles FROM notice n JOIN staff s ON s.id = n.staff_id WHERE n.subject = $1;

-- notice_take_back(staff_id id, subject text)
DELETE FROM notice WHERE staff_id = $1 AND subject = $2;

--- What they have read stays.
-- notice_take_back_unread(staff_id id, subject text, kind text)
DELETE FROM notice WHERE (staff_id = $1 OR for_id = $1) AND subject = $2 AND kind = $3 AND read_at IS NULL;

-- notice_account_set(subject text, account_id id?)
UPDATE notice SET account_id = $2 WHERE subject = $1;

-- notice_gone(subject text)
DELETE FROM notice WHERE subject = $1;

-- notice_drop(account_id id)
DELETE FROM notice WHERE account_id = $1;

-- notice_off_of(staff_id id) -> all(kind text)
SELECT kind FROM notice_off WHERE staff_id = $1 ORDER BY kind;

-- notice_off_add(staff_id id, kind text)
INSERT INTO notice_off ROW() ON CONFLICT (staff_id, kind) DO NOTHING;

-- notice_off_remove(staff_id id, kind text)
DELETE FROM notice_off WHERE staff_id = $1 AND kind = $2;

--- Of an account that becomes one with another.
-- notice_ids_of_account(account_id id, after id, most int) -> ids
SELECT id FROM notice WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- notice_account_move(list ids, from_id id, into_id id)
UPDATE notice SET account_id = $3 WHERE id IN LIST($1) AND account_id = $2;
