/* How many of a kind match. */
#include "house/search/token.h"
#include "house/search/walk.h"

bool search_count(Db *db, Arena *arena, const SearchAsked *asked, int64_t *count, bool *more, Error *error)
{
    SearchTerms query;
    SearchWalk walk = { .db = db,
                        .arena = arena,
                        .query = &query,
                        .kind = asked->source->kind,
                        .rights = asked->rights,
                        .staff_id = asked->staff_id,
                        .before = { INT64_MAX, INT64_MAX },
                        .want = asked->most };
    if (!terms_read(arena, asked->words, &query, error) || !walk_newest(&walk, error))
        return false;
    *count = (int64_t)walk.count;
    *more = walk.more;
    return true;
}
