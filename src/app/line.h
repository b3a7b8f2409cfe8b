/*
 * A line to the program: the same routes, called in this process when no server runs (under the lock), else over the
 * unix socket of the server. Verbs are thin clients of it.
 */
#ifndef BANSO_APP_LINE_H
#define BANSO_APP_LINE_H

#include "app/command.h"
#include "app/program.h"
#include "base/json.h"
#include "http/route.h"

typedef struct {
    Arena *arena;
    Program *program;   /* NULL = over the socket */
    const char *socket; /* NULL = in this process */
} Line;

/* `create` as in program_open. With `jobs`, the process that works directly also runs the jobs. */
bool line_open(Arena *arena, const Settings *settings, bool create, bool jobs, Line *line, Error *error);
void line_close(Line *line);

/* What a verb does on a line. */
typedef bool (*LineWork)(Line *line, Command *command, Error *error);
/* Opens a line to a workspace that is there, does the work and closes it. `jobs` as in line_open. */
bool line_with(Command *command, bool jobs, LineWork work, Error *error);

/* Answers of 400 and above become errors of their kind. *reply (may be NULL) = NULL for 204. */
bool line_call(Line *line, Method method, const char *path, const char *body, const Json **reply, Error *error);
/* A body that is not JSON. */
bool line_send(Line *line, const char *path, const char *type, const char *bytes, size_t size, const Json **reply,
               Error *error);
/* A reply that is not JSON. */
bool line_fetch(Line *line, const char *path, const char **bytes, size_t *size, Error *error);
/* Walks all pages of a list; `path` holds a "?". */
typedef bool (*LineTake)(const Json *item, void *context, Error *error);
bool line_list(Line *line, const char *path, LineTake take, void *context, Error *error);

/* For a query string. */
const char *line_escape(Arena *arena, const char *text);
/* Prints the members `keys` (NULL-ended) of an item, separated by tabs. */
void line_print(const Json *item, const char *const *keys);

#endif
