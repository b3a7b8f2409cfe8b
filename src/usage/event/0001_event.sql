-- kept. What commits brought and is not filed yet; only where one process has the database. A row is one commit's share of
-- one shelf of accounts: what it adds to rollups, then its events. Rows are appended, and go from the oldest on once their
-- shelves are filed: neither touches pages in between.
CREATE TABLE event_fresh (
    id ID PRIMARY KEY,
    shelf INT NOT NULL,
    events INT NOT NULL,
    body BYTES NOT NULL
);
CREATE INDEX event_fresh_shelf ON event_fresh (shelf, id);

-- kept. Up to which row each shelf is filed.
CREATE TABLE event_filed (
    shelf INT NOT NULL PRIMARY KEY,
    until_id INT NOT NULL
);

-- kept. In the order of filing, not by key: bodies are appended, and filing a thousand accounts rewrites no old page.
CREATE TABLE event_chunk (
    day INT NOT NULL,
    account_id INT NOT NULL,
    seq INT NOT NULL,
    events INT NOT NULL,
    body BYTES NOT NULL,
    PRIMARY KEY (day, account_id, seq)
);

-- kept
CREATE TABLE event_waiting (
    contact_id INT NOT NULL,
    anonymous_id TEXT NOT NULL,
    seq INT NOT NULL,
    events INT NOT NULL,
    last_at TIME NOT NULL,
    body BYTES NOT NULL,
    PRIMARY KEY (contact_id, anonymous_id, seq)
) BYKEY;

-- kept
CREATE TABLE event_rejected (
    id ID PRIMARY KEY,
    at TIME NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT,
    user_id TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX event_rejected_user ON event_rejected (user_id);

-- kept
CREATE TABLE anonymous_trace (
    anonymous_id TEXT NOT NULL,
    account_id INT NOT NULL,
    first_day INT NOT NULL,
    last_day INT NOT NULL,
    PRIMARY KEY (anonymous_id, account_id)
) BYKEY;

-- made
CREATE TABLE rollup_day (
    account_id INT NOT NULL,
    day DAY NOT NULL,
    body BYTES NOT NULL,
    PRIMARY KEY (account_id, day)
) BYKEY;
CREATE INDEX rollup_day_day ON rollup_day (day, account_id);

-- made. In which accounts' rollups a person stands: who is to be forgotten is found without reading all of them.
CREATE TABLE person_place (
    contact_id INT NOT NULL,
    account_id INT NOT NULL,
    PRIMARY KEY (contact_id, account_id)
) BYKEY;
CREATE INDEX person_place_account ON person_place (account_id);

-- made
CREATE TABLE event_name (
    name TEXT PRIMARY KEY,
    events INT NOT NULL,
    last_on DAY NOT NULL
);

-- made
CREATE TABLE usage_day (
    day DAY NOT NULL PRIMARY KEY,
    events INT NOT NULL,
    last_at TIME NOT NULL
);

-- made
CREATE TABLE first_use (
    account_id INT NOT NULL,
    feature_id INT NOT NULL,
    day DAY NOT NULL,
    PRIMARY KEY (account_id, feature_id)
) BYKEY;

-- kept
CREATE TABLE usage_rebuild (
    id ID PRIMARY KEY,
    job_id ID,
    state TEXT NOT NULL,
    mark INT NOT NULL,
    day INT NOT NULL,
    account_id INT NOT NULL,
    first_day INT NOT NULL,
    last_day INT NOT NULL,
    created_at TIME NOT NULL
);
