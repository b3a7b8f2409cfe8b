/*
 * Overview: the whole portfolio on one page, for those who look once a week. How many accounts stand in which
 * band, what they pay, what is expected to be lost, by owner, team, product, touch model, stage or a custom field; how
 * accounts moved between bands; what people did. As of today or of any past day.
 *
 * Each figure comes with the condition of its rows: a list of accounts with that filter, as of that day, has exactly as
 * many. So today's bands are those that the list shows, which are the ones that were told; past days are judged as the
 * list judges them. An account belongs to today when it has not left, to a past day when it had not left by then
 * and was a customer or in the workspace.
 *
 * Formulas (docs/en/metrics.md): MRR counts in the workspace's currency, other currencies at their rates; accounts
 * without a rate are counted beside the sum. Expected loss = MRR × risk × nearness, as on Today. Bands of two days are
 * compared under the scorecard version of the later one, so that a new version moves nobody.
 *
 * Units: money in micros of the workspace's currency, days as day numbers.
 * Errors: INPUT "by" for something that accounts cannot be grouped by, and "as_of" for a day that has not come yet.
 * Not for: what one account does (health), nor whom to help first (today).
 * Forgets a person: holds nothing of one; what was done is read in the facts, which hold ids.
 */
#ifndef BANSO_OVERVIEW_OVERVIEW_H
#define BANSO_OVERVIEW_OVERVIEW_H

#include "http/route.h"

extern const Route OVERVIEW_ROUTES[];
extern const Route OVERVIEW_MOVES_ROUTES[];
extern const Route OVERVIEW_WORK_ROUTES[];

#endif
