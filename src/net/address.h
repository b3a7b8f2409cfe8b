/*
 * Which addresses the program may connect to because somebody named a URL: those of the public internet, and what the
 * operator allows. A URL that leads into the operator's own network would let its author reach what only this machine
 * can (SSRF).
 *
 * The rule is a list of what is refused within IPv4, and of what is left of IPv6's global range. An IPv4 address that
 * IPv6 maps is judged as what it is; translations (NAT64, 6to4, Teredo) are refused, since their other end may be any
 * host. Source: the special-purpose address registries of IANA (RFC 6890).
 *
 * Not for: the names of hosts. A name is judged by the address that is connected to, at the moment of connecting.
 * Units: none. Errors: none.
 * Forgets a person: holds nothing.
 */
#ifndef BANSO_NET_ADDRESS_H
#define BANSO_NET_ADDRESS_H

#include <sys/socket.h>

/* NULL when it may be reached; else what it is, "a private address". `allowed`: addresses and networks ("10.0.0.0/8")
 * that may be reached whatever they are, NULL-ended; may be NULL. */
const char *address_refused(const struct sockaddr *address, const char *const *allowed);
/* The same for an address as text; "not an address" for other texts. */
const char *address_text_refused(const char *address, const char *const *allowed);

#endif
