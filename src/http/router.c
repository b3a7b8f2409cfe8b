/*
 * A list of routes, each split into segments once; a search compares segments and walks the whole list, as 405 and
 * Allow need all methods of a path. Routes with fewer {name:text} segments come first, so a literal beats a text.
 * Mistakes in a route's row (no right, two of the same, a password that is not marked as a secret) end the process at
 * the start.
 */
#include "http/router.h"

#include "http/html.h"
#include "http/query.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *text; /* not NUL-ended */
    size_t size;
    enum { SEGMENT_LITERAL, SEGMENT_ID, SEGMENT_TEXT } kind;
} Segment;

typedef struct {
    const Route *route;
    int count;
    int texts; /* {name:text} segments: a route with fewer of them is tried first */
    Segment segments[SEGMENTS_MAX];
} Slot;

struct Router {
    const Route **routes;
    Slot *slots;
    int count;
    const char *entrance;
};

/* A slash behind a single word says nothing: PostHog's clients send to "/batch/". */
static int path_split(const char *path, Segment *segments)
{
    int count = 0;
    while (*path == '/') {
        size_t size = strcspn(++path, "/");
        if (count == 1 && !*path)
            break;
        if (count == SEGMENTS_MAX)
            return -1;
        segments[count++] = (Segment) { .text = path, .size = size };
        path += size;
    }
    return count;
}

static void slot_fill(Slot *slot, const Route *route)
{
    slot->route = route;
    slot->count = path_split(route->path, slot->segments);
    for (int i = 0; i < slot->count; i++) {
        Segment *segment = &slot->segments[i];
        if (segment->text[0] != '{')
            continue;
        bool text = segment->size > 6 && !strncmp(segment->text + segment->size - 6, ":text}", 6);
        segment->kind = text ? SEGMENT_TEXT : SEGMENT_ID;
        slot->texts += text;
    }
}

static void passwords_check(const Route *route)
{
    for (const Field *field = route->takes ? route->takes->fields : NULL; field && field->type != FIELD_END; field++)
        if (!strcmp(field->name, "password") && !(route->flags & ROUTE_TAKES_SECRET))
            bug("%s takes a password and does not say so", route->path);
}

static bool is_same(const Route *a, const Route *b)
{
    return a->method == b->method && !strcmp(a->path, b->path) && text_equal(a->site, b->site);
}

static void route_check(const Router *router, const Route *route)
{
    unsigned right = route->right;
    if (!right || (right & (right - 1)))
        bug("%s needs exactly one right", route->path);
    if (!route->handler || !route->about || route->path[0] != '/' || !route->method)
        bug("%s is not a whole route", route->path);
    passwords_check(route);
    if (route->page)
        page_check(route->page);
    for (int i = 0; i < router->count; i++)
        if (is_same(router->routes[i], route))
            bug("%s stands twice", route->path);
}

static void router_add(Router *router, const Route *table)
{
    for (const Route *route = table; route && route->path; route++) {
        route_check(router, route);
        router->routes = realloc(router->routes, (size_t)(router->count + 2) * sizeof *router->routes);
        router->slots = realloc(router->slots, (size_t)(router->count + 1) * sizeof *router->slots);
        if (!router->routes || !router->slots)
            bug("no memory for the routes");
        router->routes[router->count] = route;
        router->slots[router->count] = (Slot) { 0 };
        slot_fill(&router->slots[router->count++], route);
        router->routes[router->count] = NULL;
        if (route->flags & ROUTE_ENTRANCE && route->method == GET)
            router->entrance = route->path;
    }
}

static int slot_order(const void *a, const void *b)
{
    const Slot *left = a, *right = b;
    return left->texts != right->texts ? left->texts - right->texts : strcmp(left->route->path, right->route->path);
}

Router *router_new(const Route *const *tables)
{
    Router *router = calloc(1, sizeof *router);
    if (!router)
        bug("no memory for the routes");
    page_check(&PROBLEM_PAGE);
    router_add(router, HTTP_ROUTES);
    for (int i = 0; tables && tables[i]; i++)
        router_add(router, tables[i]);
    qsort(router->slots, (size_t)router->count, sizeof *router->slots, slot_order);
    return router;
}

void router_free(Router *router)
{
    if (!router)
        return;
    free(router->routes);
    free(router->slots);
    free(router);
}

const char *router_entrance(const Router *router)
{
    return router->entrance;
}

const Route *const *router_routes(const Router *router)
{
    return router->routes;
}

/* An id: digits, no leading zero, 1 to 2^53 - 1. */
static bool id_read(const char *text, int64_t *id)
{
    size_t size = strlen(text);
    if (!size || size > 16 || text[0] == '0' || strspn(text, "0123456789") != size)
        return false;
    *id = strtoll(text, NULL, 10);
    return *id < ((int64_t)1 << 53);
}

static bool part_matches(const Segment *segment, const char *part, RouteMatch *match, int *ids, int *texts)
{
    switch (segment->kind) {
    case SEGMENT_LITERAL:
        return strlen(part) == segment->size && !memcmp(part, segment->text, segment->size);
    case SEGMENT_ID:
        return *ids < PATH_VALUES_MAX && id_read(part, &match->path_id[(*ids)++]);
    default:
        if (*texts == PATH_VALUES_MAX || !*part)
            return false;
        match->path_text[(*texts)++] = part;
        return true;
    }
}

static bool slot_matches(const Slot *slot, const char *const *parts, int count, RouteMatch *match)
{
    int ids = 0, texts = 0;
    if (slot->count != count)
        return false;
    for (int i = 0; i < count; i++)
        if (!part_matches(&slot->segments[i], parts[i], match, &ids, &texts))
            return false;
    return true;
}

static int path_decode(Arena *arena, const char *path, const char **parts)
{
    Segment segments[SEGMENTS_MAX];
    int count = path_split(path, segments);
    for (int i = 0; i < count; i++) {
        parts[i] = percent_decode(arena, segments[i].text, segments[i].size, false);
        if (!parts[i])
            return -1;
    }
    return count;
}

static bool answers_at(const Route *route, const RouteHost *host)
{
    if (text_equal(route->site, SITE_EVERY))
        return true;
    return host->known ? text_equal(route->site, host->site) : (route->flags & ROUTE_CORS) != 0;
}

bool router_find(const Router *router, Arena *arena, const RouteHost *host, Method method, const char *path,
                 RouteMatch *match)
{
    const char *parts[SEGMENTS_MAX];
    int count = path_decode(arena, path, parts);
    *match = (RouteMatch) { 0 };
    if (count < 0)
        return false;
    for (int i = 0; i < router->count; i++) {
        RouteMatch found = { 0 };
        if (!answers_at(router->slots[i].route, host) || !slot_matches(&router->slots[i], parts, count, &found))
            continue;
        const Route *route = router->slots[i].route;
        match->methods |= 1u << route->method;
        match->cors |= route->flags & ROUTE_CORS;
        if (route->method != method || match->route)
            continue;
        match->route = route;
        memcpy(match->path_id, found.path_id, sizeof found.path_id);
        memcpy(match->path_text, found.path_text, sizeof found.path_text);
    }
    return true;
}
