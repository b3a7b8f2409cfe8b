-- row ScorecardRow(id id, name text, purpose text, product_id id?, segment json?, position int, enabled flag, published json?, published_number int, draft json?, version int)

-- scorecard_all() -> many(ScorecardRow)
SELECT s.id, s.name, s.purpose, s.product_id, s.segment, s.position, s.enabled, v.definition, s.published_number, s.draft, s.version
FROM scorecard s LEFT JOIN scorecard_version v ON v.scorecard_id = s.id AND v.number = s.published_number
ORDER BY s.position, s.id LIMIT 500;

-- scorecard_by_id(id id) -> one(ScorecardRow)
SELECT s.id, s.name, s.purpose, s.product_id, s.segment, s.position, s.enabled, v.definition, s.published_number, s.draft, s.version
FROM scorecard s LEFT JOIN scorecard_version v ON v.scorecard_id = s.id AND v.number = s.published_number
WHERE s.id = $1;

-- scorecard_insert(id id, name text, purpose text, product_id id?, segment json?, position int, enabled flag, draft json?, demo flag, created_at time)
INSERT INTO scorecard ROW(published_number = 0, version = 1);

-- scorecard_change(id id, name text, purpose text, product_id id?, segment json?, position int, enabled flag)
UPDATE scorecard SET ROW(version = version + 1) WHERE id = $id;

-- scorecard_draft_set(id id, draft json?)
UPDATE scorecard SET draft = $2, version = version + 1 WHERE id = $1;

-- scorecard_delete(id id)
DELETE FROM scorecard WHERE id = $1;

--- The draft that goes on, and what belongs to it: NULL and what is published, unless an old version is restored.
-- scorecard_publish(id id, number int, product_id id?, segment json?, draft json?)
UPDATE scorecard SET published_number = $2, product_id = $3, segment = $4, draft = $5, version = version + 1 WHERE id = $1;

-- row VersionRow(scorecard_id id, number int, definition json, product_id id?, segment json?, from_day day, published_at time,
--   published_by text, id id, reason text?, moved int?, restores int?, segment_id id?)

-- scorecard_version_add(VersionRow)
INSERT INTO scorecard_version ROW();

-- scorecard_version_of(scorecard_id id, number int) -> one(VersionRow)
SELECT scorecard_id, number, definition, product_id, segment, from_day, published_at, published_by, id, reason, moved, restores,
    segment_id
FROM scorecard_version WHERE scorecard_id = $1 AND number = $2;

-- scorecard_version_pin(scorecard_id id, number int, segments json)
UPDATE scorecard_version SET segments = $3 WHERE scorecard_id = $1 AND number = $2;

--- What asks for segments as they are now: cards, drafts, and the version in force; earlier ones keep what those said.
-- of customer/segment/segment.h: SegmentAsking(kind text, id id, name text?, asks json)
-- scorecard_askings() -> each(SegmentAsking)
SELECT 'scorecard' AS kind, id, name, segment AS asks FROM scorecard WHERE segment IS NOT NULL
UNION ALL SELECT 'scorecard', id, name, draft FROM scorecard WHERE draft IS NOT NULL
UNION ALL SELECT 'scorecard', s.id, s.name, v.segment
    FROM scorecard s JOIN scorecard_version v ON v.scorecard_id = s.id AND v.number = s.published_number
    WHERE v.segment IS NOT NULL
UNION ALL SELECT 'scorecard', s.id, s.name, v.definition
    FROM scorecard s JOIN scorecard_version v ON v.scorecard_id = s.id AND v.number = s.published_number;

--- Newest first, with the name that who published it has today.
-- row ScorecardVersionRow(number int, from_day day, published_at time, published_by text, publisher text?, reason text?,
--   moved int?, restores int?, product_id id?, segment json?, definition json, changed_segment text?)

-- scorecard_version_list(scorecard_id id, most int) -> many(ScorecardVersionRow)
SELECT v.number, v.from_day, v.published_at, v.published_by, COALESCE(s.name, k.name), v.reason, v.moved, v.restores,
    v.product_id, v.segment, v.definition, g.name
