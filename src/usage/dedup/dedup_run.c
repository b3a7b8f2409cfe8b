/*
 * Sorted files of hashes, and the Bloom filter over them.
 *
 * A run never changes: it is written under another name, synced, renamed, and the folder synced, so a name means a
 * whole file. Opening one checks its size and the sum of its hashes; dedup.c takes a damaged run for lost. The caller
 * of the filter and the filter's own thread use this file, each on runs that the other leaves alone.
 *
 * In order: sorting; writing; opening and looking; the Bloom filter.
 */
#include "usage/dedup/dedup_run.h"

#include "base/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    char magic[8];
    uint64_t count;
    uint64_t sum;
} RunHead;

static const char RUN_MAGIC[8] = { 'B', 'A', 'N', 'S', 'O', 'R', 'U', 'N' };

/* Eight passes of counting sort over the bytes: hashes have no order to profit from. */
void run_sort(uint64_t *hashes, size_t count)
{
    uint64_t *other = pages_take((count + 1) * sizeof *other), *from = hashes, *to = other;
    for (int shift = 0; shift < 64; shift += 8) {
        size_t starts[257] = { 0 };
        for (size_t i = 0; i < count; i++)
            starts[((from[i] >> shift) & 255) + 1]++;
        for (int i = 0; i < 256; i++)
            starts[i + 1] += starts[i];
        for (size_t i = 0; i < count; i++)
            to[starts[(from[i] >> shift) & 255]++] = from[i];
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    pages_give(other, (count + 1) * sizeof *other);
}

static bool write_all(int file, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size > 0) {
        ssize_t written = write(file, at, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        at += written;
        size -= (size_t)written;
    }
    return true;
}

static bool write_aside(const char *path, const uint64_t *hashes, size_t count)
{
    RunHead head = { .count = count };
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    memcpy(head.magic, RUN_MAGIC, sizeof head.magic);
    for (size_t i = 0; i < count; i++)
        head.sum += hashes[i];
    bool ok =
        write_all(file, &head, sizeof head) && write_all(file, hashes, count * sizeof *hashes) && fsync(file) == 0;
    int saved = errno;
    close(file);
    errno = saved;
    return ok;
}

static bool sync_directory(const char *directory)
{
    int file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return false;
    bool ok = fsync(file) == 0;
    close(file);
    return ok;
}

bool run_write(const char *directory, const char *name, const uint64_t *hashes, size_t count, Error *error)
{
    char aside[4096], path[4096];
    snprintf(aside, sizeof aside, "%s/%s.new", directory, name);
    snprintf(path, sizeof path, "%s/%s", directory, name);
    if (write_aside(aside, hashes, count) && rename(aside, path) == 0 && sync_directory(directory))
        return true;
    int saved = errno;
    unlink(aside);
    return fail(error, saved == ENOSPC ? ERROR_FULL : ERROR_INTERNAL, NULL, "cannot write %.100s: %s", name,
                strerror(saved));
}

static bool run_is_whole(const Run *run, const RunHead *head)
{
    uint64_t sum = 0;
    if (run->mapped_size < sizeof *head || memcmp(head->magic, RUN_MAGIC, sizeof RUN_MAGIC) != 0 ||
        head->count != (run->mapped_size - sizeof *head) / sizeof *run->hashes)
        return false;
    for (size_t i = 0; i < head->count; i++)
        sum += run->hashes[i];
    return sum == head->sum;
}

bool run_open(const char *directory, const char *name, Run *run, Error *error)
{
    char path[4096];
    struct stat about;
    Run opened = { 0 };
    snprintf(path, sizeof path, "%s/%s", directory, name);
    snprintf(opened.name, sizeof opened.name, "%s", name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return fail(error, ERROR_INTERNAL, NULL, "cannot open %.100s: %s", name, strerror(errno));
    if (fstat(file, &about) == 0 && about.st_size >= (off_t)sizeof(RunHead)) {
        opened.mapped_size = (size_t)about.st_size;
        opened.mapped = mmap(NULL, opened.mapped_size, PROT_READ, MAP_SHARED, file, 0);
    }
    close(file);
    if (opened.mapped == NULL || opened.mapped == MAP_FAILED)
        return fail(error, ERROR_INTERNAL, NULL, "cannot map %.100s", name);
    opened.hashes = (const uint64_t *)((const char *)opened.mapped + sizeof(RunHead));
    opened.count = (opened.mapped_size - sizeof(RunHead)) / sizeof(uint64_t);
    if (!run_is_whole(&opened, opened.mapped)) {
        run_close(&opened);
        return fail(error, ERROR_INTERNAL, NULL, "%.100s is damaged", name);
    }
    *run = opened;
    return true;
}

void run_close(Run *run)
{
    munmap(run->mapped, run->mapped_size);
    *run = (Run) { 0 };
}

/* Hashes are spread evenly, so where one stands can be computed; the last steps halve. */
bool run_has(const Run *run, uint64_t hash)
{
    size_t low = 0, high = run->count;
    for (int guess = 0; guess < 3 && high - low > 64; guess++) {
        uint64_t first = run->hashes[low], last = run->hashes[high - 1];
        if (hash < first || hash > last)
            return false;
        size_t at = low + (size_t)((double)(hash - first) / ((double)(last - first) + 1.0) * (double)(high - low));
        at = at >= high ? high - 1 : at;
        if (run->hashes[at] <= hash)
            low = at;
        else
            high = at;
    }
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (run->hashes[middle] <= hash)
            low = middle;
        else
            high = middle;
    }
    return run->count > 0 && run->hashes[low] == hash;
}

enum { BLOOM_BITS_PER_ID = 10, BLOOM_PROBES = 7, BLOOM_WORDS = 8 };

/* Half as much again as asked for, so that some expired or coming ids do not spoil it. */
Bloom bloom_new(size_t ids)
{
    Bloom bloom = { .blocks = (ids + ids / 2) * BLOOM_BITS_PER_ID / 512 + 1 };
    bloom.words = pages_take(bloom.blocks * BLOOM_WORDS * sizeof *bloom.words);
    return bloom;
}

void bloom_release(Bloom *bloom)
{
    pages_give(bloom->words, bloom->blocks * BLOOM_WORDS * sizeof *bloom->words);
    *bloom = (Bloom) { 0 };
}

static uint64_t *bloom_block(const Bloom *bloom, uint64_t hash)
{
    return bloom->words + BLOOM_WORDS * (size_t)(((__uint128_t)hash * bloom->blocks) >> 64);
}

/* The block comes from the high bits of the hash; the bits within it from the hash mixed once more. */
static uint64_t bloom_bits(uint64_t hash)
{
    hash ^= hash >> 31;
    return hash * UINT64_C(0x9e3779b97f4a7c15);
}

/* Nine bits a probe: three choose the word of the block, six the bit of the word. */
void bloom_add_run(Bloom *bloom, const Run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        uint64_t *block = bloom_block(bloom, run->hashes[i]);
        uint64_t bits = bloom_bits(run->hashes[i]);
        for (int probe = 0; probe < BLOOM_PROBES; probe++, bits >>= 9)
            block[(bits >> 6) & 7] |= UINT64_C(1) << (bits & 63);
    }
}

bool bloom_may_have(const Bloom *bloom, uint64_t hash)
{
    if (bloom->blocks == 0)
        return false;
    const uint64_t *block = bloom_block(bloom, hash);
    uint64_t bits = bloom_bits(hash);
    for (int probe = 0; probe < BLOOM_PROBES; probe++, bits >>= 9)
        if ((block[(bits >> 6) & 7] & (UINT64_C(1) << (bits & 63))) == 0)
            return false;
    return true;
}

void bloom_prefetch(const Bloom *bloom, uint64_t hash)
{
    if (bloom->blocks != 0)
        __builtin_prefetch(bloom_block(bloom, hash));
}
