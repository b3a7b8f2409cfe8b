/*
 * How well an order of accounts told who would leave. Pure.
 *
 * AUC: the share of pairs of one that left and one that stayed in which the one that left stood lower; of equal ones
 * half. Its 95 % interval is that of DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988), as Obuchowski (Biometrics
 * 53, 1997) extended it to several observations of one account, which are not independent. Where one side stands at one
 * place (all of it BAD; a perfect order) its variance is 0, which says too much. Wilson's lower bound of as many
 * successes as that side has accounts then says how much of it is sure: the interval reaches at least from that part of
 * the AUC to 1 less that part of what the AUC lacks. There is none with fewer than two accounts on either side.
 *
 * Lift: how many of the worst tenth left, over how many would have if the order said nothing. Of equal ones at the edge
 * of the tenth each counts in part.
 *
 * Units: scores in any unit, lower is worse. Errors: none. Forgets a person: holds scores of accounts alone.
 */
#ifndef BANSO_HEALTH_TRUST_H
#define BANSO_HEALTH_TRUST_H

#include "base/arena.h"
#include "base/shape.h"

/* What was said of an account on a day, and whether it then left. */
typedef struct {
    int64_t account;
    double score;
    bool left;
} Seen;

typedef struct {
    int64_t left, stayed;
    OptReal auc, low, high; /* the interval: both or neither */
    double chance;          /* how often chance alone would be as far from 0.5, by the interval; NAN without one */
    bool noise;             /* it holds 0.5, or there is none: nothing shows that it is better than chance */
    OptReal tenth_left;     /* how many of the worst tenth left; in part where equal ones stand at its edge */
    OptReal lift;
} Trust;

/* `seen` is sorted. */
Trust trust_of(Arena *arena, Seen *seen, size_t count);

/*
 * Of several orders that are looked at together some look better than chance by chance. Benjamini and Hochberg (Journal
 * of the Royal Statistical Society B 57, 1995): sets `noise` of each so that of those that are no noise at most 5 % are
 * expected to be. Gives how many were compared: those with an interval.
 */
size_t trusts_correct(Arena *arena, Trust *const *trusts, size_t count);

#endif
