-- An address of ours that customers write to, and how its mails come in and go out. Without `in_host` its mails are handed
-- in over the API; without `out_host` nothing is sent from it. `aliases`: further addresses of ours that lead here.
-- `in_since`: only mails that arrived on that day or later come in; NULL = all. `in_secret`, `out_secret`: passwords, sealed
-- (base/seal.h).
-- kept
CREATE TABLE mailbox (
    id ID PRIMARY KEY,
    name TEXT NOT NULL,
    address TEXT NOT NULL UNIQUE,
    alias_list JSON NOT NULL,
    sender_name TEXT,
    sender_name_ja TEXT,
    signature TEXT,
    signature_ja TEXT,
    in_host TEXT,
    in_port INT,
    in_security TEXT NOT NULL,
    in_user TEXT,
    in_secret BYTES,
    in_folder TEXT NOT NULL,
    in_since DAY,
    in_after TEXT NOT NULL,
    in_after_folder TEXT,
    out_host TEXT,
    out_port INT,
    out_security TEXT NOT NULL,
    out_user TEXT,
    out_secret BYTES,
    active FLAG NOT NULL,
    is_default FLAG NOT NULL,
    created_at TIME NOT NULL,
    version INT NOT NULL
);
