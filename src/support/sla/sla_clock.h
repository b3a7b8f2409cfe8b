/*
 * Inside the module: how one clock is measured. Pure functions.
 *
 * A clock runs in pieces of time, and of these in business hours only. It is due when its target has passed, and
 * breached when more than that has passed: until it stopped, or until now.
 *
 * Units: instants and spans in ms. Errors: none. Forgets a person: holds nothing of one.
 */
#ifndef BANSO_SLA_SLA_CLOCK_H
#define BANSO_SLA_SLA_CLOCK_H

#include "base/shape.h"
#include "house/hours/hours.h"

typedef struct {
    int64_t from;
    OptInt until; /* unknown: it runs */
} SlaPiece;

typedef struct {
    const char *kind; /* "first", "next", "resolution" */
    int64_t turn;
    int64_t started_at;
    OptInt stopped_at; /* unknown: it runs or is paused */
    const SlaPiece *pieces;
    size_t count;
} SlaRun;

typedef struct {
    int64_t target,
        warn; /* ms of business time: the target, and how much of it is left at the warning; 0 = no warning */
} SlaLimit;

typedef struct {
    OptInt due_at; /* unknown: paused before it is reached, or not within five years. Of a clock that stopped: when it
                    * would have been due */
    OptInt warn_at, breached_at, breaks_at; /* breaks_at: from when on it is late, if it runs on */
    bool paused;
    int64_t used; /* ms of business time */
} SlaMeasured;

SlaMeasured sla_measure(const Hours *hours, const SlaRun *run, SlaLimit target, int64_t now);
/* Business time between the start and an instant at which the clock did not run. */
int64_t sla_paused_ms(const Hours *hours, const SlaRun *run, int64_t until);

/* ---- what runs when (sla_runs.c) -------------------------------------------------------------------------------- */

typedef struct {
    const char *state, *clock; /* as ticket_span has them */
    int64_t began_at;
    OptInt ended_at;
} SlaSpan;

/* The history of a ticket with those of the tickets that were merged into it, all by their beginning: before its own
 * begins, that of the one which began first. `of`: whose each span is. Gives how many are left, in place. */
size_t sla_spans_joined(SlaSpan *spans, const int64_t *of, size_t count, int64_t ticket_id);

typedef struct {
    bool by_customer;
    bool by_person; /* a reply of ours that counts as an answer */
    int64_t at;
} SlaMessage;

/* The life of a ticket: spans and messages ascending, without notes and without what a machine wrote that asks for
 * nothing. */
typedef struct {
    int64_t created_at;
    OptInt first_answered_at;
    bool done;
    bool quietly; /* such a message opened it, so nobody waits until a customer writes */
    size_t span_count, message_count;
    const SlaSpan *spans;
    const SlaMessage *messages;
} SlaLife;

/* All clocks of the ticket. */
size_t sla_runs(Arena *arena, const SlaLife *life, SlaRun **runs);

#endif
