-- of house/quality/quality.h: QualityCount(found int, total int)
-- account_unowned_found() -> one(QualityCount)
SELECT COUNT(CASE WHEN s.id IS NULL THEN 1 END) AS found, COUNT(*) AS total
FROM account a LEFT JOIN staff s ON s.id = a.owner_id AND s.active = 1 WHERE COALESCE(a.stage, '') <> 'left';

-- of house/quality/quality.h: QualityRow(place int, id int, account_id id?, account text, beside text?, at time?)
-- account_unowned_rows(place int, id int, most int) -> many(QualityRow)
SELECT 0 AS place, a.id, a.id AS account_id, a.name AS account, o.name AS beside, a.created_at AS at
FROM account a LEFT JOIN staff o ON o.id = a.owner_id
WHERE (a.owner_id IS NULL OR o.id IS NULL OR o.active = 0) AND COALESCE(a.stage, '') <> 'left'
    AND (0, a.id) > ($place, $id) ORDER BY a.id LIMIT $most;

--- Setting up.
-- of house/setup/setup.h: SetupState(have int, want int)
-- account_setup() -> one(SetupState)
SELECT COUNT(*) AS have, 1 AS want FROM account;

-- account_owners_setup() -> one(SetupState)
SELECT COUNT(s.id) AS have, COUNT(*) AS want
FROM account a LEFT JOIN staff s ON s.id = a.owner_id AND s.active = 1 WHERE COALESCE(a.stage, '') <> 'left';
