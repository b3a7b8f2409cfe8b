/* Webhooks over the API: what is sent where, its secrets, and the log of deliveries. Admins only. */
#include "house/webhook/webhook_store.h"

#include "base/id.h"
#include "base/reason.h"
#include "base/texts.h"
#include "http/edit.h"
#include "http/page.h"
#include "jobs/module.h"

#include <string.h>

enum { KEEP_HOURS = 24 };

/* ---- shapes ---------------------------------------------------------------------------------------------------- */

typedef struct {
    const Webhook *webhook;
    const char *secret;
} WebhookMade;

static const Field WEBHOOK_MADE_FIELDS[] = {
    SHAPE_FIELD(WebhookMade, webhook, FIELD_OBJECT, .shape = &WEBHOOK),
    SHAPE_FIELD(WebhookMade, secret, FIELD_TEXT),
    { 0 },
};
static const Shape WEBHOOK_MADE = { "WebhookMade", sizeof(WebhookMade), WEBHOOK_MADE_FIELDS };

typedef struct {
    OptInt keep_hours;
} SecretInput;

static const Field NEW_SECRET_FIELDS[] = {
    SHAPE_OPT(SecretInput, keep_hours, FIELD_INT, .min = 0, .max = 168),
    { 0 },
};
static const Shape NEW_SECRET = { "NewWebhookSecret", sizeof(SecretInput), NEW_SECRET_FIELDS };

typedef struct {
    int64_t since_on;
} ReplayInput;

static const Field REPLAY_FIELDS[] = { SHAPE_FIELD(ReplayInput, since_on, FIELD_DAY), { 0 } };
static const Shape REPLAY = { "WebhookReplay", sizeof(ReplayInput), REPLAY_FIELDS };

static const Field DELIVERY_FIELDS[] = {
    SHAPE_FIELD(WebhookDeliveryRow, id, FIELD_ID),
    SHAPE_FIELD(WebhookDeliveryRow, webhook_id, FIELD_ID),
    SHAPE_OPT(WebhookDeliveryRow, fact_id, FIELD_ID),
    SHAPE_FIELD(WebhookDeliveryRow, kind, FIELD_TEXT),
    SHAPE_FIELD(WebhookDeliveryRow, state, FIELD_TEXT, .choices = "waiting|delivered|failed"),
    SHAPE_FIELD(WebhookDeliveryRow, attempts, FIELD_INT),
    SHAPE_FIELD(WebhookDeliveryRow, next_at, FIELD_TIME),
    SHAPE_OPT(WebhookDeliveryRow, tried_at, FIELD_TIME),
    SHAPE_FIELD(WebhookDeliveryRow, outcome, FIELD_TEXT, .choices = WEBHOOK_OUTCOMES),
    SHAPE_OPT(WebhookDeliveryRow, status, FIELD_INT),
    SHAPE_OPT(WebhookDeliveryRow, took_ms, FIELD_INT),
    SHAPE_FIELD(WebhookDeliveryRow, created_at, FIELD_TIME),
    { 0 },
};
static const Shape DELIVERY = { "WebhookDelivery", sizeof(WebhookDeliveryRow), DELIVERY_FIELDS };

typedef struct {
    const char *state;
    OptInt cursor, limit;
} LogQuery;

static const Field LOG_QUERY_FIELDS[] = {
    SHAPE_OPT(LogQuery, state, FIELD_TEXT, .choices = "waiting|delivered|failed"),
    PAGE_BY_ID_FIELDS(LogQuery),
    { 0 },
};
static const Shape LOG_QUERY = { "WebhookLogQuery", sizeof(LogQuery), LOG_QUERY_FIELDS };

typedef struct {
    const char *kind, *group;
} Kind;

static const Field KIND_FIELDS[] = { SHAPE_FIELD(Kind, kind, FIELD_TEXT), SHAPE_OPT(Kind, group, FIELD_TEXT), { 0 } };
static const Shape KIND = { "WebhookKind", sizeof(Kind), KIND_FIELDS };

/* ---- reading --------------------------------------------------------------------------------------------------- */

static bool shown_of(Request *request, const WebhookRow *row, Webhook *shown, Error *error)
{
    Bytes secret;
    unsigned circles;
    *shown = (Webhook) { .row = *row };
    if (row->old_until.value > request->now)
        shown->old_secret_until = row->old_until;
    shown->secret_readable = webhook_secret_open(request->arena, request->services, row->id, row->secret, &secret);
    if (!circles_parse(request->arena, row->circles, &circles, error))
        return false;
    shown->circles = circles_named(request->arena, circles);
    return texts_parse(request->arena, row->kinds, &shown->kinds, error);
}

