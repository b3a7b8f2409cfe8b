/*
 * The rules, each a predicate over the head as libmicrohttpd gave it: target, names and values, headers that come
 * twice, host, one end of the body. Called for every request before a route is looked for, and before any byte of the
 * body is read. A new rule belongs here if two parsers could disagree, even if our own is right.
 */
#include "http/guard.h"

#include <string.h>
#include <strings.h>

/* Headers whose second occurrence changes the meaning of the request for some proxy. */
static const char *const ONLY_ONCE[] = {
    "host",   "content-length", "transfer-encoding", "authorization", "content-type", "content-encoding", "origin",
    "cookie", "expect",         "idempotency-key",
};

static bool is_token(const char *name)
{
    static const char MARKS[] = "!#$%&'*+-.^_`|~";
    if (!*name)
        return false;
    for (const char *c = name; *c; c++) {
        bool letter = (*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
        if (!letter && !strchr(MARKS, *c))
            return false;
    }
    return true;
}

static bool has_control(const char *value)
{
    for (const unsigned char *c = (const unsigned char *)value; *c; c++)
        if ((*c < 0x20 && *c != '\t') || *c == 0x7f)
            return true;
    return false;
}

static const char *only(const GuardedRequest *request, const char *name)
{
    for (size_t i = 0; i < request->count; i++)
        if (!strcasecmp(request->headers[i].name, name))
            return request->headers[i].value;
    return NULL;
}

static bool names_and_values_are_clean(const GuardedRequest *request, Error *error)
{
    if (request->count > GUARD_HEADERS_MAX)
        return fail(error, ERROR_INPUT, NULL, "more than %d headers", GUARD_HEADERS_MAX);
    for (size_t i = 0; i < request->count; i++) {
        if (!is_token(request->headers[i].name))
            return fail(error, ERROR_INPUT, NULL, "the name of a header is not a token");
        if (has_control(request->headers[i].value))
            return fail(error, ERROR_INPUT, NULL, "a header contains a control character");
    }
    return true;
}

static bool nothing_comes_twice(const GuardedRequest *request, Error *error)
{
    for (size_t rule = 0; rule < sizeof ONLY_ONCE / sizeof *ONLY_ONCE; rule++) {
        int seen = 0;
        for (size_t i = 0; i < request->count; i++)
            seen += !strcasecmp(request->headers[i].name, ONLY_ONCE[rule]);
        if (seen > 1)
            return fail(error, ERROR_INPUT, NULL, "more than one %s header", ONLY_ONCE[rule]);
    }
    return true;
}

/* "." and "..", plain or escaped. Every browser resolves them, so a client that sends them hopes that some proxy does
 * not. */
static bool segment_climbs(const char *segment, size_t size)
{
    size_t dots = 0;
    for (size_t i = 0; i < size; dots++) {
        if (segment[i] == '.')
            i++;
        else if (i + 3 <= size && !strncasecmp(segment + i, "%2e", 3))
            i += 3;
        else
            return false;
    }
    return dots == 1 || dots == 2;
}

static bool path_climbs(const char *target)
{
    const char *end = target + strcspn(target, "?");
    for (const char *at = target; at < end;) {
        size_t size = strcspn(at + 1, "/?");
        if (segment_climbs(at + 1, size))
            return true;
        at += size + 1;
    }
    return false;
}

static bool target_is_a_path(const GuardedRequest *request, Error *error)
{
    size_t size = strlen(request->target);
    if (request->target[0] != '/' || size > GUARD_TARGET_MAX)
        return fail(error, ERROR_INPUT, NULL, "the target must be a path of at most %d bytes", GUARD_TARGET_MAX);
    for (const unsigned char *c = (const unsigned char *)request->target; *c; c++)
        if (*c <= 0x20 || *c >= 0x7f || *c == '#')
            return fail(error, ERROR_INPUT, NULL, "the target contains a character that must be percent-encoded");
    return !path_climbs(request->target) || fail(error, ERROR_INPUT, NULL, "the path must not contain . or ..");
}

static bool length_is_digits(const char *length)
{
    size_t size = strlen(length);
    return size > 0 && size <= 15 && strspn(length, "0123456789") == size;
}

/* A length beside chunks, or either of them in a form that a proxy may read differently. */
static bool end_is_plain(const GuardedRequest *request, const char *length, const char *encoding, Error *error)
{
    if (length && encoding)
        return fail(error, ERROR_INPUT, NULL, "send either Content-Length or Transfer-Encoding, not both");
    if (length && !length_is_digits(length))
        return fail(error, ERROR_INPUT, NULL, "Content-Length must be all digits");
    if (encoding && (strcmp(encoding, "chunked") || strcmp(request->version, "HTTP/1.1")))
        return fail(error, ERROR_INPUT, NULL, "Transfer-Encoding must be exactly chunked");
    return true;
}

static bool body_has_one_end(const GuardedRequest *request, Error *error)
{
    const char *length = only(request, "content-length");
    const char *encoding = only(request, "transfer-encoding");
    Method method = method_of(request->method);
    if (!end_is_plain(request, length, encoding, error))
        return false;
    if (method != POST && method != PUT && method != PATCH) {
        bool empty = !encoding && (!length || strspn(length, "0") == strlen(length));
        return empty || fail(error, ERROR_INPUT, NULL, "%s takes no body", request->method);
    }
    return length || encoding ||
           fail(error, ERROR_INPUT, NULL, "%s needs Content-Length or Transfer-Encoding", request->method);
}

static bool host_is_one(const GuardedRequest *request, Error *error)
{
    const char *host = only(request, "host");
    if (!host || !*host || strcspn(host, " \t,/@?#\\") != strlen(host))
        return fail(error, ERROR_INPUT, NULL, "Host must be exactly one host");
    return true;
}

bool guard_passes(const GuardedRequest *request, Error *error)
{
    if (strcmp(request->version, "HTTP/1.1") && strcmp(request->version, "HTTP/1.0"))
        return fail(error, ERROR_INPUT, NULL, "use HTTP/1.1");
    return target_is_a_path(request, error) && names_and_values_are_clean(request, error) &&
           nothing_comes_twice(request, error) && host_is_one(request, error) && body_has_one_end(request, error);
}
