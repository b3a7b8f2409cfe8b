/*
 * Sorted runs of 64-bit hashes in files, and the Bloom filter over them; the parts of the repeat filter that know no
 * transactions. A file: 8 bytes "BANSORUN", count, the sum of all hashes, then the hashes, rising, little-endian.
 */
#ifndef BANSO_USAGE_DEDUP_DEDUP_RUN_H
#define BANSO_USAGE_DEDUP_DEDUP_RUN_H

#include "base/error.h"
#include "usage/dedup/dedup_set.h"

typedef struct {
    char name[REPEAT_RUN_NAME];
    const uint64_t *hashes;
    size_t count;
    void *mapped;
    size_t mapped_size;
} Run;

void run_sort(uint64_t *hashes, size_t count);
/* Durable and whole, or not there: written aside, synced, renamed. */
bool run_write(const char *directory, const char *name, const uint64_t *hashes, size_t count, Error *error);
bool run_open(const char *directory, const char *name, Run *run, Error *error);
void run_close(Run *run);
bool run_has(const Run *run, uint64_t hash);

/* Blocks of 64 bytes, ten bits an id, seven of them set within one block: one cache line per question. */
typedef struct {
    uint64_t *words;
    size_t blocks; /* 0 = says "may have" of nothing */
} Bloom;

Bloom bloom_new(size_t ids);
void bloom_release(Bloom *bloom);
void bloom_add_run(Bloom *bloom, const Run *run);
bool bloom_may_have(const Bloom *bloom, uint64_t hash);
void bloom_prefetch(const Bloom *bloom, uint64_t hash);

#endif
