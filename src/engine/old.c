/*
 * Days long past, in blocks of their own: all that each account did before one day, `old_until`. They lie in a file
 * that is mapped and never resident as a whole, so years of history cost no memory, and a question about one of those
 * days reads no rollups. The file has no name and ends with the process; it is written beside other work, some accounts
 * at a time. Whoever changes a day before `old_until` makes the account's blocks stale; they are read again before
 * anybody asks about that time, and lie in memory from then on, until the next file. In order: what changes, reading,
 * the file.
 */
#include "engine/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* How far the old blocks reach into the days that are held: questions with windows up to about that long are answered
 * by one or the other. The next file is due once half of it is left, or when more accounts are stale than anybody
 * should wait for. */
enum { OVERLAP = 112, OVERLAP_LEAST = 56, STALE_MAX = 4096, DISK_LEFT = 256 << 20 };

/* Where an account's blocks lie; 0 = none. */
typedef struct {
    int64_t account;
    uint64_t features, people;
} Place;

struct OldFile {
    int file;
    uint64_t at; /* written so far */
    char *buffer;
    size_t used, room;
    Place *places;
    size_t count, place_room;
};

/* ---- what changes ---------------------------------------------------------------------------------------------- */

void old_grow(Engine *engine, size_t before)
{
    engine->old = memory_resize(engine->old, engine->slot_room, sizeof(Old));
    memset(engine->old + before, 0, (engine->slot_room - before) * sizeof(Old));
}

static void stale_set(Engine *engine, Old *old, bool stale)
{
    engine->old_stale += stale && !old->stale;
    engine->old_stale -= old->stale && !stale;
    old->stale = stale;
}

void old_note(Engine *engine, uint32_t slot, int64_t day)
{
    Old *old = &engine->old[slot];
    if (day < engine->old_until)
        stale_set(engine, old, true);
    old->touched = old->touched || day < engine->old_making;
}

static void block_drop(const Engine *engine, Block *block)
{
    char *at = (char *)block;
    if (!engine->old_mapped || at < engine->old_mapped || at >= engine->old_mapped + engine->old_size)
        free(block);
}

static void blocks_put(Engine *engine, Old *old, Block *features, Block *people)
{
    block_drop(engine, old->features);
    block_drop(engine, old->people);
    old->features = features;
    old->people = people;
}

void old_forget(Engine *engine, uint32_t slot)
{
    stale_set(engine, &engine->old[slot], false);
    blocks_put(engine, &engine->old[slot], NULL, NULL);
    engine->old[slot].touched = false;
}

static void old_unmap(Engine *engine)
{
    for (uint32_t slot = 0; slot < engine->slot_count; slot++) {
        stale_set(engine, &engine->old[slot], false);
        blocks_put(engine, &engine->old[slot], NULL, NULL);
    }
    if (engine->old_mapped)
        munmap(engine->old_mapped, engine->old_size);
    engine->old_mapped = NULL;
    engine->old_size = 0;
}

void old_clear(Engine *engine)
{
    old_unmap(engine);
    engine->old_until = engine->old_making = INT64_MIN;
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

bool old_serves(const Engine *engine, int64_t from, int64_t day)
{
    return day < engine->old_until && engine->floor - (engine->old_until - day) <= from &&
           engine->old_stale <= STALE_MAX;
}

Ids old_stale_ids(const Engine *engine)
{
    int64_t *ids = memory_new(engine->old_stale, sizeof *ids);
    size_t count = 0;
    for (uint32_t slot = 0; slot < engine->slot_count && count < engine->old_stale; slot++)
        if (engine->old[slot].stale)
            ids[count++] = engine->slots[slot].account;
    return (Ids) { count, ids };
}

static size_t features_of(const Delta *rows, size_t count)
{
    size_t features = 0;
    while (features < count && rows[features].kind == SERIES_FEATURE)
        features++;
    return features;
}

static void file_put(OldFile *file, int64_t account, const Block *features, const Block *people);

void old_take(Engine *engine, uint32_t slot, int64_t until, PastAs as, const Delta *rows, size_t count)
{
    Old *old = &engine->old[slot];
    if (until != (as == PAST_FILED ? engine->old_making : engine->old_until))
        return; /* everything was dropped meanwhile */
    size_t features = features_of(rows, count);
    Block *of_features = block_of_deltas(engine, rows, features);
    Block *of_people = block_of_deltas(engine, rows + features, count - features);
    if (as == PAST_OLD) {
        blocks_put(engine, old, of_features, of_people);
        stale_set(engine, old, false);
        return;
    }
    file_put(engine->old_file, engine->slots[slot].account, of_features, of_people);
    old->touched = false;
    free(of_features);
    free(of_people);
}

/* ---- the file -------------------------------------------------------------------------------------------------- */

static uint64_t block_put(OldFile *file, const Block *block)
{
    uint64_t place = file->at + file->used;
    if (!block)
        return 0;
    file->buffer = memory_room(file->buffer, &file->room, file->used + block->size, 1);
    memcpy(file->buffer + file->used, block, block->size);
    file->used += block->size;
    return place;
}

static void file_put(OldFile *file, int64_t account, const Block *features, const Block *people)
{
    Place place = { account, block_put(file, features), block_put(file, people) };
    file->places = memory_room(file->places, &file->place_room, file->count + 1, sizeof(Place));
    file->places[file->count++] = place;
}

static bool file_failed(Error *error, const char *doing)
{
    int reason = errno;
    return fail(error, reason == ENOSPC || reason == EDQUOT ? ERROR_FULL : ERROR_INTERNAL, NULL,
                "cannot %s the file of older days: %s", doing, strerror(reason));
}

/* The database beside it needs the rest of the disk more than this file does. */
static bool disk_has_room(const OldFile *file)
{
    struct statvfs disk;
    return fstatvfs(file->file, &disk) != 0 || (uint64_t)disk.f_bavail * disk.f_frsize >= file->used + DISK_LEFT;
}

/* Outside of locks. */
static bool file_flush(OldFile *file, Error *error)
{
    if (!disk_has_room(file)) {
        errno = ENOSPC;
        return file_failed(error, "write");
    }
    for (size_t done = 0; done < file->used;) {
        ssize_t written = write(file->file, file->buffer + done, file->used - done);
        if (written < 0 && errno != EINTR)
            return file_failed(error, "write");
        done += written > 0 ? (size_t)written : 0;
    }
    file->at += file->used;
    file->used = 0;
    return true;
}

/* No block lies at 0. Nobody else sees the file: it is gone with its last user. */
static bool file_open(OldFile *file, const char *path, Error *error)
{
    static const char HEAD[8] = "older\n";
    file->file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file->file < 0)
        return file_failed(error, "make");
    unlink(path);
    file->buffer = memory_room(NULL, &file->room, sizeof HEAD, 1);
    memcpy(file->buffer, HEAD, sizeof HEAD);
    file->used = sizeof HEAD;
    return file_flush(file, error);
}

