/*
 * For which site a request is, by its Host. The house is the program's own site. Where `public-url` names it, it
 * answers at that host, at addresses and at localhost, and nowhere else: a name of somebody's that leads to this
 * machine (DNS rebinding) gets nothing. Clients whose key we know say by it whom they mean, whatever they call us. A
 * key is known once its caller is, so who brings one finds the house, and host_admits asks again.
 */
#include "http/exchange.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

/* "[::1]:8080" → "::1"; without port and without a dot at the end. */
static const char *host_name(Arena *arena, const char *host)
{
    const char *close = *host == '[' ? strchr(host, ']') : NULL;
    if (close && (!close[1] || close[1] == ':'))
        return arena_text_n(arena, host + 1, (size_t)(close - host - 1));
    size_t size = strcspn(host, ":");
    if (size > 1 && host[size - 1] == '.')
        size--;
    return arena_text_n(arena, host, size);
}

static bool is_address(const char *name)
{
    unsigned char bytes[sizeof(struct in6_addr)];
    return inet_pton(AF_INET, name, bytes) == 1 || inet_pton(AF_INET6, name, bytes) == 1;
}

static bool is_localhost(const char *name)
{
    static const char LOCAL[] = "localhost";
    size_t size = strlen(name), tail = sizeof LOCAL - 1;
    return size >= tail && !strcasecmp(name + size - tail, LOCAL) && (size == tail || name[size - tail - 1] == '.');
}

static bool is_house(const Exchange *exchange, const char *name)
{
    const Services *services = exchange->request.services;
    const char *url = services->public_url ? strstr(services->public_url, "://") : NULL;
    if (!services->public_named || !url || is_address(name) || is_localhost(name))
        return true;
    return !strcasecmp(name, host_name(exchange->request.arena, url + 3));
}

static bool host_is_ours(const Exchange *exchange, const char **site)
{
    const char *host = exchange_header(exchange, "Host");
    *site = NULL;
    if (!host || exchange->caller.kind == CALLER_SYSTEM)
        return true;
    const char *name = host_name(exchange->request.arena, host);
    for (const Site *one = exchange->request.services->sites; one && one->name; one++)
        if (!strcasecmp(one->host, name)) {
            *site = one->name;
            return true;
        }
    return is_house(exchange, name);
}

bool host_refuses(const Exchange *exchange, Error *error)
{
    const char *url = exchange->request.services->public_url;
    return fail(error, ERROR_MISSING, "Host", "Banso does not answer at this host; use %s", url ? url : "its own");
}

bool host_find(const Exchange *exchange, const char **site)
{
    return host_is_ours(exchange, site) || exchange_header(exchange, "Authorization");
}

bool host_admits(const Exchange *exchange, Error *error)
{
    const Route *route = exchange->request.route;
    const char *site;
    if (route->flags & ROUTE_CORS || route->site || exchange->caller.kind != CALLER_NOBODY ||
        host_is_ours(exchange, &site))
        return true;
    return host_refuses(exchange, error);
}

bool host_has_files(const Exchange *exchange, Error *error)
{
    const char *site;
    return host_is_ours(exchange, &site) ? !site : host_refuses(exchange, error);
}

bool exchange_is_of_house(const Exchange *exchange)
{
    const char *site;
    return host_find(exchange, &site) && !site;
}
