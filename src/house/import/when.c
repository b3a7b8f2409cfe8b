/*
 * Days and times of cells.
 *
 * A cell is first written in plain letters: full-width digits and marks, 年月日, 時分秒, names of eras and weekdays in
 * brackets all have one plain form. What is left are three numbers between marks, of which one may be the name of a
 * month; eight digits; or a serial of a spreadsheet, which counts days from 1899-12-30. Only days whose year comes last
 * depend on an order.
 *
 * In order: plain letters; days; times; the whole.
 */
#include "house/import/when.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PLAIN_MAX = 64 };

/* ---- plain letters --------------------------------------------------------------------------------------------- */

static const struct {
    const char *mark, *plain;
} PLAIN[] = {
    { "年", "-" },     { "月", "-" },     { "日", " " },    { "時", ":" },    { "秒", "" },
    { "令和", "R" },   { "平成", "H" },   { "昭和", "S" },  { "大正", "T" },  { "明治", "M" },
    { "㋿", "R" },    { "㍻", "H" },     { "㍼", "S" },    { "元", "1" },    { "分", ":" },
    { "\u3000", " " }, { "\u00a0", " " }, { "\u200b", "" }, { "\ufeff", "" },
};

/* "(木)" and "（木曜日）" say nothing new. Their size; 0 = none. */
static size_t weekday_at(const char *text)
{
    static const char *const OPEN[] = { "(", "（" }, *const CLOSE[] = { ")", "曜)", "曜日)", "）", "曜）", "曜日）" };
    static const char *const DAYS[] = { "月", "火", "水", "木", "金", "土", "日", "祝" };
    for (size_t o = 0; o < 2; o++)
        for (size_t d = 0; d < sizeof DAYS / sizeof *DAYS && text_starts(text, OPEN[o]); d++)
            for (size_t c = 0; c < sizeof CLOSE / sizeof *CLOSE && text_starts(text + strlen(OPEN[o]), DAYS[d]); c++)
                if (text_starts(text + strlen(OPEN[o]) + 3, CLOSE[c]))
                    return strlen(OPEN[o]) + 3 + strlen(CLOSE[c]);
    return 0;
}

/* Full-width forms of ASCII: U+FF01 to U+FF5E. */
static char narrow(const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;
    if (byte[0] != 0xef || (byte[1] != 0xbc && byte[1] != 0xbd))
        return 0;
    int point = (byte[1] - 0xbc) * 64 + byte[2] - 0x80;
    return point >= 1 && point <= 0x5e ? (char)(point + 0x20) : 0;
}

static size_t plain_of(const char *text, const char **plain, char *own)
{
    *plain = own;
    own[0] = *text;
    own[1] = 0;
    if ((unsigned char)*text < 128 && *text != '(')
        return 1;
    size_t size = weekday_at(text);
    if (size) {
        *plain = " ";
        return size;
    }
    if ((own[0] = narrow(text)) != 0)
        return 3;
    for (size_t i = 0; i < sizeof PLAIN / sizeof *PLAIN; i++)
        if (text_starts(text, PLAIN[i].mark)) {
            *plain = PLAIN[i].plain;
            return strlen(PLAIN[i].mark);
        }
    own[0] = *text == '(' ? '(' : '?';
    return text_character(text);
}

/* False when it is too long for a time. */
static bool plain_write(char *out, const char *text)
{
    size_t size = 0;
    while (*text) {
        const char *plain;
        char own[2];
        text += plain_of(text, &plain, own);
        if (size + 2 > PLAIN_MAX)
            return false;
        if (*plain && !(*plain == ' ' && size == 0))
            out[size++] = *plain;
    }
    /* "10時30分" ends as "10:30". */
    while (size > 0 && (out[size - 1] == ' ' || out[size - 1] == ':'))
        size--;
    out[size] = 0;
    return true;
}

/* ---- days ------------------------------------------------------------------------------------------------------ */

typedef struct {
    int64_t numbers[3];
    int digits[3];
    int named; /* which of them is the name of a month; −1 = none */
    const char *rest;
} DateParts;

