-- row MergeRow(id id, gone_id id, stays_id id, gone_name text, gone_external_id text?, gone_demo flag, gone_row json?,
--   before_state json?, after_state json?, state text(merged|undone|settled), created_at time, undone_at time?)

-- row MergeCountRow(what text, count int)

--- What moved, by kind. `undo_until`: until then it can be undone; nothing: no longer.
-- view AccountMerge of MergeRow(id, gone_id, stays_id, gone_name, gone_external_id, state, created_at, undone_at,
--   undo_until time?, moved list MergeCountRow)

-- merge_insert(MergeRow)
INSERT INTO account_merge ROW();

-- merge_by_id(id id) -> one(MergeRow)
SELECT id, gone_id, stays_id, gone_name, gone_external_id, gone_demo, gone_row, before_state, after_state, state,
       created_at, undone_at
FROM account_merge WHERE id = $1;

-- merge_of_account(stays_id id) -> many(MergeRow)
SELECT id, gone_id, stays_id, gone_name, gone_external_id, gone_demo, gone_row, before_state, after_state, state,
       created_at, undone_at
FROM account_merge WHERE stays_id = $1 AND state <> 'undone' ORDER BY id DESC LIMIT 200;

-- merge_after_state(id id, after_state json)
UPDATE account_merge SET after_state = $2 WHERE id = $1;

-- merge_undone(id id, at time)
UPDATE account_merge SET state = 'undone', undone_at = $2, gone_row = NULL, before_state = NULL, after_state = NULL
WHERE id = $1;

--- Merges that are too old to be undone keep where the account is, and nothing of what it was.
-- merge_settle_some(before time, most int) -> ids
SELECT id FROM account_merge WHERE state = 'merged' AND created_at < $1 ORDER BY created_at LIMIT $2;

-- merge_settled(list ids)
UPDATE account_merge SET state = 'settled', gone_row = NULL, before_state = NULL, after_state = NULL
WHERE id IN LIST($1);

-- merge_moved_settle(list ids)
DELETE FROM account_merge_moved WHERE merge_id IN LIST($1);

-- merge_moved_put[](merge_id id, what text, thing_id id)
INSERT INTO account_merge_moved ROW() ON CONFLICT (merge_id, what, thing_id) DO NOTHING;

-- merge_moved_of(merge_id id, what text, after id, most int) -> ids
SELECT thing_id FROM account_merge_moved WHERE merge_id = $1 AND what = $2 AND thing_id > $3 ORDER BY thing_id LIMIT $4;

-- merge_moved_drop(merge_id id)
DELETE FROM account_merge_moved WHERE merge_id = $1;

-- merge_counts(merge_id id) -> many(MergeCountRow)
SELECT what, COUNT(*) AS count FROM account_merge_moved WHERE merge_id = $1 GROUP BY what ORDER BY what;

--- Where accounts are, that went.
-- merged_put(account_id id, direct_id id, into_id id)
INSERT INTO account_merged ROW();

-- merged_drop(account_id id)
DELETE FROM account_merged WHERE account_id = $1;

-- merged_into_set(list ids, into_id id)
UPDATE account_merged SET into_id = $2 WHERE account_id IN LIST($1);

-- merged_into(account_id id) -> one(into_id id)
SELECT into_id FROM account_merged WHERE account_id = $1;

-- merged_members(into_id id) -> ids
SELECT account_id FROM account_merged WHERE into_id = $1 ORDER BY account_id;

--- The accounts that went into this one, directly or on the way.
-- merged_below(account_id id) -> ids
WITH RECURSIVE below(id) AS (
    SELECT m.account_id FROM account_merged m WHERE m.direct_id = $1
    UNION
    SELECT m.account_id FROM account_merged m JOIN below ON m.direct_id = below.id
)
SELECT id FROM below ORDER BY id;

--- Of those asked for: who went, and where they are. Nothing is looked through while no account ever went.
-- merged_among(list ids) -> few(account_id id, into_id id)
SELECT account_id, into_id FROM account_merged
WHERE EXISTS (SELECT 1 FROM account_merged) AND account_id IN LIST($1);

--- The same, and who went into one of them.
-- merged_around(list ids) -> few(account_id id, into_id id)
SELECT account_id, into_id FROM account_merged
WHERE EXISTS (SELECT 1 FROM account_merged) AND into_id IN LIST($1);

