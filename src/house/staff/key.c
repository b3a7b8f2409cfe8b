/* API tokens, ingest keys and browser keys. The secret is told once; its hash is kept. */
#include "house/staff/inside.h"

#include "base/id.h"
#include "base/texts.h"
#include "jobs/fact.h"

#include <string.h>

enum { PREFIX_SHOWN = 11, ORIGINS_MAX = 20 };

typedef struct {
    const Key *key;
    const char *token;
} KeyMade;

static const Field KEY_MADE_FIELDS[] = {
    SHAPE_FIELD(KeyMade, key, FIELD_OBJECT, .shape = &KEY),
    SHAPE_FIELD(KeyMade, token, FIELD_TEXT),
    { 0 },
};
const Shape KEY_MADE = { "KeyMade", sizeof(KeyMade), KEY_MADE_FIELDS };

/* ---- origins ---- */

/* "https://app.example.com:8443": a scheme, a host, perhaps a port, and nothing behind. */
static bool is_origin(const char *origin)
{
    const char *host = text_starts(origin, "https://") ? origin + 8 : text_starts(origin, "http://") ? origin + 7 : "";
    size_t size = strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-:[]");
    return size > 0 && !host[size];
}

static bool origins_check(const KeyNew *in, const char *kind, Error *error)
{
    size_t size = 2;
    bool browser = !strcmp(kind, "browser");
    if (browser != (in->origins.count > 0))
        return fail(error, ERROR_INPUT, "origins",
                    browser ? "a browser key needs the origins it is used from" : "only browser keys have origins");
    for (size_t i = 0; i < in->origins.count; i++) {
        if (!is_origin(in->origins.items[i]))
            return fail(error, ERROR_INPUT, "origins", "not an origin: \"%.100s\" (use e.g. https://app.example.com)",
                        in->origins.items[i]);
        size += strlen(in->origins.items[i]) + 1;
    }
    if (in->origins.count > ORIGINS_MAX || size > KNOWN_ORIGINS_MAX)
        return fail(error, ERROR_INPUT, "origins", "too many origins for one key");
    return true;
}

/* ---- handlers ---- */

static bool key_from(Arena *arena, const KeyRow *row, Key *key, Error *error)
{
    unsigned circles;
    if (!circles_parse(arena, row->circles, &circles, error))
        return false;
    *key = (Key) { .row = *row, .circles = circles_named(arena, circles) };
    return texts_parse(arena, row->origins, &key->origins, error);
}

bool key_read_list(Request *request, Error *error)
{
    const PageById *page = request->query;
    int64_t limit = page_limit(page->limit);
    KeyRow *rows;
    size_t count;
    if (!key_list(request->db, request->arena, page->cursor.known ? page->cursor.value : INT64_MAX, limit + 1, &rows,
                  &count, error))
        return false;
    const char *next = page_goes_on(&count, limit) ? page_id(request->arena, rows[limit - 1].id) : NULL;
    Key *keys = arena_array(request->arena, count + 1, sizeof *keys);
    for (size_t i = 0; i < count; i++)
        if (!key_from(request->arena, &rows[i], &keys[i], error))
            return false;
    return reply_list(request, &KEY, keys, count, next);
}

/* Ingest keys append and nothing else, tokens do all but that: the kind follows from the right. */
static bool kind_of(const KeyNew *in, const char **kind, Error *error)
{
    bool ingest = !strcmp(in->rights, "ingest");
    *kind = in->kind ? in->kind : ingest ? "ingest" : "token";
    if (ingest == !strcmp(*kind, "token"))
        return fail(error, ERROR_INPUT, "kind",
                    "ingest and browser keys need the right ingest; tokens need another right");
    return true;
}

static const Field KEY_CREATED_FIELDS[] = { SHAPE_FIELD(KeyCreated, kind, FIELD_TEXT, .choices = KEY_CHOICES),
                                            SHAPE_FIELD(KeyCreated, rights, FIELD_TEXT, .choices = RIGHT_CHOICES),
                                            SHAPE_OPT(KeyCreated, circles, FIELD_TEXTS, .choices = CIRCLE_CHOICES),
                                            { 0 } };
