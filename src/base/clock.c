/*
 * Days and instants as integers, without the C library's calendar, which depends on the environment and on locks. A
 * year counts from 1 March, so that the leap day is the last day of a year and the arithmetic has no special case for
 * it.
 *
 * In order: the clock (in test builds read from a file), days, dates as text, instants as text with their offsets.
 */
#include "base/clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t system_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * MS_PER_SECOND + now.tv_nsec / 1000000;
}

#ifdef BANSO_TESTING

static bool read_line(const char *path, char *line, int size)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    bool ok = fgets(line, size, file) != NULL;
    fclose(file);
    line[strcspn(line, "\r\n")] = 0;
    return ok;
}

int64_t clock_now(void)
{
    /* A test that rewrites the file leaves it empty for a moment: the last good time bridges it. */
    static _Atomic int64_t last;
    const char *path = getenv("BANSO_CLOCK");
    if (!path || !*path)
        return system_ms();
    char line[64];
    int64_t ms;
    if (read_line(path, line, sizeof line) && time_parse(line, &ms)) {
        atomic_store(&last, ms);
        return ms;
    }
    ms = atomic_load(&last);
    return ms ? ms : system_ms();
}

#else

int64_t clock_now(void)
{
    return system_ms();
}

#endif

int64_t clock_monotonic(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Counting in eras of 400 years (146,097 days) from 1 March of year 0, so that the leap day ends a year. */
enum { DAYS_PER_ERA = 146097, DAYS_TO_1970 = 719468 };

int64_t day_from(int year, int month, int day_of_month)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t month_from_march = (month + 9) % 12;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + day_of_month - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
}

void day_split(int64_t day, int *year, int *month, int *day_of_month)
{
    int64_t z = day + DAYS_TO_1970;
    int64_t era = (z >= 0 ? z : z - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int64_t day_of_era = z - era * DAYS_PER_ERA;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    *day_of_month = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2 ? 1 : 0));
}

static int month_length(int year, int month)
{
    static const int LENGTHS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : LENGTHS[month - 1];
}

int64_t day_add_months(int64_t day, int months)
{
    int year, month, day_of_month;
    day_split(day, &year, &month, &day_of_month);
    int64_t total = (int64_t)year * 12 + month - 1 + months;
    year = (int)(total >= 0 ? total / 12 : (total - 11) / 12);
    month = (int)(total - (int64_t)year * 12) + 1;
    int length = month_length(year, month);
    return day_from(year, month, day_of_month < length ? day_of_month : length);
}

/* Exactly `count` digits. */
static bool digits(const char **at, int count, int *value)
{
    *value = 0;
    for (int i = 0; i < count; i++, (*at)++) {
        if (**at < '0' || **at > '9')
            return false;
        *value = *value * 10 + (**at - '0');
    }
    return true;
}

static bool character(const char **at, char wanted)
{
    if (**at != wanted)
        return false;
    (*at)++;
    return true;
}

static bool is_real_date(int year, int month, int day_of_month)
{
    if (year < 1900 || year > 2999 || month < 1 || month > 12)
        return false;
    return day_of_month >= 1 && day_of_month <= month_length(year, month);
}

static bool date(const char **at, int64_t *day)
{
    int year, month, day_of_month;
    if (!digits(at, 4, &year) || !character(at, '-') || !digits(at, 2, &month))
        return false;
    if (!character(at, '-') || !digits(at, 2, &day_of_month) || !is_real_date(year, month, day_of_month))
        return false;
    *day = day_from(year, month, day_of_month);
    return true;
}

bool day_parse(const char *text, int64_t *day)
{
    int64_t found;
    if (!date(&text, &found) || *text)
        return false;
    *day = found;
    return true;
}

const char *day_format(Arena *arena, int64_t day)
{
    int year, month, day_of_month;
    day_split(day, &year, &month, &day_of_month);
    return arena_format(arena, "%04d-%02d-%02d", year, month, day_of_month);
}

/* ".123456": what is finer than a millisecond is dropped. */
static bool fraction(const char **at, int64_t *ms)
{
    int64_t weight = 100;
    const char *start = *at;
    for (; **at >= '0' && **at <= '9'; (*at)++, weight /= 10)
        *ms += (**at - '0') * weight;
    return *at > start;
}

/* SS[.fff]; a second of 60 is a leap second and counts as the next one. */
static bool seconds(const char **at, int64_t *ms)
{
    int second;
    int64_t part = 0;
    if (!digits(at, 2, &second) || second > 60)
        return false;
    if ((character(at, '.') || character(at, ',')) && !fraction(at, &part))
        return false;
    *ms += second * (int64_t)MS_PER_SECOND + part;
    return true;
}

/* HH:MM[:SS[.fff]] */
static bool time_of_day(const char **at, int64_t *ms)
{
    int hour, minute;
    if (!digits(at, 2, &hour) || !character(at, ':') || !digits(at, 2, &minute))
        return false;
    if (hour > 23 || minute > 59)
        return false;
    *ms = hour * (int64_t)MS_PER_HOUR + minute * (int64_t)MS_PER_MINUTE;
    return !character(at, ':') || seconds(at, ms);
}

/* 09:00, 0900, 09 */
static bool hours_ahead(const char **at, int64_t *ms)
{
    int hour, minute = 0;
    if (!digits(at, 2, &hour))
        return false;
    if ((character(at, ':') || **at) && !digits(at, 2, &minute))
        return false;
    *ms = hour * (int64_t)MS_PER_HOUR + minute * (int64_t)MS_PER_MINUTE;
    return hour <= 18 && minute <= 59;
}

/* Z, +09:00, +0900, +09, or nothing, which is UTC. */
static bool offset(const char **at, int64_t *ms)
{
    *ms = 0;
    if (!**at || character(at, 'Z') || character(at, 'z'))
        return true;
    if (character(at, '+'))
        return hours_ahead(at, ms);
    if (!character(at, '-') || !hours_ahead(at, ms))
        return false;
    *ms = -*ms;
    return true;
}

bool time_parse(const char *text, int64_t *ms)
{
    int64_t day, of_day, ahead;
    if (!date(&text, &day))
        return false;
    if (!character(&text, 'T') && !character(&text, 't') && !character(&text, ' '))
        return false;
    if (!time_of_day(&text, &of_day) || !offset(&text, &ahead) || *text)
        return false;
    *ms = day * MS_PER_DAY + of_day - ahead;
    return true;
}

void time_write(char text[TIME_TEXT_MAX], int64_t ms)
{
    int64_t day = ms >= 0 ? ms / MS_PER_DAY : (ms - (MS_PER_DAY - 1)) / MS_PER_DAY;
    int of_day = (int)(ms - day * MS_PER_DAY);
    int year, month, day_of_month;
    day_split(day, &year, &month, &day_of_month);
    snprintf(text, TIME_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", year, month, day_of_month,
             of_day / MS_PER_HOUR, of_day / MS_PER_MINUTE % 60, of_day / MS_PER_SECOND % 60, of_day % 1000);
}

const char *time_format(Arena *arena, int64_t ms)
{
    char text[TIME_TEXT_MAX];
    time_write(text, ms);
    return arena_text(arena, text);
}
