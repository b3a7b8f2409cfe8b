-- kept
CREATE TABLE file (
    id ID PRIMARY KEY,
    subject TEXT NOT NULL,
    subject_id INT NOT NULL,
    account_id INT,
    blob_id INT NOT NULL REFERENCES blob(id),
    name TEXT NOT NULL,
    author_id INT,
    created_at TIME NOT NULL,
    removed_at TIME
);
CREATE INDEX file_subject ON file(subject, subject_id, id);
CREATE INDEX file_account ON file(account_id);
CREATE INDEX file_blob ON file(blob_id);
CREATE INDEX file_removed ON file(removed_at);
