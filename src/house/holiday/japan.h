/*
 * Japan's public holidays from 1970 to 2099, computed, and the days around New Year on which offices are closed.
 *
 * Source: the Act on National Holidays (国民の祝日に関する法律, 1948 No. 178, with its changes up to 2018), whose
 * article 3 gives substitute days and the days between two holidays; the special acts for 1989, 1990, 1993, 2019, 2020
 * and 2021; for 29 December to 3 January the Act on Holidays of Administrative Organs (行政機関の休日に関する法律, 1988
 * No. 91), article 1. The equinoxes are announced each year; the formulas are the usual ones, for 1900 to 1979 and for
 * 1980 to 2099.
 *
 * Units: days as day numbers. Errors: a year outside has none. Forgets a person: holds nothing of one.
 */
#ifndef BANSO_HOLIDAY_JAPAN_H
#define BANSO_HOLIDAY_JAPAN_H

#include <stddef.h>
#include <stdint.h>

enum { JAPAN_FIRST_YEAR = 1970, JAPAN_LAST_YEAR = 2099, JAPAN_YEAR_MAX = 40 };

typedef struct {
    int64_t day;
    const char *name, *name_ja;
} PublicHoliday;

/* Ascending; returns how many. */
size_t japan_holidays(int year, PublicHoliday found[JAPAN_YEAR_MAX]);

#endif
