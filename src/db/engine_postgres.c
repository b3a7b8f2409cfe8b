/*
 * PostgreSQL behind the Engine of inside.h: transactions, statements, cursors. Writers run SERIALIZABLE, readers see
 * one snapshot (REPEATABLE READ READ ONLY). A statement is prepared once per connection, under a name that the caches
 * map it to; a new connection starts with empty caches.
 *
 * Each call here is a journey to the server, so savepoints wait until a statement needs them. COMMIT is the one
 * statement whose silence proves nothing: without the server's own answer it counts neither as done nor as repeatable.
 */
#include "db/engine_postgres.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FETCH_FIRST = 100, FETCH_MOST = 1600, FETCH_SIZE = 1 << 20 };

/* ---- connections ----------------------------------------------------------------------------------------------------
 */

static bool pg_open(const char *url, bool writes, int64_t until, Db **db, Error *error)
{
    PGconn *link = pg_connect(url, until, error);
    if (!link)
        return false;
    Pg *pg = calloc(1, sizeof *pg);
    char *own = strdup(url);
    if (!pg || !own)
        bug("out of memory for a connection");
    pg->db = (Db) { .engine = &ENGINE_POSTGRES, .arena = arena_new(), .writes = writes };
    pg->link = link;
    pg->url = own;
    *db = &pg->db;
    return true;
}

static void pg_close(Db *db)
{
    Pg *pg = (Pg *)(void *)db;
    PQfinish(pg->link);
    cache_clear(&pg->statements, NULL);
    cache_clear(&pg->row_statements, NULL);
    arena_free(db->arena);
    free(pg->arrays);
    free(pg->url);
    free(pg);
}

static bool reconnect(Pg *pg, int64_t until, Error *error)
{
    PGconn *link = pg_connect(pg->url, until, error);
    if (!link) {
        pg->dead = true;
        return false;
    }
    PQfinish(pg->link);
    cache_clear(&pg->statements, NULL);
    cache_clear(&pg->row_statements, NULL);
    pg->link = link;
    pg->prepared = 0;
    pg->dead = false;
    return true;
}

/* ---- transactions ---------------------------------------------------------------------------------------------------
 */

static bool begin_once(Pg *pg, Error *error)
{
    return pg_execute(
        pg, pg->db.writes ? "BEGIN ISOLATION LEVEL SERIALIZABLE" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        error);
}

/* A connection that the server closed while we were quiet is found only now; it is no reason to refuse. */
static bool pg_begin(Db *db, int64_t until, Error *error)
{
    Pg *pg = (Pg *)(void *)db;
    db->lost = false;
    pg->saves_due = 0;
    bool broken = pg->dead || PQstatus(pg->link) != CONNECTION_OK;
    if (!broken && begin_once(pg, error))
        return true;
    if (!broken && !db->lost)
        return false;
    db->again = db->lost = false;
    return reconnect(pg, until, error) && begin_once(pg, error);
}

/* Once COMMIT was sent, only the server's own refusal says that nothing was written; silence says nothing. */
static bool pg_commit(Db *db, Error *error)
{
    Pg *pg = (Pg *)(void *)db;
    PGresult *result;
    if (pg->dead || !PQsendQuery(pg->link, "COMMIT"))
        return pg_fail(pg, NULL, "commit", error);
    if (!pg_result(pg, "commit", &result, error)) {
        db->again = db->again && !db->lost;
        return false;
    }
    bool committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
    PQclear(result);
    return committed || fail(error, ERROR_INTERNAL, NULL, "the database rolled back instead of committing");
}

static void pg_rollback(Db *db)
{
    Pg *pg = (Pg *)(void *)db;
    Error ignored = { 0 };
    bool again = db->again;
    if (!pg->dead && PQtransactionStatus(pg->link) != PQTRANS_IDLE)
        pg_execute(pg, "ROLLBACK", &ignored);
    db->again = again;
}

/* The first statement after it creates the savepoint: many pieces only collect, and a savepoint is a journey. */
static bool pg_save(Db *db, Error *error)
{
    (void)error;
    ((Pg *)(void *)db)->saves_due++;
    return true;
}

static bool saves_make(Pg *pg, Error *error)
{
    for (; pg->saves_due > 0; pg->saves_due--)
        if (!pg_execute(pg, "SAVEPOINT piece", error))
            return false;
    return true;
}

