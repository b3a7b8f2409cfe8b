/* Filling a page: the values of the request, the words of the language, the template. */
#include "http/html.h"

#include "frame.html.h"
#include "http/exchange.h"
#include "http/query.h"

#include <string.h>
#include <strings.h>

enum { PAGE_MAX = 1 << 20, LANGUAGE_SECONDS = 365 * 24 * 60 * 60 };

static const char LANGUAGE_COOKIE[] = "banso_language";
static const char SCHEME_COOKIE[] = "banso_scheme";

/* ---- the language ---------------------------------------------------------------------------------------------- */

static const char *language_known(const char *name)
{
    return text_equal(name, "ja") ? "ja" : text_equal(name, "en") ? "en" : NULL;
}

/* The first of the two that the list names: browsers write the dearest first. NULL = neither. */
static const char *language_accepted(const char *list)
{
    for (const char *at = list; at && *at;) {
        at += strspn(at, ", \t");
        size_t size = strcspn(at, ",;- \t");
        if (size == 2 && !strncasecmp(at, "ja", 2))
            return "ja";
        if (size == 2 && !strncasecmp(at, "en", 2))
            return "en";
        at += strcspn(at, ",");
    }
    return NULL;
}

const char *request_language(const Request *request)
{
    const char *chosen = language_known(request_cookie(request, LANGUAGE_COOKIE));
    if (chosen)
        return chosen;
    if (request->caller->kind == CALLER_STAFF && language_known(request->caller->language))
        return request->caller->language;
    const char *accepted = language_accepted(request_header(request, "Accept-Language"));
    const char *ours = language_known(atomic_load(&request->services->language));
    return accepted ? accepted : ours ? ours : "en";
}

void language_choose(Request *request, const char *language)
{
    reply_header(request, "Set-Cookie",
                 arena_format(request->arena, "%s=%s; Path=/; Max-Age=%d; SameSite=Lax%s", LANGUAGE_COOKIE, language,
                              LANGUAGE_SECONDS, request_is_https(request) ? "; Secure" : ""));
}

static const char *word_in(const char *language, const PageWord *words, const char *name)
{
    for (const PageWord *word = words; word && word->name; word++)
        if (!strcmp(word->name, name))
            return !strcmp(language, "ja") ? word->ja : word->en;
    bug("a page has no word \"%s\"", name);
}

const char *page_say(const Request *request, const PageWord *words, const char *name)
{
    return word_in(request_language(request), words, name);
}

/* ---- the values ------------------------------------------------------------------------------------------------ */

static void member_to(Text *text, const char *name, const char *value)
{
    json_key_to(text, name);
    json_string_to(text, value);
}

static const char *scheme_of(const Request *request)
{
    const char *chosen = request_cookie(request, SCHEME_COOKIE);
    return text_equal(chosen, "dark") ? "dark" : text_equal(chosen, "light") ? "light" : "";
}

static const char *title_of(const HtmlPage *page, const char *language, const void *row)
{
    const Field *field = page->shape ? shape_field(page->shape, "title") : NULL;
    return field ? *(const char *const *)((const char *)row + field->offset) : word_in(language, page->words, "title");
}

static void page_to(Text *text, const Request *request, const HtmlPage *page, const char *language, const void *row)
{
    bool japanese = !strcmp(language, "ja");
    json_key_to(text, "page");
    text_char(text, '{');
    member_to(text, "language", language);
    member_to(text, "other", japanese ? "en" : "ja");
    member_to(text, "scheme", scheme_of(request));
    member_to(text, "title", title_of(page, language, row));
    member_to(text, "tagline", japanese ? "お客さまに伴走する" : "Running alongside your customers");
    text_char(text, '}');
}

