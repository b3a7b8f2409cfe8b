--- `author_id`: who added it; nothing where a key or the program did. `done_by_id`: who ticked it off, likewise.
-- row TaskRow(id id, account_id id?, account text?, title text(1..500), text text(..20000)?, owner_id id?, owner text?,
--   team_id id?, team text?, author_id id?, author text?, due_on day?, done_at time?, done_by_id id?, done_by text?, snoozed_until day?,
--   snooze_reason text?, created_at time, version int)

-- input NewTask of TaskRow(account_id, title, text, owner_id, team_id, due_on)
-- patch TaskPatch of NewTask
--- What can be changed of several at once.
-- input TaskSet of TaskRow(owner_id?, team_id?, due_on?)

-- task_by_id(id id) -> one(TaskRow)
SELECT t.id, t.account_id, a.name AS account, t.title, t.text, t.owner_id, s.name AS owner, t.team_id, m.name AS team, t.author_id,
       w.name AS author, t.due_on, t.done_at, t.done_by_id, d.name AS done_by, t.snoozed_until, t.snooze_reason,
       t.created_at, t.version
FROM task t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN staff s ON s.id = t.owner_id
     LEFT JOIN team m ON m.id = t.team_id LEFT JOIN staff w ON w.id = t.author_id LEFT JOIN staff d ON d.id = t.done_by_id
WHERE t.id = $1;

-- task_by_ids(list ids) -> many(TaskRow)
SELECT t.id, t.account_id, a.name AS account, t.title, t.text, t.owner_id, s.name AS owner, t.team_id, m.name AS team, t.author_id,
       w.name AS author, t.due_on, t.done_at, t.done_by_id, d.name AS done_by, t.snoozed_until, t.snooze_reason,
       t.created_at, t.version
FROM task t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN staff s ON s.id = t.owner_id
     LEFT JOIN team m ON m.id = t.team_id LEFT JOIN staff w ON w.id = t.author_id LEFT JOIN staff d ON d.id = t.done_by_id
WHERE t.id IN LIST($1);

-- of house/team/team.h: TeamUse(id id, name text, total int)
-- task_of_team(team_id id) -> many(TeamUse)
SELECT id, title AS name, COUNT(*) OVER () AS total FROM task WHERE team_id = $1
ORDER BY CASE WHEN done_at IS NULL THEN 0 ELSE 1 END, due_on NULLS LAST, id LIMIT 5;

-- task_insert(TaskRow, folded text, demo flag)
INSERT INTO task ROW(version = 1);

-- task_update(TaskRow, folded text)
UPDATE task SET ROW(KEEP author_id, KEEP created_at, version = version + 1) WHERE id = $id;

-- task_remove(id id)
DELETE FROM task WHERE id = $1;

--- Notes and calls are for everybody, for those who see a circle, or for their author alone ("me").
-- row NoteRow(id id, account_id id, text text(1..20000), author_id id?, author text?,
--   visible_to text(support|success|revenue|me)?, created_at time, edited_at time?, version int)

-- input NewNote of NoteRow(account_id?, text, visible_to)
-- input NotePatch of NoteRow(text?, visible_to)
--- What the fact says: for whom a note or a call is from now on; nothing = for everybody.
-- view NoteShared of NoteRow(visible_to)

-- note_by_id(id id, viewer) -> one(NoteRow)
SELECT n.id, n.account_id, n.text, n.author_id, s.name AS author, n.visible_to, n.created_at, n.edited_at, n.version
FROM note n LEFT JOIN staff s ON s.id = n.author_id WHERE n.id = $1 AND SEEN(n);

-- note_insert(NoteRow, demo flag)
INSERT INTO note ROW(version = 1);

-- note_update(id id, text text, visible_to text?, edited_at time?)
UPDATE note SET ROW(version = version + 1) WHERE id = $id;

-- note_remove(id id)
DELETE FROM note WHERE id = $1;

