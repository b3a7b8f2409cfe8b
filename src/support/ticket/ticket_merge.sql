--- `from_number`, `from_subject`, `into_number`, `staff`: names of what stands in it; missing where that is gone.
-- row TicketMoveRow(id id, kind text(merge|split), from_id id, from_number int?, from_subject text?, into_id id,
--   into_number int?, into_subject text?, staff_id id?, staff text?, before_state json, after_state json,
--   state text(done|undone), created_at time, undone_at time?)

--- `messages`: how many it moved. `stay`: of an undo, how many were written since and stay where they are.
-- view TicketMove of TicketMoveRow(id, kind, from_id, from_number, from_subject, into_id, into_number, into_subject,
--   staff_id, staff, state, created_at, undone_at, messages int, stay int?)
--- What the facts say.
-- view TicketMoveTold of TicketMoveRow(from_id, from_number, into_id, into_number)

-- ticket_move_insert(TicketMoveRow)
INSERT INTO ticket_move ROW();

--- As it left the ticket that remains.
-- ticket_move_left(id id, after_state json)
UPDATE ticket_move SET after_state = $2 WHERE id = $1;

-- ticket_move_undone(id id, undone_at time)
UPDATE ticket_move SET state = 'undone', undone_at = $2 WHERE id = $1;

-- ticket_move_by_id(id id) -> one(TicketMoveRow)
SELECT m.id, m.kind, m.from_id, f.number AS from_number, f.subject AS from_subject, m.into_id, i.number AS into_number,
       i.subject AS into_subject, m.staff_id, s.name AS staff, m.before_state, m.after_state, m.state, m.created_at, m.undone_at
FROM ticket_move m LEFT JOIN ticket f ON f.id = m.from_id LEFT JOIN ticket i ON i.id = m.into_id
     LEFT JOIN staff s ON s.id = m.staff_id
WHERE m.id = $1;

--- Those that can be undone, the latest first.
-- ticket_moves_of(ticket_id id) -> many(TicketMoveRow)
SELECT m.id, m.kind, m.from_id, f.number AS from_number, f.subject AS from_subject, m.into_id, i.number AS into_number,
       i.subject AS into_subject, m.staff_id, s.name AS staff, m.before_state, m.after_state, m.state, m.created_at, m.undone_at
FROM ticket_move m LEFT JOIN ticket f ON f.id = m.from_id LEFT JOIN ticket i ON i.id = m.into_id
     LEFT JOIN staff s ON s.id = m.staff_id
WHERE m.state = 'done' AND (m.into_id = $1 OR m.from_id = $1) ORDER BY m.id DESC LIMIT 200;

--- By which merge a ticket went.
-- ticket_merge_of(from_id id) -> one(TicketMoveRow)
SELECT m.id, m.kind, m.from_id, f.number AS from_number, f.subject AS from_subject, m.into_id, i.number AS into_number,
       i.subject AS into_subject, m.staff_id, s.name AS staff, m.before_state, m.after_state, m.state, m.created_at, m.undone_at
FROM ticket_move m LEFT JOIN ticket f ON f.id = m.from_id LEFT JOIN ticket i ON i.id = m.into_id
     LEFT JOIN staff s ON s.id = m.staff_id
WHERE m.from_id = $1 AND m.kind = 'merge' AND m.state = 'done' ORDER BY m.id DESC LIMIT 1;

-- ticket_moved_add[](move_id id, what text, thing_id id)
INSERT INTO ticket_moved ROW();

-- ticket_moved_of(move_id id, what text) -> ids
SELECT thing_id FROM ticket_moved WHERE move_id = $1 AND what = $2 ORDER BY thing_id;

-- ticket_moved_drop(move_id id)
DELETE FROM ticket_moved WHERE move_id = $1;

--- With a ticket that is deleted.
-- ticket_moved_forget(ticket_id id)
DELETE FROM ticket_moved WHERE move_id IN (SELECT m.id FROM ticket_move m WHERE m.from_id = $1 OR m.into_id = $1);

-- ticket_move_forget(ticket_id id)
DELETE FROM ticket_move WHERE from_id = $1 OR into_id = $1;

--- Where a ticket is to be found.

-- ticket_merged_set(list ids, merged_into id?)
UPDATE ticket SET merged_into = $2, version = version + 1 WHERE id IN LIST($1);

