#include "db/away_testkit.h"

#include "db/inside.h"

#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static AwayAsked asked;
static ErrorKind reason;

static const Engine ENGINE_AWAY;

static bool away_link(const char *url, bool writes, int64_t until, Db **db, Error *error)
{
    (void)url;
    (void)until;
    (void)error;
    *db = calloc(1, sizeof **db);
    if (!*db)
        bug("out of memory in a test");
    **db = (Db) { .engine = &ENGINE_AWAY, .arena = arena_new(), .writes = writes };
    return true;
}

static void away_unlink(Db *db)
{
    arena_free(db->arena);
    free(db);
}

static bool away_begin(Db *db, int64_t until, Error *error)
{
    (void)db;
    pthread_mutex_lock(&lock);
    if (asked.begins < AWAY_BEGINS_MAX)
        asked.until[asked.begins] = until;
    asked.begins++;
    pthread_mutex_unlock(&lock);
    return fail(error, reason, NULL, "there is no database");
}

static const Engine ENGINE_AWAY = {
    .kind = DB_POSTGRES,
    .group_max = 1,
    .open = away_link,
    .close = away_unlink,
    .begin = away_begin,
};

Store *away_open(void)
{
    Error error = { 0 };
    Store *store = calloc(1, sizeof *store);
    if (!store)
        bug("out of memory in a test");
    asked = (AwayAsked) { 0 };
    reason = ERROR_INTERNAL;
    store->engine = &ENGINE_AWAY;
    store->owned = -1;
    if (!readers_open(store, READERS_USUAL, &error) || !writers_open(store, 1, &error))
        bug("%s", error.text);
    return store;
}

void away_may_pass(void)
{
    reason = ERROR_BUSY;
}

const AwayAsked *away_asked(void)
{
    return &asked;
}

int64_t away_patience(void)
{
    return PATIENCE_US;
}
