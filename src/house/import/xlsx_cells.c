/*
 * The cells of a sheet, as they are shown: shared strings, styles that make a number a day, rows on the lines of their
 * numbers.
 *
 * In order: styles; shared strings; cells; rows; the sheet.
 */
#include "house/import/xlsx_inside.h"

#include "base/clock.h"
#include "base/reason.h"
#include "house/import/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    STYLES_MAX = 65536,
    STRINGS_MAX = 8 * 1024 * 1024,
    ROWS_MAX = 1048576, /* as Excel has it */
};

/* ---- styles ------------------------------------------------------------------------------------------------------ */

/* How a number is shown. ZEROS: with leading zeros, as ids are. */
typedef struct {
    bool day, time;
    int zeros;
} Style;

typedef struct {
    int64_t id;
    Style style;
} Format;

typedef struct {
    Style *styles;
    size_t count;
    Format *formats;
    size_t format_count, format_room;
    Arena *arena;
    bool inside; /* of cellXfs */
    size_t room;
} Styles;

/* Behind what is quoted or in brackets; NULL = nothing is, here. */
static const char *behind_quoted(const char *c)
{
    const char *close = *c == '"' ? strchr(c + 1, '"') : *c == '[' ? strchr(c, ']') : NULL;
    if (close)
        return close + 1;
    return strchr("\\_*", *c) && c[1] ? c + 2 : NULL;
}

/* [h] counts hours beyond a day. */
static bool counts_time(const char *c)
{
    return *c == '[' && strchr("hmsHMS", c[1]) && (c[2] == ']' || (c[2] == c[1] && c[3] == ']'));
}

/* What of a format's code, for numbers above 0, is neither quoted nor in brackets. */
static const char *code_bare(Arena *arena, const char *code)
{
    Text bare = text_new(arena);
    for (const char *c = code; *c && *c != ';';) {
        const char *behind = behind_quoted(c);
        if (!behind || counts_time(c))
            text_char(&bare, behind ? c[1] : *c);
        c = behind ? behind : c + 1;
    }
    return text_lower(arena, text_string(&bare));
}

static bool has(const char *code, const char *letters)
{
    return strpbrk(code, letters) != NULL;
}

static bool shows_time(const char *bare)
{
    return has(bare, "hs") && !has(bare, "#");
}

/* m alone is the month; ggge is a year of an era. */
static bool shows_day(const char *bare)
{
    return has(bare, "yd") || (has(bare, "g") && has(bare, "e")) ||
           (has(bare, "m") && !shows_time(bare) && !has(bare, "0#?"));
}

static Style style_of(Arena *arena, const char *code)
{
    const char *bare = code_bare(arena, code);
    size_t zeros = strspn(bare, "0");
    if (text_starts(bare, "general") || text_starts(bare, "g/"))
        return (Style) { 0 };
    if (zeros > 1 && !bare[zeros])
        return (Style) { .zeros = zeros < 20 ? (int)zeros : 20 };
    return (Style) { .day = shows_day(bare), .time = shows_time(bare) };
}

/* Formats whose code is in no file; those from 27 on are of East Asia. */
static Style style_built_in(int64_t id)
{
    static const struct {
        int64_t first, last;
        Style style;
    } BUILT_IN[] = {
        { 14, 17, { .day = true } },  { 18, 21, { .time = true } }, { 22, 22, { .day = true, .time = true } },
        { 27, 31, { .day = true } },  { 32, 33, { .time = true } }, { 34, 36, { .day = true } },
        { 45, 47, { .time = true } }, { 50, 58, { .day = true } }
    };
    for (size_t i = 0; i < sizeof BUILT_IN / sizeof *BUILT_IN; i++)
        if (id >= BUILT_IN[i].first && id <= BUILT_IN[i].last)
            return BUILT_IN[i].style;
    return (Style) { 0 };
}

static Style style_by_id(const Styles *styles, int64_t id)
{
    for (size_t i = 0; i < styles->format_count; i++)
        if (styles->formats[i].id == id)
            return styles->formats[i].style;
    return style_built_in(id);
}

