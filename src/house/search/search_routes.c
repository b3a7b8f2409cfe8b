/* Search over the API. Order: what is asked, what is shown of a hit, the two orders. */
#include "house/search/inside.h"
#include "house/search/pieces.h"
#include "house/search/walk.h"
#include "jobs/module.h"

#include <stdlib.h>
#include <string.h>

enum { RANKED_MAX = 2000 };

/* ---- what is asked --------------------------------------------------------------------------------------------- */

typedef struct {
    const char *q, *kind, *order, *cursor;
    OptInt limit;
} SearchAsk;
static const Field SEARCH_ASK_FIELDS[] = {
    SHAPE_FIELD(SearchAsk, q, FIELD_TEXT, .max = 200),
    SHAPE_OPT(SearchAsk, kind, FIELD_TEXT, .max = 40),
    SHAPE_OPT(SearchAsk, order, FIELD_TEXT, .choices = "newest|relevance"),
    PAGE_FIELDS(SearchAsk),
    { 0 },
};
static const Shape SEARCH_ASK = { "SearchAsk", sizeof(SearchAsk), SEARCH_ASK_FIELDS };

const SearchSource *source_of(const char *kind)
{
    for (const Module *const *at = modules_used(); *at; at++)
        for (const SearchSource *const *source = (*at)->search; source && *source; source++)
            if (strcmp((*source)->kind, kind) == 0)
                return *source;
    return NULL;
}

/* ---- what is shown of a hit ------------------------------------------------------------------------------------ */

typedef struct {
    const char *kind;
    int64_t id;
    OptInt account_id;
    int64_t at;
    const char *title, *subtitle, *visible_to;
    List title_pieces, text_pieces;
} Found;
static const Field FOUND_FIELDS[] = {
    SHAPE_FIELD(Found, kind, FIELD_TEXT),
    SHAPE_FIELD(Found, id, FIELD_ID),
    SHAPE_OPT(Found, account_id, FIELD_ID),
    SHAPE_FIELD(Found, at, FIELD_TIME),
    SHAPE_OPT(Found, title, FIELD_TEXT),
    SHAPE_OPT(Found, subtitle, FIELD_TEXT),
    SHAPE_OPT(Found, visible_to, FIELD_TEXT, .choices = VISIBLE_TO),
    SHAPE_FIELD(Found, title_pieces, FIELD_LIST, .shape = &PIECE),
    SHAPE_FIELD(Found, text_pieces, FIELD_LIST, .shape = &PIECE),
    { 0 },
};
static const Shape FOUND = { "Found", sizeof(Found), FOUND_FIELDS };

typedef struct {
    List items;
    const char *next;
    OptInt total;
    bool ranked_newest;
} FoundPage;
static const Field FOUND_PAGE_FIELDS[] = {
    SHAPE_FIELD(FoundPage, items, FIELD_LIST, .shape = &FOUND),
    SHAPE_OPT(FoundPage, next, FIELD_TEXT),
    SHAPE_OPT(FoundPage, total, FIELD_INT),
    SHAPE_FIELD(FoundPage, ranked_newest, FIELD_FLAG),
    { 0 },
};
static const Shape FOUND_PAGE = { "FoundPage", sizeof(FoundPage), FOUND_PAGE_FIELDS };

static Found found_of(Arena *arena, const Match *match, const SearchDocument *document, const SearchTerms *query)
{
    return (Found) { .kind = match->kind,
                     .id = match->id,
                     .account_id = document->account_id.known ? document->account_id : document->beside_id,
                     .at = document->at,
                     .title = document->title,
                     .subtitle = document->beside,
                     .visible_to = document->visible_to,
                     .title_pieces = pieces_all(arena, document->title, query),
                     .text_pieces = pieces_around(arena, document->text, query) };
}

