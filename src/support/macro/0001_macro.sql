-- Macros: a text under a name, and what a ticket gets with it. `visible_to` is "me" until its owner shares it. `takes`: who uses
-- it takes the ticket.

-- kept
-- viewer: visible_to, owner_id
CREATE TABLE macro (
    id ID PRIMARY KEY,
    name TEXT NOT NULL,
    name_ja TEXT,
    owner_id INT,
    visible_to TEXT,
    kind TEXT NOT NULL,
    text TEXT,
    text_ja TEXT,
    status_id INT,
    type TEXT,
    priority TEXT,
    takes FLAG,
    tag_list JSON NOT NULL,
    used INT NOT NULL,
    used_at TIME,
    created_at TIME NOT NULL,
    version INT NOT NULL
);
CREATE INDEX macro_owner ON macro(owner_id);