static void styles_begin(Xml *xml, const char *name, const char **attributes)
{
    Styles *styles = xml->context;
    const char *id = xml_attribute(attributes, "numFmtId"), *code = xml_attribute(attributes, "formatCode");
    if (strcmp(name, "cellXfs") == 0)
        styles->inside = true;
    if (!id || styles->count >= STYLES_MAX || styles->format_count >= STYLES_MAX)
        return;
    if (strcmp(name, "numFmt") == 0 && code) {
        styles->formats = arena_room(styles->arena, styles->formats, styles->format_count, 1, &styles->format_room,
                                     sizeof *styles->formats);
        styles->formats[styles->format_count++] = (Format) { strtoll(id, NULL, 10), style_of(styles->arena, code) };
    } else if (strcmp(name, "xf") == 0 && styles->inside) {
        styles->styles =
            arena_room(styles->arena, styles->styles, styles->count, 1, &styles->room, sizeof *styles->styles);
        styles->styles[styles->count++] = style_by_id(styles, strtoll(id, NULL, 10));
    }
}

static void styles_end(Xml *xml, const char *name)
{
    Styles *styles = xml->context;
    if (strcmp(name, "cellXfs") == 0)
        styles->inside = false;
}

/* ---- shared strings ---------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    Text text; /* all of them, each ended by NUL */
    size_t *starts, count, room;
    bool reads;    /* inside of <t> */
    bool phonetic; /* inside of <rPh>: how the text is pronounced */
} Strings;

static void strings_begin(Xml *xml, const char *name, const char **attributes)
{
    Strings *strings = xml->context;
    (void)attributes;
    if (strcmp(name, "si") == 0) {
        xml->large = xml->large || strings->count >= STRINGS_MAX;
        strings->starts =
            arena_room(strings->arena, strings->starts, strings->count, 1, &strings->room, sizeof *strings->starts);
        strings->starts[strings->count++] = strings->text.size;
    }
    strings->phonetic = strings->phonetic || strcmp(name, "rPh") == 0;
    strings->reads = strcmp(name, "t") == 0 && !strings->phonetic && strings->count;
}

static void strings_end(Xml *xml, const char *name)
{
    Strings *strings = xml->context;
    strings->reads = false;
    if (strcmp(name, "rPh") == 0)
        strings->phonetic = false;
    if (strcmp(name, "si") == 0)
        text_char(&strings->text, 0);
    if (strings->text.size > XLSX_TEXT_MAX) {
        xml->large = true;
        xml_stop(xml);
    }
}

static void strings_words(Xml *xml, const char *bytes, size_t size)
{
    Strings *strings = xml->context;
    if (strings->reads && strings->text.size <= XLSX_TEXT_MAX)
        text_add_n(&strings->text, bytes, size);
}

/* ---- cells ------------------------------------------------------------------------------------------------------- */

typedef struct {
    const Parts *parts;
    const Styles *styles;
    const Strings *strings;
    Text out;      /* the table */
    int64_t line;  /* that `out` has come to */
    int64_t row;   /* of the sheet */
    size_t column; /* of the cell */
    Text rest;     /* the row, until something is found in it */
    size_t filled; /* columns that the row has */
    bool any;      /* the row has a cell with something in it */
    char type[16]; /* of the cell */
    int64_t style; /* −1 = none */
    Text value;    /* of the cell */
    bool reads;    /* inside of <v>, or <t> of <is> */
    bool phonetic;
    Arena *scratch; /* of a row; what is in no column of the table counts, too */
} Cells;

/* "AB12" is 28; 0 = no such thing. */
static size_t column_of(const char *place)
{
    size_t column = 0;
    for (; place && *place >= 'A' && *place <= 'Z' && column < 20000; place++)
        column = column * 26 + (size_t)(*place - 'A' + 1);
    return column;
}

/* "_x000B_" is a character that XML does not have, "_x005F_" the first of a text that only looks so. 0 = neither. */
static unsigned escaped_at(const char *c)
{
    if (c[0] != '_' || c[1] != 'x' || strspn(c + 2, "0123456789abcdefABCDEF") < 4 || c[6] != '_')
        return 0;
    char digits[] = { c[2], c[3], c[4], c[5], 0 };
    unsigned long code = strtoul(digits, NULL, 16);
    return code < 128 ? (unsigned)code : 0;
}

