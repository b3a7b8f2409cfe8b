/*
 * What outbound.c and smtp.c share of libcurl. Each request has a handle of its own: no connection, name or cookie
 * outlives it, so what was judged for one request is never used for another.
 */
#include "net/reach.h"

#include "net/address.h"

#include <pthread.h>

static void begin_once(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        bug("libcurl does not start");
}

void reach_begin(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, begin_once);
}

static bool may_reach(const Reach *reach, const struct sockaddr *address)
{
    return !address_refused(address, reach->allowed) && (!reach->own_only || address_refused(address, NULL));
}

/* Called by libcurl for each address it is about to connect to. */
static curl_socket_t socket_open(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    Reach *reach = context;
    if (purpose != CURLSOCKTYPE_IPCXN || !may_reach(reach, &address->addr)) {
        reach->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static int is_stopping(void *context, curl_off_t down_all, curl_off_t down, curl_off_t up_all, curl_off_t up)
{
    Reach *reach = context;
    (void)down_all;
    (void)down;
    (void)up_all;
    (void)up;
    reach->stopped = reach->stopping && atomic_load(reach->stopping);
    reach->timed_out = reach->late && reach->late(reach);
    return reach->stopped || reach->timed_out;
}

CURL *reach_open(Reach *reach, const char *schemes, long whole_ms)
{
    reach_begin();
    CURL *curl = curl_easy_init();
    if (!curl)
        bug("out of memory: a request");
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, schemes);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L); /* the end does not wait for a silent name server */
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)OUTBOUND_CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, whole_ms);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, socket_open);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, reach);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, is_stopping);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, reach);
    return curl;
}

OutboundEnd reach_end(const Reach *reach, CURLcode code)
{
    if (reach->stopped)
        return OUTBOUND_STOPPED;
    if (reach->timed_out)
        return OUTBOUND_TIMEOUT;
    switch (code) {
    case CURLE_OK:
        return OUTBOUND_ANSWERED;
    case CURLE_COULDNT_RESOLVE_HOST:
        return OUTBOUND_UNKNOWN_HOST;
    case CURLE_COULDNT_CONNECT:
        return reach->refused ? OUTBOUND_REFUSED : OUTBOUND_UNREACHABLE;
    case CURLE_OPERATION_TIMEDOUT:
        return OUTBOUND_TIMEOUT;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_USE_SSL_FAILED:
        return OUTBOUND_TLS;
    default:
        return reach->refused ? OUTBOUND_REFUSED : OUTBOUND_BROKEN;
    }
}
