-- row HoursRow(id id, name text(1..100), time_zone text(1..100), keeps_holidays flag, position int, version int)
-- row HoursWeekRow(id id, hours_id id, from_on day)
-- row HoursWindowRow(id id, hours_id id, week_id id, weekday int(0..6), from_minute int(0..1439),
--   until_minute int(1..2880))
-- row HoursDateRow(id id, hours_id id, from_on day, until_on day, kind text(closed|open|break),
--   from_minute int(0..1439)?, until_minute int(1..2880)?, name text(..200)?)

--- Minutes of the local day; above 1440 they are on the next one.
-- view HoursWindowShown of HoursWindowRow(weekday, from_minute, until_minute)
-- input NewHoursWindow of HoursWindowRow(weekday!, from_minute!, until_minute!)
--- `from_on` is missing in the week that always held, until another took its place.
-- view HoursWeekShown of HoursWeekRow(id, from_on day?, windows list HoursWindowShown)
-- view HoursDateShown of HoursDateRow(id, from_on, until_on, kind, from_minute, until_minute, name)
--- `open`: whether somebody works right now; `opens_at`: when they do next.
-- view HoursCalendar of HoursRow(id, name, time_zone, keeps_holidays, position, version, weeks list HoursWeekShown,
--   dates list HoursDateShown, open flag, opens_at time?)
-- input NewHours of HoursRow(name!, time_zone?, keeps_holidays?, windows list(..70) NewHoursWindow)
-- input HoursPatch of HoursRow(name?, time_zone?, keeps_holidays?, position int(1..100)?)
-- input NewHoursWeek of HoursWeekRow(from_on?, windows list(..70) NewHoursWindow)
-- input NewHoursTime of HoursDateRow(from_minute!, until_minute!)
--- `windows`: when it is open, or the breaks; one date is kept for each.
-- input NewHoursDate of HoursDateRow(from_on!, until_on?, kind!, windows list(..70)? NewHoursTime, name?)

-- hours_all() -> many(HoursRow)
SELECT id, name, time_zone, keeps_holidays, position, version FROM hours ORDER BY position, id;

-- hours_by_id(id id) -> one(HoursRow)
SELECT id, name, time_zone, keeps_holidays, position, version FROM hours WHERE id = $1;

-- hours_first() -> one(HoursRow)
SELECT id, name, time_zone, keeps_holidays, position, version FROM hours ORDER BY position, id LIMIT 1;

-- hours_insert(HoursRow)
INSERT INTO hours ROW(version = 1);

-- hours_update(HoursRow)
UPDATE hours SET ROW(version = version + 1) WHERE id = $id;

-- hours_place_set(id id, position int)
UPDATE hours SET position = $2 WHERE id = $1;

-- hours_remove(id id)
DELETE FROM hours WHERE id = $1;

--- Of one calendar, or with 0 of all.
-- hours_weeks(hours_id id) -> all(HoursWeekRow)
SELECT id, hours_id, from_on FROM hours_week WHERE hours_id = $1 OR $1 = 0 ORDER BY hours_id, from_on;

-- hours_windows(hours_id id) -> all(HoursWindowRow)
SELECT w.id, k.hours_id, w.week_id, w.weekday, w.from_minute, w.until_minute
FROM hours_window w JOIN hours_week k ON k.id = w.week_id WHERE k.hours_id = $1 OR $1 = 0
ORDER BY k.hours_id, k.from_on, w.weekday, w.from_minute, w.id;

-- hours_dates(hours_id id) -> all(HoursDateRow)
SELECT id, hours_id, from_on, until_on, kind, from_minute, until_minute, name FROM hours_date
WHERE hours_id = $1 OR $1 = 0 ORDER BY hours_id, from_on, from_minute, id;

-- hours_week_from(hours_id id, from_on day) -> one(HoursWeekRow)
SELECT id, hours_id, from_on FROM hours_week WHERE hours_id = $1 AND from_on = $2;

-- hours_week_insert(HoursWeekRow)
INSERT INTO hours_week ROW();

-- hours_week_remove(id id)
DELETE FROM hours_week WHERE id = $1;

-- hours_weeks_remove(hours_id id)
DELETE FROM hours_week WHERE hours_id = $1;

-- hours_window_insert[](id id, week_id id, weekday int, from_minute int, until_minute int)
INSERT INTO hours_window (id, week_id, weekday, from_minute, until_minute) VALUES ($1, $2, $3, $4, $5);

-- hours_windows_remove(week_id id)
DELETE FROM hours_window WHERE week_id = $1;

-- hours_all_windows_remove(hours_id id)
DELETE FROM hours_window WHERE week_id IN (SELECT id FROM hours_week WHERE hours_id = $1);

-- hours_date_by_id(id id, hours_id id) -> one(HoursDateRow)
SELECT id, hours_id, from_on, until_on, kind, from_minute, until_minute, name FROM hours_date
WHERE id = $1 AND hours_id = $2;

-- hours_date_insert(HoursDateRow)
INSERT INTO hours_date ROW();

-- hours_date_remove(id id)
DELETE FROM hours_date WHERE id = $1;

-- hours_dates_remove(hours_id id)
DELETE FROM hours_date WHERE hours_id = $1;
