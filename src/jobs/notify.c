/*
 * Which keys a fact wakes, and telling browsers: facts of this process at once, in the hook after their COMMIT; facts
 * of other servers when the follower reads them. `told` remembers by id what was told already, so nobody hears twice; a
 * collision there costs one extra wake-up, never a missing one.
 */
#include "jobs/notify.h"

#include "base/circle.h"
#include "base/error.h"
#include "jobs/fact_kind.h"

#include <pthread.h>
#include <string.h>

typedef struct {
    Arena *arena;
    StreamKey *items;
    int count;
    int64_t author; /* who is told all of them */
} Keys;

static void add(Keys *keys, const char *name, unsigned circle)
{
    for (int i = 0; i < keys->count; i++)
        if (strcmp(keys->items[i].name, name) == 0)
            return;
    if (keys->count < NOTIFY_KEYS_MAX)
        keys->items[keys->count++] = (StreamKey) { name, circle, keys->author };
}

static void add_id(Keys *keys, const char *word, int64_t id, unsigned circle)
{
    if (id)
        add(keys, arena_format(keys->arena, "%s:%lld", word, (long long)id), circle);
}

/* A kind that tests leave out wakes no lists. */
static const FactKind *kind_of(const Fact *fact)
{
    static const FactKind UNKNOWN = { 0 };
    const FactKind *kind = fact_kind_find(fact->kind);
    return kind ? kind : &UNKNOWN;
}

int notify_keys(Arena *arena, const Fact *fact, StreamKey items[NOTIFY_KEYS_MAX])
{
    const FactKind *kind = kind_of(fact);
    unsigned needs = visible_needs(fact->audience.visible_to);
    unsigned around = kind->sight ? CIRCLE_NONE : needs; /* of all but the thing itself */
    Keys keys = { arena, items, 0, needs ? fact->audience.author_id : 0 };
    add_id(&keys, "account", fact->account_id, around);
    add_id(&keys, "contact", fact->contact_id, around);
    if (fact->subject)
        add(&keys, arena_text(arena, fact->subject), kind->circle | needs);
    add(&keys, arena_text_n(arena, fact->kind, strcspn(fact->kind, ".")), kind->circle | around);
    for (int i = 0; i < FACT_WAKES_MAX && kind->wakes[i]; i++)
        add(&keys, kind->wakes[i], around);
    if (kind->list)
        add(&keys, kind->list, kind->circle | around);
    return keys.count;
}

/* ---- telling -------------------------------------------------------------------------------------------------- */

/* The ids of facts that this process told already: the poll skips them. Enough for the facts between two polls. */
enum { TOLD_MAX = 1 << 14 };

static struct {
    pthread_mutex_t lock;
    Services *services;
    void (*wake)(void *);
    void *context;
    int64_t told[TOLD_MAX];
} hub = { .lock = PTHREAD_MUTEX_INITIALIZER };

void notify_open(Services *services, void (*wake)(void *context), void *context)
{
    pthread_mutex_lock(&hub.lock);
    hub.services = services;
    hub.wake = wake;
    hub.context = context;
    pthread_mutex_unlock(&hub.lock);
}

void notify_close(void)
{
    notify_open(NULL, NULL, NULL);
}

typedef struct {
    int64_t fact_id;
    StreamKey keys[NOTIFY_KEYS_MAX];
    int count;
} News;

/* Runs on a writer thread after COMMIT; neither call blocks. */
static void tell(void *context)
{
    const News *news = context;
    pthread_mutex_lock(&hub.lock);
    hub.told[news->fact_id % TOLD_MAX] = news->fact_id;
    if (hub.services && hub.services->stream)
        stream_publish_narrowed(hub.services->stream, news->keys, news->count);
    if (hub.wake)
        hub.wake(hub.context);
    pthread_mutex_unlock(&hub.lock);
}

void notify_after_commit(Db *db, int64_t fact_id, const Fact *fact)
{
    News *news = arena_make(db_arena(db), News);
    news->fact_id = fact_id;
    news->count = notify_keys(db_arena(db), fact, news->keys);
    db_after_commit(db, tell, news);
}

static bool was_told_here(int64_t fact_id)
{
    pthread_mutex_lock(&hub.lock);
    bool told = hub.told[fact_id % TOLD_MAX] == fact_id;
    pthread_mutex_unlock(&hub.lock);
    return told;
}

/* ---- what other servers committed ----------------------------------------------------------------------------- */

void notify_others(Services *services, Arena *arena, int64_t fact_id, const Fact *fact)
{
    StreamKey keys[NOTIFY_KEYS_MAX];
    if (services->stream && !was_told_here(fact_id))
        stream_publish_narrowed(services->stream, keys, notify_keys(arena, fact, keys));
}
