/* What the rows of a file of holidays mean: a day, perhaps a last day, a name. */
#include "house/holiday/holiday_store.h"

static const ImportTarget HOLIDAY_TARGETS[] = {
    { "from_on", "Day", "日付", true, "date,firstday,holidaydate,from,国民の祝日月日,祝日日付,年月日,休日,開始日",
      CELL_DAY },
    { "until_on", "Last day", "最終日", false, "lastday,until,to,終了日", CELL_DAY },
    { "name", "Name", "名称", true, "holiday,holidayname,title,summary,国民の祝日名称,祝日名,祝日名称,休日名" },
    { 0 },
};

/* A file says which day is the last one; without it there is one day. */
static bool holiday_take(const ImportRow *row, Upsert *outcome, Error *error)
{
    OptInt from, last;
    int64_t id;
    if (!import_day(row, "from_on", &from, error) || !import_day(row, "until_on", &last, error))
        return false;
    HolidayGiven given = { from.value, (last.known ? last.value : from.value) + 1, import_value(row, "name") };
    return holiday_upsert(&row->batch->writer, &given, &id, outcome, error);
}

const ImportKind IMPORT_HOLIDAYS = { .name = "holidays", .targets = HOLIDAY_TARGETS, .take = holiday_take };
