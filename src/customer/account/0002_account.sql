-- One change to many accounts. `wanted`: what was set, {"stage":"renewal","fields":{"tier":"gold"}}. `done`: accounts that
-- were looked at since the state began.
-- kept
CREATE TABLE account_bulk (
    id ID PRIMARY KEY,
    state TEXT NOT NULL,
    wanted JSON NOT NULL,
    accounts INT NOT NULL,
    done INT NOT NULL,
    changed INT NOT NULL,
    undone INT NOT NULL,
    kept INT NOT NULL,
    problem TEXT,
    created_at TIME NOT NULL,
    version INT NOT NULL
);

-- Each of them: waiting, same (had it already), changed, undone, kept. The two states hold what was set, and nothing else of
-- the account.
-- kept
CREATE TABLE account_bulk_one (
    bulk_id INT NOT NULL,
    account_id INT NOT NULL,
    state TEXT NOT NULL,
    before_state JSON,
    after_state JSON,
    PRIMARY KEY (bulk_id, account_id)
);
CREATE INDEX account_bulk_one_state ON account_bulk_one(bulk_id, state, account_id);
CREATE INDEX account_bulk_one_account ON account_bulk_one(account_id);
