/*
 * What concerns the whole SQLite database: the thread that moves the write-ahead log into the file, copies, checks, and
 * the lock that keeps a second process away.
 *
 * The checkpointer has a thread and a connection of its own, since a checkpoint inside a COMMIT would hold up the reply
 * that waits for it. The writer only counts pages after each COMMIT (log_grew) and helps when the thread asks.
 */
#include "db/engine_sqlite.h"

#include "base/clock.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* ---- checkpoints ------------------------------------------------------------------------------------------------- */

/*
 * Pages have 8 KB. Each time the log has grown by PAGES_STEP (2 MB) the thread moves what is there while commits go on:
 * little at a time, since a commit waits when the disk is busy with a large part of the database. From PAGES_DUE (16
 * MB) on the log should start over, which it can only when all of it has been moved, and under load that never happens
 * by itself. So the thread moves what was added meanwhile, and again, and the writer moves the little that is left
 * before its next transaction. The writer waits a moment for the readers of the log (new readers no longer need it),
 * and a moment longer after each time that was not enough. A long reader, such as a backup, keeps everything written
 * since its start from being moved: while that is more than PAGES_HELD nobody waits and the log grows; the first step
 * after the reader has ended lets it start over.
 */
enum { PAGES_DUE = 2048, PAGES_STEP = 256, PAGES_HELD = 512, PASSES = 3, MOMENT_MS = 20, MOMENTS_MAX = 20 };

struct Checkpointer {
    sqlite3 *link;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t due;
    bool wanted, closing;
    bool help;   /* the thread has moved its part and rests, since a second one that moves gets BUSY */
    int pages;   /* of the log after the last COMMIT; the writer's own, as are the next */
    int due_at;  /* pages of the log at which the thread is woken next */
    int moments; /* to wait for readers: one more after each time that was too short */
};

/* Called by SQLite on the writer after each COMMIT. */
static int log_grew(void *context, sqlite3 *link, const char *schema, int pages)
{
    Checkpointer *checkpointer = context;
    (void)link;
    (void)schema;
    if (pages < checkpointer->pages)
        checkpointer->due_at = PAGES_STEP; /* it has started over */
    checkpointer->pages = pages;
    if (pages < checkpointer->due_at)
        return SQLITE_OK;
    checkpointer->due_at = pages + PAGES_STEP;
    pthread_mutex_lock(&checkpointer->lock);
    checkpointer->wanted = !checkpointer->help;
    pthread_cond_signal(&checkpointer->due);
    pthread_mutex_unlock(&checkpointer->lock);
    return SQLITE_OK;
}

static bool wait_for_work(Checkpointer *checkpointer)
{
    pthread_mutex_lock(&checkpointer->lock);
    while (!checkpointer->wanted && !checkpointer->closing)
        pthread_cond_wait(&checkpointer->due, &checkpointer->lock);
    checkpointer->wanted = false;
    bool goes_on = !checkpointer->closing;
    pthread_mutex_unlock(&checkpointer->lock);
    return goes_on;
}

/* True when the writer should do the rest: it is little, or is added faster than it is moved. A failure (a full disk,
 * say) does no harm: the log keeps everything, and the next step tries again. */
static bool log_move(sqlite3 *link)
{
    int pages = 0, moved = 0;
    for (int pass = 0; pass < PASSES && pages < 2 * PAGES_DUE; pass++) {
        int code = sqlite3_wal_checkpoint_v2(link, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages, &moved);
        if (code != SQLITE_OK || pages < PAGES_DUE)
            return false;
    }
    return pages - moved < PAGES_HELD;
}

static void *checkpointer_main(void *argument)
{
    Checkpointer *checkpointer = argument;
    pthread_setname_np(pthread_self(), "checkpoint");
    while (wait_for_work(checkpointer)) {
        if (!log_move(checkpointer->link))
            continue;
        pthread_mutex_lock(&checkpointer->lock);
        checkpointer->help = true;
        checkpointer->wanted = false;
        pthread_mutex_unlock(&checkpointer->lock);
    }
    return NULL;
}

