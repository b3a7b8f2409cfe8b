/*
 * Ids come from one atomic per process: the current millisecond and a random start within it, or one more than the last
 * id if that is larger. So ids of a process only rise, even when the clock goes back, and two servers of one database
 * hardly ever choose the same number. Secrets come from libsodium; id_secret_hash gives what a table stores of one.
 */
#include "base/id.h"

#include "base/error.h"

#include <sodium.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

static const int64_t MS_2024 = 1704067200000;
enum { COUNTER_BITS = 12 };

/* The system's clock, never a test's: an id must be new even when a test lets time stand still or go back. */
static int64_t real_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t id_new(void)
{
    static _Atomic int64_t last;
    static _Atomic int64_t salted_ms;
    static _Atomic int64_t salt;
    int64_t ms = real_ms() - MS_2024;
    if (ms < 1)
        ms = 1; /* a machine whose clock lost its battery still gets rising ids */
    /* One random start per millisecond, in the lower half, leaves at least 2,048 ids before the next one is borrowed.
     */
    if (atomic_exchange(&salted_ms, ms) != ms)
        atomic_store(&salt, (int64_t)randombytes_uniform(1 << (COUNTER_BITS - 1)));
    int64_t wanted = (ms << COUNTER_BITS) | atomic_load(&salt);
    int64_t before = atomic_load(&last);
    int64_t id;
    do {
        id = wanted > before ? wanted : before + 1;
    } while (!atomic_compare_exchange_weak(&last, &before, id));
    return id;
}

static void sodium_ready(void)
{
    if (sodium_init() < 0)
        bug("the system has no source of random numbers");
}

const char *id_secret(Arena *arena, size_t bytes)
{
    sodium_ready();
    unsigned char *raw = arena_alloc(arena, bytes);
    randombytes_buf(raw, bytes);
    size_t size = sodium_base64_encoded_len(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_alloc(arena, size);
    sodium_bin2base64(text, size, raw, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(raw, bytes);
    return text;
}

const char *id_secret_hash(Arena *arena, const char *secret)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)secret, strlen(secret));
    char *text = arena_alloc(arena, 2 * sizeof hash + 1);
    return sodium_bin2hex(text, 2 * sizeof hash + 1, hash, sizeof hash);
}

bool ids_has(Ids ids, int64_t id)
{
    for (size_t i = 0; i < ids.count; i++)
        if (ids.items[i] == id)
            return true;
    return false;
}
