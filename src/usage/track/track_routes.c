/*
 * The tracking API: what a client sends becomes a call in the thread that took it (track_prepare); the writer hands it
 * to the module that keeps events, which takes all calls of a COMMIT together (ROUTE_JOINS). The reply is held until
 * that COMMIT. A bad event in a batch is kept with the rejected ones and does not fail the batch.
 */
#include "usage/track/track_store.h"

#include "base/json.h"
#include "jobs/module.h"

#include <string.h>

typedef struct {
    const char *path;
    TrackType type; /* TRACK_NONE = a list of events */
    bool as_given;  /* history: the times are right as given */
    bool captures;  /* in the words of PostHog's clients */
} TrackPath;

static const TrackPath PATHS[] = {
    { "/v1/identify", TRACK_IDENTIFY, false }, { "/v1/i", TRACK_IDENTIFY, false },
    { "/v1/track", TRACK_TRACK, false },       { "/v1/t", TRACK_TRACK, false },
    { "/v1/page", TRACK_PAGE, false },         { "/v1/p", TRACK_PAGE, false },
    { "/v1/screen", TRACK_SCREEN, false },     { "/v1/s", TRACK_SCREEN, false },
    { "/v1/group", TRACK_GROUP, false },       { "/v1/g", TRACK_GROUP, false },
    { "/v1/alias", TRACK_ALIAS, false },       { "/v1/a", TRACK_ALIAS, false },
    { "/v1/batch", TRACK_NONE, false },        { "/v1/b", TRACK_NONE, false },
    { "/v1/import", TRACK_NONE, true },        { "/batch", TRACK_NONE, false, .captures = true },
};

static const TrackPath *path_find(const char *path)
{
    for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++)
        if (strcmp(PATHS[i].path, path) == 0)
            return &PATHS[i];
    bug("the route %s is no tracking call", path);
}

static bool key_in_body(const Request *request, const char **key, Error *error)
{
    return track_parse_key(request->arena, (const char *)request->body_bytes.data, request->body_bytes.size, key) ||
           fail(error, ERROR_BUSY, NULL, "%s", TRACK_NO_MEMORY);
}

static bool track_prepare(Request *request, Error *error)
{
    const TrackPath *path = path_find(request->route->path);
    TrackCall *call = arena_make(request->arena, TrackCall);
    const char *problem;
    if (!track_parse(request->arena, (const char *)request->body_bytes.data, request->body_bytes.size, path->type,
                     &call->body, &problem))
        return fail(error, problem == TRACK_NO_MEMORY ? ERROR_BUSY : ERROR_INPUT, NULL, "%s", problem);
    if (path->captures)
        track_capture(&call->body);
    for (size_t i = 0; i < call->body.count; i++)
        track_check(&call->body, &call->body.events[i], request->now, path->as_given);
    call->source = request->caller->id;
    call->actor = request_actor(request);
    call->only_adds = request->caller->in_public;
    call->received_at = request->now;
    request->prepared = call;
    return true;
}

static bool call_hand_on(Request *request, TrackCall *call, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->track)
            return (*at)->track->take(request->db, call, error);
    bug("nobody takes calls of the tracking API");
}

/* A single bad event is answered with its reason as any wrong input, but not by failing: it is kept with the rejected
 * ones all the same. */
static bool track_take(Request *request, Error *error)
{
    TrackCall *call = request->prepared;
    TrackRefusal reject = call->body.is_batch || call->body.count == 0 ? TRACK_GOOD : call->body.events[0].reject;
    if (!call_hand_on(request, call, error))
        return false;
    if (reject == TRACK_GOOD)
        return reply_json(request, 200, "{\"success\":true}");
    Text text = text_new(request->arena);
    text_add(&text,
             "{\"type\":\"about:blank\",\"title\":\"Invalid request\",\"status\":400,\"code\":\"input\",\"detail\":");
    json_string_to(&text, track_refusal_text(reject));
    json_key_to(&text, "request");
    json_string_to(&text, request->id);
    text_char(&text, '}');
    return reply_text(request, 400, "application/problem+json", text_string(&text));
}

/* The browser client reports figures about itself here, without a key. They are accepted and dropped. */
static bool client_figures(Request *request, Error *error)
{
    (void)error;
    return reply_json(request, 200, "{\"success\":true}");
}

