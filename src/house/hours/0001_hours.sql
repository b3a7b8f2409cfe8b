-- Calendars of business hours. The first by position is the workspace's.

-- kept
CREATE TABLE hours (
    id ID PRIMARY KEY,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    keeps_holidays FLAG NOT NULL,
    position INT NOT NULL,
    version INT NOT NULL
);

-- The week from a day on; 1970-01-01 stands for "always".
-- kept
CREATE TABLE hours_week (
    id ID PRIMARY KEY,
    hours_id INT NOT NULL REFERENCES hours(id),
    from_on DAY NOT NULL,
    UNIQUE (hours_id, from_on)
);

-- kept
CREATE TABLE hours_window (
    id ID PRIMARY KEY,
    week_id INT NOT NULL REFERENCES hours_week(id),
    weekday INT NOT NULL,
    from_minute INT NOT NULL,
    until_minute INT NOT NULL
);
CREATE INDEX hours_window_week ON hours_window(week_id);

-- Dates that differ: until_on is the first day that is as usual again. Closed ones have no minutes.
-- kept
CREATE TABLE hours_date (
    id ID PRIMARY KEY,
    hours_id INT NOT NULL REFERENCES hours(id),
    from_on DAY NOT NULL,
    until_on DAY NOT NULL,
    kind TEXT NOT NULL,
    from_minute INT,
    until_minute INT,
    name TEXT
);
CREATE INDEX hours_date_hours ON hours_date(hours_id, from_on);
