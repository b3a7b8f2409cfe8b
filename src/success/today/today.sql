--- Accounts that are put off on a day; as of a past day those that were then.
-- snoozes_on(day day, at time) -> each(id id, account_id id, until_day day, reason text)
SELECT id, account_id, until_day, reason FROM today_snooze
WHERE until_day > $1 AND created_at < $2 AND (ended_at IS NULL OR ended_at >= $2)
ORDER BY account_id, id;

-- snooze_add(id id, account_id id, staff_id id?, until_day day, reason text, created_at time)
INSERT INTO today_snooze (id, account_id, staff_id, until_day, reason, created_at) VALUES ($1, $2, $3, $4, $5, $6);

-- snooze_by_id(id id) -> one(account_id id, ended_at time?)
SELECT account_id, ended_at FROM today_snooze WHERE id = $1;

-- snooze_end(id id, at time)
UPDATE today_snooze SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL;

--- One put-off at a time: a new one takes the place of what was said before.
-- snooze_end_before(account_id id, at time)
UPDATE today_snooze SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL;

-- snooze_forget_account(account_id id)
DELETE FROM today_snooze WHERE account_id = $1;

-- today_accounts(accounts ids) -> many(id id, name text, owner text?)
SELECT a.id, a.name, s.name FROM account a LEFT JOIN staff s ON s.id = a.owner_id WHERE a.id IN LIST($1) ORDER BY a.id;

--- Open at an instant: there by then, and not done. Tasks keep no history of being put off or moved.
-- today_tasks_open(accounts ids, at time) -> many(account_id id, tasks int)
SELECT account_id, COUNT(*) FROM task
WHERE account_id IN LIST($1) AND created_at < $2 AND (done_at IS NULL OR done_at >= $2)
GROUP BY account_id ORDER BY account_id;

--- When somebody last did something for the account: `kinds` are those that touch it (FactKind.touches).
-- today_touches(accounts ids, until time, kinds texts) -> many(account_id id, at time)
SELECT account_id, MAX(at) FROM fact
WHERE account_id IN LIST($1) AND at < $2 AND kind IN LIST($3)
GROUP BY account_id ORDER BY account_id;

-- row TodayTaskRow(id id, account_id id?, account text?, title text, text text?, owner_id id?, owner text?, due_on day?, done_at time?, snoozed_until day?, snooze_reason text?, created_at time, version int)

--- Open tasks that are due by a day (or have no day), of one owner (0 = all), not put off; and what was ticked off on
--- that day, which begins at `midnight` and ends, or is now, at `at`. today_task_counts says how many there are in all.
-- today_tasks(owner id, day day, midnight time, at time, most int) -> many(TodayTaskRow)
SELECT t.id, t.account_id, a.name, t.title, t.text, t.owner_id, s.name, t.due_on,
       CASE WHEN t.done_at < $4 THEN t.done_at ELSE NULL END, t.snoozed_until, t.snooze_reason, t.created_at, t.version
FROM task t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN staff s ON s.id = t.owner_id
WHERE ($1 = 0 OR t.owner_id = $1) AND (t.due_on IS NULL OR t.due_on <= $2) AND (t.snoozed_until IS NULL OR t.snoozed_until <= $2)
  AND t.created_at < $4 AND (t.done_at IS NULL OR t.done_at >= $3)
ORDER BY t.due_on NULLS LAST, t.id LIMIT $5;

--- Open ones, those of them that are due, and all that today_tasks would list.
-- today_task_counts(owner id, day day, midnight time, at time) -> one(open int, due int, listed int)
SELECT COUNT(*) FILTER (WHERE done_at IS NULL OR done_at >= $4),
       COUNT(*) FILTER (WHERE (done_at IS NULL OR done_at >= $4) AND due_on <= $2 AND (snoozed_until IS NULL OR snoozed_until <= $2)),
       COUNT(*) FILTER (WHERE (due_on IS NULL OR due_on <= $2) AND (snoozed_until IS NULL OR snoozed_until <= $2))
FROM task WHERE created_at < $4 AND (done_at IS NULL OR done_at >= $3) AND ($1 = 0 OR owner_id = $1);

-- snooze_reasons(ids ids) -> many(id id, reason text)
SELECT id, reason FROM today_snooze WHERE id IN LIST($1) ORDER BY id;
