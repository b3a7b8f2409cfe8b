/*
 * Opens everything in the only order that works: directory, lock, secrets, store, migrations, engine, the followers'
 * place, modules with their columns. Closing ends the jobs first, then the modules in reverse, then the store. The lock
 * is a flock on banso.lock, so it goes with the process; it keeps a second process from this data directory, store_own
 * keeps one from the same SQLite file under another path.
 *
 * program_forget_made deletes what is derived from the database, after a restore has replaced it.
 */
#include "app/program.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/seal.h"

#include "app/ops/ops.h"
#include "app/owner.h"
#include "db/migrate.h"
#include "engine/engine.h"
#include "http/stream.h"
#include "jobs/module.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

const char *program_socket(Arena *arena, const Settings *settings)
{
    return arena_format(arena, "%s/banso.sock", settings->data);
}

static bool directory_make(const char *path, bool create, Error *error)
{
    struct stat found;
    if (stat(path, &found) == 0)
        return S_ISDIR(found.st_mode) ? true : fail(error, ERROR_INPUT, "data", "not a directory: %s", path);
    if (!create)
        return fail(error, ERROR_MISSING, "data", "no workspace in %s; create one with banso init", path);
    /* It will hold other people's secrets, so only its owner may read it. */
    if (mkdir(path, 0700) != 0)
        return fail(error, ERROR_INTERNAL, "data", "%s: %s", path, strerror(errno));
    return true;
}

bool program_lock(const char *data, int *lock, Error *error)
{
    Arena *arena = arena_new();
    int made = open(arena_format(arena, "%s/banso.lock", data), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    arena_free(arena);
    if (made < 0)
        return fail(error, ERROR_INTERNAL, "data", "%s/banso.lock: %s", data, strerror(errno));
    if (flock(made, LOCK_EX | LOCK_NB) == 0) {
        *lock = made;
        return true;
    }
    int reason = errno;
    close(made);
    if (reason == EWOULDBLOCK)
        return fail(error, ERROR_CONFLICT, NULL, "%s is in use; is the server running?", data);
    return fail(error, ERROR_INTERNAL, "data", "%s/banso.lock: %s", data, strerror(reason));
}

/* Folders of the data directory that are rebuilt from the database when they are missing. */
static const char *const MADE_FOLDERS[] = { "repeats", "engine" };

static int remove_one(const char *path, const struct stat *found, int kind, struct FTW *place)
{
    (void)found;
    (void)kind;
    (void)place;
    return remove(path);
}

bool program_forget_made(const char *data, Error *error)
{
    Arena *arena = arena_new();
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof MADE_FOLDERS / sizeof *MADE_FOLDERS; i++) {
        const char *folder = arena_format(arena, "%s/%s", data, MADE_FOLDERS[i]);
        if (access(folder, F_OK) == 0 && nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS) != 0)
            ok = fail(error, ERROR_INTERNAL, "data", "%s: %s", folder, strerror(errno));
    }
    arena_free(arena);
    return ok;
}

const char *program_part(Arena *arena, const Settings *settings)
{
    const char *file = store_file(settings->database);
    return file ? arena_format(arena, "%s.part", file) : arena_format(arena, "%s/restore.part", settings->data);
}

bool program_recover(const Settings *settings, const char **said, Error *error)
{
    return store_recover(settings->database, "staff", said, error);
}

/* Under the lock, so no restore is at work with this directory. */
static bool restore_end(Program *program, const Settings *settings, Error *error)
{
    const char *said, *part = program_part(program->arena, settings);
    if (!program_recover(settings, &said, error))
        return false;
    if (said)
        log_line(LOG_WARN, "%s", said);
    if (unlink(part) == 0)
        log_line(LOG_WARN, "a restore was cut off; what it had unpacked is deleted: %s", part);
    unlink(arena_format(program->arena, "%s-wal", part));
    unlink(arena_format(program->arena, "%s-shm", part));
    return true;
}

