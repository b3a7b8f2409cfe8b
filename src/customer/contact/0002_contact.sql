-- Rules that say whose use counts in no measure: own staff, test users, robots.
-- kept
CREATE TABLE exclusion (
    id ID PRIMARY KEY,
    kind TEXT NOT NULL,
    pattern TEXT NOT NULL,
    field TEXT,
    created_at TIME NOT NULL
);

-- Whom a rule holds. Kept, since nothing of an erased person is left to judge by.
-- kept
CREATE TABLE contact_excluded (
    contact_id INT NOT NULL PRIMARY KEY,
    rule_id INT NOT NULL
) BYKEY;
CREATE INDEX contact_excluded_rule ON contact_excluded(rule_id, contact_id);
