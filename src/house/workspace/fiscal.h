/*
 * Fiscal years: twelve months from the first day of the workspace's month on (Workspace.fiscal_month). A year has the
 * number of the calendar year in which it begins: with April, 1 April 2026 to 31 March 2027 is 2026.
 *
 * Not for: quarters and half years, nor years of 52 weeks.
 * Units: days as day numbers, months 1 to 12. Pure.
 * Errors: none.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_WORKSPACE_FISCAL_H
#define BANSO_WORKSPACE_FISCAL_H

#include <stdint.h>

int64_t fiscal_year_of(int64_t day, int64_t first_month);
/* Its first day; that of the year after is the first one no longer in it. */
int64_t fiscal_year_first(int64_t year, int64_t first_month);

#endif