static void cell_quoted(Text *row, const char *text)
{
    text_char(row, '"');
    for (const char *c = text; *c; c++) {
        unsigned escaped = escaped_at(c);
        char plain = escaped ? (char)escaped : *c;
        if (plain == '"')
            text_char(row, '"');
        if (plain != '\r')
            text_char(row, plain == '\n' ? ' ' : plain);
        c += escaped ? strlen("x000B_") : 0;
    }
    text_char(row, '"');
}

/* As many digits as Excel shows, never with an exponent. */
static const char *number_text(Arena *arena, double number, int zeros)
{
    if (fabs(number) >= 1e300 || !isfinite(number))
        return "";
    number += 0.0; /* no −0 */
    if (number == floor(number))
        return arena_format(arena, "%0*.0f", zeros, number);
    char *text = arena_format(arena, "%.15g", number);
    if (!strchr(text, 'e'))
        return text;
    text = arena_format(arena, "%.*f", 14 - (int)floor(log10(fabs(number))), number);
    size_t size = strlen(text);
    while (text[size - 1] == '0')
        text[--size] = 0;
    return text;
}

/* Days from 1970; Excel has a 29 February 1900, day 60. */
static int64_t serial_day(const Parts *parts, int64_t serial)
{
    if (parts->from_1904)
        return serial - 24107;
    return serial - 25569 + (serial < 60);
}

static const char *moment_text(const Cells *cells, double serial, Style style)
{
    double days = floor(serial);
    int64_t seconds = llround((serial - days) * 86400);
    if (seconds == 86400) {
        days++;
        seconds = 0;
    }
    const char *clock = arena_format(cells->scratch, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60),
                                     (int)(seconds % 60));
    if (!style.day)
        return clock;
    const char *day = day_format(cells->scratch, serial_day(cells->parts, (int64_t)days));
    return style.time && seconds ? arena_format(cells->scratch, "%s %s", day, clock) : day;
}

static const char *number_cell(const Cells *cells, const char *value)
{
    char *end;
    double number = strtod(value, &end);
    Style style = { 0 };
    if (end == value || *end)
        return value;
    if (cells->style >= 0 && (size_t)cells->style < cells->styles->count)
        style = cells->styles->styles[cells->style];
    if ((style.day || style.time) && number >= 0 && number < 2958466)
        return moment_text(cells, number, style);
    return number_text(cells->scratch, number, style.zeros);
}

static const char *string_cell(const Cells *cells, const char *value)
{
    char *end;
    long long index = strtoll(value, &end, 10);
    if (end == value || index < 0 || (size_t)index >= cells->strings->count)
        return "";
    return cells->strings->text.data + cells->strings->starts[index];
}

/* "2026-04-01T00:00:00" is a day. */
static const char *day_cell(const Cells *cells, const char *value)
{
    const char *midnight = strstr(value, "T00:00:00");
    return midnight ? arena_text_n(cells->scratch, value, (size_t)(midnight - value)) : value;
}

static const char *cell_text(const Cells *cells)
{
    const char *value = text_string(&cells->value);
    if (strcmp(cells->type, "s") == 0)
        return string_cell(cells, value);
    if (strcmp(cells->type, "b") == 0)
        return xml_is_true(value) ? "TRUE" : *value ? "FALSE" : "";
    if (strcmp(cells->type, "d") == 0)
        return day_cell(cells, value);
    if (strcmp(cells->type, "n") == 0 && *value)
        return number_cell(cells, value);
    return value;
}

/* One column more than a table may have is enough for it to be told. */
static void cell_keep(Cells *cells)
{
    const char *text = cell_text(cells);
    size_t column = cells->column <= TABLE_COLUMNS_MAX ? cells->column : TABLE_COLUMNS_MAX + 1;
    if (!*text || column <= cells->filled)
        return;
    for (; cells->filled + 1 < column; cells->filled++)
        text_char(&cells->rest, ',');
    cell_quoted(&cells->rest, text);
    text_char(&cells->rest, ',');
    cells->filled = column;
    cells->any = true;
}

/* ---- rows -------------------------------------------------------------------------------------------------------- */