/* The row's members stand beside the others: "{…}" without its braces. */
static void row_to(Text *text, const Request *request, const HtmlPage *page, const void *row)
{
    Text own = text_new(request->arena);
    shape_write_seen(&own, page->shape, row, reply_sees(request));
    if (own.size <= 2)
        return;
    text_char(text, ',');
    text_add_n(text, own.data + 1, own.size - 2);
}

static const Json *values_of(const Request *request, const HtmlPage *page, const char *language, const void *row,
                             Error *error)
{
    Text text = text_new(request->arena);
    const Json *values;
    text_add(&text, "{");
    page_to(&text, request, page, language, row);
    json_key_to(&text, "w");
    text_char(&text, '{');
    for (const PageWord *word = page->words; word->name; word++)
        member_to(&text, word->name, !strcmp(language, "ja") ? word->ja : word->en);
    text_char(&text, '}');
    if (page->shape)
        row_to(&text, request, page, row);
    text_char(&text, '}');
    return json_parse(request->arena, text_string(&text), text.size, &values, error) ? values : NULL;
}

/* ---- the reply ------------------------------------------------------------------------------------------------- */

/* One language answered may not be shown to who asks for the other. */
bool page_reply(Request *request, const HtmlPage *page, int status, const void *row, Error *error)
{
    const char *language = request_language(request);
    const Json *values = values_of(request, page, language, row, error);
    Text text = text_new(request->arena);
    if (!values || !template_render(page->template, values, PAGE_MAX, &text, error))
        return false;
    Reply *reply = request->reply;
    reply->page = page;
    reply->status = status;
    reply->type = "text/html; charset=utf-8";
    reply->bytes = text_string(&text);
    reply->size = text.size;
    reply_header(request, "Vary", "Accept-Language, Cookie");
    return true;
}

bool reply_page(Request *request, int status, const void *row, Error *error)
{
    if (!request->route->page)
        bug("%s names no page", request->route->path);
    return page_reply(request, request->route->page, status, row, error);
}

/* As a browser reads it: what is not plain is percent-encoded, so that no header can be broken. */
static const char *location_of(Arena *arena, const char *path)
{
    Text text = text_new(arena);
    for (const unsigned char *c = (const unsigned char *)path; *c; c++) {
        if (*c > 0x20 && *c < 0x7f && !strchr("\"<>\\^`{|}", *c))
            text_char(&text, (char)*c);
        else
            text_format(&text, "%%%02X", *c);
    }
    return text_string(&text);
}

bool reply_see_other(Request *request, const char *path)
{
    if (!path_is_ours(path))
        bug("a redirect out of the house");
    reply_header(request, "Location", location_of(request->arena, path));
    request->reply->status = 303;
    request->reply->type = NULL;
    request->reply->bytes = "";
    request->reply->size = 0;
    return true;
}

enum { PATH_MAX_SENT = 2000 };

/* Browsers read "\" as "/" and leave out tabs and line ends: "/\evil.example" and "/<tab>/evil.example" are another
 * host to them. Below /api is nothing that a person wants to come back to. */
bool path_is_ours(const char *path)
{
    if (!path || path[0] != '/' || path[1] == '/' || strlen(path) > PATH_MAX_SENT || text_starts(path, "/api/"))
        return false;
    for (const unsigned char *c = (const unsigned char *)path; *c; c++)
        if (*c < 0x20 || *c == 0x7f || *c == '\\')
            return false;
    return true;
}

const char *page_policy(Arena *arena, const HtmlPage *page)
{
    const PagePolicy *policy = &page->policy;
    Text text = text_new(arena);
    text_add(&text, "default-src 'none'; style-src '" TEMPLATE_STYLE_HASH
                    "'; img-src 'self'; font-src 'self'; base-uri 'none'");
    if (policy->scripts)
        text_format(&text, "; script-src %s", policy->scripts);
    text_format(&text, "; form-action %s", policy->forms ? policy->forms : "'none'");
    text_format(&text, "; frame-ancestors %s", policy->frames ? policy->frames : "'none'");
    return text_string(&text);
}