static bool hook_list(Request *request, Error *error)
{
    WebhookRow *rows;
    size_t count;
    if (!webhook_all(request->db, request->arena, &rows, &count, error))
        return false;
    Webhook *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        if (!shown_of(request, &rows[i], &shown[i], error))
            return false;
    return reply_list(request, &WEBHOOK, shown, count, NULL);
}

static bool kind_list(Request *request, Error *error)
{
    size_t count = 0;
    (void)error;
    for (const Module *const *at = modules_used(); *at; at++)
        for (const FactKind *kind = (*at)->facts; kind && kind->name; kind++)
            count++;
    Kind *kinds = arena_array(request->arena, count + 1, sizeof *kinds);
    count = 0;
    for (const Module *const *at = modules_used(); *at; at++)
        for (const FactKind *kind = (*at)->facts; kind && kind->name; kind++)
            if (!kind->stands_in)
                kinds[count++] = (Kind) { kind->name, kind->group };
    return reply_list(request, &KIND, kinds, count, NULL);
}

static bool hook_of_path(Request *request, WebhookRow **row, Error *error)
{
    if (!webhook_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    return *row || fail(error, ERROR_MISSING, NULL, "webhook %lld not found", (long long)request->path_id[0]);
}

/* Nobody changes the URL, takes the secret or triggers the sending of a webhook that sees more than they do. */
static bool hook_of_own(Request *request, WebhookRow **row, Error *error)
{
    unsigned circles;
    if (!hook_of_path(request, row, error) || !circles_parse(request->arena, (*row)->circles, &circles, error))
        return false;
    unsigned others = circles & ~request->caller->rights;
    return !others || refuse(error, NULL, REASON_CIRCLE_OTHERS, circle_name(others), NULL);
}

static bool hook_read(Request *request, Error *error)
{
    WebhookRow *row;
    Webhook shown;
    return hook_of_path(request, &row, error) && shown_of(request, row, &shown, error) &&
           reply_row(request, 200, &WEBHOOK, &shown);
}

static bool reply_hook(Request *request, int status, int64_t id, const char *secret, Error *error)
{
    WebhookRow *row;
    Webhook shown;
    if (!webhook_by_id(request->db, request->arena, id, &row, error) || !shown_of(request, row, &shown, error))
        return false;
    if (!secret)
        return reply_row(request, status, &WEBHOOK, &shown);
    WebhookMade made = { &shown, secret };
    return reply_row(request, status, &WEBHOOK_MADE, &made);
}

/* ---- changing -------------------------------------------------------------------------------------------------- */

static bool can_happen(const char *name)
{
    const FactKind *kind = fact_kind_find(name);
    return kind && !kind->stands_in;
}

static bool kinds_exist(Arena *arena, const WebhookRow *row, Error *error)
{
    Texts kinds;
    if (!texts_parse(arena, row->kinds, &kinds, error))
        return false;
    for (size_t i = 0; i < kinds.count; i++)
        if (!can_happen(kinds.items[i]))
            return fail(error, ERROR_INPUT, "kinds",
                        "unknown kind of event \"%.60s\"; GET /api/v1/webhook-kinds lists "
                        "them",
                        kinds.items[i]);
    return true;
}

/* A webhook tells what it sees to the owner of the URL: nobody gives it more than they see themselves. */
static bool circles_fit(Request *request, const WebhookRow *after, Error *error)
{
    unsigned has;
    return circles_parse(request->arena, after->circles, &has, error) && request_sees(request, has, "circles", error);
}

static bool input_fits(Request *request, const Shape *shape, WebhookRow *row, Error *error)
{
    if (!edit_apply(request, shape, request->input, &WEBHOOK_ROW, row, error) ||
        (request_given(request, "kinds") && !kinds_exist(request->arena, row, error)))
        return false;
    return !request_given(request, "url") ||
           outbound_url(request->arena, row->url, request->services->outbound_networks, &row->url, error);
}

static bool hook_create(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    WebhookRow row = { .id = id_new(), .description = "", .kinds = "[]", .active = true };
    WebhookCountRow *all;
    const char *secret;
    row.circles = circles_print(request->arena, request->caller->rights);
    if (!input_fits(request, &NEW_WEBHOOK, &row, error) || !circles_fit(request, &row, error) ||
        !webhook_count(request->db, request->arena, &all, error))
        return false;
    if (all->count >= WEBHOOKS_MAX)
        return refuse(error, NULL, REASON_TOO_MANY, arena_format(request->arena, "%d", WEBHOOKS_MAX), NULL);
    Bytes sealed = webhook_secret_new(request->arena, request->services, row.id, &secret);
    return webhook_insert(request->db, row.id, row.url, row.description, row.kinds, row.circles, row.active, sealed,
                          request->now, error) &&
           webhook_tell(&writer, "webhook.created", row.id, NULL, error) &&
           reply_hook(request, 201, row.id, secret, error);
}

static bool hook_to_change(Request *request, WebhookRow **row, Error *error)
{
    return hook_of_own(request, row, error) && request_if_match(request, (*row)->version, error);
}

/* What a fact says of the change; NULL = nothing differs. For lists it says only that they changed. */
static const EditTold *change_told(Request *request, const WebhookRow *before, const WebhookRow *after)
{
    EditChange *lists = arena_array(request->arena, 2, sizeof *lists);
    List changed = { 0, lists };
    if (!text_equal(before->kinds, after->kinds))
        lists[changed.count++] = (EditChange) { .field = "kinds" };
    if (!text_equal(before->circles, after->circles))
        lists[changed.count++] = (EditChange) { .field = "circles" };
    return edit_told(request->arena, &WEBHOOK_PATCH, &WEBHOOK_ROW, before, after, changed);
}

/* Somebody who changes a webhook expects it to work, so what paused it is forgotten. */
static bool hook_change(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    WebhookRow *before, after;
    if (!hook_to_change(request, &before, error))
        return false;
    after = *before;
    if (!input_fits(request, &WEBHOOK_PATCH, &after, error) || !circles_fit(request, &after, error))
        return false;
    const EditTold *told = change_told(request, before, &after);
    bool paused = before->paused_at.known;
    if (!told && !paused)
        return reply_hook(request, 200, before->id, NULL, error);
    return webhook_update(request->db, after.id, after.url, after.description, after.kinds, after.circles, after.active,
                          error) &&
           webhook_wake(request->db, after.id, 0, error) &&
           webhook_tell(&writer, paused ? "webhook.resumed" : "webhook.changed", after.id, told, error) &&
           reply_hook(request, 200, after.id, NULL, error);
}

static bool hook_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    WebhookRow *row;
    return hook_of_path(request, &row, error) && webhook_remove(request->db, row->id, error) &&
           webhook_delivery_remove(request->db, row->id, error) &&
           job_drop(request->db, "webhook.send", arena_format(request->arena, "%lld", (long long)row->id), error) &&
           webhook_tell(&writer, "webhook.deleted", row->id, NULL, error) && reply_empty(request);
}

