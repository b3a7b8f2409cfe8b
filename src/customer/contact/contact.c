/*
 * Contacts: stored, brought by imports and tracking, forgotten.
 *
 * contact_store changes a row with its fact; contact_row_write without one, for a merge. An erasure is one transaction:
 * for each person the ids are noted, the modules forget from right to left and the row loses all but its id. Only then
 * are addresses and numbers compared with those of others, because the erased no longer count; what nobody else has is
 * replaced in the texts of staff. After COMMIT the list of erasures gets its line, and contact.scrub cleans the
 * database's files.
 *
 * In order: storing; imports and tracking; forgetting; what others have too.
 */
#include "customer/contact/contact_store.h"

#include "base/id.h"
#include "base/ident.h"
#include "base/reason.h"
#include "customer/contact/exclude_store.h"
#include "house/field/field_attribute.h"
#include "http/edit.h"
#include "jobs/fact.h"
#include "jobs/jobs.h"
#include "jobs/module.h"

#include <string.h>

static const Field CONTACT_AT_FIELDS[] = { SHAPE_FIELD(ContactAt, id, FIELD_ID),
                                           SHAPE_FIELD(ContactAt, name, FIELD_TEXT),
                                           SHAPE_OPT(ContactAt, owner, FIELD_TEXT),
                                           { 0 } };
const Shape CONTACT_AT = { "ContactAccount", sizeof(ContactAt), CONTACT_AT_FIELDS };

/* ---- storing --------------------------------------------------------------------------------------------------- */

static const char *contact_folded(Arena *arena, const ContactRow *row)
{
    const char *parts[] = { row->name, row->reading, row->email, row->external_id };
    Text all = text_new(arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i])
            text_format(&all, "%s%s", all.size ? "\n" : "", parts[i]);
    return text_fold(arena, text_string(&all));
}

/* As the list compares them (contact_subject.c). */
static bool contact_folds(Arena *arena, const ContactRow *row, const char **folds, Error *error)
{
    const FoldedText texts[] = {
        { "name", row->name },   { "email", row->email },       { "external_id", row->external_id },
        { "title", row->title }, { "language", row->language }, { 0 }
    };
    return field_folded(arena, texts, row->fields, folds, error);
}

/* By reading, name, mail, id: the first that is there. */
static const char *contact_order(Arena *arena, const ContactRow *row)
{
    const char *parts[] = { row->reading, row->name, row->email, row->external_id };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!text_is_empty(parts[i]))
            return text_sort_key(arena, parts[i]);
    return "";
}

static bool row_insert(const Writer *writer, ContactRow *row, bool demo, Error *error)
{
    const char *folds;
    if (!contact_folds(writer->arena, row, &folds, error))
        return false;
    row->id = id_new();
    row->version = 1;
    return contact_insert(writer->db, row, contact_folded(writer->arena, row), contact_order(writer->arena, row),
                          contact_address(writer->arena, row->email), folds, demo, error) &&
           search_keep_one(writer->db, &CONTACT_SEARCH, row->id) && contact_judge(writer, row, true, error);
}

bool contact_row_write(const Writer *writer, ContactRow *row, Error *error)
{
    const char *folds;
    if (!contact_folds(writer->arena, row, &folds, error))
        return false;
    row->version++;
    return contact_update(writer->db, row, contact_folded(writer->arena, row), contact_order(writer->arena, row),
                          contact_address(writer->arena, row->email), folds, error) &&
           search_keep_one(writer->db, &CONTACT_SEARCH, row->id) && contact_judge(writer, row, false, error);
}

bool contact_tell(const Writer *writer, const char *kind, int64_t id, int64_t account, const EditTold *told,
                  Error *error)
{
    Fact fact = { .kind = kind,
                  .account_id = account,
                  .contact_id = id,
                  .actor = writer->actor,
                  .subject = arena_format(writer->arena, "contact:%lld", (long long)id),
                  .body = told,
                  .at = writer->now };
    return fact_write(writer->db, &fact, NULL, error);
}

static bool external_id_is_short(const ContactRow *row, Error *error)
{
    return !row->external_id || !ident_is_long(row->external_id) ||
           refuse(error, "external_id", REASON_TOO_LONG, "512", NULL);
}

static bool external_id_is_free(const Writer *writer, const ContactRow *before, const ContactRow *after, Error *error)
{
    ContactKeyRow *other;
    if (!after->external_id || (before && text_equal(before->external_id, after->external_id)))
        return true;
    if (!external_id_is_short(after, error))
        return false;
    if (!contact_key(writer->db, writer->arena, after->external_id, &other, error))
        return false;
    if (other && (!before || other->id != before->id))
        return refuse(error, "external_id", REASON_TAKEN, after->external_id, NULL);
    return !other || contact_known_drop(writer->db, after->external_id, error);
}

