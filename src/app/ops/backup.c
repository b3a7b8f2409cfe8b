/*
 * The job that creates an archive in <data>/backups: copy the database, check the copy (on SQLite), hash it, pack it,
 * read the archive back, and only then rename it from .part to its name. So a file with a backup's name is a verified
 * one. The fact `backup.made` and the end of the job are one transaction after the rename. What a try that was cut off
 * left behind is replaced by the next, or deleted when the job is given up.
 *
 * In order: one backup, its job, the routes (start, progress, list of files).
 */
#include "app/ops/archive.h"
#include "app/ops/inside.h"
#include "base/id.h"
#include "base/log.h"
#include "ops.sql.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char KEYS_ELSEWHERE[] =
    "Passwords, sessions and keys are in the database as hashes only. Not in this archive; keep elsewhere: the "
    "config file, the TLS certificate and its key, and the password of the PostgreSQL server.";

/* ---- making one ----------------------------------------------------------------------------------------------- */

/* One backup under way: the paths of its parts. */
typedef struct {
    Services *services;
    Arena *arena;
    const char *final; /* data/backups/NAME.tar */
    const char *part;  /* the archive until it was read back */
    const char *copy;  /* the database's copy */
    const char *body;  /* the job's */
    RowCountsRow *rows;
    ArchiveFile database;
    int64_t job;
    int64_t now;
} Making;

static bool count_rows(Db *db, void *context, Error *error)
{
    Making *making = context;
    return row_counts(db, making->arena, &making->rows, error);
}

/* Opens the copy as a database of its own: whole, readable, and its rows counted. */
static bool copy_is_sound(Making *making, Error *error)
{
    if (store_kind(making->services->store) != DB_SQLITE) /* pg_dump ended well; what it wrote is read by pg_restore */
        return store_read(making->services->store, count_rows, making, error);
    StoreOptions options = { .url = arena_format(making->arena, "sqlite:%s", making->copy), .readers = 1 };
    Store *copy;
    const char *report = "";
    if (!store_open(&options, &copy, error))
        return false;
    bool ok = store_check(copy, making->arena, &report, error) && store_read(copy, count_rows, making, error);
    store_close(copy);
    if (ok && strcmp(report, "ok") != 0)
        return fail(error, ERROR_INTERNAL, NULL, "the copy is damaged: %.180s", report);
    return ok;
}

static const char *manifest_of(const Making *making)
{
    Text text = text_new(making->arena);
    text_add(&text, "{\"format\":1,\"program\":\"banso\",\"version\":\"" BANSO_VERSION "\"");
    json_key_to(&text, "made_at");
    json_string_to(&text, time_format(making->arena, making->now));
    json_key_to(&text, "engine");
    json_string_to(&text, store_kind(making->services->store) == DB_SQLITE ? "sqlite" : "postgresql");
    json_key_to(&text, "files");
    text_add(&text, "[{");
    json_key_to(&text, "name");
    json_string_to(&text, making->database.name);
    json_key_to(&text, "size");
    json_int_to(&text, making->database.size);
    json_key_to(&text, "sha256");
    json_string_to(&text, making->database.sha256);
    text_add(&text, "}]");
    json_key_to(&text, "rows");
    shape_write(&text, &ROW_COUNTS_ROW, making->rows);
    json_key_to(&text, "keys");
    json_string_to(&text, KEYS_ELSEWHERE);
    text_add(&text, "}\n");
    return text_string(&text);
}

static const Field BACKUP_MADE_FIELDS[] = { SHAPE_FIELD(BackupMade, file, FIELD_TEXT), { 0 } };
const Shape BACKUP_MADE = { "BackupMade", sizeof(BackupMade), BACKUP_MADE_FIELDS };

