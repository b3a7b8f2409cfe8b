/*
 * The HTTP server: libmicrohttpd behind our own face, with the request guard.
 *
 * Units: patience in ms, waiting in s.
 * Errors: INPUT for an invalid address or TLS file, BUSY for an address that is taken.
 * Forgets a person: holds addresses of machines while they are connected.
 */
#ifndef BANSO_HTTP_SERVER_H
#define BANSO_HTTP_SERVER_H

#include "http/route.h"

typedef struct Server Server;

/* `identify` is staff's: finds the caller from cookie, bearer token, Basic key or writeKey; NOBODY is not a failure. It
 * has no request->db: it answers from memory, and looks up the rest with store_read. */
typedef bool (*Identify)(Request *request, Caller *caller, Error *error);

typedef struct {
    const char *listen;          /* "127.0.0.1:8080", "[::1]:8080", "unix:/path" */
    const char *tls_certificate; /* paths; NULL = plain */
    const char *tls_key;
    const Route *const *tables; /* NULL-ended list of route tables, each ended by { 0 } */
    Identify identify;
    int threads;            /* 0 = one per core, at least four */
    size_t connections_max; /* 0 = 4,000; one address has half of them, a trusted proxy all */
    size_t address_max;     /* requests at a time from one address, and as many streams; 0 = 1,000 */
    size_t unread_max;      /* bytes of replies that one caller has yet to read; 0 = 8 MiB; 32 MiB of all callers */
    int patience_ms;        /* how long a slow client may take for its headers; 0 = 10,000 */
    bool quiet;             /* no access log */
} ServerOptions;

/* What every server answers: /healthz, /readyz, /metrics, openapi.json and the stream. server_start, dispatch and
 * openapi_print add it to `tables` themselves. */
extern const Route HTTP_ROUTES[];

bool server_start(Services *services, const ServerOptions *options, Server **server, Error *error);
/* Stops accepting, waits up to `seconds` for requests under way, resumes streams, closes. */
void server_stop(Server *server, int seconds);
int server_port(const Server *server); /* the real one when 0 was asked for */

/* Prints openapi.json (3.1) of the tables; needs no web assets and no database. */
const char *openapi_print(Arena *arena, const Route *const *tables);

#endif
