-- "Not now": an account put off Today until a day, with the reason. The account's page and lists show it as ever.

-- kept
CREATE TABLE today_snooze (
    id ID PRIMARY KEY,
    account_id ID NOT NULL,
    staff_id ID,
    until_day DAY NOT NULL,
    reason TEXT NOT NULL,
    created_at TIME NOT NULL,
    ended_at TIME
);
CREATE INDEX today_snooze_by_account ON today_snooze (account_id, until_day);

-- For how many days what was done for an account keeps it out of the way; one row, none = the default.
-- kept
CREATE TABLE today_setting (
    id INT PRIMARY KEY,
    rest_days INT NOT NULL,
    version INT NOT NULL
);