bool ops_rows_check(Store *store, Arena *arena, const Json *rows, Error *error)
{
    Making counting = { .arena = arena };
    Text text = text_new(arena);
    const Json *found;
    if (!store_read(store, count_rows, &counting, error))
        return false;
    shape_write(&text, &ROW_COUNTS_ROW, counting.rows);
    if (!json_parse(arena, text.data, text.size, &found, error))
        return false;
    bool exact = store_kind(store) == DB_SQLITE;
    for (const Json *row = json_first(found); row; row = json_next(row)) {
        int64_t said = 0, there = 0;
        if (!exact && (counting.rows->staff > 0 || strcmp(json_key(row), "staff") != 0))
            continue;
        if (json_get_int(rows, json_key(row), &said) && json_get_int(found, json_key(row), &there) && there < said)
            return fail(error, ERROR_INPUT, NULL, "the archive says %lld %s, but its database holds %lld",
                        (long long)said, json_key(row), (long long)there);
    }
    return true;
}

static bool finish(Db *db, void *context, Error *error)
{
    const Making *making = context;
    BackupMade made = { strrchr(making->final, '/') + 1 };
    Fact fact = { .kind = "backup.made", .actor = "system", .body = &made, .at = making->now };
    return fact_write(db, &fact, NULL, error) && job_finish(db, making->job, making->now, error);
}

static bool make(Making *making, Error *error)
{
    const Json *read_back;
    making->database = (ArchiveFile) { .name = OPS_BACKUP_DATABASE, .path = making->copy };
    unlink(making->copy); /* of an attempt that was cut off */
    if (!store_copy_to(making->services->store, making->copy, error) || !job_keep(0.5, error))
        return false;
    if (!copy_is_sound(making, error) || !archive_measure(&making->database, error) || !job_keep(0.7, error))
        return false;
    if (!archive_write(making->part, manifest_of(making), &making->database, 1, error) || !job_keep(0.9, error))
        return false;
    if (!archive_verify(making->arena, making->part, &read_back, error))
        return false;
    if (rename(making->part, making->final) != 0)
        return fail(error, ERROR_INTERNAL, NULL, "%s: %s", making->final, strerror(errno));
    return store_write(making->services->store, finish, making, error);
}

static const char *folder_of(const Services *services, Arena *arena)
{
    return arena_format(arena, "%s/" OPS_BACKUP_FOLDER, services->data);
}

/* Only names that backup_create chose: letters, digits, dash and dot. */
static bool name_is_ours(const char *name)
{
    size_t size = strlen(name);
    return size > 4 && size < 100 && strcmp(name + size - 4, ".tar") == 0 && text_starts(name, "banso-") &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-.T") == size;
}

static bool paths_set(Making *making, const char *folder, Error *error)
{
    const Json *json;
    const char *name;
    if (!json_parse(making->arena, making->body, strlen(making->body), &json, error) ||
        !json_get_text(json, "file", &name) || !name_is_ours(name))
        return fail(error, ERROR_INPUT, "file", "a backup's job names its file");
    making->final = arena_format(making->arena, "%s/%s", folder, name);
    making->part = arena_format(making->arena, "%s/%s.part", folder, name);
    making->copy = arena_format(making->arena, "%s/%s.copy", folder, name);
    return true;
}

bool backup_run(Services *services, Arena *arena, const char *body, Error *error)
{
    const char *folder = folder_of(services, arena);
    Making making = { .services = services, .arena = arena, .body = body, .job = job_current(), .now = clock_now() };
    if (!paths_set(&making, folder, error))
        return false;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return fail(error, ERROR_INTERNAL, NULL, "%s: %s", folder, strerror(errno));
    bool ok = make(&making, error);
    unlink(making.copy);
    if (!ok)
        unlink(making.part);
    return ok;
}

bool backup_given_up(Services *services, Db *db, const char *body, const Error *why, Error *error)
{
    Making making = { .services = services, .arena = db_arena(db), .body = body };
    (void)why;
    Error unreadable = { 0 };
    (void)error;
    /* A body that cannot be read names no files; giving up must not fail for that. */
    if (paths_set(&making, folder_of(services, making.arena), &unreadable)) {
        unlink(making.copy);
        unlink(making.part);
    }
    return true;
}

