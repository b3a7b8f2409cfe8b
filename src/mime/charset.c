/*
 * Which charset the bytes are in, and the conversion.
 *
 * Labels of mail are no names of ICU: "gb2312" is written for GB18030, "iso-8859-1" for windows-1252, "shift_jis" for
 * CP932. The table maps the label to the largest charset of its family, as browsers do. A charset that refuses the
 * bytes was a wrong label: then the bytes are judged by the characters that they would give.
 *
 * In order: labels, conversion, judging, the choice.
 */
#include "mime/charset.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

/* ---- labels -------------------------------------------------------------------------------------------------------
 */

typedef struct {
    const char *icu;
    const char *shown;
    const char *labels; /* each between blanks */
} Family;

static const char UTF_8[] = "UTF-8";
static const Family JIS = { "x-windows-50221", "ISO-2022-JP",
                            " iso-2022-jp iso-2022-jp-1 iso-2022-jp-ms csiso2022jp cp50220 cp50221 cp50222 jis " };
static const Family SHIFT_JIS = { "windows-31j", "Shift_JIS",
                                  " shift_jis shift-jis sjis x-sjis ms_kanji mskanji cp932 ms932 windows-31j "
                                  "windows-932 csshiftjis x-ms-cp932 shift_jisx0213 cswindows31j " };
static const Family EUC_JP = { "EUC-JP", "EUC-JP",
                               " euc-jp x-euc-jp eucjp euc_jp ujis cp51932 eucjp-win eucjpms cseucpkdfmtjapanese " };
static const Family UTF8 = { UTF_8, UTF_8, " utf-8 utf8 unicode-1-1-utf-8 x-utf-8 utf_8 cp65001 " };
static const Family WESTERN = { "windows-1252", "windows-1252",
                                " iso-8859-1 iso8859-1 iso_8859-1 latin1 us-ascii ascii ansi_x3.4-1968 windows-1252 "
                                "cp1252 x-ansi 8859_1 iso-8859-1-windows-3.1-latin-1 " };
static const Family OTHERS[] = {
    { "gb18030", "GB18030", " gb2312 gbk gb_2312-80 x-gbk cp936 ms936 gb18030 euc-cn x-euc-cn csgb2312 windows-936 " },
    { "windows-950", "Big5", " big5 cn-big5 x-x-big5 csbig5 cp950 windows-950 " },
    { "windows-949", "EUC-KR",
      " euc-kr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 korean cp949 uhc windows-949 euckr " },
    { "windows-1254", "windows-1254", " iso-8859-9 latin5 windows-1254 " },
    { "windows-874", "windows-874", " tis-620 iso-8859-11 windows-874 " },
    { "utf-7", "UTF-7", " utf-7 unicode-1-1-utf-7 " },
};
enum { LABEL_MAX = 60 };

/* The labels that say nothing. */
static const char UNKNOWN[] = " unknown-8bit x-unknown unknown default default_charset x-user-defined binary 8bit "
                              "7bit none _autodetect _autodetect_all x-unknown-8bit ";

static bool among(const char *labels, const char *label)
{
    char padded[LABEL_MAX + 3];
    snprintf(padded, sizeof padded, " %s ", label);
    return strstr(labels, padded) != NULL;
}

static bool family_of(const char *label, Family *family)
{
    static const Family *const FIRST[] = { &UTF8, &JIS, &SHIFT_JIS, &EUC_JP, &WESTERN };
    for (size_t i = 0; i < sizeof FIRST / sizeof *FIRST; i++)
        if (among(FIRST[i]->labels, label)) {
            *family = *FIRST[i];
            return true;
        }
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (among(OTHERS[i].labels, label)) {
            *family = OTHERS[i];
            return true;
        }
    return false;
}

/* Lower case, without quotes and blanks around; false for what cannot be a label. */
static bool label_clean(const char *label, char out[LABEL_MAX])
{
    size_t size = 0;
    for (const char *c = label ? label : ""; *c; c++) {
        if (strchr(" \t\"'", *c))
            continue;
        if (size + 1 >= LABEL_MAX || *c < '!' || *c > '~')
            return false;
        out[size++] = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
    }
    out[size] = '\0';
    return size > 0 && !among(UNKNOWN, out);
}

/* ICU knows some charsets that no mail is in and whose bytes are no superset of ASCII. */
static bool icu_knows(const char *label)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(label, &status);
    if (U_FAILURE(status))
        return false;
    UConverterType type = ucnv_getType(converter);
    ucnv_close(converter);
    return type != UCNV_SCSU && type != UCNV_BOCU1 && type != UCNV_IMAP_MAILBOX && !text_starts(label, "ibm-") &&
           !text_starts(label, "ebcdic");
}

static bool family_named(Arena *arena, const char *label, Family *family)
{
    char clean[LABEL_MAX];
    if (!label_clean(label, clean))
        return false;
    if (family_of(clean, family))
        return true;
    if (!icu_knows(clean))
        return false;
    const char *name = arena_text(arena, clean);
    *family = (Family) { name, name, NULL };
    return true;
}