-- merged_all() -> each(account_id id, into_id id)
SELECT account_id, into_id FROM account_merged;

-- merged_forget(into_id id)
DELETE FROM account_merged WHERE into_id = $1;

--- Ids that lead here.
-- known_as_put(external_id text, account_id id)
INSERT INTO account_known_as ROW() ON CONFLICT (external_id) DO NOTHING;

-- known_as_drop(external_id text, account_id id)
DELETE FROM account_known_as WHERE external_id = $1 AND account_id = $2;

-- known_as_forget(account_id id)
DELETE FROM account_known_as WHERE account_id = $1
    OR account_id IN (SELECT m.account_id FROM account_merged m WHERE m.into_id = $1);

--- Ids and names by which a merged account was known, for the search.
-- known_as_all(list ids) -> all(account_id id, text text)
SELECT k.account_id, k.external_id AS text FROM account_known_as k WHERE k.account_id IN LIST($1)
UNION
SELECT m.into_id, k.external_id FROM account_merged m JOIN account_known_as k ON k.account_id = m.account_id
WHERE m.into_id IN LIST($1)
UNION
SELECT m.into_id, g.gone_name FROM account_merged m JOIN account_merge g ON g.gone_id = m.account_id AND g.state <> 'undone'
WHERE m.into_id IN LIST($1)
ORDER BY 1, 2;

--- By whose events an id is filed.
-- account_filed_key(external_id text) -> one(id id)
SELECT COALESCE((SELECT k.account_id FROM account_known_as k WHERE k.external_id = $1), a.id) AS id
FROM (SELECT 1 AS one) o LEFT JOIN account a ON a.external_id = $1
WHERE a.id IS NOT NULL OR EXISTS (SELECT 1 FROM account_known_as k WHERE k.external_id = $1);

--- The row that goes, and comes back.
-- account_demo(id id) -> one(demo flag)
SELECT demo FROM account WHERE id = $1;

-- account_parent_clear(id id)
UPDATE account SET parent_id = NULL WHERE id = $1;

--- What a row names, as far as it is still there.
-- merge_names(team_id id?, owner_id id?, stand_in_id id?, parent_id id?)
--   -> one(team_id id?, owner_id id?, stand_in_id id?, parent_id id?)
SELECT (SELECT t.id FROM team t WHERE t.id = $1) AS team_id, (SELECT s.id FROM staff s WHERE s.id = $2) AS owner_id,
       (SELECT i.id FROM staff i WHERE i.id = $3) AS stand_in_id,
       (SELECT a.id FROM account a
        WHERE a.id = COALESCE((SELECT m.into_id FROM account_merged m WHERE m.account_id = $4), $4)) AS parent_id;

-- account_external_set(id id, external_id text?)
UPDATE account SET external_id = $2 WHERE id = $1;

-- account_ids_below(account_id id, after id, most int) -> ids
SELECT id FROM account WHERE parent_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- account_parent_move(list ids, from_id id, into_id id)
UPDATE account SET parent_id = $3, version = version + 1 WHERE id IN LIST($1) AND parent_id = $2;

--- What went, for the words of the timeline.
-- of house/timeline/timeline.h: TimelineWords(id id, title text?)
-- merge_words(list ids) -> many(TimelineWords)
SELECT id, NULLIF(gone_name, '') AS title FROM account_merge WHERE id IN LIST($1);

--- With an account that is deleted: what went into it goes with it.
-- merge_moved_forget(account_id id)
DELETE FROM account_merge_moved WHERE merge_id IN (
    SELECT g.id FROM account_merge g
    WHERE g.stays_id = $1 OR g.stays_id IN (SELECT m.account_id FROM account_merged m WHERE m.into_id = $1));

-- merge_forget(account_id id)
DELETE FROM account_merge
WHERE stays_id = $1 OR stays_id IN (SELECT m.account_id FROM account_merged m WHERE m.into_id = $1);

--- A merge that was undone stays in the other's timeline, without what the account was called.
-- merge_name_forget(account_id id)
UPDATE account_merge SET gone_name = '', gone_external_id = NULL, gone_row = NULL
WHERE gone_id = $1 AND state = 'undone';

--- What the facts say of a merge.
-- view MergeTold of MergeRow(gone_id, stays_id)
