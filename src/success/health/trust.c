/*
 * Placements: for one that left, the share of those who stayed that stand above it; for one that stayed, the share of
 * those who left that stand below it. The AUC is the mean of either, and its variance that of their sums by account. In
 * order: placements; the interval; the lift; the whole.
 */
#include "success/health/trust.h"

#include "success/health/alarm.h"

#include <math.h>
#include <stdlib.h>

#define Z95 1.959963984540054 /* 95 % of a normal distribution are within so many deviations */

typedef struct {
    int64_t account;
    double left, stayed; /* sums of placements, less what the AUC makes of them */
    bool has_left, has_stayed;
} Placed;

/* ---- placements ------------------------------------------------------------------------------------------------ */

static int score_order(const void *a, const void *b)
{
    const Seen *first = a, *second = b;
    return (first->score > second->score) - (first->score < second->score);
}

static int account_order(const void *a, const void *b)
{
    const Placed *first = a, *second = b;
    return (first->account > second->account) - (first->account < second->account);
}

/* Where the run of equal scores that begins at `from` ends, and how many of it left. */
static size_t run_end(const Seen *seen, size_t count, size_t from, double *left)
{
    size_t end = from;
    *left = 0;
    while (end < count && seen[end].score == seen[from].score)
        *left += seen[end++].left;
    return end;
}

/* Each in the order of scores; gives the AUC. */
static double placements_fill(const Seen *seen, size_t count, double left, double stayed, double *placements)
{
    double left_below = 0, stayed_below = 0, sum = 0;
    for (size_t i = 0; i < count;) {
        double own;
        size_t end = run_end(seen, count, i, &own);
        double others = (double)(end - i) - own;
        for (; i < end; i++) {
            placements[i] =
                seen[i].left ? (stayed - stayed_below - others / 2) / stayed : (left_below + own / 2) / left;
            sum += seen[i].left ? placements[i] : 0;
        }
        left_below += own;
        stayed_below += others;
    }
    return sum / left;
}

/* ---- the interval ---------------------------------------------------------------------------------------------- */

static size_t by_account(Placed *placed, size_t count)
{
    size_t kept = 0;
    qsort(placed, count, sizeof *placed, account_order);
    for (size_t i = 0; i < count; i++) {
        if (kept && placed[kept - 1].account == placed[i].account) {
            placed[kept - 1].left += placed[i].left;
            placed[kept - 1].stayed += placed[i].stayed;
            placed[kept - 1].has_left |= placed[i].has_left;
            placed[kept - 1].has_stayed |= placed[i].has_stayed;
        } else {
            placed[kept++] = placed[i];
        }
    }
    return kept;
}

static double scaled(int64_t accounts, double of)
{
    return accounts > 1 ? (double)accounts / (double)(accounts - 1) / of : 0;
}

static int64_t accounts_of(const Placed *placed, size_t count, bool left)
{
    int64_t accounts = 0;
    for (size_t i = 0; i < count; i++)
        accounts += left ? placed[i].has_left : placed[i].has_stayed;
    return accounts;
}

static double variance(const Placed *placed, size_t count, double left, double stayed)
{
    double of_left = 0, of_stayed = 0, of_both = 0;
    for (size_t i = 0; i < count; i++) {
        of_left += placed[i].left * placed[i].left;
        of_stayed += placed[i].stayed * placed[i].stayed;
        of_both += placed[i].left * placed[i].stayed;
    }
    return scaled(accounts_of(placed, count, true), left) * of_left / left +
           scaled(accounts_of(placed, count, false), stayed) * of_stayed / stayed +
           2 * scaled((int64_t)count, left) * of_both / stayed;
}

static bool one_place(const Seen *seen, const double *placements, size_t count, bool left)
{
    double least = 1, most = 0;
    for (size_t i = 0; i < count; i++)
        if (seen[i].left == left)
            least = fmin(least, placements[i]), most = fmax(most, placements[i]);
    return most - least < 1e-12;
}