/* On every road; an address that is there already stays. */
static bool address_is_whole(const Writer *writer, const ContactRow *before, const ContactRow *after, Error *error)
{
    const char *address = contact_address(writer->arena, after->email);
    if (!address || (before && text_equal(before->email, after->email)))
        return true;
    const char *at = strchr(address, '@');
    if (at && at != address && at[1] && !strpbrk(address, " \t\r\n,;<>") && !strchr(at + 1, '@'))
        return true;
    return refuse(error, "email", REASON_NO_EMAIL, NULL, NULL);
}

static bool row_create(const Writer *writer, ContactRow *row, List more, int64_t account, bool demo, Error *error)
{
    static const ContactRow NOTHING;
    const EditTold *told = edit_told(writer->arena, &CONTACT_PATCH, &CONTACT_ROW, &NOTHING, row, more);
    return address_is_whole(writer, NULL, row, error) && row_insert(writer, row, demo, error) &&
           contact_tell(writer, "contact.created", row->id, account, told, error);
}

/* Account names are told, never a person's: every field of a contact is a word but for its custom fields' kinds. */
bool contact_store(const Writer *writer, const ContactRow *before, ContactRow *after, List more, int64_t account,
                   bool *changed, Error *error)
{
    *changed = true;
    if (!before)
        return external_id_is_free(writer, NULL, after, error) &&
               row_create(writer, after, more, account, false, error);
    const EditTold *told = edit_told(writer->arena, &CONTACT_PATCH, &CONTACT_ROW, before, after, more);
    *changed = told != NULL;
    return !*changed || (external_id_is_free(writer, before, after, error) &&
                         address_is_whole(writer, before, after, error) && contact_row_write(writer, after, error) &&
                         contact_tell(writer, "contact.changed", after->id, account, told, error));
}

/* ---- imports and tracking -------------------------------------------------------------------------------------- */

static bool given_roles(const Writer *writer, const ContactGiven *given, Texts *roles, Error *error)
{
    *roles = (Texts) { 0 };
    return text_is_empty(given->roles) || roles_read(writer->arena, given->roles, roles, error);
}

bool contact_joined_tell(const Writer *writer, int64_t contact_id, int64_t account_id, bool moves, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->persons && (*at)->persons->joined &&
            !(*at)->persons->joined(writer, contact_id, account_id, moves, error))
            return false;
    return true;
}

/* Who is new has none. */
static bool join_find(const Writer *writer, int64_t contact_id, bool is_new, int64_t account_id, ContactJoinRow **join,
                      Error *error)
{
    *join = NULL;
    return is_new || contact_join_one(writer->db, writer->arena, account_id, contact_id, join, error);
}

/* The join with its roles; true in *changed when it is new or says something else. */
static bool join_bring(const Writer *writer, int64_t contact_id, bool is_new, const ContactGiven *given, bool *changed,
                       Error *error)
{
    Texts roles;
    ContactJoinRow *join;
    *changed = false;
    if (!given->account_id)
        return true;
    if (!given_roles(writer, given, &roles, error) ||
        !join_find(writer, contact_id, is_new, given->account_id, &join, error))
        return false;
    const char *wanted = given->roles ? roles_join(writer->arena, roles) : join ? join->roles : "";
    *changed = !join || strcmp(join->roles, wanted) != 0;
    if (*changed && !contact_join_set(writer->db, given->account_id, contact_id, wanted, error))
        return false;
    return join || contact_joined_tell(writer, contact_id, given->account_id, false, error);
}

static ContactRow row_over(const Writer *writer, const ContactGiven *given, const ContactRow *before)
{
    ContactRow after = before ? *before : (ContactRow) { .fields = "{}", .created_at = writer->now };
    ContactPatch input = { .external_id = text_is_empty(given->external_id) ? NULL : given->external_id,
                           .name = given->name,
                           .reading = given->reading,
                           .email = given->email,
                           .phone = given->phone,
                           .title = given->title,
                           .language = given->language };
    edit_fill(writer->arena, &CONTACT_PATCH, &input, &CONTACT_ROW, &after);
    if (before && before->external_id)
        after.external_id = before->external_id; /* found by a former one */
    if (before && given->only_adds)
        edit_keep(writer->arena, &CONTACT_PATCH, &CONTACT_ROW, before, &after);
    return after;
}

/* Two contacts become one for the word of a server or a file, not for that of a public key. Who was found neither by id
 * nor by address has no twin. */
