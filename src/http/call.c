/*
 * The steps from path, headers and body to the handler, the same for sockets (accept.c, run.c) and for the command line
 * (dispatch.c): find the route, take the body, admit the caller, read query and input, work. Only call_work runs inside
 * the transaction and may run again, so it clears the reply first. Rights, circles, hosts and foreign origins are
 * checked in call_admit, before the input is read; after it for a form, which is shown again with what was entered.
 */
#include "base/log.h"
#include "http/query.h"
#include "http/repeat.h"
#include "http/router.h"

#include <string.h>
#include <strings.h>

static bool path_refuses(Request *request, unsigned methods, Error *error)
{
    Text allow = text_new(request->arena);
    for (int method = GET; method <= DELETE; method++)
        if (methods & 1u << method)
            text_format(&allow, "%s%s", allow.size ? ", " : "", method_name((Method)method));
    reply_header(request, "Allow", text_string(&allow));
    return fail(error, ERROR_MISSING, "method", "use %s on this path", text_string(&allow));
}

bool call_find(Exchange *exchange, const Router *router, Error *error)
{
    Request *request = &exchange->request;
    RouteMatch match;
    RouteHost host = { 0 };
    host.known = host_find(exchange, &host.site);
    if (!router_find(router, request->arena, &host, exchange->method, exchange->path, &match))
        return fail(error, ERROR_INPUT, NULL, "the path is not percent-encoded UTF-8");
    if (!match.route && !host.known)
        return host_refuses(exchange, error);
    if (!match.route && match.methods)
        return path_refuses(request, match.methods, error);
    if (!match.route)
        return fail(error, ERROR_MISSING, NULL, "path not found");
    request->route = match.route;
    memcpy(request->path_id, match.path_id, sizeof request->path_id);
    memcpy(request->path_text, match.path_text, sizeof request->path_text);
    return true;
}

/* What to do, in the words of who called: a program with a key, or a person without a session. */
static bool caller_unknown(const Request *request, Error *error)
{
    bool sent = request_header(request, "Authorization") != NULL;
    if (request->route->flags & ROUTE_TRACKING)
        return fail(error, ERROR_AUTH, NULL,
                    "no valid key: an admin creates an ingest key under Settings → Keys; send it as the user name of "
                    "Basic (as Segment's clients do), as Bearer token, or as writeKey in the body");
    return fail(error, ERROR_AUTH, NULL, "%s",
                sent ? "this token is wrong or was revoked; an admin creates one under Settings → Keys"
                     : "sign in, or send a token (Authorization: Bearer …)");
}

static bool caller_may(const Exchange *exchange, Error *error)
{
    const Route *route = exchange->request.route;
    const Caller *caller = &exchange->caller;
    if (route->right == RIGHT_PUBLIC || (caller->rights & route->right))
        return request_sees(&exchange->request, route->circle, NULL, error);
    if (caller->kind == CALLER_NOBODY)
        return caller_unknown(&exchange->request, error);
    return fail(error, ERROR_FORBIDDEN, NULL, "this needs a right that you do not have");
}

/* A request that changes something and is meant only for our own pages. */
static bool needs_our_origin(const Exchange *exchange)
{
    const Route *route = exchange->request.route;
    return route->method != GET && !(route->flags & ROUTE_CORS) && exchange->caller.kind != CALLER_SYSTEM;
}

bool call_admit(Exchange *exchange, Identify identify, Error *error)
{
    Request *request = &exchange->request;
    if (exchange->admitted)
        return true;
    if (exchange->caller.kind != CALLER_SYSTEM && identify && !identify(request, &exchange->caller, error))
        return false;
    if (!host_admits(exchange, error))
        return false;
    if (needs_our_origin(exchange) && origin_is_foreign(exchange))
        return fail(error, ERROR_FORBIDDEN, NULL, "requests from other sites are not allowed");
    bool local = request->route->flags & ROUTE_LOCAL && exchange->local;
    exchange->admitted = local || caller_may(exchange, error);
    return exchange->admitted;
}

static bool body_has_type(const Exchange *exchange, const char *wanted)
{
    const char *type = exchange_header(exchange, "Content-Type");
    size_t size = strlen(wanted);
    return !type || (!strncasecmp(type, wanted, size) && strchr(" ;", type[size]));
}

