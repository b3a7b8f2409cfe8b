/*
 * What the store costs over SQLite itself: rows of 300 bytes appended by a bare loop with a COMMIT per 10,000, and the
 * same rows through store_submit in pieces of several sizes, each acknowledged after its COMMIT. Both with a
 * write-ahead log and synchronous = FULL. Five rounds in turn, medians; the ratio is what counts.
 */
#include "db/db.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/migrate.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ROWS = 200000, PER_COMMIT = 10000, BODY = 270, ROUNDS = 5, FLYING_MAX = 256 };

static char body[BODY + 1];
static char folder[] = "/tmp/banso-bench-XXXXXX";

static const char BARE_TABLE[] = "CREATE TABLE event (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, at INTEGER "
                                 "NOT NULL, body TEXT NOT NULL) STRICT";
static const Migration TABLE[] = { { "bench", 1, "0001_bench", BARE_TABLE, NULL }, { 0 } };
static const FieldType TYPES[] = { FIELD_ID, FIELD_ID, FIELD_TIME, FIELD_TEXT };
static const Statement EVENT_ADD = {
    "event_add", "INSERT INTO event (id, account_id, at, body) VALUES (?1, ?2, ?3, ?4)", NULL, TYPES, 4, NULL
};

static _Noreturn void give_up(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static const char *file_new(char path[128], int number)
{
    snprintf(path, 128, "%s/%d.db", folder, number);
    return path;
}

static void file_remove(const char *path)
{
    static const char *const ENDS[] = { "", "-wal", "-shm" };
    char name[160];
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", path, ENDS[i]);
        unlink(name);
    }
}

static double rate(int64_t start)
{
    return ROWS / ((double)(clock_monotonic() - start) / 1e6);
}

/* ---- the bare loop ------------------------------------------------------------------------------------------------
 */

static void bare_do(sqlite3 *link, const char *sql)
{
    if (sqlite3_exec(link, sql, NULL, NULL, NULL) != SQLITE_OK)
        give_up(sql, sqlite3_errmsg(link));
}

static void bare_row(sqlite3 *link, sqlite3_stmt *add, int64_t id)
{
    sqlite3_bind_int64(add, 1, id);
    sqlite3_bind_int64(add, 2, id % 1000);
    sqlite3_bind_int64(add, 3, 1700000000000 + id);
    sqlite3_bind_text(add, 4, body, BODY, SQLITE_STATIC);
    if (sqlite3_step(add) != SQLITE_DONE)
        give_up("insert", sqlite3_errmsg(link));
    sqlite3_reset(add);
}

