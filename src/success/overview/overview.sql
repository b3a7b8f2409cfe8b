--- The names behind owners and authors, in the order of the alphabet.
-- overview_staff() -> all(id id, name text)
SELECT id, name FROM staff ORDER BY name, id;
