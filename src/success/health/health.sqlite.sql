--- One server, whose engine hears by a hook of what was told.

--- The transaction that tells.
-- health_xact() -> one(xact int)
SELECT 0;

-- health_now_after(xact int, account_id id) -> many(account_id id, band text, points int?, coverage real,
--   previous_band text?, band_since day, xact int)
SELECT n.account_id, n.band, n.points, n.coverage, n.previous_band, n.band_since, n.xact
FROM health_now n JOIN account a ON a.id = n.account_id
WHERE (n.xact, n.account_id) > ($1, $2)
ORDER BY n.xact, n.account_id LIMIT 500;

--- Nothing at or below it will still appear.
-- health_now_horizon() -> one(xact int)
SELECT 0;
