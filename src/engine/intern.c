/*
 * A hash table over texts that are stored in slabs and never move, so a number or a pointer stays good. `folds` gives
 * each text the number of its folded form, so comparing two texts is comparing two integers; `starts` holds their first
 * eight bytes, by which lists are mostly ordered without touching the texts.
 */
#include "engine/intern.h"

#include "base/memory.h"
#include "base/text.h"

#include <string.h>

enum { SLAB_SIZE = 1 << 16 };

static uint64_t hash(const char *text)
{
    uint64_t value = 0xcbf29ce484222325u; /* FNV-1a */
    for (; *text; text++)
        value = (value ^ (uint8_t)*text) * 0x100000001b3u;
    return value ^ value >> 29;
}

static uint32_t *find(const Intern *intern, const char *text)
{
    size_t at = hash(text) & (intern->cell_count - 1);
    while (intern->cells[at] && strcmp(intern->texts[intern->cells[at]], text) != 0)
        at = (at + 1) & (intern->cell_count - 1);
    return &intern->cells[at];
}

uint32_t intern_find(const Intern *intern, const char *text)
{
    return intern->cell_count ? *find(intern, text) : 0;
}

static void grow(Intern *intern)
{
    free(intern->cells);
    intern->cell_count = intern->cell_count ? intern->cell_count * 2 : 64;
    intern->cells = memory_new(intern->cell_count, sizeof(uint32_t));
    for (size_t i = 1; i < intern->count; i++)
        *find(intern, intern->texts[i]) = (uint32_t)i;
}

static char *copy(Intern *intern, const char *text)
{
    size_t size = strlen(text) + 1;
    char *to;
    if (size > intern->slab_left) {
        intern->slab_left = size > SLAB_SIZE ? size : SLAB_SIZE;
        intern->slab = memory_new(1, intern->slab_left);
        intern->slabs = memory_room(intern->slabs, &intern->slab_room, intern->slab_count + 1, sizeof(char *));
        intern->slabs[intern->slab_count++] = intern->slab;
    }
    to = memcpy(intern->slab, text, size);
    intern->slab += size;
    intern->slab_left -= size;
    intern->bytes += size;
    return to;
}

static uint64_t start_of(const char *text)
{
    uint64_t start = 0;
    for (int i = 0; i < 8; i++) {
        start = start << 8 | (uint8_t)*text;
        text += *text != 0;
    }
    return start;
}

/* The text's number; *added when it had none, and then it is its own folded form. */
static uint32_t put(Intern *intern, const char *text, bool *added)
{
    uint32_t *cell;
    *added = false;
    if (!intern->count)
        intern->count = 1;
    if (intern->count * 2 >= intern->cell_count)
        grow(intern);
    cell = find(intern, text);
    if (*cell)
        return *cell;
    *added = true;
    intern->texts = memory_room(intern->texts, &intern->room, intern->count + 1, sizeof(char *));
    intern->starts = memory_room(intern->starts, &intern->start_room, intern->count + 1, sizeof(uint64_t));
    intern->folds = memory_room(intern->folds, &intern->fold_room, intern->count + 1, sizeof(uint32_t));
    intern->texts[0] = NULL;
    intern->texts[intern->count] = copy(intern, text);
    intern->starts[intern->count] = start_of(text);
    intern->folds[intern->count] = (uint32_t)intern->count;
    *cell = (uint32_t)intern->count;
    return (uint32_t)intern->count++;
}

uint32_t intern_put(Intern *intern, const char *text)
{
    bool added, unused;
    uint32_t number = put(intern, text, &added);
    if (!added)
        return number;
    if (!intern->folding)
        intern->folding = arena_new();
    uint32_t folded = put(intern, text_fold(intern->folding, text), &unused);
    intern->folds[number] = folded;
    arena_reset(intern->folding);
    return number;
}

void intern_free(Intern *intern)
{
    for (size_t i = 0; i < intern->slab_count; i++)
        free(intern->slabs[i]);
    free(intern->slabs);
    free(intern->texts);
    free(intern->starts);
    free(intern->folds);
    arena_free(intern->folding);
    free(intern->cells);
    *intern = (Intern) { 0 };
}
