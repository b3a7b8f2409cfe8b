/*
 * Addresses of a header. The value is cut at commas outside of quotes, comments and angles; each piece is a name with
 * an address in angles, an address with a comment, or an address alone. Nothing is judged: "a..b@docomo.ne.jp" is what
 * old telephones have, and a name may be in any charset.
 */
#include "mime/charset.h"
#include "mime/header.h"

#include <string.h>

enum { ADDRESSES_MAX = 2000 };

typedef struct {
    Arena *arena;
    const char *charset;
    MailAddress *items;
    size_t count, capacity;
} Found;

static void found_add(Found *found, const char *name, const char *address)
{
    if (found->count == ADDRESSES_MAX)
        return;
    found->items = arena_room(found->arena, found->items, found->count, 1, &found->capacity, sizeof *found->items);
    found->items[found->count++] = (MailAddress) { name, address };
}

/* ---- one piece ----------------------------------------------------------------------------------------------------
 */

/* Moves behind a quoted text or a comment that begins here; a quote that never ends is a character like others. */
static const char *behind_quote(const char *at)
{
    for (const char *c = at + 1; *c; c++) {
        if (*c == '"')
            return c + 1;
        c += *c == '\\' && c[1];
    }
    return at + 1;
}

/* What is open for longer is a character like others, or a value of nothing but openings would take the square of its
 * size. */
enum { OPEN_MAX = 1000 };

static const char *behind_comment(const char *at)
{
    int depth = 0;
    for (const char *c = at; *c && c - at < OPEN_MAX; c++) {
        if (*c == '\\' && c[1])
            c++;
        else if (*c == '(')
            depth++;
        else if (*c == ')' && --depth == 0)
            return c + 1;
    }
    return at + 1;
}

static const char *behind(const char *at)
{
    if (*at == '"')
        return behind_quote(at);
    if (*at == '(')
        return behind_comment(at);
    if (*at == '<') {
        const char *end = memchr(at, '>', strnlen(at, OPEN_MAX));
        return end ? end + 1 : at + 1;
    }
    return at + 1;
}

/* Without quotes and their backslashes, blanks folded. */
static const char *unquoted(Arena *arena, const char *from, size_t size)
{
    Text text = text_new(arena);
    bool blank = false;
    for (const char *c = from, *end = from + size; c < end; c++) {
        if (*c == '"')
            continue;
        if (*c == '\\' && c + 1 < end)
            c++;
        if (*c == ' ' || *c == '\t') {
            blank = text.size > 0;
            continue;
        }
        if (blank)
            text_char(&text, ' ');
        blank = false;
        text_char(&text, *c);
    }
    return text_string(&text);
}

static const char *name_of(const Found *found, const char *from, size_t size)
{
    const char *name = unquoted(found->arena, from, size);
    return words_text(found->arena, (Bytes) { (const uint8_t *)name, strlen(name) }, found->charset);
}

/* "@a,@b:c@d" is c@d. */
static const char *behind_route(const char *from, const char *end)
{
    const char *colon = from < end && *from == '@' ? memchr(from, ':', (size_t)(end - from)) : NULL;
    return colon ? colon + 1 : from;
}

/* A comment that never closes is all that is left, and no part of an address. */
static bool is_open_comment(const char *at)
{
    return *at == '(' && behind_comment(at) == at + 1;
}

/* An address without blanks, comments and the quotes of its local part. */
static const char *address_of(Arena *arena, const char *from, size_t size)
{
    Text text = text_new(arena);
    const char *end = from + size;
    for (const char *c = behind_route(from, end), *next; c < end && !is_open_comment(c); c = next) {
        next = *c == '"' || *c == '(' ? behind(c) : c + 1;
        next = next > end ? end : next;
        if (*c == '"')
            text_add(&text, unquoted(arena, c, (size_t)(next - c)));
        else if (!strchr("( \t<>", *c))
            text_add_n(&text, c, (size_t)(next - c));
    }
    char *address = arena_text(arena, text_string(&text));
    text_mend(address);
    return text_starts(address, "mailto:") ? address + strlen("mailto:") : address;
}

