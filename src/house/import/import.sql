-- row ImportJobRow(id id, kind text(choose import_kinds), file_name text, file_hash int,
--   state text(mapping|checking|checked|running|done|undoing|undone|failed|cancelled), rows int, done int, good int, bad int, added int,
--   changed int, unchanged int, partly int, empty_rows int, total_rows int, total_line int?,
--   head_hash int, mapped_as time?, changes int, undone int, kept int, near_count int, columns json, mapping json, replaced json,
--   encoding text(utf-8|utf-16|shift_jis|euc-jp|iso-2022-jp|windows-1252|xlsx), encoding_sure flag,
--   sheet int(0..500), sheet_names json,
--   delimiter text(comma|semicolon|tab|pipe), heading int(1..1000), totals text(skip|take),
--   bad_cells text(skip_cell|skip_row), date_order text(ymd|dmy|mdy)?, decimal_mark text(point|comma)?,
--   ends text(exclusive|inclusive)?, time_zone text(..60), currency text(..3), product_id id?, error text?, actor text,
--   created_at time, erased_at time?, version int)

-- view ImportOptions of ImportJobRow(encoding, delimiter, sheet, heading, totals, bad_cells, date_order, decimal_mark, ends,
--   time_zone, currency, product_id)
-- view Import of ImportJobRow(id, kind, file_name, state, rows, done, good, bad, partly, added, changed, unchanged,
--   empty_rows, total_rows, total_line, mapped_as, changes, undone, kept, can_undo flag, kept_things list ImportThing, sheets texts, asks texts, columns list ImportColumn, targets list ImportTarget,
--   fields_of text(account|contact|ticket)?, replaced json, options object ImportOptions, preview json, errors list ImportError, groups list ImportGroup,
--   near_count, near_ids list ImportNear, error, created_at,
--   erased_at, version)

--- Each option by itself: what is not given stays as it was.
-- input ImportOptionsPatch of ImportJobRow(encoding?, delimiter?, sheet?, heading?, totals?, bad_cells?, date_order, decimal_mark,
--   ends, time_zone?, currency?, product_id)
--- `replaced`: {"owner_email":{"old@example.com":"new@example.com","other@example.com":null}} over what was replaced before.
-- input ImportChange(mapping json?, replaced json?, options object? ImportOptionsPatch)

-- import_add(ImportJobRow)
INSERT INTO import_job ROW(version = 1);

-- import_find(id id) -> one(ImportJobRow)
SELECT id, kind, file_name, file_hash, state, rows, done, good, bad, added, changed, unchanged, partly, empty_rows,
    total_rows, total_line, head_hash, mapped_as, changes, undone, kept, near_count, columns, mapping, replaced, encoding, encoding_sure, sheet, sheet_names, delimiter, heading, totals, bad_cells, date_order,
    decimal_mark, ends, time_zone, currency, product_id, error, actor, created_at, erased_at, version
FROM import_job WHERE id = $1;

-- import_list(before id, most int) -> many(ImportJobRow)
SELECT id, kind, file_name, file_hash, state, rows, done, good, bad, added, changed, unchanged, partly, empty_rows,
    total_rows, total_line, head_hash, mapped_as, changes, undone, kept, near_count, columns, mapping, replaced, encoding, encoding_sure, sheet, sheet_names, delimiter, heading, totals, bad_cells, date_order,
    decimal_mark, ends, time_zone, currency, product_id, error, actor, created_at, erased_at, version
FROM import_job WHERE id < $1 ORDER BY id DESC LIMIT $2;

--- What is known of the table, and how it is read.
-- import_settle(ImportJobRow)
UPDATE import_job SET state = 'mapping', rows = $rows, empty_rows = $empty_rows, total_rows = $total_rows,
    total_line = $total_line, head_hash = $head_hash, mapped_as = $mapped_as, columns = $columns, mapping = $mapping, replaced = $replaced, encoding = $encoding,
    encoding_sure = $encoding_sure, sheet = $sheet, delimiter = $delimiter, heading = $heading, totals = $totals,
    bad_cells = $bad_cells, date_order = $date_order, decimal_mark = $decimal_mark, ends = $ends,
    time_zone = $time_zone, currency = $currency, product_id = $product_id, error = NULL, version = version + 1
WHERE id = $id;

