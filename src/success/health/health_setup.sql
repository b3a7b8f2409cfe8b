-- of house/setup/setup.h: SetupState(have int, want int)
-- scorecard_setup() -> one(SetupState)
SELECT COUNT(*) AS have, 1 AS want FROM scorecard WHERE enabled = 1 AND published_number > 0;
