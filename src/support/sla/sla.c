/*
 * Promises as they are kept: stored clocks, what the ticket shows of them, and who is told. sla_refresh is the one way
 * to all of it: after each change of the ticket, when something is due, after a change of policies or calendars. It
 * computes everything anew, so it may run as often as it likes.
 *
 * In order: telling; clocks; the ticket; one ticket; when something is due; all tickets.
 */
#include "base/id.h"
#include "support/sla/sla_store.h"

#include <string.h>

static const Field TOLD_FIELDS[] = {
    SHAPE_FIELD(SlaTold, number, FIELD_INT),
    SHAPE_FIELD(SlaTold, of, FIELD_TEXT, .choices = "first|next|resolution"),
    SHAPE_OPT(SlaTold, due_at, FIELD_TIME),
    { 0 },
};
const Shape SLA_TOLD = { "SlaTold", sizeof(SlaTold), TOLD_FIELDS };

static bool same(OptInt a, OptInt b)
{
    return a.known == b.known && (!a.known || a.value == b.value);
}

/* ---- telling --------------------------------------------------------------------------------------------------- */

/* Whose it is; else those who follow it; else everybody at the desk (notice_give leaves out who does not see it). */
static bool people_of(const Writer *writer, const SlaTicketRow *ticket, Ids *people, Error *error)
{
    if (ticket->assignee_id.known) {
        int64_t *one = arena_make(writer->arena, int64_t);
        *one = ticket->assignee_id.value;
        *people = (Ids) { 1, one };
        return true;
    }
    if (!sla_followers(writer->db, writer->arena, ticket->id, people, error))
        return false;
    return people->count || sla_desk(writer->db, writer->arena, people, error);
}

static bool tell(const Writer *writer, const SlaTicketRow *ticket, const SlaClockRow *clock, const char *kind,
                 int64_t at, Error *error)
{
    SlaTold told = { ticket->number, clock->kind, clock->due_at };
    NoticeAbout about = { "ticket", ticket->id, ticket->account_id.value, { .visible_to = "support" } };
    Fact fact = { .kind = kind,
                  .account_id = ticket->account_id.value,
                  .actor = "system",
                  .subject = arena_format(writer->arena, "ticket:%lld", (long long)ticket->id),
                  .at = at,
                  .body = &told };
    Ids people;
    if (!fact_write(writer->db, &fact, NULL, error) || !people_of(writer, ticket, &people, error))
        return false;
    for (size_t i = 0; i < people.count; i++)
        if (!notice_give(writer, &about, kind, people.items[i], error))
            return false;
    return true;
}

static bool is_running(const SlaClockRow *clock)
{
    return !clock->stopped_at.known && !clock->paused;
}

static bool is_warned(const SlaClockRow *clock, int64_t now)
{
    return is_running(clock) && clock->warn_at.known && clock->warn_at.value <= now;
}

static bool warn_tell(const Writer *writer, const SlaTicketRow *ticket, SlaClockRow *clock, bool silent, Error *error)
{
    if (!is_warned(clock, writer->now) || clock->breached_at.known || same(clock->warned_due, clock->due_at))
        return true;
    clock->warned_due = clock->due_at;
    return silent || tell(writer, ticket, clock, NOTICE_SLA_WARNED, writer->now, error);
}

/* Once; again only if it was in time meanwhile, as after a change of priority. */
static bool breach_tell(const Writer *writer, const SlaTicketRow *ticket, SlaClockRow *clock, bool silent, Error *error)
{
    if (!clock->breached_at.known) {
        clock->told_due = (OptInt) { 0 };
        return true;
    }
    if (clock->told_due.known)
        return true;
    clock->told_due = clock->due_at;
    return silent || tell(writer, ticket, clock, NOTICE_SLA_BREACHED, clock->breached_at.value, error);
}

/* ---- clocks ---------------------------------------------------------------------------------------------------- */

static const SlaClockRow *stored_of(const SlaClockRow *stored, size_t count, const SlaClockRow *clock)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(stored[i].kind, clock->kind) == 0 && stored[i].turn == clock->turn)
            return &stored[i];
    return NULL;
}

/* Until somebody was warned, there is something to tell before it is late. */
static OptInt look_at(const SlaClockRow *clock)
{
    bool warns = is_running(clock) && clock->warn_at.known && !clock->breached_at.known &&
                 !same(clock->warned_due, clock->due_at);
    return warns ? clock->warn_at : clock->look_at;
}

static bool clock_keep(const Writer *writer, const SlaTicketRow *ticket, const SlaClockRow *before, SlaClockRow *clock,
                       bool silent, Error *error)
{
    clock->id = before ? before->id : id_new();
    if (before) {
        clock->warned_due = before->warned_due;
        clock->told_due = before->told_due;
    }
    if (!warn_tell(writer, ticket, clock, silent, error) || !breach_tell(writer, ticket, clock, silent, error))
        return false;
    clock->look_at = look_at(clock);
    return sla_clock_put(writer->db, clock, error);
}

