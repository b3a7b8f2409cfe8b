/*
 * The repeat filter in memory and files: which messages were taken already, exact for at least 30 days of receipt and
 * up to 100 M ids.
 *
 *   newest ids     a hash set in memory, at most REPEAT_NEWEST_MAX
 *   older ids      sorted runs of 64-bit hashes, one file each in <data>/repeats, mapped
 *   over all runs  one blocked Bloom filter in memory, ten bits an id: a new id costs one look into it
 *
 * All of it is *made*. On SQLite the rows of repeat_tail hold the newest ids, the table repeat_run names the runs that
 * may be trusted, and a lost run is rebuilt from the events: a start reads the tail and maps the runs. On PostgreSQL
 * the rows of repeat_tail hold all ids that still count; each server reads them once, follows what the others add
 * (dedup.c), and its runs are its own.
 *
 * Not for: several processes. One thread at a time calls everything (the writer; on PostgreSQL the commit that has the
 * turn). The filter's own thread sorts and writes a full newest set, which still answers.
 * Forgets a person: a hash of a message id says nothing of anyone.
 */
#ifndef BANSO_USAGE_DEDUP_DEDUP_SET_H
#define BANSO_USAGE_DEDUP_DEDUP_SET_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Repeat Repeat;

enum { REPEAT_NEWEST_MAX = 2000000, REPEAT_DAYS = 30, REPEAT_RUN_NAME = 32 };

/* `newest_max` 0 = REPEAT_NEWEST_MAX. */
bool repeat_open(const char *directory, size_t newest_max, Repeat **repeat, Error *error);
void repeat_close(Repeat *repeat);

/* True when the id is new; it is held from now on. Hashes are never 0. */
bool repeat_add(Repeat *repeat, uint64_t hash);
/* Whether it is held; holds nothing. */
bool repeat_has(const Repeat *repeat, uint64_t hash);
/* Takes back what was just added, when its transaction was rolled back. */
void repeat_remove(Repeat *repeat, uint64_t hash);
/* Begins to load the cache lines that repeat_add will look at. */
void repeat_prefetch(const Repeat *repeat, uint64_t hash);

/* Maps a run that a row names; *ids = 0 and no error when the file is lost or damaged. */
bool repeat_map(Repeat *repeat, const char *name, size_t *ids, Error *error);
/* Builds the Bloom filter over the mapped runs, in the filter's own thread. */
void repeat_index(Repeat *repeat);
void repeat_unmap(Repeat *repeat, const char *name); /* and removes its file */
/* Removes the files of an earlier process; before anything is held. */
void repeat_discard(Repeat *repeat);

/* Starts to write the newest set as a run when it is full; `last_seq` is the newest tail row within it. */
void repeat_spill(Repeat *repeat, int64_t last_seq);
/* A run that was written and has no row yet: the caller adds the row and drops the tail up to `last_seq`. */
typedef struct {
    char name[REPEAT_RUN_NAME];
    int64_t last_seq;
    int64_t ids;
} RepeatRun;
bool repeat_written(Repeat *repeat, RepeatRun *run);
void repeat_registered(Repeat *repeat); /* after that commit */
/* Waits until no thread of the filter runs (tests, closing). */
void repeat_settle(Repeat *repeat);
size_t repeat_count(const Repeat *repeat);

#endif
