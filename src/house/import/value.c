/*
 * Cells into values: days, instants, numbers and amounts as people write them.
 *
 * What a cell cannot say by itself, the order of its day and its decimal mark, was judged over its whole column or said
 * by a person (plan.c), and is in the batch.
 */
#include "house/import/when.h"

#include "base/ident.h"
#include "base/money.h"
#include "base/reason.h"
#include "house/field/field.h"

#include <math.h>
#include <string.h>

static const char *given(const ImportRow *row, const ImportTarget *target, const char *value)
{
    if (target->cell == CELL_ID)
        return ident_read(row->batch->writer.arena, value);
    return text_is_empty(value) ? NULL : value;
}

static size_t target_at(const ImportRow *row, const char *key)
{
    const ImportTarget *targets = row->batch->kind->targets;
    for (size_t i = 0; targets[i].key != NULL; i++)
        if (strcmp(targets[i].key, key) == 0)
            return i;
    bug("the import kind %s has no target %s", row->batch->kind->name, key);
}

const char *import_value(const ImportRow *row, const char *key)
{
    size_t target = target_at(row, key);
    return given(row, &row->batch->kind->targets[target], row->values[target]);
}

static DateOrder order_of(const ImportRow *row, const char *key)
{
    return row->batch->orders ? row->batch->orders[target_at(row, key)] : ORDER_YMD;
}

bool import_day(const ImportRow *row, const char *key, OptInt *day, Error *error)
{
    const char *text = import_value(row, key);
    When when;
    *day = (OptInt) { 0 };
    if (text == NULL)
        return true;
    if (!when_read(text, order_of(row, key), &when))
        return refuse(error, key, REASON_NO_DATE, text, NULL);
    *day = (OptInt) { when.day, true };
    return true;
}

bool import_time(const ImportRow *row, const char *key, OptInt *ms, Error *error)
{
    const char *text = import_value(row, key);
    When when;
    *ms = (OptInt) { 0 };
    if (text == NULL)
        return true;
    if (!when_read(text, order_of(row, key), &when))
        return refuse(error, key, REASON_NO_TIME, text, NULL);
    const Zone *zone = row->batch->zone;
    int64_t local =
        when.timed ? zone_instant(zone, when.day * MS_PER_DAY + when.of_day) : zone_midnight(zone, when.day);
    *ms = (OptInt) { when.zoned ? when.instant : local, true };
    return true;
}

static char decimal_of(const ImportRow *row)
{
    return row->batch->decimal ? row->batch->decimal : '.';
}

static bool number_read(const ImportRow *row, const char *key, const char *text, MoneyTyped *typed, Error *error)
{
    return money_read(row->batch->writer.arena, text, decimal_of(row), typed) ||
           refuse(error, key, REASON_NO_NUMBER, text, NULL);
}

bool import_money(const ImportRow *row, const char *key, ImportMoney *money, Error *error)
{
    const char *text = import_value(row, key);
    *money = (ImportMoney) { .text = text };
    if (text == NULL)
        return true;
    if (!number_read(row, key, text, &money->typed, error))
        return false;
    if (money->typed.percent)
        return refuse(error, key, REASON_NO_NUMBER, text, NULL);
    money->value = (OptReal) { (double)money->typed.micros / MICROS_PER_MAJOR, true };
    return true;
}

