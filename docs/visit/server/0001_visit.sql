-- Visits to accounts. At most one to an account a day.

-- kept
CREATE TABLE visit (
    id ID PRIMARY KEY,
    account_id INT NOT NULL REFERENCES account(id),
    contact_id INT,
    on_day DAY NOT NULL,
    text TEXT,
    created_at TIME NOT NULL,
    UNIQUE (account_id, on_day)
);
CREATE INDEX visit_contact ON visit(contact_id);
