/*
 * Runs the checks. The job prepares and counts one check after the other, each in a read of its own, and files all
 * figures in one write. The schedule asks for that job where today has no figure yet, so a server that was down at
 * midnight catches up at its next start, and several servers file the day once.
 *
 * In order: the checks; counting; the job; the schedule.
 */
#include "house/quality/quality_store.h"

#include "http/stream.h"
#include "jobs/module.h"

enum { KEPT_DAYS = 800, LOOK_EVERY_MS = 10 * 60 * 1000 };
#define QUALITY_JOB "quality.count"

/* ---- the checks ------------------------------------------------------------------------------------------------ */

const QualityCheck *const *quality_checks(Arena *arena)
{
    const QualityCheck **checks = arena_array(arena, QUALITY_CHECKS_MAX + 1, sizeof *checks);
    size_t count = 0;
    for (const Module *const *at = modules_used(); *at; at++)
        for (const QualityCheck *check = (*at)->quality; check && check->id && count < QUALITY_CHECKS_MAX; check++)
            checks[count++] = check;
    return checks;
}

/* ---- counting -------------------------------------------------------------------------------------------------- */

typedef struct {
    const QualityCheck *check;
    QualityAsked asked;
    QualityCount count;
} Counting;

static bool count_work(Db *db, void *context, Error *error)
{
    Counting *counting = context;
    const QualityCheck *check = counting->check;
    QualityCount *found;
    counting->asked.db = db;
    if (check->count)
        return check->count(&counting->asked, &counting->count, error);
    if (!check->count_is(db, counting->asked.arena, &found, error))
        return false;
    counting->count = *found;
    return true;
}

static bool check_count(Counting *counting, QualityDayPutIn *put, Error *error)
{
    Services *services = counting->asked.services;
    const QualityCheck *check = counting->check;
    if (atomic_load(&services->stopping))
        return fail(error, ERROR_BUSY, NULL, "the server is stopping");
    if ((check->before && !check->before(services, counting->asked.arena, error)) ||
        !store_read(services->store, count_work, counting, error))
        return false;
    *put = (QualityDayPutIn) { check->id, counting->asked.today, counting->count.found, counting->count.total,
                               counting->asked.now };
    return true;
}

/* ---- the job --------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t today, now;
    QualityDayPutIn *puts;
    size_t count;
} Filing;

static bool file_work(Db *db, void *context, Error *error)
{
    const Filing *filing = context;
    return quality_day_put(db, filing->puts, filing->count, error) && quality_old(db, filing->today - KEPT_DAYS, error);
}

/* A count is nothing that happened, so no fact tells of it: open pages of this server hear of it here, others ask. */
static bool count_run(Services *services, Arena *arena, const char *body, Error *error)
{
    const QualityCheck *const *checks = quality_checks(arena);
    const char *const keys[] = { "quality" };
    int64_t now = clock_now();
    Filing filing = { .now = now, .today = zone_day(atomic_load(&services->zone), now) };
    (void)body;
    filing.puts = arena_array(arena, QUALITY_CHECKS_MAX + 1, sizeof *filing.puts);
    for (; *checks; checks++) {
        Counting counting = { .check = *checks, .asked = { services, NULL, arena, filing.today, now } };
        if (!check_count(&counting, &filing.puts[filing.count++], error))
            return false;
    }
    if (!store_write(services->store, file_work, &filing, error))
        return false;
    stream_publish(services->stream, keys, 1);
    return true;
}

/* One key for all who ask: no two counts run at once, so an older one never overwrites a newer. */
bool quality_ask(Db *db, Error *error)
{
    return job_once(db, QUALITY_JOB, "all", "{}", 0, error);
}

const JobKind QUALITY_JOBS[] = { { QUALITY_JOB, count_run }, { 0 } };

/* ---- the schedule ---------------------------------------------------------------------------------------------- */

static bool day_is_there(Db *db, void *context, Error *error)
{
    int64_t *today = context;
    QualityNewestRow *newest;
    if (!quality_newest(db, db_arena(db), &newest, error))
        return false;
    if (newest && newest->day.known && newest->day.value >= *today)
        *today = 0;
    return true;
}

static bool ask_work(Db *db, void *context, Error *error)
{
    (void)context;
    return quality_ask(db, error);
}

static bool day_look(Services *services, Arena *arena, int64_t now, Error *error)
{
    (void)arena;
    int64_t today = zone_day(atomic_load(&services->zone), now);
    return store_read(services->store, day_is_there, &today, error) &&
           (!today || store_write(services->store, ask_work, NULL, error));
}

const Schedule QUALITY_SCHEDULES[] = { { "quality.day", LOOK_EVERY_MS, day_look, false }, { 0 } };
