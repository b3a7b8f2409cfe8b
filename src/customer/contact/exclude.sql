-- row ExclusionRow(id id, kind text(domain|address|user_id|trait|robot), pattern text(..400), field text(..100)?,
--   created_at time)
-- input NewExclusion of ExclusionRow(kind, pattern?, field)
--- `people`: whom the rule holds; those that an older rule holds as well are counted there.
-- view Exclusion of ExclusionRow(id, kind, pattern, field, created_at, people int)
--- What facts say: never the pattern, which may name a person.
-- view ExclusionTold of ExclusionRow(kind)

-- exclusion_all() -> all(ExclusionRow)
SELECT id, kind, pattern, field, created_at FROM exclusion ORDER BY id;

-- exclusion_by_id(id id) -> one(ExclusionRow)
SELECT id, kind, pattern, field, created_at FROM exclusion WHERE id = $1;

-- exclusion_insert(ExclusionRow)
INSERT INTO exclusion ROW();

-- exclusion_remove(id id)
DELETE FROM exclusion WHERE id = $1;

-- exclusion_robots() -> one(id id)
SELECT id FROM exclusion WHERE kind = 'robot' ORDER BY id LIMIT 1;

-- exclusion_of_field(field text) -> one(id id)
SELECT id FROM exclusion WHERE kind = 'trait' AND field = $1 ORDER BY id LIMIT 1;

-- exclusion_people() -> all(rule_id id, people int)
SELECT rule_id, COUNT(*) AS people FROM contact_excluded GROUP BY rule_id;

-- excluded_any() -> one(contact_id id)
SELECT contact_id FROM contact_excluded ORDER BY contact_id LIMIT 1;

-- excluded_in(list ids) -> few(contact_id id, rule_id id)
SELECT contact_id, rule_id FROM contact_excluded WHERE contact_id IN LIST($1);

-- excluded_why(list ids) -> few(contact_id id, kind text, pattern text)
SELECT x.contact_id, r.kind, r.pattern FROM contact_excluded x JOIN exclusion r ON r.id = x.rule_id
WHERE x.contact_id IN LIST($1);

-- excluded_put(contact_id id, rule_id id)
INSERT INTO contact_excluded (contact_id, rule_id) VALUES ($1, $2)
ON CONFLICT (contact_id) DO UPDATE SET rule_id = excluded.rule_id;

-- excluded_drop(contact_id id)
DELETE FROM contact_excluded WHERE contact_id = $1;

--- A rule that is gone holds nobody, be it one who was erased.
-- excluded_free()
DELETE FROM contact_excluded WHERE rule_id NOT IN (SELECT id FROM exclusion);

--- Rules that are being applied to everybody.
-- excluding() -> one(jobs int)
SELECT COUNT(*) AS jobs FROM job WHERE kind = 'contact.exclude' AND state IN ('waiting', 'running');
