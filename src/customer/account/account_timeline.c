/* Whose timeline it is. */
#include "customer/account/account_store.h"

static bool account_words(Db *db, Arena *arena, Ids ids, TimelineWords **words, size_t *count, Error *error)
{
    AccountRow *rows;
    if (!accounts_by_ids(db, arena, ids, &rows, count, error))
        return false;
    *words = arena_array(arena, *count, sizeof **words);
    for (size_t i = 0; i < *count; i++)
        (*words)[i] = (TimelineWords) { .id = rows[i].id, .title = rows[i].name };
    return true;
}

const TimelineSource ACCOUNT_TIMELINE[] = { { .of = TIMELINE_ACCOUNT, .read = account_words }, { 0 } };
