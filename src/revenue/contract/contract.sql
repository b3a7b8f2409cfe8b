-- row ContractRow(id id, account_id id, external_id text(ident)?, name text(..400)?, renews_on day?,
--   renews_known_on day?, notice_days int(0..3650), grace_days int(0..3650), auto_renews flag, cancelled_on day?,
--   version int)

-- row ContractLineRow(id id, contract_id id, account_id id, from_on day, until_on day?, product_id id?, product text?,
--   plan text(..200)?, seats int(0..100000000)?, price_minor int, currency text, term_months int(1..120),
--   discount real(0..1), kind text(paid|trial|free), known_on day, agreed_until day?, cut_on day?, stated_by int?,
--   corrected_at time?)

--- `without_rate`: currencies that are not in mrr, or have no place in a sum.
-- view ContractLine of ContractLineRow(id, from_on, until_on, product_id, product, plan, seats, price object Money,
--   term_months, discount, kind, mrr object Money, corrected_at)
-- view Contract of ContractRow(id, account_id, external_id, name, starts_on day?, ends_on day?, renews_on day?,
--   notice_on day?, notice_days, grace_days, auto_renews, cancelled_on, version, lines list ContractLine,
--   mrr object? Money, without_rate texts, status text(paying|trial|free|ended|future))

-- input NewContractLine of ContractLineRow(from_on?, until_on, product_id, plan, seats, price object Money,
--   term_months?, discount?, kind?)
-- patch ContractLinePatch of NewContractLine
-- input NewContract of ContractRow(account_id?, external_id, name, notice_days?, grace_days?, auto_renews?, renews_on,
--   cancelled_on, lines list(..100) NewContractLine)
-- input ContractPatch of ContractRow(external_id, name, notice_days?, grace_days?, auto_renews?, renews_on,
--   cancelled_on)

--- What a change can alter in a contract and in its lines. Plan and currency are told beside it.
-- view ContractKept of ContractRow(external_id, name, renews_on, notice_days, grace_days, auto_renews, cancelled_on)
-- view LineTerms of ContractLineRow(from_on, until_on, product_id, plan, currency, seats, price_minor, term_months,
--   discount, kind)
-- view LineChanged of ContractLineRow(seats, price_minor, term_months, discount, kind)
-- view LineCorrected of ContractLineRow(from_on, until_on, product_id, seats, price_minor, term_months, discount, kind)

--- What an undo compares and restores: not what only says which import stated a line last.
-- view LineSnapshot of ContractLineRow(id, from_on, until_on, product_id, plan, seats, price_minor, currency, term_months,
--   discount, kind, known_on, agreed_until, cut_on, corrected_at)
-- view ContractSnapshot of ContractRow(external_id, name, renews_on, renews_known_on, notice_days, grace_days, auto_renews,
--   cancelled_on, lines list LineSnapshot)

-- contract_by_id(id id) -> one(ContractRow)
SELECT id, account_id, external_id, name, renews_on, renews_known_on, notice_days, grace_days, auto_renews, cancelled_on, version
FROM contract WHERE id = $1;

-- contract_by_external(external_id text) -> one(ContractRow)
SELECT id, account_id, external_id, name, renews_on, renews_known_on, notice_days, grace_days, auto_renews, cancelled_on, version
FROM contract WHERE external_id = $1;

-- contract_of_account(account_id id) -> many(ContractRow)
SELECT id, account_id, external_id, name, renews_on, renews_known_on, notice_days, grace_days, auto_renews, cancelled_on, version
FROM contract WHERE account_id = $1 ORDER BY id LIMIT 500;

-- contract_page(after id, most int) -> many(ContractRow)
SELECT id, account_id, external_id, name, renews_on, renews_known_on, notice_days, grace_days, auto_renews, cancelled_on, version
FROM contract WHERE id > $1 ORDER BY id LIMIT $2;

-- contract_line_by_id(id id) -> one(ContractLineRow)
SELECT l.id, l.contract_id, l.account_id, l.from_on, l.until_on, l.product_id, p.name AS product, l.plan, l.seats,
       l.price_minor, l.currency, l.term_months, l.discount, l.kind, l.known_on, l.agreed_until, l.cut_on, l.stated_by,
       l.corrected_at
FROM contract_line l LEFT JOIN product p ON p.id = l.product_id WHERE l.id = $1;

-- contract_line_of(contract_id id) -> many(ContractLineRow)
SELECT l.id, l.contract_id, l.account_id, l.from_on, l.until_on, l.product_id, p.name AS product, l.plan, l.seats,
       l.price_minor, l.currency, l.term_months, l.discount, l.kind, l.known_on, l.agreed_until, l.cut_on, l.stated_by,
       l.corrected_at
