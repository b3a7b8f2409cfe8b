-- row TaskManyRow(id id, state text(done|undone), sets_owner flag, sets_team flag, sets_due flag, sets_done flag, changed int, undone int,
--   kept int, created_at time, version int)

-- row TaskKeptRow(id id, title text)

--- kept_tasks: of those that an undo left as they are, the first hundred that are there.
-- view TasksChanged of TaskManyRow(id, state, changed, undone, kept, created_at, kept_tasks list TaskKeptRow)

-- task_many_insert(TaskManyRow)
INSERT INTO task_many ROW();

-- task_many_by_id(id id) -> one(TaskManyRow)
SELECT id, state, sets_owner, sets_team, sets_due, sets_done, changed, undone, kept, created_at, version FROM task_many
WHERE id = $1;

-- task_many_undone(id id, more_undone int, kept int)
UPDATE task_many SET state = 'undone', undone = undone + $2, kept = $3, version = version + 1 WHERE id = $1;

-- row TaskManyOneRow(many_id id, task_id id, state text, owner_before id?, team_before id?, due_before day?, done_before time?,
--   done_by_before id?, owner_after id?, team_after id?, due_after day?, done_after time?)

-- task_many_add(TaskManyOneRow)
INSERT INTO task_many_one ROW();

--- What was kept may be free by now.
-- task_many_ones(many_id id, after id, most int) -> many(TaskManyOneRow)
SELECT many_id, task_id, state, owner_before, team_before, due_before, done_before, done_by_before, owner_after, team_after, due_after, done_after
FROM task_many_one WHERE many_id = $1 AND task_id > $2 AND state <> 'undone' ORDER BY task_id LIMIT $3;

-- task_many_one_is(many_id id, task_id id, state text)
UPDATE task_many_one SET state = $3 WHERE many_id = $1 AND task_id = $2;

-- task_many_kept(many_id id) -> many(TaskKeptRow)
SELECT t.id, t.title FROM task_many_one o JOIN task t ON t.id = o.task_id
WHERE o.many_id = $1 AND o.state = 'kept' ORDER BY t.id LIMIT 100;

-- task_many_ones_expire(before time)
DELETE FROM task_many_one WHERE many_id IN (SELECT id FROM task_many WHERE created_at < $1);

-- task_many_expire(before time)
DELETE FROM task_many WHERE created_at < $1;

--- Goes with the account.
-- task_many_drop(account_id id)
DELETE FROM task_many_one WHERE task_id IN (SELECT id FROM task WHERE account_id = $1);

-- task_many_drop_one(task_id id)
DELETE FROM task_many_one WHERE task_id = $1;
