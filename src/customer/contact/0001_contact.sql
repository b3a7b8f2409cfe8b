-- kept
CREATE TABLE contact (
    id ID PRIMARY KEY,
    external_id TEXT UNIQUE,
    name TEXT,
    reading TEXT,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    title TEXT,
    language TEXT,
    fields JSON NOT NULL,
    demo FLAG NOT NULL,
    forgotten_at TIME,
    created_at TIME NOT NULL,
    version INT NOT NULL
);
CREATE INDEX contact_order ON contact(sort_key, id);

-- kept
CREATE TABLE contact_account (
    account_id INT NOT NULL REFERENCES account(id),
    contact_id INT NOT NULL REFERENCES contact(id),
    roles TEXT NOT NULL,
    PRIMARY KEY (account_id, contact_id)
) BYKEY;
CREATE INDEX contact_account_contact ON contact_account(contact_id);
