-- Segments: saved conditions on accounts, for everybody. Others ask for one by its id, so a change counts everywhere.

-- kept
CREATE TABLE segment (
    id ID PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    about TEXT,
    condition JSON NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIME NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TIME NOT NULL,
    version INT NOT NULL
);
