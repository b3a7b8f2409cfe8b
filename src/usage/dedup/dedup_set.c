/*
 * The repeat filter: the newest hashes, a frozen set that is being written as a run, and the mapped runs.
 *
 * The filter's own thread reads `frozen` and `runs` and fills `made_run` and `made_bloom`; it stores `spill` last. Only
 * spill_adopt, in the caller's thread, puts them in place, and runs change only while that thread does not work. Until
 * the new Bloom filter is there, the old one answers and `frozen` beside it; after a start, without one, each run is
 * asked.
 *
 * In order: the set in memory; the thread; what dedup.c calls.
 */
#include "usage/dedup/dedup_set.h"

#include "base/log.h"
#include "base/pages.h"
#include "usage/dedup/dedup_run.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* The next growth comes after half as many new ids as there are old slots. */
enum { SET_FIRST = 4096, COPIED_EACH = 4, RUNS_MAX = 1024, SPILL_NICE = 10 };

/* A set that has grown keeps its old slots until all of them were copied, a few with each new id: to copy two million
 * at once would hold up every call for 50 ms. */
typedef struct {
    uint64_t *slots; /* 0 = free */
    size_t capacity; /* power of two */
    size_t count;
    uint64_t *old; /* NULL = all copied */
    size_t old_capacity, copied;
} HashSet;

typedef enum { SPILL_IDLE, SPILL_WRITING, SPILL_WRITTEN, SPILL_FAILED } SpillState;

struct Repeat {
    char directory[3000];
    size_t newest_max;
    HashSet newest;
    HashSet frozen; /* being written; still asked */
    Run runs[RUNS_MAX];
    size_t run_count;
    Bloom bloom; /* over all runs, once `bloom_ready` */
    bool bloom_ready;
    pthread_t thread;
    bool thread_runs;
    _Atomic SpillState spill;
    RepeatRun written;
    bool unregistered; /* `written` has no row yet */
    Run made_run;      /* by the thread */
    Bloom made_bloom;
};

/* ---- the set in memory ---- */

/* The hash of a message has a known key, since runs of hashes outlive the process. Where it stands in memory has not:
 * nobody can choose ids whose places all meet in one chain. */
static uint64_t place_factor;

__attribute__((constructor)) static void place_factor_make(void)
{
    randombytes_buf(&place_factor, sizeof place_factor);
    place_factor |= 1;
}

static size_t home_of(size_t capacity, uint64_t hash)
{
    return (size_t)((hash * place_factor) >> 32) & (capacity - 1);
}

static size_t slot_of(const uint64_t *slots, size_t capacity, uint64_t hash)
{
    size_t mask = capacity - 1, at = home_of(capacity, hash);
    while (slots[at] != 0 && slots[at] != hash)
        at = (at + 1) & mask;
    return at;
}

static size_t set_slot(const HashSet *set, uint64_t hash)
{
    return slot_of(set->slots, set->capacity, hash);
}

static bool set_has(const HashSet *set, uint64_t hash)
{
    return (set->capacity != 0 && set->slots[set_slot(set, hash)] == hash) ||
           (set->old != NULL && set->old[slot_of(set->old, set->old_capacity, hash)] == hash);
}

static void set_release(HashSet *set)
{
    pages_give(set->slots, set->capacity * sizeof *set->slots);
    pages_give(set->old, set->old_capacity * sizeof *set->old);
    *set = (HashSet) { 0 };
}

static void set_copy(HashSet *set, size_t most)
{
    for (; most > 0 && set->copied < set->old_capacity; most--, set->copied++) {
        uint64_t hash = set->old[set->copied];
        if (hash != 0)
            set->slots[set_slot(set, hash)] = hash;
    }
    if (set->old == NULL || set->copied < set->old_capacity)
        return;
    pages_give(set->old, set->old_capacity * sizeof *set->old);
    set->old = NULL;
    set->old_capacity = set->copied = 0;
}

static void set_grow(HashSet *set)
{
    set_copy(set, SIZE_MAX);
    set->old = set->slots;
    set->old_capacity = set->capacity;
    set->capacity = set->capacity == 0 ? SET_FIRST : set->capacity * 2;
    set->slots = pages_take(set->capacity * sizeof *set->slots);
}

static bool set_add(HashSet *set, uint64_t hash)
{
    if ((set->count + 1) * 2 > set->capacity)
        set_grow(set);
    set_copy(set, COPIED_EACH);
    if (set->old != NULL && set->old[slot_of(set->old, set->old_capacity, hash)] == hash)
        return false;
    size_t at = set_slot(set, hash);
    if (set->slots[at] == hash)
        return false;
    set->slots[at] = hash;
    set->count++;
    return true;
}

