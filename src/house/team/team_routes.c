/*
 * Teams over the API. The list is whole, at most TEAMS_MAX: every filter and every form that names a team reads it.
 *
 * In order: shapes; reading; changes.
 */
#include "base/id.h"
#include "base/reason.h"
#include "house/team/team_store.h"
#include "http/edit.h"

#include <string.h>

/* ---- shapes ---------------------------------------------------------------------------------------------------- */

static const Field TEAM_USED_FIELDS[] = {
    SHAPE_FIELD(TeamUsed, kind, FIELD_TEXT),
    SHAPE_FIELD(TeamUsed, en, FIELD_TEXT, .about = "What people call them, for that many: \"accounts\"."),
    SHAPE_FIELD(TeamUsed, ja, FIELD_TEXT, .about = "The same in Japanese."),
    SHAPE_FIELD(TeamUsed, count, FIELD_INT),
    SHAPE_FIELD(TeamUsed, names, FIELD_TEXTS, .about = "Names of the first five."),
    { 0 },
};
static const Shape TEAM_USED = { "TeamUsed", sizeof(TeamUsed), TEAM_USED_FIELDS };

static const Field TEAM_FIELDS[] = {
    SHAPE_AT(TeamShown, row, id, FIELD_ID),
    SHAPE_AT(TeamShown, row, name, FIELD_TEXT),
    SHAPE_AT(TeamShown, row, about, FIELD_TEXT, .optional = true),
    SHAPE_AT(TeamShown, row, lead_id, FIELD_ID, .optional = true),
    SHAPE_AT(TeamShown, row, lead, FIELD_TEXT, .optional = true),
    SHAPE_FIELD(TeamShown, members, FIELD_LIST, .shape = &TEAM_MEMBER),
    SHAPE_FIELD(TeamShown, used_by, FIELD_LIST, .shape = &TEAM_USED),
    SHAPE_AT(TeamShown, row, created_at, FIELD_TIME),
    SHAPE_AT(TeamShown, row, version, FIELD_INT),
    { 0 },
};
const Shape TEAM = { "Team", sizeof(TeamShown), TEAM_FIELDS };

/* ---- reading --------------------------------------------------------------------------------------------------- */

/* Of all members, by team: those of one. */
static List members_of(const TeamMemberRow *rows, size_t count, int64_t team)
{
    size_t first = 0, after;
    while (first < count && rows[first].team_id != team)
        first++;
    for (after = first; after < count && rows[after].team_id == team;)
        after++;
    return (List) { after - first, rows + first };
}

static bool team_list(Request *request, Error *error)
{
    TeamRow *rows;
    TeamMemberRow *members;
    size_t count, member_count;
    if (!team_all(request->db, request->arena, &rows, &count, error) ||
        !team_members(request->db, request->arena, &members, &member_count, error))
        return false;
    TeamShown *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++) {
        shown[i] = (TeamShown) { .row = rows[i], .members = members_of(members, member_count, rows[i].id) };
        if (!team_used_by(request->db, request->arena, rows[i].id, &shown[i].used_by, error))
            return false;
    }
    return reply_list(request, &TEAM, shown, count, NULL);
}

