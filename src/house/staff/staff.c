#include "house/staff/staff.h"

#include "base/id.h"
#include "base/reason.h"
#include "base/text.h"
#include "house/staff/inside.h"
#include "jobs/fact.h"

#include <string.h>

typedef struct {
    const StaffRow *staff;
    const char *link;
} StaffInvited;

static const Field STAFF_INVITED_FIELDS[] = {
    SHAPE_FIELD(StaffInvited, staff, FIELD_OBJECT, .shape = &STAFF_ROW),
    SHAPE_FIELD(StaffInvited, link, FIELD_TEXT),
    { 0 },
};
const Shape STAFF_INVITED = { "StaffInvited", sizeof(StaffInvited), STAFF_INVITED_FIELDS };

typedef struct {
    const char *link;
} InvitationLink;

static const Field INVITATION_LINK_FIELDS[] = {
    SHAPE_FIELD(InvitationLink, link, FIELD_TEXT),
    { 0 },
};
const Shape INVITATION_LINK = { "InvitationLink", sizeof(InvitationLink), INVITATION_LINK_FIELDS };

/* ---- rules ---- */

static bool is_email(const char *email)
{
    enum { EMAIL_MAX = 320 };
    const char *at = strchr(email, '@');
    if (!at || at == email || !at[1] || strchr(at + 1, '@') || text_characters(email) > EMAIL_MAX)
        return false;
    for (const unsigned char *c = (const unsigned char *)email; *c; c++)
        if (*c <= ' ' || *c == 0x7f)
            return false;
    return true;
}

