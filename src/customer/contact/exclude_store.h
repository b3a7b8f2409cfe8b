/* Inside the module: rules as rows, and contacts judged by them. */
#ifndef BANSO_CONTACT_EXCLUDE_STORE_H
#define BANSO_CONTACT_EXCLUDE_STORE_H

#include "exclude.sql.h"

#include "contact.sql.h"
#include "customer/contact/exclude.h"

/* ---- exclude_rule.c ---- */

typedef struct {
    size_t count;
    const ExclusionRow *rows; /* the oldest first */
} Exclusions;
/* The oldest rule that holds the person; 0 = the person counts. */
int64_t exclusion_of(Arena *arena, const Exclusions *rules, const ContactRow *row);
/* The rule as it is kept: INPUT with the field where it could hold nobody, or everybody. */
bool exclusion_read(Db *db, Arena *arena, const ExclusionGiven *given, ExclusionRow *row, Error *error);

/* ---- exclude.c ---- */

bool exclusions_read(Db *db, Arena *arena, Exclusions *rules, Error *error);
/* After the row was written: whether it counts from now on; modules hear of a change. */
bool contact_judge(const Writer *writer, const ContactRow *row, bool is_new, Error *error);
/* The contact is another one from now on. */
bool contact_judged_no_more(const Writer *writer, int64_t contact_id, Error *error);
/* Everybody is judged again, in a job. */
bool exclusions_apply(const Writer *writer, Error *error);
/* The values of a custom field are gone: a rule about it holds nobody. */
bool exclusions_miss(const Writer *writer, const char *field, Error *error);
bool exclude_run(Services *services, Arena *arena, const char *body, Error *error);

extern const Route EXCLUDE_ROUTES[];

#endif
