/*
 * The order of Today: the rows of all sources, each with what its account pays, the most urgent first. Of many rows few
 * are shown, so nothing is sorted whole: all are weighed one by one, and the most urgent so far are held in a heap.
 * In order: weighing; the heap; counting and ranking.
 */
#include "base/money.h"
#include "success/today/ranked.h"

#include <stdlib.h>
#include <string.h>

/* ---- weighing -------------------------------------------------------------------------------------------------- */

static OptInt days_to(OptInt date, int64_t day)
{
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
    double *counted; /* per worth and group: what of its loss is in the sum; NULL = no account has a second row */
    double per_seat; /* what a seat pays here on average, in micros; 0 = no telling */
    Ranked *heap;    /* its top is the least urgent of those held */
    size_t held;
    bool money; /* somebody may lose us some */
    Ranking *ranking;
} Weighing;

static TodayGroup group_of(const TodayRow *row, const Worth *worth, int64_t day)
{
    TodayDays days = { .happened_ago = { day - row->happened_on.value, row->happened_on.known },
                       .to_renewal = days_to(worth->renews_on, day),
                       .to_notice = days_to(worth->notice_on, day) };
    return today_group(row->level, &days);
}

static Ranked weighed(const Weighing *weighing, const TodaySource *source, const TodayRow *row, const Worth *worth)
{
    int64_t day = weighing->asked->as_of;
    double seats = worth->seats.known ? (double)worth->seats.value : 1;
    double worth_micros = has_money(worth) ? (double)worth->mrr_micros.value : seats * weighing->per_seat;
    Ranked ranked = {
        .source = source, .row = row, .worth = worth, .nearness = worth_nearness(worth, row->due_on, day)
    };
    ranked.recent = recent_factor((OptInt) { day - row->happened_on.value, row->happened_on.known });
    double weight = row->risk * ranked.nearness * ranked.recent;
    ranked.urgency = (Urgency) { .group = group_of(row, worth, day),
                                 .contract = worth->contract,
                                 .loss = worth_micros * weight,
                                 .seats = seats * weight };
    return ranked;
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

/* An account with two rows in a group is counted once, and loses what it pays once: the larger of both. What was
 * counted is kept one micro larger, so that 0 says that nothing was. */
static bool is_new_in_group(Weighing *weighing, const Ranked *ranked, double loss, double *more)
{
    *more = loss;
    if (!weighing->counted)
        return true;
    size_t at = (size_t)(ranked->worth - weighing->worths->items);
    double *counted = &weighing->counted[at * GROUP_COUNT + ranked->urgency.group];
    bool is_new = *counted == 0;
    if (!is_new)
        *more = loss + 1 > *counted ? loss + 1 - *counted : 0;
    if (is_new || *more > 0)
        *counted = loss + 1;
    return is_new;
}

/* The sum says what people can check: three factors, in the workspace's currency, without what is recent. */
static void group_count(Weighing *weighing, const Ranked *ranked)
{
    GroupSum *group = &weighing->ranking->groups[ranked->urgency.group];
    const Worth *worth = ranked->worth;
    double micros = worth->mrr_micros.known ? (double)worth->mrr_micros.value : 0, more;
    bool is_new = is_new_in_group(weighing, ranked, micros * ranked->row->risk * ranked->nearness, &more);
    group->rows++;
    group->loss += more;
    if (!is_new)
        return;
    if (worth->without_rate)
        without_rates_add(&group->without, worth->without_rate);
    if (micros > 0 && worth->currency && !text_equal(worth->currency, weighing->ask->currency))
        group->converted++;
}

/* A date that has come near since makes it new. What nothing asks for stays where it is. */
static void set_aside(Weighing *weighing, Ranked *ranked)
{
    int64_t day = weighing->asked->as_of;
    Handled *handled = handled_of(weighing->ask->handled, ranked->row->account_id);
    if (!handled || ranked->urgency.group == GROUP_STEADY || came_near(ranked->worth->notice_on, handled->day, day) ||
        came_near(ranked->worth->renews_on, handled->day, day))
        return;
    handled->moved = true;
    ranked->handled = handled;
    ranked->urgency.group = GROUP_DONE;
    weighing->ranking->done += handled->day == day;
}

static bool is_asked_for(const Weighing *weighing, const Ranked *ranked)
{
    return weighing->ask->groups & (1U << ranked->urgency.group);
}

static void row_weigh(Weighing *weighing, const TodaySource *source, const TodayRow *row, const Worth *worth)
{
    if (!worth_is_asked(worth, weighing->asked) || worth->left)
        return;
    Ranked ranked = weighed(weighing, source, row, worth);
    bool snoozed = is_snoozed(weighing->ask, row->account_id);
    renewal_count(weighing, worth);
    weighing->money = weighing->money || ranked.urgency.loss > 0;
    weighing->ranking->snoozed += snoozed;
    if (snoozed != weighing->ask->only_snoozed)
        return;
    set_aside(weighing, &ranked);
    group_count(weighing, &ranked);
    if (!is_asked_for(weighing, &ranked))
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

/* The order within a group as a number, or seats where nothing costs anything. */
static void scores_fill(const Weighing *weighing)
{
    for (size_t i = 0; i < weighing->held; i++) {
        const Urgency *urgency = &weighing->heap[i].urgency;
        weighing->heap[i].score = weighing->money ? urgency->loss / MICROS_PER_MAJOR : urgency->seats;
    }
}

static Weighing weighing_begin(const SourceRows *sources, const Worths *worths, const TodayAsked *asked,
                               const RankAsk *ask, Ranking *ranking)
{
    Arena *arena = asked->request->arena;
    Weighing weighing = { .asked = asked, .ask = ask, .worths = worths, .ranking = ranking };
    bool several = sources->source && sources[1].source;
    weighing.seen = arena_array(arena, worths->count + 1, sizeof(bool));
    if (several)
        weighing.counted = arena_array(arena, (worths->count + 1) * GROUP_COUNT, sizeof(double));
    weighing.heap = arena_array(arena, ask->most + 1, sizeof(Ranked));
    weighing.per_seat = seat_price(sources, worths, weighing.seen);
    memset(weighing.seen, 0, worths->count * sizeof(bool));
    *ranking = (Ranking) { .without = { .arena = arena } };
    for (int i = 0; i < GROUP_COUNT; i++)
        ranking->groups[i].without.arena = arena;
    return weighing;
}

Ranking today_rank(const SourceRows *sources, const Worths *worths, const TodayAsked *asked, const RankAsk *ask)
{
    Ranking ranking;
    Weighing weighing = weighing_begin(sources, worths, asked, ask, &ranking);
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
