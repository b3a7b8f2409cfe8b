/*
 * Starts and stops everything that serves: places, TLS, the socket, the thread that watches peers, slow threads, then
 * libmicrohttpd, whose pool of threads runs accept.c. There are never more connections than file descriptors allow.
 *
 * Stopping is ordered: no new connections, streams end, requests get their seconds, then nobody may begin to wait
 * (`closing`), and only when no connection is suspended does libmicrohttpd stop, as it requires.
 */
#include "http/server.h"

#include "base/log.h"
#include "http/opening.h"
#include "http/server_inside.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    CONNECTION_MEMORY = 32 * 1024, /* all headers of one request must fit */
    IDLE_SECONDS_MAX = 60,         /* libmicrohttpd's own time-out; the watch over slow clients is stricter */
    OPTIONS_MAX = 16,
    CONNECTIONS_MAX = 4000,
    CONNECTIONS_MIN = 16,
    DESCRIPTORS_KEPT = 128, /* for the database, which is opened later, files, the way out */
    ADDRESS_MAX = 1000,
    UNREAD_MAX = 8 << 20,
    UNREAD_TOTAL_MAX = 32 << 20
};

/* The library's own list still takes TLS 1.0 and 1.1. */
static char TLS_PRIORITIES[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

static void on_log(void *cls, const char *format, va_list arguments)
{
    char text[512];
    (void)cls;
    vsnprintf(text, sizeof text, format, arguments);
    text[strcspn(text, "\n")] = 0;
    log_line(LOG_DEBUG, "http: %s", text);
}

static bool file_read(const char *path, char **text, Error *error)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return fail(error, ERROR_INPUT, "tls", "cannot read %.150s", path);
    char *bytes = calloc(1, 65536);
    size_t size = bytes ? fread(bytes, 1, 65535, file) : 0;
    fclose(file);
    if (!size) {
        free(bytes);
        return fail(error, ERROR_INPUT, "tls", "%.150s is empty", path);
    }
    *text = bytes;
    return true;
}

static bool tls_read(Server *server, const ServerOptions *options, Error *error)
{
    if (!options->tls_certificate && !options->tls_key)
        return true;
    if (!options->tls_certificate || !options->tls_key)
        return fail(error, ERROR_INPUT, "tls", "TLS needs both a certificate and a key");
    return file_read(options->tls_certificate, &server->tls_certificate, error) &&
           file_read(options->tls_key, &server->tls_key, error);
}

/* Each connection is a descriptor, and so are the database's files: take what the system lets us have. */
static rlim_t descriptors_raise(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit))
        return RLIM_INFINITY;
    struct rlimit raised = { limit.rlim_max, limit.rlim_max };
    return setrlimit(RLIMIT_NOFILE, &raised) ? limit.rlim_cur : limit.rlim_max;
}

static size_t descriptors_open(void)
{
    size_t count = 0;
    DIR *all = opendir("/proc/self/fd");
    for (; all && readdir(all); count++)
        ;
    if (all)
        closedir(all);
    return count;
}

static unsigned threads_of(const ServerOptions *options)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (options->threads > 0)
        return (unsigned)options->threads;
    /* A connection stays with its thread, and a read may take some milliseconds: never fewer than four. */
    return cores > 4 ? (unsigned)cores : 4;
}

/* Never more connections than descriptors: a thread of libmicrohttpd that has no descriptor for its first connection
 * retries without a pause. */
static bool places_find(Server *server, const ServerOptions *options, Error *error)
{
    size_t wanted = options->connections_max ? options->connections_max : CONNECTIONS_MAX;
    rlim_t may = descriptors_raise();
    size_t needed = descriptors_open() + DESCRIPTORS_KEPT + 2 * threads_of(options); /* a thread waits on two */
    if (may < needed + CONNECTIONS_MIN)
        return fail(error, ERROR_INTERNAL, NULL,
                    "only %llu files may be open, and at least %zu are needed: "
                    "raise the limit (LimitNOFILE=, ulimit -n)",
                    (unsigned long long)may, needed + CONNECTIONS_MIN);
    server->places = wanted > may - needed ? (size_t)(may - needed) : wanted;
    return true;
}

