/* Contacts over the API: people of one account or of all, changes, forgetting and export. */
#include "base/id.h"
#include "base/reason.h"
#include "base/text.h"
#include "customer/account/account_list.h"
#include "customer/contact/contact_store.h"
#include "house/file/file.h"
#include "http/edit.h"
#include "http/page.h"
#include "jobs/module.h"

#include <stdlib.h>
#include <string.h>

static bool contact_of_path(Request *request, ContactRow **row, Error *error)
{
    if (!contact_still(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "contact %lld not found", (long long)request->path_id[0]);
    return true;
}

static bool contact_reply(Request *request, int status, int64_t id, Error *error)
{
    ContactRow *row;
    Contact *contact;
    return contact_by_id(request->db, request->arena, id, &row, error) &&
           contacts_dress(request->db, request->arena, 0, row, 1, &contact, error) &&
           reply_row(request, status, &CONTACT, contact);
}

static bool contact_get(Request *request, Error *error)
{
    ContactRow *row;
    return contact_of_path(request, &row, error) && contact_reply(request, 200, row->id, error);
}

/* ---- changes --------------------------------------------------------------------------------------------------- */

static bool fields_given(Request *request, const char *before, ContactRow *row, List *told, Error *error)
{
    FieldsDefined fields;
    *told = (List) { 0 };
    row->fields = before;
    if (!request_given(request, "fields"))
        return true;
    return fields_read(request->db, request->arena, "contact", &fields, error) &&
           fields_merge_json(request->arena, &fields, before, json_get(request->body, "fields"), &row->fields, told,
                             error);
}

static bool input_taken(Request *request, const Shape *shape, const char *before, ContactRow *row, List *told,
                        Error *error)
{
    return edit_apply(request, shape, request->input, &CONTACT_ROW, row, error) &&
           fields_given(request, before, row, told, error);
}

static bool first_join(Request *request, const NewContact *in, int64_t contact_id, Error *error)
{
    Writer writer = writer_of(request);
    const char *roles = roles_join(request->arena, in->roles);
    return contact_join_set(request->db, in->account_id.value, contact_id, roles, error) &&
           contact_joined_tell(&writer, contact_id, in->account_id.value, false, error);
}

static bool contact_create(Request *request, Error *error)
{
    const NewContact *in = request->input;
    Writer writer = writer_of(request);
    ContactRow row = { .fields = "{}", .created_at = request->now };
    List told;
    bool changed;
    if (!in->account_id.known)
        return fail(error, ERROR_INPUT, "account_id", "a contact needs an account");
    if (text_is_empty(in->name) && text_is_empty(in->email) && text_is_empty(in->external_id))
        return fail(error, ERROR_INPUT, "name", "a contact needs a name, an e-mail address or an external id");
    return account_must_exist(request->db, request->arena, in->account_id.value, "account_id", error) &&
           input_taken(request, &NEW_CONTACT, "{}", &row, &told, error) &&
           contact_address_is_free(&writer, NULL, &row, error) &&
           contact_store(&writer, NULL, &row, told, in->account_id.value, &changed, error) &&
           first_join(request, in, row.id, error) && contact_reply(request, 201, row.id, error);
}

static bool accounts_leave(Request *request, const Contact *contact, Ids wanted, bool *leaves, Error *error)
{
    *leaves = false;
    for (size_t i = 0; i < contact->account_ids.count; i++) {
        if (ids_has(wanted, contact->account_ids.items[i]))
            continue;
        *leaves = true;
        if (!contact_join_remove(request->db, contact->account_ids.items[i], contact->row.id, error))
            return false;
    }
    return true;
}

static bool account_join(Request *request, int64_t contact_id, int64_t account_id, Error *error)
{
    Writer writer = writer_of(request);
    ContactJoin join = { account_id, contact_id };
    return contact_joins_add(&writer, &join, 1, error) &&
           contact_joined_tell(&writer, contact_id, account_id, false, error);
}

/* The accounts of a contact become exactly those given; roles in those that stay are kept. Who leaves an account for
 * others has moved: to the first that is new, else to the first that stays. */
static bool accounts_set(Request *request, const Contact *contact, Ids wanted, Error *error)
{
    Writer writer = writer_of(request);
    int64_t moves_to = 0;
    bool leaves;
    for (size_t i = wanted.count; i-- > 0;) {
        if (!account_must_exist(request->db, request->arena, wanted.items[i], "account_ids", error))
            return false;
        if (ids_has(contact->account_ids, wanted.items[i]))
            continue;
        moves_to = wanted.items[i];
        if (!account_join(request, contact->row.id, wanted.items[i], error))
            return false;
    }
    if (!accounts_leave(request, contact, wanted, &leaves, error))
        return false;
    if (moves_to == 0 && wanted.count > 0)
        moves_to = wanted.items[0];
    return !leaves || moves_to == 0 || contact_joined_tell(&writer, contact->row.id, moves_to, true, error);
}

/* Roles in one account when one is named, else in all of the contact's. */
static bool roles_set(Request *request, const ContactPatch *in, int64_t contact_id, Ids accounts, Error *error)
{
    const char *roles = roles_join(request->arena, in->roles);
    Writer writer = writer_of(request);
    if (in->account_id.known)
        return account_must_exist(request->db, request->arena, in->account_id.value, "account_id", error) &&
               contact_join_set(request->db, in->account_id.value, contact_id, roles, error) &&
               (ids_has(accounts, in->account_id.value) ||
                contact_joined_tell(&writer, contact_id, in->account_id.value, false, error));
    for (size_t i = 0; i < accounts.count; i++)
        if (!contact_join_set(request->db, accounts.items[i], contact_id, roles, error))
            return false;
    return true;
}

static void told_add(Request *request, List *told, const char *field)
{
    *told = edit_join(request->arena, *told, (List) { 1, &(EditChange) { .field = field } });
}

/* What stands beside the row: accounts and roles, told to the fact by name. */
static bool joins_change(Request *request, const ContactPatch *in, const Contact *contact, List *told, Error *error)
{
    Ids accounts = contact->account_ids;
    if (request_given(request, "account_ids")) {
        if (!accounts_set(request, contact, in->account_ids, error))
            return false;
        accounts = in->account_ids;
        told_add(request, told, "account_ids");
    }
    if (!request_given(request, "roles"))
        return true;
    told_add(request, told, "roles");
    return roles_set(request, in, contact->row.id, accounts, error);
}

/* The one account in whose timeline a change of the person stands; 0 when there are several and none is named. */
static int64_t account_of_fact(const ContactPatch *in, const Contact *contact)
{
    return contact->account_ids.count == 1 ? contact->account_ids.items[0] : in->account_id.value;
}

static bool contact_change(Request *request, Error *error)
{
    const ContactPatch *in = request->input;
    Writer writer = writer_of(request);
    ContactRow *before, after;
    Contact *contact;
    List told = { 0 }, fields_told;
    bool changed;
    if (!contact_of_path(request, &before, error) || !request_if_match(request, before->version, error) ||
        !contacts_dress(request->db, request->arena, 0, before, 1, &contact, error))
        return false;
    after = *before;
    if (!input_taken(request, &CONTACT_PATCH, before->fields, &after, &fields_told, error) ||
        !contact_address_is_free(&writer, before, &after, error) || !joins_change(request, in, contact, &told, error))
        return false;
    told = edit_join(request->arena, told, fields_told);
    return contact_store(&writer, before, &after, told, account_of_fact(in, contact), &changed, error) &&
           contact_reply(request, 200, before->id, error);
}

static bool contact_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    ContactRow *row;
    return contact_of_path(request, &row, error) && request_if_match(request, row->version, error) &&
           contact_forget(&writer, row->id, error) && reply_empty(request);
}

