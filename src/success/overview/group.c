/*
 * Accounts by what they are grouped by: owner, team, product, touch model, stage, and each custom field that is a
 * choice. An account with several products is in the row of each, so these rows add up to more than the whole.
 *
 * In order: what there is to group by; its groups; counting.
 */
#include "customer/catalog/product.h"
#include "house/field/field.h"
#include "overview.sql.h"
#include "success/overview/rows_of.h"
#include "success/overview/tally.h"

#include <string.h>

/* ---- what there is to group by ---------------------------------------------------------------------------------- */

static const Grouping BUILT_IN[] = {
    { "owner", "owner_id", "owner_id", BY_ID, NULL, NULL },
    { "team", "team_id", "team_id", BY_ID, NULL, NULL },
    { "product", "product_id", ENGINE_PRODUCT, BY_PRODUCT, NULL, NULL },
    { "touch", "touch", "touch", BY_TEXT, NULL, NULL },
    { "stage", "stage", "stage", BY_TEXT, NULL, NULL },
};
enum { BUILT_IN_COUNT = sizeof BUILT_IN / sizeof *BUILT_IN };

bool groupings_read(const Request *request, Groupings *groupings, Error *error)
{
    Arena *arena = request->arena;
    FieldsDefined fields;
    if (!fields_read(request->db, arena, "account", &fields, error))
        return false;
    groupings->items = arena_array(arena, BUILT_IN_COUNT + fields.count, sizeof *groupings->items);
    memcpy(groupings->items, BUILT_IN, sizeof BUILT_IN);
    groupings->count = BUILT_IN_COUNT;
    for (size_t i = 0; i < fields.count; i++) {
        const FieldDefined *field = &fields.items[i];
        const char *column = arena_format(arena, "field:%s", field->key);
        if (field->kind == FIELD_KIND_CHOICE)
            groupings->items[groupings->count++] =
                (Grouping) { column, column, column, BY_TEXT, field->name, field->name_ja };
    }
    return true;
}

bool grouping_find(const Groupings *groupings, const char *by, const Grouping **found, Error *error)
{
    for (size_t i = 0; i < groupings->count; i++)
        if (text_equal(groupings->items[i].by, by)) {
            *found = &groupings->items[i];
            return true;
        }
    return fail(error, ERROR_INPUT, "by",
                "cannot group by \"%.60s\" (use owner, team, product, touch, stage or field:KEY)", by);
}

/* ---- its groups -------------------------------------------------------------------------------------------------- */

static Group *group_add(Groups *groups, Arena *arena, const char *key, int64_t id)
{
    groups->items = arena_room(arena, groups->items, groups->count, 1, &groups->room, sizeof *groups->items);
    Group *group = &groups->items[groups->count++];
    *group = (Group) { .key = key, .id = id, .total = tally_new(arena) };
    for (int stand = 0; stand < STAND_COUNT; stand++)
        group->stands[stand] = tally_new(arena);
    return group;
}

static void group_name(Group *group, const char *name, const char *name_ja)
{
    group->name = name;
    group->name_ja = name_ja;
}

static const char *id_key(Arena *arena, int64_t id)
{
    return arena_format(arena, "%lld", (long long)id);
}

