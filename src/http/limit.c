#include "http/server_inside.h"

#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 4096 };

typedef struct Entry {
    struct Entry *next;
    size_t count;
    char address[64];
} Entry;

struct Limit {
    pthread_mutex_t lock;
    size_t max;
    Entry *buckets[BUCKETS];
};

Limit *limit_new(size_t max)
{
    Limit *limit = calloc(1, sizeof *limit);
    if (!limit)
        bug("no memory for the table of addresses");
    pthread_mutex_init(&limit->lock, NULL);
    limit->max = max ? max : 1000;
    return limit;
}

void limit_free(Limit *limit)
{
    for (int i = 0; i < BUCKETS; i++)
        while (limit->buckets[i]) {
            Entry *entry = limit->buckets[i];
            limit->buckets[i] = entry->next;
            free(entry);
        }
    pthread_mutex_destroy(&limit->lock);
    free(limit);
}

static Entry **entry_find(Limit *limit, const char *address)
{
    unsigned hash = 2166136261u;
    for (const char *c = address; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    Entry **entry = &limit->buckets[hash % BUCKETS];
    while (*entry && strcmp((*entry)->address, address))
        entry = &(*entry)->next;
    return entry;
}

bool limit_enter(Limit *limit, const char *address)
{
    pthread_mutex_lock(&limit->lock);
    Entry **place = entry_find(limit, address);
    if (!*place) {
        *place = calloc(1, sizeof **place);
        if (!*place)
            bug("no memory for an address");
        strncpy((*place)->address, address, sizeof(*place)->address - 1);
    }
    bool ok = (*place)->count < limit->max;
    (*place)->count += ok;
    pthread_mutex_unlock(&limit->lock);
    return ok;
}

void limit_leave(Limit *limit, const char *address)
{
    pthread_mutex_lock(&limit->lock);
    Entry **place = entry_find(limit, address);
    Entry *entry = *place;
    if (entry && --entry->count == 0) {
        *place = entry->next;
        free(entry);
    }
    pthread_mutex_unlock(&limit->lock);
}
