-- Why a row was refused, as a word and its arguments, so that each reader has it in their own language.
ALTER TABLE import_bad ADD COLUMN reason TEXT;
ALTER TABLE import_bad ADD COLUMN arg_1 TEXT;
ALTER TABLE import_bad ADD COLUMN arg_2 TEXT;
