-- of house/quality/quality.h: QualityCount(found int, total int)
-- event_waiting_found() -> one(QualityCount)
SELECT CAST(COALESCE((SELECT SUM(events) FROM event_waiting), 0) AS BIGINT) AS found,
    CAST(COALESCE((SELECT SUM(events) FROM event_name), 0) AS BIGINT) AS total;

-- of house/quality/quality.h: QualityRow(place int, id int, what text?, beside text?, count int?, at time?)
-- event_waiting_rows(place int, id int, most int) -> many(QualityRow)
SELECT w.contact_id AS place, MIN(w.seq) AS id, COALESCE(c.external_id, c.email, w.anonymous_id) AS what,
    CAST(NULL AS TEXT) AS beside, CAST(SUM(w.events) AS BIGINT) AS count, MAX(w.last_at) AS at
FROM event_waiting w LEFT JOIN contact c ON c.id = w.contact_id
GROUP BY w.contact_id, w.anonymous_id, c.external_id, c.email
HAVING w.contact_id > $place OR (w.contact_id = $place AND MIN(w.seq) > $id)
ORDER BY w.contact_id, MIN(w.seq) LIMIT $most;

-- event_rejected_found() -> one(QualityCount)
SELECT COUNT(*) AS found,
    COUNT(*) + CAST(COALESCE((SELECT SUM(events) FROM event_name), 0) AS BIGINT) AS total FROM event_rejected;

-- event_rejected_rows(place int, id int, most int) -> many(QualityRow)
SELECT 0 AS place, id, user_id AS what, detail AS beside, CAST(NULL AS BIGINT) AS count, at FROM event_rejected
WHERE (0, id) > ($place, $id) ORDER BY id LIMIT $most;

--- Setting up: out of what stays while names are counted again.
-- of house/setup/setup.h: SetupState(have int, want int)
-- event_setup() -> one(SetupState)
SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM event_chunk LIMIT 1) filed) +
    (SELECT COUNT(*) FROM (SELECT 1 FROM event_fresh LIMIT 1) fresh) +
    (SELECT COUNT(*) FROM (SELECT 1 FROM event_waiting LIMIT 1) waiting) AS have, 1 AS want;

--- People: those who have a place, and with them those who wait for one. Events may come without people.
-- event_people_setup() -> one(SetupState)
SELECT p.placed AS have, p.placed + (SELECT COUNT(*) FROM (SELECT DISTINCT contact_id, anonymous_id FROM event_waiting) w) AS want
FROM (SELECT CASE WHEN COUNT(DISTINCT contact_id) > 0 THEN COUNT(DISTINCT contact_id)
                  WHEN EXISTS (SELECT 1 FROM event_chunk) OR EXISTS (SELECT 1 FROM event_fresh) THEN 1 ELSE 0 END AS placed
      FROM person_place) p;

-- event_features_setup() -> one(SetupState)
SELECT COUNT(DISTINCT feature_id) AS have, 1 AS want FROM first_use WHERE feature_id <> 0;