FROM scorecard_version v
LEFT JOIN segment g ON g.id = v.segment_id
LEFT JOIN staff s ON v.published_by = 'staff:' || s.id
LEFT JOIN api_key k ON v.published_by = 'key:' || k.id
WHERE v.scorecard_id = $1
ORDER BY v.number DESC LIMIT $2;

--- Every version of every scorecard that is in use, in the order in which they are asked: the first whose segment fits judges.
-- scorecard_versions() -> all(scorecard_id id, name text, purpose text, product_id id?, segment json?, position int, number int, definition json, from_day day, published_number int, segments json?)
SELECT v.scorecard_id, s.name, s.purpose, v.product_id, v.segment, s.position, v.number, v.definition, v.from_day, s.published_number,
    v.segments
FROM scorecard_version v JOIN scorecard s ON s.id = v.scorecard_id
WHERE s.enabled = 1
ORDER BY s.position, v.scorecard_id, v.number;

--- Another row after each change of any scorecard: versions only rise, and a new scorecard has the highest id.
-- scorecards_stamp() -> one(scorecards int, newest int, versions int)
SELECT COUNT(*), COALESCE(MAX(id), 0), COALESCE(SUM(version), 0) FROM scorecard;

--- The last told states of some accounts, for each purpose and product.
-- score_latest_in(accounts ids) -> few(account_id id, purpose text, product_id id, day day, scorecard_id id, number int, band text, points int?, fired text)
SELECT s.account_id, s.purpose, s.product_id, s.day, s.scorecard_id, s.number, s.band, s.points, s.fired
FROM (SELECT account_id, purpose, product_id, MAX(day) AS day FROM score WHERE account_id IN LIST($1)
    GROUP BY account_id, purpose, product_id) AS last
JOIN score s ON s.account_id = last.account_id AND s.purpose = last.purpose AND s.product_id = last.product_id AND s.day = last.day
ORDER BY s.account_id;

--- What was told of an account and holds on some of the days [from_day, until_day): a row holds until the next one.
-- score_told_of(account_id id, from_day day, until_day day) -> each(purpose text, product_id id, day day, band text)
SELECT purpose, product_id, day, band FROM score AS s
WHERE account_id = $1 AND day < $3 AND (day >= $2 OR day = (SELECT MAX(t.day) FROM score AS t WHERE t.account_id = s.account_id
    AND t.purpose = s.purpose AND t.product_id = s.product_id AND t.day < $2))
ORDER BY purpose, product_id, day;

-- score_tell[](account_id id, purpose text, product_id id, day day, scorecard_id id, number int, band text, points int?, coverage real, fired text)
INSERT INTO score ROW() ON CONFLICT (account_id, purpose, product_id, day) DO UPDATE SET ROW();

-- score_forget_account(account_id id)
DELETE FROM score WHERE account_id = $1;

-- judgement_add(id id, account_id id, band text, text text?, on_day day, author_id id?, demo flag, created_at time)
INSERT INTO judgement ROW();

-- row JudgementRow(id id, account_id id, band text, text text?, on_day day, author text?, created_at time)

-- judgement_list(account_id id, until_day day, most int) -> many(JudgementRow)
SELECT j.id, j.account_id, j.band, j.text, j.on_day, s.name, j.created_at
FROM judgement j LEFT JOIN staff s ON s.id = j.author_id
WHERE j.account_id = $1 AND j.on_day < $2
ORDER BY j.on_day DESC, j.id DESC LIMIT $3;

-- health_now_set[](account_id id, band text, points int?, coverage real, previous_band text?, band_since day, told_on day,
--   xact int)
INSERT INTO health_now ROW() ON CONFLICT (account_id) DO UPDATE SET ROW();

-- row HealthNowRow(account_id id, band text, points int?, coverage real, previous_band text?, band_since day)

-- health_now_in(accounts ids) -> many(HealthNowRow)
SELECT account_id, band, points, coverage, previous_band, band_since FROM health_now WHERE account_id IN LIST($1)
ORDER BY account_id;

-- health_now_each() -> each(HealthNowRow)
SELECT account_id, band, points, coverage, previous_band, band_since FROM health_now WHERE band <> '' ORDER BY account_id;

-- health_now_forget(account_id id)
DELETE FROM health_now WHERE account_id = $1;

