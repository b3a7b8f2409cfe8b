/*
 * What the process holds, handed to requests and jobs: the database, the engine, the streams, the settings.
 *
 * Units, errors: those of its parts.
 * Forgets a person: holds nothing of one; stopping, zone and language are all that changes.
 */
#ifndef BANSO_HTTP_SERVICES_H
#define BANSO_HTTP_SERVICES_H

#include "base/clock.h"
#include "db/db.h"

#include <stdatomic.h>

struct Engine;
struct Stream;

/* A host with pages of its own, for the public: a route says for which site it answers (Route.site). */
typedef struct {
    const char *name; /* "portal" */
    const char *host; /* "help.example.com", without a port */
} Site;

typedef struct Services {
    Store *store;
    struct Engine *engine;                /* engine/engine.h */
    struct Stream *stream;                /* http/stream.h */
    const char *data;                     /* the --data directory */
    const unsigned char *secret;          /* base/secret.h, of that directory; NULL = one for this process */
    const unsigned char *seal_key;        /* base/seal.h, of that directory or shared by several */
    const char *public_url;               /* "http://127.0.0.1:8080", without a slash at the end */
    bool public_named;                    /* somebody set it: the house answers at its host alone (http/host.c) */
    const Site *sites;                    /* hosts beside the house's own, ended by { 0 }; may be NULL */
    const char *const *trusted_proxies;   /* NULL-ended */
    const char *const *outbound_networks; /* that webhooks may reach though they are private; NULL-ended, may be NULL */
    const char *import_folder;            /* whose files scheduled imports may read; NULL = none */
    _Atomic(const Zone *) zone;           /* the workspace's; set at start and when the setting changes */
    _Atomic(const char *) language;       /* the workspace's, "ja" or "en"; NULL until it is known */
    atomic_bool stopping;
} Services;

#endif