bool charset_known(const char *label)
{
    Family family;
    Arena *arena = arena_new();
    bool known = family_named(arena, label, &family);
    arena_free(arena);
    return known;
}

/* ---- conversion ---------------------------------------------------------------------------------------------------
 */

/* UTF-8 without NUL; stray bytes become U+FFFD. */
static const char *mended(Arena *arena, Bytes bytes)
{
    const uint8_t *data = bytes.data;
    if (bytes.size && text_is_utf8((const char *)data, bytes.size) && !memchr(data, 0, bytes.size))
        return arena_text_n(arena, (const char *)data, bytes.size);
    Text text = text_new(arena);
    for (size_t at = 0, from; at < bytes.size;) {
        UChar32 c;
        from = at;
        U8_NEXT(data, at, bytes.size, c);
        if (c < 0)
            text_add(&text, "\xEF\xBF\xBD");
        else if (c > 0)
            text_add_n(&text, (const char *)data + from, at - from);
    }
    return text_string(&text);
}

typedef struct {
    UChar *units;
    int32_t count;
    bool whole; /* each byte was one of the charset */
} Units;

static Units units_of(Arena *arena, Bytes bytes, const char *icu)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(icu, &status);
    if (U_FAILURE(status))
        return (Units) { 0 };
    int32_t room = (int32_t)bytes.size * 2 + 16;
    Units found = { .units = arena_raw(arena, (size_t)room * sizeof(UChar)), .whole = true };
    found.count = ucnv_toUChars(converter, found.units, room, (const char *)bytes.data, (int32_t)bytes.size, &status);
    ucnv_close(converter);
    if (U_FAILURE(status))
        return (Units) { 0 };
    for (int32_t i = 0; i < found.count; i++)
        found.whole = found.whole && found.units[i] != 0xFFFD;
    return found;
}

static const char *utf8_of(Arena *arena, const Units *units)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t size = 0;
    char *out = arena_raw(arena, (size_t)units->count * 3 + 1);
    u_strToUTF8WithSub(out, units->count * 3 + 1, &size, units->units, units->count, 0xFFFD, NULL, &status);
    if (U_FAILURE(status))
        return "";
    out[size] = '\0';
    return memchr(out, '\0', (size_t)size) ? mended(arena, (Bytes) { (uint8_t *)out, (size_t)size }) : out;
}

static const char *converted(Arena *arena, Bytes bytes, const char *icu)
{
    Arena *own = arena_new();
    Units units = units_of(own, bytes, icu);
    const char *text = units.units ? utf8_of(arena, &units) : mended(arena, bytes);
    arena_free(own);
    return text;
}

/* ---- judging ------------------------------------------------------------------------------------------------------
 */

typedef struct {
    int kana, kanji, kanji_pairs, bad;
    int letters; /* kanji that may as well be two letters of Latin-1 */
} Looks;

static bool is_kanji(UChar unit)
{
    return (unit >= 0x4E00 && unit <= 0x9FFF) || unit == 0x3005;
}

/* Half-width kana and private characters are what a wrong charset gives. */
static bool is_odd(UChar unit)
{
    return (unit >= 0xFF61 && unit <= 0xFF9F) || (unit >= 0xE000 && unit <= 0xF8FF) || (unit >= 0x80 && unit < 0xA0);
}

/* In Shift_JIS an accented letter of Latin-1 and the letter behind it are one kanji, a rare one. */
static int letter_pairs(Bytes bytes)
{
    int count = 0;
    for (size_t i = 0; i + 1 < bytes.size; i++) {
        uint8_t first = bytes.data[i], second = bytes.data[i + 1];
        if (first < 0x81 || (first > 0x9F && first < 0xE0))
            continue;
        count += first >= 0xE0 && second < 0x80 && isalpha(second);
        i++;
    }
    return count;
}

/* A kanji twice is a line of dots or dashes more often than a word. */
static Looks looks_of(const Units *units)
{
    Looks looks = { 0 };
    for (int32_t i = 0; i < units->count; i++) {
        UChar unit = units->units[i], before = i > 0 ? units->units[i - 1] : 0;
        looks.kana += unit >= 0x3041 && unit <= 0x30FE;
        looks.kanji += is_kanji(unit);
        looks.kanji_pairs += is_kanji(unit) && is_kanji(before) && unit != before;
        looks.bad += is_odd(unit);
    }
    return looks;
}

/* How Japanese the bytes are in this charset; below 1 they are not. */
static int japanese(Bytes bytes, const Family *family)
{
    Arena *own = arena_new();
    Units units = units_of(own, bytes, family->icu);
    int score = 0;
    if (units.units && units.whole) {
        Looks looks = looks_of(&units);
        looks.letters = family->icu == SHIFT_JIS.icu ? letter_pairs(bytes) : 0;
        score = looks.kana * 2 + (looks.kanji_pairs > 1 ? looks.kanji_pairs : 0) - looks.bad * 2;
        if (looks.letters > looks.kana && looks.letters * 2 > looks.kanji)
            score = 0;
    }
    arena_free(own);
    return score;
}

