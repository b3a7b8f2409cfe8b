/*
 * The law as rows: a day is a date or a Monday of a month, for some years, the first of them 1970. First those, then
 * what article 3 makes of them (a substitute for one on a Sunday, a day between two), then the closed days around New
 * Year.
 */
#include "house/holiday/japan.h"

#include "base/clock.h"
#include "engine/calendar.h"

#include <stdbool.h>
#include <stdlib.h>

enum { MONDAY = 100, ALWAYS = 9999, SPRING = 200, AUTUMN = 201 }; /* MONDAY + n: the nth Monday */

typedef struct {
    int from, until, month, day; /* years, the last one included */
    const char *name, *name_ja;
} Law;

static const Law LAWS[] = {
    { 0, ALWAYS, 1, 1, "New Year’s Day", "元日" },
    { 0, 1999, 1, 15, "Coming of Age Day", "成人の日" },
    { 2000, ALWAYS, 1, MONDAY + 2, "Coming of Age Day", "成人の日" },
    { 0, ALWAYS, 2, 11, "National Foundation Day", "建国記念の日" },
    { 2020, ALWAYS, 2, 23, "Emperor’s Birthday", "天皇誕生日" },
    { 1989, 1989, 2, 24, "Funeral of the Shōwa Emperor", "昭和天皇の大喪の礼" },
    { 1989, 2018, 12, 23, "Emperor’s Birthday", "天皇誕生日" },
    { 0, ALWAYS, 3, SPRING, "Vernal Equinox Day", "春分の日" },
    { 0, 1988, 4, 29, "Emperor’s Birthday", "天皇誕生日" },
    { 1989, 2006, 4, 29, "Greenery Day", "みどりの日" },
    { 2007, ALWAYS, 4, 29, "Shōwa Day", "昭和の日" },
    { 2019, 2019, 5, 1, "Enthronement Day", "天皇の即位の日" },
    { 0, ALWAYS, 5, 3, "Constitution Memorial Day", "憲法記念日" },
    { 2007, ALWAYS, 5, 4, "Greenery Day", "みどりの日" },
    { 0, ALWAYS, 5, 5, "Children’s Day", "こどもの日" },
    { 1993, 1993, 6, 9, "Wedding of the Crown Prince", "皇太子徳仁親王の結婚の儀" },
    { 1996, 2002, 7, 20, "Marine Day", "海の日" },
    { 2003, 2019, 7, MONDAY + 3, "Marine Day", "海の日" },
    { 2020, 2020, 7, 23, "Marine Day", "海の日" },
    { 2021, 2021, 7, 22, "Marine Day", "海の日" },
    { 2022, ALWAYS, 7, MONDAY + 3, "Marine Day", "海の日" },
    { 2020, 2020, 7, 24, "Sports Day", "スポーツの日" },
    { 2021, 2021, 7, 23, "Sports Day", "スポーツの日" },
    { 2016, 2019, 8, 11, "Mountain Day", "山の日" },
    { 2020, 2020, 8, 10, "Mountain Day", "山の日" },
    { 2021, 2021, 8, 8, "Mountain Day", "山の日" },
    { 2022, ALWAYS, 8, 11, "Mountain Day", "山の日" },
    { 0, 2002, 9, 15, "Respect for the Aged Day", "敬老の日" },
    { 2003, ALWAYS, 9, MONDAY + 3, "Respect for the Aged Day", "敬老の日" },
    { 0, ALWAYS, 9, AUTUMN, "Autumnal Equinox Day", "秋分の日" },
    { 0, 1999, 10, 10, "Health and Sports Day", "体育の日" },
    { 2000, 2019, 10, MONDAY + 2, "Health and Sports Day", "体育の日" },
    { 2022, ALWAYS, 10, MONDAY + 2, "Sports Day", "スポーツの日" },
    { 2019, 2019, 10, 22, "Enthronement Ceremony", "即位礼正殿の儀" },
    { 0, ALWAYS, 11, 3, "Culture Day", "文化の日" },
    { 1990, 1990, 11, 12, "Enthronement Ceremony", "即位礼正殿の儀" },
    { 0, ALWAYS, 11, 23, "Labour Thanksgiving Day", "勤労感謝の日" },
};
enum { LAW_COUNT = sizeof LAWS / sizeof *LAWS };

