-- row TeamRow(id id, name text(1..100), about text(..300)?, lead_id id?, lead text?, created_at time, version int)
-- row TeamMemberRow(team_id id, id id, name text, active flag)
-- input NewTeam of TeamRow(name!, about, lead_id, members ids(..200)?)
-- patch TeamPatch of NewTeam
-- view TeamMember of TeamMemberRow(id, name, active)

-- team_all() -> many(TeamRow)
SELECT t.id, t.name, t.about, t.lead_id, s.name AS lead, t.created_at, t.version
FROM team t LEFT JOIN staff s ON s.id = t.lead_id ORDER BY t.name, t.id LIMIT 200;

-- team_by_id(id id) -> one(TeamRow)
SELECT t.id, t.name, t.about, t.lead_id, s.name AS lead, t.created_at, t.version
FROM team t LEFT JOIN staff s ON s.id = t.lead_id WHERE t.id = $1;

-- team_named(name text) -> one(id id)
SELECT id FROM team WHERE name = $1;

-- team_count() -> one(teams int)
SELECT COUNT(*) AS teams FROM team;

-- team_insert(TeamRow)
INSERT INTO team ROW(version = 1);

-- team_update(TeamRow)
UPDATE team SET ROW(KEEP created_at, version = version + 1) WHERE id = $id;

-- team_remove(id id)
DELETE FROM team WHERE id = $1;

--- Of all teams, by team.
-- team_members() -> all(TeamMemberRow)
SELECT m.team_id, s.id, s.name, s.active FROM team_member m JOIN staff s ON s.id = m.staff_id
ORDER BY m.team_id, s.name, s.id;

-- team_members_of(team_id id) -> all(TeamMemberRow)
SELECT m.team_id, s.id, s.name, s.active FROM team_member m JOIN staff s ON s.id = m.staff_id
WHERE m.team_id = $1 ORDER BY s.name, s.id;

--- Those of a list that are members of staff.
-- team_staff_in(list ids) -> ids
SELECT id FROM staff WHERE id IN LIST($1) ORDER BY id;

-- team_member_add[](team_id id, staff_id id)
INSERT INTO team_member ROW();

--- Somebody of the staff is removed.
-- team_lead_leave(staff_id id)
UPDATE team SET lead_id = NULL, version = version + 1 WHERE lead_id = $1;

-- team_member_leave(staff_id id)
DELETE FROM team_member WHERE staff_id = $1;

-- team_member_clear(team_id id)
DELETE FROM team_member WHERE team_id = $1;
