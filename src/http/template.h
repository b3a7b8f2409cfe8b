/*
 * A template of HTML with holes, filled from a tree of JSON. Every value is escaped: a template has no way to say
 * otherwise (tools/templates refuses it). Texts of staff with placeholders go through http/placeholder.h. The library
 * behind it is mustache for C++; no exception leaves template.cpp.
 *
 * Not for: mail and other text that is not HTML; values inside scripts, styles or addresses that begin with them.
 * Units: sizes in bytes.
 * Errors: BUSY when memory runs out, INTERNAL for a page larger than `most` or a template that cannot be read.
 * Forgets a person: holds nothing beyond the call.
 */
#ifndef BANSO_HTTP_TEMPLATE_H
#define BANSO_HTTP_TEMPLATE_H

#include "base/json.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    const char *name; /* of its file: "sign_in" */
    const char *text;
} Template;

/* Appends to `out`. A text, a number or true shows a section, an object too; null, false, "" and an empty list hide it.
 */
bool template_render(const Template *from, const Json *values, size_t most, Text *out, Error *error);
/* The same for plain text, in which a value stands as it is: for http/placeholder.h, which says what such a text may
 * ask. */
bool template_fill(const Template *from, const Json *values, size_t most, Text *out, Error *error);

#ifdef __cplusplus
}
#endif

#endif
