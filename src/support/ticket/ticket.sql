--- `requester_id` is a known contact; of a stranger there are name and address as they gave them. `requester`: the
--- contact's name. `merged_into`: the ticket in which this one is to be found; `merged_number`: that one's number.
-- row TicketRow(id id, number int, subject text(1..500), account_id id?, account text?, requester_id id?,
--   requester text?, requester_name text(..200)?, requester_address text(..320)?, channel text(1..40),
--   type text(question|problem|request|refund)?, priority text(low|normal|high|urgent), status_id id,
--   state text(new|open|waiting|on_hold|solved|closed), assignee_id id?, assignee text?, product_id id?, feature_id id?,
--   tag_list json, fields json, waiting_since time?, first_answered_at time?, solved_at time?, closed_at time?,
--   last_customer_at time?, last_staff_at time?, snoozed_until time?, reopened int, external_id text(ident)?,
--   opened_on day, created_at time, updated_at time, version int, due_at time?,
--   due_kind text(first|next|resolution)?, late_at time?, warn_at time?, due_paused flag?, breaches int?,
--   merged_into id?, merged_number int?)

--- A ticket that was merged into another one.
-- row TicketMergedRow(into_id id, id id, number int, subject text)
-- view TicketMerged of TicketMergedRow(id, number, subject)

--- `due_at`: of the promise (SLA) that is due next, `late_at`: from when on it is overdue, as nothing passes outside business
--- hours, `warn_at`: from when on somebody is warned of it; `breaches`: how many promises were broken, missing where none
--- applies. `following`: the caller follows it. `merged`: those that were merged into it. `children`: tickets below it;
--- `open_children`: those that it still waits for.
-- view Ticket of TicketRow(id, number, subject, account_id, account, requester_id, requester, requester_name,
--   requester_address, channel, type, priority, status_id, state, assignee_id, assignee, product_id, feature_id, tags texts,
--   fields, waiting_since, first_answered_at, solved_at, closed_at, last_customer_at, last_staff_at, snoozed_until,
--   reopened, external_id, created_at, updated_at, version, due_at, due_kind, late_at, warn_at, due_paused, breaches,
--   merged_into, merged_number, following flag, merged list TicketMerged, children int, open_children int)

--- `text`: the first message, by `kind`: what the customer said, a reply of ours, or a note.
-- input NewTicket of TicketRow(subject!, account_id, requester_id, requester_name, requester_address,
--   channel text(1..40)?, type, priority?, status_id?, assignee_id, product_id, feature_id, tags texts(..20)?, fields?,
--   text text(1..100000), kind text(customer|reply|note)?)
-- input TicketPatch of TicketRow(subject?, account_id, requester_id, requester_name, requester_address, type, priority?,
--   status_id?, assignee_id, product_id, feature_id, tags texts(..20)?, fields?)
--- What can be changed of several at once; tags are added and taken away.
-- input TicketSet of TicketRow(account_id?, type?, priority?, status_id?, assignee_id?, snoozed_until?,
--   add_tags texts(..20)?, drop_tags texts(..20)?)

--- What facts say.
-- view TicketOpened of TicketRow(number, channel)
-- view TicketNumbered of TicketRow(number)
-- view TicketSnoozed of TicketRow(number, snoozed_until)
--- What a reply that is taken back sets back, what is told of it once it has left, and by whom. `then_`: as the reply left it.
-- view TicketUnsent of TicketRow(status_id, state, assignee_id, waiting_since, first_answered_at, solved_at, closed_at,
--   last_staff_at, version, then_status_id id, then_state text, answers_id id?, actor text)
--- What an undo compares and sets back.
-- view TicketKept of TicketRow(account_id, type, priority, status_id, assignee_id, snoozed_until, tag_list)
--- The same where the status changed, with the times that follow it.
-- view TicketKeptMoved of TicketRow(account_id, type, priority, status_id, assignee_id, snoozed_until, tag_list,
--   waiting_since, first_answered_at, solved_at, closed_at, reopened)
--- What an undo compares and sets back, of the ticket that remains.
-- view TicketStood of TicketRow(status_id, state, assignee_id, tag_list, snoozed_until, waiting_since, first_answered_at,
--   solved_at, closed_at, last_customer_at, last_staff_at, opened_on, created_at)
--- What an import can bring.
-- view TicketSnapshot of TicketRow(subject, account_id, requester_id, requester_name, requester_address, channel, type,
--   priority, status_id, assignee_id, tag_list, fields, first_answered_at, solved_at, closed_at, external_id, created_at)

