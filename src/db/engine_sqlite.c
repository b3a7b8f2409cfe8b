/*
 * SQLite behind the Engine of inside.h. One thread at a time uses a connection, so SQLite's own mutexes are off. The
 * writer begins IMMEDIATE, so it never has to upgrade a read, and keeps WAL with synchronous FULL: a COMMIT that
 * returned is on disk. It also tells the checkpointer (engine_sqlite_whole.c) when to work; SQLite's automatic
 * checkpoints are off.
 *
 * In order: which error means a full disk, opening, transactions, statements, the table of functions.
 */
#include "db/engine_sqlite.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *lite_path(const char *url)
{
    return url + strlen("sqlite:");
}

/* ---- errors ----------------------------------------------------------------------------------------------------- */

static bool no_room(int code)
{
    return code == ENOSPC || code == EDQUOT || code == EFBIG;
}

static bool file_had_no_room(sqlite3 *link, int which)
{
    sqlite3_file *file = NULL;
    int code = 0;
    sqlite3_file_control(link, "main", which, &file);
    if (file && file->pMethods)
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &code);
    return no_room(code);
}

/* Only ENOSPC has its own code in SQLite. For a quota or a limit it keeps the errno with the file; the errno of the
 * connection may be that of a later call. */
static bool write_had_no_room(sqlite3 *link)
{
    return no_room(sqlite3_system_errno(link)) || file_had_no_room(link, SQLITE_FCNTL_FILE_POINTER) ||
           file_had_no_room(link, SQLITE_FCNTL_JOURNAL_POINTER);
}

static ErrorKind kind_of(sqlite3 *link)
{
    int code = sqlite3_extended_errcode(link);
    switch (code & 0xff) {
    case SQLITE_FULL:
        return ERROR_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
        return ERROR_BUSY;
    case SQLITE_IOERR:
        if (code == SQLITE_IOERR_SHMSIZE) /* the file beside it, which readers and writers share, finds no room */
            return ERROR_FULL;
        return write_had_no_room(link) ? ERROR_FULL : ERROR_INTERNAL;
    case SQLITE_CANTOPEN:
        return write_had_no_room(link) ? ERROR_FULL : ERROR_INTERNAL;
    case SQLITE_CONSTRAINT:
        return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
                       code == SQLITE_CONSTRAINT_ROWID || code == SQLITE_CONSTRAINT_FOREIGNKEY
                   ? ERROR_CONFLICT
                   : ERROR_INTERNAL;
    default:
        return ERROR_INTERNAL;
    }
}

bool lite_fail(sqlite3 *link, const char *doing, Error *error)
{
    ErrorKind kind = kind_of(link);
    const char *text = sqlite3_errmsg(link);
    const char *why = kind == ERROR_FULL && !strstr(text, "full") ? "; the disk is full" : "";
    return fail(error, kind, NULL, "%s: %s%s", doing, text, why);
}

/* SQLite gives up the whole transaction on some errors (a full disk, a failed write); then no savepoint is left. */
static bool broke_off(Lite *lite, const Error *error)
{
    if (error->kind == ERROR_FULL && lite->checkpointer)
        checkpointer_needs_room(lite->checkpointer);
    if (sqlite3_get_autocommit(lite->link))
        lite->db.lost = true;
    return false;
}

static bool failed(Lite *lite, const char *doing, Error *error)
{
    lite_fail(lite->link, doing, error);
    return broke_off(lite, error);
}

/* ---- opening ---------------------------------------------------------------------------------------------------- */

/* What root creates for a service belongs to the folder's owner, who must be able to open it. */
static void file_hand_over(int fd, const char *path)
{
    struct stat folder;
    Arena *arena = arena_new();
    if (geteuid() == 0 && stat(dirname(arena_text(arena, path)), &folder) == 0 &&
        fchown(fd, folder.st_uid, folder.st_gid) != 0)
        log_line(LOG_WARN, "%s stays root's: %s", path, strerror(errno));
    arena_free(arena);
}

/* For its owner alone, whatever the umask and the mode of an existing directory; SQLite gives its log the same mode and
 * owner. O_EXCL, because closing a second descriptor of an open database would release its locks. */
static void file_make(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return;
    file_hand_over(fd, path);
    close(fd);
}

bool lite_open_link(const char *url, int flags, sqlite3 **link, Error *error)
{
    sqlite3 *opened = NULL;
    if (flags & SQLITE_OPEN_CREATE)
        file_make(lite_path(url));
    int code = sqlite3_open_v2(lite_path(url), &opened, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK) {
        lite_fail(opened, lite_path(url), error);
        sqlite3_close(opened);
        return false;
    }
    sqlite3_extended_result_codes(opened, 1);
    sqlite3_busy_timeout(opened, LITE_BUSY_MS);
    *link = opened;
    return true;
}

/* The readers' caches are small on purpose: the system's cache holds the file, and an idle server stays small. The
 * writer's cache holds what a large commit changes, since pages that leave it before COMMIT are written twice. It grows
 * only with what is written. Pages of 8 KB: batches of events come in a third faster than with 4 KB, no slower than
 * with 16. */
