/*
 * The encoding of a file, and its text in UTF-8 (ICU).
 *
 * Where there is no byte order mark and the bytes are no UTF-8, nothing in them names the encoding, and several may be
 * valid at once: the bytes of "Köln" are Shift_JIS too. So lines with such bytes are read in each of them, and it
 * counts how many characters stand where people write them: kanji between two Latin letters and accents in a row are
 * signs of a wrong guess. Where the best is not far ahead, `sure` is false and a person is asked. EUC-JP without any
 * kana is never sure, since Chinese text in GBK reads as kanji there.
 *
 * ICU stops at the first bytes that do not belong to the encoding, where its default would replace them.
 *
 * In order: what can be seen in the bytes; how well they read; decoding.
 */
#include "house/import/table.h"
#include "house/import/xlsx.h"

#include <string.h>
#include <unicode/ucnv.h>

enum { SAMPLE_SIZE = 128 * 1024 };

static bool is_marked(const char *bytes, size_t size)
{
    return size >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0);
}

/* Every second byte of plain letters, separators and line ends is zero: the first of two in big endian. */
static size_t zeros_at(const char *bytes, size_t size, size_t first)
{
    size_t count = 0;
    for (size_t i = first; i < size && i < SAMPLE_SIZE; i += 2)
        count += bytes[i] == 0;
    return count;
}

static bool is_wide(const char *bytes, size_t size)
{
    size_t high = zeros_at(bytes, size, 0), low = zeros_at(bytes, size, 1);
    size_t pairs = (size < SAMPLE_SIZE ? size : SAMPLE_SIZE) / 2;
    return size % 2 == 0 && (high + low) * 10 > pairs && (high > 8 * low || low > 8 * high);
}

/* ---- how well they read ---------------------------------------------------------------------------------------- */

/* The lines that hold more than ASCII, which alone tell encodings apart; of one that is too long for the room that is
 * left, what follows its first such byte, cut where the room ends. */
static const char *telling_lines(Arena *arena, const char *bytes, size_t size, size_t *sample_size)
{
    Text sample = text_new(arena);
    for (size_t at = 0; at < size && sample.size < SAMPLE_SIZE;) {
        const char *end = memchr(bytes + at, '\n', size - at);
        size_t length = end ? (size_t)(end - bytes) + 1 - at : size - at;
        size_t high = 0;
        while (high < length && (unsigned char)bytes[at + high] < 128)
            high++;
        size_t room = SAMPLE_SIZE - sample.size, from = length > room && high > 0 ? high - 1 : 0;
        if (high < length)
            text_add_n(&sample, bytes + at + from, length - from < room ? length - from : room);
        at += length;
    }
    *sample_size = sample.size;
    return sample.data;
}

