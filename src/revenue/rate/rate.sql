-- row CurrencyRateRow(id id, fiscal_year int, from_currency text, to_currency text, units int, scale int, version int)

--- The newest year first.
-- currency_rate_all() -> many(CurrencyRateRow)
SELECT id, fiscal_year, from_currency, to_currency, units, scale, version FROM currency_rate
ORDER BY fiscal_year DESC, from_currency, to_currency;

-- currency_rate_by_id(id id) -> one(CurrencyRateRow)
SELECT id, fiscal_year, from_currency, to_currency, units, scale, version FROM currency_rate WHERE id = $1;

--- Whichever of the two is the one that is counted in the other.
-- currency_rate_of(fiscal_year int, a text, b text) -> one(CurrencyRateRow)
SELECT id, fiscal_year, from_currency, to_currency, units, scale, version FROM currency_rate
WHERE fiscal_year = $1 AND ((from_currency = $2 AND to_currency = $3) OR (from_currency = $3 AND to_currency = $2));

-- currency_rate_count() -> one(count int)
SELECT COUNT(*) AS count FROM currency_rate;

-- currency_rate_insert(id id, fiscal_year int, from_currency text, to_currency text, units int, scale int, demo flag)
INSERT INTO currency_rate ROW(version = 1);

-- currency_rate_update(id id, from_currency text, to_currency text, units int, scale int)
UPDATE currency_rate SET ROW(demo = 0, version = version + 1) WHERE id = $id;

-- currency_rate_remove(id id)
DELETE FROM currency_rate WHERE id = $1;
