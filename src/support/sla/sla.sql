-- row SlaTargetRow(priority text(any|low|normal|high|urgent), first_minutes int(1..525600)?,
--   next_minutes int(1..525600)?, resolution_minutes int(1..525600)?)
--- Minutes of business time. `any`: every priority that has no line of its own.
-- input SlaTarget of SlaTargetRow(priority!, first_minutes, next_minutes, resolution_minutes)

-- row SlaPolicyRow(id id, name text(1..100), name_ja text(..100)?, condition json?, hours_id id?, target_list json,
--   warn_minutes int(1..525600)?, warn_percent int(1..99)?, active flag, position int, version int)
--- `warn_minutes` or `warn_percent`: how much of the target is left when somebody is warned.
--- `withheld`: the area that its condition asks for and that the reader does not see, so that the condition is not told;
--- `unreadable`: the condition can no longer be read, and fits no ticket.
-- view SlaPolicy of SlaPolicyRow(id, name, name_ja, condition, withheld text(support|success|revenue)?, unreadable flag,
--   hours_id, targets list SlaTarget, warn_minutes, warn_percent, active, position, version)
--- `condition`: on tickets, in the condition language; missing = all. `hours_id`: missing = the first calendar.
-- input NewSlaPolicy of SlaPolicyRow(name!, name_ja, condition, hours_id, targets list(..5) SlaTarget, warn_minutes,
--   warn_percent, active?)
-- input SlaPolicyPatch of SlaPolicyRow(name?, name_ja, condition, hours_id, targets list(..5)? SlaTarget, warn_minutes,
--   warn_percent, active?, position int(1..100)?)

-- sla_policies() -> many(SlaPolicyRow)
SELECT id, name, name_ja, condition, hours_id, target_list, warn_minutes, warn_percent, active, position, version
FROM sla_policy ORDER BY position, id LIMIT 100;

-- sla_policy_by_id(id id) -> one(SlaPolicyRow)
SELECT id, name, name_ja, condition, hours_id, target_list, warn_minutes, warn_percent, active, position, version
FROM sla_policy WHERE id = $1;

-- sla_policy_insert(SlaPolicyRow)
INSERT INTO sla_policy ROW(version = 1);

-- sla_policy_update(SlaPolicyRow)
UPDATE sla_policy SET ROW(version = version + 1) WHERE id = $id;

-- sla_policy_place_set(id id, position int)
UPDATE sla_policy SET position = $2 WHERE id = $1;

-- sla_policy_remove(id id)
DELETE FROM sla_policy WHERE id = $1;

--- The segments that policies ask for.
-- of customer/segment/segment.h: SegmentAsking(kind text, id id, name text?, asks json)
-- sla_askings() -> each(SegmentAsking)
SELECT 'sla_policy' AS kind, id, name, condition AS asks FROM sla_policy WHERE condition IS NOT NULL
ORDER BY position, id;

--- What was promised.

-- row SlaPromiseRow(ticket_id id, policy_id id, hours_id id?, first_minutes int?, next_minutes int?,
--   resolution_minutes int?, warn_minutes int?, warn_percent int?)

-- sla_promise_of(ticket_id id) -> one(SlaPromiseRow)
SELECT ticket_id, policy_id, hours_id, first_minutes, next_minutes, resolution_minutes, warn_minutes, warn_percent
FROM sla_promise WHERE ticket_id = $1;

-- sla_promise_insert(SlaPromiseRow)
INSERT INTO sla_promise ROW();

-- sla_promise_drop(ticket_id id)
DELETE FROM sla_promise WHERE ticket_id = $1;

--- The ticket, as clocks see it.

-- sla_ticket(ticket_id id) -> one(id id, number int, account_id id?, requester_id id?, priority text, state text,
--   assignee_id id?, created_at time, first_answered_at time?, version int, due_at time?, due_kind text?, late_at time?,
--   warn_at time?, due_paused flag?, breaches int?, merged_into id?)
SELECT id, number, account_id, requester_id, priority, state, assignee_id, created_at, first_answered_at, version, due_at,
       due_kind, late_at, warn_at, due_paused, breaches, merged_into
