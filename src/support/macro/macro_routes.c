/*
 * Macros over the API. What is one's own needs a session; to share needs the right to act. Whose a macro is decides who
 * changes it. What happens to a shared one is told as a fact; one's own concerns nobody else.
 *
 * In order: showing; what may be saved; one's own; for everybody.
 */
#include "base/id.h"
#include "base/reason.h"
#include "base/text.h"
#include "base/texts.h"
#include "http/edit.h"
#include "jobs/writer.h"
#include "support/macro/macro_store.h"
#include "support/ticket/ticket.h"

/* ---- showing --------------------------------------------------------------------------------------------------- */

static bool macro_shown(Request *request, const MacroRow *row, Macro *shown, Error *error)
{
    *shown = (Macro) { .row = *row, .shared = !row->visible_to };
    return texts_parse(request->arena, row->tag_list, &shown->tags, error);
}

static bool macro_reply(Request *request, int status, const MacroRow *row, Error *error)
{
    Macro shown;
    return macro_shown(request, row, &shown, error) && reply_row(request, status, &MACRO, &shown);
}

static bool macro_list(Request *request, Error *error)
{
    Viewer viewer = request_viewer(request);
    MacroRow *rows;
    size_t count;
    if (!macros(request->db, request->arena, &viewer, &rows, &count, error))
        return false;
    Macro *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        if (!macro_shown(request, &rows[i], &shown[i], error))
            return false;
    return reply_list(request, &MACRO, shown, count, NULL);
}

bool macro_find(Request *request, int64_t id, MacroRow **row, Error *error)
{
    Viewer viewer = request_viewer(request);
    return macro_by_id(request->db, request->arena, id, &viewer, row, error) &&
           (*row || fail(error, ERROR_MISSING, NULL, "macro %lld not found", (long long)id));
}

/* ---- what may be saved ----------------------------------------------------------------------------------------- */

static bool status_fits(Request *request, const MacroRow *row, Error *error)
{
    MacroStatusThereRow *status;
    if (!row->status_id.known)
        return true;
    return macro_status_there(request->db, request->arena, row->status_id.value, &status, error) &&
           (status || fail(error, ERROR_INPUT, "status_id", "status %lld not found", (long long)row->status_id.value));
}

static bool does_anything(const MacroRow *row, Texts tags)
{
    return row->text || row->text_ja || row->status_id.known || row->type || row->priority || row->takes.value ||
           tags.count;
}

static const char *text_or_none(Arena *arena, const char *text)
{
    return text && text_is_empty(text_trim(arena, text)) ? NULL : text;
}

/* A text of blanks is none. */
static bool row_fits(Request *request, MacroRow *row, Error *error)
{
    Texts tags;
    row->name = text_trim(request->arena, row->name);
    row->text = text_or_none(request->arena, row->text);
    row->text_ja = text_or_none(request->arena, row->text_ja);
    if (text_is_empty(row->name))
        return fail(error, ERROR_INPUT, "name", "a macro needs a name");
    if (!texts_parse(request->arena, row->tag_list, &tags, error))
        return false;
    if (!does_anything(row, tags))
        return refuse(error, "text", REASON_MACRO_EMPTY, NULL, NULL);
    return macro_text_fits(request->arena, row->text, "text", error) &&
           macro_text_fits(request->arena, row->text_ja, "text_ja", error) && status_fits(request, row, error);
}

static bool tags_set(Request *request, Texts given, MacroRow *row, Error *error)
{
    return !request_given(request, "tags") || ticket_tags_print(request->arena, given, "tags", &row->tag_list, error);
}

static bool room_for(Request *request, bool shared, Error *error)
{
    MacroCountsRow *counts;
    if (!macro_counts(request->db, request->arena, request_staff(request), &counts, error))
        return false;
    if (shared)
        return counts->shared < MACROS_SHARED_MAX ||
               fail(error, ERROR_INPUT, NULL, "at most %d shared macros are allowed", MACROS_SHARED_MAX);
    return counts->own < MACROS_OWN_MAX ||
           fail(error, ERROR_INPUT, NULL, "at most %d macros of your own are allowed", MACROS_OWN_MAX);
}

/* ---- one's own ------------------------------------------------------------------------------------------------- */

static bool macro_of_path(Request *request, MacroRow **row, Error *error)
{
    if (!macro_find(request, request->path_id[0], row, error) || !request_if_match(request, (*row)->version, error))
        return false;
    return ((*row)->owner_id.known && (*row)->owner_id.value == request_staff(request)) ||
           fail(error, ERROR_FORBIDDEN, NULL, "only its owner can change a shared macro; save a copy of it instead");
}

static bool macro_create(Request *request, Error *error)
{
    const NewMacro *in = request->input;
    MacroRow row = { .id = id_new(),
                     .owner_id = { request_staff(request), true },
                     .owner = request->caller->name,
                     .visible_to = VISIBLE_TO_ME,
                     .kind = "reply",
                     .tag_list = "[]",
                     .created_at = request->now,
                     .version = 1 };
    return edit_apply(request, &NEW_MACRO, in, &MACRO_ROW, &row, error) && tags_set(request, in->tags, &row, error) &&
           row_fits(request, &row, error) && room_for(request, false, error) &&
           macro_insert(request->db, &row, error) && macro_reply(request, 201, &row, error);
}

