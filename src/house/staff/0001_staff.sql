-- kept
CREATE TABLE staff (
    id ID PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    circles JSON NOT NULL,
    language TEXT NOT NULL,
    password TEXT,
    active FLAG NOT NULL,
    last_seen_at TIME,
    created_at TIME NOT NULL,
    version INT NOT NULL
);

-- kept
CREATE TABLE session (
    id ID PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    staff_id ID NOT NULL,
    device TEXT NOT NULL,
    created_at TIME NOT NULL,
    seen_at TIME NOT NULL
);
CREATE INDEX session_of_staff ON session (staff_id);

-- kept
CREATE TABLE api_key (
    id ID PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    rights TEXT NOT NULL,
    circles JSON NOT NULL,
    prefix TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    origins JSON NOT NULL,
    created_at TIME NOT NULL,
    created_by ID,
    last_used_at TIME,
    revoked_at TIME
);

-- kept
CREATE TABLE invitation (
    id ID PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    staff_id ID,
    expires_at TIME NOT NULL,
    used_at TIME
);

-- kept
CREATE TABLE sign_in_attempt (
    id ID PRIMARY KEY,
    subject TEXT NOT NULL,
    at TIME NOT NULL
);
CREATE INDEX sign_in_attempt_of_subject ON sign_in_attempt (subject, at);

-- The second step of a sign-in. The secret is sealed (base/seal.h); confirmed_at NULL = being set up, and not asked yet.
-- kept
CREATE TABLE two_step (
    staff_id ID PRIMARY KEY,
    secret BYTES NOT NULL,
    last_step INT NOT NULL,
    confirmed_at TIME
);

-- Each opens once, in place of a code.
-- kept
CREATE TABLE recovery_code (
    id ID PRIMARY KEY,
    staff_id ID NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX recovery_code_of_staff ON recovery_code (staff_id, hash);
