/*
 * Lists as files: which columns, a cell by its type, then the two kinds of file. Between two pieces of a workbook the
 * cursor carries what base/xlsx.h needs, before the cursor of the list.
 *
 * In order: columns; cells; CSV; Excel; pieces.
 */
#include "house/field/list_file.h"

#include "base/amount.h"
#include "base/clock.h"
#include "base/csv.h"
#include "base/money.h"
#include "base/xlsx.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { COLUMNS_MAX = 80, PIECE_ROWS = 500 };

/* ---- columns --------------------------------------------------------------------------------------------------- */

/* One column of the file: a field of the row, a custom field, or one that the list adds. */
typedef struct {
    const char *name;
    const Field *field;          /* NULL = see below */
    const FieldDefined *defined; /* NULL = one that the list adds */
    const ListColumn *known;     /* its heading; NULL = none */
} Column;

typedef struct {
    Request *request;
    const ListFile *list;
    FieldsDefined fields;
    bool words; /* it is for people */
    Column columns[COLUMNS_MAX];
    size_t count;
    Arena *arena;
} File;

static const Field *row_field(const Shape *row, const char *name)
{
    for (const Field *field = row->fields; field->type != FIELD_END; field++)
        if (strcmp(field->name, name) == 0 && field->type != FIELD_LIST && field->type != FIELD_JSON)
            return field;
    return NULL;
}

static const ListColumn *known_column(const ListFile *list, const char *name)
{
    for (const ListColumn *column = list->columns; column->name; column++)
        if (strcmp(column->name, name) == 0)
            return column;
    return NULL;
}

static bool column_find(const File *file, const char *name, Column *column, Error *error)
{
    *column = (Column) { .name = name, .known = known_column(file->list, name) };
    if (column->known && column->known->cell)
        return true;
    column->field = row_field(file->list->row, name);
    if (!column->field && text_starts(name, "field:"))
        column->defined = field_by_key(&file->fields, name + strlen("field:"));
    return column->field || column->defined || fail(error, ERROR_INPUT, "columns", "unknown column \"%.60s\"", name);
}

static unsigned column_circle_of(const Column *column)
{
    return column->field ? field_circle(column->field) : column->defined ? CIRCLE_NONE : column->known->circle;
}

static bool is_chosen(const File *file, const char *name)
{
    for (size_t i = 0; i < file->count; i++)
        if (strcmp(file->columns[i].name, name) == 0)
            return true;
    return false;
}

/* `asked`: who does not see it is refused; else it is left out. */
static bool column_add(File *file, const char *name, bool asked, Error *error)
{
    Column column;
    if (is_chosen(file, name))
        return true;
    if (file->count == COLUMNS_MAX)
        return fail(error, ERROR_INPUT, "columns", "takes at most %d columns", COLUMNS_MAX);
    if (!column_find(file, name, &column, error))
        return false;
    unsigned circle = column_circle_of(&column);
    if (asked && !request_sees(file->request, circle, "columns", error))
        return false;
    if (!(circle & ~file->request->caller->rights))
        file->columns[file->count++] = column;
    return true;
}

/* Beside a column of a file for people stands what belongs to it. */
static bool company_add(File *file, const char *name, Error *error)
{
    const ListColumn *known = file->words ? known_column(file->list, name) : NULL;
    return !known || !known->with || column_add(file, known->with, false, error);
}

static bool columns_read(File *file, const char *names, Error *error)
{
    char *rest = arena_text(file->arena, names ? names : file->list->usual);
    if (file->words && file->list->first && !column_add(file, file->list->first, false, error))
        return false;
    for (char *name; (name = strtok_r(rest, ",", &rest));)
        if (!column_add(file, name, names != NULL, error) || !company_add(file, name, error))
            return false;
    return file->count || fail(error, ERROR_INPUT, "columns", "needs at least one column");
}

static const char *heading_of(const File *file, const Column *column)
{
    bool ja = text_equal(file->request->caller->language, "ja");
    if (!file->words)
        return column->name;
    if (column->defined)
        return ja && column->defined->name_ja ? column->defined->name_ja : column->defined->name;
    return !column->known ? column->name : ja ? column->known->head_ja : column->known->head;
}

/* ---- cells ----------------------------------------------------------------------------------------------------- */

ListCell list_amount(Arena *arena, const Money *money)
{
    if (!money)
        return (ListCell) { 0 };
    int digits = currency_digits(money->currency);
    int64_t unit = 1;
    for (int i = 0; i < digits; i++)
        unit *= 10;
    int64_t size = money->amount < 0 ? -money->amount : money->amount;
    const char *sign = money->amount < 0 ? "-" : "";
    const char *text = digits ? arena_format(arena, "%s%" PRId64 ".%0*" PRId64, sign, size / unit, digits, size % unit)
                              : arena_format(arena, "%s%" PRId64, sign, size);
    return (ListCell) { .type = LIST_AMOUNT, .text = text, .digits = digits };
}

