-- row MailFetchRow(mailbox_id id, source text, uid_validity int, last_uid int, taken int, left_count int, fetched_at time?,
--   failing_since time?, problem text?, told flag)
--- `left_count`: mails above the limit of size, which stay on the server.
-- view MailboxState of MailFetchRow(mailbox_id, taken, left_count, fetched_at, failing_since, problem)

-- mail_fetch_by_id(mailbox_id id) -> one(MailFetchRow)
SELECT mailbox_id, source, uid_validity, last_uid, taken, left_count, fetched_at, failing_since, problem, told
FROM mail_fetch WHERE mailbox_id = $1;

-- mail_fetch_all() -> many(MailFetchRow)
SELECT mailbox_id, source, uid_validity, last_uid, taken, left_count, fetched_at, failing_since, problem, told
FROM mail_fetch ORDER BY mailbox_id LIMIT 200;

-- mail_fetch_insert(MailFetchRow)
INSERT INTO mail_fetch ROW();

-- mail_fetch_update(MailFetchRow)
UPDATE mail_fetch SET ROW() WHERE mailbox_id = $mailbox_id;

-- mail_fetch_drop(mailbox_id id)
DELETE FROM mail_fetch WHERE mailbox_id = $1;

-- of house/timeline/timeline.h: TimelineWords(id id, title text?, text text?)
-- mail_fetch_words(list ids) -> many(TimelineWords)
SELECT b.id, b.name AS title, f.problem AS text FROM mailbox b LEFT JOIN mail_fetch f ON f.mailbox_id = b.id
WHERE b.id IN LIST($1);
