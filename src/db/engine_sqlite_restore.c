/*
 * Puts a database file in the place of another. The old file first takes in its write-ahead log, which would otherwise
 * be replayed into the new one, and gets a second name, FILE.replaced; then the new file is renamed over the first one.
 * So there is a whole database under its name at every moment, and the old one is never without a name: a start in
 * between creates no empty database. A name that is taken is never used again, so a second restore does not cost the
 * file that the first one kept. A damaged file takes in no log: the log then stays beside it, as FILE.replaced-wal.
 *
 * Only while nobody holds the old file (lite_own): a server would go on writing into the one that lost its name.
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

/* ---- the old file ---------------------------------------------------------------------------------------------- */

/* The log of the old database must not be read into the new one. A clean close has emptied it into the file; somebody
 * who reads the file by other means holds it up. */
static int note_busy(void *busy, int columns, char **values, char **names)
{
    (void)names;
    *(bool *)busy = columns > 0 && values[0] && strcmp(values[0], "0") != 0;
    return 0;
}

/* The close leaves the log as it is: of a damaged file SQLite would delete it. */
static bool settle(const char *url, Error *error)
{
    sqlite3 *link;
    bool busy = false;
    if (!lite_open_link(url, SQLITE_OPEN_READWRITE, &link, error))
        return false;
    sqlite3_db_config(link, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
    int code = sqlite3_exec(link, "PRAGMA wal_checkpoint(TRUNCATE)", note_busy, &busy, NULL) & 0xff;
    bool done =
        code == SQLITE_OK || code == SQLITE_NOTADB || code == SQLITE_CORRUPT || lite_fail(link, lite_path(url), error);
    sqlite3_close(link);
    return busy ? fail(error, ERROR_CONFLICT, "database", "%s is being read by another process", lite_path(url)) : done;
}

static const char *log_of(Arena *arena, const char *file)
{
    return arena_format(arena, "%s-wal", file);
}

static bool is_free(const char *name)
{
    struct stat found;
    return lstat(name, &found) != 0 && errno == ENOENT;
}

/* The first name that is free, its log's too, or that a restore which was cut off has already given to the file. */
static const char *name_to_keep(Arena *arena, const char *target, const struct stat *old, bool *given)
{
    for (int n = 1;; n++) {
        struct stat found;
        const char *name =
            n == 1 ? arena_format(arena, "%s.replaced", target) : arena_format(arena, "%s.replaced-%d", target, n);
        *given = lstat(name, &found) == 0 && found.st_dev == old->st_dev && found.st_ino == old->st_ino;
        if (*given || (is_free(name) && is_free(log_of(arena, name))))
            return name;
    }
}

/* A second name for the file, which stays where it is until the new one takes its place. */
static bool keep(Arena *arena, const char *target, const char **kept, Error *error)
{
    struct stat old;
    bool given;
    if (stat(target, &old) != 0)
        return fail(error, ERROR_INTERNAL, "database", "%s: %s", target, strerror(errno));
    const char *name = name_to_keep(arena, target, &old, &given);
    if (!given && link(target, name) != 0)
        return fail(error, ERROR_INTERNAL, "database", "%s cannot be kept as %s: %s; move it away, then try again",
                    target, name, strerror(errno));
    *kept = name;
    return true;
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
static bool keep_old(Arena *arena, const char *url, int *own, const char **kept, Error *error)
{
    return lite_own(url, own, error) && settle(url, error) && keep(arena, lite_path(url), kept, error) &&
           sync_folder(arena, lite_path(url), error);
}

/* ---- the new one ------------------------------------------------------------------------------------------------ */

/* What root unpacks belongs to whom the old file belonged to, or the folder: the service must be able to open it. */
static bool hand_over(Arena *arena, const char *path, const char *target, Error *error)
{
    struct stat owner;
    if (geteuid() != 0)
        return true;
    if ((stat(target, &owner) == 0 || stat(dirname(arena_text(arena, target)), &owner) == 0) &&
        chown(path, owner.st_uid, owner.st_gid) == 0)
        return true;
    return fail(error, ERROR_INTERNAL, NULL, "%s: %s", path, strerror(errno));
}

/* What the old file did not take in stays with it. */
static bool log_away(Arena *arena, const char *target, const char *kept, Error *error)
{
    struct stat found;
    const char *log = log_of(arena, target);
    unlink(arena_format(arena, "%s-shm", target));
    if (!kept || stat(log, &found) != 0 || found.st_size == 0) {
        unlink(log);
        return true;
    }
    return rename(log, log_of(arena, kept)) == 0 ||
           fail(error, ERROR_INTERNAL, "database", "%s: %s", log, strerror(errno));
}

static bool move(Arena *arena, const char *path, const char *target, const char *kept, Error *error)
{
    if (!log_away(arena, target, kept, error))
        return false;
    if (rename(path, target) != 0)
        return fail(error, ERROR_INTERNAL, NULL, "%s: %s", target, strerror(errno));
    return sync_folder(arena, target, error);
}

bool lite_restore(Arena *arena, const char *url, const char *path, const char **kept, Error *error)
{
    const char *target = lite_path(url);
    bool empty;
    int own = -1; /* of the old file, until another has its name: nobody begins to work in it meanwhile */
    if (access(path, R_OK) != 0)
        return fail(error, ERROR_INTERNAL, NULL, "%s: %s", path, strerror(errno));
    bool done = hand_over(arena, path, target, error) && lite_is_empty(url, &empty, error) &&
                (empty || keep_old(arena, url, &own, kept, error)) && move(arena, path, target, *kept, error);
    if (own >= 0)
        close(own);
    return done;
}
