-- Imports that come by themselves. `columns`, `options`: how a person read an earlier file of the source, its columns by
-- their headings. `secret`: a password or a private key, sealed (base/seal.h). `at_time`: "06:30" in the workspace's zone.
-- `last_import`, `last_hash`: the file that came in last; `base_rows`, `base_bad`: how many rows it had, and how many
-- were refused.
-- kept
CREATE TABLE fetch_schedule (
    id ID PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    place TEXT NOT NULL,
    user_name TEXT,
    secret BYTES,
    secret_is TEXT,
    fingerprint TEXT,
    columns JSON NOT NULL,
    options JSON NOT NULL,
    every_hours INT,
    at_time TEXT,
    active FLAG NOT NULL,
    owner_id INT,
    next_at TIME,
    last_import INT,
    last_hash INT,
    base_rows INT NOT NULL,
    base_bad INT NOT NULL,
    created_at TIME NOT NULL,
    version INT NOT NULL
);

-- One try each, for 90 days. `held`: checked, and waits for a person.
-- kept
CREATE TABLE fetch_run (
    id ID PRIMARY KEY,
    fetch_id INT NOT NULL,
    import_id INT,
    state TEXT NOT NULL,
    reason TEXT,
    arg_1 TEXT,
    arg_2 TEXT,
    text TEXT,
    rows INT NOT NULL,
    bad INT NOT NULL,
    added INT NOT NULL,
    changed INT NOT NULL,
    started_at TIME NOT NULL,
    ended_at TIME
);
CREATE INDEX fetch_run_fetch ON fetch_run(fetch_id, id);
CREATE INDEX fetch_run_import ON fetch_run(import_id);