static bool secret_change(Request *request, Error *error)
{
    const SecretInput *in = request->input;
    Writer writer = writer_of(request);
    WebhookRow *row;
    const char *secret;
    Bytes old;
    if (!hook_of_own(request, &row, error))
        return false;
    int64_t hours = in->keep_hours.known ? in->keep_hours.value : KEEP_HOURS;
    bool keep = hours > 0 && webhook_secret_open(request->arena, request->services, row->id, row->secret, &old);
    Bytes sealed = webhook_secret_new(request->arena, request->services, row->id, &secret);
    OptInt until = { request->now + hours * MS_PER_HOUR, keep };
    return webhook_secret_change(request->db, row->id, sealed, keep ? row->secret : (Bytes) { 0 }, until, error) &&
           webhook_tell(&writer, "webhook.rotated", row->id, NULL, error) &&
           reply_hook(request, 201, row->id, secret, error);
}

/* ---- deliveries ------------------------------------------------------------------------------------------------ */

static bool delivery_list(Request *request, Error *error)
{
    const LogQuery *query = request->query;
    int64_t limit = page_limit(query->limit);
    Viewer viewer = request_viewer(request);
    WebhookRow *hook;
    WebhookDeliveryRow *rows;
    size_t count;
    if (!hook_of_path(request, &hook, error) ||
        !webhook_delivery_list(request->db, request->arena, hook->id, query->state ? query->state : "",
                               query->cursor.known ? query->cursor.value : INT64_MAX, limit + 1, &viewer, &rows, &count,
                               error))
        return false;
    const char *next = page_goes_on(&count, limit) ? page_id(request->arena, rows[limit - 1].id) : NULL;
    return reply_list(request, &DELIVERY, rows, count, next);
}

/* As the list shows it. */
static bool reply_delivery(Request *request, int status, const WebhookRow *hook, int64_t id, Error *error)
{
    Viewer viewer = request_viewer(request);
    WebhookDeliveryRow *row;
    size_t count;
    return webhook_delivery_list(request->db, request->arena, hook->id, "", id + 1, 1, &viewer, &row, &count, error) &&
           reply_row(request, status, &DELIVERY, row);
}

