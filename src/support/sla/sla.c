/*
 * Promises as they are kept: stored clocks, what the ticket shows of them, and who is told. sla_refresh is the one way
 * to all of it: after each change of the ticket, when something is due, after a change of policies or calendars. It
 * computes everything anew, so it may run as often as it likes; what came out as it was is not written again.
 *
 * In order: telling; clocks; the ticket; the account; one ticket.
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

/* One ticket while it is computed: its clocks as they were stored and as they are now. */
typedef struct {
    const Writer *writer;
    const SlaTicketRow *ticket;
    SlaClocks stored, clocks;
    bool silent;
    bool changed;  /* a clock is not what it was */
    bool breaches; /* nor is what the account's column counts */
} Keeping;

static bool same(OptInt a, OptInt b)
{
    return a.known == b.known && (!a.known || a.value == b.value);
}

static const SlaClockRow *clock_with(SlaClocks clocks, int64_t id)
{
    for (size_t i = 0; id && i < clocks.count; i++)
        if (clocks.items[i].id == id)
            return &clocks.items[i];
    return NULL;
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

static bool tell(const Keeping *keeping, const SlaClockRow *clock, const char *kind, int64_t at, Error *error)
{
    const Writer *writer = keeping->writer;
    const SlaTicketRow *ticket = keeping->ticket;
    SlaTold told = { ticket->number, clock->kind, clock->due_at };
    NoticeAbout about = { "ticket", ticket->id, ticket->account_id.value, { .visible_to = "support" } };
    Fact fact = { .kind = kind,
                  .account_id = ticket->account_id.value,
                  .actor = "system",
                  .subject = arena_format(writer->arena, "ticket:%lld", (long long)ticket->id),
                  .at = at,
                  .body = &told };
    Ids people;
    if (keeping->silent)
        return true;
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

static bool warn_tell(const Keeping *keeping, SlaClockRow *clock, Error *error)
{
    int64_t now = keeping->writer->now;
    if (!is_warned(clock, now) || clock->breached_at.known || same(clock->warned_due, clock->due_at))
        return true;
    clock->warned_due = clock->due_at;
    return tell(keeping, clock, NOTICE_SLA_WARNED, now, error);
}

/* Once; again only if it was in time meanwhile, as after a change of priority. What had stopped when it was computed
 * last broke nothing since: only a calendar that changed may say otherwise, and there is nobody to hurry. */
static bool breach_tell(const Keeping *keeping, const SlaClockRow *before, SlaClockRow *clock, Error *error)
{
    if (!clock->breached_at.known) {
        clock->told_due = (OptInt) { 0 };
        return true;
    }
    if (clock->told_due.known)
        return true;
    clock->told_due = clock->due_at;
    bool ran = !clock->stopped_at.known || (before && !before->stopped_at.known);
    return !ran || tell(keeping, clock, NOTICE_SLA_BREACHED, clock->breached_at.value, error);
}

/* ---- clocks ---------------------------------------------------------------------------------------------------- */

/* Until somebody was warned, there is something to tell before it is late. */
static OptInt look_at(const SlaClockRow *clock)
{
    if (clock->breached_at.known)
        return (OptInt) { 0 };
    bool warns = is_running(clock) && clock->warn_at.known && !same(clock->warned_due, clock->due_at);
    return warns ? clock->warn_at : clock->late_at;
}

/* What goes by by itself is not stored: it is measured when it is shown. */
static void settle(SlaClockRow *clock)
{
    clock->look_at = look_at(clock);
    if (is_running(clock))
        clock->business_ms = 0;
    if (!clock->due_at.known)
        clock->reasons = "[]";
}

static bool is_same(Arena *arena, const SlaClockRow *a, const SlaClockRow *b)
{
    Text first = text_new(arena), second = text_new(arena);
    shape_write_known(&first, &SLA_CLOCK_ROW, a);
    shape_write_known(&second, &SLA_CLOCK_ROW, b);
    return strcmp(text_string(&first), text_string(&second)) == 0;
}

static bool clock_keep(Keeping *keeping, SlaClockRow *clock, Error *error)
{
    const SlaClockRow *before = clock_with(keeping->stored, clock->id);
    if (!warn_tell(keeping, clock, error) || !breach_tell(keeping, before, clock, error))
        return false;
    settle(clock);
    if (before && is_same(keeping->writer->arena, before, clock))
        return true;
    keeping->changed = true;
    keeping->breaches |= !same(before ? before->breached_on : (OptInt) { 0 }, clock->breached_on);
    if (!before)
        clock->id = id_new();
    return sla_clock_put(keeping->writer->db, clock, error);
}

static bool clocks_keep(Keeping *keeping, Error *error)
{
    for (size_t i = 0; i < keeping->clocks.count; i++)
        if (!clock_keep(keeping, &keeping->clocks.items[i], error))
            return false;
    for (size_t i = 0; i < keeping->stored.count; i++) {
        const SlaClockRow *gone = &keeping->stored.items[i];
        if (clock_with(keeping->clocks, gone->id))
            continue;
        keeping->changed = true;
        keeping->breaches |= gone->breached_on.known;
        if (!sla_clock_remove(keeping->writer->db, gone->id, error))
            return false;
    }
    return true;
}

/* ---- the ticket ------------------------------------------------------------------------------------------------ */

static bool is_sooner(const SlaClockRow *clock, const SlaClockRow *than)
{
    return clock->due_at.known && (!than || clock->due_at.value < than->due_at.value);
}

/* Of the clocks that run, the one that is due first. */
static TicketPromise shown_of(SlaClocks clocks)
{
    const SlaClockRow *next = NULL;
    int64_t breaches = 0;
    bool paused = false;
    for (size_t i = 0; i < clocks.count; i++) {
        const SlaClockRow *clock = &clocks.items[i];
        breaches += clock->breached_at.known;
        paused |= clock->paused;
        if (is_running(clock) && is_sooner(clock, next))
            next = clock;
    }
    TicketPromise shown = { .due_paused = { !next && paused, clocks.count > 0 },
                            .breaches = { breaches, clocks.count > 0 } };
    if (next) {
        shown.due_at = next->due_at;
        shown.late_at = next->late_at;
        shown.warn_at = next->warn_at;
        shown.due_kind = next->kind;
    }
    return shown;
}

static bool shows(const SlaTicketRow *ticket, const TicketPromise *shown)
{
    return same(ticket->due_at, shown->due_at) && same(ticket->late_at, shown->late_at) &&
           same(ticket->warn_at, shown->warn_at) && same(ticket->due_paused, shown->due_paused) &&
           same(ticket->breaches, shown->breaches) && text_equal(ticket->due_kind, shown->due_kind);
}

static bool ticket_show(Keeping *keeping, Error *error)
{
    TicketPromise shown = shown_of(keeping->clocks);
    if (shows(keeping->ticket, &shown))
        return true;
    keeping->changed = true;
    return ticket_promise(keeping->writer->db, keeping->ticket->id, &shown, error);
}

/* ---- the account ----------------------------------------------------------------------------------------------- */

static bool account_counts(const Writer *writer, OptInt account, Error *error)
{
    return !account.known || columns_renew(writer, SLA_COLUMNS, account.value, error);
}

static bool has_breach(SlaClocks clocks)
{
    for (size_t i = 0; i < clocks.count; i++)
        if (clocks.items[i].breached_on.known)
            return true;
    return false;
}

/* Both accounts of a ticket that moved count again, where it has what they count. */
static bool accounts_count(const Keeping *keeping, const TicketFollowed *followed, Error *error)
{
    bool moved = followed->moved && (has_breach(keeping->stored) || has_breach(keeping->clocks));
    if (!moved && !keeping->breaches)
        return true;
    OptInt here = keeping->ticket ? keeping->ticket->account_id : (OptInt) { 0 };
    return account_counts(keeping->writer, here, error) &&
           (!moved || account_counts(keeping->writer, followed->former_account, error));
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

static bool promise_of(const SlaAt *at, const Writer *writer, const SlaTicketRow *ticket, SlaPromiseRow *before,
                       SlaPromiseRow **promise, Error *error)
{
    *promise = before;
    return is_settled(ticket, before) ||
           (sla_choose(at, ticket, promise, error) && promise_put(writer, before, *promise, error));
}

static bool let_go(Keeping *keeping, const TicketFollowed *followed, Error *error)
{
    Db *db = keeping->writer->db;
    return sla_clocks_drop(db, followed->ticket_id, error) && sla_promise_drop(db, followed->ticket_id, error) &&
           accounts_count(keeping, followed, error);
}

/* It was merged into another ticket, which has its messages: its clocks wait for an undo as they are. */
static bool put_aside(Keeping *keeping, const TicketFollowed *followed, Error *error)
{
    return sla_clocks_silence(keeping->writer->db, followed->ticket_id, error) &&
           accounts_count(keeping, followed, error);
}

static bool compute(const SlaAt *at, Keeping *keeping, const SlaAsked *asked, Error *error)
{
    const Writer *writer = keeping->writer;
    SlaPromiseRow *before, *promise;
    if (!sla_promise_of(writer->db, writer->arena, keeping->ticket->id, &before, error) ||
        !promise_of(at, writer, keeping->ticket, before, &promise, error))
        return false;
    SlaCase of = { .ticket = keeping->ticket, .promise = promise, .stored = keeping->stored };
    keeping->silent = asked->followed.silent || (asked->new_is_silent && !before);
    return sla_compute(at, &of, &keeping->clocks, error) && clocks_keep(keeping, error) &&
           ticket_show(keeping, error) && accounts_count(keeping, &asked->followed, error);
}

bool sla_refresh(const Writer *writer, const SlaAsked *asked, bool *changed, Error *error)
{
    SlaAt at = { writer->services, writer->db, writer->arena, writer->now };
    Keeping keeping = { .writer = writer };
    SlaTicketRow *ticket;
    int64_t id = asked->followed.ticket_id;
    if (!sla_ticket(writer->db, writer->arena, id, &ticket, error) ||
        !sla_clocks_of(writer->db, writer->arena, id, &keeping.stored.items, &keeping.stored.count, error))
        return false;
    keeping.ticket = ticket;
    if (!ticket)
        return let_go(&keeping, &asked->followed, error);
    if (ticket->merged_into.known)
        return put_aside(&keeping, &asked->followed, error);
    if (!compute(&at, &keeping, asked, error))
        return false;
    *changed |= keeping.changed;
    return true;
}

bool sla_followed(const Writer *writer, const TicketFollowed *what, Error *error)
{
    bool changed = false;
    return sla_refresh(writer, &(SlaAsked) { .followed = *what }, &changed, error);
}