static double bare_run(int number)
{
    char path[128];
    sqlite3 *link;
    sqlite3_stmt *add;
    if (sqlite3_open(file_new(path, number), &link) != SQLITE_OK)
        give_up(path, sqlite3_errmsg(link));
    bare_do(link, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    bare_do(link, BARE_TABLE);
    sqlite3_prepare_v2(link, EVENT_ADD.sqlite, -1, &add, NULL);
    int64_t start = clock_monotonic();
    for (int64_t id = 1; id <= ROWS; id++) {
        if (id % PER_COMMIT == 1)
            bare_do(link, "BEGIN");
        bare_row(link, add, id);
        if (id % PER_COMMIT == 0)
            bare_do(link, "COMMIT");
    }
    double result = rate(start);
    sqlite3_finalize(add);
    sqlite3_close(link);
    file_remove(path);
    return result;
}

/* ---- the store ------------------------------------------------------------------------------------------------------
 */

typedef struct {
    Store *store;
    int rows_each, flying;
    int64_t next;
    pthread_mutex_t lock;
    pthread_cond_t landed;
} Run;

typedef struct {
    Write write;
    Run *run;
    int64_t first;
    DbValue *values;
} Piece;

static bool piece_write(Db *db, void *context, Error *error)
{
    const Piece *piece = context;
    for (int i = 0; i < piece->run->rows_each; i++) {
        DbValue *row = piece->values + (size_t)i * 4;
        int64_t id = piece->first + i;
        row[0] = (DbValue) { .type = FIELD_ID, .known = true, .integer = id };
        row[1] = (DbValue) { .type = FIELD_ID, .known = true, .integer = id % 1000 };
        row[2] = (DbValue) { .type = FIELD_TIME, .known = true, .integer = 1700000000000 + id };
        row[3] = (DbValue) { .type = FIELD_TEXT, .known = true, .text = body };
    }
    return db_bulk(db, &EVENT_ADD, piece->values, (size_t)piece->run->rows_each, error);
}

static bool piece_next(Piece *piece)
{
    Run *run = piece->run;
    pthread_mutex_lock(&run->lock);
    piece->first = run->next;
    bool more = run->next <= ROWS;
    run->next += run->rows_each;
    run->flying -= !more;
    pthread_cond_signal(&run->landed);
    pthread_mutex_unlock(&run->lock);
    return more;
}

/* Who is told that his piece is durable sends the next one. */
static void piece_done(Write *write, bool ok, const Error *error)
{
    Piece *piece = (Piece *)(void *)write;
    Error busy = { 0 };
    if (!ok)
        give_up("write", error->text);
    if (piece_next(piece) && !store_submit(piece->run->store, write, &busy))
        give_up("submit", busy.text);
}

static void pieces_start(Run *run, Piece *pieces, int flying)
{
    Error error = { 0 };
    for (int i = 0; i < flying; i++) {
        pieces[i] = (Piece) { .run = run, .values = calloc((size_t)run->rows_each * 4, sizeof(DbValue)) };
        pieces[i].write = (Write) { .work = piece_write, .done = piece_done, .context = &pieces[i] };
        if (piece_next(&pieces[i]) && !store_submit(run->store, &pieces[i].write, &error))
            give_up("submit", error.text);
    }
}

static double store_run(int number, int rows_each, int flying)
{
    static Piece pieces[FLYING_MAX];
    char path[128], url[140];
    Error error = { 0 };
    Run run = { .rows_each = rows_each, .flying = flying, .next = 1 };
    snprintf(url, sizeof url, "sqlite:%s", file_new(path, number));
    StoreOptions options = { .url = url };
    if (!store_open(&options, &run.store, &error) || !migrate(run.store, TABLE, &error))
        give_up(url, error.text);
    pthread_mutex_init(&run.lock, NULL);
    pthread_cond_init(&run.landed, NULL);
    int64_t start = clock_monotonic();
    pieces_start(&run, pieces, flying);
    pthread_mutex_lock(&run.lock);
    while (run.flying > 0)
        pthread_cond_wait(&run.landed, &run.lock);
    pthread_mutex_unlock(&run.lock);
    double result = rate(start);
    store_close(run.store);
    for (int i = 0; i < flying; i++)
        free(pieces[i].values);
    file_remove(path);
    return result;
}

/* ---- five rounds ----------------------------------------------------------------------------------------------------
 */

static const struct {
    const char *name;
    int rows_each, flying;
} WAYS[] = {
    { "one at a time, 10,000 rows each", 10000, 1 },
    { "64 at a time, 100 rows each", 100, 64 },
    { "8 at a time, 100 rows each", 100, 8 },
    { "256 at a time, 1 row each", 1, 256 },
};
enum { WAY_COUNT = sizeof WAYS / sizeof *WAYS };

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *rates)
{
    qsort(rates, ROUNDS, sizeof *rates, by_size);
    return rates[ROUNDS / 2];
}

/* "bare": the loop alone, for what is held against it in turn. */
int main(int argc, char **argv)
{
    static double bare[ROUNDS], ours[WAY_COUNT][ROUNDS];
    int number = 0;
    memset(body, 'x', BODY);
    if (!mkdtemp(folder))
        give_up(folder, "cannot be made");
    if (argc == 2 && !strcmp(argv[1], "bare")) {
        clock_t began = clock();
        double rows = bare_run(0);
        printf("%.0f %.3f\n", rows, (double)(clock() - began) / CLOCKS_PER_SEC * 1e6 / ROWS); /* µs of CPU a row */
        rmdir(folder);
        return 0;
    }
    for (int round = 0; round < ROUNDS; round++) {
        bare[round] = bare_run(number++);
        for (int way = 0; way < WAY_COUNT; way++)
            ours[way][round] = store_run(number++, WAYS[way].rows_each, WAYS[way].flying);
    }
    double base = median(bare);
    printf("%-36s %10.0f rows/s\n", "bare SQLite, COMMIT per 10,000", base);
    for (int way = 0; way < WAY_COUNT; way++) {
        double rows = median(ours[way]);
        printf("%-36s %10.0f rows/s  %5.1f %%\n", WAYS[way].name, rows, 100 * rows / base);
    }
    rmdir(folder);
    return 0;
}
