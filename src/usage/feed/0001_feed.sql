-- kept
CREATE TABLE change_log (
    seq ID PRIMARY KEY,
    at TIME NOT NULL,
    xact INT NOT NULL,
    body BYTES NOT NULL
);
CREATE INDEX change_log_order ON change_log (xact, seq);
-- Before all others, and gone with the first that expire: while it is there, the log reaches back to any place.
INSERT INTO change_log (seq, at, xact, body) VALUES (0, 0, 0, CAST('' AS BYTES));