-- import_begin(id id, state text)
UPDATE import_job SET state = $2, done = 0, good = 0, bad = 0, partly = 0, added = 0, changed = 0, unchanged = 0, error = NULL,
    version = version + 1
WHERE id = $1;

--- A dry run that was cut off; its version stays, since it is the same work.
-- import_anew(id id)
UPDATE import_job SET done = 0, good = 0, bad = 0, partly = 0, added = 0, changed = 0, unchanged = 0 WHERE id = $1;

-- import_move(id id, more int, good int, bad int, partly int, added int, corrected int, unchanged int)
UPDATE import_job SET done = done + $2, good = good + $3, bad = bad + $4, partly = partly + $5, added = added + $6,
    changed = changed + $7, unchanged = unchanged + $8
WHERE id = $1;

-- import_end(id id, state text, reason text?)
UPDATE import_job SET state = $2, error = $3, version = version + 1 WHERE id = $1;

-- import_part_add[](import_id id, part int, body bytes)
INSERT INTO import_part (import_id, part, body) VALUES ($1, $2, $3);

-- import_part_each(import_id id) -> each(body bytes)
SELECT body FROM import_part WHERE import_id = $1 ORDER BY part;

-- import_part_size(import_id id) -> one(size int)
SELECT CAST(COALESCE(sum(length(body)), 0) AS BIGINT) FROM import_part WHERE import_id = $1;

-- import_bad_add[](import_id id, line int, nth int, field text?, text text, csv text, taken flag, reason text?,
--   arg_1 text?, arg_2 text?)
INSERT INTO import_bad ROW() ON CONFLICT (import_id, line, nth) DO NOTHING;

-- import_bad_list(import_id id) -> many(line int, field text?, text text, taken flag, reason text?, arg_1 text?,
--   arg_2 text?)
SELECT line, field, text, taken, reason, arg_1, arg_2 FROM import_bad WHERE import_id = $1 ORDER BY line, nth LIMIT 100;

--- What is wrong in the same way in several rows.
-- import_bad_groups(import_id id) -> many(field text?, reason text, arg_1 text?, arg_2 text?, taken flag, rows int)
SELECT field, reason, arg_1, arg_2, taken, count(*) AS rows FROM import_bad
WHERE import_id = $1 AND reason IS NOT NULL
GROUP BY field, reason, arg_1, arg_2, taken HAVING count(*) > 1
ORDER BY count(*) DESC, field, reason, arg_1 LIMIT 20;

-- import_bad_page(import_id id, after int, most int) -> many(line int, csv text)
SELECT line, csv FROM import_bad WHERE import_id = $1 AND nth = 0 AND line > $2 ORDER BY line LIMIT $3;

-- import_bad_told(import_id id, first int, last int) -> all(line int, field text?, text text, reason text?, arg_1 text?,
--   arg_2 text?)
SELECT line, field, text, reason, arg_1, arg_2 FROM import_bad WHERE import_id = $1 AND line >= $2 AND line <= $3
ORDER BY line, nth;

-- import_bad_drop(import_id id)
DELETE FROM import_bad WHERE import_id = $1;

-- import_near_add[](import_id id, nth int, field text, line int, rows int, given text, other text, other_line int?)
INSERT INTO import_near ROW();

-- import_near_list(import_id id) -> many(field text, line int, rows int, given text, other text, other_line int?)
SELECT field, line, rows, given, other, other_line FROM import_near WHERE import_id = $1 ORDER BY nth LIMIT 100;

-- import_near_drop(import_id id)
DELETE FROM import_near WHERE import_id = $1;

-- import_near_told(id id, near_count int)
UPDATE import_job SET near_count = $2 WHERE id = $1;

-- import_old(before time) -> many(id id)
SELECT id FROM import_job WHERE created_at < $1 ORDER BY id LIMIT 500;

-- import_preview_set(import_id id, cells json)
INSERT INTO import_preview (import_id, cells) VALUES ($1, $2) ON CONFLICT (import_id) DO UPDATE SET cells = excluded.cells;

-- import_preview_find(import_id id) -> one(cells json)
SELECT cells FROM import_preview WHERE import_id = $1;

-- import_preview_drop(import_id id)
DELETE FROM import_preview WHERE import_id = $1;

-- import_drop_parts(import_id id)
DELETE FROM import_part WHERE import_id = $1;

-- import_drop(import_id id)
DELETE FROM import_job WHERE id = $1;

