/*
 * The reserve, then the functions that take memory: from the system, and when that refuses, once more after the reserve
 * was given back. The reserve is one malloc, so giving it back is one free. Whether memory is scarce is an atomic,
 * which a request checks before the lock is even looked at.
 */
#include "base/memory.h"

#include "base/log.h"
#include "base/panic.h"

#include <pthread.h>
#include <stdatomic.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static void *reserve;
static size_t reserve_size;
static _Atomic bool is_scarce;

void memory_reserve(size_t size)
{
    pthread_mutex_lock(&lock);
    free(reserve);
    reserve_size = size;
    reserve = size ? malloc(size) : NULL;
    atomic_store(&is_scarce, size && !reserve);
    pthread_mutex_unlock(&lock);
}

void memory_reserve_give(void)
{
    pthread_mutex_lock(&lock);
    bool gives = reserve != NULL;
    free(reserve);
    reserve = NULL;
    atomic_store(&is_scarce, reserve_size != 0);
    pthread_mutex_unlock(&lock);
    if (gives)
        log_line(LOG_ERROR, "the system refuses memory: new requests get 503 until there is some again");
}

bool memory_is_scarce(void)
{
    if (!atomic_load(&is_scarce))
        return false;
    pthread_mutex_lock(&lock);
    if (!reserve && reserve_size)
        reserve = malloc(reserve_size);
    bool scarce = reserve_size && !reserve;
    atomic_store(&is_scarce, scarce);
    pthread_mutex_unlock(&lock);
    return scarce;
}

/* Tries again even when another thread gave the reserve back: some of it may be left. */
void *memory_new(size_t count, size_t size)
{
    size_t items = count ? count : 1;
    void *made = calloc(items, size);
    if (!made) {
        memory_reserve_give();
        made = calloc(items, size);
    }
    if (!made)
        bug("out of memory: %zu × %zu bytes", items, size);
    return made;
}

void *memory_resize(void *old, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count ? count : 1, size, &bytes))
        bug("out of memory: %zu × %zu bytes", count, size);
    void *made = realloc(old, bytes);
    if (!made) {
        memory_reserve_give();
        made = realloc(old, bytes);
    }
    if (!made)
        bug("out of memory: %zu bytes", bytes);
    return made;
}

void *memory_room(void *items, size_t *capacity, size_t wanted, size_t size)
{
    size_t grown = *capacity ? *capacity : 16;
    if (wanted <= *capacity)
        return items;
    while (grown < wanted)
        grown *= 2;
    *capacity = grown;
    return memory_resize(items, grown, size);
}

bool memory_would_give(size_t size)
{
    void *volatile room = malloc(size); /* or a compiler leaves both calls out */
    bool there = room != NULL;
    free(room);
    return there;
}
