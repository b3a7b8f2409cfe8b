/*
 * Visits to customers: on which day, and what came of it. The example of CONTRIBUTING.md: a whole module in one folder.
 * Others ask it through its record alone, so it needs no header.
 *
 * Not for: calls and meetings at the desk (customer/task). Units: days as day numbers. Errors: INPUT with the field.
 * Forgets a person: a visit to that person loses its text and whom it was to; the visit itself still counts.
 */
#include "visit.sql.h"

#include "base/id.h"
#include "base/reason.h"
#include "customer/account/account_import.h"
#include "customer/contact/contact.h"
#include "jobs/module.h"

static const ColumnKind COLUMN[] = { { "visits", COLUMN_INT, .dated = true }, { 0 } };
static const ColumnSource COLUMNS[] = {
    { "visits", COLUMN, .counts = visit_days, .counts_of = visit_days_of, .on = { "visit." } }, { 0 }
};
static const SearchSource SEARCH = { "visit", visit_searched, visit_ids_after };

static bool visit_fits(const Writer *writer, const VisitRow *row, VisitOnDayRow **there, Error *error)
{
    if (row->on_day > zone_day(atomic_load(&writer->services->zone), writer->now))
        return fail(error, ERROR_INPUT, "on_day", "a visit cannot be in the future");
    return account_must_exist(writer->db, writer->arena, row->account_id, "account_id", error) &&
           contact_must_exist(writer->db, writer->arena, row->contact_id, "contact_id", error) &&
           visit_on_day(writer->db, writer->arena, row->account_id, row->on_day, there, error);
}

/* At most one a day: the same again is UNCHANGED, another text is TAKEN. The row gets the id of what is there now. */
static bool visit_add(const Writer *writer, VisitRow *row, Upsert *outcome, Error *error)
{
    VisitOnDayRow *there;
    Writer then = *writer; /* it stands in the timeline on its day */
    then.now = zone_midnight(atomic_load(&writer->services->zone), row->on_day);
    if (!visit_fits(writer, row, &there, error))
        return false;
    if (there && !text_equal(there->text, row->text))
        return refuse(error, "on_day", REASON_TAKEN, day_format(writer->arena, row->on_day), NULL);
    *outcome = there ? UPSERT_UNCHANGED : UPSERT_ADDED;
    row->id = there ? there->id : id_new();
    row->created_at = writer->now;
    return there || (visit_insert(writer->db, row, error) && columns_renew(writer, COLUMNS, row->account_id, error) &&
                     search_keep_one(writer->db, &SEARCH, row->id) &&
                     writer_tell(&then, "visit.made", row->account_id, row->contact_id.value, row->id, row, error));
}

/* ---- over the API ---------------------------------------------------------------------------------------------- */

static bool visit_create(Request *request, Error *error)
{
    const NewVisit *in = request->input;
    VisitRow row = {
        .account_id = in->account_id, .contact_id = in->contact_id, .on_day = in->on_day, .text = in->text
    };
    Writer writer = writer_of(request);
    Upsert outcome;
    if (!visit_add(&writer, &row, &outcome, error))
        return false;
    if (outcome == UPSERT_UNCHANGED)
        return refuse(error, "on_day", REASON_TAKEN, day_format(request->arena, row.on_day), NULL);
    return reply_row(request, 201, &VISIT_ROW, &row);
}

static const Route ROUTES[] = {
    { POST, "/api/v1/visits", visit_create, RIGHT_ACT, "Add a visit", .takes = &NEW_VISIT, .gives = &VISIT_ROW },
    { 0 },
};

/* ---- in files -------------------------------------------------------------------------------------------------- */

static const ImportTarget TARGETS[] = {
    { "account", "Account's external id", "顧客企業の外部ID", true, IMPORT_ACCOUNT_NAMES, CELL_ID },
    { "on_day", "Day of the visit", "訪問日", true, "date,day,visitdate,visitedon,日付", CELL_DAY },
    { "text", "Notes", "内容", false, "note,text,memo,メモ,備考" },
    { 0 },
};

static bool visit_take(const ImportRow *row, Upsert *outcome, Error *error)
{
    VisitRow visit = { .text = import_value(row, "text") };
    OptInt day;
    if (!import_account_of(row, "account", &visit.account_id, error) || !import_day(row, "on_day", &day, error))
        return false;
    visit.on_day = day.value;
    return visit_add(&row->batch->writer, &visit, outcome, error);
}

static const ImportKind IMPORT = { "visits", TARGETS, .take = visit_take };

/* ---- persons, and Today ---------------------------------------------------------------------------------------- */

static bool person_forget(const Writer *writer, int64_t contact_id, Error *error)
{
    Ids visits;
    return visit_ids_of_contact(writer->db, writer->arena, contact_id, &visits, error) &&
           visit_forget(writer->db, contact_id, error) && search_keep(writer->db, &SEARCH, visits);
}

static const ContactList LISTS[] = { { "visits", &VISIT_OF_CONTACT_STATEMENT }, { 0 } };
static const ContactHolder PERSONS = { "visit", person_forget, .lists = LISTS, .moves = &VISIT_MOVE_STATEMENT };

/* Whoever was visited and then left alone for half a year: half the risk of a NORMAL account. */
enum { LONG_AGO_DAYS = 180 };
static const double LONG_AGO_RISK = 0.1;

static bool rows_read(const TodayAsked *asked, TodayRows *rows, Error *error)
{
    TodayRow *items;
    if (!visit_long_ago(asked->request->db, asked->request->arena, asked->as_of, LONG_AGO_DAYS, LONG_AGO_RISK, &items,
                        &rows->count, error))
        return false;
    rows->items = items;
    return true;
}

static const TodaySource TODAY = { "visit", .reason = "long_ago", .action = "task", .rows = rows_read };

/* ---- what the program knows of visits -------------------------------------------------------------------------- */

static const FactKind FACTS[] = {
    { "visit.made", &VISIT_MADE, .group = "visit", .wakes = { "today" }, .touches = true,
      .scores = SCORES_ACCOUNT_ALWAYS },
    { 0 },
};

static const MeasureKind MEASURES[] = {
    { "visits", UNIT_COUNT, TAKES_DAYS, true, FIND_SUM, "visits", .days = 90, .none_is_zero = true,
      .reach = &(const Reach) { 1, .most_is_window = true }, .evidence = evidence_sum,
      .definition = "Visits to the account in the last n days, the day asked for included." },
    { 0 },
};

const Module VISIT_MODULE = {
    .name = "visit",
    .routes = (const Route *const[]) { ROUTES, NULL },
    .facts = FACTS,
    .columns = COLUMNS,
    .measures = MEASURES,
    .accounts = &(const AccountHolder) { "visit", .drops = &VISIT_DROP_STATEMENT },
    .persons = &PERSONS,
    .imports = (const ImportKind *const[]) { &IMPORT, NULL },
    .search = (const SearchSource *const[]) { &SEARCH, NULL },
    .timeline = (const TimelineSource[]) { { .subject = "visit", .read = visit_words }, { 0 } },
    .today = &TODAY,
};
