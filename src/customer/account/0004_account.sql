-- Accounts that turned out to be one. The states of both are kept for as long as the merge can be undone: the row of the one
-- that went, and what the one that stays was before and became. State: merged, undone, settled (too old to be undone).
-- kept
CREATE TABLE account_merge (
    id ID PRIMARY KEY,
    gone_id INT NOT NULL,
    stays_id INT NOT NULL,
    gone_name TEXT NOT NULL,
    gone_external_id TEXT,
    gone_demo FLAG NOT NULL,
    gone_row JSON,
    before_state JSON,
    after_state JSON,
    state TEXT NOT NULL,
    created_at TIME NOT NULL,
    undone_at TIME
);
CREATE INDEX account_merge_stays ON account_merge(stays_id, id);
CREATE INDEX account_merge_gone ON account_merge(gone_id);
CREATE INDEX account_merge_state ON account_merge(state, created_at);

-- What moved with it, one row each.
-- kept
CREATE TABLE account_merge_moved (
    merge_id INT NOT NULL,
    what TEXT NOT NULL,
    thing_id INT NOT NULL,
    PRIMARY KEY (merge_id, what, thing_id)
) BYKEY;

-- Where an account that went is to be found: `direct_id` is the one it was merged into, `into_id` the one that stands there
-- today, after further merges.
-- kept
CREATE TABLE account_merged (
    account_id ID PRIMARY KEY,
    direct_id INT NOT NULL,
    into_id INT NOT NULL
);
CREATE INDEX account_merged_into ON account_merged(into_id);
CREATE INDEX account_merged_direct ON account_merged(direct_id);

-- Ids that lead to an account beside its own, and the account whose they were: usage goes on filing by that one, so an undo
-- finds each event where it belongs.
-- kept
CREATE TABLE account_known_as (
    external_id TEXT PRIMARY KEY,
    account_id INT NOT NULL
);
CREATE INDEX account_known_as_account ON account_known_as(account_id);
