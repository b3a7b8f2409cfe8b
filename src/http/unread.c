/*
 * What a reply holds until its client has read it. A client may read slowly or never, so the arena, the body and all
 * other memory of the request are freed first: only the reply's bytes stay, in one block, and count against what its
 * caller, and all callers, may leave unread. A file in pieces holds one piece; the next is computed when that has been
 * read.
 *
 * In this order: what small replies are spared, the copy of a large one, the pieces, the end.
 */
#include "http/query.h"
#include "http/server_inside.h"

#include "base/log.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* Below this nothing is gained by a copy: it is less than the connection's own memory. */
enum { SMALL = 16 * 1024, PIECE_BLOCK = 16 * 1024 };

typedef struct {
    Exchange *exchange;
    char *bytes;
    size_t size, sent;
    char *from; /* NULL = no more */
} PieceReader;

static bool is_small(const Exchange *exchange)
{
    return arena_used(exchange->request.arena) + exchange->body.capacity <= SMALL;
}

static void *copy_of(const void *bytes, size_t size)
{
    char *copy = memory_resize(NULL, 1, size + 1);
    if (size)
        memcpy(copy, bytes, size);
    copy[size] = 0;
    return copy;
}

const char *caller_name(const Request *request)
{
    return request->caller->kind == CALLER_NOBODY ? exchange_of(request)->network : request_actor(request);
}

/* ---- pieces ---------------------------------------------------------------------------------------------------- */

static bool piece_work(Db *db, void *context, Error *error)
{
    PieceReader *reader = context;
    Request *request = &reader->exchange->request;
    Text text = text_new(request->arena);
    const char *next = NULL;
    request->db = db;
    bool ok = query_read(request->arena, reader->exchange->query, request->route->asks, &request->query, error) &&
              reader->exchange->reply.pieces(request, reader->from, &text, &next, error);
    request->db = NULL;
    free(reader->from);
    reader->from = ok && next ? copy_of(next, strlen(next)) : NULL;
    reader->bytes = ok ? copy_of(text_string(&text), text.size) : NULL;
    reader->size = ok ? text.size : 0;
    return ok;
}

/* In an arena of its own, which ends with the piece. */
static bool piece_make(PieceReader *reader)
{
    Exchange *exchange = reader->exchange;
    Request *request = &exchange->request;
    Arena *kept = request->arena;
    Error error = { 0 };
    free(reader->bytes);
    reader->bytes = NULL;
    reader->size = reader->sent = 0;
    request->arena = arena_new();
    log_request_set(exchange->id);
    bool ok = store_read(request->services->store, piece_work, reader, &error);
    if (!ok)
        log_line(LOG_ERROR, "%s %s was cut off: %s", exchange->method_name, exchange_path_shown(exchange), error.text);
    log_request_set("");
    arena_free(request->arena);
    request->arena = kept;
    request->query = NULL;
    exchange->reply.size += reader->size;
    peer_phase(&exchange->server->peers, peer_of(exchange->connection), PEER_SENDING, exchange->reply.size);
    return ok;
}

static ssize_t piece_read(void *context, uint64_t position, char *buffer, size_t room)
{
    PieceReader *reader = context;
    (void)position;
    while (reader->sent == reader->size) {
        if (!reader->from)
            return MHD_CONTENT_READER_END_OF_STREAM;
        if (!piece_make(reader))
            return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    size_t size = reader->size - reader->sent < room ? reader->size - reader->sent : room;
    memcpy(buffer, reader->bytes + reader->sent, size);
    reader->sent += size;
    return (ssize_t)size;
}

static void piece_end(void *context)
{
    PieceReader *reader = context;
    free(reader->bytes);
    free(reader->from);
    free(reader);
}

static struct MHD_Response *pieces_response(Exchange *exchange)
{
    const Reply *reply = &exchange->reply;
    PieceReader *reader = memory_new(1, sizeof *reader);
    *reader = (PieceReader) { exchange, copy_of(reply->bytes, reply->size), reply->size, 0,
                              copy_of(reply->from, strlen(reply->from)) };
    uint64_t total = reply->total ? (uint64_t)reply->total : MHD_SIZE_UNKNOWN;
    return MHD_create_response_from_callback(total, PIECE_BLOCK, piece_read, reader, piece_end);
}

/* ---- whole replies --------------------------------------------------------------------------------------------- */

static bool unread_begin(Exchange *exchange, size_t size)
{
    const char *reader = caller_name(&exchange->request);
    if (!limit_enter(exchange->server->unread, reader, size))
        return false;
    exchange->reader = reader;
    exchange->unread = size;
    return true;
}

struct MHD_Response *unread_response(Exchange *exchange)
{
    const Reply *reply = &exchange->reply;
    exchange->shrinks = reply->pieces || !is_small(exchange);
    if (reply->lasting || !exchange->shrinks)
        return MHD_create_response_from_buffer(reply->size, (void *)(uintptr_t)reply->bytes, MHD_RESPMEM_PERSISTENT);
    /* The reply to a committed write is always sent: if it were refused, the client would send the write again. */
    bool reads = exchange->method == GET || (exchange->request.route->flags & ROUTE_READS);
    if (reply->size > SMALL && !unread_begin(exchange, reply->size) && reads)
        return NULL;
    if (reply->pieces)
        return pieces_response(exchange);
    return MHD_create_response_from_buffer(reply->size, copy_of(reply->bytes, reply->size), MHD_RESPMEM_MUST_FREE);
}

/* What the end of the exchange, or its next piece, still needs. */
void unread_shrink(Exchange *exchange)
{
    Request *request = &exchange->request;
    Reply *reply = &exchange->reply;
    if (!exchange->shrinks)
        return;
    Arena *large = request->arena, *kept = arena_new();
    request->arena = kept;
    request->address = arena_text(kept, request->address);
    exchange->network = arena_text(kept, exchange->network);
    exchange->reader = arena_text(kept, exchange->reader);
    exchange->method_name = arena_text(kept, exchange->method_name);
    exchange->path = arena_text(kept, exchange->path);
    exchange->target = exchange->path;
    exchange->query = arena_text(kept, exchange->query);
    for (int i = 0; i < PATH_VALUES_MAX; i++)
        request->path_text[i] = arena_text(kept, request->path_text[i]);
    exchange->headers = NULL;
    exchange->header_count = 0;
    exchange->trouble = (Error) { 0 };
    request->input = request->query = request->prepared = NULL;
    request->body = NULL;
    request->body_bytes = (Bytes) { 0 };
    *reply = (Reply) { .status = reply->status, .size = reply->size, .pieces = reply->pieces };
    exchange->caller.name = arena_text(kept, exchange->caller.name);
    exchange->caller.language = arena_text(kept, exchange->caller.language);
    body_free(&exchange->body);
    arena_free(large);
}

void unread_end(Exchange *exchange)
{
    if (exchange->reader)
        limit_leave(exchange->server->unread, exchange->reader, exchange->unread);
    exchange->reader = NULL;
}
