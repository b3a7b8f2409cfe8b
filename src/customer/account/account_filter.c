/*
 * What a list of accounts is asked for, as one program: the filter and the words. A bulk change takes the ids of all
 * that match. Many kept filters are counted in one pass over the accounts, since reading an account's columns costs
 * more than comparing them; how much is compared in one pass is bounded.
 *
 * In order: one filter; all that match; counting many.
 */
#include "customer/account/account_filter.h"

#include "customer/account/account_columns.h"
#include "customer/account/account_list.h"

#include <string.h>

enum { WORDS_MAX = 8 };

/* Every word that was typed stands somewhere in name, reading, domain or external id. */
static size_t words_compile(Arena *arena, const char *q, Program *program, int *nodes)
{
    size_t count = 0;
    char *rest = arena_text(arena, text_fold(arena, text_trim(arena, q ? q : "")));
    int folded = *rest ? program_attribute(program, COLUMN_FOLDED, 0) : -1;
    for (char *word; count < WORDS_MAX && (word = strtok_r(rest, " \t", &rest));)
        nodes[count++] = program_compare_text(program, folded, OP_CONTAINS, word);
    return count;
}

/* NULL where nothing but words is asked. */
static bool condition_read(const Request *request, AccountFilter *asked, const Condition **condition, Error *error)
{
    ConditionOf accounts = {
        .engine = request->services->engine, .db = request->db, .source = asked->source, .sees = request->caller->rights
    };
    *condition = NULL;
    asked->node = -1;
    asked->parts = asked->q ? WORDS_MAX : 0;
    if (!asked->filter)
        return true;
    if (!condition_parse_text(request->arena, &accounts, asked->filter, "filter", condition, error))
        return false;
    asked->parts += condition_parts(*condition);
    return true;
}

static void filter_compile(Arena *arena, AccountFilter *asked, const Condition *condition, Program *program)
{
    int nodes[WORDS_MAX + 1];
    size_t count = words_compile(arena, asked->q, program, nodes);
    if (condition)
        nodes[count++] = condition_compile(condition, program);
    asked->node = count ? program_and(program, nodes, count) : -1;
}

bool account_filter_read(const Request *request, AccountFilter *asked, Program *program, Error *error)
{
    const Condition *condition;
    if (!condition_read(request, asked, &condition, error))
        return false;
    filter_compile(request->arena, asked, condition, program);
    return true;
}

/* ---- all that match -------------------------------------------------------------------------------------------- */

static int64_t today_of(const Request *request)
{
    return zone_day(atomic_load(&request->services->zone), request->now);
}

static bool view_open(const Request *request, const Program *program, int64_t today, const EngineView **view,
                      Error *error)
{
    Engine *engine = request->services->engine;
    return engine_view_since(engine, program_since(program, engine_calendar(engine), today), today, view, error);
}

static bool select_of(const Request *request, const char *filter, const char *q, ConditionSource source, Ids *ids,
                      Error *error)
{
    Program *program = program_new(request->arena);
    AccountFilter asked = { .filter = filter, .q = q, .source = source };
    int64_t today = today_of(request);
    const EngineView *view;
    if (!account_filter_read(request, &asked, program, error) || !view_open(request, program, today, &view, error))
        return false;
    program_select(program, view, request->arena, asked.node, today, ids);
    engine_view_close(view);
    return true;
}

bool accounts_match(const Request *request, const char *filter, const char *q, Ids *ids, Error *error)
{
    return select_of(request, filter, q, CONDITION_GIVEN, ids, error);
}

bool accounts_shown(const Request *request, const char *filter, const char *q, Ids *ids, Error *error)
{
    return select_of(request, filter, q, CONDITION_KEPT, ids, error);
}

/* ---- counting many --------------------------------------------------------------------------------------------- */

/* The lists that are counted in the pass, with the node of each. */
typedef struct {
    Program *program;
    int *nodes;
    AccountsCounted **lists;
    size_t count, parts;
} Counting;

/* What the caller may not ask, or nobody can read any more, takes no count from the others. */
static bool counting_add(const Request *request, Counting *counting, AccountsCounted *list, Error *error)
{
    AccountFilter asked = { .filter = list->filter, .q = list->q, .source = CONDITION_KEPT };
    const Condition *condition;
    list->count = (OptInt) { 0 };
    if (!condition_read(request, &asked, &condition, error)) {
        if (error->kind != ERROR_INPUT && error->kind != ERROR_FORBIDDEN)
            return false;
        *error = (Error) { 0 };
        return true;
    }
    if (counting->parts + asked.parts > ACCOUNTS_COUNTED_PARTS)
        return true;
    counting->parts += asked.parts;
    filter_compile(request->arena, &asked, condition, counting->program);
    counting->nodes[counting->count] = asked.node >= 0 ? asked.node : program_and(counting->program, NULL, 0);
    counting->lists[counting->count++] = list;
    return true;
}

bool accounts_count(const Request *request, AccountsCounted *lists, size_t count, Error *error)
{
    Arena *arena = request->arena;
    Counting counting = { .program = program_new(arena),
                          .nodes = arena_array(arena, count + 1, sizeof *counting.nodes),
                          .lists = arena_array(arena, count + 1, sizeof *counting.lists) };
    size_t *matches = arena_array(arena, count + 1, sizeof *matches);
    int64_t today = today_of(request);
    const EngineView *view;
    for (size_t i = 0; i < count; i++)
        if (!counting_add(request, &counting, &lists[i], error))
            return false;
    if (!counting.count)
        return true;
    if (!view_open(request, counting.program, today, &view, error))
        return false;
    program_tally(counting.program, view, arena, counting.nodes, counting.count, today, matches);
    engine_view_close(view);
    for (size_t i = 0; i < counting.count; i++)
        counting.lists[i]->count = (OptInt) { (int64_t)matches[i], true };
    return true;
}
