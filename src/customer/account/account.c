/*
 * Accounts: checked, stored, brought by imports and calls, deleted.
 *
 * Routes, bulk changes, imports and calls all store through account_store: it compares with the row before, writes
 * nothing when nothing differs, and otherwise writes row, search and fact in the caller's transaction; the engine's
 * columns follow after COMMIT. Owner, parent and external id are looked up only when they change. account_drop asks the
 * modules from right to left, then deletes the row itself.
 *
 * In order: checks; storing; imports; deleting; custom fields.
 */
#include "customer/account/account.h"

#include "base/country.h"
#include "base/id.h"
#include "base/ident.h"
#include "base/reason.h"
#include "customer/account/account_bulk.h"
#include "customer/account/account_columns.h"
#include "customer/account/account_merge.h"
#include "customer/account/account_store.h"
#include "house/staff/staff.h"
#include "house/team/team.h"
#include "http/edit.h"
#include "jobs/fact.h"
#include "jobs/module.h"

#include <string.h>

const char *account_folded(Arena *arena, const AccountRow *row)
{
    const char *parts[] = { row->name, row->reading, row->domain, row->external_id };
    Text all = text_new(arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i])
            continue;
        if (all.size)
            text_char(&all, '\n');
        text_add(&all, parts[i]);
    }
    return text_fold(arena, text_string(&all));
}

/* ---- checks ---------------------------------------------------------------------------------------------------- */

static bool opt_equal(OptInt a, OptInt b)
{
    return a.known == b.known && (!a.known || a.value == b.value);
}

static bool external_id_is_free(const Writer *writer, const AccountRow *before, const AccountRow *after, Error *error)
{
    AccountKeyRow *other;
    if (!after->external_id || (before && text_equal(before->external_id, after->external_id)))
        return true;
    if (!account_key(writer->db, writer->arena, after->external_id, &other, error))
        return false;
    if (other && !(before && other->id == before->id))
        return refuse(error, "external_id", REASON_TAKEN, after->external_id, NULL);
    return true;
}

/* The parent is there, and is not the account itself nor one below it. */
static bool parent_is_fit(const Writer *writer, const AccountRow *before, AccountRow *after, Error *error)
{
    AccountRow *parent;
    AccountStandsBelowRow *below;
    if (before && opt_equal(before->parent_id, after->parent_id))
        return true;
    after->parent = NULL;
    if (!after->parent_id.known)
        return true;
    if (!account_by_id(writer->db, writer->arena, after->parent_id.value, &parent, error))
        return false;
    if (!parent)
        return fail(error, ERROR_INPUT, "parent_id", "account %lld not found", (long long)after->parent_id.value);
    after->parent = parent->name;
    if (!before)
        return true;
    if (!account_stands_below(writer->db, writer->arena, parent->id, before->id, &below, error))
        return false;
    if (below->found)
        return refuse(error, "parent_id", REASON_OWN_PARENT, NULL, NULL);
    return true;
}

/* One of the staff, looked up where it is another than before. */
static bool person_is_staff(const Writer *writer, OptInt id, const char *field, const char **name, Error *error)
{
    AccountOwnerByIdRow *person;
    *name = NULL;
    if (!id.known)
        return true;
    if (!account_owner_by_id(writer->db, writer->arena, id.value, &person, error))
        return false;
    if (!person)
        return fail(error, ERROR_INPUT, field, "staff member %lld not found", (long long)id.value);
    *name = person->name;
    return true;
}

static bool team_is_there(const Writer *writer, AccountRow *after, Error *error)
{
    after->team = NULL;
    return !after->team_id.known ||
           team_must_exist(writer->db, writer->arena, after->team_id.value, "team_id", &after->team, error);
}

/* Owner, team and stand-in. */
static bool care_is_fit(const Writer *writer, const AccountRow *before, AccountRow *after, Error *error)
{
    if (!(before && opt_equal(before->owner_id, after->owner_id)) &&
        !person_is_staff(writer, after->owner_id, "owner_id", &after->owner, error))
        return false;
    if (!(before && opt_equal(before->stand_in_id, after->stand_in_id)) &&
        !person_is_staff(writer, after->stand_in_id, "stand_in_id", &after->stand_in, error))
        return false;
    return (before && opt_equal(before->team_id, after->team_id)) || team_is_there(writer, after, error);
}

/* What was kept before countries were checked stays until somebody changes it. */
static bool country_is_fit(const AccountRow *before, const AccountRow *after, Error *error)
{
    bool same = before && text_equal(before->country, after->country);
    return same || !after->country || country_is_known(after->country) ||
           refuse(error, "country", REASON_NO_COUNTRY, after->country, NULL);
}