static bool date_number(const char **text, DateParts *parts, int i)
{
    parts->numbers[i] = parts->digits[i] = 0;
    for (; isdigit((unsigned char)**text) && parts->digits[i] < 5; (*text)++, parts->digits[i]++)
        parts->numbers[i] = parts->numbers[i] * 10 + (**text - '0');
    return parts->digits[i] > 0;
}

static bool date_month(const char **text, DateParts *parts, int i)
{
    static const char *const MONTHS[] = { "january", "february", "march",     "april",   "may",      "june",
                                          "july",    "august",   "september", "october", "november", "december" };
    size_t size = 0;
    while (isalpha((unsigned char)(*text)[size]))
        size++;
    for (int month = 0; month < 12 && size >= 3 && parts->named < 0 && i < 2; month++)
        if (size <= strlen(MONTHS[month]) && strncasecmp(*text, MONTHS[month], size) == 0) {
            parts->numbers[i] = month + 1;
            parts->digits[i] = 2;
            parts->named = i;
            *text += size;
            return true;
        }
    return false;
}

static bool date_mark(const char **text, bool named)
{
    const char *from = *text;
    while (named && (**text == ' ' || **text == ','))
        (*text)++;
    if (**text == '-' || **text == '/' || **text == '.')
        (*text)++;
    while (*text > from && named && **text == ' ')
        (*text)++;
    return *text > from;
}

/* A blank parts numbers only beside the name of a month: "1 2 2026" is no day. */
static bool date_parts(const char *text, DateParts *parts)
{
    *parts = (DateParts) { .named = -1 };
    for (int i = 0; i < 3; i++) {
        bool next_is_word = i == 1 && strpbrk(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL;
        if (i > 0 && !date_mark(&text, parts->named >= 0 || next_is_word))
            return false;
        if (!date_month(&text, parts, i) && !date_number(&text, parts, i))
            return false;
    }
    parts->rest = *text == '-' ? text + 1 : text;
    return true;
}

static bool day_of(int64_t year, int64_t month, int64_t of_month, int64_t *day)
{
    char text[16];
    if (year < 1000 || year > 9999 || month > 99 || of_month > 99)
        return false;
    snprintf(text, sizeof text, "%04d-%02d-%02d", (int)year, (int)month, (int)of_month);
    return day_parse(text, day);
}

static bool date_day(const DateParts *parts, DateOrder order, int64_t *day)
{
    static const int PLACES[3][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 2, 0, 1 } };
    if (parts->digits[0] == 4)
        order = ORDER_YMD;
    else if (parts->named >= 0)
        order = parts->named == 0 ? ORDER_MDY : ORDER_DMY;
    return parts->digits[PLACES[order][0]] == 4 &&
           day_of(parts->numbers[PLACES[order][0]], parts->numbers[PLACES[order][1]], parts->numbers[PLACES[order][2]],
                  day);
}

/* "R8.4.1": the year is counted in the reign. */
static bool era_day(const char *text, int64_t *day, const char **rest)
{
    static const char LETTERS[] = "RHSTM";
    static const int BEFORE[] = { 2018, 1988, 1925, 1911, 1867 };
    const char *letter = strchr(LETTERS, toupper((unsigned char)*text));
    DateParts parts;
    if (!*text || !letter)
        return false;
    text += 1 + (text[1] == '.' || text[1] == ' ');
    if (!date_parts(text, &parts) || parts.digits[0] > 2 || parts.named >= 0)
        return false;
    *rest = parts.rest;
    return day_of(BEFORE[letter - LETTERS] + parts.numbers[0], parts.numbers[1], parts.numbers[2], day);
}

/* "20260401", and "20260401103000" with its time. */
static bool packed_day(const char *text, int64_t *day, const char **rest, char *time)
{
    size_t digits = strspn(text, "0123456789");
    int year, month, of_month;
    if ((digits != 8 && digits != 12 && digits != 14) || sscanf(text, "%4d%2d%2d", &year, &month, &of_month) != 3)
        return false;
    *rest = text + digits;
    if (digits > 8) {
        if (**rest)
            return false;
        snprintf(time, PLAIN_MAX, " %.2s:%.2s:%.2s", text + 8, text + 10, digits == 14 ? text + 12 : "00");
        *rest = time;
    }
    return day_of(year, month, of_month, day);
}

