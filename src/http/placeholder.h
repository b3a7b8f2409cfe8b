/*
 * Texts that staff write with placeholders: "Hello {{requester}},". The caller names the placeholders that there are. A
 * part between {{#account}} and {{/account}} is there when the placeholder has a value, one between {{^account}} and
 * {{/account}} when it has none. Nothing else of a template is taken: it reaches no function, no file and no other
 * record.
 *
 * Not for: HTML, which http/template.h escapes. Here a value stands as it is, for a reader of plain text.
 * Units: sizes in bytes.
 * Errors: INPUT with the field for a text that says a placeholder of another name, or does not close one; INPUT for one
 * that becomes larger than `most`; BUSY when memory runs out. Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_HTTP_PLACEHOLDER_H
#define BANSO_HTTP_PLACEHOLDER_H

#include "base/json.h"
#include "base/shape.h"

/* `known`: the names that there are, ended by NULL. *asked: those that the text says as a value, each once. */
bool placeholders_read(Arena *arena, const char *text, const char *const *known, const char *field, Texts *asked,
                       Error *error);
/* `text` as placeholders_read() takes it. `values`: an object; what it does not have is empty. */
bool placeholders_fill(Arena *arena, const char *text, const Json *values, size_t most, const char **filled,
                       Error *error);

#endif
