/*
 * Inside the module: how a row of `account` is checked and stored, for routes, imports and bulk changes.
 *
 * Units and errors: those of account.h.
 * Forgets a person: an account holds nothing of one.
 */
#ifndef BANSO_ACCOUNT_ACCOUNT_STORE_H
#define BANSO_ACCOUNT_ACCOUNT_STORE_H

#include "account.sql.h"

#include "customer/account/account.h"
#include "house/field/field.h"
#include "house/quality/quality.h"
#include "house/search/search.h"
#include "house/setup/setup.h"
#include "house/timeline/timeline.h"
#include "http/route.h"

/*
 * Checks `after`, stores it when it differs from `before` (NULL = a new account), writes the fact and renews the
 * engine's columns. `fields_told` lists changed custom fields, as edit_told takes them. *changed is false when there
 * was nothing to do. Sets id, version, parent and owner in `after`.
 */
bool account_store(const Writer *writer, const AccountRow *before, AccountRow *after, List fields_told, bool demo,
                   bool *changed, Error *error);

/* The text that is searched: name, reading, domain and external id, folded. */
const char *account_folded(Arena *arena, const AccountRow *row);

/* As an undo compares it. */
const char *account_state(Arena *arena, const AccountRow *row);
/* The row as it is now, with what that state says laid over it; *told as account_store takes it. */
bool account_laid_over(const Writer *writer, const AccountRow *now, const Json *state, AccountRow *row, List *told,
                       Error *error);
extern const struct ImportUndo ACCOUNT_UNDO;

extern const FieldHolder ACCOUNT_FIELD_HOLDER;
extern const SearchSource ACCOUNT_SEARCH;
extern const QualityCheck ACCOUNT_CHECKS[];
extern const SetupStep ACCOUNT_SETUP[];

/* ---- account_uncounted.c ---- */

/* After a change of `test`, in its transaction: an account that counts again is read by all columns. */
bool account_test_turned(const Writer *writer, const AccountRow *before, const AccountRow *after, Error *error);
extern const Route ACCOUNT_TEST_ROUTES[];

#endif
