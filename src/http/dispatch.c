/*
 * Calls a route without a socket: builds an Exchange by hand, as the caller SYSTEM, and takes the same steps as the
 * server (find, body, admit, read, run), so that the command line meets the same rules as a browser. The calling thread
 * prepares and reads; a change runs on the writer, and the caller waits for its COMMIT. A refusal is a reply with its
 * status, never an Error.
 */
#include "http/dispatch.h"

#include "http/query.h"
#include "http/router.h"

#include <stdlib.h>
#include <string.h>

static bool body_take(Exchange *exchange, const DispatchCall *call, Error *error)
{
    if (exchange->request.route->upload)
        return fail(error, ERROR_INPUT, NULL, "send this to a running server: its body is a stream");
    /* The command line reads its own files: what limits strangers does not limit it. */
    if (!body_start(&exchange->body, call->size, NULL, error))
        return false;
    return call->size == 0 || body_add(&exchange->body, call->body, call->size, error);
}

static bool call_run(Exchange *exchange, Error *error)
{
    const Route *route = exchange->request.route;
    if (route->prepare && !route->prepare(&exchange->request, error))
        return false;
    if (route->flags & ROUTE_NO_DB)
        return call_work(NULL, exchange, error);
    if (route->method == GET || route->flags & ROUTE_READS)
        return request_read(&exchange->request, call_work, exchange, error);
    return request_write(&exchange->request, call_work, exchange, error);
}

bool dispatch(Services *services, const Route *const *tables, const DispatchCall *call, Arena *arena,
              DispatchReply *reply, Error *error)
{
    Router *router = router_new(tables);
    Exchange *exchange = exchange_new(services, NULL, call->path);
    Header type = { "Content-Type", call->type ? call->type : "application/json" };
    Error problem = { 0 };
    (void)error;
    exchange->method = call->method;
    exchange->method_name = method_name(call->method);
    exchange->headers = &type;
    exchange->header_count = 1;
    exchange->local = true;
    exchange->caller = (Caller) { CALLER_SYSTEM, 0, "system", RIGHTS_SYSTEM, "en", 0 };
    bool ok = call_find(exchange, router, &problem) && body_take(exchange, call, &problem) &&
              call_body(exchange, &problem) && call_enter(exchange, NULL, &problem) && call_run(exchange, &problem);
    if (!ok)
        reply_problem(exchange, &problem);
    reply->status = exchange->reply.status;
    reply->type = arena_text(arena, exchange->reply.type ? exchange->reply.type : "");
    reply->body = arena_text_n(arena, exchange->reply.bytes, exchange->reply.size);
    reply->size = exchange->reply.size;
    exchange_free(exchange);
    router_free(router);
    return true;
}