static bool account_is_valid(const Writer *writer, const AccountRow *before, AccountRow *after, Error *error)
{
    if (text_is_empty(after->name))
        return refuse(error, "name", REASON_MISSING, NULL, NULL);
    if (after->time_zone && !zone_find(after->time_zone))
        return refuse(error, "time_zone", REASON_NO_TIME_ZONE, after->time_zone, NULL);
    return country_is_fit(before, after, error) && external_id_is_free(writer, before, after, error) &&
           parent_is_fit(writer, before, after, error) && care_is_fit(writer, before, after, error);
}

/* ---- storing --------------------------------------------------------------------------------------------------- */

static const char *account_order(Arena *arena, const AccountRow *row)
{
    return text_sort_key(arena, row->reading ? row->reading : row->name);
}

static bool row_insert(const Writer *writer, AccountRow *row, bool demo, Error *error)
{
    row->id = id_new();
    row->version = 1;
    return account_insert(writer->db, row, account_folded(writer->arena, row), account_order(writer->arena, row), demo,
                          error) &&
           search_keep_one(writer->db, &ACCOUNT_SEARCH, row->id);
}

static bool row_update(const Writer *writer, AccountRow *row, Error *error)
{
    row->version++;
    return account_update(writer->db, row, account_folded(writer->arena, row), account_order(writer->arena, row),
                          error) &&
           search_keep_one(writer->db, &ACCOUNT_SEARCH, row->id);
}

static bool account_tell(const Writer *writer, const char *kind, int64_t id, const EditTold *told, Error *error)
{
    Fact fact = { .kind = kind,
                  .account_id = id,
                  .actor = writer->actor,
                  .subject = arena_format(writer->arena, "account:%lld", (long long)id),
                  .body = told,
                  .at = writer->now };
    return fact_write(writer->db, &fact, NULL, error);
}

static bool holders_greet(const Writer *writer, int64_t id, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->accounts && (*at)->accounts->made && !(*at)->accounts->made(writer, id, error))
            return false;
    return true;
}

static bool account_add(const Writer *writer, AccountRow *row, List fields_told, bool demo, Error *error)
{
    static const AccountRow NOTHING;
    const EditTold *told = edit_told(writer->arena, &ACCOUNT_PATCH, &ACCOUNT_ROW, &NOTHING, row, fields_told);
    return account_is_valid(writer, NULL, row, error) && row_insert(writer, row, demo, error) &&
           account_tell(writer, "account.created", row->id, told, error) &&
           account_columns_renew(writer, NULL, row, error) && holders_greet(writer, row->id, error);
}

bool account_store(const Writer *writer, const AccountRow *before, AccountRow *after, List fields_told, bool demo,
                   bool *changed, Error *error)
{
    *changed = true;
    if (!before)
        return account_add(writer, after, fields_told, demo, error);
    const EditTold *told = edit_told(writer->arena, &ACCOUNT_PATCH, &ACCOUNT_ROW, before, after, fields_told);
    *changed = told != NULL;
    return !told ||
           (account_is_valid(writer, before, after, error) && row_update(writer, after, error) &&
            account_tell(writer, "account.changed", after->id, told, error) &&
            account_columns_renew(writer, before, after, error) && account_test_turned(writer, before, after, error));
}

/* ---- imports --------------------------------------------------------------------------------------------------- */

static bool given_parent(const Writer *writer, const AccountGiven *given, AccountPatch *input, Error *error)
{
    int64_t parent;
    if (text_is_empty(given->parent_external_id))
        return true;
    if (!account_id_by_external(writer->db, writer->arena, given->parent_external_id, &parent, error))
        return false;
    if (!parent)
        return refuse(error, "parent_external_id", REASON_NO_ACCOUNT, given->parent_external_id, NULL);
    input->parent_id = (OptInt) { parent, true };
    return true;
}

/* Files say JP, JPN, Japan or 日本. */
static bool given_country(const Writer *writer, const AccountGiven *given, AccountPatch *input, Error *error)
{
    if (text_is_empty(given->country))
        return true;
    input->country = country_find(writer->arena, given->country);
    return input->country || refuse(error, "country", REASON_NO_COUNTRY, given->country, NULL);
}

static bool given_person(const Writer *writer, const char *email, const char *field, OptInt *id, Error *error)
{
    int64_t found;
    if (text_is_empty(email))
        return true;
    if (!staff_id_by_email(writer->db, writer->arena, email, &found, error))
        return false;
    if (!found)
        return refuse(error, field, REASON_NO_STAFF, email, NULL);
    *id = (OptInt) { found, true };
    return true;
}