-- ticket_number_next() -> one(last int)
UPDATE ticket_number SET last = last + 1 WHERE one = 1 RETURNING last;

-- ticket_by_id(id id) -> one(TicketRow)
SELECT t.id, t.number, t.subject, t.account_id, a.name AS account, t.requester_id, COALESCE(c.name, c.email) AS requester,
       t.requester_name, t.requester_address, t.channel, t.type, t.priority, t.status_id, t.state, t.assignee_id,
       s.name AS assignee, t.product_id, t.feature_id, t.tag_list, t.fields, t.waiting_since, t.first_answered_at,
       t.solved_at, t.closed_at, t.last_customer_at, t.last_staff_at, t.snoozed_until, t.reopened, t.external_id,
       t.opened_on, t.created_at, t.updated_at, t.version, t.due_at, t.due_kind, t.late_at, t.warn_at, t.due_paused, t.breaches,
       t.merged_into, i.number AS merged_number
FROM ticket t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN contact c ON c.id = t.requester_id
     LEFT JOIN staff s ON s.id = t.assignee_id LEFT JOIN ticket i ON i.id = t.merged_into
WHERE t.id = $1;

-- ticket_by_ids(list ids) -> many(TicketRow)
SELECT t.id, t.number, t.subject, t.account_id, a.name AS account, t.requester_id, COALESCE(c.name, c.email) AS requester,
       t.requester_name, t.requester_address, t.channel, t.type, t.priority, t.status_id, t.state, t.assignee_id,
       s.name AS assignee, t.product_id, t.feature_id, t.tag_list, t.fields, t.waiting_since, t.first_answered_at,
       t.solved_at, t.closed_at, t.last_customer_at, t.last_staff_at, t.snoozed_until, t.reopened, t.external_id,
       t.opened_on, t.created_at, t.updated_at, t.version, t.due_at, t.due_kind, t.late_at, t.warn_at, t.due_paused, t.breaches,
       t.merged_into, i.number AS merged_number
FROM ticket t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN contact c ON c.id = t.requester_id
     LEFT JOIN staff s ON s.id = t.assignee_id LEFT JOIN ticket i ON i.id = t.merged_into
WHERE t.id IN LIST($1);

--- The number of one that was merged leads to where it is.
-- ticket_id_by_number(number int) -> one(id id)
SELECT COALESCE(merged_into, id) AS id FROM ticket WHERE number = $1;

-- ticket_id_by_external(external_id text) -> one(id id)
SELECT id FROM ticket WHERE external_id = $1;

-- ticket_merged_among(list ids) -> many(TicketMergedRow)
SELECT merged_into AS into_id, id, number, subject FROM ticket WHERE merged_into IN LIST($1) ORDER BY number LIMIT 1000;

-- ticket_insert(TicketRow, folded text, folds json, urgency int, demo flag)
INSERT INTO ticket ROW(version = 1);

-- ticket_update(TicketRow, folded text, folds json, urgency int)
UPDATE ticket SET ROW(KEEP number, KEEP merged_into, KEEP due_at, KEEP due_kind, KEEP late_at, KEEP warn_at, KEEP due_paused,
    KEEP breaches, version = version + 1) WHERE id = $id;

--- What is promised follows from the ticket: it is no version of its own.
-- ticket_promise_put(id id, due_at time?, due_kind text?, late_at time?, warn_at time?, due_paused flag?, breaches int?)
UPDATE ticket SET due_at = $2, due_kind = $3, late_at = $4, warn_at = $5, due_paused = $6, breaches = $7 WHERE id = $1;

-- ticket_remove(id id)
DELETE FROM ticket WHERE id = $1;

-- ticket_follow_add(ticket_id id, staff_id id)
INSERT INTO ticket_follow ROW() ON CONFLICT (ticket_id, staff_id) DO NOTHING;

-- ticket_follow_remove(ticket_id id, staff_id id)
DELETE FROM ticket_follow WHERE ticket_id = $1 AND staff_id = $2;

