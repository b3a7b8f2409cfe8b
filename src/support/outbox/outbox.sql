--- `outcome`: how the last try ended, where it did not end well; `maybe`: it was handed over and nothing was answered.
-- row OutboxRow(id id, ticket_id id, ticket_message_id id, answered_id id?, quotes flag, files json, mailbox_id id,
--   author_id id?, message_ref text, sender text, recipients json, state text(waiting|sending|sent|failed), released flag,
--   send_at time, tries int, maybes int, next_at time, outcome text?, answer text?, refused json, kept json, sent_at time?,
--   created_at time)

-- row OutboxRefusedRow(address text, answer text)
-- view OutboxRefused of OutboxRefusedRow(address, answer)
--- `bounced_at`: when a delivery report said that it did not arrive.
-- view Delivery of OutboxRow(ticket_message_id, mailbox_id, sender, state, send_at, tries, next_at, outcome, answer,
--   sent_at, bounced_at time?, refused list OutboxRefused, undo flag)

-- outbox_bounced(ticket_message_id id) -> one(at time?)
SELECT MIN(at) AS at FROM mail WHERE bounced_id = $1;

-- outbox_by_id(id id) -> one(OutboxRow)
SELECT id, ticket_id, ticket_message_id, answered_id, quotes, files, mailbox_id, author_id, message_ref, sender, recipients, state,
       released, send_at, tries, maybes, next_at, outcome, answer, refused, kept, sent_at, created_at
FROM outbox WHERE id = $1;

-- outbox_of_message(ticket_message_id id) -> one(OutboxRow)
SELECT id, ticket_id, ticket_message_id, answered_id, quotes, files, mailbox_id, author_id, message_ref, sender, recipients, state,
       released, send_at, tries, maybes, next_at, outcome, answer, refused, kept, sent_at, created_at
FROM outbox WHERE ticket_message_id = $1;

-- outbox_of_ticket(ticket_id id) -> many(OutboxRow)
SELECT id, ticket_id, ticket_message_id, answered_id, quotes, files, mailbox_id, author_id, message_ref, sender, recipients, state,
       released, send_at, tries, maybes, next_at, outcome, answer, refused, kept, sent_at, created_at
FROM outbox WHERE ticket_id = $1 ORDER BY id DESC LIMIT 500;

--- What a mailbox sends next: a mail that was cut off, else the one that is due first.
-- outbox_next(mailbox_id id) -> one(OutboxRow)
SELECT id, ticket_id, ticket_message_id, answered_id, quotes, files, mailbox_id, author_id, message_ref, sender, recipients, state,
       released, send_at, tries, maybes, next_at, outcome, answer, refused, kept, sent_at, created_at
FROM outbox WHERE mailbox_id = $1 AND state IN ('sending', 'waiting')
ORDER BY CASE WHEN state = 'sending' THEN 0 ELSE 1 END, next_at, id LIMIT 1;

--- The server was not reached: nothing else of the mailbox is tried before then.
-- outbox_put_off(mailbox_id id, until time)
UPDATE outbox SET next_at = $2 WHERE mailbox_id = $1 AND state = 'waiting' AND next_at < $2;

-- outbox_has(ticket_message_id id) -> one(id id)
SELECT id FROM outbox WHERE ticket_message_id = $1;

-- outbox_insert(OutboxRow)
INSERT INTO outbox ROW();

--- Where it stands after a try, or before one.
-- outbox_set(OutboxRow)
UPDATE outbox SET ROW(KEEP ticket_id, KEEP ticket_message_id, KEEP answered_id, KEEP quotes, KEEP files, KEEP author_id,
    KEEP message_ref, KEEP send_at, KEEP kept, KEEP created_at) WHERE id = $id;

-- outbox_remove(id id)
DELETE FROM outbox WHERE id = $1;

-- outbox_drop(list ids)
DELETE FROM outbox WHERE ticket_message_id IN LIST($1);

--- The Message-IDs of a ticket's mails, the latest first. `origin_id`: of one whose message came from another ticket.
-- outbox_refs(ticket_id id, own text) -> many(message_ref text, message_id id?, origin_id id?)
-- without viewer: which mails there are, not what they say
SELECT m.message_ref, m.message_id, t.origin_id FROM mail m LEFT JOIN ticket_message t ON t.id = m.message_id
WHERE m.ticket_id = $1 AND m.message_ref <> $2 AND m.message_ref NOT LIKE 'raw:%' AND m.state = 'taken'
ORDER BY m.taken_at DESC, m.id DESC LIMIT 100;

