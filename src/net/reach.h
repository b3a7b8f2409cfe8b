/* Inside net: what all ways out share. A handle of libcurl with its bounds, the judging of each address at the moment
 * of connecting, and the words for how it ended. Only files of this folder that talk to libcurl include it. */
#ifndef BANSO_NET_REACH_H
#define BANSO_NET_REACH_H

#include "net/outbound.h"

#include <curl/curl.h>

/* The first member of what a request keeps: libcurl's callbacks get it. */
typedef struct Reach {
    const char *const *allowed;
    const atomic_bool *stopping;
    bool own_only; /* a password goes in the clear: only to what the operator allows by name */
    bool (*late)(const struct Reach *reach); /* asked about once a second: it has taken too long; NULL = never */
    bool refused, stopped, timed_out;
} Reach;

/* libcurl for this process; whoever calls it first starts it. */
void reach_begin(void);
/* A new handle that goes only where these schemes ("http,https") and the addresses of `reach` allow, without redirects,
 * proxies or stored passwords. */
CURL *reach_open(Reach *reach, const char *schemes, long whole_ms);
OutboundEnd reach_end(const Reach *reach, CURLcode code);

#endif
