-- waiting_of(contact_id id, anonymous_id text) -> each(seq id, events int, body bytes)
SELECT seq, events, body FROM event_waiting WHERE contact_id = $1 AND anonymous_id = $2 ORDER BY seq;

-- waiting_of_contact(contact_id id) -> each(anonymous_id text, seq id, events int, body bytes)
SELECT anonymous_id, seq, events, body FROM event_waiting WHERE contact_id = $1 ORDER BY seq;

-- waiting_of_contacts(contacts ids) -> each(contact_id id, body bytes)
SELECT contact_id, body FROM event_waiting WHERE contact_id IN LIST($1) ORDER BY contact_id, seq;

-- waiting_drop(contacts ids)
DELETE FROM event_waiting WHERE contact_id IN LIST($1);

-- waiting_drop_anonymous(anonymous_id text)
DELETE FROM event_waiting WHERE contact_id = 0 AND anonymous_id = $1;

-- trace_list(anonymous_id text) -> all(account_id id, first_day int, last_day int)
SELECT account_id, first_day, last_day FROM anonymous_trace WHERE anonymous_id = $1 ORDER BY account_id;

-- trace_drop(anonymous_id text)
DELETE FROM anonymous_trace WHERE anonymous_id = $1;
