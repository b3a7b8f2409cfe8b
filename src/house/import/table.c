/*
 * Delimiter and rows of a file.
 *
 * Rows arrive one by one and the arena is emptied after each, so a file of any size costs the memory of one row. The
 * reader is our own because of quotes: where one is out of place or never closed, the line it stands in is the bad row
 * and reading goes on behind that line. Other readers either end there, or swallow all rows up to the next quote. What
 * was looked through in vain is bounded, as a file made for it could cost the square of its size.
 *
 * In order: the delimiter; cells and rows; what is passed over; writing a field.
 */
#include "house/import/table.h"

#include "base/csv.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* ---- the delimiter --------------------------------------------------------------------------------------------- */

static const char DELIMITERS[] = { ',', ';', '\t', '|' };
enum { DELIMITER_COUNT = sizeof DELIMITERS, LINES_LOOKED_AT = 50, BYTES_LOOKED_AT = 1024 * 1024 };

/* How often each of them stands in the line, outside quotes. */
static size_t line_counts(const char *text, size_t size, size_t *counts)
{
    bool quoted = false;
    size_t i = 0;
    for (; i < size && (quoted || (text[i] != '\n' && text[i] != '\r')); i++) {
        quoted = text[i] == '"' ? !quoted : quoted;
        for (size_t k = 0; k < DELIMITER_COUNT && !quoted; k++)
            counts[k] += text[i] == DELIMITERS[k];
    }
    return i < size ? i + 1 : i;
}

/* In how many lines it stands as often as in `counts[line]`. */
static size_t lines_alike(size_t counts[][DELIMITER_COUNT], size_t lines, size_t line, size_t k)
{
    size_t alike = 0;
    for (size_t i = 0; i < lines; i++)
        alike += counts[i][k] == counts[line][k];
    return counts[line][k] ? alike : 0;
}

char table_delimiter(const char *text, size_t size)
{
    size_t counts[LINES_LOOKED_AT][DELIMITER_COUNT] = { 0 }, lines = 0, best = 0, best_alike = 0, best_count = 0;
    size = size < BYTES_LOOKED_AT ? size : BYTES_LOOKED_AT;
    for (size_t at = 0; at < size && lines < LINES_LOOKED_AT; lines++)
        at += line_counts(text + at, size - at, counts[lines]);
    for (size_t k = 0; k < DELIMITER_COUNT; k++)
        for (size_t i = 0; i < lines; i++) {
            size_t alike = lines_alike(counts, lines, i, k);
            if (alike > best_alike || (alike == best_alike && counts[i][k] > best_count)) {
                best = k;
                best_alike = alike;
                best_count = counts[i][k];
            }
        }
    return DELIMITERS[best];
}

/* ---- cells and rows -------------------------------------------------------------------------------------------- */

enum { VAIN_MIN = 64 * 1024 * 1024 };

typedef struct {
    const Table *table;
    const char *at, *end;
    Arena *arena; /* of one row */
    const char *fields[TABLE_COLUMNS_MAX];
    TableRow row;
    int64_t line;
    const char *reached;   /* of the cell */
    size_t vain, vain_max; /* bytes looked through for a quote that was not there */
} Reading;

static bool ends_line(char c)
{
    return c == '\n' || c == '\r';
}

static const char *skip_blanks(const Reading *reading, const char *at)
{
    while (at < reading->end && (*at == ' ' || *at == '\t') && *at != reading->table->delimiter)
        at++;
    return at;
}

/* From behind the opening quote to behind the closing one; NULL when none closes it. */
static const char *quoted_read(Reading *reading, const char *at, Text *cell)
{
    for (;;) {
        const char *quote = memchr(at, '"', (size_t)(reading->end - at));
        reading->reached = quote ? quote : reading->end;
        if (!quote)
            return NULL;
        if (cell->size <= TABLE_FIELD_MAX)
            text_add_n(cell, at, (size_t)(quote - at));
        at = quote + 1;
        if (at == reading->end || *at != '"')
            break;
        text_char(cell, '"');
        at++;
    }
    at = skip_blanks(reading, at);
    return at == reading->end || *at == reading->table->delimiter || ends_line(*at) ? at : NULL;
}

static const char *plain_read(const Reading *reading, const char *at, Text *cell)
{
    const char *from = at;
    while (at < reading->end && *at != reading->table->delimiter && !ends_line(*at) && *at != '"')
        at++;
    if (at < reading->end && *at == '"')
        return NULL;
    text_add_n(cell, from, (size_t)(at - from) > TABLE_FIELD_MAX ? TABLE_FIELD_MAX + 1 : (size_t)(at - from));
    return at;
}

static const char *cell_read(Reading *reading, const char *at)
{
    Text cell = text_new(reading->arena);
    const char *quote = skip_blanks(reading, at);
    bool quoted = quote < reading->end && *quote == '"';
    const char *next = quoted ? quoted_read(reading, quote + 1, &cell) : plain_read(reading, at, &cell);
    TableRow *row = &reading->row;
    if (!next)
        return NULL;
    if (cell.size > TABLE_FIELD_MAX) {
        row->problem = REASON_CELL_LARGE;
        cell = text_new(reading->arena);
    }
    if (row->count == TABLE_COLUMNS_MAX)
        row->problem = REASON_MANY_COLUMNS;
    else
        reading->fields[row->count++] = text_string(&cell);
    return next;
}

