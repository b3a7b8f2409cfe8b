/*
 * Events that are kept and counted nowhere: those of people whom a rule holds (customer/contact/exclude.h), of test
 * accounts, and of robots without a user id. Their days have a rollup all the same, in which the person stands with a
 * count of 0: so the events are found, shown, erased, and counted again once the rule is gone.
 *
 * Not for: counts by name and day, which say what came in (event_name, usage_day).
 * Units: none. Errors: those of the database. Forgets a person: holds nothing beyond a commit.
 */
#ifndef BANSO_USAGE_EVENT_UNCOUNTED_H
#define BANSO_USAGE_EVENT_UNCOUNTED_H

#include "usage/event/event_store.h"

/* Marks those of the flush, once their accounts and persons are known. */
bool uncounted_mark(Flush *flush, Error *error);
/* Marks records of one account that were read, for a page. */
bool uncounted_find(Db *db, Arena *arena, int64_t account, const EventRecord *records, size_t count, bool *uncounted,
                    Error *error);
/* ContactHolder.excluded. */
bool usage_excluded(const Writer *writer, int64_t contact, Error *error);

#endif
