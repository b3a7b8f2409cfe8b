-- kept
CREATE TABLE blob (
    id ID PRIMARY KEY,
    state TEXT NOT NULL,
    digest TEXT UNIQUE,
    size INT NOT NULL,
    media TEXT NOT NULL,
    touched_at TIME NOT NULL
);
CREATE INDEX blob_state ON blob(state, touched_at);

-- kept
CREATE TABLE blob_piece (
    blob_id INT NOT NULL REFERENCES blob(id),
    number INT NOT NULL,
    bytes BYTES NOT NULL,
    PRIMARY KEY (blob_id, number)
);
