--- Whether anything was done there, or by the person.
-- usage_held_of_account(account_id id) -> one(days int)
SELECT COUNT(*) AS days FROM rollup_day WHERE account_id = $1;

-- usage_held_of_contact(contact_id id) -> one(places int)
SELECT (SELECT COUNT(*) FROM person_place WHERE contact_id = $1) +
       (SELECT COUNT(*) FROM event_waiting WHERE contact_id = $1) AS places;

-- person_places(contact_id int) -> each(account_id int)
SELECT account_id FROM person_place WHERE contact_id = $1 ORDER BY account_id;

-- person_place_drop(contact_id int)
DELETE FROM person_place WHERE contact_id = $1;

-- person_place_drop_account(account_id int)
DELETE FROM person_place WHERE account_id = $1;

--- By the user id that they named, or an anonymous id that is bound to the person.
-- rejected_forget(contact_id id)
DELETE FROM event_rejected WHERE user_id = (SELECT external_id FROM contact WHERE id = $1)
    OR user_id IN (SELECT anonymous_id FROM person_alias WHERE contact_id = $1)
    OR user_id IN (SELECT external_id FROM contact_known_as WHERE contact_id = $1);

-- rejected_of(contact_id id) -> each(at time, reason text, detail text?, body text)
SELECT at, reason, detail, body FROM event_rejected
WHERE user_id = (SELECT external_id FROM contact WHERE id = $1)
    OR user_id IN (SELECT anonymous_id FROM person_alias WHERE contact_id = $1)
    OR user_id IN (SELECT external_id FROM contact_known_as WHERE contact_id = $1)
ORDER BY id;

-- rollup_drop_account(account_id int)
DELETE FROM rollup_day WHERE account_id = $1;

-- first_use_drop_account(account_id int)
DELETE FROM first_use WHERE account_id = $1;

-- chunk_drop(day int, account_id int)
DELETE FROM event_chunk WHERE day = $1 AND account_id = $2;

-- trace_drop_account(account_id int)
DELETE FROM anonymous_trace WHERE account_id = $1;

-- waiting_forget(contact_id id)
DELETE FROM event_waiting WHERE contact_id = $1;