static bool given_team(const Writer *writer, const AccountGiven *given, AccountPatch *input, Error *error)
{
    int64_t team;
    if (text_is_empty(given->team))
        return true;
    if (!team_id_by_name(writer->db, writer->arena, given->team, &team, error))
        return false;
    if (!team)
        return refuse(error, "team", REASON_NO_TEAM, given->team, NULL);
    input->team_id = (OptInt) { team, true };
    return true;
}

static bool given_care(const Writer *writer, const AccountGiven *given, AccountPatch *input, Error *error)
{
    return given_person(writer, given->owner_email, "owner_email", &input->owner_id, error) &&
           given_person(writer, given->stand_in_email, "stand_in_email", &input->stand_in_id, error) &&
           given_team(writer, given, input, error);
}

/* What the API refuses is refused on every road. */
static bool texts_may_be_given(const Writer *writer, const AccountPatch *input, Error *error)
{
    const char *const given[][2] = { { "name", input->name },         { "reading", input->reading },
                                     { "domain", input->domain },     { "time_zone", input->time_zone },
                                     { "language", input->language }, { "touch", input->touch },
                                     { "stage", input->stage } };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        if (!shape_takes_text(writer->arena, &ACCOUNT_PATCH, given[i][0], given[i][1], error))
            return false;
    return true;
}

static bool given_read(const Writer *writer, const AccountGiven *given, AccountPatch *input, Error *error)
{
    *input = (AccountPatch) { .external_id = given->external_id,
                              .name = text_is_empty(given->name) ? NULL : given->name,
                              .reading = given->reading,
                              .domain = given->domain,
                              .time_zone = given->time_zone,
                              .language = given->language,
                              .touch = given->touch,
                              .stage = given->stage };
    if (text_is_empty(given->external_id))
        return refuse(error, "external_id", REASON_MISSING, NULL, NULL);
    if (ident_is_long(given->external_id))
        return refuse(error, "external_id", REASON_TOO_LONG, "512", NULL);
    return texts_may_be_given(writer, input, error) && given_country(writer, given, input, error) &&
           given_parent(writer, given, input, error) && given_care(writer, given, input, error);
}

/* An account that an event created is named by its id until somebody names it. */
static void known_keep(Arena *arena, const AccountRow *before, AccountRow *after)
{
    const char *told = after->name;
    edit_keep(arena, &ACCOUNT_PATCH, &ACCOUNT_ROW, before, after);
    if (text_equal(before->name, before->external_id))
        after->name = told;
}

/* Found by an id of an account that was merged into it: what is said of that one fills what is empty here. */
static bool fills_only(const AccountGiven *given, const AccountRow *before)
{
    return given->only_adds || !text_equal(given->external_id, before->external_id);
}

static AccountRow row_over(const Writer *writer, const AccountGiven *given, const AccountPatch *input,
                           const AccountRow *before)
{
    AccountRow after = { .name = given->external_id,
                         .fields = "{}",
                         .created_at = given->created_at.known ? given->created_at.value : writer->now };
    if (before)
        after = *before;
    edit_fill(writer->arena, &ACCOUNT_PATCH, input, &ACCOUNT_ROW, &after);
    if (before)
        after.external_id = before->external_id;
    if (before && fills_only(given, before))
        known_keep(writer->arena, before, &after);
    return after;
}

bool account_upsert(const Writer *writer, const AccountGiven *given, int64_t *id, Upsert *outcome, Error *error)
{
    AccountPatch input;
    AccountRow *before, after;
    List told;
    bool changed;
    if (!given_read(writer, given, &input, error) ||
        !account_by_external(writer->db, writer->arena, given->external_id, &before, error))
        return false;
    after = row_over(writer, given, &input, before);
    if (!fields_bring(writer->db, writer->arena, "account", (FieldsGiven) { given->fields, given->field_count },
                      before ? fills_only(given, before) : given->only_adds, &after.fields, &told, error) ||
        !account_store(writer, before, &after, told, given->demo, &changed, error))
        return false;
    *id = after.id;
    *outcome = !before ? UPSERT_ADDED : changed ? UPSERT_CHANGED : UPSERT_UNCHANGED;
    return true;
}

bool account_id_by_external(Db *db, Arena *arena, const char *external_id, int64_t *id, Error *error)
{
    AccountKeyRow *row;
    if (!account_key(db, arena, external_id, &row, error))
        return false;
    *id = row ? row->id : 0;
    return true;
}

typedef struct {
    bool (*take)(int64_t id, const char *external_id, void *context, Error *error);
    void *context;
} KeyTaker;

