--- The table that migrate() creates itself, outside the numbered migrations.

-- migration_list() -> many(module text, number int)
SELECT module, number FROM migration ORDER BY module, number;

-- migration_note(module text, number int, name text, applied_at time)
INSERT INTO migration (module, number, name, applied_at) VALUES ($1, $2, $3, $4);
