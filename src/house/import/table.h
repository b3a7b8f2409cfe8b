/*
 * A file of a table, read: encoding to UTF-8, delimiter, rows of texts. Pure: no database.
 *
 * Limits: a field of at most 1 MiB, 500 columns; a row beyond them has its reason in `problem` instead of texts.
 */
#ifndef BANSO_IMPORT_TABLE_H
#define BANSO_IMPORT_TABLE_H

#include "base/arena.h"
#include "base/reason.h"
#include "base/text.h"

#include <stdint.h>

enum { TABLE_COLUMNS_MAX = 500, TABLE_FIELD_MAX = 1024 * 1024 };

typedef struct {
    int64_t line; /* in the file, the first is 1 */
    const char *const *fields;
    size_t count;
    Reason problem; /* REASON_NONE = good */
} TableRow;

/* False stops the reading. The row's memory is the reader's until the next one. */
typedef bool (*TableTake)(const TableRow *row, void *context);

/* "utf-8", "shift_jis" or "utf-16", by byte order mark and by what is valid. */
const char *table_encoding(const char *bytes, size_t size);
/* UTF-8 without a byte order mark; what is UTF-8 already is not copied. INPUT when the bytes are not text in that
 * encoding or hold NUL. */
bool table_decode(Arena *arena, const char *bytes, size_t size, const char *encoding, const char **text,
                  size_t *text_size, Error *error);
/* The one of , ; and tab that stands most often in the first line, outside quotes. */
char table_delimiter(const char *text, size_t size);
/* INPUT when quotes are not closed. */
bool table_read(const char *text, size_t size, char delimiter, TableTake take, void *context, Error *error);

/* One field as CSV. What a spreadsheet would run as a formula gets an apostrophe before it. */
void table_field_to(Text *csv, const char *field);

#endif