static bool clocks_keep(const Writer *writer, const SlaTicketRow *ticket, SlaClockRow *clocks, size_t count,
                        bool silent, Error *error)
{
    SlaClockRow *stored;
    size_t stored_count;
    if (!sla_clocks_of(writer->db, writer->arena, ticket->id, &stored, &stored_count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!clock_keep(writer, ticket, stored_of(stored, stored_count, &clocks[i]), &clocks[i], silent, error))
            return false;
    for (size_t i = 0; i < stored_count; i++)
        if (!stored_of(clocks, count, &stored[i]) && !sla_clock_remove(writer->db, stored[i].id, error))
            return false;
    return true;
}

/* ---- the ticket ------------------------------------------------------------------------------------------------ */

static bool is_sooner(const SlaClockRow *clock, const SlaClockRow *than)
{
    return clock->due_at.known && (!than || clock->due_at.value < than->due_at.value);
}

/* Of the clocks that run, the one that is due first. */
static TicketPromise shown_of(const SlaClockRow *clocks, size_t count)
{
    const SlaClockRow *next = NULL;
    int64_t breaches = 0;
    bool paused = false;
    for (size_t i = 0; i < count; i++) {
        breaches += clocks[i].breached_at.known;
        paused |= clocks[i].paused;
        if (is_running(&clocks[i]) && is_sooner(&clocks[i], next))
            next = &clocks[i];
    }
    return (TicketPromise) { .due_at = next ? next->due_at : (OptInt) { 0 },
                             .warn_at = next ? next->warn_at : (OptInt) { 0 },
                             .due_kind = next ? next->kind : NULL,
                             .due_paused = { !next && paused, count > 0 },
                             .breaches = { breaches, count > 0 } };
}

/* ---- one ticket ------------------------------------------------------------------------------------------------ */

static bool same_promise(const SlaPromiseRow *a, const SlaPromiseRow *b)
{
    return a->policy_id == b->policy_id && same(a->hours_id, b->hours_id) && same(a->first_minutes, b->first_minutes) &&
           same(a->next_minutes, b->next_minutes) && same(a->resolution_minutes, b->resolution_minutes) &&
           same(a->warn_minutes, b->warn_minutes) && same(a->warn_percent, b->warn_percent);
}

/* One that is solved keeps what it had; one that came solved is judged once. */
static bool is_settled(const SlaTicketRow *ticket, const SlaPromiseRow *before)
{
    bool done = strcmp(ticket->state, "solved") == 0 || strcmp(ticket->state, "closed") == 0;
    return done && (before || ticket->version > 1);
}

static bool promise_put(const Writer *writer, const SlaPromiseRow *before, const SlaPromiseRow *promise, Error *error)
{
    if (before && promise && same_promise(before, promise))
        return true;
    return (!before || sla_promise_drop(writer->db, before->ticket_id, error)) &&
           (!promise || sla_promise_insert(writer->db, promise, error));
}

static bool promise_of(const Writer *writer, const SlaTicketRow *ticket, SlaPromiseRow *before, SlaPromiseRow **promise,
                       Error *error)
{
    SlaAt at = { writer->services, writer->db, writer->arena, writer->now };
    *promise = before;
    return is_settled(ticket, before) ||
           (sla_choose(&at, ticket, promise, error) && promise_put(writer, before, *promise, error));
}

static bool account_counts(const Writer *writer, const SlaTicketRow *ticket, Error *error)
{
    return !ticket->account_id.known || columns_renew(writer, SLA_COLUMNS, ticket->account_id.value, error);
}

static bool let_go(const Writer *writer, int64_t ticket_id, Error *error)
{
    return sla_clocks_drop(writer->db, ticket_id, error) && sla_promise_drop(writer->db, ticket_id, error);
}

static bool nothing_promised(const Writer *writer, const SlaTicketRow *ticket, SlaPromiseRow *before, Error *error)
{
    TicketPromise none = { 0 };
    return !before || (sla_clocks_drop(writer->db, ticket->id, error) &&
                       ticket_promise(writer->db, ticket->id, &none, error) && account_counts(writer, ticket, error));
}

bool sla_refresh(const Writer *writer, int64_t ticket_id, Error *error)
{
    SlaAt at = { writer->services, writer->db, writer->arena, writer->now };
    SlaTicketRow *ticket;
    SlaPromiseRow *before, *promise;
    SlaClockRow *clocks;
    size_t count;
    if (!sla_ticket(writer->db, writer->arena, ticket_id, &ticket, error))
        return false;
    if (!ticket)
        return let_go(writer, ticket_id, error);
    if (!sla_promise_of(writer->db, writer->arena, ticket_id, &before, error) ||
        !promise_of(writer, ticket, before, &promise, error))
        return false;
    if (!promise)
        return nothing_promised(writer, ticket, before, error);
    if (!sla_compute(&at, ticket, promise, &clocks, &count, error) ||
        !clocks_keep(writer, ticket, clocks, count, !before, error))
        return false;
    TicketPromise shown = shown_of(clocks, count);
    return ticket_promise(writer->db, ticket_id, &shown, error) && account_counts(writer, ticket, error);
}

/* ---- when something is due ------------------------------------------------------------------------------------- */

enum { LOOK_EVERY_MS = 15000, STEP = 100, STEPS_A_TURN = 20 };

typedef struct {
    Services *services;
    int64_t now, after, refreshed;
    bool more;
} Turn;

static bool refresh_each(Turn *turn, Db *db, Ids tickets, Error *error)
{
    Writer writer = { turn->services, db, db_arena(db), "system", turn->now };
    for (size_t i = 0; i < tickets.count; i++)
        if (!sla_refresh(&writer, tickets.items[i], error))
            return false;
    turn->refreshed += (int64_t)tickets.count;
    turn->more = tickets.count == STEP;
    return true;
}

static bool due_read(Db *db, void *context, Error *error)
{
    Turn *turn = context;
    Ids tickets;
    if (!sla_looks(db, db_arena(db), turn->now, 1, &tickets, error))
        return false;
    turn->more = tickets.count > 0;
    return true;
}

static bool due_work(Db *db, void *context, Error *error)
{
    Turn *turn = context;
    Ids tickets;
    return sla_looks(db, db_arena(db), turn->now, STEP, &tickets, error) && refresh_each(turn, db, tickets, error);
}

/* Where nothing is due nothing is written. */
static bool due_turn(Services *services, Arena *arena, int64_t now, Error *error)
{
    Turn turn = { .services = services, .now = now };
    (void)arena;
    if (!store_read(services->store, due_read, &turn, error))
        return false;
    for (int step = 0; turn.more && step < STEPS_A_TURN && !atomic_load(&services->stopping); step++)
        if (!store_write(services->store, due_work, &turn, error))
            return false;
    return true;
}

const Schedule SLA_SCHEDULES[] = { { "sla.due", LOOK_EVERY_MS, due_turn }, { 0 } };

/* ---- all tickets ----------------------------------------------------------------------------------------------- */

bool sla_refresh_all(Db *db, Error *error)
{
    return job_once(db, SLA_JOB, "all", NULL, 0, error);
}

static bool all_work(Db *db, void *context, Error *error)
{
    Turn *turn = context;
    Ids tickets;
    if (!sla_tickets_after(db, db_arena(db), turn->after, STEP, &tickets, error) ||
        !refresh_each(turn, db, tickets, error))
        return false;
    if (tickets.count)
        turn->after = tickets.items[tickets.count - 1];
    if (turn->more)
        return true;
    Fact fact = { .kind = "sla.recalculated", .actor = "system", .at = turn->now };
    return fact_write(db, &fact, NULL, error);
}

bool sla_rebuild(Services *services, Error *error)
{
    Turn turn = { .services = services, .now = clock_now(), .more = true };
    while (turn.more) {
        if (atomic_load(&services->stopping))
            return fail(error, ERROR_BUSY, NULL, "stopping; the due times are recalculated after the next start");
        if (!store_write(services->store, all_work, &turn, error))
            return false;
    }
    return true;
}

static bool all_run(Services *services, Arena *arena, const char *body, Error *error)
{
    (void)arena;
    (void)body;
    return sla_rebuild(services, error);
}

const JobKind SLA_JOBS[] = { { SLA_JOB, all_run }, { 0 } };

static bool begins(const Fact *fact, const char *with)
{
    return strncmp(fact->kind, with, strlen(with)) == 0;
}

/* What moves the due times of many: calendars, holidays, policies, segments. */
static bool moves_all(const Fact *fact)
{
    static const char *const KINDS[] = { "hours.", "holiday.", "calendar.", "sla_policy.", "segment.", "workspace." };
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (begins(fact, KINDS[i]))
            return true;
    return false;
}

/* An account that changes may fit another policy. */
static bool account_moves(Services *services, Db *db, const Fact *fact, Error *error)
{
    Turn turn = { .services = services, .now = clock_now() };
    Ids tickets;
    return sla_tickets_of(db, db_arena(db), fact->account_id, &tickets, error) &&
           refresh_each(&turn, db, tickets, error);
}

static bool fact_take(Services *services, Db *db, int64_t fact_id, const Fact *fact, Error *error)
{
    (void)fact_id;
    if (moves_all(fact))
        return sla_refresh_all(db, error);
    return !begins(fact, "account.") || !fact->account_id || account_moves(services, db, fact, error);
}

const FactReader SLA_READERS[] = { { "sla", fact_take }, { 0 } };
