/* Judges an address: first what the operator allows, then the ranges that nobody may name. The first range that holds
 * the address says what it is. */
#include "net/address.h"

#include "base/network.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct {
    const char *network;
    const char *what;
} Range;

static const Range RANGES[] = {
    { "0.0.0.0/8", "an unspecified address" },
    { "10.0.0.0/8", "a private address" },
    { "100.64.0.0/10", "an address behind a provider's NAT" },
    { "127.0.0.0/8", "a loopback address" },
    { "169.254.0.0/16", "a link-local address" }, /* with the clouds' metadata services */
    { "172.16.0.0/12", "a private address" },
    { "192.0.0.0/24", "a reserved address" },
    { "192.0.2.0/24", "a reserved address" },
    { "192.88.99.0/24", "a translated address" },
    { "192.168.0.0/16", "a private address" },
    { "198.18.0.0/15", "a reserved address" },
    { "198.51.100.0/24", "a reserved address" },
    { "203.0.113.0/24", "a reserved address" },
    { "224.0.0.0/4", "a multicast address" },
    { "240.0.0.0/4", "a reserved address" },
    { "::/128", "an unspecified address" },
    { "::1/128", "a loopback address" },
    { "64:ff9b::/16", "a translated address" },
    { "2001::/23", "a translated address" },
    { "2001:db8::/32", "a reserved address" },
    { "2002::/16", "a translated address" },
    { "3fff::/20", "a reserved address" },
    { "fc00::/7", "a private address" },
    { "fe80::/10", "a link-local address" },
    { "fec0::/10", "a private address" },
    { "ff00::/8", "a multicast address" },
    { NULL, NULL },
};
static const char GLOBAL_SIX[] = "2000::/3";

static bool is_allowed(const char *address, const char *const *allowed)
{
    for (; allowed && *allowed; allowed++)
        if (network_holds(*allowed, address))
            return true;
    return false;
}

static const char *text_refused(const char *address, const char *const *allowed)
{
    if (is_allowed(address, allowed))
        return NULL;
    for (const Range *range = RANGES; range->network; range++)
        if (network_holds(range->network, address))
            return range->what;
    bool six = strchr(address, ':') != NULL;
    return six && !network_holds(GLOBAL_SIX, address) ? "a reserved address" : NULL;
}

static const char *six_refused(const struct in6_addr *six, const char *const *allowed)
{
    char text[INET6_ADDRSTRLEN];
    if (IN6_IS_ADDR_V4MAPPED(six))
        inet_ntop(AF_INET, six->s6_addr + 12, text, sizeof text);
    else
        inet_ntop(AF_INET6, six, text, sizeof text);
    return text_refused(text, allowed);
}

const char *address_refused(const struct sockaddr *address, const char *const *allowed)
{
    char text[INET_ADDRSTRLEN];
    if (address->sa_family == AF_INET6)
        return six_refused(&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, allowed);
    if (address->sa_family != AF_INET)
        return "no internet address";
    inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, text, sizeof text);
    return text_refused(text, allowed);
}

const char *address_text_refused(const char *address, const char *const *allowed)
{
    struct in_addr four;
    struct in6_addr six;
    if (inet_pton(AF_INET6, address, &six) == 1)
        return six_refused(&six, allowed);
    return inet_pton(AF_INET, address, &four) == 1 ? text_refused(address, allowed) : "not an address";
}
