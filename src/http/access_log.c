/*
 * One JSON line per request, written when it has ended. The query is left out, since it can hold a token or a person's
 * address; free words of a path are replaced for the same reason (exchange_path_shown).
 */
#include "http/server_inside.h"

#include <unistd.h>

void access_log(const Exchange *exchange)
{
    const Request *request = &exchange->request;
    Text line = text_new(request->arena);
    text_format(&line, "{\"time\":\"%s\",\"level\":\"info\",\"message\":\"request\",\"request\":\"%s\",\"method\":",
                time_format(request->arena, request->now), exchange->id);
    json_string_to(&line, exchange->method_name ? exchange->method_name : "");
    text_add(&line, ",\"path\":");
    json_string_to(&line, exchange_path_shown(exchange));
    text_format(&line, ",\"status\":%d,\"us\":%lld,\"in\":%zu,\"out\":%zu,\"address\":", exchange->reply.status,
                (long long)(clock_monotonic() - exchange->started), exchange->body.received, exchange->reply.size);
    json_string_to(&line, request->address);
    text_add(&line, ",\"caller\":");
    json_string_to(&line, request_actor(request));
    text_add(&line, "}\n");
    /* One write, so that lines of threads do not mix; a full pipe is not worth a request. */
    if (write(STDERR_FILENO, text_string(&line), line.size) < 0)
        return;
}
