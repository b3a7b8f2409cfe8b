-- row CustomFieldRow(id id, object text(account|contact), key text, name text, name_ja text?,
--   kind text(text|number|date|choice|flag), choices json, position int, version int)

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

-- custom_field_insert(id id, object text, key text, name text, name_ja text?, kind text, choices json, position int)
INSERT INTO custom_field (id, object, key, name, name_ja, kind, choices, position, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1);

-- custom_field_update(id id, name text, name_ja text?, choices json, position int)
UPDATE custom_field SET name = $2, name_ja = $3, choices = $4, position = $5, version = version + 1 WHERE id = $1;

-- custom_field_remove(id id)
DELETE FROM custom_field WHERE id = $1;
