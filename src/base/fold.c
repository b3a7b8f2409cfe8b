/*
 * The functions of text.h that need ICU: folding, normal forms, what is visible, sort keys. Each converts to UTF-16 and
 * back; text_fold, which every comparison calls, skips ICU for plain ASCII. The collator is opened once and only read,
 * so all threads share it.
 */
#include "base/error.h"
#include "base/text.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

/* Long enough for any name; longer ones share the order of their first characters, and indexes stay small. */
enum { SORT_KEY_BYTES_MAX = 400 };

static void icu_check(UErrorCode status, const char *what)
{
    if (U_FAILURE(status))
        bug("ICU could not %s: %s", what, u_errorName(status));
}

typedef struct {
    UChar *units;
    int32_t size;
} Wide;

static Wide wide_from(Arena *arena, const char *string)
{
    size_t bytes = strlen(string);
    UErrorCode status = U_ZERO_ERROR;
    Wide wide = { .units = arena_array(arena, bytes + 1, sizeof(UChar)) };
    u_strFromUTF8WithSub(wide.units, (int32_t)bytes + 1, &wide.size, string, (int32_t)bytes, 0xfffd, NULL, &status);
    icu_check(status, "read UTF-8");
    return wide;
}

static const char *wide_to(Arena *arena, Wide wide)
{
    int32_t room = 3 * wide.size + 1;
    char *bytes = arena_alloc(arena, (size_t)room);
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8WithSub(bytes, room, NULL, wide.units, wide.size, 0xfffd, NULL, &status);
    icu_check(status, "write UTF-8");
    return bytes;
}

static Wide normalized(Arena *arena, Wide wide, const UNormalizer2 *form)
{
    UErrorCode status = U_ZERO_ERROR;
    Wide out = { .units = arena_array(arena, (size_t)wide.size * 2 + 16, sizeof(UChar)) };
    int32_t room = wide.size * 2 + 16;
    out.size = unorm2_normalize(form, wide.units, wide.size, out.units, room, &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) { /* one character of U+FDFA becomes eighteen */
        status = U_ZERO_ERROR;
        room = out.size + 1;
        out.units = arena_array(arena, (size_t)room, sizeof(UChar));
        out.size = unorm2_normalize(form, wide.units, wide.size, out.units, room, &status);
    }
    icu_check(status, "normalize");
    return out;
}

/* NFKC with case folding: as lower case, but ß equals ss, and a final sigma equals any other. */
static Wide case_folded(Arena *arena, Wide wide)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&status);
    icu_check(status, "load NFKC with case folding");
    return normalized(arena, wide, fold);
}

static bool is_visible(UChar32 c)
{
    int8_t type = u_charType(c);
    return type != U_CONTROL_CHAR && type != U_FORMAT_CHAR && type != U_LINE_SEPARATOR &&
           type != U_PARAGRAPH_SEPARATOR && !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

static bool is_counted(UChar32 c)
{
    return !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

/* What is not kept goes first: it may stand between a letter and its accent. */
static Wide compatible(Arena *arena, Wide wide, bool (*is_kept)(UChar32 c))
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFKCInstance(&status);
    icu_check(status, "load NFKC");
    int32_t kept = 0;
    for (int32_t i = 0; i < wide.size;) {
        UChar32 c;
        U16_NEXT(wide.units, i, wide.size, c);
        if (is_kept(c))
            U16_APPEND_UNSAFE(wide.units, kept, c);
    }
    wide.size = kept;
    return normalized(arena, wide, form);
}

const char *text_visible(Arena *arena, const char *string)
{
    return wide_to(arena, compatible(arena, wide_from(arena, string), is_visible));
}

const char *text_composed(Arena *arena, const char *string)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&status);
    icu_check(status, "load NFC");
    return wide_to(arena, normalized(arena, wide_from(arena, string), form));
}

/* A variation selector is ignorable too, and belongs to the emoji before it. */
static bool is_joiner(UChar32 c)
{
    return c == 0x200c || c == 0x200d || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

bool text_hides(Arena *arena, const char *string)
{
    Wide wide = wide_from(arena, string);
    for (int32_t i = 0; i < wide.size;) {
        UChar32 c;
        U16_NEXT(wide.units, i, wide.size, c);
        if (!is_visible(c) && !is_joiner(c))
            return true;
    }
    return false;
}

/* ァ…ヶ and the two iteration marks are 0x60 above their hiragana; all of them are single units. */
static void hiragana(Wide wide)
{
    for (int32_t i = 0; i < wide.size; i++) {
        UChar c = wide.units[i];
        if ((c >= 0x30a1 && c <= 0x30f6) || c == 0x30fd || c == 0x30fe)
            wide.units[i] = (UChar)(c - 0x60);
    }
}

static const char *ascii_lower(Arena *arena, const char *string)
{
    char *lower = arena_text(arena, string);
    for (char *c = lower; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c + 32);
    return lower;
}

static bool is_ascii(const char *string)
{
    for (; *string; string++)
        if ((unsigned char)*string >= 0x80)
            return false;
    return true;
}

const char *text_fold(Arena *arena, const char *string)
{
    if (is_ascii(string))
        return ascii_lower(arena, string);
    Wide wide = case_folded(arena, wide_from(arena, string));
    hiragana(wide);
    return wide_to(arena, wide);
}

/* Of no language: a Turkish machine lowers as any other. İ alone becomes longer: two units. */
static Wide lowered(Arena *arena, Wide wide)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t room = wide.size * 2 + 1;
    Wide out = { .units = arena_array(arena, (size_t)room, sizeof(UChar)) };
    out.size = u_strToLower(out.units, room, wide.units, wide.size, "", &status);
    icu_check(status, "lower");
    return out;
}

/* Composed once more: some letters stand as one character with their accent in lower case alone (ẖ). */
const char *text_lower(Arena *arena, const char *string)
{
    if (is_ascii(string))
        return ascii_lower(arena, string);
    Wide wide = lowered(arena, compatible(arena, wide_from(arena, string), is_counted));
    return wide_to(arena, compatible(arena, wide, is_counted));
}

static UCollator *collator;

static void collator_open(void)
{
    UErrorCode status = U_ZERO_ERROR;
    collator = ucol_open("ja", &status);
    icu_check(status, "load the collation");
}

const char *text_sort_key(Arena *arena, const char *string)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, collator_open);
    Wide wide = wide_from(arena, string);
    uint8_t key[SORT_KEY_BYTES_MAX];
    int32_t size = ucol_getSortKey(collator, wide.units, wide.size, key, sizeof key);
    if (size > (int32_t)sizeof key)
        size = sizeof key;
    else if (size > 0)
        size--; /* its own NUL */
    char *hex = arena_alloc(arena, 2 * (size_t)size + 1);
    for (int32_t i = 0; i < size; i++) {
        hex[2 * i] = "0123456789abcdef"[key[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[key[i] & 15];
    }
    return hex;
}
