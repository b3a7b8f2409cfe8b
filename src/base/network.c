/*
 * Reads addresses of both families into 16 bytes (IPv4 in the last four) and compares as many bits as the network has.
 * An address of one family is never in a network of the other: IPv4 in its IPv6 form must be unwrapped by the caller
 * (peer.c).
 */
#include "base/network.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* An IPv4 address as IPv6 maps it. */
static bool address_read(const char *text, size_t size, uint8_t out[16], int *width)
{
    char copy[64];
    if (size >= sizeof copy)
        return false;
    memcpy(copy, text, size);
    copy[size] = 0;
    bool six = strchr(copy, ':') != NULL;
    *width = six ? 128 : 32;
    memset(out, 0, 16);
    return inet_pton(six ? AF_INET6 : AF_INET, copy, six ? out : out + 12) == 1;
}

bool network_is(const char *text)
{
    uint8_t address[16];
    int width;
    size_t size = strcspn(text, "/");
    if (!address_read(text, size, address, &width))
        return false;
    if (!text[size])
        return true;
    char *end;
    long bits = strtol(text + size + 1, &end, 10);
    return end > text + size + 1 && !*end && bits >= 0 && bits <= width;
}

bool network_holds(const char *network, const char *address)
{
    uint8_t base[16], asked[16];
    int base_width, width;
    size_t size = strcspn(network, "/");
    if (!address_read(network, size, base, &base_width) || !address_read(address, strlen(address), asked, &width) ||
        base_width != width)
        return false;
    int bits = network[size] ? (int)strtol(network + size + 1, NULL, 10) : width;
    int first = 128 - width;
    for (int bit = first; bit < first + bits && bit < 128; bit++)
        if ((base[bit / 8] ^ asked[bit / 8]) & 0x80 >> bit % 8)
            return false;
    return true;
}
