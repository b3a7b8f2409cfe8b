/*
 * Fills the Reply of an exchange: rows and lists through their shapes, files, and errors as RFC 9457 problems. Nothing
 * is sent here. Handlers run before COMMIT, so a reply must be replaceable until then: reply_problem discards what a
 * handler wrote and keeps only its headers when it had not finished. The caller's circles decide which fields are
 * written.
 */
#include "base/log.h"
#include "http/exchange.h"

#include <stdio.h>
#include <string.h>

static const struct {
    int status;
    const char *title;
} TITLES[ERROR_KINDS] = {
    [ERROR_NONE] = { 500, "Internal error" },     [ERROR_INPUT] = { 400, "Invalid request" },
    [ERROR_AUTH] = { 401, "Not signed in" },      [ERROR_FORBIDDEN] = { 403, "Not allowed" },
    [ERROR_MISSING] = { 404, "Not found" },       [ERROR_CONFLICT] = { 409, "Conflict" },
    [ERROR_TOO_LARGE] = { 413, "Too large" },     [ERROR_LIMIT] = { 429, "Too many requests" },
    [ERROR_FULL] = { 507, "Disk full" },          [ERROR_BUSY] = { 503, "Busy" },
    [ERROR_INTERNAL] = { 500, "Internal error" },
};

int error_status(const Error *error)
{
    if (error->kind == ERROR_CONFLICT && text_equal(error->field, "If-Match"))
        return 412;
    if (error->kind == ERROR_MISSING && text_equal(error->field, "method"))
        return 405;
    if (error->kind == ERROR_MISSING && text_equal(error->field, "Host"))
        return 421;
    return TITLES[error->kind].status;
}

/* Some kinds have more than one status; each has its own title. */
static const char *title_of(const Error *error, int status)
{
    return error->kind == ERROR_FULL && error->reason ? "No room for files"
           : status == 405                            ? "Method not allowed"
           : status == 412                            ? "Changed in the meantime"
           : status == 421                            ? "Wrong host"
                                                      : TITLES[error->kind].title;
}

void reply_clear(Exchange *exchange)
{
    exchange->reply = (Reply) { 0 };
}

void reply_header(Request *request, const char *name, const char *value)
{
    Reply *reply = request->reply;
    if (reply->header_count == REPLY_HEADERS_MAX)
        bug("more than %d headers in a reply", REPLY_HEADERS_MAX);
    reply->headers[reply->header_count++] =
        (Header) { arena_text(request->arena, name), arena_text(request->arena, value) };
}

static bool reply_bytes(Request *request, int status, const char *type, const void *bytes, size_t size)
{
    Reply *reply = request->reply;
    reply->status = status;
    reply->type = type;
    reply->bytes = bytes;
    reply->size = size;
    return true;
}

static bool reply_string(Request *request, int status, const char *type, const char *string)
{
    return reply_bytes(request, status, type, string, strlen(string));
}

bool reply_json(Request *request, int status, const char *json)
{
    return reply_string(request, status, "application/json", json);
}

bool reply_text(Request *request, int status, const char *type, const char *text)
{
    return reply_string(request, status, arena_text(request->arena, type), arena_text(request->arena, text));
}

/* What is in no circle is for everybody. */
unsigned reply_sees(const Request *request)
{
    return request->caller->rights | ~(unsigned)CIRCLES_ALL;
}

bool reply_row(Request *request, int status, const Shape *shape, const void *row)
{
    if (!row)
        bug("reply_row of %s without a row", shape->name);
    Text text = text_new(request->arena);
    shape_write_seen(&text, shape, row, reply_sees(request));
    return reply_bytes(request, status, "application/json", text_string(&text), text.size);
}

bool reply_list(Request *request, const Shape *shape, const void *rows, size_t count, const char *next)
{
    Text text = text_new(request->arena);
    text_add(&text, "{\"items\":");
    shape_write_list_seen(&text, shape, rows, count, reply_sees(request));
    text_add(&text, ",\"next\":");
    json_string_to(&text, next);
    text_char(&text, '}');
    return reply_bytes(request, 200, "application/json", text_string(&text), text.size);
}

bool reply_empty(Request *request)
{
    return reply_bytes(request, 204, NULL, "", 0);
}

static bool is_plain(char c)
{
    return c && strchr("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_", c);
}

/* RFC 6266: an ASCII name for the old, the real one percent-encoded beside it. */
static const char *disposition(Arena *arena, const char *file_name, bool shown)
{
    Text text = text_new(arena);
    text_format(&text, "%s; filename=\"", shown ? "inline" : "attachment");
    for (const char *c = file_name; *c; c++)
        text_char(&text, is_plain(*c) || *c == ' ' ? *c : '_');
    text_add(&text, "\"; filename*=UTF-8''");
    for (const char *c = file_name; *c; c++) {
        if (is_plain(*c))
            text_char(&text, *c);
        else
            text_format(&text, "%%%02X", (unsigned char)*c);
    }
    return text_string(&text);
}

