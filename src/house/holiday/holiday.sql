-- row HolidayRow(id id, from_on day, until_on day, name text(1..200), version int)
-- input NewHoliday of HolidayRow(from_on, until_on?, name)

-- calendar_read() -> one(country text(none|JP), weekend text(sat_sun|fri_sat|sun|none), version int)
SELECT country, weekend, version FROM calendar WHERE id = 1;

-- calendar_write(country text, weekend text, version int)
INSERT INTO calendar (id, country, weekend, version) VALUES (1, $1, $2, $3)
ON CONFLICT (id) DO UPDATE SET country = excluded.country, weekend = excluded.weekend, version = excluded.version;

-- holiday_all() -> all(HolidayRow)
SELECT id, from_on, until_on, name, version FROM holiday ORDER BY from_on;

-- holiday_count() -> one(count int)
SELECT COUNT(*) AS count FROM holiday;

-- holiday_by_id(id id) -> one(HolidayRow)
SELECT id, from_on, until_on, name, version FROM holiday WHERE id = $1;

-- holiday_from(from_on day) -> one(HolidayRow)
SELECT id, from_on, until_on, name, version FROM holiday WHERE from_on = $1;

-- holiday_insert(HolidayRow)
INSERT INTO holiday ROW(version = 1);

-- holiday_update(id id, until_on day, name text)
UPDATE holiday SET ROW(version = version + 1) WHERE id = $id;

-- holiday_remove(id id)
DELETE FROM holiday WHERE id = $1;
