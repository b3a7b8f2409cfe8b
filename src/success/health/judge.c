/* Judging accounts by what was compiled. Pure but for the view. */
#include "success/health/health.h"

int64_t judges_since(const Judges *judges, const Calendar *calendar, int64_t day)
{
    int64_t since = INT64_MAX;
    for (size_t i = 0; i < judges->count; i++) {
        int64_t from = program_since(judges->items[i].program, calendar, day);
        if (from < since)
            since = from;
    }
    return since;
}

static bool is_in_force(const Judge *judge, int64_t day)
{
    return judge->from_day <= day && day < judge->until_day;
}

uint64_t judges_set_on(const Judges *judges, int64_t day)
{
    uint64_t hash = (UINT64_C(14695981039346656037) ^ judges->set) * UINT64_C(1099511628211);
    if (!judges->set)
        return 0;
    for (size_t i = 0; i < judges->count; i++) {
        const Judge *judge = &judges->items[i];
        if (is_in_force(judge, day))
            hash = (hash ^ (uint64_t)judge->scorecard_id ^ (uint64_t)judge->number << 48) * UINT64_C(1099511628211);
    }
    return hash ? hash : 1;
}

Judges judges_as_of(const Judges *judges, Arena *arena, int64_t day)
{
    Judge *items = arena_array(arena, judges->count + 1, sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < judges->count; i++) {
        if (!is_in_force(&judges->items[i], day))
            continue;
        items[count] = judges->items[i];
        items[count].from_day = 0;
        items[count++].until_day = INT64_MAX;
    }
    return (Judges) { .count = count, .items = items, .set = judges->set };
}

/* ---- judging --------------------------------------------------------------------------------------------------- */

static Health health_of(const Judge *judge, const Score *score, int64_t day)
{
    return (Health) { .account_id = score->account,
                      .product_id = judge->product_id,
                      .day = day,
                      .band = (Band)score->band,
                      .points = { .value = score->points, .known = score->points >= 0 },
                      .coverage = score->coverage,
                      .fired = score->fired,
                      .forced_by = score->forced_by,
                      .judge = judge };
}

static bool comes_before(const Health *a, const Health *b)
{
    return a->account_id != b->account_id ? a->account_id < b->account_id : a->product_id < b->product_id;
}

/* Both sorted; where both hold an account and product, the one that is there already stays: it was asked first. */
static HealthList merged(Arena *arena, HealthList there, HealthList more)
{
    Health *items = arena_array(arena, there.count + more.count + 1, sizeof *items);
    size_t a = 0, b = 0, count = 0;
    while (a < there.count || b < more.count) {
        if (b == more.count || (a < there.count && comes_before(&there.items[a], &more.items[b])))
            items[count++] = there.items[a++];
        else if (a == there.count || comes_before(&more.items[b], &there.items[a]))
            items[count++] = more.items[b++];
        else
            b++;
    }
    return (HealthList) { .count = count, .items = items };
}

static HealthList judged_by(const Judge *judge, const EngineView *view, Arena *arena, int64_t day, Ids only)
{
    Score *scores;
    size_t count;
    program_score(judge->program, view, arena, only, day, &scores, &count);
    Health *items = arena_array(arena, count + 1, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = health_of(judge, &scores[i], day);
    return (HealthList) { .count = count, .items = items };
}

HealthList health_judge(const Judges *judges, const EngineView *view, Arena *arena, const char *purpose, int64_t day,
                        Ids only)
{
    HealthList found = { 0 };
    for (size_t i = 0; i < judges->count; i++) {
        const Judge *judge = &judges->items[i];
        if (!text_equal(judge->purpose, purpose) || !is_in_force(judge, day))
            continue;
        found = merged(arena, found, judged_by(judge, view, arena, day, only));
    }
    return found;
}

/* Of two equal bands the one with fewer points is the worse. */
static bool is_worse(const Health *a, const Health *b)
{
    if (a->band != b->band)
        return band_worse(a->band, b->band) == a->band;
    return a->points.known && (!b->points.known || a->points.value < b->points.value);
}

const Health *health_worst(const Health *rows, size_t left, size_t *count)
{
    const Health *worst = rows;
    *count = 0;
    while (*count < left && rows[*count].account_id == rows[0].account_id) {
        if (is_worse(&rows[*count], worst))
            worst = &rows[*count];
        ++*count;
    }
    return worst;
}
