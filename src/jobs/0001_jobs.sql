-- What happened, one row each; never changed, never removed, but for who may see it: that follows the thing that the
-- fact is about. `xact` orders the rows as they were committed: the transaction's id on PostgreSQL, a running number on
-- SQLite.
-- kept
-- viewer: visible_to, author_id
CREATE TABLE fact (
    id ID PRIMARY KEY,
    at TIME NOT NULL,
    kind TEXT NOT NULL,
    account_id INT,
    contact_id INT,
    actor TEXT NOT NULL,
    subject TEXT,
    body JSON NOT NULL,
    visible_to TEXT,
    author_id INT,
    xact INT NOT NULL
);
CREATE INDEX fact_order ON fact (xact, id);
CREATE INDEX fact_account ON fact (account_id, at, id);
CREATE INDEX fact_at ON fact (at, id);
CREATE INDEX fact_kind ON fact (kind, at, id);

-- How far each reader of the facts has come.
-- kept
CREATE TABLE fact_reader (
    name TEXT PRIMARY KEY,
    xact INT NOT NULL,
    fact_id INT NOT NULL,
    failures INT NOT NULL,
    retry_at TIME NOT NULL,
    error TEXT
);

-- Facts that a reader failed on again and again, and skipped.
-- kept
CREATE TABLE fact_skipped (
    reader TEXT NOT NULL,
    fact_id INT NOT NULL,
    at TIME NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (reader, fact_id)
);

-- kept
CREATE TABLE job (
    id ID PRIMARY KEY,
    kind TEXT NOT NULL,
    lane TEXT NOT NULL,
    key TEXT,
    body JSON NOT NULL,
    state TEXT NOT NULL,
    run_at TIME NOT NULL,
    attempts INT NOT NULL,
    waits INT NOT NULL,
    leased_by TEXT,
    progress REAL NOT NULL,
    error TEXT,
    created_at TIME NOT NULL,
    ended_at TIME
);
CREATE INDEX job_due ON job (lane, state, run_at, id);
CREATE INDEX job_key ON job (kind, key, state);

-- Until when a server has a job (several servers only), beside the job's row: the steps of the job write that row, and
-- a renewal of the lease must not collide with them there.
-- kept
CREATE TABLE job_lease (
    job_id ID PRIMARY KEY,
    holder TEXT NOT NULL,
    until TIME NOT NULL
);

-- Which server runs a schedule.
-- kept
CREATE TABLE schedule_lease (
    name TEXT PRIMARY KEY,
    leased_by TEXT NOT NULL,
    leased_until TIME NOT NULL
);

-- The first replies to requests that carried an Idempotency-Key, for 24 hours.
-- kept
CREATE TABLE idempotency (
    caller TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INT NOT NULL,
    body TEXT,
    at TIME NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_at ON idempotency (at);