void checkpointer_needs_room(Checkpointer *checkpointer)
{
    pthread_mutex_lock(&checkpointer->lock);
    checkpointer->help = true;
    pthread_mutex_unlock(&checkpointer->lock);
}

/* A log that could not start over grows, and the thread tries again at its next step. */
void checkpointer_help(Checkpointer *checkpointer, sqlite3 *writer)
{
    pthread_mutex_lock(&checkpointer->lock);
    bool asked = checkpointer->help;
    checkpointer->help = false;
    pthread_mutex_unlock(&checkpointer->lock);
    if (!asked)
        return;
    sqlite3_busy_timeout(writer, MOMENT_MS * checkpointer->moments);
    int code = sqlite3_wal_checkpoint_v2(writer, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
    sqlite3_busy_timeout(writer, LITE_BUSY_MS);
    if (code != SQLITE_BUSY)
        checkpointer->moments = 1;
    else if (checkpointer->moments < MOMENTS_MAX)
        checkpointer->moments++;
}

enum { QUIET_US = 5000000 };

void lite_rest(Lite *lite)
{
    int64_t changes = sqlite3_total_changes64(lite->link), now = clock_monotonic();
    if (changes != lite->changes) {
        lite->changes = changes;
        lite->quiet_since = now;
        return;
    }
    if (!lite->quiet_since || now - lite->quiet_since < QUIET_US)
        return;
    lite->quiet_since = 0;
    sqlite3_db_release_memory(lite->link);
    malloc_trim(0); /* its pages are between others: without this they would not go back to the system */
}

/* The settings read the schema, which opens the log: a link that has not done so would move nothing and report success.
 */
static bool link_open(const char *url, sqlite3 **link, Error *error)
{
    static const char SETTINGS[] = "PRAGMA synchronous = FULL; PRAGMA cache_size = -200";
    sqlite3 *opened;
    if (!lite_open_link(url, SQLITE_OPEN_READWRITE, &opened, error))
        return false;
    if (sqlite3_exec(opened, SETTINGS, NULL, NULL, NULL) != SQLITE_OK) {
        lite_fail(opened, lite_path(url), error);
        sqlite3_close(opened);
        return false;
    }
    *link = opened;
    return true;
}

bool checkpointer_new(const char *url, sqlite3 *writer, Checkpointer **checkpointer, Error *error)
{
    sqlite3 *link;
    if (!link_open(url, &link, error))
        return false;
    Checkpointer *made = calloc(1, sizeof *made);
    if (!made)
        bug("out of memory at the start");
    made->due_at = PAGES_STEP;
    made->moments = 1;
    made->link = link;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->due, NULL);
    if (pthread_create(&made->thread, NULL, checkpointer_main, made) != 0)
        bug("no thread for checkpoints");
    sqlite3_wal_hook(writer, log_grew, made);
    *checkpointer = made;
    return true;
}

void checkpointer_free(Checkpointer *checkpointer)
{
    if (!checkpointer)
        return;
    pthread_mutex_lock(&checkpointer->lock);
    checkpointer->closing = true;
    pthread_cond_signal(&checkpointer->due);
    pthread_mutex_unlock(&checkpointer->lock);
    pthread_join(checkpointer->thread, NULL);
    sqlite3_close(checkpointer->link);
    pthread_cond_destroy(&checkpointer->due);
    pthread_mutex_destroy(&checkpointer->lock);
    free(checkpointer);
}

enum { SCRUB_TRIES = 20, SCRUB_PAUSE_US = 50000 };

