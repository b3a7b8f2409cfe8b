/*
 * Members of staff over the API: list, add, change, invite; and which text is an e-mail address.
 *
 * Each change keeps three rules: nobody gives a circle that they do not see (circles.c); an admin who sees everything
 * and can sign in must be left; and those who are disabled or get more circles lose sessions and links in the same
 * transaction, open streams after COMMIT. known_forget_after_commit empties the cache of callers, so the next request
 * sees the change.
 *
 * In order: rules and facts; handlers.
 */
#include "house/staff/staff.h"

#include "base/id.h"
#include "base/reason.h"
#include "base/text.h"
#include "house/staff/inside.h"
#include "jobs/fact.h"

#include <string.h>

typedef struct {
    const Staff *staff;
    const char *link;
} StaffInvited;

static const Field STAFF_INVITED_FIELDS[] = {
    SHAPE_FIELD(StaffInvited, staff, FIELD_OBJECT, .shape = &STAFF),
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

/* Addresses that differ in case or width alone are one person's: an input method types them wide. Those that differ in
 * kana are two, and each is shown as it was entered. */
bool email_normal(Arena *arena, const char *email, const char **normal, Error *error)
{
    const char *made = text_lower(arena, text_trim(arena, email));
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
                                              SHAPE_OPT(StaffCreated, circles, FIELD_TEXTS, .choices = CIRCLE_CHOICES),
                                              { 0 } };
const Shape STAFF_CREATED = { "StaffCreated", sizeof(StaffCreated), STAFF_CREATED_FIELDS };
static const Field STAFF_CHANGED_FIELDS[] = {
    SHAPE_OPT(StaffChanged, role_from, FIELD_TEXT, .choices = ROLE_CHOICES),
    SHAPE_OPT(StaffChanged, role, FIELD_TEXT, .choices = ROLE_CHOICES),
    SHAPE_OPT(StaffChanged, active, FIELD_FLAG),
    SHAPE_OPT(StaffChanged, circles_given, FIELD_TEXTS, .choices = CIRCLE_CHOICES),
    SHAPE_OPT(StaffChanged, circles_taken, FIELD_TEXTS, .choices = CIRCLE_CHOICES),
    { 0 }
};
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

static bool staff_shown(Arena *arena, const StaffRow *row, Staff *shown, Error *error)
{
    unsigned circles;
    if (!circles_parse(arena, row->circles, &circles, error))
        return false;
    *shown = (Staff) { *row, circles_named(arena, circles) };
    return true;
}

bool staff_read_list(Request *request, Error *error)
{
    const PageById *page = request->query;
    int64_t limit = page_limit(page->limit);
    StaffRow *rows;
    size_t count;
    if (!staff_list(request->db, request->arena, page->cursor.value, limit + 1, &rows, &count, error))
        return false;
    const char *next = page_goes_on(&count, limit) ? page_id(request->arena, rows[limit - 1].id) : NULL;
    Staff *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        if (!staff_shown(request->arena, &rows[i], &shown[i], error))
            return false;
    return reply_list(request, &STAFF, shown, count, next);
}

static bool reply_invited(Request *request, int status, int64_t id, const char *token, Error *error)
{
    StaffRow *row;
    Staff shown;
    if (!staff_by_id(request->db, request->arena, id, &row, error) || !staff_shown(request->arena, row, &shown, error))
        return false;
    StaffInvited invited = { &shown, link_text(request->services, request->arena, "invitation", token) };
    return reply_row(request, status, &STAFF_INVITED, &invited);
}

bool staff_create(Request *request, Error *error)
{
    const StaffNew *in = request->input;
    const char *email, *token;
    StaffRow *taken;
    unsigned circles;
    int64_t id = id_new();
    if (text_is_empty(in->name))
        return refuse(error, "name", REASON_MISSING, NULL, NULL);
    if (!circles_given(request, in->circles, &circles, error) ||
        !email_normal(request->arena, in->email, &email, error) ||
        !staff_by_email(request->db, request->arena, email, &taken, error))
        return false;
    if (taken)
        return refuse(error, "email", REASON_TAKEN, email, NULL);
    StaffCreated created = { in->role, circles_named(request->arena, circles) };
    return staff_insert(request->db, id, email, in->name, in->role, circles_print(request->arena, circles),
                        in->language, NULL, request->now, error) &&
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

/* Only an admin who sees everything can give everything. */
static bool is_full_admin(Arena *arena, const StaffRow *row)
{
    return is_admin(row) && !strcmp(row->circles, circles_print(arena, CIRCLES_ALL));
}

typedef struct {
    int64_t admins, openers; /* who see everything; those of them who can sign in */
    bool opens;              /* whether the one asked about has a password */
} FullAdmins;

static bool full_admins(Request *request, int64_t id, FullAdmins *full, Error *error)
{
    const char *all = circles_print(request->arena, CIRCLES_ALL);
    StaffCountRow *admins;
    StaffFullOpenersRow *openers;
    StaffPasswordByIdRow *own;
    if (!staff_count(request->db, request->arena, all, &admins, error) ||
        !staff_full_openers(request->db, request->arena, all, &openers, error) ||
        !staff_password_by_id(request->db, request->arena, id, &own, error))
        return false;
    *full = (FullAdmins) { admins->admins, openers->openers, own && own->password };
    return true;
}

/* Somebody must be left who can let others in and give what there is; an invitation that nobody took up lets nobody in.
 */
static bool admin_is_left(Request *request, const StaffRow *before, const StaffRow *after, Error *error)
{
    FullAdmins full;
    if (!is_full_admin(request->arena, before) || is_full_admin(request->arena, after))
        return true;
    if (!full_admins(request, before->id, &full, error))
        return false;
    const char *which = is_admin(after) ? " with access to all areas" : "";
    if (full.opens && full.openers < 2)
        return fail(error, ERROR_CONFLICT, NULL, "this is the last admin%s who can sign in", which);
    return full.admins > 1 || fail(error, ERROR_CONFLICT, NULL, "this is the last admin%s", which);
}

/* Sessions, links and open streams end. */
static bool staff_shut_out(Request *request, int64_t id, Error *error)
{
    listeners_end_after_commit(request, CALLER_STAFF, id);
    return session_delete_of(request->db, id, 0, error) &&
           invitation_void(request->db, (OptInt) { id, true }, request->now, error);
}

/* The circles that the change adds and takes away. */
typedef struct {
    unsigned given, taken;
} CircleMoves;

/* For those who are disabled, and those who get circles: a link or session of theirs was obtained while it opened less.
 */
static bool shuts_out(const StaffRow *before, const StaffRow *after, const CircleMoves *moves)
{
    return (before->active && !after->active) || moves->given;
}

static bool circles_apply(const Request *request, const StaffChange *in, StaffRow *row, CircleMoves *moves,
                          Error *error)
{
    unsigned before, after;
    if (!circles_parse(request->arena, row->circles, &before, error) ||
        !circles_changed(request, in->circles, before, &after, error))
        return false;
    *moves = (CircleMoves) { after & ~before, before & ~after };
    row->circles = circles_print(request->arena, after);
    return true;
}

/* *after is the row after the change. */
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

static bool change_store(Request *request, const StaffRow *row, const StaffRow *after, const CircleMoves *moves,
                         Error *error)
{
    bool moved = strcmp(row->role, after->role) != 0;
    StaffChanged changed = { .role_from = moved ? row->role : NULL,
                             .role = moved ? after->role : NULL,
                             .active = { after->active, row->active != after->active },
                             .circles_given = circles_named(request->arena, moves->given),
                             .circles_taken = circles_named(request->arena, moves->taken) };
    /* An open stream was told what its listener may hear when it began. */
    if (moves->given || moves->taken)
        listeners_end_after_commit(request, CALLER_STAFF, row->id);
    return staff_update(request->db, row->id, after->name, after->role, after->circles, after->language, after->active,
                        error) &&
           known_forget_after_commit(request->db, error) &&
           staff_fact(request, "staff.changed", row->id, &changed, error);
}

bool staff_fact_is_active(const Fact *fact)
{
    StaffChanged told = { 0 };
    Error ignored = { 0 };
    if (strcmp(fact->kind, "staff.changed") != 0)
        return false;
    Arena *arena = arena_new();
    bool is = fact_body(arena, fact, &STAFF_CHANGED, &told, &ignored) && told.active.known;
    arena_free(arena);
    return is;
}

static bool reply_staff(Request *request, int64_t id, Error *error)
{
    StaffRow *row;
    Staff shown;
    return staff_by_id(request->db, request->arena, id, &row, error) &&
           staff_shown(request->arena, row, &shown, error) && reply_row(request, 200, &STAFF, &shown);
}

bool staff_patch(Request *request, Error *error)
{
    StaffRow *row, after = { 0 };
    CircleMoves moves;
    if (!staff_must_exist(request, &row, error) || !request_if_match(request, row->version, error) ||
        !change_apply(row, request->input, &after, error) ||
        !circles_apply(request, request->input, &after, &moves, error) || !admin_is_left(request, row, &after, error))
        return false;
    if (shuts_out(row, &after, &moves) && !staff_shut_out(request, row->id, error))
        return false;
    return change_store(request, row, &after, &moves, error) && reply_staff(request, row->id, error);
}

bool staff_invite(Request *request, Error *error)
{
    StaffRow *row;
    const char *token;
    unsigned circles;
    if (!staff_must_exist(request, &row, error) || !circles_parse(request->arena, row->circles, &circles, error) ||
        !circles_are_own(request, circles, error))
        return false;
    if (!row->active)
        return fail(error, ERROR_CONFLICT, NULL, "cannot invite a disabled staff member");
    if (!link_make(request->db, request->arena, row->id, request->now, &token, error) ||
        !staff_fact(request, "staff.invited", row->id, NULL, error))
        return false;
    InvitationLink link = { link_text(request->services, request->arena, "invitation", token) };
    return reply_row(request, 201, &INVITATION_LINK, &link);
}

/* For who lost the device, which may still be signed in. One's own is turned off with a code; no key does it, since
 * admins make keys for themselves. */
bool staff_two_step_off(Request *request, Error *error)
{
    StaffRow *row;
    unsigned circles;
    if (request->caller->kind == CALLER_TOKEN)
        return fail(error, ERROR_FORBIDDEN, NULL,
                    "turn your own off in your profile; of others, signed in as an admin");
    if (!staff_must_exist(request, &row, error) || !circles_parse(request->arena, row->circles, &circles, error) ||
        !circles_are_own(request, circles, error))
        return false;
    if (row->id == request_staff(request))
        return fail(error, ERROR_CONFLICT, NULL, "turn your own off in your profile");
    TwoStepEnd end = { row->id, request_actor(request), request->now };
    listeners_end_after_commit(request, CALLER_STAFF, row->id);
    return two_step_end(request->db, &end, error) && session_delete_of(request->db, row->id, 0, error) &&
           known_forget_after_commit(request->db, error) && reply_empty(request);
}
