/*
 * Pages of a list: the text of a cursor ("PLACE.ID"), and the extra row that says there is a next page. A cursor names
 * a place and not a number of rows, so rows that are added or removed meanwhile shift nothing.
 */
#include "http/page.h"

#include <ctype.h>
#include <stdlib.h>

static const Field PAGE_BY_ID_FIELDS_OF[] = { PAGE_BY_ID_FIELDS(PageById), { 0 } };
const Shape PAGE_BY_ID = { "PageById", sizeof(PageById), PAGE_BY_ID_FIELDS_OF };

/* Everything that lists are ordered by, times and ids included, is below 2^53, so larger numbers are refused. */
static const int64_t NUMBER_MAX = INT64_C(1) << 53;

/* A number and the character that ends it. */
static bool number_read(const char **at, char ends, int64_t *number)
{
    char *end;
    *number = strtoll(*at, &end, 10);
    if (end == *at || *end != ends || isspace((unsigned char)**at) || *number > NUMBER_MAX || *number < -NUMBER_MAX)
        return false;
    *at = end + 1;
    return true;
}

bool cursor_read(const char *text, Cursor *cursor, Error *error)
{
    Cursor read;
    if (!text)
        return true;
    if (!number_read(&text, '.', &read.place) || !number_read(&text, 0, &read.id))
        return fail(error, ERROR_INPUT, "cursor", "invalid cursor; start again without one");
    *cursor = read;
    return true;
}

const char *cursor_text(Arena *arena, int64_t place, int64_t id)
{
    return arena_format(arena, "%lld.%lld", (long long)place, (long long)id);
}

int64_t page_limit(OptInt asked)
{
    return asked.known ? asked.value : PAGE_ROWS;
}

bool page_goes_on(size_t *count, int64_t limit)
{
    bool goes_on = *count > (size_t)limit;
    *count -= goes_on;
    return goes_on;
}

const char *page_id(Arena *arena, int64_t id)
{
    return arena_format(arena, "%lld", (long long)id);
}