/* What the browser client asks before its first call: to send everything to us, and to load nothing else. */
static bool client_settings(Request *request, Error *error)
{
    const char *url = request->services->public_url;
    const char *host = strstr(url, "://");
    Text text = text_new(request->arena);
    (void)error;
    text_add(&text, "{\"integrations\":{\"Segment.io\":{\"apiKey\":");
    json_string_to(&text, request->path_text[0]);
    text_add(&text, ",\"unbundledIntegrations\":[],\"addBundledMetadata\":false,\"protocol\":");
    json_string_to(&text, text_starts(url, "https") ? "https" : "http");
    text_add(&text, ",\"apiHost\":");
    json_string_to(&text, arena_format(request->arena, "%s/v1", host == NULL ? url : host + 3));
    text_add(&text, "}},\"plan\":{\"track\":{\"__default\":{\"enabled\":true,\"integrations\":{}}}},"
                    "\"edgeFunction\":{},\"metrics\":{\"sampleRate\":0},\"enabledMiddleware\":{},"
                    "\"legacyVideoPluginsEnabled\":false,\"remotePlugins\":[]}");
    return reply_json(request, 200, text_string(&text));
}

/* Called from the pages of others, and in the words of the tracking protocol. */
enum {
    OPEN_FLAGS = ROUTE_CORS | ROUTE_TRACKING,
    TRACK_FLAGS = ROUTE_RAW | ROUTE_QUICK | ROUTE_JOINS | OPEN_FLAGS,
    BODY_MAX = TRACK_BATCH_MAX
};

/* What clients send, for openapi.json. Unknown members are kept or ignored, so none is refused. */
#define MEMBERS_COMMON                                                                                                 \
    "\"userId\":{\"type\":\"string\",\"maxLength\":512},\"anonymousId\":{\"type\":\"string\",\"maxLength\":512},"      \
    "\"messageId\":{\"type\":\"string\",\"maxLength\":512,\"description\":\"The same id counts once.\"},"              \
    "\"timestamp\":{\"type\":\"string\",\"format\":\"date-time\",\"description\":\"When it happened; missing: "        \
    "now.\"},"                                                                                                         \
    "\"sentAt\":{\"type\":\"string\",\"format\":\"date-time\"},"                                                       \
    "\"context\":{\"type\":\"object\",\"properties\":{\"groupId\":{\"type\":\"string\",\"description\":\"The account " \
    "in which it happened, by its external id.\"}}},"                                                                  \
    "\"writeKey\":{\"type\":\"string\",\"description\":\"The key, for clients without headers.\"}"
#define MEMBERS_ALL                                                                                                    \
    "\"event\":{\"type\":\"string\",\"maxLength\":512},\"name\":{\"type\":\"string\",\"maxLength\":512},"              \
    "\"groupId\":{\"type\":\"string\",\"maxLength\":512},\"previousId\":{\"type\":\"string\",\"maxLength\":512},"      \
    "\"properties\":{\"type\":\"object\"},\"traits\":{\"type\":\"object\"}," MEMBERS_COMMON
#define CALL_BODY(required_) "{\"type\":\"object\",\"properties\":{" MEMBERS_ALL "},\"required\":[" required_ "]}"
#define BATCH_BODY                                                                                                     \
    "{\"type\":\"object\",\"properties\":{\"batch\":{\"type\":\"array\",\"items\":{\"type\":\"object\","               \
    "\"properties\":{"                                                                                                 \
    "\"type\":{\"type\":\"string\",\"enum\":[\"identify\",\"track\",\"page\",\"screen\",\"group\",\"alias\"]}"         \
    "," MEMBERS_ALL                                                                                                    \
    "},\"required\":[\"type\"]}},\"sentAt\":{\"type\":\"string\",\"format\":\"date-time\"},\"context\":{\"type\":"     \
    "\"object\"},\"writeKey\":{\"type\":\"string\"}},\"required\":[\"batch\"]}"

#define WHO_AND_WHERE "\"userId\":\"user-17\",\"context\":{\"groupId\":\"acme\"}"
static const char IDENTIFY_SAID[] =
    "{\"userId\":\"user-17\",\"traits\":{\"name\":\"Jane Doe\",\"email\":\"jane@acme.example\"},"
    "\"context\":{\"groupId\":\"acme\"}}";
static const char TRACK_SAID[] = "{\"event\":\"Invoice sent\",\"properties\":{\"amount\":120}," WHO_AND_WHERE "}";
static const char PAGE_SAID[] = "{\"name\":\"Reports\"," WHO_AND_WHERE "}";
static const char GROUP_SAID[] =
    "{\"userId\":\"user-17\",\"groupId\":\"acme\",\"traits\":{\"name\":\"Acme Ltd\",\"plan\":\"business\"}}";
