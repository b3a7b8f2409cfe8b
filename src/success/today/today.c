/*
 * The order of Today: the rows of all sources, each with what its account pays, the most urgent first. Of many rows few
 * are shown, so nothing is sorted whole: all are weighed one by one, and the most urgent so far are held in a heap.
 * First what is pure, then gathering from the sources, then ranking.
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

static size_t sources_count(void)
{
    size_t count = 0;
    for (const Module *const *at = modules_used(); *at; at++)
        count += (*at)->today && (*at)->today->rows;
    return count;
}

bool today_rows(const TodayAsked *asked, SourceRows **sources, Error *error)
{
    size_t count = 0;
    *sources = arena_array(asked->request->arena, sources_count() + 1, sizeof **sources);
    for (const Module *const *at = modules_used(); *at; at++) {
        const TodaySource *source = (*at)->today;
        if (!source || !source->rows)
            continue;
        (*sources)[count].source = source;
        if (!source->rows(asked, &(*sources)[count++].rows, error))
            return false;
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

/* ---- weighing -------------------------------------------------------------------------------------------------- */

/* A notice date gone by decides nothing any more: then the renewal counts. Who pays by the month can leave now. */
static OptInt days_left(const TodayRow *row, const Worth *worth, int64_t day)
{
    OptInt date = row->due_on;
    if (!date.known && worth->monthly)
        return (OptInt) { .known = true };
    if (!date.known && worth->notice_on.known && worth->notice_on.value >= day)
        date = worth->notice_on;
    if (!date.known)
        date = worth->renews_on;
    return (OptInt) { .value = date.value - day, .known = date.known };
}

static bool has_money(const Worth *worth)
{
    return worth->mrr_micros.known && worth->mrr_micros.value > 0;
}

typedef struct {
    const TodayAsked *asked;
    const RankAsk *ask;
    const Worths *worths;
    bool *seen;      /* per worth: counted already */
    double per_seat; /* what a seat pays here on average, in micros; 0 = no telling */
    Ranked *heap;    /* its top is the least urgent of those held */
    size_t held;
    Urgency most_of_others; /* of rows that do not come first */
    bool money;             /* somebody may lose us some */
    Ranking *ranking;
} Weighing;

static Ranked weighed(const Weighing *weighing, const TodaySource *source, const TodayRow *row, const Worth *worth)
{
    double seats = worth->seats.known ? (double)worth->seats.value : 1;
    double weight = row->risk * loss_nearness(days_left(row, worth, weighing->asked->as_of));
    double loss = (has_money(worth) ? (double)worth->mrr_micros.value : seats * weighing->per_seat) * weight;
    return (Ranked) { .source = source,
                      .row = row,
                      .worth = worth,
                      .weight = weight,
                      .urgency = { .first = row->first, .loss = loss, .seats = seats * weight } };
}

/* Most urgent first; equal ones by account, then by subject. */
static int by_urgency(const void *a, const void *b)
{
    const Ranked *first = a, *second = b;
    int order = urgency_order(&second->urgency, &first->urgency);
    if (order)
        return order;
    if (first->row->account_id != second->row->account_id)
        return first->row->account_id < second->row->account_id ? -1 : 1;
    return (first->row->subject_id > second->row->subject_id) - (first->row->subject_id < second->row->subject_id);
}

/* ---- the most urgent ones --------------------------------------------------------------------------------------- */

static void sink(Ranked *heap, size_t count, size_t at)
{
    for (;;) {
        size_t child = 2 * at + 1;
        Ranked held = heap[at];
        if (child >= count)
            return;
        if (child + 1 < count && by_urgency(&heap[child], &heap[child + 1]) < 0)
            child++;
        if (by_urgency(&heap[at], &heap[child]) >= 0)
            return;
        heap[at] = heap[child];
        heap[child] = held;
        at = child;
    }
}

static void climb(Ranked *heap, size_t at)
{
    while (at && by_urgency(&heap[(at - 1) / 2], &heap[at]) < 0) {
        Ranked held = heap[at];
        heap[at] = heap[(at - 1) / 2];
        heap[(at - 1) / 2] = held;
        at = (at - 1) / 2;
    }
}

static void offer(Weighing *weighing, const Ranked *ranked)
{
    if (weighing->held < weighing->ask->most) {
        weighing->heap[weighing->held] = *ranked;
        climb(weighing->heap, weighing->held++);
    } else if (weighing->held && by_urgency(ranked, &weighing->heap[0]) < 0) {
        weighing->heap[0] = *ranked;
        sink(weighing->heap, weighing->held, 0);
    }
}

