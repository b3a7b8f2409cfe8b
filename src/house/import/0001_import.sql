-- `erased_at`: since then it has no file; one that was at work then has none from its end on.
-- kept
CREATE TABLE import_job (
    id ID PRIMARY KEY,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_hash INT NOT NULL,
    state TEXT NOT NULL,
    rows INT NOT NULL,
    done INT NOT NULL,
    good INT NOT NULL,
    bad INT NOT NULL,
    added INT NOT NULL,
    changed INT NOT NULL,
    unchanged INT NOT NULL,
    columns JSON NOT NULL,
    mapping JSON NOT NULL,
    encoding TEXT NOT NULL,
    delimiter TEXT NOT NULL,
    date_order TEXT NOT NULL,
    ends TEXT,
    time_zone TEXT NOT NULL,
    currency TEXT NOT NULL,
    product_id INT,
    error TEXT,
    actor TEXT NOT NULL,
    created_at TIME NOT NULL,
    erased_at TIME,
    version INT NOT NULL
);

-- kept
CREATE TABLE import_part (
    import_id INT NOT NULL,
    part INT NOT NULL,
    body BYTES NOT NULL,
    PRIMARY KEY (import_id, part)
);

-- kept
CREATE TABLE import_bad (
    import_id INT NOT NULL,
    line INT NOT NULL,
    field TEXT,
    text TEXT NOT NULL,
    csv TEXT NOT NULL,
    PRIMARY KEY (import_id, line)
) BYKEY;
