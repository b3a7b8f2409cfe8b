/*
 * Values into a SQLite statement and rows out of it. Everything is bound without a copy (SQLITE_STATIC), because the
 * values live until the statement is reset. SQLite has dynamic types, so each column is checked against its signature;
 * a REAL that is whole passes as an integer.
 */
#include "db/engine_sqlite.h"

#include <stdatomic.h>
#include <string.h>

static int bind_one(Lite *lite, sqlite3_stmt *statement, int at, const DbValue *value)
{
    if (!value->known)
        return sqlite3_bind_null(statement, at);
    switch (value->type) {
    case FIELD_REAL:
        return sqlite3_bind_double(statement, at, value->real);
    case FIELD_TEXT:
    case FIELD_JSON:
        return sqlite3_bind_text(statement, at, value->text, -1, SQLITE_STATIC);
    case FIELD_BYTES:
        return sqlite3_bind_blob64(statement, at, value->bytes.data, value->bytes.size, SQLITE_STATIC);
    case FIELD_IDS:
    case FIELD_TEXTS:
        return sqlite3_bind_text(statement, at, list_text(lite->db.arena, value, DB_SQLITE), -1, SQLITE_STATIC);
    default:
        return sqlite3_bind_int64(statement, at, value->integer);
    }
}

bool lite_bind(Lite *lite, sqlite3_stmt *statement, const DbValue *values, int count, const char *name, Error *error)
{
    for (int i = 0; i < count; i++)
        if (bind_one(lite, statement, i + 1, &values[i]) != SQLITE_OK)
            return lite_fail(lite->link, name, error);
    return true;
}

/* ---- columns ---------------------------------------------------------------------------------------------------- */

static bool read_integer(sqlite3_stmt *statement, int i, DbValue *column)
{
    int type = sqlite3_column_type(statement, i);
    column->integer = sqlite3_column_int64(statement, i);
    return type == SQLITE_INTEGER ||
           (type == SQLITE_FLOAT && whole_number(sqlite3_column_double(statement, i), &column->integer));
}

static bool read_real(sqlite3_stmt *statement, int i, DbValue *column)
{
    int type = sqlite3_column_type(statement, i);
    column->real = sqlite3_column_double(statement, i);
    return type == SQLITE_FLOAT || type == SQLITE_INTEGER;
}

static bool read_column(sqlite3_stmt *statement, int i, DbValue *column)
{
    if (!column->known)
        return true;
    switch (column->type) {
    case FIELD_REAL:
        return read_real(statement, i, column);
    case FIELD_TEXT:
    case FIELD_JSON:
        column->text = (const char *)sqlite3_column_text(statement, i);
        return column->text != NULL;
    case FIELD_BYTES:
        column->bytes.data = sqlite3_column_blob(statement, i);
        column->bytes.size = (size_t)sqlite3_column_bytes(statement, i);
        if (!column->bytes.data) /* an empty blob is known all the same */
            column->bytes.data = (const uint8_t *)"";
        return true;
    default:
        return read_integer(statement, i, column);
    }
}

bool lite_columns(sqlite3_stmt *statement, const Shape *shape, DbValue *columns, Error *error)
{
    for (int i = 0; shape->fields[i].type != FIELD_END; i++) {
        columns[i] = (DbValue) { .type = shape->fields[i].type };
        columns[i].known = sqlite3_column_type(statement, i) != SQLITE_NULL;
        if (!read_column(statement, i, &columns[i]))
            return fail(error, ERROR_INTERNAL, NULL, "%s.%s: the database holds another type", shape->name,
                        shape->fields[i].name);
    }
    return true;
}

#ifdef BANSO_TESTING
static atomic_llong steps;

static void steps_count(sqlite3_stmt *statement)
{
    atomic_fetch_add(&steps, sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1));
}

int64_t db_steps(void)
{
    return atomic_load(&steps);
}
#else
static void steps_count(sqlite3_stmt *statement)
{
    (void)statement;
}
#endif

bool lite_walk(Lite *lite, sqlite3_stmt *statement, const char *name, Sink *sink, Error *error)
{
    DbValue columns[COLUMNS_MAX];
    bool good = true;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW && good) {
        if (!sink)
            continue;
        good = lite_columns(statement, sink->shape, columns, error);
        if (good && !sink->take(columns, sink->context, error)) {
            sink->stopped = true;
            good = false;
        }
        /* A write that returns rows is stepped to its end, a query may stop early. */
        if (sink->enough && sqlite3_stmt_readonly(statement))
            break;
    }
    if (code != SQLITE_DONE && code != SQLITE_ROW)
        good = lite_fail(lite->link, name, error);
    steps_count(statement);
    sqlite3_reset(statement);
    return good;
}
