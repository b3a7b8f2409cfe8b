-- kept
CREATE TABLE contact (
    id ID PRIMARY KEY,
    external_id TEXT UNIQUE,
    name TEXT,
    reading TEXT,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    email TEXT,
    address TEXT,
    phone TEXT,
    title TEXT,
    language TEXT,
    fields JSON NOT NULL,
    folds JSON NOT NULL,
    last_seen_on DAY,
    demo FLAG NOT NULL,
    forgotten_at TIME,
    merged_into ID,
    created_at TIME NOT NULL,
    version INT NOT NULL
);
CREATE INDEX contact_order ON contact(sort_key, id);
CREATE INDEX contact_last_seen ON contact(last_seen_on, id);
CREATE INDEX contact_created ON contact(created_at, id);
CREATE INDEX contact_address ON contact(address);
CREATE INDEX contact_merged ON contact(merged_into);

-- kept. Ids by which a person was known before two contacts turned out to be one, or that an alias gave.
CREATE TABLE contact_known_as (
    external_id TEXT PRIMARY KEY,
    contact_id INT NOT NULL REFERENCES contact(id)
);
CREATE INDEX contact_known_as_contact ON contact_known_as(contact_id);

-- kept
CREATE TABLE contact_account (
    account_id INT NOT NULL REFERENCES account(id),
    contact_id INT NOT NULL REFERENCES contact(id),
    roles TEXT NOT NULL,
    PRIMARY KEY (account_id, contact_id)
) BYKEY;
CREATE INDEX contact_account_contact ON contact_account(contact_id, account_id);