/* What requests need before there is a database: they are answered from then on. */
static bool fill_services(Program *program, const Settings *settings, Error *error)
{
    Services *services = &program->services;
    ops_configure(&(OpsSettings) { settings->database, settings->listen, settings->tls_certificate, settings->tls_key,
                                   settings->public_url != NULL });
    services->data = arena_text(program->arena, settings->data);
    unsigned char *secret = arena_array(program->arena, SECRET_SIZE, 1);
    if (!secret_file(arena_format(program->arena, "%s/banso.secret", settings->data), secret, error))
        return false;
    services->secret = secret;
    unsigned char *key = arena_array(program->arena, SECRET_SIZE, 1);
    if (!secret_file(arena_format(program->arena, "%s/" SEAL_FILE, settings->data), key, error))
        return false;
    services->seal_key = key;
    services->public_url = settings->public_url ? arena_text(program->arena, settings->public_url)
                                                : arena_format(program->arena, "http://%s", settings->listen);
    services->public_named = settings->public_url != NULL;
    services->trusted_proxies = settings->trusted_proxies;
    services->outbound_networks = settings->outbound_networks;
    services->import_folder = settings->import_folder;
    atomic_store(&services->zone, zone_find("UTC")); /* until the workspace module knows better */
    return true;
}

static bool open_services(Program *program, const Settings *settings, Error *error)
{
    Services *services = &program->services;
    StoreOptions options = { settings->database, settings->readers, settings->writers };
    if (!restore_end(program, settings, error) || !store_open(&options, &services->store, error) ||
        !store_own(services->store, error))
        return false;
    if (!migrate(services->store, MIGRATIONS, error))
        return false;
    services->stream = stream_new(0);
    return engine_open(&services->engine, error);
}

static bool start_modules(Program *program, Error *error)
{
    for (const Module *const *at = modules_used(); *at; at++) {
        if ((*at)->start && !(*at)->start(&program->services, error))
            return false;
        program->modules_started++;
        if (!columns_start(&program->services, (*at)->columns, error))
            return false;
    }
    return true;
}

bool program_begin(const Settings *settings, bool create, Program **program, Error *error)
{
    int lock;
    if (!directory_make(settings->data, create, error) || !program_lock(settings->data, &lock, error))
        return false;
    Program *made = calloc(1, sizeof *made);
    if (!made)
        bug("out of memory: the program");
    memory_reserve(MEMORY_RESERVE);
    made->arena = arena_new();
    made->lock = lock;
    idempotency_register(&IDEMPOTENCY_STORE);
    if (!fill_services(made, settings, error)) {
        program_close(made);
        return false;
    }
    *program = made;
    return true;
}

bool program_ready(Program *program, const Settings *settings, Error *error)
{
    return open_services(program, settings, error) && facts_begin(&program->services, error) &&
           start_modules(program, error);
}

bool program_open(const Settings *settings, bool create, Program **program, Error *error)
{
    Program *made;
    if (!program_begin(settings, create, &made, error))
        return false;
    if (!program_ready(made, settings, error)) {
        program_close(made);
        return false;
    }
    *program = made;
    return true;
}

bool program_run_jobs(Program *program, Error *error)
{
    JobsOptions options = modules_jobs(program->arena);
    return jobs_start(&program->services, &options, &program->jobs, error);
}

void program_close(Program *program)
{
    Services *services = &program->services;
    services->stopping = true;
    if (program->jobs)
        jobs_stop(program->jobs);
    while (program->modules_started > 0) {
        const Module *module = modules_used()[--program->modules_started];
        if (module->stop)
            module->stop();
    }
    if (services->store)
        store_close(services->store);
    if (services->engine)
        engine_close(services->engine);
    if (services->stream)
        stream_free(services->stream);
    owner_hand_over(services->data);
    close(program->lock);
    arena_free(program->arena);
    free(program);
    memory_reserve(0);
}