-- ticket_follow_drop(ticket_id id)
DELETE FROM ticket_follow WHERE ticket_id = $1;

-- ticket_followers(ticket_id id) -> ids
SELECT staff_id FROM ticket_follow WHERE ticket_id = $1 ORDER BY staff_id;

-- ticket_followed(list ids, staff_id id) -> ids
SELECT ticket_id FROM ticket_follow WHERE ticket_id IN LIST($1) AND staff_id = $2 ORDER BY ticket_id;

--- The things that a ticket names.

-- ticket_account_name(account_id id) -> one(id id, name text)
SELECT id, name FROM account WHERE id = $1;

-- ticket_staff_name(id id) -> one(id id, name text, active flag, role text, circles json)
SELECT id, name, active, role, circles FROM staff WHERE id = $1;

-- ticket_product_there(id id) -> one(id id)
SELECT id FROM product WHERE id = $1;

-- ticket_feature_there(id id) -> one(id id, product_id id)
SELECT id, product_id FROM feature WHERE id = $1;

--- Who has this address: a member of staff is none of them.
-- ticket_contact_by_address(address text) -> one(id id)
SELECT id FROM contact WHERE address = $1 AND forgotten_at IS NULL ORDER BY id LIMIT 1;

-- ticket_contact_address(id id) -> one(email text?)
SELECT email FROM contact WHERE id = $1 AND forgotten_at IS NULL;

