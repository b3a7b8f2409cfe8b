-- One for each person and thing of a kind: told again, it is unread again.
-- kept
CREATE TABLE notice (
    id ID PRIMARY KEY,
    staff_id INT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id INT,
    actor TEXT NOT NULL,
    at TIME NOT NULL,
    read_at TIME,
    UNIQUE (staff_id, subject, kind)
);
CREATE INDEX notice_staff ON notice(staff_id, at, id);
CREATE INDEX notice_subject ON notice(subject);
CREATE INDEX notice_account ON notice(account_id);

-- What somebody does not want to be told.
-- kept
CREATE TABLE notice_off (
    staff_id ID NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (staff_id, kind)
) BYKEY;
