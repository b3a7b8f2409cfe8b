/*
 * banso backup: lets the server write and verify an archive in its backups folder, then moves it to FILE. FILE is
 * usually on another disk, where a rename is not enough: there it is copied, verified again, and then given its name.
 */
#include "app/ops/archive.h"
#include "app/ops/ops.h"
#include "app/program.h"
#include "app/verbs.h"
#include "app/wait.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- to where it was asked for --------------------------------------------------------------------------------- */

enum { COPY_BLOCK = 1 << 20 };
#define UNMOVED "banso-unmoved.tar"

static bool file_failed(const char *path, Error *error)
{
    bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return fail(error, full ? ERROR_FULL : ERROR_INTERNAL, NULL, "%.100s: %s", path, strerror(errno));
}

static bool bytes_write(int to, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(to, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

/* By reading and writing, since the kernel itself copies only between file systems of one kind. */
static bool bytes_copy(Arena *arena, int from, int to, const char *path, Error *error)
{
    char *block = arena_array(arena, COPY_BLOCK, 1);
    ssize_t size;
    while ((size = read(from, block, COPY_BLOCK)) > 0)
        if (!bytes_write(to, block, (size_t)size))
            return file_failed(path, error);
    return (size == 0 && fsync(to) == 0) || file_failed(path, error);
}

static bool aside_write(Arena *arena, const char *from, const char *aside, Error *error)
{
    unlink(aside); /* of an attempt that was cut off; any other file or link of that name is not written through */
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = in < 0 ? -1 : open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool ok = out >= 0 ? bytes_copy(arena, in, out, aside, error) : file_failed(in < 0 ? from : aside, error);
    if (in >= 0)
        close(in);
    if (out >= 0 && close(out) != 0 && ok)
        ok = file_failed(aside, error);
    return ok;
}

/* A name is durable once its folder is on disk. Some network file systems cannot sync folders, so errors are ignored.
 */
static void folder_sync(Arena *arena, const char *path)
{
    int fd = open(dirname(arena_text(arena, path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

/* Another file system: copied aside and read back, then renamed, so that a half archive never bears the name. */
static bool file_copy(Arena *arena, const char *from, const char *path, Error *error)
{
    const char *aside = arena_format(arena, "%s.part", path);
    const Json *manifest;
    bool ok = aside_write(arena, from, aside, error) && archive_verify(arena, aside, &manifest, error);
    if (ok && rename(aside, path) != 0)
        ok = file_failed(path, error);
    if (!ok)
        unlink(aside);
    return ok;
}

static bool file_move(Arena *arena, const char *from, const char *path, Error *error)
{
    if (access(path, F_OK) == 0)
        return fail(error, ERROR_INPUT, NULL, "%.100s already exists", path);
    if (rename(from, path) != 0) {
        if (errno != EXDEV)
            return file_failed(path, error);
        if (!file_copy(arena, from, path, error))
            return false;
        unlink(from);
    }
    folder_sync(arena, path);
    return true;
}

/* What cannot be moved is kept, under one name: nights without the other disk must not fill the data directory. */
static bool archive_move(Command *command, const char *from, const char *path, Error *error)
{
    Error why = { 0 };
    if (file_move(command->arena, from, path, &why))
        return true;
    const char *kept = arena_format(command->arena, "%s/" OPS_BACKUP_FOLDER "/" UNMOVED, command->settings.data);
    if (rename(from, kept) != 0)
        kept = from;
    return fail(error, why.kind, NULL, "%.150s; the archive stays at %s", why.text, kept);
}

/* Checked before the backup starts: most of what prevents writing FILE prevents it from the beginning. */
static bool target_is_possible(Arena *arena, const char *path, Error *error)
{
    struct stat found;
    const char *folder = dirname(arena_text(arena, path));
    if (stat(path, &found) == 0)
        return fail(error, ERROR_INPUT, NULL, "%.200s already exists", path);
    if (stat(folder, &found) != 0)
        return fail(error, ERROR_INPUT, NULL, "%.150s: %s", folder, strerror(errno));
    if (!S_ISDIR(found.st_mode) || access(folder, W_OK | X_OK) != 0)
        return fail(error, ERROR_INPUT, NULL, "no file can be written in %.150s", folder);
    return true;
}

/* ---- backup --------------------------------------------------------------------------------------------------- */

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

/* Starts a backup and waits for it; *path is the archive in the backups folder. */
static bool archive_order(Line *line, const Command *command, const char **path, Error *error)
{
    const Json *reply;
    const char *file;
    if (!line_call(line, POST, "/api/v1/backups", "{}", &reply, error))
        return false;
    if (!json_get_text(reply, "file", &file))
        return fail(error, ERROR_INTERNAL, NULL, "the server did not start a backup");
    *path = arena_format(command->arena, "%s/" OPS_BACKUP_FOLDER "/%s", command->settings.data, file);
    if (!wait_for(line, reply, error))
        return false;
    /* Jobs are shared by all servers of a database. */
    return access(*path, F_OK) == 0 ||
           fail(error, ERROR_MISSING, NULL,
                "another server of this database made the backup: %s in its data directory, under backups", file);
}

static bool backup_on(Line *line, Command *command, Error *error)
{
    const char *path = NULL, *wanted = command->word_count ? command->words[0] : NULL;
    if (wanted && !target_is_possible(command->arena, wanted, error))
        return false;
    if (!archive_order(line, command, &path, error) || (wanted && !archive_move(command, path, wanted, error)))
        return false;
    puts(wanted ? wanted : path);
    return true;
}

static bool backup(Command *command, Error *error)
{
    return line_with(command, true, backup_on, error);
}

const Action BACKUP_ACTIONS[] = {
    { NULL, "[FILE]", 0, 1, "Write a verified archive and print its path (default: in data/backups)", NULL, backup },
    { 0 },
};
