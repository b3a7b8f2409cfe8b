-- Scorecards, what was told by them, and what people judged beside them.

-- kept
CREATE TABLE scorecard (
    id ID PRIMARY KEY,
    name TEXT NOT NULL,
    purpose TEXT NOT NULL,
    product_id ID,
    segment JSON,
    position INT NOT NULL,
    enabled FLAG NOT NULL,
    draft JSON,
    published_number INT NOT NULL,
    demo FLAG NOT NULL,
    created_at TIME NOT NULL,
    version INT NOT NULL
);

-- What was published, when and why: a day is judged by the version in force at its end. `moved` is how many accounts it
-- gave another band when it was published by a person; `restores` is the version whose content it has again. A version
-- that asks for segments keeps in `segments` what they said, by id, once another follows it. `segment_id`: nobody published
-- it, a change of that segment did.
-- kept
CREATE TABLE scorecard_version (
    scorecard_id ID NOT NULL REFERENCES scorecard (id) ON DELETE CASCADE,
    number INT NOT NULL,
    definition JSON NOT NULL,
    product_id ID,
    segment JSON,
    from_day DAY NOT NULL,
    published_at TIME NOT NULL,
    published_by TEXT NOT NULL,
    id ID NOT NULL UNIQUE,
    reason TEXT,
    moved INT,
    restores INT,
    segments JSON,
    segment_id ID,
    PRIMARY KEY (scorecard_id, number)
) BYKEY;

-- As told: a row when band, points or fired rules changed. product_id 0 = the whole account. A back-test reads this.
-- kept
CREATE TABLE score (
    account_id ID NOT NULL,
    purpose TEXT NOT NULL,
    product_id ID NOT NULL,
    day DAY NOT NULL,
    scorecard_id ID NOT NULL,
    number INT NOT NULL,
    band TEXT NOT NULL,
    points INT,
    coverage REAL NOT NULL,
    fired TEXT NOT NULL,
    PRIMARY KEY (account_id, purpose, product_id, day)
) BYKEY;
CREATE INDEX score_by_day ON score (day);

-- kept
CREATE TABLE judgement (
    id ID PRIMARY KEY,
    account_id ID NOT NULL,
    band TEXT NOT NULL,
    text TEXT,
    on_day DAY NOT NULL,
    author_id ID,
    demo FLAG NOT NULL,
    created_at TIME NOT NULL
);
CREATE INDEX judgement_by_account ON judgement (account_id, on_day);

-- The account's own band as told last, which is the worst of its retention bands; the engine's columns start from it.
-- Band '' = no scorecard judges it any more. `xact` is the transaction that told it, for servers that follow (0 on SQLite).
-- kept
CREATE TABLE health_now (
    account_id ID PRIMARY KEY,
    band TEXT NOT NULL,
    points INT,
    coverage REAL NOT NULL,
    previous_band TEXT,
    band_since DAY NOT NULL,
    told_on DAY NOT NULL,
    xact INT NOT NULL
);
CREATE INDEX health_now_order ON health_now (xact, account_id);

-- Days already told that late data gives another band: the band last said of them, so that each is said once.
-- kept
CREATE TABLE score_correction (
    account_id ID NOT NULL,
    purpose TEXT NOT NULL,
    product_id ID NOT NULL,
    day DAY NOT NULL,
    band TEXT NOT NULL,
    PRIMARY KEY (account_id, purpose, product_id, day)
) BYKEY;

-- The last day for which all accounts were told: midnights missed while the server stood still are caught up on.
-- `asked` counts the requests to score everybody, `answered` how many of them are done.
-- kept
CREATE TABLE health_clock (
    id ID PRIMARY KEY,
    day DAY NOT NULL,
    asked INT NOT NULL,
    answered INT NOT NULL
);

-- Accounts that facts (contracts, attributes, bindings) made stale; usage says so in memory, as a start scores
-- everybody. `mark` is another one each time: what was told is known from what became stale again since.
-- made
CREATE TABLE health_stale (
    account_id ID PRIMARY KEY,
    from_day DAY NOT NULL,
    mark ID NOT NULL
);
