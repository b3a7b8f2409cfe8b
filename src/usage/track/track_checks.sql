-- of house/quality/quality.h: QualityCount(found int, total int)
-- key_silent_found(before time) -> one(QualityCount)
SELECT COUNT(CASE WHEN last_used_at < $before THEN 1 END) AS found, COUNT(*) AS total FROM api_key
WHERE kind IN ('ingest', 'browser') AND revoked_at IS NULL AND last_used_at IS NOT NULL;

--- Without the prefix, which only admins see (GET /api/v1/keys).
-- of house/quality/quality.h: QualityRow(place int, id int, what text, at time?)
-- key_silent_rows(before time, place int, id int, most int) -> many(QualityRow)
SELECT 0 AS place, id, name AS what, last_used_at AS at FROM api_key
WHERE kind IN ('ingest', 'browser') AND revoked_at IS NULL AND last_used_at < $before AND (0, id) > ($place, $id)
ORDER BY id LIMIT $most;

--- Setting up.
-- of house/setup/setup.h: SetupState(have int, want int)
-- key_setup() -> one(SetupState)
SELECT COUNT(*) AS have, 1 AS want FROM api_key WHERE kind IN ('ingest', 'browser') AND revoked_at IS NULL;
