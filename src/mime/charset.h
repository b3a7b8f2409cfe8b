/*
 * Bytes of a mail as text. A label says how they were meant and is often wrong or missing, so the bytes are looked at
 * too: an escape of ISO-2022-JP decides before anything else, then the label where the bytes fit it, then what the
 * bytes look like. Conversion is ICU's, whose Japanese tables are those of Windows (①, ㈱, 髙), as mail programs write.
 *
 * Not for: CSV and other files, whose charset a person chooses.
 * Units: sizes in bytes.
 * Errors: none; what no charset explains becomes U+FFFD. The text is valid UTF-8 without NUL.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_MIME_CHARSET_H
#define BANSO_MIME_CHARSET_H

#include "base/shape.h"

/* `label` may be NULL. *used (may be NULL) = the charset that was read, as a name for people: "ISO-2022-JP". */
const char *charset_text(Arena *arena, Bytes bytes, const char *label, const char **used);
/* As the label says, whatever the bytes look like: for a charset that a person chose. */
const char *charset_forced(Arena *arena, Bytes bytes, const char *label);
/* Whether `label` names a charset that can be read. */
bool charset_known(const char *label);
/* Whether the bytes hold an escape of ISO-2022-JP. */
bool charset_escapes(Bytes bytes);

#endif