--- Whether people of an account have an address, or one of its domain: "%@example.com", "" = none counts.
-- ticket_company_has(account_id id, address text, domain text) -> one(people int)
SELECT COUNT(*) AS people FROM contact_account ca JOIN contact c ON c.id = ca.contact_id
WHERE ca.account_id = $1 AND (c.address = $2 OR c.address LIKE $3 ESCAPE '\');

--- Where a contact works, if that is one account.
-- ticket_accounts_of(contact_id id) -> ids
SELECT account_id FROM contact_account WHERE contact_id = $1 ORDER BY account_id LIMIT 2;

--- With an account.

-- ticket_ids_of_account(account_id id) -> ids
SELECT id FROM ticket WHERE account_id = $1 ORDER BY id;

--- Of an account that becomes one with another.
-- ticket_ids_of(account_id id, after id, most int) -> ids
SELECT id FROM ticket WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- ticket_account_move(list ids, from_id id, into_id id)
UPDATE ticket SET account_id = $3 WHERE id IN LIST($1) AND account_id = $2;

-- ticket_held(account_id id) -> one(tickets int)
SELECT COUNT(*) AS tickets FROM ticket WHERE account_id = $1;

--- Custom fields.

-- ticket_fields_with(pattern text, after id, most int) -> many(id id, fields json, folds json)
SELECT id, fields, folds FROM ticket WHERE id > $2 AND fields LIKE $1 ORDER BY id LIMIT $3;

-- ticket_fields_set(id id, fields json, folds json)
UPDATE ticket SET fields = $2, folds = $3, version = version + 1 WHERE id = $1;

--- What is searched. Who asks sees tickets only with the circle.
-- ticket_searched(list ids) -> many(id id, number int, subject text, account_id id?, account text?, created_at time,
--   requester text?, external_id text?, merged_number int?)
SELECT t.id, t.number, t.subject, t.account_id, a.name AS account, t.created_at,
       COALESCE(c.name, t.requester_name, t.requester_address) AS requester, t.external_id, i.number AS merged_number
FROM ticket t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN contact c ON c.id = t.requester_id
     LEFT JOIN ticket i ON i.id = t.merged_into
WHERE t.id IN LIST($1);

-- ticket_ids_after(after id, most int) -> ids
SELECT id FROM ticket WHERE id > $1 ORDER BY id LIMIT $2;

-- of house/timeline/timeline.h: TimelineWords(id id, title text?, text text?)
-- ticket_subjects(list ids) -> many(TimelineWords)
SELECT id, subject AS title, NULL AS text FROM ticket WHERE id IN LIST($1);

--- Columns of the engine. What was merged into another ticket counts there, and not once more.

-- of jobs/columns.h: AccountCount(account_id id, day day, count int)
-- ticket_opened_days() -> each(AccountCount)
SELECT account_id, opened_on AS day, COUNT(*) AS count FROM ticket WHERE account_id IS NOT NULL AND merged_into IS NULL
GROUP BY account_id, opened_on ORDER BY account_id, opened_on;

-- ticket_opened_days_of(accounts ids) -> each(AccountCount)
SELECT account_id, opened_on AS day, COUNT(*) AS count FROM ticket WHERE account_id IN LIST($1) AND merged_into IS NULL
GROUP BY account_id, opened_on ORDER BY account_id, opened_on;

-- ticket_open_days() -> each(AccountCount)
SELECT t.account_id, p.began_on AS day, SUM(p.opens) AS count FROM ticket_span p JOIN ticket t ON t.id = p.ticket_id
WHERE t.account_id IS NOT NULL AND t.merged_into IS NULL AND p.opens <> 0
GROUP BY t.account_id, p.began_on ORDER BY t.account_id, p.began_on;

-- ticket_open_days_of(accounts ids) -> each(AccountCount)
SELECT t.account_id, p.began_on AS day, SUM(p.opens) AS count FROM ticket_span p JOIN ticket t ON t.id = p.ticket_id
WHERE t.account_id IN LIST($1) AND t.merged_into IS NULL AND p.opens <> 0
GROUP BY t.account_id, p.began_on ORDER BY t.account_id, p.began_on;

-- ticket_reopened_days() -> each(AccountCount)
SELECT t.account_id, p.began_on AS day, SUM(p.reopens) AS count FROM ticket_span p JOIN ticket t ON t.id = p.ticket_id
WHERE t.account_id IS NOT NULL AND t.merged_into IS NULL AND p.reopens <> 0
GROUP BY t.account_id, p.began_on ORDER BY t.account_id, p.began_on;

-- ticket_reopened_days_of(accounts ids) -> each(AccountCount)
SELECT t.account_id, p.began_on AS day, SUM(p.reopens) AS count FROM ticket_span p JOIN ticket t ON t.id = p.ticket_id
WHERE t.account_id IN LIST($1) AND t.merged_into IS NULL AND p.reopens <> 0
GROUP BY t.account_id, p.began_on ORDER BY t.account_id, p.began_on;

--- Of every account, so that one whose tickets are answered is said to wait for nothing.
-- ticket_waiting_each() -> each(account_id id, since time?)
SELECT a.id AS account_id, w.since FROM account a LEFT JOIN (
    SELECT account_id, MIN(waiting_since) AS since FROM ticket WHERE waiting_since IS NOT NULL AND merged_into IS NULL
    GROUP BY account_id
) w ON w.account_id = a.id ORDER BY a.id;

-- ticket_waiting_of(accounts ids) -> each(account_id id, since time?)
SELECT a.id AS account_id, (SELECT MIN(t.waiting_since) FROM ticket t WHERE t.account_id = a.id
       AND t.merged_into IS NULL) AS since
FROM account a WHERE a.id IN LIST($1) ORDER BY a.id;

--- Today: the ticket of each account that has waited longest, of those that were not put off.
-- ticket_waiting_rows(now time) -> all(account_id id, id id, number int, waiting_since time, urgency int, tickets int)
SELECT account_id, id, number, waiting_since, urgency, tickets FROM (
    SELECT account_id, id, number, waiting_since, urgency,
           ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY waiting_since, id) AS place,
           COUNT(*) OVER (PARTITION BY account_id) AS tickets
    FROM ticket WHERE account_id IS NOT NULL AND waiting_since IS NOT NULL AND waiting_since < $1
        AND merged_into IS NULL AND (snoozed_until IS NULL OR snoozed_until <= $1)) r
WHERE place = 1 ORDER BY account_id;

--- A person: what is held, erased, and moved to the other contact of a merge.

-- ticket_of_contact(contact_id id) -> each(id id, number int, subject text, account_id id?, channel text, type text?,
--   priority text, state text, created_at time, solved_at time?)
SELECT id, number, subject, account_id, channel, type, priority, state, created_at, solved_at FROM ticket
WHERE requester_id = $1 ORDER BY id;

-- ticket_ids_of_contact(contact_id id) -> ids
SELECT id FROM ticket WHERE requester_id = $1 ORDER BY id;

-- ticket_requested(contact_id id) -> one(tickets int)
SELECT COUNT(*) AS tickets FROM ticket WHERE requester_id = $1;

