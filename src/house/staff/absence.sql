--- `staff`, `stand_in`: their names.
-- row AbsenceRow(id id, staff_id id, staff text?, from_on day, until_on day, stand_in_id id?, stand_in text?,
--   remark text(..200)?, version int)
-- input NewAbsence of AbsenceRow(from_on!, until_on!, stand_in_id, remark)
-- patch AbsencePatch of NewAbsence
--- What the facts say: never the remark, which is somebody's words.
-- view AbsenceTold of AbsenceRow(staff_id, from_on, until_on, stand_in_id)

--- Those that are not over on a day, the next first; of one person, or of all (0).
-- absence_list(day day, staff_id id) -> many(AbsenceRow)
SELECT a.id, a.staff_id, s.name AS staff, a.from_on, a.until_on, a.stand_in_id, i.name AS stand_in, a.remark, a.version
FROM absence a LEFT JOIN staff s ON s.id = a.staff_id LEFT JOIN staff i ON i.id = a.stand_in_id
WHERE a.until_on > $1 AND ($2 = 0 OR a.staff_id = $2) ORDER BY a.from_on, a.id LIMIT 1000;

-- absence_by_id(id id) -> one(AbsenceRow)
SELECT a.id, a.staff_id, s.name AS staff, a.from_on, a.until_on, a.stand_in_id, i.name AS stand_in, a.remark, a.version
FROM absence a LEFT JOIN staff s ON s.id = a.staff_id LEFT JOIN staff i ON i.id = a.stand_in_id WHERE a.id = $1;

--- One of the same person that has a day in common with these.
-- absence_beside(staff_id id, id id, from_on day, until_on day) -> one(from_on day, until_on day)
SELECT from_on, until_on FROM absence WHERE staff_id = $1 AND id <> $2 AND from_on < $4 AND until_on > $3
ORDER BY from_on LIMIT 1;

-- absence_count(staff_id id) -> one(count int)
SELECT COUNT(*) AS count FROM absence WHERE staff_id = $1;

-- absence_insert(AbsenceRow)
INSERT INTO absence ROW(version = 1);

-- absence_update(AbsenceRow)
UPDATE absence SET ROW(KEEP staff_id, version = version + 1) WHERE id = $id;

-- absence_remove(id id)
DELETE FROM absence WHERE id = $1;

-- absence_remove_of(staff_id id)
DELETE FROM absence WHERE staff_id = $1;

-- absence_stand_in_clear(staff_id id)
UPDATE absence SET stand_in_id = NULL, version = version + 1 WHERE stand_in_id = $1;

-- of house/staff/absence.h: Away(staff_id id, from_on day, until_on day, stand_in_id id?)

--- By person and day. Who may not sign in any more, or is gone, stands in for nobody.
-- absence_all() -> all(Away)
SELECT a.staff_id, a.from_on, a.until_on, s.id AS stand_in_id
FROM absence a LEFT JOIN staff s ON s.id = a.stand_in_id AND s.active = 1 ORDER BY a.staff_id, a.from_on;

-- absence_of(list ids) -> all(Away)
SELECT a.staff_id, a.from_on, a.until_on, s.id AS stand_in_id
FROM absence a LEFT JOIN staff s ON s.id = a.stand_in_id AND s.active = 1
WHERE a.staff_id IN LIST($1) ORDER BY a.staff_id, a.from_on;
