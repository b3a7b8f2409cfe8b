/*
 * Text: a growing buffer in an arena, and operations on UTF-8. All strings inside Banso are valid UTF-8, end in NUL and
 * hold no other NUL: the edge (JSON, CSV, query) refuses it.
 *
 * Units: sizes in bytes, except text_characters.
 * Errors: none; false or NULL says that the bytes are not a text.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_BASE_TEXT_H
#define BANSO_BASE_TEXT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    Arena *arena;
    char *data; /* always ends in NUL once something was added */
    size_t size;
    size_t capacity;
} Text;

Text text_new(Arena *arena);
void text_add(Text *text, const char *string);
void text_add_n(Text *text, const char *bytes, size_t size);
void text_char(Text *text, char c);
void text_format(Text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The string so far; "" when nothing was added. */
const char *text_string(const Text *text);

bool text_is_utf8(const char *bytes, size_t size);
/* The size of the first character; 0 at the end and for invalid UTF-8. */
size_t text_character(const char *string);
/* Removes invalid UTF-8: half a character where a text was cut, a stray byte of a file name. */
void text_mend(char *string);
/* For a terminal: control characters, which could move its cursor or hide text, become "?"; line ends stay. */
char *text_printable(Arena *arena, const char *string);
/* How many of its first `most` bytes are whole characters. */
size_t text_cut(const char *string, size_t most);
/* How many characters (code points), as JSON Schema counts maxLength. */
size_t text_characters(const char *string);
bool text_is_empty(const char *string); /* NULL, "" or only white space (U+3000 too) */
const char *text_trim(Arena *arena, const char *string);
/* For search and comparison: NFKC with case folding, katakana to hiragana (ICU). Full-width and half-width become
 * equal. */
const char *text_fold(Arena *arena, const char *string);
/* For an address as it is stored and shown: NFKC in lower case, without what ICU may ignore in a comparison (zero-width
 * spaces, soft hyphens). As text_fold for case and width, but katakana and ß stay. */
const char *text_lower(Arena *arena, const char *string);
/* NFKC, without invisible characters: controls, format characters, zero-width spaces, soft hyphens (ICU). */
const char *text_visible(Arena *arena, const char *string);
/* NFC: composed, and otherwise as it is (ICU). */
const char *text_composed(Arena *arena, const char *string);
/* Whether it contains characters that are invisible or change the direction of their neighbours: controls, line
 * separators, and format characters except the two joiners that scripts and emoji need (ICU). */
bool text_hides(Arena *arena, const char *string);
/* Sort key of a name or reading under the collation for Japanese (ICU), in hex, so that it is a TEXT on both engines;
 * compare with strcmp. */
const char *text_sort_key(Arena *arena, const char *string);
/* Edit distance in bytes (a swap of neighbours is one edit), capped at 64; used to name the nearest known key. */
int text_distance(const char *a, const char *b);
/* The nearest of `names` (NULL-ended) within a third of its length, else NULL. */
const char *text_nearest(const char *wanted, const char *const *names);
bool text_equal(const char *a, const char *b); /* NULL equals only NULL */
bool text_starts(const char *string, const char *prefix);

/* "%東京%" for LIKE … ESCAPE '\\': the words folded and trimmed, their own wild cards escaped; "%" for none. */
const char *text_like(Arena *arena, const char *words);

#endif
