--- Everybody who sees the circle support sees a message, unless its note is for others: `visible_to`. `origin_id`: the
--- ticket that it was written to, where a merge or a split moved it since.
-- row TicketMessageRow(id id, ticket_id id, at time, kind text(customer|reply|note), author_id id?, author text?,
--   contact_id id?, contact text?, sender_name text(..200)?, sender_address text(..320)?, text text(1..100000),
--   html_blob_id id?, channel text(1..40), recipients json, visible_to text(support|success|revenue|me)?,
--   fold_list json?, automatic text(reply|generated|list|bulk|bounce|own)?, caution text(staff_address)?,
--   origin_id id?, origin_number int?)

--- A part of the sent message: it never changes. `reply_to`: where the sender of a customer's message wants answers.
-- row TicketRecipientRow(role text(to|cc|bcc|reply_to), address text(1..320), name text(..200)?)
-- input TicketRecipient of TicketRecipientRow(role!, address!, name)

--- `kind`: a reply unless another is said. `status_id`: what the ticket becomes with it. `answers_id`: the message that a
--- reply answers.
-- input NewTicketMessage of TicketMessageRow(kind?, text!, html text(..1000000)?, recipients list(..100)? TicketRecipient,
--   visible_to, status_id id?, contact_id, channel text(1..40)?, answers_id id?)

--- What another system hands in: a customer's message. `ticket_id`: the ticket that it answers; without it one is opened.
-- input TicketIncoming of TicketMessageRow(ticket_id?, channel?, subject text(..500)?, text!, html text(..1000000)?,
--   contact_id, account_id id?, sender_name, sender_address, recipients list(..100)? TicketRecipient, at?)

--- What the facts say.
-- view TicketMessageTold of TicketMessageRow(ticket_id, number int, channel)

-- ticket_message_by_id(id id, viewer) -> one(TicketMessageRow)
SELECT m.id, m.ticket_id, m.at, m.kind, m.author_id, s.name AS author, m.contact_id, COALESCE(c.name, c.email) AS contact,
       m.sender_name, m.sender_address, m.text, m.html_blob_id, m.channel, m.recipients, m.visible_to,
       m.fold_list, m.automatic, m.caution, m.origin_id, o.number AS origin_number
FROM ticket_message m LEFT JOIN staff s ON s.id = m.author_id LEFT JOIN contact c ON c.id = m.contact_id
     LEFT JOIN ticket o ON o.id = m.origin_id
WHERE m.id = $1 AND SEEN(m);

--- The messages before a place, the newest first.
-- ticket_message_page(ticket_id id, before_at time, before_id id, most int, viewer) -> many(TicketMessageRow)
SELECT m.id, m.ticket_id, m.at, m.kind, m.author_id, s.name AS author, m.contact_id, COALESCE(c.name, c.email) AS contact,
       m.sender_name, m.sender_address, m.text, m.html_blob_id, m.channel, m.recipients, m.visible_to,
       m.fold_list, m.automatic, m.caution, m.origin_id, o.number AS origin_number
FROM ticket_message m LEFT JOIN staff s ON s.id = m.author_id LEFT JOIN contact c ON c.id = m.contact_id
     LEFT JOIN ticket o ON o.id = m.origin_id
WHERE m.ticket_id = $1 AND (m.at, m.id) < ($2, $3) AND SEEN(m)
ORDER BY m.at DESC, m.id DESC LIMIT $4;

-- ticket_message_insert(TicketMessageRow, quiet flag, demo flag)
INSERT INTO ticket_message ROW();

--- What a reply answers unless another message is named: the latest that was said in public. A bounce says nothing.
-- ticket_message_latest(ticket_id id, viewer) -> one(id id)
SELECT m.id FROM ticket_message m WHERE m.ticket_id = $1 AND m.kind <> 'note' AND SEEN(m)
    AND (m.kind = 'customer' OR m.recipients <> '[]') AND (m.automatic IS NULL OR m.automatic NOT IN ('bounce', 'own'))
ORDER BY m.at DESC, m.id DESC LIMIT 1;

-- ticket_message_remove(id id)
DELETE FROM ticket_message WHERE id = $1;

-- ticket_message_ids(ticket_id id) -> ids
-- without viewer: a ticket goes, or moves, with all of its messages
SELECT id FROM ticket_message WHERE ticket_id = $1 ORDER BY id;

-- ticket_message_blobs(ticket_id id) -> ids
-- without viewer: a ticket goes with all of its messages
SELECT html_blob_id FROM ticket_message WHERE ticket_id = $1 AND html_blob_id IS NOT NULL ORDER BY html_blob_id;

