/*
 * banso restore: everything that can be checked is checked before anything is replaced: all hashes, the engine, and on
 * SQLite the database itself, opened, walked and counted. Under the data directory's lock, what an earlier restore left
 * that was killed is ended, the list of erasures added, what was derived from the old database deleted, and the new one
 * put in place. At last the program is opened once, which migrates, erases again who was erased since, and shows that
 * it starts. Killed at any step, it leaves the old data or the new in place: the derived files go first, because a
 * start creates them from either.
 */
#include "app/ops/archive.h"
#include "app/ops/ops.h"
#include "app/program.h"
#include "app/verbs.h"
#include "base/seal.h"
#include "db/db.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const Option RESTORE[] = {
    { "force", NULL, "Replace an existing workspace (on SQLite the old file is kept beside it)", false },
    { "erasures", "FILE", "The file \"erasures\" from the data directory where the archive was made", false },
    { 0 },
};

/* An archive of one engine cannot become a database of the other. */
static bool engine_fits(const Json *manifest, const Settings *settings, Error *error)
{
    const char *engine = "";
    bool sqlite = store_file(settings->database) != NULL;
    if (!json_get_text(manifest, "engine", &engine) || !text_equal(engine, sqlite ? "sqlite" : "postgresql"))
        return fail(error, ERROR_INPUT, "database", "the archive is from %.20s, but the database is %s", engine,
                    sqlite ? "SQLite" : "PostgreSQL");
    return true;
}

static bool may_replace(const Command *command, Error *error)
{
    bool empty;
    if (!store_is_empty(command->settings.database, &empty, error))
        return false;
    if (!empty && !command_option(command, "force"))
        return fail(error, ERROR_CONFLICT, NULL, "%s already holds a workspace; replace it with --force",
                    store_file(command->settings.database) ? store_file(command->settings.database) : "that database");
    return true;
}

/* The database of an older version is counted after its migration. */
static bool rows_are_there(Store *store, Arena *arena, const Json *manifest, Error *error)
{
    const char *version = "";
    json_get_text(manifest, "version", &version);
    if (!text_equal(version, BANSO_VERSION) || ops_rows_check(store, arena, json_get(manifest, "rows"), error))
        return true;
    if (error->kind == ERROR_INPUT)
        return false;
    return fail(error, ERROR_INPUT, NULL, "the archive holds no workspace: %.160s", arena_text(arena, error->text));
}

/* Opened, walked and counted before it replaces anything. */
static bool part_is_sound(Arena *arena, const char *part, const Json *manifest, Error *error)
{
    StoreOptions options = { .url = arena_format(arena, "sqlite:%s", part), .readers = 1 };
    Store *store;
    const char *report = "";
    if (!store_open(&options, &store, error))
        return false;
    bool ok = store_check(store, arena, &report, error);
    if (ok && strcmp(report, "ok") == 0)
        ok = rows_are_there(store, arena, manifest, error);
    store_close(store);
    unlink(arena_format(arena, "%s-wal", part));
    unlink(arena_format(arena, "%s-shm", part));
    if (ok && strcmp(report, "ok") != 0)
        return fail(error, ERROR_INPUT, NULL, "the archive's database is damaged: %.160s", report);
    return ok;
}

static bool put_in_place(Command *command, const Json *manifest, Error *error)
{
    Arena *arena = command->arena;
    const char *url = command->settings.database, *file = store_file(url);
    const char *part = program_part(arena, &command->settings), *kept = NULL;
    bool ok = archive_extract(arena, command->words[0], OPS_BACKUP_DATABASE, part, error) &&
              (!file || part_is_sound(arena, part, manifest, error)) &&
              program_forget_made(command->settings.data, error) && store_restore(arena, url, part, &kept, error);
    unlink(part);
    if (kept)
        printf("The old database is kept as %s.\n", text_printable(arena, kept));
    return ok;
}

/* Starting it once applies newer migrations and shows that it starts. */
static bool try_it(Command *command, const Json *manifest, Error *error)
{
    Program *program;
    if (!program_open(&command->settings, false, &program, error))
        return false;
    /* A replayed erasure may have deleted rows. */
    bool ok = ops_forgotten_again() > 0 ||
              ops_rows_check(program->services.store, command->arena, json_get(manifest, "rows"), error);
    program_close(program);
    return ok;
}

/* People erased where the archive comes from are erased here, too. */
static bool erasures_take(Command *command, Error *error)
{
    const char *path = command_option(command, "erasures");
    return !path || ops_erasures_add(command->settings.data, path, error);
}

/* Said at once: what follows may fail. */
static bool recover(Command *command, Error *error)
{
    const char *said;
    if (!program_recover(&command->settings, &said, error))
        return false;
    if (said)
        printf("%s\n", said);
    fflush(stdout);
    return true;
}

static bool replace_locked(Command *command, const Json *manifest, Error *error)
{
    int lock;
    if (mkdir(command->settings.data, 0700) != 0 && errno != EEXIST)
        return fail(error, ERROR_INTERNAL, "data", "%s: %s", command->settings.data, strerror(errno));
    if (!engine_fits(manifest, &command->settings, error) || !program_lock(command->settings.data, &lock, error))
        return false;
    bool ok = recover(command, error) && may_replace(command, error) && erasures_take(command, error) &&
              put_in_place(command, manifest, error);
    close(lock);
    return ok;
}

static bool key_is_there(const Command *command)
{
    return access(arena_format(command->arena, "%s/" SEAL_FILE, command->settings.data), F_OK) == 0;
}

static bool restore(Command *command, Error *error)
{
    const Json *manifest;
    const char *made_at = "", *version = "";
    bool key = key_is_there(command); /* the start below creates one */
    if (!archive_verify(command->arena, command->words[0], &manifest, error) ||
        !replace_locked(command, manifest, error) || !try_it(command, manifest, error))
        return false;
    json_get_text(manifest, "made_at", &made_at);
    json_get_text(manifest, "version", &version);
    int64_t erased = ops_forgotten_again();
    printf("Restored as of %s, written by version %s: %s\n", text_printable(command->arena, made_at),
           text_printable(command->arena, version), json_print(command->arena, json_get(manifest, "rows")));
    printf("Erased again (list in %s/erasures): %lld %s.\n", command->settings.data, (long long)erased,
           erased == 1 ? "person" : "people");
    if (!key)
        printf("No archive holds " SEAL_FILE ". To keep the signing secrets of webhooks and two-step sign-in, stop the "
               "server and copy the file from the old data directory to %s; otherwise create new secrets in Settings → "
               "Webhooks, and members with two-step sign-in need a recovery code or: banso user reset-two-step "
               "ADDRESS\n",
               command->settings.data);
    return true;
}

const Action RESTORE_ACTIONS[] = {
    { NULL, "ARCHIVE", 1, 1, "Restore after checking all hashes; stop the server first", RESTORE, restore },
    { 0 },
};
