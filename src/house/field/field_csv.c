/* Lists as CSV: which columns, a cell by its type, a line. */
#include "house/field/field_csv.h"

#include "base/amount.h"
#include "base/clock.h"
#include "base/csv.h"
#include "base/money.h"

#include <string.h>

enum { COLUMNS_MAX = 64 };

/* One column of the file: a field of the row, a custom field, or one that the list adds. */
typedef struct {
    const char *name;
    const Field *field;          /* NULL = see below */
    const FieldDefined *defined; /* NULL = one that the list adds */
} Column;

static const Field *row_field(const Shape *row, const char *name)
{
    for (const Field *field = row->fields; field->type != FIELD_END; field++)
        if (strcmp(field->name, name) == 0 && field->type != FIELD_LIST && field->type != FIELD_JSON)
            return field;
    return NULL;
}

static bool is_among(const char *const *names, const char *name)
{
    for (; names && *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static bool column_find(const ListCsv *list, const FieldsDefined *fields, const char *name, Column *column,
                        Error *error)
{
    *column = (Column) { .name = name };
    if (is_among(list->more, name))
        return true;
    column->field = row_field(list->row, name);
    if (!column->field && text_starts(name, "field:"))
        column->defined = field_by_key(fields, name + strlen("field:"));
    return column->field || column->defined || fail(error, ERROR_INPUT, "columns", "unknown column \"%.60s\"", name);
}

static unsigned column_circle_of(const ListCsv *list, const Column *column)
{
    return column->field ? field_circle(column->field) : column->defined ? CIRCLE_NONE : list->more_circle;
}

static bool columns_read(const Request *request, const ListCsv *list, const FieldsDefined *fields, const char *names,
                         Column *columns, size_t *count, Error *error)
{
    char *rest = arena_text(request->arena, names ? names : list->usual);
    *count = 0;
    for (char *name; (name = strtok_r(rest, ",", &rest));) {
        if (*count == COLUMNS_MAX)
            return fail(error, ERROR_INPUT, "columns", "takes at most %d columns", COLUMNS_MAX);
        if (!column_find(list, fields, name, &columns[*count], error))
            return false;
        unsigned circle = column_circle_of(list, &columns[*count]);
        if (names && !request_sees(request, circle, "columns", error))
            return false;
        *count += !(circle & ~request->caller->rights);
    }
    return *count || fail(error, ERROR_INPUT, "columns", "needs at least one column");
}

/* An amount in major units with as many digits as the currency has: 1234.50. */
static const char *amount_text(Arena *arena, const Money *money)
{
    if (!money)
        return NULL;
    int digits = currency_digits(money->currency);
    int64_t unit = 1;
    for (int i = 0; i < digits; i++)
        unit *= 10;
    int64_t size = money->amount < 0 ? -money->amount : money->amount;
    const char *sign = money->amount < 0 ? "-" : "";
    if (!digits)
        return arena_format(arena, "%s%lld", sign, (long long)size);
    return arena_format(arena, "%s%lld.%0*lld", sign, (long long)(size / unit), digits, (long long)(size % unit));
}

static const char *texts_joined(Arena *arena, Texts texts)
{
    Text joined = text_new(arena);
    for (size_t i = 0; i < texts.count; i++)
        text_format(&joined, "%s%s", i ? " " : "", texts.items[i]);
    return text_string(&joined);
}

static const char *ids_joined(Arena *arena, Ids ids)
{
    Text joined = text_new(arena);
    for (size_t i = 0; i < ids.count; i++)
        text_format(&joined, "%s%lld", i ? " " : "", (long long)ids.items[i]);
    return text_string(&joined);
}

static const char *integer_text(Arena *arena, FieldType type, int64_t value)
{
    if (type == FIELD_DAY)
        return day_format(arena, value);
    if (type == FIELD_TIME)
        return time_format(arena, value);
    return arena_format(arena, "%lld", (long long)value);
}

static void field_to(Text *csv, const Field *field, const void *row)
{
    const void *at = (const char *)row + field->offset;
    Text real = text_new(csv->arena);
    switch (field->type) {
    case FIELD_TEXT:
        csv_cell_to(csv, *(const char *const *)at);
        return;
    case FIELD_OBJECT:
        csv_plain_to(csv, amount_text(csv->arena, *(const Money *const *)at));
        return;
    case FIELD_TEXTS:
        csv_cell_to(csv, texts_joined(csv->arena, *(const Texts *)at));
        return;
    case FIELD_IDS:
        csv_plain_to(csv, ids_joined(csv->arena, *(const Ids *)at));
        return;
    case FIELD_REAL:
        json_real_to(&real, *(const double *)at);
        csv_plain_to(csv, text_string(&real));
        return;
    default:
        if (field->optional && !((const OptInt *)at)->known)
            csv_plain_to(csv, NULL);
        else
            csv_plain_to(csv, integer_text(csv->arena, field->type, *(const int64_t *)at));
    }
}

static void defined_to(Text *csv, const FieldDefined *defined, const Json *fields)
{
    const Json *value = json_get(fields, defined->key);
    const char *text;
    if (json_is_null(value))
        csv_plain_to(csv, NULL);
    else if (json_text_value(value, &text))
        csv_cell_to(csv, text);
    else
        csv_plain_to(csv, json_print(csv->arena, value));
}

static bool line_to(Text *csv, const ListCsv *list, const Column *columns, size_t count, const void *row, Error *error)
{
    const char *values = *(const char *const *)(const void *)((const char *)row + list->fields_at);
    const Json *fields;
    if (!json_parse(csv->arena, values, strlen(values), &fields, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (columns[i].field)
            field_to(csv, columns[i].field, row);
        else if (columns[i].defined)
            defined_to(csv, columns[i].defined, fields);
        else
            csv_cell_to(csv, list->cell(csv->arena, columns[i].name, row));
    }
    csv_end_to(csv);
    return true;
}

static void head_to(Text *csv, const Column *columns, size_t count)
{
    text_add(csv, CSV_MARK);
    for (size_t i = 0; i < count; i++)
        csv_cell_to(csv, columns[i].name);
    csv_end_to(csv);
}

bool list_csv(const Request *request, Text *csv, const ListCsv *list, const char *columns, bool head, const void *rows,
              size_t count, Error *error)
{
    FieldsDefined fields;
    Column chosen[COLUMNS_MAX];
    size_t chosen_count;
    if (!fields_read(request->db, csv->arena, list->object, &fields, error) ||
        !columns_read(request, list, &fields, columns, chosen, &chosen_count, error))
        return false;
    if (head)
        head_to(csv, chosen, chosen_count);
    for (size_t i = 0; i < count; i++)
        if (!line_to(csv, list, chosen, chosen_count, (const char *)rows + i * list->row->size, error))
            return false;
    return true;
}