static bool is_letter(UChar c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_kana(UChar c)
{
    return c >= 0x3041 && c <= 0x30fe;
}

static bool is_accented(UChar c)
{
    return c >= 0xc0 && c <= 0xff && c != 0xd7 && c != 0xf7;
}

typedef struct {
    UChar first, last;
    int fit; /* of 4 */
} Fit;

static int fit_in(const Fit *fits, UChar c)
{
    for (; fits->last; fits++)
        if (c >= fits->first && c <= fits->last)
            return fits->fit;
    return 0;
}

/* Of 4: how likely it is that somebody wrote this character between these two. */
static int asian_fit(UChar before, UChar c, UChar after)
{
    static const Fit FITS[] = { { 0x4e00, 0x9fff, 4 }, { 0x3000, 0x33ff, 4 }, { 0xff01, 0xff5e, 4 },
                                { 0x2010, 0x25ff, 4 }, { 0xff61, 0xff9f, 2 }, { 0 } };
    bool inside_word = c >= 0x4e00 && c <= 0x9fff && is_letter(before) && is_letter(after);
    return inside_word ? 0 : fit_in(FITS, c);
}

static int latin_fit(UChar before, UChar c, UChar after)
{
    static const Fit SIGNS[] = { { 0xa0, 0xa0, 4 },
                                 { 0xa3, 0xa3, 4 },
                                 { 0xa9, 0xa9, 4 },
                                 { 0xab, 0xab, 4 },
                                 { 0xae, 0xae, 4 },
                                 { 0xb0, 0xb0, 4 },
                                 { 0xbb, 0xbb, 4 },
                                 { 0x2013, 0x201d, 4 },
                                 { 0x20ac, 0x20ac, 4 },
                                 { 0x2122, 0x2122, 4 },
                                 { 0 } };
    if (before >= 128 && after >= 128)
        return 0;
    if (is_accented(c))
        return is_letter(before) || is_letter(after) ? 4 : 1;
    return fit_in(SIGNS, c);
}

typedef struct {
    const char *name, *converter;
    int (*fit)(UChar before, UChar c, UChar after);
    bool needs_kana;
} Candidate;

/* Files that say Shift_JIS hold Microsoft's form of it: with ①, ㈱ and 髙. */
static const Candidate CANDIDATES[] = {
    { "shift_jis", "ibm-943_P15A-2003", asian_fit, false },
    { "euc-jp", "EUC-JP", asian_fit, true },
    { "windows-1252", "windows-1252", latin_fit, false },
};
enum { CANDIDATE_COUNT = sizeof CANDIDATES / sizeof *CANDIDATES };

/* Its length in UTF-16; −1 = the bytes are no text in this encoding. */
static int32_t sample_read(const Candidate *candidate, const char *sample, size_t size, UChar *text)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *reader = ucnv_open(candidate->converter, &status);
    ucnv_setToUCallBack(reader, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    int32_t length = ucnv_toUChars(reader, text, (int32_t)(size * 2), sample, (int32_t)size, &status);
    ucnv_close(reader);
    bool cut = status == U_TRUNCATED_CHAR_FOUND && size == SAMPLE_SIZE; /* by us, and not in the file */
    return U_SUCCESS(status) || cut ? length : -1;
}

/* How many of 100 characters fit; −1 = the bytes are no text in this encoding. */
static int score(Arena *arena, const Candidate *candidate, const char *sample, size_t size, bool *kana)
{
    UChar *text = arena_raw(arena, (size * 2 + 2) * sizeof *text);
    int32_t length = sample_read(candidate, sample, size, text);
    int64_t fits = 0, count = 0;
    *kana = false;
    for (int32_t i = 0; i < length; i++) {
        if (text[i] < 128)
            continue;
        if (text[i] < 0xa0)
            return -1;
        count++;
        fits += candidate->fit(i > 0 ? text[i - 1] : ' ', text[i], i + 1 < length ? text[i + 1] : ' ');
        *kana |= is_kana(text[i]);
    }
    return length < 0 ? -1 : count == 0 ? 100 : (int)(fits * 25 / count);
}

static TableEncoding best_of(Arena *arena, const char *bytes, size_t size)
{
    enum { GOOD = 70, AHEAD = 25 };
    size_t sample_size;
    const char *sample = telling_lines(arena, bytes, size, &sample_size);
    int best = -1, second = -1;
    TableEncoding found = { CANDIDATES[0].name, false };
    for (int i = 0; i < CANDIDATE_COUNT; i++) {
        bool kana;
        int points = score(arena, &CANDIDATES[i], sample, sample_size, &kana);
        if (points <= best) {
            second = points > second ? points : second;
            continue;
        }
        second = best;
        best = points;
        found = (TableEncoding) { CANDIDATES[i].name, points >= GOOD && (kana || !CANDIDATES[i].needs_kana) };
    }
    found.sure = found.sure && best - second >= AHEAD;
    return found;
}

TableEncoding table_encoding(Arena *arena, const char *bytes, size_t size)
{
    if (xlsx_is(bytes, size))
        return (TableEncoding) { "xlsx", true };
    if (is_marked(bytes, size))
        return (TableEncoding) { "utf-16", true };
    if (is_wide(bytes, size))
        return (TableEncoding) { "utf-16", true };
    if (!text_is_utf8(bytes, size))
        return best_of(arena, bytes, size);
    bool escapes = size > 2 && memmem(bytes, size, "\x1b$", 2) != NULL;
    return (TableEncoding) { escapes ? "iso-2022-jp" : "utf-8", true };
}

/* ---- decoding -------------------------------------------------------------------------------------------------- */

static const char *converter_name(const char *encoding, const char *bytes, size_t size)
{
    for (int i = 0; i < CANDIDATE_COUNT; i++)
        if (strcmp(CANDIDATES[i].name, encoding) == 0)
            return CANDIDATES[i].converter;
    if (strcmp(encoding, "iso-2022-jp") == 0)
        return "ISO-2022-JP";
    if (strcmp(encoding, "utf-16") != 0)
        return "UTF-8";
    if (is_marked(bytes, size))
        return "UTF-16";
    return zeros_at(bytes, size, 0) > zeros_at(bytes, size, 1) ? "UTF-16BE" : "UTF-16LE";
}

bool table_decode(Arena *arena, const char *bytes, size_t size, const char *encoding, const char **text,
                  size_t *text_size, Error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    const char *from = bytes, *out = bytes, *to = bytes + size;
    if (strcmp(encoding, "utf-8") != 0) {
        char *made = arena_raw(arena, size * 3 + 4), *end = made;
        UChar pivot[1024], *source = pivot, *target = pivot;
        UConverter *reader = ucnv_open(converter_name(encoding, bytes, size), &status);
        UConverter *writer = ucnv_open("UTF-8", &status);
        ucnv_setToUCallBack(reader, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
        ucnv_convertEx(writer, reader, &end, made + size * 3, &from, bytes + size, pivot, &source, &target,
                       pivot + 1024, 1, 1, &status);
        ucnv_close(reader);
        ucnv_close(writer);
        out = made;
        to = end;
    }
    if (U_FAILURE(status) || !text_is_utf8(out, (size_t)(to - out)))
        return refuse(error, "encoding", REASON_BAD_ENCODING, encoding, NULL);
    if (memchr(out, 0, (size_t)(to - out)) != NULL)
        return refuse(error, "encoding", REASON_NO_TEXT, NULL, NULL);
    size_t mark = to - out >= 3 && memcmp(out, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    *text = out + mark;
    *text_size = (size_t)(to - out) - mark;
    return true;
}

bool table_open(Arena *arena, const char *bytes, size_t size, const char *encoding, int64_t sheet, const char **text,
                size_t *text_size, Error *error)
{
    return strcmp(encoding, "xlsx") == 0 ? xlsx_text(arena, bytes, size, sheet, text, text_size, error)
                                         : table_decode(arena, bytes, size, encoding, text, text_size, error);
}