/* An import parts words by commas. */
static ListCell texts_cell(const File *file, const Texts *texts)
{
    Text joined = text_new(file->arena);
    for (size_t i = 0; i < texts->count; i++)
        text_format(&joined, "%s%s", !i ? "" : file->words ? ", " : " ", texts->items[i]);
    return (ListCell) { .type = LIST_TEXT, .text = text_string(&joined) };
}

static ListCell ids_cell(Arena *arena, const Ids *ids)
{
    Text joined = text_new(arena);
    for (size_t i = 0; i < ids->count; i++)
        text_format(&joined, "%s%" PRId64, i ? " " : "", ids->items[i]);
    return (ListCell) { .type = ids->count == 1 ? LIST_NUMBER : LIST_TEXT, .text = text_string(&joined) };
}

static ListCell real_cell(Arena *arena, double value)
{
    Text real = text_new(arena);
    json_real_to(&real, value);
    return (ListCell) { .type = LIST_NUMBER, .text = text_string(&real) };
}

static ListCell integer_cell(Arena *arena, const Field *field, const void *at)
{
    int64_t value = field->type == FIELD_FLAG && !field->optional ? *(const bool *)at : *(const int64_t *)at;
    if (field->optional && !((const OptInt *)at)->known)
        return (ListCell) { 0 };
    if (field->type == FIELD_DAY || field->type == FIELD_TIME)
        return (ListCell) { .type = field->type == FIELD_DAY ? LIST_DAY : LIST_TIME, .value = value };
    return (ListCell) { .type = LIST_NUMBER, .text = arena_format(arena, "%" PRId64, value) };
}

static ListCell field_cell(const File *file, const Field *field, const void *row)
{
    const void *at = (const char *)row + field->offset;
    switch (field->type) {
    case FIELD_TEXT:
        return (ListCell) { .type = LIST_TEXT, .text = *(const char *const *)at };
    case FIELD_OBJECT:
        return list_amount(file->arena, *(const Money *const *)at);
    case FIELD_TEXTS:
        return texts_cell(file, at);
    case FIELD_IDS:
        return ids_cell(file->arena, at);
    case FIELD_REAL:
        return real_cell(file->arena, *(const double *)at);
    default:
        return integer_cell(file->arena, field, at);
    }
}

static ListCell defined_cell(const File *file, const FieldDefined *defined, const Json *values)
{
    const Json *value = json_get(values, defined->key);
    const char *text;
    int64_t day;
    if (json_is_null(value))
        return (ListCell) { 0 };
    if (!json_text_value(value, &text))
        return (ListCell) { .type = defined->kind == FIELD_KIND_NUMBER ? LIST_NUMBER : LIST_TEXT,
                            .text = json_print(file->arena, value) };
    if (defined->kind == FIELD_KIND_DATE && day_parse(text, &day))
        return (ListCell) { .type = LIST_DAY, .value = day };
    return (ListCell) { .type = LIST_TEXT, .text = text };
}

static ListCell cell_of(const File *file, const Column *column, const Json *values, const void *row)
{
    if (column->field)
        return field_cell(file, column->field, row);
    if (column->defined)
        return defined_cell(file, column->defined, values);
    return column->known->cell(file->request, file->arena, row);
}

static bool values_read(const File *file, const void *row, const Json **values, Error *error)
{
    *values = NULL;
    if (!file->list->object)
        return true;
    const char *text = *(const char *const *)(const void *)((const char *)row + file->list->fields_at);
    return json_parse(file->arena, text, strlen(text), values, error);
}

/* ---- CSV ------------------------------------------------------------------------------------------------------- */

/* For people as a clock on the wall shows it. */
static const char *time_text(const File *file, int64_t ms)
{
    if (!file->words)
        return time_format(file->arena, ms);
    int64_t local = zone_local(atomic_load(&file->request->services->zone), ms);
    char *text = arena_text(file->arena, time_format(file->arena, local));
    text[strlen("2026-11-22")] = ' ';
    text[strlen("2026-11-22 00:00:00")] = 0;
    return text;
}

static void csv_to(Text *csv, const File *file, const ListCell *cell)
{
    if (cell->type == LIST_TEXT)
        csv_cell_to(csv, cell->text);
    else if (cell->type == LIST_DAY)
        csv_plain_to(csv, day_format(csv->arena, cell->value));
    else if (cell->type == LIST_TIME)
        csv_plain_to(csv, time_text(file, cell->value));
    else
        csv_plain_to(csv, cell->text);
}

static void csv_head_to(Text *csv, const File *file)
{
    text_add(csv, CSV_MARK);
    for (size_t i = 0; i < file->count; i++)
        csv_cell_to(csv, heading_of(file, &file->columns[i]));
    csv_end_to(csv);
}

/* ---- Excel ----------------------------------------------------------------------------------------------------- */

