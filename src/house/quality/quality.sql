-- row QualitySettingRow(check_id text, owner_id id?, owner text?, muted_because text(..400)?, muted_by text?,
--   muted_at time?)
-- input QualityPatch of QualitySettingRow(owner_id?, muted_because?)

-- quality_setting_all() -> many(QualitySettingRow)
SELECT q.check_id, q.owner_id, s.name AS owner, q.muted_because, m.name AS muted_by, q.muted_at
FROM quality_setting q LEFT JOIN staff s ON s.id = q.owner_id LEFT JOIN staff m ON m.id = q.muted_by
ORDER BY q.check_id;

-- quality_setting_of(check_id text) -> one(owner_id id?, muted_because text?, muted_by int?, muted_at time?)
SELECT owner_id, muted_because, muted_by, muted_at FROM quality_setting WHERE check_id = $1;

-- quality_setting_put(check_id text, owner_id id?, muted_because text?, muted_by int?, muted_at time?)
INSERT INTO quality_setting (check_id, owner_id, muted_because, muted_by, muted_at)
VALUES ($check_id, $owner_id, $muted_because, $muted_by, $muted_at)
ON CONFLICT (check_id) DO UPDATE SET owner_id = excluded.owner_id, muted_because = excluded.muted_because,
    muted_by = excluded.muted_by, muted_at = excluded.muted_at;

-- quality_owner_is(id id) -> one(id id)
SELECT id FROM staff WHERE id = $1 AND active = 1;

-- quality_day_put[](check_id text, day day, found int, total int, at time)
INSERT INTO quality_day (check_id, day, found, total, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (check_id, day) DO UPDATE SET found = excluded.found, total = excluded.total, at = excluded.at;

-- row QualityDayRow(check_id text, day day, found int, total int, at time)
-- view QualityDay of QualityDayRow(day, found, total)

-- quality_days(since day) -> all(QualityDayRow)
SELECT check_id, day, found, total, at FROM quality_day WHERE day >= $1 ORDER BY check_id, day;

-- quality_newest() -> one(day day?)
SELECT MAX(day) AS day FROM quality_day;

-- quality_old(before day)
DELETE FROM quality_day WHERE day < $1;
