--- Meetings and mails are for everybody, for those who see a circle, or for their author alone ("me"). A meeting has
--- minutes and an outcome; a mail has a direction and always a title, its subject.
-- row ActivityRow(id id, account_id id, kind text(meeting|mail), at time, minutes int(0..1440)?, direction text(in|out)?,
--   outcome text(held|no_show|postponed)?, title text(..500)?, text text(..20000)?, next_step text(..1000)?,
--   author_id id?, author text?, visible_to text(support|success|revenue|me)?, version int)

-- input NewActivity of ActivityRow(account_id, kind, at?, minutes, direction, outcome, title, text, next_step,
--   visible_to, contact_ids ids(..50)?, staff_ids ids(..50)?)
-- input ActivityPatch of ActivityRow(at?, minutes, direction, outcome, title, text, next_step, visible_to,
--   contact_ids ids(..50)?, staff_ids ids(..50)?)
--- With those who took part.
-- view Activity of ActivityRow(id, account_id, kind, at, minutes, direction, outcome, title, text, next_step, author_id,
--   author, visible_to, version, contact_ids ids, staff_ids ids)
--- What the facts say.
-- view MeetingLogged of ActivityRow(outcome, minutes)
-- view MailLogged of ActivityRow(direction)
-- view ActivityShared of ActivityRow(visible_to)

-- activity_by_id(id id, viewer) -> one(ActivityRow)
SELECT v.id, v.account_id, v.kind, v.at, v.minutes, v.direction, v.outcome, v.title, v.text, v.next_step, v.author_id,
       s.name AS author, v.visible_to, v.version
FROM activity v LEFT JOIN staff s ON s.id = v.author_id WHERE v.id = $1 AND SEEN(v);

-- activity_contacts(id id) -> ids
SELECT contact_id FROM activity_contact WHERE activity_id = $1 ORDER BY contact_id;

-- activity_colleagues(id id) -> ids
SELECT staff_id FROM activity_staff WHERE activity_id = $1 ORDER BY staff_id;

-- activity_insert(ActivityRow, demo flag)
INSERT INTO activity ROW(version = 1);

-- activity_update(ActivityRow)
UPDATE activity SET ROW(KEEP account_id, KEEP kind, KEEP author_id, version = version + 1) WHERE id = $id;

-- activity_contact_add(activity_id id, contact_id id)
INSERT INTO activity_contact ROW() ON CONFLICT (activity_id, contact_id) DO NOTHING;

-- activity_contacts_clear(activity_id id)
DELETE FROM activity_contact WHERE activity_id = $1;

-- activity_staff_add(activity_id id, staff_id id)
INSERT INTO activity_staff ROW() ON CONFLICT (activity_id, staff_id) DO NOTHING;

-- activity_staff_clear(activity_id id)
DELETE FROM activity_staff WHERE activity_id = $1;

-- activity_remove(id id)
DELETE FROM activity WHERE id = $1;

-- activity_staff_there(list ids) -> ids
SELECT id FROM staff WHERE id IN LIST($1) ORDER BY id;

--- With an account.

-- activity_contacts_drop(account_id id)
-- without viewer: all of an account go with it
DELETE FROM activity_contact WHERE activity_id IN (SELECT id FROM activity WHERE account_id = $1);

-- activity_staff_drop(account_id id)
-- without viewer: all of an account go with it
DELETE FROM activity_staff WHERE activity_id IN (SELECT id FROM activity WHERE account_id = $1);

-- activity_drop(account_id id)
DELETE FROM activity WHERE account_id = $1;

-- activity_held(account_id id) -> one(activities int)
-- without viewer: whether there is anything, not what
SELECT COUNT(*) AS activities FROM activity WHERE account_id = $1;

-- activity_with(contact_id id) -> one(activities int)
SELECT COUNT(*) AS activities FROM activity_contact WHERE contact_id = $1;

--- A person: what is held, erased, and moved to the other contact of a merge.

-- activity_of_contact(contact_id id, viewer) -> each(ActivityRow)
SELECT v.id, v.account_id, v.kind, v.at, v.minutes, v.direction, v.outcome, v.title, v.text, v.next_step, v.author_id,
       s.name AS author, v.visible_to, v.version
FROM activity_contact p JOIN activity v ON v.id = p.activity_id LEFT JOIN staff s ON s.id = v.author_id
WHERE p.contact_id = $1 AND SEEN(v) ORDER BY v.id;