-- ticket_also_set(id id, also text?)
UPDATE ticket SET also = $2 WHERE id = $1;

--- All that are to be found in this one, those that came last first.
-- ticket_ids_merged(into_id id) -> all(id id, account_id id?)
SELECT t.id, t.account_id FROM ticket t LEFT JOIN ticket_move m ON m.from_id = t.id AND m.kind = 'merge' AND m.state = 'done'
WHERE t.merged_into = $1 ORDER BY m.id DESC, t.id;

--- Those that were merged into this one, or into one that was.
-- ticket_merged_below(ticket_id id) -> ids
WITH RECURSIVE below(id) AS (
    SELECT m.from_id FROM ticket_move m WHERE m.into_id = $1 AND m.kind = 'merge' AND m.state = 'done'
    UNION
    SELECT m.from_id FROM ticket_move m JOIN below ON m.into_id = below.id AND m.kind = 'merge' AND m.state = 'done'
)
SELECT id FROM below ORDER BY id;

--- Messages that stand in another ticket from now on. One that is back where it was written says no origin.

-- ticket_message_still(list ids, ticket_id id) -> ids
-- without viewer: a ticket is merged with all of its messages
SELECT id FROM ticket_message WHERE id IN LIST($1) AND ticket_id = $2 ORDER BY id;

-- ticket_message_place(list ids, ticket_id id)
UPDATE ticket_message SET origin_id = NULLIF(COALESCE(origin_id, ticket_id), $2), ticket_id = $2 WHERE id IN LIST($1);

-- ticket_message_origin_forget(origin_id id)
UPDATE ticket_message SET origin_id = NULL WHERE origin_id = $1;

--- What was said in a ticket, as its times see it.
-- ticket_message_lives(ticket_id id) -> all(id id, kind text, author_id id?, at time, quiet flag?, origin_id id?)
-- without viewer: when something was said counts, whoever may read it
SELECT id, kind, author_id, at, quiet, origin_id FROM ticket_message WHERE ticket_id = $1 ORDER BY at, id;

--- Those of the chosen ones that stand in the ticket, and that the asker sees.
-- ticket_message_chosen(list ids, ticket_id id, viewer) -> many(id id, channel text, at time)
SELECT m.id, m.channel, m.at FROM ticket_message m WHERE m.id IN LIST($1) AND m.ticket_id = $2 AND SEEN(m)
ORDER BY m.at, m.id LIMIT 1000;

-- ticket_message_count(ticket_id id) -> one(messages int)
-- without viewer: how many, not what
SELECT COUNT(*) AS messages FROM ticket_message WHERE ticket_id = $1;

--- Which tickets are proposed for a merge or a link.

--- Those of the same requester that are not done, then those of the same account.
-- ticket_ids_near(ticket_id id, requester_id id, address text, account_id id) -> ids
SELECT t.id FROM ticket t
WHERE t.state IN ('new', 'open', 'waiting', 'on_hold') AND t.id <> $1 AND t.merged_into IS NULL
    AND (t.requester_id = $2 OR LOWER(t.requester_address) = $3 OR t.account_id = $4)
ORDER BY CASE WHEN t.requester_id = $2 OR LOWER(t.requester_address) = $3 THEN 0 ELSE 1 END, t.updated_at DESC, t.id DESC
LIMIT 8;

--- `words`: "%invoice%", of folded texts. A number comes first, that of a merged ticket too.
-- ticket_ids_like(ticket_id id, number int, words text) -> ids
SELECT t.id FROM ticket t LEFT JOIN contact c ON c.id = t.requester_id
WHERE t.id <> $1 AND t.merged_into IS NULL
    AND (t.id IN (SELECT COALESCE(n.merged_into, n.id) FROM ticket n WHERE n.number = $2)
         OR t.folded LIKE $3 ESCAPE '\' OR c.folded LIKE $3 ESCAPE '\'
         OR LOWER(t.requester_name) LIKE $3 ESCAPE '\' OR LOWER(t.requester_address) LIKE $3 ESCAPE '\')
ORDER BY CASE WHEN t.id IN (SELECT COALESCE(n.merged_into, n.id) FROM ticket n WHERE n.number = $2) THEN 0 ELSE 1 END,
    CASE WHEN t.state IN ('solved', 'closed') THEN 1 ELSE 0 END, t.updated_at DESC, t.id DESC
LIMIT 8;