/* The next file after `after` that any module holds of the person; 0 = none. */
static bool file_after(Request *request, int64_t contact, int64_t after, int64_t *file_id, Error *error)
{
    Viewer viewer = request_viewer(request);
    *file_id = 0;
    for (const Module *const *at = modules_used(); *at; at++) {
        const ContactHolder *holder = (*at)->persons;
        int64_t found = 0;
        if (holder && holder->next_file &&
            !holder->next_file(request->db, request->arena, contact, after, &viewer, &found, error))
            return false;
        if (found && (!*file_id || found < *file_id))
            *file_id = found;
    }
    return true;
}

/* What modules hold as JSON, left open for the files. */
static bool export_begin(Request *request, int64_t contact, Text *out, Error *error)
{
    const char *json;
    Viewer viewer = request_viewer(request);
    if (!contact_export(request->db, request->arena, contact, &viewer, &json, error))
        return false;
    text_add_n(out, json, strlen(json) - 1);
    text_add(out, ",\"files\":[");
    return true;
}

/* The files follow it, each in pieces, as one may be larger than memory should be:
 * {…,"files":[{"file":…,"content":"base64"}]}. The cursor is "FILE.PIECE". */
static bool export_piece(Request *request, const char *from, Text *out, const char **next, Error *error)
{
    Cursor file = { 0 }; /* its id, and the number of the piece */
    int64_t then;
    bool more = false;
    ContactRow *row;
    if (!cursor_read(from, &file, error) || !contact_of_path(request, &row, error) ||
        !(from ? file_export(request->db, request->arena, file.place, file.id, out, &more, error)
               : export_begin(request, row->id, out, error)))
        return false;
    *next = cursor_text(request->arena, file.place, file.id + 1);
    if (more)
        return true;
    if (!file_after(request, row->id, file.place, &then, error))
        return false;
    text_add(out, !then ? "]}" : from ? "," : "");
    *next = then ? cursor_text(request->arena, then, 0) : NULL;
    return true;
}

static bool contact_file(Request *request, Error *error)
{
    const char *name = arena_format(request->arena, "contact-%lld.json", (long long)request->path_id[0]);
    return reply_pieces(request, "application/json", name, export_piece, error);
}

const Route CONTACT_ROUTES[] = {
    { POST, "/api/v1/contacts", contact_create, RIGHT_MANAGE, "Add a contact to an account", .takes = &NEW_CONTACT,
      .gives = &CONTACT },
    { GET, "/api/v1/contacts/{id}", contact_get, RIGHT_VIEW, "Get a contact", .gives = &CONTACT },
    { PATCH, "/api/v1/contacts/{id}", contact_change, RIGHT_MANAGE, "Change a contact, its accounts and its roles",
      .takes = &CONTACT_PATCH, .gives = &CONTACT },
    { DELETE, "/api/v1/contacts/{id}", contact_delete, RIGHT_ADMIN, "Erase a person everywhere" },
    { GET, "/api/v1/contacts/{id}/export", contact_file, RIGHT_ADMIN,
      "Export what is stored about a person, without what is not for the caller" },
    { 0 },
};
