/*
 * Hits are found in the normal form, whose letters know where they came from, and marked in the original.
 *
 * Order: hits, the part that is shown, pieces.
 */
#include "house/search/pieces.h"

#include "house/search/normal.h"

#include <stdlib.h>
#include <string.h>

enum {
    HITS_MAX = 64,
    SHOWN_BYTES = 240,
    BEFORE_BYTES = 60 /* of what is shown, in front of the first hit */
};

static const Field PIECE_FIELDS[] = { SHAPE_FIELD(Piece, text, FIELD_TEXT),
                                      SHAPE_FIELD(Piece, marked, FIELD_FLAG),
                                      { 0 } };
const Shape PIECE = { "SearchPiece", sizeof(Piece), PIECE_FIELDS };

/* ---- hits ------------------------------------------------------------------------------------------------------ */

typedef struct {
    size_t from, until; /* bytes of the original */
} Span;

typedef struct {
    Span items[HITS_MAX];
    size_t count;
} Spans;

static int span_compare(const void *a, const void *b)
{
    size_t one = ((const Span *)a)->from, other = ((const Span *)b)->from;
    return (one > other) - (one < other);
}

/* Those that touch become one. */
static void spans_join(Spans *spans)
{
    size_t kept = 0;
    if (spans->count)
        qsort(spans->items, spans->count, sizeof *spans->items, span_compare);
    for (size_t i = 0; i < spans->count; i++) {
        Span *last = kept ? &spans->items[kept - 1] : NULL;
        if (last && spans->items[i].from <= last->until)
            last->until = last->until > spans->items[i].until ? last->until : spans->items[i].until;
        else
            spans->items[kept++] = spans->items[i];
    }
    spans->count = kept;
}

static void spans_find(Arena *arena, const char *text, const SearchTerms *query, Spans *spans)
{
    Normal normal = normal_mapped(arena, text);
    spans->count = 0;
    for (size_t i = 0; i < query->terms.count; i++) {
        const char *term = query->terms.items[i];
        size_t size = strlen(term), term_hits = 0;
        for (const char *at = normal.text; (at = term_find(normal.text, at, term)); at += size) {
            size_t first = (size_t)(at - normal.text);
            if (term_hits++ == HITS_MAX / TERMS_MAX)
                break;
            spans->items[spans->count++] = (Span) { normal.from[first], normal.until[first + size - 1] };
        }
    }
    spans_join(spans);
}

/* ---- pieces ---------------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    Piece *items;
    size_t count, capacity;
} PieceList;

static void piece_add(PieceList *list, const char *text, size_t from, size_t until, bool marked)
{
    if (from >= until)
        return;
    char *copy = arena_text_n(list->arena, text + from, until - from);
    for (char *c = copy; *c; c++)
        if (*c == '\n' || *c == '\r' || *c == '\t')
            *c = ' ';
    list->items = arena_room(list->arena, list->items, list->count, 1, &list->capacity, sizeof *list->items);
    list->items[list->count++] = (Piece) { copy, marked };
}

static size_t letter_start(const char *text, size_t at)
{
    while (at && ((unsigned char)text[at] & 0xc0) == 0x80)
        at--;
    return at;
}

static List pieces_of(Arena *arena, const char *text, const Spans *spans, Span shown)
{
    PieceList list = { .arena = arena };
    size_t at = shown.from;
    if (shown.from)
        piece_add(&list, "…", 0, strlen("…"), false);
    for (size_t i = 0; i < spans->count && spans->items[i].from < shown.until; i++) {
        size_t until = spans->items[i].until < shown.until ? spans->items[i].until : shown.until;
        piece_add(&list, text, at, spans->items[i].from, false);
        piece_add(&list, text, spans->items[i].from, until, true);
        at = until;
    }
    piece_add(&list, text, at, shown.until, false);
    if (text[shown.until])
        piece_add(&list, "…", 0, strlen("…"), false);
    return (List) { list.count, list.items };
}

List pieces_all(Arena *arena, const char *text, const SearchTerms *query)
{
    Spans spans;
    if (!text)
        return (List) { 0 };
    spans_find(arena, text, query, &spans);
    return pieces_of(arena, text, &spans, (Span) { 0, strlen(text) });
}

List pieces_around(Arena *arena, const char *text, const SearchTerms *query)
{
    Spans spans;
    if (!text)
        return (List) { 0 };
    spans_find(arena, text, query, &spans);
    if (!spans.count)
        return (List) { 0 };
    size_t first = spans.items[0].from, from = first > BEFORE_BYTES ? letter_start(text, first - BEFORE_BYTES) : 0;
    size_t size = strlen(text), until = size - from > SHOWN_BYTES ? letter_start(text, from + SHOWN_BYTES) : size;
    return pieces_of(arena, text, &spans, (Span) { from, until });
}
