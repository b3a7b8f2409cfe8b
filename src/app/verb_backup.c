#include "app/program.h"
#include "app/verbs.h"
#include "app/wait.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- backup --------------------------------------------------------------------------------------------------- */

static bool bytes_copy(int from, int to, const char *path, Error *error)
{
    for (;;) {
        ssize_t copied = copy_file_range(from, NULL, to, NULL, 1 << 26, 0);
        if (copied == 0)
            return fsync(to) == 0 ? true : fail(error, ERROR_INTERNAL, NULL, "%s: %s", path, strerror(errno));
        if (copied < 0)
            return fail(error, errno == ENOSPC ? ERROR_FULL : ERROR_INTERNAL, NULL, "%s: %s", path, strerror(errno));
    }
}

/* Another file system: copied aside, then renamed, so that a half archive never bears the name. */
static bool file_copy(const char *from, const char *path, Error *error)
{
    Arena *arena = arena_new();
    const char *aside = arena_format(arena, "%s.part", path);
    int in = open(from, O_RDONLY | O_CLOEXEC), out = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool ok = in >= 0 && out >= 0 ? bytes_copy(in, out, path, error)
                                  : fail(error, ERROR_INTERNAL, NULL, "%s: %s", path, strerror(errno));
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    if (ok && rename(aside, path) != 0)
        ok = fail(error, ERROR_INTERNAL, NULL, "%s: %s", path, strerror(errno));
    unlink(ok ? from : aside);
    arena_free(arena);
    return ok;
}

static bool file_move(const char *from, const char *path, Error *error)
{
    if (access(path, F_OK) == 0)
        return fail(error, ERROR_INPUT, NULL, "%s already exists; the archive is %s", path, from);
    if (rename(from, path) == 0)
        return true;
    return errno == EXDEV ? file_copy(from, path, error)
                          : fail(error, ERROR_INTERNAL, NULL, "%s: %s; the archive is %s", path, strerror(errno), from);
}

/* Waits for the job; `reply` is what its start answered. */
static bool wait_for(Line *line, const Json *reply, Error *error)
{
    static const char *const RUNNING[] = { "waiting", "running", NULL };
    const char *state = NULL, *why = NULL;
    int64_t job;
    if (!json_get_int(reply, "id", &job))
        return fail(error, ERROR_INTERNAL, NULL, "the server did not start a backup");
    if (!wait_while(line, arena_format(line->arena, "/api/v1/backups/%lld", (long long)job), RUNNING, &reply, error))
        return false;
    json_get_text(reply, "state", &state);
    json_get_text(reply, "error", &why);
    return text_equal(state, "done")
               ? true
               : fail(error, ERROR_INTERNAL, NULL, "the backup failed%s%s", why ? ": " : "", why ? why : "");
}

static bool backup_on(Line *line, Command *command, Error *error)
{
    const Json *reply;
    const char *file;
    if (!line_call(line, POST, "/api/v1/backups", "{}", &reply, error))
        return false;
    if (!json_get_text(reply, "file", &file))
        return fail(error, ERROR_INTERNAL, NULL, "the server did not start a backup");
    if (!wait_for(line, reply, error))
        return false;
    const char *path = arena_format(command->arena, "%s/backups/%s", command->settings.data, file);
    /* Jobs are shared by all servers of a database. */
    if (access(path, F_OK) != 0)
        return fail(error, ERROR_MISSING, NULL,
                    "another server of this database made the backup: %s in its data directory, under backups", file);
    if (command->word_count && !file_move(path, command->words[0], error))
        return false;
    puts(command->word_count ? command->words[0] : path);
    return true;
}

static bool backup(Command *command, Error *error)
{
    Line line;
    if (!line_open(command->arena, &command->settings, false, true, &line, error))
        return false;
    bool ok = backup_on(&line, command, error);
    line_close(&line);
    return ok;
}

const Action BACKUP_ACTIONS[] = {
    { NULL, "[FILE]", 0, 1, "Write a verified archive and print its path (default: in data/backups)", NULL, backup },
    { 0 },
};
