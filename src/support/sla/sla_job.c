/*
 * When promises are looked at without a change of their ticket: when something is due, when policies, calendars or an
 * account change, and once a day, as segments also follow what no fact of an account tells (MRR, contracts, use,
 * health). All of it in steps of some tickets, each in a transaction of its own.
 *
 * In order: a walk over tickets; when something is due; all tickets; those of an account; what asks for it.
 */
#include "base/json.h"
#include "support/sla/sla_store.h"

#include <string.h>

enum { LOOK_EVERY_MS = 15000, STEP = 100, STEPS_A_TURN = 20 };
#define ALL_JOB     "sla.refresh"
#define ACCOUNT_JOB "sla.account"

/* ---- a walk over tickets --------------------------------------------------------------------------------------- */

typedef struct {
    Services *services;
    int64_t now, after;
    int64_t account; /* of this one alone; 0 = of all */
    bool changed;
    /* What a step found out: taken over once it is committed. */
    int64_t next;
    bool ended, step_changed;
} Walk;

static bool refresh_each(Walk *walk, Db *db, Ids tickets, Error *error)
{
    Writer writer = { walk->services, db, db_arena(db), "system", walk->now };
    walk->step_changed = false;
    for (size_t i = 0; i < tickets.count; i++) {
        SlaAsked asked = { .followed = { .ticket_id = tickets.items[i] }, .new_is_silent = !walk->account };
        if (!sla_refresh(&writer, &asked, &walk->step_changed, error))
            return false;
    }
    walk->ended = tickets.count < STEP;
    return true;
}

static bool walk_read(const Walk *walk, Db *db, Ids *tickets, Error *error)
{
    Arena *arena = db_arena(db);
    return walk->account ? sla_tickets_of(db, arena, walk->account, walk->after, STEP, tickets, error)
                         : sla_tickets_after(db, arena, walk->after, STEP, tickets, error);
}

/* Of all tickets it is told at the end, where anything changed: pages read again, and servers their columns. */
static bool walk_tell(const Walk *walk, Db *db, Error *error)
{
    Fact fact = { .kind = SLA_RECALCULATED, .actor = "system", .at = walk->now };
    bool tells = walk->ended && !walk->account && (walk->changed || walk->step_changed);
    return !tells || fact_write(db, &fact, NULL, error);
}

static bool walk_step(Db *db, void *context, Error *error)
{
    Walk *walk = context;
    Ids tickets;
    if (!walk_read(walk, db, &tickets, error) || !refresh_each(walk, db, tickets, error))
        return false;
    walk->next = tickets.count ? tickets.items[tickets.count - 1] : walk->after;
    return walk_tell(walk, db, error);
}

/* What is asked of accounts is in memory first, also where another server wrote it. */
static bool walk_all(Walk *walk, Error *error)
{
    if (!facts_caught_up(walk->services, error))
        return false;
    while (!walk->ended) {
        if (atomic_load(&walk->services->stopping))
            return fail(error, ERROR_BUSY, NULL, "stopping; the due times are recalculated after the next start");
        if (!store_write(walk->services->store, walk_step, walk, error))
            return false;
        walk->after = walk->next;
        walk->changed |= walk->step_changed;
    }
    return true;
}

/* ---- when something is due ------------------------------------------------------------------------------------- */

static bool due_read(Db *db, void *context, Error *error)
{
    Walk *walk = context;
    Ids tickets;
    if (!sla_looks(db, db_arena(db), walk->now, 1, &tickets, error))
        return false;
    walk->ended = !tickets.count;
    return true;
}

static bool due_work(Db *db, void *context, Error *error)
{
    Walk *walk = context;
    Ids tickets;
    return sla_looks(db, db_arena(db), walk->now, STEP, &tickets, error) && refresh_each(walk, db, tickets, error);
}

/* Where nothing is due nothing is written. */
static bool due_turn(Services *services, Arena *arena, int64_t now, Error *error)
{
    Walk walk = { .services = services, .now = now };
    (void)arena;
    if (!store_read(services->store, due_read, &walk, error))
        return false;
    for (int step = 0; !walk.ended && step < STEPS_A_TURN && !atomic_load(&services->stopping); step++)
        if (!store_write(services->store, due_work, &walk, error))
            return false;
    return true;
}

/* ---- all tickets ----------------------------------------------------------------------------------------------- */

bool sla_rebuild(Services *services, Error *error)
{
    Walk walk = { .services = services, .now = clock_now() };
    return walk_all(&walk, error);
}

static bool all_run(Services *services, Arena *arena, const char *body, Error *error)
{
    (void)arena;
    (void)body;
    return sla_rebuild(services, error);
}

static bool is_used(Db *db, bool *used, Error *error)
{
    SlaIsUsedRow *row;
    if (!sla_is_used(db, db_arena(db), &row, error))
        return false;
    *used = row && row->used;
    return true;
}

static bool all_ask(Db *db, void *context, Error *error)
{
    bool used;
    (void)context;
    return is_used(db, &used, error) && (!used || job_once(db, ALL_JOB, "all", NULL, 0, error));
}

static bool used_read(Db *db, void *context, Error *error)
{
    return is_used(db, context, error);
}

static bool day_turn(Services *services, Arena *arena, int64_t now, Error *error)
{
    bool used = false;
    (void)arena;
    (void)now;
    return store_read(services->store, used_read, &used, error) &&
           (!used || store_write(services->store, all_ask, NULL, error));
}

const Schedule SLA_SCHEDULES[] = { { "sla.due", LOOK_EVERY_MS, due_turn }, { "sla.day", MS_PER_DAY, day_turn }, { 0 } };

/* ---- those of an account --------------------------------------------------------------------------------------- */

/* An account that changes may fit another policy. */
static bool account_ask(Db *db, int64_t account, Error *error)
{
    Arena *arena = db_arena(db);
    const char *id = arena_format(arena, "%lld", (long long)account);
    bool used;
    Ids tickets;
    if (!is_used(db, &used, error) || (used && !sla_tickets_of(db, arena, account, 0, 1, &tickets, error)))
        return false;
    return !used || !tickets.count ||
           job_once(db, ACCOUNT_JOB, id, arena_format(arena, "{\"account\":%s}", id), 0, error);
}

static bool account_run(Services *services, Arena *arena, const char *body, Error *error)
{
    Walk walk = { .services = services, .now = clock_now() };
    const Json *json;
    if (!json_parse(arena, body, strlen(body), &json, error))
        return false;
    return json_get_int(json, "account", &walk.account) ? walk_all(&walk, error)
                                                        : fail(error, ERROR_INTERNAL, NULL, "of which account?");
}

const JobKind SLA_JOBS[] = { { ALL_JOB, all_run }, { ACCOUNT_JOB, account_run }, { 0 } };

/* ---- what asks for it ------------------------------------------------------------------------------------------ */

/* What moves the due times of many: calendars, holidays, policies, segments. */
static bool moves_all(const Fact *fact)
{
    static const char *const KINDS[] = { "hours.", "holiday.", "calendar.", "sla_policy.", "segment.", "workspace." };
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (text_starts(fact->kind, KINDS[i]))
            return true;
    return false;
}

static bool fact_take(Services *services, Db *db, int64_t fact_id, const Fact *fact, Error *error)
{
    (void)services;
    (void)fact_id;
    if (moves_all(fact))
        return all_ask(db, NULL, error);
    return !text_starts(fact->kind, "account.") || !fact->account_id || account_ask(db, fact->account_id, error);
}

const FactReader SLA_READERS[] = { { "sla", fact_take }, { 0 } };
