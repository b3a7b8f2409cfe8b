/*
 * Who is connected, and for how long they may take. One thread looks at all connections, ten times per patience and at
 * least each second, and shuts the socket of a peer whose phase lasts longer than its bytes explain; libmicrohttpd's
 * own timeout starts again with every byte. Delays that are ours (all threads busy) do not count against the client.
 *
 * In order: patience, the watching thread, connections that come and go, and the client's address behind proxies.
 * `lock` guards the list of peers and all phases.
 */
#include "base/log.h"
#include "http/server_inside.h"

#include "base/memory.h"
#include "base/network.h"

#include <arpa/inet.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* A client that is slower than this over a whole phase is not on a slow line but attacks. */
enum { BYTES_PER_SECOND_MIN = 10000 };

/*
 * How long a peer may stay in a phase, in times of the patience; 0 = as long as it likes. libmicrohttpd's own time-out
 * starts again with every byte, so a byte every nine seconds would hold a connection for ever.
 */
static const int PATIENCE[] = {
    [PEER_NEW] = 1, [PEER_IDLE] = 3, [PEER_BODY] = 1, [PEER_WORKING] = 0, [PEER_SENDING] = 6,
};

/* Once three of four places are taken, silent connections keep others out, so they get a tenth of the time. */
enum { SCARCE_OF_4 = 3, SCARCE_DIVISOR = 10 };

static int64_t time_allowed(const Peers *peers, const Peer *peer)
{
    int64_t allowed = peers->patience * PATIENCE[peer->phase];
    bool says_nothing = peer->phase == PEER_NEW || peer->phase == PEER_IDLE;
    bool scarce = peers->places && peers->count >= peers->places / 4 * SCARCE_OF_4;
    return says_nothing && scarce ? peers->patience / SCARCE_DIVISOR : allowed;
}

static bool peer_is_too_slow(const Peers *peers, const Peer *peer, int64_t now)
{
    int64_t allowed = time_allowed(peers, peer);
    int64_t bought = (int64_t)peer->bytes * 1000000 / BYTES_PER_SECOND_MIN;
    return allowed && now - peer->since > allowed + bought;
}

/* The delay is ours when the client's bytes wait unread in our socket, or when it has taken everything and we send no
 * more: that happens when all our threads are busy. */
static bool delay_is_ours(const Peer *peer)
{
    int bytes = 0;
    if (peer->phase == PEER_SENDING)
        return ioctl(peer->fd, SIOCOUTQ, &bytes) == 0 && bytes == 0;
    return ioctl(peer->fd, FIONREAD, &bytes) == 0 && bytes > 0;
}

/* Only the socket is shut: libmicrohttpd then sees the end of it and clears up in its own thread. */
static void peer_judge(const Peers *peers, Peer *peer, int64_t now)
{
    if (!peer_is_too_slow(peers, peer, now))
        return;
    if (delay_is_ours(peer)) {
        peer->since = now;
        return;
    }
    if (peer->phase == PEER_BODY)
        log_line(LOG_INFO, "cut off a request whose body came too slowly");
    shutdown(peer->fd, SHUT_RDWR);
}

static void *peers_watch(void *context)
{
    Peers *peers = context;
    int64_t step = peers->patience / 10 > 1000000 ? 1000000 : peers->patience / 10;
    pthread_mutex_lock(&peers->lock);
    while (!peers->stopping) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        int64_t nanoseconds = until.tv_nsec + step * 1000;
        until.tv_sec += nanoseconds / 1000000000;
        until.tv_nsec = nanoseconds % 1000000000;
        pthread_cond_timedwait(&peers->wake, &peers->lock, &until);
        int64_t now = clock_monotonic();
        for (Peer *peer = peers->first; peer; peer = peer->next)
            peer_judge(peers, peer, now);
    }
    pthread_mutex_unlock(&peers->lock);
    return NULL;
}

bool peers_start(Peers *peers, int patience_ms, size_t places, Error *error)
{
    peers->places = places;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&peers->lock, NULL);
    pthread_cond_init(&peers->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    peers->patience = (int64_t)(patience_ms ? patience_ms : 10000) * 1000;
    if (pthread_create(&peers->thread, NULL, peers_watch, peers))
        return fail(error, ERROR_INTERNAL, NULL, "no thread for the watch over slow clients");
    return true;
}

void peers_stop(Peers *peers)
{
    pthread_mutex_lock(&peers->lock);
    peers->stopping = true;
    pthread_cond_signal(&peers->wake);
    pthread_mutex_unlock(&peers->lock);
    pthread_join(peers->thread, NULL);
    pthread_cond_destroy(&peers->wake);
    pthread_mutex_destroy(&peers->lock);
}

static bool peer_is_system(int fd)
{
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size))
        return false;
    return credentials.uid == geteuid() || credentials.uid == 0;
}

static bool is_trusted(const Services *services, const char *address)
{
    for (int i = 0; services->trusted_proxies && services->trusted_proxies[i]; i++)
        if (network_holds(services->trusted_proxies[i], address))
            return true;
    return false;
}

static void address_print(const struct sockaddr *address, char out[ADDRESS_SIZE])
{
    memcpy(out, "local", sizeof "local");
    if (address->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, out, ADDRESS_SIZE);
    } else if (address->sa_family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)address)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(six))
            inet_ntop(AF_INET, six->s6_addr + 12, out, ADDRESS_SIZE);
        else
            inet_ntop(AF_INET6, six, out, ADDRESS_SIZE);
    }
}

