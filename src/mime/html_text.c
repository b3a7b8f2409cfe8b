/*
 * libxml2's HTML parser as a stream of tags and texts (SAX), so a deep page needs no tree. The one file that knows
 * libxml2; it is given UTF-8 and told so, whatever the page says of its own charset.
 *
 * In order: writing lines, tags, the parser.
 */
#include "mime/html_text.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- lines --------------------------------------------------------------------------------------------------------
 */

enum { HREF_MAX = 500, QUOTES_MAX = 8 };

typedef struct {
    Text out;
    int quotes;     /* how many blockquotes are open */
    int hidden;     /* script, style, head */
    int preserved;  /* pre, textarea */
    int newlines;   /* due before the next text: 1 a line, 2 a blank line */
    int ended;      /* how many of them are written */
    bool blank;     /* a blank is due before the next text */
    bool line_open; /* the line has its quote marks */
    char href[HREF_MAX];
    size_t link_from; /* where the text of the link begins in `out` */
} Page;

static void newline_due(Page *page, int count)
{
    if (page->newlines < count)
        page->newlines = count;
    page->blank = false;
}

static void marks(Page *page)
{
    for (int i = 0; i < page->quotes && i < QUOTES_MAX; i++)
        text_char(&page->out, '>');
    if (page->quotes)
        text_char(&page->out, ' ');
    page->line_open = true;
}

static void newlines_write(Page *page)
{
    for (; page->ended < page->newlines; page->ended++) {
        if (page->out.size) {
            if (!page->line_open)
                marks(page);
            text_char(&page->out, '\n');
        }
        page->line_open = false;
    }
}

/* One more line, whatever is due: what <br> says. */
static void newline_more(Page *page)
{
    page->newlines = (page->newlines > page->ended ? page->newlines : page->ended) + 1;
    page->blank = false;
}

static void word_write(Page *page, const char *from, size_t size)
{
    newlines_write(page);
    if (!page->line_open)
        marks(page);
    else if (page->blank)
        text_char(&page->out, ' ');
    page->blank = false;
    page->newlines = page->ended = 0;
    text_add_n(&page->out, from, size);
}

static void preserved_write(Page *page, const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        const char *end = memchr(text + at, '\n', size - at);
        size_t count = end ? (size_t)(end - text) - at : size - at;
        if (count)
            word_write(page, text + at, count);
        if (end)
            newline_more(page);
        at += count + (end != NULL);
    }
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void text_read(void *context, const xmlChar *chars, int length)
{
    Page *page = context;
    const char *text = (const char *)chars, *end = text + length;
    if (page->hidden)
        return;
    if (page->preserved) {
        preserved_write(page, text, (size_t)length);
        return;
    }
    while (text < end) {
        const char *from = text;
        while (text < end && is_space(*text))
            text++;
        page->blank |= text > from;
        from = text;
        while (text < end && !is_space(*text))
            text++;
        if (text > from)
            word_write(page, from, (size_t)(text - from));
    }
}

/* ---- tags ---------------------------------------------------------------------------------------------------------
 */

static bool among(const char *names, const char *name)
{
    size_t size = strlen(name);
    for (const char *at = names; (at = strstr(at, name)) != NULL; at += size)
        if (at[-1] == ' ' && at[size] == ' ')
            return true;
    return false;
}

static const char HIDDEN[] = " script style head title noscript template object select ";
static const char BLOCKS[] = " div tr table ul ol dl dt dd form fieldset section article header footer address center "
                             "caption legend li option body html aside main nav figure ";
static const char APART[] = " p h1 h2 h3 h4 h5 h6 blockquote pre ";

static const char *attribute(const xmlChar **attributes, const char *name)
{
    for (size_t i = 0; attributes && attributes[i]; i += 2)
        if (strcasecmp((const char *)attributes[i], name) == 0)
            return (const char *)attributes[i + 1];
    return NULL;
}

static void link_open(Page *page, const xmlChar **attributes)
{
    const char *href = attribute(attributes, "href");
    page->href[0] = '\0';
    if (href && strlen(href) < HREF_MAX && (text_starts(href, "http://") || text_starts(href, "https://")))
        snprintf(page->href, sizeof page->href, "%s", href);
    page->link_from = page->out.size;
}

