/*
 * A file going out, piece by piece, whole or a range of it. A browser shows only images of four kinds, as the content
 * itself says; all else is saved, as bytes without a type, so that no page, script or picture with a script inside
 * (SVG) ever runs under our name. Every reply of the API carries nosniff and a sandbox policy beside that.
 *
 * In this order: ranges, pieces, the reply.
 */
#include "house/file/file_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- ranges ---------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t from, until; /* exclusive */
    bool part, outside;
} Range;

/* The number that stands there, -1 when there is none; goes on behind it. */
static int64_t number_take(const char **at)
{
    size_t digits = strspn(*at, "0123456789");
    int64_t number = digits && digits < 16 ? strtoll(*at, NULL, 10) : -1;
    *at += digits;
    return number;
}

/* The last so many bytes. */
static Range range_of_end(int64_t bytes, int64_t size)
{
    return (Range) { bytes < size ? size - bytes : 0, size, true, !bytes || !size };
}

/* "bytes=0-99", "bytes=100-", "bytes=-100"; an end that is not said is -1. False for any other form. */
static bool ends_read(const char *header, int64_t *from, int64_t *last)
{
    if (!header || !text_starts(header, "bytes="))
        return false;
    const char *at = header + strlen("bytes=");
    *from = number_take(&at);
    if (*at != '-')
        return false;
    at++;
    *last = number_take(&at);
    return !*at && (*last < 0 ? *from >= 0 : *last >= *from);
}

/* One range; any other form is ignored, as RFC 9110 allows. */
static Range range_read(const char *header, int64_t size)
{
    int64_t from, last;
    if (!ends_read(header, &from, &last))
        return (Range) { 0, size, false, false };
    if (from < 0)
        return range_of_end(last, size);
    return (Range) { from, last < 0 || last >= size ? size : last + 1, true, from >= size };
}

static bool outside_say(Request *request, int64_t size)
{
    reply_header(request, "Content-Range", arena_format(request->arena, "bytes */%lld", (long long)size));
    return reply_text(request, 416, "text/plain", "");
}

/* ---- pieces ---------------------------------------------------------------------------------------------------- */

/* The cursor is "FROM-UNTIL" in bytes. The file is looked up for each piece: removed meanwhile, or not for the caller
 * any more, it ends there. */
static bool content_piece(Request *request, const char *from, Text *out, const char **next, Error *error)
{
    long long begin = 0, until = 0;
    FileRow *row;
    FileThing thing;
    Bytes piece;
    sscanf(from, "%lld-%lld", &begin, &until);
    if (!file_found(request, request->path_id[0], false, &row, &thing, error))
        return false;
    if (until > row->size)
        return fail(error, ERROR_MISSING, NULL, "the file was removed");
    int64_t number = begin / UPLOAD_PIECE, start = number * UPLOAD_PIECE;
    if (!blob_piece(request->db, request->arena, row->blob_id, number, &piece, error))
        return false;
    int64_t end = start + (int64_t)piece.size < until ? start + (int64_t)piece.size : until;
    text_add_n(out, (const char *)piece.data + (begin - start), (size_t)(end - begin));
    *next = end < until ? arena_format(request->arena, "%lld-%lld", (long long)end, until) : NULL;
    return true;
}

/* ---- the reply ------------------------------------------------------------------------------------------------- */

static bool content_reply(Request *request, const FileRow *row, const Range *range, Error *error)
{
    FileReply reply = { .type = row->media,
                        .file_name = row->name,
                        .shown = text_starts(row->media, "image/"),
                        .status = range->part ? 206 : 200,
                        .size = range->until - range->from,
                        .from = arena_format(request->arena, "%lld-%lld", (long long)range->from,
                                             (long long)range->until) };
    if (range->part)
        reply_header(request, "Content-Range",
                     arena_format(request->arena, "bytes %lld-%lld/%lld", (long long)range->from,
                                  (long long)range->until - 1, (long long)row->size));
    if (!row->size)
        return reply_file(request, row->media, row->name, "", 0);
    return reply_file_pieces(request, &reply, content_piece, error);
}

bool file_content(Request *request, Error *error)
{
    FileRow *row;
    FileThing thing;
    if (!file_found(request, request->path_id[0], false, &row, &thing, error))
        return false;
    const char *etag = arena_format(request->arena, "\"%s\"", row->sha256);
    const char *known = request_header(request, "If-None-Match"), *only = request_header(request, "If-Range");
    reply_header(request, "ETag", etag);
    reply_header(request, "Accept-Ranges", "bytes");
    if (known && (!strcmp(known, "*") || strstr(known, etag)))
        return reply_text(request, 304, row->media, "");
    Range range = range_read(only && strcmp(only, etag) ? NULL : request_header(request, "Range"), row->size);
    return range.outside ? outside_say(request, row->size) : content_reply(request, row, &range, error);
}