-- ticket_forget(contact_id id, erased text, folded text)
UPDATE ticket SET requester_id = NULL, requester_name = NULL, requester_address = NULL, subject = $2, folded = $3,
       version = version + 1
WHERE requester_id = $1;

-- ticket_requester_move(from_id id, into_id id)
UPDATE ticket SET requester_id = $2, version = version + 1 WHERE requester_id = $1;

-- of customer/contact/contact_words.h: ContactTextRow(id id, text text?)
-- ticket_subject_words_each() -> each(ContactTextRow)
SELECT id, subject AS text FROM ticket;

-- ticket_subject_words_set(id id, text text, folded text)
UPDATE ticket SET subject = $2, folded = $3, version = version + 1 WHERE id = $1;

-- ticket_name_words_each() -> each(ContactTextRow)
SELECT id, requester_name AS text FROM ticket WHERE requester_name IS NOT NULL;

-- ticket_name_words_set(id id, text text)
UPDATE ticket SET requester_name = $2, version = version + 1 WHERE id = $1;

-- ticket_address_words_each() -> each(ContactTextRow)
SELECT id, requester_address AS text FROM ticket WHERE requester_address IS NOT NULL;

--- The name that came with it is theirs, too.
-- ticket_address_words_set(id id, text text)
UPDATE ticket SET requester_address = $2, requester_name = NULL, version = version + 1 WHERE id = $1;

--- Changes of many.

-- ticket_bulk_insert(id id, staff_id id?, tickets int, created_at time)
INSERT INTO ticket_bulk ROW(undone_at = NULL);

-- ticket_bulk_counted(id id, tickets int)
UPDATE ticket_bulk SET tickets = $2 WHERE id = $1;

-- ticket_bulk_by_id(id id) -> one(id id, staff_id id?, tickets int, undone_at time?, created_at time)
SELECT id, staff_id, tickets, undone_at, created_at FROM ticket_bulk WHERE id = $1;

-- ticket_bulk_undone(id id, undone_at time)
UPDATE ticket_bulk SET undone_at = $2 WHERE id = $1;

-- ticket_bulk_add(bulk_id id, ticket_id id, before_state json, after_state json)
INSERT INTO ticket_bulk_one ROW();

-- ticket_bulk_ones(bulk_id id, after id, most int) -> many(ticket_id id, before_state json, after_state json)
SELECT ticket_id, before_state, after_state FROM ticket_bulk_one WHERE bulk_id = $1 AND ticket_id > $2
ORDER BY ticket_id LIMIT $3;

-- ticket_bulk_one_drop(bulk_id id, ticket_id id)
DELETE FROM ticket_bulk_one WHERE bulk_id = $1 AND ticket_id = $2;

-- ticket_bulk_forget(ticket_id id)
DELETE FROM ticket_bulk_one WHERE ticket_id = $1;

-- ticket_bulk_ones_expire(before time)
DELETE FROM ticket_bulk_one WHERE bulk_id IN (SELECT id FROM ticket_bulk WHERE created_at < $1);

-- ticket_bulk_expire(before time)
DELETE FROM ticket_bulk WHERE created_at < $1;

-- ticket_field_words_each() -> each(ContactTextRow)
SELECT id, fields AS text FROM ticket WHERE fields <> '{}';

-- ticket_field_words_set(id id, text text)
UPDATE ticket SET fields = $2, version = version + 1 WHERE id = $1;

-- ticket_fold_words_each() -> each(ContactTextRow)
SELECT id, folds AS text FROM ticket WHERE folds <> '{}';

-- ticket_fold_words_set(id id, text text)
UPDATE ticket SET folds = $2 WHERE id = $1;

--- What keeps an import from taking a ticket back: somebody wrote to it since, or merged another one into it.
-- ticket_written_to(ticket_id id) -> one(messages int, merged int)
-- without viewer: whether there is anything, not what
SELECT (SELECT COUNT(*) FROM ticket_message WHERE ticket_id = $1 AND channel <> 'import') AS messages,
       (SELECT COUNT(*) FROM ticket WHERE merged_into = $1) AS merged;

-- ticket_staff_by_email(email text) -> one(id id)
SELECT id FROM staff WHERE LOWER(email) = $1;
