/*
 * An arena is a list of blocks of 16 KB; an allocation moves a mark in the newest one. What is larger than a quarter of
 * a block gets a block of its own, linked behind the newest, whose rest stays in use. A reset keeps one block, so that
 * the threads that run short transactions do not call malloc for each.
 *
 * Sanitizer builds replace the blocks: there each allocation is one malloc of exactly its size, so that ASan sees a
 * byte too far. Deferred closes run newest first, before any memory goes.
 */
#include "base/arena.h"

#include "base/error.h"
#include "base/memory.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SIZE = 16 * 1024, ALIGNMENT = alignof(max_align_t) };

typedef struct Block Block;
struct Block {
    Block *next;
    size_t capacity;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

typedef struct Deferred Deferred;
struct Deferred {
    Deferred *next;
    void (*close)(void *);
    void *what;
};

struct Arena {
    Block *blocks; /* the newest first; small allocations come from it */
    Deferred *deferred;
    size_t used;
};

static Block *block_new(size_t capacity)
{
    Block *block = memory_resize(NULL, 1, sizeof *block + capacity);
    block->next = NULL;
    block->capacity = capacity;
    block->used = 0;
    return block;
}

Arena *arena_new(void)
{
    return memory_new(1, sizeof(Arena));
}

/* A deferred close may itself defer or allocate, so each round reads the list again. */
static void deferred_run(Arena *arena)
{
    while (arena->deferred) {
        Deferred *newest = arena->deferred;
        arena->deferred = newest->next;
        newest->close(newest->what);
    }
}

static void blocks_free(Block *block)
{
    while (block) {
        Block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_free(Arena *arena)
{
    if (!arena)
        return;
    deferred_run(arena);
    blocks_free(arena->blocks);
    free(arena);
}

#ifdef BANSO_SANITIZE

void arena_reset(Arena *arena)
{
    deferred_run(arena);
    blocks_free(arena->blocks);
    arena->blocks = NULL;
    arena->used = 0;
}

/* One malloc of exactly this size, so that the sanitizer sees a single byte too far. */
static void *take(Arena *arena, size_t size)
{
    Block *block = block_new(size);
    block->next = arena->blocks;
    arena->blocks = block;
    return block->bytes;
}

#else

void arena_reset(Arena *arena)
{
    deferred_run(arena);
    Block *kept = NULL;
    for (Block *block = arena->blocks, *next; block; block = next) {
        next = block->next;
        if (!kept && block->capacity == BLOCK_SIZE)
            kept = block;
        else
            free(block);
    }
    if (kept) {
        kept->next = NULL;
        kept->used = 0;
    }
    arena->blocks = kept;
    arena->used = 0;
}

static void *take_large(Arena *arena, size_t size)
{
    Block *block = block_new(size);
    block->used = size;
    if (arena->blocks) { /* behind the newest, whose rest stays usable */
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    } else {
        arena->blocks = block;
    }
    return block->bytes;
}

static void *take(Arena *arena, size_t size)
{
    size_t whole = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (whole > BLOCK_SIZE / 4)
        return take_large(arena, whole);
    if (!arena->blocks || arena->blocks->capacity - arena->blocks->used < whole) {
        Block *block = block_new(BLOCK_SIZE);
        block->next = arena->blocks;
        arena->blocks = block;
    }
    void *memory = arena->blocks->bytes + arena->blocks->used;
    arena->blocks->used += whole;
    return memory;
}

#endif

void *arena_raw(Arena *arena, size_t size)
{
    if (size > PTRDIFF_MAX / 2)
        bug("an allocation of %zu bytes", size);
    if (size == 0)
        size = 1;
    arena->used += size;
    return take(arena, size);
}

void *arena_alloc(Arena *arena, size_t size)
{
    return memset(arena_raw(arena, size), 0, size);
}

void *arena_array(Arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        bug("an array of %zu × %zu bytes", count, size);
    return arena_alloc(arena, bytes);
}

void *arena_room(Arena *arena, void *items, size_t count, size_t more, size_t *capacity, size_t size)
{
    enum { ROOM_FIRST = 16 };
    size_t bytes, room = (count + more) * 2;
    if (count + more <= *capacity)
        return items;
    if (room < ROOM_FIRST)
        room = ROOM_FIRST;
    if (__builtin_mul_overflow(room, size, &bytes))
        bug("an array of %zu × %zu bytes", room, size);
    void *larger = arena_raw(arena, bytes);
    if (count > 0)
        memcpy(larger, items, count * size);
    *capacity = room;
    return larger;
}

char *arena_text(Arena *arena, const char *text)
{
    return text ? arena_text_n(arena, text, strlen(text)) : NULL;
}

char *arena_text_n(Arena *arena, const char *text, size_t size)
{
    char *copy = arena_alloc(arena, size + 1);
    if (size)
        memcpy(copy, text, size);
    return copy;
}

char *arena_format(Arena *arena, const char *format, ...)
{
    char small[256];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(small, sizeof small, format, arguments);
    va_end(arguments);
    if (size < 0)
        bug("a bad format: %s", format);
    char *text = arena_alloc(arena, (size_t)size + 1);
    if ((size_t)size < sizeof small)
        memcpy(text, small, (size_t)size);
    else
        vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    return text;
}

void arena_defer(Arena *arena, void (*close)(void *), void *what)
{
    Deferred *deferred = arena_make(arena, Deferred);
    deferred->next = arena->deferred;
    deferred->close = close;
    deferred->what = what;
    arena->deferred = deferred;
}

size_t arena_used(const Arena *arena)
{
    return arena->used;
}
