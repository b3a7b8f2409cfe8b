-- row SegmentRow(id id, name text(1..100), about text(..300)?, condition json, created_by text, creator text?,
--   created_at time, changed_by text, changer text?, changed_at time, version int)
-- input NewSegment of SegmentRow(name!, about?, condition!)
-- patch SegmentPatch of NewSegment
-- view SegmentName of SegmentRow(id, name)

-- segment_all() -> many(SegmentRow)
SELECT g.id, g.name, g.about, g.condition, g.created_by, COALESCE(s.name, k.name) AS creator, g.created_at, g.changed_by,
    COALESCE(t.name, l.name) AS changer, g.changed_at, g.version
FROM segment g
LEFT JOIN staff s ON g.created_by = 'staff:' || s.id LEFT JOIN api_key k ON g.created_by = 'key:' || k.id
LEFT JOIN staff t ON g.changed_by = 'staff:' || t.id LEFT JOIN api_key l ON g.changed_by = 'key:' || l.id
ORDER BY g.name, g.id LIMIT 500;

-- segment_by_id(id id) -> one(SegmentRow)
SELECT g.id, g.name, g.about, g.condition, g.created_by, COALESCE(s.name, k.name) AS creator, g.created_at, g.changed_by,
    COALESCE(t.name, l.name) AS changer, g.changed_at, g.version
FROM segment g
LEFT JOIN staff s ON g.created_by = 'staff:' || s.id LEFT JOIN api_key k ON g.created_by = 'key:' || k.id
LEFT JOIN staff t ON g.changed_by = 'staff:' || t.id LEFT JOIN api_key l ON g.changed_by = 'key:' || l.id
WHERE g.id = $1;

-- segment_says(id id) -> one(condition json)
SELECT condition FROM segment WHERE id = $1;

-- segment_named(name text) -> one(id id)
SELECT id FROM segment WHERE name = $1;

-- segment_insert(SegmentRow)
INSERT INTO segment ROW(version = 1);

-- segment_update(SegmentRow)
UPDATE segment SET ROW(KEEP created_by, KEEP created_at, version = version + 1) WHERE id = $id;

-- segment_remove(id id)
DELETE FROM segment WHERE id = $1;

--- Another row after each change of any segment: versions only rise, and a new one has the highest id.
-- segment_versions() -> one(segments int, newest int, versions int)
SELECT COUNT(*), COALESCE(MAX(id), 0), COALESCE(SUM(version), 0) FROM segment;

--- What staff wrote, for an erasure that looks for the person in it.
-- of customer/contact/contact_words.h: ContactTextRow(id id, text text?)

-- segment_name_words_each() -> each(ContactTextRow)
SELECT id, name AS text FROM segment;

--- Two that named two people may be left with one name: the second gets its id behind it.
-- segment_name_words_set(id id, text text)
UPDATE segment SET name = CASE WHEN EXISTS (SELECT 1 FROM segment AS o WHERE o.name = $2 AND o.id <> $1)
    THEN $2 || ' ' || CAST(id AS TEXT) ELSE $2 END, version = version + 1
WHERE id = $1;

-- segment_about_words_each() -> each(ContactTextRow)
SELECT id, about AS text FROM segment WHERE about IS NOT NULL;

-- segment_about_words_set(id id, text text)
UPDATE segment SET about = $2, version = version + 1 WHERE id = $1;

-- segment_condition_words_each() -> each(ContactTextRow)
SELECT id, condition AS text FROM segment;

-- segment_condition_words_set(id id, text text)
UPDATE segment SET condition = $2, version = version + 1 WHERE id = $1;

--- The segments that others stand in.
-- of customer/segment/segment.h: SegmentAsking(kind text, id id, name text?, asks json)
-- segment_askings() -> each(SegmentAsking)
SELECT 'segment' AS kind, id, name, condition AS asks FROM segment ORDER BY name;
