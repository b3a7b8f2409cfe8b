/*
 * Segments over the API. A condition is checked as a graph before it is read, so that a loop is named as one. Before a
 * segment says something else, whoever keeps something of what it says is told (SegmentUser.changes).
 *
 * In order: reading; what may be saved; changes.
 */
#include "base/id.h"
#include "base/reason.h"
#include "customer/segment/segment_store.h"
#include "house/workspace/workspace.h"
#include "http/edit.h"
#include "jobs/module.h"

#include <string.h>

typedef struct {
    OptInt as_of;
} SegmentsAsk;
static const Field SEGMENTS_ASK_FIELDS[] = { SHAPE_OPT(SegmentsAsk, as_of, FIELD_DAY), { 0 } };
static const Shape SEGMENTS_ASK = { "SegmentsAsk", sizeof(SegmentsAsk), SEGMENTS_ASK_FIELDS };

/* ---- reading --------------------------------------------------------------------------------------------------- */

static bool segment_list(Request *request, Error *error)
{
    const SegmentsAsk *ask = request->query;
    SegmentUses *uses;
    SegmentRow *rows;
    size_t count;
    int64_t day;
    if (!workspace_day(request, ask->as_of, &day, error) ||
        !segment_all(request->db, request->arena, &rows, &count, error) ||
        !segment_uses_read(request->db, request->arena, &uses, error))
        return false;
    SegmentShown *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        if (!segment_shown(request, &rows[i], uses, day, &shown[i], error))
            return false;
    return reply_list(request, &SEGMENT, shown, count, NULL);
}

static bool segment_name_list(Request *request, Error *error)
{
    SegmentRow *rows;
    size_t count;
    return segment_all(request->db, request->arena, &rows, &count, error) &&
           reply_list(request, &SEGMENT_NAME, rows, count, NULL);
}

