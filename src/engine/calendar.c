/*
 * A calendar counts its holidays up to each day, so how many lie in any window is one subtraction. Windows are laid
 * once per run and not per account, so walking back day by day costs nothing there.
 */
#include "engine/calendar.h"

#include "base/memory.h"

#include <string.h>

enum { CALENDAR_DAYS = UINT16_MAX };

struct Calendar {
    unsigned weekend;
    uint16_t until[CALENDAR_DAYS]; /* holidays up to and with that day */
};

/* Day 0 was a Thursday. */
int day_of_week(int64_t day)
{
    return (int)(((day + 4) % 7 + 7) % 7);
}

static bool is_weekend(unsigned weekend, int64_t day)
{
    return weekend >> day_of_week(day) & 1;
}

Calendar *calendar_new(unsigned weekend, const int64_t *days, size_t count)
{
    Calendar *made = memory_new(1, sizeof *made);
    made->weekend = weekend;
    for (size_t i = 0; i < count; i++)
        if (days[i] >= 0 && days[i] < CALENDAR_DAYS && !is_weekend(weekend, days[i]))
            made->until[days[i]] = 1;
    for (size_t day = 1; day < CALENDAR_DAYS; day++)
        made->until[day] = (uint16_t)(made->until[day] + made->until[day - 1]);
    return made;
}

void calendar_free(Calendar *calendar)
{
    free(calendar);
}

bool calendar_equal(const Calendar *a, const Calendar *b)
{
    return a == b || (a && b && memcmp(a, b, sizeof *a) == 0);
}

static int64_t counted(const Calendar *calendar, int64_t day)
{
    if (day < 0)
        return 0;
    return calendar->until[day < CALENDAR_DAYS ? day : CALENDAR_DAYS - 1];
}

int64_t calendar_holidays(const Calendar *calendar, int64_t after, int64_t until)
{
    return calendar && until > after ? counted(calendar, until) - counted(calendar, after) : 0;
}

int64_t calendar_begin(const Calendar *calendar, int64_t until, int64_t days)
{
    int64_t begin = until - days;
    for (int64_t missing = calendar_holidays(calendar, begin, until); missing > 0 && begin > 0; begin--)
        missing -= !is_weekend(calendar->weekend, begin) && !calendar_is_holiday(calendar, begin);
    return begin;
}

size_t calendar_rests(const Calendar *calendar, Arena *arena, int64_t after, int64_t until, Rest **rests)
{
    size_t count = 0;
    *rests = arena_array(arena, (size_t)calendar_holidays(calendar, after, until), sizeof **rests);
    for (int64_t day = after + 1; calendar_holidays(calendar, day - 1, until) > 0; day++) {
        if (!calendar_is_holiday(calendar, day))
            continue;
        if (count && (*rests)[count - 1].until == day - 1)
            (*rests)[count - 1].until = day;
        else
            (*rests)[count++] = (Rest) { day - 1, day };
    }
    return count;
}
