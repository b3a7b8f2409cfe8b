#include "success/health/health.h"

#include "health.sql.h"

#include <string.h>

/* ---- the judges ------------------------------------------------------------------------------------------------ */

static bool judge_read(Arena *arena, Engine *engine, const ScorecardVersionsRow *row, Judge *judge, Error *error)
{
    const Json *definition;
    const Condition *segment = NULL;
    if (!json_parse(arena, row->definition, strlen(row->definition), &definition, error))
        return false;
    if (row->segment &&
        !condition_parse_text(arena, engine, CONDITION_STORED, row->segment, "segment", &segment, error))
        return false;
    *judge = (Judge) {
        .scorecard_id = row->scorecard_id, .number = row->number, .name = row->name, .purpose = row->purpose
    };
    return definition_compile(arena, engine, CONDITION_STORED, definition, segment,
                              row->product_id.known ? row->product_id.value : 0, judge, error);
}

/* The first version holds for all days before it, each until the next one's first day. */
static void judges_date(Judge *judges, const ScorecardVersionsRow *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool first = i == 0 || rows[i - 1].scorecard_id != rows[i].scorecard_id;
        bool last = i + 1 == count || rows[i + 1].scorecard_id != rows[i].scorecard_id;
        judges[i].from_day = first ? 0 : rows[i].from_day;
        judges[i].until_day = last ? INT64_MAX : rows[i + 1].from_day;
    }
}

bool judges_read(Db *db, Arena *arena, Engine *engine, Judges *judges, Error *error)
{
    ScorecardVersionsRow *rows;
    size_t count;
    if (!scorecard_versions(db, arena, &rows, &count, error))
        return false;
    Judge *items = arena_array(arena, count + 1, sizeof *items);
    for (size_t i = 0; i < count; i++)
        if (!judge_read(arena, engine, &rows[i], &items[i], error))
            return false;
    judges_date(items, rows, count);
    *judges = (Judges) { .count = count, .items = items };
    return true;
}

int64_t judges_since(const Judges *judges, int64_t day)
{
    int64_t since = INT64_MAX;
    for (size_t i = 0; i < judges->count; i++) {
        int64_t from = program_since(judges->items[i].program, day);
        if (from < since)
            since = from;
    }
    return since;
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
        if (!text_equal(judge->purpose, purpose) || day < judge->from_day || day >= judge->until_day)
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

static bool is_owned(const EngineView *view, int column, int64_t account, int64_t owner, int64_t day)
{
    if (owner == 0)
        return true;
    EngineValue value = column < 0 ? engine_unknown() : view_value(view, account, column, 0, day);
    return value.known && value.integer == owner;
}

void health_count(const Judges *judges, const EngineView *view, Arena *arena, int64_t day, int64_t owner,
                  int64_t counts[BAND_COUNT])
{
    HealthList all = health_judge(judges, view, arena, "retention", day, (Ids) { 0 });
    int column = view_column(view, "owner_id");
    size_t own;
    memset(counts, 0, BAND_COUNT * sizeof *counts);
    for (size_t i = 0; i < all.count; i += own) {
        const Health *worst = health_worst(&all.items[i], all.count - i, &own);
        if (is_owned(view, column, worst->account_id, owner, day))
            counts[worst->band]++;
    }
}
