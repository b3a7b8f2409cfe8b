/*
 * The normal form, made piece by piece so that each letter knows where it came from.
 *
 * Unicode's normalization works on a letter with all that modifies it (ｶ and ﾞ are one が), so the original is cut
 * where ICU says that nothing before can change what follows. Most letters of a Japanese text stand for themselves and
 * are followed by such: they take a short cut past ICU, which makes indexing several times faster.
 *
 * Order: sorts of letters, the builder, one piece, the whole.
 */
#include "house/search/normal.h"

#include "base/error.h"
#include "house/search/variants.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

enum {
    IDEOGRAPHIC_SPACE = 0x3000,
    MIDDLE_DOT = 0x30fb,
    FIRST_MARK = 0x300, /* no letter below it modifies the one before */
    PIECE_MAX = 32      /* of a letter with its marks; who writes longer ones gets two letters */
};

/* ---- sorts of letters ------------------------------------------------------------------------------------------ */

typedef struct {
    int32_t first, last;
} LetterRange;

/* Han with its iteration marks, kana, bopomofo, Hangul. The middle dot is left out. */
static const LetterRange DENSE[] = {
    { 0x1100, 0x11ff }, { 0x3005, 0x3007 }, { 0x3041, 0x3096 },   { 0x309d, 0x309f },   { 0x30a1, 0x30fa },
    { 0x30fc, 0x312f }, { 0x31a0, 0x31bf }, { 0x31f0, 0x31ff },   { 0x3400, 0x4dbf },   { 0x4e00, 0x9fff },
    { 0xac00, 0xd7a3 }, { 0xf900, 0xfaff }, { 0x1b000, 0x1b16f }, { 0x20000, 0x3ffff },
};

static bool is_dense(int32_t letter)
{
    if (letter < DENSE[0].first)
        return false;
    for (size_t i = 0; i < sizeof DENSE / sizeof *DENSE; i++)
        if (letter >= DENSE[i].first && letter <= DENSE[i].last)
            return true;
    return false;
}

static bool is_word(int32_t letter)
{
    if (letter < 0x80)
        return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    return u_isalnum(letter) || (U_GET_GC_MASK(letter) & U_GC_M_MASK);
}

LetterSort letter_sort(int32_t letter)
{
    if (is_dense(letter))
        return LETTER_DENSE;
    return is_word(letter) ? LETTER_WORD : LETTER_NONE;
}

int32_t letter_at(const char *text, size_t *size)
{
    const uint8_t *bytes = (const uint8_t *)text;
    int32_t at = 0;
    UChar32 letter;
    *size = 0;
    if (!*bytes)
        return 0;
    U8_NEXT(bytes, at, -1, letter);
    *size = (size_t)at;
    return letter < 0 ? 0xfffd : letter;
}

/* ---- the builder ----------------------------------------------------------------------------------------------- */

/* What stands between the last letter and the next; the stronger one counts. */
typedef enum { GAP_NONE, GAP_BLANK, GAP_MARK, GAP_LINE } Gap;

typedef struct {
    Arena *arena;
    const UNormalizer2 *fold, *parts;
    char *text;
    uint32_t *from, *until; /* NULL = not asked for */
    size_t size, capacity, map_capacity;
    size_t piece_from, piece_until; /* in the original */
    LetterSort last;
    Gap gap;
} Builder;

static void byte_add(Builder *builder, char byte)
{
    builder->text = arena_room(builder->arena, builder->text, builder->size, 2, &builder->capacity, 1);
    if (builder->from) {
        size_t same = builder->map_capacity;
        builder->from = arena_room(builder->arena, builder->from, builder->size, 2, &same, sizeof *builder->from);
        builder->until = arena_room(builder->arena, builder->until, builder->size, 2, &builder->map_capacity,
                                    sizeof *builder->until);
        builder->from[builder->size] = (uint32_t)builder->piece_from;
        builder->until[builder->size] = (uint32_t)builder->piece_until;
    }
    builder->text[builder->size++] = byte;
}

static void gap_close(Builder *builder, LetterSort next)
{
    bool joined = builder->gap == GAP_BLANK && builder->last == LETTER_DENSE && next == LETTER_DENSE;
    if (builder->gap != GAP_NONE && builder->size && !joined)
        byte_add(builder, builder->gap == GAP_LINE ? '\n' : ' ');
    builder->gap = GAP_NONE;
}

static Gap gap_of(int32_t letter)
{
    if (letter == '\n' || letter == '\r')
        return GAP_LINE;
    return letter == ' ' || letter == IDEOGRAPHIC_SPACE || letter == MIDDLE_DOT ? GAP_BLANK : GAP_MARK;
}

