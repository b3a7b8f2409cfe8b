/* Between the files of the PostgreSQL engine; nobody else includes it. */
#ifndef BANSO_DB_ENGINE_POSTGRES_H
#define BANSO_DB_ENGINE_POSTGRES_H

#include "db/inside.h"

#include <libpq-fe.h>

typedef struct {
    Db db;
    PGconn *link; /* never NULL; may be broken */
    char *url;
    Cache statements;     /* to the number n of the prepared statement "sn" */
    Cache row_statements; /* the same for the text that takes many rows */
    int prepared;
    int cursors;
    int saves_due; /* savepoints that were requested and not sent yet: the innermost ones */
    char *arrays;  /* the columns of many rows for one INSERT; grows, and is freed when it was large */
    size_t arrays_size;
    bool dead; /* the server stopped answering: the link is given up although it looks sound */
} Pg;

/* ---- engine_postgres_link.c: connecting, waiting, errors ----------------------------------------------------------
 */

/* A new connection with our settings; NULL with BUSY when the server is away. `until` as in Engine.open. */
PGconn *pg_connect(const char *url, int64_t until, Error *error);
/* Waits for the next result; NULL at the end. A server that stops answering is found within seconds. */
PGresult *pg_next(Pg *pg);
/* The one result of what was sent; frees it and fails when it is an error. */
bool pg_result(Pg *pg, const char *name, PGresult **result, Error *error);
/* Turns a result (NULL: the connection is gone) into an error, and says on `pg->db` whether to run again. */
bool pg_fail(Pg *pg, const PGresult *result, const char *name, Error *error);
/* Text without parameters, perhaps several statements. */
bool pg_execute(Pg *pg, const char *sql, Error *error);

/* ---- engine_postgres_rows.c -------------------------------------------------------------------------------------- */

typedef struct {
    const char *texts[COLUMNS_MAX];
    int sizes[COLUMNS_MAX];
    int formats[COLUMNS_MAX];
    Oid types[COLUMNS_MAX];
    char numbers[COLUMNS_MAX][32];
} PgValues;

/* PostgreSQL's number of the type of a parameter. */
uint32_t pg_type_of(FieldType type);
void pg_values(Arena *arena, const DbValue *values, int count, PgValues *out);
/* Gives all rows of a result to `sink`. */
bool pg_rows(const PGresult *result, Sink *sink, const char *name, Error *error);

/* ---- engine_postgres.c ---------------------------------------------------------------------------------------- */

/* "sn", known to the server under that name as long as the connection lives. */
bool pg_statement(Pg *pg, const Statement *statement, char name[24], Error *error);
bool pg_row_statement(Pg *pg, const Statement *statement, char name[24], Error *error);

/* ---- engine_postgres_bulk.c ------------------------------------------------------------------------------------ */

bool pg_bulk(Db *db, const Statement *statement, const DbValue *values, size_t rows, Error *error);

/* ---- engine_postgres_whole.c ------------------------------------------------------------------------------------- */

/* Runs one of PostgreSQL's programs on the database of `url`, handing it over in the environment. */
bool pg_program(const char *url, char *const *arguments, Error *error);
bool pg_copy(const char *url, const char *path, Error *error);
bool pg_check(const char *url, Arena *arena, const char **report, Error *error);

/* ---- engine_postgres_restore.c --------------------------------------------------------------------------------- */

bool pg_is_empty(const char *url, bool *empty, Error *error);
/* Goes on or back where a restore was killed; `table` as in store_recover. Leaves `*said` as it is otherwise. */
bool pg_recover(const char *url, const char *table, const char **said, Error *error);
bool pg_restore(const char *url, const char *path, Error *error);

#endif
