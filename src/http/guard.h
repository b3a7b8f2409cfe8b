/*
 * The request guard. Every HTTP library in C that was tried accepts two lengths, a length beside chunks, two hosts or a
 * space before the colon. A proxy in front may read such a request differently from us: that is how requests are
 * smuggled. So none of these pass: 400, and the connection is closed.
 */
#ifndef BANSO_HTTP_GUARD_H
#define BANSO_HTTP_GUARD_H

#include "http/exchange.h"

typedef struct {
    const char *method;
    const char *target;
    const char *version; /* "HTTP/1.1" */
    const Header *headers;
    size_t count;
} GuardedRequest;

enum { GUARD_HEADERS_MAX = 64, GUARD_TARGET_MAX = 8192 };

/* `error` says which rule was broken. */
bool guard_passes(const GuardedRequest *request, Error *error);

#endif
