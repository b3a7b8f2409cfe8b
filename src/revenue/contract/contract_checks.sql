-- of house/quality/quality.h: QualityCount(found int, total int)
-- contract_missing_found() -> one(QualityCount)
SELECT COUNT(CASE WHEN c.account_id IS NULL THEN 1 END) AS found, COUNT(*) AS total
FROM account a LEFT JOIN (SELECT DISTINCT account_id FROM contract) c ON c.account_id = a.id
WHERE COALESCE(a.stage, '') <> 'left';

-- of house/quality/quality.h: QualityRow(place int, id int, account_id id?, account text, what text?, count int?,
--   from_on day?, until_on day?)
-- contract_missing_rows(place int, id int, most int) -> many(QualityRow)
SELECT 0 AS place, a.id, a.id AS account_id, a.name AS account, CAST(NULL AS TEXT) AS what, CAST(NULL AS BIGINT) AS count,
    CAST(NULL AS BIGINT) AS from_on, CAST(NULL AS BIGINT) AS until_on
FROM account a
WHERE NOT EXISTS (SELECT 1 FROM contract c WHERE c.account_id = a.id) AND COALESCE(a.stage, '') <> 'left'
    AND (0, a.id) > ($place, $id) ORDER BY a.id LIMIT $most;

-- contract_outside_found() -> one(QualityCount)
SELECT CAST(COALESCE((SELECT SUM(o.events) FROM contract_outside o JOIN account a ON a.id = o.account_id), 0) AS BIGINT)
    AS found,
    CAST(COALESCE((SELECT SUM(events) FROM event_name), 0) AS BIGINT) AS total;

-- contract_outside_rows(place int, id int, most int) -> many(QualityRow)
SELECT o.account_id AS place, o.contract_id AS id, o.account_id, a.name AS account,
    COALESCE(c.external_id, c.name) AS what, o.events AS count, o.first_on AS from_on, o.last_on AS until_on
FROM contract_outside o JOIN account a ON a.id = o.account_id LEFT JOIN contract c ON c.id = o.contract_id
WHERE (o.account_id, o.contract_id) > ($place, $id) ORDER BY o.account_id, o.contract_id LIMIT $most;

--- What is in force when, by account.
-- contract_span_each() -> each(account_id id, contract_id id, external_id text?, from_on day, until_on day?)
SELECT l.account_id, l.contract_id, c.external_id, l.from_on, l.until_on
FROM contract_line l JOIN contract c ON c.id = l.contract_id ORDER BY l.account_id, l.contract_id, l.from_on;

-- contract_outside_drop()
DELETE FROM contract_outside;

-- contract_outside_put[](account_id int, contract_id int, events int, first_on day, last_on day)
INSERT INTO contract_outside (account_id, contract_id, events, first_on, last_on) VALUES ($1, $2, $3, $4, $5);

--- Setting up.
-- of house/setup/setup.h: SetupState(have int, want int)
-- contract_setup() -> one(SetupState)
SELECT COUNT(c.account_id) AS have, COUNT(*) AS want
FROM account a LEFT JOIN (SELECT DISTINCT account_id FROM contract) c ON c.account_id = a.id
WHERE COALESCE(a.stage, '') <> 'left';