-- score_corrections_of(account_id id, from_day day) -> each(purpose text, product_id id, day day, band text)
SELECT purpose, product_id, day, band FROM score_correction WHERE account_id = $1 AND day >= $2
ORDER BY purpose, product_id, day;

-- score_correction_set[](account_id id, purpose text, product_id id, day day, band text)
INSERT INTO score_correction ROW()
ON CONFLICT (account_id, purpose, product_id, day) DO UPDATE SET band = excluded.band;

-- score_correction_forget(account_id id)
DELETE FROM score_correction WHERE account_id = $1;

-- of house/timeline/timeline.h: TimelineWords(id id, text text?)
-- judgement_texts(list ids) -> many(TimelineWords)
SELECT id, text FROM judgement WHERE id IN LIST($1) ORDER BY id;

-- judgement_held(account_id id) -> one(judgements int)
SELECT COUNT(*) AS judgements FROM judgement WHERE account_id = $1;

-- judgement_forget_account(account_id id)
DELETE FROM judgement WHERE account_id = $1;

-- health_clock_read() -> one(day day, asked int, answered int)
SELECT day, asked, answered FROM health_clock WHERE id = 1;

-- health_clock_set(day day)
INSERT INTO health_clock (id, day, asked, answered) VALUES (1, $1, 0, 0) ON CONFLICT (id) DO UPDATE SET day = excluded.day;

-- health_clock_ask()
INSERT INTO health_clock (id, day, asked, answered) VALUES (1, 0, 1, 0)
ON CONFLICT (id) DO UPDATE SET asked = health_clock.asked + 1;

--- Changes nothing when another server has told that day.
-- health_clock_move(from_day day, day day, answered int)
UPDATE health_clock SET day = $2, answered = $3 WHERE id = 1 AND day = $1 AND answered <= $3;

-- health_stale_add(account_id id, from_day day, mark id)
INSERT INTO health_stale (account_id, from_day, mark) VALUES ($1, $2, $3)
ON CONFLICT (account_id) DO UPDATE SET mark = excluded.mark,
    from_day = CASE WHEN excluded.from_day < health_stale.from_day THEN excluded.from_day ELSE health_stale.from_day END;

-- health_stale_some() -> many(account_id id, from_day day, mark id)
SELECT account_id, from_day, mark FROM health_stale ORDER BY account_id LIMIT 500;

--- What became stale again since it was read has another mark, and stays.
-- health_stale_done[](account_id id, mark id)
DELETE FROM health_stale WHERE account_id = $1 AND mark = $2;

--- Accounts are judged outside of the transaction that tells them: one may be gone by then.
-- health_accounts_there(accounts ids) -> many(id id)
SELECT id FROM account WHERE id IN LIST($1) ORDER BY id;

-- health_product(id id) -> one(id id)
SELECT id FROM product WHERE id = $1;

-- of customer/contact/contact_words.h: ContactTextRow(id id, text text?)
-- judgement_words_each() -> each(ContactTextRow)
SELECT id, text FROM judgement WHERE text IS NOT NULL;

-- judgement_words_set(id id, text text)
UPDATE judgement SET text = $2 WHERE id = $1;

-- version_reasons_each() -> each(ContactTextRow)
SELECT id, reason FROM scorecard_version WHERE reason IS NOT NULL;

-- version_reason_set(id id, text text)
UPDATE scorecard_version SET reason = $2 WHERE id = $1;

-- version_segments_each() -> each(ContactTextRow)
SELECT id, segments AS text FROM scorecard_version WHERE segments IS NOT NULL;

-- version_segments_set(id id, text text)
UPDATE scorecard_version SET segments = $2 WHERE id = $1;

--- For the sheet, which looks into each.
-- sheet_segments_all(most int) -> many(id id, name text)
SELECT id, name FROM segment ORDER BY name, id LIMIT $1;

--- Of an account that becomes one with another.
-- judgement_ids_of_account(account_id id, after id, most int) -> ids
SELECT id FROM judgement WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- judgement_account_move(list ids, from_id id, into_id id)
UPDATE judgement SET account_id = $3 WHERE id IN LIST($1) AND account_id = $2;
