/*
 * The normal form of a text: what the search compares. Two texts that a reader takes for the same word have one.
 *
 *   - NFKC with case folding: full and half width, ligatures, upper and lower case are equal;
 *   - katakana is hiragana; variant letters are one letter (variants.h); accents of Latin letters do not count;
 *   - letters, digits and marks stay, all else separates; what separates is one blank, or one line break where the text
 *     has one; none at the beginning and the end;
 *   - a blank or middle dot between two Japanese letters does not separate: 山田 太郎 is 山田太郎.
 *
 * Letters are of two sorts. Those of scripts without blanks between words (Han, kana, Hangul) are found anywhere in a
 * text; all others form words, which are found from their beginning.
 *
 * Not for: sorting, nor for keys (base/ident.h).
 * Units: bytes of UTF-8. Errors: none. Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_SEARCH_NORMAL_H
#define BANSO_SEARCH_NORMAL_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A text and where it came from: byte i of `text` stems from bytes from[i] up to until[i] of the original. */
typedef struct {
    const char *text; /* ends in NUL */
    size_t size;
    const uint32_t *from, *until;
} Normal;

const char *normal_text(Arena *arena, const char *original);
/* The same with the places, for marking what was found. */
Normal normal_mapped(Arena *arena, const char *original);

typedef enum {
    LETTER_NONE, /* a blank, a line break, the end */
    LETTER_WORD, /* Latin, digits, and all other scripts with blanks between words */
    LETTER_DENSE /* Han, kana, Hangul */
} LetterSort;

/* Of a letter of a normal text. */
LetterSort letter_sort(int32_t letter);
/* The letter that begins at `text`, and its size in bytes; 0 at the end. */
int32_t letter_at(const char *text, size_t *size);

#endif
