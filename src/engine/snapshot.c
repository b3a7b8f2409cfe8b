/* One file: header, feature ids, product ids, places, blocks; all of it under one checksum. */
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
    uint32_t checksum; /* of all that follows the header */
    uint64_t size;     /* of the whole file */
    int64_t sequence;
    uint64_t features, products, accounts;
} SnapshotHead;

enum { SNAPSHOT_VERSION = 1 };

/* Where an account's blocks lie; 0 = none. */
typedef struct {
    int64_t account;
    uint64_t features, people;
} Place;

/* ---- writing --------------------------------------------------------------------------------------------------- */

static size_t places_at(const SnapshotHead *head)
{
    return sizeof(SnapshotHead) + (size_t)(head->features + head->products) * sizeof(int64_t);
}

static SnapshotHead measure_file(const Engine *engine, int64_t sequence)
{
    SnapshotHead head = { .magic = SNAPSHOT_MAGIC,
                          .version = SNAPSHOT_VERSION,
                          .sequence = sequence,
                          .features = engine->feature_count,
                          .products = engine->product_count };
    uint64_t blocks = 0;
    for (size_t i = 0; i < engine->slot_count; i++) {
        const Slot *slot = &engine->slots[i];
        head.accounts += slot->features || slot->people;
        blocks += slot->features ? slot->features->size : 0;
        blocks += slot->people ? slot->people->size : 0;
    }
    head.size = places_at(&head) + head.accounts * sizeof(Place) + blocks;
    return head;
}

static uint64_t copy_block(char *file, uint64_t *at, const Block *block)
{
    uint64_t place = *at;
    if (!block)
        return 0;
    memcpy(file + *at, block, block->size);
    *at += block->size;
    return place;
}

static void copy_all(const Engine *engine, const SnapshotHead *head, char *file)
{
    Place *place = (Place *)(file + places_at(head));
    uint64_t at = places_at(head) + head->accounts * sizeof(Place);
    char *ids = file + sizeof *head;
    if (head->features)
        memcpy(ids, engine->feature_ids, head->features * sizeof(int64_t));
    memcpy(ids + head->features * sizeof(int64_t), engine->product_ids, head->products * sizeof(int64_t));
    for (size_t i = 0; i < engine->slot_count; i++) {
        const Slot *slot = &engine->slots[i];
        if (!slot->features && !slot->people)
            continue;
        place->account = slot->account;
        place->features = copy_block(file, &at, slot->features);
        place->people = copy_block(file, &at, slot->people);
        place++;
    }
}

/* zlib counts in 32 bits. */
static uint32_t checksum(const char *bytes, uint64_t size)
{
    uLong sum = crc32(0, NULL, 0);
    while (size) {
        uInt part = size > 1 << 30 ? 1 << 30 : (uInt)size;
        sum = crc32(sum, (const Bytef *)bytes, part);
        bytes += part;
        size -= part;
    }
    return (uint32_t)sum;
}

static bool system_failed(Error *error, const char *doing, const char *path)
{
    int reason = errno;
    return fail(error, reason == ENOSPC || reason == EDQUOT ? ERROR_FULL : ERROR_INTERNAL, NULL, "cannot %s %s: %s",
                doing, path, strerror(reason));
}

/* Copies under the view, so that the writer waits for memory and not for the disk. */
static char *copy_engine(Engine *engine, int64_t sequence, SnapshotHead *head)
{
    const EngineView *view = engine_view(engine);
    char *copy;
    *head = measure_file(view_engine(view), sequence);
    copy = memory_resize(NULL, 1, head->size);
    copy_all(view_engine(view), head, copy);
    engine_view_close(view);
    head->checksum = checksum(copy + sizeof *head, head->size - sizeof *head);
    memcpy(copy, head, sizeof *head);
    return copy;
}

