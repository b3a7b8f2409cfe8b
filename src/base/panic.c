/*
 * bug(): format, escape, write, abort. The line used to go through the log, whose lines grow in an arena; but an arena
 * without memory calls bug(), so the process died of endless recursion and said nothing. Order of the file: the line as
 * it grows, its members, the request of the thread, bug_at.
 */
#include "base/panic.h"

#include "base/clock.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MESSAGE_MAX = 1024, REQUEST_MAX = 64, LAST_LINE_MAX = 6 * (MESSAGE_MAX + REQUEST_MAX) + 256 };

/* Every byte may become six (\u0001), so that no line is too long for it. */
typedef struct {
    char bytes[LAST_LINE_MAX];
    size_t size;
} LastLine;

static void line_add(LastLine *line, const char *bytes, size_t size)
{
    memcpy(line->bytes + line->size, bytes, size);
    line->size += size;
}

static void line_text(LastLine *line, const char *text)
{
    line_add(line, text, strlen(text));
}

/* As a string of JSON; invalid UTF-8 becomes U+FFFD, as in the log. */
static void line_string(LastLine *line, const char *text)
{
    line_text(line, "\"");
    for (size_t size; *text; text += size ? size : 1) {
        unsigned char c = (unsigned char)*text;
        char escaped[8];
        size = text_character(text);
        if (size == 0) {
            line_text(line, "\xef\xbf\xbd");
        } else if (c < 0x20) {
            snprintf(escaped, sizeof escaped, "\\u%04x", c);
            line_text(line, escaped);
        } else {
            if (c == '"' || c == '\\')
                line_text(line, "\\");
            line_add(line, text, size);
        }
    }
    line_text(line, "\"");
}

/* Not clock_now(), which reads a file in test builds. */
static void line_time(LastLine *line)
{
    struct timespec now;
    char text[TIME_TEXT_MAX];
    clock_gettime(CLOCK_REALTIME, &now);
    time_write(text, (int64_t)now.tv_sec * MS_PER_SECOND + now.tv_nsec / 1000000);
    line_text(line, text);
}

static void line_write(const LastLine *line)
{
    for (size_t at = 0; at < line->size;) {
        ssize_t written = write(STDERR_FILENO, line->bytes + at, line->size - at);
        if (written <= 0)
            return;
        at += (size_t)written;
    }
}

static _Thread_local char request[REQUEST_MAX];

void panic_request_set(const char *id)
{
    snprintf(request, sizeof request, "%s", id ? id : "");
}

const char *panic_request(void)
{
    return request;
}

void bug_at(const char *file, int line, const char *format, ...)
{
    char message[MESSAGE_MAX];
    LastLine last = { .size = 0 };
    va_list arguments;
    int used = snprintf(message, sizeof message, "bug at %.200s:%d: ", file, line);
    va_start(arguments, format);
    vsnprintf(message + used, sizeof message - (size_t)used, format, arguments);
    va_end(arguments);
    line_text(&last, "{\"time\":\"");
    line_time(&last);
    line_text(&last, "\",\"level\":\"error\",\"message\":");
    line_string(&last, message);
    if (request[0]) {
        line_text(&last, ",\"request\":");
        line_string(&last, request);
    }
    line_text(&last, "}\n");
    line_write(&last);
    abort();
}
