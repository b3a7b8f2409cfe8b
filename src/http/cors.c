/*
 * Answers the preflights of the tracking API, which pages of other sites call; no other route answers them, so browsers
 * keep foreign pages away from the rest. Any origin is allowed here without credentials: no cookie is read or set, and
 * whether a key may be used from an origin is checked with the key.
 */
#include "http/server_inside.h"

#include <string.h>

bool preflight_asked(const Exchange *exchange)
{
    return !strcmp(exchange->method_name, "OPTIONS") && exchange_header(exchange, "Origin");
}

bool preflight_allow(Exchange *exchange)
{
    Request *request = &exchange->request;
    reply_header(request, "Access-Control-Allow-Methods", "GET, POST");
    reply_header(request, "Access-Control-Allow-Headers",
                 "authorization, content-type, content-encoding, x-retry-count");
    reply_header(request, "Access-Control-Max-Age", "600");
    exchange->cors = true;
    return reply_empty(request);
}

bool preflight_answers(Exchange *exchange)
{
    RouteMatch match;
    RouteHost host = { 0 };
    if (!preflight_asked(exchange))
        return false;
    host.known = host_find(exchange, &host.site);
    if (!router_find(exchange->server->router, exchange->request.arena, &host, METHOD_NONE, exchange->path, &match) ||
        !match.cors)
        return false;
    return preflight_allow(exchange);
}
