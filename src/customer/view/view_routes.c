/*
 * Saved views over the API. What is one's own needs a session and no right; to share needs the right to act. Whose a
 * view is decides who changes it. What happens to a shared one is told as a fact; one's own concerns nobody else.
 */
#include "base/id.h"
#include "base/texts.h"
#include "customer/view/view_store.h"
#include "http/edit.h"

static bool view_reply(Request *request, int status, const SavedViewRow *row, Error *error)
{
    SavedView shown;
    return view_shown(request, row, &shown, error) && reply_row(request, status, &SAVED_VIEW, &shown);
}

static bool view_list(Request *request, Error *error)
{
    SavedViewRow *rows;
    size_t count;
    if (!views_of(request, &rows, &count, error))
        return false;
    SavedView *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        if (!view_shown(request, &rows[i], &shown[i], error))
            return false;
    return reply_list(request, &SAVED_VIEW, shown, count, NULL);
}

/* ---- one's own ------------------------------------------------------------------------------------------------- */

static bool view_find(Request *request, SavedViewRow **row, Error *error)
{
    Viewer viewer = request_viewer(request);
    if (!saved_view_by_id(request->db, request->arena, request->path_id[0], &viewer, row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "view %lld not found", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

static bool view_of_path(Request *request, SavedViewRow **row, Error *error)
{
    if (!view_find(request, row, error))
        return false;
    if ((*row)->owner_id.known && (*row)->owner_id.value == request_staff(request))
        return true;
    return fail(error, ERROR_FORBIDDEN, NULL, "only its owner can change a shared view; save a copy of it instead");
}

static bool room_for(Request *request, int64_t *position, Error *error)
{
    SavedViewRoomRow *room;
    if (!saved_view_room(request->db, request->arena, request_staff(request), &room, error))
        return false;
    *position = room->next;
    return room->count < VIEWS_OWN_MAX ||
           fail(error, ERROR_INPUT, NULL, "at most %d views of your own are allowed", VIEWS_OWN_MAX);
}

static void columns_set(Request *request, Texts given, SavedViewRow *row)
{
    if (request_given(request, "columns"))
        row->columns = texts_print(request->arena, given);
}

static bool view_create(Request *request, Error *error)
{
    const NewSavedView *in = request->input;
    SavedViewRow row = { .id = id_new(),
                         .owner_id = { request_staff(request), true },
                         .owner = request->caller->name,
                         .visible_to = VISIBLE_TO_ME,
                         .columns = "[]",
                         .created_at = request->now,
                         .version = 1 };
    columns_set(request, in->columns, &row);
    return edit_apply(request, &NEW_SAVED_VIEW, in, &SAVED_VIEW_ROW, &row, error) &&
           view_is_valid(request, &row, error) && room_for(request, &row.position, error) &&
           saved_view_insert(request->db, &row, error) && view_reply(request, 201, &row, error);
}

/* Stores it, and says so where others see it. */
static bool view_store(Request *request, SavedViewRow *row, const char *kind, const void *body, Error *error)
{
    Writer writer = writer_of(request);
    row->version++;
    return saved_view_update(request->db, row, error) &&
           (!kind || writer_tell(&writer, kind, 0, 0, row->id, body, error)) && view_reply(request, 200, row, error);
}

/* What is left as it is, the caller need not be able to ask any more: they may have lost an area. */
static bool change_is_valid(const Request *request, const SavedViewRow *after, Error *error)
{
    SavedViewRow given = *after;
    if (!request_given(request, "filter"))
        given.filter = NULL;
    if (!request_given(request, "sort"))
        given.sort = NULL;
    return view_is_valid(request, &given, error);
}

/* What edit_told does not compare. */
static List json_changed(Arena *arena, const SavedViewRow *before, const SavedViewRow *after)
{
    EditChange *changes = arena_array(arena, 2, sizeof *changes);
    size_t count = 0;
    if (!text_equal(before->filter, after->filter))
        changes[count++] = (EditChange) { .field = "filter" };
    if (!text_equal(before->columns, after->columns))
        changes[count++] = (EditChange) { .field = "columns" };
    return (List) { count, changes };
}

static bool view_change(Request *request, Error *error)
{
    const SavedViewPatch *in = request->input;
    SavedViewRow *before, after;
    if (!view_of_path(request, &before, error))
        return false;
    after = *before;
    if (!edit_apply(request, &SAVED_VIEW_PATCH, in, &SAVED_VIEW_ROW, &after, error))
        return false;
    columns_set(request, in->columns, &after);
    const EditTold *told = edit_told(request->arena, &SAVED_VIEW_PATCH, &SAVED_VIEW_ROW, before, &after,
                                     json_changed(request->arena, before, &after));
    if (!told)
        return view_reply(request, 200, before, error);
    return change_is_valid(request, &after, error) &&
           view_store(request, &after, after.visible_to ? NULL : "view.changed", told, error);
}

static bool view_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    SavedViewRow *row;
    return view_of_path(request, &row, error) && saved_view_remove(request->db, row->id, error) &&
           (row->visible_to || writer_tell(&writer, "view.deleted", 0, 0, row->id, NULL, error)) &&
           reply_empty(request);
}

typedef struct {
    Ids ids;
} ViewOrder;
static const Field VIEW_ORDER_FIELDS[] = { SHAPE_FIELD(ViewOrder, ids, FIELD_IDS, .max = VIEWS_OWN_MAX), { 0 } };
static const Shape VIEW_ORDER = { "ViewOrder", sizeof(ViewOrder), VIEW_ORDER_FIELDS };

static bool view_order(Request *request, Error *error)
{
    const ViewOrder *in = request->input;
    for (size_t i = 0; i < in->ids.count; i++)
        if (!saved_view_place(request->db, in->ids.items[i], request_staff(request), (int64_t)i + 1, error))
            return false;
    return reply_empty(request);
}

/* ---- for everybody --------------------------------------------------------------------------------------------- */

static bool view_share(Request *request, Error *error)
{
    SavedViewRow *row;
    SavedViewSharedCountRow *shared;
    if (!view_of_path(request, &row, error) || !saved_view_shared_count(request->db, request->arena, &shared, error))
        return false;
    if (!row->visible_to)
        return view_reply(request, 200, row, error);
    if (shared->count >= VIEWS_SHARED_MAX)
        return fail(error, ERROR_INPUT, NULL, "at most %d shared views are allowed", VIEWS_SHARED_MAX);
    row->visible_to = NULL;
    return view_store(request, row, "view.shared", NULL, error);
}

static bool view_unshare(Request *request, Error *error)
{
    SavedViewRow *row;
    if (!view_of_path(request, &row, error))
        return false;
    if (row->visible_to)
        return view_reply(request, 200, row, error);
    row->visible_to = VISIBLE_TO_ME;
    return view_store(request, row, "view.unshared", NULL, error);
}

/* Who took one over sees what they may: the filter stays as it is, told or not. */
static bool view_take(Request *request, Error *error)
{
    int64_t staff_id = request_staff(request), position;
    SavedViewRow *row;
    if (!view_find(request, &row, error))
        return false;
    if (!staff_id)
        return fail(error, ERROR_FORBIDDEN, NULL, "a key owns no views; take it over in a session");
    if (row->owner_id.known && row->owner_id.value == staff_id)
        return view_reply(request, 200, row, error);
    if (!room_for(request, &position, error))
        return false;
    row->owner_id = (OptInt) { staff_id, true };
    row->owner = request->caller->name;
    row->position = position;
    return view_store(request, row, "view.taken", NULL, error);
}

const Route VIEW_ROUTES[] = {
    { GET, "/api/v1/views", view_list, RIGHT_VIEW, "List your saved views and the shared ones", .gives = &SAVED_VIEW,
      .flags = ROUTE_LIST },
    { POST, "/api/v1/views", view_create, RIGHT_SIGNED_IN, "Save a view for yourself", .takes = &NEW_SAVED_VIEW,
      .gives = &SAVED_VIEW },
    { PATCH, "/api/v1/views/{id}", view_change, RIGHT_SIGNED_IN, "Change a view of your own",
      .takes = &SAVED_VIEW_PATCH, .gives = &SAVED_VIEW },
    { DELETE, "/api/v1/views/{id}", view_delete, RIGHT_SIGNED_IN, "Delete a view of your own" },
    { POST, "/api/v1/views/order", view_order, RIGHT_SIGNED_IN, "Set the order of your own views",
      .takes = &VIEW_ORDER },
    { POST, "/api/v1/views/{id}/share", view_share, RIGHT_ACT, "Share a view of your own with everybody",
      .gives = &SAVED_VIEW },
    { DELETE, "/api/v1/views/{id}/share", view_unshare, RIGHT_ACT, "Keep a shared view of your own to yourself",
      .gives = &SAVED_VIEW },
    { POST, "/api/v1/views/{id}/owner", view_take, RIGHT_MANAGE, "Take over a shared view", .gives = &SAVED_VIEW },
    { 0 },
};
