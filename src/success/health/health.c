#include "success/health/health.h"

#include "base/id.h"
#include "customer/contact/contact.h"
#include "customer/contact/contact_words.h"
#include "health.sql.h"
#include "jobs/fact_kind.h"
#include "success/health/day.h"
#include "success/health/stale.h"
#include "success/health/tell.h"

/* When accounts are scored: soon after something touched them, all of them at midnight, all of them after a start. */

enum { STALE_PER_ROUND = 2000, MISSED_DAYS_MAX = 40, ROUND_MS = 300, MIDNIGHT_MS = 1000 };

static int64_t today_of(Services *services, int64_t now)
{
    return zone_day(atomic_load(&services->zone), now);
}

/* ---- what touches an account ----------------------------------------------------------------------------------- */

static void usage_touched(Services *services, const UsageTouch *touches, size_t count)
{
    (void)services;
    for (size_t i = 0; i < count; i++)
        stale_add(touches[i].account, touches[i].first_day);
}

const UsageWatcher HEALTH_USAGE = { .name = "health", .touched = usage_touched };

static bool fact_take(Services *services, Db *db, int64_t fact_id, const Fact *fact, Error *error)
{
    const FactKind *kind = fact_kind_find(fact->kind);
    FactScores scores = kind ? kind->scores : SCORES_NOBODY;
    (void)services;
    (void)fact_id;
    if (scores == SCORES_EVERYBODY)
        return health_clock_set(db, 0, error);
    if (!fact->account_id || scores == SCORES_NOBODY)
        return true;
    return health_stale_add(db, fact->account_id, scores == SCORES_ACCOUNT_ALWAYS ? 0 : INT64_MAX / 2, id_new(), error);
}

const FactReader HEALTH_READERS[] = { { .name = "health.stale", .take = fact_take }, { 0 } };

bool rescore_all(const Writer *writer, Error *error)
{
    return health_clock_set(writer->db, 0, error);
}

/* ---- rounds ---------------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    HealthStaleSomeRow *rows;
    size_t count;
} Waiting;

static bool waiting_read(Db *db, void *context, Error *error)
{
    Waiting *waiting = context;
    return health_stale_some(db, waiting->arena, &waiting->rows, &waiting->count, error);
}

static bool waiting_drop(Db *db, void *context, Error *error)
{
    const Waiting *waiting = context;
    HealthStaleDoneIn *done = arena_array(db_arena(db), waiting->count, sizeof *done);
    for (size_t i = 0; i < waiting->count; i++)
        done[i] = (HealthStaleDoneIn) { waiting->rows[i].account_id, waiting->rows[i].mark };
    return health_stale_done(db, done, waiting->count, error);
}

static bool stale_tell(Services *services, Arena *arena, const Stale *stale, size_t count, int64_t now, Error *error)
{
    int64_t *ids = arena_array(arena, count, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = stale[i].account_id;
    if (!health_tell(services, today_of(services, now), (Ids) { count, ids }, now, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!health_correct(services, stale[i].account_id, stale[i].from_day, now, error))
            return false;
    return true;
}

/* On failure what was taken is given back, so that the next round tries again. */
static bool touched_round(Services *services, Arena *arena, int64_t now, Error *error)
{
    Stale *stale;
    size_t count = stale_take(arena, STALE_PER_ROUND, &stale);
    if (count == 0 || stale_tell(services, arena, stale, count, now, error))
        return true;
    for (size_t i = 0; i < count; i++)
        stale_add(stale[i].account_id, stale[i].from_day);
    return false;
}

static bool waiting_round(Services *services, Arena *arena, int64_t now, Error *error)
{
    Waiting waiting = { .arena = arena };
    if (!store_read(services->store, waiting_read, &waiting, error))
        return false;
    if (waiting.count == 0)
        return true;
    /* The facts that made them wait may be those of another server. */
    if (!facts_caught_up(services, error))
        return false;
    Stale *stale = arena_array(arena, waiting.count, sizeof *stale);
    for (size_t i = 0; i < waiting.count; i++)
        stale[i] = (Stale) { waiting.rows[i].account_id, waiting.rows[i].from_day };
    return stale_tell(services, arena, stale, waiting.count, now, error) &&
           store_write(services->store, waiting_drop, &waiting, error);
}

static bool round_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    return touched_round(services, arena, now, error) && waiting_round(services, arena, now, error);
}

/* ---- midnight -------------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    int64_t day; /* 0 = never, or all are to be scored anew */
    bool moved;
} HealthClock;

static bool clock_read(Db *db, void *context, Error *error)
{
    HealthClock *clock = context;
    HealthClockReadRow *row;
    if (!health_clock_read(db, clock->arena, &row, error))
        return false;
    clock->day = row ? row->day : 0;
    return true;
}

static bool clock_write(Db *db, void *context, Error *error)
{
    const HealthClock *clock = context;
    return health_clock_set(db, clock->day, error);
}

