-- kept. The messages that commits brought: on SQLite those that are in no run yet; on PostgreSQL all that still count, by
-- turn, and every server holds them in memory.
CREATE TABLE repeat_tail (
    seq ID PRIMARY KEY,
    at TIME NOT NULL,
    body BYTES NOT NULL
);

-- kept. Only where one process has the database.
CREATE TABLE repeat_run (
    name TEXT PRIMARY KEY,
    ids INT NOT NULL,
    at TIME NOT NULL
);

-- kept. Several servers: the turns of the commits that bring messages, one after another.
CREATE TABLE repeat_turn (
    seq INT NOT NULL
);
INSERT INTO repeat_turn (seq) VALUES (0);
