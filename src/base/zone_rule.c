/* The rule at the end of a zone file, by which its zone goes on for ever: "CET-1CEST,M3.5.0,M10.5.0/3". Offsets in it
 * count westwards; a day is a weekday of a month, or a number in the year. */
#include "base/zone_read.h"

#include <stdlib.h>
#include <string.h>

typedef enum { DAY_OF_MONTH, DAY_WITHOUT_LEAP, DAY_WITH_LEAP } DayKind;

typedef struct {
    DayKind kind;
    int month, week, weekday; /* DAY_OF_MONTH: week 5 = the last */
    int number;               /* of the year: from 1 without 29 February, or from 0 with it */
    int64_t time;             /* ms after local midnight */
} Change;

typedef struct {
    int64_t standard, summer; /* offsets */
    bool has_summer;
    Change begins, ends;
} Rule;

/* ---- reading --------------------------------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool take(const char **at, char wanted)
{
    if (**at != wanted)
        return false;
    (*at)++;
    return true;
}

static bool take_name(const char **at)
{
    const char *began = *at;
    if (take(at, '<')) {
        *at += strcspn(*at, ">");
        return take(at, '>');
    }
    while (is_letter(**at))
        (*at)++;
    return *at - began >= 3;
}

static bool take_number(const char **at, int least, int most, int *number)
{
    char *end;
    if (**at < '0' || **at > '9')
        return false;
    long value = strtol(*at, &end, 10);
    if (value < least || value > most)
        return false;
    *number = (int)value;
    *at = end;
    return true;
}

/* [+-]hh[:mm[:ss]] */
static bool take_time(const char **at, int64_t *ms)
{
    int parts[3] = { 0 };
    bool minus = take(at, '-');
    if (!minus)
        take(at, '+');
    if (!take_number(at, 0, 167, &parts[0]))
        return false;
    for (int i = 1; i < 3 && take(at, ':'); i++)
        if (!take_number(at, 0, 59, &parts[i]))
            return false;
    *ms = parts[0] * (int64_t)MS_PER_HOUR + parts[1] * (int64_t)MS_PER_MINUTE + parts[2] * (int64_t)MS_PER_SECOND;
    if (minus)
        *ms = -*ms;
    return true;
}

static bool take_day(const char **at, Change *change)
{
    if (take(at, 'M')) {
        change->kind = DAY_OF_MONTH;
        return take_number(at, 1, 12, &change->month) && take(at, '.') && take_number(at, 1, 5, &change->week) &&
               take(at, '.') && take_number(at, 0, 6, &change->weekday);
    }
    change->kind = take(at, 'J') ? DAY_WITHOUT_LEAP : DAY_WITH_LEAP;
    return take_number(at, change->kind == DAY_WITHOUT_LEAP, 365, &change->number);
}

static bool take_change(const char **at, Change *change)
{
    change->time = 2 * MS_PER_HOUR;
    return take(at, ',') && take_day(at, change) && (!take(at, '/') || take_time(at, &change->time));
}

static bool rule_read(const char *text, Rule *rule)
{
    const char *at = text;
    if (!take_name(&at) || !take_time(&at, &rule->standard))
        return false;
    rule->standard = -rule->standard;
    rule->has_summer = *at != 0;
    if (!rule->has_summer)
        return true;
    if (!take_name(&at))
        return false;
    rule->summer = rule->standard + MS_PER_HOUR;
    if (*at != ',') {
        if (!take_time(&at, &rule->summer))
            return false;
        rule->summer = -rule->summer;
    }
    return take_change(&at, &rule->begins) && take_change(&at, &rule->ends) && *at == 0;
}

/* ---- the years ------------------------------------------------------------------------------------------------- */

static int64_t weekday_of_month(int year, const Change *change)
{
    int64_t first = day_from(year, change->month, 1);
    int64_t next = change->month < 12 ? day_from(year, change->month + 1, 1) : day_from(year + 1, 1, 1);
    int64_t day =
        first + ((change->weekday - (first + 4)) % 7 + 7) % 7 + 7 * (change->week - 1); /* day 0: a Thursday */
    while (day >= next)
        day -= 7;
    return day;
}

static int64_t day_of_change(int year, const Change *change)
{
    int64_t first = day_from(year, 1, 1), march = day_from(year, 3, 1);
    switch (change->kind) {
    case DAY_OF_MONTH:
        return weekday_of_month(year, change);
    case DAY_WITHOUT_LEAP: {
        int64_t day = first + change->number - 1;
        return march - first == 60 && day >= march - 1 ? day + 1 : day;
    }
    default:
        return first + change->number;
    }
}

/* `offset`: the one before it, in which its time is given. */
static int64_t moment_of(int year, const Change *change, int64_t offset)
{
    return day_of_change(year, change) * MS_PER_DAY + change->time - offset;
}

static bool change_add(ZoneIntervals *intervals, int64_t from, int64_t at, int64_t offset)
{
    return at <= from || zone_interval_add(intervals, at, offset);
}

static bool year_add(ZoneIntervals *intervals, const Rule *rule, int year, int64_t from)
{
    int64_t begins = moment_of(year, &rule->begins, rule->standard), ends = moment_of(year, &rule->ends, rule->summer);
    if (begins < ends)
        return change_add(intervals, from, begins, rule->summer) && change_add(intervals, from, ends, rule->standard);
    return change_add(intervals, from, ends, rule->standard) && change_add(intervals, from, begins, rule->summer);
}

bool zone_rule_read(const char *text, int64_t from, ZoneIntervals *intervals)
{
    Rule rule = { 0 };
    int year = ZONE_FIRST_YEAR, month, day;
    if (!rule_read(text, &rule))
        return false;
    if (!rule.has_summer)
        return zone_interval_add(intervals, from, rule.standard);
    if (from > day_from(ZONE_FIRST_YEAR, 1, 1) * MS_PER_DAY)
        day_split(from / MS_PER_DAY, &year, &month, &day);
    for (; year < ZONE_LAST_YEAR; year++)
        if (!year_add(intervals, &rule, year, from))
            return false;
    return true;
}
