/*
 * Opens the listening socket, which libmicrohttpd then serves: a TCP address, or a socket file for the command line and
 * for proxies on this machine. A file left by a server that was killed is removed, but only if nobody answers on it.
 * The file is created under umask 0177, so there is never a moment in which others may connect.
 */
#include "http/server_inside.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static bool listen_fail(int fd, const char *listen_on, Error *error)
{
    int reason = errno;
    if (fd >= 0)
        close(fd);
    const char *way = reason == EADDRINUSE ? "; choose another address with --listen or BANSO_LISTEN" : "";
    return fail(error, ERROR_BUSY, "listen", "cannot listen on %.100s: %s%s", listen_on, strerror(reason), way);
}

/* A socket file that nobody answers is left from a server that was killed. */
static void unix_clear(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd, (const struct sockaddr *)address, sizeof *address) && errno == ECONNREFUSED)
        unlink(address->sun_path);
    close(fd);
}

static bool listen_unix(const char *listen_on, int *fd, char **path, Error *error)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    const char *name = listen_on + strlen("unix:");
    if (strlen(name) >= sizeof address.sun_path)
        return fail(error, ERROR_INPUT, "listen", "the path of the socket is too long: %.120s", name);
    memcpy(address.sun_path, name, strlen(name) + 1);
    unix_clear(&address);
    int made = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    mode_t before = umask(0177);
    bool ok = made >= 0 && !bind(made, (struct sockaddr *)&address, sizeof address) && !listen(made, BACKLOG);
    umask(before);
    if (!ok)
        return listen_fail(made, listen_on, error);
    *fd = made;
    *path = strdup(name);
    return true;
}

static bool host_split(const char *listen_on, char *host, size_t size, const char **port)
{
    const char *colon = strrchr(listen_on, ':');
    if (!colon || !colon[1] || strspn(colon + 1, "0123456789") != strlen(colon + 1))
        return false;
    bool bracketed = listen_on[0] == '[' && colon > listen_on && colon[-1] == ']';
    size_t length = (size_t)(colon - listen_on) - (bracketed ? 2 : 0);
    if (length >= size)
        return false;
    memcpy(host, listen_on + bracketed, length);
    host[length] = 0;
    *port = colon + 1;
    return true;
}

static int port_of(int fd)
{
    struct sockaddr_in6 address;
    socklen_t size = sizeof address;
    if (getsockname(fd, (struct sockaddr *)&address, &size))
        return 0;
    return ntohs(address.sin6_port); /* at the same place in sockaddr_in */
}

bool listen_open(const char *listen_on, int *fd, int *port, char **unix_path, Error *error)
{
    struct addrinfo wanted = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV }, *found;
    char host[256];
    const char *service;
    int on = 1;
    if (text_starts(listen_on, "unix:"))
        return listen_unix(listen_on, fd, unix_path, error);
    if (!host_split(listen_on, host, sizeof host, &service))
        return fail(error, ERROR_INPUT, "listen",
                    "listen must be HOST:PORT, [ADDRESS]:PORT or unix:/PATH, not \"%.100s\"", listen_on);
    int result = getaddrinfo(*host ? host : NULL, service, &wanted, &found);
    if (result)
        return fail(error, ERROR_INPUT, "listen", "cannot listen on %.100s: %s", listen_on, gai_strerror(result));
    int made = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    bool ok = made >= 0 && !bind(made, found->ai_addr, found->ai_addrlen) && !listen(made, BACKLOG);
    freeaddrinfo(found);
    if (!ok)
        return listen_fail(made, listen_on, error);
    *fd = made;
    *port = port_of(made);
    return true;
}