static const char WRITER_SETTINGS[] = "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                      "PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0;"
                                      "PRAGMA journal_size_limit = 25165824; PRAGMA secure_delete = ON;"
                                      "PRAGMA cache_size = -64000; PRAGMA trusted_schema = OFF;";
static const char READER_SETTINGS[] = "PRAGMA foreign_keys = ON; PRAGMA query_only = ON; PRAGMA cache_size = -4000;"
                                      "PRAGMA trusted_schema = OFF;";

static bool lite_open(const char *url, bool writes, int64_t until, Db **db, Error *error)
{
    (void)until;
    sqlite3 *link;
    Checkpointer *checkpointer = NULL;
    int flags = SQLITE_OPEN_READWRITE | (writes ? SQLITE_OPEN_CREATE : 0);
    if (!lite_open_link(url, flags, &link, error))
        return false;
    if (sqlite3_exec(link, writes ? WRITER_SETTINGS : READER_SETTINGS, NULL, NULL, NULL) != SQLITE_OK) {
        lite_fail(link, lite_path(url), error);
        sqlite3_close(link);
        return false;
    }
    if (writes && !checkpointer_new(url, link, &checkpointer, error)) {
        sqlite3_close(link);
        return false;
    }
    Lite *lite = calloc(1, sizeof *lite);
    if (!lite)
        bug("out of memory for a connection");
    lite->db = (Db) { .engine = &ENGINE_SQLITE, .arena = arena_new(), .writes = writes };
    lite->link = link;
    lite->checkpointer = checkpointer;
    *db = &lite->db;
    return true;
}

static void statement_drop(void *statement)
{
    sqlite3_finalize(statement);
}

static void lite_close(Db *db)
{
    Lite *lite = (Lite *)(void *)db;
    cache_clear(&lite->statements, statement_drop);
    if (db->writes)
        sqlite3_exec(lite->link, "PRAGMA analysis_limit = 400; PRAGMA optimize", NULL, NULL, NULL);
    /* After optimize, which commits: each COMMIT of this link tells the checkpointer how long the log is. */
    checkpointer_free(lite->checkpointer);
    sqlite3_close(lite->link);
    arena_free(db->arena);
    free(lite);
}

/* ---- transactions ----------------------------------------------------------------------------------------------- */

static const Statement BEGIN_WRITE = { .name = "begin", .sqlite = "BEGIN IMMEDIATE" };
static const Statement BEGIN_READ = { .name = "begin", .sqlite = "BEGIN" };
static const Statement COMMIT = { .name = "commit", .sqlite = "COMMIT" };
static const Statement ROLLBACK = { .name = "rollback", .sqlite = "ROLLBACK" };
static const Statement SAVE = { .name = "savepoint", .sqlite = "SAVEPOINT piece" };
static const Statement SAVE_KEEP = { .name = "release", .sqlite = "RELEASE piece" };
static const Statement SAVE_UNDO = { .name = "rollback to", .sqlite = "ROLLBACK TO piece" };

static bool lite_statement(Lite *lite, const Statement *statement, sqlite3_stmt **prepared, Error *error)
{
    sqlite3_stmt *made = cache_find(&lite->statements, statement);
    if (!made) {
        if (sqlite3_prepare_v3(lite->link, statement->sqlite, -1, SQLITE_PREPARE_PERSISTENT, &made, NULL) != SQLITE_OK)
            return failed(lite, statement->name, error);
        int width = statement->row ? shape_width(statement->row) : 0;
        if (statement->row && sqlite3_column_count(made) != width) {
            int found = sqlite3_column_count(made);
            sqlite3_finalize(made);
            return fail(error, ERROR_INTERNAL, NULL, "%s: its signature has %d columns, its SQL %d", statement->name,
                        width, found);
        }
        cache_put(&lite->statements, statement, made);
    }
    *prepared = made;
    return true;
}

static bool lite_run(Db *db, const Statement *statement, const DbValue *values, Sink *sink, int64_t *changed,
                     Error *error)
{
    Lite *lite = (Lite *)(void *)db;
    sqlite3_stmt *prepared = NULL;
    if (!lite_statement(lite, statement, &prepared, error) ||
        !lite_bind(lite, prepared, values, statement->parameter_count, statement->name, error))
        return false;
    if (!lite_walk(lite, prepared, statement->name, sink, error))
        return sink && sink->stopped ? false : broke_off(lite, error);
    if (changed)
        *changed = sqlite3_changes64(lite->link);
    return true;
}

static bool lite_simple(Db *db, const Statement *statement, Error *error)
{
    return lite_run(db, statement, NULL, NULL, NULL, error);
}

static bool lite_begin(Db *db, int64_t until, Error *error)
{
    (void)until;
    Lite *lite = (Lite *)(void *)db;
    db->lost = false;
    if (lite->checkpointer)
        checkpointer_help(lite->checkpointer, lite->link);
    if (db->writes)
        lite_rest(lite);
    return lite_simple(db, db->writes ? &BEGIN_WRITE : &BEGIN_READ, error);
}

