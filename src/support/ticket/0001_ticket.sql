-- Numbers are given once, also where a ticket is deleted.
-- kept
CREATE TABLE ticket_number (
    one ID PRIMARY KEY,
    last INT NOT NULL
);
INSERT INTO ticket_number (one, last) VALUES (1, 1000);

-- What a ticket can be. `state` is what the program makes of it; `clock` says whether promised times run.
-- kept
CREATE TABLE ticket_status (
    id ID PRIMARY KEY,
    name TEXT NOT NULL,
    name_ja TEXT,
    state TEXT NOT NULL,
    clock TEXT NOT NULL,
    position INT NOT NULL,
    version INT NOT NULL
);
INSERT INTO ticket_status (id, name, name_ja, state, clock, position, version) VALUES
    (1, 'New', '新規', 'new', 'runs', 10, 1),
    (2, 'Open', '対応中', 'open', 'runs', 20, 1),
    (3, 'Waiting for customer', '顧客の返信待ち', 'waiting', 'pauses', 30, 1),
    (4, 'On hold', '保留', 'on_hold', 'pauses', 40, 1),
    (5, 'Solved', '解決済み', 'solved', 'stops', 50, 1),
    (6, 'Closed', 'クローズ', 'closed', 'stops', 60, 1);

-- `state` is that of its status. `waiting_since`: the oldest customer's message that nobody has answered.
-- kept
CREATE TABLE ticket (
    id ID PRIMARY KEY,
    number INT NOT NULL UNIQUE,
    subject TEXT NOT NULL,
    folded TEXT NOT NULL,
    account_id INT REFERENCES account(id),
    requester_id INT,
    requester_name TEXT,
    requester_address TEXT,
    channel TEXT NOT NULL,
    type TEXT,
    priority TEXT NOT NULL,
    urgency INT NOT NULL,
    status_id INT NOT NULL REFERENCES ticket_status(id),
    state TEXT NOT NULL,
    assignee_id INT,
    product_id INT,
    feature_id INT,
    tag_list JSON NOT NULL,
    fields JSON NOT NULL,
    folds JSON NOT NULL,
    waiting_since TIME,
    first_answered_at TIME,
    solved_at TIME,
    closed_at TIME,
    last_customer_at TIME,
    last_staff_at TIME,
    snoozed_until TIME,
    reopened INT NOT NULL,
    external_id TEXT UNIQUE,
    demo FLAG NOT NULL,
    opened_on DAY NOT NULL,
    created_at TIME NOT NULL,
    updated_at TIME NOT NULL,
    version INT NOT NULL
);
CREATE INDEX ticket_updated ON ticket(updated_at, id);
CREATE INDEX ticket_created ON ticket(created_at, id);
CREATE INDEX ticket_waiting ON ticket(waiting_since, id);
CREATE INDEX ticket_state ON ticket(state, updated_at, id);
CREATE INDEX ticket_assignee ON ticket(assignee_id, state, updated_at, id);
CREATE INDEX ticket_account ON ticket(account_id, updated_at, id);
CREATE INDEX ticket_requester ON ticket(requester_id);
CREATE INDEX ticket_status_of ON ticket(status_id);

-- How long a ticket had which status. `opens`: by how much the number of open tickets changed when it began.
-- kept
CREATE TABLE ticket_span (
    id ID PRIMARY KEY,
    ticket_id INT NOT NULL REFERENCES ticket(id),
    status_id INT NOT NULL,
    state TEXT NOT NULL,
    clock TEXT NOT NULL,
    assignee_id INT,
    began_at TIME NOT NULL,
    began_on DAY NOT NULL,
    ended_at TIME,
    opens INT NOT NULL,
    reopens INT NOT NULL
);
CREATE INDEX ticket_span_ticket ON ticket_span(ticket_id, began_at, id);

-- A message is never edited. `recipients` are those it was sent to; whatever the ticket becomes later changes nothing of
-- them. `html_blob_id` is the body as it came.
-- kept
-- viewer: visible_to, author_id
CREATE TABLE ticket_message (
    id ID PRIMARY KEY,
    ticket_id INT NOT NULL REFERENCES ticket(id),
    at TIME NOT NULL,
    kind TEXT NOT NULL,
    author_id INT,
    contact_id INT,
    sender_name TEXT,
    sender_address TEXT,
    text TEXT NOT NULL,
    html_blob_id INT,
    channel TEXT NOT NULL,
    recipients JSON NOT NULL,
    visible_to TEXT,
    demo FLAG NOT NULL
);
CREATE INDEX ticket_message_ticket ON ticket_message(ticket_id, at, id);
CREATE INDEX ticket_message_contact ON ticket_message(contact_id);
CREATE INDEX ticket_message_html ON ticket_message(html_blob_id);

-- What somebody is writing, for nobody else. It becomes the message of the same id, so its files go with it.
-- kept
CREATE TABLE ticket_draft (
    id ID PRIMARY KEY,
    ticket_id INT NOT NULL REFERENCES ticket(id),
    author_id INT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    recipients JSON NOT NULL,
    visible_to TEXT,
    edited_at TIME NOT NULL,
    UNIQUE (ticket_id, author_id)
);

-- kept
CREATE TABLE ticket_follow (
    ticket_id INT NOT NULL REFERENCES ticket(id),
    staff_id INT NOT NULL,
    PRIMARY KEY (ticket_id, staff_id)
);

-- One change of many tickets, and what each was before and after.
-- kept
CREATE TABLE ticket_bulk (
    id ID PRIMARY KEY,
    staff_id INT,
    tickets INT NOT NULL,
    undone_at TIME,
    created_at TIME NOT NULL
);

-- kept
CREATE TABLE ticket_bulk_one (
    bulk_id INT NOT NULL REFERENCES ticket_bulk(id),
    ticket_id INT NOT NULL,
    before_state JSON NOT NULL,
    after_state JSON NOT NULL,
    PRIMARY KEY (bulk_id, ticket_id)
);
CREATE INDEX ticket_bulk_one_ticket ON ticket_bulk_one(ticket_id);
