/*
 * winmail.dat: the files that Outlook packs into one of its own format (TNEF, MS-OXTNEF). A reader of our own, since it
 * is a flat list of records; it looks at each size before it believes it, and copies nothing.
 *
 * Units: sizes in bytes.
 * Errors: false for what is no TNEF, or is damaged; then the file is shown as it came.
 * Forgets a person: holds nothing beyond the arena.
 */
#ifndef BANSO_MIME_TNEF_H
#define BANSO_MIME_TNEF_H

#include "base/shape.h"

typedef struct {
    const char *name; /* NULL = it has none */
    const char *type;
    Bytes bytes; /* inside what was given */
} TnefFile;

typedef struct {
    List files;       /* TnefFile */
    const char *text; /* NULL = none */
} Tnef;

bool tnef_read(Arena *arena, Bytes bytes, Tnef *tnef);

#endif