-- row CallRow(id id, account_id id, contact_id id?, at time, minutes int(0..1440), direction text(in|out),
--   outcome text(reached|no_answer|left_message), text text(..20000)?, author_id id?, author text?,
--   visible_to text(support|success|revenue|me)?, version int)

-- input NewCall of CallRow(account_id?, contact_id, at?, minutes?, direction?, outcome?, text, visible_to)
-- input CallPatch of CallRow(contact_id, at?, minutes?, direction?, outcome?, text, visible_to)
--- What the fact says of a call.
-- view CallLogged of CallRow(direction, outcome, minutes)
-- view CallShared of CallRow(visible_to)

-- call_by_id(id id, viewer) -> one(CallRow)
SELECT c.id, c.account_id, c.contact_id, c.at, c.minutes, c.direction, c.outcome, c.text, c.author_id,
       s.name AS author, c.visible_to, c.version
FROM call_log c LEFT JOIN staff s ON s.id = c.author_id WHERE c.id = $1 AND SEEN(c);

-- call_of_contact(contact_id id, viewer) -> each(CallRow)
SELECT c.id, c.account_id, c.contact_id, c.at, c.minutes, c.direction, c.outcome, c.text, c.author_id,
       s.name AS author, c.visible_to, c.version
FROM call_log c LEFT JOIN staff s ON s.id = c.author_id
WHERE c.contact_id = $1 AND SEEN(c) ORDER BY c.id;

--- Whoever answers for the export learns that there is more, and not what.
-- call_kept_back(contact_id id, viewer) -> each(count int)
SELECT COUNT(*) FROM call_log c WHERE c.contact_id = $1 AND NOT SEEN(c);

-- call_ids_of_contact(contact_id id) -> ids
-- without viewer: an erasure takes all calls with the person
SELECT id FROM call_log WHERE contact_id = $1 ORDER BY id;

-- call_file_after(contact_id id, after id, viewer) -> one(id id)
SELECT f.id FROM call_log c JOIN file f ON f.subject = 'call' AND f.subject_id = c.id
WHERE c.contact_id = $1 AND f.id > $2 AND SEEN(c) ORDER BY f.id LIMIT 1;

-- call_insert(CallRow, demo flag)
INSERT INTO call_log ROW(version = 1);

-- call_update(CallRow)
UPDATE call_log SET ROW(KEEP account_id, KEEP author_id, version = version + 1) WHERE id = $id;

-- call_remove(id id)
DELETE FROM call_log WHERE id = $1;

-- call_move(from_id id, into_id id)
UPDATE call_log SET contact_id = $2, version = version + 1 WHERE contact_id = $1;

-- call_forget(contact_id id)
UPDATE call_log SET contact_id = NULL, text = NULL, version = version + 1 WHERE contact_id = $1;

--- What is searched of tasks, notes and calls. A note or call has no title: a list shows its account in that place.
-- of house/search/search.h: SearchDocument(id id, account_id id?, at time, title text?, text text?, beside text?,
--   visible_to text?, author_id id?)

-- task_searched(list ids) -> many(SearchDocument)
SELECT t.id, t.account_id, t.created_at AS at, t.title, t.text, a.name AS beside, NULL AS visible_to, NULL AS author_id
FROM task t LEFT JOIN account a ON a.id = t.account_id WHERE t.id IN LIST($1);

-- note_searched(list ids) -> many(SearchDocument)
-- without viewer: the index holds all, and a document says who finds it
SELECT n.id, n.account_id, n.created_at AS at, NULL AS title, n.text, a.name AS beside, n.visible_to, n.author_id
FROM note n LEFT JOIN account a ON a.id = n.account_id WHERE n.id IN LIST($1);

-- call_searched(list ids) -> many(SearchDocument)
-- without viewer: the index holds all, and a document says who finds it
SELECT c.id, c.account_id, c.at, NULL AS title, c.text, a.name AS beside, c.visible_to, c.author_id
FROM call_log c LEFT JOIN account a ON a.id = c.account_id WHERE c.id IN LIST($1);

