/* Between the files of the SQLite engine; nobody else includes it. */
#ifndef BANSO_DB_ENGINE_SQLITE_H
#define BANSO_DB_ENGINE_SQLITE_H

#include "db/inside.h"

#include <sqlite3.h>

/* How long a statement waits for another process that has the database. */
enum { LITE_BUSY_MS = 2500 };

typedef struct Checkpointer Checkpointer;

typedef struct {
    Db db;
    sqlite3 *link;
    Cache statements;
    Checkpointer *checkpointer; /* the writer's, as is what follows */
    int64_t changes;            /* of the connection's life, at the last look */
    int64_t quiet_since;        /* microseconds, monotonic; 0 = it rests already */
} Lite;

/* "sqlite:PATH" without its first word. */
const char *lite_path(const char *url);
bool lite_open_link(const char *url, int flags, sqlite3 **link, Error *error);
/* Says what went wrong with the last call, and what kind of trouble that is. */
bool lite_fail(sqlite3 *link, const char *doing, Error *error);

/* ---- engine_sqlite_rows.c ---------------------------------------------------------------------------------------- */

bool lite_bind(Lite *lite, sqlite3_stmt *statement, const DbValue *values, int count, const char *name, Error *error);
bool lite_columns(sqlite3_stmt *statement, const Shape *shape, DbValue *columns, Error *error);
/* Runs a bound statement to its end, giving its rows to `sink` (may be NULL), and resets it. */
bool lite_walk(Lite *lite, sqlite3_stmt *statement, const char *name, Sink *sink, Error *error);

/* ---- engine_sqlite_whole.c: checkpoints, copies, checks -------------------------------------------------------------
 */

/* Moves the write-ahead log into the database in its own thread, so that no request waits for it. Nothing else moves
 * it: without this the log would grow without end. */
bool checkpointer_new(const char *url, sqlite3 *writer, Checkpointer **checkpointer, Error *error);
void checkpointer_free(Checkpointer *checkpointer);
/* Called by the writer between transactions: restarts a log that keeps growing because there is never a pause. */
void checkpointer_help(Checkpointer *checkpointer, sqlite3 *writer);
/* The disk is full: a log that starts over reuses its space, so the writer restarts it before the next transaction. */
void checkpointer_needs_room(Checkpointer *checkpointer);

/* Called by the writer between transactions: after some seconds without a write it frees its cache, which a large
 * commit or a start may have filled. */
void lite_rest(Lite *lite);

/* Moves the log and truncates it; BUSY when a reader holds it for longer than this waits. */
bool lite_scrub(const char *url, Error *error);
bool lite_own(const char *url, int *file, Error *error);
bool lite_copy(const char *url, const char *path, Error *error);
bool lite_check(const char *url, Arena *arena, const char **report, Error *error);

/* ---- engine_sqlite_restore.c ----------------------------------------------------------------------------------- */

bool lite_is_empty(const char *url, bool *empty, Error *error);
/* `*kept`: where the old file stays, NULL when there was none; beside it a log that it did not take in, *kept-wal. */
bool lite_restore(Arena *arena, const char *url, const char *path, const char **kept, Error *error);

#endif