bool reply_file(Request *request, const char *type, const char *file_name, const char *bytes, size_t size)
{
    reply_header(request, "Content-Disposition", disposition(request->arena, file_name, false));
    return reply_bytes(request, 200, arena_text(request->arena, type), bytes, size);
}

/* The first piece is written here, where its error can still become a reply. Inside the process (dispatch) no client is
 * slow, so all pieces are. */
bool reply_file_pieces(Request *request, const FileReply *file, Pieces pieces, Error *error)
{
    Text text = text_new(request->arena);
    const char *next = file->from;
    bool whole = !exchange_of(request)->server;
    do {
        if (!pieces(request, next, &text, &next, error))
            return false;
    } while (whole && next);
    reply_header(request, "Content-Disposition", disposition(request->arena, file->file_name, file->shown));
    request->reply->total = file->size;
    request->reply->pieces = next ? pieces : NULL;
    request->reply->from = next;
    return reply_bytes(request, file->status ? file->status : 200, arena_text(request->arena, file->type),
                       text_string(&text), text.size);
}

bool reply_pieces(Request *request, const char *type, const char *file_name, Pieces pieces, Error *error)
{
    return reply_file_pieces(request, &(FileReply) { .type = type, .file_name = file_name }, pieces, error);
}

/* Internal errors are for the log; in a reply they would only help an attacker. */
static const char *detail_of(const Error *error)
{
    return error->kind == ERROR_INTERNAL || error->kind == ERROR_NONE
               ? "The server failed; its log tells more under the id of this request."
               : error->text;
}

/* The word and its arguments, for which the UI has a sentence in the reader's language. */
static void reason_write(Text *text, const Error *error)
{
    if (!error->reason)
        return;
    text_add(text, ",\"reason\":");
    json_string_to(text, error->reason);
    text_add(text, ",\"args\":[");
    for (int i = 0; i < ERROR_ARGS && error->args[i][0]; i++) {
        text_add(text, i == 0 ? "" : ",");
        json_string_to(text, error->args[i]);
    }
    text_char(text, ']');
}

static void problem_write(Text *text, const Error *error, int status, const char *request)
{
    text_add(text, "{\"type\":\"about:blank\",\"title\":");
    json_string_to(text, title_of(error, status));
    text_format(text, ",\"status\":%d,\"code\":", status);
    json_string_to(text, error_code(error->kind == ERROR_NONE ? ERROR_INTERNAL : error->kind));
    text_add(text, ",\"detail\":");
    json_string_to(text, detail_of(error));
    if (error->field) {
        text_add(text, ",\"field\":");
        json_string_to(text, error->field);
        text_add(text, ",\"fields\":[{\"field\":");
        json_string_to(text, error->field);
        text_add(text, ",\"text\":");
        json_string_to(text, detail_of(error));
        text_add(text, "}]");
    }
    reason_write(text, error);
    text_add(text, ",\"request\":");
    json_string_to(text, request);
    text_char(text, '}');
}

/* The protocol of tracking clients settles what a status means: they drop a call on 400 and send it again after 429,
 * and do not know our other codes for the same problems. */
static int problem_status(const Exchange *exchange, const Error *error)
{
    const Route *route = exchange->request.route;
    bool tracks = route && route->flags & ROUTE_TRACKING;
    if (tracks && error->kind == ERROR_TOO_LARGE)
        return 400;
    if (tracks && error->kind == ERROR_BUSY)
        return 429;
    return error_status(error);
}

/* Who asks while the server starts is no trouble. */
static void problem_log(const Exchange *exchange, const Error *error)
{
    bool starts = text_equal(error->field, OPENING_FIELD);
    log_request_set(exchange->id);
    log_line(starts ? LOG_DEBUG : LOG_ERROR, "%s %s: %s", exchange->method_name ? exchange->method_name : "",
             exchange_path_shown(exchange), error->text);
}

void reply_problem(Exchange *exchange, const Error *error)
{
    Request *request = &exchange->request;
    int status = problem_status(exchange, error);
    Reply before = exchange->reply;
    reply_clear(exchange);
    bool waits = status == 429 || status == 503;
    /* Headers that a handler set before it failed stay: a limit says when to come back. */
    for (int i = 0; before.status == 0 && i < before.header_count; i++) {
        exchange->reply.headers[exchange->reply.header_count++] = before.headers[i];
        waits = waits && strcmp(before.headers[i].name, "Retry-After");
    }
    if (waits)
        reply_header(request, "Retry-After", "1");
    if (status >= 500)
        problem_log(exchange, error);
    if (problem_shown(exchange, error, status))
        return;
    if (status == 401)
        reply_header(request, "WWW-Authenticate", "Bearer");
    Text text = text_new(request->arena);
    problem_write(&text, error, status, exchange->id);
    reply_bytes(request, status, "application/problem+json", text_string(&text), text.size);
}
