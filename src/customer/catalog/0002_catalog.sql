-- kept
CREATE TABLE gauge (
    id ID PRIMARY KEY,
    name TEXT NOT NULL,
    name_ja TEXT,
    event TEXT NOT NULL,
    property TEXT NOT NULL,
    unit TEXT,
    position INT NOT NULL,
    version INT NOT NULL,
    UNIQUE (event, property)
);