/* True when the innermost savepoint was never made. */
static bool save_forget(Pg *pg)
{
    bool due = pg->saves_due > 0;
    pg->saves_due -= due;
    return due;
}

static bool pg_save_keep(Db *db, Error *error)
{
    Pg *pg = (Pg *)(void *)db;
    return save_forget(pg) || pg_execute(pg, "RELEASE piece", error);
}

static bool pg_save_undo(Db *db, Error *error)
{
    Pg *pg = (Pg *)(void *)db;
    return save_forget(pg) || pg_execute(pg, "ROLLBACK TO piece; RELEASE piece", error);
}

/* ---- statements -----------------------------------------------------------------------------------------------------
 */

static bool prepare_once(Pg *pg, Cache *cache, const Statement *statement, const char *sql, char name[24], Error *error)
{
    intptr_t number = (intptr_t)cache_find(cache, statement);
    PGresult *result;
    if (!saves_make(pg, error))
        return false;
    if (number) {
        snprintf(name, 24, "s%d", (int)number);
        return true;
    }
    number = ++pg->prepared;
    snprintf(name, 24, "s%d", (int)number);
    if (pg->dead || !PQsendPrepare(pg->link, name, sql, 0, NULL))
        return pg_fail(pg, NULL, statement->name, error);
    if (!pg_result(pg, statement->name, &result, error))
        return false;
    PQclear(result);
    cache_put(cache, statement, (void *)number);
    return true;
}

bool pg_statement(Pg *pg, const Statement *statement, char name[24], Error *error)
{
    return prepare_once(pg, &pg->statements, statement, statement->postgres, name, error);
}

bool pg_row_statement(Pg *pg, const Statement *statement, char name[24], Error *error)
{
    return prepare_once(pg, &pg->row_statements, statement, statement->postgres_rows, name, error);
}

/* Also asks the server for the columns, which a run would check only when there is a row. */
static bool pg_prepare(Db *db, const Statement *statement, Error *error)
{
    Pg *pg = (Pg *)(void *)db;
    char name[24];
    PGresult *result;
    if ((statement->postgres_rows && !pg_row_statement(pg, statement, name, error)) ||
        !pg_statement(pg, statement, name, error))
        return false;
    if (pg->dead || !PQsendDescribePrepared(pg->link, name))
        return pg_fail(pg, NULL, statement->name, error);
    if (!pg_result(pg, statement->name, &result, error))
        return false;
    int found = PQnfields(result);
    PQclear(result);
    int width = statement->row ? shape_width(statement->row) : found;
    return found == width || fail(error, ERROR_INTERNAL, NULL, "%s: its signature has %d columns, its SQL %d",
                                  statement->name, width, found);
}

