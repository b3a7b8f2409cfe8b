/*
 * Formats an error into the struct of its caller: no allocation and no lock, so that it also works without memory. The
 * text is mended after it was cut, since half a character would make PostgreSQL refuse the row that stores it.
 */
#include "base/error.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>

static const char *const CODES[ERROR_KINDS] = {
    [ERROR_NONE] = "none",           [ERROR_INPUT] = "input",       [ERROR_AUTH] = "auth",
    [ERROR_FORBIDDEN] = "forbidden", [ERROR_MISSING] = "missing",   [ERROR_CONFLICT] = "conflict",
    [ERROR_TOO_LARGE] = "too_large", [ERROR_LIMIT] = "limit",       [ERROR_FULL] = "full",
    [ERROR_BUSY] = "busy",           [ERROR_INTERNAL] = "internal",
};

bool fail(Error *error, ErrorKind kind, const char *field, const char *format, ...)
{
    /* Formatted aside first, so that a caller may quote the error's former text. */
    char text[ERROR_TEXT_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    error->kind = kind;
    error->field = field;
    error->reason = NULL;
    text_mend(text); /* it goes into replies and tables, and PostgreSQL takes nothing else */
    snprintf(error->text, sizeof error->text, "%s", text);
    return false;
}

const char *error_code(ErrorKind kind)
{
    return kind >= 0 && kind < ERROR_KINDS ? CODES[kind] : "internal";
}
