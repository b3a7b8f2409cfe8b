-- kept
CREATE TABLE task (
    id ID PRIMARY KEY,
    account_id INT REFERENCES account(id),
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    text TEXT,
    owner_id INT,
    author_id INT,
    due_on DAY,
    done_at TIME,
    done_by_id INT,
    snoozed_until DAY,
    snooze_reason TEXT,
    demo FLAG NOT NULL,
    created_at TIME NOT NULL,
    version INT NOT NULL
);
CREATE INDEX task_due ON task(due_on, id);
CREATE INDEX task_owner ON task(owner_id, due_on, id);
CREATE INDEX task_done ON task(done_at, id);
CREATE INDEX task_created ON task(created_at, id);
CREATE INDEX task_account ON task(account_id, due_on, id);

-- kept
-- viewer: visible_to, author_id
CREATE TABLE note (
    id ID PRIMARY KEY,
    account_id INT NOT NULL REFERENCES account(id),
    text TEXT NOT NULL,
    author_id INT,
    visible_to TEXT,
    demo FLAG NOT NULL,
    created_at TIME NOT NULL,
    edited_at TIME,
    version INT NOT NULL
);
CREATE INDEX note_account ON note(account_id, id);

-- kept
-- viewer: visible_to, author_id
CREATE TABLE call_log (
    id ID PRIMARY KEY,
    account_id INT NOT NULL REFERENCES account(id),
    contact_id INT,
    at TIME NOT NULL,
    minutes INT NOT NULL,
    direction TEXT NOT NULL,
    outcome TEXT NOT NULL,
    text TEXT,
    author_id INT,
    visible_to TEXT,
    demo FLAG NOT NULL,
    version INT NOT NULL
);
CREATE INDEX call_log_account ON call_log(account_id, at);
CREATE INDEX call_log_contact ON call_log(contact_id);
