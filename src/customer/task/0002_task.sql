-- A task of a team: without an owner, somebody of it is to take it.
ALTER TABLE task ADD COLUMN team_id INT;
CREATE INDEX task_team ON task(team_id, due_on, id);
