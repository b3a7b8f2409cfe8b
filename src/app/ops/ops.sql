--- The audit: facts with the names that actor and account have today. A filter that is NULL lets everything pass; a
--- kind without its second word ("account") takes the whole module. Of what is not for the viewer it says that something
--- happened, and not what; nor does a filter by kind find it out.
--- The reason is the one of a publication: what people write is in tables, where it can be erased, and not in facts.
-- row AuditRow(id id, at time, kind text, actor text, actor_name text?, account_id id?, account text?, subject text?,
--   body json Fact, reason text?)

-- audit_page(kind text?, actor text?, from_at time?, until_at time?, before_at time, before_id int, most int,
--   viewer) -> many(AuditRow)
SELECT f.id, f.at, CASE WHEN SEEN(f) THEN f.kind ELSE 'fact.withheld' END, f.actor, COALESCE(s.name, k.name), f.account_id, a.name,
    CASE WHEN SEEN(f) THEN f.subject END, CASE WHEN SEEN(f) THEN f.body ELSE '{}' END,
    CASE WHEN f.kind = 'scorecard.published' THEN (SELECT v.reason FROM scorecard_version v
        WHERE 'scorecard:' || v.scorecard_id || ':' || v.number = f.subject || ':' || JSON_TEXT(f.body, 'number')) END
FROM fact f
LEFT JOIN staff s ON f.actor = 'staff:' || s.id
LEFT JOIN api_key k ON f.actor = 'key:' || k.id
LEFT JOIN account a ON a.id = f.account_id
WHERE (f.at, f.id) < ($5, $6)
    AND ($1 IS NULL OR CASE WHEN SEEN(f) THEN f.kind = $1 OR SUBSTR(f.kind, 1, LENGTH($1) + 1) = $1 || '.'
        ELSE $1 IN ('fact', 'fact.withheld') END)
    AND ($2 IS NULL OR f.actor = $2)
    AND ($3 IS NULL OR f.at >= $3) AND ($4 IS NULL OR f.at < $4)
ORDER BY f.at DESC, f.id DESC LIMIT $7;

-- row_counts() -> one(staff int, keys int, accounts int, contacts int, contracts int, tasks int, notes int,
--   calls int, files int, file_bytes int, facts int, events int)
-- without viewer: numbers of rows
SELECT (SELECT COUNT(*) FROM staff), (SELECT COUNT(*) FROM api_key), (SELECT COUNT(*) FROM account),
    (SELECT COUNT(*) FROM contact), (SELECT COUNT(*) FROM contract), (SELECT COUNT(*) FROM task),
    (SELECT COUNT(*) FROM note), (SELECT COUNT(*) FROM call_log), (SELECT COUNT(*) FROM file),
    (SELECT COALESCE(SUM(size), 0) FROM blob WHERE state = 'whole'), (SELECT COUNT(*) FROM fact),
    (SELECT COALESCE(SUM(events), 0) FROM event_chunk) + (SELECT COALESCE(SUM(f.events), 0) FROM event_fresh f LEFT JOIN event_filed d ON d.shelf = f.shelf
       WHERE d.until_id IS NULL OR f.id > d.until_id);

-- doctor_jobs(late_before time, failed_since time) -> one(late int, failed int, skipped int, stuck int)
SELECT (SELECT COUNT(*) FROM job WHERE state = 'waiting' AND run_at < $1),
    (SELECT COUNT(*) FROM job WHERE state = 'failed' AND ended_at >= $2),
    (SELECT COUNT(*) FROM fact_skipped WHERE at >= $2),
    (SELECT COUNT(*) FROM fact_reader WHERE failures > 0);

--- `broken`: files whose content is missing or shorter than it was.
-- doctor_files() -> one(files int, bytes int, broken int)
SELECT (SELECT COUNT(*) FROM file WHERE removed_at IS NULL),
    (SELECT COALESCE(SUM(size), 0) FROM blob WHERE state = 'whole'),
    (SELECT COUNT(*) FROM file f LEFT JOIN blob b ON b.id = f.blob_id AND b.state = 'whole'
     WHERE f.removed_at IS NULL
       AND (b.id IS NULL OR b.size <> (SELECT COALESCE(SUM(LENGTH(p.bytes)), 0) FROM blob_piece p WHERE p.blob_id = b.id)));

--- Keys work on when who made them may no longer come in.
-- doctor_orphans(most int) -> many(name text)
SELECT k.name FROM api_key k JOIN staff s ON s.id = k.created_by WHERE s.active = 0 AND k.revoked_at IS NULL
ORDER BY k.id LIMIT $1;

-- doctor_times() -> one(began_at time?, fact_at time?, event_at time?, backup_at time?, key_used_at time?)
-- without viewer: when anything happened
SELECT (SELECT MIN(at) FROM fact), (SELECT MAX(at) FROM fact), (SELECT MAX(last_at) FROM usage_day),
    (SELECT MAX(at) FROM fact WHERE kind = 'backup.made'),
    (SELECT MAX(last_used_at) FROM api_key WHERE rights = 'ingest' AND revoked_at IS NULL);
