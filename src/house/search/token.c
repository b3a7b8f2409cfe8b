/*
 * Order: tokens of a document, of a search, and the reading of a document that may match.
 */
#include "house/search/token.h"

#include "base/reason.h"
#include "house/search/normal.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

/* ---- of a document --------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    const char **items;
    size_t count, capacity;
} TokenList;

static void token_add(TokenList *list, const char *text, size_t size)
{
    list->items = arena_room(list->arena, list->items, list->count, 1, &list->capacity, sizeof *list->items);
    list->items[list->count++] = arena_text_n(list->arena, text, size);
}

/* A letter alone, and with the one after it. */
static void dense_add(TokenList *list, const char *text, size_t size)
{
    size_t next_size;
    int32_t next = letter_at(text + size, &next_size);
    token_add(list, text, size);
    if (letter_sort(next) == LETTER_DENSE)
        token_add(list, text, size + next_size);
}

/* The beginnings of the word that begins at `text`; returns its size. */
static size_t word_add(TokenList *list, const char *text)
{
    size_t end = 0, size;
    for (int letters = 1;; letters++) {
        if (letter_sort(letter_at(text + end, &size)) != LETTER_WORD)
            return end;
        end += size;
        if (letters <= WORD_LETTERS)
            token_add(list, text, end);
    }
}

static int token_compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static Texts each_once(TokenList *list)
{
    size_t kept = 0;
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, token_compare);
    for (size_t i = 0; i < list->count; i++)
        if (!kept || strcmp(list->items[kept - 1], list->items[i]) != 0)
            list->items[kept++] = list->items[i];
    return (Texts) { kept, list->items };
}

Texts tokens_of(Arena *arena, const char *normal)
{
    TokenList list = { .arena = arena };
    for (size_t size; *normal; normal += size) {
        switch (letter_sort(letter_at(normal, &size))) {
        case LETTER_DENSE:
            dense_add(&list, normal, size);
            break;
        case LETTER_WORD:
            size = word_add(&list, normal);
            break;
        case LETTER_NONE:
            break;
        }
    }
    return each_once(&list);
}

/* ---- of a search ----------------------------------------------------------------------------------------------- */

/* Every second pair, and the last: together they hold each letter of the run. Returns the size of the run. */
static size_t run_ask(TokenList *list, const char *run)
{
    size_t end = 0, size, before = 0, letters = 0;
    while (letter_sort(letter_at(run + end, &size)) == LETTER_DENSE) {
        letters++;
        if (letters % 2 == 0)
            token_add(list, run + end - before, before + size);
        before = size;
        end += size;
    }
    if (letters == 1)
        token_add(list, run, end);
    else if (letters % 2) {
        size_t last = end - before, second = last;
        while (((unsigned char)run[--second] & 0xc0) == 0x80) /* back to the start of the letter before */
            ;
        token_add(list, run + second, end - second);
    }
    return end;
}

static size_t word_ask(TokenList *list, const char *word)
{
    size_t end = 0, size, asked = 0;
    for (int letters = 1; letter_sort(letter_at(word + end, &size)) == LETTER_WORD; letters++) {
        end += size;
        if (letters <= WORD_LETTERS)
            asked = end;
    }
    token_add(list, word, asked);
    return end;
}

static void term_ask(TokenList *list, const char *term)
{
    for (size_t size; *term; term += size) {
        LetterSort sort = letter_sort(letter_at(term, &size));
        if (sort == LETTER_DENSE)
            size = run_ask(list, term);
        else if (sort == LETTER_WORD)
            size = word_ask(list, term);
    }
}

/* The next run without blanks of what was typed; its end, or NULL when there is none. */
static const char *typed_next(const char **words)
{
    size_t size;
    int32_t letter;
    while ((letter = letter_at(*words, &size)) && u_isUWhiteSpace(letter))
        *words += size;
    if (!letter)
        return NULL;
    const char *end = *words;
    while ((letter = letter_at(end, &size)) && !u_isUWhiteSpace(letter))
        end += size;
    return end;
}

const char *terms_first(Arena *arena, const char *words)
{
    const char *at = words, *last = words;
    const char *end;
    for (int count = 0; count < TERMS_MAX && (end = typed_next(&at)); count++)
        last = at = end;
    return arena_text_n(arena, words, (size_t)(last - words));
}

bool terms_read(Arena *arena, const char *words, SearchTerms *query, Error *error)
{
    TokenList tokens = { .arena = arena }, terms = { .arena = arena };
    for (const char *end; (end = typed_next(&words)); words = end) {
        const char *term = normal_text(arena, arena_text_n(arena, words, (size_t)(end - words)));
        if (!*term)
            continue;
        if (terms.count == TERMS_MAX)
            return refuse(error, "q", REASON_TOO_MANY, arena_format(arena, "%d", TERMS_MAX), NULL);
        token_add(&terms, term, strlen(term));
        term_ask(&tokens, term);
    }
    query->terms = (Texts) { terms.count, terms.items };
    query->tokens = each_once(&tokens);
    if (query->tokens.count > QUERY_TOKENS)
        query->tokens.count = QUERY_TOKENS;
    return true;
}

/* ---- reading a document ---------------------------------------------------------------------------------------- */

static bool begins_here(const char *whole, const char *at)
{
    size_t size;
    if (at == whole || letter_sort(letter_at(at, &size)) != LETTER_WORD)
        return true;
    const char *before = at - 1;
    while (before > whole && ((unsigned char)*before & 0xc0) == 0x80)
        before--;
    return letter_sort(letter_at(before, &size)) != LETTER_WORD;
}

const char *term_find(const char *whole, const char *text, const char *term)
{
    for (; (text = strstr(text, term)); text++)
        if (begins_here(whole, text))
            return text;
    return NULL;
}

static int64_t term_score(const char *document, size_t title, const char *term)
{
    enum { PLACES_MAX = 3, WHOLE = 16, FIRST = 8, INSIDE = 4 };
    const char *first = term_find(document, document, term);
    size_t size = strlen(term);
    int64_t places = 0, standing = 0;
    if (!first)
        return 0;
    for (const char *at = first; at && places < PLACES_MAX; at = term_find(document, at + size, term))
        places++;
    if (first == document)
        standing = size == title ? WHOLE : FIRST;
    else if (first < document + title)
        standing = INSIDE;
    return standing + places;
}

int64_t document_score(const char *document, const SearchTerms *query)
{
    size_t title = strcspn(document, "\n");
    int64_t score = 0;
    for (size_t i = 0; i < query->terms.count; i++) {
        int64_t one = term_score(document, title, query->terms.items[i]);
        if (!one)
            return 0;
        score += one;
    }
    return score;
}
