/*
 * Long-lived memory outside of any arena: whole pages from the system, for tables that grow by doubling. Zeroed.
 *
 * Not for: what lives as long as a request or a commit (base/arena.h).
 * Units: bytes. Errors: none; without memory the process ends. Forgets a person: the owner of the pages clears them.
 */
#ifndef BANSO_BASE_PAGES_H
#define BANSO_BASE_PAGES_H

#include "base/memory.h"
#include "base/panic.h"

#include <stddef.h>
#include <sys/mman.h>

static inline void *pages_take(size_t size)
{
    void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) {
        memory_reserve_give();
        pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    }
    if (pages == MAP_FAILED)
        bug("out of memory: %zu bytes of pages", size);
    return pages;
}

static inline void pages_give(void *pages, size_t size)
{
    if (pages != NULL)
        munmap(pages, size);
}

#endif
