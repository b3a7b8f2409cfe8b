-- database_version() -> one(name text, collation text, number int)
SELECT 'PostgreSQL ' || current_setting('server_version'), CAST(datcollate AS text),
    CAST(current_setting('server_version_num') AS bigint)
FROM pg_database WHERE datname = current_database();
