-- Every mail that came in, or went out: so that the same mail is known again, and an answer finds what it answers.
-- `message_ref`: its Message-ID without angles, or "raw:" and the SHA-256 of its source. `hash`: of its body; equal in both is
-- the same mail. `message_id`: the ticket's message that was made of it. `raw_blob_id`: its source.
-- kept
CREATE TABLE mail (
    id ID PRIMARY KEY,
    direction TEXT NOT NULL,
    message_ref TEXT NOT NULL,
    hash TEXT NOT NULL,
    state TEXT NOT NULL,
    ticket_id INT,
    message_id INT,
    bounced_id INT,
    raw_blob_id INT,
    size INT NOT NULL,
    subject TEXT,
    sender_name TEXT,
    sender_address TEXT,
    automatic TEXT,
    at TIME NOT NULL,
    taken_at TIME NOT NULL,
    UNIQUE (message_ref, hash)
);
CREATE INDEX mail_ticket ON mail(ticket_id);
CREATE INDEX mail_message ON mail(message_id);
CREATE INDEX mail_raw ON mail(raw_blob_id);
CREATE INDEX mail_sender ON mail(sender_address, at);
CREATE INDEX mail_state ON mail(state, id);

-- Which mailboxes a mail came to.
-- kept
CREATE TABLE mail_mailbox (
    mail_id INT NOT NULL REFERENCES mail(id),
    mailbox_id INT NOT NULL,
    PRIMARY KEY (mail_id, mailbox_id)
);

-- How far each mailbox was fetched. `last_uid`: of the folder `source` whose UIDVALIDITY is
-- `uid_validity`. `left_count`: mails that were
-- too large, and are left on the server. `told`: the admins know that it fails.
-- kept
CREATE TABLE mail_fetch (
    mailbox_id ID PRIMARY KEY,
    source TEXT NOT NULL,
    uid_validity INT NOT NULL,
    last_uid INT NOT NULL,
    taken INT NOT NULL,
    left_count INT NOT NULL,
    fetched_at TIME,
    failing_since TIME,
    problem TEXT,
    told FLAG NOT NULL
);
