-- row TicketLinkRow(id id, kind text(related|child|split), from_id id, to_id id, created_at time)

--- A ticket as another one is linked with it: the other is its parent, its child, what it was split from or into.
-- row TicketLinkedRow(id id, kind text(related|parent|child|split_from|split_into), ticket_id id, number int, subject text,
--   status_id id, state text(new|open|waiting|on_hold|solved|closed), assignee text?)
-- view TicketLinked of TicketLinkedRow(id, kind, ticket_id, number, subject, status_id, state, assignee)
--- What the facts say: `kind` is what the other ticket is to this one.
-- view TicketLinkTold of TicketLinkedRow(kind, ticket_id, number)
--- `kind`: what the other ticket is to this one.
-- input NewTicketLink of TicketLinkedRow(ticket_id!, kind text(related|parent|child))

-- ticket_link_by_id(id id) -> one(TicketLinkRow)
SELECT id, kind, from_id, to_id, created_at FROM ticket_link WHERE id = $1;

--- Of several links with the same ticket, after a merge, each is there.
-- ticket_links_of(ticket_id id) -> many(TicketLinkedRow)
SELECT r.id, r.kind, o.id AS ticket_id, o.number, o.subject, o.status_id, o.state, s.name AS assignee
FROM (
    SELECT l.id, CASE l.kind WHEN 'split' THEN 'split_into' ELSE l.kind END AS kind, l.to_id AS other_id
    FROM ticket t JOIN ticket_link l ON l.from_id = t.id WHERE t.id = $1 OR t.merged_into = $1
    UNION ALL
    SELECT l.id, CASE l.kind WHEN 'split' THEN 'split_from' WHEN 'child' THEN 'parent' ELSE l.kind END AS kind,
           l.from_id AS other_id
    FROM ticket t JOIN ticket_link l ON l.to_id = t.id WHERE t.id = $1 OR t.merged_into = $1
) r JOIN ticket x ON x.id = r.other_id JOIN ticket o ON o.id = COALESCE(x.merged_into, x.id)
    LEFT JOIN staff s ON s.id = o.assignee_id
WHERE o.id <> $1 ORDER BY r.kind, o.number, r.id LIMIT 200;

--- How many stand below each of these, and how many of them are not done.
-- ticket_children_of(list ids) -> many(parent_id id, children int, open_children int)
SELECT parent_id, COUNT(*) AS children, SUM(CASE WHEN state IN ('solved', 'closed') THEN 0 ELSE 1 END) AS open_children
FROM (
    SELECT DISTINCT COALESCE(p.merged_into, p.id) AS parent_id, o.id, o.state
    FROM ticket_link l JOIN ticket p ON p.id = l.from_id JOIN ticket x ON x.id = l.to_id
         JOIN ticket o ON o.id = COALESCE(x.merged_into, x.id)
    WHERE l.kind = 'child' AND l.from_id IN (
        SELECT a.id FROM ticket a WHERE a.id IN LIST($1) UNION SELECT b.id FROM ticket b WHERE b.merged_into IN LIST($1))
        AND o.id <> COALESCE(p.merged_into, p.id)
) r GROUP BY parent_id ORDER BY parent_id LIMIT 1000;

-- ticket_parents_of(ticket_id id) -> ids
SELECT DISTINCT COALESCE(p.merged_into, p.id) AS id
FROM ticket t JOIN ticket_link l ON l.to_id = t.id AND l.kind = 'child' JOIN ticket p ON p.id = l.from_id
WHERE (t.id = $1 OR t.merged_into = $1) AND COALESCE(p.merged_into, p.id) <> $1 ORDER BY 1;

--- Whether one ticket stands below another, by another way than directly through the ticket `past_id`.
-- ticket_stands_below(ticket_id id, above_id id, past_id id) -> one(ways int)
WITH RECURSIVE above(id) AS (
    SELECT COALESCE(p.merged_into, p.id)
    FROM ticket t JOIN ticket_link l ON l.to_id = t.id AND l.kind = 'child' JOIN ticket p ON p.id = l.from_id
    WHERE (t.id = $1 OR t.merged_into = $1) AND COALESCE(p.merged_into, p.id) <> $3
    UNION
    SELECT COALESCE(p.merged_into, p.id)
    FROM above a JOIN ticket t ON (t.id = a.id OR t.merged_into = a.id)
         JOIN ticket_link l ON l.to_id = t.id AND l.kind = 'child' JOIN ticket p ON p.id = l.from_id
)
SELECT COUNT(*) AS ways FROM above WHERE id = $2;

-- ticket_link_insert(TicketLinkRow)
INSERT INTO ticket_link ROW();

-- ticket_link_remove(id id)
DELETE FROM ticket_link WHERE id = $1;

-- ticket_link_drop(ticket_id id)
DELETE FROM ticket_link WHERE from_id = $1 OR to_id = $1;
