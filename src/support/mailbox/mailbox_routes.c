/*
 * Mailboxes over the API. Admins change them, as they name a host that the server calls; passwords go in and never come
 * out. In order: reading; what is given; changing; routes.
 */
#include "base/id.h"
#include "base/reason.h"
#include "base/text.h"
#include "base/texts.h"
#include "http/edit.h"
#include "support/mailbox/mailbox_store.h"

#include <string.h>
#include <strings.h>

/* ---- reading --------------------------------------------------------------------------------------------------- */

static bool mailbox_shown(Request *request, const MailboxRow *row, MailboxSettings *shown, Error *error)
{
    const char *in, *out;
    *shown = (MailboxSettings) { .row = *row };
    bool in_opens = mailbox_secret_open(request->arena, request->services, row->id, MAILBOX_IN, row->in_secret, &in);
    bool out_opens =
        mailbox_secret_open(request->arena, request->services, row->id, MAILBOX_OUT, row->out_secret, &out);
    shown->in_password_set = row->in_secret.size > 0;
    shown->out_password_set = row->out_secret.size > 0;
    shown->secrets_readable = in_opens && out_opens;
    return texts_parse(request->arena, row->alias_list, &shown->aliases, error);
}

static bool mailbox_list(Request *request, Error *error)
{
    MailboxRow *rows;
    size_t count;
    if (!mailbox_rows(request->db, request->arena, &rows, &count, error))
        return false;
    MailboxSettings *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        if (!mailbox_shown(request, &rows[i], &shown[i], error))
            return false;
    return reply_list(request, &MAILBOX_SETTINGS, shown, count, NULL);
}

