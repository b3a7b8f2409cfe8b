-- Who belonged to an account that was merged into another, with which roles; `stays_roles`: those in the other account before,
-- nothing = did not belong to it; `joint_roles`: those that the merge gave there.
-- kept
CREATE TABLE contact_account_merged (
    merge_id INT NOT NULL,
    contact_id INT NOT NULL,
    gone_roles TEXT NOT NULL,
    stays_roles TEXT,
    joint_roles TEXT NOT NULL,
    PRIMARY KEY (merge_id, contact_id)
) BYKEY;