--- Whoever answers for the export learns that there is more, and not what.
-- activity_kept_back(contact_id id, viewer) -> each(count int)
SELECT COUNT(*) FROM activity_contact p JOIN activity v ON v.id = p.activity_id WHERE p.contact_id = $1 AND NOT SEEN(v);

-- activity_ids_of_contact(contact_id id, kind text) -> ids
-- without viewer: an erasure takes all activities with the person
SELECT v.id FROM activity_contact p JOIN activity v ON v.id = p.activity_id
WHERE p.contact_id = $1 AND v.kind = $2 ORDER BY v.id;

-- activity_file_after(contact_id id, after id, viewer) -> one(id id)
SELECT f.id FROM activity_contact p JOIN activity v ON v.id = p.activity_id
JOIN file f ON f.subject = v.kind AND f.subject_id = v.id
WHERE p.contact_id = $1 AND f.id > $2 AND SEEN(v) ORDER BY f.id LIMIT 1;

-- activity_forget(contact_id id)
UPDATE activity SET title = NULL, text = NULL, next_step = NULL, version = version + 1
WHERE id IN (SELECT activity_id FROM activity_contact WHERE contact_id = $1);

-- activity_contact_leave(contact_id id)
DELETE FROM activity_contact WHERE contact_id = $1;

-- activity_contact_move(from_id id, into_id id)
UPDATE activity_contact SET contact_id = $2
WHERE contact_id = $1 AND activity_id NOT IN (SELECT activity_id FROM activity_contact WHERE contact_id = $2);

--- What is searched. Without a title, a list shows the account in its place.
-- of house/search/search.h: SearchDocument(id id, account_id id?, at time, title text?, text text?, beside text?,
--   visible_to text?, author_id id?)

-- activity_searched(list ids) -> many(SearchDocument)
-- without viewer: the index holds all, and a document says who finds it
SELECT v.id, v.account_id, v.at, v.title,
       CASE WHEN v.next_step IS NULL THEN v.text WHEN v.text IS NULL THEN v.next_step
            ELSE v.text || '
' || v.next_step END AS text,
       a.name AS beside, v.visible_to, v.author_id
FROM activity v LEFT JOIN account a ON a.id = v.account_id WHERE v.id IN LIST($1);

-- meeting_ids_after(after id, most int) -> ids
-- without viewer: the index holds all
SELECT id FROM activity WHERE kind = 'meeting' AND id > $1 ORDER BY id LIMIT $2;

-- mail_ids_after(after id, most int) -> ids
-- without viewer: the index holds all
SELECT id FROM activity WHERE kind = 'mail' AND id > $1 ORDER BY id LIMIT $2;

--- What staff wrote, for an erasure that looks for the person in it.
-- of customer/contact/contact_words.h: ContactTextRow(id id, text text?)

-- meeting_title_words_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, title AS text FROM activity WHERE title IS NOT NULL AND kind = 'meeting';

-- mail_title_words_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, title AS text FROM activity WHERE title IS NOT NULL AND kind = 'mail';

-- activity_title_words_set(id id, text text)
UPDATE activity SET title = $2, version = version + 1 WHERE id = $1;

-- meeting_words_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, text FROM activity WHERE text IS NOT NULL AND kind = 'meeting';

-- mail_words_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, text FROM activity WHERE text IS NOT NULL AND kind = 'mail';

-- activity_words_set(id id, text text)
UPDATE activity SET text = $2, version = version + 1 WHERE id = $1;

-- meeting_step_words_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, next_step AS text FROM activity WHERE next_step IS NOT NULL AND kind = 'meeting';

-- mail_step_words_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, next_step AS text FROM activity WHERE next_step IS NOT NULL AND kind = 'mail';

-- activity_step_words_set(id id, text text)
UPDATE activity SET next_step = $2, version = version + 1 WHERE id = $1;

--- Of an account that becomes one with another.
-- meeting_ids_of_account(account_id id, after id, most int) -> ids
-- without viewer: all of an account move
SELECT id FROM activity WHERE account_id = $1 AND kind = 'meeting' AND id > $2 ORDER BY id LIMIT $3;

-- mail_ids_of_account(account_id id, after id, most int) -> ids
-- without viewer: all of an account move
SELECT id FROM activity WHERE account_id = $1 AND kind = 'mail' AND id > $2 ORDER BY id LIMIT $3;

-- activity_account_move(list ids, from_id id, into_id id)
UPDATE activity SET account_id = $3 WHERE id IN LIST($1) AND account_id = $2;