--- Where the latest mail of a ticket came to.
-- outbox_mailbox_of(ticket_id id) -> one(mailbox_id id)
SELECT b.mailbox_id FROM mail m JOIN mail_mailbox b ON b.mail_id = m.id WHERE m.ticket_id = $1 AND m.direction = 'in'
ORDER BY m.taken_at DESC, m.id DESC, b.mailbox_id LIMIT 1;

--- In which language somebody is written to.
-- outbox_language(address text) -> one(language text?)
SELECT language FROM contact WHERE address = $1 AND forgotten_at IS NULL ORDER BY id LIMIT 1;

-- outbox_files(list ids) -> many(id id, name text, blob_id id)
SELECT id, name, blob_id FROM file WHERE id IN LIST($1) ORDER BY id LIMIT 100;

--- A person.

--- Every reply to the person, and on their tickets, wherever a merge or a split put it.
-- outbox_forget(contact_id id)
-- without viewer: an erasure takes all mails with the person
DELETE FROM outbox WHERE ticket_message_id IN (
    SELECT m.id FROM ticket_message m WHERE m.contact_id = $1
    UNION SELECT m.id FROM ticket t JOIN ticket_message m ON m.ticket_id = t.id
    WHERE t.requester_id = $1 AND (m.origin_id IS NULL OR m.origin_id = t.id)
    UNION SELECT m.id FROM ticket t JOIN ticket_message m ON m.origin_id = t.id WHERE t.requester_id = $1
    UNION SELECT m.id FROM contact c JOIN ticket t ON t.requester_id = c.id JOIN ticket_message m ON m.ticket_id = t.merged_into
    WHERE c.id = $1 AND m.kind = 'reply' AND c.address IS NOT NULL AND LOWER(m.recipients) LIKE '%"' || c.address || '"%');

-- outbox_of_contact(contact_id id) -> each(id id, ticket_id id, state text, sent_at time?)
-- without viewer: when something was sent, not what
SELECT o.id, o.ticket_id, o.state, o.sent_at
FROM ticket t JOIN ticket_message m ON m.ticket_id = t.id JOIN outbox o ON o.ticket_message_id = m.id
WHERE t.requester_id = $1 AND (m.origin_id IS NULL OR m.origin_id = t.id)
UNION
SELECT o.id, o.ticket_id, o.state, o.sent_at
FROM ticket t JOIN ticket_message m ON m.origin_id = t.id JOIN outbox o ON o.ticket_message_id = m.id
WHERE t.requester_id = $1
ORDER BY 1;

--- Their messages stand in another ticket.
-- outbox_place(list ids, ticket_id id)
UPDATE outbox SET ticket_id = $2 WHERE ticket_message_id IN LIST($1);

-- of customer/contact/contact_words.h: ContactTextRow(id id, text text?)
-- outbox_recipients_each() -> each(ContactTextRow)
SELECT id, recipients AS text FROM outbox WHERE recipients <> '[]';

-- outbox_recipients_set(id id, text text)
UPDATE outbox SET recipients = $2 WHERE id = $1;

-- outbox_refused_each() -> each(ContactTextRow)
SELECT id, refused AS text FROM outbox WHERE refused <> '[]';

-- outbox_refused_set(id id, text text)
UPDATE outbox SET refused = $2 WHERE id = $1;

-- outbox_answer_each() -> each(ContactTextRow)
SELECT id, answer AS text FROM outbox WHERE answer IS NOT NULL;

-- outbox_answer_set(id id, text text)
UPDATE outbox SET answer = $2 WHERE id = $1;

-- outbox_test_address_each() -> each(ContactTextRow)
SELECT mailbox_id AS id, recipient AS text FROM outbox_test;

-- outbox_test_address_set(id id, text text)
UPDATE outbox_test SET recipient = $2 WHERE mailbox_id = $1;

-- outbox_test_talk_each() -> each(ContactTextRow)
SELECT mailbox_id AS id, talk AS text FROM outbox_test;

-- outbox_test_talk_set(id id, text text)
UPDATE outbox_test SET talk = $2 WHERE mailbox_id = $1;

--- Test mails.

-- row OutboxTestRow(mailbox_id id, recipient text(1..320), state text(sending|sent|failed),
--   outcome text?, talk text, at time)
-- view TestMail of OutboxTestRow(mailbox_id, recipient, state, outcome, talk, at)
-- input NewTestMail of OutboxTestRow(recipient!)

-- outbox_test_of(mailbox_id id) -> one(OutboxTestRow)
SELECT mailbox_id, recipient, state, outcome, talk, at FROM outbox_test WHERE mailbox_id = $1;

-- outbox_test_put(OutboxTestRow)
INSERT INTO outbox_test ROW() ON CONFLICT (mailbox_id) DO UPDATE SET ROW();
