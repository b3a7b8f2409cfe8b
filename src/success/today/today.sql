--- Accounts that are put off on a day; as of a past day those that were then.
-- snoozes_on(day day, at time) -> each(id id, account_id id, until_day day, reason text)
SELECT id, account_id, until_day, reason FROM today_snooze
WHERE until_day > $1 AND created_at < $2 AND (ended_at IS NULL OR ended_at >= $2)
ORDER BY account_id, id;

-- snooze_add(id id, account_id id, staff_id id?, until_day day, reason text, created_at time)
INSERT INTO today_snooze ROW();

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
-- today_touches(accounts ids, until time, kinds texts, viewer) -> many(account_id id, at time)
SELECT account_id, MAX(at) FROM fact
WHERE account_id IN LIST($1) AND at < $2 AND kind IN LIST($3) AND SEEN(fact)
GROUP BY account_id ORDER BY account_id;

-- of house/timeline/timeline.h: TimelineWords(id id, text text?)
-- snooze_reasons(list ids) -> many(TimelineWords)
SELECT id, reason AS text FROM today_snooze WHERE id IN LIST($1) ORDER BY id;

-- of customer/contact/contact_words.h: ContactTextRow(id id, text text?)
-- snooze_words_each() -> each(ContactTextRow)
SELECT id, reason AS text FROM today_snooze;

-- snooze_words_set(id id, text text)
UPDATE today_snooze SET reason = $2 WHERE id = $1;
