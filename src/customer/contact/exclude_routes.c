/* Rules over the API: the list with whom each holds, added and deleted. A rule is short; who wants another adds it. */
#include "base/id.h"
#include "base/reason.h"
#include "customer/contact/exclude_store.h"
#include "http/edit.h"

#include <string.h>

static bool exclusion_tell(const Writer *writer, const char *kind, const ExclusionRow *row, Error *error)
{
    return writer_tell(writer, kind, 0, 0, row->id, row, error) && exclusions_apply(writer, error);
}

static Exclusion exclusion_shown(const ExclusionRow *row, const ExclusionPeopleRow *people, size_t count)
{
    Exclusion shown = { .row = *row };
    for (size_t i = 0; i < count; i++)
        if (people[i].rule_id == row->id)
            shown.people = people[i].people;
    return shown;
}

static bool exclusion_list(Request *request, Error *error)
{
    Exclusions rules;
    ExclusionPeopleRow *people;
    size_t count;
    if (!exclusions_read(request->db, request->arena, &rules, error) ||
        !exclusion_people(request->db, request->arena, &people, &count, error))
        return false;
    Exclusion *shown = arena_array(request->arena, rules.count + 1, sizeof *shown);
    for (size_t i = 0; i < rules.count; i++)
        shown[i] = exclusion_shown(&rules.rows[i], people, count);
    return reply_list(request, &EXCLUSION, shown, rules.count, NULL);
}

static bool exclusion_is_new(const Exclusions *rules, const ExclusionRow *row, Error *error)
{
    if (rules->count >= EXCLUSIONS_MAX)
        return refuse(error, NULL, REASON_TOO_MANY, "200", NULL);
    for (size_t i = 0; i < rules->count; i++) {
        const ExclusionRow *other = &rules->rows[i];
        if (strcmp(other->kind, row->kind) == 0 && strcmp(other->pattern, row->pattern) == 0 &&
            text_equal(other->field, row->field))
            return refuse(error, "pattern", REASON_TAKEN, row->pattern, NULL);
    }
    return true;
}

static bool exclusion_create(Request *request, Error *error)
{
    const NewExclusion *in = request->input;
    Writer writer = writer_of(request);
    ExclusionGiven given = { in->kind, in->pattern, in->field };
    Exclusions rules;
    ExclusionRow row;
    if (!exclusions_read(request->db, request->arena, &rules, error) ||
        !exclusion_read(request->db, request->arena, &given, &row, error) || !exclusion_is_new(&rules, &row, error))
        return false;
    row.id = id_new();
    row.created_at = request->now;
    Exclusion shown = { .row = row };
    return exclusion_insert(request->db, &row, error) && exclusion_tell(&writer, "exclusion.created", &row, error) &&
           reply_row(request, 201, &EXCLUSION, &shown);
}

static bool exclusion_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    ExclusionRow *row;
    if (!exclusion_by_id(request->db, request->arena, request->path_id[0], &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "rule %lld not found", (long long)request->path_id[0]);
    return exclusion_remove(request->db, row->id, error) && exclusion_tell(&writer, "exclusion.deleted", row, error) &&
           reply_empty(request);
}

const Route EXCLUDE_ROUTES[] = {
    { GET, "/api/v1/exclusions", exclusion_list, RIGHT_VIEW,
      "List the rules that say whose use counts in no measure, with the people each holds", .gives = &EXCLUSION,
      .flags = ROUTE_LIST },
    { POST, "/api/v1/exclusions", exclusion_create, RIGHT_MANAGE,
      "Add such a rule; use is recalculated in the background", .takes = &NEW_EXCLUSION, .gives = &EXCLUSION },
    { DELETE, "/api/v1/exclusions/{id}", exclusion_delete, RIGHT_MANAGE,
      "Delete such a rule; the people it held count again" },
    { 0 },
};