static bool owners_add(const Request *request, Groups *groups, Error *error)
{
    OverviewStaffRow *rows;
    size_t count;
    if (!overview_staff(request->db, request->arena, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        group_name(group_add(groups, request->arena, id_key(request->arena, rows[i].id), rows[i].id), rows[i].name,
                   NULL);
    return true;
}

static bool teams_add(const Request *request, Groups *groups, Error *error)
{
    OverviewTeamsRow *rows;
    size_t count;
    if (!overview_teams(request->db, request->arena, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        group_name(group_add(groups, request->arena, id_key(request->arena, rows[i].id), rows[i].id), rows[i].name,
                   NULL);
    return true;
}

static bool products_add(const Request *request, Groups *groups, Error *error)
{
    Catalog catalog;
    if (!catalog_read(request->db, request->arena, &catalog, error))
        return false;
    int64_t *ids = arena_array(request->arena, catalog.product_count + 1, sizeof *ids);
    groups->products = (Ids) { catalog.product_count, ids };
    for (size_t i = 0; i < catalog.product_count; i++) {
        const CatalogProduct *product = &catalog.products[i];
        ids[i] = product->id;
        group_name(group_add(groups, request->arena, id_key(request->arena, product->id), product->id), product->name,
                   product->name_ja);
    }
    return true;
}

static void words_add(Groups *groups, Arena *arena, const char *const *words)
{
    for (; *words; words++)
        group_add(groups, arena, *words, 0);
}

/* In the order in which they were defined; what accounts hold beyond that follows as it is met. */
static bool choices_add(const Request *request, const Grouping *grouping, Groups *groups, Error *error)
{
    static const char *const TOUCHES[] = { "high", "low", "tech", NULL };
    static const char *const STAGES[] = { "onboarding", "adoption", "renewal", "expansion", "left", NULL };
    FieldsDefined fields;
    if (!text_starts(grouping->by, "field:")) {
        words_add(groups, request->arena, text_equal(grouping->by, "touch") ? TOUCHES : STAGES);
        return true;
    }
    if (!fields_read(request->db, request->arena, "account", &fields, error))
        return false;
    const FieldDefined *field = field_by_key(&fields, grouping->by + strlen("field:"));
    for (size_t i = 0; field && i < field->choices.count; i++)
        group_name(group_add(groups, request->arena, field->choices.items[i], 0), field->choices.items[i], NULL);
    return true;
}

static bool groups_begin(const Request *request, const Grouping *grouping, Groups *groups, Error *error)
{
    switch (grouping->kind) {
    case BY_ID:
        return text_equal(grouping->by, "team") ? teams_add(request, groups, error)
                                                : owners_add(request, groups, error);
    case BY_PRODUCT:
        return products_add(request, groups, error);
    default:
        return choices_add(request, grouping, groups, error);
    }
}

/* ---- counting ---------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t id;
    const char *text; /* the engine's own: the same text is the same pointer */
    size_t at;
} Seen;
typedef struct {
    const EngineView *view;
    const Grouping *grouping;
    const FigureOf *of;
    Groups *groups;
    int column;
    Seen *seen; /* values that were met already: a text that is compared folded costs much */
    size_t seen_count, seen_room;
    size_t *none;     /* the place of accounts without any, SIZE_MAX = not yet */
    int64_t *several; /* accounts in more than one */
} Counting;

static void count_in(Counting *counting, size_t at, const Stood *stood)
{
    Group *group = &counting->groups->items[at];
    tally_add(&group->total, stood, counting->of->home);
    tally_add(&group->stands[stood->stand], stood, counting->of->home);
}

static void count_without(Counting *counting, const Stood *stood)
{
    if (*counting->none == SIZE_MAX) {
        *counting->none = counting->groups->count;
        group_add(counting->groups, counting->of->arena, NULL, 0);
    }
    count_in(counting, *counting->none, stood);
}

/* Lists compare folded, so groups do, too. */
static size_t group_met(Counting *counting, const EngineValue *value)
{
    Groups *groups = counting->groups;
    Arena *arena = counting->of->arena;
    bool is_id = counting->grouping->kind == BY_ID;
    const char *folded = is_id ? NULL : text_fold(arena, value->text);
    for (size_t i = 0; i < groups->count; i++) {
        const Group *group = &groups->items[i];
        if (group->key && (is_id ? group->id == value->integer : text_equal(text_fold(arena, group->key), folded)))
            return i;
    }
    if (is_id)
        group_add(groups, arena, id_key(arena, value->integer), value->integer);
    else
        group_add(groups, arena, value->text, 0);
    return groups->count - 1;
}

static size_t group_of(Counting *counting, const EngineValue *value)
{
    Seen one = { .id = value->integer };
    if (counting->grouping->kind != BY_ID)
        one = (Seen) { .text = value->text };
    for (size_t i = counting->seen_count; i > 0; i--)
        if (counting->seen[i - 1].id == one.id && counting->seen[i - 1].text == one.text)
            return counting->seen[i - 1].at;
    one.at = group_met(counting, value);
    counting->seen = arena_room(counting->of->arena, counting->seen, counting->seen_count, 1, &counting->seen_room,
                                sizeof *counting->seen);
    counting->seen[counting->seen_count++] = one;
    return one.at;
}

static void count_products(Counting *counting, const Stood *stood)
{
    size_t products = *counting->none == SIZE_MAX ? counting->groups->count : *counting->none;
    int64_t has = 0;
    for (size_t i = 0; i < products; i++) {
        EngineValue value = view_value(counting->view, stood->account_id, counting->column,
                                       counting->groups->items[i].id, counting->of->day);
        if (!value.known || value.integer != 1)
            continue;
        count_in(counting, i, stood);
        has++;
    }
    *counting->several += has > 1;
    if (!has)
        count_without(counting, stood);
}

static void count_one(Counting *counting, const Stood *stood)
{
    if (counting->grouping->kind == BY_PRODUCT) {
        count_products(counting, stood);
        return;
    }
    EngineValue value = view_value(counting->view, stood->account_id, counting->column, 0, counting->of->day);
    if (!value.known) {
        count_without(counting, stood);
        return;
    }
    count_in(counting, group_of(counting, &value), stood);
}

/* Without empty ones, and those without any last. */
static void groups_end(Groups *groups, size_t none)
{
    Group without = none == SIZE_MAX ? (Group) { 0 } : groups->items[none];
    size_t kept = 0;
    for (size_t i = 0; i < groups->count; i++)
        if (i != none && groups->items[i].total.accounts)
            groups->items[kept++] = groups->items[i];
    if (none != SIZE_MAX)
        groups->items[kept++] = without;
    groups->count = kept;
}

bool groups_read(const Request *request, const Grouping *grouping, const FigureOf *of, const Stoods *stoods,
                 Groups *groups, int64_t *several, Error *error)
{
    size_t none = SIZE_MAX;
    *groups = (Groups) { 0 };
    *several = 0;
    if (!groups_begin(request, grouping, groups, error))
        return false;
    const EngineView *view = engine_view(request->services->engine);
    Counting counting = { .view = view,
                          .grouping = grouping,
                          .of = of,
                          .groups = groups,
                          .column = view_column(view, grouping->column),
                          .none = &none,
                          .several = several };
    for (size_t i = 0; i < stoods->count; i++)
        if (stoods->items[i].here)
            count_one(&counting, &stoods->items[i]);
    engine_view_close(view);
    groups_end(groups, none);
    return true;
}

Text group_parts(Arena *arena, const Grouping *grouping, const Groups *groups, const Group *group)
{
    Text parts = text_new(arena);
    if (group->key && grouping->kind == BY_TEXT)
        part_one_of(&parts, grouping->attribute, group->key);
    else if (group->key)
        part_id(&parts, grouping->attribute, group->id);
    else if (grouping->kind != BY_PRODUCT)
        part_unknown(&parts, grouping->attribute);
    else
        part_none_of(&parts, grouping->attribute, groups->products.items, groups->products.count);
    return parts;
}
