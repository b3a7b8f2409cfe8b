-- row MailFetchRow(mailbox_id id, source text, uid_validity int, last_uid int, taken int, left_count int, fetched_at time?,
--   failing_since time?, outcome text?, problem text?, told flag)
--- `left_count`: e-mails above the limit of size, which stay on the server. `outcome`: a word for what is wrong; `problem`: as
--- it was said. `waiting`: e-mails that the server did not hand out, or that could not be marked, moved or deleted; Banso tries
--- again.
-- view MailboxState of MailFetchRow(mailbox_id, taken, left_count, fetched_at, failing_since, outcome, problem, waiting int)

-- mail_fetch_by_id(mailbox_id id) -> one(MailFetchRow)
SELECT mailbox_id, source, uid_validity, last_uid, taken, left_count, fetched_at, failing_since, outcome, problem, told
FROM mail_fetch WHERE mailbox_id = $1;

-- mail_fetch_all() -> many(MailFetchRow)
SELECT mailbox_id, source, uid_validity, last_uid, taken, left_count, fetched_at, failing_since, outcome, problem, told
FROM mail_fetch ORDER BY mailbox_id LIMIT 200;

-- mail_fetch_insert(MailFetchRow)
INSERT INTO mail_fetch ROW();

-- mail_fetch_update(MailFetchRow)
UPDATE mail_fetch SET ROW() WHERE mailbox_id = $mailbox_id;

-- mail_fetch_drop(mailbox_id id)
DELETE FROM mail_fetch WHERE mailbox_id = $1;

--- What is left to do.

-- row MailTodoRow(mailbox_id id, uid int, todo text(take|after|delete), tries int, next_at time)

-- mail_todo_due(mailbox_id id, now time, most int) -> many(MailTodoRow)
SELECT mailbox_id, uid, todo, tries, next_at FROM mail_fetch_todo WHERE mailbox_id = $1 AND next_at <= $2
ORDER BY next_at, uid LIMIT $3;

-- mail_todo_put(MailTodoRow)
INSERT INTO mail_fetch_todo ROW() ON CONFLICT (mailbox_id, uid) DO UPDATE SET ROW();

-- mail_todo_done(mailbox_id id, list ids)
DELETE FROM mail_fetch_todo WHERE mailbox_id = $1 AND uid IN LIST($2);

-- mail_todo_drop(mailbox_id id)
DELETE FROM mail_fetch_todo WHERE mailbox_id = $1;

-- mail_todo_count(mailbox_id id) -> one(mails int)
SELECT COUNT(*) AS mails FROM mail_fetch_todo WHERE mailbox_id = $1 AND tries > 0;

-- mail_todo_waiting() -> many(mailbox_id id, mails int)
SELECT mailbox_id, COUNT(*) AS mails FROM mail_fetch_todo WHERE tries > 0 GROUP BY mailbox_id ORDER BY mailbox_id LIMIT 200;

--- The test.

-- row MailTestRow(mailbox_id id, state text(asking|works|failed), outcome text?, answer text, mails int?, at time)
--- `outcome`: a word for why it failed. `answer`: what the server said last, or why it could not be asked. `mails`: how many
--- e-mails are in the folder.
-- view MailboxTest of MailTestRow(state, outcome, answer, mails, at)

-- mail_test_of(mailbox_id id) -> one(MailTestRow)
SELECT mailbox_id, state, outcome, answer, mails, at FROM mail_fetch_test WHERE mailbox_id = $1;

-- mail_test_put(MailTestRow)
INSERT INTO mail_fetch_test ROW() ON CONFLICT (mailbox_id) DO UPDATE SET ROW();

-- mail_test_drop(mailbox_id id)
DELETE FROM mail_fetch_test WHERE mailbox_id = $1;

-- of house/timeline/timeline.h: TimelineWords(id id, title text?, text text?)
-- mail_fetch_words(list ids) -> many(TimelineWords)
SELECT b.id, b.name AS title, f.problem AS text FROM mailbox b LEFT JOIN mail_fetch f ON f.mailbox_id = b.id
WHERE b.id IN LIST($1);
