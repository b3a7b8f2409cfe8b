/*
 * Open streams of changes end with what let them in. On this server they are dropped after the COMMIT that revokes it;
 * at each heartbeat every stream is asked anyway (may_listen), which covers other servers and sessions that expire.
 */
#include "house/staff/inside.h"

#include "http/stream.h"

static Stream *guarded;

typedef struct {
    Arena *arena;
    CallerKind kind;
    int64_t caller, session, now;
    unsigned rights; /* with which it began to listen */
    bool may;
} Asking;

/* Somebody who sees less than when the stream began connects again and hears less. */
static bool still_sees(const Asking *asking, const char *circles)
{
    unsigned now = 0;
    Error ignored = { 0 };
    return circles_parse(asking->arena, circles, &now, &ignored) && !(asking->rights & CIRCLES_ALL & ~now);
}

static bool ask_work(Db *db, void *context, Error *error)
{
    Asking *asking = context;
    SessionLivesRow *session = NULL;
    KeyRow *key = NULL;
    if (asking->kind == CALLER_STAFF) {
        if (!session_lives(db, asking->arena, asking->session, asking->now - SESSION_MAX_MS,
                           asking->now - SESSION_IDLE_MS, &session, error))
            return false;
        asking->may = session && still_sees(asking, session->circles);
    } else if (asking->kind == CALLER_TOKEN) {
        if (!key_by_id(db, asking->arena, asking->caller, &key, error))
            return false;
        asking->may = key && !key->revoked_at.known && still_sees(asking, key->circles);
    }
    return true;
}

/* A database that is away for a moment must not disconnect everybody. */
static bool may_listen(Services *services, const Listener *listener)
{
    Asking asking = { .arena = arena_new(),
                      .kind = listener->kind,
                      .caller = listener->caller,
                      .session = listener->session,
                      .now = clock_now(),
                      .rights = listener->rights,
                      .may = true };
    Error ignored = { 0 };
    bool may = !store_read(services->store, ask_work, &asking, &ignored) || asking.may;
    arena_free(asking.arena);
    return may;
}

bool staff_start(Services *services, Error *error)
{
    (void)error;
    guarded = services->stream;
    if (guarded)
        stream_guard(guarded, may_listen, services);
    return true;
}

void staff_stop(void)
{
    if (guarded)
        stream_guard(guarded, NULL, NULL);
    guarded = NULL;
}

typedef struct {
    Stream *stream;
    CallerKind kind;
    int64_t caller;
} Leaving;

static void listeners_end(void *context)
{
    const Leaving *leaving = context;
    if (leaving->stream)
        stream_drop(leaving->stream, leaving->kind, leaving->caller);
}

void listeners_end_after_commit(Request *request, CallerKind kind, int64_t caller)
{
    Leaving *leaving = arena_make(db_arena(request->db), Leaving);
    *leaving = (Leaving) { request->services->stream, kind, caller };
    db_after_commit(request->db, listeners_end, leaving);
}
