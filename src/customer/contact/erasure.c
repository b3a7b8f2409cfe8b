/*
 * The file <data>/erasures: appended after COMMIT, completed from the facts, replayed at a start.
 *
 * A line that cannot be written (a full disk) stops no erasure: it is logged, and the next start adds it from the
 * facts. A line that a crash cut off is skipped. A replay takes 500 lines at a time: it finds who stands unforgotten on
 * a reader, then deletes files of imports, then forgets the persons. A start that is cut off replays again and finds
 * fewer.
 *
 * In order: the file; writing down; from the database into the list; from the list into the database.
 */
#include "customer/contact/erasure.h"

#include "base/log.h"
#include "customer/contact/contact.h"
#include "erasure.sql.h"
#include "house/import/import.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEP = 500, FOLLOW_US = 5000000, FOLLOW_BACK_MS = 10 * MS_PER_MINUTE };

typedef struct {
    int64_t at; /* of the erasure */
    int64_t contact;
    int64_t created_at;
} Erasure;

typedef struct {
    Arena *arena;
    Erasure *items;
    size_t count, capacity;
} Erasures;

static void erasures_take(Erasures *erasures, Erasure one)
{
    if (erasures->count == erasures->capacity) {
        size_t capacity = erasures->capacity ? 2 * erasures->capacity : 64;
        Erasure *more = arena_array(erasures->arena, capacity, sizeof *more);
        if (erasures->count)
            memcpy(more, erasures->items, erasures->count * sizeof *more);
        erasures->items = more;
        erasures->capacity = capacity;
    }
    erasures->items[erasures->count++] = one;
}

/* ---- the file: one line each, "2026-11-22T09:00:00.000Z contact 4711 1795176000000" ---- */

static const char *list_path(Arena *arena, const char *data)
{
    return arena_format(arena, "%s/erasures", data);
}

static bool line_read(const char *line, Erasure *erasure)
{
    long long contact, created_at;
    char at[32], end;
    int64_t ms;
    if (sscanf(line, "%31s contact %lld %lld%c", at, &contact, &created_at, &end) != 4 || end != '\n')
        return false;
    if (contact <= 0 || !time_parse(at, &ms))
        return false;
    *erasure = (Erasure) { ms, contact, created_at };
    return true;
}

/* A line that was cut off by a crash says nothing; *strange counts such lines. No file is an empty list. */
static bool list_read(Arena *arena, const char *path, Erasures *erasures, int64_t *strange, Error *error)
{
    char line[128];
    Erasure one;
    FILE *file = fopen(path, "re");
    *erasures = (Erasures) { .arena = arena };
    *strange = 0;
    if (!file)
        return errno == ENOENT || fail(error, ERROR_INTERNAL, "data", "%s: %s", path, strerror(errno));
    while (fgets(line, sizeof line, file)) {
        if (line_read(line, &one))
            erasures_take(erasures, one);
        else
            ++*strange;
    }
    bool ok = !ferror(file);
    fclose(file);
    return ok || fail(error, ERROR_INTERNAL, "data", "%s cannot be read", path);
}

static bool write_fails(const char *path, Error *error)
{
    bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return fail(error, full ? ERROR_FULL : ERROR_INTERNAL, "data", "%s: %s", path, strerror(errno));
}

/* Where the last line was cut off, the next entry begins on a new line. */
static bool ends_in_a_line(int fd)
{
    char last;
    off_t size = lseek(fd, 0, SEEK_END);
    return size <= 0 || (pread(fd, &last, 1, size - 1) == 1 && last == '\n');
}

static bool list_append(const char *data, const Erasures *erasures, Error *error)
{
    Arena *arena = arena_new();
    const char *path = list_path(arena, data);
    Text lines = text_new(arena);
    int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    text_add(&lines, fd >= 0 && !ends_in_a_line(fd) ? "\n" : "");
    for (size_t i = 0; i < erasures->count; i++)
        text_format(&lines, "%s contact %lld %lld\n", time_format(arena, erasures->items[i].at),
                    (long long)erasures->items[i].contact, (long long)erasures->items[i].created_at);
    bool ok = fd >= 0 && write(fd, text_string(&lines), lines.size) == (ssize_t)lines.size && fsync(fd) == 0;
    ok = ok || write_fails(path, error);
    if (fd >= 0)
        close(fd);
    arena_free(arena);
    return ok;
}

/* ---- writing down ---- */

typedef struct {
    const char *data;
    Erasure erasure;
} Note;

static void note_write(void *context)
{
    Note *note = context;
    Erasures one = { .items = &note->erasure, .count = 1 };
    Error error = { 0 };
    /* The person is forgotten all the same; the next start takes it from the facts. */
    if (!list_append(note->data, &one, &error))
        log_line(LOG_ERROR, "cannot record an erasure: %s", error.text);
}

bool erasure_note(const Writer *writer, int64_t contact_id, Error *error)
{
    ErasureOfRow *person;
    if (!writer->services->data)
        return true;
    if (!erasure_of(writer->db, writer->arena, contact_id, &person, error))
        return false;
    if (!person)
        return true;
    Note *note = arena_make(db_arena(writer->db), Note);
    *note = (Note) { writer->services->data, { writer->now, contact_id, person->created_at } };
    db_after_commit(writer->db, note_write, note);
    return true;
}

/* ---- from the database into the list ---- */

static int by_contact(const void *left, const void *right)
{
    const Erasure *a = left, *b = right;
    return a->contact < b->contact ? -1 : a->contact > b->contact;
}

typedef struct {
    Arena *arena;
    const char *data;
    int64_t since;
    Erasures listed, missing;
} Completing;

