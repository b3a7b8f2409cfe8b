/*
 * When accounts are scored: soon after something touched them, all of them at midnight, all of them after a start.
 *
 * Usage touches them in memory (stale.h), facts by rows of health_stale. Who needs everybody scored again raises
 * `asked` on the clock, a row that also holds the last day told. Two schedules work this off, each leased by one
 * server: rounds for those touched, midnight for everybody.
 *
 * In order: what touches an account; the clock; rounds; midnight; the module.
 */
#include "success/health/health.h"

#include "base/id.h"
#include "customer/contact/contact.h"
#include "customer/contact/contact_words.h"
#include "health.sql.h"
#include "jobs/fact_kind.h"
#include "success/health/day.h"
#include "success/health/stale.h"
#include "success/health/tell.h"

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
        return health_clock_ask(db, error);
    if (!fact->account_id || scores == SCORES_NOBODY)
        return true;
    /* From a day far ahead on: no past day is corrected, today alone is judged again. */
    return health_stale_add(db, fact->account_id, scores == SCORES_ACCOUNT_ALWAYS ? 0 : INT64_MAX / 2, id_new(), error);
}

const FactReader HEALTH_READERS[] = { { .name = "health.stale", .take = fact_take }, { 0 } };

bool rescore_all(const Writer *writer, Error *error)
{
    return health_clock_ask(writer->db, error);
}

/* ---- the clock ------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t day;             /* the last that everybody was told of; 0 = none yet */
    int64_t asked, answered; /* requests to score everybody, and how many of them are done */
} HealthClock;

static bool clock_read(Db *db, void *context, Error *error)
{
    HealthClock *clock = context;
    HealthClockReadRow *row;
    if (!health_clock_read(db, db_arena(db), &row, error))
        return false;
    *clock = row ? (HealthClock) { row->day, row->asked, row->answered } : (HealthClock) { 0 };
    return true;
}

static bool clock_write(Db *db, void *context, Error *error)
{
    const HealthClock *clock = context;
    return health_clock_set(db, clock->day, error);
}

static bool clock_ask(Db *db, void *context, Error *error)
{
    (void)context;
    return health_clock_ask(db, error);
}

/* ---- rounds ---------------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    HealthClock clock;
    HealthStaleSomeRow *rows;
    size_t count;
} Waiting;

static bool waiting_read(Db *db, void *context, Error *error)
{
    Waiting *waiting = context;
    return clock_read(db, &waiting->clock, error) &&
           health_stale_some(db, waiting->arena, &waiting->rows, &waiting->count, error);
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

static bool waiting_round(Services *services, const Waiting *waiting, int64_t now, Error *error)
{
    if (waiting->count == 0)
        return true;
    /* The facts that made them wait may be those of another server. */
    if (!facts_caught_up(services, error))
        return false;
    Stale *stale = arena_array(waiting->arena, waiting->count, sizeof *stale);
    for (size_t i = 0; i < waiting->count; i++)
        stale[i] = (Stale) { waiting->rows[i].account_id, waiting->rows[i].from_day };
    return stale_tell(services, waiting->arena, stale, waiting->count, now, error) &&
           store_write(services->store, waiting_drop, (void *)(uintptr_t)waiting, error);
}

/* Midnight comes first: once an account is told as of today, the days before it can no longer be told. */
static bool round_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    Waiting waiting = { .arena = arena };
    if (!store_read(services->store, waiting_read, &waiting, error))
        return false;
    return waiting.clock.day < today_of(services, now) ||
           (touched_round(services, arena, now, error) && waiting_round(services, &waiting, now, error));
}

/* ---- midnight -------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t from_day, day, answered;
    bool moved;
} ClockMove;

static bool clock_move(Db *db, void *context, Error *error)
{
    ClockMove *move = context;
    int64_t changed;
    if (!health_clock_move_counted(db, move->from_day, move->day, move->answered, &changed, error))
        return false;
    move->moved = changed > 0;
    return true;
}

/* Days that went by while no server ran are each told as of their end, so that falls keep their date. Who asked for
 * everybody is answered by today, unless they asked after `clock` was read: the next run answers them. */
