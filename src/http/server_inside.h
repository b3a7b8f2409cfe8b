/* Private to http: what the parts of the server share. */
#ifndef BANSO_HTTP_SERVER_INSIDE_H
#define BANSO_HTTP_SERVER_INSIDE_H

#include "http/exchange.h"
#include "http/router.h"
#include "http/server.h"
#include "http/stream.h"

#include <microhttpd.h>
#include <pthread.h>

/* ---- peers: the open connections, and the patience with slow ones (peer.c) ---- */

typedef enum { PEER_NEW, PEER_IDLE, PEER_BODY, PEER_WORKING, PEER_SENDING } PeerPhase;

typedef struct Peer {
    struct Peer *next, *previous;
    int fd;
    bool system; /* over the unix socket, by the user that runs us or root */
    char address[ADDRESS_SIZE];
    char network[ADDRESS_SIZE]; /* as limits count it */
    bool counted;               /* among the connections of its address */
    PeerPhase phase;
    int64_t since; /* microseconds, monotonic */
    size_t bytes;  /* moved in this phase; more bytes buy more time */
} Peer;

typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t thread;
    Peer *first;
    size_t count, places; /* places 0 = no limit */
    int64_t patience;     /* microseconds */
    bool stopping;
} Peers;

bool peers_start(Peers *peers, int patience_ms, size_t places, Error *error);
void peers_stop(Peers *peers);
Peer *peer_add(Server *server, struct MHD_Connection *connection);
void peer_remove(Server *server, Peer *peer);
/* Before a connection is taken: whether its address may have one more. */
enum MHD_Result on_accept(void *cls, const struct sockaddr *from, socklen_t size);
void peer_phase(Peers *peers, Peer *peer, PeerPhase phase, size_t bytes);
Peer *peer_of(struct MHD_Connection *connection);
/* Shuts the socket of a peer that is there; libmicrohttpd clears up behind it. */
void peer_cut(Peers *peers, const Peer *peer);
/* The client's address: the peer's, or what the trusted proxies in front of us say. Sets exchange->local too. */
void address_find(Exchange *exchange, const Peer *peer);

/* ---- how much at a time for one key, an address or a caller (limit.c) ---- */

typedef struct Limit Limit;
/* `total_max` of all keys together; 0 = no such limit. */
Limit *limit_new(size_t max, size_t total_max);
void limit_free(Limit *limit);
bool limit_has_room(Limit *limit, const char *key);
/* False when that would be too much; the first of a key always fits. Amounts over 0; keys under 64 bytes. */
bool limit_enter(Limit *limit, const char *key, size_t amount);
void limit_leave(Limit *limit, const char *key, size_t amount);
size_t limit_total(Limit *limit);

/* ---- slow work (slow.c): two threads, for hashing passwords and long reads ---- */

enum { SLOW_THREADS = 2, SLOW_QUEUE_MAX = 64 };

typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t threads[SLOW_THREADS];
    int started;
    Exchange *first, **last;
    int waiting;
    bool stopping;
} Slow;

bool slow_start(Slow *slow, Error *error);
void slow_stop(Slow *slow);
bool slow_submit(Slow *slow, Exchange *exchange, Error *error);

/* ---- the server ---- */

struct Server {
    Services *services;
    Identify identify;
    Router *router;
    const Route *const *tables;
    struct MHD_Daemon *daemon;
    Peers peers;
    size_t places;      /* connections at a time, of all */
    Limit *connections; /* by address */
    Limit *limit;       /* requests by address, without … */
    Limit *streams;     /* … streams, which stay for hours */
    Limit *uploads;     /* streamed bodies, by caller */
    Limit *unread;      /* bytes of replies that clients have yet to read, by caller */
    Slow slow;
    int fd;
    int port;
    char *unix_path; /* NULL for TCP */
    char *tls_certificate, *tls_key;
    bool quiet;
    atomic_int working;  /* suspended until their work is done */
    atomic_int open;     /* exchanges under way, streams among them */
    atomic_bool opened;  /* database and modules are there (http/opening.h) */
    atomic_bool closing; /* the end: what comes now over a connection that was kept is refused */
};

/* A listening socket; *unix_path is set for unix:… and is the caller's to free. */
bool listen_open(const char *listen, int *fd, int *port, char **unix_path, Error *error);

/* wire.c: whether a head that libmicrohttpd split can be read in only one way. `target`: where it stood. */
bool wire_head_is_plain(const char *method, uintptr_t target, const char *version, const Header *headers, size_t count);

/* libmicrohttpd's callbacks (accept.c). */
void *on_target(void *cls, const char *target, struct MHD_Connection *connection);
enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                           const char *version, const char *upload, size_t *size, void **context);
void on_completed(void *cls, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code);
void on_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
                   enum MHD_ConnectionNotificationCode code);

/* Runs the admitted and read exchange; the reply is there at once, or the connection sleeps until it is (run.c). */
enum MHD_Result exchange_run(Exchange *exchange);
/* Called by slow threads. */
void exchange_run_slow(Exchange *exchange);
/* The connection sleeps until work on another thread is done; BUSY when the server is stopping. */
bool exchange_wait(Exchange *exchange, Error *error);
/* Queues exchange->reply (send.c). */
enum MHD_Result exchange_send(Exchange *exchange);

/* ---- bodies that are handed over piece by piece (upload.c) ---- */

enum { UPLOADS_MAX = 8 }; /* of one caller at a time */

/* The caller is admitted, the query read; nothing of the body has come. */
bool upload_begin(Exchange *exchange, Error *error);
/* Takes as much as fits into the current piece, and says in *rest what is left. A full piece is handed over, and the
 * connection sleeps until it is committed. */
void upload_add(Exchange *exchange, const char *bytes, size_t *rest);
/* All has come; the last piece is in the body. */
void upload_finish(Exchange *exchange);
/* The outcome is known; may be called twice. */
void upload_end(Exchange *exchange);

/* What a reply still holds while its client reads (unread.c). */

/* The reply with only its own bytes: a copy, or a file in pieces. Frees the memory of the request. NULL when the caller
 * has too much unread; then nothing was changed. */
struct MHD_Response *unread_response(Exchange *exchange);
/* The headers are copied: the arena goes. */
void unread_shrink(Exchange *exchange);
/* The last byte was sent, or the client has gone. */
void unread_end(Exchange *exchange);
/* The caller that limits count: "staff:12", or an address. */
const char *caller_name(const Request *request);
/* Fills the reply with a file or a page of the web UI; false, with the error, when none answers this path or its pages
 * are not for this caller (asset.c). */
bool asset_answers(Exchange *exchange, Error *error);
/* Answers OPTIONS for routes that any origin may call (cors.c); false when it is none of them. */
bool preflight_answers(Exchange *exchange);
/* Its parts, for when no route can be asked yet. */
bool preflight_asked(const Exchange *exchange);
bool preflight_allow(Exchange *exchange);

/* The reply of a stream (stream.c). */
struct MHD_Response *stream_response(Subscriber *subscriber, struct MHD_Connection *connection);
bool stream_handler(Request *request, Error *error);
/* Ends all streams and takes no more. */
void stream_end(Stream *stream);

/* What happened, for /metrics and the access log (metrics.c, access_log.c). */
void metrics_count(const Exchange *exchange);
bool metrics_handler(Request *request, Error *error);

void access_log(const Exchange *exchange);

#endif