FROM contract_line l LEFT JOIN product p ON p.id = l.product_id
WHERE l.contract_id = $1 ORDER BY l.from_on, l.id LIMIT 500;

--- What decides status, MRR and dates of one account, or of all.
-- row ContractTermRow(account_id id, contract_id id, product_id id?, from_on day, until_on day?, plan text?, seats int?,
--   price_minor int, currency text, term_months int, discount real, kind text(paid|trial|free), grace_days int,
--   notice_days int, renews_on day?, renews_known_on day?, cancelled_on day?, auto_renews flag, known_on day,
--   agreed_until day?, cut_on day?)

-- contract_term_of(account_id id) -> many(ContractTermRow)
SELECT l.account_id, l.contract_id, l.product_id, l.from_on, l.until_on, l.plan, l.seats, l.price_minor, l.currency,
       l.term_months, l.discount, l.kind, c.grace_days, c.notice_days, c.renews_on, c.renews_known_on, c.cancelled_on,
       c.auto_renews, l.known_on, l.agreed_until, l.cut_on
FROM contract_line l JOIN contract c ON c.id = l.contract_id
WHERE l.account_id = $1 ORDER BY l.from_on, l.id LIMIT 1000;

-- contract_term_each() -> each(ContractTermRow)
SELECT l.account_id, l.contract_id, l.product_id, l.from_on, l.until_on, l.plan, l.seats, l.price_minor, l.currency,
       l.term_months, l.discount, l.kind, c.grace_days, c.notice_days, c.renews_on, c.renews_known_on, c.cancelled_on,
       c.auto_renews, l.known_on, l.agreed_until, l.cut_on
FROM contract_line l JOIN contract c ON c.id = l.contract_id
ORDER BY l.account_id, l.from_on, l.id;

-- contract_insert(ContractRow, demo flag, created_at time)
INSERT INTO contract ROW(version = 1);

-- contract_update(ContractRow)
UPDATE contract SET ROW(KEEP account_id, version = version + 1) WHERE id = $id;

-- contract_touch(id id)
UPDATE contract SET version = version + 1 WHERE id = $1;

-- contract_remove(id id)
DELETE FROM contract WHERE id = $1;

-- contract_line_insert(ContractLineRow)
INSERT INTO contract_line ROW();

-- contract_line_update(ContractLineRow)
UPDATE contract_line SET ROW(KEEP contract_id, KEEP account_id, KEEP known_on) WHERE id = $id;

--- A change or a cancellation: the line ends otherwise than agreed, known from a day on.
-- contract_line_end(id id, until_on day, agreed_until day?, cut_on day)
UPDATE contract_line SET until_on = $2, agreed_until = $3, cut_on = $4 WHERE id = $1;

-- contract_line_reopen(id id)
UPDATE contract_line SET until_on = NULL, agreed_until = NULL, cut_on = NULL WHERE id = $1;

-- contract_line_state(id id, stated_by int)
UPDATE contract_line SET stated_by = $2 WHERE id = $1;

-- contract_line_remove_of(contract_id id)
DELETE FROM contract_line WHERE contract_id = $1;

-- contract_line_drop(account_id id)
DELETE FROM contract_line WHERE account_id = $1;

-- contract_drop(account_id id)
DELETE FROM contract WHERE account_id = $1;

-- contract_line_with(product_id id) -> one(count int)
SELECT COUNT(*) AS count FROM contract_line WHERE product_id = $1;

--- What is searched of contracts.
-- contract_searched(list ids) -> many(id id, account_id id, name text?, external_id text?, created_at time,
--   account text?)
SELECT c.id, c.account_id, c.name, c.external_id, c.created_at, a.name AS account
FROM contract c LEFT JOIN account a ON a.id = c.account_id WHERE c.id IN LIST($1);

-- contract_ids_after(after id, most int) -> ids
SELECT id FROM contract WHERE id > $1 ORDER BY id LIMIT $2;

-- contract_account_exists(account_id id) -> one(id id)
SELECT id FROM account WHERE id = $1;

-- contract_product_exists(product_id id) -> one(id id, key text, name text)
SELECT id, key, name FROM product WHERE id = $1;

--- ---- as a file ----

--- A line with what its contract says, under names that an import knows. A product's name where no other product has it.
-- row ContractFiledRow(line_id id, contract_id id, account text?, account_name text, external_id text?, contract_name text?,
--   from_on day, until_on day?, product text?, plan text?, seats int?, price_minor int, currency text, term_months int,
--   discount real, kind text(paid|trial|free), renews_on day?, cancelled_on day?, auto_renews flag, notice_days int,
--   grace_days int, corrected_at time?)

