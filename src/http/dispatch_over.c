/*
 * The smallest client for our own server over its unix socket: one request, one connection, the whole reply in memory.
 * The server knows the caller by the socket's peer credentials and treats it as SYSTEM. A connection that ends before
 * Content-Length is BUSY, never half a reply.
 */
#include "http/dispatch.h"
#include "http/exchange.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static bool socket_open(const char *path, int *fd, Error *error)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    if (strlen(path) >= sizeof address.sun_path)
        return fail(error, ERROR_INPUT, NULL, "the path of the socket is too long: %.120s", path);
    memcpy(address.sun_path, path, strlen(path) + 1);
    int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made >= 0 && !connect(made, (struct sockaddr *)&address, sizeof address)) {
        *fd = made;
        return true;
    }
    int reason = errno;
    if (made >= 0)
        close(made);
    return fail(error, ERROR_BUSY, NULL, "no server listens on %.120s: %s", path, strerror(reason));
}

static bool all_sent(int fd, const char *bytes, size_t size, Error *error)
{
    while (size > 0) {
        ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR)
            return fail(error, ERROR_BUSY, NULL, "lost the connection to the server: %s", strerror(errno));
        if (sent > 0) {
            bytes += sent;
            size -= (size_t)sent;
        }
    }
    return true;
}

static bool request_send(int fd, const DispatchCall *call, Arena *arena, Error *error)
{
    Text head = text_new(arena);
    text_format(&head, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", method_name(call->method),
                call->path);
    if (call->method != GET && call->method != DELETE)
        text_format(&head, "Content-Type: %s\r\nContent-Length: %zu\r\n", call->type ? call->type : "application/json",
                    call->size);
    text_add(&head, "\r\n");
    return all_sent(fd, text_string(&head), head.size, error) && all_sent(fd, call->body, call->size, error);
}

static bool all_received(int fd, Text *text, Error *error)
{
    char block[16384];
    for (;;) {
        ssize_t size = recv(fd, block, sizeof block, 0);
        if (size == 0)
            return true;
        if (size > 0)
            text_add_n(text, block, (size_t)size);
        else if (errno != EINTR)
            return fail(error, ERROR_BUSY, NULL, "lost the connection to the server: %s", strerror(errno));
    }
}

static const char *header_of(Arena *arena, const char *head, const char *name)
{
    size_t size = strlen(name);
    for (const char *line = strstr(head, "\r\n"); line; line = strstr(line + 2, "\r\n"))
        if (!strncasecmp(line + 2, name, size) && line[2 + size] == ':') {
            const char *value = line + 3 + size;
            return text_trim(arena, arena_text_n(arena, value, strcspn(value, "\r")));
        }
    return NULL;
}

static bool reply_read(Arena *arena, const Text *text, DispatchReply *reply, Error *error)
{
    const char *all = text_string(text);
    const char *end = strstr(all, "\r\n\r\n");
    if (!end || sscanf(all, "HTTP/1.1 %d", &reply->status) != 1)
        return fail(error, ERROR_BUSY, NULL, "the server closed the connection early");
    const char *head = arena_text_n(arena, all, (size_t)(end - all));
    const char *length = header_of(arena, head, "Content-Length");
    const char *type = header_of(arena, head, "Content-Type");
    reply->type = type ? type : "";
    reply->body = end + 4;
    reply->size = text->size - (size_t)(end + 4 - all);
    if (length && strtoull(length, NULL, 10) != reply->size)
        return fail(error, ERROR_BUSY, NULL, "the server closed the connection early");
    return true;
}

bool dispatch_over(const char *socket_path, const DispatchCall *call, Arena *arena, DispatchReply *reply, Error *error)
{
    int fd = -1;
    Text text = text_new(arena);
    if (!socket_open(socket_path, &fd, error))
        return false;
    bool ok = request_send(fd, call, arena, error) && all_received(fd, &text, error);
    close(fd);
    return ok && reply_read(arena, &text, reply, error);
}
