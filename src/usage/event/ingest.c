/*
 * Calls into one commit: repeats left out, persons and accounts found, events kept; then flush_write.
 *
 * The handlers of a transaction only join their calls to a group. All of it is taken just before COMMIT (group_write),
 * so filter, identities and rollups are asked and written once for all calls. Whatever memory learns on the way
 * (repeats, identities, first uses) is undone by flush_end unless the transaction was committed.
 *
 * In order: one event; refusing; one call; the life of a flush; asking ahead; several calls, one commit.
 */
#include "usage/event/inbox.h"

#include "base/id.h"
#include "ingest.sql.h"
#include "jobs/module.h"

#include <string.h>

Usage USAGE;

/* The calls of one transaction: gathered by their handlers, written just before COMMIT. */
typedef struct {
    TrackCall *first, **end;
} Group;

int64_t flush_day(Flush *flush, int64_t at)
{
    if (at >= flush->day_from && at < flush->day_until)
        return flush->day;
    const Zone *zone = atomic_load(&flush->writer.services->zone);
    flush->day = zone_day(zone, at);
    flush->day_from = zone_midnight(zone, flush->day);
    flush->day_until = zone_midnight(zone, flush->day + 1);
    return flush->day;
}

void flush_keep(Flush *flush, const EventRecord *record, int64_t account, EventName *name, bool counted)
{
    flush->kept =
        arena_room(flush->writer.arena, flush->kept, flush->kept_count, 1, &flush->kept_capacity, sizeof *flush->kept);
    flush->kept[flush->kept_count++] =
        (Kept) { .record = *record, .account = account, .name = name, .counted = counted };
}

static bool keep_event(Flush *flush, const TrackEvent *event, uint64_t message, int64_t contact, int64_t account,
                       Error *error)
{
    EventName *name;
    const TrackSlice *about = track_type_counts(event->type) ? &event->properties : &event->traits;
    if (!names_of_event(flush->names, flush->writer.db, event->type, event->name, &name, error))
        return false;
    EventRecord record = {
        .id = id_new(),
        .at = event->at,
        .received_at = flush->call->received_at,
        .contact = contact,
        .message = message,
        .type = event->type,
        .robot = track_is_robot(event->agent),
        .named = account != 0,
        .name = name->text,
        .name_size = name->size,
        .properties = about->data,
        .properties_size = (uint32_t)about->size,
    };
    if (contact == 0 && event->anonymous_id != NULL) {
        record.anonymous = event->anonymous_id;
        record.anonymous_size = (uint32_t)strlen(event->anonymous_id);
    }
    flush_keep(flush, &record, account, name, false);
    return true;
}

/* The account that the event names itself; 0 = it names none, and goes where its person belonged. */
static bool event_account(Flush *flush, const TrackEvent *event, int64_t *account, Error *error)
{
    *account = 0;
    if (event->type == TRACK_GROUP)
        return flush_group(flush, event, account, error);
    return event->context_group == NULL ||
           identity_group(flush->identity, &flush->writer, event->context_group, account, error);
}

/* What an event of a known person says about that person. */
static bool event_learn(Flush *flush, const TrackEvent *event, int64_t *contact, int64_t account, Error *error)
{
    bool said = event->type == TRACK_GROUP || event->type == TRACK_IDENTIFY;
    if (event->type == TRACK_IDENTIFY && !flush_identify(flush, event, contact, error))
        return false;
    return account == 0 || flush_learn(flush, (Learned) { *contact, account, event->at, said }, error);
}

static bool take_alias(Flush *flush, const TrackEvent *event, int64_t *contact, bool *taken, Error *error)
{
    TrackRefusal refused;
    if (!flush_alias_call(flush, event, contact, &refused, error))
        return false;
    *taken = refused == TRACK_GOOD;
    return *taken || flush_refuse(flush, event, refused, NULL, error);
}

/* `bound`: the event itself says whose its anonymous id is. */
static bool take_person(Flush *flush, const TrackEvent *event, int64_t *contact, bool *taken, Error *error)
{
    bool bound;
    *taken = true;
    if (event->type == TRACK_ALIAS)
        return take_alias(flush, event, contact, taken, error);
    return identity_person(flush->identity, &flush->writer, event, contact, &bound, error) &&
           (!bound || flush_alias(flush, event->anonymous_id, *contact, error));
}

