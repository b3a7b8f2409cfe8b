-- made: one row for each thing that can be found; block and place 0 = it waits to be filed; place = block × 4096 + number
CREATE TABLE search_document (
    kind TEXT NOT NULL,
    id INT NOT NULL,
    account_id INT,
    at TIME NOT NULL,
    needs INT NOT NULL,
    author_id INT,
    folded TEXT NOT NULL,
    block INT NOT NULL,
    place INT NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX search_document_order ON search_document(block, at, id, place);
CREATE INDEX search_document_place ON search_document(place);
CREATE INDEX search_document_account ON search_document(account_id);

-- made: a stretch of time, up to where the next block begins
CREATE TABLE search_block (
    id ID PRIMARY KEY,
    from_at TIME NOT NULL,
    from_id INT NOT NULL,
    used INT NOT NULL
);

-- made: the numbers of the documents of a block that have a token
CREATE TABLE search_posting (
    block INT NOT NULL,
    token TEXT NOT NULL,
    documents BYTES NOT NULL,
    PRIMARY KEY (block, token)
) BYKEY;

-- made: which rules the tables were made by
CREATE TABLE search_rules (
    version INT NOT NULL PRIMARY KEY
);