-- ticket_message_drop(ticket_id id)
DELETE FROM ticket_message WHERE ticket_id = $1;

-- ticket_message_holds(blob_id id) -> one(messages int)
-- without viewer: whether the content is still held, not by what
SELECT COUNT(*) AS messages FROM ticket_message WHERE html_blob_id = $1;

--- Drafts: an author's own.

-- row TicketDraftRow(id id, ticket_id id, author_id id, kind text(reply|note|customer), text text(..100000), recipients json,
--   answers_id id?, addressed flag, visible_to text(support|success|revenue|me)?, edited_at time)
--- `addressed`: `recipients`, perhaps nobody, and `answers_id` count; else both are as proposed. Who gives recipients settles them.
-- input TicketDraftGiven of TicketDraftRow(kind?, text?, recipients list(..100)? TicketRecipient, answers_id, addressed?,
--   visible_to)

--- A draft stays with its ticket when that is merged, and is found in both: that of the ticket itself first.
-- ticket_draft_of(ticket_id id, author_id id) -> one(TicketDraftRow)
SELECT id, ticket_id, author_id, kind, text, recipients, answers_id, addressed, visible_to, edited_at FROM ticket_draft
WHERE author_id = $2 AND ticket_id IN (SELECT t.id FROM ticket t WHERE t.id = $1 OR t.merged_into = $1)
ORDER BY CASE WHEN ticket_id = $1 THEN 0 ELSE 1 END, id LIMIT 1;

-- ticket_draft_by_id(id id, author_id id) -> one(TicketDraftRow)
SELECT id, ticket_id, author_id, kind, text, recipients, answers_id, addressed, visible_to, edited_at FROM ticket_draft
WHERE id = $1 AND author_id = $2;

--- `ticket_id` 0: on all tickets.
-- ticket_drafts_by(author_id id, ticket_id id) -> many(TicketDraftRow)
SELECT id, ticket_id, author_id, kind, text, recipients, answers_id, addressed, visible_to, edited_at FROM ticket_draft
WHERE author_id = $1 AND ($2 = 0 OR ticket_id IN (SELECT t.id FROM ticket t WHERE t.id = $2 OR t.merged_into = $2))
ORDER BY CASE WHEN ticket_id = $2 THEN 0 ELSE 1 END, edited_at DESC, id DESC LIMIT 200;

-- ticket_draft_insert(TicketDraftRow)
INSERT INTO ticket_draft ROW();

-- ticket_draft_update(TicketDraftRow)
UPDATE ticket_draft SET ROW(KEEP ticket_id, KEEP author_id) WHERE id = $id;

--- The messages are the ticket's no more: what answered them answers none.
-- ticket_draft_loosen(list ids, ticket_id id)
UPDATE ticket_draft SET answers_id = NULL WHERE answers_id IN LIST($1) AND ticket_id = $2;

-- ticket_draft_remove(id id)
DELETE FROM ticket_draft WHERE id = $1;

-- ticket_draft_ids(ticket_id id) -> ids
SELECT id FROM ticket_draft WHERE ticket_id = $1 ORDER BY id;

-- ticket_draft_drop(ticket_id id)
DELETE FROM ticket_draft WHERE ticket_id = $1;

--- What is searched: each message is found by who sees it.
-- of house/search/search.h: SearchDocument(id id, account_id id?, at time, title text?, text text?, beside text?,
--   visible_to text?, author_id id?)

-- ticket_message_searched(list ids) -> many(SearchDocument)
-- without viewer: the index holds all, and a document says who finds it
SELECT m.id, t.account_id, m.at, NULL AS title, m.text, '#' || CAST(t.number AS TEXT) || ' ' || t.subject AS beside,
       m.visible_to, m.author_id
FROM ticket_message m JOIN ticket t ON t.id = m.ticket_id WHERE m.id IN LIST($1);

-- ticket_message_ids_after(after id, most int) -> ids
-- without viewer: the index holds all
SELECT id FROM ticket_message WHERE id > $1 ORDER BY id LIMIT $2;

--- What the timeline tells of it.
-- of house/timeline/timeline.h: TimelineWords(id id, title text?, text text?)

-- ticket_message_words(list ids, viewer) -> many(TimelineWords)
SELECT m.id, t.subject AS title, m.text FROM ticket_message m JOIN ticket t ON t.id = m.ticket_id
WHERE m.id IN LIST($1) AND SEEN(m);

--- A person.

-- ticket_message_of_contact(contact_id id, viewer) -> each(id id, ticket_id id, at time, text text, channel text)
SELECT m.id, m.ticket_id, m.at, m.text, m.channel FROM ticket_message m WHERE m.contact_id = $1 AND SEEN(m) ORDER BY m.id;

