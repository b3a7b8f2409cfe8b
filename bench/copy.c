/*
 * The bare loop that PostgreSQL is held against, as `bench_db bare` is on SQLite: the same rows of 300 bytes, appended
 * by COPY in transactions of 10,000, each confirmed before the next begins. Prints rows a second.
 *
 *   bench_copy ADDRESS
 */
#include "base/clock.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 200000, PER_COMMIT = 10000, BODY = 270, ROW_MAX = BODY + 64, CHUNK = 64 * 1024 };

static const char TABLE[] =
    "DROP TABLE IF EXISTS bare_event; CREATE TABLE bare_event (id BIGINT PRIMARY KEY, account_id "
    "BIGINT NOT NULL, at BIGINT NOT NULL, body TEXT NOT NULL)";

static _Noreturn void give_up(PGconn *link, const char *what)
{
    fprintf(stderr, "%s: %s\n", what, PQerrorMessage(link));
    exit(1);
}

static void run(PGconn *link, const char *sql, ExecStatusType wanted)
{
    PGresult *result = PQexec(link, sql);
    if (PQresultStatus(result) != wanted)
        give_up(link, sql);
    PQclear(result);
}

static void copy_end(PGconn *link)
{
    PGresult *result;
    if (PQputCopyEnd(link, NULL) != 1)
        give_up(link, "copy");
    while ((result = PQgetResult(link)) != NULL) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK)
            give_up(link, "copy");
        PQclear(result);
    }
}

static void rows_put(PGconn *link, int64_t first, const char *body)
{
    static char rows[CHUNK + ROW_MAX];
    int size = 0;
    for (int64_t id = first; id < first + PER_COMMIT; id++) {
        size += snprintf(rows + size, ROW_MAX, "%lld\t%lld\t%lld\t%s\n", (long long)id, (long long)(id % 1000),
                         (long long)(1700000000000 + id), body);
        if (size < CHUNK && id + 1 < first + PER_COMMIT)
            continue;
        if (PQputCopyData(link, rows, size) != 1)
            give_up(link, "copy");
        size = 0;
    }
}

int main(int argc, char **argv)
{
    static char body[BODY + 1];
    memset(body, 'x', BODY);
    PGconn *link = PQconnectdb(argc == 2 ? argv[1] : "");
    if (PQstatus(link) != CONNECTION_OK)
        give_up(link, "connect");
    run(link, "SET client_min_messages = warning", PGRES_COMMAND_OK);
    run(link, TABLE, PGRES_COMMAND_OK);
    int64_t start = clock_monotonic();
    for (int64_t first = 1; first < ROWS; first += PER_COMMIT) {
        run(link, "BEGIN", PGRES_COMMAND_OK);
        run(link, "COPY bare_event FROM STDIN", PGRES_COPY_IN);
        rows_put(link, first, body);
        copy_end(link);
        run(link, "COMMIT", PGRES_COMMAND_OK);
    }
    printf("%.0f\n", ROWS / ((double)(clock_monotonic() - start) / 1e6));
    PQfinish(link);
    return 0;
}
