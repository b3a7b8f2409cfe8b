-- Ids that are another's in a different writing, as the last check found them: `given` stands in the file, `other` in its
-- line `other_line` or, without one, in the workspace. Goes with the bad rows.
-- kept
CREATE TABLE import_near (
    import_id INT NOT NULL,
    nth INT NOT NULL,
    field TEXT NOT NULL,
    line INT NOT NULL,
    rows INT NOT NULL,
    given TEXT NOT NULL,
    other TEXT NOT NULL,
    other_line INT,
    PRIMARY KEY (import_id, nth)
) BYKEY;

-- How many there are, beyond those that are kept.
ALTER TABLE import_job ADD COLUMN near_count INT NOT NULL DEFAULT 0;
