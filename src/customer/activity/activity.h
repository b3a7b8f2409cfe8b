/*
 * Meetings and mails: what was said with several people at once, noted by hand. Who took part stands in tables of its
 * own, contacts and members of staff; texts stand in a table that can be erased; facts hold only ids.
 *
 * A call is one person, a direction and whether they were reached; it stays with the tasks (customer/task). A meeting
 * and a mail are a list of people, so a calendar's invitation or a mail that was received can become one later.
 *
 * Units: instants in ms, lengths in minutes. Errors: INPUT with the field; MISSING; CONFLICT for another version.
 * Each is for everybody, for those who see a circle, or for its author alone (base/viewer.h), as notes and calls are.
 *
 * Not for: mails as they were sent, nor appointments that are still to come.
 * Forgets a person: what was said in a meeting or mail with that contact goes, with its files, and the contact leaves
 * the list of those who took part. In all other texts what names the person unmistakably is replaced; see
 * contact_words.h.
 */
#ifndef BANSO_ACTIVITY_ACTIVITY_H
#define BANSO_ACTIVITY_ACTIVITY_H

#include "http/route.h"

extern const Route ACTIVITY_ROUTES[];

#endif
