/*
 * Callers that were identified lately, in memory, so that most requests need no database for it. staff_identify asks in
 * the thread of each request; one lock guards all of it, for moments.
 *
 * A secret's hash has one slot; another secret that falls on it takes its place. A revocation empties the whole table,
 * and the generation keeps out what was read before it. On PostgreSQL a request reads the workspace's epoch when the
 * last reading is half a second old; another server's change has raised it, which also means that the time zone may be
 * another.
 */
#include "house/staff/inside.h"

#include "house/workspace/workspace.h"

#include <pthread.h>
#include <string.h>

enum { SLOTS = 2048, EPOCH_US = 500000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Known slots[SLOTS];
static int64_t generation;
static int64_t epoch = -1;    /* as the database said */
static int64_t epoch_read_at; /* microseconds, monotonic */

static Known *slot_of(const char *hash)
{
    unsigned number = 0;
    for (int i = 0; i < 8; i++)
        number = number * 31 + (unsigned char)hash[i];
    return &slots[number % SLOTS];
}

/* With the lock held. */
static void forget_all(void)
{
    generation++;
    /* Only what was used is touched: the table costs no memory before. */
    for (int i = 0; i < SLOTS; i++)
        if (slots[i].kind != CALLER_NOBODY)
            slots[i].kind = CALLER_NOBODY;
}

typedef struct {
    Arena *arena;
    int64_t epoch;
} EpochReading;

static bool epoch_read(Db *db, void *context, Error *error)
{
    EpochReading *reading = context;
    return workspace_epoch(db, reading->arena, &reading->epoch, error);
}

/* Another server has changed something: ours is stale, and so may be the time zone. */
static bool epoch_follow(const Request *request, Error *error)
{
    EpochReading reading = { .arena = arena_new() };
    bool ok = request_read(request, epoch_read, &reading, error);
    arena_free(reading.arena);
    if (!ok)
        return false;
    pthread_mutex_lock(&lock);
    bool changed = epoch != reading.epoch;
    epoch = reading.epoch;
    epoch_read_at = clock_monotonic();
    if (changed)
        forget_all();
    pthread_mutex_unlock(&lock);
    return !changed || workspace_start(request->services, error);
}

/* One thread asks while the others go on. Only PostgreSQL has other servers. */
static bool epoch_is_due(const Services *services)
{
    if (store_kind(services->store) != DB_POSTGRES)
        return false;
    int64_t now = clock_monotonic();
    pthread_mutex_lock(&lock);
    bool due = now - epoch_read_at > EPOCH_US;
    if (due)
        epoch_read_at = now;
    pthread_mutex_unlock(&lock);
    return due;
}

bool known_find(const Request *request, const char *hash, bool *found, Known *known, Error *error)
{
    if (epoch_is_due(request->services) && !epoch_follow(request, error))
        return false;
    pthread_mutex_lock(&lock);
    const Known *slot = slot_of(hash);
    *found = slot->kind != CALLER_NOBODY && !strcmp(slot->hash, hash);
    if (*found)
        *known = *slot;
    pthread_mutex_unlock(&lock);
    return true;
}

int64_t known_generation(void)
{
    pthread_mutex_lock(&lock);
    int64_t now = generation;
    pthread_mutex_unlock(&lock);
    return now;
}

void known_add(const Known *known, int64_t read_at_generation)
{
    pthread_mutex_lock(&lock);
    /* A revocation since then has emptied the table: what was read before it must not come back. */
    if (generation == read_at_generation)
        *slot_of(known->hash) = *known;
    pthread_mutex_unlock(&lock);
}

bool known_use(const char *hash, int64_t now)
{
    bool due = false;
    pthread_mutex_lock(&lock);
    Known *slot = slot_of(hash);
    if (slot->kind != CALLER_NOBODY && !strcmp(slot->hash, hash)) {
        slot->seen_at = now;
        due = now - slot->stored_at >= MS_PER_MINUTE;
        if (due)
            slot->stored_at = now;
    }
    pthread_mutex_unlock(&lock);
    return due;
}

static void forget_hook(void *context)
{
    (void)context;
    pthread_mutex_lock(&lock);
    forget_all();
    pthread_mutex_unlock(&lock);
}

bool known_forget_after_commit(Db *db, Error *error)
{
    db_after_commit(db, forget_hook, NULL);
    return workspace_epoch_raise(db, error);
}