const Shape KEY_CREATED = { "KeyCreated", sizeof(KeyCreated), KEY_CREATED_FIELDS };
static const Field KEY_CHANGED_FIELDS[] = {
    SHAPE_OPT(KeyChanged, circles_given, FIELD_TEXTS, .choices = CIRCLE_CHOICES),
    SHAPE_OPT(KeyChanged, circles_taken, FIELD_TEXTS, .choices = CIRCLE_CHOICES),
    { 0 },
};
const Shape KEY_CHANGED = { "KeyChanged", sizeof(KeyChanged), KEY_CHANGED_FIELDS };

static bool key_fact(Request *request, const char *kind, int64_t id, const void *body, Error *error)
{
    Fact fact = {
        .kind = kind,
        .actor = request_actor(request),
        .subject = arena_format(request->arena, "key:%lld", (long long)id),
        .body = body,
        .at = request->now,
    };
    return fact_write(request->db, &fact, NULL, error);
}

/* With its secret only when it is new. */
static bool reply_key(Request *request, int64_t id, const char *token, Error *error)
{
    KeyRow *row;
    Key key;
    if (!key_by_id(request->db, request->arena, id, &row, error) || !key_from(request->arena, row, &key, error))
        return false;
    KeyMade made = { &key, token };
    return token ? reply_row(request, 201, &KEY_MADE, &made) : reply_row(request, 200, &KEY, &key);
}

/* A key that only appends sees nothing. */
static bool circles_of_new(const Request *request, const KeyNew *in, const char *kind, unsigned *circles, Error *error)
{
    *circles = 0;
    if (strcmp(kind, "token") == 0)
        return circles_given(request, in->circles, circles, error);
    return !in->circles.count || fail(error, ERROR_INPUT, "circles", "only tokens have areas; other keys see nothing");
}

bool key_create(Request *request, Error *error)
{
    const KeyNew *in = request->input;
    const char *kind;
    unsigned circles;
    if (text_is_empty(in->name))
        return fail(error, ERROR_INPUT, "name", "a key needs a name");
    if (!kind_of(in, &kind, error) || !origins_check(in, kind, error) ||
        !circles_of_new(request, in, kind, &circles, error))
        return false;
    int64_t id = id_new();
    const char *token = arena_format(request->arena, "bnso_%s", id_secret(request->arena, 32));
    const char *prefix = arena_text_n(request->arena, token, PREFIX_SHOWN);
    OptInt maker = { request->caller->id, request->caller->kind == CALLER_STAFF };
    KeyCreated created = { kind, in->rights, circles_named(request->arena, circles) };
    return key_insert(request->db, id, in->name, kind, in->rights, circles_print(request->arena, circles), prefix,
                      id_secret_hash(request->arena, token), texts_print(request->arena, in->origins), request->now,
                      maker, error) &&
           key_fact(request, "key.created", id, &created, error) && reply_key(request, id, token, error);
}

static bool key_to_change(Request *request, KeyRow **row, Error *error)
{
    if (!key_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "key not found");
    if (strcmp((*row)->kind, "token") != 0)
        return fail(error, ERROR_INPUT, "circles", "only tokens have areas; other keys see nothing");
    return !(*row)->revoked_at.known || fail(error, ERROR_CONFLICT, NULL, "the key is revoked");
}

bool key_patch(Request *request, Error *error)
{
    const KeyChange *in = request->input;
    KeyRow *row;
    unsigned before, after;
    if (!key_to_change(request, &row, error) || !circles_parse(request->arena, row->circles, &before, error) ||
        !circles_changed(request, in->circles, before, &after, error))
        return false;
    KeyChanged changed = { circles_named(request->arena, after & ~before),
                           circles_named(request->arena, before & ~after) };
    if (before == after)
        return reply_key(request, row->id, NULL, error);
    listeners_end_after_commit(request, CALLER_TOKEN, row->id);
    return key_circles_set(request->db, row->id, circles_print(request->arena, after), error) &&
           known_forget_after_commit(request->db, error) &&
           key_fact(request, "key.changed", row->id, &changed, error) && reply_key(request, row->id, NULL, error);
}

bool key_delete(Request *request, Error *error)
{
    int64_t changed;
    KeyRow *row;
    if (!key_revoke_counted(request->db, request->path_id[0], request->now, &changed, error) ||
        !key_by_id(request->db, request->arena, request->path_id[0], &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "key not found");
    if (changed)
        listeners_end_after_commit(request, CALLER_TOKEN, row->id);
    if (changed &&
        (!known_forget_after_commit(request->db, error) || !key_fact(request, "key.revoked", row->id, NULL, error)))
        return false;
    return reply_empty(request);
}