static bool mailbox_of_path(Request *request, MailboxRow **row, Error *error)
{
    if (!mailbox_row_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "mailbox %lld not found", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

static bool mailbox_reply(Request *request, int status, int64_t id, Error *error)
{
    MailboxRow *row;
    MailboxSettings shown;
    return mailbox_row_by_id(request->db, request->arena, id, &row, error) &&
           mailbox_shown(request, row, &shown, error) && reply_row(request, status, &MAILBOX_SETTINGS, &shown);
}

static bool mailbox_get(Request *request, Error *error)
{
    MailboxRow *row;
    return mailbox_of_path(request, &row, error) && mailbox_reply(request, 200, row->id, error);
}

/* ---- what is given --------------------------------------------------------------------------------------------- */

static bool is_address(const char *text)
{
    const char *at = strrchr(text, '@');
    return at && at != text && strchr(at, '.') && !strpbrk(text, " \t\r\n<>,;\"+");
}

static bool address_free(Request *request, const MailboxRow *row, const char *address, const char *field, Error *error)
{
    Mailbox *other;
    if (!is_address(address))
        return refuse(error, field, REASON_NO_EMAIL, NULL, NULL);
    if (!mailbox_of_address(request->db, request->arena, address, &other, error))
        return false;
    return !other || other->id == row->id || refuse(error, field, REASON_TAKEN, address, NULL);
}

static bool addresses_fit(Request *request, const Texts *aliases, MailboxRow *row, Error *error)
{
    row->address = text_lower(request->arena, text_trim(request->arena, row->address));
    if (!address_free(request, row, row->address, "address", error))
        return false;
    if (!aliases)
        return true;
    const char **items = arena_array(request->arena, aliases->count + 1, sizeof *items);
    for (size_t i = 0; i < aliases->count; i++) {
        items[i] = text_lower(request->arena, text_trim(request->arena, aliases->items[i]));
        if (!address_free(request, row, items[i], "aliases", error))
            return false;
    }
    row->alias_list = texts_print(request->arena, (Texts) { aliases->count, items });
    return true;
}

static const char *or_null(Request *request, const char *text)
{
    return text_is_empty(text) ? NULL : text_trim(request->arena, text);
}

/* INBOX is the one name that is the same in any case (RFC 3501, 5.1). */
static bool is_same_folder(const char *one, const char *other)
{
    return text_equal(one, other) || (strcasecmp(one, "INBOX") == 0 && strcasecmp(other, "INBOX") == 0);
}

static bool ways_fit(Request *request, MailboxRow *row, Error *error)
{
    row->in_host = or_null(request, row->in_host);
    row->out_host = or_null(request, row->out_host);
    row->in_after_folder = or_null(request, row->in_after_folder);
    if (row->in_host && text_is_empty(row->in_user))
        return refuse(error, "in_user", REASON_MISSING, NULL, NULL);
    if (text_equal(row->in_after, "move") && !row->in_after_folder)
        return refuse(error, "in_after_folder", REASON_MISSING, NULL, NULL);
    if (text_equal(row->in_after, "move") && is_same_folder(row->in_after_folder, row->in_folder))
        return refuse(error, "in_after_folder", REASON_SAME_FOLDER, NULL, NULL);
    return true;
}

/* What is given takes the place of what was sealed before; null takes it away. */
static void secret_set(Request *request, const char *field, MailboxWay way, const char *given, int64_t id,
                       Bytes *secret)
{
    if (request_given(request, field))
        *secret = text_is_empty(given) ? (Bytes) { 0 }
                                       : mailbox_secret_seal(request->arena, request->services, id, way, given);
}

typedef struct {
    const char *host, *security;
    int port;
} Server;

static Server server_of(const MailboxRow *row, MailboxWay way)
{
    Mailbox mailbox = mailbox_of_row(row);
    return way == MAILBOX_IN ? (Server) { row->in_host, row->in_security, mailbox_in_port(&mailbox) }
                             : (Server) { row->out_host, row->out_security, mailbox_out_port(&mailbox) };
}

/* Another server must not get the password that was entered for this one, nor anybody who listens where it is not
 * encrypted. Without a server there is none. */
static bool secret_stays(Request *request, const MailboxRow *before, const MailboxRow *after, MailboxWay way,
                         Bytes *secret, Error *error)
{
    const char *field = way == MAILBOX_IN ? "in_password" : "out_password";
    Server from = server_of(before, way), to = server_of(after, way);
    bool same = text_equal(from.host, to.host) && text_equal(from.security, to.security) && from.port == to.port;
    if (!to.host)
        *secret = (Bytes) { 0 };
    return same || !secret->size || request_given(request, field) ||
           refuse(error, field, REASON_PASSWORD_AGAIN, NULL, NULL);
}

/* ---- changing -------------------------------------------------------------------------------------------------- */

static bool row_fits(Request *request, const Texts *aliases, MailboxRow *row, Error *error)
{
    return addresses_fit(request, aliases, row, error) && ways_fit(request, row, error) &&
           (!row->is_default || mailbox_default_leave(request->db, row->id, error));
}

static bool mailbox_create(Request *request, Error *error)
{
    const NewMailbox *in = request->input;
    Writer writer = writer_of(request);
    Mailbox *before;
    MailboxRow *all;
    size_t count;
    if (!mailbox_default(request->db, request->arena, &before, error) ||
        !mailbox_rows(request->db, request->arena, &all, &count, error))
        return false;
    if (count >= MAILBOXES_MAX)
        return refuse(error, NULL, REASON_TOO_MANY, arena_format(request->arena, "%d", MAILBOXES_MAX), NULL);
    MailboxRow row = { .id = id_new(),
                       .alias_list = "[]",
                       .in_security = "tls",
                       .in_folder = "INBOX",
                       .in_since = { zone_day(atomic_load(&request->services->zone), request->now), true },
                       .in_after = "leave",
                       .out_security = "tls",
                       .active = true,
                       .created_at = request->now };
    if (!edit_apply(request, &NEW_MAILBOX, in, &MAILBOX_ROW, &row, error))
        return false;
    row.is_default = row.is_default || !before; /* the first is the default, whatever it says */
    secret_set(request, "in_password", MAILBOX_IN, in->in_password, row.id, &row.in_secret);
    secret_set(request, "out_password", MAILBOX_OUT, in->out_password, row.id, &row.out_secret);
    return row_fits(request, &in->aliases, &row, error) && mailbox_insert(request->db, &row, error) &&
           writer_tell(&writer, "mailbox.created", 0, 0, row.id, NULL, error) &&
           mailbox_reply(request, 201, row.id, error);
}

/* Passwords by their names alone. */
static EditTold change_told(Request *request, const MailboxRow *before, const MailboxRow *after)
{
    EditChange *more = arena_array(request->arena, 3, sizeof *more);
    size_t count = 0;
    if (before->in_secret.data != after->in_secret.data)
        more[count++] = (EditChange) { .field = "in_password" };
    if (before->out_secret.data != after->out_secret.data)
        more[count++] = (EditChange) { .field = "out_password" };
    if (!text_equal(before->alias_list, after->alias_list))
        more[count++] = (EditChange) { .field = "aliases" };
    const EditTold *told =
        edit_told(request->arena, &MAILBOX_PATCH, &MAILBOX_ROW, before, after, (List) { count, more });
    return told ? *told : (EditTold) { 0 };
}

static bool mailbox_change(Request *request, Error *error)
{
    const MailboxPatch *in = request->input;
    Writer writer = writer_of(request);
    MailboxRow *before, after;
    if (!mailbox_of_path(request, &before, error))
        return false;
    after = *before;
    if (!edit_apply(request, &MAILBOX_PATCH, in, &MAILBOX_ROW, &after, error))
        return false;
    secret_set(request, "in_password", MAILBOX_IN, in->in_password, after.id, &after.in_secret);
    secret_set(request, "out_password", MAILBOX_OUT, in->out_password, after.id, &after.out_secret);
    if (!row_fits(request, request_given(request, "aliases") ? &in->aliases : NULL, &after, error) ||
        !secret_stays(request, before, &after, MAILBOX_IN, &after.in_secret, error) ||
        !secret_stays(request, before, &after, MAILBOX_OUT, &after.out_secret, error))
        return false;
    EditTold told = change_told(request, before, &after);
    return mailbox_update(request->db, &after, error) &&
           writer_tell(&writer, "mailbox.changed", 0, 0, after.id, &told, error) &&
           mailbox_reply(request, 200, after.id, error);
}

static bool mailbox_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    MailboxRow *row;
    return mailbox_of_path(request, &row, error) && mailbox_remove(request->db, row->id, error) &&
           writer_tell(&writer, "mailbox.deleted", 0, 0, row->id, NULL, error) && reply_empty(request);
}

/* ---- routes ---------------------------------------------------------------------------------------------------- */

#define OF_SUPPORT .circle = CIRCLE_SUPPORT
const Route MAILBOX_ROUTES[] = {
    { GET, "/api/v1/mailboxes", mailbox_list, RIGHT_MANAGE, "List mailboxes", .gives = &MAILBOX_SETTINGS,
      .flags = ROUTE_LIST, OF_SUPPORT },
    { POST, "/api/v1/mailboxes", mailbox_create, RIGHT_ADMIN,
      "Add a mailbox: an address that customers write to, and how its e-mails come in and go out",
      .takes = &NEW_MAILBOX, .gives = &MAILBOX_SETTINGS, .flags = ROUTE_TAKES_SECRET, OF_SUPPORT,
      .example = "{\"name\":\"Support\",\"address\":\"support@example.com\"}" },
    { GET, "/api/v1/mailboxes/{id}", mailbox_get, RIGHT_MANAGE, "Read a mailbox", .gives = &MAILBOX_SETTINGS,
      OF_SUPPORT },
    { PATCH, "/api/v1/mailboxes/{id}", mailbox_change, RIGHT_ADMIN, "Change a mailbox", .takes = &MAILBOX_PATCH,
      .gives = &MAILBOX_SETTINGS, .flags = ROUTE_TAKES_SECRET, OF_SUPPORT, .example = "{\"name\":\"Support\"}" },
    { DELETE, "/api/v1/mailboxes/{id}", mailbox_delete, RIGHT_ADMIN, "Delete a mailbox; its tickets and e-mails stay",
      OF_SUPPORT },
    { 0 },
};
