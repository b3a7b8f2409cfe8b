-- `merged_into`: the ticket in which it is to be found, after further merges too; NULL = it stands for itself. `also`: the
-- numbers of those that were merged into it, " #1004 #1007", for the search of lists.
ALTER TABLE ticket ADD COLUMN merged_into INT;
ALTER TABLE ticket ADD COLUMN also TEXT;
CREATE INDEX ticket_merged ON ticket(merged_into);

-- `origin_id`: the ticket that it was written to, of a message that a merge or a split moved since.
ALTER TABLE ticket_message ADD COLUMN origin_id INT;
CREATE INDEX ticket_message_origin ON ticket_message(origin_id);

-- One ticket became part of another ("merge"), or messages of one became a ticket of their own ("split"). The two states are
-- those of the ticket that remains: what it was before, and what it was once it was done.
-- kept
CREATE TABLE ticket_move (
    id ID PRIMARY KEY,
    kind TEXT NOT NULL,
    from_id INT NOT NULL,
    into_id INT NOT NULL,
    staff_id INT,
    before_state JSON NOT NULL,
    after_state JSON NOT NULL,
    state TEXT NOT NULL,
    created_at TIME NOT NULL,
    undone_at TIME
);
CREATE INDEX ticket_move_from ON ticket_move(from_id);
CREATE INDEX ticket_move_into ON ticket_move(into_id);

-- What it moved: each "message", and each "follower" who followed the other ticket alone.
-- kept
CREATE TABLE ticket_moved (
    move_id INT NOT NULL,
    what TEXT NOT NULL,
    thing_id INT NOT NULL,
    PRIMARY KEY (move_id, what, thing_id)
) BYKEY;

-- "related": both are about the same. "child": `to_id` stands below `from_id`, which waits for it. "split": `to_id` was made of
-- messages of `from_id`. Links stay with their tickets when these are merged, and are read where the tickets are.
-- kept
CREATE TABLE ticket_link (
    id ID PRIMARY KEY,
    kind TEXT NOT NULL,
    from_id INT NOT NULL,
    to_id INT NOT NULL,
    created_at TIME NOT NULL,
    UNIQUE (from_id, to_id, kind)
);
CREATE INDEX ticket_link_to ON ticket_link(to_id);
