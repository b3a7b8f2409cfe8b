/*
 * What happens to a ticket when somebody writes: which state it has then, and what that does to its times. Pure
 * functions, one place for the rules; ticket_test.c says them in sentences.
 *
 * The times are those of docs/en/metrics.md, "Support": the first answer is the first public reply by a person, and a
 * ticket waits for us since the oldest customer's message that nobody has answered.
 *
 * Not for: promised times (business hours), nor for what a status is called. Units: instants in ms. Errors: none.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_TICKET_TICKET_FLOW_H
#define BANSO_TICKET_TICKET_FLOW_H

#include "base/shape.h"

typedef enum { STATE_NEW, STATE_OPEN, STATE_WAITING, STATE_ON_HOLD, STATE_SOLVED, STATE_CLOSED } TicketState;
const char *ticket_state_name(TicketState state);
TicketState ticket_state_named(const char *name); /* a name of the list; anything else is our bug */
/* Solved or closed: nobody works on it. */
bool ticket_is_done(TicketState state);

typedef enum {
    TICKET_CUSTOMER_WROTE, /* by whatever channel */
    TICKET_ANSWERED,       /* a public reply by a person */
    TICKET_NOTED           /* among ourselves */
} TicketEvent;
TicketState ticket_state_after(TicketState state, TicketEvent event);

typedef struct {
    OptInt waiting_since, first_answered_at, solved_at, closed_at, last_customer_at, last_staff_at;
} TicketTimes;
/* `at` is when it was written, which may be before what is known already. */
TicketTimes ticket_times_written(TicketTimes times, TicketEvent event, int64_t at);
/* From one state to another. Whoever solves a ticket has answered it; a reopened one is not solved. */
TicketTimes ticket_times_moved(TicketTimes times, TicketState from, TicketState to, int64_t at);

enum { TICKET_REOPEN_DAYS = 14 };
/* Whether a customer's message at that time reopened it, in the sense of the figure: one that was written before the
 * solving and came after it did not. */
bool ticket_reopened(TicketState from, TicketState to, OptInt solved_at, int64_t at);

/* ---- tickets that become one, or two ---------------------------------------------------------------------------- */

typedef struct {
    TicketState state;
    int64_t created_at;
    TicketTimes times;
} TicketLife;

/* What the one that stays is from the merge on. It was opened when the earlier one was; its first answer is the earlier
 * one of both, so its first response is from the first opening to the first public reply by a person, whichever ticket
 * that was on. It waits since the oldest message that waits in either, and one that was put aside is open again where
 * the other waits. `solved_at` is that of the state before: whoever gives it the state moves the times
 * (ticket_times_moved). */
TicketLife ticket_lives_joined(const TicketLife *stays, const TicketLife *gone);

/* A message, as states and times see it. */
typedef struct {
    TicketEvent event;
    int64_t at;
} TicketSaid;
/* The life as it goes on with these messages, which rise in time. */
TicketLife ticket_life_said(TicketLife life, const TicketSaid *said, size_t count);
/* That of a ticket which has these messages and no others, at least one. What a note wrote down waits from then on. */
TicketLife ticket_life_of_said(const TicketSaid *said, size_t count);
/* The times of a ticket that messages left (`gone`), of which it has others (`rest`, as ticket_life_of_said has them):
 * what came from a message that is gone comes from the rest. */
TicketTimes ticket_times_left(TicketTimes times, const TicketSaid *gone, size_t count, const TicketTimes *rest);

#endif
