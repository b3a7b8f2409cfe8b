/*
 * The clocks of one ticket, computed and not stored. Reads only.
 *
 * One that runs is measured by what is promised now. One that had stopped keeps what was promised then, so a priority
 * or a policy that changes later neither breaks a promise in the past nor mends one; only a calendar that changes
 * measures it again. What had stopped before anything was promised for it has no clock.
 *
 * In order: the life of a ticket; what a clock is measured by; clocks; reasons.
 */
#include "base/json.h"
#include "support/sla/sla_store.h"

#include <string.h>

/* ---- the life of a ticket -------------------------------------------------------------------------------------- */

/* The message that was stored first opened it, whatever it says of when it was written. */
static bool opened_quietly(const SlaMessagesRow *rows, size_t count)
{
    const SlaMessagesRow *first = rows;
    for (size_t i = 1; i < count; i++)
        if (rows[i].id < first->id)
            first = &rows[i];
    return count && first->quiet.value;
}

static size_t messages_of(const SlaMessagesRow *rows, size_t count, SlaMessage *said)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].kind, "note") != 0 && !rows[i].quiet.value)
            said[used++] = (SlaMessage) { strcmp(rows[i].kind, "customer") == 0, rows[i].author_id.known, rows[i].at };
    return used;
}

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
    int64_t *of = arena_array(at->arena, span_count + 1, sizeof *of);
    for (size_t i = 0; i < span_count; i++) {
        lived[i] = (SlaSpan) { spans[i].state, spans[i].clock, spans[i].began_at, spans[i].ended_at };
        of[i] = spans[i].ticket_id;
    }
    *life = (SlaLife) { .created_at = ticket->created_at,
                        .first_answered_at = ticket->first_answered_at,
                        .done = strcmp(ticket->state, "solved") == 0 || strcmp(ticket->state, "closed") == 0,
                        .quietly = opened_quietly(messages, message_count),
                        .span_count = sla_spans_joined(lived, of, span_count, ticket->id),
                        .message_count = messages_of(messages, message_count, said),
                        .spans = lived,
                        .messages = said };
    return true;
}

/* ---- what a clock is measured by ------------------------------------------------------------------------------- */

typedef struct {
    int64_t policy_id, minutes;
    OptInt hours_id, warn_at; /* warn_at: of one that had stopped */
    SlaLimit limit;
} Terms;

/* The clock for a message of the customer is known by its beginning: which one it is, in order, may change when a
 * message comes late. */
static const SlaClockRow *stored_of(const SlaCase *of, const SlaRun *run)
{
    for (size_t i = 0; i < of->stored.count; i++) {
        const SlaClockRow *clock = &of->stored.items[i];
        if (strcmp(clock->kind, run->kind) == 0 &&
            (strcmp(run->kind, "next") != 0 || clock->started_at == run->started_at))
            return clock;
    }
    return NULL;
}

/* The same clock on a ticket that was merged into this one. */
static const SlaClockRow *merged_for(const SlaCase *of, const SlaRun *run)
{
    for (size_t i = 0; i < of->merged.count; i++) {
        const SlaClockRow *clock = &of->merged.items[i];
        if (strcmp(clock->kind, run->kind) == 0 && clock->started_at == run->started_at)
            return clock;
    }
    return NULL;
}

static OptInt promised(const SlaPromiseRow *promise, const char *kind)
{
    if (strcmp(kind, "first") == 0)
        return promise->first_minutes;
    return strcmp(kind, "next") == 0 ? promise->next_minutes : promise->resolution_minutes;
}

static Terms terms_then(const SlaClockRow *before)
{
    return (Terms) { .policy_id = before->policy_id,
                     .minutes = before->target,
                     .hours_id = before->hours_id,
                     .warn_at = before->warn_at,
                     .limit = { before->target * MS_PER_MINUTE, 0 } };
}

/* False: nothing is promised for it. A ticket that was stored just now may have come with its answer. */
static bool terms_of(const SlaCase *of, const SlaRun *run, const SlaClockRow *before, Terms *terms)
{
    bool had_stopped = before && before->stopped_at.known, is_new = of->ticket->version <= 1;
    if (had_stopped && run->stopped_at.known) {
        *terms = terms_then(before);
        return true;
    }
    if (!of->promise || (!before && run->stopped_at.known && !is_new))
        return false;
    OptInt minutes = promised(of->promise, run->kind);
    *terms = (Terms) { .policy_id = of->promise->policy_id,
                       .minutes = minutes.value,
                       .hours_id = of->promise->hours_id,
                       .limit = sla_limit(of->promise, minutes.value) };
    return minutes.known;
}

/* ---- clocks ---------------------------------------------------------------------------------------------------- */

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

static SlaClockRow clock_of(const SlaAt *at, const Hours *hours, const Terms *terms, const SlaRun *run)
{
    const Zone *zone = atomic_load(&at->services->zone);
    SlaMeasured measured = sla_measure(hours, run, terms->limit, at->now);
    int64_t until = measured.due_at.known ? measured.due_at.value : at->now;
    return (SlaClockRow) { .kind = run->kind,
                           .turn = run->turn,
                           .policy_id = terms->policy_id,
                           .hours_id = terms->hours_id,
                           .target = terms->minutes,
                           .started_at = run->started_at,
                           .due_at = measured.due_at,
                           .due_on = day_of(zone, measured.due_at),
                           .late_at = measured.breaks_at,
                           .warn_at = terms->warn_at.known ? terms->warn_at : measured.warn_at,
                           .paused = measured.paused,
                           .stopped_at = run->stopped_at,
                           .business_ms = measured.used,
                           .breached_at = measured.breached_at,
                           .breached_on = day_of(zone, measured.breached_at),
                           .reasons = reasons_print(at->arena, sla_reasons(at->arena, hours, run, until)) };
}

static bool run_measure(const SlaAt *at, const SlaCase *of, const SlaRun *run, SlaClocks *clocks, Error *error)
{
    const SlaClockRow *before = stored_of(of, run), *merged = merged_for(of, run);
    const Hours *hours;
    Terms terms;
    /* What was answered in the other ticket was promised there. */
    if (!terms_of(of, run, before || !merged || !merged->stopped_at.known ? before : merged, &terms))
        return true;
    if (!sla_hours(at, terms.hours_id, &hours, error))
        return false;
    SlaClockRow clock = clock_of(at, hours, &terms, run);
    clock.ticket_id = of->ticket->id;
    if (before) {
        clock.id = before->id;
        clock.warned_due = before->warned_due;
        clock.told_due = before->told_due;
    }
    if (merged && !clock.told_due.known)
        clock.told_due = merged->told_due;
    clocks->items[clocks->count++] = clock;
    return true;
}

bool sla_compute(const SlaAt *at, const SlaCase *of, SlaClocks *clocks, Error *error)
{
    SlaCase with = *of;
    SlaLife life;
    SlaRun *runs;
    *clocks = (SlaClocks) { 0 };
    if (!of->promise && !of->stored.count)
        return true;
    if (!sla_clocks_merged(at->db, at->arena, of->ticket->id, &with.merged.items, &with.merged.count, error) ||
        !life_read(at, of->ticket, &life, error))
        return false;
    size_t run_count = sla_runs(at->arena, &life, &runs);
    clocks->items = arena_array(at->arena, run_count + 1, sizeof *clocks->items);
    for (size_t i = 0; i < run_count; i++)
        if (!run_measure(at, &with, &runs[i], clocks, error))
            return false;
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
