/*
 * What each ticket is judged by, policies and calendars, read once in a transaction: a change of a thousand tickets
 * reads them once. A transaction may be several pieces of work, and one of them may change a policy after it was read
 * here; but then its fact has all tickets judged again (sla_job.c), so what is held may be older than that.
 *
 * In order: the transaction; policies; calendars.
 */
#include "house/field/field_attribute.h"
#include "support/sla/sla_store.h"

/* ---- the transaction ------------------------------------------------------------------------------------------- */

typedef struct HeldHours HeldHours;
struct HeldHours {
    OptInt id;
    const Hours *hours;
    HeldHours *next;
};

typedef struct {
    Db *db;
    bool has_policies, has_fields;
    SlaPolicyRow *policies;
    size_t count;
    const Attribute *fields;
    HeldHours *hours;
} Held;

/* Each connection is one thread's as long as its transaction lasts. */
static _Thread_local Held *under_way;

static void transaction_end(void *context)
{
    if (under_way == context)
        under_way = NULL;
}

static Held *held_of(Db *db)
{
    if (under_way && under_way->db == db)
        return under_way;
    Held *held = arena_make(db_arena(db), Held);
    held->db = db;
    if (!under_way) {
        under_way = held;
        arena_defer(db_arena(db), transaction_end, held);
    }
    return held;
}

/* ---- policies -------------------------------------------------------------------------------------------------- */

bool sla_policies_held(const SlaAt *at, const SlaPolicyRow **policies, size_t *count, Error *error)
{
    Held *held = held_of(at->db);
    if (!held->has_policies && !sla_policies(at->db, db_arena(at->db), &held->policies, &held->count, error))
        return false;
    held->has_policies = true;
    *policies = held->policies;
    *count = held->count;
    return true;
}

bool sla_policy_held(const SlaAt *at, int64_t id, const SlaPolicyRow **policy, Error *error)
{
    const SlaPolicyRow *policies;
    size_t count;
    *policy = NULL;
    if (!sla_policies_held(at, &policies, &count, error))
        return false;
    for (size_t i = 0; i < count && !*policy; i++)
        if (policies[i].id == id)
            *policy = &policies[i];
    return true;
}

bool sla_fields_held(const SlaAt *at, const Attribute **fields, Error *error)
{
    Held *held = held_of(at->db);
    if (!held->has_fields && !field_attributes(at->db, db_arena(at->db), &TICKET_SUBJECT, &held->fields, error))
        return false;
    held->has_fields = true;
    *fields = held->fields;
    return true;
}

/* ---- calendars ------------------------------------------------------------------------------------------------- */

enum { DAY_MINUTES = 1440 };

static const HoursWindow EVERY_HOUR[] = { { 0, 0, DAY_MINUTES }, { 1, 0, DAY_MINUTES }, { 2, 0, DAY_MINUTES },
                                          { 3, 0, DAY_MINUTES }, { 4, 0, DAY_MINUTES }, { 5, 0, DAY_MINUTES },
                                          { 6, 0, DAY_MINUTES } };
static const HoursWeek EVERY_WEEK = { 0, sizeof EVERY_HOUR / sizeof *EVERY_HOUR, EVERY_HOUR };

static bool calendar_read(const SlaAt *at, OptInt hours_id, const Hours **hours, Error *error)
{
    Arena *arena = db_arena(at->db);
    if (!hours_read(at->db, arena, hours_id.known ? hours_id.value : 0, hours, error))
        return false;
    if (!*hours && hours_id.known && !hours_read(at->db, arena, 0, hours, error))
        return false;
    if (!*hours) {
        Hours *always = arena_make(arena, Hours);
        *always = (Hours) { .zone = atomic_load(&at->services->zone), .week_count = 1, .weeks = &EVERY_WEEK };
        *hours = always;
    }
    return true;
}

bool sla_hours(const SlaAt *at, OptInt hours_id, const Hours **hours, Error *error)
{
    Held *held = held_of(at->db);
    for (const HeldHours *one = held->hours; one; one = one->next)
        if (one->id.known == hours_id.known && one->id.value == hours_id.value) {
            *hours = one->hours;
            return true;
        }
    if (!calendar_read(at, hours_id, hours, error))
        return false;
    HeldHours *one = arena_make(db_arena(at->db), HeldHours);
    *one = (HeldHours) { hours_id, *hours, held->hours };
    held->hours = one;
    return true;
}
