/*
 * libmicrohttpd's callbacks, on its threads: target, head, body, end. The rules are in other files; their order is
 * here. Before a route is known: is the head clean (guard.c, wire.c), is there memory, how many requests has this
 * address. Then the route, and who is asking if the body may be large. A request that fails early is still read for a
 * while, because a client that is cut off while it sends does not see the reply. The exchange is created in on_target
 * and freed in on_completed, whatever happened between.
 */
#include "base/memory.h"
#include "http/guard.h"
#include "http/server_inside.h"

#include <stdlib.h>
#include <string.h>

/*
 * libmicrohttpd would split the query into a list in the connection's memory, and when a thousand parameters do not fit
 * there it stays silent until the connection times out. We read the query ourselves, from our copy, so it is removed
 * from libmicrohttpd's buffer here, the only place where that is possible.
 */
static void query_hide(const char *target)
{
    char *mark = strchr((char *)(uintptr_t)target, '?');
    if (mark)
        memset(mark, 0, strlen(mark));
}

void *on_target(void *cls, const char *target, struct MHD_Connection *connection)
{
    Server *server = cls;
    (void)connection;
    atomic_fetch_add(&server->open, 1);
    Exchange *exchange = exchange_new(server->services, server, target);
    exchange->wire = (uintptr_t)target;
    query_hide(target);
    return exchange;
}

void on_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
                   enum MHD_ConnectionNotificationCode code)
{
    Server *server = cls;
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        *socket_context = peer_add(server, connection);
    else
        peer_remove(server, *socket_context);
}

void on_completed(void *cls, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code)
{
    Server *server = cls;
    Exchange *exchange = *context;
    (void)code;
    if (!exchange)
        return;
    metrics_count(exchange);
    upload_end(exchange);
    unread_end(exchange);
    if (!server->quiet)
        access_log(exchange);
    if (exchange->counted)
        limit_leave(exchange->counted, exchange->network, 1);
    peer_phase(&server->peers, peer_of(connection), PEER_IDLE, 0);
    exchange_free(exchange);
    *context = NULL;
    atomic_fetch_sub(&server->open, 1);
}

typedef struct {
    Exchange *exchange;
    Header *headers;
    size_t count;
    bool broken; /* a NUL inside */
} Collect;

static enum MHD_Result header_collect(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_size,
                                      const char *value, size_t value_size)
{
    Collect *collect = cls;
    (void)kind;
    if (collect->count > GUARD_HEADERS_MAX)
        return MHD_NO;
    collect->broken |= memchr(name, 0, name_size) || (value && memchr(value, 0, value_size));
    collect->headers[collect->count++] = (Header) { name, value ? value : "" };
    return MHD_YES;
}

/* libmicrohttpd hands the target over as a C string that ends at a NUL of the sender's: in the request line the version
 * begins one space behind the true end. */
static bool target_is_cut(const Exchange *exchange, const char *version)
{
    return (uintptr_t)version - exchange->wire != strlen(exchange->target) + 1;
}

static bool head_is_clean(Exchange *exchange, const char *method, const char *version, Error *error)
{
    Collect collect = { .exchange = exchange };
    collect.headers = arena_array(exchange->request.arena, GUARD_HEADERS_MAX + 1, sizeof(Header));
    MHD_get_connection_values_n(exchange->connection, MHD_HEADER_KIND, header_collect, &collect);
    exchange->headers = collect.headers;
    exchange->header_count = collect.count;
    if (collect.broken)
        return fail(error, ERROR_INPUT, NULL, "a header contains NUL");
    GuardedRequest head = { exchange->method_name, exchange->target, version, collect.headers, collect.count };
    if (!guard_passes(&head, error))
        return false;
    if (target_is_cut(exchange, version))
        return fail(error, ERROR_INPUT, NULL, "the target contains NUL");
    if (!wire_head_is_plain(method, exchange->wire, version, collect.headers, collect.count))
        return fail(error, ERROR_INPUT, NULL,
                    "a line of the head is malformed: one space between its parts, CR LF at its end");
    return true;
}

