/*
 * Meetings and mails over the API. Every change is refused when somebody else was faster (If-Match); a change that
 * changes nothing writes nothing. Those who took part are lists: one that is given replaces the one before.
 */
#include "customer/activity/activity_store.h"
#include "customer/task/task.h"
#include "http/edit.h"

#include <string.h>

static bool activity_read(Request *request, int64_t id, ActivityRow **row, Error *error)
{
    Viewer viewer = request_viewer(request);
    if (!activity_by_id(request->db, request->arena, id, &viewer, row, error))
        return false;
    return *row || fail(error, ERROR_MISSING, NULL, "activity %lld not found", (long long)id);
}

static bool activity_reply(Request *request, int status, int64_t id, Error *error)
{
    ActivityRow *row;
    Activity view;
    return activity_read(request, id, &row, error) && activity_view(request->db, request->arena, row, &view, error) &&
           reply_row(request, status, &ACTIVITY, &view);
}

static bool activity_get(Request *request, Error *error)
{
    return activity_reply(request, 200, request->path_id[0], error);
}

static bool activity_create(Request *request, Error *error)
{
    const NewActivity *in = request->input;
    Writer writer = writer_of(request);
    ActivityPeople people = { in->contact_ids, in->staff_ids, true, true };
    ActivityRow row = { .account_id = in->account_id,
                        .kind = in->kind,
                        .at = in->at.known ? in->at.value : request->now,
                        .minutes = in->minutes,
                        .direction = in->direction,
                        .outcome = in->outcome,
                        .title = in->title,
                        .text = in->text,
                        .next_step = in->next_step,
                        .author_id = { request_staff(request), request_staff(request) != 0 },
                        .visible_to = in->visible_to };
    return account_must_exist(request->db, request->arena, row.account_id, "account_id", error) &&
           activity_fits(&writer, NULL, &row, error) && shown_by(request, NULL, row.visible_to, error) &&
           activity_people_are_there(&writer, &people, error) && activity_add(&writer, &row, &people, error) &&
           activity_reply(request, 201, row.id, error);
}

static bool activity_of_path(Request *request, ActivityRow **row, Error *error)
{
    return activity_read(request, request->path_id[0], row, error) && request_if_match(request, (*row)->version, error);
}

static bool same_ids(Ids one, Ids other)
{
    return one.count == other.count &&
           (!one.count || memcmp(one.items, other.items, one.count * sizeof *one.items) == 0);
}

/* What the fact says of the lists: that they are others, by name alone. */
static List people_changed(Arena *arena, const Activity *before, const Activity *after)
{
    EditChange *changes = arena_array(arena, 2, sizeof *changes);
    size_t count = 0;
    if (!same_ids(before->contact_ids, after->contact_ids))
        changes[count++] = (EditChange) { .field = "contact_ids" };
    if (!same_ids(before->staff_ids, after->staff_ids))
        changes[count++] = (EditChange) { .field = "staff_ids" };
    return (List) { count, changes };
}

/* What changed beside its readers, who have a fact of their own. */
static bool activity_tell(const Writer *writer, const ActivityRow *before, const ActivityRow *after,
                          const EditTold *told, Error *error)
{
    const ActivityKind *kind = activity_kind(after->kind);
    Audience audience = activity_audience(after);
    if (!text_equal(before->visible_to, after->visible_to) &&
        !writer_show(writer, &audience, kind->shared, after->account_id, 0, after->id, after, error))
        return false;
    return !told || writer_tell_some(writer, &audience, kind->changed, after->account_id, 0, after->id, told, error);
}

/* Stores the change and says in *told what it was, beside who sees it; NULL = nothing. */
static bool activity_store(const Writer *writer, const ActivityRow *before, ActivityRow *after,
                           const ActivityPeople *people, const EditTold **told, Error *error)
{
    Activity was, is;
    ActivityRow shown = *before;
    shown.visible_to = after->visible_to;
    if (!activity_view(writer->db, writer->arena, before, &was, error) ||
        !activity_people_set(writer, after->id, people, error) ||
        !activity_view(writer->db, writer->arena, after, &is, error))
        return false;
    *told = edit_told(writer->arena, &ACTIVITY_PATCH, &ACTIVITY_ROW, &shown, after,
                      people_changed(writer->arena, &was, &is));
    if (!*told && text_equal(before->visible_to, after->visible_to))
        return true;
    return activity_update(writer->db, after, error) && activity_notices(writer, before, after, error) &&
           search_keep_one(writer->db, activity_kind(after->kind)->search, after->id);
}

static bool activity_change(Request *request, Error *error)
{
    const ActivityPatch *in = request->input;
    ActivityPeople people = { in->contact_ids, in->staff_ids, request_given(request, "contact_ids"),
                              request_given(request, "staff_ids") };
    Writer writer = writer_of(request);
    ActivityRow *before, after;
    const EditTold *told;
    if (!activity_of_path(request, &before, error))
        return false;
    after = *before;
    Audience audience = activity_audience(before);
    return edit_apply(request, &ACTIVITY_PATCH, in, &ACTIVITY_ROW, &after, error) &&
           activity_fits(&writer, before, &after, error) && shown_by(request, &audience, after.visible_to, error) &&
           activity_people_are_there(&writer, &people, error) &&
           activity_store(&writer, before, &after, &people, &told, error) &&
           activity_tell(&writer, before, &after, told, error) && activity_reply(request, 200, after.id, error);
}

static bool activity_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    ActivityPeople nobody = { .contacts_given = true, .staff_given = true };
    ActivityRow *row;
    if (!activity_of_path(request, &row, error))
        return false;
    const ActivityKind *kind = activity_kind(row->kind);
    Audience audience = activity_audience(row);
    return activity_people_set(&writer, row->id, &nobody, error) && activity_remove(request->db, row->id, error) &&
           file_drop(&writer, kind->name, row->id, error) && notice_forget(&writer, kind->name, row->id, error) &&
           search_keep_one(request->db, kind->search, row->id) &&
           writer_tell_some(&writer, &audience, kind->deleted, row->account_id, 0, row->id, NULL, error) &&
           reply_empty(request);
}

const Route ACTIVITY_ROUTES[] = {
    { GET, "/api/v1/activities/{id}", activity_get, RIGHT_VIEW, "Read a meeting or e-mail with those who took part",
      .gives = &ACTIVITY },
    { POST, "/api/v1/activities", activity_create, RIGHT_ACT, "Log a meeting or an e-mail", .takes = &NEW_ACTIVITY,
      .gives = &ACTIVITY },
    { PATCH, "/api/v1/activities/{id}", activity_change, RIGHT_ACT, "Change a logged meeting or e-mail",
      .takes = &ACTIVITY_PATCH, .gives = &ACTIVITY },
    { DELETE, "/api/v1/activities/{id}", activity_delete, RIGHT_ACT, "Delete a logged meeting or e-mail" },
    { 0 },
};
