/*
 * Whether all that a template names is declared: by the Shape of what fills it, by its words, or by what every page
 * has. It walks the tags as the library does, with the shapes of the sections that are open; the syntax itself was
 * checked when the program was built (tools/templates).
 */
#include "http/html.h"

#include <string.h>

enum { OPEN_MAX = 8, NAME_SIZE = 100 };

typedef struct {
    const HtmlPage *page;
    const Shape *open[OPEN_MAX]; /* of the sections around, the page's own first; NULL = a section without one */
    int depth;
} Walk;

static const char *const OF_EVERY_PAGE[] = { "page.language", "page.other",  "page.title",
                                             "page.tagline",  "page.scheme", NULL };

static bool is_word(const HtmlPage *page, const char *name)
{
    for (const PageWord *word = page->words; word->name; word++)
        if (text_starts(name, "w.") && !strcmp(word->name, name + 2))
            return true;
    return false;
}

static bool is_of_every_page(const char *name)
{
    for (const char *const *one = OF_EVERY_PAGE; *one; one++)
        if (!strcmp(*one, name))
            return true;
    return false;
}

static const Field *field_named(const Walk *walk, const char *name)
{
    for (int i = walk->depth; i >= 0; i--) {
        const Field *field = walk->open[i] ? shape_field(walk->open[i], name) : NULL;
        if (field)
            return field;
    }
    return NULL;
}

static const Field *name_check(const Walk *walk, const char *name)
{
    const Field *field = field_named(walk, name);
    if (!field && strcmp(name, ".") && !is_word(walk->page, name) && !is_of_every_page(name))
        bug("template %s: \"%s\" is not declared", walk->page->template->name, name);
    return field;
}

static void tag_check(Walk *walk, const char *tag)
{
    const char *name = tag + strspn(tag, "#^/ ");
    if (*tag == '!')
        return;
    if (*tag == '/') {
        walk->depth--;
        return;
    }
    const Field *field = name_check(walk, name);
    if (*tag != '#' && *tag != '^')
        return;
    if (walk->depth == OPEN_MAX - 1)
        bug("template %s: more than %d sections inside one another", walk->page->template->name, OPEN_MAX);
    walk->open[++walk->depth] = field && *tag == '#' ? field->shape : NULL;
}

static void words_check(const HtmlPage *page)
{
    for (const PageWord *word = page->words; word->name; word++)
        if (text_is_empty(word->en) || text_is_empty(word->ja))
            bug("template %s: the word \"%s\" lacks a language", page->template->name, word->name);
    if (page->shape && (shape_field(page->shape, "w") || shape_field(page->shape, "page")))
        bug("template %s: the names w and page are taken", page->template->name);
    if (!is_word(page, "w.title") && !(page->shape && shape_field(page->shape, "title")))
        bug("template %s: no title", page->template->name);
}

void page_check(const HtmlPage *page)
{
    Walk walk = { .page = page, .open = { page->shape } };
    char tag[NAME_SIZE];
    words_check(page);
    for (const char *at = page->template->text; (at = strstr(at, "{{")); at += 2) {
        size_t size = strcspn(at + 2, "}");
        if (size >= sizeof tag)
            bug("template %s: a long name", page->template->name);
        memcpy(tag, at + 2, size);
        tag[size] = 0;
        tag_check(&walk, tag);
    }
}
