-- Every mail that came in, or went out: so that the same mail is known again, and an answer finds what it answers.
-- `message_ref`: its Message-ID without angles, or "raw:" and the SHA-256 of its source. `hash`: of its body; equal in both is
-- the same mail. `message_id`: the ticket's message that was made of it. `raw_blob_id`: its source. `at`: when it arrived,
-- as our server says; `sent_at`: when it was written, as its sender says.
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
    sent_at TIME,
    taken_at TIME NOT NULL,
    UNIQUE (message_ref, hash)
);
CREATE INDEX mail_ticket ON mail(ticket_id);
CREATE INDEX mail_message ON mail(message_id);
CREATE INDEX mail_bounced ON mail(bounced_id);
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

-- Whom the head of a mail names, in lower case, as long as its source is kept: so that an erasure finds it.
-- kept
CREATE TABLE mail_address (
    mail_id INT NOT NULL REFERENCES mail(id),
    address TEXT NOT NULL,
    PRIMARY KEY (mail_id, address)
);
CREATE INDEX mail_address_of ON mail_address(address);

-- Erasures that still look through the sources of mails: those above `done_to`, up to `last_id`. `words`: whom they look
-- for, sealed (base/seal.h).
-- kept
CREATE TABLE mail_erasure (
    id ID PRIMARY KEY,
    words BYTES NOT NULL,
    done_to INT NOT NULL,
    last_id INT NOT NULL
);

-- How far each mailbox was fetched. `last_uid`: of the folder `source` whose UIDVALIDITY is `uid_validity`. `left_count`:
-- mails that were too large, and are left on the server. `outcome`: why it fails, in a word; `problem`: as it was said.
-- `told`: the admins know that it fails.
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
    outcome TEXT,
    problem TEXT,
    told FLAG NOT NULL
);

-- Mails up to `last_uid` of which something is left to do. `todo`: "take", as the server did not hand it out; "after", as it
-- is here and not yet marked, moved or deleted there; "delete", as it was copied. `tries` that failed, and when the next is
-- due.
-- kept
CREATE TABLE mail_fetch_todo (
    mailbox_id INT NOT NULL,
    uid INT NOT NULL,
    todo TEXT NOT NULL,
    tries INT NOT NULL,
    next_at TIME NOT NULL,
    PRIMARY KEY (mailbox_id, uid)
);
CREATE INDEX mail_fetch_todo_due ON mail_fetch_todo(mailbox_id, next_at);

-- The last test of fetching of a mailbox. `answer`: what the server said.
-- kept
CREATE TABLE mail_fetch_test (
    mailbox_id ID PRIMARY KEY,
    state TEXT NOT NULL,
    outcome TEXT,
    answer TEXT NOT NULL,
    mails INT,
    at TIME NOT NULL
);