static bool take_event(Flush *flush, const TrackEvent *event, uint64_t message, Error *error)
{
    int64_t contact = 0, account = 0;
    bool taken;
    if (!take_person(flush, event, &contact, &taken, error))
        return false;
    if (!taken)
        return true;
    if (!event_account(flush, event, &account, error))
        return false;
    if (contact != 0 && !event_learn(flush, event, &contact, account, error))
        return false;
    return keep_event(flush, event, message, contact, account, error);
}

/* The body of a call may hold its key, and who may look at rejected events may not have it: only the beginning of a key
 * stays, as the list of keys shows it. */
static char *keys_hide(char *text)
{
    static const char BEGINS[] = "bnso_";
    enum { SHOWN = 11 };
    for (char *key = text; (key = strstr(key, BEGINS)) != NULL;) {
        size_t size = strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
        for (size_t i = SHOWN; i < size; i++)
            key[i] = '*';
        key += size;
    }
    return text;
}

/* By this it is found again when the person is to be forgotten. */
static const char *rejected_of_whom(const TrackEvent *event)
{
    if (event->user_id != NULL)
        return event->user_id;
    return event->anonymous_id != NULL ? event->anonymous_id : "";
}

bool flush_refuse(Flush *flush, const TrackEvent *event, TrackRefusal reason, const char *detail, Error *error)
{
    enum { BODY_MAX = 4096 };
    size_t size = event->raw.size < BODY_MAX ? event->raw.size : BODY_MAX;
    /* Cut between characters. */
    while (size > 0 && size < event->raw.size && ((unsigned char)event->raw.data[size] & 0xc0) == 0x80)
        size--;
    RejectedAddIn row = {
        .id = id_new(),
        .at = flush->call->received_at,
        .reason = track_refusal_word(reason),
        .detail = detail,
        .user_id = rejected_of_whom(event),
        .body = size == 0 ? "" : keys_hide(arena_text_n(flush->writer.arena, event->raw.data, size)),
    };
    return rejected_add(flush->writer.db, &row, 1, error);
}

/* The message hashes of a call; 0 for what is rejected, and for an event without a messageId: it is like no other, and
 * nobody can send it again. */
static void call_hashes(const TrackCall *call, uint64_t *hashes)
{
    for (size_t i = 0; i < call->body.count; i++) {
        const TrackEvent *event = &call->body.events[i];
        if (event->reject == TRACK_GOOD && event->message_id != NULL)
            hashes[i] = idmap_message(call->source, event->message_id);
    }
}

static bool take_call(Flush *flush, TrackCall *call, const uint64_t *hashes, Error *error)
{
    flush->call = call;
    call->taken = call->repeated = call->rejected = 0;
    for (size_t i = 0; i < call->body.count; i++) {
        const TrackEvent *event = &call->body.events[i];
        bool ok = true;
        if (event->reject != TRACK_GOOD) {
            call->rejected++;
            ok = flush_refuse(flush, event, event->reject, NULL, error);
        } else if (hashes[i] == 0 && event->message_id != NULL) {
            call->repeated++;
        } else {
            call->taken++;
            ok = take_event(flush, event, hashes[i], error);
        }
        if (!ok)
            return false;
    }
    return true;
}

/* Memory must forget what it learned from a transaction that was rolled back. */
static void flush_undo(Flush *flush)
{
    if (flush->undone)
        return;
    flush->undone = true;
    repeats_take_back(&flush->messages);
    identity_clear(flush->identity);
    first_uses_clear();
}

static void flush_end(void *context)
{
    Flush *flush = context;
    if (!flush->committed)
        flush_undo(flush);
}

static void commit_tell(Flush *flush)
{
    EventCommit commit = { flush->deltas,       flush->delta_count, flush->gauged,
                           flush->gauged_count, flush->change,      flush->writer.arena };
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->events)
            (*at)->events->committed(flush->writer.services, &commit);
}

