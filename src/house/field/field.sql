-- row CustomFieldRow(id id, object text(account|contact|ticket), key text(1..60), name text(1..200), name_ja text(..200)?,
--   kind text(text|number|date|choice|flag), choices json, position int(0..1000000), version int)

-- view CustomField of CustomFieldRow(id, object, key, name, name_ja, kind, choices texts, position, version)
-- input NewCustomField of CustomFieldRow(object, key, name, name_ja, kind, choices texts(..200)?, position?)
-- input CustomFieldPatch of CustomFieldRow(name?, name_ja, choices texts(..200)?, position?)

-- custom_field_all() -> many(CustomFieldRow)
SELECT id, object, key, name, name_ja, kind, choices, position, version FROM custom_field
ORDER BY object, position, id;

-- custom_field_of(object text) -> many(CustomFieldRow)
SELECT id, object, key, name, name_ja, kind, choices, position, version FROM custom_field
WHERE object = $1 ORDER BY position, id;

-- custom_field_by_id(id id) -> one(CustomFieldRow)
SELECT id, object, key, name, name_ja, kind, choices, position, version FROM custom_field WHERE id = $1;

-- custom_field_by_key(object text, key text) -> one(CustomFieldRow)
SELECT id, object, key, name, name_ja, kind, choices, position, version FROM custom_field
WHERE object = $1 AND key = $2;

-- custom_field_count(object text) -> one(count int)
SELECT COUNT(*) AS count FROM custom_field WHERE object = $1;

-- custom_field_insert(CustomFieldRow)
INSERT INTO custom_field ROW(version = 1);

-- custom_field_update(CustomFieldRow)
UPDATE custom_field SET ROW(KEEP object, KEEP key, KEEP kind, version = version + 1) WHERE id = $id;

-- custom_field_remove(id id)
DELETE FROM custom_field WHERE id = $1;
