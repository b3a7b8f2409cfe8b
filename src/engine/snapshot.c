/*
 * One file: header, blocks, feature ids, product ids, places; all behind the header under one checksum. Accounts are
 * copied 256 at a time, a view for each, so commits go on between; what changed meanwhile is between `from` and `until`
 * of the place and is followed again after a start.
 *
 * Mapping checks everything before the engine is touched: sizes, checksum, each block's offsets and numbers. The blocks
 * are then used where they are in the private mapping, and only changed pages take memory.
 */
#include "engine/snapshot.h"

#include "engine/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* Also says how the machine orders its bytes: read elsewhere it is another number. */
#define SNAPSHOT_MAGIC 0x31306f736e6162aau

typedef struct {
    uint64_t magic;
    uint32_t version;
    uint32_t checksum; /* of all that follows the header, and of the header with 0 in its place */
    uint64_t size;     /* of the whole file */
    uint64_t lists;    /* where the ids and places begin */
    SnapshotPlace place;
    int64_t floor, newest;
    uint64_t features, products, accounts;
} SnapshotHead;

enum { SNAPSHOT_VERSION = 2, SINK_SIZE = 1 << 20, ACCOUNTS_AT_ONCE = 256 };

/* The offsets of an account's blocks; 0 = none. */
typedef struct {
    int64_t account;
    uint64_t features, people;
} Place;

/* ---- writing --------------------------------------------------------------------------------------------------- */

struct Snapshot {
    SnapshotHead head;
    char path[4096], beside[4096];
    int file;
    int reason; /* errno of the first write that failed */
    uint64_t at;
    uLong sum;
    char *buffer;
    size_t used;
    Place *places;
    size_t place_room;
};

static bool system_failed(Error *error, const char *doing, const char *path)
{
    int reason = errno;
    return fail(error, reason == ENOSPC || reason == EDQUOT ? ERROR_FULL : ERROR_INTERNAL, NULL, "cannot %s %s: %s",
                doing, path, strerror(reason));
}

static void sink_flush(Snapshot *snapshot)
{
    size_t done = 0;
    snapshot->sum = crc32(snapshot->sum, (const Bytef *)snapshot->buffer, (uInt)snapshot->used);
    while (done < snapshot->used && !snapshot->reason) {
        ssize_t written = write(snapshot->file, snapshot->buffer + done, snapshot->used - done);
        if (written >= 0)
            done += (size_t)written;
        else if (errno != EINTR)
            snapshot->reason = errno;
    }
    snapshot->used = 0;
}

/* Returns its offset in the file. */
static uint64_t sink_put(Snapshot *snapshot, const void *bytes, size_t size)
{
    uint64_t place = snapshot->at;
    snapshot->at += size;
    while (size) {
        size_t part = SINK_SIZE - snapshot->used < size ? SINK_SIZE - snapshot->used : size;
        memcpy(snapshot->buffer + snapshot->used, bytes, part);
        snapshot->used += part;
        bytes = (const char *)bytes + part;
        size -= part;
        if (snapshot->used == SINK_SIZE)
            sink_flush(snapshot);
    }
    return place;
}

static void put_account(Snapshot *snapshot, const Slot *slot)
{
    Place place = { .account = slot->account };
    if (!slot->features && !slot->people)
        return;
    if (slot->features)
        place.features = sink_put(snapshot, slot->features, slot->features->size);
    if (slot->people)
        place.people = sink_put(snapshot, slot->people, slot->people->size);
    snapshot->places = memory_room(snapshot->places, &snapshot->place_room, snapshot->head.accounts + 1, sizeof(Place));
    snapshot->places[snapshot->head.accounts++] = place;
}

/* Dense numbers are only ever added to, so those that are written last hold for all blocks before. */
static void put_lists(Snapshot *snapshot, const Engine *engine)
{
    snapshot->head.lists = snapshot->at;
    snapshot->head.features = engine->feature_count;
    snapshot->head.products = engine->product_count;
    snapshot->head.floor = engine->base;
    snapshot->head.newest = engine->newest;
    sink_put(snapshot, engine->feature_ids, engine->feature_count * sizeof(int64_t));
    sink_put(snapshot, engine->product_ids, engine->product_count * sizeof(int64_t));
    sink_put(snapshot, snapshot->places, snapshot->head.accounts * sizeof(Place));
}

