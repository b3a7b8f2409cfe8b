/*
 * The rules of scheduled imports, and the rows that follow from them.
 *
 * In order: rules; secrets; runs; what is due.
 */
#include "house/fetch/fetch_store.h"

#include "base/circle.h"
#include "base/id.h"
#include "base/seal.h"
#include "base/text.h"
#include "http/stream.h"
#include "jobs/module.h"

#include <string.h>

/* ---- rules ----------------------------------------------------------------------------------------------------- */

enum { FEW_ROWS = 20, FEW_BAD = 5, MORE_BAD_PERCENT = 10 };

Reason fetch_is_odd(FetchCounts before, FetchCounts now)
{
    if (before.rows >= FEW_ROWS && now.rows * 2 < before.rows)
        return REASON_ROWS_FEWER;
    /* In shares, so that a file that grows may have more bad rows; of few rows a share says nothing. */
    int64_t share_now = now.rows ? now.bad * 100 / now.rows : 0;
    int64_t share_before = before.rows ? before.bad * 100 / before.rows : 0;
    return now.bad >= FEW_BAD && share_now > share_before + MORE_BAD_PERCENT ? REASON_MANY_REFUSED : REASON_NONE;
}

int64_t fetch_minute(const char *text)
{
    enum { MINUTES = 60, HOURS = 24 };
    if (!text || strlen(text) != 5 || text[2] != ':' || strspn(text, "0123456789") != 2 ||
        strspn(text + 3, "0123456789") != 2)
        return -1;
    int64_t hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
    return hour < HOURS && minute < MINUTES ? hour * MINUTES + minute : -1;
}

int64_t fetch_next_at(const Zone *zone, int64_t every_hours, int64_t at_minute, int64_t now)
{
    if (every_hours)
        return now + every_hours * MS_PER_HOUR;
    int64_t local = zone_day(zone, now) * MS_PER_DAY + at_minute * MS_PER_MINUTE;
    int64_t at = zone_instant(zone, local);
    return at > now ? at : zone_instant(zone, local + MS_PER_DAY);
}

/* ---- secrets --------------------------------------------------------------------------------------------------- */

static const char *purpose_of(Arena *arena, int64_t id)
{
    return arena_format(arena, "fetch:%lld", (long long)id);
}

Bytes fetch_secret_seal(Arena *arena, const Services *services, int64_t id, const char *secret)
{
    const uint8_t *bytes = (const uint8_t *)secret;
    return seal(arena, services->seal_key, purpose_of(arena, id), (Bytes) { bytes, strlen(secret) });
}

bool fetch_secret_open(Arena *arena, const Services *services, const FetchRow *row, Bytes *secret)
{
    *secret = (Bytes) { 0 };
    return !row->secret_is || seal_open(arena, services->seal_key, purpose_of(arena, row->id), row->secret, secret);
}

/* ---- runs ------------------------------------------------------------------------------------------------------ */

typedef struct {
    struct Stream *stream;
    const char *keys[2];
} Shown;

static void show(void *context)
{
    const Shown *shown = context;
    stream_publish(shown->stream, shown->keys, 2);
}

static void show_after_commit(const Writer *writer, int64_t fetch)
{
    Arena *arena = db_arena(writer->db);
    Shown *shown = arena_make(arena, Shown);
    *shown = (Shown) { writer->services->stream, { purpose_of(arena, fetch), "import-schedules" } };
    if (shown->stream)
        db_after_commit(writer->db, show, shown);
}

/* It was checked, or is mapped anew, and lost its file; or it went with all old ones, which no fact says. */
static bool never_runs(const ImportOutcome *outcome)
{
    bool waits = text_equal(outcome->state, "checked") || text_equal(outcome->state, "mapping");
    return text_equal(outcome->state, "deleted") || (waits && outcome->erased);
}

bool fetch_is_open(const Writer *writer, const FetchRow *row, bool *open, Error *error)
{
    FetchRunRow *run;
    ImportOutcome outcome;
    Error why = { 0 };
    if (!fetch_run_open(writer->db, writer->arena, row->id, &run, error))
        return false;
    *open = run != NULL;
    if (!run || !run->import_id.known)
        return true;
    if (!import_outcome(writer->db, writer->arena, run->import_id.value, &outcome, error))
        return false;
    if (!never_runs(&outcome))
        return true;
    *open = false;
    if (!outcome.erased)
        return fetch_run_note(writer, run, "failed", NULL, error);
    refuse(&why, "file", REASON_FILE_ERASED, NULL, NULL);
    return fetch_run_note(writer, run, "failed", &why, error) && fetch_tell_owner(writer, row, error);
}

