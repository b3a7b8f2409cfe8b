/*
 * Puts a dump in the place of what the database holds, in three transactions: the old tables are renamed away (to the
 * schema banso_replaced) and an empty `public` is created; pg_restore fills that, whole or not at all; the old tables
 * are dropped. A restore that is killed in between leaves one of two states. pg_recover tells them apart by what is in
 * `public`: where nobody is, it goes back; where the archive's data is, it ends the restore. Every start asks it before
 * the migrations, so that nobody begins to work in an empty `public` while the only data waits in banso_replaced.
 *
 * A restore holds a lock of its session, which goes with the process. A pg_restore that outlives it still holds the
 * schema that it fills: going back then waits for it in vain, and says so.
 *
 * In order: one connection, what a killed restore left, a restore.
 */
#include "db/engine_postgres.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static const char LOCK_NOT_GIVEN[] = "55P03"; /* after lock_timeout */

/* ---- one connection -------------------------------------------------------------------------------------------- */

static bool execute(PGconn *link, const char *sql, Error *error)
{
    PGresult *result = PQexec(link, sql);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!done && text_equal(state, LOCK_NOT_GIVEN))
        fail(error, ERROR_BUSY, "database", "a restore into this database is still at work; try again when it is done");
    else if (!done)
        fail(error, ERROR_INTERNAL, NULL, "%s: %s", sql, PQerrorMessage(link));
    PQclear(result);
    return done;
}

/* The flags of one row, "t" or "f". */
static bool ask(PGconn *link, const char *sql, bool *flags, int count, Error *error)
{
    PGresult *result = PQexec(link, sql);
    bool done = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;
    if (!done)
        fail(error, ERROR_INTERNAL, NULL, "the catalog: %s", PQerrorMessage(link));
    for (int i = 0; done && i < count; i++)
        flags[i] = strcmp(PQgetvalue(result, 0, i), "t") == 0;
    PQclear(result);
    return done;
}

typedef struct {
    bool put_aside; /* the old tables wait in banso_replaced */
    bool filled;    /* `public` has tables */
} Places;

static bool look(PGconn *link, Places *places, Error *error)
{
    static const char SCHEMAS[] = "SELECT to_regnamespace('banso_replaced') IS NOT NULL, EXISTS (SELECT 1 FROM pg_class"
                                  " WHERE relkind = 'r' AND relnamespace = to_regnamespace('public'))";
    bool flags[2];
    if (!ask(link, SCHEMAS, flags, 2, error))
        return false;
    *places = (Places) { flags[0], flags[1] };
    return true;
}

/* Whether `public` holds somebody's data, and not the bare tables of a start: a row in that table. */
static bool is_used(PGconn *link, const char *table, bool *used, Error *error)
{
    Arena *arena = arena_new();
    bool exists = false;
    *used = false;
    bool done =
        ask(link, arena_format(arena, "SELECT to_regclass('public.%s') IS NOT NULL", table), &exists, 1, error) &&
        (!exists || ask(link, arena_format(arena, "SELECT EXISTS (SELECT 1 FROM public.%s)", table), used, 1, error));
    arena_free(arena);
    return done;
}

/* One restore at a time; "banso" and "rest" as numbers. */
static bool lock(PGconn *link, Error *error)
{
    bool ours;
    if (!ask(link, "SELECT pg_try_advisory_lock(x'62616e73'::int, x'72657374'::int)", &ours, 1, error))
        return false;
    return ours ||
           fail(error, ERROR_BUSY, "database", "a restore into this database is at work; try again when it is done");
}

bool pg_is_empty(const char *url, bool *empty, Error *error)
{
    Places places;
    PGconn *link = pg_connect(url, 0, error);
    if (!link)
        return false;
    bool done = look(link, &places, error);
    if (done)
        *empty = !places.filled;
    PQfinish(link);
    return done;
}

/* ---- what a killed restore left -------------------------------------------------------------------------------- */

/* Each text is one transaction: `public` is never dropped unless the old tables take its place. */
static const char PUT_ASIDE[] = "CREATE SCHEMA IF NOT EXISTS public; ALTER SCHEMA public RENAME TO banso_replaced;"
                                "CREATE SCHEMA public";
static const char GO_BACK[] = "DROP SCHEMA IF EXISTS public CASCADE; ALTER SCHEMA banso_replaced RENAME TO public";
static const char DROP_OLD[] = "DROP SCHEMA banso_replaced CASCADE";

/* Looks once more under the lock: the restore may have ended meanwhile. */
static bool settle(PGconn *link, const char *table, const char **said, Error *error)
{
    Places places;
    bool used;
    if (!lock(link, error) || !look(link, &places, error))
        return false;
    if (!places.put_aside)
        return true;
    if (!is_used(link, table, &used, error) || !execute(link, used ? DROP_OLD : GO_BACK, error))
        return false;
    *said = used ? "A restore was cut off after the archive's data was in place; what it replaced is now deleted."
                 : "A restore was cut off before the archive's data was in place; the data from before is back.";
    return true;
}

bool pg_recover(const char *url, const char *table, const char **said, Error *error)
{
    Places places;
    PGconn *link = pg_connect(url, 0, error);
    if (!link)
        return false;
    bool done = look(link, &places, error) && (!places.put_aside || settle(link, table, said, error));
    PQfinish(link);
    return done;
}

/* ---- a restore ------------------------------------------------------------------------------------------------- */

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

static bool fill(const char *url, const char *path, Error *error)
{
    Arena *arena = arena_new();
    char *const arguments[] = { "pg_restore",
                                "--single-transaction",
                                "--exit-on-error",
                                "--no-owner",
                                "--no-password",
                                "--dbname",
                                arena_text(arena, name_of(arena, url)),
                                arena_text(arena, path),
                                NULL };
    bool done = pg_program(url, arguments, error);
    arena_free(arena);
    return done;
}

/* A connection that is lost on the way leaves what pg_recover finds. */
static bool replace(PGconn *link, const char *url, const char *path, Error *error)
{
    Error ignored = { 0 };
    if (!lock(link, error) || !execute(link, PUT_ASIDE, error))
        return false;
    if (fill(url, path, error))
        return execute(link, DROP_OLD, error);
    execute(link, GO_BACK, &ignored);
    return false;
}

bool pg_restore(const char *url, const char *path, Error *error)
{
    PGconn *link = pg_connect(url, 0, error);
    if (!link)
        return false;
    bool done = replace(link, url, path, error);
    PQfinish(link);
    return done;
}
