-- Two conditions on accounts that should say the same.
-- kept
CREATE TABLE agreement (
    id ID PRIMARY KEY,
    one_name TEXT NOT NULL,
    one JSON NOT NULL,
    other_name TEXT NOT NULL,
    other JSON NOT NULL,
    created_at TIME NOT NULL
);