--- What the timeline tells of them. An entry that a task was put off tells the reason, not the task's text.
-- of house/timeline/timeline.h: TimelineWords(id id, title text?, text text?)

-- note_words(list ids, viewer) -> many(TimelineWords)
SELECT n.id, NULL AS title, n.text FROM note n WHERE n.id IN LIST($1) AND SEEN(n);

-- call_words(list ids, viewer) -> many(TimelineWords)
SELECT c.id, NULL AS title, c.text FROM call_log c WHERE c.id IN LIST($1) AND SEEN(c);

-- task_words(list ids) -> many(TimelineWords)
SELECT id, title, text FROM task WHERE id IN LIST($1);

-- task_snooze_words(list ids) -> many(TimelineWords)
SELECT id, title, snooze_reason AS text FROM task WHERE id IN LIST($1);

-- task_ids_after(after id, most int) -> ids
SELECT id FROM task WHERE id > $1 ORDER BY id LIMIT $2;

-- note_ids_after(after id, most int) -> ids
-- without viewer: the index holds all
SELECT id FROM note WHERE id > $1 ORDER BY id LIMIT $2;

-- call_ids_after(after id, most int) -> ids
-- without viewer: the index holds all
SELECT id FROM call_log WHERE id > $1 ORDER BY id LIMIT $2;

-- task_held(account_id id) -> one(tasks int, notes int, calls int)
-- without viewer: whether there is anything, not what
SELECT (SELECT COUNT(*) FROM task WHERE account_id = $1) AS tasks,
       (SELECT COUNT(*) FROM note WHERE account_id = $1) AS notes,
       (SELECT COUNT(*) FROM call_log WHERE account_id = $1) AS calls;

-- call_held(contact_id id) -> one(calls int)
-- without viewer: whether there is anything, not what
SELECT COUNT(*) AS calls FROM call_log WHERE contact_id = $1;

-- task_drop(account_id id)
DELETE FROM task WHERE account_id = $1;

-- note_drop(account_id id)
DELETE FROM note WHERE account_id = $1;

-- call_drop(account_id id)
DELETE FROM call_log WHERE account_id = $1;

-- task_account_name(account_id id) -> one(id id, name text)
SELECT id, name FROM account WHERE id = $1;

-- task_staff_name(id id) -> one(id id, name text)
SELECT id, name FROM staff WHERE id = $1;

--- Today: the tasks of a day.
-- row TaskDueRow(id id, account_id id?, account text?, title text, text text?, owner_id id?, owner text?, due_on day?, done_at time?, snoozed_until day?, snooze_reason text?, created_at time, version int)

--- Open tasks that are due by a day (or have no day), of one owner (0 = all) or whom that person stands in for on the
--- day (house/staff/absence.h), not put off; and what was ticked off on
--- that day, which begins at `midnight` and ends, or is now, at `at`. tasks_due_count says how many there are in all.
-- tasks_due(owner id, day day, midnight time, at time, most int) -> many(TaskDueRow)
SELECT t.id, t.account_id, a.name, t.title, t.text, t.owner_id, s.name, t.due_on,
       CASE WHEN t.done_at < $4 THEN t.done_at ELSE NULL END, t.snoozed_until, t.snooze_reason, t.created_at, t.version
FROM task t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN staff s ON s.id = t.owner_id
WHERE ($1 = 0 OR t.owner_id = $1 OR $1 = (SELECT CASE WHEN o.id <> t.owner_id AND NOT EXISTS (SELECT 1 FROM absence b WHERE b.staff_id = o.id
          AND b.from_on <= $2 AND b.until_on > $2) THEN o.id ELSE i.id END
      FROM absence w LEFT JOIN staff o ON o.id = a.stand_in_id AND a.owner_id = t.owner_id AND o.active = 1
           LEFT JOIN staff i ON i.id = w.stand_in_id AND i.active = 1
      WHERE w.staff_id = t.owner_id AND w.from_on <= $2 AND w.until_on > $2))
  AND (t.due_on IS NULL OR t.due_on <= $2) AND (t.snoozed_until IS NULL OR t.snoozed_until <= $2)
  AND t.created_at < $4 AND (t.done_at IS NULL OR t.done_at >= $3)
