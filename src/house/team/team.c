/*
 * Teams as others ask for them, and the rules of their members. Members are one set, replaced as a whole: a form sends
 * them so, and whoever changed them meanwhile has raised the version.
 *
 * In order: asking; members; who uses a team; adding.
 */
#include "house/team/team.h"

#include "base/id.h"
#include "base/reason.h"
#include "house/team/team_store.h"
#include "jobs/module.h"

#include <stdlib.h>
#include <string.h>

/* ---- asking ---------------------------------------------------------------------------------------------------- */

bool team_must_exist(Db *db, Arena *arena, int64_t id, const char *field, const char **name, Error *error)
{
    TeamRow *row;
    if (!team_by_id(db, arena, id, &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_INPUT, field, "team %lld not found", (long long)id);
    if (name)
        *name = row->name;
    return true;
}

bool team_id_by_name(Db *db, Arena *arena, const char *name, int64_t *id, Error *error)
{
    TeamNamedRow *row;
    if (!team_named(db, arena, name, &row, error))
        return false;
    *id = row ? row->id : 0;
    return true;
}

/* ---- members --------------------------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return first < second ? -1 : first > second;
}

Ids team_ids_sorted(Arena *arena, Ids ids)
{
    int64_t *sorted = arena_array(arena, ids.count + 1, sizeof *sorted);
    size_t count = 0;
    if (!ids.count)
        return (Ids) { 0, sorted };
    memcpy(sorted, ids.items, ids.count * sizeof *sorted);
    qsort(sorted, ids.count, sizeof *sorted, by_id);
    for (size_t i = 0; i < ids.count; i++)
        if (!count || sorted[count - 1] != sorted[i])
            sorted[count++] = sorted[i];
    return (Ids) { count, sorted };
}

static bool is_among(Ids ids, int64_t id)
{
    return ids.count && bsearch(&id, ids.items, ids.count, sizeof id, by_id) != NULL;
}

bool team_members_fit(Db *db, Arena *arena, Ids members, Error *error)
{
    Ids staff;
    if (!team_staff_in(db, arena, members, &staff, error))
        return false;
    for (size_t i = 0; i < members.count; i++)
        if (!is_among(staff, members.items[i]))
            return fail(error, ERROR_INPUT, "members", "staff member %lld not found", (long long)members.items[i]);
    return true;
}

bool team_lead_fits(const TeamRow *row, Ids members, Error *error)
{
    return !row->lead_id.known || is_among(members, row->lead_id.value) ||
           refuse(error, "lead_id", REASON_LEAD_OUTSIDE, NULL, NULL);
}

bool team_members_put(Db *db, Arena *arena, int64_t id, Ids members, Error *error)
{
    TeamMemberAddIn *rows = arena_array(arena, members.count + 1, sizeof *rows);
    for (size_t i = 0; i < members.count; i++)
        rows[i] = (TeamMemberAddIn) { id, members.items[i] };
    return team_member_clear(db, id, error) && (!members.count || team_member_add(db, rows, members.count, error));
}

bool teams_staff_leave(const Writer *writer, int64_t staff_id, Error *error)
{
    return team_lead_leave(writer->db, staff_id, error) && team_member_leave(writer->db, staff_id, error);
}

/* ---- who uses a team ------------------------------------------------------------------------------------------- */

static TeamUsed used_of(Arena *arena, const TeamUser *user, const TeamUse *rows, size_t count)
{
    const char **names = arena_array(arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = rows[i].name;
    const char *en = rows[0].total == 1 ? user->one_en : user->several_en;
    return (TeamUsed) { user->kind, en, user->ja, rows[0].total, { count, names } };
}

static size_t users_count(void)
{
    size_t count = 0;
    for (const Module *const *at = modules_used(); *at; at++)
        count += (*at)->teams != NULL;
    return count;
}

bool team_used_by(Db *db, Arena *arena, int64_t id, List *used, Error *error)
{
    TeamUsed *found = arena_array(arena, users_count() + 1, sizeof *found);
    size_t count = 0, rows_count;
    TeamUse *rows;
    for (const Module *const *at = modules_used(); *at; at++) {
        if (!(*at)->teams)
            continue;
        if (!(*at)->teams->uses(db, arena, id, &rows, &rows_count, error))
            return false;
        if (rows_count)
            found[count++] = used_of(arena, (*at)->teams, rows, rows_count);
    }
    *used = (List) { count, found };
    return true;
}

/* ---- adding ---------------------------------------------------------------------------------------------------- */

bool team_add(const Writer *writer, const TeamGiven *given, int64_t *id, Error *error)
{
    TeamRow row = { .id = id_new(),
                    .name = given->name,
                    .about = given->about,
                    .lead_id = { given->lead_id, given->lead_id != 0 },
                    .created_at = writer->now };
    Ids members = team_ids_sorted(writer->arena, given->members);
    *id = row.id;
    return team_members_fit(writer->db, writer->arena, members, error) && team_lead_fits(&row, members, error) &&
           team_insert(writer->db, &row, error) &&
           team_members_put(writer->db, writer->arena, row.id, members, error) &&
           writer_tell(writer, "team.created", 0, 0, row.id, NULL, error);
}