/* The variance of a side that stands at one place is 0, however few it has: all of it there is n successes of n. */
static void widen(Trust *trust, int64_t accounts)
{
    double sure = wilson(accounts, accounts).low;
    trust->low.value = fmin(trust->low.value, trust->auc.value * sure);
    trust->high.value = fmax(trust->high.value, 1 - (1 - trust->auc.value) * sure);
}

/* Two-sided, from the side of the interval that is nearer to 0.5, which may have been widened. */
static void chance_fill(Trust *trust, double half)
{
    double auc = trust->auc.value, far = fabs(auc - 0.5);
    double reach = auc > 0.5 ? auc - trust->low.value : trust->high.value - auc;
    reach = fmax(reach, half);
    trust->chance = far == 0 ? 1 : reach == 0 ? 0 : erfc(far / (reach / Z95) / sqrt(2));
}

static void interval_fill(Trust *trust, Arena *arena, const Seen *seen, size_t count, const double *placements)
{
    double auc = trust->auc.value, left = (double)trust->left, stayed = (double)trust->stayed;
    Placed *placed = arena_array(arena, count + 1, sizeof *placed);
    for (size_t i = 0; i < count; i++)
        placed[i] = (Placed) { seen[i].account, seen[i].left ? placements[i] - auc : 0,
                               seen[i].left ? 0 : placements[i] - auc, seen[i].left, !seen[i].left };
    size_t accounts = by_account(placed, count);
    int64_t leavers = accounts_of(placed, accounts, true), stayers = accounts_of(placed, accounts, false);
    if (leavers < 2 || stayers < 2)
        return;
    double spread = variance(placed, accounts, left, stayed);
    double half = Z95 * sqrt(spread > 0 ? spread : 0);
    trust->low = (OptReal) { fmax(0, auc - half), true };
    trust->high = (OptReal) { fmin(1, auc + half), true };
    if (one_place(seen, placements, count, true))
        widen(trust, leavers);
    if (one_place(seen, placements, count, false))
        widen(trust, stayers);
    trust->noise = trust->low.value <= 0.5 && trust->high.value >= 0.5;
    chance_fill(trust, half);
}

/* ---- the lift -------------------------------------------------------------------------------------------------- */

static void lift_fill(Trust *trust, const Seen *seen, size_t count)
{
    double room = (double)count / 10, found = 0;
    for (size_t i = 0; i < count && room > 0;) {
        double own;
        size_t end = run_end(seen, count, i, &own);
        double part = fmin(1, room / (double)(end - i));
        found += own * part;
        room -= (double)(end - i) * part;
        i = end;
    }
    trust->tenth_left = (OptReal) { found, true };
    trust->lift = (OptReal) { found / ((double)trust->left / 10), true };
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

Trust trust_of(Arena *arena, Seen *seen, size_t count)
{
    Trust trust = { .noise = true, .chance = NAN };
    for (size_t i = 0; i < count; i++)
        trust.left += seen[i].left;
    trust.stayed = (int64_t)count - trust.left;
    if (!trust.left || !trust.stayed)
        return trust;
    double *placements = arena_array(arena, count, sizeof *placements);
    qsort(seen, count, sizeof *seen, score_order);
    trust.auc = (OptReal) { placements_fill(seen, count, (double)trust.left, (double)trust.stayed, placements), true };
    lift_fill(&trust, seen, count);
    interval_fill(&trust, arena, seen, count, placements);
    return trust;
}

static int chance_order(const void *a, const void *b)
{
    const Trust *const *first = a, *const *second = b;
    return ((*first)->chance > (*second)->chance) - ((*first)->chance < (*second)->chance);
}

size_t trusts_correct(Arena *arena, Trust *const *trusts, size_t count)
{
    Trust **compared = arena_array(arena, count + 1, sizeof *compared);
    size_t known = 0, found = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(trusts[i]->chance))
            compared[known++] = trusts[i];
    if (known)
        qsort(compared, known, sizeof *compared, chance_order);
    for (size_t i = 0; i < known; i++)
        if (compared[i]->chance <= 0.05 * (double)(i + 1) / (double)known)
            found = i + 1;
    for (size_t i = 0; i < known; i++)
        compared[i]->noise = i >= found;
    return known;
}
