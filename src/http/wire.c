/*
 * The head of a request as it came over the wire. libmicrohttpd splits it in place, writes a zero at each end, and is
 * lenient about what is an end: several blanks, a line feed alone, a zero from the sender, a line without a name (it
 * then takes the head to be over and the rest to be the next request). Proxies read each of these differently. So we
 * check that the pieces follow one another in memory with nothing between them but the proper separators; a folded line
 * shows because libmicrohttpd moves it. All memory read here belongs to the connection, which has room behind the head.
 */
#include "http/server_inside.h"

#include <string.h>

static const char *end_of(const char *text)
{
    return text + strlen(text);
}

/* CR and LF, of which libmicrohttpd made two zeroes. */
static bool ends_line(const char *end)
{
    return end[0] == 0 && end[1] == 0;
}

/* The name begins where the last line ended, and only blanks come before the value. */
static bool header_is_plain(const Header *header, const char *line)
{
    if (header->name != line || header->value < line)
        return false;
    for (const char *at = end_of(header->name) + 1; at < header->value; at++)
        if (*at != ' ' && *at != '\t')
            return false;
    return end_of(header->name) < header->value && ends_line(end_of(header->value));
}

bool wire_head_is_plain(const char *method, uintptr_t target, const char *version, const Header *headers, size_t count)
{
    const char *line = end_of(version) + 2;
    if ((uintptr_t)end_of(method) + 1 != target || !ends_line(end_of(version)))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!header_is_plain(&headers[i], line))
            return false;
        line = end_of(headers[i].value) + 2;
    }
    return ends_line(line);
}
