/*
 * Which clocks a ticket has, and when each of them runs. Pure functions; sla_test.c says them in sentences.
 *
 * The customer waits for a response whatever the status says, so the clocks for responses are never paused: they run
 * from the message to our public answer, or to the solving. The clock for the resolution follows the status: it runs,
 * is paused, or stops with it, and a reopened ticket runs on from what it had used. What a machine opened that asks for
 * nothing (a bounce, an automatic reply) has no clock until a customer writes.
 */
#include "support/sla/sla_clock.h"

#include <string.h>

typedef struct {
    Arena *arena;
    SlaRun *items;
    size_t count, room;
} Runs;

static OptInt known(int64_t at)
{
    return (OptInt) { at, true };
}

static void run_add(Runs *runs, SlaRun run)
{
    runs->items = arena_room(runs->arena, runs->items, runs->count, 1, &runs->room, sizeof *runs->items);
    runs->items[runs->count++] = run;
}

/* ---- merged tickets -------------------------------------------------------------------------------------------- */

static const SlaSpan *first_of(const SlaSpan *spans, const int64_t *of, size_t count, int64_t ticket_id)
{
    for (size_t i = 0; i < count; i++)
        if (of[i] == ticket_id)
            return &spans[i];
    return NULL;
}

/* What was asked in the other ticket ran on its clock until this one began, and on this one's since. */
size_t sla_spans_joined(SlaSpan *spans, const int64_t *of, size_t count, int64_t ticket_id)
{
    const SlaSpan *own = first_of(spans, of, count, ticket_id);
    if (!own)
        return count;
    int64_t begins = own->began_at, earlier = of[0];
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        SlaSpan span = spans[i];
        if (of[i] != ticket_id && (of[i] != earlier || span.began_at >= begins))
            continue;
        if (of[i] != ticket_id && (!span.ended_at.known || span.ended_at.value > begins))
            span.ended_at = known(begins);
        spans[kept++] = span;
    }
    return kept;
}

/* ---- what runs ------------------------------------------------------------------------------------------------- */

/* A clock that runs without a pause. */
static void response_add(Runs *runs, const char *kind, int64_t turn, int64_t from, OptInt stopped)
{
    SlaPiece *piece = arena_make(runs->arena, SlaPiece);
    if (stopped.known && stopped.value < from)
        stopped.value = from;
    *piece = (SlaPiece) { from, stopped };
    run_add(runs, (SlaRun) { kind, turn, from, stopped, piece, 1 });
}

static bool is_done(const SlaSpan *span)
{
    return strcmp(span->state, "solved") == 0 || strcmp(span->state, "closed") == 0;
}

/* When it was first solved at or after an instant. */
static OptInt solved_from(const SlaLife *life, int64_t at)
{
    for (size_t i = 0; i < life->span_count; i++)
        if (is_done(&life->spans[i]) && life->spans[i].began_at >= at)
            return known(life->spans[i].began_at);
    return (OptInt) { 0 };
}

static bool customer_wrote_from(const SlaLife *life, int64_t at)
{
    for (size_t i = 0; i < life->message_count; i++)
        if (life->messages[i].by_customer && life->messages[i].at >= at)
            return true;
    return false;
}

/* Solved without an answer, that clock stops. A solving that was taken back by hand stopped nothing; one after which
 * the customer wrote again did, and what they wrote has a clock of its own. */
static OptInt first_stop(const SlaLife *life, int64_t from)
{
    OptInt answered = life->first_answered_at, solved = solved_from(life, from);
    bool counts = solved.known && (life->done || customer_wrote_from(life, solved.value));
    if (!counts || (answered.known && answered.value <= solved.value))
        return answered;
    return solved;
}

/* Where we wrote first, or a machine that asks for nothing, the customer's first message asks. `*asked`: anything did;
 * what a note wrote down for somebody was answered once the ticket says so. */
static int64_t first_start(const SlaLife *life, bool *asked)
{
    *asked = true;
    if (!life->quietly && (!life->message_count || life->messages[0].by_customer))
        return life->created_at;
    for (size_t i = 0; i < life->message_count; i++)
        if (life->messages[i].by_customer)
            return life->messages[i].at;
    *asked = life->first_answered_at.known;
    return life->created_at;
}

static OptInt earlier(OptInt a, OptInt b)
{
    if (!a.known || !b.known)
        return a.known ? a : b;
    return a.value <= b.value ? a : b;
}

/* Our first public reply at or after an instant. */
static OptInt answered_from(const SlaLife *life, int64_t at)
{
    for (size_t i = 0; i < life->message_count; i++)
        if (!life->messages[i].by_customer && life->messages[i].by_person && life->messages[i].at >= at)
            return known(life->messages[i].at);
    return (OptInt) { 0 };
}

/* Of the messages that wait for the same answer, the oldest counts. */
static void next_add(Runs *runs, const SlaLife *life, int64_t after)
{
    int64_t turn = 0, waits_until = after;
    for (size_t i = 0; i < life->message_count; i++) {
        const SlaMessage *message = &life->messages[i];
        if (!message->by_customer || message->at < waits_until || message->at <= after)
            continue;
        OptInt stop = earlier(answered_from(life, message->at), solved_from(life, message->at));
        response_add(runs, "next", ++turn, message->at, stop);
        if (!stop.known)
            return;
        waits_until = stop.value;
    }
}

static void resolution_add(Runs *runs, const SlaLife *life, int64_t from)
{
    SlaPiece *pieces = arena_array(runs->arena, life->span_count + 1, sizeof *pieces);
    SlaRun run = { "resolution", 1, from, { 0 }, pieces, 0 };
    for (size_t i = 0; i < life->span_count; i++) {
        const SlaSpan *span = &life->spans[i];
        int64_t began = span->began_at > from ? span->began_at : from;
        bool empty = span->ended_at.known && span->ended_at.value <= began;
        if (strcmp(span->clock, "runs") == 0 && !empty)
            pieces[run.count++] = (SlaPiece) { began, span->ended_at };
        run.stopped_at = strcmp(span->clock, "stops") == 0 ? known(span->began_at) : (OptInt) { 0 };
    }
    if (run.stopped_at.known && !run.count)
        pieces[run.count++] = (SlaPiece) { from, known(from) };
    run_add(runs, run);
}

size_t sla_runs(Arena *arena, const SlaLife *life, SlaRun **items)
{
    Runs runs = { .arena = arena };
    bool asked;
    int64_t from = first_start(life, &asked);
    if (asked) {
        OptInt stop = first_stop(life, from);
        response_add(&runs, "first", 1, from, stop);
        if (stop.known)
            next_add(&runs, life, stop.value);
    }
    if (asked || !life->quietly)
        resolution_add(&runs, life, life->quietly ? from : life->created_at);
    *items = runs.items;
    return runs.count;
}