static bool daemon_start(Server *server, const ServerOptions *options, Error *error)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem items[OPTIONS_MAX];
    int count = 0;
    unsigned threads = threads_of(options);
    items[count++] = (struct MHD_OptionItem) { MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL };
    items[count++] = (struct MHD_OptionItem) { MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS_MAX, NULL };
    items[count++] = (struct MHD_OptionItem) { MHD_OPTION_CONNECTION_LIMIT, (intptr_t)server->places, NULL };
    items[count++] = (struct MHD_OptionItem) { MHD_OPTION_LISTEN_SOCKET, server->fd, NULL };
    if (threads > 1)
        items[count++] = (struct MHD_OptionItem) { MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)threads, NULL };
    if (server->tls_key) {
        flags |= MHD_USE_TLS;
        items[count++] = (struct MHD_OptionItem) { MHD_OPTION_HTTPS_MEM_KEY, 0, server->tls_key };
        items[count++] = (struct MHD_OptionItem) { MHD_OPTION_HTTPS_MEM_CERT, 0, server->tls_certificate };
        items[count++] = (struct MHD_OptionItem) { MHD_OPTION_HTTPS_PRIORITIES, 0, TLS_PRIORITIES };
    }
    items[count] = (struct MHD_OptionItem) { MHD_OPTION_END, 0, NULL };
    server->daemon = MHD_start_daemon(flags, 0, on_accept, server, on_request, server, MHD_OPTION_EXTERNAL_LOGGER,
                                      on_log, NULL, MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
                                      MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_NOTIFY_CONNECTION,
                                      on_connection, server, MHD_OPTION_ARRAY, items, MHD_OPTION_END);
    return server->daemon || fail(error, ERROR_INTERNAL, NULL, "cannot start the HTTP server");
}

static void server_release(Server *server)
{
    router_free(server->router);
    limit_free(server->connections);
    limit_free(server->limit);
    limit_free(server->streams);
    limit_free(server->uploads);
    limit_free(server->unread);
    if (server->unix_path)
        unlink(server->unix_path);
    free(server->unix_path);
    free(server->tls_certificate);
    free(server->tls_key);
    free(server);
}

static bool server_threads(Server *server, const ServerOptions *options, Error *error)
{
    if (!peers_start(&server->peers, options->patience_ms, server->places, error))
        return false;
    if (slow_start(&server->slow, error) && daemon_start(server, options, error))
        return true;
    slow_stop(&server->slow);
    peers_stop(&server->peers);
    return false;
}

bool server_start(Services *services, const ServerOptions *options, Server **server, Error *error)
{
    Server *made = calloc(1, sizeof *made);
    if (!made)
        bug("no memory for the server");
    if (!places_find(made, options, error)) {
        free(made);
        return false;
    }
    made->fd = -1;
    made->services = services;
    made->identify = options->identify;
    made->quiet = options->quiet;
    made->tables = options->tables;
    atomic_store(&made->opened, services->store != NULL);
    made->router = router_new(options->tables);
    made->connections = limit_new(made->places / 2, 0);
    made->streams = limit_new(options->address_max ? options->address_max : ADDRESS_MAX, 0);
    made->limit = limit_new(options->address_max ? options->address_max : ADDRESS_MAX, 0);
    made->uploads = limit_new(UPLOADS_MAX, 0);
    made->unread = limit_new(options->unread_max ? options->unread_max : UNREAD_MAX, UNREAD_TOTAL_MAX);
    if (tls_read(made, options, error) &&
        listen_open(options->listen, &made->fd, &made->port, &made->unix_path, error)) {
        if (server_threads(made, options, error)) {
            *server = made;
            return true;
        }
        close(made->fd);
    }
    server_release(made);
    return false;
}

void server_open(Server *server)
{
    atomic_store(&server->opened, true);
}

int server_port(const Server *server)
{
    return server->port;
}

static void wait_a_little(void)
{
    nanosleep(&(struct timespec) { .tv_nsec = 2000000 }, NULL);
}

void server_stop(Server *server, int seconds)
{
    int64_t until = clock_monotonic() + (int64_t)seconds * 1000000;
    atomic_store(&server->services->stopping, true);
    MHD_quiesce_daemon(server->daemon);
    /* New clients are refused at once, and not left in the queue of a socket that nobody serves. */
    shutdown(server->fd, SHUT_RDWR);
    if (server->services->stream)
        stream_end(server->services->stream);
    while (atomic_load(&server->open) > 0 && clock_monotonic() < until)
        wait_a_little();
    int left = (int)atomic_load(&server->open);
    if (left > 0)
        log_line(LOG_WARN, "cut off %d %s that did not end within %d s", left, left == 1 ? "request" : "requests",
                 seconds);
    /* No connection may be suspended when libmicrohttpd stops. From here on no request begins to wait, and the writer
     * finishes what it has, so this loop ends. */
    atomic_store(&server->closing, true);
    while (atomic_load(&server->working) > 0)
        wait_a_little();
    MHD_stop_daemon(server->daemon);
    close(server->fd);
    slow_stop(&server->slow);
    peers_stop(&server->peers);
    server_release(server);
}
