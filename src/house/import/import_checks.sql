--- Ids that stand over different events: the second was refused. A file that was imported again counts once.
-- of house/quality/quality.h: QualityCount(found int, total int)
-- import_repeated_found() -> one(QualityCount)
SELECT COUNT(DISTINCT b.arg_1) AS found,
    CAST(COALESCE((SELECT SUM(good + bad) FROM import_job WHERE kind = 'events' AND state IN ('done', 'undone')), 0)
        AS BIGINT) AS total
FROM import_bad b JOIN import_job j ON j.id = b.import_id
WHERE b.reason = 'other_event' AND j.state IN ('done', 'undone');

--- The newest line of each id: the last one of its newest file.
-- of house/quality/quality.h: QualityRow(place int, id int, what text, beside text, at time?)
-- import_repeated_rows(place int, id int, most int) -> many(QualityRow)
SELECT r.import_id AS place, r.line AS id, r.arg_1 AS what, j.file_name AS beside, j.created_at AS at
FROM (SELECT n.import_id, MAX(b.line) AS line, n.arg_1
      FROM (SELECT MAX(b.import_id) AS import_id, b.arg_1 FROM import_bad b JOIN import_job j ON j.id = b.import_id
            WHERE b.reason = 'other_event' AND j.state IN ('done', 'undone') GROUP BY b.arg_1) n
      JOIN import_bad b ON b.import_id = n.import_id AND b.arg_1 = n.arg_1 AND b.reason = 'other_event'
      GROUP BY n.import_id, n.arg_1) r
JOIN import_job j ON j.id = r.import_id
WHERE (r.import_id, r.line) > ($place, $id) ORDER BY r.import_id, r.line LIMIT $most;
