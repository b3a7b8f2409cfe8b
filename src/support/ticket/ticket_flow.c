/*
 * The rules of a ticket's state and times. A table says the state; what is not in it stays. In order: states; times;
 * tickets that become one, or two.
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

/* ---- tickets that become one, or two --------------------------------------------------------------------------- */

static OptInt earliest(OptInt a, OptInt b)
{
    if (!a.known || !b.known)
        return a.known ? a : b;
    return a.value <= b.value ? a : b;
}

static OptInt latest(OptInt a, OptInt b)
{
    if (!a.known || !b.known)
        return a.known ? a : b;
    return a.value >= b.value ? a : b;
}

/* What is not done is not lost in a ticket that is. */
static TicketState state_joined(const TicketLife *stays, const TicketLife *gone, bool has_answer)
{
    bool waits = gone->times.waiting_since.known && !stays->times.waiting_since.known;
    TicketState state = stays->state;
    if (ticket_is_done(stays->state) && !ticket_is_done(gone->state))
        state = gone->state;
    else if (waits)
        state = ticket_state_after(stays->state, TICKET_CUSTOMER_WROTE);
    return has_answer ? ticket_state_after(state, TICKET_ANSWERED) : state;
}

TicketLife ticket_lives_joined(const TicketLife *stays, const TicketLife *gone)
{
    const TicketTimes *a = &stays->times, *b = &gone->times;
    TicketLife life = *stays;
    life.created_at = stays->created_at <= gone->created_at ? stays->created_at : gone->created_at;
    life.times.waiting_since = earliest(a->waiting_since, b->waiting_since);
    life.times.first_answered_at = earliest(a->first_answered_at, b->first_answered_at);
    life.times.last_customer_at = latest(a->last_customer_at, b->last_customer_at);
    life.times.last_staff_at = latest(a->last_staff_at, b->last_staff_at);
    life.state = state_joined(stays, gone, life.times.first_answered_at.known);
    if (ticket_is_done(life.state))
        life.times.solved_at = latest(a->solved_at, b->solved_at);
    return life;
}

TicketLife ticket_life_said(TicketLife life, const TicketSaid *said, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        TicketState state = ticket_state_after(life.state, said[i].event);
        life.times = ticket_times_written(life.times, said[i].event, said[i].at);
        life.times = ticket_times_moved(life.times, life.state, state, said[i].at);
        life.state = state;
    }
    return life;
}

TicketLife ticket_life_of_said(const TicketSaid *said, size_t count)
{
    TicketLife life = { .state = STATE_NEW, .created_at = said[0].at };
    if (said[0].event == TICKET_NOTED)
        life.times.waiting_since = known(said[0].at);
    return ticket_life_said(life, said, count);
}

static bool was_said(const TicketSaid *said, size_t count, TicketEvent event, OptInt at)
{
    for (size_t i = 0; i < count; i++)
        if (said[i].event == event && (!at.known || said[i].at == at.value))
            return true;
    return false;
}

TicketTimes ticket_times_left(TicketTimes times, const TicketSaid *gone, size_t count, const TicketTimes *rest)
{
    bool answer_left = was_said(gone, count, TICKET_ANSWERED, (OptInt) { 0 });
    if (times.waiting_since.known || (answer_left && !times.solved_at.known))
        times.waiting_since = rest->waiting_since;
    if (times.first_answered_at.known && was_said(gone, count, TICKET_ANSWERED, times.first_answered_at))
        times.first_answered_at = rest->first_answered_at;
    if (times.last_customer_at.known && was_said(gone, count, TICKET_CUSTOMER_WROTE, times.last_customer_at))
        times.last_customer_at = rest->last_customer_at;
    if (times.last_staff_at.known && was_said(gone, count, TICKET_ANSWERED, times.last_staff_at))
        times.last_staff_at = rest->last_staff_at;
    return times;
}
