#include "jobs/unrest.h"

#ifdef BANSO_TESTING

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SHORT_MS = 30, LONG_MS = 500, LOOK_AGAIN_MS = 5 };

static void pause_ms(int64_t ms)
{
    nanosleep(&(struct timespec) { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 }, NULL);
}

/* splitmix64 of the n-th pause: which thread comes to it is left to chance. */
static uint64_t number_of(uint64_t seed, uint64_t n)
{
    uint64_t mixed = seed + n * 0x9e3779b97f4a7c15;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
}

void unrest(void)
{
    static _Atomic uint64_t count;
    const char *seed = getenv("BANSO_UNREST");
    if (!seed || !*seed)
        return;
    uint64_t number = number_of(strtoull(seed, NULL, 10), atomic_fetch_add(&count, 1));
    uint64_t kind = number % 8;
    if (kind < 4)
        pause_ms((int64_t)(number / 8 % (kind ? SHORT_MS : LONG_MS)));
}

static bool is_held(const char *path, const char *kind)
{
    char held[64] = "";
    FILE *file = path && *path ? fopen(path, "re") : NULL;
    if (!file)
        return false;
    bool named = fgets(held, sizeof held, file) != NULL;
    fclose(file);
    return named && strncmp(kind, held, strlen(held)) == 0;
}

void unrest_hold(const Services *services, const char *kind)
{
    while (!atomic_load(&services->stopping) && is_held(getenv("BANSO_HOLD"), kind))
        pause_ms(LOOK_AGAIN_MS);
}

int unrest_patience(void)
{
    const char *named = getenv("BANSO_PATIENCE");
    return named ? (int)strtol(named, NULL, 10) : 0;
}

#else

void unrest(void)
{
}

void unrest_hold(const Services *services, const char *kind)
{
    (void)services;
    (void)kind;
}

int unrest_patience(void)
{
    return 0;
}

#endif
