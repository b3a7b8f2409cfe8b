-- two_step_of(staff_id id) -> one(secret bytes, last_step int, confirmed_at time?)
SELECT secret, last_step, confirmed_at FROM two_step WHERE staff_id = $1;

--- Begins anew what was not confirmed.
-- two_step_put(staff_id id, secret bytes)
INSERT INTO two_step ROW(last_step = 0, confirmed_at = NULL) ON CONFLICT (staff_id) DO UPDATE SET ROW();

-- two_step_confirm(staff_id id, confirmed_at time)
UPDATE two_step SET confirmed_at = $2 WHERE staff_id = $1;

-- two_step_used(staff_id id, step int)
UPDATE two_step SET last_step = $2 WHERE staff_id = $1;

-- two_step_delete(staff_id id)
DELETE FROM two_step WHERE staff_id = $1;

-- two_step_all() -> all(staff_id id, secret bytes)
SELECT staff_id, secret FROM two_step;

-- recovery_code_insert[](id id, staff_id id, hash text)
INSERT INTO recovery_code ROW();

-- recovery_code_find(staff_id id, hash text) -> one(id id)
SELECT id FROM recovery_code WHERE staff_id = $1 AND hash = $2;

-- recovery_code_count(staff_id id) -> one(left_over int)
SELECT COUNT(*) AS left_over FROM recovery_code WHERE staff_id = $1;

-- recovery_code_use(id id)
DELETE FROM recovery_code WHERE id = $1;

-- recovery_code_delete(staff_id id)
DELETE FROM recovery_code WHERE staff_id = $1;
