-- A reply on its way out. `message_ref`: its Message-ID without angles, given before the first try, so that each further
-- one carries the same. `recipients`: those whom no server has taken it for yet. `answer`: the server's last words;
-- `refused`: who was refused for good, and why. `kept`: what a take-back restores (support/ticket). `quotes`: everybody who
-- gets it has `answered_id`. `files`: ids, as they were at Send. `released`: it can be taken back no more. `maybes`: how often
-- it was handed over and nothing was answered.
-- kept
CREATE TABLE outbox (
    id ID PRIMARY KEY,
    ticket_id INT NOT NULL,
    ticket_message_id INT NOT NULL UNIQUE,
    answered_id INT,
    quotes FLAG NOT NULL,
    files JSON NOT NULL,
    mailbox_id INT NOT NULL,
    author_id INT,
    message_ref TEXT NOT NULL UNIQUE,
    sender TEXT NOT NULL,
    recipients JSON NOT NULL,
    state TEXT NOT NULL,
    released FLAG NOT NULL,
    send_at TIME NOT NULL,
    tries INT NOT NULL,
    maybes INT NOT NULL,
    next_at TIME NOT NULL,
    outcome TEXT,
    answer TEXT,
    refused JSON NOT NULL,
    kept JSON NOT NULL,
    sent_at TIME,
    created_at TIME NOT NULL
);
CREATE INDEX outbox_ticket ON outbox(ticket_id, id);
CREATE INDEX outbox_mailbox ON outbox(mailbox_id, state, next_at, id);

-- The last test mail of a mailbox. `talk`: what both sides said, without passwords.
-- kept
CREATE TABLE outbox_test (
    mailbox_id ID PRIMARY KEY,
    recipient TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    talk TEXT NOT NULL,
    at TIME NOT NULL
);
