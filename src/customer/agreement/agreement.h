/*
 * Agreements: pairs of conditions on accounts that should say the same, such as "the CRM's churn flag is set" and "a
 * cancellation was recorded". Where one holds and the other does not, the data contradicts itself, and nobody can tell
 * which of the two is wrong; so this counts and lists, and mends nothing. Two contradictions, of stage and contract,
 * are looked for without being asked. All of it is one check of data quality.
 *
 * Both sides may ask only for what everybody sees, since the check is for everybody. If a segment in one comes to ask
 * for more, the pair cannot be read.
 *
 * Not for: scorecards, which judge how a customer fares.
 * Units: none. Errors: INPUT with the field (one, other); MISSING.
 * Forgets a person: an erased contact's address, id and telephone number are replaced in names and conditions.
 */
#ifndef BANSO_AGREEMENT_AGREEMENT_H
#define BANSO_AGREEMENT_AGREEMENT_H

#include "agreement.sql.h"

#include "customer/contact/contact.h"
#include "customer/segment/segment.h"
#include "house/condition/condition.h"
#include "house/quality/quality.h"

enum { AGREEMENTS_MAX = 50 };

/* How a pair stands among the accounts of a day. */
typedef struct {
    bool readable; /* both sides; else all is 0 */
    size_t one, other, both;
    Ids one_alone, other_alone; /* ascending */
} AgreementFound;

bool agreement_find(Engine *engine, Db *db, Arena *arena, const AgreementRow *row, int64_t today, AgreementFound *found,
                    Error *error);

extern const QualityCheck AGREEMENT_CHECKS[];
extern const Route AGREEMENT_ROUTES[];
extern const ContactHolder AGREEMENT_CONTACTS;

#endif