static bool segment_find(Request *request, SegmentRow **row, Error *error)
{
    if (!segment_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "segment %lld not found", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

static bool segment_reply(Request *request, int status, OptInt as_of, Error *error)
{
    SegmentShown shown;
    SegmentUses *uses;
    SegmentRow *row;
    int64_t day;
    if (!workspace_day(request, as_of, &day, error) ||
        !segment_by_id(request->db, request->arena, request->path_id[0], &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "segment %lld not found", (long long)request->path_id[0]);
    return segment_uses_read(request->db, request->arena, &uses, error) &&
           segment_shown(request, row, uses, day, &shown, error) && reply_row(request, status, &SEGMENT, &shown);
}

static bool segment_get(Request *request, Error *error)
{
    return segment_reply(request, 200, ((const SegmentsAsk *)request->query)->as_of, error);
}

/* ---- what may be saved ----------------------------------------------------------------------------------------- */

static bool name_is_free(const Request *request, const SegmentRow *row, Error *error)
{
    SegmentNamedRow *other;
    if (!segment_named(request->db, request->arena, row->name, &other, error))
        return false;
    return !other || other->id == row->id || refuse(error, "name", REASON_TAKEN, row->name, NULL);
}

static bool condition_is_valid(const Request *request, const SegmentRow *row, Error *error)
{
    ConditionOf of = segment_of(request, CONDITION_GIVEN);
    const Condition *condition;
    SegmentNode *nodes;
    size_t count;
    return segment_nodes(request->db, request->arena, row, &nodes, &count, error) &&
           segment_graph_check(request->arena, nodes, count, error) &&
           condition_parse_text(request->arena, &of, row->condition, "condition", &condition, error);
}

/* ---- changes --------------------------------------------------------------------------------------------------- */

static bool segment_create(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    SegmentVersionsRow *there;
    SegmentRow row = { .id = id_new(),
                       .created_by = writer.actor,
                       .created_at = writer.now,
                       .changed_by = writer.actor,
                       .changed_at = writer.now };
    if (!segment_versions(request->db, request->arena, &there, error))
        return false;
    if (there->segments >= SEGMENTS_MAX)
        return refuse(error, NULL, REASON_TOO_MANY, arena_format(request->arena, "%d", SEGMENTS_MAX), NULL);
    request->path_id[0] = row.id;
    return edit_apply(request, &NEW_SEGMENT, request->input, &SEGMENT_ROW, &row, error) &&
           name_is_free(request, &row, error) && condition_is_valid(request, &row, error) &&
           segment_insert(request->db, &row, error) &&
           writer_tell(&writer, "segment.created", 0, 0, row.id, NULL, error) &&
           segment_reply(request, 201, (OptInt) { 0 }, error);
}

/* Whoever keeps something of what it says, as long as it still says it. */
static bool users_told(const Request *request, const Writer *writer, int64_t id, Error *error)
{
    SegmentNode *nodes;
    size_t count;
    if (!segment_nodes(request->db, request->arena, NULL, &nodes, &count, error))
        return false;
    Ids above = segment_graph_above(request->arena, nodes, count, id);
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->segments && (*at)->segments->changes && !(*at)->segments->changes(writer, id, above, error))
            return false;
    return true;
}

/* What edit_told does not compare. */
static List condition_changed(Arena *arena, const SegmentRow *before, const SegmentRow *after)
{
    EditChange *change = arena_make(arena, EditChange);
    change->field = "condition";
    return (List) { !text_equal(before->condition, after->condition), change };
}

static bool segment_store(Request *request, const SegmentRow *before, SegmentRow *after, const EditTold *told,
                          Error *error)
{
    Writer writer = writer_of(request);
    bool other = !text_equal(before->condition, after->condition);
    after->changed_by = writer.actor;
    after->changed_at = writer.now;
    return name_is_free(request, after, error) &&
           (!other || (condition_is_valid(request, after, error) && users_told(request, &writer, after->id, error))) &&
           segment_update(request->db, after, error) &&
           writer_tell(&writer, "segment.changed", 0, 0, after->id, told, error);
}

static bool segment_change(Request *request, Error *error)
{
    SegmentRow *before, after;
    if (!segment_find(request, &before, error))
        return false;
    after = *before;
    if (!edit_apply(request, &SEGMENT_PATCH, request->input, &SEGMENT_ROW, &after, error))
        return false;
    const EditTold *told = edit_told(request->arena, &SEGMENT_PATCH, &SEGMENT_ROW, before, &after,
                                     condition_changed(request->arena, before, &after));
    return (!told || segment_store(request, before, &after, told, error)) &&
           segment_reply(request, 200, (OptInt) { 0 }, error);
}

/* "Enterprise, All of them, a private view of Sato" */
static const char *users_named(Arena *arena, List users)
{
    Text names = text_new(arena);
    for (size_t i = 0; i < users.count; i++) {
        const SegmentUse *use = &((const SegmentUse *)users.items)[i];
        text_add(&names, i ? ", " : "");
        if (use->name)
            text_add(&names, use->name);
        else
            text_format(&names, "a private view of %s", use->owner ? use->owner : "nobody");
    }
    return text_string(&names);
}

static bool segment_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    SegmentUses *uses;
    SegmentRow *row;
    if (!segment_find(request, &row, error) || !segment_uses_read(request->db, request->arena, &uses, error))
        return false;
    List users = segment_uses_of(uses, request->arena, row->id);
    if (users.count)
        return refuse(error, NULL, REASON_SEGMENT_USED, users_named(request->arena, users), NULL);
    return segment_remove(request->db, row->id, error) &&
           writer_tell(&writer, "segment.deleted", 0, 0, row->id, NULL, error) && reply_empty(request);
}

const Route SEGMENT_ROUTES[] = {
    { GET, "/api/v1/segments", segment_list, RIGHT_VIEW, "List all segments, with their size and who uses them",
      .asks = &SEGMENTS_ASK, .gives = &SEGMENT, .flags = ROUTE_LIST | ROUTE_SLOW },
    { GET, "/api/v1/segments/names", segment_name_list, RIGHT_VIEW, "List the names of all segments",
      .gives = &SEGMENT_NAME, .flags = ROUTE_LIST },
    { POST, "/api/v1/segments", segment_create, RIGHT_MANAGE, "Add a segment", .takes = &NEW_SEGMENT,
      .gives = &SEGMENT },
    { GET, "/api/v1/segments/{id}", segment_get, RIGHT_VIEW, "Get a segment", .asks = &SEGMENTS_ASK, .gives = &SEGMENT,
      .flags = ROUTE_SLOW },
    { PATCH, "/api/v1/segments/{id}", segment_change, RIGHT_MANAGE,
      "Change a segment; it counts at once wherever it is used", .takes = &SEGMENT_PATCH, .gives = &SEGMENT },
    { DELETE, "/api/v1/segments/{id}", segment_delete, RIGHT_MANAGE, "Delete a segment that nothing uses" },
    { 0 },
};
