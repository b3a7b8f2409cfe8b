-- row MailRow(id id, direction text(in|out), message_ref text, hash text, state text(taken|held|deleted), ticket_id id?,
--   message_id id?, bounced_id id?, raw_blob_id id?, size int, subject text?, sender_name text?, sender_address text?,
--   automatic text(reply|generated|list|bulk|bounce|own)?, at time, sent_at time?, taken_at time)

--- `bounced_id`: the message that did not arrive, of a bounce. `at`: when it arrived, as our server says; `sent_at`: when it
--- was written, as its sender says. `has_source`: it is kept; an erased person's is not. `mailboxes`: the names of those that
--- it came to.
-- view MailItem of MailRow(id, direction, state, ticket_id, message_id, bounced_id, size, subject, sender_name,
--   sender_address, automatic, at, sent_at, taken_at, has_source flag, mailboxes texts)


-- mail_by_id(id id) -> one(MailRow)
SELECT id, direction, message_ref, hash, state, ticket_id, message_id, bounced_id, raw_blob_id, size, subject, sender_name,
       sender_address, automatic, at, sent_at, taken_at
FROM mail WHERE id = $1;

--- The same mail; one that we sent ourselves is the same whatever became of its body on the way.
-- mail_same(message_ref text, hash text) -> one(MailRow)
SELECT id, direction, message_ref, hash, state, ticket_id, message_id, bounced_id, raw_blob_id, size, subject, sender_name,
       sender_address, automatic, at, sent_at, taken_at
FROM mail WHERE message_ref = $1 AND (hash = $2 OR direction = 'out') ORDER BY id LIMIT 1;

--- The newest of these that has a ticket.
-- mail_answered(refs texts) -> many(message_ref text, ticket_id id, message_id id?)
SELECT m.message_ref, m.ticket_id, m.message_id FROM mail m JOIN ticket t ON t.id = m.ticket_id
WHERE m.message_ref IN LIST($1) ORDER BY m.id DESC LIMIT 100;

--- When the latest of what it answers was written.
-- mail_answered_last(ticket_id id, refs texts) -> one(at time?)
-- without viewer: when it was written, not what
SELECT MAX(t.at) AS at FROM mail m JOIN ticket_message t ON t.id = m.message_id
WHERE m.ticket_id = $1 AND m.message_ref IN LIST($2);

-- mail_of_message(message_id id) -> one(MailRow)
SELECT id, direction, message_ref, hash, state, ticket_id, message_id, bounced_id, raw_blob_id, size, subject, sender_name,
       sender_address, automatic, at, sent_at, taken_at
FROM mail WHERE message_id = $1 ORDER BY id LIMIT 1;

--- Messages of which the source is kept.
-- mail_sourced(list ids) -> ids
SELECT DISTINCT message_id FROM mail WHERE message_id IN LIST($1) AND raw_blob_id IS NOT NULL ORDER BY message_id;

-- mail_in_state(state text, before id, most int) -> many(MailRow)
SELECT id, direction, message_ref, hash, state, ticket_id, message_id, bounced_id, raw_blob_id, size, subject, sender_name,
       sender_address, automatic, at, sent_at, taken_at
FROM mail WHERE state = $1 AND direction = 'in' AND id < $2 ORDER BY id DESC LIMIT $3;

-- mail_insert(MailRow)
INSERT INTO mail ROW();

-- mail_placed(id id, state text, ticket_id id?, message_id id?, bounced_id id?, automatic text?)
UPDATE mail SET ROW() WHERE id = $id;

-- mail_mailbox_add(mail_id id, mailbox_id id)
INSERT INTO mail_mailbox ROW() ON CONFLICT (mail_id, mailbox_id) DO NOTHING;

-- mail_mailboxes(list ids) -> many(mail_id id, name text)
SELECT x.mail_id, b.name FROM mail_mailbox x JOIN mailbox b ON b.id = x.mailbox_id WHERE x.mail_id IN LIST($1)
ORDER BY x.mail_id, b.name;

--- How many mails of the sender were written about then, and whether some of them are held.
-- mail_storm(sender_address text, from_at time, until_at time) -> one(mails int, held int?)
SELECT COUNT(*) AS mails, SUM(CASE WHEN state = 'held' THEN 1 ELSE 0 END) AS held FROM mail
WHERE sender_address = $1 AND at > $2 AND at <= $3 AND direction = 'in';

--- Where a ticket is to be found: one that was merged, in the other.

-- mail_ticket_there(id id) -> one(id id)
SELECT COALESCE(merged_into, id) AS id FROM ticket WHERE id = $1;

-- mail_ticket_numbered(number int) -> one(id id)
SELECT COALESCE(merged_into, id) AS id FROM ticket WHERE number = $1;

--- Where that of these stands which was written to the ticket and moved since, by a merge or a split.
-- mail_moved(refs texts, ticket_id id) -> one(ticket_id id)
-- without viewer: where it is, not what
SELECT t.ticket_id FROM mail m JOIN ticket_message t ON t.id = m.message_id
WHERE m.message_ref IN LIST($1) AND t.origin_id = $2 ORDER BY m.id DESC LIMIT 1;

--- Their messages stand in another ticket.
-- mail_place(list ids, ticket_id id)
UPDATE mail SET ticket_id = $2 WHERE message_id IN LIST($1);

