/*
 * Chooses the way of a call once, in line_open: if the lock of the data directory is free, this process opens the
 * program and calls routes itself; if it is taken, calls go to the server's socket. A server that is starting holds the
 * lock before it answers, so both are tried for ten seconds. A problem document becomes an Error of the same kind
 * again.
 *
 * In order: opening, calls, texts (escaping for URLs, columns for the terminal).
 */
#include "app/line.h"

#include "app/wait.h"
#include "http/dispatch.h"
#include "jobs/module.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A server that holds the lock but does not answer yet is starting; this is how long we wait for it. */
enum { PATIENCE_MS = 10000, PAUSE_MS = 50 };

static bool socket_answers(Arena *arena, const char *path)
{
    DispatchCall call = { .method = GET, .path = "/healthz" };
    DispatchReply reply;
    Error error = { 0 };
    return dispatch_over(path, &call, arena, &reply, &error) && reply.status == 200;
}

bool line_open(Arena *arena, const Settings *settings, bool create, bool jobs, Line *line, Error *error)
{
    *line = (Line) { .arena = arena };
    const char *path = program_socket(arena, settings);
    for (int waited = 0; waited < PATIENCE_MS; waited += PAUSE_MS) {
        if (program_open(settings, create, &line->program, error)) {
            if (!jobs || program_run_jobs(line->program, error))
                return true;
            program_close(line->program);
            return false;
        }
        if (error->kind != ERROR_CONFLICT)
            return false;
        if (socket_answers(arena, path)) {
            line->socket = path;
            return true;
        }
        wait_ms(PAUSE_MS);
    }
    return fail(error, ERROR_BUSY, NULL, "%s is in use, but no server answers on %s yet; it may still be starting",
                settings->data, path);
}

void line_close(Line *line)
{
    if (line->program)
        program_close(line->program);
}

bool line_with(Command *command, bool jobs, LineWork work, Error *error)
{
    Line line;
    if (!line_open(command->arena, &command->settings, false, jobs, &line, error))
        return false;
    bool ok = work(&line, command, error);
    line_close(&line);
    return ok;
}

/* ---- calls ---------------------------------------------------------------------------------------------------- */

static bool send_call(Line *line, const DispatchCall *call, DispatchReply *reply, Error *error)
{
    if (line->socket)
        return dispatch_over(line->socket, call, line->arena, reply, error);
    return dispatch(&line->program->services, modules_routes(line->arena), call, line->arena, reply, error);
}

static ErrorKind kind_of(const Json *problem)
{
    const char *code;
    if (json_get_text(problem, "code", &code))
        for (int kind = ERROR_INPUT; kind < ERROR_KINDS; kind++)
            if (strcmp(error_code((ErrorKind)kind), code) == 0)
                return (ErrorKind)kind;
    return ERROR_INTERNAL;
}

static bool problem(Line *line, const DispatchReply *reply, Error *error)
{
    const Json *json;
    const char *text, *field = NULL;
    if (!json_parse(line->arena, reply->body, reply->size, &json, error) || !json_get_text(json, "detail", &text))
        return fail(error, ERROR_INTERNAL, NULL, "the server answered %d", reply->status);
    json_get_text(json, "field", &field);
    return fail(error, kind_of(json), field, "%s", text);
}

static bool call_json(Line *line, const DispatchCall *call, const Json **json, Error *error)
{
    DispatchReply reply = { 0 };
    if (!send_call(line, call, &reply, error))
        return false;
    if (reply.status >= 400)
        return problem(line, &reply, error);
    if (json)
        *json = NULL;
    return !json || reply.size == 0 || json_parse(line->arena, reply.body, reply.size, json, error);
}

bool line_call(Line *line, Method method, const char *path, const char *body, const Json **reply, Error *error)
{
    DispatchCall call = { method, path, body, body ? strlen(body) : 0, NULL };
    return call_json(line, &call, reply, error);
}

bool line_send(Line *line, const char *path, const char *type, const char *bytes, size_t size, const Json **reply,
               Error *error)
{
    DispatchCall call = { POST, path, bytes, size, type };
    return call_json(line, &call, reply, error);
}

bool line_fetch(Line *line, const char *path, const char **bytes, size_t *size, Error *error)
{
    DispatchCall call = { .method = GET, .path = path };
    DispatchReply reply = { 0 };
    if (!send_call(line, &call, &reply, error))
        return false;
    if (reply.status >= 400)
        return problem(line, &reply, error);
    *bytes = reply.body;
    *size = reply.size;
    return true;
}

bool line_list(Line *line, const char *path, LineTake take, void *context, Error *error)
{
    for (const char *next = ""; next;) {
        const Json *page;
        const char *wanted =
            *next ? arena_format(line->arena, "%s&cursor=%s", path, line_escape(line->arena, next)) : path;
        if (!line_call(line, GET, wanted, NULL, &page, error))
            return false;
        for (const Json *item = json_first(json_get(page, "items")); item; item = json_next(item))
            if (!take(item, context, error))
                return false;
        next = NULL;
        json_get_text(page, "next", &next);
    }
    return true;
}

/* ---- texts ---------------------------------------------------------------------------------------------------- */

const char *line_escape(Arena *arena, const char *text)
{
    static const char PLAIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    Text escaped = text_new(arena);
    for (; *text; text++)
        if (strchr(PLAIN, *text))
            text_char(&escaped, *text);
        else
            text_format(&escaped, "%%%02X", (unsigned char)*text);
    return text_string(&escaped);
}

/* A tab or a new line inside a value would move the columns. */
static void print_text(const char *text)
{
    for (; *text; text++)
        putchar(*text == '\t' || *text == '\n' || *text == '\r' ? ' ' : *text);
}

static void print_value(Arena *arena, const Json *value)
{
    const char *text;
    if (json_is_null(value))
        return;
    if (json_text_value(value, &text))
        print_text(text);
    else
        print_text(json_print(arena, value));
}

void line_print(const Json *item, const char *const *keys)
{
    Arena *arena = arena_new();
    for (const char *const *key = keys; *key; key++) {
        if (key != keys)
            putchar('\t');
        print_value(arena, json_get(item, *key));
    }
    putchar('\n');
    arena_free(arena);
}
