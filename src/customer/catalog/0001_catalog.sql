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
