-- kept
CREATE TABLE contract (
    id ID PRIMARY KEY,
    account_id INT NOT NULL REFERENCES account(id),
    external_id TEXT UNIQUE,
    name TEXT,
    renews_on DAY,
    renews_known_on DAY,
    notice_days INT NOT NULL,
    grace_days INT NOT NULL,
    auto_renews FLAG NOT NULL,
    cancelled_on DAY,
    demo FLAG NOT NULL,
    created_at TIME NOT NULL,
    version INT NOT NULL
);
CREATE INDEX contract_account ON contract(account_id);

-- kept
CREATE TABLE contract_line (
    id ID PRIMARY KEY,
    contract_id INT NOT NULL REFERENCES contract(id),
    account_id INT NOT NULL,
    from_on DAY NOT NULL,
    until_on DAY,
    product_id INT REFERENCES product(id),
    plan TEXT,
    seats INT,
    price_minor INT NOT NULL,
    currency TEXT NOT NULL,
    term_months INT NOT NULL,
    discount REAL NOT NULL,
    kind TEXT NOT NULL,
    known_on DAY NOT NULL,
    agreed_until DAY,
    cut_on DAY,
    stated_by INT,
    corrected_at TIME
);
CREATE INDEX contract_line_contract ON contract_line(contract_id, from_on);
CREATE INDEX contract_line_account ON contract_line(account_id, from_on);
CREATE INDEX contract_line_product ON contract_line(product_id);
