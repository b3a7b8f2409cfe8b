--- `clock`: whether the times that were promised run. The state is what the program makes of the status.
-- row TicketStatusRow(id id, name text(1..60), name_ja text(..60)?, state text(new|open|waiting|on_hold|solved|closed),
--   clock text(runs|pauses|stops), position int(0..10000), version int)

-- input NewTicketStatus of TicketStatusRow(name!, name_ja, state!, clock!, position?)
-- input TicketStatusPatch of TicketStatusRow(name?, name_ja, clock?, position?)

-- ticket_status_all() -> many(TicketStatusRow)
SELECT id, name, name_ja, state, clock, position, version FROM ticket_status ORDER BY position, id LIMIT 200;

-- ticket_status_by_id(id id) -> one(TicketStatusRow)
SELECT id, name, name_ja, state, clock, position, version FROM ticket_status WHERE id = $1;

--- The first that has the state.
-- ticket_status_for(state text) -> one(TicketStatusRow)
SELECT id, name, name_ja, state, clock, position, version FROM ticket_status WHERE state = $1
ORDER BY position, id LIMIT 1;

-- ticket_status_insert(TicketStatusRow)
INSERT INTO ticket_status ROW(version = 1);

-- ticket_status_update(TicketStatusRow)
UPDATE ticket_status SET ROW(KEEP state, version = version + 1) WHERE id = $id;

-- ticket_status_remove(id id)
DELETE FROM ticket_status WHERE id = $1;

--- How many there are of the state, and how many tickets have, or had, this one.
-- ticket_status_use(id id, state text) -> one(others int, tickets int)
SELECT (SELECT COUNT(*) FROM ticket_status WHERE state = $2 AND id <> $1) AS others,
       (SELECT COUNT(*) FROM ticket WHERE status_id = $1 AND merged_into IS NULL) AS tickets;

--- Nobody can give a merged ticket another status: it gets one of the same state.
-- ticket_status_replace(id id, state text)
UPDATE ticket SET status_id = (SELECT MIN(s.id) FROM ticket_status s WHERE s.state = $2 AND s.id <> $1)
WHERE status_id = $1 AND merged_into IS NOT NULL;

-- row TicketSpanRow(id id, ticket_id id, status_id id, state text(new|open|waiting|on_hold|solved|closed),
--   clock text(runs|pauses|stops), assignee_id id?, began_at time, began_on day, ended_at time?, opens int, reopens int)

--- A stretch of a ticket's history.
-- view TicketSpan of TicketSpanRow(status_id, state, clock, assignee_id, began_at, ended_at)

-- ticket_span_insert(TicketSpanRow)
INSERT INTO ticket_span ROW();

-- ticket_span_end(ticket_id id, ended_at time)
UPDATE ticket_span SET ended_at = $2 WHERE ticket_id = $1 AND ended_at IS NULL;

-- ticket_span_running(ticket_id id) -> one(began_at time)
SELECT began_at FROM ticket_span WHERE ticket_id = $1 AND ended_at IS NULL ORDER BY id DESC LIMIT 1;

-- ticket_span_of(ticket_id id) -> many(TicketSpanRow)
SELECT id, ticket_id, status_id, state, clock, assignee_id, began_at, began_on, ended_at, opens, reopens
FROM ticket_span WHERE ticket_id = $1 ORDER BY began_at, id LIMIT 1000;

-- ticket_span_drop(ticket_id id)
DELETE FROM ticket_span WHERE ticket_id = $1;