static void row_begin(Cells *cells, const char **attributes)
{
    const char *number = xml_attribute(attributes, "r");
    int64_t row = number ? strtoll(number, NULL, 10) : 0;
    arena_reset(cells->scratch);
    cells->rest = cells->value = text_new(cells->scratch);
    cells->row = row > cells->row && row <= ROWS_MAX ? row : cells->row + 1;
    cells->filled = cells->column = 0;
    cells->any = false;
}

/* Rows in which nothing is are left to the next one that has something: sheets often end in thousands of them. */
static void row_end(Cells *cells)
{
    if (!cells->any)
        return;
    for (; cells->line < cells->row; cells->line++)
        text_char(&cells->out, '\n');
    text_add_n(&cells->out, cells->rest.data, cells->rest.size - 1);
}

static void cell_begin(Cells *cells, const char **attributes)
{
    const char *type = xml_attribute(attributes, "t"), *style = xml_attribute(attributes, "s");
    size_t column = column_of(xml_attribute(attributes, "r"));
    snprintf(cells->type, sizeof cells->type, "%s", type ? type : "n");
    cells->style = style ? strtoll(style, NULL, 10) : -1;
    cells->column = column ? column : cells->column + 1;
    cells->value = text_new(cells->scratch);
}

static void cells_begin(Xml *xml, const char *name, const char **attributes)
{
    Cells *cells = xml->context;
    if (strcmp(name, "row") == 0)
        row_begin(cells, attributes);
    else if (strcmp(name, "c") == 0)
        cell_begin(cells, attributes);
    cells->phonetic = cells->phonetic || strcmp(name, "rPh") == 0;
    cells->reads = cells->row && (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) && !cells->phonetic;
}

static void cells_end(Xml *xml, const char *name)
{
    Cells *cells = xml->context;
    cells->reads = false;
    if (strcmp(name, "rPh") == 0)
        cells->phonetic = false;
    if (strcmp(name, "c") == 0 && cells->row)
        cell_keep(cells);
    if (strcmp(name, "row") == 0)
        row_end(cells);
    if (strcmp(name, "sheetData") == 0) {
        xml->stopped = true;
        xml_stop(xml);
    }
    if (cells->out.size + arena_used(cells->scratch) > XLSX_TEXT_MAX) {
        xml->large = true;
        xml_stop(xml);
    }
}

static void cells_words(Xml *xml, const char *bytes, size_t size)
{
    Cells *cells = xml->context;
    if (cells->reads && cells->value.size <= TABLE_FIELD_MAX)
        text_add_n(&cells->value, bytes, size);
}

/* ---- the sheet --------------------------------------------------------------------------------------------------- */

struct XlsxShared {
    Styles styles;
    Strings strings;
};

bool xlsx_shared(Book *book, const Parts *parts, const XlsxShared **shared, Error *error)
{
    XlsxShared *read = arena_make(book->arena, XlsxShared);
    *read = (XlsxShared) { { .arena = book->arena }, { .arena = book->arena, .text = text_new(book->arena) } };
    Xml of_styles = { .begin = styles_begin, .end = styles_end, .context = &read->styles };
    Xml of_strings = { .begin = strings_begin,
                       .end = strings_end,
                       .words = strings_words,
                       .context = &read->strings,
                       .most = XLSX_PART_MAX };
    bool found;
    *shared = read;
    return (!parts->strings || part_read(book, parts->strings, &of_strings, &found, error)) &&
           (!parts->styles || part_read(book, parts->styles, &of_styles, &found, error));
}

bool xlsx_sheet(Book *book, const Parts *parts, const XlsxShared *shared, const char *path, Text *out, Error *error)
{
    Cells cells = { .parts = parts,
                    .styles = &shared->styles,
                    .strings = &shared->strings,
                    .scratch = arena_new(),
                    .out = *out,
                    .line = 1 };
    Xml xml = {
        .begin = cells_begin, .end = cells_end, .words = cells_words, .context = &cells, .most = XLSX_PART_MAX
    };
    bool found;
    cells.rest = cells.value = text_new(cells.scratch);
    bool ok =
        part_read(book, path, &xml, &found, error) && (found || refuse(error, "file", REASON_BAD_WORKBOOK, NULL, NULL));
    arena_free(cells.scratch);
    *out = cells.out;
    return ok;
}
