-- `replaced`: what stands for a cell's text, {"owner_email":{"old@example.com":"new@example.com"}}.
-- `partly`: rows that were taken without a cell; `empty_rows`, `total_rows`: passed over; a NULL of `date_order` and
-- `decimal_mark`: as the columns prove.
-- `changes`: things in import_change; `undone`, `kept`: what an undo took back, and what it left as it is.
-- `sheet`: of a workbook, from 1; 0 = the file is no workbook.
-- `mapped_as`: its columns were proposed as those of an import of that time with the same headings.
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
    partly INT NOT NULL,
    empty_rows INT NOT NULL,
    total_rows INT NOT NULL,
    total_line INT,
    head_hash INT NOT NULL,
    mapped_as TIME,
    changes INT NOT NULL,
    undone INT NOT NULL,
    kept INT NOT NULL,
    columns JSON NOT NULL,
    mapping JSON NOT NULL,
    replaced JSON NOT NULL,
    encoding TEXT NOT NULL,
    encoding_sure FLAG NOT NULL,
    sheet INT NOT NULL,
    sheet_names JSON NOT NULL,
    delimiter TEXT NOT NULL,
    heading INT NOT NULL,
    totals TEXT NOT NULL,
    bad_cells TEXT NOT NULL,
    date_order TEXT,
    decimal_mark TEXT,
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

-- All that is wrong with a row, from 0; `csv`, the row itself, stands in the first. `taken`: the row came in without
-- that cell.
-- kept
CREATE TABLE import_bad (
    import_id INT NOT NULL,
    line INT NOT NULL,
    nth INT NOT NULL,
    field TEXT,
    text TEXT NOT NULL,
    csv TEXT NOT NULL,
    taken FLAG NOT NULL,
    PRIMARY KEY (import_id, line, nth)
) BYKEY;

-- What an import added or changed and an undo can take back: the last line that did so, the state before the first
-- (NULL = none is known), and a hash of the state after the last. `reason`: why an undo left it. Goes with the import.
-- kept
CREATE TABLE import_change (
    import_id INT NOT NULL,
    thing INT NOT NULL,
    line INT NOT NULL,
    added FLAG NOT NULL,
    before_state JSON,
    after_hash INT NOT NULL,
    reason TEXT,
    arg_1 TEXT,
    arg_2 TEXT,
    text TEXT,
    PRIMARY KEY (import_id, thing)
);
CREATE INDEX import_change_line ON import_change(import_id, line, thing);

-- What a person settled for files with these headings, when it was last run; `head_hash` is of their names. It holds
-- names of targets and choices, nothing of a file's rows.
-- kept
CREATE TABLE import_mapping (
    kind TEXT NOT NULL,
    head_hash INT NOT NULL,
    mapping JSON NOT NULL,
    totals TEXT NOT NULL,
    bad_cells TEXT NOT NULL,
    date_order TEXT,
    ends TEXT,
    time_zone TEXT NOT NULL,
    currency TEXT NOT NULL,
    product_id INT,
    used_at TIME NOT NULL,
    PRIMARY KEY (kind, head_hash)
);