/* Stores it, and says so where others see it. */
static bool macro_store(Request *request, MacroRow *row, const char *kind, const void *body, Error *error)
{
    Writer writer = writer_of(request);
    row->version++;
    return macro_update(request->db, row, error) && (!kind || writer_tell(&writer, kind, 0, 0, row->id, body, error)) &&
           macro_reply(request, 200, row, error);
}

/* What edit_told does not compare. */
static List tags_changed(Arena *arena, const MacroRow *before, const MacroRow *after)
{
    EditChange *change = arena_make(arena, EditChange);
    bool changed = !text_equal(before->tag_list, after->tag_list);
    *change = (EditChange) { .field = "tags" };
    return (List) { changed, change };
}

static bool macro_change(Request *request, Error *error)
{
    const MacroPatch *in = request->input;
    MacroRow *before, after;
    if (!macro_of_path(request, &before, error))
        return false;
    after = *before;
    if (!edit_apply(request, &MACRO_PATCH, in, &MACRO_ROW, &after, error) ||
        !tags_set(request, in->tags, &after, error) || !row_fits(request, &after, error))
        return false;
    const EditTold *told = edit_told(request->arena, &MACRO_PATCH, &MACRO_ROW, before, &after,
                                     tags_changed(request->arena, before, &after));
    if (!told)
        return macro_reply(request, 200, before, error);
    return macro_store(request, &after, after.visible_to ? NULL : "macro.changed", told, error);
}

static bool macro_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    MacroRow *row;
    return macro_of_path(request, &row, error) && macro_remove(request->db, row->id, error) &&
           (row->visible_to || writer_tell(&writer, "macro.deleted", 0, 0, row->id, NULL, error)) &&
           reply_empty(request);
}

/* ---- for everybody --------------------------------------------------------------------------------------------- */

static bool macro_share(Request *request, Error *error)
{
    MacroRow *row;
    if (!macro_of_path(request, &row, error))
        return false;
    if (!row->visible_to)
        return macro_reply(request, 200, row, error);
    row->visible_to = NULL;
    return room_for(request, true, error) && macro_store(request, row, "macro.shared", NULL, error);
}

static bool macro_unshare(Request *request, Error *error)
{
    MacroRow *row;
    if (!macro_of_path(request, &row, error))
        return false;
    if (row->visible_to)
        return macro_reply(request, 200, row, error);
    row->visible_to = VISIBLE_TO_ME;
    return room_for(request, false, error) && macro_store(request, row, "macro.unshared", NULL, error);
}

static bool macro_take(Request *request, Error *error)
{
    int64_t staff_id = request_staff(request);
    MacroRow *row;
    if (!macro_find(request, request->path_id[0], &row, error) || !request_if_match(request, row->version, error))
        return false;
    if (!staff_id)
        return fail(error, ERROR_FORBIDDEN, NULL, "a key owns no macros; take it over in a session");
    if (row->owner_id.known && row->owner_id.value == staff_id)
        return macro_reply(request, 200, row, error);
    row->owner_id = (OptInt) { staff_id, true };
    row->owner = request->caller->name;
    return macro_store(request, row, "macro.taken", NULL, error);
}

#define OF_SUPPORT .circle = CIRCLE_SUPPORT
const Route MACRO_ROUTES[] = {
    { GET, "/api/v1/macros", macro_list, RIGHT_VIEW, "List your macros and the shared ones, the most used first",
      .gives = &MACRO, .flags = ROUTE_LIST, OF_SUPPORT },
    { POST, "/api/v1/macros", macro_create, RIGHT_SIGNED_IN, "Save a macro for yourself", .takes = &NEW_MACRO,
      .gives = &MACRO, OF_SUPPORT },
    { PATCH, "/api/v1/macros/{id}", macro_change, RIGHT_SIGNED_IN, "Change a macro of your own", .takes = &MACRO_PATCH,
      .gives = &MACRO, OF_SUPPORT },
    { DELETE, "/api/v1/macros/{id}", macro_delete, RIGHT_SIGNED_IN, "Delete a macro of your own", OF_SUPPORT },
    { POST, "/api/v1/macros/{id}/share", macro_share, RIGHT_ACT, "Share a macro of your own with the desk",
      .gives = &MACRO, OF_SUPPORT },
    { DELETE, "/api/v1/macros/{id}/share", macro_unshare, RIGHT_ACT, "Keep a shared macro of your own to yourself",
      .gives = &MACRO, OF_SUPPORT },
    { POST, "/api/v1/macros/{id}/owner", macro_take, RIGHT_MANAGE, "Take over a shared macro", .gives = &MACRO,
      OF_SUPPORT },
    { 0 },
};
