/*
 * A part with a boundary is cut at the lines that are exactly it; each piece is read in the same way inside its own
 * bytes, so a boundary that is never closed ends with the part around it. Attached mails (message/rfc822) stay whole:
 * they are files. The depth of the recursion is that of the parts, which is limited.
 */
#include "mime/part.h"

#include <string.h>

bool part_is(const Part *part, const char *type)
{
    size_t size = strlen(type);
    return type[size - 1] == '/' ? text_starts(part->type.value, type) : text_equal(part->type.value, type);
}

/* What a part is when it does not say: text, and a mail inside a digest. "text" alone is text/plain. */
static const char *type_of(const Parts *parts, const Part *part)
{
    const char *said = part->type.value;
    bool in_digest = part->parent >= 0 && part_is(&parts->items[part->parent], "multipart/digest");
    if (!*said)
        return in_digest ? "message/rfc822" : "text/plain";
    const char *slash = strchr(said, '/');
    if (text_equal(said, "text"))
        return "text/plain";
    return slash && slash > said && slash[1] ? said : "application/octet-stream";
}

static int part_add(Parts *parts, Bytes raw, int parent)
{
    if (parts->count == parts->most) {
        parts->is_cut = true;
        return -1;
    }
    size_t body;
    Part part = { .headers = headers_read(parts->arena, raw, &body), .parent = parent };
    part.headers.charset = parts->charset;
    part.depth = parent < 0 ? 0 : parts->items[parent].depth + 1;
    part.is_first = parent >= 0 && (size_t)parent + 1 == parts->count;
    part.body = (Bytes) { raw.data + body, raw.size - body };
    part.type = header_value(&part.headers, "Content-Type");
    part.type.value = type_of(parts, &part);
    part.disposition = header_value(&part.headers, "Content-Disposition");
    Bytes transfer = header_raw(&part.headers, "Content-Transfer-Encoding");
    const char *name = transfer.data ? (const char *)transfer.data : "";
    part.transfer = transfer_named(arena_text_n(parts->arena, name, strcspn(name, " \t;(")));
    parts->items = arena_room(parts->arena, parts->items, parts->count, 1, &parts->capacity, sizeof *parts->items);
    parts->items[parts->count] = part;
    return (int)parts->count++;
}

typedef struct {
    size_t from, to; /* of the whole line */
    bool closes;
} Mark;

/* The rest of a boundary's line: nothing, or "--", and blanks. */
static bool rest_is_blank(Bytes body, size_t at, Mark *mark)
{
    mark->closes = body.size - at >= 2 && body.data[at] == '-' && body.data[at + 1] == '-';
    at += mark->closes ? 2 : 0;
    while (at < body.size && (body.data[at] == ' ' || body.data[at] == '\t' || body.data[at] == '\r'))
        at++;
    mark->to = at < body.size ? at + 1 : at;
    return at == body.size || body.data[at] == '\n';
}

/* The next line that is the boundary, from the line that begins at `at`. Line by line, since a search for the boundary
 * alone would begin again at each line that only looks like one. */
static bool mark_find(Bytes body, const char *line, size_t at, Mark *mark)
{
    size_t size = strlen(line);
    while (at < body.size) {
        bool alike = body.size - at >= size && memcmp(body.data + at, line, size) == 0;
        mark->from = at;
        if (alike && rest_is_blank(body, at + size, mark))
            return true;
        const uint8_t *end = memchr(body.data + at, '\n', body.size - at);
        if (!end)
            return false;
        at = (size_t)(end - body.data) + 1;
    }
    return false;
}

/* The line end before a boundary belongs to the boundary. */
static Bytes between(Bytes body, size_t from, size_t to)
{
    if (to > from && body.data[to - 1] == '\n')
        to--;
    if (to > from && body.data[to - 1] == '\r')
        to--;
    return (Bytes) { body.data + from, to - from };
}

static void part_open(Parts *parts, int index);

/* Adds the pieces of a part, each with those inside it, so that they stand in the order of the mail; false when no line
 * is its boundary. */
static bool pieces_add(Parts *parts, int parent, const char *boundary)
{
    Bytes body = parts->items[parent].body;
    const char *line = arena_format(parts->arena, "--%s", boundary);
    Mark mark, next;
    if (!mark_find(body, line, 0, &mark))
        return false;
    while (!mark.closes && !parts->is_cut) {
        bool more = mark_find(body, line, mark.to, &next);
        Bytes piece = more ? between(body, mark.to, next.from) : (Bytes) { body.data + mark.to, body.size - mark.to };
        int child = more || piece.size ? part_add(parts, piece, parent) : -1;
        if (child >= 0)
            part_open(parts, child);
        if (!more)
            break;
        mark = next;
    }
    return true;
}

/* A multipart without parts is read as the text that it holds. */
static void part_open(Parts *parts, int index)
{
    Part *part = &parts->items[index];
    const char *boundary = header_param(&part->type, "boundary");
    if (!part_is(part, "multipart/"))
        return;
    bool deep = (size_t)part->depth >= parts->deepest;
    parts->is_cut = parts->is_cut || deep;
    if (!deep && boundary && *boundary && pieces_add(parts, index, boundary))
        return;
    parts->items[index].type.value = deep ? "application/octet-stream" : "text/plain";
}

void parts_read(Parts *parts, Bytes raw)
{
    if (part_add(parts, raw, -1) >= 0)
        part_open(parts, 0);
}
