/*
 * Parameters of Content-Type and Content-Disposition: plain, in quotes, in encoded words (forbidden and usual in
 * Japan), percent-coded with a charset and cut into numbered pieces (RFC 2231). Pieces are put together as bytes before
 * they are decoded.
 */
#include "mime/charset.h"
#include "mime/header.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PARAMS_MAX = 100 };

typedef struct {
    const char *name; /* lower case, without "*0*" */
    int piece;        /* -1 = it is whole */
    bool coded;
    Bytes value;
} Piece;

typedef struct {
    Arena *arena;
    const char *charset;
    Piece pieces[PARAMS_MAX];
    size_t count;
} Pieces;

static const char *lower(Arena *arena, const char *from, size_t size)
{
    char *text = arena_text_n(arena, from, size);
    for (char *c = text; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    text_mend(text);
    return text;
}

/* The value at `*at`, which moves behind it. Where a quote never ends, it ends with the field. */
static Bytes value_read(Arena *arena, const char **at)
{
    const char *c = *at;
    if (*c != '"') {
        size_t size = strcspn(c, ";");
        *at = c + size;
        while (size && (c[size - 1] == ' ' || c[size - 1] == '\t'))
            size--;
        return (Bytes) { (const uint8_t *)c, size };
    }
    Text text = text_new(arena);
    for (c++; *c && *c != '"'; c++) {
        if (*c == '\\' && c[1] && strchr("\"\\", c[1])) /* "C:\TEMP\a.png" is no escape */
            c++;
        text_char(&text, *c);
    }
    *at = c + (*c == '"');
    return (Bytes) { (const uint8_t *)text_string(&text), text.size };
}

/* "filename*1*" is piece 1 of filename, coded. */
static Piece piece_named(Arena *arena, const char *from, size_t size)
{
    Piece piece = { .piece = -1 };
    if (size && from[size - 1] == '*') {
        piece.coded = true;
        size--;
    }
    const char *star = memchr(from, '*', size);
    if (star && star + 1 < from + size && isdigit((unsigned char)star[1])) {
        piece.piece = (int)strtol(star + 1, NULL, 10);
        size = (size_t)(star - from);
    }
    piece.name = lower(arena, from, size);
    return piece;
}

static void pieces_read(Pieces *pieces, const char *at)
{
    while (*at && pieces->count < PARAMS_MAX) {
        at += strspn(at, "; \t");
        size_t size = strcspn(at, "=; \t");
        const char *name = at;
        at += size + strspn(at + size, " \t");
        if (*at != '=') {
            at += strcspn(at, ";");
            continue;
        }
        at++;
        at += strspn(at, " \t");
        Piece piece = piece_named(pieces->arena, name, size);
        piece.value = value_read(pieces->arena, &at);
        pieces->pieces[pieces->count++] = piece;
        at += strcspn(at, ";");
    }
}

static int hex(int c)
{
    return isdigit(c) ? c - '0' : tolower(c) - 'a' + 10;
}

static void percent_to(Text *out, const char *from, const char *end)
{
    for (; from < end; from++) {
        bool coded =
            *from == '%' && end - from > 2 && isxdigit((unsigned char)from[1]) && isxdigit((unsigned char)from[2]);
        text_char(out, (char)(coded ? hex((unsigned char)from[1]) * 16 + hex((unsigned char)from[2]) : *from));
        from += coded ? 2 : 0;
    }
}

/* "UTF-8'ja'%E3…": *charset is set by the first piece. */
static void piece_to(Pieces *pieces, Text *out, const Piece *piece, const char **charset)
{
    const char *from = (const char *)piece->value.data, *end = from + piece->value.size;
    const char *first = piece->piece > 0 ? NULL : memchr(from, '\'', piece->value.size);
    const char *second = first ? memchr(first + 1, '\'', (size_t)(end - first - 1)) : NULL;
    if (!piece->coded) {
        text_add_n(out, from, piece->value.size);
        return;
    }
    if (second) {
        *charset = arena_text_n(pieces->arena, from, (size_t)(first - from));
        from = second + 1;
    }
    percent_to(out, from, end);
}

static const Piece *piece_of(const Pieces *pieces, const char *name, int number)
{
    for (size_t i = 0; i < pieces->count; i++)
        if (pieces->pieces[i].piece == number && strcmp(pieces->pieces[i].name, name) == 0)
            return &pieces->pieces[i];
    return NULL;
}

/* All pieces of a name together; NULL when there is no first one. */
static const char *put_together(Pieces *pieces, const char *name)
{
    Text bytes = text_new(pieces->arena);
    const char *charset = NULL;
    const Piece *piece = piece_of(pieces, name, 0);
    bool coded = piece && piece->coded;
    for (int number = 0; piece; piece = piece_of(pieces, name, ++number))
        piece_to(pieces, &bytes, piece, &charset);
    if (!bytes.size) {
        piece = piece_of(pieces, name, -1);
        if (!piece)
            return NULL;
        coded = piece->coded;
        piece_to(pieces, &bytes, piece, &charset);
    }
    Bytes whole = { (const uint8_t *)text_string(&bytes), bytes.size };
    return coded ? charset_text(pieces->arena, whole, charset, NULL)
                 : words_text(pieces->arena, whole, pieces->charset);
}

static bool is_new(const HeaderValue *value, const char *name)
{
    return *name && !header_param(value, name);
}

/* A coded form of a name wins over a plain one, as RFC 6266 says. */
static void only_coded(Pieces *pieces)
{
    for (size_t i = 0; i < pieces->count; i++) {
        Piece *plain = &pieces->pieces[i];
        bool superseded = false;
        for (size_t k = 0; k < pieces->count && plain->piece < 0 && !plain->coded; k++)
            superseded |= pieces->pieces[k].coded && strcmp(pieces->pieces[k].name, plain->name) == 0;
        if (superseded)
            plain->name = "";
    }
}

HeaderValue header_value(const Headers *headers, const char *name)
{
    HeaderValue value = { .value = "" };
    Bytes raw = header_raw(headers, name);
    if (!raw.data)
        return value;
    /* Raw Japanese in a name may hold any byte, ";" and quotes too: as text first. */
    bool is_ascii = !charset_escapes(raw);
    for (size_t i = 0; i < raw.size; i++)
        is_ascii = is_ascii && raw.data[i] < 0x80;
    const char *line = is_ascii ? arena_text_n(headers->arena, (const char *)raw.data, raw.size)
                                : charset_text(headers->arena, raw, headers->charset, NULL);
    size_t size = strcspn(line, ";( \t");
    const char *at = line + size;
    value.value = lower(headers->arena, line, size);
    Pieces *pieces = arena_make(headers->arena, Pieces);
    pieces->arena = headers->arena;
    pieces->charset = headers->charset;
    pieces_read(pieces, at);
    only_coded(pieces);
    HeaderParam *params = arena_array(headers->arena, pieces->count + 1, sizeof *params);
    value.params = params;
    for (size_t i = 0; i < pieces->count; i++) {
        const char *key = pieces->pieces[i].name;
        const char *text = is_new(&value, key) ? put_together(pieces, key) : NULL;
        if (text)
            params[value.count++] = (HeaderParam) { key, text };
    }
    return value;
}

const char *header_param(const HeaderValue *value, const char *name)
{
    for (size_t i = 0; i < value->count; i++)
        if (strcmp(value->params[i].name, name) == 0)
            return value->params[i].value;
    return NULL;
}
