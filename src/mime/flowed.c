/* format=flowed (RFC 3676): a line that ends in a blank goes on in the next one of the same quote depth. */
#include "mime/mail_inside.h"

#include <string.h>

static size_t depth_of(const char *line)
{
    return strspn(line, ">");
}

static void marks_to(Text *out, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        text_char(out, '>');
    if (depth)
        text_char(out, ' ');
}

typedef struct {
    size_t depth, size;
    const char *from; /* behind its marks and the blank that was stuffed in */
    bool dashes;      /* the line above a signature, which never flows */
    bool flows;       /* it goes on in the next one */
} FlowedLine;

static FlowedLine line_of(const char *text, size_t size)
{
    FlowedLine line = { .depth = depth_of(text) };
    line.from = text + line.depth;
    line.size = size - line.depth;
    if (line.size && *line.from == ' ') {
        line.from++;
        line.size--;
    }
    line.dashes = line.size == 3 && memcmp(line.from, "-- ", 3) == 0;
    line.flows = line.size && line.from[line.size - 1] == ' ' && !line.dashes;
    return line;
}

const char *flowed_text(Arena *arena, const char *text, bool delsp)
{
    Text out = text_new(arena);
    FlowedLine before = { 0 };
    while (*text) {
        size_t size = strcspn(text, "\n");
        FlowedLine line = line_of(text, size);
        bool goes_on = before.flows && line.depth == before.depth && !line.dashes;
        if (before.flows && !goes_on)
            text_char(&out, '\n');
        if (!goes_on)
            marks_to(&out, line.depth);
        text_add_n(&out, line.from, line.size - (line.flows && delsp));
        if (!line.flows && text[size])
            text_char(&out, '\n');
        before = line;
        text += size + (text[size] == '\n');
    }
    return text_string(&out);
}
