/* Which keys a fact wakes, and telling them: what was committed here at once, what others committed by the poll. */
#include "jobs/notify.h"

#include "base/circle.h"
#include "base/error.h"
#include "jobs/fact_kind.h"

#include <pthread.h>
#include <string.h>

static void add(StreamKey keys[NOTIFY_KEYS_MAX], int *count, const char *name, unsigned circle)
{
    for (int i = 0; i < *count; i++)
        if (strcmp(keys[i].name, name) == 0)
            return;
    if (*count < NOTIFY_KEYS_MAX)
        keys[(*count)++] = (StreamKey) { name, circle };
}

int notify_keys(Arena *arena, const Fact *fact, StreamKey keys[NOTIFY_KEYS_MAX])
{
    const FactKind *kind = fact_kind_find(fact->kind);
    unsigned circle = kind ? kind->circle : CIRCLE_NONE;
    int count = 0;
    if (fact->account_id)
        add(keys, &count, arena_format(arena, "account:%lld", (long long)fact->account_id), CIRCLE_NONE);
    if (fact->contact_id)
        add(keys, &count, arena_format(arena, "contact:%lld", (long long)fact->contact_id), CIRCLE_NONE);
    if (fact->subject)
        add(keys, &count, arena_text(arena, fact->subject), circle);
    add(keys, &count, arena_text_n(arena, fact->kind, strcspn(fact->kind, ".")), circle);
    for (int i = 0; kind && i < FACT_WAKES_MAX && kind->wakes[i]; i++)
        add(keys, &count, kind->wakes[i], CIRCLE_NONE);
    if (kind && kind->list)
        add(keys, &count, kind->list, circle);
    return count;
}

/* ---- telling -------------------------------------------------------------------------------------------------- */

/* The ids of facts that this process told itself: the poll skips them. As many as come between two polls. */
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
