-- Who looks after an account beside its owner.
ALTER TABLE account ADD COLUMN team_id INT;
ALTER TABLE account ADD COLUMN stand_in_id INT;
CREATE INDEX account_team ON account(team_id);
CREATE INDEX account_owner ON account(owner_id);
CREATE INDEX account_stand_in ON account(stand_in_id);
