/*
 * A route called without a browser: in this process (the command line beside no server), or over the unix socket of the
 * server that holds the database. Both run the same handlers under the same rules, as the caller SYSTEM with all
 * rights.
 *
 * Not for: a module that needs another module's function: it calls that directly.
 * Units: sizes in bytes.
 * Errors: BUSY when no server answers; what the handler refuses is a reply with its status.
 * Forgets a person: holds nothing beyond the call.
 */
#ifndef BANSO_HTTP_DISPATCH_H
#define BANSO_HTTP_DISPATCH_H

#include "http/route.h"

typedef struct {
    Method method;
    const char *path; /* with its query: "/api/v1/imports?kind=events&file_name=e.csv" */
    const void *body; /* NULL = none */
    size_t size;
    const char *type; /* content type; NULL = application/json */
} DispatchCall;

typedef struct {
    int status;
    const char *type;
    const char *body; /* ends in NUL; lives in the arena; a problem+json when status >= 400 */
    size_t size;
} DispatchReply;

/* True when an answer came, whatever its status. A write returns after COMMIT. `tables` as in ServerOptions. */
bool dispatch(Services *services, const Route *const *tables, const DispatchCall *call, Arena *arena,
              DispatchReply *reply, Error *error);

/* BUSY when nobody listens on the socket. */
bool dispatch_over(const char *socket_path, const DispatchCall *call, Arena *arena, DispatchReply *reply, Error *error);

#endif
