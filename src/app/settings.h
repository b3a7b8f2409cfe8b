/*
 * What can be set from outside, each by the same name in three places; the first that says it wins:
 * `--public-url URL` on the command line, BANSO_PUBLIC_URL in the environment, `public-url = URL` in the file named by
 * --config or BANSO_CONFIG. An unknown name is an error that names the nearest known one.
 *
 * Not for: what admins change while the program runs (that is a setting of the workspace module).
 */
#ifndef BANSO_APP_SETTINGS_H
#define BANSO_APP_SETTINGS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"

#include <stddef.h>

typedef struct {
    const char *data;     /* a directory; holds the database unless `database` says otherwise */
    const char *database; /* sqlite:PATH or postgresql://… */
    const char *listen;
    const char *public_url;               /* NULL = from `listen`; without a slash at the end */
    const char *const *trusted_proxies;   /* NULL-ended */
    const char *const *outbound_networks; /* NULL-ended */
    const char *import_folder;            /* NULL = none */
    const char *tls_certificate;          /* NULL = plain HTTP */
    const char *tls_key;
    LogLevel log_level;
    int threads;     /* 0 = one per core */
    int readers;     /* connections that read; 0 = 4 */
    int writers;     /* PostgreSQL only; 0 = 4 */
    int connections; /* 0 = 4,000 */
} Settings;

typedef struct {
    const char *name;  /* "public-url" */
    const char *value; /* "URL", for the help */
    const char *about; /* one sentence */
    bool (*read)(Settings *settings, Arena *arena, const char *text, Error *error);
} Setting;

extern const Setting SETTINGS[]; /* ended by { 0 } */
const Setting *setting_named(const char *name);
/* The names, NULL-ended, for "did you mean". */
const char *const *setting_names(Arena *arena);

/* One value of the command line. */
typedef struct {
    const char *name;
    const char *value;
} Given;

/* Reads file, environment (NULL-ended "NAME=value" list) and what was given, in this order, and fills in the rest. */
bool settings_read(Arena *arena, const char *config, char *const *environment, const Given *given, size_t given_count,
                   Settings *settings, Error *error);

#endif
