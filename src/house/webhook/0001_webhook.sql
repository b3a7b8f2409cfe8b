-- Where facts are sent to. The secrets are sealed (base/seal.h) with a key that is not in the database.
-- kept
CREATE TABLE webhook (
    id ID PRIMARY KEY,
    url TEXT NOT NULL,
    description TEXT NOT NULL,
    kinds JSON NOT NULL,
    circles JSON NOT NULL,
    active FLAG NOT NULL,
    paused_at TIME,
    failing_since TIME,
    secret BYTES NOT NULL,
    old_secret BYTES,
    old_until TIME,
    created_at TIME NOT NULL,
    version INT NOT NULL
);

-- One row for each fact and webhook, for 30 days; no fact = a test. What is sent is made of the fact each time.
-- kept
CREATE TABLE webhook_delivery (
    id ID PRIMARY KEY,
    webhook_id INT NOT NULL,
    fact_id INT,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INT NOT NULL,
    next_at TIME NOT NULL,
    tried_at TIME,
    outcome TEXT NOT NULL,
    status INT,
    took_ms INT,
    created_at TIME NOT NULL
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, state, next_at, id);
CREATE INDEX webhook_delivery_log ON webhook_delivery (webhook_id, id);
CREATE UNIQUE INDEX webhook_delivery_fact ON webhook_delivery (webhook_id, fact_id);
CREATE INDEX webhook_delivery_age ON webhook_delivery (created_at);
