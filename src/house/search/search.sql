-- row SearchStoredRow(kind text, id int, account_id id?, at time, needs int, author_id id?, folded text, block int, place int)

-- search_stored(kind text, list ids) -> many(SearchStoredRow)
SELECT kind, id, account_id, at, needs, author_id, folded, block, place FROM search_document WHERE kind = $1 AND id IN LIST($2);

-- search_of_account(account_id id, most int) -> many(SearchStoredRow)
SELECT kind, id, account_id, at, needs, author_id, folded, block, place FROM search_document WHERE account_id = $1 LIMIT $2;

-- search_put[](kind text, id int, account_id id?, at time, needs int, author_id id?, folded text)
INSERT INTO search_document ROW(block = 0, place = 0) ON CONFLICT (kind, id) DO UPDATE SET ROW(block = 0, place = 0);

-- search_remove[](kind text, id int)
DELETE FROM search_document WHERE kind = $1 AND id = $2;

-- search_ids_after(kind text, after int, most int) -> ids
SELECT id FROM search_document WHERE kind = $1 AND id > $2 ORDER BY id LIMIT $3;

--- Those that wait to be filed: newest first for a search, oldest first for the filing.
-- search_waiting(before_at time, before int, pattern text, most int) -> many(SearchStoredRow)
SELECT kind, id, account_id, at, needs, author_id, folded, block, place FROM search_document
WHERE block = 0 AND (at, id) < ($1, $2) AND folded LIKE $3 ORDER BY at DESC, id DESC LIMIT $4;

-- search_to_file(most int) -> each(SearchStoredRow)
SELECT kind, id, account_id, at, needs, author_id, folded, block, place FROM search_document
WHERE block = 0 ORDER BY at, id LIMIT $1;

-- search_waits(most int) -> one(count int)
SELECT COUNT(*) AS count FROM (SELECT id FROM search_document WHERE block = 0 LIMIT $1) AS waiting;

-- search_file[](kind text, id int, block int, place int)
UPDATE search_document SET block = $3, place = $4 WHERE kind = $1 AND id = $2;

-- search_blocks() -> each(id id, from_at time, from_id int, used int)
SELECT id, from_at, from_id, used FROM search_block ORDER BY from_at, from_id;

-- search_block_put(id id, from_at time, from_id int, used int)
INSERT INTO search_block ROW() ON CONFLICT (id) DO UPDATE SET used = excluded.used;

-- search_block_remove(id id)
DELETE FROM search_block WHERE id = $1;

-- row SearchPlaceRow(at time, id int, place int)

-- search_ordered(block int, before_at time, before int, most int) -> many(SearchPlaceRow)
SELECT at, id, place FROM search_document WHERE block = $1 AND (at, id) < ($2, $3)
ORDER BY at DESC, id DESC LIMIT $4;

-- search_in_order(block int, skipped int) -> one(SearchPlaceRow)
SELECT at, id, place FROM search_document WHERE block = $1 ORDER BY at, id LIMIT 1 OFFSET $2;

-- search_in_block(block int) -> one(count int)
SELECT COUNT(*) AS count FROM search_document WHERE block = $1;

-- search_placed(places ids) -> many(SearchStoredRow)
SELECT kind, id, account_id, at, needs, author_id, folded, block, place FROM search_document WHERE place IN LIST($1);

-- search_block_wait(block int)
UPDATE search_document SET block = 0, place = 0 WHERE block = $1;

-- search_block_clear(block int)
DELETE FROM search_posting WHERE block = $1;

-- search_postings(blocks ids, tokens texts) -> few(block int, token text, documents bytes)
SELECT block, token, documents FROM search_posting WHERE block IN LIST($1) AND token IN LIST($2);

-- search_posting_put[](block int, token text, documents bytes)
INSERT INTO search_posting (block, token, documents) VALUES ($1, $2, $3)
ON CONFLICT (block, token) DO UPDATE SET documents = excluded.documents;

-- search_posting_remove[](block int, token text)
DELETE FROM search_posting WHERE block = $1 AND token = $2;

-- search_rules_read() -> many(version int)
SELECT version FROM search_rules LIMIT 10;

-- search_rules_clear()
DELETE FROM search_rules;

-- search_rules_put(version int)
INSERT INTO search_rules (version) VALUES ($1) ON CONFLICT (version) DO NOTHING;

--- What is stored at all: for the doctor and for tests.
-- search_left() -> one(documents int, postings int)
SELECT (SELECT COUNT(*) FROM search_document) AS documents, (SELECT COUNT(*) FROM search_posting) AS postings;