/* Closes the gap: whatever stood behind it and could stand in it moves up, so that no search ends too early. */
static void set_remove(HashSet *set, uint64_t hash)
{
    size_t mask = set->capacity - 1, gap;
    set_copy(set, SIZE_MAX);
    if (!set_has(set, hash))
        return;
    gap = set_slot(set, hash);
    for (size_t at = (gap + 1) & mask; set->slots[at] != 0; at = (at + 1) & mask) {
        size_t home = home_of(set->capacity, set->slots[at]);
        if (((at - home) & mask) < ((at - gap) & mask))
            continue;
        set->slots[gap] = set->slots[at];
        gap = at;
    }
    set->slots[gap] = 0;
    set->count--;
}

/* ---- the thread that writes a run and the filter over all runs ---- */

static bool spill_write(Repeat *repeat, Error *error)
{
    uint64_t *sorted;
    size_t count = 0;
    bool ok;
    if (repeat->frozen.count == 0)
        return true;
    sorted = pages_take(repeat->frozen.count * sizeof *sorted);
    for (size_t i = 0; i < repeat->frozen.capacity; i++)
        if (repeat->frozen.slots[i] != 0)
            sorted[count++] = repeat->frozen.slots[i];
    run_sort(sorted, count);
    ok = run_write(repeat->directory, repeat->written.name, sorted, count, error) &&
         run_open(repeat->directory, repeat->written.name, &repeat->made_run, error);
    pages_give(sorted, count * sizeof *sorted);
    return ok;
}

static void spill_run(Repeat *repeat)
{
    Error error;
    if (!spill_write(repeat, &error)) {
        log_line(LOG_ERROR, "the repeat filter cannot write a run: %s", error.text);
        atomic_store(&repeat->spill, SPILL_FAILED);
        return;
    }
    size_t total = repeat->made_run.count;
    for (size_t i = 0; i < repeat->run_count; i++)
        total += repeat->runs[i].count;
    repeat->made_bloom = bloom_new(total);
    for (size_t i = 0; i < repeat->run_count; i++)
        bloom_add_run(&repeat->made_bloom, &repeat->runs[i]);
    bloom_add_run(&repeat->made_bloom, &repeat->made_run);
    atomic_store(&repeat->spill, SPILL_WRITTEN);
}

/* Sorting and the filter may take their time: calls go first. */
static void *spill_thread(void *context)
{
    setpriority(PRIO_PROCESS, (id_t)gettid(), SPILL_NICE);
    spill_run(context);
    return NULL;
}

static void spill_start(Repeat *repeat)
{
    repeat->made_run = (Run) { 0 };
    repeat->made_bloom = (Bloom) { 0 };
    atomic_store(&repeat->spill, SPILL_WRITING);
    repeat->thread_runs = pthread_create(&repeat->thread, NULL, spill_thread, repeat) == 0;
    if (!repeat->thread_runs)
        spill_run(repeat);
}

static void spill_join(Repeat *repeat)
{
    if (repeat->thread_runs)
        pthread_join(repeat->thread, NULL);
    repeat->thread_runs = false;
}

/* A run that could not be written stays in memory and is tried again with the next full set. */
static void spill_give_up(Repeat *repeat)
{
    for (size_t i = 0; i < repeat->frozen.capacity; i++)
        if (repeat->frozen.slots[i] != 0)
            set_add(&repeat->newest, repeat->frozen.slots[i]);
    repeat->newest_max = repeat->newest.count + repeat->newest_max;
}

static void spill_adopt(Repeat *repeat)
{
    SpillState state = atomic_load(&repeat->spill);
    if (state != SPILL_WRITTEN && state != SPILL_FAILED)
        return;
    spill_join(repeat);
    if (state == SPILL_FAILED) {
        spill_give_up(repeat);
    } else {
        if (repeat->made_run.count > 0) {
            repeat->runs[repeat->run_count++] = repeat->made_run;
            repeat->written.ids = (int64_t)repeat->made_run.count;
            repeat->unregistered = true;
        }
        bloom_release(&repeat->bloom);
        repeat->bloom = repeat->made_bloom;
        repeat->bloom_ready = true;
    }
    set_release(&repeat->frozen);
    atomic_store(&repeat->spill, SPILL_IDLE);
}

/* ---- the face ---- */

bool repeat_open(const char *directory, size_t newest_max, Repeat **repeat, Error *error)
{
    Repeat *made = pages_take(sizeof *made);
    if (snprintf(made->directory, sizeof made->directory, "%s/repeats", directory) >= (int)sizeof made->directory ||
        (mkdir(made->directory, 0700) != 0 && errno != EEXIST)) {
        pages_give(made, sizeof *made);
        return fail(error, ERROR_INTERNAL, NULL, "cannot make %.150s/repeats: %s", directory, strerror(errno));
    }
    made->newest_max = newest_max == 0 ? REPEAT_NEWEST_MAX : newest_max;
    made->bloom_ready = true;
    *repeat = made;
    return true;
}

