-- Days that do not count in measures of use.

-- One row: which country's public holidays are computed, and which days of the week are days of rest.
-- kept
CREATE TABLE calendar (
    id INT PRIMARY KEY,
    country TEXT NOT NULL,
    weekend TEXT NOT NULL,
    version INT NOT NULL
) BYKEY;

-- A workspace's own days off: until_on is the first day that counts again.
-- kept
CREATE TABLE holiday (
    id ID PRIMARY KEY,
    from_on DAY NOT NULL UNIQUE,
    until_on DAY NOT NULL,
    name TEXT NOT NULL,
    version INT NOT NULL
);