/* In millionths of a day: 0.242194 a year later. The formula for the years before 1980 counts leap days from 1983
 * back, and C's division towards 0 is what it means. */
static int equinox(int year, int in_1980, int before)
{
    int years = year - 1980;
    if (year >= 1980)
        return (in_1980 + years * 242194) / 1000000 - years / 4;
    return (before + years * 242194) / 1000000 - (years - 3) / 4;
}

static int64_t day_of(const Law *law, int year)
{
    if (law->day == SPRING)
        return day_from(year, law->month, equinox(year, 20843100, 20835700));
    if (law->day == AUTUMN)
        return day_from(year, law->month, equinox(year, 23248800, 23258800));
    if (law->day < MONDAY)
        return day_from(year, law->month, law->day);
    int64_t first = day_from(year, law->month, 1);
    return first + (8 - day_of_week(first)) % 7 + 7 * (int64_t)(law->day - MONDAY - 1);
}

static bool is_in(const PublicHoliday *found, size_t count, int64_t day)
{
    for (size_t i = 0; i < count; i++)
        if (found[i].day == day)
            return true;
    return false;
}

static size_t by_law(int year, PublicHoliday *found)
{
    size_t count = 0;
    for (size_t i = 0; i < LAW_COUNT; i++)
        if (year >= LAWS[i].from && year <= LAWS[i].until)
            found[count++] = (PublicHoliday) { day_of(&LAWS[i], year), LAWS[i].name, LAWS[i].name_ja };
    return count;
}

/* The next day that is none itself. */
static size_t substitutes(PublicHoliday *found, size_t law)
{
    const int64_t since = day_from(1973, 4, 12); /* when article 3 got its second paragraph */
    size_t count = law;
    for (size_t i = 0; i < law; i++) {
        int64_t day = found[i].day;
        if (day_of_week(day) != 0 || day < since)
            continue;
        while (is_in(found, law, day))
            day++;
        found[count++] = (PublicHoliday) { day, "Substitute holiday", "振替休日" };
    }
    return count;
}

static size_t between(PublicHoliday *found, size_t law, size_t count)
{
    const int64_t since = day_from(1985, 12, 27); /* and its third one */
    for (size_t i = 0; i < law; i++) {
        int64_t day = found[i].day + 1;
        if (day >= since && is_in(found, law, day + 1) && !is_in(found, count, day) && day_of_week(day) != 0)
            found[count++] = (PublicHoliday) { day, "Holiday", "国民の休日" };
    }
    return count;
}

static size_t new_year(int year, PublicHoliday *found, size_t count)
{
    const int64_t days[] = { day_from(year, 1, 2), day_from(year, 1, 3), day_from(year, 12, 29), day_from(year, 12, 30),
                             day_from(year, 12, 31) };
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (!is_in(found, count, days[i]))
            found[count++] = (PublicHoliday) { days[i], "New Year holidays", "年末年始" };
    return count;
}

static int by_day(const void *a, const void *b)
{
    const PublicHoliday *x = a, *y = b;
    return x->day < y->day ? -1 : x->day > y->day;
}

size_t japan_holidays(int year, PublicHoliday found[JAPAN_YEAR_MAX])
{
    if (year < JAPAN_FIRST_YEAR || year > JAPAN_LAST_YEAR)
        return 0;
    size_t law = by_law(year, found);
    size_t count = new_year(year, found, between(found, law, substitutes(found, law)));
    qsort(found, count, sizeof *found, by_day);
    return count;
}