static bool clock_move(Db *db, void *context, Error *error)
{
    HealthClock *clock = context;
    int64_t changed;
    if (!health_clock_move_counted(db, clock->day, clock->day + 1, &changed, error))
        return false;
    clock->moved = changed > 0;
    return true;
}

/* Days that went by while no server ran are told each as of its own end, so that falls keep their date. Whoever asks
 * for everybody meanwhile (a scorecard was published) sets the clock back, and it does not move on from there: the next
 * round begins anew. */
static bool days_tell(Services *services, HealthClock *clock, int64_t today, int64_t now, Error *error)
{
    for (clock->moved = true; clock->moved && clock->day < today && !atomic_load(&services->stopping); clock->day++)
        if (!health_tell(services, clock->day + 1, (Ids) { 0 }, now, error) ||
            !store_write(services->store, clock_move, clock, error))
            return false;
    return true;
}

static bool midnight_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    HealthClock clock = { .arena = arena };
    int64_t today = today_of(services, now);
    if (!store_read(services->store, clock_read, &clock, error))
        return false;
    if (clock.day >= today)
        return true;
    if (!facts_caught_up(services, error))
        return false;
    if (clock.day < today - MISSED_DAYS_MAX) {
        clock.day = today - 1;
        if (!store_write(services->store, clock_write, &clock, error))
            return false;
    }
    return days_tell(services, &clock, today, now, error);
}

const Schedule HEALTH_SCHEDULES[] = { { "health.round", ROUND_MS, round_run },
                                      { "health.midnight", MIDNIGHT_MS, midnight_run },
                                      { 0 } };

/* ---- the module ------------------------------------------------------------------------------------------------ */

static bool health_drop(const Writer *writer, int64_t account_id, Error *error)
{
    return score_forget_account(writer->db, account_id, error) && health_now_forget(writer->db, account_id, error) &&
           score_correction_forget(writer->db, account_id, error) &&
           judgement_forget_account(writer->db, account_id, error);
}

const AccountHolder HEALTH_HOLDER = { .name = "health", .drop = health_drop };

const AccountPast HEALTH_PAST = { .name = "health", .columns = HEALTH_COLUMN_NAMES, .as_of = health_past };

const Attribute HEALTH_ATTRIBUTES[] = {
    { .name = "band", .type = ATTRIBUTE_TEXT, .column = "band", .choices = BAND_CHOICES },
    { .name = "points", .type = ATTRIBUTE_NUMBER, .column = "points" },
    { .name = "coverage", .type = ATTRIBUTE_NUMBER, .column = "coverage" },
    { .name = "previous_band", .type = ATTRIBUTE_TEXT, .column = "previous_band", .choices = BAND_CHOICES },
    { .name = "band_since", .type = ATTRIBUTE_DAY, .column = "band_since" },
    { 0 }
};

/* What was touched in memory before a crash is not known any more: after a start everybody is scored once. */
static bool clock_back(Db *db, void *context, Error *error)
{
    const HealthClock *clock = context;
    HealthClockReadRow *row;
    if (!health_clock_read(db, db_arena(db), &row, error))
        return false;
    return !row || row->day < clock->day || health_clock_set(db, clock->day - 1, error);
}

static const ContactText TEXTS[] = {
    { &JUDGEMENT_WORDS_EACH_STATEMENT, &JUDGEMENT_WORDS_SET_STATEMENT, NULL },
    { 0 },
};
const ContactHolder HEALTH_CONTACTS = { .name = "health", .texts = TEXTS };

const TimelineSource HEALTH_TIMELINE[] = { { .subject = "judgement", .read = judgement_texts }, { 0 } };

void health_stop(void)
{
    judges_forget();
    days_forget();
}

bool health_start(Services *services, Error *error)
{
    HealthClock today = { .day = today_of(services, clock_now()) };
    health_stop();
    return told_begin(services, error) && store_write(services->store, clock_back, &today, error);
}

/* The clock goes back by a day, and here, as at midnight, everybody is told up to today. The schedule may do the same
 * meanwhile and move the clock on first, so it is looked at again. */
static bool everybody_tell(Services *services, Arena *arena, Error *error)
{
    HealthClock clock = { .arena = arena, .day = today_of(services, clock_now()) };
    int64_t today = clock.day;
    if (!store_write(services->store, clock_back, &clock, error))
        return false;
    for (clock.day = 0; clock.day < today;) {
        if (atomic_load(&services->stopping))
            return fail(error, ERROR_BUSY, NULL, "stopping; the rebuild resumes after the next start");
        if (!midnight_run(services, arena, clock_now(), error) ||
            !store_read(services->store, clock_read, &clock, error))
            return false;
    }
    return true;
}

bool health_rebuild(Services *services, Error *error)
{
    Arena *arena = arena_new();
    bool ok = everybody_tell(services, arena, error);
    arena_free(arena);
    return ok;
}