static const char ALIAS_SAID[] = "{\"previousId\":\"old-17\",\"userId\":\"user-17\"}";
static const char BATCH_SAID[] =
    "{\"batch\":[{\"type\":\"track\",\"event\":\"Invoice sent\",\"messageId\":\"m-1\",\"timestamp\":"
    "\"2026-11-20T02:30:00.000Z\"," WHO_AND_WHERE
    "},{\"type\":\"page\",\"name\":\"Reports\",\"messageId\":\"m-2\"," WHO_AND_WHERE "}]}";

/* In the words of PostHog's clients. */
#define CAPTURE_BODY                                                                                                   \
    "{\"type\":\"object\",\"properties\":{\"api_key\":{\"type\":\"string\"},\"sent_at\":{\"type\":\"string\"},"        \
    "\"batch\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"event\":{\"type\":\"string\"},"    \
    "\"distinct_id\":{\"type\":\"string\"},\"uuid\":{\"type\":\"string\"},\"timestamp\":{\"type\":\"string\"},"        \
    "\"properties\":{\"type\":\"object\"}},\"required\":[\"event\",\"distinct_id\"]}}},\"required\":[\"batch\"]}"
static const char CAPTURE_SAID[] =
    "{\"batch\":[{\"event\":\"Invoice sent\",\"distinct_id\":\"user-17\",\"uuid\":"
    "\"018f2f1e-8a44-7c4e-9d1c-0a1b2c3d4e5f\",\"properties\":{\"$groups\":{\"company\":\"acme\"}}}]}";

#define TRACK_ROUTE(path_, about_, body_, example_)                                                                    \
    {                                                                                                                  \
        POST, path_, track_take, RIGHT_INGEST, about_, .flags = TRACK_FLAGS, .body_max = BODY_MAX,                     \
                                                       .prepare = track_prepare, .body_key = key_in_body,              \
                                                       .body = body_, .example = example_                              \
    }

const Route TRACK_ROUTES[] = {
    TRACK_ROUTE("/v1/identify", "Identify a person: traits by user id", CALL_BODY(""), IDENTIFY_SAID),
    TRACK_ROUTE("/v1/track", "Track what a person did", CALL_BODY("\"event\""), TRACK_SAID),
    TRACK_ROUTE("/v1/page", "Track a page view", CALL_BODY(""), PAGE_SAID),
    TRACK_ROUTE("/v1/screen", "Track a screen view", CALL_BODY(""), PAGE_SAID),
    TRACK_ROUTE("/v1/group", "Assign a person to an account and set the account's traits", CALL_BODY("\"groupId\""),
                GROUP_SAID),
    TRACK_ROUTE("/v1/alias", "Join two ids of one person", CALL_BODY("\"previousId\",\"userId\""), ALIAS_SAID),
    TRACK_ROUTE("/v1/batch", "Send up to 500 KB of the calls above", BATCH_BODY, BATCH_SAID),
    TRACK_ROUTE("/v1/import", "Send a batch of past events; times are taken as given", BATCH_BODY, BATCH_SAID),
    TRACK_ROUTE("/v1/i", "Short for identify", CALL_BODY(""), IDENTIFY_SAID),
    TRACK_ROUTE("/v1/t", "Short for track", CALL_BODY("\"event\""), TRACK_SAID),
    TRACK_ROUTE("/v1/p", "Short for page", CALL_BODY(""), PAGE_SAID),
    TRACK_ROUTE("/v1/s", "Short for screen", CALL_BODY(""), PAGE_SAID),
    TRACK_ROUTE("/v1/g", "Short for group", CALL_BODY("\"groupId\""), GROUP_SAID),
    TRACK_ROUTE("/v1/a", "Short for alias", CALL_BODY("\"previousId\",\"userId\""), ALIAS_SAID),
    TRACK_ROUTE("/v1/b", "Short for batch", BATCH_BODY, BATCH_SAID),
    TRACK_ROUTE("/batch", "The same for PostHog's clients: api_key, distinct_id, uuid, $groups, $set", CAPTURE_BODY,
                CAPTURE_SAID),
    { POST, "/v1/m", client_figures, RIGHT_PUBLIC, "Accept and discard the browser client's own metrics",
      .flags = ROUTE_RAW | ROUTE_READS | ROUTE_NO_DB | OPEN_FLAGS },
    { GET, "/v1/projects/{key:text}/settings", client_settings, RIGHT_PUBLIC, "Get the browser client's settings",
      .flags = ROUTE_NO_DB | OPEN_FLAGS },
    { 0 },
};