/* ---- ranking --------------------------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return first < second ? -1 : first > second;
}

static bool is_snoozed(const RankAsk *ask, int64_t account)
{
    return ask->snoozed.count && bsearch(&account, ask->snoozed.items, ask->snoozed.count, sizeof account, by_id);
}

/* An account with several rows renews once. */
static void renewal_count(Weighing *weighing, const Worth *worth)
{
    int64_t day = weighing->asked->as_of;
    bool *seen = &weighing->seen[worth - weighing->worths->items];
    if (*seen || !worth->renews_on.known || worth->renews_on.value < day || worth->renews_on.value > day + RENEWAL_DAYS)
        return;
    *seen = true;
    weighing->ranking->renewals++;
    if (worth->mrr_micros.known)
        weighing->ranking->renewal_micros = money_sum(weighing->ranking->renewal_micros, worth->mrr_micros.value);
    without_rates_add(&weighing->ranking->without, worth->without_rate);
}

static void row_weigh(Weighing *weighing, const TodaySource *source, const TodayRow *row, const Worth *worth)
{
    if (!worth_is_asked(worth, weighing->asked))
        return;
    Ranked ranked = weighed(weighing, source, row, worth);
    bool snoozed = is_snoozed(weighing->ask, row->account_id);
    renewal_count(weighing, worth);
    weighing->money = weighing->money || ranked.urgency.loss > 0;
    if (!row->first && urgency_order(&ranked.urgency, &weighing->most_of_others) > 0)
        weighing->most_of_others = ranked.urgency;
    weighing->ranking->snoozed += snoozed;
    if (snoozed != weighing->ask->only_snoozed)
        return;
    weighing->ranking->total++;
    offer(weighing, &ranked);
}

/* Rows and worths both come by account. */
static const Worth *worth_for(const Worths *worths, size_t *at, int64_t account)
{
    while (*at < worths->count && worths->items[*at].account_id < account)
        ++*at;
    return *at < worths->count && worths->items[*at].account_id == account ? &worths->items[*at] : NULL;
}

/* What a seat pays on average in the workspace, whatever owner is asked for, so that seats and currencies without a
 * rate stand in one order with money: over all accounts that have rows, each once. */
static double seat_price(const SourceRows *sources, const Worths *worths, bool *seen)
{
    double micros = 0, seats = 0;
    for (; sources->source; sources++) {
        size_t at = 0;
        for (size_t i = 0; i < sources->rows.count; i++) {
            const Worth *worth = worth_for(worths, &at, sources->rows.items[i].account_id);
            if (!worth || seen[at] || !has_money(worth) || !worth->seats.known)
                continue;
            seen[at] = true;
            micros += (double)worth->mrr_micros.value;
            seats += (double)worth->seats.value;
        }
    }
    return seats > 0 ? micros / seats : 0;
}

/* The list's order as a number: the expected loss, or seats where nothing costs anything. What comes first comes before
 * the most of the others, so that is added. */
static double score_of(const Weighing *weighing, const Urgency *urgency)
{
    return weighing->money ? urgency->loss / MICROS_PER_MAJOR : urgency->seats;
}

static void scores_fill(const Weighing *weighing)
{
    for (size_t i = 0; i < weighing->held; i++) {
        Ranked *ranked = &weighing->heap[i];
        ranked->score = score_of(weighing, &ranked->urgency);
        if (ranked->urgency.first)
            ranked->score += score_of(weighing, &weighing->most_of_others);
    }
}

Ranking today_rank(const SourceRows *sources, const Worths *worths, const TodayAsked *asked, const RankAsk *ask)
{
    Arena *arena = asked->request->arena;
    Ranking ranking = { .without = { .arena = arena } };
    Weighing weighing = { .asked = asked, .ask = ask, .worths = worths, .ranking = &ranking };
    weighing.seen = arena_array(arena, weighing.worths->count + 1, sizeof(bool));
    weighing.heap = arena_array(arena, ask->most + 1, sizeof(Ranked));
    weighing.per_seat = seat_price(sources, weighing.worths, weighing.seen);
    memset(weighing.seen, 0, weighing.worths->count * sizeof(bool));
    for (; sources->source; sources++) {
        size_t at = 0;
        for (size_t i = 0; i < sources->rows.count; i++) {
            const TodayRow *row = &sources->rows.items[i];
            const Worth *worth = worth_for(weighing.worths, &at, row->account_id);
            if (worth)
                row_weigh(&weighing, sources->source, row, worth);
        }
    }
    if (weighing.held)
        qsort(weighing.heap, weighing.held, sizeof *weighing.heap, by_urgency);
    scores_fill(&weighing);
    ranking.items = weighing.heap;
    ranking.count = weighing.held;
    return ranking;
}
