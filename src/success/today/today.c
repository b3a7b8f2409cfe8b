#include "success/today/today.h"

#include "base/money.h"
#include "customer/task/task.h"
#include "success/today/ranked.h"
#include "today.sql.h"

#include <math.h>
#include <stdlib.h>

/* ---- pure ------------------------------------------------------------------------------------------------------ */

/* Set so that a BAD account weighs about three times a NORMAL one and ten times a GOOD one of equal worth; within a
 * band the points shade it. To be held against the workspace's own losses once it has enough of them. */
static const double BAND_RISK[BAND_COUNT] = {
    [BAND_GOOD] = 0.05, [BAND_NORMAL] = 0.2, [BAND_BAD] = 0.6, [BAND_UNKNOWN] = 0.2
};

double loss_risk(Band band, OptInt points)
{
    double shade = points.known ? 1.5 - (double)points.value / 100 : 1;
    double risk = BAND_RISK[band] * shade;
    return risk < 0.02 ? 0.02 : risk > 0.95 ? 0.95 : risk;
}

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
    if (a->fell != b->fell)
        return a->fell ? 1 : -1;
    if (a->loss != b->loss)
        return a->loss > b->loss ? 1 : -1;
    return (a->seats > b->seats) - (a->seats < b->seats);
}

/* ---- ranking --------------------------------------------------------------------------------------------------- */

typedef struct {
    int owner, mrr, own, currency, seats, renews, notice, monthly;
} Columns;

static Columns columns_find(const EngineView *view)
{
    return (Columns) { .owner = view_column(view, "owner_id"),
                       .mrr = view_column(view, ENGINE_MRR),
                       .own = view_column(view, COLUMN_MRR_OWN),
                       .currency = view_column(view, COLUMN_CURRENCY),
                       .seats = view_column(view, ENGINE_SEATS),
                       .renews = view_column(view, ENGINE_RENEWS_ON),
                       .notice = view_column(view, ENGINE_NOTICE_ON),
                       .monthly = view_column(view, COLUMN_MONTHLY) };
}

static EngineValue value_at(const EngineView *view, const Health *health, int column)
{
    return column < 0 ? engine_unknown() : view_value(view, health->account_id, column, 0, health->day);
}

static OptInt int_at(const EngineView *view, const Health *health, int column)
{
    EngineValue value = value_at(view, health, column);
    return (OptInt) { .value = value.integer, .known = value.known };
}

static void ranked_fill(Ranked *ranked, const EngineView *view, const Columns *columns, const Health *worst)
{
    EngineValue currency = value_at(view, worst, columns->currency);
    ranked->health = worst;
    ranked->owner_id = int_at(view, worst, columns->owner);
    ranked->mrr_micros = int_at(view, worst, columns->mrr);
    ranked->own_micros = int_at(view, worst, columns->own);
    ranked->currency = currency.known ? currency.text : NULL;
    ranked->seats = int_at(view, worst, columns->seats);
    ranked->renews_on = int_at(view, worst, columns->renews);
    ranked->notice_on = int_at(view, worst, columns->notice);
    ranked->monthly = int_at(view, worst, columns->monthly).known;
}

/* A notice date gone by decides nothing any more: then the renewal counts. Who pays by the month can leave now. */
static OptInt days_left(const Ranked *ranked)
{
    OptInt date = ranked->notice_on;
    if (ranked->monthly)
        return (OptInt) { .known = true };
    if (!date.known || date.value < ranked->health->day)
        date = ranked->renews_on;
    return (OptInt) { .value = date.value - ranked->health->day, .known = date.known };
}

static bool has_money(const Ranked *ranked)
{
    return ranked->mrr_micros.known && ranked->mrr_micros.value > 0;
}

/* What a seat pays on average in the workspace, whoever is asked for, so that seats and other currencies stand in one
 * order with money. */
typedef struct {
    double micros, seats;
} SeatPrice;

static void seat_price_add(SeatPrice *price, const Ranked *ranked)
{
    if (!has_money(ranked) || !ranked->seats.known)
        return;
    price->micros += (double)ranked->mrr_micros.value;
    price->seats += (double)ranked->seats.value;
}

static void urgencies_fill(Ranking *ranking, const SeatPrice *price)
{
    double per_seat = price->seats > 0 ? price->micros / price->seats : 0; /* 0 = no telling */
    for (size_t i = 0; i < ranking->count; i++) {
        Ranked *ranked = &ranking->items[i];
        double seats = ranked->seats.known ? (double)ranked->seats.value : 1;
        ranked->weight = loss_risk(ranked->health->band, ranked->health->points) * loss_nearness(days_left(ranked));
        ranked->urgency.seats = seats * ranked->weight;
        ranked->urgency.loss =
            (has_money(ranked) ? (double)ranked->mrr_micros.value : seats * per_seat) * ranked->weight;
    }
}

