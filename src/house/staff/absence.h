/*
 * Who of the staff is away, from when until when, and who stands in. Absences are entered by the person, or by an admin
 * for somebody else; those of one person have no day in common.
 *
 * Who stands in for the owner of an account on a day is one rule for the whole program (away_stand_in): nobody while
 * the owner is here; else the account's own stand-in, unless that person is away as well; else the one whom the owner
 * named for the absence. Who may not sign in any more, or is gone, stands in for nobody: `Aways` name only active
 * staff, and who asks gives only those as a thing's own.
 *
 * Not for: days that do not count in measures of use (holiday), nor for what a stand-in may do, which a role says.
 * Units: days as day numbers; until is the first day back.
 * Errors: INPUT with the field (from_on, until_on, stand_in_id), CONFLICT for another version.
 * Forgets a person: absences are staff's own and go with them (staff_remove). A remark is seen by all staff.
 */
#ifndef BANSO_STAFF_ABSENCE_H
#define BANSO_STAFF_ABSENCE_H

#include "base/shape.h"
#include "http/route.h"
#include "jobs/fact.h"

enum { ABSENCES_MAX = 200 }; /* of one person */

typedef struct {
    int64_t staff_id, from_on, until_on;
    OptInt stand_in_id;
} Away;
/* By person and day. */
typedef struct {
    size_t count;
    const Away *items;
} Aways;

/* Of all staff, past and to come. */
bool aways_read(Db *db, Arena *arena, Aways *aways, Error *error);
/* Of these people. */
bool aways_of(Db *db, Arena *arena, Ids staff, Aways *aways, Error *error);

/* Those of one person. Pure. */
Aways aways_by(Aways aways, int64_t staff_id);
/* The absence of a person on a day; NULL = they are here. Pure. */
const Away *away_on(Aways aways, int64_t staff_id, int64_t day);
/* Who stands in for `owner_id` on a day, `own` being the stand-in of the thing itself (0 = none); 0 = nobody. Pure. */
int64_t away_stand_in(Aways aways, int64_t owner_id, int64_t own, int64_t day);

/* The same of one owner, read from the database. */
bool away_stand_in_read(Db *db, Arena *arena, int64_t owner_id, int64_t own, int64_t day, int64_t *stand_in,
                        Error *error);

/* Whom a fact about an absence ("absence.…") is about; 0 = it is about something else. */
int64_t absence_fact_staff(Arena *arena, const Fact *fact);

extern const Route ABSENCE_ROUTES[];

#endif
