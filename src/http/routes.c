/*
 * The routes of the server itself. None of them needs a transaction; /readyz tries the database, /healthz does not, so
 * that a process whose database is away is not restarted for it. /metrics is open to this machine without a right.
 */
#include "http/server_inside.h"

static bool health_handler(Request *request, Error *error)
{
    (void)error;
    return reply_json(request, 200, "{\"status\":\"ok\"}");
}

static bool ready_handler(Request *request, Error *error)
{
    if (atomic_load(&request->services->stopping))
        return fail(error, ERROR_BUSY, NULL, "the server is stopping");
    if (!store_is_ready(request->services->store, error))
        return fail(error, ERROR_BUSY, NULL, "the database does not answer");
    return reply_json(request, 200, "{\"status\":\"ready\"}");
}

static bool openapi_handler(Request *request, Error *error)
{
    (void)error;
    const Server *server = exchange_of(request)->server;
    return reply_json(request, 200, openapi_print(request->arena, server ? server->tables : NULL));
}

const Route HTTP_ROUTES[] = {
    { GET, "/healthz", health_handler, RIGHT_PUBLIC, "Check that the process is alive", .flags = ROUTE_NO_DB,
      .site = SITE_EVERY },
    { GET, "/readyz", ready_handler, RIGHT_PUBLIC, "Check that requests can be answered", .flags = ROUTE_NO_DB,
      .site = SITE_EVERY },
    { GET, "/metrics", metrics_handler, RIGHT_ADMIN, "Counters for Prometheus",
      .flags = ROUTE_NO_DB | ROUTE_LOCAL | ROUTE_FILE },
    { GET, "/api/v1/openapi.json", openapi_handler, RIGHT_PUBLIC, "Get this API description", .flags = ROUTE_NO_DB },
    { GET, "/api/v1/stream", stream_handler, RIGHT_VIEW, "Stream the keys that changed, as server-sent events",
      .flags = ROUTE_NO_DB | ROUTE_STREAM },
    { 0 }
};
