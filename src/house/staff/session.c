/*
 * The signed-in user (Me), the session's cookie, signing in and out.
 *
 * A session is a random secret in a cookie; the table holds its hash. Signing in has two halves: sign_in_prepare
 * verifies the password before the transaction, which Argon2id would hold up; sign_in reads the row again inside it and
 * refuses when the account or its password changed in between. session_open is the only way to a session, for links
 * (link.c) too.
 */
#include "house/staff/inside.h"

#include "base/id.h"
#include "house/staff/password.h"
#include "house/workspace/workspace.h"
#include "jobs/fact.h"

#include <string.h>

/* ---- Me ---- */

typedef struct {
    const StaffRow *staff; /* as MeStaff */
    Texts rights, circles;
    const Workspace *workspace;
    int64_t today;
} Me;

static const Field ME_FIELDS[] = {
    SHAPE_FIELD(Me, staff, FIELD_OBJECT, .shape = &ME_STAFF),
    SHAPE_FIELD(Me, rights, FIELD_TEXTS, .choices = RIGHT_CHOICES),
    SHAPE_FIELD(Me, circles, FIELD_TEXTS, .choices = CIRCLE_CHOICES),
    SHAPE_FIELD(Me, workspace, FIELD_OBJECT, .shape = &WORKSPACE),
    SHAPE_FIELD(Me, today, FIELD_DAY),
    { 0 },
};
const Shape ME = { "Me", sizeof(Me), ME_FIELDS };

