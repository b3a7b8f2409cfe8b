/*
 * Memory by lifetime: one arena per request and per job step. Rows, JSON and strings live there; features never call
 * malloc or free. In sanitizer builds every allocation is one malloc, so that ASan sees overruns.
 *
 * Not for: memory that outlives a request (the engine owns its own), nor for sharing between threads.
 * Units: sizes in bytes.
 * Errors: none; without memory it is bug().
 * Forgets a person: what a request read of one goes with the request's arena.
 */
#ifndef BANSO_BASE_ARENA_H
#define BANSO_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

typedef struct Arena Arena;

Arena *arena_new(void);
/* Runs what was deferred, newest first, then gives all memory back. NULL is allowed. */
void arena_free(Arena *arena);
/* As arena_free, but keeps one block for the next round. */
void arena_reset(Arena *arena);

/* Zeroed, aligned for any type, never NULL: a process out of memory ends through bug(). */
void *arena_alloc(Arena *arena, size_t size);
/* count × size, overflow-checked. */
void *arena_array(Arena *arena, size_t count, size_t size);
#define arena_make(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

/* Not zeroed: for bytes that are written whole at once. */
void *arena_raw(Arena *arena, size_t size);
/* Room for `more` items of `size` bytes behind the first `count`: `items` itself, or a copy twice as large, whose rest
 * is not zeroed. */
void *arena_room(Arena *arena, void *items, size_t count, size_t more, size_t *capacity, size_t size);

char *arena_text(Arena *arena, const char *text); /* NULL stays NULL */
char *arena_text_n(Arena *arena, const char *text, size_t size);
char *arena_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* `close(what)` runs when the arena is freed or reset: for descriptors, statements, parsers. */
void arena_defer(Arena *arena, void (*close)(void *), void *what);

/* Bytes handed out since the last reset; for limits and tests. */
size_t arena_used(const Arena *arena);

#endif
