-- kept
CREATE TABLE custom_field (
    id ID PRIMARY KEY,
    object TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    name_ja TEXT,
    kind TEXT NOT NULL,
    choices JSON NOT NULL,
    position INT NOT NULL,
    version INT NOT NULL,
    UNIQUE (object, key)
);