static bool told_take(const ErasureToldRow *row, void *context, Error *error)
{
    Completing *completing = context;
    Erasure one = { row->at, row->contact_id, row->created_at };
    const Erasures *listed = &completing->listed;
    (void)error;
    if (!listed->count || !bsearch(&one, listed->items, listed->count, sizeof one, by_contact))
        erasures_take(&completing->missing, one);
    return true;
}

static bool told_work(Db *db, void *context, Error *error)
{
    Completing *completing = context;
    completing->missing.count = 0;
    return erasure_told(db, completing->since, told_take, completing, error);
}

static bool list_complete(Services *services, Arena *arena, int64_t since, Error *error)
{
    int64_t strange;
    Completing completing = { .arena = arena, .data = services->data, .since = since, .missing = { .arena = arena } };
    if (!list_read(arena, list_path(arena, services->data), &completing.listed, &strange, error))
        return false;
    if (completing.listed.count)
        qsort(completing.listed.items, completing.listed.count, sizeof(Erasure), by_contact);
    if (!store_read(services->store, told_work, &completing, error))
        return false;
    return !completing.missing.count || list_append(services->data, &completing.missing, error);
}

/* Every server hears what others forgot, so that a restore on any of them replays it. */
static bool follow_others(Services *services, Error *error)
{
    static int64_t last;
    int64_t now = clock_monotonic();
    if (last && now - last < FOLLOW_US)
        return true;
    last = now;
    Arena *arena = arena_new();
    bool ok = list_complete(services, arena, clock_now() - FOLLOW_BACK_MS, error);
    arena_free(arena);
    return ok;
}

const Follower ERASURE_FOLLOWERS[] = { { "erasures", follow_others }, { 0 } };

/* ---- from the list into the database ---- */

typedef struct {
    Services *services;
    Arena *arena;
    int64_t now;
    const Erasure *step;
    size_t count;
    int64_t *found; /* contacts of the step to forget again */
    size_t found_count;
} Replay;

static bool undone_work(Db *db, void *context, Error *error)
{
    Replay *replay = context;
    int64_t *ids = arena_array(replay->arena, replay->count, sizeof *ids);
    ErasureUndoneRow *rows;
    size_t count;
    for (size_t i = 0; i < replay->count; i++)
        ids[i] = replay->step[i].contact;
    if (!erasure_undone(db, replay->arena, (Ids) { replay->count, ids }, &rows, &count, error))
        return false;
    replay->found = arena_array(replay->arena, count + 1, sizeof *replay->found);
    replay->found_count = 0;
    /* The time of creation tells a contact of another workspace apart that happens to have the same id. */
    for (size_t row = 0; row < count; row++)
        for (size_t i = 0; i < replay->count; i++)
            if (replay->step[i].contact == rows[row].id && replay->step[i].created_at == rows[row].created_at) {
                replay->found[replay->found_count++] = rows[row].id;
                break;
            }
    return true;
}

/* All of a step at once: what people wrote is looked through once for all of them. */
static bool forget_work(Db *db, void *context, Error *error)
{
    const Replay *replay = context;
    Writer writer = {
        .services = replay->services, .db = db, .arena = db_arena(db), .actor = "system", .now = replay->now
    };
    return contacts_forget(&writer, (Ids) { replay->found_count, replay->found }, error);
}

/* A backup may hold the file of somebody who was brought by it, and erased, only later. */
static bool imports_work(Db *db, void *context, Error *error)
{
    const Replay *replay = context;
    int64_t last = 0;
    Writer writer = {
        .services = replay->services, .db = db, .arena = db_arena(db), .actor = "system", .now = replay->now
    };
    for (size_t i = 0; i < replay->count; i++)
        last = replay->step[i].at > last ? replay->step[i].at : last;
    return imports_forget(&writer, last, true, error);
}

static bool step_replay(Replay *replay, int64_t *again, Error *error)
{
    Store *store = replay->services->store;
    if (!store_read(store, undone_work, replay, error) || !store_write(store, imports_work, replay, error))
        return false;
    if (replay->found_count && !store_write(store, forget_work, replay, error))
        return false;
    *again += (int64_t)replay->found_count;
    return true;
}

bool erasures_replay(Services *services, Arena *arena, int64_t now, int64_t *again, Error *error)
{
    Replay replay = { .services = services, .arena = arena, .now = now };
    Erasures listed;
    Error trouble = { 0 };
    int64_t strange;
    *again = 0;
    if (!list_read(arena, list_path(arena, services->data), &listed, &strange, error))
        return false;
    if (strange)
        log_line(LOG_WARN, "invalid lines in the list of erasures: %lld", (long long)strange);
    for (size_t i = 0; i < listed.count; i += STEP) {
        replay.step = listed.items + i;
        replay.count = listed.count - i < STEP ? listed.count - i : STEP;
        if (!step_replay(&replay, again, error))
            return false;
    }
    /* A full disk must not prevent a start: what the list is missing is in the facts. */
    if (!list_complete(services, arena, 0, &trouble))
        log_line(LOG_ERROR, "the list of erasures is incomplete: %s", trouble.text);
    return true;
}

bool erasures_add(const char *data, const char *path, Error *error)
{
    Arena *arena = arena_new();
    Erasures given;
    int64_t strange;
    bool ok = access(path, R_OK) == 0 || fail(error, ERROR_INPUT, "erasures", "%s: %s", path, strerror(errno));
    ok = ok && list_read(arena, path, &given, &strange, error);
    if (ok && strange)
        ok = fail(error, ERROR_INPUT, "erasures", "%s is not a list of erasures: invalid lines: %lld", path,
                  (long long)strange);
    ok = ok && (!given.count || list_append(data, &given, error));
    arena_free(arena);
    return ok;
}
