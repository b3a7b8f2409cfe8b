-- row KeyRow(id id, name text(..200), kind text(token|ingest|browser), rights text(view|act|manage|admin|ingest),
--   circles json, prefix text, origins json, created_at time, created_by text?, last_used_at time?, revoked_at time?,
--   maker_disabled flag)

-- input KeyNew of KeyRow(name, rights, kind?, origins texts?, circles texts(support|success|revenue)?)
-- input KeyChange of KeyRow(circles texts(support|success|revenue))
--- maker_disabled: the key still works, although its creator is disabled.
-- view Key of KeyRow(id, name, kind, rights, circles texts(support|success|revenue), prefix, origins texts, created_at,
--   created_by, last_used_at, revoked_at, maker_disabled)
-- key_list(before id, limit_to int) -> many(KeyRow)
SELECT k.id, k.name, k.kind, k.rights, k.circles, k.prefix, k.origins, k.created_at, s.name AS created_by, k.last_used_at,
    k.revoked_at, CASE WHEN s.active = 0 THEN 1 ELSE 0 END AS maker_disabled
FROM api_key k LEFT JOIN staff s ON s.id = k.created_by WHERE k.id < $1 ORDER BY k.id DESC LIMIT $2;

-- key_by_id(id id) -> one(KeyRow)
SELECT k.id, k.name, k.kind, k.rights, k.circles, k.prefix, k.origins, k.created_at, s.name AS created_by, k.last_used_at,
    k.revoked_at, CASE WHEN s.active = 0 THEN 1 ELSE 0 END AS maker_disabled
FROM api_key k LEFT JOIN staff s ON s.id = k.created_by WHERE k.id = $1;

-- key_by_hash(hash text) -> one(id id, name text, kind text, rights text, circles json, origins json, last_used_at time?)
SELECT id, name, kind, rights, circles, origins, last_used_at FROM api_key WHERE hash = $1 AND revoked_at IS NULL;

-- key_insert(id id, name text, kind text, rights text, circles json, prefix text, hash text, origins json,
--   created_at time, created_by id?)
INSERT INTO api_key ROW();

-- key_circles_set(id id, circles json)
UPDATE api_key SET circles = $2 WHERE id = $1;

-- key_revoke(id id, now time)
UPDATE api_key SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL;

-- key_used(id id, at time)
UPDATE api_key SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2);
