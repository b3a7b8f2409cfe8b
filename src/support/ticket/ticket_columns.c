/*
 * What the engine knows of an account's tickets, the measures over it, and what Today says: the ticket of each account
 * that has waited longest.
 *
 * Columns: how many were opened and reopened by day, how many are open (both dated, so any past day is known), and
 * since when the oldest unanswered message waits.
 */
#include "engine/measure_kind.h"
#include "support/ticket/ticket_store.h"

#include <math.h>

#define COLUMN_OPENED   "tickets_opened"
#define COLUMN_REOPENED "tickets_reopened"
#define COLUMN_OPEN     "tickets_open"
#define COLUMN_WAITING  "tickets_waiting_since"

/* ---- columns --------------------------------------------------------------------------------------------------- */

static const ColumnKind OPENED[] = { { COLUMN_OPENED, COLUMN_INT, .dated = true }, { 0 } };
static const ColumnKind REOPENED[] = { { COLUMN_REOPENED, COLUMN_INT, .dated = true }, { 0 } };
static const ColumnKind OPEN[] = { { COLUMN_OPEN, COLUMN_INT, .dated = true }, { 0 } };
static const ColumnKind WAITING[] = { { COLUMN_WAITING, COLUMN_DAY, .dated = false }, { 0 } };

static bool waiting_put(ColumnFill *fill, int64_t account, OptInt since)
{
    const Zone *zone = atomic_load(&column_services(fill)->zone);
    EngineValue value = since.known ? engine_int(zone_day(zone, since.value)) : engine_unknown();
    column_row(fill, account, &value);
    return true;
}

static bool each_take(const TicketWaitingEachRow *row, void *context, Error *error)
{
    (void)error;
    return waiting_put(context, row->account_id, row->since);
}

static bool of_take(const TicketWaitingOfRow *row, void *context, Error *error)
{
    (void)error;
    return waiting_put(context, row->account_id, row->since);
}

static bool waiting_load(Db *db, ColumnFill *fill, Error *error)
{
    return ticket_waiting_each(db, each_take, fill, error);
}

static bool waiting_some(Db *db, ColumnFill *fill, Ids accounts, Error *error)
{
    return ticket_waiting_of(db, accounts, of_take, fill, error);
}

#define ON .on = { "ticket.", "message." }
const ColumnSource TICKET_COLUMNS[] = {
    { "tickets opened", OPENED, .counts = ticket_opened_days, .counts_of = ticket_opened_days_of, ON },
    { "tickets reopened", REOPENED, .counts = ticket_reopened_days, .counts_of = ticket_reopened_days_of, ON },
    { "open tickets", OPEN, .counts = ticket_open_days, .counts_of = ticket_open_days_of, ON },
    { "waiting tickets", WAITING, waiting_load, waiting_some, ON },
    { 0 },
};

/* ---- measures -------------------------------------------------------------------------------------------------- */

/* An account that never had a ticket has none open. */
static double open_tickets(const EngineView *view, int64_t account, int64_t product, int64_t feature, int days,
                           int64_t as_of)
{
    int column = view_column(view, COLUMN_OPEN);
    EngineValue open = column < 0 ? engine_unknown() : view_value(view, account, column, 0, as_of);
    (void)product;
    (void)feature;
    (void)days;
    return open.known ? (double)open.integer : 0;
}

const MeasureKind TICKET_MEASURES[] = {
    { "tickets_opened", UNIT_COUNT, TAKES_DAYS, false, FIND_SUM, COLUMN_OPENED, .days = 28, .none_is_zero = true,
      .evidence = evidence_sum, .definition = "Tickets of the account that were opened in the last n days." },
    { "tickets_reopened", UNIT_COUNT, TAKES_DAYS, false, FIND_SUM, COLUMN_REOPENED, .days = 28, .none_is_zero = true,
      .evidence = evidence_sum,
      .definition = "How often, in the last n days, a customer's message opened a ticket of the account again within "
                    "14 days after it was solved." },
    { "tickets_open", UNIT_COUNT, 0, false, FIND_FUNCTION, .function = open_tickets,
      .reach = &(const Reach) { 1, .least = 0, .most = 1000 },
      .definition = "Tickets of the account that were neither solved nor closed at the end of the day." },
    { "tickets_waiting_days", UNIT_DAYS, 0, false, FIND_DAYS_AFTER, COLUMN_WAITING,
      .definition = "Days since the oldest message of the customer that nobody has answered; unknown where none "
                    "waits." },
    { 0 },
};

