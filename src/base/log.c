/*
 * One line per call, put together in an arena and sent with one write(2), so that lines of several threads do not mix.
 * The request's id comes from the thread (panic.h), which is why nobody passes it along. The level is one relaxed
 * atomic: a line below it costs a load.
 */
#include "base/log.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/panic.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const NAMES[] = { "debug", "info", "warn", "error" };

static atomic_int lowest = LOG_INFO;

void log_level_set(LogLevel level)
{
    atomic_store_explicit(&lowest, (int)level, memory_order_relaxed);
}

void log_request_set(const char *id)
{
    panic_request_set(id);
}

/* One write per line, so that lines of several threads do not mix. A log that cannot be written is not an error. */
static void emit(const char *line, size_t size)
{
    while (size) {
        ssize_t written = write(STDERR_FILENO, line, size);
        if (written <= 0)
            return;
        line += written;
        size -= (size_t)written;
    }
}

void log_line(LogLevel level, const char *format, ...)
{
    if ((int)level < atomic_load_explicit(&lowest, memory_order_relaxed))
        return;
    char message[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    Arena *arena = arena_new();
    Text text = text_new(arena);
    text_format(&text, "{\"time\":\"%s\",\"level\":\"%s\",\"message\":", time_format(arena, clock_now()), NAMES[level]);
    json_string_to(&text, message);
    if (panic_request()[0]) {
        json_key_to(&text, "request");
        json_string_to(&text, panic_request());
    }
    text_add(&text, "}\n");
    emit(text.data, text.size);
    arena_free(arena);
}
