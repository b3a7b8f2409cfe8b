/*
 * Errors, by value, on the stack of the function that began the work.
 *
 * What can fail returns bool, takes `Error *` last, leaves its out-parameters alone on failure and says
 * `return fail(error, ERROR_INPUT, "seats", "an account has at least one seat, got %lld", n)`.
 *
 * There are three sorts of failure. The caller's mistake is INPUT (or AUTH … LIMIT). Trouble outside is FULL, BUSY or
 * INTERNAL, with one log line at the edge. Our own mistake is bug("…") of base/panic.h, which logs and aborts. No
 * function both logs and returns an error.
 *
 * Units: texts and arguments are cut at the numbers of bytes below.
 * Forgets a person: an Error ends with its request. Texts that reach the log name fields and ids, never a person.
 */
#ifndef BANSO_BASE_ERROR_H
#define BANSO_BASE_ERROR_H

#include "base/panic.h"

#include <stdbool.h>

typedef enum {
    ERROR_NONE,
    ERROR_INPUT,     /* 400: `field` names the field that is wrong */
    ERROR_AUTH,      /* 401: we do not know who is asking */
    ERROR_FORBIDDEN, /* 403: we know, and they may not */
    ERROR_MISSING,   /* 404 */
    ERROR_CONFLICT,  /* 409, or 412 when If-Match does not match */
    ERROR_TOO_LARGE, /* 413 */
    ERROR_LIMIT,     /* 429 with Retry-After */
    ERROR_FULL,      /* 507: the disk is full; reads go on */
    ERROR_BUSY,      /* 503 with Retry-After: the database is away or overloaded */
    ERROR_INTERNAL,  /* 500 */
    ERROR_KINDS
} ErrorKind;

enum { ERROR_TEXT_MAX = 240, ERROR_ARGS = 2, ERROR_ARG_MAX = 100 };

/*
 * `field` is a static string or lives in the arena of the request; NULL when no single field is at fault. `reason` is a
 * word of base/reason.h with its arguments, for which each language of the UI has a sentence; NULL when it has none.
 */
typedef struct {
    ErrorKind kind;
    const char *field;
    char text[ERROR_TEXT_MAX];
    const char *reason;
    char args[ERROR_ARGS][ERROR_ARG_MAX];
} Error;

/* Fills `error` and returns false, so that a failing path is one line. What is too long is cut between characters. */
bool fail(Error *error, ErrorKind kind, const char *field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The kind's name in lower case as the API prints it: "input", "too_large". */
const char *error_code(ErrorKind kind);

#endif
