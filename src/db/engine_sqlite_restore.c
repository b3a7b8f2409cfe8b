/*
 * Puts a database file in the place of another. The old file first takes in its write-ahead log, which would otherwise
 * be replayed into the new one, and stays beside it as FILE.replaced; then the new file is renamed into place and the
 * folder synced. Only while nobody holds the old file (lite_own): a server would go on writing into the one that was
 * moved away.
 */
#include "db/engine_sqlite.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool lite_is_empty(const char *url, bool *empty, Error *error)
{
    struct stat found;
    if (stat(lite_path(url), &found) == 0)
        *empty = found.st_size == 0;
    else if (errno == ENOENT)
        *empty = true;
    else
        return fail(error, ERROR_INTERNAL, "database", "%s: %s", lite_path(url), strerror(errno));
    return true;
}

/* The log of the old database must not be read into the new one. A clean close has emptied it into the file. */
static bool settle(const char *url, Error *error)
{
    sqlite3 *link;
    if (!lite_open_link(url, SQLITE_OPEN_READWRITE, &link, error))
        return false;
    int code = sqlite3_exec(link, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
    bool done = code == SQLITE_OK || code == SQLITE_NOTADB || lite_fail(link, lite_path(url), error);
    sqlite3_close(link);
    return done;
}

static bool sync_folder(Arena *arena, const char *path, Error *error)
{
    int folder = open(dirname(arena_text(arena, path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = folder >= 0 && fsync(folder) == 0;
    int code = errno;
    if (folder >= 0)
        close(folder);
    return done || fail(error, ERROR_INTERNAL, NULL, "%s: %s", path, strerror(code));
}

/* Only while no process has it, whatever its data directory is: a server would go on writing into the file that went.
 */
static bool put_aside(Arena *arena, const char *url, Error *error)
{
    const char *target = lite_path(url);
    int own = -1;
    bool done = lite_own(url, &own, error) && settle(url, error) &&
                (rename(target, arena_format(arena, "%s.replaced", target)) == 0 ||
                 fail(error, ERROR_INTERNAL, NULL, "%s: %s", target, strerror(errno)));
    if (own >= 0)
        close(own);
    return done;
}

static bool replace(Arena *arena, const char *url, const char *path, Error *error)
{
    const char *target = lite_path(url);
    bool empty;
    if (!lite_is_empty(url, &empty, error) || (!empty && !put_aside(arena, url, error)))
        return false;
    unlink(arena_format(arena, "%s-wal", target));
    unlink(arena_format(arena, "%s-shm", target));
    if (rename(path, target) != 0)
        return fail(error, ERROR_INTERNAL, NULL, "%s: %s", target, strerror(errno));
    return sync_folder(arena, target, error);
}

bool lite_restore(const char *url, const char *path, Error *error)
{
    Arena *arena = arena_new();
    bool done = replace(arena, url, path, error);
    arena_free(arena);
    return done;
}
