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

-- snooze_held(account_id id) -> one(snoozes int)
SELECT COUNT(*) AS snoozes FROM today_snooze WHERE account_id = $1;

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

--- What somebody did for an account and did not take back, the latest last; what the program did by itself is not that. `kinds` are those that handle it
--- (FactKind.handles), `back` those that take something back (FactKind.takes_back).
-- today_handled(since time, until time, kinds texts, back texts, viewer) -> each(id id, account_id id, at time, kind text, actor text)
SELECT f.id, f.account_id, f.at, f.kind, f.actor FROM fact f
WHERE f.kind IN LIST($3) AND f.at >= $1 AND f.at < $2 AND f.account_id IS NOT NULL AND f.actor <> 'system' AND SEEN(f)
  AND NOT EXISTS (SELECT 1 FROM fact t WHERE t.account_id = f.account_id AND t.at >= f.at AND t.at < $2 AND t.id > f.id
    AND t.subject = f.subject AND t.kind IN LIST($4) AND SEEN(t))
ORDER BY f.account_id, f.at, f.id;

--- The latest that is new about accounts: what brings them back (FactKind.news).
-- today_news(accounts ids, since time, until time, kinds texts, viewer) -> each(account_id id, id id)
SELECT account_id, MAX(id) FROM fact
WHERE account_id IN LIST($1) AND at >= $2 AND at < $3 AND kind IN LIST($4) AND SEEN(fact)
GROUP BY account_id ORDER BY account_id;

-- today_actors() -> all(id id, name text)
SELECT id, name FROM staff ORDER BY id;

--- The last note about each account, the beginning of it.
-- today_notes(accounts ids, until time, viewer) -> many(account_id id, text text, at time, author text?)
SELECT n.account_id, SUBSTR(n.text, 1, 280), n.created_at, s.name FROM note n LEFT JOIN staff s ON s.id = n.author_id
WHERE SEEN(n) AND n.id IN (SELECT MAX(m.id) FROM note m WHERE m.account_id IN LIST($1) AND m.created_at < $2 AND SEEN(m)
  GROUP BY m.account_id)
ORDER BY n.account_id;

--- Who has a role at each account: with a telephone first, and of those the champions.
-- today_people(accounts ids) -> all(account_id id, contact_id id, name text?, phone text?)
SELECT j.account_id, c.id, c.name, c.phone FROM contact_account j JOIN contact c ON c.id = j.contact_id
WHERE j.account_id IN LIST($1) AND j.roles <> '' AND c.forgotten_at IS NULL AND c.merged_into IS NULL
ORDER BY j.account_id, CASE WHEN c.phone IS NULL THEN 1 ELSE 0 END, CASE WHEN j.roles LIKE '%champion%' THEN 0 ELSE 1 END,
  c.sort_key, c.id;

-- today_setting_read() -> one(rest_days int, version int)
SELECT rest_days, version FROM today_setting WHERE id = 1;

-- today_setting_write(rest_days int)
INSERT INTO today_setting (id, rest_days, version) VALUES (1, $1, 1)
ON CONFLICT (id) DO UPDATE SET rest_days = excluded.rest_days, version = today_setting.version + 1;

--- Of an account that becomes one with another.
-- snooze_ids_of_account(account_id id, after id, most int) -> ids
SELECT id FROM today_snooze WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- snooze_account_move(list ids, from_id id, into_id id)
UPDATE today_snooze SET account_id = $3 WHERE id IN LIST($1) AND account_id = $2;
