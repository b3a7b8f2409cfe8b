-- kept. What was said of a person's account, and when: by a group call, an identify with a group, or by hand. Every time
-- it was said, as one that comes late may lie between two others.
CREATE TABLE binding (
    contact_id INT NOT NULL,
    from_ms TIME NOT NULL,
    account_id INT NOT NULL,
    PRIMARY KEY (contact_id, from_ms)
) BYKEY;
CREATE INDEX binding_account ON binding (account_id);

-- kept. Since when each account is known to be a person's: since the first event that names it, or word that says it.
CREATE TABLE person_account (
    contact_id INT NOT NULL,
    account_id INT NOT NULL,
    since TIME NOT NULL,
    PRIMARY KEY (contact_id, account_id)
) BYKEY;
CREATE INDEX person_account_account ON person_account (account_id);

-- kept
CREATE TABLE person_alias (
    anonymous_id TEXT PRIMARY KEY,
    contact_id INT NOT NULL,
    at TIME NOT NULL
);
CREATE INDEX person_alias_contact ON person_alias (contact_id);
