--- Removing the demo crosses modules: only rows that carry its mark, or belong to accounts that do.

-- demo_accounts(most int) -> many(id id)
SELECT id FROM account WHERE demo = 1 ORDER BY id LIMIT $1;

-- other_accounts() -> one(accounts int)
SELECT COUNT(*) FROM account WHERE demo = 0;

-- demo_contacts_unjoin()
DELETE FROM contact_account WHERE contact_id IN (SELECT id FROM contact WHERE demo = 1);

-- demo_excluded_delete()
DELETE FROM contact_excluded WHERE contact_id IN (SELECT id FROM contact WHERE demo = 1);

-- demo_contacts_after(after id, most int) -> many(id id)
SELECT id FROM contact WHERE demo = 1 AND id > $1 ORDER BY id LIMIT $2;

-- demo_aliases_delete()
DELETE FROM person_alias WHERE contact_id IN (SELECT id FROM contact WHERE demo = 1);

-- demo_waiting_delete()
DELETE FROM event_waiting WHERE contact_id IN (SELECT id FROM contact WHERE demo = 1);

--- Before the contacts themselves: ids by which an alias or a merge made them known.
-- demo_known_delete()
DELETE FROM contact_known_as WHERE contact_id IN (SELECT id FROM contact WHERE demo = 1);

-- demo_contacts_delete()
DELETE FROM contact WHERE demo = 1;

-- demo_scorecards_delete()
DELETE FROM scorecard WHERE demo = 1;

-- demo_facts_delete(accounts ids)
DELETE FROM fact WHERE account_id IN LIST($1);

--- Before the contacts and scorecards themselves.
-- demo_contact_facts_delete()
DELETE FROM fact WHERE contact_id IN (SELECT id FROM contact WHERE demo = 1);

-- demo_scorecard_facts_delete()
DELETE FROM fact WHERE subject IN (SELECT 'scorecard:' || id FROM scorecard WHERE demo = 1);

--- Before the rates themselves.
-- demo_rate_facts_delete()
DELETE FROM fact WHERE subject IN (SELECT 'rate:' || id FROM currency_rate WHERE demo = 1);

-- demo_rates_delete()
DELETE FROM currency_rate WHERE demo = 1;

--- Before the product itself. The fact of its deletion stays: other servers learn from it.
-- demo_catalog_facts_delete(product id)
DELETE FROM fact WHERE subject IN (SELECT 'product:' || id FROM product WHERE id = $1
    UNION ALL SELECT 'feature:' || id FROM feature WHERE product_id = $1);