static bool days_tell(Services *services, HealthClock clock, int64_t today, int64_t now, Error *error)
{
    ClockMove move = { .moved = true };
    while (move.moved && !atomic_load(&services->stopping) && (clock.day < today || clock.answered < clock.asked)) {
        int64_t day = clock.day < today ? clock.day + 1 : today;
        if (day == today)
            clock.answered = clock.asked;
        move = (ClockMove) { clock.day, day > clock.day ? day : clock.day, clock.answered, false };
        if (!health_tell(services, day, (Ids) { 0 }, now, error) ||
            !store_write(services->store, clock_move, &move, error))
            return false;
        clock.day = move.day;
    }
    return true;
}

static bool midnight_run(Services *services, Arena *arena, int64_t now, Error *error)
{
    HealthClock clock;
    int64_t today = today_of(services, now);
    (void)arena;
    if (!store_read(services->store, clock_read, &clock, error))
        return false;
    if (clock.day >= today && clock.answered >= clock.asked)
        return true;
    if (!facts_caught_up(services, error))
        return false;
    if (clock.day < today - MISSED_DAYS_MAX) {
        clock.day = today - 1;
        if (!store_write(services->store, clock_write, &clock, error))
            return false;
    }
    return days_tell(services, clock, today, now, error);
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

/* What was told of the account on past days stays as it was told; it has no band of its own while it is another. */
static bool health_merge(const Writer *writer, const AccountMerged *merged, Error *error)
{
    return health_now_forget(writer->db, merged->gone, error);
}

static bool health_holds(Db *db, Arena *arena, int64_t account_id, const char **what, Error *error)
{
    JudgementHeldRow *held;
    if (!judgement_held(db, arena, account_id, &held, error))
        return false;
    *what = held->judgements ? "judgements" : *what;
    return true;
}

const AccountHolder HEALTH_HOLDER = {
    .name = "health", .drop = health_drop, .holds = health_holds, .merge = health_merge
};

const AccountPast HEALTH_PAST = { .name = "health", .columns = HEALTH_COLUMN_NAMES, .as_of = health_past };

const Attribute HEALTH_ATTRIBUTES[] = {
    { .name = "band", .type = ATTRIBUTE_TEXT, .column = "band", .choices = BAND_CHOICES },
    { .name = "points", .type = ATTRIBUTE_NUMBER, .column = "points" },
    { .name = "coverage", .type = ATTRIBUTE_NUMBER, .column = "coverage" },
    { .name = "previous_band", .type = ATTRIBUTE_TEXT, .column = "previous_band", .choices = BAND_CHOICES },
    { .name = "band_since", .type = ATTRIBUTE_DAY, .column = "band_since" },
    { 0 }
};

static const ContactText TEXTS[] = {
    { &JUDGEMENT_WORDS_EACH_STATEMENT, &JUDGEMENT_WORDS_SET_STATEMENT, NULL },
    { &VERSION_REASONS_EACH_STATEMENT, &VERSION_REASON_SET_STATEMENT, NULL },
    { &VERSION_SEGMENTS_EACH_STATEMENT, &VERSION_SEGMENTS_SET_STATEMENT, NULL, .json = true },
    { 0 },
};
const ContactHolder HEALTH_CONTACTS = { .name = "health", .texts = TEXTS };

const TimelineSource HEALTH_TIMELINE[] = { { .subject = "judgement", .read = judgement_texts }, { 0 } };

void health_stop(void)
{
    judges_forget();
    days_forget();
}

/* What was touched in memory before a crash is not known any more: after a start everybody is scored once. */
bool health_start(Services *services, Error *error)
{
    health_stop();
    return told_begin(services, error) && store_write(services->store, clock_ask, NULL, error);
}

/* The schedule or another server may answer first: it is enough that it was done after the request. */
static bool everybody_tell(Services *services, Arena *arena, Error *error)
{
    HealthClock asked, clock;
    if (!store_write(services->store, clock_ask, NULL, error) ||
        !store_read(services->store, clock_read, &asked, error))
        return false;
    do {
        if (atomic_load(&services->stopping))
            return fail(error, ERROR_BUSY, NULL, "stopping; the rebuild resumes after the next start");
        if (!midnight_run(services, arena, clock_now(), error) ||
            !store_read(services->store, clock_read, &clock, error))
            return false;
    } while (clock.answered < asked.asked);
    return true;
}

bool health_rebuild(Services *services, Error *error)
{
    Arena *arena = arena_new();
    bool ok = everybody_tell(services, arena, error);
    arena_free(arena);
    return ok;
}
