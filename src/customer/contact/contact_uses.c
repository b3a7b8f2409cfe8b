/*
 * What the people of a page used lately, out of the engine: in the 28 days up to today, and in the 28 before those. The
 * engine holds people by account, so the page costs what its accounts have people, and each account once.
 */
#include "customer/contact/contact_store.h"
#include "engine/engine.h"

#include <stdlib.h>

enum { USES_DAYS = 28 };

static int by_id(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static int by_contact(const void *a, const void *b)
{
    const Contact *const *left = a, *const *right = b;
    return by_id(&(*left)->row.id, &(*right)->row.id);
}

/* Those of all contacts, each once. */
static Ids accounts_of(Arena *arena, const Contact *contacts, size_t count)
{
    size_t all = 0, used = 0;
    for (size_t i = 0; i < count; i++)
        all += contacts[i].account_ids.count;
    int64_t *ids = arena_array(arena, all + 1, sizeof *ids);
    all = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < contacts[i].account_ids.count; n++)
            ids[all++] = contacts[i].account_ids.items[n];
    qsort(ids, all, sizeof *ids, by_id);
    for (size_t i = 0; i < all; i++)
        if (!used || ids[used - 1] != ids[i])
            ids[used++] = ids[i];
    return (Ids) { used, ids };
}

typedef struct {
    Arena *arena;
    const EngineView *view;
    Contact **contacts; /* by id */
    size_t count;
} Page;

/* Adds what people of the account used in the days up to `as_of`: to the later days, or to those before. */
static void account_add(const Page *page, int64_t account, int64_t as_of, bool before)
{
    const PersonUse *people;
    size_t count;
    view_people(page->view, page->arena, account, 0, USES_DAYS, as_of, &people, &count);
    for (size_t i = 0; i < count; i++) {
        Contact wanted = { .row.id = people[i].contact }, *key = &wanted;
        Contact **found = bsearch(&key, page->contacts, page->count, sizeof(Contact *), by_contact);
        if (found && before)
            (*found)->uses_28_before.value += people[i].events;
        else if (found)
            (*found)->uses_28.value += people[i].events;
    }
}

bool contacts_uses(const Request *request, Contact *contacts, size_t count, Error *error)
{
    Arena *arena = request->arena;
    int64_t today = zone_day(atomic_load(&request->services->zone), request->now);
    Page page = { .arena = arena, .contacts = arena_array(arena, count + 1, sizeof(Contact *)), .count = count };
    Ids accounts = accounts_of(arena, contacts, count);
    for (size_t i = 0; i < count; i++) {
        contacts[i].uses_28 = contacts[i].uses_28_before = (OptInt) { 0, true };
        page.contacts[i] = &contacts[i];
    }
    if (!accounts.count)
        return true;
    qsort(page.contacts, count, sizeof(Contact *), by_contact);
    if (!engine_view_of(request->services->engine, accounts, today + 1 - 2 * USES_DAYS, &page.view, error))
        return false;
    for (size_t i = 0; i < accounts.count; i++) {
        account_add(&page, accounts.items[i], today, false);
        account_add(&page, accounts.items[i], today - USES_DAYS, true);
    }
    engine_view_close(page.view);
    return true;
}
