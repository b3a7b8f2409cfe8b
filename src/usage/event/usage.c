/*
 * What the module holds while the program runs, and what it hears of others: the catalog, time, a repeat filter that
 * lost a file. A start files everything fresh, so the tables are complete before feed loads the engine from them. New
 * rules start a rebuild in their own transaction, another time zone when its fact is read.
 */
#include "usage/event/inbox.h"

#include "base/json.h"
#include "house/workspace/workspace.h"
#include "ingest.sql.h"
#include "reading.sql.h"
#include "rebuild.sql.h"
#include "usage/event/forget.h"
#include "usage/event/rebuild.h"

#include <string.h>

/* ---- start ---- */

/* For a repeat filter that lost a file: all messages, filed, waiting and fresh. */
typedef struct {
    int64_t since;
    void (*take)(uint64_t message);
} Messages;

static void message_take(const Messages *messages, const EventRecord *record)
{
    if (record->received_at >= messages->since && record->message != 0)
        messages->take(record->message);
}

static void messages_body(const Messages *messages, Bytes body)
{
    EventRecord record;
    for (size_t offset = 0; event_next(body, &offset, &record);)
        message_take(messages, &record);
}

static bool messages_chunk(const ChunkEachRow *row, void *context, Error *error)
{
    (void)error;
    messages_body(context, row->body);
    return true;
}

static bool messages_waiting(const WaitingEachRow *row, void *context, Error *error)
{
    (void)error;
    messages_body(context, row->body);
    return true;
}

static void messages_fresh(const EventRecord *record, void *context)
{
    message_take(context, record);
}

static bool messages_each(Db *db, int64_t since, void (*take)(uint64_t message), Error *error)
{
    Messages messages = { since, take };
    return chunk_each(db, messages_chunk, &messages, error) && waiting_each(db, messages_waiting, &messages, error) &&
           fresh_events(db, messages_fresh, &messages, error);
}

const MessageSource EVENT_MESSAGES = { .each = messages_each };

/* New rules map old events to other features: all that is derived from them is rebuilt. */
static void names_forget(void *context)
{
    (void)context;
    names_clear(&USAGE.names);
}

static bool catalog_changed(const Writer *writer, bool rules_changed, Error *error)
{
    int64_t job;
    db_after_commit(writer->db, names_forget, NULL);
    return !rules_changed || rebuild_start(writer->db, writer->now, &job, error);
}

const CatalogWatcher USAGE_CATALOG = { .changed = catalog_changed };

void usage_stop(void)
{
    names_clear(&USAGE.names);
    first_uses_clear();
    last_seen_clear();
    USAGE = (Usage) { 0 };
}

bool usage_start(Services *services, Error *error)
{
    usage_stop();
    USAGE.services = services;
    USAGE.shared = store_kind(services->store) == DB_POSTGRES;
    return fresh_settle(services, error);
}

/* ---- what the facts of others mean here ---- */

static bool fact_take(struct Services *services, Db *db, int64_t fact_id, const Fact *fact, Error *error)
{
    int64_t job;
    (void)services;
    (void)fact_id;
    if (workspace_zone_moved(fact) || account_fact_is_test(fact))
        return rebuild_start(db, clock_now(), &job, error);
    return true;
}

const FactReader EVENT_READERS[] = { { "event", fact_take }, { 0 } };
const JobKind EVENT_JOBS[] = { { "usage.rebuild", rebuild_run }, { 0 } };

static bool expire_work(Db *db, void *context, Error *error)
{
    (void)context;
    return rejected_trim(db, error);
}

static bool expire_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)arena;
    (void)now;
    return store_write(services->store, expire_work, NULL, error);
}

const Schedule EVENT_SCHEDULES[] = { { "event.expire", 3600000, expire_run }, { 0 } };
