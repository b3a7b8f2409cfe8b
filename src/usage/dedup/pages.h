/* Long-lived memory of the usage module: whole pages from the system, for tables that grow by doubling. Zeroed. */
#ifndef BANSO_USAGE_DEDUP_PAGES_H
#define BANSO_USAGE_DEDUP_PAGES_H

#include "base/error.h"

#include <stddef.h>
#include <sys/mman.h>

static inline void *pages_take(size_t size)
{
    void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
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