--- Those uploaded before that still have a file, or will have one until their work ends.
--- One at work that is marked already counts where its mark is older than this erasure: who was erased since may be in it.
-- import_with_file(before time, marked_before time) -> many(id id, state text)
SELECT id, state FROM import_job
WHERE created_at < $1 AND (erased_at IS NULL OR (state IN ('checking', 'running', 'undoing') AND erased_at < $2))
ORDER BY id LIMIT 500;

--- One at work goes on under the version that it was begun with.
-- import_mark(id id, now time)
UPDATE import_job SET erased_at = $2 WHERE id = $1;

--- What is left is the line in the list: the head of a file without one is its first row, and an error may repeat a cell.
-- import_blank(id id, now time)
UPDATE import_job SET columns = '[]', sheet_names = '[]', mapping = '{}', replaced = '{}', error = NULL, erased_at = $2, version = version + 1 WHERE id = $1;

--- ---- undo ----

--- A later row of the file keeps the state before the first, unless it says that there is none to go back to.
-- import_change_put(import_id id, thing id, line int, added flag, before_state json?, after_hash int)
INSERT INTO import_change ROW() ON CONFLICT (import_id, thing) DO UPDATE
SET line = excluded.line, after_hash = excluded.after_hash, reason = NULL,
    added = CASE WHEN excluded.added = 0 AND excluded.before_state IS NULL THEN 0 ELSE import_change.added END,
    before_state = CASE WHEN excluded.added = 0 AND excluded.before_state IS NULL THEN NULL
        ELSE import_change.before_state END;

--- The last line first: what stands on something came after it.
-- import_change_page(import_id id, line int, thing id, most int)
--   -> many(thing id, line int, added flag, before_state json?, after_hash int)
SELECT thing, line, added, before_state, after_hash FROM import_change
WHERE import_id = $1 AND (line, thing) < ($2, $3) ORDER BY line DESC, thing DESC LIMIT $4;

-- import_change_drop(import_id id, thing id)
DELETE FROM import_change WHERE import_id = $1 AND thing = $2;

-- import_change_keep(import_id id, thing id, reason text, arg_1 text?, arg_2 text?, text text)
UPDATE import_change SET reason = $3, arg_1 = $4, arg_2 = $5, text = $6 WHERE import_id = $1 AND thing = $2;

-- import_stayed(import_id id) -> many(thing id, line int, reason text, arg_1 text?, arg_2 text?, text text)
SELECT thing, line, reason, arg_1, arg_2, text FROM import_change WHERE import_id = $1 AND reason IS NOT NULL
ORDER BY line, thing LIMIT 100;

-- import_tally(id id)
UPDATE import_job
SET changes = (SELECT COUNT(*) FROM import_change WHERE import_id = $1),
    kept = (SELECT COUNT(*) FROM import_change WHERE import_id = $1 AND reason IS NOT NULL)
WHERE id = $1;

-- import_undo_begin(id id)
UPDATE import_job SET state = 'undoing', kept = 0, error = NULL, version = version + 1 WHERE id = $1;

--- One that was cut off counts what is kept anew.
-- import_undo_anew(id id, version int)
UPDATE import_job SET kept = 0 WHERE id = $1 AND version = $2;

-- import_undo_move(id id, undone int, kept int)
UPDATE import_job SET undone = undone + $2, kept = kept + $3 WHERE id = $1;

-- import_change_forget(import_id id)
DELETE FROM import_change WHERE import_id = $1;

--- ---- remembered ----

-- row ImportMappingRow(kind text, head_hash int, mapping json, totals text, bad_cells text, date_order text?, ends text?,
--   time_zone text, currency text, product_id id?, used_at time)

--- A file of its bad rows says nothing of the order of days.
-- import_mapping_put(ImportMappingRow)
INSERT INTO import_mapping ROW() ON CONFLICT (kind, head_hash) DO UPDATE
SET ROW(date_order = COALESCE(excluded.date_order, import_mapping.date_order));

-- import_mapping_find(kind text, head_hash int) -> one(ImportMappingRow)
SELECT kind, head_hash, mapping, totals, bad_cells, date_order, ends, time_zone, currency, product_id, used_at
FROM import_mapping WHERE kind = $1 AND head_hash = $2;

-- import_mapping_drop(kind text, head_hash int)
DELETE FROM import_mapping WHERE kind = $1 AND head_hash = $2;
