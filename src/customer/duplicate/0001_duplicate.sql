-- By what accounts are taken for the same: one row for each thing that two of them may have in common, in a form in which
-- equal things are equal (duplicate_key.h).
-- made
CREATE TABLE duplicate_key (
    account_id INT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (account_id, kind, value)
) BYKEY;
CREATE INDEX duplicate_key_value ON duplicate_key(kind, value, account_id);

-- Two accounts that look the same, the older one first. `basis`: all that they have in common; one that was dismissed is
-- proposed again only when that is another. State: open, dismissed.
-- kept
CREATE TABLE duplicate_pair (
    id ID PRIMARY KEY,
    first_id INT NOT NULL,
    second_id INT NOT NULL,
    reasons JSON NOT NULL,
    basis TEXT NOT NULL,
    strength INT NOT NULL,
    state TEXT NOT NULL,
    found_at TIME NOT NULL,
    dismissed_by TEXT,
    dismissed_at TIME,
    UNIQUE (first_id, second_id)
);
CREATE INDEX duplicate_pair_second ON duplicate_pair(second_id);
CREATE INDEX duplicate_pair_order ON duplicate_pair(state, strength, id);

-- Accounts that are to be compared again.
-- made
CREATE TABLE duplicate_stale (
    account_id ID PRIMARY KEY
);
INSERT INTO duplicate_stale (account_id) SELECT id FROM account;
