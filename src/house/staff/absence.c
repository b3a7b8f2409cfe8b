/*
 * Absences: the rule of who stands in, and their routes. Everybody enters their own; an admin enters those of others,
 * by other routes, so that the route's right decides.
 *
 * In order: asking; checks; storing; routes.
 */
#include "house/staff/absence.h"

#include "absence.sql.h"
#include "base/id.h"
#include "base/reason.h"
#include "house/staff/inside.h"
#include "http/edit.h"
#include "jobs/fact.h"
#include "jobs/writer.h"

#include <string.h>

/* ---- asking ---------------------------------------------------------------------------------------------------- */

bool aways_read(Db *db, Arena *arena, Aways *aways, Error *error)
{
    Away *rows;
    bool ok = absence_all(db, arena, &rows, &aways->count, error);
    aways->items = ok ? rows : NULL;
    return ok;
}

bool aways_of(Db *db, Arena *arena, Ids staff, Aways *aways, Error *error)
{
    Away *rows;
    bool ok = absence_of(db, arena, staff, &rows, &aways->count, error);
    aways->items = ok ? rows : NULL;
    return ok;
}

/* The first of a person, or where it would stand. */
static size_t first_of(Aways aways, int64_t staff_id)
{
    size_t low = 0, high = aways.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (aways.items[middle].staff_id < staff_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

Aways aways_by(Aways aways, int64_t staff_id)
{
    size_t first = first_of(aways, staff_id), after = first;
    while (after < aways.count && aways.items[after].staff_id == staff_id)
        after++;
    return (Aways) { after - first, aways.items ? aways.items + first : NULL };
}

const Away *away_on(Aways aways, int64_t staff_id, int64_t day)
{
    Aways own = aways_by(aways, staff_id);
    for (size_t i = 0; i < own.count; i++)
        if (own.items[i].from_on <= day && day < own.items[i].until_on)
            return &own.items[i];
    return NULL;
}

int64_t away_stand_in(Aways aways, int64_t owner_id, int64_t own, int64_t day)
{
    const Away *away = owner_id ? away_on(aways, owner_id, day) : NULL;
    if (!away)
        return 0;
    if (own && own != owner_id && !away_on(aways, own, day))
        return own;
    return away->stand_in_id.value;
}

bool away_stand_in_read(Db *db, Arena *arena, int64_t owner_id, int64_t own, int64_t day, int64_t *stand_in,
                        Error *error)
{
    Aways aways;
    if (!aways_of(db, arena, (Ids) { 2, (int64_t[]) { owner_id, own } }, &aways, error))
        return false;
    *stand_in = away_stand_in(aways, owner_id, own, day);
    return true;
}

/* ---- checks ---------------------------------------------------------------------------------------------------- */

static bool days_fit(Db *db, Arena *arena, const AbsenceRow *row, Error *error)
{
    AbsenceBesideRow *beside;
    if (row->until_on <= row->from_on)
        return refuse(error, "until_on", REASON_ENDS_BEFORE_START, NULL, NULL);
    if (!absence_beside(db, arena, row->staff_id, row->id, row->from_on, row->until_on, &beside, error))
        return false;
    return !beside || refuse(error, "from_on", REASON_ABSENT_ALREADY, day_format(arena, beside->from_on),
                             day_format(arena, beside->until_on - 1));
}

/* Whoever was named before stays, also one who cannot sign in any more. */
static bool stand_in_fits(Db *db, Arena *arena, const AbsenceRow *before, AbsenceRow *row, Error *error)
{
    StaffRow *person;
    if (before && before->stand_in_id.known && row->stand_in_id.known &&
        before->stand_in_id.value == row->stand_in_id.value)
        return true;
    row->stand_in = NULL;
    if (!row->stand_in_id.known)
        return true;
    if (row->stand_in_id.value == row->staff_id)
        return refuse(error, "stand_in_id", REASON_OWN_STAND_IN, NULL, NULL);
    if (!staff_by_id(db, arena, row->stand_in_id.value, &person, error))
        return false;
    if (!person || !person->active)
        return fail(error, ERROR_INPUT, "stand_in_id", "staff member %lld not found",
                    (long long)row->stand_in_id.value);
    row->stand_in = person->name;
    return true;
}

static bool there_is_room(Db *db, Arena *arena, int64_t staff_id, Error *error)
{
    AbsenceCountRow *there;
    if (!absence_count(db, arena, staff_id, &there, error))
        return false;
    return there->count < ABSENCES_MAX ||
           refuse(error, NULL, REASON_TOO_MANY, arena_format(arena, "%d", ABSENCES_MAX), NULL);
}

/* ---- storing --------------------------------------------------------------------------------------------------- */

static bool absence_tell(const Writer *writer, const char *kind, const AbsenceRow *row, Error *error)
{
    return writer_tell(writer, kind, 0, 0, row->id, row, error);
}

static bool absence_add(Request *request, int64_t staff_id, Error *error)
{
    Writer writer = writer_of(request);
    AbsenceRow row = { .id = id_new(), .staff_id = staff_id, .version = 1 };
    StaffRow *person;
    if (!staff_by_id(request->db, request->arena, staff_id, &person, error))
        return false;
    if (!person)
        return fail(error, ERROR_MISSING, NULL, "staff member %lld not found", (long long)staff_id);
    row.staff = person->name;
    return edit_apply(request, &NEW_ABSENCE, request->input, &ABSENCE_ROW, &row, error) &&
           there_is_room(request->db, request->arena, staff_id, error) &&
           days_fit(request->db, request->arena, &row, error) &&
           stand_in_fits(request->db, request->arena, NULL, &row, error) && absence_insert(request->db, &row, error) &&
           absence_tell(&writer, "absence.created", &row, error) && reply_row(request, 201, &ABSENCE_ROW, &row);
}

/* `staff_id` 0 = anybody's. */
static bool absence_of_path(Request *request, int64_t staff_id, AbsenceRow **row, Error *error)
{
    if (!absence_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row || (staff_id && (*row)->staff_id != staff_id))
        return fail(error, ERROR_MISSING, NULL, "absence %lld not found", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

static bool absence_store(Request *request, const AbsenceRow *before, AbsenceRow *after, Error *error)
{
    Writer writer = writer_of(request);
    if (!edit_told(request->arena, &ABSENCE_PATCH, &ABSENCE_ROW, before, after, (List) { 0 }))
        return true;
    after->version++;
    return days_fit(request->db, request->arena, after, error) &&
           stand_in_fits(request->db, request->arena, before, after, error) &&
           absence_update(request->db, after, error) && absence_tell(&writer, "absence.changed", after, error);
}

static bool absence_edit(Request *request, int64_t staff_id, Error *error)
{
    AbsenceRow *before, after;
    if (!absence_of_path(request, staff_id, &before, error))
        return false;
    after = *before;
    return edit_apply(request, &ABSENCE_PATCH, request->input, &ABSENCE_ROW, &after, error) &&
           absence_store(request, before, &after, error) && reply_row(request, 200, &ABSENCE_ROW, &after);
}

static bool absence_end(Request *request, int64_t staff_id, Error *error)
{
    Writer writer = writer_of(request);
    AbsenceRow *row;
    return absence_of_path(request, staff_id, &row, error) && absence_remove(request->db, row->id, error) &&
           absence_tell(&writer, "absence.deleted", row, error) && reply_empty(request);
}

int64_t absence_fact_staff(Arena *arena, const Fact *fact)
{
    AbsenceRow told = { 0 };
    Error ignored = { 0 };
    if (!text_starts(fact->kind, "absence.") || !fact_body(arena, fact, &ABSENCE_TOLD, &told, &ignored))
        return 0;
    return told.staff_id;
}

/* ---- routes ---------------------------------------------------------------------------------------------------- */

typedef struct {
    OptInt staff_id;
} AbsencesAsk;
static const Field ABSENCES_ASK_FIELDS[] = { SHAPE_OPT(AbsencesAsk, staff_id, FIELD_ID), { 0 } };
static const Shape ABSENCES_ASK = { "AbsencesAsk", sizeof(AbsencesAsk), ABSENCES_ASK_FIELDS };

static bool absence_read_list(Request *request, Error *error)
{
    const AbsencesAsk *ask = request->query;
    AbsenceRow *rows;
    size_t count;
    int64_t today = zone_day(atomic_load(&request->services->zone), request->now);
    return absence_list(request->db, request->arena, today, ask->staff_id.value, &rows, &count, error) &&
           reply_list(request, &ABSENCE_ROW, rows, count, NULL);
}

static bool own_absence_create(Request *request, Error *error)
{
    return absence_add(request, request->caller->id, error);
}

static bool own_absence_change(Request *request, Error *error)
{
    return absence_edit(request, request->caller->id, error);
}

static bool own_absence_delete(Request *request, Error *error)
{
    return absence_end(request, request->caller->id, error);
}

static bool staff_absence_create(Request *request, Error *error)
{
    return absence_add(request, request->path_id[0], error);
}

static bool staff_absence_change(Request *request, Error *error)
{
    return absence_edit(request, 0, error);
}

static bool staff_absence_delete(Request *request, Error *error)
{
    return absence_end(request, 0, error);
}

const Route ABSENCE_ROUTES[] = {
    { GET, "/api/v1/absences", absence_read_list, RIGHT_VIEW,
      "List absences of staff, now and to come; until_on is the first day back", .asks = &ABSENCES_ASK,
      .gives = &ABSENCE_ROW, .flags = ROUTE_LIST },
    { POST, "/api/v1/me/absences", own_absence_create, RIGHT_SIGNED_IN, "Add an absence of your own",
      .takes = &NEW_ABSENCE, .gives = &ABSENCE_ROW },
    { PATCH, "/api/v1/me/absences/{id}", own_absence_change, RIGHT_SIGNED_IN, "Change an absence of your own",
      .takes = &ABSENCE_PATCH, .gives = &ABSENCE_ROW },
    { DELETE, "/api/v1/me/absences/{id}", own_absence_delete, RIGHT_SIGNED_IN, "Delete an absence of your own" },
    { POST, "/api/v1/staff/{id}/absences", staff_absence_create, RIGHT_ADMIN, "Add an absence of a staff member",
      .takes = &NEW_ABSENCE, .gives = &ABSENCE_ROW },
    { PATCH, "/api/v1/absences/{id}", staff_absence_change, RIGHT_ADMIN, "Change an absence of anybody",
      .takes = &ABSENCE_PATCH, .gives = &ABSENCE_ROW },
    { DELETE, "/api/v1/absences/{id}", staff_absence_delete, RIGHT_ADMIN, "Delete an absence of anybody" },
    { 0 },
};
