/*
 * What a handler may ask about its request: headers and cookies, circles, versions (If-Match), its network, its actor
 * for facts. Nothing here changes the request, so a handler that runs again gets the same answers.
 */
#include "base/reason.h"
#include "http/exchange.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool request_read(const Request *request, DbWork work, void *context, Error *error)
{
    return store_read_since(request->services->store, request->since, work, context, error);
}

bool request_write(const Request *request, DbWork work, void *context, Error *error)
{
    return store_write_since(request->services->store, request->since, work, context, error);
}

bool request_given(const Request *request, const char *field)
{
    return request->body && json_get(request->body, field);
}

bool request_sees(const Request *request, unsigned circles, const char *field, Error *error)
{
    unsigned others = circles & ~request->caller->rights;
    return !others || refuse(error, field, REASON_CIRCLE, circle_name(others), NULL);
}

int64_t request_staff(const Request *request)
{
    return request->caller->kind == CALLER_STAFF ? request->caller->id : 0;
}

Viewer request_viewer(const Request *request)
{
    return viewer_make(request->arena, request->caller->rights, request_staff(request));
}

const char *request_header(const Request *request, const char *name)
{
    return exchange_header(exchange_of(request), name);
}

void network_print(const char *address, char out[ADDRESS_SIZE])
{
    struct in6_addr six;
    char text[INET6_ADDRSTRLEN];
    if (inet_pton(AF_INET6, address, &six) != 1) {
        snprintf(out, ADDRESS_SIZE, "%s", address);
        return;
    }
    memset(six.s6_addr + 8, 0, 8);
    inet_ntop(AF_INET6, &six, text, sizeof text);
    snprintf(out, ADDRESS_SIZE, "%s/64", text);
}

const char *request_network(const Request *request)
{
    char network[ADDRESS_SIZE];
    network_print(request->address, network);
    return arena_text(request->arena, network);
}

const char *request_cookie(const Request *request, const char *name)
{
    const char *rest = request_header(request, "Cookie");
    size_t size = strlen(name);
    while (rest && *rest) {
        rest += strspn(rest, " ;");
        size_t pair = strcspn(rest, ";");
        if (pair > size && !strncmp(rest, name, size) && rest[size] == '=')
            return arena_text_n(request->arena, rest + size + 1, pair - size - 1);
        rest += pair;
    }
    return NULL;
}

bool request_is_https(const Request *request)
{
    return request->services->public_url && text_starts(request->services->public_url, "https://");
}

bool request_if_match(const Request *request, int64_t version, Error *error)
{
    const char *wanted = request_header(request, "If-Match");
    if (!wanted)
        return true;
    char *end;
    size_t size = strlen(wanted);
    if (size < 3 || size > 18 || wanted[0] != '"' || strspn(wanted + 1, "0123456789") != size - 2)
        return fail(error, ERROR_INPUT, "If-Match", "If-Match must be a version in quotes");
    int64_t named = strtoll(wanted + 1, &end, 10);
    if (*end != '"')
        return fail(error, ERROR_INPUT, "If-Match", "If-Match must be a version in quotes");
    if (named != version)
        return fail(error, ERROR_CONFLICT, "If-Match", "it has changed; the current version is %lld",
                    (long long)version);
    return true;
}

const char *request_actor(const Request *request)
{
    const Caller *caller = request->caller;
    switch (caller->kind) {
    case CALLER_STAFF:
        return arena_format(request->arena, "staff:%lld", (long long)caller->id);
    case CALLER_TOKEN:
    case CALLER_INGEST:
        return arena_format(request->arena, "key:%lld", (long long)caller->id);
    case CALLER_SYSTEM:
        return "system";
    default:
        return "nobody";
    }
}
