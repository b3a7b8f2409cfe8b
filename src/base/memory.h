/*
 * Memory that is never NULL, with a reserve, so that work that has begun can end.
 *
 * A request or a job that runs out of memory halfway cannot go back. So a reserve is set aside at the start. When the
 * system refuses memory, the reserve is given back and the work goes on from it; until the reserve can be taken again,
 * memory is scarce, and the server answers new requests with 503. Only when the reserve is not enough does the process
 * end.
 *
 * Where the system promises more memory than it has (the usual setting of Linux), it refuses nothing and ends processes
 * on its own; then the reserve has no effect. It works under a limit of address space and with vm.overcommit_memory=2.
 *
 * Not for: modules; theirs is an arena's.
 * Units: counts and sizes in bytes.
 * Errors: none; what even the reserve cannot serve is bug().
 * Forgets a person: holds nothing of its own.
 */
#ifndef BANSO_BASE_MEMORY_H
#define BANSO_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h> /* free, for what was taken here */

enum { MEMORY_RESERVE = 64 << 20 };

/* Once, at the start; 0 frees it. Without it memory is never scarce. */
void memory_reserve(size_t size);

/* For code that takes memory from the system in another way and is refused: after this call a second try may succeed.
 */
void memory_reserve_give(void);

/* Whether the system would give this much now: for a library that does not look whether it did. */
bool memory_would_give(size_t size);

/* Whether the reserve was given back and cannot be taken again yet. Tries to take it: ask where new work begins. */
bool memory_is_scarce(void);

/* As calloc and reallocarray; free() frees it. */
void *memory_new(size_t count, size_t size);
void *memory_resize(void *old, size_t count, size_t size);
/* Grows to at least `wanted` items of `size` bytes, by doubling; new memory is not zeroed. */
void *memory_room(void *items, size_t *capacity, size_t wanted, size_t size);

#endif
