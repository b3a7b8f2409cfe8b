/*
 * One face for both engines (SQLite inside, PostgreSQL for teams). Only engine_sqlite.c and engine_postgres.c know one.
 *
 * Store: the database with its writers and its pool of readers. Db: one connection, lent to one piece of work, inside a
 * transaction. Features never open either; they are handed a Db, and call the functions that tools/sqlgen generated
 * from their .sql file. A piece of work touches nothing but its Db and its arena, and may be run again (savepoint on
 * SQLite, SERIALIZABLE with retry on PostgreSQL).
 *
 * On SQLite one writer thread takes the waiting pieces of work, runs each in a savepoint and commits them together; on
 * PostgreSQL each runs in a transaction of its own on a pool of writers, but those that join one another (Write.joins):
 * all that wait share one, and run one by one when it fails. `done` is called after COMMIT, so that what
 * was acknowledged is durable. A failed COMMIT turns every piece of the group into FULL, BUSY or INTERNAL.
 *
 * A failed statement spoils its piece of work: what it wrote is undone, its later statements fail with the same error,
 * and so does the piece, whatever it returns. So an expected conflict is checked first, or handled with ON CONFLICT. A
 * broken UNIQUE or FOREIGN KEY is CONFLICT, a full disk FULL, a database that is away or overloaded BUSY, all else
 * INTERNAL.
 *
 * On PostgreSQL work waits about 5 s for a server that is away, then answers BUSY; if the connection is lost after
 * COMMIT was sent, it answers BUSY too: what was not confirmed was perhaps done, and is never called done. There is one
 * such wait: the queue, a free reader and the server all count from the same moment (`since`), and whoever asks several
 * times for one caller hands the same moment on.
 *
 * Units: times in ms UTC, days as day numbers, weights and sizes in bytes.
 * Forgets a person: each module erases its own rows; a copy of the database keeps what it held at its time
 * (app/ops/ops.h).
 */
#ifndef BANSO_DB_DB_H
#define BANSO_DB_DB_H

#include "base/arena.h"
#include "base/error.h"
#include "base/shape.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Store Store;
typedef struct Db Db;

typedef enum { DB_SQLITE, DB_POSTGRES } DbKind;

/* ---- the store ------------------------------------------------------------------------------------------------ */

typedef struct {
    const char *url; /* sqlite:PATH or postgresql://… (any libpq connection string) */
    int readers;     /* 0 = 4 */
    int writers;     /* PostgreSQL only; 0 = 4 */
} StoreOptions;

bool store_open(const StoreOptions *options, Store **store, Error *error);
/* Finishes what was submitted, then closes. */
void store_close(Store *store);
DbKind store_kind(const Store *store);
/* Called before anything is written: CONFLICT when another process has this SQLite file, by any path. PostgreSQL is
 * shared. */
bool store_own(Store *store, Error *error);
/* A short read, for /readyz: false when the database does not answer. */
bool store_is_ready(Store *store, Error *error);

typedef bool (*DbWork)(Db *db, void *context, Error *error);

/* Runs `work` now, in this thread, on a reader, inside one read transaction. */
bool store_read(Store *store, DbWork work, void *context, Error *error);
/* The same for somebody who has waited since then (monotonic µs; 0 = who begins to wait now). */
bool store_read_since(Store *store, int64_t since, DbWork work, void *context, Error *error);
/* The same on one reader beside the pool, for one caller at a time: for what those who hold a reader may wait for. */
bool store_read_aside(Store *store, DbWork work, void *context, Error *error);
/* Submits and waits for COMMIT. Never from inside a DbWork. */
bool store_write(Store *store, DbWork work, void *context, Error *error);
bool store_write_since(Store *store, int64_t since, DbWork work, void *context, Error *error);

/* A write that does not wait. `done` runs on a writer thread after COMMIT (or failure); keep it short. */
typedef struct Write Write;
struct Write {
    DbWork work;
    void (*done)(Write *write, bool ok, const Error *error);
    void *context;
    int64_t weight; /* about how many bytes it brings: small ones go first (queue.h) */
    bool joins;     /* many come at once, and change the same rows: they share a COMMIT on PostgreSQL too */
    int64_t since;  /* when its caller began to wait, monotonic µs; 0 = when it is submitted */
    Write *next;    /* the store's own */
};
/* False with BUSY when the queue is full (4,096 waiting): the caller answers 503 or 429. */
bool store_submit(Store *store, Write *write, Error *error);

/* ---- inside a piece of work ----------------------------------------------------------------------------------- */

/* `hook(context)` runs on the writer thread after this work's COMMIT, before `done`; never when it is rolled back. */
void db_after_commit(Db *db, void (*hook)(void *context), void *context);
/*
 * `hook` runs once just before COMMIT, still inside the transaction: what several pieces of work of one group gathered
 * is written once for all of them (rollups). Its failure fails the whole group. However often it is asked for with one
 * context, it runs once; what a hook asks for runs behind those that were asked for before.
 */
void db_before_commit(Db *db, bool (*hook)(Db *db, void *context, Error *error), void *context);
/*
 * A part of a piece of work that may be refused while the rest goes on (one row of an import). When `work` returns
 * false by its own decision, what it wrote is undone and the hooks it registered are dropped. A failed statement is
 * different: it spoils the whole piece, here too. May be nested; costs two statements.
 */
bool db_attempt(Db *db, DbWork work, void *context, Error *error);
/* Memory that lives until the transaction ended and its hooks ran; deferred functions run however it ended. */
Arena *db_arena(Db *db);
DbKind db_kind(const Db *db);

/* ---- what generated code calls -------------------------------------------------------------------------------- */

