--- The facts of one account, newest first, before (at, id); all kinds, or those named.
-- row TimelineFactRow(id id, at time, kind text, contact_id id?, actor text, subject text?,
--   visible_to text(support|success|revenue|me)?, author_id id?, body json)

-- timeline_all(account_id id, before_at time, before id, most int, viewer) -> many(TimelineFactRow)
SELECT id, at, kind, contact_id, actor, subject, visible_to, author_id, body FROM fact
WHERE account_id = $1 AND (at, id) < ($2, $3) AND SEEN(fact) ORDER BY at DESC, id DESC LIMIT $4;

-- timeline_kinds(account_id id, before_at time, before id, kinds texts, most int, viewer) -> many(TimelineFactRow)
SELECT id, at, kind, contact_id, actor, subject, visible_to, author_id, body FROM fact
WHERE account_id = $1 AND (at, id) < ($2, $3) AND kind IN LIST($4) AND SEEN(fact) ORDER BY at DESC, id DESC LIMIT $5;

--- Who did it.
-- row TimelineNameRow(id id, name text)

-- timeline_staff(list ids) -> many(TimelineNameRow)
SELECT id, name FROM staff WHERE id IN LIST($1);

-- timeline_keys(list ids) -> many(TimelineNameRow)
SELECT id, name FROM api_key WHERE id IN LIST($1);