static Texts rights_of(Arena *arena, const char *role)
{
    static const struct {
        Right right;
        const char *name;
    } NAMES[] = {
        { RIGHT_VIEW, "view" },   { RIGHT_ACT, "act" },       { RIGHT_MANAGE, "manage" },
        { RIGHT_ADMIN, "admin" }, { RIGHT_INGEST, "ingest" },
    };
    const char **names = arena_array(arena, sizeof NAMES / sizeof *NAMES, sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (role_rights(role) & NAMES[i].right)
            names[count++] = NAMES[i].name;
    return (Texts) { count, names };
}

bool reply_me(Request *request, int64_t staff_id, Error *error)
{
    StaffRow *row;
    Workspace *workspace;
    unsigned circles;
    if (!staff_by_id(request->db, request->arena, staff_id, &row, error) ||
        !workspace_get(request->db, request->arena, &workspace, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "sign in as a staff member");
    const Zone *zone = zone_find(workspace->time_zone);
    if (!zone)
        return fail(error, ERROR_INTERNAL, NULL, "unknown time zone %s", workspace->time_zone);
    if (!circles_parse(request->arena, row->circles, &circles, error))
        return false;
    Me me = { row, rights_of(request->arena, row->role), circles_named(request->arena, circles), workspace,
              zone_day(zone, request->now) };
    return reply_row(request, 200, &ME, &me);
}

/* ---- sessions ---- */

const char *session_cookie_name(const Request *request)
{
    return request_is_https(request) ? "__Host-banso_session" : "banso_session";
}

static void session_cookie_set(Request *request, const char *value, int64_t seconds)
{
    reply_header(request, "Set-Cookie",
                 arena_format(request->arena, "%s=%s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%s",
                              session_cookie_name(request), value, (long long)seconds,
                              request_is_https(request) ? "; Secure" : ""));
}

void session_cookie_clear(Request *request)
{
    session_cookie_set(request, "", 0);
}

/* A session that the browser brought never becomes the signed-in one: somebody who planted it would be signed in too.
 */
static bool session_replace(Request *request, Error *error)
{
    const char *old = request_cookie(request, session_cookie_name(request));
    if (!session_delete_old(request->db, request->now - SESSION_MAX_MS, request->now - SESSION_IDLE_MS, error))
        return false;
    if (!old)
        return true;
    return session_delete_hash(request->db, id_secret_hash(request->arena, old), error) &&
           known_forget_after_commit(request->db, error);
}

bool session_open(Request *request, int64_t staff_id, Error *error)
{
    const char *secret = id_secret(request->arena, 32);
    int64_t id = id_new();
    const char *actor = arena_format(request->arena, "staff:%lld", (long long)staff_id);
    Fact fact = { .kind = "session.opened", .actor = actor, .subject = actor, .at = request->now };
    if (!session_replace(request, error) ||
        !session_insert(request->db, id, id_secret_hash(request->arena, secret), staff_id, request->now, error) ||
        !staff_seen(request->db, staff_id, request->now, error) || !fact_write(request->db, &fact, NULL, error))
        return false;
    session_cookie_set(request, secret, SESSION_MAX_MS / MS_PER_SECOND);
    return true;
}

bool sign_out(Request *request, Error *error)
{
    const char *actor = request_actor(request);
    Fact fact = { .kind = "session.closed", .actor = actor, .subject = actor, .at = request->now };
    if (!session_delete(request->db, request->caller->session_id, error) ||
        !known_forget_after_commit(request->db, error) || !fact_write(request->db, &fact, NULL, error))
        return false;
    listeners_end_after_commit(request, CALLER_STAFF, request->caller->id);
    session_cookie_clear(request);
    return reply_empty(request);
}

/* ---- signing in ---- */

typedef struct {
    Arena *arena;
    const char *email;
    StaffPasswordRow *row;
    Fact failed;
    Attempt attempt;
} SigningIn;

static bool password_look(Db *db, void *context, Error *error)
{
    SigningIn *signing = context;
    return staff_password(db, signing->arena, signing->email, &signing->row, error);
}

static bool failure_write(Db *db, void *context, Error *error)
{
    const SigningIn *signing = context;
    return fact_write(db, &signing->failed, NULL, error);
}

/* Unknown, disabled, not yet invited and wrong all take one hash, one write and one answer. */
static bool sign_in_refuse(Request *request, SigningIn *signing, Error *error)
{
    signing->failed = (Fact) { .kind = "session.failed", .actor = "nobody", .at = request->now };
    if (signing->row)
        signing->failed.subject = arena_format(request->arena, "staff:%lld", (long long)signing->row->id);
    if (!request_write(request, failure_write, signing, error))
        return false;
    return fail(error, ERROR_AUTH, NULL, "incorrect email or password");
}

bool sign_in_check(Request *request, const char *email, const char *password, Error *error)
{
    SigningIn *signing = arena_make(request->arena, SigningIn);
    Error ignored;
    signing->arena = request->arena;
    if (!email_normal(request->arena, email, &signing->email, &ignored))
        signing->email = email;
    if (!attempt_enter(request, signing->email, &signing->attempt, error) ||
        !request_read(request, password_look, signing, error))
        return false;
    bool may = signing->row && signing->row->active;
    if (!password_verify(may ? signing->row->password : NULL, password))
        return sign_in_refuse(request, signing, error);
    request->prepared = signing;
    return true;
}

bool sign_in_finish(Request *request, int64_t *staff_id, Error *error)
{
    const SigningIn *signing = request->prepared;
    StaffPasswordRow *row;
    if (!staff_password(request->db, request->arena, signing->email, &row, error))
        return false;
    /* What was checked a moment ago, outside the transaction, must still be so. */
    if (!row || !row->active || !text_equal(row->password, signing->row->password))
        return fail(error, ERROR_AUTH, NULL, "incorrect email or password");
    if (staff_id)
        *staff_id = row->id;
    return attempt_forgive(request->db, &signing->attempt, error) && session_open(request, row->id, error);
}

bool sign_in_prepare(Request *request, Error *error)
{
    const SignIn *in = request->input;
    return sign_in_check(request, in->email, in->password, error);
}

bool sign_in(Request *request, Error *error)
{
    int64_t id;
    return sign_in_finish(request, &id, error) && reply_me(request, id, error);
}
