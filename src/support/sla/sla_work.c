/*
 * One ticket: what is promised for it, and its clocks, computed and not stored. Reads only.
 *
 * In order: the calendar; targets; which policy; clocks; reasons.
 */
#include "base/circle.h"
#include "base/json.h"
#include "house/condition/subject.h"
#include "house/field/field_attribute.h"
#include "support/sla/sla_store.h"

#include <string.h>

/* ---- the calendar ---------------------------------------------------------------------------------------------- */

enum { DAY_MINUTES = 1440 };

static const HoursWindow EVERY_HOUR[] = { { 0, 0, DAY_MINUTES }, { 1, 0, DAY_MINUTES }, { 2, 0, DAY_MINUTES },
                                          { 3, 0, DAY_MINUTES }, { 4, 0, DAY_MINUTES }, { 5, 0, DAY_MINUTES },
                                          { 6, 0, DAY_MINUTES } };
static const HoursWeek EVERY_WEEK = { 0, sizeof EVERY_HOUR / sizeof *EVERY_HOUR, EVERY_HOUR };

bool sla_hours(const SlaAt *at, OptInt hours_id, const Hours **hours, Error *error)
{
    if (!hours_read(at->db, at->arena, hours_id.known ? hours_id.value : 0, hours, error))
        return false;
    if (!*hours && hours_id.known && !hours_read(at->db, at->arena, 0, hours, error))
        return false;
    if (!*hours) {
        Hours *always = arena_make(at->arena, Hours);
        *always = (Hours) { .zone = atomic_load(&at->services->zone), .week_count = 1, .weeks = &EVERY_WEEK };
        *hours = always;
    }
    return true;
}

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
 * ticket from being stored. */