FROM ticket WHERE id = $1;

--- With those of the tickets that were merged into it.
-- sla_spans(ticket_id id) -> all(ticket_id id, state text, clock text, began_at time, ended_at time?)
SELECT ticket_id, state, clock, began_at, ended_at FROM ticket_span
WHERE ticket_id IN (SELECT t.id FROM ticket t WHERE t.id = $1 OR t.merged_into = $1) ORDER BY began_at, id;

-- sla_messages(ticket_id id) -> all(id id, kind text, author_id id?, at time, quiet flag?)
-- without viewer: when something was said counts, whoever may read it
SELECT id, kind, author_id, at, quiet FROM ticket_message WHERE ticket_id = $1 ORDER BY at, id;

--- Whether anything is promised, or was.
-- sla_is_used() -> one(used flag)
SELECT CASE WHEN EXISTS (SELECT 1 FROM sla_policy) OR EXISTS (SELECT 1 FROM sla_promise) OR EXISTS (SELECT 1 FROM sla_clock)
            THEN 1 ELSE 0 END AS used;

--- Whose promise may still move: what is not done, and what was promised.
-- sla_tickets_after(after id, most int) -> ids
SELECT t.id FROM ticket t WHERE t.id > $1 AND t.merged_into IS NULL
    AND (t.state NOT IN ('solved', 'closed') OR EXISTS (SELECT 1 FROM sla_promise p WHERE p.ticket_id = t.id)
         OR EXISTS (SELECT 1 FROM sla_clock c WHERE c.ticket_id = t.id))
ORDER BY t.id LIMIT $2;

-- sla_tickets_of(account_id id, after id, most int) -> ids
SELECT id FROM ticket WHERE account_id = $1 AND id > $2 AND state NOT IN ('solved', 'closed') AND merged_into IS NULL
ORDER BY id LIMIT $3;

--- Who follows it, and everybody at the desk.
-- sla_followers(ticket_id id) -> ids
SELECT staff_id FROM ticket_follow WHERE ticket_id = $1 ORDER BY staff_id;

-- sla_desk() -> ids
SELECT id FROM staff WHERE active = 1 AND role <> 'viewer' ORDER BY id LIMIT 200;

--- Clocks.

-- row SlaClockRow(id id, ticket_id id, kind text(first|next|resolution), turn int, policy_id id, hours_id id?, target int,
--   started_at time, due_at time?, due_on day?, late_at time?, warn_at time?, paused flag, stopped_at time?,
--   business_ms int, breached_at time?, breached_on day?, reasons json, look_at time?, warned_due time?, told_due time?)

-- sla_clocks_of(ticket_id id) -> all(SlaClockRow)
SELECT id, ticket_id, kind, turn, policy_id, hours_id, target, started_at, due_at, due_on, late_at, warn_at, paused,
       stopped_at, business_ms, breached_at, breached_on, reasons, look_at, warned_due, told_due
FROM sla_clock WHERE ticket_id = $1 ORDER BY started_at, kind, turn;

--- Those of the tickets that were merged into this one.
-- sla_clocks_merged(ticket_id id) -> all(SlaClockRow)
SELECT c.id, c.ticket_id, c.kind, c.turn, c.policy_id, c.hours_id, c.target, c.started_at, c.due_at, c.due_on, c.late_at,
       c.warn_at, c.paused, c.stopped_at, c.business_ms, c.breached_at, c.breached_on, c.reasons, c.look_at, c.warned_due,
       c.told_due
FROM ticket t JOIN sla_clock c ON c.ticket_id = t.id WHERE t.merged_into = $1 ORDER BY c.started_at, c.kind, c.turn;

--- Of a ticket that was merged nothing is told.
-- sla_clocks_silence(ticket_id id)
UPDATE sla_clock SET look_at = NULL WHERE ticket_id = $1;

-- sla_clock_put(SlaClockRow)
INSERT INTO sla_clock ROW() ON CONFLICT (id) DO UPDATE SET ROW();

-- sla_clock_remove(id id)
DELETE FROM sla_clock WHERE id = $1;