static bool is_escape(const uint8_t *at, size_t left)
{
    if (left < 3)
        return false;
    return at[1] == '$' ? strchr("B@(", at[2]) != NULL : at[1] == '(' && (at[2] == 'I' || at[2] == 'J');
}

bool charset_escapes(Bytes bytes)
{
    const uint8_t *at = bytes.data, *end = bytes.data + bytes.size;
    for (; at && at < end && (at = memchr(at, 0x1B, (size_t)(end - at))) != NULL; at++)
        if (is_escape(at, (size_t)(end - at)))
            return true;
    return false;
}

/* ---- the choice ---------------------------------------------------------------------------------------------------
 */

/* As much of the bytes as a judgement needs, ended at a line so that no character is cut. */
static Bytes sample_of(Bytes bytes)
{
    enum { SAMPLE = 64 << 10 };
    size_t size = bytes.size < SAMPLE ? bytes.size : SAMPLE;
    while (size < bytes.size && size > 0 && bytes.data[size - 1] != '\n')
        size--;
    return (Bytes) { bytes.data, size ? size : bytes.size };
}

static bool is_utf8(Bytes bytes)
{
    return text_is_utf8((const char *)bytes.data, bytes.size);
}

static bool has_high(Bytes bytes)
{
    for (size_t i = 0; i < bytes.size; i++)
        if (bytes.data[i] >= 0x80)
            return true;
    return false;
}

/* UTF-8 beyond doubt: a valid sequence of three bytes, which two characters of GBK or Big5 are not by chance. */
static bool surely_utf8(Bytes bytes)
{
    for (size_t i = 0; i < bytes.size; i++)
        if (bytes.data[i] >= 0xE0)
            return is_utf8(bytes);
    return false;
}

/* Who says Latin-1 is mostly right, so that it takes more to see Japanese against it. */
enum { JAPANESE = 1, JAPANESE_AGAINST_LATIN = 4 };

static Family guessed(Bytes bytes, int least)
{
    if (is_utf8(bytes))
        return UTF8;
    Bytes sample = sample_of(bytes);
    int shift_jis = japanese(sample, &SHIFT_JIS), euc_jp = japanese(sample, &EUC_JP);
    if (shift_jis < least && euc_jp < least)
        return WESTERN;
    return shift_jis > euc_jp ? SHIFT_JIS : EUC_JP;
}

/* Whether the labelled charset explains the bytes. A text that is UTF-8 by chance in another charset is rare, and one
 * that is labelled Latin and is UTF-8 is common. */
static bool fits(Bytes bytes, const Family *family)
{
    bool is_western = family->icu == WESTERN.icu;
    if (is_western)
        return !is_utf8(bytes) && guessed(bytes, JAPANESE_AGAINST_LATIN).icu == WESTERN.icu;
    Arena *own = arena_new();
    Units units = units_of(own, sample_of(bytes), family->icu);
    bool whole = units.units && units.whole;
    arena_free(own);
    return whole;
}

/* ISO-2022 of other countries has the same escapes. */
static bool escapes_otherwise(const char *label)
{
    char clean[LABEL_MAX];
    return label_clean(label, clean) && (text_starts(clean, "iso-2022-") || text_starts(clean, "iso2022")) &&
           !among(JIS.labels, clean);
}

/* Better a few strange characters of the charset that was named than all of another one. */
static Family fitting(Bytes bytes, Family family)
{
    if (!has_high(bytes) || fits(bytes, &family))
        return family;
    Family other = guessed(bytes, family.icu == WESTERN.icu ? JAPANESE_AGAINST_LATIN : JAPANESE);
    return other.icu == WESTERN.icu ? family : other;
}

static Family chosen(Arena *arena, Bytes bytes, const char *label)
{
    Family family;
    if (charset_escapes(bytes) && !escapes_otherwise(label))
        return JIS;
    if (!family_named(arena, label, &family))
        return guessed(bytes, JAPANESE);
    if (family.icu == UTF_8 || (family.icu == JIS.icu && has_high(bytes)))
        return guessed(bytes, JAPANESE);
    if (surely_utf8(bytes) && !strcasestr(family.icu, "utf-"))
        return UTF8;
    return fitting(bytes, family);
}

const char *charset_text(Arena *arena, Bytes bytes, const char *label, const char **used)
{
    Family family = chosen(arena, bytes, label);
    if (family.icu == WESTERN.icu && is_utf8(bytes) && !has_high(bytes))
        family = UTF8;
    /* A few broken bytes do not make a text that was labelled UTF-8 another charset's. */
    if (label && family.icu == WESTERN.icu && strcasestr(label, "utf"))
        family = UTF8;
    if (used)
        *used = family.shown;
    return family.icu == UTF_8 ? mended(arena, bytes) : converted(arena, bytes, family.icu);
}

const char *charset_forced(Arena *arena, Bytes bytes, const char *label)
{
    Family family;
    if (!family_named(arena, label, &family) || family.icu == UTF_8)
        return mended(arena, bytes);
    return converted(arena, bytes, family.icu);
}
