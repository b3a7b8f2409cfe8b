/* Which fiscal year a day is in, and where a year begins. */
#include "house/workspace/fiscal.h"

#include "base/clock.h"

int64_t fiscal_year_of(int64_t day, int64_t first_month)
{
    int year, month, of_month;
    day_split(day, &year, &month, &of_month);
    return month < first_month ? year - 1 : year;
}

int64_t fiscal_year_first(int64_t year, int64_t first_month)
{
    return day_from((int)year, (int)first_month, 1);
}