/* Nothing is sent while a webhook is off or paused, so nothing is promised. */
static bool sends(const WebhookRow *hook, Error *error)
{
    if (hook->active && !hook->paused_at.known)
        return true;
    return fail(error, ERROR_CONFLICT, NULL, "the webhook is off or paused; turn it on first");
}

static bool test_send(Request *request, Error *error)
{
    WebhookRow *hook;
    int64_t id = id_new();
    return hook_of_own(request, &hook, error) && sends(hook, error) &&
           webhook_delivery_insert(request->db, id, hook->id, (OptInt) { 0 }, WEBHOOK_TEST, request->now, request->now,
                                   error) &&
           webhook_wake(request->db, hook->id, 0, error) && reply_delivery(request, 201, hook, id, error);
}

static bool delivery_replay(Request *request, Error *error)
{
    WebhookRow *hook;
    WebhookDeliveryRow *row;
    if (!hook_of_own(request, &hook, error) || !sends(hook, error) ||
        !webhook_delivery_by_id(request->db, request->arena, request->path_id[1], &row, error))
        return false;
    if (!row || row->webhook_id != hook->id)
        return fail(error, ERROR_MISSING, NULL, "delivery %lld not found", (long long)request->path_id[1]);
    return webhook_delivery_again(request->db, row->id, request->now, error) &&
           webhook_wake(request->db, hook->id, 0, error) && reply_delivery(request, 200, hook, row->id, error);
}

static bool replay(Request *request, Error *error)
{
    const ReplayInput *in = request->input;
    WebhookRow *hook;
    if (!hook_of_own(request, &hook, error) || !sends(hook, error))
        return false;
    const Zone *zone = atomic_load(&request->services->zone);
    int64_t today = zone_day(zone, request->now);
    if (in->since_on > today || in->since_on < today - WEBHOOK_KEEP_DAYS)
        return refuse(error, "since_on", REASON_DAY_RANGE, day_format(request->arena, today - WEBHOOK_KEEP_DAYS),
                      day_format(request->arena, today));
    int64_t since = zone_midnight(zone, in->since_on);
    Writer writer = writer_of(request);
    const char *body =
        arena_format(request->arena, "{\"webhook\":%lld,\"since\":%lld}", (long long)hook->id, (long long)since);
    return job_add(request->db, "webhook.replay", body, 0, NULL, error) &&
           webhook_tell(&writer, "webhook.replayed", hook->id, NULL, error) && reply_empty(request);
}

#define HOOK "/api/v1/webhooks/{id}"
const Route WEBHOOK_ROUTES[] = {
    { GET, "/api/v1/webhook-kinds", kind_list, RIGHT_ADMIN, "List the kinds of events that webhooks can be sent",
      .gives = &KIND, .flags = ROUTE_LIST },
    { GET, "/api/v1/webhooks", hook_list, RIGHT_ADMIN, "List all webhooks", .gives = &WEBHOOK, .flags = ROUTE_LIST },
    { POST, "/api/v1/webhooks", hook_create, RIGHT_ADMIN, "Add a webhook; returns its signing secret, only this once",
      .takes = &NEW_WEBHOOK, .gives = &WEBHOOK_MADE, .flags = ROUTE_SECRET },
    { GET, HOOK, hook_read, RIGHT_ADMIN, "Get a webhook", .gives = &WEBHOOK },
    { PATCH, HOOK, hook_change, RIGHT_ADMIN, "Change a webhook; resumes it if it was paused", .takes = &WEBHOOK_PATCH,
      .gives = &WEBHOOK },
    { DELETE, HOOK, hook_delete, RIGHT_ADMIN, "Delete a webhook with its log" },
    { POST, HOOK "/secret", secret_change, RIGHT_ADMIN,
      "Replace the signing secret; the old one signs too for keep_hours (24)", .takes = &NEW_SECRET,
      .gives = &WEBHOOK_MADE, .flags = ROUTE_SECRET },
    { POST, HOOK "/test", test_send, RIGHT_ADMIN, "Send a test event", .gives = &DELIVERY },
    { POST, HOOK "/replay", replay, RIGHT_ADMIN, "Send again what happened since a day of the workspace",
      .takes = &REPLAY },
    { GET, HOOK "/deliveries", delivery_list, RIGHT_ADMIN, "List deliveries of the last 30 days, newest first",
      .asks = &LOG_QUERY, .gives = &DELIVERY, .flags = ROUTE_LIST },
    { POST, HOOK "/deliveries/{delivery}/replay", delivery_replay, RIGHT_ADMIN,
      "Send one delivery again, with the same id", .gives = &DELIVERY },
    { 0 },
};