/* Answered now, before the body: the connection closes, since what follows cannot be trusted to be its next request. */
static enum MHD_Result answer_now(Exchange *exchange, const Error *error)
{
    exchange->closes = true;
    reply_problem(exchange, error);
    return exchange_send(exchange);
}

static bool body_expect(Exchange *exchange, size_t max, Error *error)
{
    const char *length = exchange_header(exchange, "Content-Length");
    if (length && (size_t)strtoll(length, NULL, 10) > max)
        return fail(error, ERROR_TOO_LARGE, NULL, "the body must be at most %zu bytes", max);
    return body_start(&exchange->body, max, exchange_header(exchange, "Content-Encoding"), error);
}

static size_t body_max(const Route *route)
{
    return route->body_max ? route->body_max : (size_t)1 << 20;
}

/* A stream stays for hours: it counts apart, so that many of them leave room for requests of the same address. */
static bool count_by_address(Exchange *exchange, Limit *limit, Error *error)
{
    if (exchange->counted)
        limit_leave(exchange->counted, exchange->network, 1);
    exchange->counted = limit_enter(limit, exchange->network, 1) ? limit : NULL;
    return exchange->counted || fail(error, ERROR_LIMIT, NULL, "too many requests at a time from one address");
}

/* Work that has begun continues from the reserve (base/memory.h); new work waits until there is memory again. */
static bool memory_is_there(const Exchange *exchange, Error *error)
{
    return exchange->caller.kind == CALLER_SYSTEM || !memory_is_scarce() ||
           fail(error, ERROR_BUSY, NULL, "the server is short of memory; try again soon");
}

/* Callers identify themselves before they may send a large body; the key of the tracking API may be in the body. */
static bool head_admit(Exchange *exchange, Error *error)
{
    const Route *route = exchange->request.route;
    if (route->flags & ROUTE_STREAM && !count_by_address(exchange, exchange->server->streams, error))
        return false;
    if (route->upload)
        return call_admit(exchange, exchange->server->identify, error) && call_read(exchange, error) &&
               upload_begin(exchange, error);
    if (!body_expect(exchange, body_max(route), error))
        return false;
    bool large = body_max(route) > (size_t)1 << 20 && route->right != RIGHT_INGEST;
    return !large || call_admit(exchange, exchange->server->identify, error);
}

static bool head_find(Exchange *exchange, Error *error)
{
    if (preflight_answers(exchange) || call_find(exchange, exchange->server->router, error)) {
        exchange->cors |= exchange->request.route && exchange->request.route->flags & ROUTE_CORS;
        return !exchange->request.route || head_admit(exchange, error);
    }
    bool files = error->kind == ERROR_MISSING && !error->field && exchange->method == GET;
    return files && asset_answers(exchange, error);
}

/* Before database and modules are there: that the process lives, and to everything else that it starts. Tracking
 * clients send again after 429 (problem_status), and a browser's only where they may read it. */
static enum MHD_Result answer_before_open(Exchange *exchange)
{
    Error error = { 0 };
    if (exchange->method == GET && !strcmp(exchange->path, "/healthz")) {
        exchange->closes = true;
        reply_json(&exchange->request, 200, "{\"status\":\"ok\"}");
        return exchange_send(exchange);
    }
    bool tracks = text_starts(exchange->path, "/v1/") || text_starts(exchange->path, "/batch");
    if (tracks && preflight_asked(exchange)) {
        exchange->closes = true;
        preflight_allow(exchange);
        return exchange_send(exchange);
    }
    exchange->cors = tracks;
    fail(&error, tracks ? ERROR_LIMIT : ERROR_BUSY, OPENING_FIELD, "the server is starting; try again soon");
    return answer_now(exchange, &error);
}

