-- row ProductRow(id id, key text(1..100), name text(1..200), name_ja text(..200)?, position int(0..1000000), version int)

-- row FeatureRow(id id, product_id id, key text(1..100), name text(1..200), name_ja text(..200)?, rules json,
--   entitled_plans json, core flag, position int(0..1000000), version int)

-- view Product of ProductRow(id, key, name, name_ja, position, version, features list FeatureRow)
-- input NewProduct of ProductRow(key, name, name_ja, position?)
-- patch ProductPatch of NewProduct
-- input NewFeature of FeatureRow(product_id?, key, name, name_ja, rules texts(..200)?, entitled_plans texts(..100)?, core?,
--   position?)
-- input FeaturePatch of FeatureRow(key?, name?, name_ja, rules texts(..200)?, entitled_plans texts(..100)?, core?,
--   position?)
--- What a change of a product is told of.
-- view ProductTold of ProductRow(key, name, name_ja, position)

-- product_all() -> many(ProductRow)
SELECT id, key, name, name_ja, position, version FROM product ORDER BY position, id;

-- product_by_id(id id) -> one(ProductRow)
SELECT id, key, name, name_ja, position, version FROM product WHERE id = $1;

-- product_by_key(key text) -> one(ProductRow)
SELECT id, key, name, name_ja, position, version FROM product WHERE key = $1;

-- product_insert(ProductRow)
INSERT INTO product ROW(version = 1);

-- product_update(ProductRow)
UPDATE product SET ROW(version = version + 1) WHERE id = $id;

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

-- feature_insert(FeatureRow)
INSERT INTO feature ROW(version = 1);

-- feature_update(FeatureRow)
UPDATE feature SET ROW(version = version + 1) WHERE id = $id;

-- feature_remove(id id)
DELETE FROM feature WHERE id = $1;

-- feature_remove_of(product_id id)
DELETE FROM feature WHERE product_id = $1;

-- feature_next_position(product_id id) -> one(position int)
SELECT COALESCE(MAX(position), 0) + 1 AS position FROM feature WHERE product_id = $1;
