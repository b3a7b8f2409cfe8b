/* Inside the module: how the calendar is read, changed and told. */
#ifndef BANSO_HOLIDAY_HOLIDAY_STORE_H
#define BANSO_HOLIDAY_HOLIDAY_STORE_H

#include "holiday.sql.h"

#include "house/holiday/holiday.h"
#include "house/import/import.h"

/* As it is kept; where nothing is, no country's holidays, and rest on Saturday and Sunday. */
bool calendar_get(Db *db, Arena *arena, CalendarReadRow *row, Error *error);
bool calendar_put(const Writer *writer, const CalendarReadRow *row, Error *error);
bool holiday_tell(const Writer *writer, const char *kind, const HolidayRow *row, Error *error);

extern const ImportKind IMPORT_HOLIDAYS;

#endif
