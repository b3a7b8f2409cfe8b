-- database_version() -> one(name text, collation text, number int)
SELECT 'SQLite ' || sqlite_version(), 'C', 0;
