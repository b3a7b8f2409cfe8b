-- kept
CREATE TABLE account (
    id ID PRIMARY KEY,
    external_id TEXT UNIQUE,
    name TEXT NOT NULL,
    reading TEXT,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    domain TEXT,
    country TEXT,
    time_zone TEXT,
    language TEXT,
    parent_id INT REFERENCES account(id),
    owner_id INT,
    touch TEXT,
    stage TEXT,
    fields JSON NOT NULL,
    demo FLAG NOT NULL,
    created_at TIME NOT NULL,
    version INT NOT NULL
);
CREATE INDEX account_parent ON account(parent_id);

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

-- kept
CREATE TABLE custom_field (
    id ID PRIMARY KEY,
    object TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    name_ja TEXT,
    kind TEXT NOT NULL,
    choices JSON NOT NULL,
    position INT NOT NULL,
    version INT NOT NULL,
    UNIQUE (object, key)
);

-- kept
CREATE TABLE product (
    id ID PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_ja TEXT,
    position INT NOT NULL,
    version INT NOT NULL
);

-- kept
CREATE TABLE feature (
    id ID PRIMARY KEY,
    product_id INT NOT NULL REFERENCES product(id),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    name_ja TEXT,
    rules JSON NOT NULL,
    entitled_plans JSON NOT NULL,
    core FLAG NOT NULL,
    position INT NOT NULL,
    version INT NOT NULL,
    UNIQUE (product_id, key)
);
