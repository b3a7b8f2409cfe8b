-- Promises in their order: of those that are active, the first that fits a ticket holds for it. Without a condition it
-- fits all, without hours_id the workspace's first calendar measures.
-- kept
CREATE TABLE sla_policy (
    id ID PRIMARY KEY,
    name TEXT NOT NULL,
    name_ja TEXT,
    condition JSON,
    hours_id INT,
    target_list JSON NOT NULL,
    warn_minutes INT,
    warn_percent INT,
    active FLAG NOT NULL,
    position INT NOT NULL,
    version INT NOT NULL
);

-- What was promised for a ticket, in minutes of business time. One that is solved keeps it.
-- kept
CREATE TABLE sla_promise (
    ticket_id ID PRIMARY KEY,
    policy_id INT NOT NULL,
    hours_id INT,
    first_minutes INT,
    next_minutes INT,
    resolution_minutes INT,
    warn_minutes INT,
    warn_percent INT
);

-- How a promise stands. A ticket has one clock for the first response, one for the resolution, and one for each further
-- message of the customer (`turn`). Once it has stopped it keeps what was promised then: policy, calendar and target.
-- `late_at`: from when on it is late, if it runs on; `business_ms`: what was used once it has stopped or is paused;
-- `look_at`: when there is something to tell; `warned_due`, `told_due`: the due time that somebody was warned of, and
-- whose breach was told, so that it happens once.
-- kept
CREATE TABLE sla_clock (
    id ID PRIMARY KEY,
    ticket_id INT NOT NULL,
    kind TEXT NOT NULL,
    turn INT NOT NULL,
    policy_id INT NOT NULL,
    hours_id INT,
    target INT NOT NULL,
    started_at TIME NOT NULL,
    due_at TIME,
    due_on DAY,
    late_at TIME,
    warn_at TIME,
    paused FLAG NOT NULL,
    stopped_at TIME,
    business_ms INT NOT NULL,
    breached_at TIME,
    breached_on DAY,
    reasons JSON NOT NULL,
    look_at TIME,
    warned_due TIME,
    told_due TIME
);
CREATE INDEX sla_clock_ticket ON sla_clock(ticket_id);
CREATE INDEX sla_clock_look ON sla_clock(look_at, id);
CREATE INDEX sla_clock_due ON sla_clock(due_on, due_at, id);
CREATE INDEX sla_clock_breached ON sla_clock(breached_on);