/* Those of one kind, in the places that their matches have in the list. */
static bool kind_show(Request *request, const SearchSource *source, const Match *matches, size_t count,
                      const SearchTerms *query, Found *items, Error *error)
{
    int64_t *ids = arena_array(request->arena, count, sizeof *ids);
    size_t id_count = 0, document_count;
    SearchDocument *documents;
    for (size_t i = 0; i < count; i++)
        if (strcmp(matches[i].kind, source->kind) == 0)
            ids[id_count++] = matches[i].id;
    if (!id_count)
        return true;
    if (!source->read(request->db, request->arena, (Ids) { id_count, ids }, &documents, &document_count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t d = 0; d < document_count; d++)
            if (matches[i].id == documents[d].id && strcmp(matches[i].kind, source->kind) == 0)
                items[i] = found_of(request->arena, &matches[i], &documents[d], query);
    return true;
}

static bool page_reply(Request *request, const Match *matches, size_t count, const SearchTerms *query, FoundPage *page,
                       Error *error)
{
    Found *items = arena_array(request->arena, count, sizeof *items);
    size_t shown = 0;
    for (const Module *const *at = modules_used(); *at; at++)
        for (const SearchSource *const *source = (*at)->search; source && *source; source++)
            if (!kind_show(request, *source, matches, count, query, items, error))
                return false;
    for (size_t i = 0; i < count; i++)
        if (items[i].kind) /* a kind whose module is gone has no source */
            items[shown++] = items[i];
    page->items = (List) { shown, items };
    return reply_row(request, 200, &FOUND_PAGE, page);
}

/* ---- the two orders -------------------------------------------------------------------------------------------- */

static bool newest_reply(Request *request, SearchWalk *walk, size_t limit, Error *error)
{
    const SearchAsk *ask = request->query;
    FoundPage page = { 0 };
    walk->want = limit;
    if (!cursor_read(ask->cursor, &walk->before, error) || !walk_newest(walk, error))
        return false;
    if (walk->more)
        page.next = cursor_text(request->arena, walk->matches[walk->count - 1].at, walk->matches[walk->count - 1].id);
    else if (!ask->cursor)
        page.total = (OptInt) { (int64_t)walk->count, true };
    return page_reply(request, walk->matches, walk->count, walk->query, &page, error);
}

static int best_first(const void *a, const void *b)
{
    const Match *one = a, *other = b;
    if (one->score != other->score)
        return one->score < other->score ? 1 : -1;
    if (one->at != other->at)
        return one->at < other->at ? 1 : -1;
    return (one->id < other->id) - (one->id > other->id);
}

/* The place in the cursor is how many were shown. */
static bool relevance_reply(Request *request, SearchWalk *walk, size_t limit, Error *error)
{
    const SearchAsk *ask = request->query;
    Cursor shown = { 0 };
    walk->want = RANKED_MAX;
    if (!cursor_read(ask->cursor, &shown, error) || !walk_newest(walk, error))
        return false;
    FoundPage page = { .total = { (int64_t)walk->count, !walk->more }, .ranked_newest = walk->more };
    if (walk->count)
        qsort(walk->matches, walk->count, sizeof *walk->matches, best_first);
    size_t from = shown.place < 0 || shown.place > (int64_t)walk->count ? walk->count : (size_t)shown.place;
    size_t count = walk->count - from < limit ? walk->count - from : limit;
    if (from + count < walk->count)
        page.next = cursor_text(request->arena, (int64_t)(from + count), 0);
    return page_reply(request, walk->count ? walk->matches + from : NULL, count, walk->query, &page, error);
}

static bool search(Request *request, Error *error)
{
    const SearchAsk *ask = request->query;
    SearchTerms query;
    SearchWalk walk = { .db = request->db,
                        .arena = request->arena,
                        .query = &query,
                        .kind = ask->kind,
                        .rights = request->caller->rights,
                        .staff_id = request_staff(request),
                        .before = { INT64_MAX, INT64_MAX } };
    size_t limit = (size_t)page_limit(ask->limit);
    if (ask->kind && !source_of(ask->kind))
        return fail(error, ERROR_INPUT, "kind", "nothing of kind \"%s\" can be searched", ask->kind);
    if (!terms_read(request->arena, ask->q, &query, error))
        return false;
    return text_equal(ask->order, "relevance") ? relevance_reply(request, &walk, limit, error)
                                               : newest_reply(request, &walk, limit, error);
}

const Route SEARCH_ROUTES[] = {
    { GET, "/api/v1/search", search, RIGHT_VIEW, "Search everything people read: the newest hits, or the best",
      .asks = &SEARCH_ASK, .gives = &FOUND_PAGE },
    { 0 },
};