static bool pg_run(Db *db, const Statement *statement, const DbValue *values, Sink *sink, int64_t *changed,
                   Error *error)
{
    Pg *pg = (Pg *)(void *)db;
    PgValues in;
    char name[24];
    PGresult *result;
    if (!pg_statement(pg, statement, name, error))
        return false;
    pg_values(db->arena, values, statement->parameter_count, &in);
    if (pg->dead || !PQsendQueryPrepared(pg->link, name, statement->parameter_count, in.texts, in.sizes, in.formats, 1))
        return pg_fail(pg, NULL, statement->name, error);
    if (!pg_result(pg, statement->name, &result, error))
        return false;
    bool done = !sink || pg_rows(result, sink, statement->name, error);
    if (changed)
        *changed = strtoll(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    return done;
}

/* As many as a list has. */
typedef struct {
    const char **texts;
    int *sizes, *formats;
    Oid *types;
} PgList;

static PgList list_values(Arena *arena, const DbValue *values, int count)
{
    size_t room = (size_t)count + 1;
    PgList list = { arena_array(arena, room, sizeof *list.texts), arena_array(arena, room, sizeof *list.sizes),
                    arena_array(arena, room, sizeof *list.formats), arena_array(arena, room, sizeof *list.types) };
    for (int at = 0; at < count; at += COLUMNS_MAX) {
        int step = count - at < COLUMNS_MAX ? count - at : COLUMNS_MAX;
        PgValues *part = arena_make(arena, PgValues);
        pg_values(arena, values + at, step, part);
        memcpy(list.texts + at, part->texts, (size_t)step * sizeof *list.texts);
        memcpy(list.sizes + at, part->sizes, (size_t)step * sizeof *list.sizes);
        memcpy(list.formats + at, part->formats, (size_t)step * sizeof *list.formats);
        memcpy(list.types + at, part->types, (size_t)step * sizeof *list.types);
    }
    return list;
}

static bool pg_list(Db *db, const char *sql, const DbValue *values, int count, Sink *sink, Error *error)
{
    Pg *pg = (Pg *)(void *)db;
    PGresult *result;
    if (!saves_make(pg, error))
        return false;
    PgList in = list_values(db->arena, values, count);
    if (pg->dead || !PQsendQueryParams(pg->link, sql, count, in.types, in.texts, in.sizes, in.formats, 1))
        return pg_fail(pg, NULL, sink->shape->name, error);
    if (!pg_result(pg, sink->shape->name, &result, error))
        return false;
    bool done = pg_rows(result, sink, sink->shape->name, error);
    PQclear(result);
    return done;
}

static bool pg_script(Db *db, const char *sql, Error *error)
{
    return saves_make((Pg *)(void *)db, error) && pg_execute((Pg *)(void *)db, sql, error);
}

/* ---- cursors --------------------------------------------------------------------------------------------------------
 */

static bool cursor_open(Pg *pg, const char *cursor, const Statement *statement, const DbValue *values, Error *error)
{
    PgValues in;
    PGresult *result;
    const char *sql = arena_format(pg->db.arena, "DECLARE %s NO SCROLL CURSOR FOR %s", cursor, statement->postgres);
    pg_values(pg->db.arena, values, statement->parameter_count, &in);
    if (pg->dead ||
        !PQsendQueryParams(pg->link, sql, statement->parameter_count, in.types, in.texts, in.sizes, in.formats, 0))
        return pg_fail(pg, NULL, statement->name, error);
    if (!pg_result(pg, statement->name, &result, error))
        return false;
    PQclear(result);
    return true;
}

/* As many as last time, four times as many where they were small: long bodies come a few at a time. */
static bool cursor_fetch(Pg *pg, const char *cursor, int *rows, Sink *sink, const char *name, bool *more, Error *error)
{
    PGresult *result;
    char fetch[64];
    snprintf(fetch, sizeof fetch, "FETCH %d FROM %s", *rows, cursor);
    if (pg->dead || !PQsendQueryParams(pg->link, fetch, 0, NULL, NULL, NULL, NULL, 1))
        return pg_fail(pg, NULL, name, error);
    if (!pg_result(pg, name, &result, error))
        return false;
    *more = PQntuples(result) == *rows;
    if (PQresultMemorySize(result) < FETCH_SIZE && *rows < FETCH_MOST)
        *rows *= 4;
    bool done = pg_rows(result, sink, name, error);
    PQclear(result);
    return done;
}

/* A cursor of the server rather than single-row mode, so that the function that sees a row may use the database itself.
 * It is planned and travelled to anew each time, so what is few comes with its question. */
static bool pg_each(Db *db, const Statement *statement, const DbValue *values, Sink *sink, Error *error)
{
    Pg *pg = (Pg *)(void *)db;
    char cursor[24], close[64];
    int rows = FETCH_FIRST;
    bool done = true, more = true;
    if (statement->few)
        return pg_run(db, statement, values, sink, NULL, error);
    snprintf(cursor, sizeof cursor, "each_%d", ++pg->cursors);
    snprintf(close, sizeof close, "CLOSE %s", cursor);
    if (!saves_make(pg, error) || !cursor_open(pg, cursor, statement, values, error))
        return false;
    while (done && more)
        done = cursor_fetch(pg, cursor, &rows, sink, statement->name, &more, error);
    Error ignored = { 0 };
    if (done)
        return pg_execute(pg, close, error);
    if (sink->stopped)
        pg_execute(pg, close, &ignored);
    return false;
}

const Engine ENGINE_POSTGRES = {
    .kind = DB_POSTGRES,
    .group_max = 1,
    .open = pg_open,
    .close = pg_close,
    .begin = pg_begin,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .save = pg_save,
    .save_keep = pg_save_keep,
    .save_undo = pg_save_undo,
    .prepare = pg_prepare,
    .run = pg_run,
    .each = pg_each,
    .bulk = pg_bulk,
    .list = pg_list,
    .script = pg_script,
    .copy = pg_copy,
    .check = pg_check,
};
