-- A test account: nothing of it counts (account.h).
ALTER TABLE account ADD COLUMN test FLAG NOT NULL DEFAULT 0;
CREATE INDEX account_test ON account(test, id);