ORDER BY t.due_on NULLS LAST, t.id LIMIT $5;

--- Open ones, those of them that are due, and all that tasks_due would list.
-- tasks_due_count(owner id, day day, midnight time, at time) -> one(open int, due int, listed int)
SELECT COUNT(*) FILTER (WHERE t.done_at IS NULL OR t.done_at >= $4),
       COUNT(*) FILTER (WHERE (t.done_at IS NULL OR t.done_at >= $4) AND t.due_on <= $2
           AND (t.snoozed_until IS NULL OR t.snoozed_until <= $2)),
       COUNT(*) FILTER (WHERE (t.due_on IS NULL OR t.due_on <= $2) AND (t.snoozed_until IS NULL OR t.snoozed_until <= $2))
FROM task t LEFT JOIN account a ON a.id = t.account_id
WHERE t.created_at < $4 AND (t.done_at IS NULL OR t.done_at >= $3) AND ($1 = 0 OR t.owner_id = $1 OR $1 = (SELECT CASE WHEN o.id <> t.owner_id AND NOT EXISTS (SELECT 1 FROM absence b WHERE b.staff_id = o.id
          AND b.from_on <= $2 AND b.until_on > $2) THEN o.id ELSE i.id END
      FROM absence w LEFT JOIN staff o ON o.id = a.stand_in_id AND a.owner_id = t.owner_id AND o.active = 1
           LEFT JOIN staff i ON i.id = w.stand_in_id AND i.active = 1
      WHERE w.staff_id = t.owner_id AND w.from_on <= $2 AND w.until_on > $2));

--- What staff wrote, for an erasure that looks for the person in it.
-- of customer/contact/contact_words.h: ContactTextRow(id id, text text?)

-- note_words_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, text FROM note;

-- note_words_set(id id, text text)
UPDATE note SET text = $2, version = version + 1 WHERE id = $1;

-- call_words_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, text FROM call_log WHERE text IS NOT NULL;

-- call_words_set(id id, text text)
UPDATE call_log SET text = $2, version = version + 1 WHERE id = $1;

-- task_title_words_each() -> each(ContactTextRow)
SELECT id, title AS text FROM task;

--- What is searched must not keep the person.
-- task_title_words_set(id id, text text, folded text)
UPDATE task SET title = $2, folded = $3, version = version + 1 WHERE id = $1;

-- task_words_each() -> each(ContactTextRow)
SELECT id, text FROM task WHERE text IS NOT NULL;

-- task_words_set(id id, text text)
UPDATE task SET text = $2, version = version + 1 WHERE id = $1;

-- task_snooze_words_each() -> each(ContactTextRow)
SELECT id, snooze_reason AS text FROM task WHERE snooze_reason IS NOT NULL;

-- task_snooze_words_set(id id, text text)
UPDATE task SET snooze_reason = $2, version = version + 1 WHERE id = $1;

--- Of an account that becomes one with another.
-- task_ids_of_account(account_id id, after id, most int) -> ids
SELECT id FROM task WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- task_account_move(list ids, from_id id, into_id id)
UPDATE task SET account_id = $3 WHERE id IN LIST($1) AND account_id = $2;

-- note_ids_of_account(account_id id, after id, most int) -> ids
-- without viewer: all of an account move
SELECT id FROM note WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- note_account_move(list ids, from_id id, into_id id)
UPDATE note SET account_id = $3 WHERE id IN LIST($1) AND account_id = $2;

-- call_ids_of_account(account_id id, after id, most int) -> ids
-- without viewer: all of an account move
SELECT id FROM call_log WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- call_account_move(list ids, from_id id, into_id id)
UPDATE call_log SET account_id = $3 WHERE id IN LIST($1) AND account_id = $2;