static bool key_take(const AccountKeyEachRow *row, void *context, Error *error)
{
    const KeyTaker *taker = context;
    return taker->take(row->id, row->external_id ? row->external_id : "", taker->context, error);
}

static bool key_in_take(const AccountFiledInRow *row, void *context, Error *error)
{
    const KeyTaker *taker = context;
    return taker->take(row->id, row->external_id, taker->context, error);
}

bool accounts_filed_as(Db *db, Texts external_ids,
                       bool (*take)(int64_t id, const char *external_id, void *context, Error *error), void *context,
                       Error *error)
{
    KeyTaker taker = { take, context };
    return account_filed_in(db, external_ids, key_in_take, &taker, error);
}

bool account_ids_each(Db *db, bool (*take)(int64_t id, const char *external_id, void *context, Error *error),
                      void *context, Error *error)
{
    KeyTaker taker = { take, context };
    return account_key_each(db, key_take, &taker, error);
}

/* ---- deleting -------------------------------------------------------------------------------------------------- */

static bool children_leave(const Writer *writer, int64_t id, Error *error)
{
    for (;;) {
        AccountChildrenRow *children;
        size_t count;
        if (!account_children(writer->db, writer->arena, id, &children, &count, error))
            return false;
        for (size_t i = 0; i < count; i++) {
            AccountRow *before, after;
            bool changed;
            if (!account_by_id(writer->db, writer->arena, children[i].id, &before, error))
                return false;
            after = *before;
            after.parent_id = (OptInt) { 0 };
            if (!account_store(writer, before, &after, (List) { 0 }, false, &changed, error))
                return false;
        }
        if (!count)
            return true;
    }
}

static bool holder_drop(const Writer *writer, const AccountHolder *holder, int64_t id, Error *error)
{
    const DbValue values[] = { { .type = FIELD_ID, .known = true, .integer = id } };
    return holder->drops ? db_run(writer->db, holder->drops, values, NULL, error) : holder->drop(writer, id, error);
}

/* From the right: what stands on something goes before it, and persons after all that is told of them. What went into
 * the account goes with it. */
static bool holders_drop(const Writer *writer, int64_t id, Error *error)
{
    const Module *const *first = modules_used(), *const *at = first;
    Ids members;
    if (!merged_members(writer->db, writer->arena, id, &members, error))
        return false;
    while (*at)
        at++;
    while (at-- > first) {
        const AccountHolder *holder = (*at)->accounts;
        for (size_t i = 0; holder && i < members.count; i++)
            if (!holder_drop(writer, holder, members.items[i], error))
                return false;
        if (holder && !holder_drop(writer, holder, id, error))
            return false;
    }
    return true;
}

bool account_drop(const Writer *writer, int64_t id, Error *error)
{
    return children_leave(writer, id, error) && holders_drop(writer, id, error) &&
           merge_account_gone(writer, id, error) && bulk_account_gone(writer->db, id, error) &&
           account_remove(writer->db, id, error) && search_drop_account(writer->db, writer->arena, id, error) &&
           columns_renew(writer, ACCOUNT_COLUMNS, id, error) &&
           account_tell(writer, "account.deleted", id, NULL, error);
}

bool account_must_exist(Db *db, Arena *arena, int64_t id, const char *field, Error *error)
{
    AccountRow *row;
    if (!account_by_id(db, arena, id, &row, error))
        return false;
    return row || fail(error, ERROR_INPUT, field, "account %lld not found", (long long)id);
}

/* ---- custom fields ---------------------------------------------------------------------------------------------- */

static bool account_values_clear(const Writer *writer, const char *pattern, const char *key, Error *error)
{
    enum { STEP = 500 };
    int64_t after = 0;
    for (;;) {
        AccountFieldsWithRow *rows;
        size_t count;
        const char *rest;
        if (!account_fields_with(writer->db, writer->arena, pattern, after, STEP, &rows, &count, error))
            return false;
        for (size_t i = 0; i < count; i++)
            if (!field_without(writer->arena, rows[i].fields, key, &rest, error) ||
                !account_fields_set(writer->db, rows[i].id, rest, error))
                return false;
        if (count < STEP)
            return true;
        after = rows[count - 1].id;
    }
}

static void field_came(const Writer *writer)
{
    columns_renew_names(writer, ACCOUNT_COLUMNS);
}

static void field_gone(const Writer *writer, const char *key)
{
    columns_renew_empty(writer, ACCOUNT_COLUMNS, arena_format(writer->arena, "field:%s", key));
}

const FieldHolder ACCOUNT_FIELD_HOLDER = { "account", account_values_clear, field_came, field_gone };