/* The first comment of a piece: an old way to give a name. */
static const char *comment_of(const Found *found, const char *from, size_t size)
{
    for (const char *c = from, *end = from + size; c < end; c = behind(c)) {
        if (*c != '(')
            continue;
        const char *close = behind_comment(c);
        return close > c + 2 && close <= end ? name_of(found, c + 1, (size_t)(close - c) - 2) : "";
    }
    return "";
}

/* "<" of the address: the last one outside quotes, as "a <b> <c@d>" means c@d. */
static const char *angle_of(const char *from, const char *end)
{
    const char *found = NULL;
    for (const char *c = from; c < end; c = behind(c))
        if (*c == '<')
            found = c;
    return found;
}

/* "Taro Yamada taro@example.com": without angles the word with "@" is the address. */
static const char *const WORD_ENDS = " \t\"(),";

static const char *word_begin(const char *from, const char *at)
{
    while (at > from && !strchr(WORD_ENDS, at[-1]))
        at--;
    return at;
}

static void bare(Found *found, const char *from, size_t size)
{
    const char *text = arena_text_n(found->arena, from, size);
    const char *address = address_of(found->arena, text, size), *at = strchr(text, '@');
    const char *begin = at ? word_begin(text, at) : text;
    bool is_word = at && begin > text && begin < at && !strpbrk(text, "\"(");
    if (is_word)
        found_add(found, name_of(found, text, (size_t)(begin - text)),
                  address_of(found->arena, begin, strcspn(begin, WORD_ENDS)));
    else if (!at && strpbrk(text, " \t"))
        found_add(found, name_of(found, text, size), ""); /* a name alone */
    else if (*address)
        found_add(found, comment_of(found, text, size), address);
}

static void piece_read(Found *found, const char *from, size_t size)
{
    while (size && strchr(" \t", *from)) {
        from++;
        size--;
    }
    const char *end = from + size, *angle = angle_of(from, end);
    if (!size)
        return;
    if (!angle) {
        bare(found, from, size);
        return;
    }
    const char *close = memchr(angle, '>', (size_t)(end - angle));
    close = close ? close : end;
    const char *address = address_of(found->arena, angle + 1, (size_t)(close - angle - 1));
    const char *name = name_of(found, from, (size_t)(angle - from));
    if (*address || *name)
        found_add(found, name, address);
}

/* ---- the list -----------------------------------------------------------------------------------------------------
 */

/* "name: a, b;" is a group: its name is passed over. An address holds no colon outside of angles and brackets. */
static const char *behind_group_name(const char *at)
{
    for (const char *c = at; *c && !strchr(",;<@[", *c); c = behind(c))
        if (*c == ':')
            return c + 1;
    return at;
}

static void list_read(Found *found, const char *at)
{
    while (*at) {
        at = behind_group_name(at);
        const char *end = at;
        while (*end && *end != ',' && *end != ';')
            end = behind(end);
        piece_read(found, at, (size_t)(end - at));
        at = end + (*end != '\0');
    }
}

List header_addresses(const Headers *headers, const char *name)
{
    Found found = { .arena = headers->arena, .charset = headers->charset };
    Headers one = *headers;
    const HeaderField *field;
    for (size_t n = 0; (field = headers_nth(headers, name, n)) != NULL && found.count < ADDRESSES_MAX; n++) {
        one.fields = (HeaderField *)(uintptr_t)field;
        one.count = 1;
        Bytes raw = header_raw(&one, name);
        bool is_ascii = true;
        for (size_t i = 0; i < raw.size; i++)
            is_ascii = is_ascii && raw.data[i] < 0x80;
        /* Raw Shift_JIS holds any byte, commas and angles too: as text first. */
        list_read(&found, is_ascii && !charset_escapes(raw)
                              ? (const char *)raw.data
                              : charset_text(headers->arena, raw, headers->charset, NULL));
    }
    return (List) { found.count, found.items };
}