/* é is e. Only of Latin letters: が is not か. */
static int32_t without_accent(const Builder *builder, int32_t letter)
{
    bool latin = (letter >= 0xc0 && letter <= 0x24f) || (letter >= 0x1e00 && letter <= 0x1eff);
    UChar parts[8];
    UErrorCode status = U_ZERO_ERROR;
    if (!latin || unorm2_getDecomposition(builder->parts, letter, parts, 8, &status) <= 0 || U_FAILURE(status))
        return letter;
    return parts[0];
}

static int32_t shape_folded(const Builder *builder, int32_t letter)
{
    if (letter < 0x80)
        return letter;
    if ((letter >= 0x30a1 && letter <= 0x30f6) || letter == 0x30fd || letter == 0x30fe)
        letter -= 0x60; /* katakana stands so far above its hiragana */
    return letter >= 0x3000 ? variant_fold(letter) : without_accent(builder, letter);
}

static void letter_add(Builder *builder, int32_t letter)
{
    letter = shape_folded(builder, letter);
    LetterSort sort = letter_sort(letter);
    if (sort == LETTER_NONE) {
        Gap gap = gap_of(letter);
        builder->gap = gap > builder->gap ? gap : builder->gap;
        return;
    }
    uint8_t bytes[4];
    int32_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, letter);
    gap_close(builder, sort);
    for (int32_t i = 0; i < size; i++)
        byte_add(builder, (char)bytes[i]);
    builder->last = sort;
}

/* ---- pieces ---------------------------------------------------------------------------------------------------- */

/* Stands for itself, but for case, kana and variants, and changes nothing around it. */
static bool is_plain(int32_t letter)
{
    return letter < 0x80 || (letter >= 0x3041 && letter <= 0x3096) || (letter >= 0x30a1 && letter <= 0x30fe) ||
           (letter >= 0x4e00 && letter <= 0x9fff) || letter == 0x3001 || letter == 0x3002;
}

static int32_t lower(int32_t letter)
{
    return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
}

static void piece_add(Builder *builder, const UChar *units, int32_t count)
{
    UChar folded[PIECE_MAX * 20];
    UErrorCode status = U_ZERO_ERROR;
    int32_t size = unorm2_normalize(builder->fold, units, count, folded, PIECE_MAX * 20, &status);
    if (U_FAILURE(status))
        bug("ICU could not normalize: %s", u_errorName(status));
    for (int32_t i = 0; i < size;) {
        UChar32 letter;
        U16_NEXT(folded, i, size, letter);
        letter_add(builder, letter);
    }
}

/* Reads the piece that begins at `at`: a letter with all that modifies it. Returns where the next one begins. */
static size_t piece_read(Builder *builder, const char *original, size_t at)
{
    UChar units[PIECE_MAX + 2];
    int32_t count = 0;
    size_t size;
    int32_t letter = letter_at(original + at, &size), next;
    size_t end = at + size;
    bool plain = is_plain(letter);
    U16_APPEND_UNSAFE(units, count, letter);
    while ((next = letter_at(original + end, &size)) >= FIRST_MARK && count < PIECE_MAX &&
           !unorm2_hasBoundaryBefore(builder->fold, next)) {
        U16_APPEND_UNSAFE(units, count, next);
        plain = false;
        end += size;
    }
    builder->piece_from = at;
    builder->piece_until = end;
    if (plain)
        letter_add(builder, lower(letter));
    else
        piece_add(builder, units, count);
    return end;
}

static Builder builder_new(Arena *arena)
{
    UErrorCode status = U_ZERO_ERROR;
    Builder builder = { .arena = arena,
                        .fold = unorm2_getNFKCCasefoldInstance(&status),
                        .parts = unorm2_getNFDInstance(&status) };
    if (U_FAILURE(status))
        bug("ICU could not load its normalization: %s", u_errorName(status));
    return builder;
}

static void text_read(Builder *builder, const char *original)
{
    for (size_t at = 0; original[at];)
        at = piece_read(builder, original, at);
    builder->text = arena_room(builder->arena, builder->text, builder->size, 1, &builder->capacity, 1);
    builder->text[builder->size] = '\0';
}

const char *normal_text(Arena *arena, const char *original)
{
    Builder builder = builder_new(arena);
    text_read(&builder, original);
    return builder.text;
}

Normal normal_mapped(Arena *arena, const char *original)
{
    Builder builder = builder_new(arena);
    builder.map_capacity = strlen(original) + 16;
    builder.from = arena_raw(arena, builder.map_capacity * sizeof *builder.from);
    builder.until = arena_raw(arena, builder.map_capacity * sizeof *builder.until);
    text_read(&builder, original);
    return (Normal) { builder.text, builder.size, builder.from, builder.until };
}
