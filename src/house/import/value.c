/* Cells into values: days in three orders, instants, numbers as people write them. */
#include "house/import/import.h"

#include "base/ident.h"
#include "base/money.h"
#include "base/reason.h"
#include "house/field/field.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *given(const ImportRow *row, const ImportTarget *target, const char *value)
{
    if (target->is_id)
        return ident_read(row->batch->writer.arena, value);
    return text_is_empty(value) ? NULL : value;
}

const char *import_value(const ImportRow *row, const char *key)
{
    const ImportTarget *targets = row->batch->kind->targets;
    for (size_t i = 0; targets[i].key != NULL; i++)
        if (strcmp(targets[i].key, key) == 0)
            return given(row, &targets[i], row->values[i]);
    bug("the import kind %s has no target %s", row->batch->kind->name, key);
}

/* Full-width digits become plain, 年月日 become dashes. */
static const char *plain_digits(char *out, size_t size, const char *text)
{
    static const char *const MARKS[] = { "年", "月", "日", "／", "－", "．" };
    size_t n = 0;
    while (*text != 0 && n + 1 < size) {
        bool mark = false;
        for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS && !mark; i++)
            mark = text_starts(text, MARKS[i]);
        if (mark) {
            out[n++] = '-';
            text += 3;
        } else if (strncmp(text, "\xef\xbc", 2) == 0 && (unsigned char)text[2] >= 0x90 &&
                   (unsigned char)text[2] <= 0x99) {
            out[n++] = (char)('0' + ((unsigned char)text[2] - 0x90));
            text += 3;
        } else {
            out[n++] = *text++;
        }
    }
    out[n] = 0;
    return out;
}

typedef struct {
    int64_t numbers[3];
    int digits[3];
    const char *rest;
} DateParts;

static bool date_number(const char **text, DateParts *parts, int i)
{
    parts->numbers[i] = parts->digits[i] = 0;
    for (; isdigit((unsigned char)**text) && parts->digits[i] < 5; (*text)++, parts->digits[i]++)
        parts->numbers[i] = parts->numbers[i] * 10 + (**text - '0');
    return parts->digits[i] > 0;
}

static bool date_mark(const char **text)
{
    char mark = **text;
    *text += mark != 0;
    return mark == '-' || mark == '/' || mark == '.';
}

static bool date_parts(const char *text, DateParts *parts)
{
    for (int i = 0; i < 3; i++)
        if ((i > 0 && !date_mark(&text)) || !date_number(&text, parts, i))
            return false;
    parts->rest = *text == '-' ? text + 1 : text;
    return true;
}

static bool date_day(const DateParts *parts, DateOrder order, int64_t *day)
{
    static const int PLACES[3][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 2, 0, 1 } };
    if (parts->digits[0] == 4)
        order = ORDER_YMD;
    int64_t year = parts->numbers[PLACES[order][0]];
    int64_t month = parts->numbers[PLACES[order][1]], of_month = parts->numbers[PLACES[order][2]];
    char text[16];
    if (parts->digits[PLACES[order][0]] != 4 || month > 99 || of_month > 99)
        return false;
    snprintf(text, sizeof text, "%04d-%02d-%02d", (int)year, (int)month, (int)of_month);
    return day_parse(text, day);
}

bool import_day_parse(const char *text, DateOrder order, int64_t *day)
{
    char plain[64];
    DateParts parts;
    return date_parts(plain_digits(plain, sizeof plain, text), &parts) &&
           (*parts.rest == 0 || *parts.rest == ' ' || *parts.rest == 'T') && date_day(&parts, order, day);
}

bool import_day(const ImportRow *row, const char *key, OptInt *day, Error *error)
{
    const char *text = import_value(row, key);
    *day = (OptInt) { 0 };
    if (text == NULL)
        return true;
    day->known = import_day_parse(text, row->batch->date_order, &day->value);
    return day->known || refuse(error, key, REASON_NO_DATE, text, NULL);
}

static bool has_zone(const char *rest)
{
    return strpbrk(rest, "Zz+") != NULL || strchr(rest, '-') != NULL;
}

/* Wall-clock time in the zone asked for. */
static bool local_time(const ImportBatch *batch, int64_t day, const char *rest, int64_t *ms)
{
    int hours, minutes, seconds = 0, read = 0;
    if (*rest == 0) {
        *ms = zone_midnight(batch->zone, day);
        return true;
    }
    if (sscanf(rest + 1, "%2d:%2d%n:%2d%n", &hours, &minutes, &read, &seconds, &read) < 2 || hours > 23 ||
        minutes > 59 || seconds > 60)
        return false;
    const char *after = rest + 1 + read;
    if (*after == '.')
        after += 1 + strspn(after + 1, "0123456789");
    int64_t of_day = (hours * 60 + minutes) * (int64_t)MS_PER_MINUTE + seconds * (int64_t)MS_PER_SECOND;
    *ms = zone_instant(batch->zone, day * MS_PER_DAY + of_day);
    return *after == 0;
}

bool import_time(const ImportRow *row, const char *key, OptInt *ms, Error *error)
{
    const char *text = import_value(row, key);
    char plain[64];
    DateParts parts;
    int64_t day;
    *ms = (OptInt) { 0 };
    if (text == NULL)
        return true;
    bool ok =
        date_parts(plain_digits(plain, sizeof plain, text), &parts) && date_day(&parts, row->batch->date_order, &day);
    if (ok && has_zone(parts.rest))
        ok = time_parse(text, &ms->value);
    else
        ok = ok && local_time(row->batch, day, parts.rest, &ms->value);
    ms->known = ok;
    return ok || refuse(error, key, REASON_NO_TIME, text, NULL);
}

bool import_real(const ImportRow *row, const char *key, OptReal *value, Error *error)
{
    const char *text = import_value(row, key);
    int64_t micros;
    *value = (OptReal) { 0 };
    if (text == NULL)
        return true;
    if (!money_parse_micros(text, &micros))
        return refuse(error, key, REASON_NO_NUMBER, text, NULL);
    *value = (OptReal) { (double)micros / MICROS_PER_MAJOR, true };
    return true;
}

bool import_int(const ImportRow *row, const char *key, OptInt *value, Error *error)
{
    OptReal real;
    *value = (OptInt) { 0 };
    if (!import_real(row, key, &real, error))
        return false;
    if (real.known && real.value != floor(real.value))
        return refuse(error, key, REASON_NO_WHOLE_NUMBER, import_value(row, key), NULL);
    *value = (OptInt) { (int64_t)real.value, real.known };
    return true;
}

bool import_flag(const ImportRow *row, const char *key, OptInt *value, Error *error)
{
    const char *text = import_value(row, key);
    bool flag;
    *value = (OptInt) { 0 };
    if (text == NULL)
        return true;
    if (!field_flag_of(text, &flag))
        return refuse(error, key, REASON_NO_FLAG, text, NULL);
    *value = (OptInt) { flag, true };
    return true;
}
