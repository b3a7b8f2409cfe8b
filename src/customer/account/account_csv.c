#include "customer/account/account_csv.h"

#include "base/clock.h"
#include "base/csv.h"
#include "base/money.h"

#include <string.h>

#define USUAL_COLUMNS                                                                                                  \
    "external_id,name,reading,domain,country,owner,touch,stage,status,band,points,coverage,mrr,currency,seats,"        \
    "people_28,renews_on,last_event_on,created_at"
enum { COLUMNS_MAX = 64 };

/* One column of the file: a field of the row, a custom field, or the currency beside the amount. */
typedef struct {
    const char *name;
    const Field *field;          /* NULL = see below */
    const FieldDefined *defined; /* NULL = the currency */
} Column;

static const Field *row_field(const char *name)
{
    for (const Field *field = ACCOUNT_LISTED.fields; field->type != FIELD_END; field++)
        if (strcmp(field->name, name) == 0 && strcmp(name, "fields") != 0)
            return field;
    return NULL;
}

static bool column_find(const FieldsDefined *fields, const char *name, Column *column, Error *error)
{
    *column = (Column) { .name = name, .field = row_field(name) };
    if (column->field || strcmp(name, "currency") == 0)
        return true;
    if (text_starts(name, "field:"))
        column->defined = field_by_key(fields, name + strlen("field:"));
    return column->defined || fail(error, ERROR_INPUT, "columns", "unknown column \"%.60s\"", name);
}

static bool columns_read(Arena *arena, const FieldsDefined *fields, const char *names, Column *columns, size_t *count,
                         Error *error)
{
    char *rest = arena_text(arena, names ? names : USUAL_COLUMNS);
    *count = 0;
    for (char *name; (name = strtok_r(rest, ",", &rest));) {
        if (*count == COLUMNS_MAX)
            return fail(error, ERROR_INPUT, "columns", "takes at most %d columns", COLUMNS_MAX);
        if (!column_find(fields, name, &columns[*count], error))
            return false;
        ++*count;
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

static const char *integer_text(Arena *arena, FieldType type, int64_t value)
{
    if (type == FIELD_DAY)
        return day_format(arena, value);
    if (type == FIELD_TIME)
        return time_format(arena, value);
    return arena_format(arena, "%lld", (long long)value);
}

static void field_to(Text *csv, const Field *field, const AccountListed *item)
{
    const void *at = (const char *)item + field->offset;
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

static bool line_to(Text *csv, const Column *columns, size_t count, const AccountListed *item, Error *error)
{
    const Json *fields;
    if (!json_parse(csv->arena, item->account.fields, strlen(item->account.fields), &fields, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (columns[i].field)
            field_to(csv, columns[i].field, item);
        else if (columns[i].defined)
            defined_to(csv, columns[i].defined, fields);
        else
            csv_cell_to(csv, item->mrr ? item->mrr->currency : NULL);
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

bool accounts_csv(const Request *request, const char *columns, bool head, const AccountsFound *found, Text *csv,
                  Error *error)
{
    FieldsDefined fields;
    Column chosen[COLUMNS_MAX];
    size_t count;
    if (!fields_read(request->db, request->arena, "account", &fields, error) ||
        !columns_read(request->arena, &fields, columns, chosen, &count, error))
        return false;
    if (head)
        head_to(csv, chosen, count);
    for (size_t i = 0; i < found->count; i++)
        if (!line_to(csv, chosen, count, &found->items[i], error))
            return false;
    return true;
}
