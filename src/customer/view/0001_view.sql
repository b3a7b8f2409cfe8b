-- Saved views: a filter of a list under a name. `visible_to` is "me" until its owner shares it. An owner who was removed
-- leaves the shared ones without one, until somebody takes them over.

-- kept
-- viewer: visible_to, owner_id
CREATE TABLE saved_view (
    id ID PRIMARY KEY,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    owner_id INT,
    visible_to TEXT,
    filter JSON,
    q TEXT,
    sort TEXT,
    columns JSON NOT NULL,
    position INT NOT NULL,
    created_at TIME NOT NULL,
    version INT NOT NULL
);
CREATE INDEX saved_view_owner ON saved_view(owner_id, position);
