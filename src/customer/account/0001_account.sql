-- kept
CREATE TABLE account (
    id ID PRIMARY KEY,
    external_id TEXT UNIQUE,
    name TEXT NOT NULL,
    reading TEXT,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    domain TEXT,
    country TEXT,
    time_zone TEXT,
    language TEXT,
    parent_id INT REFERENCES account(id),
    owner_id INT,
    touch TEXT,
    stage TEXT,
    fields JSON NOT NULL,
    demo FLAG NOT NULL,
    created_at TIME NOT NULL,
    version INT NOT NULL
);
CREATE INDEX account_parent ON account(parent_id);
