/*
 * Who is asking: by key or by session. What was seen lately is in memory (known.c); the database is asked for the rest.
 * A key wins over a cookie, and a cookie counts for nothing on routes that any page may call (ROUTE_CORS). Runs in the
 * thread of the request, outside of transactions; that something was used is written later, at most once a minute.
 *
 * In order: rights; telling of a use; reading; what the request carries.
 */
#include "house/staff/inside.h"

#include "base/id.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

enum { SECRET_MAX = 200 };

static const struct {
    const char *role, *right;
    unsigned rights;
} SETS[] = {
    { "viewer", "view", RIGHTS_VIEW },  { "member", "act", RIGHTS_ACT },  { "manager", "manage", RIGHTS_MANAGE },
    { "admin", "admin", RIGHTS_ADMIN }, { NULL, "ingest", RIGHT_INGEST },
};

unsigned role_rights(const char *role)
{
    for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++)
        if (SETS[i].role && text_equal(SETS[i].role, role))
            return SETS[i].rights;
    return 0;
}

unsigned token_rights(const char *right)
{
    for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++)
        if (text_equal(SETS[i].right, right))
            return SETS[i].rights;
    return 0;
}

/* ---- telling the database of a use, without the request waiting for it ---- */

typedef struct {
    Write write;
    Arena *arena;
    CallerKind kind;
    int64_t id, session_id, at;
} Touch;

static bool touch_work(Db *db, void *context, Error *error)
{
    const Touch *touch = context;
    if (touch->kind != CALLER_STAFF)
        return key_used(db, touch->id, touch->at, error);
    return session_seen(db, touch->session_id, touch->at, error) && staff_seen(db, touch->id, touch->at, error);
}

/* A use that could not be recorded does no harm: the next one is recorded a minute later. */
static void touch_done(Write *write, bool ok, const Error *error)
{
    Touch *touch = write->context;
    (void)ok;
    (void)error;
    arena_free(touch->arena);
}

static void touch(Services *services, const Known *known, int64_t now)
{
    Arena *arena = arena_new();
    Touch *made = arena_make(arena, Touch);
    Error ignored = { 0 };
    *made =
        (Touch) { .arena = arena, .kind = known->kind, .id = known->id, .session_id = known->session_id, .at = now };
    made->write = (Write) { .work = touch_work, .done = touch_done, .context = made };
    if (!store_submit(services->store, &made->write, &ignored))
        arena_free(arena);
}

/* ---- reading the database ---- */

typedef struct {
    Arena *arena;
    const char *hash;
    bool found;
    Known known;
} Lookup;

static void copy_text(char *to, size_t size, const char *from)
{
    size_t length = text_cut(from, size - 1);
    memcpy(to, from, length);
    to[length] = 0;
}

static bool session_look(Db *db, void *context, Error *error)
{
    Lookup *lookup = context;
    SessionByHashRow *row;
    if (!session_by_hash(db, lookup->arena, lookup->hash, &row, error))
        return false;
    lookup->found = row != NULL;
    if (!row)
        return true;
    Known *known = &lookup->known;
    known->kind = CALLER_STAFF;
    known->id = row->staff_id;
    known->session_id = row->id;
    known->created_at = row->created_at;
    known->seen_at = known->stored_at = row->seen_at;
    copy_text(known->name, sizeof known->name, row->name);
    copy_text(known->language, sizeof known->language, row->language);
    if (!circles_parse(lookup->arena, row->circles, &known->rights, error))
        return false;
    known->rights |= role_rights(row->role) | RIGHTS_STAFF;
    return true;
}

static void origins_copy(Arena *arena, Known *known, const char *json)
{
    Text text = text_new(arena);
    const Json *list;
    Error ignored;
    if (!json_parse(arena, json, strlen(json), &list, &ignored))
        return;
    text_char(&text, '|');
    for (const Json *one = json_first(list); one; one = json_next(one)) {
        const char *origin = "";
        if (json_text_value(one, &origin))
            text_format(&text, "%s|", origin);
    }
    /* Longer than fits is refused when the key is created. */
    copy_text(known->origins, sizeof known->origins, text_string(&text));
}

