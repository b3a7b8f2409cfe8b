/* Splits a head into its fields, and reads the simple values: one line of bytes, ids. Words are in words.c, parameters
 * in param.c, addresses in address.c. */
#include "mime/header.h"

#include <string.h>
#include <strings.h>

/* The end of the line that begins at `at`, behind its newline. */
static size_t line_end(Bytes bytes, size_t at)
{
    const uint8_t *found = memchr(bytes.data + at, '\n', bytes.size - at);
    return found ? (size_t)(found - bytes.data) + 1 : bytes.size;
}

static bool is_blank(Bytes bytes, size_t from, size_t to)
{
    for (; from < to; from++)
        if (bytes.data[from] != '\r' && bytes.data[from] != '\n')
            return false;
    return true;
}

static size_t name_size(Bytes bytes, size_t from, size_t to)
{
    size_t at = from;
    while (at < to && bytes.data[at] > ' ' && bytes.data[at] < 0x7F && bytes.data[at] != ':')
        at++;
    size_t size = at - from;
    while (at < to && (bytes.data[at] == ' ' || bytes.data[at] == '\t'))
        at++;
    return at < to && bytes.data[at] == ':' ? size : 0;
}

static Bytes value_of(Bytes bytes, size_t from, size_t to)
{
    while (from < to && bytes.data[from] != ':')
        from++;
    from += from < to;
    while (to > from && (bytes.data[to - 1] == '\n' || bytes.data[to - 1] == '\r'))
        to--;
    return (Bytes) { bytes.data + from, to - from };
}

static bool is_lwsp(uint8_t c)
{
    return c == ' ' || c == '\t';
}

/* A line of blanks that ends the head, where the body follows and no field does. */
static bool is_end_of_head(Bytes bytes, size_t at, size_t next)
{
    for (size_t i = at; i < next; i++)
        if (!is_lwsp(bytes.data[i]) && bytes.data[i] != '\r' && bytes.data[i] != '\n')
            return false;
    return next < bytes.size && !is_lwsp(bytes.data[next]) && !name_size(bytes, next, line_end(bytes, next));
}

/* The end of a field: its line and those that go on with a blank. */
static size_t field_end(Bytes bytes, size_t at)
{
    size_t end = line_end(bytes, at);
    while (end < bytes.size && is_lwsp(bytes.data[end])) {
        size_t next = line_end(bytes, end);
        if (is_end_of_head(bytes, end, next))
            break;
        end = next;
    }
    return end;
}

static void field_add(Headers *headers, Bytes bytes, size_t at, size_t end, size_t size)
{
    if (headers->count == HEADER_FIELDS_MAX)
        return;
    headers->fields =
        arena_room(headers->arena, headers->fields, headers->count, 1, &headers->capacity, sizeof *headers->fields);
    headers->fields[headers->count++] = (HeaderField) { (const char *)bytes.data + at, size, value_of(bytes, at, end) };
}

/* A line of an mbox file, "From x@y Mon …", and ">From" that some programs made of it. */
static bool is_mbox_line(Bytes bytes, size_t at, size_t end)
{
    size_t skip = at < end && bytes.data[at] == '>';
    return end - at > 5 + skip && memcmp(bytes.data + at + skip, "From ", 5) == 0;
}

Headers headers_read(Arena *arena, Bytes bytes, size_t *body)
{
    Headers headers = { .arena = arena };
    size_t at = 0;
    while (at < bytes.size) {
        size_t end = line_end(bytes, at);
        if (is_blank(bytes, at, end)) {
            at = end;
            break;
        }
        size_t size = name_size(bytes, at, end);
        if (size) {
            end = field_end(bytes, at);
            field_add(&headers, bytes, at, end, size);
        } else if (!is_mbox_line(bytes, at, end) && headers.count == 0) {
            break; /* no head at all: all of it is the body */
        }
        at = end;
    }
    *body = at;
    return headers;
}

const HeaderField *headers_nth(const Headers *headers, const char *name, size_t n)
{
    size_t size = strlen(name);
    for (size_t i = 0; i < headers->count; i++) {
        const HeaderField *field = &headers->fields[i];
        if (field->name_size == size && strncasecmp(field->name, name, size) == 0 && n-- == 0)
            return field;
    }
    return NULL;
}

/* Unfolded: each end of a line with the blank behind it is that blank. Trimmed. */
static Bytes one_line(Arena *arena, Bytes raw)
{
    enum { VALUE_MAX = 256 << 10 };
    size_t size = raw.size < VALUE_MAX ? raw.size : VALUE_MAX, count = 0, from = 0;
    uint8_t *out = arena_raw(arena, size + 1);
    for (size_t i = 0; i < size; i++)
        if (raw.data[i] && raw.data[i] != '\r' && raw.data[i] != '\n')
            out[count++] = raw.data[i];
    while (from < count && is_lwsp(out[from]))
        from++;
    while (count > from && is_lwsp(out[count - 1]))
        count--;
    out[count] = '\0';
    return (Bytes) { out + from, count - from };
}

Bytes header_raw(const Headers *headers, const char *name)
{
    const HeaderField *field = headers_nth(headers, name, 0);
    return field ? one_line(headers->arena, field->value) : (Bytes) { 0 };
}

const char *header_text(const Headers *headers, const char *name)
{
    const HeaderField *field = headers_nth(headers, name, 0);
    if (!field)
        return NULL;
    return words_text(headers->arena, one_line(headers->arena, field->value), headers->charset);
}

/* ---- ids ----------------------------------------------------------------------------------------------------------
 */

enum { IDS_MAX = 500, ID_MAX = 998 };

typedef struct {
    Arena *arena;
    const char **items;
    size_t count, capacity;
} Found;

static void found_add(Found *found, const char *from, size_t size)
{
    if (!size || size > ID_MAX || found->count == IDS_MAX)
        return;
    found->items = arena_room(found->arena, found->items, found->count, 1, &found->capacity, sizeof *found->items);
    char *id = arena_text_n(found->arena, from, size);
    text_mend(id);
    found->items[found->count++] = id;
}

static void bracketed(Found *found, const char *at)
{
    while ((at = strchr(at, '<')) != NULL) {
        const char *end = at + 1 + strcspn(at + 1, "<> \t");
        if (*end == '>')
            found_add(found, at + 1, (size_t)(end - at - 1));
        at = end;
    }
}

/* Some programs write ids without brackets. */
static void bare(Found *found, const char *at)
{
    while (*at) {
        at += strspn(at, " \t,");
        size_t size = strcspn(at, " \t,");
        if (memchr(at, '@', size))
            found_add(found, at, size);
        at += size;
    }
}

Texts header_ids(const Headers *headers, const char *name)
{
    Found found = { .arena = headers->arena };
    const HeaderField *field;
    for (size_t n = 0; n < 8 && (field = headers_nth(headers, name, n)) != NULL; n++) {
        Bytes line = one_line(headers->arena, field->value);
        const char *text = (const char *)line.data;
        if (strchr(text, '<'))
            bracketed(&found, text);
        else
            bare(&found, text);
    }
    return (Texts) { found.count, found.items };
}