static void file_close(OldFile *file)
{
    if (file->file >= 0)
        close(file->file);
    free(file->buffer);
    free(file->places);
}

/* Who has anything before that day. Of whom is torn it is not known (window.c): then everybody is read. */
static Ids accounts_before(Engine *engine, int64_t until)
{
    const EngineView *view = engine_view(engine);
    const Engine *seen = view_engine(view);
    int64_t *ids = memory_new(seen->slot_count, sizeof *ids);
    size_t count = 0;
    for (size_t i = 0; i < seen->slot_count; i++) {
        const Block *features = seen->slots[i].features, *people = seen->slots[i].people;
        if (seen->torn_count || (features && features->first_day < until) || (people && people->first_day < until))
            ids[count++] = seen->slots[i].account;
    }
    engine_view_close(view);
    return (Ids) { count, ids };
}

static Block *block_at(char *mapped, uint64_t at)
{
    return at ? (Block *)(mapped + at) : NULL;
}

/* Who was touched since it was read is stale at once; so is who was touched and has no place. */
static void blocks_attach(Engine *engine, const OldFile *file, char *mapped)
{
    for (size_t i = 0; i < file->count; i++) {
        uint32_t slot = map_get(&engine->accounts, file->places[i].account);
        if (slot == MAP_NONE)
            continue;
        engine->old[slot].features = block_at(mapped, file->places[i].features);
        engine->old[slot].people = block_at(mapped, file->places[i].people);
    }
    for (uint32_t slot = 0; slot < engine->slot_count; slot++)
        stale_set(engine, &engine->old[slot], engine->old[slot].touched);
}

static bool file_attach(Engine *engine, const OldFile *file, int64_t until, char *mapped, Error *error)
{
    engine_write_lock(engine);
    bool still = engine->old_making == until;
    if (still) {
        old_unmap(engine);
        engine->old_mapped = mapped;
        engine->old_size = file->at;
        engine->old_until = until;
        blocks_attach(engine, file, mapped);
    }
    engine->old_making = INT64_MIN;
    engine_unlock(engine);
    return still || fail(error, ERROR_BUSY, NULL, "usage was reloaded while older days were filed");
}

static bool file_map(Engine *engine, OldFile *file, int64_t until, Error *error)
{
    char *mapped = mmap(NULL, file->at, PROT_READ, MAP_PRIVATE, file->file, 0);
    if (mapped == MAP_FAILED)
        return file_failed(error, "map");
    if (file_attach(engine, file, until, mapped, error))
        return true;
    munmap(mapped, file->at);
    return false;
}

static void making_set(Engine *engine, OldFile *file, int64_t until)
{
    engine_write_lock(engine);
    engine->old_file = file;
    engine->old_making = until;
    for (uint32_t slot = 0; slot < engine->slot_count; slot++)
        engine->old[slot].touched = false;
    engine_unlock(engine);
}

static bool file_fill(Engine *engine, OldFile *file, int64_t until, Error *error)
{
    Ids accounts = accounts_before(engine, until);
    bool ok = true;
    for (size_t i = 0; ok && i < accounts.count; i += ENGINE_FILED_AT_ONCE) {
        size_t left = accounts.count - i;
        Ids some = { left < ENGINE_FILED_AT_ONCE ? left : ENGINE_FILED_AT_ONCE, accounts.items + i };
        ok = engine->past.load(engine->past.context, some, until, PAST_FILED, error) && file_flush(file, error);
    }
    free((void *)(uintptr_t)accounts.items);
    return ok;
}

int64_t engine_old_due(Engine *engine)
{
    const EngineView *view = engine_view(engine);
    const Engine *seen = view_engine(view);
    int64_t until = seen->base == INT64_MIN ? INT64_MIN : seen->base + OVERLAP;
    bool due = until > INT64_MIN && (seen->old_until < seen->base + OVERLAP_LEAST || seen->old_stale > STALE_MAX);
    engine_view_close(view);
    return due ? until : INT64_MIN;
}

bool engine_old_make(Engine *engine, const char *path, int64_t until, Error *error)
{
    OldFile file = { .file = -1 };
    bool ok = file_open(&file, path, error);
    if (ok) {
        making_set(engine, &file, until);
        ok = file_fill(engine, &file, until, error) && file_map(engine, &file, until, error);
        making_set(engine, NULL, INT64_MIN);
    }
    file_close(&file);
    return ok;
}
