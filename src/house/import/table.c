/*
 * Encoding (ICU), delimiter and rows (libcsv) of a file.
 *
 * ICU stops at the first bytes that do not belong to the encoding, where its default would replace them. Rows arrive
 * one by one and the arena is emptied after each, so a file of any size costs the memory of one row. libcsv does not
 * count lines: this file does, inside quotes too, and takes CR LF for one end. A row beyond a limit arrives with its
 * reason, and reading continues.
 *
 * In order: decoding; the delimiter; rows; writing a field.
 */
#include "house/import/table.h"

#include "base/csv.h"

#include <csv.h>
#include <stdio.h>
#include <string.h>
#include <unicode/ucnv.h>

const char *table_encoding(const char *bytes, size_t size)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    if (size >= 2 && ((byte[0] == 0xff && byte[1] == 0xfe) || (byte[0] == 0xfe && byte[1] == 0xff)))
        return "utf-16";
    return text_is_utf8(bytes, size) ? "utf-8" : "shift_jis";
}

/* Files that say Shift_JIS hold Microsoft's form of it: with ①, ㈱ and 髙. */
static const char *converter_name(const char *encoding, const char *bytes, size_t size)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    bool marked = size >= 2 && ((byte[0] == 0xff && byte[1] == 0xfe) || (byte[0] == 0xfe && byte[1] == 0xff));
    if (strcmp(encoding, "shift_jis") == 0)
        return "ibm-943_P15A-2003";
    if (strcmp(encoding, "utf-16") == 0)
        return marked ? "UTF-16" : "UTF-16LE";
    return "UTF-8";
}

bool table_decode(Arena *arena, const char *bytes, size_t size, const char *encoding, const char **text,
                  size_t *text_size, Error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    const char *from = bytes, *out = bytes, *to = bytes + size;
    if (strcmp(encoding, "utf-8") != 0) {
        char *made = arena_raw(arena, size * 3 + 4), *end = made;
        UChar pivot[1024], *source = pivot, *target = pivot;
        UConverter *reader = ucnv_open(converter_name(encoding, bytes, size), &status);
        UConverter *writer = ucnv_open("UTF-8", &status);
        ucnv_setToUCallBack(reader, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
        ucnv_convertEx(writer, reader, &end, made + size * 3, &from, bytes + size, pivot, &source, &target,
                       pivot + 1024, 1, 1, &status);
        ucnv_close(reader);
        ucnv_close(writer);
        out = made;
        to = end;
    }
    if (U_FAILURE(status) || !text_is_utf8(out, (size_t)(to - out)))
        return refuse(error, "encoding", REASON_BAD_ENCODING, encoding, NULL);
    if (memchr(out, 0, (size_t)(to - out)) != NULL)
        return refuse(error, "encoding", REASON_NO_TEXT, NULL, NULL);
    size_t mark = to - out >= 3 && memcmp(out, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    *text = out + mark;
    *text_size = (size_t)(to - out) - mark;
    return true;
}

char table_delimiter(const char *text, size_t size)
{
    static const char KNOWN[] = { ',', ';', '\t' };
    size_t counts[3] = { 0 }, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < size && (quoted || text[i] != '\n'); i++) {
        quoted = text[i] == '"' ? !quoted : quoted;
        for (size_t k = 0; k < 3 && !quoted; k++)
            counts[k] += text[i] == KNOWN[k];
    }
    for (size_t k = 1; k < 3; k++)
        best = counts[k] > counts[best] ? k : best;
    return KNOWN[best];
}

typedef struct {
    TableTake take;
    void *context;
    Arena *arena; /* of one row */
    const char *fields[TABLE_COLUMNS_MAX];
    TableRow row;
    int64_t line;
    bool stopped;
    bool after_return; /* the CR of a CR LF was the last that was seen */
} Reading;

static void field_end(void *bytes, size_t size, void *context)
{
    Reading *reading = context;
    TableRow *row = &reading->row;
    if (reading->stopped)
        return;
    for (const char *at = bytes, *end = at + size; at < end && (at = memchr(at, '\n', (size_t)(end - at))); at++)
        reading->line++;
    if (size > TABLE_FIELD_MAX) {
        row->problem = REASON_CELL_LARGE;
        size = 0;
    }
    if (row->count == TABLE_COLUMNS_MAX) {
        row->problem = REASON_MANY_COLUMNS;
        return;
    }
    reading->fields[row->count++] = size == 0 ? "" : arena_text_n(reading->arena, bytes, size);
}

/* Empty lines are not rows, but they count as lines. */
static void row_end(int character, void *context)
{
    Reading *reading = context;
    bool empty = reading->row.count == 0;
    bool second_half = empty && character == '\n' && reading->after_return;
    reading->after_return = character == '\r';
    if (second_half)
        return;
    if (!empty && !reading->stopped && !reading->take(&reading->row, reading->context))
        reading->stopped = true;
    arena_reset(reading->arena);
    reading->line++;
    reading->row = (TableRow) { .line = reading->line, .fields = reading->fields };
}

bool table_read(const char *text, size_t size, char delimiter, TableTake take, void *context, Error *error)
{
    enum { PIECE = 65536 };
    struct csv_parser parser;
    Reading reading = { .take = take, .context = context, .arena = arena_new(), .line = 1 };
    bool ok = true;
    reading.row = (TableRow) { .line = 1, .fields = reading.fields };
    csv_init(&parser, CSV_APPEND_NULL | CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    csv_set_delim(&parser, (unsigned char)delimiter);
    for (size_t at = 0; ok && !reading.stopped && at < size; at += PIECE) {
        size_t piece = size - at < PIECE ? size - at : PIECE;
        ok = csv_parse(&parser, text + at, piece, field_end, row_end, &reading) == piece;
    }
    if (ok && !reading.stopped)
        ok = csv_fini(&parser, field_end, row_end, &reading) == 0;
    csv_free(&parser);
    arena_free(reading.arena);
    char line[24];
    snprintf(line, sizeof line, "%lld", (long long)reading.line);
    return ok || refuse(error, "file", REASON_BAD_QUOTE, line, NULL);
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
