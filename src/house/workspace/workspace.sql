-- setting_list() -> many(key text, value text)
SELECT key, value FROM setting ORDER BY key;

-- setting_read(key text) -> one(value text)
SELECT value FROM setting WHERE key = $1;

-- setting_write(key text, value text)
INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- setting_drop(key text)
DELETE FROM setting WHERE key = $1;
