/*
 * The scorecards, compiled. One set is kept for all requests, until a scorecard changes: the versions are read with
 * each question in its own transaction, so that whatever server published, what is asked and what is compiled belong
 * together. Custom fields and segments are looked up when a condition is compiled, so the columns of the ones and the
 * versions of the others belong to the key as well.
 */
#include "base/circle.h"
#include "base/keep.h"
#include "customer/segment/segment.h"
#include "health.sql.h"
#include "success/health/day.h"
#include "success/health/tell.h"

#include <stdatomic.h>
#include <string.h>

static Keep kept_sets = KEEP_OF(2);

static bool judge_read(const ConditionOf *of, Arena *arena, const ScorecardVersionsRow *row, Judge *judge, Error *error)
{
    const Json *definition;
    const Condition *segment = NULL;
    ConditionOf then = *of;
    if (!json_parse(arena, row->definition, strlen(row->definition), &definition, error))
        return false;
    if (row->segments && !json_parse(arena, row->segments, strlen(row->segments), &then.pinned, error))
        return false;
    if (row->segment && !condition_parse_text(arena, &then, row->segment, "segment", &segment, error))
        return false;
    *judge = (Judge) { .scorecard_id = row->scorecard_id,
                       .number = row->number,
                       .position = row->position,
                       .name = row->name,
                       .purpose = row->purpose };
    return definition_compile(arena, &then, definition, segment, row->product_id.known ? row->product_id.value : 0,
                              judge, error);
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

static bool judges_compile(Db *db, Arena *arena, Engine *engine, Judges *judges, Error *error)
{
    ConditionOf of = { .engine = engine, .db = db, .source = CONDITION_STORED, .sees = CIRCLES_ALL };
    ScorecardVersionsRow *rows;
    size_t count;
    if (!scorecard_versions(db, arena, &rows, &count, error))
        return false;
    Judge *items = arena_array(arena, count + 1, sizeof *items);
    for (size_t i = 0; i < count; i++)
        if (!judge_read(&of, arena, &rows[i], &items[i], error))
            return false;
    judges_date(items, rows, count);
    *judges = (Judges) { .count = count, .items = items };
    return true;
}

/* ---- keeping --------------------------------------------------------------------------------------------------- */

static uint64_t mixed(uint64_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return hash;
}

/* Names and types of the columns of custom fields. */
static uint64_t fields_stamp(Engine *engine, Arena *arena)
{
    const EngineView *view = engine_view(engine);
    const char *const *names = view_column_names(view, arena);
    uint64_t hash = UINT64_C(14695981039346656037);
    for (int i = 0; names[i]; i++)
        if (text_starts(names[i], "field:"))
            hash = mixed(hash, names[i]) * UINT64_C(31) + (uint64_t)view_column_type(view, view_column(view, names[i]));
    engine_view_close(view);
    return hash;
}

/* What was told changes with every telling: results that were worked out of it are not kept. */
static bool reads_what_was_told(const Judges *judges)
{
    for (size_t i = 0; i < judges->count; i++) {
        const Program *program = judges->items[i].program;
        for (int operand = 0; operand < program_operands(program); operand++) {
            const char *column = program_operand_column(program, operand);
            for (int c = 0; column && HEALTH_COLUMN_NAMES[c]; c++)
                if (text_equal(column, HEALTH_COLUMN_NAMES[c]))
                    return true;
        }
    }
    return false;
}

bool judges_read(Db *db, Arena *arena, Engine *engine, Judges *judges, Error *error)
{
    static _Atomic uint64_t sets_made;
    ScorecardsStampRow *stamp;
    uint64_t segments;
    if (!scorecards_stamp(db, arena, &stamp, error) || !segments_stamp(db, arena, &segments, error))
        return false;
    KeepKey key = { { (uint64_t)(uintptr_t)engine, (uint64_t)stamp->newest ^ segments,
                      (uint64_t)stamp->versions << 20 ^ (uint64_t)stamp->scorecards, fields_stamp(engine, arena) } };
    const Judges *found = keep_find(&kept_sets, key, arena);
    if (!found) {
        Arena *own = keep_arena();
        Judges *made = arena_make(own, Judges);
        if (!judges_compile(db, own, engine, made, error)) {
            arena_free(own);
            return false;
        }
        made->set = reads_what_was_told(made) ? 0 : atomic_fetch_add(&sets_made, 1) + 1;
        keep_put(&kept_sets, key, own, made, arena);
        found = made;
    }
    *judges = *found;
    return true;
}

void judges_forget(void)
{
    keep_clear(&kept_sets);
}
