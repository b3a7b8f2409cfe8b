-- Teams: members of staff who look after accounts and tasks together. A person may be in several.

-- kept
CREATE TABLE team (
    id ID PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    about TEXT,
    lead_id ID,
    created_at TIME NOT NULL,
    version INT NOT NULL
);

-- kept
CREATE TABLE team_member (
    team_id ID NOT NULL,
    staff_id ID NOT NULL,
    PRIMARY KEY (team_id, staff_id)
);
CREATE INDEX team_member_of_staff ON team_member (staff_id);
