/*
 * What is promised for a ticket: the first active policy that fits it, and its targets by priority. Reads only.
 *
 * In order: targets; which policy.
 */
#include "base/circle.h"
#include "base/json.h"
#include "support/sla/sla_store.h"

#include <string.h>

/* ---- targets --------------------------------------------------------------------------------------------------- */

bool sla_targets_read(Arena *arena, const char *json, List *targets, Error *error)
{
    const Json *array;
    size_t count = 0;
    if (!json_parse(arena, json, strlen(json), &array, error))
        return false;
    SlaTarget *items = arena_array(arena, json_count(array) + 1, sizeof *items);
    for (const Json *at = json_first(array); at; at = json_next(at))
        if (!shape_read(arena, at, &SLA_TARGET, &items[count++], error))
            return false;
    *targets = (List) { count, items };
    return true;
}

const SlaTarget *sla_target_for(List targets, const char *priority)
{
    const SlaTarget *items = targets.items, *any = NULL;
    for (size_t i = 0; i < targets.count; i++) {
        if (strcmp(items[i].priority, priority) == 0)
            return &items[i];
        if (strcmp(items[i].priority, "any") == 0)
            any = &items[i];
    }
    return any;
}

SlaPromiseRow sla_promise_by(const SlaPolicyRow *policy, const SlaTarget *target, int64_t ticket_id)
{
    return (SlaPromiseRow) { .ticket_id = ticket_id,
                             .policy_id = policy->id,
                             .hours_id = policy->hours_id,
                             .first_minutes = target ? target->first_minutes : (OptInt) { 0 },
                             .next_minutes = target ? target->next_minutes : (OptInt) { 0 },
                             .resolution_minutes = target ? target->resolution_minutes : (OptInt) { 0 },
                             .warn_minutes = policy->warn_minutes,
                             .warn_percent = policy->warn_percent };
}

SlaLimit sla_limit(const SlaPromiseRow *promise, int64_t minutes)
{
    int64_t target = minutes * MS_PER_MINUTE, warn = 0;
    if (promise->warn_minutes.known)
        warn = promise->warn_minutes.value * MS_PER_MINUTE;
    else if (promise->warn_percent.known)
        warn = target * promise->warn_percent.value / 100;
    return (SlaLimit) { target, warn };
}

/* ---- which policy ---------------------------------------------------------------------------------------------- */

/* A condition that can no longer be asked (its custom field became another kind) fits nothing: it must not keep a
 * ticket from being stored. Of accounts, the ticket's own alone is judged. */
static bool fits(const SlaAt *at, const SlaPolicyRow *policy, const SlaTicketRow *ticket, bool *is, Error *error)
{
    int64_t count = 0;
    SubjectAsk ask = { .of = { .subject = &TICKET_SUBJECT,
                               .engine = at->services->engine,
                               .db = at->db,
                               .source = CONDITION_STORED,
                               .sees = CIRCLES_ALL,
                               .today = zone_day(atomic_load(&at->services->zone), at->now),
                               .now = at->now,
                               .only_account = { ticket->account_id.known ? ticket->account_id.value : 0, true } },
                       .filter = policy->condition,
                       .also = { { "t.id = ?", { .type = FIELD_INT, .known = true, .integer = ticket->id } } },
                       .limit = 1 };
    *is = !policy->condition;
    if (*is)
        return true;
    if (!sla_fields_held(at, &ask.of.fields, error))
        return false;
    if (!subject_count(at->db, at->arena, &ask, &count, error)) {
        if (error->kind != ERROR_INPUT)
            return false;
        *error = (Error) { 0 };
    }
    *is = count > 0;
    return true;
}

bool sla_choose(const SlaAt *at, const SlaTicketRow *ticket, SlaPromiseRow **promise, Error *error)
{
    const SlaPolicyRow *policies;
    size_t count;
    *promise = NULL;
    if (!sla_policies_held(at, &policies, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool is = false;
        List targets;
        if (!policies[i].active)
            continue;
        if (!fits(at, &policies[i], ticket, &is, error))
            return false;
        if (!is)
            continue;
        if (!sla_targets_read(at->arena, policies[i].target_list, &targets, error))
            return false;
        *promise = arena_make(at->arena, SlaPromiseRow);
        **promise = sla_promise_by(&policies[i], sla_target_for(targets, ticket->priority), ticket->id);
        return true;
    }
    return true;
}
