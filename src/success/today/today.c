/* What is pure of Today: its formulas and its order. And gathering what the sources have. */
#include "success/today/today.h"

#include "jobs/module.h"
#include "success/today/ranked.h"

#include <stdlib.h>

/* ---- pure ------------------------------------------------------------------------------------------------------ */

double loss_nearness(OptInt days_left)
{
    const double far = 0.2, half_at = 90;
    if (!days_left.known)
        return far;
    double nearness = 1 / (1 + (days_left.value > 0 ? (double)days_left.value : 0) / half_at);
    return nearness < far ? far : nearness;
}

double recent_factor(OptInt days_ago)
{
    const double most = 1.5;
    if (!days_ago.known || days_ago.value < 0 || days_ago.value >= TODAY_FRESH_DAYS)
        return 1;
    return 1 + (most - 1) * (double)(TODAY_FRESH_DAYS - days_ago.value) / TODAY_FRESH_DAYS;
}

const char *const TODAY_GROUP_NAMES[GROUP_COUNT + 1] = { "fell", "risk", "watch", "renewal", "steady", "done", NULL };

/* A renewal that is late is still to be decided. */
static bool renews_soon(const TodayDays *days)
{
    bool renewal = days->to_renewal.known && days->to_renewal.value <= RENEWAL_DAYS;
    bool notice = days->to_notice.known && days->to_notice.value >= 0 && days->to_notice.value <= RENEWAL_DAYS;
    return renewal || notice;
}

TodayGroup today_group(TodayLevel level, const TodayDays *days)
{
    if (level == TODAY_GRAVE)
        return days->happened_ago.known && days->happened_ago.value < TODAY_FRESH_DAYS ? GROUP_FELL : GROUP_RISK;
    if (level == TODAY_WATCH)
        return GROUP_WATCH;
    return renews_soon(days) ? GROUP_RENEWAL : GROUP_STEADY;
}

OptInt loss_days_left(const LossDates *dates, int64_t day)
{
    bool may_notice = dates->notice_on.known && dates->notice_on.value >= day;
    OptInt date = dates->due_on;
    if (!date.known && dates->monthly)
        return (OptInt) { .known = true };
    if (!date.known && may_notice)
        date = dates->notice_on;
    if (!date.known && dates->notice_on.known)
        date = dates->next_notice_on;
    if (!date.known)
        date = dates->renews_on;
    return (OptInt) { .value = date.value - day, .known = date.known };
}

int urgency_order(const Urgency *a, const Urgency *b)
{
    if (a->group != b->group)
        return a->group < b->group ? 1 : -1;
    if (a->contract != b->contract)
        return a->contract ? 1 : -1;
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