static enum MHD_Result head_arrived(Exchange *exchange, const char *method, const char *version)
{
    Server *server = exchange->server;
    Error error = { 0 };
    Peer *peer = peer_of(exchange->connection);
    exchange->state = EXCHANGE_BODY;
    exchange->method_name = arena_text(exchange->request.arena, method);
    exchange->method = method_of(!strcmp(method, "HEAD") ? "GET" : method);
    peer_phase(&server->peers, peer, PEER_BODY, 0);
    if (!head_is_clean(exchange, method, version, &error))
        return answer_now(exchange, &error);
    /* libmicrohttpd takes a line feed alone for the end of a chunk's line, and we do not see those lines: a proxy may
     * find another end, so nothing that follows on this connection counts as a request. */
    exchange->closes = exchange_header(exchange, "Transfer-Encoding") != NULL;
    address_find(exchange, peer);
    if (peer->system)
        exchange->caller = (Caller) { CALLER_SYSTEM, 0, "system", RIGHTS_SYSTEM, "en", 0 };
    exchange->network = request_network(&exchange->request);
    if (!atomic_load(&server->opened))
        return answer_before_open(exchange);
    if (!memory_is_there(exchange, &error) || !count_by_address(exchange, server->limit, &error))
        return answer_now(exchange, &error);
    if (!head_find(exchange, &exchange->trouble)) {
        const char *length = exchange_header(exchange, "Content-Length");
        if (length && strtoll(length, NULL, 10) > BODY_SWALLOW)
            return answer_now(exchange, &exchange->trouble);
    }
    return MHD_YES;
}

/* Read and dropped for a while, since a client that is cut off while it sends does not get the reply. A stream was
 * allowed to send that much, and gets the reply however late its error came. */
static enum MHD_Result body_swallow(Exchange *exchange, size_t size)
{
    exchange->body.received += size;
    return exchange->body.received > (size_t)exchange->upload.most + BODY_SWALLOW ? MHD_NO : MHD_YES;
}

/* `rest` is what was not taken in: it comes again when the connection wakes. */
static enum MHD_Result body_arrived(Exchange *exchange, const char *bytes, size_t *rest)
{
    Body *body = &exchange->body;
    size_t size = *rest;
    bool streams = exchange->upload.begun;
    *rest = 0;
    peer_phase(&exchange->server->peers, peer_of(exchange->connection), PEER_BODY,
               streams ? body->size : body->received);
    if (exchange->trouble.kind != ERROR_NONE)
        return body_swallow(exchange, size);
    if (streams) {
        *rest = size;
        upload_add(exchange, bytes, rest);
    } else {
        body_add(body, bytes, size, &exchange->trouble);
    }
    return MHD_YES;
}

static enum MHD_Result body_ended(Exchange *exchange)
{
    Error *error = &exchange->trouble;
    /* All is here: from now on the client waits for us. */
    exchange->request.since = clock_monotonic();
    peer_phase(&exchange->server->peers, peer_of(exchange->connection), PEER_WORKING, 0);
    if (exchange->reply.status)
        return exchange_send(exchange);
    upload_finish(exchange);
    if (error->kind == ERROR_NONE && call_body(exchange, error) &&
        call_enter(exchange, exchange->server->identify, error))
        return exchange_run(exchange);
    reply_problem(exchange, error);
    return exchange_send(exchange);
}

enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                           const char *version, const char *upload, size_t *size, void **context)
{
    Exchange *exchange = *context;
    (void)cls;
    (void)url;
    if (exchange->state == EXCHANGE_HEAD) {
        exchange->connection = connection;
        return head_arrived(exchange, method, version);
    }
    if (*size)
        return body_arrived(exchange, upload, size);
    if (exchange->state == EXCHANGE_READY)
        return exchange_send(exchange);
    return exchange->state == EXCHANGE_BODY ? body_ended(exchange) : MHD_YES;
}
