/*
 * Event names in memory, in one arena, by hash. An event's name has two keys, the type with the name as a call says it,
 * and the stored text; both lead to one EventName, so counts meet in it.
 *
 * On SQLite the writer keeps one set between commits; on PostgreSQL each commit has its own, since another server may
 * have changed the catalog. The arena is freed as a whole, when the catalog changes or after 100,000 names, but not
 * while a commit has counts in it (`touched`).
 */
#include "usage/event/names.h"

#include <string.h>

enum { NAMES_MAX = 100000 };

static bool names_begin(Names *names, Db *db, Error *error)
{
    if (names->arena != NULL && names->map.count < NAMES_MAX)
        return true;
    EventName *touched = names->touched;
    if (touched == NULL)
        names_clear(names);
    if (names->arena != NULL)
        return true;
    names->arena = arena_new();
    if (catalog_read(db, names->arena, &names->catalog, error))
        return true;
    names_clear(names);
    return false;
}

static void gauges_find(const Names *names, EventName *name)
{
    for (size_t i = 0; i < names->catalog.gauge_count; i++) {
        const CatalogGauge *gauge = &names->catalog.gauges[i];
        if (strcmp(gauge->event, name->text) != 0)
            continue;
        if (name->gauges == NULL)
            name->gauges = arena_array(names->arena, names->catalog.gauge_count, sizeof(CatalogGauge *));
        name->gauges[name->gauge_count++] = gauge;
    }
}

static EventName *name_make(Names *names, const char *text)
{
    EventName *made = arena_make(names->arena, EventName);
    const CatalogFeature *feature = catalog_feature_of(&names->catalog, text);
    made->text = text;
    made->size = (uint32_t)strlen(text);
    gauges_find(names, made);
    if (feature != NULL) {
        made->feature = feature->id;
        made->product = feature->product_id;
    }
    return made;
}

static EventName *name_keep(Names *names, IdKey key, const char *text)
{
    EventName *made = name_make(names, text);
    idmap_put(&names->map, key, (int64_t)(intptr_t)made);
    return made;
}

static const char *const PREFIXES[TRACK_TYPES] = { [TRACK_PAGE] = "page:", [TRACK_SCREEN] = "screen:" };

bool names_of_event(Names *names, Db *db, TrackType type, const char *name, EventName **found, Error *error)
{
    IdKey key = idmap_key(type == TRACK_PAGE || type == TRACK_SCREEN ? (char)type : 0, name == NULL ? "" : name);
    int64_t pointer;
    if (!names_begin(names, db, error))
        return false;
    if (idmap_find(&names->map, key, &pointer)) {
        *found = (EventName *)(intptr_t)pointer;
        return true;
    }
    const char *prefix = PREFIXES[type] != NULL ? PREFIXES[type] : "";
    const char *text = arena_format(names->arena, "%s%s", prefix, name == NULL ? "" : name);
    /* The stored form may be there already, from a record that was read; counts must meet in one place. */
    return names_of_stored(names, db, text, strlen(text), found, error) &&
           (idmap_put(&names->map, key, (int64_t)(intptr_t)*found), true);
}

bool names_of_stored(Names *names, Db *db, const char *text, size_t size, EventName **found, Error *error)
{
    int64_t pointer;
    if (!names_begin(names, db, error))
        return false;
    const char *copy = arena_text_n(names->arena, text, size);
    IdKey key = idmap_key(0, copy);
    if (idmap_find(&names->map, key, &pointer))
        *found = (EventName *)(intptr_t)pointer;
    else
        *found = name_keep(names, key, copy);
    return true;
}

void names_count(Names *names, EventName *name, int64_t day)
{
    if (name->events == 0) {
        name->touched = names->touched;
        names->touched = name;
        name->last_on = day;
    }
    name->events++;
    if (day > name->last_on)
        name->last_on = day;
}

void names_settle(Names *names)
{
    while (names->touched != NULL) {
        EventName *name = names->touched;
        names->touched = name->touched;
        name->events = 0;
        name->touched = NULL;
    }
}

void names_clear(Names *names)
{
    arena_free(names->arena);
    idmap_clear(&names->map);
    *names = (Names) { 0 };
}