static const char *line_end(const Reading *reading, const char *at)
{
    while (at < reading->end && !ends_line(*at))
        at++;
    return at;
}

/* Behind the end of the line, CR LF being one. */
static const char *behind_line(const Reading *reading, const char *at)
{
    if (at < reading->end && *at == '\r' && at + 1 < reading->end && at[1] == '\n')
        return at + 2;
    return at < reading->end ? at + 1 : at;
}

/* The line as it stands is all that is known of a row whose quotes are wrong. */
static void row_spoil(Reading *reading, const char *from)
{
    const char *end = line_end(reading, from);
    size_t size = (size_t)(end - from) > TABLE_FIELD_MAX ? TABLE_FIELD_MAX : (size_t)(end - from);
    reading->fields[0] = arena_text_n(reading->arena, from, text_cut(arena_text_n(reading->arena, from, size), size));
    reading->row.count = 1;
    reading->row.problem = REASON_BAD_QUOTE;
    reading->row.arg = arena_format(reading->arena, "%lld", (long long)reading->row.line);
    reading->at = end;
}

/* One row, from its first cell to the end of its line. */
static void row_read(Reading *reading)
{
    const char *from = reading->at, *at = from;
    arena_reset(reading->arena);
    reading->row = (TableRow) { .line = reading->line, .fields = reading->fields };
    reading->reached = from;
    while ((at = cell_read(reading, at)) && at < reading->end && *at == reading->table->delimiter)
        at++;
    if (at) {
        reading->at = at;
    } else {
        reading->vain += (size_t)(reading->reached - from);
        row_spoil(reading, from);
    }
    for (const char *c = from; c < reading->at && (c = memchr(c, '\n', (size_t)(reading->at - c))); c++)
        reading->line++;
    reading->at = behind_line(reading, reading->at);
    reading->line++;
}

/* ---- what is passed over --------------------------------------------------------------------------------------- */

static bool row_is_empty(const TableRow *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (!text_is_empty(row->fields[i]))
            return false;
    return row->problem == REASON_NONE;
}

/* Behind "合計" may stand how many of what: "合計(20社)", "Total: 12". A name goes on in letters. */
static bool is_rest_of_total(const char *rest)
{
    static const char *const UNITS[] = { "社", "件", "名", "円", "行", "人" };
    while (*rest) {
        size_t size = isalpha((unsigned char)*rest) ? 0 : (unsigned char)*rest < 128;
        for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS && !size; i++)
            size = text_starts(rest, UNITS[i]) ? strlen(UNITS[i]) : 0;
        if (!size)
            return false;
        rest += size;
    }
    return true;
}

/* The first cell that is not empty says so. */
static bool row_is_total(Arena *arena, const TableRow *row)
{
    static const char *const WORDS[] = {
        "合計",        "総合計",    "小計",     "総計",  "累計",   "計",
        "grand total", "sub total", "subtotal", "total", "totals", "sum",
    };
    size_t at = 0;
    while (at < row->count && text_is_empty(row->fields[at]))
        at++;
    if (at == row->count || row->problem != REASON_NONE || strlen(row->fields[at]) > 60)
        return false;
    const char *cell = text_fold(arena, text_trim(arena, row->fields[at]));
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (text_starts(cell, WORDS[i]) && is_rest_of_total(cell + strlen(WORDS[i])))
            return true;
    return false;
}

/* Whether the row is one of the table, `head` being whether its head has passed. */
static bool row_counts(Reading *reading, bool head, TableRest *rest)
{
    const TableRow *row = &reading->row;
    if (row->line < reading->table->heading)
        return false;
    if (row_is_empty(row)) {
        rest->empty++;
        return false;
    }
    if (!head || !row_is_total(reading->arena, row))
        return true;
    if (rest->totals++ == 0)
        rest->total_line = row->line;
    return reading->table->takes_totals;
}

bool table_read(const Table *table, TableTake take, void *context, TableRest *rest, Error *error)
{
    TableRest passed = { 0 };
    Reading reading = { .table = table, .at = table->text, .end = table->text + table->size, .line = 1 };
    reading.vain_max = VAIN_MIN + 4 * table->size;
    bool head = false, going = true;
    reading.arena = arena_new();
    while (going && reading.at < reading.end && reading.vain < reading.vain_max) {
        row_read(&reading);
        if (!row_counts(&reading, head, &passed))
            continue;
        head = true;
        going = take(&reading.row, context);
    }
    arena_free(reading.arena);
    if (rest)
        *rest = passed;
    char line[24];
    snprintf(line, sizeof line, "%lld", (long long)reading.line);
    return reading.vain < reading.vain_max || refuse(error, "file", REASON_BAD_QUOTE, line, NULL);
}

/* FNV-1a. */
uint64_t table_hash(const uint8_t *bytes, size_t size)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(1099511628211);
    return hash;
}

void table_field_to(Text *csv, const char *field)
{
    bool formula = csv_is_formula(field);
    if (!formula && strpbrk(field, ",;\t\"\r\n") == NULL) {
        text_add(csv, field);
        return;
    }
    text_char(csv, '"');
    if (formula)
        text_char(csv, '\'');
    for (; *field != 0; field++) {
        if (*field == '"')
            text_char(csv, '"');
        text_char(csv, *field);
    }
    text_char(csv, '"');
}