/* Days since 1899-12-30, from 1970 to 2099, with the time of day behind the point. */
static bool serial_day(const char *text, When *when)
{
    enum { EPOCH = 25569, FIRST = 25569, LAST = 73050, DIGITS = 5 };
    size_t digits = strspn(text, "0123456789"),
           behind = text[digits] == '.' ? strspn(text + digits + 1, "0123456789") : 0;
    if (digits != DIGITS || text[digits + (behind ? behind + 1 : 0)] != 0)
        return false;
    int64_t serial = strtoll(text, NULL, 10);
    int64_t seconds = behind ? (int64_t)(strtod(text + digits, NULL) * 86400 + 0.5) : 0;
    *when = (When) { .day = serial - EPOCH, .timed = behind > 0, .of_day = seconds * MS_PER_SECOND };
    return serial >= FIRST && serial <= LAST && seconds < 86400;
}

bool day_look(const char *text, DayLook *look)
{
    char plain[PLAIN_MAX];
    DateParts parts;
    int64_t day;
    if (!plain_write(plain, text) || !date_parts(plain, &parts) || parts.named >= 0 || parts.digits[0] == 4)
        return false;
    *look = (DayLook) { date_day(&parts, ORDER_DMY, &day), date_day(&parts, ORDER_MDY, &day) };
    return look->day_first || look->month_first;
}

/* ---- times ----------------------------------------------------------------------------------------------------- */

static bool of_day(int hours, int minutes, int seconds, int64_t *ms)
{
    *ms = (hours * 60 + minutes) * (int64_t)MS_PER_MINUTE + seconds * (int64_t)MS_PER_SECOND;
    return hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59 && seconds >= 0 && seconds <= 60;
}

/* "1:05 PM" is 13:05. False when something else stands behind the time. */
static bool half_read(const char *after, int *hours)
{
    after += strspn(after, " ");
    bool evening = strcasecmp(after, "pm") == 0;
    if (!evening && strcasecmp(after, "am") != 0)
        return *after == 0;
    if (*hours < 1 || *hours > 12)
        return false;
    *hours = *hours % 12 + (evening ? 12 : 0);
    return true;
}

/* "10:30", "10:30:15.250". */
static bool clock_read(const char *text, int64_t *ms)
{
    int hours, minutes, seconds = 0, read = 0;
    if (!isdigit((unsigned char)*text) || sscanf(text, "%2d:%2d%n:%2d%n", &hours, &minutes, &read, &seconds, &read) < 2)
        return false;
    const char *after = text + read;
    if (*after == '.')
        after += 1 + strspn(after + 1, "0123456789");
    return half_read(after, &hours) && of_day(hours, minutes, seconds, ms);
}

static bool has_zone(const char *rest)
{
    return strpbrk(rest, "Zz+") != NULL || strchr(rest, '-') != NULL;
}

static bool rest_read(const char *text, const char *rest, When *when)
{
    while (*rest == ' ')
        rest++;
    rest += *rest == 'T';
    if (*rest == 0)
        return true;
    when->timed = true;
    when->zoned = has_zone(rest);
    return when->zoned ? time_parse(text, &when->instant) : clock_read(rest, &when->of_day);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

bool when_read(const char *text, DateOrder order, When *when)
{
    char plain[PLAIN_MAX], time[PLAIN_MAX];
    const char *rest = "";
    DateParts parts;
    *when = (When) { 0 };
    if (!plain_write(plain, text))
        return false;
    if (serial_day(plain, when))
        return true;
    *when = (When) { 0 };
    bool known = packed_day(plain, &when->day, &rest, time) || era_day(plain, &when->day, &rest);
    if (!known && date_parts(plain, &parts) && date_day(&parts, order, &when->day)) {
        known = true;
        rest = parts.rest;
    }
    return known && rest_read(plain, rest, when);
}