static void after_commit(void *context)
{
    Flush *flush = context;
    flush->committed = true;
    repeats_committed(&flush->messages);
    fresh_committed(flush);
    last_seen_committed(flush);
    commit_tell(flush);
}

bool flush_finish(Flush *flush, bool ok, Error *error)
{
    return flush_close(flush, ok && flush_write(flush, error));
}

bool flush_close(Flush *flush, bool ok)
{
    names_settle(flush->names);
    if (!ok)
        flush_undo(flush);
    else
        db_after_commit(flush->writer.db, after_commit, flush);
    identity_end(flush->identity);
    if (USAGE.shared)
        names_clear(flush->names);
    return ok;
}

Flush *flush_new(Db *db, const char *actor, int64_t now)
{
    Arena *arena = db_arena(db);
    Flush *flush = arena_make(arena, Flush);
    flush->writer = (Writer) { USAGE.services, db, arena, actor, now };
    flush->identity = identity_begin(arena);
    flush->names = USAGE.shared ? arena_make(arena, Names) : &USAGE.names;
    repeats_begin(&flush->messages, db, now);
    arena_defer(arena, flush_end, flush);
    return flush;
}

/* On PostgreSQL, where each question is a journey: who and whose they all are. */
static bool identities_ask(Flush *flush, const TrackCall *calls, size_t events, Error *error)
{
    IdentityAhead ahead = identity_ahead(flush->identity, &flush->writer, events);
    for (const TrackCall *call = calls; call != NULL; call = call->next)
        for (size_t i = 0; i < call->body.count; i++)
            if (call->body.events[i].reject == TRACK_GOOD)
                identity_ahead_add(&ahead, &call->body.events[i]);
    return identity_ahead_ask(&ahead, error);
}

/* What is asked of the database for all calls at once. */
static bool ask_ahead(Flush *flush, const TrackCall *calls, uint64_t *hashes, size_t events, Error *error)
{
    size_t at = 0;
    for (const TrackCall *call = calls; call != NULL; call = call->next) {
        call_hashes(call, hashes + at);
        at += call->body.count;
    }
    return repeats_filter(&flush->messages, hashes, events, error) &&
           (!USAGE.shared || identities_ask(flush, calls, events, error));
}

bool usage_take(Db *db, TrackCall *calls, Error *error)
{
    Flush *flush = flush_new(db, calls->actor, calls->received_at);
    size_t events = 0;
    for (const TrackCall *call = calls; call != NULL; call = call->next)
        events += call->body.count;
    flush->kept = arena_room(flush->writer.arena, NULL, 0, events, &flush->kept_capacity, sizeof *flush->kept);
    uint64_t *hashes = arena_array(flush->writer.arena, events + 1, sizeof *hashes);
    bool ok = ask_ahead(flush, calls, hashes, events, error);
    for (TrackCall *call = calls; ok && call != NULL; call = call->next) {
        ok = take_call(flush, call, hashes, error);
        hashes += call->body.count;
    }
    return flush_finish(flush, ok, error);
}

/* ---- several calls, one commit ---- */

/* Of the transaction under way; each writer is a thread, and has one at a time. */
static _Thread_local Group *group;

static void group_end(void *context)
{
    if (group == context)
        group = NULL;
}

static bool group_write(Db *db, void *context, Error *error)
{
    const Group *gathered = context;
    group = NULL;
    return usage_take(db, gathered->first, error);
}

static Group *group_of(Db *db)
{
    if (group != NULL)
        return group;
    group = arena_make(db_arena(db), Group);
    group->end = &group->first;
    arena_defer(db_arena(db), group_end, group);
    db_before_commit(db, group_write, group);
    return group;
}

static bool call_join(Db *db, TrackCall *call, Error *error)
{
    Group *joined = group_of(db);
    (void)error;
    for (TrackCall *other = joined->first; other != NULL; other = other->next)
        if (other == call)
            return true;
    call->next = NULL;
    *joined->end = call;
    joined->end = &call->next;
    return true;
}

const TrackTaker EVENT_TAKER = { .take = call_join };