--- Whether the address is the requester's, of somebody of the same account, or of somebody who wrote to the ticket; also
--- where these are of one that was merged into it.
-- mail_sender_belongs(ticket_id id, address text) -> one(tickets int)
-- without viewer: whether somebody wrote, not what
SELECT COUNT(*) AS tickets FROM ticket t WHERE (t.id = $1 OR t.merged_into = $1)
    AND (LOWER(t.requester_address) = $2
    OR EXISTS (SELECT 1 FROM contact c WHERE c.address = $2 AND c.forgotten_at IS NULL AND (c.id = t.requester_id
        OR EXISTS (SELECT 1 FROM contact_account x WHERE x.contact_id = c.id AND x.account_id = t.account_id)))
    OR EXISTS (SELECT 1 FROM ticket_message m WHERE m.ticket_id = t.id AND LOWER(m.sender_address) = $2));

-- mail_staff_at(email text) -> one(id id)
SELECT id FROM staff WHERE LOWER(email) = $1 ORDER BY id LIMIT 1;

--- Who lets held mails in.
-- mail_admins() -> all(id id, circles json)
SELECT id, circles FROM staff WHERE role = 'admin' AND active = 1 ORDER BY id;

-- mail_holds(blob_id id) -> one(mails int)
SELECT COUNT(*) AS mails FROM mail WHERE raw_blob_id = $1;

--- What goes: the row stays, so that the same mail is known again.

-- mail_ids_of_ticket(ticket_id id) -> ids
SELECT id FROM mail WHERE ticket_id = $1 ORDER BY id;

-- mail_blobs_of(list ids) -> ids
SELECT raw_blob_id FROM mail WHERE id IN LIST($1) AND raw_blob_id IS NOT NULL ORDER BY raw_blob_id;

-- mail_empty(list ids)
UPDATE mail SET raw_blob_id = NULL, subject = NULL, sender_name = NULL, sender_address = NULL WHERE id IN LIST($1);

-- mail_deleted(list ids)
UPDATE mail SET state = 'deleted', ticket_id = NULL, message_id = NULL WHERE id IN LIST($1);

--- A person: those of their tickets, wherever a merge or a split put them.

-- mail_ids_of_contact(contact_id id) -> ids
-- without viewer: an erasure takes all mails with the person
SELECT id FROM mail WHERE message_id IN (SELECT id FROM ticket_message WHERE contact_id = $1)
UNION
SELECT x.id FROM ticket t JOIN mail x ON x.ticket_id = t.id LEFT JOIN ticket_message m ON m.id = x.message_id
WHERE t.requester_id = $1 AND (m.origin_id IS NULL OR m.origin_id = t.id)
UNION
SELECT x.id FROM ticket t JOIN ticket_message m ON m.origin_id = t.id JOIN mail x ON x.message_id = m.id
WHERE t.requester_id = $1
ORDER BY 1;

-- mail_address_add(mail_id id, address text)
INSERT INTO mail_address ROW() ON CONFLICT (mail_id, address) DO NOTHING;

-- mail_address_drop(list ids)
DELETE FROM mail_address WHERE mail_id IN LIST($1);

--- Those whose head names one of these.
-- mail_ids_naming(list texts) -> ids
SELECT DISTINCT mail_id FROM mail_address WHERE address IN LIST($1) ORDER BY mail_id;

--- The source alone: somebody else's mail that names the person.
-- mail_source_drop(list ids)
UPDATE mail SET raw_blob_id = NULL WHERE id IN LIST($1);

-- row MailErasureRow(id id, words bytes, done_to id, last_id id)

-- mail_erasure_first() -> one(MailErasureRow)
SELECT id, words, done_to, last_id FROM mail_erasure ORDER BY id LIMIT 1;

-- mail_erasure_insert(MailErasureRow)
INSERT INTO mail_erasure ROW();

-- mail_erasure_advance(id id, done_to id)
UPDATE mail_erasure SET ROW() WHERE id = $id;

-- mail_erasure_end(id id)
DELETE FROM mail_erasure WHERE id = $1;

--- How many still have to look at the source of this mail.
-- mail_erasures_before(id id) -> one(erasures int)
SELECT COUNT(*) AS erasures FROM mail_erasure WHERE done_to < $1 AND last_id >= $1;

-- mail_source_next(after id, last id) -> one(id id, raw_blob_id id)
SELECT id, raw_blob_id FROM mail WHERE raw_blob_id IS NOT NULL AND id > $1 AND id <= $2 ORDER BY id LIMIT 1;

-- of customer/contact/contact_words.h: ContactTextRow(id id, text text?)

-- mail_subject_each() -> each(ContactTextRow)
SELECT id, subject AS text FROM mail WHERE subject IS NOT NULL;

-- mail_subject_set(id id, text text)
UPDATE mail SET subject = $2 WHERE id = $1;

-- mail_name_each() -> each(ContactTextRow)
SELECT id, sender_name AS text FROM mail WHERE sender_name IS NOT NULL;

-- mail_name_set(id id, text text)
UPDATE mail SET sender_name = $2 WHERE id = $1;

-- mail_address_each() -> each(ContactTextRow)
SELECT id, sender_address AS text FROM mail WHERE sender_address IS NOT NULL;

--- The name that came with it is theirs, too.
-- mail_address_set(id id, text text)
UPDATE mail SET sender_address = $2, sender_name = NULL WHERE id = $1;

--- A Message-ID that holds the address of its sender.
-- mail_ref_each() -> each(ContactTextRow)
SELECT id, message_ref AS text FROM mail;

--- With the id, so that it stays the only one.
-- mail_ref_set(id id, text text)
UPDATE mail SET message_ref = $2 || '-' || CAST(id AS TEXT) WHERE id = $1;

-- of house/timeline/timeline.h: TimelineWords(id id, title text?, text text?)
-- mail_words(list ids) -> many(TimelineWords)
SELECT id, subject AS title, sender_address AS text FROM mail WHERE id IN LIST($1);
