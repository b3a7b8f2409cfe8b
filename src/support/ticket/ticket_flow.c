/*
 * The rules of a ticket's state and times. A table says the state; what is not in it stays. In order: states; times.
 */
#include "support/ticket/ticket_flow.h"

#include "base/clock.h"
#include "base/panic.h"

#include <string.h>

/* ---- states ---------------------------------------------------------------------------------------------------- */

static const char *const NAMES[] = { "new", "open", "waiting", "on_hold", "solved", "closed" };

const char *ticket_state_name(TicketState state)
{
    return NAMES[state];
}

TicketState ticket_state_named(const char *name)
{
    for (int state = STATE_NEW; state <= STATE_CLOSED; state++)
        if (strcmp(NAMES[state], name) == 0)
            return (TicketState)state;
    bug("a ticket in the state \"%s\"", name);
}

bool ticket_is_done(TicketState state)
{
    return state == STATE_SOLVED || state == STATE_CLOSED;
}

/* A customer's message brings back whatever was put aside, closed tickets too: nothing they write is lost in one. An
 * answer takes up a new ticket, and leaves it to its author whether the ticket waits or is solved from then on. */
TicketState ticket_state_after(TicketState state, TicketEvent event)
{
    if (event == TICKET_CUSTOMER_WROTE)
        return state == STATE_NEW ? STATE_NEW : STATE_OPEN;
    if (event == TICKET_ANSWERED && state == STATE_NEW)
        return STATE_OPEN;
    return state;
}

/* ---- times ----------------------------------------------------------------------------------------------------- */

static OptInt known(int64_t at)
{
    return (OptInt) { at, true };
}

static bool is_after(OptInt time, int64_t at)
{
    return time.known && time.value > at;
}

/* A message that comes late, after a newer answer, waits for nobody. */
static TicketTimes customer_wrote(TicketTimes times, int64_t at)
{
    bool answered = is_after(times.last_staff_at, at);
    if (!answered && (!times.waiting_since.known || is_after(times.waiting_since, at)))
        times.waiting_since = known(at);
    if (!is_after(times.last_customer_at, at))
        times.last_customer_at = known(at);
    return times;
}

/* A ticket that we opened by writing to somebody was not answered by that. */
static TicketTimes answered(TicketTimes times, int64_t at)
{
    bool asked = times.last_customer_at.known || times.waiting_since.known;
    if (asked && (!times.first_answered_at.known || is_after(times.first_answered_at, at)))
        times.first_answered_at = known(at);
    if (!is_after(times.waiting_since, at))
        times.waiting_since = (OptInt) { 0 };
    if (!is_after(times.last_staff_at, at))
        times.last_staff_at = known(at);
    return times;
}

TicketTimes ticket_times_written(TicketTimes times, TicketEvent event, int64_t at)
{
    switch (event) {
    case TICKET_CUSTOMER_WROTE:
        return customer_wrote(times, at);
    case TICKET_ANSWERED:
        return answered(times, at);
    default:
        return times;
    }
}

TicketTimes ticket_times_moved(TicketTimes times, TicketState from, TicketState to, int64_t at)
{
    if (ticket_is_done(to) && !ticket_is_done(from)) {
        times.solved_at = known(at);
        times.waiting_since = (OptInt) { 0 };
    } else if (!ticket_is_done(to))
        times.solved_at = (OptInt) { 0 };
    if (to != STATE_CLOSED)
        times.closed_at = (OptInt) { 0 };
    else if (from != STATE_CLOSED)
        times.closed_at = known(at);
    return times;
}

bool ticket_reopened(TicketState from, TicketState to, OptInt solved_at, int64_t at)
{
    return ticket_is_done(from) && !ticket_is_done(to) && solved_at.known && at >= solved_at.value &&
           at - solved_at.value <= TICKET_REOPEN_DAYS * (int64_t)MS_PER_DAY;
}