static bool team_find(Request *request, TeamRow **row, Error *error)
{
    if (!team_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    return *row || fail(error, ERROR_MISSING, NULL, "team %lld not found", (long long)request->path_id[0]);
}

static bool team_reply(Request *request, int status, Error *error)
{
    TeamRow *row;
    TeamMemberRow *members;
    TeamShown shown;
    if (!team_find(request, &row, error) ||
        !team_members_of(request->db, request->arena, row->id, &members, &shown.members.count, error) ||
        !team_used_by(request->db, request->arena, row->id, &shown.used_by, error))
        return false;
    shown.members.items = members;
    shown.row = *row;
    return reply_row(request, status, &TEAM, &shown);
}

static bool team_get(Request *request, Error *error)
{
    return team_reply(request, 200, error);
}

/* ---- changes --------------------------------------------------------------------------------------------------- */

static bool name_is_free(const Request *request, const TeamRow *row, Error *error)
{
    int64_t other;
    if (!team_id_by_name(request->db, request->arena, row->name, &other, error))
        return false;
    return !other || other == row->id || refuse(error, "name", REASON_TAKEN, row->name, NULL);
}

static bool there_is_room(const Request *request, Error *error)
{
    TeamCountRow *there;
    if (!team_count(request->db, request->arena, &there, error))
        return false;
    return there->teams < TEAMS_MAX ||
           refuse(error, NULL, REASON_TOO_MANY, arena_format(request->arena, "%d", TEAMS_MAX), NULL);
}

static bool team_create(Request *request, Error *error)
{
    const NewTeam *in = request->input;
    Writer writer = writer_of(request);
    TeamRow row = { .created_at = writer.now };
    if (!edit_apply(request, &NEW_TEAM, in, &TEAM_ROW, &row, error) || !there_is_room(request, error) ||
        !name_is_free(request, &row, error))
        return false;
    TeamGiven given = { row.name, row.about, row.lead_id.value, in->members };
    return team_add(&writer, &given, &request->path_id[0], error) && team_reply(request, 201, error);
}

static Ids ids_of(Arena *arena, const TeamMemberRow *rows, size_t count)
{
    int64_t *ids = arena_array(arena, count + 1, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    return team_ids_sorted(arena, (Ids) { count, ids });
}

static bool ids_equal(Ids a, Ids b)
{
    return a.count == b.count && (!a.count || memcmp(a.items, b.items, a.count * sizeof *a.items) == 0);
}

/* The members that it will have, and what the fact says of that. */
static bool members_after(Request *request, const TeamRow *row, Ids *members, List *told, Error *error)
{
    const TeamPatch *in = request->input;
    TeamMemberRow *rows;
    size_t count;
    if (!team_members_of(request->db, request->arena, row->id, &rows, &count, error))
        return false;
    Ids before = ids_of(request->arena, rows, count);
    *members = request_given(request, "members") ? team_ids_sorted(request->arena, in->members) : before;
    EditChange *change = arena_make(request->arena, EditChange);
    change->field = "members";
    *told = (List) { !ids_equal(before, *members), change };
    return true;
}

static bool team_store(Request *request, const TeamRow *row, Ids members, const EditTold *told, Error *error)
{
    Writer writer = writer_of(request);
    return name_is_free(request, row, error) && team_members_fit(request->db, request->arena, members, error) &&
           team_update(request->db, row, error) &&
           team_members_put(request->db, request->arena, row->id, members, error) &&
           writer_tell(&writer, "team.changed", 0, 0, row->id, told, error);
}

static bool lead_stays(const TeamRow *before, const TeamRow *after)
{
    return before->lead_id.known == after->lead_id.known && before->lead_id.value == after->lead_id.value;
}

static bool team_change(Request *request, Error *error)
{
    TeamRow *before, after;
    Ids members;
    List moved;
    if (!team_find(request, &before, error) || !request_if_match(request, before->version, error))
        return false;
    after = *before;
    if (!edit_apply(request, &TEAM_PATCH, request->input, &TEAM_ROW, &after, error) ||
        !members_after(request, before, &members, &moved, error))
        return false;
    if ((moved.count || !lead_stays(before, &after)) && !team_lead_fits(&after, members, error))
        return false;
    const EditTold *told = edit_told(request->arena, &TEAM_PATCH, &TEAM_ROW, before, &after, moved);
    return (!told || team_store(request, &after, members, told, error)) && team_reply(request, 200, error);
}

/* "12 accounts (Acme, Beta, …)": for whoever has no words of their own. */
static const char *users_named(Arena *arena, List used)
{
    Text text = text_new(arena);
    for (size_t i = 0; i < used.count; i++) {
        const TeamUsed *one = &((const TeamUsed *)used.items)[i];
        text_format(&text, "%s%lld %s (", i ? ", " : "", (long long)one->count, one->en);
        for (size_t n = 0; n < one->names.count; n++)
            text_format(&text, "%s%s", n ? ", " : "", one->names.items[n]);
        text_add(&text, one->count > (int64_t)one->names.count ? ", …)" : ")");
    }
    return text_string(&text);
}

static bool team_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    TeamRow *row;
    List used;
    if (!team_find(request, &row, error) || !request_if_match(request, row->version, error) ||
        !team_used_by(request->db, request->arena, row->id, &used, error))
        return false;
    if (used.count)
        return refuse(error, NULL, REASON_TEAM_USED, users_named(request->arena, used), NULL);
    return team_member_clear(request->db, row->id, error) && team_remove(request->db, row->id, error) &&
           writer_tell(&writer, "team.deleted", 0, 0, row->id, NULL, error) && reply_empty(request);
}

const Route TEAM_ROUTES[] = {
    { GET, "/api/v1/teams", team_list, RIGHT_VIEW, "List all teams, with their members and what is theirs",
      .gives = &TEAM, .flags = ROUTE_LIST },
    { POST, "/api/v1/teams", team_create, RIGHT_MANAGE, "Add a team", .takes = &NEW_TEAM, .gives = &TEAM },
    { GET, "/api/v1/teams/{id}", team_get, RIGHT_VIEW, "Get a team", .gives = &TEAM },
    { PATCH, "/api/v1/teams/{id}", team_change, RIGHT_MANAGE, "Change a team; members replace those before",
      .takes = &TEAM_PATCH, .gives = &TEAM },
    { DELETE, "/api/v1/teams/{id}", team_delete, RIGHT_MANAGE, "Delete a team that nothing uses" },
    { 0 },
};
