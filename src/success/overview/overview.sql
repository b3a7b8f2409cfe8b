--- The names behind owners and authors, in the order of the alphabet.
-- overview_staff() -> all(id id, name text)
SELECT id, name FROM staff ORDER BY name, id;

-- overview_teams() -> many(id id, name text)
SELECT id, name FROM team ORDER BY name, id;

-- overview_accounts(accounts ids) -> many(id id, name text, owner text?)
SELECT a.id, a.name, s.name FROM account a LEFT JOIN staff s ON s.id = a.owner_id WHERE a.id IN LIST($1) ORDER BY a.id;

--- Who may have done something, as facts name them.
-- overview_actors() -> all(actor text, name text)
SELECT 'staff:' || id, name FROM staff UNION ALL SELECT 'key:' || id, name FROM api_key;

--- How often people did what and for which account, and did not take it back: `kinds` are those that see to an account,
--- `back` those that take something back (jobs/fact_kind.h).
-- overview_work(since time, until time, kinds texts, back texts, viewer) -> each(account_id id?, actor text, kind text, times int)
SELECT f.account_id, f.actor, f.kind, COUNT(*) FROM fact f
WHERE f.kind IN LIST($3) AND f.at >= $1 AND f.at < $2 AND f.actor <> 'system' AND SEEN(f)
  AND NOT EXISTS (SELECT 1 FROM fact t WHERE t.at >= f.at AND t.at < $2 AND t.id > f.id
    AND t.subject = f.subject AND t.kind IN LIST($4) AND SEEN(t))
GROUP BY f.account_id, f.actor, f.kind ORDER BY f.account_id, f.actor, f.kind;

--- The same one by one, newest first; an actor that is NULL lets everybody pass.
-- row OverviewDeedRow(id id, at time, kind text, actor text, name text?, account_id id?, account text?)

-- overview_deeds(kinds texts, back texts, actor text?, since time, until time, before_at time, before_id int, most int, viewer) -> many(OverviewDeedRow)
SELECT f.id, f.at, f.kind, f.actor, COALESCE(s.name, k.name), f.account_id, a.name
FROM fact f
LEFT JOIN staff s ON f.actor = 'staff:' || s.id
LEFT JOIN api_key k ON f.actor = 'key:' || k.id
LEFT JOIN account a ON a.id = f.account_id
WHERE f.kind IN LIST($1) AND f.at >= $4 AND f.at < $5 AND (f.at, f.id) < ($6, $7) AND f.actor <> 'system' AND SEEN(f)
  AND ($3 IS NULL OR f.actor = $3)
  AND NOT EXISTS (SELECT 1 FROM fact t WHERE t.at >= f.at AND t.at < $5 AND t.id > f.id
    AND t.subject = f.subject AND t.kind IN LIST($2) AND SEEN(t))
ORDER BY f.at DESC, f.id DESC LIMIT $8;
