/*
 * The order of Today: the rows of all sources, each with what its account pays, from the most urgent on. First what is
 * pure, then gathering from the sources, then ranking.
 */
#include "success/today/today.h"

#include "base/money.h"
#include "jobs/module.h"
#include "success/today/ranked.h"

#include <stdlib.h>
#include <string.h>

/* ---- pure ------------------------------------------------------------------------------------------------------ */

double loss_nearness(OptInt days_left)
{
    const double far = 0.2, half_at = 90;
    if (!days_left.known)
        return far;
    double nearness = 1 / (1 + (days_left.value > 0 ? (double)days_left.value : 0) / half_at);
    return nearness < far ? far : nearness;
}

int urgency_order(const Urgency *a, const Urgency *b)
{
    if (a->first != b->first)
        return a->first ? 1 : -1;
    if (a->loss != b->loss)
        return a->loss > b->loss ? 1 : -1;
    return (a->seats > b->seats) - (a->seats < b->seats);
}

/* ---- what the sources have ------------------------------------------------------------------------------------- */

static void rows_add(Ranking *ranking, Arena *arena, const TodaySource *source, const TodayRows *rows)
{
    Ranked *items = arena_array(arena, ranking->count + rows->count + 1, sizeof *items);
    if (ranking->count)
        memcpy(items, ranking->items, ranking->count * sizeof *items);
    for (size_t i = 0; i < rows->count; i++)
        items[ranking->count + i] = (Ranked) { .source = source, .row = &rows->items[i] };
    ranking->items = items;
    ranking->count += rows->count;
}

bool today_rows(const TodayAsked *asked, Ranking *ranking, Error *error)
{
    *ranking = (Ranking) { 0 };
    for (const Module *const *at = modules_used(); *at; at++) {
        const TodaySource *source = (*at)->today;
        TodayRows rows = { 0 };
        if (!source || !source->rows)
            continue;
        if (!source->rows(asked, &rows, error))
            return false;
        rows_add(ranking, asked->request->arena, source, &rows);
    }
    return true;
}

static int by_due(const void *a, const void *b)
{
    const TodayDue *first = a, *second = b;
    if (first->due_on.known != second->due_on.known)
        return first->due_on.known ? -1 : 1;
    if (first->due_on.known && first->due_on.value != second->due_on.value)
        return first->due_on.value < second->due_on.value ? -1 : 1;
    return first->id < second->id ? -1 : first->id > second->id;
}

static void dues_add(TodayDues *dues, Arena *arena, const TodaySource *source, const TodayDues *more)
{
    TodayDue *items = arena_array(arena, dues->count + more->count + 1, sizeof *items);
    for (size_t i = 0; i < dues->count; i++)
        items[i] = dues->items[i];
    for (size_t i = 0; i < more->count; i++) {
        items[dues->count + i] = more->items[i];
        items[dues->count + i].source = source->name;
    }
    dues->items = items;
    dues->count += more->count;
    dues->listed += more->listed;
    dues->open += more->open;
    dues->due += more->due;
}

bool today_dues(const TodayAsked *asked, int64_t most, TodayDues *dues, Error *error)
{
    *dues = (TodayDues) { 0 };
    for (const Module *const *at = modules_used(); *at; at++) {
        const TodaySource *source = (*at)->today;
        TodayDues more = { 0 };
        if (!source || !source->due)
            continue;
        if (!source->due(asked, most, &more, error))
            return false;
        dues_add(dues, asked->request->arena, source, &more);
    }
    if (dues->count)
        qsort(dues->items, dues->count, sizeof *dues->items, by_due);
    if (dues->count > (size_t)most)
        dues->count = (size_t)most;
    return true;
}

/* ---- what an account is worth ---------------------------------------------------------------------------------- */

typedef struct {
    int owner, mrr, own, currency, without, seats, renews, notice, monthly;
} Columns;

static Columns columns_find(const EngineView *view)
{
    return (Columns) { .owner = view_column(view, "owner_id"),
                       .mrr = view_column(view, ENGINE_MRR),
                       .own = view_column(view, COLUMN_MRR_OWN),
                       .currency = view_column(view, COLUMN_CURRENCY),
                       .without = view_column(view, COLUMN_WITHOUT_RATE),
                       .seats = view_column(view, ENGINE_SEATS),
                       .renews = view_column(view, ENGINE_RENEWS_ON),
                       .notice = view_column(view, ENGINE_NOTICE_ON),
                       .monthly = view_column(view, COLUMN_MONTHLY) };
}

static EngineValue value_at(const EngineView *view, int64_t account, int column, int64_t day)
{
    return column < 0 ? engine_unknown() : view_value(view, account, column, 0, day);
}

static OptInt int_at(const EngineView *view, int64_t account, int column, int64_t day)
{
    EngineValue value = value_at(view, account, column, day);
    return (OptInt) { .value = value.integer, .known = value.known };
}

