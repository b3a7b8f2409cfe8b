-- When a member of staff is away: until_on is the first day back. stand_in_id: who looks after what is theirs meanwhile.
-- kept
CREATE TABLE absence (
    id ID PRIMARY KEY,
    staff_id ID NOT NULL,
    from_on DAY NOT NULL,
    until_on DAY NOT NULL,
    stand_in_id ID,
    remark TEXT,
    version INT NOT NULL
);
CREATE INDEX absence_of_staff ON absence (staff_id, from_on);
CREATE INDEX absence_ends ON absence (until_on);
