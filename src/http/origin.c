/*
 * Cross-site request forgery: a browser adds the cookie to a request that another site caused, but it also says so. A
 * Sec-Fetch-Site other than same-origin is foreign, and an Origin must be the public URL or the host that was asked. A
 * request with neither header is foreign only if a cookie signed it in, as programs with a token send none.
 */
#include "http/exchange.h"

#include <string.h>
#include <strings.h>

/* "https://a.example:8443/x" → "a.example:8443"; NULL when it is not an origin ("null"). */
static const char *host_of(const char *origin)
{
    const char *mark = origin ? strstr(origin, "://") : NULL;
    return mark ? mark + 3 : NULL;
}

static bool origin_is_ours(const Exchange *exchange, const char *origin)
{
    const char *public_url = exchange->request.services->public_url;
    const char *host = host_of(origin);
    const char *asked = exchange_header(exchange, "Host");
    if (public_url && !strcasecmp(origin, public_url))
        return true;
    /* Anybody on the way may have written what came over plain HTTP. */
    if (request_is_https(&exchange->request) && !text_starts(origin, "https://"))
        return false;
    /* A page cannot choose the Host that its browser sends: the two being equal is what same-origin means. */
    return host && asked && !strcasecmp(host, asked);
}

bool origin_is_foreign(const Exchange *exchange)
{
    const char *site = exchange_header(exchange, "Sec-Fetch-Site");
    const char *origin = exchange_header(exchange, "Origin");
    if (site && strcmp(site, "same-origin"))
        return true;
    if (origin)
        return !origin_is_ours(exchange, origin);
    /* Today's browsers send at least one of the two on an unsafe request; with a cookie we insist on it. */
    return !site && exchange->caller.kind == CALLER_STAFF;
}
