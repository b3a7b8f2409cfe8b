/*
 * A row of SETTINGS is a setting: its name in all three places, its text for --help, and the function that reads and
 * checks it. They are applied in rising order of precedence (file, environment, command line), so the last one that
 * sets a value wins, and a wrong value is reported with the place it came from.
 */
#include "app/settings.h"

#include "base/network.h"
#include "base/origin.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- reading one value ---------------------------------------------------------------------------------------- */

static bool read_data(Settings *settings, Arena *arena, const char *text, Error *error)
{
    if (text_is_empty(text))
        return fail(error, ERROR_INPUT, "data", "data must be the path of a directory");
    size_t size = strlen(text);
    while (size > 1 && text[size - 1] == '/')
        size--;
    settings->data = arena_text_n(arena, text, size);
    return true;
}

static bool read_database(Settings *settings, Arena *arena, const char *text, Error *error)
{
    /* libpq's other way to say it is "host=… dbname=…". */
    bool postgres = text_starts(text, "postgresql://") || text_starts(text, "postgres://") || strchr(text, '=');
    if (!text_starts(text, "sqlite:") && !postgres)
        return fail(error, ERROR_INPUT, "database", "database must be sqlite:PATH or postgresql://USER@HOST/NAME");
    settings->database = arena_text(arena, text);
    return true;
}

static bool read_listen(Settings *settings, Arena *arena, const char *text, Error *error)
{
    const char *colon = strrchr(text, ':');
    bool path = text_starts(text, "unix:/");
    char *end = NULL;
    long port = colon && colon > text && colon[1] ? strtol(colon + 1, &end, 10) : -1;
    if (!path && (port < 0 || port > 65535 || !end || *end))
        return fail(error, ERROR_INPUT, "listen",
                    "listen must be HOST:PORT, [ADDRESS]:PORT or unix:/PATH, not \"%.80s\"", text);
    settings->listen = arena_text(arena, text);
    return true;
}

static bool read_public_url(Settings *settings, Arena *arena, const char *text, Error *error)
{
    const char *plain;
    if (!origin_plain(arena, text, &plain)) /* it may hold a password, so the message does not repeat it */
        return fail(error, ERROR_INPUT, "public-url",
                    "public-url must be http:// or https:// and a host, with a port or without, and nothing else");
    settings->public_url = plain;
    return true;
}

static bool read_networks(const char *name, const char *text, Arena *arena, const char *const **list, Error *error)
{
    size_t count = 1, i = 0;
    for (const char *c = text; *c; c++)
        count += *c == ',';
    const char **networks = arena_array(arena, count + 1, sizeof *networks);
    for (const char *start = text, *end;; start = end + 1) {
        end = strchrnul(start, ',');
        const char *network = text_trim(arena, arena_text_n(arena, start, (size_t)(end - start)));
        if (*network && !network_is(network))
            return fail(error, ERROR_INPUT, name, "%s: not an address or network: \"%.60s\"", name, network);
        if (*network)
            networks[i++] = network;
        if (!*end)
            break;
    }
    *list = networks;
    return true;
}

static bool read_trusted_proxies(Settings *settings, Arena *arena, const char *text, Error *error)
{
    return read_networks("trusted-proxies", text, arena, &settings->trusted_proxies, error);
}

static bool read_outbound_networks(Settings *settings, Arena *arena, const char *text, Error *error)
{
    return read_networks("outbound-networks", text, arena, &settings->outbound_networks, error);
}

static bool read_import_folder(Settings *settings, Arena *arena, const char *text, Error *error)
{
    if (*text && *text != '/')
        return fail(error, ERROR_INPUT, "import-folder", "import-folder must be a path that begins with /");
    settings->import_folder = *text ? arena_text(arena, text) : NULL;
    return true;
}

static bool read_tls_certificate(Settings *settings, Arena *arena, const char *text, Error *error)
{
    (void)error;
    settings->tls_certificate = *text ? arena_text(arena, text) : NULL;
    return true;
}

