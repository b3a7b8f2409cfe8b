/*
 * Reduces an address that a person typed to the one spelling that browsers send in Origin, so that origins compare as
 * bytes: scheme and host in lower case, names through ICU's UTS 46, IPv6 through inet_ntop, the usual port left out.
 * What a browser would write otherwise (a path, a user, an escape) is refused and not repaired.
 */
#include "base/origin.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/uidna.h>

enum { NAME_MAX_ASCII = 254, PORT_MAX = 65535 };

static const struct {
    const char *scheme;
    long port;
} SCHEMES[] = { { "https://", 443 }, { "http://", 80 } };

/* -1 = no port is named, 0 = an invalid one. */
static long port_read(const char *text)
{
    if (!text)
        return -1;
    size_t size = strlen(text);
    long port = size >= 1 && size <= 5 && strspn(text, "0123456789") == size ? strtol(text, NULL, 10) : 0;
    return port <= PORT_MAX ? port : 0;
}

static const char *address_plain(Arena *arena, char *text)
{
    struct in6_addr address;
    char plain[INET6_ADDRSTRLEN];
    size_t size = strlen(text);
    if (size < 2 || text[size - 1] != ']')
        return NULL;
    text[size - 1] = 0;
    if (inet_pton(AF_INET6, text + 1, &address) != 1 || !inet_ntop(AF_INET6, &address, plain, sizeof plain))
        return NULL;
    return arena_format(arena, "[%s]", plain);
}

static const char *name_plain(Arena *arena, const char *text)
{
    UErrorCode code = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    char plain[NAME_MAX_ASCII + 1];
    UIDNA *idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, &code);
    if (U_FAILURE(code))
        return NULL;
    int32_t size = uidna_nameToASCII_UTF8(idna, text, -1, plain, NAME_MAX_ASCII, &info, &code);
    uidna_close(idna);
    bool ok = U_SUCCESS(code) && !info.errors && size > 0 && size <= NAME_MAX_ASCII;
    return ok ? arena_text_n(arena, plain, (size_t)size) : NULL;
}

/* Splits "name:8443" and "[::1]:8443". */
static char *port_cut(char *host)
{
    char *end = *host == '[' ? strchr(host, ']') : host;
    char *colon = end ? strchr(end, ':') : NULL;
    if (!colon)
        return NULL;
    *colon = 0;
    return colon + 1;
}

/* Nothing of a path, a query or a password, and nothing that a browser would write otherwise. */
static bool is_host(const char *text)
{
    for (const char *c = text; *c; c++)
        if (strchr("/?#@\\%<>\"'", *c) || (unsigned char)*c <= ' ' || *c == 0x7f)
            return false;
    return *text;
}

static const char *host_plain(Arena *arena, char *host)
{
    return *host == '[' ? address_plain(arena, host) : *host ? name_plain(arena, host) : NULL;
}

static bool rest_plain(Arena *arena, const char *rest, size_t scheme, const char **plain)
{
    char *host = arena_text(arena, rest);
    size_t size = strlen(host);
    while (size > 0 && host[size - 1] == '/')
        host[--size] = 0;
    if (!is_host(host))
        return false;
    long port = port_read(port_cut(host));
    const char *name = host_plain(arena, host);
    if (port == 0 || !name)
        return false;
    bool usual = port < 0 || port == SCHEMES[scheme].port;
    *plain = usual ? arena_format(arena, "%s%s", SCHEMES[scheme].scheme, name)
                   : arena_format(arena, "%s%s:%ld", SCHEMES[scheme].scheme, name, port);
    return true;
}

bool origin_plain(Arena *arena, const char *text, const char **plain)
{
    for (size_t i = 0; i < sizeof SCHEMES / sizeof *SCHEMES; i++)
        if (!strncasecmp(text, SCHEMES[i].scheme, strlen(SCHEMES[i].scheme)))
            return rest_plain(arena, text + strlen(SCHEMES[i].scheme), i, plain);
    return false;
}
