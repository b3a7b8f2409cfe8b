/* Today: of each account the ticket whose promise is overdue longest, since the first business hour after it was due.
 * Known of now alone; a past day has no such rows. */
#include "base/circle.h"
#include "customer/account/today_source.h"
#include "support/sla/sla_store.h"

#include <math.h>

enum { GRAVE_HOURS = 24, URGENCY_HIGH = 2 };

/* What is promised and broken stands above the same ticket's wait: 0.08 more, at the same pace. Our own judgement, told
 * in docs/en/metrics.md. */
static double risk_of(int64_t hours, int64_t urgency)
{
    double speed = urgency >= URGENCY_HIGH ? 2 : 1;
    return fmin(0.4, 0.1 + (double)hours * speed / 480);
}

static TodayRow today_row(const SlaOverdueRow *row, const TodayAsked *asked)
{
    int64_t hours = (asked->until - row->late_at) / MS_PER_HOUR;
    int64_t since =
        row->waiting_since.known && row->waiting_since.value < row->late_at ? row->waiting_since.value : row->late_at;
    bool grave = row->urgency >= URGENCY_HIGH || hours >= GRAVE_HOURS;
    return (TodayRow) { .account_id = row->account_id,
                        .subject_id = row->id,
                        .risk = risk_of((asked->until - since) / MS_PER_HOUR, row->urgency),
                        .level = grave ? TODAY_GRAVE : TODAY_WATCH,
                        .happened_on = { zone_day(atomic_load(&asked->request->services->zone), row->late_at), true },
                        .number = hours };
}

static bool overdue_read(const TodayAsked *asked, TodayRows *rows, Error *error)
{
    const Request *request = asked->request;
    SlaOverdueRow *overdue;
    size_t count;
    *rows = (TodayRows) { 0 };
    if (!(request->caller->rights & CIRCLE_SUPPORT) ||
        asked->as_of != zone_day(atomic_load(&request->services->zone), request->now))
        return true;
    if (!sla_overdue_rows(request->db, request->arena, request->now, &overdue, &count, error))
        return false;
    TodayRow *items = arena_array(request->arena, count + 1, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = today_row(&overdue[i], asked);
    *rows = (TodayRows) { count, items };
    return true;
}

static const SlaNamedRow *named_of(const SlaNamedRow *rows, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].id == id)
            return &rows[i];
    return NULL;
}

/* Hours, the ticket's number, and its subject. */
static void overdue_said(Arena *arena, const SlaNamedRow *ticket, TodaySaid *said)
{
    const char **arguments = arena_array(arena, 3, sizeof *arguments);
    arguments[0] = arena_format(arena, "%lld", (long long)said->row->number);
    arguments[1] = ticket ? arena_format(arena, "%lld", (long long)ticket->number) : "";
    arguments[2] = ticket ? ticket->subject : "";
    said->reason = "overdue";
    said->arguments = (Texts) { 3, arguments };
    said->action = "note";
}

static bool overdue_say(const TodayAsked *asked, TodaySaid *said, size_t count, Error *error)
{
    const Request *request = asked->request;
    int64_t *ids = arena_array(request->arena, count + 1, sizeof *ids);
    SlaNamedRow *rows;
    size_t found;
    for (size_t i = 0; i < count; i++)
        ids[i] = said[i].row->subject_id;
    if (!sla_named(request->db, request->arena, (Ids) { count, ids }, &rows, &found, error))
        return false;
    for (size_t i = 0; i < count; i++)
        overdue_said(request->arena, named_of(rows, found, said[i].row->subject_id), &said[i]);
    return true;
}

const TodaySource SLA_TODAY = { .name = "sla", .subject = "ticket", .rows = overdue_read, .say = overdue_say };