static bool write_whole(int file, const char *bytes, uint64_t size)
{
    while (size) {
        ssize_t written = write(file, bytes, size > 1 << 30 ? 1 << 30 : size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        size -= (uint64_t)written;
    }
    return true;
}

bool snapshot_write(Engine *engine, const char *path, int64_t sequence, Error *error)
{
    char beside[4096];
    SnapshotHead head;
    char *copy;
    int file;
    bool ok;
    if ((size_t)snprintf(beside, sizeof beside, "%s.new", path) >= sizeof beside)
        return fail(error, ERROR_INTERNAL, NULL, "the path of the snapshot is too long");
    file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return system_failed(error, "make", beside);
    copy = copy_engine(engine, sequence, &head);
    ok = write_whole(file, copy, head.size) && fsync(file) == 0;
    free(copy);
    if (!ok)
        system_failed(error, "write", beside);
    close(file);
    if (ok && rename(beside, path) != 0)
        ok = system_failed(error, "rename", beside);
    if (!ok)
        unlink(beside);
    return ok;
}

/* ---- mapping --------------------------------------------------------------------------------------------------- */

static bool refuse(Error *error, const char *reason)
{
    return fail(error, ERROR_INTERNAL, NULL, "the snapshot is refused: %s", reason);
}

/* Whether the lists that the header speaks of fit into the file. */
static bool counts_fit(const SnapshotHead *head)
{
    uint64_t size = head->size;
    if (head->features > size || head->products > UINT16_MAX || head->accounts > size || !head->products)
        return false;
    return sizeof *head + (head->features + head->products) * sizeof(int64_t) + head->accounts * sizeof(Place) <= size;
}

static bool check_head(const SnapshotHead *head, uint64_t size, int64_t oldest, Error *error)
{
    if (head->magic != SNAPSHOT_MAGIC || head->version != SNAPSHOT_VERSION)
        return refuse(error, "it is of another kind");
    if (head->size != size || !counts_fit(head))
        return refuse(error, "it is torn");
    if (head->sequence < oldest)
        return refuse(error, "it is older than the change log");
    if (checksum((const char *)(head + 1), size - sizeof *head) != head->checksum)
        return refuse(error, "its checksum is wrong");
    return true;
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
    return at % 8 == 0 && at >= places_at(head) && at < head->size && block_is_sound(block, head->size - at) &&
           numbers_are_sound(head, block, people);
}

static bool check_blocks(const SnapshotHead *head, Error *error)
{
    const Place *places = (const Place *)((const char *)head + places_at(head));
    if (((const int64_t *)(head + 1))[head->features] != 0)
        return refuse(error, "its products are wrong");
    for (uint64_t i = 0; i < head->accounts; i++)
        if (!block_is_good(head, places[i].features, false) || !block_is_good(head, places[i].people, true))
            return refuse(error, "a block in it is not sound");
    return true;
}

/* The dense numbers of the file become the engine's. Only series, which are replaced, and the catalogue hold such. */
static void take_numbers(Engine *engine, const SnapshotHead *head)
{
    const int64_t *ids = (const int64_t *)(head + 1);
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
    const Place *places = (const Place *)(file + places_at(head));
    engine_series_clear(engine);
    take_numbers(engine, head);
    engine->mapped = file;
    engine->mapped_size = size;
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
        return refuse(error, "it is torn");
    }
    /* Private and writable: what changes is copied page by page, the file stays as it was written. */
    *file = mmap(NULL, (size_t)about.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, opened, 0);
    close(opened);
    if (*file == MAP_FAILED)
        return system_failed(error, "map", path);
    *size = (uint64_t)about.st_size;
    return true;
}

bool snapshot_map(Engine *engine, const char *path, int64_t oldest, int64_t *sequence, Error *error)
{
    char *file = NULL;
    uint64_t size = 0;
    bool ok;
    if (!map_file(path, &file, &size, error))
        return false;
    ok = check_head((const SnapshotHead *)file, size, oldest, error) && check_blocks((const SnapshotHead *)file, error);
    if (ok) {
        engine_write_lock(engine);
        take_blocks(engine, file, size);
        engine_unlock(engine);
    }
    if (!ok) {
        munmap(file, size);
        return false;
    }
    *sequence = ((const SnapshotHead *)file)->sequence;
    return true;
}
