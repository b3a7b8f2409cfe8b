/*
 * For unit tests: a system that refuses memory. The linker puts these before the allocator (unit_link_args in
 * meson.build), for all that our library allocates.
 *
 * Units: bytes. Errors: none. Forgets a person: holds nothing.
 */
#ifndef BANSO_BASE_TEST_EXHAUSTED_H
#define BANSO_BASE_TEST_EXHAUSTED_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

/* Allocations of this size and above are refused, 0 = all; `refusals` of them, 0 = all. */
static size_t refused_from = SIZE_MAX;
static int refusals;

static bool is_refused(size_t size)
{
    if (size < refused_from)
        return false;
    if (refusals && !--refusals)
        refused_from = SIZE_MAX;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return is_refused(size) ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return is_refused(count * size) ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return is_refused(size) ? NULL : __real_realloc(old, size);
}

#endif
