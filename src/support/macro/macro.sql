--- `kind`: what the text becomes. A status that is gone reads as none.
-- row MacroRow(id id, name text(1..100), name_ja text(..100)?, owner_id id?, owner text?, visible_to text?,
--   kind text(reply|note), text text(..50000)?, text_ja text(..50000)?, status_id id?,
--   type text(question|problem|request|refund)?, priority text(low|normal|high|urgent)?, takes flag?, tag_list json,
--   used int, used_at time?, created_at time, version int)

--- `shared`: for everybody at the desk. `takes`: whoever uses it takes the ticket. `used`: how often it was used.
-- view Macro of MacroRow(id, name, name_ja, owner_id, owner, kind, text, text_ja, status_id, type, priority, takes, tags texts,
--   used, used_at, version, shared flag)
-- input NewMacro of MacroRow(name!, name_ja, kind?, text, text_ja, status_id, type, priority, takes, tags texts(..20)?)
-- input MacroPatch of MacroRow(name?, name_ja, kind?, text, text_ja, status_id, type, priority, takes, tags texts(..20)?)

--- Those that are used most first.
-- macros(viewer) -> many(MacroRow)
SELECT m.id, m.name, m.name_ja, m.owner_id, s.name AS owner, m.visible_to, m.kind, m.text, m.text_ja, t.id AS status_id,
       m.type, m.priority, m.takes, m.tag_list, m.used, m.used_at, m.created_at, m.version
FROM macro m LEFT JOIN staff s ON s.id = m.owner_id LEFT JOIN ticket_status t ON t.id = m.status_id
WHERE SEEN(m) ORDER BY m.used DESC, m.name, m.id LIMIT 1000;

-- macro_by_id(id id, viewer) -> one(MacroRow)
SELECT m.id, m.name, m.name_ja, m.owner_id, s.name AS owner, m.visible_to, m.kind, m.text, m.text_ja, t.id AS status_id,
       m.type, m.priority, m.takes, m.tag_list, m.used, m.used_at, m.created_at, m.version
FROM macro m LEFT JOIN staff s ON s.id = m.owner_id LEFT JOIN ticket_status t ON t.id = m.status_id
WHERE m.id = $1 AND SEEN(m);

-- macro_insert(MacroRow)
INSERT INTO macro ROW(version = 1);

-- macro_update(MacroRow)
UPDATE macro SET ROW(KEEP used, KEEP used_at, KEEP created_at, version = version + 1) WHERE id = $id;

-- macro_used(id id, at time)
UPDATE macro SET used = used + 1, used_at = $2 WHERE id = $1;

-- macro_remove(id id)
DELETE FROM macro WHERE id = $1;

--- How many somebody has to themselves, and how many are shared.
-- macro_counts(owner_id id) -> one(own int, shared int)
-- without viewer: how many, not what
SELECT (SELECT COUNT(*) FROM macro WHERE owner_id = $1 AND visible_to IS NOT NULL) AS own,
       (SELECT COUNT(*) FROM macro WHERE visible_to IS NULL) AS shared;

-- macro_status_there(id id) -> one(id id)
SELECT id FROM ticket_status WHERE id = $1;

--- What the placeholders of a text stand for.
-- macro_ticket(id id) -> one(number int, subject text, account text?, requester text?)
SELECT t.number, t.subject, a.name AS account, COALESCE(c.name, t.requester_name) AS requester
FROM ticket t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN contact c ON c.id = t.requester_id
WHERE t.id = $1 AND t.merged_into IS NULL;

--- What staff wrote, for an erasure that looks for the person in it.
-- of customer/contact/contact_words.h: ContactTextRow(id id, text text?)

-- macro_name_words_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, name AS text FROM macro;

-- macro_name_words_set(id id, text text)
UPDATE macro SET name = $2, version = version + 1 WHERE id = $1;

-- macro_name_ja_words_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, name_ja AS text FROM macro WHERE name_ja IS NOT NULL;

-- macro_name_ja_words_set(id id, text text)
UPDATE macro SET name_ja = $2, version = version + 1 WHERE id = $1;

-- macro_text_words_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, text FROM macro WHERE text IS NOT NULL;

-- macro_text_words_set(id id, text text)
UPDATE macro SET text = $2, version = version + 1 WHERE id = $1;

-- macro_text_ja_words_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, text_ja AS text FROM macro WHERE text_ja IS NOT NULL;

-- macro_text_ja_words_set(id id, text text)
UPDATE macro SET text_ja = $2, version = version + 1 WHERE id = $1;
