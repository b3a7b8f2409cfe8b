/*
 * Gauges out of events: the number in the declared property (customer/catalog/gauge.h) of each event of that name,
 * added up by account, gauge and local day, with the latest one. Rows are written with the commit that brings the
 * events, and only for events of a gauge: all others pay one comparison. They are no part of the rollups, since a
 * number is not a count that adds up with the others; whatever counts a day again (a move, a merge, a rebuild) writes
 * its rows again. Events that are counted nowhere (uncounted.h) are left out here, too. Rows stand with the account
 * that was meant; who reads them gets those of the account that is there, those of all that went into it added up.
 *
 * A number is a JSON number between -GAUGE_MOST and GAUGE_MOST. What is none is left out, and counted as missing (no
 * such property, or null) or wrong, which data quality shows.
 *
 * Not for: asking about them (engine/gauge.h).
 * Units: those of the properties; days are local dates of the workspace.
 * Errors: those of the database.
 * Forgets a person: an erased person's events keep the numbers of gauges and nothing else, so a rebuild adds up to the
 * same.
 */
#ifndef BANSO_USAGE_EVENT_GAUGED_H
#define BANSO_USAGE_EVENT_GAUGED_H

#include "engine/gauge.h"
#include "usage/event/event_store.h"

#define GAUGE_MOST 1e15

/* Adds the numbers of all kept events that have an account and count. */
bool gauged_write(Flush *flush, Error *error);
/* Writes an account's day again, out of its kept events, which are all of that day. *changed: it was not the same. */
bool gauged_again(Flush *flush, int64_t account, int64_t day, bool *changed, Error *error);
/* Counts the kept events of gauges that were not counted before. */
bool gauged_count(Flush *flush, Error *error);
/* Who follows reads the day again. */
void gauged_note(Flush *flush, int64_t account, int64_t day);
/* All days of what is filed by `account`, as days of another one, too. */
bool gauged_note_days(Flush *flush, int64_t account, int64_t as, Error *error);
/* Whether the event carries a number of the gauge. */
bool gauged_has(Arena *arena, const CatalogGauge *gauge, const EventRecord *record);
/* Leaves of the record's properties the numbers of gauges; in the arena. */
void gauged_keep(Arena *arena, const Catalog *catalog, EventRecord *record);

/* All rows, by account, day and gauge; and those of accounts on the days that stand beside them, in that order. An
 * account that went has none. */
typedef bool (*GaugedTake)(const GaugeDay *row, void *context, Error *error);
bool gauged_all(Db *db, GaugedTake take, void *context, Error *error);
bool gauged_at(Db *db, Ids accounts, Ids days, GaugedTake take, void *context, Error *error);

#endif
