--- Those of the list who are known by name again.
-- erasure_undone(contacts ids) -> many(id id, created_at time)
SELECT id, created_at FROM contact WHERE id IN LIST($1) AND forgotten_at IS NULL;

-- erasure_told(since time) -> each(at time, contact_id id, created_at time)
-- without viewer: a start repeats every erasure
SELECT f.at, c.id, c.created_at FROM fact f JOIN contact c ON c.id = f.contact_id
WHERE f.kind = 'contact.forgotten' AND f.at >= $1 AND c.demo = 0;

--- A person, unless the demo invented them.
-- erasure_of(contact_id id) -> one(created_at time)
SELECT created_at FROM contact WHERE id = $1 AND demo = 0;