/* "click here <https://…>": an address that the text does not show is said. */
static void link_close(Page *page)
{
    const char *shown = text_string(&page->out) + page->link_from;
    bool told = strstr(page->href, shown) || strstr(shown, page->href);
    if (page->href[0] && page->out.size > page->link_from && !told) {
        page->blank = true;
        word_write(page, "<", 1);
        text_add(&page->out, page->href);
        text_char(&page->out, '>');
    }
    page->href[0] = '\0';
}

static void image(Page *page, const xmlChar **attributes)
{
    const char *alt = attribute(attributes, "alt");
    if (alt && *alt && !page->hidden)
        text_read(page, (const xmlChar *)alt, (int)strlen(alt));
}

static void inline_open(Page *page, const char *name, const xmlChar **attributes)
{
    if (strcmp(name, "br") == 0) {
        newline_more(page);
    } else if (strcmp(name, "hr") == 0) {
        newline_due(page, 1);
        word_write(page, "---", 3);
        newline_due(page, 1);
    } else if (strcmp(name, "a") == 0) {
        link_open(page, attributes);
    } else if (strcmp(name, "img") == 0) {
        image(page, attributes);
    } else if (strcmp(name, "td") == 0 || strcmp(name, "th") == 0) {
        page->blank = true;
    } else if (strcmp(name, "li") == 0) {
        word_write(page, "-", 1);
        page->blank = true;
    }
}

/* Due lines belong to the text before, with its quote marks; a blank line at the end of a quote does not. */
static void quote_change(Page *page, int by)
{
    newline_due(page, 1);
    if (by < 0)
        page->newlines = 1;
    newlines_write(page);
    page->quotes += by;
}

static void tag_open(void *context, const xmlChar *tag, const xmlChar **attributes)
{
    Page *page = context;
    const char *name = (const char *)tag;
    if (among(HIDDEN, name))
        page->hidden++;
    if (page->hidden)
        return;
    if (among(APART, name))
        newline_due(page, 2);
    else if (among(BLOCKS, name))
        newline_due(page, 1);
    if (strcmp(name, "blockquote") == 0)
        quote_change(page, 1);
    page->preserved += strcmp(name, "pre") == 0;
    inline_open(page, name, attributes);
}

static void tag_close(void *context, const xmlChar *tag)
{
    Page *page = context;
    const char *name = (const char *)tag;
    if (among(HIDDEN, name) && page->hidden > 0) {
        page->hidden--;
        return;
    }
    if (page->hidden)
        return;
    page->preserved -= strcmp(name, "pre") == 0 && page->preserved > 0;
    if (strcmp(name, "a") == 0)
        link_close(page);
    if (strcmp(name, "blockquote") == 0 && page->quotes > 0)
        quote_change(page, -1);
    if (among(APART, name))
        newline_due(page, 2);
    else if (among(BLOCKS, name))
        newline_due(page, 1);
}

/* ---- the parser ---------------------------------------------------------------------------------------------------
 */

static void silent(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

static void parser_start(void)
{
    xmlInitParser();
    xmlSetGenericErrorFunc(NULL, silent);
}

/* No-break spaces are blanks, as they stand before quotes and in empty lines; no blank lines at the end. */
static const char *plain_blanks(char *text)
{
    char *kept = text;
    for (const char *c = text; *c;) {
        if (c[0] == '\xC2' && c[1] == '\xA0') {
            *kept++ = ' ';
            c += 2;
        } else {
            *kept++ = *c++;
        }
    }
    while (kept > text && (kept[-1] == ' ' || kept[-1] == '\n'))
        kept--;
    *kept = '\0';
    return text;
}

const char *html_text(Arena *arena, const char *html)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, parser_start);
    Page page = { .out = text_new(arena) };
    htmlSAXHandler handler = { .startElement = tag_open,
                               .endElement = tag_close,
                               .characters = text_read,
                               .ignorableWhitespace = text_read,
                               .cdataBlock = NULL };
    htmlParserCtxtPtr parser = htmlCreatePushParserCtxt(&handler, &page, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (!parser)
        return "";
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                   HTML_PARSE_IGNORE_ENC);
    htmlParseChunk(parser, html, (int)strlen(html), 1);
    htmlFreeParserCtxt(parser);
    return plain_blanks(arena_text(arena, text_string(&page.out)));
}
