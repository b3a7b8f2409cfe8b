/*
 * A file of a table, read: encoding to UTF-8, delimiter, head, rows of texts. Pure: no database.
 *
 * What people put around a table is passed over and counted: titles above the head, empty rows, rows of totals. A row
 * that cannot be read has its reason in `problem` and its line as its only text; reading goes on with the next line.
 *
 * Limits: a field of at most 1 MiB, 500 columns; a row beyond them has its reason in `problem` instead of texts.
 * Errors: INPUT "encoding" for bytes that are not text in the encoding; INPUT "file" when nearly every quote is wrong.
 * Forgets a person: keeps nothing.
 */
#ifndef BANSO_IMPORT_TABLE_H
#define BANSO_IMPORT_TABLE_H

#include "base/arena.h"
#include "base/reason.h"
#include "base/text.h"

#include <stdint.h>

enum { TABLE_COLUMNS_MAX = 500, TABLE_FIELD_MAX = 1024 * 1024, TABLE_HEADING_MAX = 1000 };

typedef struct {
    int64_t line; /* in the file, the first is 1 */
    const char *const *fields;
    size_t count;
    Reason problem;  /* REASON_NONE = good */
    const char *arg; /* of the problem; NULL = none */
} TableRow;

typedef struct {
    const char *text;
    size_t size;
    char delimiter;
    int64_t heading;   /* line of the head; 0 = the first row that is not empty */
    bool takes_totals; /* as rows like others */
} Table;

/* What was passed over. */
typedef struct {
    int64_t empty, totals;
    int64_t total_line; /* of the first row of totals; 0 = none */
} TableRest;

/* False stops the reading. The row's memory is the reader's until the next one. The head comes first. */
typedef bool (*TableTake)(const TableRow *row, void *context);

typedef struct {
    const char *name; /* "utf-8", "utf-16", "shift_jis", "euc-jp", "iso-2022-jp", "windows-1252" or "xlsx" */
    bool sure;        /* else others read the bytes as well or nearly so */
} TableEncoding;

/* By byte order mark, by what is valid and by what reads like a language. */
TableEncoding table_encoding(Arena *arena, const char *bytes, size_t size);
/* UTF-8 without a byte order mark; what is UTF-8 already is not copied. INPUT when the bytes are not text in that
 * encoding or hold NUL. */
bool table_decode(Arena *arena, const char *bytes, size_t size, const char *encoding, const char **text,
                  size_t *text_size, Error *error);
/* The text of a file in any of these, "xlsx" too (xlsx.h), of which `sheet` is read. */
bool table_open(Arena *arena, const char *bytes, size_t size, const char *encoding, int64_t sheet, const char **text,
                size_t *text_size, Error *error);
/* The one of , ; tab and | that cuts the first lines into equal numbers of fields. */
char table_delimiter(const char *text, size_t size);
/* `rest` may be NULL. */
bool table_read(const Table *table, TableTake take, void *context, TableRest *rest, Error *error);

/* Tells two files apart; forging two that look alike gains nothing. */
uint64_t table_hash(const uint8_t *bytes, size_t size);

/* One field as CSV. What a spreadsheet would run as a formula gets an apostrophe before it. */
void table_field_to(Text *csv, const char *field);

#endif
