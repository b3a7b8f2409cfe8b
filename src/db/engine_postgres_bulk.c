/*
 * One write for many rows. An INSERT goes as one statement whose columns are arrays (`postgres_rows`): the server
 * plans, checks and answers once, and not for each row. Every other write goes row by row through a pipeline: one
 * journey to the server and back for all of them.
 *
 * In order: arrays in PostgreSQL's binary form, the INSERT, the pipeline, which of the two.
 */
#include "db/engine_postgres.h"

#include "base/memory.h"

#include <arpa/inet.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

enum { PIPELINE_ROWS = 256, ARRAY_HEAD = 20, ARRAYS_KEPT = 1 << 20, ARRAYS_MAX = 1 << 28 };

/* ---- arrays --------------------------------------------------------------------------------------------------------
 */

/* The bytes of one element behind its size. */
static size_t element_size(const DbValue *value)
{
    switch (value->type) {
    case FIELD_TEXT:
    case FIELD_JSON:
        return strlen(value->text);
    case FIELD_BYTES:
        return value->bytes.size;
    default:
        return sizeof(int64_t);
    }
}

static char *put_32(char *at, size_t number)
{
    uint32_t big = htonl((uint32_t)number);
    memcpy(at, &big, sizeof big);
    return at + sizeof big;
}

static void put_element(char *at, const DbValue *value, size_t size)
{
    const void *from = value->type == FIELD_BYTES ? (const void *)value->bytes.data : value->text;
    uint64_t bits = (uint64_t)value->integer;
    if (value->type == FIELD_TEXT || value->type == FIELD_JSON || value->type == FIELD_BYTES) {
        if (size > 0)
            memcpy(at, from, size);
        return;
    }
    if (value->type == FIELD_REAL)
        memcpy(&bits, &value->real, sizeof bits);
    bits = htobe64(bits);
    memcpy(at, &bits, sizeof bits);
}

/* One dimension, perhaps with NULLs, the elements' type, how many, counted from 1; then each with its size, -1 = NULL.
 */
static char *put_array(char *at, const DbValue *values, int width, size_t rows)
{
    at = put_32(at, 1);
    at = put_32(at, 1);
    at = put_32(at, pg_type_of(values->type));
    at = put_32(at, rows);
    at = put_32(at, 1);
    for (size_t i = 0; i < rows; i++, values += width) {
        size_t size = values->known ? element_size(values) : 0;
        at = put_32(at, values->known ? size : UINT32_MAX);
        if (values->known)
            put_element(at, values, size);
        at += size;
    }
    return at;
}

static size_t arrays_size(const DbValue *values, int width, size_t rows)
{
    size_t size = (size_t)width * ARRAY_HEAD;
    for (size_t i = 0; i < rows * (size_t)width; i++)
        size += sizeof(uint32_t) + (values[i].known ? element_size(&values[i]) : 0);
    return size;
}

static void arrays_room(Pg *pg, size_t size)
{
    if (size <= pg->arrays_size)
        return;
    free(pg->arrays);
    pg->arrays = memory_resize(NULL, 1, size);
    pg->arrays_size = size;
}

static void arrays_release(Pg *pg)
{
    if (pg->arrays_size <= ARRAYS_KEPT)
        return;
    free(pg->arrays);
    pg->arrays = NULL;
    pg->arrays_size = 0;
}

/* ---- an INSERT of many rows ----------------------------------------------------------------------------------------
 */

static bool insert_send(Pg *pg, const Statement *statement, const char *name, const DbValue *values, size_t rows)
{
    const char *arrays[COLUMNS_MAX];
    int sizes[COLUMNS_MAX], formats[COLUMNS_MAX], width = statement->parameter_count;
    char *at = pg->arrays;
    for (int i = 0; i < width; i++) {
        char *end = put_array(at, values + i, width, rows);
        arrays[i] = at;
        sizes[i] = (int)(end - at);
        formats[i] = 1;
        at = end;
    }
    return !pg->dead && PQsendQueryPrepared(pg->link, name, width, arrays, sizes, formats, 1) == 1;
}

static bool insert_rows(Pg *pg, const Statement *statement, const DbValue *values, size_t rows, Error *error)
{
    char name[24];
    PGresult *result;
    if (statement->parameter_count > COLUMNS_MAX)
        bug("a statement with %d parameters", statement->parameter_count);
    if (!pg_row_statement(pg, statement, name, error))
        return false;
    bool sent = insert_send(pg, statement, name, values, rows);
    arrays_release(pg);
    if (!sent)
        return pg_fail(pg, NULL, statement->name, error);
    if (!pg_result(pg, statement->name, &result, error))
        return false;
    PQclear(result);
    return true;
}

/* ---- row by row ----------------------------------------------------------------------------------------------------
 */

static bool pipeline_send(Pg *pg, const Statement *statement, const char *name, const DbValue *values, size_t rows)
{
    PgValues in;
    for (size_t i = 0; i < rows; i++) {
        pg_values(pg->db.arena, values + i * (size_t)statement->parameter_count, statement->parameter_count, &in);
        if (!PQsendQueryPrepared(pg->link, name, statement->parameter_count, in.texts, in.sizes, in.formats, 1))
            return false;
    }
    return PQpipelineSync(pg->link) == 1;
}

/* Reads to the end of the pipeline in any case; the first error is the one that counts. */
static bool pipeline_read(Pg *pg, const char *name, Error *error)
{
    bool good = true;
    for (;;) {
        PGresult *result = pg_next(pg);
        ExecStatusType status = PQresultStatus(result);
        if (good && (status == PGRES_FATAL_ERROR && result))
            good = pg_fail(pg, result, name, error);
        PQclear(result);
        if (result && status == PGRES_PIPELINE_SYNC)
            return good;
        if (pg->dead || PQstatus(pg->link) != CONNECTION_OK)
            return pg_fail(pg, NULL, name, error);
    }
}

/* One journey to the server and back for many rows. */
static bool bulk_slice(Pg *pg, const Statement *statement, const char *name, const DbValue *values, size_t rows,
                       Error *error)
{
    if (pg->dead || !PQenterPipelineMode(pg->link) || !pipeline_send(pg, statement, name, values, rows)) {
        pg->dead = true;
        return pg_fail(pg, NULL, statement->name, error);
    }
    bool good = pipeline_read(pg, statement->name, error);
    if (PQexitPipelineMode(pg->link))
        return good;
    pg->dead = true;
    return good ? pg_fail(pg, NULL, statement->name, error) : false;
}

static bool pipeline_rows(Pg *pg, const Statement *statement, const DbValue *values, size_t rows, Error *error)
{
    char name[24];
    bool good = pg_statement(pg, statement, name, error);
    for (size_t done = 0; good && done < rows; done += PIPELINE_ROWS) {
        size_t slice = rows - done < PIPELINE_ROWS ? rows - done : PIPELINE_ROWS;
        good = bulk_slice(pg, statement, name, values + done * (size_t)statement->parameter_count, slice, error);
    }
    return good;
}

/* ---- which of the two ----------------------------------------------------------------------------------------------
 */

/* A single row uses the statement that is prepared anyway; very large rows are not sent as one message. */
bool pg_bulk(Db *db, const Statement *statement, const DbValue *values, size_t rows, Error *error)
{
    Pg *pg = (Pg *)(void *)db;
    size_t size = statement->postgres_rows && rows > 1 ? arrays_size(values, statement->parameter_count, rows) : 0;
    if (size == 0 || size > ARRAYS_MAX)
        return pipeline_rows(pg, statement, values, rows, error);
    arrays_room(pg, size);
    return insert_rows(pg, statement, values, rows, error);
}
