/*
 * Segments as others ask for them, and who uses them. In order: what others ask; the graph; who uses which; who goes.
 */
#include "customer/contact/contact_words.h"
#include "customer/segment/segment_store.h"
#include "jobs/module.h"

#include <string.h>

/* ---- what others ask ------------------------------------------------------------------------------------------- */

static bool saved_read(Db *db, Arena *arena, int64_t id, const char **json, Error *error)
{
    SegmentSaysRow *row;
    if (!segment_says(db, arena, id, &row, error))
        return false;
    *json = row ? row->condition : NULL;
    return true;
}

const ConditionSaved SEGMENT_SAVED = { saved_read };

bool segments_stamp(Db *db, Arena *arena, uint64_t *stamp, Error *error)
{
    static const uint64_t PRIME = UINT64_C(1099511628211);
    SegmentVersionsRow *row;
    if (!segment_versions(db, arena, &row, error))
        return false;
    *stamp = (((uint64_t)row->newest * PRIME) ^ (uint64_t)row->versions) * PRIME ^ (uint64_t)row->segments;
    return true;
}

static const Json *json_of(Arena *arena, const char *text)
{
    const Json *json = NULL;
    Error ignored = { 0 };
    return text && json_parse(arena, text, strlen(text), &json, &ignored) ? json : NULL;
}

static bool ids_meet(Ids a, Ids b)
{
    for (size_t i = 0; i < a.count; i++)
        for (size_t k = 0; k < b.count; k++)
            if (a.items[i] == b.items[k])
                return true;
    return false;
}

bool segments_asked(Arena *arena, const char *json, Ids ids)
{
    return ids_meet(segment_ids_in(arena, json_of(arena, json)), ids);
}

/* ---- the graph ------------------------------------------------------------------------------------------------- */

bool segment_nodes(Db *db, Arena *arena, const SegmentRow *except, SegmentNode **nodes, size_t *count, Error *error)
{
    SegmentRow *rows;
    size_t read;
    if (!segment_all(db, arena, &rows, &read, error))
        return false;
    *nodes = arena_array(arena, read + 1, sizeof **nodes);
    *count = 0;
    for (size_t i = 0; i < read; i++)
        if (!except || rows[i].id != except->id)
            (*nodes)[(*count)++] = (SegmentNode) { rows[i].id, rows[i].name, json_of(arena, rows[i].condition) };
    if (except)
        (*nodes)[(*count)++] = (SegmentNode) { except->id, except->name, json_of(arena, except->condition) };
    return true;
}

static void pin_node(Text *pinned, Arena *arena, const SegmentNode *node)
{
    json_key_to(pinned, arena_format(arena, "%lld", (long long)node->id));
    text_add(pinned, node->condition ? json_print(arena, node->condition) : "null");
}

bool segments_pin(Db *db, Arena *arena, Texts asks, const char **pinned, Error *error)
{
    SegmentNode *nodes;
    size_t count;
    Text text = text_new(arena), holder = text_new(arena);
    *pinned = NULL;
    text_add(&holder, "[");
    for (size_t i = 0; i < asks.count; i++)
        text_format(&holder, "%s%s", i ? "," : "", asks.items[i] ? asks.items[i] : "null");
    text_add(&holder, "]");
    Ids ids = segment_ids_in(arena, json_of(arena, text_string(&holder)));
    if (!ids.count)
        return true;
    if (!segment_nodes(db, arena, NULL, &nodes, &count, error))
        return false;
    ids = segment_graph_below(arena, nodes, count, ids);
    text_add(&text, "{");
    for (size_t i = 0; i < count; i++)
        if (ids_meet(ids, (Ids) { 1, &nodes[i].id }))
            pin_node(&text, arena, &nodes[i]);
    text_add(&text, "}");
    *pinned = text_string(&text);
    return true;
}

ConditionOf segment_of(const Request *request, ConditionSource source)
{
    return (ConditionOf) {
        .engine = request->services->engine, .db = request->db, .source = source, .sees = request->caller->rights
    };
}

/* ---- who uses which -------------------------------------------------------------------------------------------- */

typedef struct {
    SegmentUse use;
    Ids asks;
} UseFound;

struct SegmentUses {
    Arena *arena;
    UseFound *items;
    size_t count, room;
};

static bool use_take(const SegmentAsking *row, void *context, Error *error)
{
    SegmentUses *uses = context;
    Arena *arena = uses->arena;
    Ids asks = segment_ids_in(arena, json_of(arena, row->asks));
    (void)error;
    if (!asks.count)
        return true;
    uses->items = arena_room(arena, uses->items, uses->count, 1, &uses->room, sizeof *uses->items);
    uses->items[uses->count++] = (UseFound) {
        { arena_text(arena, row->kind), row->id, arena_text(arena, row->name), arena_text(arena, row->owner) }, asks
    };
    return true;
}

bool segment_uses_read(Db *db, Arena *arena, SegmentUses **uses, Error *error)
{
    *uses = arena_make(arena, SegmentUses);
    (*uses)->arena = arena;
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->segments && !(*at)->segments->asks(db, use_take, *uses, error))
            return false;
    return true;
}

/* A thing that keeps several conditions, as a scorecard its draft and its versions, is one user. */
static bool is_there(const SegmentUse *uses, size_t count, const SegmentUse *use)
{
    for (size_t i = 0; i < count; i++)
        if (uses[i].id == use->id && strcmp(uses[i].kind, use->kind) == 0)
            return true;
    return false;
}

List segment_uses_of(const SegmentUses *uses, Arena *arena, int64_t id)
{
    SegmentUse *found = arena_array(arena, uses->count + 1, sizeof *found);
    size_t count = 0;
    for (size_t i = 0; i < uses->count; i++)
        if (ids_meet(uses->items[i].asks, (Ids) { 1, &id }) && !is_there(found, count, &uses->items[i].use))
            found[count++] = uses->items[i].use;
    return (List) { count, found };
}

/* ---- who goes -------------------------------------------------------------------------------------------------- */

static const ContactText TEXTS[] = {
    { &SEGMENT_NAME_WORDS_EACH_STATEMENT, &SEGMENT_NAME_WORDS_SET_STATEMENT, NULL },
    { &SEGMENT_ABOUT_WORDS_EACH_STATEMENT, &SEGMENT_ABOUT_WORDS_SET_STATEMENT, NULL },
    { &SEGMENT_CONDITION_WORDS_EACH_STATEMENT, &SEGMENT_CONDITION_WORDS_SET_STATEMENT, NULL, .json = true },
    { 0 },
};

const ContactHolder SEGMENT_CONTACTS = { .name = "segment", .texts = TEXTS };