/* ---- Today ----------------------------------------------------------------------------------------------------- */

enum { GRAVE_HOURS = 72, GRAVE_HOURS_URGENT = 24, URGENCY_HIGH = 2 };

/* A question that nobody answers costs trust by the day: a tenth after two days, at most a third of what the account
 * pays; twice as fast where it is urgent. Our own judgement, told in docs/en/metrics.md. */
static double risk_of(int64_t hours, int64_t urgency)
{
    double speed = urgency >= URGENCY_HIGH ? 2 : 1;
    return fmin(1.0 / 3, 0.02 + (double)hours * speed / 480);
}

static TodayRow today_row(const TicketWaitingRowsRow *row, const TodayAsked *asked)
{
    int64_t hours = (asked->until - row->waiting_since) / MS_PER_HOUR;
    int64_t grave = row->urgency >= URGENCY_HIGH ? GRAVE_HOURS_URGENT : GRAVE_HOURS;
    return (
        TodayRow) { .account_id = row->account_id,
                    .subject_id = row->id,
                    .risk = risk_of(hours, row->urgency),
                    .level = hours >= grave ? TODAY_GRAVE : TODAY_WATCH,
                    .happened_on = { zone_day(atomic_load(&asked->request->services->zone), row->waiting_since), true },
                    .number = hours };
}

/* What waits is known of now alone; a past day has no such rows. */
static bool rows_read(const TodayAsked *asked, TodayRows *rows, Error *error)
{
    const Request *request = asked->request;
    TicketWaitingRowsRow *waiting;
    size_t count;
    *rows = (TodayRows) { 0 };
    if (!(request->caller->rights & CIRCLE_SUPPORT) ||
        asked->as_of != zone_day(atomic_load(&request->services->zone), request->now))
        return true;
    if (!ticket_waiting_rows(request->db, request->arena, request->now, &waiting, &count, error))
        return false;
    TodayRow *items = arena_array(request->arena, count + 1, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = today_row(&waiting[i], asked);
    *rows = (TodayRows) { count, items };
    return true;
}

static const TicketRow *row_of(const TicketRow *rows, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].id == id)
            return &rows[i];
    return NULL;
}

/* Hours, the ticket's number, and its subject. */
static void ticket_said(Arena *arena, const TicketRow *ticket, TodaySaid *said)
{
    const char **arguments = arena_array(arena, 3, sizeof *arguments);
    arguments[0] = arena_format(arena, "%lld", (long long)said->row->number);
    arguments[1] = ticket ? arena_format(arena, "%lld", (long long)ticket->number) : "";
    arguments[2] = ticket ? ticket->subject : "";
    said->reason = "waiting";
    said->arguments = (Texts) { 3, arguments };
    said->action = "note";
}

static bool rows_say(const TodayAsked *asked, TodaySaid *said, size_t count, Error *error)
{
    const Request *request = asked->request;
    int64_t *ids = arena_array(request->arena, count + 1, sizeof *ids);
    TicketRow *rows;
    size_t found;
    for (size_t i = 0; i < count; i++)
        ids[i] = said[i].row->subject_id;
    if (!ticket_by_ids(request->db, request->arena, (Ids) { count, ids }, &rows, &found, error))
        return false;
    for (size_t i = 0; i < count; i++)
        ticket_said(request->arena, row_of(rows, found, said[i].row->subject_id), &said[i]);
    return true;
}

const TodaySource TICKET_TODAY = { .name = "ticket", .subject = "ticket", .rows = rows_read, .say = rows_say };