static bool key_look(Db *db, void *context, Error *error)
{
    Lookup *lookup = context;
    KeyByHashRow *row;
    if (!key_by_hash(db, lookup->arena, lookup->hash, &row, error))
        return false;
    lookup->found = row != NULL;
    if (!row)
        return true;
    Known *known = &lookup->known;
    known->kind = strcmp(row->kind, "token") ? CALLER_INGEST : CALLER_TOKEN;
    known->id = row->id;
    known->stored_at = row->last_used_at.known ? row->last_used_at.value : 0;
    known->browser = !strcmp(row->kind, "browser");
    copy_text(known->name, sizeof known->name, row->name);
    copy_text(known->language, sizeof known->language, "en");
    origins_copy(lookup->arena, known, row->origins);
    if (!circles_parse(lookup->arena, row->circles, &known->rights, error))
        return false;
    known->rights |= token_rights(row->rights) | RIGHT_PUBLIC;
    return true;
}

static bool known_get(Request *request, const char *secret, DbWork look, bool *found, Known *known, Error *error)
{
    const char *hash = id_secret_hash(request->arena, secret);
    if (!known_find(request, hash, found, known, error))
        return false;
    if (*found)
        return true;
    int64_t generation = known_generation();
    Lookup lookup = { .arena = request->arena, .hash = hash };
    if (!request_read(request, look, &lookup, error))
        return false;
    *found = lookup.found;
    if (!lookup.found)
        return true;
    copy_text(lookup.known.hash, sizeof lookup.known.hash, hash);
    known_add(&lookup.known, generation);
    *known = lookup.known;
    return true;
}

static void caller_set(Request *request, const Known *known, Caller *caller)
{
    *caller = (Caller) {
        .kind = known->kind,
        .id = known->id,
        .name = arena_text(request->arena, known->name),
        .rights = known->rights,
        .language = arena_text(request->arena, known->language),
        .session_id = known->session_id,
        .in_public = known->browser,
    };
    if (known_use(known->hash, request->now))
        touch(request->services, known, request->now);
}

/* ---- what the request carries ---- */

/* The user name of "Basic …": Segment's clients send the key there, with an empty password. */
static const char *basic_user(Arena *arena, const char *encoded)
{
    char *plain = arena_alloc(arena, SECRET_MAX + 1);
    size_t size;
    if (sodium_base642bin((unsigned char *)plain, SECRET_MAX, encoded, strlen(encoded), " ", &size, NULL,
                          sodium_base64_VARIANT_ORIGINAL))
        return "";
    plain[size] = 0;
    plain[strcspn(plain, ":")] = 0;
    return plain;
}

/* "" when something was sent that cannot be a key. */
static const char *key_in_header(Arena *arena, const char *header)
{
    if (!strncasecmp(header, "Bearer ", 7))
        return header + 7;
    return strncasecmp(header, "Basic ", 6) ? "" : basic_user(arena, header + 6);
}

/* NULL when none was sent. */
static bool key_given(const Request *request, const char **key, Error *error)
{
    const char *header = request_header(request, "Authorization");
    *key = header ? key_in_header(request->arena, header) : NULL;
    return header || !request->route->body_key || request->route->body_key(request, key, error);
}

static bool origin_is_allowed(const Request *request, const Known *known)
{
    const char *origin = request_header(request, "Origin");
    if (!origin || !*origin || strchr(origin, '|'))
        return false;
    return strstr(known->origins, arena_format(request->arena, "|%s|", origin)) != NULL;
}

static bool key_identify(Request *request, const char *key, Caller *caller, Error *error)
{
    Known known;
    bool found = false;
    if (!*key || strlen(key) > SECRET_MAX)
        return true;
    if (!known_get(request, key, key_look, &found, &known, error))
        return false;
    if (!found)
        return true;
    if (known.browser && !origin_is_allowed(request, &known))
        return fail(error, ERROR_FORBIDDEN, "Origin", "this key is not allowed from this origin");
    caller_set(request, &known, caller);
    return true;
}

static bool session_identify(Request *request, const char *cookie, Caller *caller, Error *error)
{
    Known known;
    bool found = false;
    if (strlen(cookie) > SECRET_MAX)
        return true;
    if (!known_get(request, cookie, session_look, &found, &known, error))
        return false;
    if (!found || request->now - known.seen_at > SESSION_IDLE_MS || request->now - known.created_at > SESSION_MAX_MS)
        return true;
    caller_set(request, &known, caller);
    return true;
}

bool staff_identify(Request *request, Caller *caller, Error *error)
{
    const char *key;
    if (!key_given(request, &key, error))
        return false;
    if (key)
        return key_identify(request, key, caller, error);
    if (request->route->flags & ROUTE_CORS)
        return true;
    const char *cookie = request_cookie(request, session_cookie_name(request));
    return !cookie || session_identify(request, cookie, caller, error);
}