static bool twin_find(const Writer *writer, const ContactGiven *given, const ContactRow *before,
                      const ContactRow *after, ContactRow **twin, Error *error)
{
    *twin = NULL;
    if (!before && !given->only_adds && given->id == 0)
        return true;
    return contact_twin(writer, before, after, twin, error) &&
           (!*twin || !given->only_adds || refuse(error, "email", REASON_TAKEN, given->email, NULL));
}

static bool twin_merge(const Writer *writer, const ContactGiven *given, int64_t *id, const ContactRow *twin,
                       Error *error)
{
    int64_t one = *id;
    if (!twin)
        return true;
    if (!contact_merge(writer, one, twin->id, id, error))
        return false;
    if (given->merged)
        *given->merged = *id == one ? twin->id : one;
    return true;
}

/* Whom contact_find did not find has an id that is free. */
static bool given_store(const Writer *writer, const ContactGiven *given, const ContactRow *before, ContactRow *after,
                        List told, bool *changed, Error *error)
{
    if (before || given->id != 0)
        return contact_store(writer, before, after, told, given->account_id, changed, error);
    *changed = true;
    return external_id_is_short(after, error) && row_create(writer, after, told, given->account_id, given->demo, error);
}

/* What the API refuses is refused on every road. */
static bool texts_may_be_given(const Writer *writer, const ContactGiven *given, Error *error)
{
    const char *const texts[][2] = { { "name", given->name },   { "reading", given->reading },
                                     { "email", given->email }, { "phone", given->phone },
                                     { "title", given->title }, { "language", given->language } };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!shape_takes_text(writer->arena, &CONTACT_PATCH, texts[i][0], texts[i][1], error))
            return false;
    return true;
}

bool contact_upsert(const Writer *writer, const ContactGiven *given, int64_t *id, Upsert *outcome, Error *error)
{
    ContactRow *before, *twin, after;
    List told;
    bool changed, joined;
    if (!texts_may_be_given(writer, given, error) || !contact_find(writer, given, &before, error))
        return false;
    after = row_over(writer, given, before);
    if (!twin_find(writer, given, before, &after, &twin, error) ||
        !fields_bring(writer->db, writer->arena, "contact", (FieldsGiven) { given->fields, given->field_count },
                      given->only_adds, &after.fields, &told, error) ||
        !given_store(writer, given, before, &after, told, &changed, error) ||
        !join_bring(writer, after.id, !before, given, &joined, error))
        return false;
    *id = after.id;
    *outcome = !before ? UPSERT_ADDED : changed || joined ? UPSERT_CHANGED : UPSERT_UNCHANGED;
    return twin_merge(writer, given, id, twin, error);
}

bool contact_seen(const Writer *writer, const char *user_id, int64_t *id, bool *made, Error *error)
{
    ContactKeyRow *known;
    if (!contact_key(writer->db, writer->arena, user_id, &known, error))
        return false;
    *made = !known;
    if (known) {
        *id = known->id;
        return true;
    }
    ContactRow row = { .external_id = user_id, .fields = "{}", .created_at = writer->now };
    if (!external_id_is_short(&row, error) || !row_create(writer, &row, (List) { 0 }, 0, false, error))
        return false;
    *id = row.id;
    return true;
}

bool contacts_seen_on(Db *db, Ids contacts, int64_t day, Error *error)
{
    return contact_saw(db, contacts, day, error);
}

bool contact_must_exist(Db *db, Arena *arena, OptInt id, const char *field, Error *error)
{
    ContactRow *row;
    if (!id.known)
        return true;
    if (!contact_by_id(db, arena, id.value, &row, error))
        return false;
    return (row && !row->forgotten_at.known) ||
           fail(error, ERROR_INPUT, field, "contact %lld not found", (long long)id.value);
}

/* Both accounts of a merge may be named. */
static bool join_is_among(const ContactJoinRow *rows, size_t count, const ContactJoinRow *row)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].account_id == row->account_id && rows[i].contact_id == row->contact_id)
            return true;
    return false;
}

bool contact_joins_add(const Writer *writer, const ContactJoin *joins, size_t count, Error *error)
{
    ContactJoinRow *rows = arena_array(writer->arena, count + 1, sizeof *rows);
    int64_t *accounts = arena_array(writer->arena, count + 1, sizeof *accounts);
    AccountsWent went;
    for (size_t i = 0; i < count; i++)
        accounts[i] = joins[i].account_id;
    if (!accounts_went(writer->db, writer->arena, (Ids) { count, accounts }, &went, error))
        return false;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        ContactJoinRow row = { account_where(&went, accounts[i]), joins[i].contact_id, "" };
        if (!went.count || !join_is_among(rows, kept, &row))
            rows[kept++] = row;
    }
    return contact_join_add(writer->db, rows, kept, error);
}