static bool read_tls_key(Settings *settings, Arena *arena, const char *text, Error *error)
{
    (void)error;
    settings->tls_key = *text ? arena_text(arena, text) : NULL;
    return true;
}

static bool read_log_level(Settings *settings, Arena *arena, const char *text, Error *error)
{
    (void)arena;
    static const char *const LEVELS[] = { "debug", "info", "warn", "error" };
    for (int i = 0; i < 4; i++)
        if (strcmp(text, LEVELS[i]) == 0) {
            settings->log_level = (LogLevel)i;
            return true;
        }
    return fail(error, ERROR_INPUT, "log-level", "log-level must be debug, info, warn or error, not \"%.60s\"", text);
}

static bool read_count(const char *name, const char *text, int most, int *count, Error *error)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (end == text || *end || value < 0 || value > most)
        return fail(error, ERROR_INPUT, name, "%s must be a number from 0 to %d, not \"%.60s\"", name, most, text);
    *count = (int)value;
    return true;
}

static bool read_threads(Settings *settings, Arena *arena, const char *text, Error *error)
{
    (void)arena;
    return read_count("threads", text, 256, &settings->threads, error);
}

static bool read_readers(Settings *settings, Arena *arena, const char *text, Error *error)
{
    (void)arena;
    return read_count("readers", text, 64, &settings->readers, error);
}

static bool read_writers(Settings *settings, Arena *arena, const char *text, Error *error)
{
    (void)arena;
    return read_count("writers", text, 64, &settings->writers, error);
}

static bool read_connections(Settings *settings, Arena *arena, const char *text, Error *error)
{
    (void)arena;
    return read_count("connections", text, 100000, &settings->connections, error);
}

const Setting SETTINGS[] = {
    { "data", "DIRECTORY", "Data directory (default: ./data)", read_data },
    { "database", "URL", "sqlite:PATH or postgresql://… (default: sqlite: in the data directory)", read_database },
    { "listen", "ADDRESS", "HOST:PORT, [ADDRESS]:PORT or unix:/PATH (default: 127.0.0.1:8080)", read_listen },
    { "public-url", "URL", "The URL that browsers use (default: from --listen)", read_public_url },
    { "trusted-proxies", "LIST", "Comma-separated addresses and networks whose X-Forwarded-For is trusted",
      read_trusted_proxies },
    { "outbound-networks", "LIST",
      "Comma-separated private addresses and networks that webhooks and scheduled imports may reach",
      read_outbound_networks },
    { "import-folder", "DIR", "Folder whose files scheduled imports may read (default: none)", read_import_folder },
    { "tls-certificate", "FILE", "PEM file with the certificate chain; turns on HTTPS", read_tls_certificate },
    { "tls-key", "FILE", "PEM file with the certificate's key", read_tls_key },
    { "log-level", "LEVEL", "debug, info, warn or error (default: info)", read_log_level },
    { "threads", "NUMBER", "Threads that accept requests (default: one per core)", read_threads },
    { "readers", "NUMBER", "Database connections for reading (default: 4)", read_readers },
    { "writers", "NUMBER", "Database connections for writing, on PostgreSQL (default: 4)", read_writers },
    { "connections", "NUMBER", "Maximum concurrent client connections (default: 4000)", read_connections },
    { 0 },
};

const Setting *setting_named(const char *name)
{
    for (const Setting *setting = SETTINGS; setting->name; setting++)
        if (strcmp(setting->name, name) == 0)
            return setting;
    return NULL;
}

const char *const *setting_names(Arena *arena)
{
    const char **names = arena_array(arena, sizeof SETTINGS / sizeof *SETTINGS, sizeof *names);
    for (size_t i = 0; SETTINGS[i].name; i++)
        names[i] = SETTINGS[i].name;
    return names;
}

/* ---- the three places ----------------------------------------------------------------------------------------- */