-- sla_clocks_drop(ticket_id id)
DELETE FROM sla_clock WHERE ticket_id = $1;

-- sla_looks(now time, most int) -> ids
SELECT DISTINCT ticket_id FROM sla_clock WHERE look_at < $1 ORDER BY ticket_id LIMIT $2;

--- Figures, by due date. What runs and is not late may still be kept, so it is not counted; what was merged into another
--- ticket is counted there.

-- sla_counts(from_on day, until_on day) -> many(kind text, due int, breached int)
SELECT c.kind, COUNT(*) AS due, SUM(CASE WHEN c.breached_at IS NULL THEN 0 ELSE 1 END) AS breached
FROM sla_clock c JOIN ticket t ON t.id = c.ticket_id
WHERE c.due_on >= $1 AND c.due_on < $2 AND (c.stopped_at IS NOT NULL OR c.breached_at IS NOT NULL) AND t.merged_into IS NULL
GROUP BY c.kind ORDER BY c.kind;

--- The clocks behind them; `kind` '' = all.
-- row SlaDueRow(id id, ticket_id id, number int, subject text, account_id id?, account text?,
--   kind text(first|next|resolution), policy text?, target int, started_at time, due_at time, stopped_at time?,
--   breached_at time?)
-- view SlaDue of SlaDueRow(id, ticket_id, number, subject, account_id, account, kind, policy, target, started_at,
--   due_at, stopped_at, breached_at)
-- sla_due_page(from_on day, until_on day, kind text, breached int, before_at time, before_id id, most int)
--   -> many(SlaDueRow)
SELECT c.id, c.ticket_id, t.number, t.subject, t.account_id, a.name AS account, c.kind, p.name AS policy, c.target,
       c.started_at, c.due_at, c.stopped_at, c.breached_at
FROM sla_clock c JOIN ticket t ON t.id = c.ticket_id LEFT JOIN account a ON a.id = t.account_id
     LEFT JOIN sla_policy p ON p.id = c.policy_id
WHERE c.due_on >= $1 AND c.due_on < $2 AND (c.stopped_at IS NOT NULL OR c.breached_at IS NOT NULL) AND ($3 = '' OR c.kind = $3) AND ($4 = 0 OR c.breached_at IS NOT NULL)
    AND t.merged_into IS NULL AND (c.due_at, c.id) < ($5, $6)
ORDER BY c.due_at DESC, c.id DESC LIMIT $7;

--- Columns of the engine.

-- of jobs/columns.h: AccountCount(account_id id, day day, count int)
-- sla_breach_days() -> each(AccountCount)
SELECT t.account_id, c.breached_on AS day, COUNT(*) AS count FROM sla_clock c JOIN ticket t ON t.id = c.ticket_id
WHERE t.account_id IS NOT NULL AND t.merged_into IS NULL AND c.breached_on IS NOT NULL
GROUP BY t.account_id, c.breached_on ORDER BY t.account_id, c.breached_on;

-- sla_breach_days_of(accounts ids) -> each(AccountCount)
SELECT t.account_id, c.breached_on AS day, COUNT(*) AS count FROM sla_clock c JOIN ticket t ON t.id = c.ticket_id
WHERE t.account_id IN LIST($1) AND t.merged_into IS NULL AND c.breached_on IS NOT NULL
GROUP BY t.account_id, c.breached_on ORDER BY t.account_id, c.breached_on;

--- Today: the ticket of each account that is overdue longest, of those that were not put off.
-- row SlaOverdueRow(account_id id, id id, late_at time, waiting_since time?, urgency int)
-- sla_overdue_rows(now time) -> all(SlaOverdueRow)
SELECT account_id, id, late_at, waiting_since, urgency FROM (
    SELECT account_id, id, late_at, waiting_since, urgency, ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY late_at, id) AS place
    FROM ticket WHERE account_id IS NOT NULL AND merged_into IS NULL AND late_at < $1
        AND (snoozed_until IS NULL OR snoozed_until <= $1)) r
WHERE place = 1 ORDER BY account_id;

-- sla_named(list ids) -> many(id id, number int, subject text)
SELECT id, number, subject FROM ticket WHERE id IN LIST($1);
