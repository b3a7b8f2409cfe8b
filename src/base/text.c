/*
 * The growing buffer, and UTF-8 by hand where ICU would cost a conversion to UTF-16. text_cut and text_mend see to it
 * that no half character reaches a row or a reply.
 *
 * In order: the buffer, characters, spaces, the distance between two words (for "did you mean"), comparing, patterns
 * for LIKE, and what may be printed on a terminal.
 */
#include "base/text.h"

#include "base/error.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unicode/utf8.h>

Text text_new(Arena *arena)
{
    return (Text) { .arena = arena };
}

static void make_room(Text *text, size_t more)
{
    if (text->capacity - text->size > more)
        return;
    size_t capacity = text->capacity ? text->capacity * 2 : 64;
    while (capacity - text->size <= more)
        capacity *= 2;
    char *data = arena_alloc(text->arena, capacity);
    if (text->size)
        memcpy(data, text->data, text->size);
    text->data = data;
    text->capacity = capacity;
}

void text_add_n(Text *text, const char *bytes, size_t size)
{
    make_room(text, size);
    if (size)
        memcpy(text->data + text->size, bytes, size);
    text->size += size;
    text->data[text->size] = 0;
}

void text_add(Text *text, const char *string)
{
    text_add_n(text, string, strlen(string));
}

void text_char(Text *text, char c)
{
    text_add_n(text, &c, 1);
}

void text_format(Text *text, const char *format, ...)
{
    char small[256];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(small, sizeof small, format, arguments);
    va_end(arguments);
    if (size < 0)
        bug("a bad format: %s", format);
    if ((size_t)size < sizeof small) {
        text_add_n(text, small, (size_t)size);
    } else {
        make_room(text, (size_t)size);
        vsnprintf(text->data + text->size, (size_t)size + 1, format, again);
        text->size += (size_t)size;
    }
    va_end(again);
}

const char *text_string(const Text *text)
{
    return text->data ? text->data : "";
}

bool text_is_utf8(const char *bytes, size_t size)
{
    const uint8_t *data = (const uint8_t *)bytes;
    size_t at = 0;
    while (at < size) {
        if (data[at] < 0x80) {
            at++;
            continue;
        }
        UChar32 c;
        U8_NEXT(data, at, size, c);
        if (c < 0)
            return false;
    }
    return true;
}

size_t text_character(const char *string)
{
    int32_t size = 0;
    UChar32 c;
    if ((unsigned char)*string < 0x80)
        return *string != 0;
    U8_NEXT((const uint8_t *)string, size, -1, c);
    return c < 0 ? 0 : (size_t)size;
}

void text_mend(char *string)
{
    char *kept = string;
    while (*string) {
        size_t size = text_character(string);
        memmove(kept, string, size);
        kept += size;
        string += size ? size : 1;
    }
    *kept = 0;
}

size_t text_cut(const char *string, size_t most)
{
    size_t size = strnlen(string, most + 1);
    if (size <= most)
        return size;
    for (size = most; size > 0 && ((unsigned char)string[size] & 0xc0) == 0x80;)
        size--;
    return size;
}

size_t text_characters(const char *string)
{
    size_t count = 0;
    for (; *string != 0; string++)
        count += ((unsigned char)*string & 0xc0) != 0x80;
    return count;
}

/* U+0009…U+000D, space, U+00A0, U+3000, U+FEFF; the length in bytes, 0 for any other character. */
static size_t space_at(const char *string)
{
    unsigned char c = (unsigned char)*string;
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    if (text_starts(string, "\u00a0"))
        return 2;
    return text_starts(string, "\u3000") || text_starts(string, "\ufeff") ? 3 : 0;
}

bool text_is_empty(const char *string)
{
    if (!string)
        return true;
    for (size_t space; (space = space_at(string)) != 0;)
        string += space;
    return *string == 0;
}

const char *text_trim(Arena *arena, const char *string)
{
    for (size_t space; (space = space_at(string)) != 0;)
        string += space;
    size_t end = 0; /* just behind the last character that is not a space */
    for (size_t at = 0; string[at];) {
        size_t space = space_at(string + at);
        at += space ? space : 1;
        if (!space)
            end = at;
    }
    return arena_text_n(arena, string, end);
}

enum { DISTANCE_MAX = 64 };

static int least(int a, int b, int c)
{
    int two = a < b ? a : b;
    return two < c ? two : c;
}

/* Of the letters before a[i] and b[j], the last two changed places. */
static bool is_swapped(const char *a, size_t i, const char *b, size_t j)
{
    return i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
}

/* Levenshtein, with a swap as one mistake ("nmae"): three rows, since a swap looks two back. */
int text_distance(const char *a, const char *b)
{
    size_t rows = strlen(a), columns = strlen(b);
    if (rows > DISTANCE_MAX || columns > DISTANCE_MAX)
        return strcmp(a, b) == 0 ? 0 : DISTANCE_MAX;
    int table[3][DISTANCE_MAX + 1] = { { 0 } };
    for (size_t j = 0; j <= columns; j++)
        table[0][j] = (int)j;
    for (size_t i = 1; i <= rows; i++) {
        int *here = table[i % 3], *above = table[(i + 2) % 3], *over = table[(i + 1) % 3];
        here[0] = (int)i;
        for (size_t j = 1; j <= columns; j++) {
            here[j] = least(above[j] + 1, here[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (is_swapped(a, i, b, j))
                here[j] = least(here[j], over[j - 2] + 1, here[j]);
        }
    }
    return table[rows % 3][columns];
}

const char *text_nearest(const char *wanted, const char *const *names)
{
    const char *nearest = NULL;
    int distance = DISTANCE_MAX;
    for (; *names; names++) {
        int other = text_distance(wanted, *names);
        if (other < distance) {
            distance = other;
            nearest = *names;
        }
    }
    int allowed = (int)strlen(wanted) / 3;
    return distance <= (allowed > 1 ? allowed : 1) ? nearest : NULL;
}

bool text_equal(const char *a, const char *b)
{
    if (!a || !b)
        return a == b;
    return strcmp(a, b) == 0;
}

bool text_starts(const char *string, const char *prefix)
{
    return strncmp(string, prefix, strlen(prefix)) == 0;
}

const char *text_like(Arena *arena, const char *words)
{
    Text pattern = text_new(arena);
    text_char(&pattern, '%');
    for (const char *c = text_fold(arena, text_trim(arena, words)); *c; c++) {
        if (*c == '%' || *c == '_' || *c == '\\')
            text_char(&pattern, '\\');
        text_char(&pattern, *c);
    }
    if (pattern.size > 1)
        text_char(&pattern, '%');
    return text_string(&pattern);
}

char *text_printable(Arena *arena, const char *string)
{
    char *made = arena_text(arena, string);
    for (unsigned char *at = (unsigned char *)made; *at; at++) {
        bool is_c1 = at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0; /* the same again, above ASCII */
        if (is_c1)
            at[1] = '?';
        if (is_c1 || (*at < 0x20 && *at != '\n') || *at == 0x7f)
            *at = '?';
    }
    return made;
}
