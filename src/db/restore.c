/*
 * Chooses the engine for the functions that work on a whole database before any store is open, by the URL alone. What
 * is replaced, and what is kept, is in engine_sqlite_restore.c and engine_postgres_restore.c.
 */
#include "base/text.h"
#include "db/engine_postgres.h"
#include "db/engine_sqlite.h"

const char *store_file(const char *url)
{
    return text_starts(url, "sqlite:") ? lite_path(url) : NULL;
}

bool store_is_empty(const char *url, bool *empty, Error *error)
{
    return store_file(url) ? lite_is_empty(url, empty, error) : pg_is_empty(url, empty, error);
}

bool store_recover(const char *url, const char *table, const char **said, Error *error)
{
    *said = NULL;
    return store_file(url) || pg_recover(url, table, said, error);
}

bool store_restore(Arena *arena, const char *url, const char *path, const char **kept, Error *error)
{
    *kept = NULL;
    return store_file(url) ? lite_restore(arena, url, path, kept, error) : pg_restore(url, path, error);
}
