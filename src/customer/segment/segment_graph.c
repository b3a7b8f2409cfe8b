/*
 * Segments within segments, as a graph: nodes are segments, edges the ids in their conditions. A walk gives each node
 * its depth and its size with all below it, and finds the loop if there is one. In order: the ids in JSON; the walk;
 * what is above and below.
 */
#include "base/reason.h"
#include "customer/segment/segment_store.h"

#include <stdlib.h>

/* ---- the ids in JSON ------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    int64_t *items;
    size_t count, room, comparisons;
} Found;

static void id_found(Found *found, const Json *json)
{
    int64_t id;
    if (!json_int_value(json, &id))
        return;
    found->items = arena_room(found->arena, found->items, found->count, 1, &found->room, sizeof *found->items);
    found->items[found->count++] = id;
}

static void value_walk(Found *found, const Json *value)
{
    if (!json_is_array(value))
        id_found(found, value);
    for (const Json *one = json_is_array(value) ? json_first(value) : NULL; one; one = json_next(one))
        id_found(found, one);
}

static void json_walk(Found *found, const Json *json)
{
    const char *attribute;
    if (!json_is_object(json) && !json_is_array(json))
        return;
    found->comparisons += json_is_object(json) && json_get(json, "op");
    if (json_is_object(json) && json_get_text(json, "attribute", &attribute) && text_equal(attribute, "segment"))
        value_walk(found, json_get(json, "value"));
    for (const Json *child = json_first(json); child; child = json_next(child))
        json_walk(found, child);
}

static int by_id(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return first < second ? -1 : first > second;
}

static Ids found_ids(Found *found)
{
    size_t count = 0;
    if (found->count)
        qsort(found->items, found->count, sizeof *found->items, by_id);
    for (size_t i = 0; i < found->count; i++)
        if (!count || found->items[i] != found->items[count - 1])
            found->items[count++] = found->items[i];
    return (Ids) { count, found->items };
}

Ids segment_ids_in(Arena *arena, const Json *json)
{
    Found found = { .arena = arena };
    json_walk(&found, json);
    return found_ids(&found);
}

static bool ids_have(Ids ids, int64_t id)
{
    return ids.count && bsearch(&id, ids.items, ids.count, sizeof *ids.items, by_id);
}

/* ---- the walk -------------------------------------------------------------------------------------------------- */

enum { AHEAD, ON_PATH, DONE };

typedef struct {
    int state;
    size_t depth; /* of segments within each other, itself included */
    size_t parts; /* comparisons, with all below */
    Ids asks;     /* as often as they are asked for */
} Visit;

typedef struct {
    Arena *arena;
    const SegmentNode *nodes;
    size_t count;
    Visit *visits;
    size_t *path, path_size;
    Error *error;
} Walk;

static size_t node_of(const Walk *walk, int64_t id)
{
    size_t i = 0;
    while (i < walk->count && walk->nodes[i].id != id)
        i++;
    return i;
}

/* "A > B > A" */
static bool loop_fails(const Walk *walk, size_t again)
{
    Text names = text_new(walk->arena);
    size_t from = 0;
    while (walk->path[from] != again)
        from++;
    for (size_t i = from; i < walk->path_size; i++)
        text_format(&names, "%s > ", walk->nodes[walk->path[i]].name);
    text_add(&names, walk->nodes[again].name);
    return refuse(walk->error, "condition", REASON_SEGMENT_LOOP, text_string(&names), NULL);
}

static bool too_large(const Walk *walk, size_t at)
{
    const Visit *visit = &walk->visits[at];
    if (visit->depth > CONDITION_DEPTH_MAX)
        return refuse(walk->error, "condition", REASON_SEGMENT_DEEP,
                      arena_format(walk->arena, "%d", CONDITION_DEPTH_MAX), walk->nodes[at].name);
    return visit->parts <= SEGMENT_PARTS_MAX ||
           refuse(walk->error, "condition", REASON_SEGMENT_LONG, walk->nodes[at].name,
                  arena_format(walk->arena, "%d", SEGMENT_PARTS_MAX));
}

static bool node_walk(Walk *walk, size_t at)
{
    Visit *visit = &walk->visits[at];
    if (visit->state == ON_PATH)
        return loop_fails(walk, at);
    if (visit->state == DONE)
        return true;
    Found found = { .arena = walk->arena };
    json_walk(&found, walk->nodes[at].condition);
    *visit = (Visit) { .state = ON_PATH, .parts = found.comparisons, .asks = { found.count, found.items } };
    walk->path[walk->path_size++] = at;
    for (size_t i = 0; i < visit->asks.count; i++) {
        size_t next = node_of(walk, visit->asks.items[i]);
        if (next == walk->count)
            continue;
        if (!node_walk(walk, next))
            return false;
        visit->parts += walk->visits[next].parts ? walk->visits[next].parts : 1;
        visit->depth = walk->visits[next].depth > visit->depth ? walk->visits[next].depth : visit->depth;
    }
    walk->path_size--;
    visit->depth++;
    visit->state = DONE;
    return too_large(walk, at);
}

bool segment_graph_check(Arena *arena, const SegmentNode *nodes, size_t count, Error *error)
{
    Walk walk = { .arena = arena,
                  .nodes = nodes,
                  .count = count,
                  .visits = arena_array(arena, count + 1, sizeof(Visit)),
                  .path = arena_array(arena, count + 1, sizeof(size_t)),
                  .error = error };
    for (size_t i = 0; i < count; i++)
        if (!node_walk(&walk, i))
            return false;
    return true;
}

/* ---- what is above and below ----------------------------------------------------------------------------------- */

static bool asks_any(Arena *arena, const SegmentNode *node, Ids ids)
{
    Ids asks = segment_ids_in(arena, node->condition);
    for (size_t i = 0; i < asks.count; i++)
        if (ids_have(ids, asks.items[i]))
            return true;
    return false;
}

static Ids ids_with(Arena *arena, Ids ids, Ids more)
{
    Found found = { .arena = arena };
    for (size_t i = 0; i < ids.count + more.count; i++) {
        found.items = arena_room(arena, found.items, found.count, 1, &found.room, sizeof *found.items);
        found.items[found.count++] = i < ids.count ? ids.items[i] : more.items[i - ids.count];
    }
    return found_ids(&found);
}

Ids segment_graph_above(Arena *arena, const SegmentNode *nodes, size_t count, int64_t id)
{
    Ids above = ids_with(arena, (Ids) { 1, &id }, (Ids) { 0 });
    for (size_t before = 0; before != above.count;) {
        before = above.count;
        for (size_t i = 0; i < count; i++)
            if (asks_any(arena, &nodes[i], above))
                above = ids_with(arena, above, (Ids) { 1, &nodes[i].id });
    }
    return above;
}

Ids segment_graph_below(Arena *arena, const SegmentNode *nodes, size_t count, Ids ids)
{
    Ids below = ids_with(arena, ids, (Ids) { 0 });
    for (size_t before = 0; before != below.count;) {
        before = below.count;
        for (size_t i = 0; i < count; i++)
            if (ids_have(below, nodes[i].id))
                below = ids_with(arena, below, segment_ids_in(arena, nodes[i].condition));
    }
    return below;
}
