-- kept
-- viewer: visible_to, author_id
CREATE TABLE activity (
    id ID PRIMARY KEY,
    account_id INT NOT NULL REFERENCES account(id),
    kind TEXT NOT NULL,
    at TIME NOT NULL,
    minutes INT,
    direction TEXT,
    outcome TEXT,
    title TEXT,
    text TEXT,
    next_step TEXT,
    author_id INT,
    visible_to TEXT,
    demo FLAG NOT NULL,
    version INT NOT NULL
);
CREATE INDEX activity_account ON activity(account_id, at);

-- Contacts who took part.
-- kept
CREATE TABLE activity_contact (
    activity_id ID NOT NULL REFERENCES activity(id),
    contact_id ID NOT NULL,
    PRIMARY KEY (activity_id, contact_id)
) BYKEY;
CREATE INDEX activity_contact_person ON activity_contact(contact_id, activity_id);

-- Members of staff who took part.
-- kept
CREATE TABLE activity_staff (
    activity_id ID NOT NULL REFERENCES activity(id),
    staff_id ID NOT NULL,
    PRIMARY KEY (activity_id, staff_id)
) BYKEY;
