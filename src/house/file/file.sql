-- row FileRow(id id, subject text, subject_id id, account_id id?, blob_id id, name text, size int, media text,
--   sha256 text?, author_id id?, author text?, created_at time, removed_at time?)

-- file_by_id(id id) -> one(FileRow)
SELECT f.id, f.subject, f.subject_id, f.account_id, f.blob_id, f.name, b.size, b.media, b.digest AS sha256, f.author_id,
       s.name AS author, f.created_at, f.removed_at
FROM file f JOIN blob b ON b.id = f.blob_id LEFT JOIN staff s ON s.id = f.author_id WHERE f.id = $1;

-- file_of_subjects(subject text, list ids) -> many(FileRow)
SELECT f.id, f.subject, f.subject_id, f.account_id, f.blob_id, f.name, b.size, b.media, b.digest AS sha256, f.author_id,
       s.name AS author, f.created_at, f.removed_at
FROM file f JOIN blob b ON b.id = f.blob_id LEFT JOIN staff s ON s.id = f.author_id
WHERE f.subject = $1 AND f.subject_id IN LIST($2) AND f.removed_at IS NULL ORDER BY f.subject_id, f.id;

-- file_count(subject text, subject_id id) -> one(files int)
SELECT COUNT(*) AS files FROM file WHERE subject = $1 AND subject_id = $2 AND removed_at IS NULL;

-- file_names(list ids) -> many(id id, name text)
SELECT id, name FROM file WHERE id IN LIST($1) AND removed_at IS NULL;

-- file_add(id id, subject text, subject_id id, account_id id?, blob_id id, name text, author_id id?, created_at time)
INSERT INTO file ROW();

-- file_account_set(subject text, subject_id id, account_id id?)
UPDATE file SET account_id = $3 WHERE subject = $1 AND subject_id = $2;

-- file_subject_set(subject text, from_id id, into_id id)
UPDATE file SET subject_id = $3 WHERE subject = $1 AND subject_id = $2;

-- file_removed_set(id id, removed_at time?)
UPDATE file SET removed_at = $2 WHERE id = $1;

-- file_held(blob_id id) -> one(id id)
SELECT id FROM file WHERE blob_id = $1 ORDER BY id LIMIT 1;

--- What goes for good: all of one thing, all of an account, those removed some time ago. In steps.
-- row FileGoingRow(id id, blob_id id)

-- file_going_of(subject text, subject_id id, most int) -> many(FileGoingRow)
SELECT id, blob_id FROM file WHERE subject = $1 AND subject_id = $2 ORDER BY id LIMIT $3;

-- file_going_account(account_id id, most int) -> many(FileGoingRow)
SELECT id, blob_id FROM file WHERE account_id = $1 ORDER BY id LIMIT $2;

-- file_going_removed(before time, most int) -> many(FileGoingRow)
SELECT id, blob_id FROM file WHERE removed_at < $1 ORDER BY id LIMIT $2;

-- file_drop_ids(list ids)
DELETE FROM file WHERE id IN LIST($1);

--- Of an account that becomes one with another.
-- file_ids_of_account(account_id id, after id, most int) -> ids
SELECT id FROM file WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- file_account_move(list ids, from_id id, into_id id)
UPDATE file SET account_id = $3 WHERE id IN LIST($1) AND account_id = $2;