static Worth worth_of(const EngineView *view, const Columns *columns, int64_t account, int64_t day)
{
    EngineValue currency = value_at(view, account, columns->currency, day);
    EngineValue without = value_at(view, account, columns->without, day);
    return (Worth) { .account_id = account,
                     .owner_id = int_at(view, account, columns->owner, day),
                     .mrr_micros = int_at(view, account, columns->mrr, day),
                     .own_micros = int_at(view, account, columns->own, day),
                     .currency = currency.known ? currency.text : NULL,
                     .without_rate = without.known ? without.text : NULL,
                     .seats = int_at(view, account, columns->seats, day),
                     .renews_on = int_at(view, account, columns->renews, day),
                     .notice_on = int_at(view, account, columns->notice, day),
                     .monthly = int_at(view, account, columns->monthly, day).known };
}

static int by_row_account(const void *a, const void *b)
{
    int64_t first = ((const Ranked *)a)->row->account_id, second = ((const Ranked *)b)->row->account_id;
    return first < second ? -1 : first > second;
}

static void worths_fill(Ranking *ranking, const EngineView *view, Arena *arena, int64_t day)
{
    Worth *worths = arena_array(arena, ranking->count + 1, sizeof *worths);
    Columns columns = columns_find(view);
    size_t count = 0;
    if (ranking->count)
        qsort(ranking->items, ranking->count, sizeof *ranking->items, by_row_account);
    for (size_t i = 0; i < ranking->count; i++) {
        int64_t account = ranking->items[i].row->account_id;
        if (count == 0 || worths[count - 1].account_id != account)
            worths[count++] = worth_of(view, &columns, account, day);
        ranking->items[i].worth = &worths[count - 1];
    }
    ranking->worths = worths;
    ranking->worth_count = count;
}

/* ---- ranking --------------------------------------------------------------------------------------------------- */

/* A notice date gone by decides nothing any more: then the renewal counts. Who pays by the month can leave now. */
static OptInt days_left(const Ranked *ranked, int64_t day)
{
    OptInt date = ranked->row->due_on;
    if (!date.known && ranked->worth->monthly)
        return (OptInt) { .known = true };
    if (!date.known)
        date = ranked->worth->notice_on;
    if (!date.known || (date.value < day && !ranked->row->due_on.known))
        date = ranked->worth->renews_on;
    return (OptInt) { .value = date.value - day, .known = date.known };
}

static bool has_money(const Worth *worth)
{
    return worth->mrr_micros.known && worth->mrr_micros.value > 0;
}

/* What a seat pays on average in the workspace, whoever is asked for, so that seats and currencies without a rate
 * stand in one order with money; 0 = no telling. */
static double seat_price(const Ranking *ranking)
{
    double micros = 0, seats = 0;
    for (size_t i = 0; i < ranking->worth_count; i++) {
        const Worth *worth = &ranking->worths[i];
        if (!has_money(worth) || !worth->seats.known)
            continue;
        micros += (double)worth->mrr_micros.value;
        seats += (double)worth->seats.value;
    }
    return seats > 0 ? micros / seats : 0;
}

static void urgency_fill(Ranked *ranked, double per_seat, int64_t day)
{
    const Worth *worth = ranked->worth;
    double seats = worth->seats.known ? (double)worth->seats.value : 1;
    ranked->weight = ranked->row->risk * loss_nearness(days_left(ranked, day));
    ranked->urgency =
        (Urgency) { .first = ranked->row->first,
                    .seats = seats * ranked->weight,
                    .loss = (has_money(worth) ? (double)worth->mrr_micros.value : seats * per_seat) * ranked->weight };
}

/* The list's order as a number: the expected loss, or seats where nothing costs anything. What comes first comes before
 * the most of the others, so that is added. */
static void scores_fill(Ranking *ranking)
{
    double most_of_others = 0;
    bool money = false;
    for (size_t i = 0; i < ranking->count; i++)
        money = money || ranking->items[i].urgency.loss > 0;
    for (size_t i = ranking->count; i-- > 0;) {
        Ranked *ranked = &ranking->items[i];
        ranked->score = money ? ranked->urgency.loss / MICROS_PER_MAJOR : ranked->urgency.seats;
        if (ranked->urgency.first)
            ranked->score += most_of_others;
        else
            most_of_others = ranked->score;
    }
}

static int by_urgency(const void *a, const void *b)
{
    const Ranked *first = a, *second = b;
    int order = urgency_order(&second->urgency, &first->urgency);
    if (order)
        return order;
    order = by_row_account(a, b);
    return order ? order
                 : (first->row->subject_id > second->row->subject_id) -
                       (first->row->subject_id < second->row->subject_id);
}

bool worth_is_asked(const Worth *worth, const TodayAsked *asked)
{
    return !asked->owner || (worth->owner_id.known && worth->owner_id.value == asked->owner);
}

void today_rank(Ranking *ranking, const EngineView *view, Arena *arena, const TodayAsked *asked)
{
    size_t kept = 0;
    worths_fill(ranking, view, arena, asked->as_of);
    double per_seat = seat_price(ranking);
    for (size_t i = 0; i < ranking->count; i++) {
        if (!worth_is_asked(ranking->items[i].worth, asked))
            continue;
        ranking->items[kept] = ranking->items[i];
        urgency_fill(&ranking->items[kept++], per_seat, asked->as_of);
    }
    ranking->count = kept;
    if (kept)
        qsort(ranking->items, kept, sizeof *ranking->items, by_urgency);
    scores_fill(ranking);
}