bool import_real(const ImportRow *row, const char *key, OptReal *value, Error *error)
{
    const char *text = import_value(row, key);
    MoneyTyped typed;
    *value = (OptReal) { 0 };
    if (text == NULL)
        return true;
    if (!number_read(row, key, text, &typed, error))
        return false;
    double parts = typed.percent ? 100.0 * MICROS_PER_MAJOR : MICROS_PER_MAJOR;
    *value = (OptReal) { (double)typed.micros / parts, true };
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

static const char *word_meant(Arena *arena, const char *said, const ImportWord *words)
{
    const char *folded = text_fold(arena, said);
    for (; words->said; words++)
        if (strcmp(folded, text_fold(arena, words->said)) == 0)
            return words->meant;
    return said;
}

/* The size of a mark between words; 0 = none. */
static size_t comma_at(const char *text)
{
    return *text && strchr(",;/", *text) ? 1 : text_starts(text, "、") ? strlen("、") : 0;
}

const char *import_words_in(Arena *arena, const char *text, const ImportWord *words)
{
    Text meant = text_new(arena);
    while (text && *text) {
        size_t size = 0, mark = 0;
        while (text[size] && (mark = comma_at(text + size)) == 0)
            size++;
        text_add(&meant, meant.size ? "," : "");
        text_add(&meant, word_meant(arena, text_trim(arena, arena_text_n(arena, text, size)), words));
        text += size + mark;
    }
    return meant.size ? text_string(&meant) : NULL;
}

const char *import_words(const ImportRow *row, const char *key, const ImportWord *words)
{
    return import_words_in(row->batch->writer.arena, import_value(row, key), words);
}

/* ---- as it would be written here -------------------------------------------------------------------------------- */

/* A day with its year first; behind it stays what stood there, since its zone is the file's. */
static const char *time_plain(Arena *arena, DateOrder order, const char *text)
{
    When when;
    if (!when_read(text, order, &when))
        return text;
    if (when.zoned || !when.timed)
        return when.zoned ? text : day_format(arena, when.day);
    int64_t seconds = when.of_day / MS_PER_SECOND;
    return arena_format(arena, "%s %02d:%02d:%02d", day_format(arena, when.day), (int)(seconds / 3600),
                        (int)(seconds / 60 % 60), (int)(seconds % 60));
}

/* With a point, without groups, and with the digits that were typed behind the mark, since how many there are counts:
 * what was refused is refused again. */
static const char *digits_plain(Arena *arena, char decimal, const char *text, const MoneyTyped *typed)
{
    long long whole = typed->micros / MICROS_PER_MAJOR;
    const char *mark = typed->decimals ? strrchr(text_fold(arena, text), decimal) : NULL;
    return arena_format(arena, "%s%lld%.*s%.*s", typed->micros < 0 ? "-" : "", whole < 0 ? -whole : whole, mark != NULL,
                        ".", mark ? typed->decimals : 0, mark ? mark + 1 : "");
}

/* "12.5%" is 0.125. */
static const char *part_plain(Arena *arena, const MoneyTyped *typed)
{
    enum { DECIMALS_OF_MICROS = 6 };
    int decimals = typed->decimals < DECIMALS_OF_MICROS ? typed->decimals : DECIMALS_OF_MICROS;
    return arena_format(arena, "%.*f", decimals + 2, (double)typed->micros / MICROS_PER_MAJOR / 100);
}

/* `bare` leaves the currency out, and turns a percentage into a part. */
static const char *number_plain(Arena *arena, char decimal, const char *text, bool bare)
{
    MoneyTyped typed;
    if (!money_read(arena, text, decimal, &typed))
        return text;
    const char *digits = digits_plain(arena, decimal, text, &typed);
    if (bare)
        return typed.percent ? part_plain(arena, &typed) : digits;
    const char *sign = *typed.code || !typed.codes ? "" : money_fits(&typed, "JPY") ? "¥" : "$";
    return arena_format(arena, "%s%s%s%s%s", sign, digits, typed.percent ? "%" : "", *typed.code ? " " : "",
                        typed.code);
}

const char *import_plain(Arena *arena, const ImportReading *reading, const char *text, bool bare)
{
    When when;
    if (text_is_empty(text))
        return text;
    if (reading->cell == CELL_DAY)
        return when_read(text, reading->order, &when) ? day_format(arena, when.day) : text;
    if (reading->cell == CELL_TIME)
        return time_plain(arena, reading->order, text);
    if (reading->cell == CELL_NUMBER || reading->cell == CELL_MONEY)
        return number_plain(arena, reading->decimal, text, bare);
    return text;
}