static void copy_engine(Snapshot *snapshot, Engine *engine)
{
    bool more = true;
    for (size_t from = 0; more; from += ACCOUNTS_AT_ONCE) {
        const EngineView *view = engine_view(engine);
        const Engine *seen = view_engine(view);
        for (size_t i = from; i < seen->slot_count && i < from + ACCOUNTS_AT_ONCE; i++)
            put_account(snapshot, &seen->slots[i]);
        more = from + ACCOUNTS_AT_ONCE < seen->slot_count;
        if (!more)
            put_lists(snapshot, seen);
        engine_view_close(view);
    }
    sink_flush(snapshot);
    snapshot->head.size = snapshot->at;
}

static void snapshot_free(Snapshot *snapshot)
{
    if (snapshot->file >= 0)
        close(snapshot->file);
    free(snapshot->buffer);
    free(snapshot->places);
    free(snapshot);
}

bool snapshot_open(Engine *engine, const char *path, Snapshot **snapshot, Error *error)
{
    Snapshot *made = memory_new(1, sizeof(Snapshot));
    made->file = -1;
    if ((size_t)snprintf(made->path, sizeof made->path, "%s", path) >= sizeof made->path ||
        (size_t)snprintf(made->beside, sizeof made->beside, "%s.new", path) >= sizeof made->beside) {
        snapshot_free(made);
        return fail(error, ERROR_INTERNAL, NULL, "the path of the snapshot is too long");
    }
    made->file = open(made->beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (made->file < 0 || lseek(made->file, sizeof(SnapshotHead), SEEK_SET) < 0) {
        system_failed(error, "make", made->beside);
        snapshot_free(made);
        return false;
    }
    made->head = (SnapshotHead) { .magic = SNAPSHOT_MAGIC, .version = SNAPSHOT_VERSION };
    made->at = sizeof(SnapshotHead);
    made->sum = crc32(0, NULL, 0);
    made->buffer = memory_new(1, SINK_SIZE);
    copy_engine(made, engine);
    *snapshot = made;
    return true;
}

static bool name_it(Snapshot *snapshot, Error *error)
{
    SnapshotHead *head = &snapshot->head;
    head->checksum = (uint32_t)crc32(snapshot->sum, (const Bytef *)head, sizeof *head);
    errno = ENOSPC; /* a write that takes but a part sets none */
    if (!snapshot->reason && pwrite(snapshot->file, head, sizeof *head, 0) != sizeof *head)
        snapshot->reason = errno;
    errno = snapshot->reason;
    if (snapshot->reason)
        return system_failed(error, "write", snapshot->beside);
    return rename(snapshot->beside, snapshot->path) == 0 || system_failed(error, "rename", snapshot->beside);
}

bool snapshot_close(Snapshot *snapshot, const SnapshotPlace *place, bool keep, Error *error)
{
    bool ok = true;
    if (keep) {
        snapshot->head.place = *place;
        ok = name_it(snapshot, error);
    }
    if (!keep || !ok)
        unlink(snapshot->beside);
    snapshot_free(snapshot);
    return ok;
}

/* ---- mapping --------------------------------------------------------------------------------------------------- */

static bool snapshot_refuse(Error *error, const char *reason)
{
    return fail(error, ERROR_INTERNAL, NULL, "the snapshot is refused: %s", reason);
}

/* zlib counts in 32 bits. */
static uint32_t checksum(const SnapshotHead *head)
{
    SnapshotHead bare = *head;
    const Bytef *bytes = (const Bytef *)(head + 1);
    uint64_t size = head->size - sizeof *head;
    uLong sum = crc32(0, NULL, 0);
    while (size) {
        uInt part = size > 1 << 30 ? 1 << 30 : (uInt)size;
        sum = crc32(sum, bytes, part);
        bytes += part;
        size -= part;
    }
    bare.checksum = 0;
    return (uint32_t)crc32(sum, (const Bytef *)&bare, sizeof bare);
}

/* Whether the lists that the header speaks of fit into the file. */
static bool counts_fit(const SnapshotHead *head)
{
    uint64_t size = head->size;
    if (head->features > size || head->products > UINT16_MAX || head->accounts > size || !head->products)
        return false;
    if (head->lists < sizeof *head || head->lists > size || head->lists % 8)
        return false;
    return head->lists + (head->features + head->products) * sizeof(int64_t) + head->accounts * sizeof(Place) == size;
}

static bool check_head(const SnapshotHead *head, uint64_t size, Error *error)
{
    if (head->magic != SNAPSHOT_MAGIC || head->version != SNAPSHOT_VERSION)
        return snapshot_refuse(error, "it is of another kind");
    if (head->size != size || !counts_fit(head))
        return snapshot_refuse(error, "it is torn");
    if (checksum(head) != head->checksum)
        return snapshot_refuse(error, "its checksum is wrong");
    return true;
}

static const int64_t *ids_of(const SnapshotHead *head)
{
    return (const int64_t *)((const char *)head + head->lists);
}

static const Place *places_of(const SnapshotHead *head)
{
    return (const Place *)(ids_of(head) + head->features + head->products);
}

/* Heads carry dense numbers, which must be those of the file's own lists. */
static bool numbers_are_sound(const SnapshotHead *head, const Block *block, bool people)
{
    for (uint32_t i = 0; i < block->heads; i++) {
        const Head *at = &block_heads(block)[i];
        if (at->product >= head->products || (!people && at->index >= head->features))
            return false;
    }
    return true;
}

static bool block_is_good(const SnapshotHead *head, uint64_t at, bool people)
{
    const Block *block = (const Block *)((const char *)head + at);
    if (!at)
        return true;
    return at % 8 == 0 && at >= sizeof *head && at < head->lists && block_is_sound(block, head->lists - at) &&
           numbers_are_sound(head, block, people);
}

static bool check_blocks(const SnapshotHead *head, Error *error)
{
    const Place *places = places_of(head);
    if (ids_of(head)[head->features] != 0)
        return snapshot_refuse(error, "its products are wrong");
    for (uint64_t i = 0; i < head->accounts; i++)
        if (!block_is_good(head, places[i].features, false) || !block_is_good(head, places[i].people, true))
            return snapshot_refuse(error, "a block in it is not sound");
    return true;
}

/* The dense numbers of the file become the engine's. Only series, which are replaced, and the catalogue hold such. */
static void take_numbers(Engine *engine, const SnapshotHead *head)
{
    const int64_t *ids = ids_of(head);
    int64_t *products = memory_new(engine->catalogue_count, sizeof(int64_t));
    for (size_t i = 0; i < engine->catalogue_count; i++)
        products[i] = engine->product_ids[engine->catalogue[i].product];
    map_clear(&engine->features);
    map_clear(&engine->products);
    engine->feature_count = engine->product_count = 0;
    product_ensure(engine, 0);
    for (size_t i = 0; i < head->features; i++)
        feature_ensure(engine, ids[i]);
    for (size_t i = 0; i < head->products; i++)
        product_ensure(engine, ids[head->features + i]);
    for (size_t i = 0; i < engine->catalogue_count; i++) {
        engine->catalogue[i].index = feature_ensure(engine, engine->catalogue[i].feature);
        engine->catalogue[i].product = product_ensure(engine, products[i]);
    }
    free(products);
}

static void take_blocks(Engine *engine, char *file, uint64_t size)
{
    const SnapshotHead *head = (const SnapshotHead *)file;
    const Place *places = places_of(head);
    engine_series_clear(engine);
    take_numbers(engine, head);
    engine->mapped = file;
    engine->mapped_size = size;
    engine->floor = engine->base = engine->widening = head->floor;
    engine->newest = head->newest;
    for (uint64_t i = 0; i < head->accounts; i++) {
        Slot *slot = slot_take(engine, places[i].account);
        slot->features = places[i].features ? (Block *)(file + places[i].features) : NULL;
        slot->people = places[i].people ? (Block *)(file + places[i].people) : NULL;
    }
}

static bool map_file(const char *path, char **file, uint64_t *size, Error *error)
{
    int opened = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (opened < 0)
        return errno == ENOENT ? fail(error, ERROR_MISSING, NULL, "there is no snapshot")
                               : system_failed(error, "open", path);
    if (fstat(opened, &about) != 0 || about.st_size < (off_t)sizeof(SnapshotHead)) {
        close(opened);
        return snapshot_refuse(error, "it is torn");
    }
    /* Private and writable: what changes is copied page by page, the file stays as it was written. */
    *file = mmap(NULL, (size_t)about.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, opened, 0);
    close(opened);
    if (*file == MAP_FAILED)
        return system_failed(error, "map", path);
    *size = (uint64_t)about.st_size;
    return true;
}

bool snapshot_map(Engine *engine, const char *path, SnapshotPlace *place, Error *error)
{
    char *file = NULL;
    uint64_t size = 0;
    bool ok;
    if (!map_file(path, &file, &size, error))
        return false;
    ok = check_head((const SnapshotHead *)file, size, error) && check_blocks((const SnapshotHead *)file, error);
    if (ok) {
        engine_write_lock(engine);
        take_blocks(engine, file, size);
        version_all(engine);
        engine_unlock(engine);
    }
    if (!ok) {
        munmap(file, size);
        return false;
    }
    *place = ((const SnapshotHead *)file)->place;
    return true;
}
