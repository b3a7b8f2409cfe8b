-- repeat_tail_add(seq id, at time, body bytes)
INSERT INTO repeat_tail (seq, at, body) VALUES ($1, $2, $3);

-- repeat_tail_each() -> each(seq id, at time, body bytes)
SELECT seq, at, body FROM repeat_tail ORDER BY seq;

-- repeat_tail_drop(until id)
DELETE FROM repeat_tail WHERE seq <= $1;

-- repeat_run_add(name text, ids int, at time)
INSERT INTO repeat_run (name, ids, at) VALUES ($1, $2, $3);

-- repeat_run_list() -> many(name text, ids int, at time)
SELECT name, ids, at FROM repeat_run ORDER BY at, name LIMIT 1000;

-- repeat_run_drop(name text)
DELETE FROM repeat_run WHERE name = $1;

--- Several servers: turns, and what they brought.
-- repeat_turn_next() -> one(seq id)
UPDATE repeat_turn SET seq = seq + 1 RETURNING seq;

-- repeat_tail_after(seq id) -> each(seq id, body bytes)
SELECT seq, body FROM repeat_tail WHERE seq > $1 ORDER BY seq;

-- repeat_tail_first() -> one(seq id?)
SELECT MIN(seq) FROM repeat_tail;

-- repeat_tail_expire(before time)
DELETE FROM repeat_tail WHERE at < $1;

--- Rows of small commits, to be put together.
-- repeat_tail_small(before time, size int) -> many(seq id, at time, body bytes)
SELECT seq, at, body FROM repeat_tail WHERE at < $1 AND LENGTH(body) < $2 ORDER BY seq LIMIT 1000;

-- repeat_tail_put(seq id, at time, body bytes)
INSERT INTO repeat_tail (seq, at, body) VALUES ($1, $2, $3)
ON CONFLICT (seq) DO UPDATE SET at = excluded.at, body = excluded.body;

-- repeat_tail_take(seqs ids)
DELETE FROM repeat_tail WHERE seq IN LIST($1);