/* The list's order as a number: the expected loss, or seats where nothing costs anything. Who fell comes first, so the
 * most of the others is added. */
static void scores_fill(Ranking *ranking)
{
    double most_of_others = 0;
    bool money = false;
    for (size_t i = 0; i < ranking->count; i++)
        money = money || ranking->items[i].urgency.loss > 0;
    for (size_t i = ranking->count; i-- > 0;) {
        Ranked *ranked = &ranking->items[i];
        ranked->score = money ? ranked->urgency.loss / MICROS_PER_MAJOR : ranked->urgency.seats;
        if (ranked->urgency.fell)
            ranked->score += most_of_others;
        else
            most_of_others = ranked->score;
    }
}

static int by_urgency(const void *a, const void *b)
{
    const Ranked *first = a, *second = b;
    int order = urgency_order(&second->urgency, &first->urgency);
    return order ? order
                 : (first->health->account_id > second->health->account_id) -
                       (first->health->account_id < second->health->account_id);
}

/* The worst row of each account, by account. */
static size_t worst_of_each(Arena *arena, HealthList list, const Health ***worst)
{
    size_t count = 0, own;
    *worst = arena_array(arena, list.count + 1, sizeof **worst);
    for (size_t i = 0; i < list.count; i += own)
        (*worst)[count++] = health_worst(&list.items[i], list.count - i, &own);
    return count;
}

/* A fall between the two days; to become UNKNOWN is no fall, only not to be seen any more. */
static bool fell_since(const Health *before, const Health *now)
{
    return before && before->band != now->band && before->band != BAND_UNKNOWN && now->band != BAND_UNKNOWN &&
           band_worse(before->band, now->band) == now->band;
}

static const Health *same_account(const Health *const *list, size_t count, size_t *at, int64_t account)
{
    while (*at < count && list[*at]->account_id < account)
        ++*at;
    return *at < count && list[*at]->account_id == account ? list[*at] : NULL;
}

Ranking today_rank(const Judges *judges, const EngineView *view, Arena *arena, int64_t day, int64_t owner)
{
    const Health **now, **before;
    size_t count = worst_of_each(arena, health_judge(judges, view, arena, "retention", day, (Ids) { 0 }), &now);
    size_t before_count =
        worst_of_each(arena, health_judge(judges, view, arena, "retention", day - FALL_DAYS, (Ids) { 0 }), &before);
    Ranking ranking = { .items = arena_array(arena, count + 1, sizeof(Ranked)) };
    Columns columns = columns_find(view);
    SeatPrice price = { 0 };
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        Ranked *ranked = &ranking.items[ranking.count];
        const Health *then = same_account(before, before_count, &at, now[i]->account_id);
        ranked_fill(ranked, view, &columns, now[i]);
        seat_price_add(&price, ranked);
        if (owner && (!ranked->owner_id.known || ranked->owner_id.value != owner))
            continue;
        ranked->before = then;
        ranked->urgency.fell = fell_since(then, now[i]);
        ranking.count++;
    }
    urgencies_fill(&ranking, &price);
    qsort(ranking.items, ranking.count, sizeof *ranking.items, by_urgency);
    scores_fill(&ranking);
    return ranking;
}

int64_t changed_on(const Judges *judges, const EngineView *view, Arena *arena, const Health *health)
{
    Ids only = { .count = 1, .items = &health->account_id };
    size_t own;
    for (int64_t day = health->day - 1; day > health->day - FALL_DAYS; day--) {
        HealthList rows = health_judge(judges, view, arena, "retention", day, only);
        if (rows.count == 0 || health_worst(rows.items, rows.count, &own)->band != health->band)
            return day + 1;
    }
    return health->day - FALL_DAYS + 1;
}

/* ---- the module ------------------------------------------------------------------------------------------------ */

static bool snoozes_drop(const Writer *writer, int64_t account_id, Error *error)
{
    return snooze_forget_account(writer->db, account_id, error);
}

const AccountHolder TODAY_HOLDER = { .name = "today", .drop = snoozes_drop };

static bool snooze_texts(Db *db, Arena *arena, Ids ids, TimelineText **texts, size_t *count, Error *error)
{
    SnoozeReasonsRow *rows;
    if (!snooze_reasons(db, arena, ids, &rows, count, error))
        return false;
    *texts = arena_array(arena, *count + 1, sizeof **texts);
    for (size_t i = 0; i < *count; i++)
        (*texts)[i] = (TimelineText) { rows[i].id, rows[i].reason };
    return true;
}

const TimelineSource TODAY_TIMELINE = { "snooze", snooze_texts };
