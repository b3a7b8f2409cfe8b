-- Why a row was refused, as a word and its arguments, so that each reader has it in their own language.
ALTER TABLE import_bad ADD COLUMN reason TEXT;
ALTER TABLE import_bad ADD COLUMN arg_1 TEXT;
ALTER TABLE import_bad ADD COLUMN arg_2 TEXT;

-- The first rows as they were read, [["cell", …], …], so that nobody who looks at an import decodes its file.
-- kept
CREATE TABLE import_preview (
    import_id INT PRIMARY KEY,
    cells JSON NOT NULL
);