static bool lite_commit(Db *db, Error *error)
{
    return lite_simple(db, &COMMIT, error);
}

static void lite_rollback(Db *db)
{
    Error ignored = { 0 };
    if (!sqlite3_get_autocommit(((Lite *)(void *)db)->link))
        lite_simple(db, &ROLLBACK, &ignored);
}

static bool lite_save(Db *db, Error *error)
{
    return lite_simple(db, &SAVE, error);
}

static bool lite_save_keep(Db *db, Error *error)
{
    return lite_simple(db, &SAVE_KEEP, error);
}

static bool lite_save_undo(Db *db, Error *error)
{
    return lite_simple(db, &SAVE_UNDO, error) && lite_simple(db, &SAVE_KEEP, error);
}

/* ---- statements ------------------------------------------------------------------------------------------------- */

static bool lite_prepare(Db *db, const Statement *statement, Error *error)
{
    sqlite3_stmt *prepared = NULL;
    return lite_statement((Lite *)(void *)db, statement, &prepared, error);
}

/* A cursor may be open inside another of the same statement, so each prepares its own. */
static bool lite_each(Db *db, const Statement *statement, const DbValue *values, Sink *sink, Error *error)
{
    Lite *lite = (Lite *)(void *)db;
    sqlite3_stmt *own;
    if (!lite_prepare(db, statement, error))
        return false;
    if (sqlite3_prepare_v3(lite->link, statement->sqlite, -1, 0, &own, NULL) != SQLITE_OK)
        return failed(lite, statement->name, error);
    bool done = lite_bind(lite, own, values, statement->parameter_count, statement->name, error) &&
                lite_walk(lite, own, statement->name, sink, error);
    sqlite3_finalize(own);
    return done;
}

static bool lite_bulk(Db *db, const Statement *statement, const DbValue *values, size_t rows, Error *error)
{
    Lite *lite = (Lite *)(void *)db;
    sqlite3_stmt *prepared = NULL;
    if (!lite_statement(lite, statement, &prepared, error))
        return false;
    for (size_t i = 0; i < rows; i++) {
        if (!lite_bind(lite, prepared, values, statement->parameter_count, statement->name, error))
            return false;
        if (!lite_walk(lite, prepared, statement->name, NULL, error))
            return broke_off(lite, error);
        values += statement->parameter_count;
    }
    return true;
}

/* SQLite numbers $2 $1 by first appearance, so a dynamic text binds by name. */
static bool bind_by_name(Lite *lite, sqlite3_stmt *statement, const DbValue *values, int count, const char *name,
                         Error *error)
{
    int slots = sqlite3_bind_parameter_count(statement);
    DbValue *ordered = arena_array(lite->db.arena, (size_t)slots + 1, sizeof *ordered);
    for (int i = 1; i <= slots; i++) {
        const char *parameter = sqlite3_bind_parameter_name(statement, i);
        long number = parameter ? strtol(parameter + 1, NULL, 10) : 0;
        if (number < 1 || number > count)
            return fail(error, ERROR_INTERNAL, NULL, "%s: no value for %s", name, parameter ? parameter : "?");
        ordered[i - 1] = values[number - 1];
    }
    return lite_bind(lite, statement, ordered, slots, name, error);
}

static bool lite_list(Db *db, const char *sql, const DbValue *values, int count, Sink *sink, Error *error)
{
    Lite *lite = (Lite *)(void *)db;
    const char *name = sink->shape->name;
    sqlite3_stmt *own;
    if (sqlite3_prepare_v3(lite->link, sql, -1, 0, &own, NULL) != SQLITE_OK)
        return failed(lite, name, error);
    bool done = sqlite3_column_count(own) == shape_width(sink->shape)
                    ? bind_by_name(lite, own, values, count, name, error) && lite_walk(lite, own, name, sink, error)
                    : fail(error, ERROR_INTERNAL, NULL, "list %s: the SQL has %d columns, the shape %d", name,
                           sqlite3_column_count(own), shape_width(sink->shape));
    sqlite3_finalize(own);
    return done;
}

static bool lite_script(Db *db, const char *sql, Error *error)
{
    Lite *lite = (Lite *)(void *)db;
    return sqlite3_exec(lite->link, sql, NULL, NULL, NULL) == SQLITE_OK || failed(lite, "script", error);
}

const Engine ENGINE_SQLITE = {
    .kind = DB_SQLITE,
    .group_max = 256,
    .open = lite_open,
    .close = lite_close,
    .begin = lite_begin,
    .commit = lite_commit,
    .rollback = lite_rollback,
    .save = lite_save,
    .save_keep = lite_save_keep,
    .save_undo = lite_save_undo,
    .prepare = lite_prepare,
    .run = lite_run,
    .each = lite_each,
    .bulk = lite_bulk,
    .list = lite_list,
    .script = lite_script,
    .copy = lite_copy,
    .scrub = lite_scrub,
    .own = lite_own,
    .check = lite_check,
};
