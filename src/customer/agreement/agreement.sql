-- row AgreementRow(id id, one_name text(1..100), one json, other_name text(1..100), other json, created_at time)
-- input NewAgreement of AgreementRow(one_name!, one!, other_name!, other!)

--- How many accounts each side holds of, how many both, and how many one of the two alone; unknown where a side cannot be
--- read any more.
-- view Agreement of AgreementRow(id, one_name, one, other_name, other, one_count int?, other_count int?, both int?,
--   contradicting int?)

-- agreement_all() -> many(AgreementRow)
SELECT id, one_name, one, other_name, other, created_at FROM agreement ORDER BY id;

-- agreement_is(id id) -> one(id id)
SELECT id FROM agreement WHERE id = $1;

-- agreement_insert(AgreementRow)
INSERT INTO agreement ROW();

-- agreement_remove(id id)
DELETE FROM agreement WHERE id = $1;

-- agreement_accounts(list ids) -> many(id id, name text)
SELECT id, name FROM account WHERE id IN LIST($1) ORDER BY id;

-- of customer/segment/segment.h: SegmentAsking(kind text, id id, name text?, asks json)
-- agreement_askings() -> each(SegmentAsking)
SELECT 'agreement' AS kind, id, one_name || ' ≠ ' || other_name AS name, one AS asks FROM agreement
UNION ALL SELECT 'agreement', id, one_name || ' ≠ ' || other_name, other FROM agreement;

--- What staff wrote, for an erasure that looks for the person in it.
-- of customer/contact/contact_words.h: ContactTextRow(id id, text text?)

-- agreement_one_name_each() -> each(ContactTextRow)
SELECT id, one_name AS text FROM agreement;

-- agreement_one_name_set(id id, text text)
UPDATE agreement SET one_name = $2 WHERE id = $1;

-- agreement_other_name_each() -> each(ContactTextRow)
SELECT id, other_name AS text FROM agreement;

-- agreement_other_name_set(id id, text text)
UPDATE agreement SET other_name = $2 WHERE id = $1;

-- agreement_one_each() -> each(ContactTextRow)
SELECT id, one AS text FROM agreement;

-- agreement_one_set(id id, text text)
UPDATE agreement SET one = $2 WHERE id = $1;

-- agreement_other_each() -> each(ContactTextRow)
SELECT id, other AS text FROM agreement;

-- agreement_other_set(id id, text text)
UPDATE agreement SET other = $2 WHERE id = $1;
