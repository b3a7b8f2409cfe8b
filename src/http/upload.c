/*
 * A body that is not held: arriving bytes fill one piece, a full piece is written, and until that is committed the
 * connection sleeps, so that the client is read no faster than the disk takes it. Memory is one piece for each upload,
 * counted with all bodies (body.h), and one caller has at most UPLOADS_MAX at a time.
 *
 * When a piece fails, the rest is read and dropped, so that the client hears why. An upload that is cut off leaves
 * pieces behind that nothing refers to; `end` tells the module about them.
 *
 * In this order: the beginning, a piece, the end.
 */
#include "http/server_inside.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_plain(const Exchange *exchange, Error *error)
{
    const char *encoding = exchange_header(exchange, "Content-Encoding");
    return !encoding || !strcasecmp(encoding, "identity") ||
           fail(error, ERROR_INPUT, "Content-Encoding", "send the file as it is, without Content-Encoding");
}

static bool caller_count(Exchange *exchange, Error *error)
{
    const char *caller = caller_name(&exchange->request);
    if (!limit_enter(exchange->server->uploads, caller, 1))
        return fail(error, ERROR_LIMIT, NULL, "at most %d uploads at a time; wait for one to end", UPLOADS_MAX);
    exchange->upload.caller = caller;
    return true;
}

static int64_t length_announced(const Exchange *exchange)
{
    const char *length = exchange_header(exchange, "Content-Length");
    return length ? strtoll(length, NULL, 10) : -1;
}

static bool begin_work(Db *db, void *context, Error *error)
{
    Exchange *exchange = context;
    Request *request = &exchange->request;
    request->db = db;
    bool ok = request->route->upload->begin(request, length_announced(exchange), &exchange->upload.most, error);
    request->db = NULL;
    return ok;
}

bool upload_begin(Exchange *exchange, Error *error)
{
    UploadState *upload = &exchange->upload;
    crypto_hash_sha256_init(&upload->hash);
    upload->begun = is_plain(exchange, error) && caller_count(exchange, error) &&
                    request_read(&exchange->request, begin_work, exchange, error);
    return upload->begun && body_start(&exchange->body, UPLOAD_PIECE, NULL, error);
}

/* ---- a piece --------------------------------------------------------------------------------------------------- */

static bool piece_work(Db *db, void *context, Error *error)
{
    Exchange *exchange = context;
    Request *request = &exchange->request;
    Bytes piece = { exchange->body.data, exchange->body.size };
    request->db = db;
    bool ok = request->route->upload->take(request, exchange->upload.number, piece, error);
    request->db = NULL;
    return ok;
}

/* On the writer's thread. As soon as the connection is resumed, its own thread goes on with it. */
static void piece_done(Write *write, bool ok, const Error *error)
{
    Exchange *exchange = write->context;
    Server *server = exchange->server;
    if (!ok)
        exchange->trouble = *error;
    body_clear(&exchange->body);
    exchange->upload.number++;
    exchange->state = EXCHANGE_BODY;
    peer_phase(&server->peers, peer_of(exchange->connection), PEER_BODY, 0);
    MHD_resume_connection(exchange->connection);
    atomic_fetch_sub(&server->working, 1);
}

static void piece_submit(Exchange *exchange)
{
    Error error = { 0 };
    if (!exchange_wait(exchange, &exchange->trouble))
        return;
    exchange->write =
        (Write) { .work = piece_work, .done = piece_done, .context = exchange, .weight = (int64_t)exchange->body.size };
    if (!store_submit(exchange->request.services->store, &exchange->write, &error))
        piece_done(&exchange->write, false, &error);
}

void upload_add(Exchange *exchange, const char *bytes, size_t *rest)
{
    UploadState *upload = &exchange->upload;
    Body *body = &exchange->body;
    size_t room = UPLOAD_PIECE - body->size, size = *rest < room ? *rest : room;
    *rest -= size;
    if ((int64_t)size > upload->most - upload->sum.size) {
        fail(&exchange->trouble, ERROR_TOO_LARGE, NULL, "the file must be at most %lld bytes", (long long)upload->most);
        body_free(body);
        return;
    }
    if (!body_add(body, bytes, size, &exchange->trouble))
        return;
    crypto_hash_sha256_update(&upload->hash, (const unsigned char *)bytes, size);
    upload->sum.size += (int64_t)size;
    /* Only when bytes are left: libmicrohttpd keeps calling while it has more, although the connection sleeps, unless
     * it is told that not all was taken. So the last piece, even a full one, goes with the handler. */
    if (*rest)
        piece_submit(exchange);
}

/* ---- the end --------------------------------------------------------------------------------------------------- */

void upload_finish(Exchange *exchange)
{
    if (!exchange->upload.begun)
        return;
    crypto_hash_sha256_final(&exchange->upload.hash, exchange->upload.sum.sha256);
    exchange->request.uploaded = &exchange->upload.sum;
}

void upload_end(Exchange *exchange)
{
    UploadState *upload = &exchange->upload;
    int status = exchange->reply.status;
    bool done = status >= 200 && status < 300 && !upload->replayed;
    if (upload->caller)
        limit_leave(exchange->server->uploads, upload->caller, 1);
    if (upload->begun)
        exchange->request.route->upload->end(&exchange->request, done);
    upload->caller = NULL;
    upload->begun = false;
}
