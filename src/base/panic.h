/*
 * The last words of a process that found its own mistake, or has no memory to go on.
 *
 * Such a process cannot trust its heap, so the words are put together on the stack and written with one write(2), in
 * the form of a log line (base/log.h). Nothing here allocates, takes a lock or calls a function that may call bug().
 *
 * Not for: what a caller or the world did wrong; that is an Error (base/error.h).
 * Units: a message has at most 1,023 bytes and is cut there.
 * Errors: none; the process ends with SIGABRT.
 * Forgets a person: as the log does; messages name fields and ids.
 */
#ifndef BANSO_BASE_PANIC_H
#define BANSO_BASE_PANIC_H

/* Our own mistake: one log line with file and line, then abort(). */
#define bug(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void bug_at(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The id of the request or job that this thread works on, "" for none: log_request_set() keeps it here. Copied. */
void panic_request_set(const char *id);
const char *panic_request(void);

#endif
