-- row SavedViewRow(id id, subject text(account|contact|task|ticket), name text(1..100), owner_id id?, owner text?,
--   visible_to text?, filter json?, q text(..200)?, sort text(..100)?, columns json, position int, created_at time,
--   version int)

--- `shared`: for everybody. `withheld`: its filter asks for what the reader's areas do not include, and is not told.
--- `unreadable`: its filter cannot be read any more, so nobody can say what it asks for, and it is not told.
--- `missing`: custom fields that it asks for and that are gone; what it asks of them is unknown.
-- view SavedView of SavedViewRow(id, subject, name, owner_id, owner, filter, q, sort, columns texts, position, version,
--   shared flag, withheld text(support|success|revenue)?, unreadable flag, missing texts)
-- input NewSavedView of SavedViewRow(subject!, name!, filter?, q?, sort?, columns texts(..100)?)
-- input SavedViewPatch of SavedViewRow(name?, filter?, q?, sort?, columns texts(..100)?)

--- Those of who asks first, each in its order.
-- saved_views(staff_id id, viewer) -> many(SavedViewRow)
SELECT v.id, v.subject, v.name, v.owner_id, s.name AS owner, v.visible_to, v.filter, v.q, v.sort, v.columns, v.position,
       v.created_at, v.version
FROM saved_view v LEFT JOIN staff s ON s.id = v.owner_id WHERE SEEN(v)
ORDER BY CASE WHEN v.owner_id = $1 THEN 0 ELSE 1 END, v.position, v.id LIMIT 500;

-- saved_view_by_id(id id, viewer) -> one(SavedViewRow)
SELECT v.id, v.subject, v.name, v.owner_id, s.name AS owner, v.visible_to, v.filter, v.q, v.sort, v.columns, v.position,
       v.created_at, v.version
FROM saved_view v LEFT JOIN staff s ON s.id = v.owner_id WHERE v.id = $1 AND SEEN(v);

-- saved_view_insert(SavedViewRow)
INSERT INTO saved_view ROW(version = 1);

-- saved_view_update(SavedViewRow)
UPDATE saved_view SET ROW(KEEP subject, KEEP created_at, version = version + 1) WHERE id = $id;

-- saved_view_remove(id id)
DELETE FROM saved_view WHERE id = $1;

-- saved_view_place(id id, owner_id id, position int)
UPDATE saved_view SET position = $3 WHERE id = $1 AND owner_id = $2;

--- How many somebody has, and the place behind the last of them.
-- saved_view_room(owner_id id) -> one(count int, next int)
-- without viewer: counts those of one owner
SELECT COUNT(*), COALESCE(MAX(position), 0) + 1 FROM saved_view WHERE owner_id = $1;

-- saved_view_shared_count() -> one(count int)
-- without viewer: counts those for everybody
SELECT COUNT(*) FROM saved_view WHERE visible_to IS NULL;

-- saved_view_drop_own(owner_id id)
DELETE FROM saved_view WHERE owner_id = $1 AND visible_to IS NOT NULL;

-- saved_view_pass_on(owner_id id)
UPDATE saved_view SET owner_id = NULL, version = version + 1 WHERE owner_id = $1;

--- What staff wrote, for an erasure that looks for the person in it.
-- of customer/contact/contact_words.h: ContactTextRow(id id, text text?)

-- saved_view_name_words_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, name AS text FROM saved_view;

-- saved_view_name_words_set(id id, text text)
UPDATE saved_view SET name = $2, version = version + 1 WHERE id = $1;

-- saved_view_q_words_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, q AS text FROM saved_view WHERE q IS NOT NULL;

-- saved_view_q_words_set(id id, text text)
UPDATE saved_view SET q = $2, version = version + 1 WHERE id = $1;

-- saved_view_filter_words_each() -> each(ContactTextRow)
-- without viewer: an erasure looks for the person in what everybody wrote
SELECT id, filter AS text FROM saved_view WHERE filter IS NOT NULL;

-- saved_view_filter_words_set(id id, text text)
UPDATE saved_view SET filter = $2, version = version + 1 WHERE id = $1;

--- Those that ask for segments, for whoever deletes one: of a view of somebody alone, whose it is.
-- of customer/segment/segment.h: SegmentAsking(kind text, id id, name text?, owner text?, asks json)
-- saved_view_askings() -> each(SegmentAsking)
-- without viewer: of a view of somebody alone nothing but its owner is named
SELECT 'view' AS kind, v.id, CASE WHEN v.visible_to IS NULL THEN v.name END AS name, s.name AS owner, v.filter AS asks
FROM saved_view v LEFT JOIN staff s ON s.id = v.owner_id WHERE v.filter IS NOT NULL;