bool fetch_begin(const Writer *writer, const FetchRow *row, Error *error)
{
    bool open;
    FetchRunRow run = { .id = id_new(), .fetch_id = row->id, .state = "fetching", .started_at = writer->now };
    const char *key = arena_format(writer->arena, "%lld", (long long)row->id);
    const char *body =
        arena_format(writer->arena, "{\"fetch\":%lld,\"run\":%lld}", (long long)row->id, (long long)run.id);
    if (!fetch_is_open(writer, row, &open, error))
        return false;
    if (open)
        return fail(error, ERROR_CONFLICT, NULL, "the run before is not over");
    show_after_commit(writer, row->id);
    return fetch_run_add(writer->db, &run, error) && job_once(writer->db, "fetch.read", key, body, 0, error);
}

static bool is_end(const char *state)
{
    return text_equal(state, "unchanged") || text_equal(state, "done") || text_equal(state, "failed");
}

bool fetch_run_note(const Writer *writer, FetchRunRow *run, const char *state, const Error *why, Error *error)
{
    run->state = state;
    run->reason = run->arg_1 = run->arg_2 = run->text = NULL;
    if (why) {
        run->reason = why->reason;
        run->arg_1 = arena_text(writer->arena, why->args[0]);
        run->arg_2 = arena_text(writer->arena, why->args[1]);
        run->text = arena_text(writer->arena, why->text);
    }
    if (is_end(state))
        run->ended_at = (OptInt) { writer->now, true };
    show_after_commit(writer, run->fetch_id);
    return fetch_run_set(writer->db, run, error);
}

unsigned fetch_circle(const char *kind)
{
    for (const Module *const *at = modules_used(); *at; at++)
        for (const ImportKind *const *one = (*at)->imports; one && *one; one++)
            if (strcmp((*one)->name, kind) == 0)
                return (*one)->circle;
    return 0;
}

static bool admins_tell(const Writer *writer, const FetchRow *row, const NoticeAbout *about, Error *error)
{
    FetchAdminsRow *admins;
    size_t count;
    unsigned sees;
    if (!fetch_admins(writer->db, writer->arena, &admins, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!circles_parse(writer->arena, admins[i].circles, &sees, error))
            return false;
        if (!(fetch_circle(row->kind) & ~sees) && !notice_give(writer, about, FETCH_NOTICE, admins[i].id, error))
            return false;
    }
    return true;
}

/* An API key has none, and an owner may have left. */
bool fetch_tell_owner(const Writer *writer, const FetchRow *row, Error *error)
{
    NoticeAbout about = { .word = "fetch", .id = row->id };
    FetchOwnerHereRow *owner = NULL;
    if (row->owner_id.known && !fetch_owner_here(writer->db, writer->arena, row->owner_id.value, &owner, error))
        return false;
    return owner ? notice_give(writer, &about, FETCH_NOTICE, owner->id, error)
                 : admins_tell(writer, row, &about, error);
}

/* ---- what is due ----------------------------------------------------------------------------------------------- */

/* The next time first: a file that cannot be had now is asked for again then. One whose run before is not over waits.
 */
static bool due_begin(const Writer *writer, int64_t id, Error *error)
{
    FetchRow *row;
    bool open;
    if (!fetch_by_id(writer->db, writer->arena, id, &row, error) || !fetch_is_open(writer, row, &open, error))
        return false;
    const Zone *zone = atomic_load(&writer->services->zone);
    int64_t next = fetch_next_at(zone, row->every_hours.value, fetch_minute(row->at_time), writer->now);
    return fetch_next(writer->db, id, (OptInt) { next, true }, error) && (open || fetch_begin(writer, row, error));
}

typedef struct {
    Services *services;
    int64_t now;
} Due;

static bool due_work(Db *db, void *context, Error *error)
{
    const Due *due = context;
    Writer writer = { due->services, db, db_arena(db), "system", due->now };
    FetchDueRow *rows;
    size_t count;
    if (!fetch_due(db, writer.arena, due->now, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!due_begin(&writer, rows[i].id, error))
            return false;
    return true;
}

bool fetch_due_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    Due due = { services, now };
    (void)arena;
    return store_write(services->store, due_work, &due, error);
}

static bool sweep_work(Db *db, void *context, Error *error)
{
    return fetch_run_sweep(db, *(int64_t *)context, error);
}

bool fetch_sweep(Services *services, Arena *arena, int64_t now, Error *error)
{
    int64_t before = now - FETCH_KEEP_DAYS * (int64_t)MS_PER_DAY;
    (void)arena;
    return store_write(services->store, sweep_work, &before, error);
}