static bool set(Settings *settings, Arena *arena, const char *where, const char *name, const char *value, Error *error)
{
    const Setting *setting = setting_named(name);
    if (setting)
        return setting->read(settings, arena, value, error);
    const char *nearest = text_nearest(name, setting_names(arena));
    if (nearest)
        return fail(error, ERROR_INPUT, NULL, "%s: unknown setting \"%.60s\"; did you mean \"%s\"?", where, name,
                    nearest);
    return fail(error, ERROR_INPUT, NULL, "%s: unknown setting \"%.60s\"; see banso --help", where, name);
}

static bool read_line(Settings *settings, Arena *arena, const char *where, const char *line, Error *error)
{
    const char *text = text_trim(arena, line);
    if (!*text || *text == '#' || *text == ';')
        return true;
    const char *equals = strchr(text, '=');
    if (!equals)
        return fail(error, ERROR_INPUT, NULL, "%s: expected \"key = value\", not \"%.60s\"", where, text);
    const char *name = text_trim(arena, arena_text_n(arena, text, (size_t)(equals - text)));
    return set(settings, arena, where, name, text_trim(arena, equals + 1), error);
}

static bool read_file(Settings *settings, Arena *arena, const char *path, Error *error)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return fail(error, ERROR_INPUT, "config", "%s: %s", path, strerror(errno));
    char line[4096];
    bool ok = true;
    for (int number = 1; ok && fgets(line, sizeof line, file); number++)
        ok = read_line(settings, arena, arena_format(arena, "%s:%d", path, number), line, error);
    fclose(file);
    return ok;
}

/* Names in the environment that are no settings. All but the first are tests': base/clock.h, db/db.h, jobs/unrest.h. */
static bool is_other_variable(const char *name)
{
    static const char *const OTHERS[] = { "config", "clock", "fault", "hold", "patience", "unrest" };
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (strcmp(name, OTHERS[i]) == 0)
            return true;
    return false;
}

static bool read_environment(Settings *settings, Arena *arena, char *const *environment, Error *error)
{
    for (; *environment; environment++) {
        const char *equals = strchr(*environment, '=');
        if (!equals || !text_starts(*environment, "BANSO_"))
            continue;
        size_t prefix = strlen("BANSO_");
        char *name = arena_text_n(arena, *environment + prefix, (size_t)(equals - *environment) - prefix);
        for (char *c = name; *c; c++)
            *c = *c == '_' ? '-' : (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
        const char *where = arena_text_n(arena, *environment, (size_t)(equals - *environment));
        if (!is_other_variable(name) && !set(settings, arena, where, name, equals + 1, error))
            return false;
    }
    return true;
}

static const char *config_of(const char *config, char *const *environment)
{
    for (; !config && *environment; environment++)
        if (text_starts(*environment, "BANSO_CONFIG="))
            config = strchr(*environment, '=') + 1;
    return config && *config ? config : NULL;
}

bool settings_read(Arena *arena, const char *config, char *const *environment, const Given *given, size_t given_count,
                   Settings *settings, Error *error)
{
    static const char *const NONE[] = { NULL };
    Settings made = { .data = "data", .listen = "127.0.0.1:8080", .trusted_proxies = NONE, .log_level = LOG_INFO };
    const char *path = config_of(config, environment);
    if (path && !read_file(&made, arena, path, error))
        return false;
    if (!read_environment(&made, arena, environment, error))
        return false;
    for (size_t i = 0; i < given_count; i++)
        if (!set(&made, arena, "command line", given[i].name, given[i].value, error))
            return false;
    if (!made.tls_certificate != !made.tls_key)
        return fail(error, ERROR_INPUT, made.tls_key ? "tls-certificate" : "tls-key",
                    "set both tls-certificate and tls-key, or neither");
    if (!made.database)
        made.database = arena_format(arena, "sqlite:%s/banso.db", made.data);
    *settings = made;
    return true;
}