--- Whoever answers for the export learns that there is more, and not what.
-- ticket_message_kept_back(contact_id id, viewer) -> each(count int)
SELECT COUNT(*) FROM ticket_message m WHERE m.contact_id = $1 AND NOT SEEN(m);

-- ticket_message_written(contact_id id) -> one(messages int)
-- without viewer: whether there is anything, not what
SELECT COUNT(*) AS messages FROM ticket_message WHERE contact_id = $1;

--- What was said by the person, and to the person: the whole talk of their tickets, wherever it is since, and what was
--- written to them where one of these was merged into somebody else's.
-- ticket_message_ids_with(contact_id id) -> ids
-- without viewer: an erasure takes all messages with the person
SELECT id FROM ticket_message WHERE contact_id = $1
UNION
SELECT m.id FROM ticket t JOIN ticket_message m ON m.ticket_id = t.id
WHERE t.requester_id = $1 AND (m.origin_id IS NULL OR m.origin_id = t.id)
UNION
SELECT m.id FROM ticket t JOIN ticket_message m ON m.origin_id = t.id WHERE t.requester_id = $1
UNION
SELECT m.id FROM contact c JOIN ticket t ON t.requester_id = c.id JOIN ticket_message m ON m.ticket_id = t.merged_into
WHERE c.id = $1 AND m.kind = 'reply' AND c.address IS NOT NULL AND LOWER(m.recipients) LIKE '%"' || c.address || '"%'
ORDER BY 1;

-- ticket_message_blobs_in(list ids) -> ids
-- without viewer: an erasure takes all messages with the person
SELECT html_blob_id FROM ticket_message WHERE id IN LIST($1) AND html_blob_id IS NOT NULL ORDER BY html_blob_id;

-- ticket_message_forget(list ids, erased text)
UPDATE ticket_message SET contact_id = NULL, sender_name = NULL, sender_address = NULL, text = $2, html_blob_id = NULL,
       recipients = '[]', fold_list = NULL
WHERE id IN LIST($1);

-- ticket_message_file_after(contact_id id, after id, viewer) -> one(id id)
SELECT f.id FROM ticket_message m JOIN file f ON f.subject = 'message' AND f.subject_id = m.id
WHERE m.contact_id = $1 AND f.id > $2 AND SEEN(m) ORDER BY f.id LIMIT 1;

-- ticket_message_move(from_id id, into_id id)
UPDATE ticket_message SET contact_id = $2 WHERE contact_id = $1;

--- What anybody wrote, for an erasure that looks for the person in it.
-- of customer/contact/contact_words.h: ContactTextRow(id id, text text?)

-- ticket_message_text_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, text FROM ticket_message;

-- ticket_message_text_set(id id, text text)
UPDATE ticket_message SET text = $2 WHERE id = $1;

-- ticket_message_sender_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, sender_address AS text FROM ticket_message WHERE sender_address IS NOT NULL;

--- The name that came with it is theirs, too.
-- ticket_message_sender_set(id id, text text)
UPDATE ticket_message SET sender_address = $2, sender_name = NULL WHERE id = $1;

-- ticket_message_name_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, sender_name AS text FROM ticket_message WHERE sender_name IS NOT NULL;

-- ticket_message_name_set(id id, text text)
UPDATE ticket_message SET sender_name = $2 WHERE id = $1;

--- A body as it came is no text to write into: where the person stands in the message, it goes.
-- ticket_message_bodies(after id, most int) -> many(id id, html_blob_id id, text text, sender_name text?,
--   sender_address text?, recipients json)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, html_blob_id, text, sender_name, sender_address, recipients FROM ticket_message
WHERE html_blob_id IS NOT NULL AND id > $1 ORDER BY id LIMIT $2;

-- ticket_message_body_drop(id id)
UPDATE ticket_message SET html_blob_id = NULL WHERE id = $1;

-- ticket_message_recipients_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, recipients AS text FROM ticket_message WHERE recipients <> '[]';

-- ticket_message_recipients_set(id id, text text)
UPDATE ticket_message SET recipients = $2 WHERE id = $1;

-- ticket_draft_text_each() -> each(ContactTextRow)
SELECT id, text FROM ticket_draft;

-- ticket_draft_text_set(id id, text text)
UPDATE ticket_draft SET text = $2 WHERE id = $1;

-- ticket_draft_recipients_each() -> each(ContactTextRow)
SELECT id, recipients AS text FROM ticket_draft WHERE recipients <> '[]';

-- ticket_draft_recipients_set(id id, text text)
UPDATE ticket_draft SET recipients = $2 WHERE id = $1;