--- A line that a cancellation ended before it began was never in force, and no file could say it.
-- contract_filed(contract_id id, line_id id, most int) -> many(ContractFiledRow)
SELECT l.id AS line_id, l.contract_id, a.external_id AS account, a.name AS account_name, c.external_id,
       c.name AS contract_name, l.from_on,
       l.until_on,
       CASE WHEN EXISTS (SELECT 1 FROM product o WHERE o.id <> p.id AND (o.name = p.name OR lower(o.key) = lower(p.name)))
            THEN p.key ELSE p.name END AS product,
       l.plan, l.seats, l.price_minor, l.currency, l.term_months, l.discount, l.kind, c.renews_on, c.cancelled_on,
       c.auto_renews, c.notice_days, c.grace_days, l.corrected_at
FROM contract_line l JOIN contract c ON c.id = l.contract_id JOIN account a ON a.id = l.account_id
     LEFT JOIN product p ON p.id = l.product_id
WHERE (l.contract_id, l.id) > ($1, $2) AND (l.until_on IS NULL OR l.until_on > l.from_on)
ORDER BY l.contract_id, l.id LIMIT $3;

-- contract_filed_of(accounts ids, contract_id id, line_id id, most int) -> many(ContractFiledRow)
SELECT l.id AS line_id, l.contract_id, a.external_id AS account, a.name AS account_name, c.external_id,
       c.name AS contract_name, l.from_on,
       l.until_on,
       CASE WHEN EXISTS (SELECT 1 FROM product o WHERE o.id <> p.id AND (o.name = p.name OR lower(o.key) = lower(p.name)))
            THEN p.key ELSE p.name END AS product,
       l.plan, l.seats, l.price_minor, l.currency, l.term_months, l.discount, l.kind, c.renews_on, c.cancelled_on,
       c.auto_renews, c.notice_days, c.grace_days, l.corrected_at
FROM contract_line l JOIN contract c ON c.id = l.contract_id JOIN account a ON a.id = l.account_id
     LEFT JOIN product p ON p.id = l.product_id
WHERE l.account_id IN LIST($1) AND (l.contract_id, l.id) > ($2, $3) AND (l.until_on IS NULL OR l.until_on > l.from_on)
ORDER BY l.contract_id, l.id LIMIT $4;

--- The contract that has this line of this plan, among those that no id of theirs names: added by hand, or by an import
--- without ids (LIKE, see given_key). Of several the one with this name, and one that this import has not named yet.
-- contract_by_line(account_id id, product_id id, from_on day, plan text, name text, import_id int) -> one(ContractRow)
SELECT c.id, c.account_id, c.external_id, c.name, c.renews_on, c.renews_known_on, c.notice_days, c.grace_days, c.auto_renews,
       c.cancelled_on, c.version
FROM contract_line l JOIN contract c ON c.id = l.contract_id
WHERE l.account_id = $1 AND COALESCE(l.product_id, 0) = $2 AND l.from_on = $3 AND COALESCE(l.plan, '') = $4
  AND (c.external_id IS NULL OR c.external_id LIKE 'account %, product %')
ORDER BY CASE WHEN COALESCE(c.name, '') = $5 THEN 0 ELSE 1 END, CASE WHEN l.stated_by = $6 THEN 1 ELSE 0 END, c.id LIMIT 1;

--- The contract added by hand that has a line of any plan from this day.
-- contract_by_first_day(account_id id, product_id id, from_on day) -> one(ContractRow)
SELECT c.id, c.account_id, c.external_id, c.name, c.renews_on, c.renews_known_on, c.notice_days, c.grace_days, c.auto_renews,
       c.cancelled_on, c.version
FROM contract_line l JOIN contract c ON c.id = l.contract_id
WHERE l.account_id = $1 AND COALESCE(l.product_id, 0) = $2 AND l.from_on = $3 AND c.external_id IS NULL
ORDER BY c.id LIMIT 1;

--- For what an import compares its ids with.
-- of house/import/import.h: ImportId(id text)
-- contract_import_ids() -> each(ImportId)
SELECT external_id AS id FROM contract WHERE external_id IS NOT NULL;

--- Of an account that becomes one with another.
-- contract_ids_of_account(account_id id, after id, most int) -> ids
SELECT id FROM contract WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- contract_account_move(list ids, from_id id, into_id id)
UPDATE contract SET account_id = $3 WHERE id IN LIST($1) AND account_id = $2;

-- contract_line_ids_of_account(account_id id, after id, most int) -> ids
SELECT id FROM contract_line WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- contract_line_account_move(list ids, from_id id, into_id id)
UPDATE contract_line SET account_id = $3 WHERE id IN LIST($1) AND account_id = $2;