static void xlsx_to(Xlsx *sheet, const File *file, const ListCell *cell)
{
    const Zone *zone = atomic_load(&file->request->services->zone);
    bool text = cell->text && *cell->text;
    if (cell->type == LIST_DAY)
        xlsx_day_to(sheet, cell->value);
    else if (cell->type == LIST_TIME)
        xlsx_moment_to(sheet, zone_local(zone, cell->value));
    else if (cell->type == LIST_TEXT)
        xlsx_text_to(sheet, cell->text);
    else if (cell->type == LIST_AMOUNT && text)
        xlsx_amount_to(sheet, cell->text, cell->digits);
    else if (cell->type == LIST_NUMBER && text)
        xlsx_number_to(sheet, cell->text);
    else
        xlsx_empty_to(sheet);
}

static void xlsx_heads_to(Xlsx *sheet, const File *file)
{
    for (size_t i = 0; i < file->count; i++)
        xlsx_head_to(sheet, heading_of(file, &file->columns[i]));
    xlsx_end_to(sheet);
}

/* The rows of a page, to a sheet, or without one as CSV. */
static bool rows_to(Text *csv, Xlsx *sheet, const File *file, const ListFilePage *page, Error *error)
{
    for (size_t i = 0; i < page->count; i++) {
        const void *row = (const char *)page->rows + i * page->size;
        const Json *values;
        if (!values_read(file, row, &values, error))
            return false;
        for (size_t k = 0; k < file->count; k++) {
            ListCell cell = cell_of(file, &file->columns[k], values, row);
            if (sheet)
                xlsx_to(sheet, file, &cell);
            else
                csv_to(csv, file, &cell);
        }
        if (sheet)
            xlsx_end_to(sheet);
        else
            csv_end_to(csv);
    }
    return true;
}

/* "crc.packed.plain.rows|" before the list's own cursor. */
static const char *at_text(Arena *arena, const XlsxAt *at, const char *cursor)
{
    return arena_format(arena, "%" PRIu32 ".%" PRId64 ".%" PRId64 ".%" PRId64 "|%s", at->crc, at->packed, at->plain,
                        at->rows, cursor);
}

static const char *at_read(const char *from, XlsxAt *at)
{
    int size = 0;
    if (sscanf(from, "%" SCNu32 ".%" SCNd64 ".%" SCNd64 ".%" SCNd64 "|%n", &at->crc, &at->packed, &at->plain, &at->rows,
               &size) != 4 ||
        !size)
        bug("a piece of a workbook begins at \"%s\"", from);
    return from + size;
}

/* ---- pieces ---------------------------------------------------------------------------------------------------- */

static bool is_workbook(const Request *request)
{
    const char *dot = strrchr(request->route->path, '.');
    return dot && strcmp(dot, ".xlsx") == 0;
}

static bool csv_piece(const File *file, bool head, const ListFilePage *page, Text *out, Error *error)
{
    if (head)
        csv_head_to(out, file);
    return rows_to(out, NULL, file, page, error);
}

static bool xlsx_piece(const File *file, XlsxAt *at, const ListFilePage *page, Text *out, Error *error)
{
    Xlsx sheet = xlsx_open(file->arena, at);
    if (!at->rows)
        xlsx_heads_to(&sheet, file);
    if (!rows_to(NULL, &sheet, file, page, error) || !xlsx_close(&sheet, !page->next, out, error))
        return false;
    *at = sheet.at;
    return true;
}

static bool file_open(File *file, const ListFileAsk *ask, Error *error)
{
    file->arena = file->request->arena;
    file->words = text_equal(ask->heads, "words");
    if (file->list->object && !fields_read(file->request->db, file->arena, file->list->object, &file->fields, error))
        return false;
    return columns_read(file, ask->columns, error);
}

bool list_file_piece(Request *request, const ListFile *list, const ListFileAsk *ask, const char *from, Text *out,
                     const char **next, Error *error)
{
    File *file = arena_make(request->arena, File);
    ListFilePage page = { 0 };
    XlsxAt at = { 0 };
    bool workbook = is_workbook(request);
    *file = (File) { .request = request, .list = list };
    const char *cursor = !from ? ask->cursor : workbook ? at_read(from, &at) : from;
    if (!file_open(file, ask, error) || !list->page(request, cursor, PIECE_ROWS, &page, error) ||
        !(workbook ? xlsx_piece(file, &at, &page, out, error) : csv_piece(file, !from, &page, out, error)))
        return false;
    *next = page.next && workbook ? at_text(request->arena, &at, page.next) : page.next;
    return true;
}

bool list_file_reply(Request *request, const char *stem, Pieces pieces, Error *error)
{
    bool workbook = is_workbook(request);
    const char *name = arena_format(request->arena, "%s.%s", stem, workbook ? "xlsx" : "csv");
    return reply_pieces(request, workbook ? XLSX_TYPE : "text/csv; charset=utf-8", name, pieces, error);
}
