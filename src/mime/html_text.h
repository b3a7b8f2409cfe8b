/*
 * The text of an HTML mail, for search, for quotes and for who reads without a browser: lines as they would be seen,
 * "> " before quoted ones, the address behind a link whose text does not show it. Nothing of it is HTML again.
 *
 * Not for: showing HTML, nor for making it safe.
 * Units: UTF-8.
 * Errors: none; whatever is no HTML is read as text.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_MIME_HTML_TEXT_H
#define BANSO_MIME_HTML_TEXT_H

#include "base/text.h"

const char *html_text(Arena *arena, const char *html);

#endif
