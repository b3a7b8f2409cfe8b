/* Reads ids, whatever way they arrive. Most are plain ASCII and pass with one look at their bytes; only the others go
 * through ICU. The words that programs write in place of an id ("undefined") are a table here, compared only when the
 * first letter fits. */
#include "base/ident.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

/* In any case of letters. */
static const char *const SLIPS[] = {
    "undefined",     "null",   "nil",     "none",   "nan",  "(null)", "(none)",          "(nil)",
    "(undefined)",   "<null>", "<nil>",   "<none>", "n/a",  "#n/a",   "#null!",          "#ref!",
    "#value!",       "#name?", "#div/0!", "#num!",  "\"\"", "''",     "[object object]", "[object undefined]",
    "[object null]",
};

/* The letters with which one of them begins, so that most ids are not compared at all. */
static const char SLIP_BEGINS[] = "uUnN(<#\"'[";

static bool is_slip(const char *ident)
{
    if (*ident == 0)
        return true;
    for (size_t i = 0; strchr(SLIP_BEGINS, *ident) != NULL && i < sizeof SLIPS / sizeof *SLIPS; i++)
        if (strcasecmp(ident, SLIPS[i]) == 0)
            return true;
    return false;
}

/* ASCII that can be seen, with a blank at neither end. */
static bool is_plain(const char *given)
{
    const char *c = given;
    while (*c >= ' ' && *c <= '~')
        c++;
    return *c == 0 && *given != ' ' && (c == given || c[-1] != ' ');
}

const char *ident_read(Arena *arena, const char *given)
{
    if (given == NULL)
        return NULL;
    if (!is_plain(given))
        given = text_trim(arena, text_visible(arena, given));
    return is_slip(given) ? NULL : given;
}

bool ident_is_long(const char *ident)
{
    return ident != NULL && strnlen(ident, IDENT_MAX + 1) > IDENT_MAX && text_characters(ident) > IDENT_MAX;
}