/* ---- routes --------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t id;
    const char *file;
    const char *state;
    double progress;
    const char *error;
} Backup;
static const Field BACKUP_FIELDS[] = {
    SHAPE_FIELD(Backup, id, FIELD_ID),
    SHAPE_OPT(Backup, file, FIELD_TEXT),
    SHAPE_FIELD(Backup, state, FIELD_TEXT, .choices = "waiting|running|done|failed"),
    SHAPE_FIELD(Backup, progress, FIELD_REAL),
    SHAPE_OPT(Backup, error, FIELD_TEXT),
    { 0 },
};
const Shape BACKUP = { "Backup", sizeof(Backup), BACKUP_FIELDS };

bool backup_create(Request *request, Error *error)
{
    int year, month, day_of_month;
    day_split(request->now / MS_PER_DAY, &year, &month, &day_of_month);
    int of_day = (int)(request->now % MS_PER_DAY);
    Backup made = { .state = "waiting" };
    /* The random end keeps two of the same second apart. */
    made.file = arena_format(request->arena, "banso-%04d%02d%02dT%02d%02d%02d-%04llx.tar", year, month, day_of_month,
                             of_day / MS_PER_HOUR, of_day / MS_PER_MINUTE % 60, of_day / MS_PER_SECOND % 60,
                             (unsigned long long)id_new() & 0xffff);
    const char *body = arena_format(request->arena, "{\"file\":\"%s\"}", made.file);
    if (!job_add(request->db, "ops.backup", body, 0, &made.id, error))
        return false;
    return reply_row(request, 202, &BACKUP, &made);
}

bool backup_get(Request *request, Error *error)
{
    JobState *state;
    if (!job_state(request->db, request->arena, request->path_id[0], &state, error))
        return false;
    if (!state || strcmp(state->kind, "ops.backup") != 0)
        return fail(error, ERROR_MISSING, NULL, "backup not found");
    Backup backup = { .id = state->id, .state = state->state, .progress = state->progress, .error = state->error };
    return reply_row(request, 200, &BACKUP, &backup);
}

typedef struct {
    const char *file;
    int64_t size;
    int64_t made_at;
} BackupFile;
static const Field BACKUP_FILE_FIELDS[] = {
    SHAPE_FIELD(BackupFile, file, FIELD_TEXT),
    SHAPE_FIELD(BackupFile, size, FIELD_INT),
    SHAPE_FIELD(BackupFile, made_at, FIELD_TIME),
    { 0 },
};
const Shape BACKUP_FILE = { "BackupFile", sizeof(BackupFile), BACKUP_FILE_FIELDS };

enum { FILES_MAX = 1000 };

static bool file_look(Arena *arena, const char *folder, const char *name, BackupFile *file)
{
    struct stat found;
    if (!name_is_ours(name) || stat(arena_format(arena, "%s/%s", folder, name), &found) != 0)
        return false;
    *file = (BackupFile) { arena_text(arena, name), found.st_size,
                           found.st_mtim.tv_sec * (int64_t)MS_PER_SECOND + found.st_mtim.tv_nsec / 1000000 };
    return true;
}

static int newest_first(const void *a, const void *b)
{
    return strcmp(((const BackupFile *)b)->file, ((const BackupFile *)a)->file);
}

bool backup_list(Request *request, Error *error)
{
    (void)error;
    const char *folder = folder_of(request->services, request->arena);
    BackupFile *files = arena_array(request->arena, FILES_MAX, sizeof *files);
    size_t count = 0;
    DIR *directory = opendir(folder);
    for (struct dirent *entry; directory && count < FILES_MAX && (entry = readdir(directory)) != NULL;)
        if (file_look(request->arena, folder, entry->d_name, &files[count]))
            count++;
    if (directory)
        closedir(directory);
    qsort(files, count, sizeof *files, newest_first);
    return reply_list(request, &BACKUP_FILE, files, count, NULL);
}
