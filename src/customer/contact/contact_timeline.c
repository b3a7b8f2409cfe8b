/* The name under which the timeline shows a person, as long as it is known. */
#include "customer/contact/contact_store.h"

static bool contact_words(Db *db, Arena *arena, Ids ids, TimelineWords **words, size_t *count, Error *error)
{
    ContactTitlesRow *rows;
    if (!contact_titles(db, arena, ids, &rows, count, error))
        return false;
    *words = arena_array(arena, *count, sizeof **words);
    for (size_t i = 0; i < *count; i++)
        (*words)[i] =
            (TimelineWords) { .id = rows[i].id, .title = text_is_empty(rows[i].title) ? NULL : rows[i].title };
    return true;
}

const TimelineSource CONTACT_TIMELINE[] = { { .of = TIMELINE_CONTACT, .read = contact_words }, { 0 } };
