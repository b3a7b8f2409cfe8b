-- row VisitRow(id id, account_id id, contact_id id?, on_day day, text text(..4000)?, created_at time)

--- What a new one is given, and what the fact of it says.
-- input NewVisit of VisitRow(account_id, contact_id, on_day, text)
-- view VisitMade of VisitRow(on_day)

-- visit_on_day(account_id id, on_day day) -> one(id id, text text?)
SELECT id, text FROM visit WHERE account_id = $account_id AND on_day = $on_day;

-- visit_insert(VisitRow)
INSERT INTO visit ROW();

-- visit_drop(account_id id)
DELETE FROM visit WHERE account_id = $account_id;

--- A person: what is held, erased, and moved to the other contact of a merge.
-- visit_of_contact(contact_id id) -> each(VisitRow)
SELECT id, account_id, contact_id, on_day, text, created_at FROM visit WHERE contact_id = $contact_id ORDER BY id;

-- visit_ids_of_contact(contact_id id) -> ids
SELECT id FROM visit WHERE contact_id = $contact_id ORDER BY id;

-- visit_forget(contact_id id)
UPDATE visit SET contact_id = NULL, text = NULL WHERE contact_id = $contact_id;

-- visit_move(from_id id, into_id id)
UPDATE visit SET contact_id = $into_id WHERE contact_id = $from_id;

--- What others ask, each in the struct of the one who asks.

-- of house/timeline/timeline.h: TimelineWords(id id, text text?)
-- visit_words(list ids) -> many(TimelineWords)
SELECT id, text FROM visit WHERE id IN LIST($list);

-- of house/search/search.h: SearchDocument(id id, account_id id?, at time, text text?, beside text?)
-- visit_searched(list ids) -> many(SearchDocument)
SELECT v.id, v.account_id, v.created_at AS at, v.text, a.name AS beside
FROM visit v JOIN account a ON a.id = v.account_id WHERE v.id IN LIST($list);

-- visit_ids_after(after id, most int) -> ids
SELECT id FROM visit WHERE id > $after ORDER BY id LIMIT $most;

-- of jobs/columns.h: AccountCount(account_id id, day day, count int)
-- visit_days() -> each(AccountCount)
SELECT account_id, on_day AS day, 1 AS count FROM visit ORDER BY account_id, on_day;

-- visit_days_of(accounts ids) -> each(AccountCount)
SELECT account_id, on_day AS day, 1 AS count FROM visit WHERE account_id IN LIST($accounts) ORDER BY account_id, on_day;

--- Accounts that were visited, but not in the last so many days.
-- of customer/account/today_source.h: TodayRow(account_id id, risk real, number int)
-- visit_long_ago(as_of day, days int, risk real) -> all(TodayRow)
SELECT account_id, $risk AS risk, $as_of - MAX(on_day) AS number FROM visit WHERE on_day <= $as_of
GROUP BY account_id HAVING $as_of - MAX(on_day) > $days ORDER BY account_id;