static bool fits(const SlaAt *at, const SlaPolicyRow *policy, int64_t ticket_id, bool *is, Error *error)
{
    int64_t count = 0;
    SubjectAsk ask = { .of = { .subject = &TICKET_SUBJECT,
                               .engine = at->services->engine,
                               .db = at->db,
                               .source = CONDITION_STORED,
                               .sees = CIRCLES_ALL,
                               .today = zone_day(atomic_load(&at->services->zone), at->now),
                               .now = at->now },
                       .filter = policy->condition,
                       .also = { { "t.id = ?", { .type = FIELD_INT, .known = true, .integer = ticket_id } } },
                       .limit = 1 };
    *is = !policy->condition;
    if (*is)
        return true;
    if (!field_attributes(at->db, at->arena, &TICKET_SUBJECT, &ask.of.fields, error))
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
    SlaPolicyRow *policies;
    size_t count;
    *promise = NULL;
    if (!sla_policies(at->db, at->arena, &policies, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool is = false;
        List targets;
        if (!policies[i].active)
            continue;
        if (!fits(at, &policies[i], ticket->id, &is, error))
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

/* ---- clocks ---------------------------------------------------------------------------------------------------- */

static bool life_read(const SlaAt *at, const SlaTicketRow *ticket, SlaLife *life, Error *error)
{
    SlaSpansRow *spans;
    SlaMessagesRow *messages;
    size_t span_count, message_count;
    if (!sla_spans(at->db, at->arena, ticket->id, &spans, &span_count, error) ||
        !sla_messages(at->db, at->arena, ticket->id, &messages, &message_count, error))
        return false;
    SlaSpan *lived = arena_array(at->arena, span_count + 1, sizeof *lived);
    SlaMessage *said = arena_array(at->arena, message_count + 1, sizeof *said);
    for (size_t i = 0; i < span_count; i++)
        lived[i] = (SlaSpan) { spans[i].state, spans[i].clock, spans[i].began_at, spans[i].ended_at };
    for (size_t i = 0; i < message_count; i++)
        said[i] =
            (SlaMessage) { strcmp(messages[i].kind, "customer") == 0, messages[i].author_id.known, messages[i].at };
    *life = (SlaLife) { .created_at = ticket->created_at,
                        .first_answered_at = ticket->first_answered_at,
                        .done = strcmp(ticket->state, "solved") == 0 || strcmp(ticket->state, "closed") == 0,
                        .span_count = span_count,
                        .message_count = message_count,
                        .spans = lived,
                        .messages = said };
    return true;
}

static OptInt promised(const SlaPromiseRow *promise, const char *kind)
{
    if (strcmp(kind, "first") == 0)
        return promise->first_minutes;
    return strcmp(kind, "next") == 0 ? promise->next_minutes : promise->resolution_minutes;
}

static OptInt day_of(const Zone *zone, OptInt at)
{
    return (OptInt) { at.known ? zone_day(zone, at.value) : 0, at.known };
}

static const char *reasons_print(Arena *arena, List reasons)
{
    Text json = text_new(arena);
    const SlaReason *items = reasons.items;
    text_char(&json, '[');
    for (size_t i = 0; i < reasons.count; i++) {
        text_add(&json, i ? "," : "");
        shape_write_known(&json, &SLA_REASON, &items[i]);
    }
    text_char(&json, ']');
    return text_string(&json);
}

/* `look_at` is when it is late; the caller, who knows who was warned, brings it forward. */
static SlaClockRow clock_of(const SlaAt *at, const Hours *hours, const SlaPromiseRow *promise, const SlaRun *run,
                            int64_t minutes)
{
    const Zone *zone = atomic_load(&at->services->zone);
    SlaMeasured measured = sla_measure(hours, run, sla_limit(promise, minutes), at->now);
    int64_t until = measured.due_at.known ? measured.due_at.value : at->now;
    return (SlaClockRow) { .ticket_id = promise->ticket_id,
                           .kind = run->kind,
                           .turn = run->turn,
                           .policy_id = promise->policy_id,
                           .target = minutes,
                           .started_at = run->started_at,
                           .due_at = measured.due_at,
                           .due_on = day_of(zone, measured.due_at),
                           .warn_at = measured.warn_at,
                           .paused = measured.paused,
                           .stopped_at = run->stopped_at,
                           .business_ms = measured.used,
                           .breached_at = measured.breached_at,
                           .breached_on = day_of(zone, measured.breached_at),
                           .reasons = reasons_print(at->arena, sla_reasons(at->arena, hours, run, until)),
                           .look_at = measured.breached_at.known ? (OptInt) { 0 } : measured.breaks_at };
}

bool sla_compute(const SlaAt *at, const SlaTicketRow *ticket, const SlaPromiseRow *promise, SlaClockRow **clocks,
                 size_t *count, Error *error)
{
    const Hours *hours;
    SlaLife life;
    SlaRun *runs;
    *count = 0;
    if (!sla_hours(at, promise->hours_id, &hours, error) || !life_read(at, ticket, &life, error))
        return false;
    size_t run_count = sla_runs(at->arena, &life, &runs);
    *clocks = arena_array(at->arena, run_count + 1, sizeof **clocks);
    for (size_t i = 0; i < run_count; i++) {
        OptInt minutes = promised(promise, runs[i].kind);
        if (minutes.known)
            (*clocks)[(*count)++] = clock_of(at, hours, promise, &runs[i], minutes.value);
    }
    return true;
}

/* ---- reasons --------------------------------------------------------------------------------------------------- */

static const Field REASON_FIELDS[] = {
    SHAPE_FIELD(SlaReason, why, FIELD_TEXT, .choices = "holiday|closed|break|other_hours|paused"),
    SHAPE_OPT(SlaReason, from_on, FIELD_DAY),
    SHAPE_OPT(SlaReason, until_on, FIELD_DAY),
    SHAPE_OPT(SlaReason, name, FIELD_TEXT),
    SHAPE_OPT(SlaReason, name_ja, FIELD_TEXT),
    SHAPE_OPT(SlaReason, minutes, FIELD_INT, .about = "Of paused: business minutes in which the clock did not run"),
    { 0 },
};
const Shape SLA_REASON = { "SlaReason", sizeof(SlaReason), REASON_FIELDS };

List sla_reasons(Arena *arena, const Hours *hours, const SlaRun *run, int64_t until)
{
    enum { DAYS_MAX = 20 };
    HoursSkipped skipped[DAYS_MAX];
    SlaReason *items = arena_array(arena, DAYS_MAX + 1, sizeof *items);
    size_t count = 0,
           found = until > run->started_at ? hours_skipped(hours, run->started_at, until, skipped, DAYS_MAX) : 0;
    for (size_t i = 0; i < found; i++)
        items[count++] = (SlaReason) { .why = skipped[i].why,
                                       .from_on = { skipped[i].from_on, true },
                                       .until_on = { skipped[i].until_on, true },
                                       .name = skipped[i].name,
                                       .name_ja = skipped[i].name_ja };
    int64_t paused = sla_paused_ms(hours, run, until) / MS_PER_MINUTE;
    if (paused > 0)
        items[count++] = (SlaReason) { .why = "paused", .minutes = { paused, true } };
    return (List) { count, items };
}

bool sla_reasons_read(Arena *arena, const char *json, List *reasons, Error *error)
{
    const Json *array;
    size_t count = 0;
    if (!json_parse(arena, json, strlen(json), &array, error))
        return false;
    SlaReason *items = arena_array(arena, json_count(array) + 1, sizeof *items);
    for (const Json *at = json_first(array); at; at = json_next(at))
        if (!shape_read(arena, at, &SLA_REASON, &items[count++], error))
            return false;
    *reasons = (List) { count, items };
    return true;
}