typedef struct {
    FieldType type; /* ID INT DAY TIME FLAG share `integer`; TEXT JSON share `text` */
    bool known;     /* false = NULL */
    int64_t integer;
    double real;
    const char *text;
    Bytes bytes; /* IDS and TEXTS: data = the items, size = how many */
} DbValue;

/*
 * A statement as sqlgen printed it. `sqlite` has its parameters as ?1 ?2 …, `postgres` as $1 $2 …; both texts hold the
 * same number. One static instance each, whose address is the key of the prepared-statement cache.
 */
typedef struct {
    const char *name;
    const char *sqlite;
    const char *postgres;
    const FieldType *parameters;
    int parameter_count;
    const Shape *row; /* NULL for a write that returns nothing */
    /* For db_bulk: the same INSERT with an array in place of each parameter; NULL for all other statements. */
    const char *postgres_rows;
    bool few; /* for db_each: about as many rows as the lists of the question have members */
} Statement;

/* A write. `changed` (may be NULL) is the number of rows touched. */
bool db_run(Db *db, const Statement *statement, const DbValue *values, int64_t *changed, Error *error);
/* One row, or *row = NULL when there is none (which is not an error). */
bool db_one(Db *db, Arena *arena, const Statement *statement, const DbValue *values, void **row, Error *error);
enum { DB_MANY_MAX = 1000 };
/* All rows; more than DB_MANY_MAX is INTERNAL: a list needs a limit, or is an `each`. */
bool db_many(Db *db, Arena *arena, const Statement *statement, const DbValue *values, void **rows, size_t *count,
             Error *error);
/* The same of any number: for small rows that are needed together. */
bool db_all(Db *db, Arena *arena, const Statement *statement, const DbValue *values, void **rows, size_t *count,
            Error *error);
/* A column of ids, of any number of rows. */
extern const Shape DB_ID_ROW;
bool db_ids(Db *db, Arena *arena, const Statement *statement, const DbValue *values, Ids *ids, Error *error);
/* A cursor: `take` sees each row, whose memory is reused for the next; returning false stops with its error. Rows that
 * are `few` are read at once. */
typedef bool (*DbTake)(const void *row, void *context, Error *error);
bool db_each(Db *db, const Statement *statement, const DbValue *values, DbTake take, void *context, Error *error);
/* The same write for many rows: a loop over one prepared statement on SQLite; on PostgreSQL one INSERT for all of them,
 * other writes in pipeline mode. `values` holds rows × parameter_count values. Rows differ in their key. */
bool db_bulk(Db *db, const Statement *statement, const DbValue *values, size_t rows, Error *error);

/* A statement that the list builder put together from constants (house/condition/subject.c); the only dynamic SQL. The
 * text is the common SQL of x.sql with $1 … $n, IN LIST($n), JSON_TEXT(column, key) and JSON_NUMBER(column, key), the
 * member as a double; it is prepared anew each time, and has as many parameters as it needs. */
/* Such a text: these columns of what `rest` names, "FROM contact c WHERE …". */
const char *db_select(Arena *arena, const char *columns, const char *rest);
bool db_list(Db *db, Arena *arena, const char *sql, const DbValue *values, int count, const Shape *row, void **rows,
             size_t *found, Error *error);

#ifdef BANSO_TESTING
/* The n-th statement from now fails, in any thread (a COMMIT counts as one); 0 = none. For tests that try n = 1, 2, …
 * until db_fault_hit() says that there was no n-th statement, and check each time that nothing was half written. */
void db_fault_at(int64_t n);
bool db_fault_hit(void);
/* How many steps SQLite has taken in all statements so far, and which grow with what is read: for tests that say what a
 * statement may cost. */
int64_t db_steps(void);
#endif

/* Every statement in the program, NULL-ended, for the test that prepares all of them on both engines. */
extern const Statement *const ALL_STATEMENTS[];
/* Prepares without running; used by that test and by `banso doctor`. */
bool db_prepare(Db *db, const Statement *statement, Error *error);

/* ---- whole-database work -------------------------------------------------------------------------------------- */

/* A consistent copy while writes go on: VACUUM INTO on SQLite, pg_dump's custom format on PostgreSQL. */
bool store_copy_to(Store *store, const char *path, Error *error);
/*
 * After an erasure: removes what was deleted from the files, too. On SQLite the write-ahead log is moved into the
 * database and cut to nothing (deleted rows are overwritten there when they go). BUSY while a long read is running: try
 * again. On PostgreSQL dead rows go with its own vacuum, and nothing is done here.
 */
bool store_scrub(Store *store, Error *error);
/* The file that holds the database at `url`; NULL on PostgreSQL. */
const char *store_file(const char *url);
/* Whether the database at `url` has no table yet. */
bool store_is_empty(const char *url, bool *empty, Error *error);
/*
 * Replaces the database at `url`, which nobody may have open, by a copy from store_copy_to. On SQLite the copy is in
 * the same folder and is moved; the old file stays beside it under a new name, `*kept`, and never replaces one that was
 * kept before. On PostgreSQL pg_restore does it; the old data is dropped once that has succeeded, and `*kept` is NULL.
 * At every moment the old data or the new is whole in its place, or store_recover puts it there.
 */
bool store_restore(Arena *arena, const char *url, const char *path, const char **kept, Error *error);
/*
 * Before a database is opened: goes on or back where a store_restore was killed. `table` has rows in every database
 * that somebody uses. `*said` is a sentence about what was found and done, NULL when there was nothing. BUSY while a
 * restore is at work. On SQLite nothing is ever in between.
 */
bool store_recover(const char *url, const char *table, const char **said, Error *error);
/* integrity_check and foreign_key_check on SQLite; a scan of the catalog on PostgreSQL. `*report` is "ok" or one line
 * per fault; false only when the check itself could not run. */
bool store_check(Store *store, Arena *arena, const char **report, Error *error);

#endif
