/*
 * Pages that the server writes itself, for whom the web UI is not: who is not signed in, who came by a link, who has no
 * JavaScript, and whoever meets a trouble before the web UI is there.
 *
 * A page is a template (http/template.h), the Shape of what fills it, its words in both languages, and a policy: what a
 * browser may do with it. A route names its page (Route.page), so the policy is in the table. Where nothing is said, a
 * page runs no script, loads nothing but our own pictures, sends no form, stands in no frame, is kept by nobody and
 * found by no search engine. A name in a template that neither Shape nor words declare ends the start.
 *
 * In a template stand the Shape's names, `w.name` for a word, and of every page: `page.language`, `page.other` (the
 * other language), `page.title`, `page.tagline`, `page.scheme` (light or dark, where somebody chose it in the web UI).
 * The title is the field `title` where the Shape has one, else the word.
 *
 * Not for: the web UI, which is files (http/asset.h).
 * Units: sizes in bytes.
 * Errors: as template_render.
 * Forgets a person: holds nothing beyond the request.
 */
#ifndef BANSO_HTTP_HTML_H
#define BANSO_HTTP_HTML_H

#include "http/route.h"
#include "http/template.h"

typedef struct {
    const char *name;
    const char *en, *ja;
} PageWord;

/* Lists of sources as Content-Security-Policy writes them: "'self'", "https://a.example"; NULL = none. */
typedef struct {
    const char *scripts;
    const char *forms;    /* where its forms may be sent; "'self'" for a form of ours */
    const char *frames;   /* who may show it in a frame */
    const char *referrer; /* NULL = same-origin: with less, browsers say of a form of ours that it comes from nowhere */
    const char *cache;    /* NULL = no-store */
    bool found;           /* search engines may list it */
} PagePolicy;

struct HtmlPage {
    const Template *template;
    const Shape *shape;    /* NULL = nothing but words */
    const PageWord *words; /* ended by { 0 } */
    PagePolicy policy;
};

/* The page of this request's route, filled from `row`. */
bool reply_page(Request *request, int status, const void *row, Error *error);
/* The web UI, for a route of its own (ROUTE_UI): one that needs no session. */
bool reply_ui(Request *request, Error *error);
/* 303: a browser asks for this path with GET. `path` is one of ours (path_is_ours). */
bool reply_see_other(Request *request, const char *path);

/* "ja" or "en": as chosen in this browser (cookie), by who is signed in, as the browser asks, as the workspace is. */
const char *request_language(const Request *request);
/* The choice, in a cookie that the web UI reads and writes too. */
void language_choose(Request *request, const char *language);
const char *page_say(const Request *request, const PageWord *words, const char *name);

/* Whether a browser that is sent there stays with us: a path of pages that no browser reads as another host. */
bool path_is_ours(const char *path);

/* ---- http's own ---- */

/* A template with an undeclared name, a word without one of its languages: a bug of ours. */
void page_check(const HtmlPage *page);
/* Content-Security-Policy of the page. */
const char *page_policy(Arena *arena, const HtmlPage *page);

#endif