void repeat_settle(Repeat *repeat)
{
    spill_join(repeat);
    spill_adopt(repeat);
}

void repeat_close(Repeat *repeat)
{
    if (repeat == NULL)
        return;
    repeat_settle(repeat);
    set_release(&repeat->newest);
    for (size_t i = 0; i < repeat->run_count; i++)
        run_close(&repeat->runs[i]);
    bloom_release(&repeat->bloom);
    pages_give(repeat, sizeof *repeat);
}

static bool runs_have(const Repeat *repeat, uint64_t hash)
{
    if (repeat->bloom_ready && !bloom_may_have(&repeat->bloom, hash))
        return false;
    for (size_t i = repeat->run_count; i-- > 0;)
        if (run_has(&repeat->runs[i], hash))
            return true;
    return false;
}

bool repeat_has(const Repeat *repeat, uint64_t hash)
{
    return set_has(&repeat->newest, hash) || set_has(&repeat->frozen, hash) ||
           (repeat->run_count > 0 && runs_have(repeat, hash));
}

bool repeat_add(Repeat *repeat, uint64_t hash)
{
    if (set_has(&repeat->frozen, hash) || (repeat->run_count > 0 && runs_have(repeat, hash)))
        return false;
    return set_add(&repeat->newest, hash);
}

void repeat_remove(Repeat *repeat, uint64_t hash)
{
    set_remove(&repeat->newest, hash);
}

void repeat_prefetch(const Repeat *repeat, uint64_t hash)
{
    if (repeat->newest.capacity != 0)
        __builtin_prefetch(&repeat->newest.slots[home_of(repeat->newest.capacity, hash)]);
    bloom_prefetch(&repeat->bloom, hash);
}

bool repeat_map(Repeat *repeat, const char *name, size_t *ids, Error *error)
{
    Run run;
    *ids = 0;
    if (repeat->run_count == RUNS_MAX)
        return fail(error, ERROR_INTERNAL, NULL, "the repeat filter has more than %d runs", RUNS_MAX);
    if (!run_open(repeat->directory, name, &run, error))
        return true;
    repeat->runs[repeat->run_count++] = run;
    repeat->bloom_ready = false;
    *ids = run.count;
    return true;
}

void repeat_index(Repeat *repeat)
{
    if (!repeat->bloom_ready && atomic_load(&repeat->spill) == SPILL_IDLE)
        spill_start(repeat);
}

void repeat_unmap(Repeat *repeat, const char *name)
{
    char path[4096];
    repeat_settle(repeat);
    for (size_t i = 0; i < repeat->run_count; i++) {
        if (strcmp(repeat->runs[i].name, name) != 0)
            continue;
        run_close(&repeat->runs[i]);
        memmove(&repeat->runs[i], &repeat->runs[i + 1], (repeat->run_count - i - 1) * sizeof(Run));
        repeat->run_count--;
        break;
    }
    snprintf(path, sizeof path, "%s/%s", repeat->directory, name);
    unlink(path);
}

void repeat_discard(Repeat *repeat)
{
    DIR *files = opendir(repeat->directory);
    if (files == NULL)
        return;
    for (const struct dirent *entry; (entry = readdir(files)) != NULL;) {
        char path[4096];
        size_t size = strlen(entry->d_name);
        if (size < 4 || strcmp(entry->d_name + size - 4, ".run") != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", repeat->directory, entry->d_name);
        unlink(path);
    }
    closedir(files);
}

void repeat_spill(Repeat *repeat, int64_t last_seq)
{
    spill_adopt(repeat);
    if (repeat->newest.count < repeat->newest_max || repeat->unregistered || repeat->run_count == RUNS_MAX ||
        atomic_load(&repeat->spill) != SPILL_IDLE)
        return;
    set_copy(&repeat->newest, SIZE_MAX);
    repeat->frozen = repeat->newest;
    repeat->newest = (HashSet) { 0 };
    repeat->written = (RepeatRun) { .last_seq = last_seq };
    snprintf(repeat->written.name, sizeof repeat->written.name, "%lld.run", (long long)last_seq);
    spill_start(repeat);
}

bool repeat_written(Repeat *repeat, RepeatRun *run)
{
    spill_adopt(repeat);
    if (repeat->unregistered)
        *run = repeat->written;
    return repeat->unregistered;
}

void repeat_registered(Repeat *repeat)
{
    repeat->unregistered = false;
}

size_t repeat_count(const Repeat *repeat)
{
    size_t count = repeat->newest.count + repeat->frozen.count;
    for (size_t i = 0; i < repeat->run_count; i++)
        count += repeat->runs[i].count;
    return count;
}