/* A form's body is written as a query is. */
static bool form_read(Exchange *exchange, Error *error)
{
    Request *request = &exchange->request;
    Bytes body = request->body_bytes;
    if (!body_has_type(exchange, "application/x-www-form-urlencoded"))
        return fail(error, ERROR_INPUT, "Content-Type", "Content-Type must be application/x-www-form-urlencoded");
    if (memchr(body.data, 0, body.size))
        return fail(error, ERROR_INPUT, NULL, "the form contains NUL");
    return query_read(request->arena, arena_text_n(request->arena, (const char *)body.data, body.size),
                      request->route->takes, &request->input, error);
}

static bool input_read(Exchange *exchange, Error *error)
{
    Request *request = &exchange->request;
    const Shape *takes = request->route->takes;
    if (!takes) {
        bool empty = !exchange->body.size || (exchange->body.size == 2 && !memcmp(exchange->body.data, "{}", 2));
        return empty || fail(error, ERROR_INPUT, NULL, "send no body");
    }
    if (request->route->flags & ROUTE_FORM)
        return form_read(exchange, error);
    if (!body_has_type(exchange, "application/json"))
        return fail(error, ERROR_INPUT, "Content-Type", "Content-Type must be application/json");
    if (!json_parse(request->arena, (const char *)request->body_bytes.data, request->body_bytes.size, &request->body,
                    error) ||
        !json_names_once(request->arena, request->body, error))
        return false;
    void *input = arena_alloc(request->arena, takes->size);
    if (!shape_read(request->arena, request->body, takes, input, error))
        return false;
    request->input = input;
    return true;
}

bool call_body(Exchange *exchange, Error *error)
{
    if (!body_finish(&exchange->body, error))
        return false;
    static const uint8_t NOTHING[BODY_PADDING];
    exchange->request.body_bytes = (Bytes) { exchange->body.size ? exchange->body.data : NOTHING, exchange->body.size };
    return true;
}

bool call_read(Exchange *exchange, Error *error)
{
    Request *request = &exchange->request;
    if (!query_read(request->arena, exchange->query, request->route->asks, &request->query, error))
        return false;
    return request->route->flags & ROUTE_RAW || input_read(exchange, error);
}

bool call_enter(Exchange *exchange, Identify identify, Error *error)
{
    /* A form is read first, so that who is refused gets it back; what is wrong with it is for those who may send it. */
    Error unread = { 0 };
    bool form = exchange->request.route->flags & ROUTE_FORM, read = !form || call_read(exchange, &unread);
    if (!call_admit(exchange, identify, error))
        return false;
    if (!read)
        *error = unread;
    return read && (form || call_read(exchange, error));
}

static bool handler_run(Exchange *exchange, Error *error)
{
    if (!exchange->request.route->handler(&exchange->request, error))
        return false;
    if (!exchange->reply.status && !exchange->reply.stream)
        return fail(error, ERROR_INTERNAL, NULL, "the handler made no reply");
    return true;
}

/* The last piece of a streamed body goes with the handler's change. */
static bool last_piece_take(Exchange *exchange, Error *error)
{
    const UploadSteps *upload = exchange->request.route->upload;
    Bytes piece = exchange->request.body_bytes;
    return !upload || !piece.size || upload->take(&exchange->request, exchange->upload.number, piece, error);
}

static bool work_do(Exchange *exchange, Db *db, Error *error)
{
    bool done;
    if (exchange->request.route->method == GET || exchange->request.route->flags & ROUTE_READS)
        return handler_run(exchange, error);
    if (!repeat_find(exchange, db, &done, error))
        return false;
    exchange->upload.replayed = done;
    if (done)
        return true;
    return last_piece_take(exchange, error) && handler_run(exchange, error) && repeat_keep(exchange, db, error);
}

bool call_work(Db *db, void *context, Error *error)
{
    Exchange *exchange = context;
    exchange->request.db = db;
    reply_clear(exchange);
    log_request_set(exchange->id);
    bool ok = work_do(exchange, db, error);
    log_request_set("");
    exchange->request.db = NULL;
    return ok;
}