/* The writer waits while this one tries, so each try is short; between them the others go on. */
bool lite_scrub(const char *url, Error *error)
{
    sqlite3 *link;
    if (!link_open(url, &link, error))
        return false;
    sqlite3_busy_timeout(link, MOMENT_MS);
    int code = SQLITE_BUSY;
    for (int i = 0; i < SCRUB_TRIES && code != SQLITE_OK; i++) {
        if (i > 0)
            usleep(SCRUB_PAUSE_US);
        code = sqlite3_wal_checkpoint_v2(link, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    }
    bool ok = code == SQLITE_OK || lite_fail(link, "scrub", error);
    sqlite3_close(link);
    return ok;
}

/* ---- a copy ------------------------------------------------------------------------------------------------------ */

static bool sync_path(const char *path, int flags, Error *error)
{
    int file = open(path, flags | O_CLOEXEC);
    bool synced = file >= 0 && fsync(file) == 0;
    int code = errno;
    if (file >= 0)
        close(file);
    return synced || fail(error, code == ENOSPC ? ERROR_FULL : ERROR_INTERNAL, NULL, "%s: %s", path, strerror(code));
}

static bool sync_file_and_folder(const char *path, Error *error)
{
    Arena *arena = arena_new();
    bool synced =
        sync_path(path, O_RDONLY, error) && sync_path(dirname(arena_text(arena, path)), O_RDONLY | O_DIRECTORY, error);
    arena_free(arena);
    return synced;
}

bool lite_copy(const char *url, const char *path, Error *error)
{
    sqlite3 *link;
    sqlite3_stmt *copy = NULL;
    if (!lite_open_link(url, SQLITE_OPEN_READWRITE, &link, error))
        return false;
    bool done = sqlite3_prepare_v2(link, "VACUUM INTO ?1", -1, &copy, NULL) == SQLITE_OK &&
                sqlite3_bind_text(copy, 1, path, -1, SQLITE_STATIC) == SQLITE_OK && sqlite3_step(copy) == SQLITE_DONE;
    if (!done)
        lite_fail(link, path, error);
    sqlite3_finalize(copy);
    sqlite3_close(link);
    return done && sync_file_and_folder(path, error);
}

/* ---- a check ------------------------------------------------------------------------------------------------------
 */

static int report_line(void *context, int columns, char **values, char **names)
{
    Text *report = context;
    (void)names;
    for (int i = 0; i < columns; i++)
        text_format(report, "%s%s", i ? " " : "", values[i] ? values[i] : "-");
    text_char(report, '\n');
    return 0;
}

static bool check_with(sqlite3 *link, const char *pragma, Text *report, Error *error)
{
    return sqlite3_exec(link, pragma, report_line, report, NULL) == SQLITE_OK || lite_fail(link, pragma, error);
}

bool lite_check(const char *url, Arena *arena, const char **report, Error *error)
{
    Text integrity = text_new(arena), foreign = text_new(arena);
    sqlite3 *link;
    if (!lite_open_link(url, SQLITE_OPEN_READWRITE, &link, error))
        return false;
    bool done = check_with(link, "PRAGMA integrity_check", &integrity, error) &&
                check_with(link, "PRAGMA foreign_key_check", &foreign, error);
    sqlite3_close(link);
    if (!done)
        return false;
    bool good = strcmp(text_string(&integrity), "ok\n") == 0 && foreign.size == 0;
    *report = good ? "ok" : arena_format(arena, "%s%s", text_string(&integrity), text_string(&foreign));
    return true;
}

/* ---- one process ------------------------------------------------------------------------------------------------ */

/* A lock of another kind (flock), which does not affect SQLite's own locks. */
bool lite_own(const char *url, int *file, Error *error)
{
    *file = open(lite_path(url), O_RDWR | O_CLOEXEC);
    if (*file >= 0 && flock(*file, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (*file >= 0 && errno == EWOULDBLOCK)
        return fail(error, ERROR_CONFLICT, "database",
                    "%s is in use by another process; is a server with another --data running?", lite_path(url));
    return fail(error, ERROR_INTERNAL, "database", "%s: %s", lite_path(url), strerror(errno));
}
