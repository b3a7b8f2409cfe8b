/*
 * One JSON line per event on stderr: {"time","level","message","request",…}. Only the edges log (http, jobs, app).
 *
 * Units: times in RFC 3339 with milliseconds.
 * Errors: none; a line that cannot be written is lost.
 * Forgets a person: lines hold ids, paths and addresses of machines, never names or texts of a person; the system
 * decides how long they are kept (journald, logrotate).
 */
#ifndef BANSO_BASE_LOG_H
#define BANSO_BASE_LOG_H

typedef enum { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR } LogLevel;

void log_level_set(LogLevel level);
/* The id of the request or job that this thread works on; "" for none. Copied. */
void log_request_set(const char *id);
void log_line(LogLevel level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
