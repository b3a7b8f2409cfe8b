/*
 * Puts a dump in the place of what the database holds. The old tables wait in the schema banso_replaced while
 * pg_restore fills a new schema `public` in one transaction. They are dropped once that has succeeded, and renamed back
 * if it fails: a restore that is cut off leaves the old data under that name.
 */
#include "db/engine_postgres.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static bool execute(const char *url, const char *sql, Error *error)
{
    PGconn *link = pg_connect(url, 0, error);
    if (!link)
        return false;
    PGresult *result = PQexec(link, sql);
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK ||
                fail(error, ERROR_INTERNAL, NULL, "%s: %s", sql, PQerrorMessage(link));
    PQclear(result);
    PQfinish(link);
    return done;
}

bool pg_is_empty(const char *url, bool *empty, Error *error)
{
    static const char TABLES[] = "SELECT 1 FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace";
    PGconn *link = pg_connect(url, 0, error);
    if (!link)
        return false;
    PGresult *result = PQexec(link, TABLES);
    bool done = PQresultStatus(result) == PGRES_TUPLES_OK ||
                fail(error, ERROR_INTERNAL, NULL, "the catalog: %s", PQerrorMessage(link));
    if (done)
        *empty = PQntuples(result) == 0;
    PQclear(result);
    PQfinish(link);
    return done;
}

/* pg_restore connects only when it is given the name of a database. */
static const char *name_of(Arena *arena, const char *url)
{
    const char *name = "";
    PQconninfoOption *options = PQconninfoParse(url, NULL);
    for (PQconninfoOption *option = options; option && option->keyword; option++)
        if (strcmp(option->keyword, "dbname") == 0 && option->val)
            name = arena_text(arena, option->val);
    PQconninfoFree(options);
    return name;
}

static bool fill(Arena *arena, const char *url, const char *path, Error *error)
{
    char *const arguments[] = { "pg_restore",
                                "--single-transaction",
                                "--exit-on-error",
                                "--no-owner",
                                "--no-password",
                                "--dbname",
                                arena_text(arena, name_of(arena, url)),
                                arena_text(arena, path),
                                NULL };
    return pg_program(url, arguments, error);
}

/* The old tables wait under another name until the new ones are complete. */
bool pg_restore(const char *url, const char *path, Error *error)
{
    Error ignored = { 0 };
    if (!execute(url, "DROP SCHEMA IF EXISTS banso_replaced CASCADE", error) ||
        !execute(url, "ALTER SCHEMA public RENAME TO banso_replaced", error))
        return false;
    Arena *arena = arena_new();
    bool done = execute(url, "CREATE SCHEMA public", error) && fill(arena, url, path, error);
    arena_free(arena);
    if (done)
        return execute(url, "DROP SCHEMA banso_replaced CASCADE", error);
    if (execute(url, "DROP SCHEMA IF EXISTS public CASCADE", &ignored))
        execute(url, "ALTER SCHEMA banso_replaced RENAME TO public", &ignored);
    return false;
}
