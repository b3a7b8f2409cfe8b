--- What all content takes, and what is on its way may still take: `size` of one that comes is what it may become.
-- blob_used() -> one(bytes int)
SELECT COALESCE(SUM(size), 0) AS bytes FROM blob;

-- blob_by_id(id id) -> one(id id, size int, media text, digest text?)
SELECT id, size, media, digest FROM blob WHERE id = $1;

-- blob_by_digest(digest text) -> one(id id)
SELECT id FROM blob WHERE digest = $1;

-- blob_come(id id, size int, media text, touched_at time)
INSERT INTO blob ROW(state = 'coming');

-- blob_touch(id id, touched_at time)
UPDATE blob SET touched_at = $2 WHERE id = $1 AND state = 'coming';

-- blob_whole(id id, digest text, size int)
UPDATE blob SET state = 'whole', digest = $2, size = $3 WHERE id = $1 AND state = 'coming';

-- blob_hold(id id)
UPDATE blob SET state = 'whole' WHERE id = $1 AND state = 'loose';

-- blob_loosen(list ids)
UPDATE blob SET state = 'loose' WHERE id IN LIST($1) AND state = 'whole';

-- blob_go(id id)
UPDATE blob SET state = 'going', digest = NULL WHERE id = $1;

--- Of one whose sender went away.
-- blob_abandon(list ids)
UPDATE blob SET state = 'going' WHERE id IN LIST($1) AND state = 'coming';

--- Of those that nothing has been heard of since `before`.
-- blob_abandon_old(before time)
UPDATE blob SET state = 'going' WHERE state = 'coming' AND touched_at < $1;

-- blob_in_state(state text, most int) -> many(id id)
SELECT id FROM blob WHERE state = $1 ORDER BY id LIMIT $2;

-- blob_drop(id id)
DELETE FROM blob WHERE id = $1;

-- blob_piece_add(blob_id id, number int, bytes bytes)
INSERT INTO blob_piece (blob_id, number, bytes) VALUES ($1, $2, $3);

-- blob_piece_read(blob_id id, number int) -> one(bytes bytes)
SELECT bytes FROM blob_piece WHERE blob_id = $1 AND number = $2;

-- blob_piece_first(blob_id id) -> one(number int?)
SELECT MIN(number) AS number FROM blob_piece WHERE blob_id = $1;

-- blob_piece_drop(blob_id id, until int)
DELETE FROM blob_piece WHERE blob_id = $1 AND number < $2;

-- blob_silent(before time) -> one(id id)
SELECT id FROM blob WHERE state = 'coming' AND touched_at < $1 ORDER BY touched_at LIMIT 1;
