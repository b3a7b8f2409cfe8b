/*
 * What store, rows and the two engines share. Nobody outside src/db includes this.
 *
 * An engine is a table of functions over a Db. The store decides when transactions begin and end, what runs again and
 * who is notified; the engine only executes and reports what went wrong.
 */
#ifndef BANSO_DB_INSIDE_H
#define BANSO_DB_INSIDE_H

#include "db/db.h"
#include "db/queue.h"

#include <pthread.h>

typedef struct Engine Engine;

typedef struct Hook Hook;
struct Hook {
    void (*run)(void *context);
    void *context;
    Hook *next;
};

typedef struct Early Early; /* what is done just before COMMIT */
struct Early {
    bool (*run)(Db *db, void *context, Error *error);
    void *context;
    Early *next;
};

/* One connection. The engines begin their own struct with it. */
struct Db {
    const Engine *engine;
    Arena *arena; /* reset when the transaction has ended and its hooks ran */
    Hook *hooks;
    Hook **hooks_end;
    Early *early;
    Error broken; /* the first failed statement of this piece of work, which is rolled back whatever it returns */
    bool again;   /* the failure was a lost race or a lost connection: the piece may be run again */
    bool lost;    /* the whole transaction is gone, not only this piece of work */
    bool writes;
};

/* `columns` are valid until it returns. */
typedef bool (*ColumnsTake)(const DbValue *columns, void *context, Error *error);

/* Where rows go: `take` is NULL when nobody needs them. */
typedef struct {
    const Shape *shape;
    ColumnsTake take;
    void *context;
    bool stopped; /* `take` returned false: not a failure of the database */
    bool enough;  /* no more rows are needed */
} Sink;

struct Engine {
    DbKind kind;
    int group_max; /* pieces of work that share one COMMIT */
    /* A server that is away is waited for until then (monotonic µs; 0 = as long as a connection takes), and whom time
     * is up for is refused at once while attempts fail. */
    bool (*open)(const char *url, bool writes, int64_t until, Db **db, Error *error);
    void (*close)(Db *db);
    /* Opens the connection anew when it was lost, in the time that is left. */
    bool (*begin)(Db *db, int64_t until, Error *error);
    bool (*commit)(Db *db, Error *error);
    void (*rollback)(Db *db);
    /* A savepoint around one piece of work, or a part of it. */
    bool (*save)(Db *db, Error *error);
    bool (*save_keep)(Db *db, Error *error);
    bool (*save_undo)(Db *db, Error *error);

    bool (*prepare)(Db *db, const Statement *statement, Error *error);
    bool (*run)(Db *db, const Statement *statement, const DbValue *values, Sink *sink, int64_t *changed, Error *error);
    bool (*each)(Db *db, const Statement *statement, const DbValue *values, Sink *sink, Error *error);
    bool (*bulk)(Db *db, const Statement *statement, const DbValue *values, size_t rows, Error *error);
    bool (*list)(Db *db, const char *sql, const DbValue *values, int count, Sink *sink, Error *error);
    /* Several statements in one text, without parameters: migrations. */
    bool (*script)(Db *db, const char *sql, Error *error);

    bool (*copy)(const char *url, const char *path, Error *error);
    bool (*scrub)(const char *url, Error *error); /* NULL = nothing to do */
    /* NULL = several may share it. *file is to be closed after everything else, whatever the answer. */
    bool (*own)(const char *url, int *file, Error *error);
    bool (*check)(const char *url, Arena *arena, const char **report, Error *error);
};

extern const Engine ENGINE_SQLITE;
extern const Engine ENGINE_POSTGRES;

/* ---- row.c ---------------------------------------------------------------------------------------------------- */

enum { COLUMNS_MAX = 64 };

int shape_width(const Shape *shape);
/* Puts columns into a struct. Texts and bytes are copied into `arena`, or shared when it is NULL. */
bool row_fill(const Shape *shape, const DbValue *columns, Arena *arena, void *row, Error *error);
/* The list parameters: [1,2] and ["a"] for SQLite's json_each, {1,2} and {"a"} for PostgreSQL's arrays. */
const char *list_text(Arena *arena, const DbValue *value, DbKind kind);
/* Decimal text or a double as a whole number; false when it is none. */
bool whole_number(double real, int64_t *integer);

/* ---- list_sql.c: db_list's text for one engine ------------------------------------------------------------------ */

const char *list_sql(Arena *arena, const char *sql, DbKind kind);

/* ---- statement.c ---------------------------------------------------------------------------------------------- */

/* Clears what the last piece of work left: hooks, failure. */
void db_fresh(Db *db);
void hooks_run(Hook *hooks);
/* In test builds: true when the statement that db_fault_at() named is this one. */
bool fault_is_now(Error *error);
/* In test builds, when a write begins: a small one that brings something (a request, no job) takes the number that the
 * file BANSO_FAULT holds, and its statement of that number fails. */
void fault_from_file(const Write *write);

/* ---- cache.c: prepared statements by the address of their Statement --------------------------------------------- */

typedef struct {
    const Statement *key;
    void *value;
} CacheSlot;
typedef struct {
    CacheSlot *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
} Cache;

void *cache_find(const Cache *cache, const Statement *key);
void cache_put(Cache *cache, const Statement *key, void *value);
void cache_clear(Cache *cache, void (*drop)(void *value));

/* ---- store.c, writer.c ---------------------------------------------------------------------------------------- */

enum {
    READERS_USUAL = 4,
    WRITERS_USUAL = 4,
    PATIENCE_US = 5000000,       /* how long a piece of work waits for a database that is away */
    READER_PATIENCE_US = 8000000 /* how long a read waits for a free reader of one that is there */
};

typedef struct {
    Db *db; /* NULL until first used */
    bool lent;
} Reader;

typedef struct {
    Store *store;
    Db *db;
    pthread_t thread;
} Writer;

struct Store {
    const Engine *engine;
    char *url;
    int owned; /* the descriptor by which this process owns the database; -1 = none */

    Queue queue;
    Writer *writers;
    int writer_count;

    pthread_mutex_t readers_lock;
    pthread_cond_t reader_back;
    Reader *readers;
    int reader_count;
};

bool readers_open(Store *store, int count, Error *error);
void readers_close(Store *store);
bool writers_open(Store *store, int count, Error *error);
/* Finishes what was submitted. */
void writers_close(Store *store);
/* begin, waiting for a database that comes back: PATIENCE_US from when its caller began to wait. */
bool begin_patiently(Db *db, int64_t since, Error *error);

#endif
