-- row ProductRow(id id, key text, name text, name_ja text?, position int, version int)

-- row FeatureRow(id id, product_id id, key text, name text, name_ja text?, rules json, entitled_plans json, core flag,
--   position int, version int)

-- product_all() -> many(ProductRow)
SELECT id, key, name, name_ja, position, version FROM product ORDER BY position, id;

-- product_by_id(id id) -> one(ProductRow)
SELECT id, key, name, name_ja, position, version FROM product WHERE id = $1;

-- product_by_key(key text) -> one(ProductRow)
SELECT id, key, name, name_ja, position, version FROM product WHERE key = $1;

-- product_insert(id id, key text, name text, name_ja text?, position int)
INSERT INTO product (id, key, name, name_ja, position, version) VALUES ($1, $2, $3, $4, $5, 1);

-- product_update(id id, key text, name text, name_ja text?, position int)
UPDATE product SET key = $2, name = $3, name_ja = $4, position = $5, version = version + 1 WHERE id = $1;

-- product_remove(id id)
DELETE FROM product WHERE id = $1;

-- feature_all() -> many(FeatureRow)
SELECT f.id, f.product_id, f.key, f.name, f.name_ja, f.rules, f.entitled_plans, f.core, f.position, f.version
FROM feature f JOIN product p ON p.id = f.product_id ORDER BY p.position, p.id, f.position, f.id;

-- feature_by_id(id id) -> one(FeatureRow)
SELECT id, product_id, key, name, name_ja, rules, entitled_plans, core, position, version FROM feature WHERE id = $1;

-- feature_by_key(product_id id, key text) -> one(FeatureRow)
SELECT id, product_id, key, name, name_ja, rules, entitled_plans, core, position, version FROM feature
WHERE product_id = $1 AND key = $2;

-- feature_insert[](id id, product_id id, key text, name text, name_ja text?, rules json, entitled_plans json, core flag,
--   position int)
INSERT INTO feature (id, product_id, key, name, name_ja, rules, entitled_plans, core, position, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1);

-- feature_update[](id id, product_id id, key text, name text, name_ja text?, rules json, entitled_plans json, core flag,
--   position int)
UPDATE feature
SET product_id = $2, key = $3, name = $4, name_ja = $5, rules = $6, entitled_plans = $7, core = $8, position = $9,
    version = version + 1
WHERE id = $1;

-- feature_remove(id id)
DELETE FROM feature WHERE id = $1;

-- feature_remove_of(product_id id)
DELETE FROM feature WHERE product_id = $1;

-- feature_next_position(product_id id) -> one(position int)
SELECT COALESCE(MAX(position), 0) + 1 AS position FROM feature WHERE product_id = $1;