/* A trusted proxy speaks for many clients, and the command line is not limited. */
static bool is_counted(const Server *server, const char *address)
{
    return !server->unix_path && !is_trusted(server->services, address);
}

enum MHD_Result on_accept(void *cls, const struct sockaddr *from, socklen_t size)
{
    const Server *server = cls;
    char address[ADDRESS_SIZE], network[ADDRESS_SIZE];
    (void)size;
    address_print(from, address);
    network_print(address, network);
    return !is_counted(server, address) || limit_has_room(server->connections, network) ? MHD_YES : MHD_NO;
}

Peer *peer_add(Server *server, struct MHD_Connection *connection)
{
    Peers *peers = &server->peers;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    const union MHD_ConnectionInfo *from = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    Peer *peer = memory_new(1, sizeof *peer);
    if (!info)
        bug("a connection without a socket");
    peer->fd = info->connect_fd;
    peer->since = clock_monotonic();
    memcpy(peer->address, "local", sizeof "local");
    peer->system = server->unix_path && peer_is_system(peer->fd);
    if (!server->unix_path && from)
        address_print(from->client_addr, peer->address);
    network_print(peer->address, peer->network);
    peer->counted = is_counted(server, peer->address) && limit_enter(server->connections, peer->network, 1);
    pthread_mutex_lock(&peers->lock);
    peer->next = peers->first;
    if (peer->next)
        peer->next->previous = peer;
    peers->first = peer;
    peers->count++;
    pthread_mutex_unlock(&peers->lock);
    return peer;
}

void peer_remove(Server *server, Peer *peer)
{
    Peers *peers = &server->peers;
    if (peer->counted)
        limit_leave(server->connections, peer->network, 1);
    pthread_mutex_lock(&peers->lock);
    if (peer->previous)
        peer->previous->next = peer->next;
    else
        peers->first = peer->next;
    if (peer->next)
        peer->next->previous = peer->previous;
    peers->count--;
    pthread_mutex_unlock(&peers->lock);
    free(peer);
}

void peer_phase(Peers *peers, Peer *peer, PeerPhase phase, size_t bytes)
{
    int64_t now = clock_monotonic();
    pthread_mutex_lock(&peers->lock);
    if (peer->phase != phase)
        peer->since = now;
    peer->phase = phase;
    peer->bytes = bytes;
    pthread_mutex_unlock(&peers->lock);
}

void peer_cut(Peers *peers, const Peer *peer)
{
    pthread_mutex_lock(&peers->lock);
    shutdown(peer->fd, SHUT_RDWR);
    pthread_mutex_unlock(&peers->lock);
}

Peer *peer_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info->socket_context;
}

/* NULL when the text is not an address. A proxy that listens on [::] writes ::ffff:192.0.2.7 and means 192.0.2.7. */
static const char *address_plain(Arena *arena, const char *text)
{
    struct in6_addr six;
    char four[INET_ADDRSTRLEN];
    if (inet_pton(AF_INET, text, &six) == 1)
        return text;
    if (inet_pton(AF_INET6, text, &six) != 1)
        return NULL;
    if (!IN6_IS_ADDR_V4MAPPED(&six))
        return text;
    inet_ntop(AF_INET, six.s6_addr + 12, four, sizeof four);
    return arena_text(arena, four);
}

/* From the right, the first address that is not a trusted proxy: the client could have invented everything left of it.
 */
static const char *address_forwarded(Arena *arena, const Services *services, const char *header, const char *peer)
{
    size_t end = strlen(header);
    while (end > 0) {
        size_t begin = end;
        while (begin > 0 && header[begin - 1] != ',')
            begin--;
        const char *address = address_plain(arena, text_trim(arena, arena_text_n(arena, header + begin, end - begin)));
        if (!address)
            return peer;
        if (!is_trusted(services, address))
            return address;
        peer = address;
        end = begin ? begin - 1 : 0;
    }
    return peer;
}

/* All lines as one list: some proxies add a line after the client's. NULL = none came. */
static const char *forwarded_for(const Exchange *exchange)
{
    Text list = text_new(exchange->request.arena);
    for (size_t i = 0; i < exchange->header_count; i++)
        if (!strcasecmp(exchange->headers[i].name, "X-Forwarded-For"))
            text_format(&list, "%s%s", list.size ? "," : "", exchange->headers[i].value);
    return list.size ? text_string(&list) : NULL;
}

/* Headers that only a proxy sends. A proxy without any must be named in trusted-proxies, or it passes for this machine.
 */
static bool came_through_a_proxy(const Exchange *exchange)
{
    static const char *const MARKS[] = { "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
                                         "X-Real-IP",       "Forwarded",        "Via" };
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
        if (exchange_header(exchange, MARKS[i]))
            return true;
    return false;
}

void address_find(Exchange *exchange, const Peer *peer)
{
    Request *request = &exchange->request;
    const char *forwarded = forwarded_for(exchange);
    bool proxy = is_trusted(request->services, peer->address);
    request->address = arena_text(request->arena, peer->address);
    if (forwarded && proxy)
        request->address = address_forwarded(request->arena, request->services, forwarded, request->address);
    bool loopback = text_starts(peer->address, "127.") || !strcmp(peer->address, "::1") || peer->system;
    exchange->local = loopback && !proxy && !came_through_a_proxy(exchange);
}
