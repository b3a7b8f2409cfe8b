/*
 * Addresses and networks as text: "192.0.2.7", "10.0.0.0/8", "fd00::/8".
 *
 * Not for: names of hosts.
 * Units: none.
 * Errors: false for other texts.
 * Forgets a person: holds nothing.
 */
#ifndef BANSO_BASE_NETWORK_H
#define BANSO_BASE_NETWORK_H

#include <stdbool.h>

/* Whether the text is an address, with or without a number of bits behind it. */
bool network_is(const char *text);
/* Whether the address equals the network or is in it. Both of one family. */
bool network_holds(const char *network, const char *address);

#endif
