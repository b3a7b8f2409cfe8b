/*
 * Who looks after an account, as columns of the engine: the order by team, and who stands in for the owner. The latter
 * is a dated column, laid for all absences of the owner at once, so that lists change at midnight by themselves and are
 * asked for a day like everything else. Owners and stand-ins have no history: those of now stand on all days.
 *
 * In order: teams; stand-ins; who uses a team.
 */
#include "customer/account/account_columns.h"
#include "house/staff/absence.h"
#include "house/staff/staff.h"
#include "house/team/team.h"

#include <stdlib.h>
#include <string.h>

static int64_t subject_id(const Fact *fact)
{
    return fact->subject ? strtoll(fact->subject + strcspn(fact->subject, ":") + 1, NULL, 10) : 0;
}

/* ---- teams ----------------------------------------------------------------------------------------------------- */

const ColumnKind ACCOUNT_TEAM_KINDS[] = { { COLUMN_TEAM_ORDER, COLUMN_TEXT, false }, { 0 } };

static void team_fill(ColumnFill *fill, Arena *arena, int64_t account, const char *team)
{
    EngineValue value = team ? engine_text(text_sort_key(arena, team)) : engine_unknown();
    column_row(fill, account, &value);
}

static bool team_take(const AccountTeamEachRow *row, void *context, Error *error)
{
    ColumnFill *fill = context;
    (void)error;
    team_fill(fill, column_arena(fill), row->id, row->team);
    return true;
}

bool account_teams_load(Db *db, ColumnFill *fill, Error *error)
{
    return account_team_each(db, team_take, fill, error);
}

bool account_teams_some(Db *db, ColumnFill *fill, Ids accounts, Error *error)
{
    AccountTeamInRow *rows;
    size_t count;
    if (!account_team_in(db, column_arena(fill), accounts, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        team_fill(fill, column_arena(fill), rows[i].id, rows[i].team);
    return true;
}

bool account_team_moves(Db *db, Arena *arena, const Fact *fact, int64_t after, Ids *accounts, Error *error)
{
    AccountIdsOfTeamRow *rows;
    size_t count;
    if (!account_ids_of_team(db, arena, subject_id(fact), after, &rows, &count, error))
        return false;
    int64_t *ids = arena_array(arena, count + 1, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    *accounts = (Ids) { count, ids };
    return true;
}

/* ---- stand-ins ------------------------------------------------------------------------------------------------- */

const ColumnKind ACCOUNT_CARE_KINDS[] = { { COLUMN_STANDING_IN, COLUMN_INT, true }, { 0 } };

static size_t ends_of(Aways aways, int64_t *days)
{
    for (size_t i = 0; i < aways.count; i++) {
        days[2 * i] = aways.items[i].from_on;
        days[2 * i + 1] = aways.items[i].until_on;
    }
    return 2 * aways.count;
}

static int by_day(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
    return first < second ? -1 : first > second;
}

/* A step on each day on which the owner or the account's own stand-in goes or comes back. */
static void care_fill(ColumnFill *fill, Aways aways, const AccountCareRow *row)
{
    Arena *arena = column_arena(fill);
    int64_t owner = row->owner_id.value, own = row->stand_in_id.value;
    Aways owners = aways_by(aways, owner), others = aways_by(aways, own == owner ? 0 : own);
    int64_t *days = arena_array(arena, 2 * (owners.count + others.count) + 1, sizeof *days);
    size_t count = ends_of(owners, days), steps_count = 0;
    count += ends_of(others, days + count);
    if (!count && column_starts(fill))
        return;
    qsort(days, count, sizeof *days, by_day);
    EngineStep *steps = arena_array(arena, count + 1, sizeof *steps);
    for (size_t i = 0; i < count; i++) {
        int64_t stands = away_stand_in(aways, owner, own, days[i]);
        if (i && days[i] == days[i - 1])
            continue;
        steps[steps_count++] =
            (EngineStep) { .from = days[i], .value = stands ? engine_int(stands) : engine_unknown() };
    }
    column_steps(fill, row->id, 0, steps, steps_count);
}

typedef struct {
    ColumnFill *fill;
    Aways aways;
} Caring;

static bool care_take(const AccountCareRow *row, void *context, Error *error)
{
    const Caring *caring = context;
    (void)error;
    care_fill(caring->fill, caring->aways, row);
    return true;
}

bool account_care_load(Db *db, ColumnFill *fill, Error *error)
{
    Caring caring = { .fill = fill };
    return aways_read(db, column_arena(fill), &caring.aways, error) &&
           ((!caring.aways.count && column_starts(fill)) || account_care_each(db, care_take, &caring, error));
}

bool account_care_some(Db *db, ColumnFill *fill, Ids accounts, Error *error)
{
    Arena *arena = column_arena(fill);
    AccountCareRow *rows;
    Aways aways;
    size_t count;
    if (!account_care_in(db, arena, accounts, &rows, &count, error))
        return false;
    int64_t *people = arena_array(arena, 2 * count + 1, sizeof *people);
    for (size_t i = 0; i < count; i++) {
        people[2 * i] = rows[i].owner_id.value;
        people[2 * i + 1] = rows[i].stand_in_id.value;
    }
    if (!aways_of(db, arena, (Ids) { 2 * count, people }, &aways, error))
        return false;
    for (size_t i = 0; i < count; i++)
        care_fill(fill, aways, &rows[i]);
    return true;
}

bool account_care_moves(Db *db, Arena *arena, const Fact *fact, int64_t after, Ids *accounts, Error *error)
{
    AccountIdsInCareRow *rows;
    size_t count;
    if (!account_ids_in_care(db, arena, absence_fact_staff(arena, fact), after, &rows, &count, error))
        return false;
    int64_t *ids = arena_array(arena, count + 1, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows[i].id;
    *accounts = (Ids) { count, ids };
    return true;
}

/* Whoever may sign in no more, or may again, can be named in any absence. */
bool account_care_moves_all(const Fact *fact, bool shared)
{
    (void)shared;
    return staff_fact_is_active(fact);
}

bool accounts_staff_leave(const Writer *writer, int64_t staff_id, Error *error)
{
    Ids ids;
    if (!account_ids_of_stand_in(writer->db, writer->arena, staff_id, &ids, error) ||
        !account_stand_in_clear(writer->db, staff_id, error))
        return false;
    for (size_t i = 0; i < ids.count; i++)
        if (!columns_renew(writer, &ACCOUNT_COLUMNS[0], ids.items[i], error) ||
            !columns_renew(writer, &ACCOUNT_COLUMNS[2], ids.items[i], error))
            return false;
    return true;
}

/* ---- who uses a team ------------------------------------------------------------------------------------------- */

const TeamUser ACCOUNT_TEAMS = { "account", "account", "accounts", "顧客企業", account_of_team };
