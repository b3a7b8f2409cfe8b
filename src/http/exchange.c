/*
 * The life of an Exchange: the server creates it when it has the request's target, before any rule is checked, so that
 * even a refused request has an id for the log. Everything it holds is in its arena, except for the body. The path that
 * logs show is shortened here: what leads to no route may contain a key.
 */
#include "http/exchange.h"

#include "base/memory.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const METHOD_NAMES[] = {
    [METHOD_NONE] = "", [GET] = "GET", [POST] = "POST", [PUT] = "PUT", [PATCH] = "PATCH", [DELETE] = "DELETE",
};

Method method_of(const char *name)
{
    for (int method = GET; method <= DELETE; method++)
        if (!strcmp(name, METHOD_NAMES[method]))
            return (Method)method;
    return METHOD_NONE;
}

const char *method_name(Method method)
{
    return METHOD_NAMES[method];
}

/* Unique over servers and restarts by mere chance, and cheap: a counter behind a random start, well mixed. */
static void id_write(char out[17])
{
    static atomic_uint_fast64_t counter;
    static atomic_uint_fast64_t seed;
    uint64_t start = atomic_load(&seed);
    if (!start) {
        uint64_t fresh;
        randombytes_buf(&fresh, sizeof fresh);
        fresh |= 1;
        if (atomic_compare_exchange_strong(&seed, &start, fresh))
            start = fresh;
    }
    uint64_t x = start + atomic_fetch_add(&counter, 1) * 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    snprintf(out, 17, "%016llx", (unsigned long long)(x ^ (x >> 31)));
}

Exchange *exchange_new(Services *services, Server *server, const char *target)
{
    Arena *arena = arena_new();
    Exchange *exchange = memory_new(1, sizeof *exchange);
    exchange->server = server;
    exchange->started = clock_monotonic();
    exchange->target = arena_text(arena, target);
    const char *mark = strchr(exchange->target, '?');
    exchange->path = mark ? arena_text_n(arena, exchange->target, (size_t)(mark - exchange->target)) : exchange->target;
    exchange->query = mark ? mark + 1 : NULL;
    exchange->caller = (Caller) { .kind = CALLER_NOBODY, .rights = RIGHT_PUBLIC, .language = "en" };
    id_write(exchange->id);
    exchange->request = (Request) {
        .services = services,
        .arena = arena,
        .caller = &exchange->caller,
        .now = clock_now(),
        .since = exchange->started,
        .id = exchange->id,
        .address = "local",
        .reply = &exchange->reply,
        .connection = exchange,
    };
    return exchange;
}

enum { WORD_SHOWN = 20 };

/* A path that leads nowhere, or to a page of the web UI, may be anything: other programs' clients put their write keys
 * into it. */
static const char *path_without_secrets(const Exchange *exchange)
{
    Text shown = text_new(exchange->request.arena);
    for (const char *at = exchange->path; *at;) {
        size_t size = strcspn(at + 1, "/");
        text_char(&shown, *at);
        text_add_n(&shown, size > WORD_SHOWN ? "..." : at + 1, size > WORD_SHOWN ? 3 : size);
        at += 1 + size;
    }
    return text_string(&shown);
}

const char *exchange_path_shown(const Exchange *exchange)
{
    const Route *route = exchange->request.route;
    if (!route)
        return text_starts(exchange->path, "/assets/") ? exchange->path : path_without_secrets(exchange);
    return strstr(route->path, ":text}") ? route->path : exchange->path;
}

void exchange_free(Exchange *exchange)
{
    if (!exchange)
        return;
    body_free(&exchange->body);
    arena_free(exchange->request.arena);
    free(exchange);
}

const char *exchange_header(const Exchange *exchange, const char *name)
{
    for (size_t i = 0; i < exchange->header_count; i++)
        if (!strcasecmp(exchange->headers[i].name, name))
            return exchange->headers[i].value;
    return NULL;
}
