-- What each check found, once for each day: the newest count of that day.
-- kept
CREATE TABLE quality_day (
    check_id TEXT NOT NULL,
    day DAY NOT NULL,
    found INT NOT NULL,
    total INT NOT NULL,
    at TIME NOT NULL,
    PRIMARY KEY (check_id, day)
) BYKEY;
CREATE INDEX quality_day_day ON quality_day (day);

-- Who looks after a check, and why it is muted.
-- kept
CREATE TABLE quality_setting (
    check_id TEXT PRIMARY KEY,
    owner_id INT,
    muted_because TEXT,
    muted_by INT,
    muted_at TIME
);
