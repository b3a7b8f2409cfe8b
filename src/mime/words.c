/*
 * Encoded words of a header (RFC 2047). Neighbours of one charset are put together as bytes before they are decoded,
 * since programs cut inside a character. Bytes that are no word, raw Shift_JIS for one, are decoded by their looks.
 */
#include "mime/charset.h"
#include "mime/gmime.h"
#include "mime/header.h"

#include <string.h>
#include <strings.h>

typedef struct {
    const char *charset, *text; /* inside the value */
    size_t charset_size, text_size;
    bool is_base64;
    size_t size; /* of the word with its marks */
} Word;

static bool is_hex(char c)
{
    return c && strchr("0123456789ABCDEFabcdef", c);
}

/* The "?=" behind the text. In "=?x?Q?=41?=" the mark of the encoding and a "=" look like it. No word is so long that
 * the search would be: a value of nothing but beginnings would take the square of its size. */
static const char *word_end(const char *text)
{
    enum { WORD_MAX = 4000 };
    size_t left = strnlen(text, WORD_MAX);
    const char *end = memmem(text, left, "?=", 2);
    const char *later = end == text && is_hex(end[2]) ? memmem(text + 2, left - 2, "?=", 2) : NULL;
    return later ? later : end;
}

static bool kind_is(const char *kind, const char *letters)
{
    return kind[0] == '?' && kind[1] && strchr(letters, kind[1]) && kind[2] == '?';
}

/* "=?charset*language?B?text?=" at the start of what is left. Blanks inside the text are wrong and common. */
static bool word_at(const char *at, Word *word)
{
    enum { CHARSET_MAX = 40 };
    if (at[0] != '=' || at[1] != '?')
        return false;
    const char *charset = at + 2;
    size_t size = strcspn(charset, "? "), language = strcspn(charset, "*");
    const char *kind = charset + size;
    if (!size || size > CHARSET_MAX || !kind_is(kind, "bBqQ"))
        return false;
    const char *text = kind + 3, *end = word_end(text);
    if (!end)
        return false;
    *word = (Word) { charset,
                     text,
                     language < size ? language : size,
                     (size_t)(end - text),
                     kind_is(kind, "bB"),
                     (size_t)(end + 2 - at) };
    return true;
}

static bool take_bytes(const char *bytes, size_t size, void *context, Error *error)
{
    (void)error;
    text_add_n(context, bytes, size);
    return true;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void quoted_to(Text *out, const Word *word)
{
    for (size_t i = 0; i < word->text_size; i++) {
        char c = word->text[i];
        bool coded = c == '=' && i + 2 < word->text_size && hex(word->text[i + 1]) >= 0 && hex(word->text[i + 2]) >= 0;
        if (coded) {
            text_char(out, (char)(hex(word->text[i + 1]) * 16 + hex(word->text[i + 2])));
            i += 2;
        } else {
            text_char(out, (char)(c == '_' ? ' ' : c));
        }
    }
}

static void word_to(Text *out, const Word *word)
{
    Error error = { 0 };
    if (word->is_base64)
        transfer_decode(TRANSFER_BASE64, (Bytes) { (const uint8_t *)word->text, word->text_size }, take_bytes, out,
                        &error);
    else
        quoted_to(out, word);
}

/* What was read and is not decoded yet: bytes of one charset. */
typedef struct {
    Arena *arena;
    Text out;
    Text bytes;
    const char *charset; /* NULL = raw */
    bool is_word;
    const char *raw_charset;
} Reading;

static void flush(Reading *reading)
{
    if (reading->bytes.size) {
        Bytes bytes = { (const uint8_t *)text_string(&reading->bytes), reading->bytes.size };
        const char *charset = reading->is_word ? reading->charset : reading->raw_charset;
        text_add(&reading->out, charset_text(reading->arena, bytes, charset, NULL));
    }
    reading->bytes.size = 0;
    reading->is_word = false;
}

static void take_word(Reading *reading, const Word *word)
{
    const char *charset = arena_text_n(reading->arena, word->charset, word->charset_size);
    if (!reading->is_word || strcasecmp(reading->charset, charset) != 0)
        flush(reading);
    reading->charset = charset;
    reading->is_word = true;
    word_to(&reading->bytes, word);
}

/* Blanks between two words are none. */
static size_t blanks_before_word(const char *at)
{
    Word next;
    size_t size = strspn(at, " \t");
    return word_at(at + size, &next) ? size : 0;
}

const char *words_text(Arena *arena, Bytes value, const char *charset)
{
    Reading reading = { .arena = arena, .out = text_new(arena), .bytes = text_new(arena), .raw_charset = charset };
    const char *at = arena_text_n(arena, (const char *)value.data, value.size);
    while (*at) {
        Word word;
        if (word_at(at, &word)) {
            take_word(&reading, &word);
            at += word.size;
            at += blanks_before_word(at);
            continue;
        }
        if (reading.is_word)
            flush(&reading);
        size_t plain = 1 + strcspn(at + 1, "=");
        text_add_n(&reading.bytes, at, plain);
        at += plain;
    }
    flush(&reading);
    return text_string(&reading.out);
}