/* ASCII letters in lower case: addresses that differ in case alone are one person's. */
bool email_normal(Arena *arena, const char *email, const char **normal, Error *error)
{
    char *made = arena_text(arena, text_trim(arena, email));
    for (char *c = made; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c |= 0x20;
    if (!is_email(made))
        return refuse(error, "email", REASON_NO_EMAIL, NULL, NULL);
    *normal = made;
    return true;
}

bool staff_id_by_email(Db *db, Arena *arena, const char *email, int64_t *id, Error *error)
{
    const char *normal;
    StaffRow *row = NULL;
    Error ignored;
    if (email_normal(arena, email, &normal, &ignored) && !staff_by_email(db, arena, normal, &row, error))
        return false;
    *id = row ? row->id : 0;
    return true;
}

static const Field STAFF_CREATED_FIELDS[] = { SHAPE_FIELD(StaffCreated, role, FIELD_TEXT, .choices = ROLE_CHOICES),
                                              { 0 } };
const Shape STAFF_CREATED = { "StaffCreated", sizeof(StaffCreated), STAFF_CREATED_FIELDS };
static const Field STAFF_CHANGED_FIELDS[] = { SHAPE_OPT(StaffChanged, role_from, FIELD_TEXT, .choices = ROLE_CHOICES),
                                              SHAPE_OPT(StaffChanged, role, FIELD_TEXT, .choices = ROLE_CHOICES),
                                              SHAPE_OPT(StaffChanged, active, FIELD_FLAG),
                                              { 0 } };
const Shape STAFF_CHANGED = { "StaffChanged", sizeof(StaffChanged), STAFF_CHANGED_FIELDS };

static bool staff_fact(Request *request, const char *kind, int64_t id, const void *body, Error *error)
{
    Fact fact = {
        .kind = kind,
        .actor = request_actor(request),
        .subject = arena_format(request->arena, "staff:%lld", (long long)id),
        .body = body,
        .at = request->now,
    };
    return fact_write(request->db, &fact, NULL, error);
}

/* ---- handlers ---- */

bool staff_read_list(Request *request, Error *error)
{
    const PageById *page = request->query;
    int64_t limit = page_limit(page->limit);
    StaffRow *rows;
    size_t count;
    if (!staff_list(request->db, request->arena, page->cursor.value, limit + 1, &rows, &count, error))
        return false;
    const char *next = page_goes_on(&count, limit) ? page_id(request->arena, rows[limit - 1].id) : NULL;
    return reply_list(request, &STAFF_ROW, rows, count, next);
}

static bool reply_invited(Request *request, int status, int64_t id, const char *token, Error *error)
{
    StaffRow *row;
    if (!staff_by_id(request->db, request->arena, id, &row, error))
        return false;
    StaffInvited invited = { row, link_text(request->services, request->arena, "invitation", token) };
    return reply_row(request, status, &STAFF_INVITED, &invited);
}

bool staff_create(Request *request, Error *error)
{
    const StaffNew *in = request->input;
    const char *email, *token;
    StaffRow *taken;
    int64_t id = id_new();
    if (text_is_empty(in->name))
        return refuse(error, "name", REASON_MISSING, NULL, NULL);
    if (!email_normal(request->arena, in->email, &email, error) ||
        !staff_by_email(request->db, request->arena, email, &taken, error))
        return false;
    if (taken)
        return refuse(error, "email", REASON_TAKEN, email, NULL);
    StaffCreated created = { in->role };
    return staff_insert(request->db, id, email, in->name, in->role, in->language, NULL, request->now, error) &&
           staff_fact(request, "staff.created", id, &created, error) &&
           link_make(request->db, request->arena, id, request->now, &token, error) &&
           reply_invited(request, 201, id, token, error);
}

static bool staff_must_exist(Request *request, StaffRow **row, Error *error)
{
    if (!staff_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    return *row || fail(error, ERROR_MISSING, NULL, "staff member not found");
}

static bool is_admin(const StaffRow *row)
{
    return row->active && !strcmp(row->role, "admin");
}

/* Somebody must be left who can let others in; an invitation that nobody took up lets nobody in. */
static bool admin_is_left(Request *request, const StaffRow *before, const StaffRow *after, Error *error)
{
    StaffCountRow *count;
    StaffOpenersRow *row;
    StaffPasswordByIdRow *own;
    if (!is_admin(before) || is_admin(after))
        return true;
    if (!staff_count(request->db, request->arena, &count, error) ||
        !staff_openers(request->db, request->arena, &row, error) ||
        !staff_password_by_id(request->db, request->arena, before->id, &own, error))
        return false;
    if (own && own->password && row->openers < 2)
        return fail(error, ERROR_CONFLICT, NULL, "this is the last admin who can sign in");
    return count->admins > 1 || fail(error, ERROR_CONFLICT, NULL, "this is the last admin");
}

/* Sessions, links and open streams of somebody who may no longer come in, or no longer so far. */
static bool staff_shut_out(Request *request, int64_t id, Error *error)
{
    listeners_end_after_commit(request, CALLER_STAFF, id);
    return session_delete_of(request->db, id, 0, error) &&
           invitation_void(request->db, (OptInt) { id, true }, request->now, error);
}

/* *after is the row as the change makes it. */
static bool change_apply(const StaffRow *row, const StaffChange *in, StaffRow *after, Error *error)
{
    if (in->name && text_is_empty(in->name))
        return refuse(error, "name", REASON_MISSING, NULL, NULL);
    *after = *row;
    if (in->name)
        after->name = in->name;
    if (in->role)
        after->role = in->role;
    if (in->active.known)
        after->active = in->active.value;
    return true;
}

static bool change_store(Request *request, const StaffRow *row, const StaffRow *after, Error *error)
{
    bool moved = strcmp(row->role, after->role) != 0;
    StaffChanged changed = { .role_from = moved ? row->role : NULL,
                             .role = moved ? after->role : NULL,
                             .active = { after->active, row->active != after->active } };
    return staff_update(request->db, row->id, after->name, after->role, after->language, after->active, error) &&
           known_forget_after_commit(request->db, error) &&
           staff_fact(request, "staff.changed", row->id, &changed, error);
}

bool staff_patch(Request *request, Error *error)
{
    StaffRow *row, after = { 0 };
    if (!staff_must_exist(request, &row, error) || !request_if_match(request, row->version, error) ||
        !change_apply(row, request->input, &after, error) || !admin_is_left(request, row, &after, error))
        return false;
    if (row->active && !after.active && !staff_shut_out(request, row->id, error))
        return false;
    return change_store(request, row, &after, error) &&
           staff_by_id(request->db, request->arena, row->id, &row, error) && reply_row(request, 200, &STAFF_ROW, row);
}

bool staff_invite(Request *request, Error *error)
{
    StaffRow *row;
    const char *token;
    if (!staff_must_exist(request, &row, error))
        return false;
    if (!row->active)
        return fail(error, ERROR_CONFLICT, NULL, "cannot invite a disabled staff member");
    if (!link_make(request->db, request->arena, row->id, request->now, &token, error) ||
        !staff_fact(request, "staff.invited", row->id, NULL, error))
        return false;
    InvitationLink link = { link_text(request->services, request->arena, "invitation", token) };
    return reply_row(request, 201, &INVITATION_LINK, &link);
}
