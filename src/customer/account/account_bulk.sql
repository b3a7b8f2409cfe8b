-- row BulkRow(id id, state text(changing|done|failed|undoing|undone), wanted json, accounts int, done int, changed int,
--   undone int, kept int, problem text?, created_at time, version int)

-- row BulkKeptRow(id id, name text)

--- kept_accounts: of those that an undo left as they are, the first hundred.
-- view AccountsChanged of BulkRow(id, state, accounts, done, changed, undone, kept, problem, created_at,
--   kept_accounts list BulkKeptRow)

-- bulk_insert(BulkRow)
INSERT INTO account_bulk ROW();

-- bulk_by_id(id id) -> one(BulkRow)
SELECT id, state, wanted, accounts, done, changed, undone, kept, problem, created_at, version FROM account_bulk
WHERE id = $1;

-- bulk_move(id id, more_done int, more_changed int, more_undone int, more_kept int)
UPDATE account_bulk SET done = done + $2, changed = changed + $3, undone = undone + $4, kept = kept + $5 WHERE id = $1;

-- bulk_state_set(id id, state text, problem text?)
UPDATE account_bulk SET state = $2, problem = $3, version = version + 1 WHERE id = $1;

-- bulk_undo_begin(id id)
UPDATE account_bulk SET state = 'undoing', done = 0, kept = 0, problem = NULL, version = version + 1 WHERE id = $1;

--- What was kept may be free by now.
-- bulk_kept_again(bulk_id id)
UPDATE account_bulk_one SET state = 'changed' WHERE bulk_id = $1 AND state = 'kept';

-- bulk_add[](bulk_id id, account_id id, state text)
INSERT INTO account_bulk_one ROW() ON CONFLICT (bulk_id, account_id) DO NOTHING;

-- bulk_ones(bulk_id id, state text, most int) -> many(account_id id, before_state json?, after_state json?)
SELECT account_id, before_state, after_state FROM account_bulk_one WHERE bulk_id = $1 AND state = $2
ORDER BY account_id LIMIT $3;

-- bulk_one_changed(bulk_id id, account_id id, before_state json, after_state json)
UPDATE account_bulk_one SET state = 'changed', before_state = $3, after_state = $4
WHERE bulk_id = $1 AND account_id = $2;

-- bulk_one_is(bulk_id id, account_id id, state text)
UPDATE account_bulk_one SET state = $3 WHERE bulk_id = $1 AND account_id = $2;

-- bulk_kept(bulk_id id) -> many(BulkKeptRow)
SELECT a.id, a.name FROM account_bulk_one o JOIN account a ON a.id = o.account_id
WHERE o.bulk_id = $1 AND o.state = 'kept' ORDER BY a.sort_key, a.id LIMIT 100;

-- bulk_ones_expire(before time)
DELETE FROM account_bulk_one WHERE bulk_id IN (SELECT id FROM account_bulk WHERE created_at < $1);

-- bulk_expire(before time)
DELETE FROM account_bulk WHERE created_at < $1;

-- bulk_forget_account(account_id id)
DELETE FROM account_bulk_one WHERE account_id = $1;
