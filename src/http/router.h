/* Finds the route of a path. Built once from the tables, read by all threads. */
#ifndef BANSO_HTTP_ROUTER_H
#define BANSO_HTTP_ROUTER_H

#include "http/exchange.h"

typedef struct Router Router;

/* HTTP_ROUTES and all of `tables`. A route without right, sentence or handler, or one that is listed twice, is a bug.
 */
Router *router_new(const Route *const *tables);
void router_free(Router *router);

enum { SEGMENTS_MAX = 12 };

typedef struct {
    const Route *route; /* NULL when no route has this path and method */
    unsigned methods;   /* 1 << Method of all routes with this path, for Allow */
    bool cors;          /* one of them is ROUTE_CORS */
    int64_t path_id[PATH_VALUES_MAX];
    const char *path_text[PATH_VALUES_MAX];
} RouteMatch;

typedef struct {
    const char *site; /* NULL = the house */
    bool known;       /* false: only what answers at every host */
} RouteHost;

/* `path` is still percent-encoded. False when it cannot be decoded. */
bool router_find(const Router *router, Arena *arena, const RouteHost *host, Method method, const char *path,
                 RouteMatch *match);
/* The path of the page where people sign in; NULL = none. */
const char *router_entrance(const Router *router);
/* All routes in the order of their tables, NULL-ended. */
const Route *const *router_routes(const Router *router);

#endif
