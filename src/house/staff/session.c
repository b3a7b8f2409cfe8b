/*
 * The signed-in user (Me), the session's cookie, a member's own sessions, and signing out.
 *
 * A session is a random secret in a cookie; the table holds its hash. session_open is the only way to a session: for
 * the sign-in (sign_in.c) and for links (link.c).
 */
#include "house/staff/inside.h"

#include "base/id.h"
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

/* As the browser calls itself: the one thing by which people tell their sessions apart. */
static const char *device_of(const Request *request)
{
    enum { DEVICE_MAX = 300 };
    const char *agent = request_header(request, "User-Agent");
    if (!agent)
        return "";
    return arena_format(request->arena, "%.*s", (int)text_cut(agent, DEVICE_MAX), agent);
}

bool session_open(Request *request, int64_t staff_id, Error *error)
{
    const char *secret = id_secret(request->arena, 32);
    int64_t id = id_new();
    const char *actor = arena_format(request->arena, "staff:%lld", (long long)staff_id);
    Fact fact = { .kind = "session.opened", .actor = actor, .subject = actor, .at = request->now };
    if (!session_replace(request, error) ||
        !session_insert(request->db, id, id_secret_hash(request->arena, secret), staff_id, device_of(request),
                        request->now, error) ||
        !staff_seen(request->db, staff_id, request->now, error) || !fact_write(request->db, &fact, NULL, error))
        return false;
    session_cookie_set(request, secret, SESSION_MAX_MS / MS_PER_SECOND);
    return true;
}

/* ---- leaving ---- */

static bool session_closed(Request *request, Error *error)
{
    const char *actor = request_actor(request);
    Fact fact = { .kind = "session.closed", .actor = actor, .subject = actor, .at = request->now };
    listeners_end_after_commit(request, CALLER_STAFF, request->caller->id);
    return known_forget_after_commit(request->db, error) && fact_write(request->db, &fact, NULL, error);
}

bool sign_out(Request *request, Error *error)
{
    if (!session_delete(request->db, request->caller->session_id, error) || !session_closed(request, error))
        return false;
    session_cookie_clear(request);
    return reply_empty(request);
}

/* ---- a member's own sessions ---- */

bool own_sessions(Request *request, Error *error)
{
    const PageById *page = request->query;
    int64_t limit = page_limit(page->limit), before = page->cursor.known ? page->cursor.value : INT64_MAX;
    SessionRow *rows;
    size_t count;
    if (!session_own(request->db, request->arena, request->caller->id, before, request->now - SESSION_MAX_MS,
                     request->now - SESSION_IDLE_MS, limit + 1, &rows, &count, error))
        return false;
    const char *next = page_goes_on(&count, limit) ? page_id(request->arena, rows[limit - 1].id) : NULL;
    OwnSession *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        shown[i] = (OwnSession) { rows[i], rows[i].id == request->caller->session_id };
    return reply_list(request, &OWN_SESSION, shown, count, next);
}

bool own_session_end(Request *request, Error *error)
{
    int64_t id = request->path_id[0];
    SessionOfRow *row;
    if (!session_of(request->db, request->arena, id, &row, error))
        return false;
    if (!row || row->staff_id != request->caller->id)
        return fail(error, ERROR_MISSING, NULL, "you have no such session");
    return session_delete(request->db, id, error) && session_closed(request, error) && reply_empty(request);
}

bool own_sessions_end(Request *request, Error *error)
{
    return session_delete_of(request->db, request->caller->id, request->caller->session_id, error) &&
           session_closed(request, error) && reply_empty(request);
}
