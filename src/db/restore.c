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

bool store_restore(const char *url, const char *path, Error *error)
{
    return store_file(url) ? lite_restore(url, path, error) : pg_restore(url, path, error);
}
