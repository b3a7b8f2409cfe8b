/* Random scorecards for lift_test.c: rules, and points on lines, on log scales, in pieces and for choices; usual ones,
 * and wild ones that nobody would write. */
#ifndef BANSO_HEALTH_LIFT_CARDS_H
#define BANSO_HEALTH_LIFT_CARDS_H

#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- random cards ---------------------------------------------------------------------------------------------- */

static uint64_t random_state;

static inline unsigned below(unsigned count)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((random_state >> 33) % count);
}

/* How far a measure goes, stated here a second time and independently. */
typedef struct {
    const char *id;
    int days;
    bool is_share, is_better_high;
    double least, most;
} Asked;
static const Asked ASKED[] = {
    { "events", 7, false, true, 0, 1e9 },      { "active_days", 7, false, true, 0, 7 },
    { "active_days", 28, false, true, 0, 28 }, { "people", 28, false, true, 0, 1e9 },
    { "days_since", 0, false, false, 0, 0 },   { "breadth", 28, true, true, 0, 1 },
    { "depth", 28, true, true, 0, 1 },         { "trend", 28, true, true, -1, 1e9 },
    { "share", 28, true, true, 0, 1 },
};
static const Asked FIXED[] = { { "contract_age_days", 0, false, true, 0, 0 },
                               { "seats", 0, false, true, 0, 0 },
                               { "mrr", 0, false, true, 0, 0 } };
enum { ASKED_COUNT = sizeof ASKED / sizeof *ASKED, SHARES_FROM = 5, FIXED_COUNT = 3, POOL_MAX = 4, BENDS_MAX = 5 };

typedef struct {
    bool is_wild;
    size_t count;
    const Asked *pool[POOL_MAX];
    bool is_scored[POOL_MAX], is_log[POOL_MAX]; /* has points; has them on a log scale, where it stands alone */
    double furthest;                            /* the greatest number of days since that it asks about */
    Text json;
    const char *segment;
} Card;

static inline void pool_choose(Card *card)
{
    size_t movable = 1 + below(3);
    bool has_share = false;
    while (card->count < movable) {
        const Asked *one = &ASKED[below(has_share ? SHARES_FROM : ASKED_COUNT)];
        bool taken = false;
        for (size_t i = 0; i < card->count; i++)
            taken |= card->pool[i] == one;
        if (taken)
            continue;
        has_share |= one->is_share;
        card->pool[card->count++] = one;
    }
    if (below(2))
        card->pool[card->count++] = &FIXED[below(FIXED_COUNT)];
}

static inline double some_bound(Card *card, const Asked *asked)
{
    double value = asked->is_share ? below(11) / 10.0 : below(9);
    if (asked->is_share && strcmp(asked->id, "trend") == 0)
        value -= 0.5;
    if (below(8) == 0)
        value += asked->is_share ? 0.005 : 0.5;
    if (!asked->is_better_high && value > card->furthest)
        card->furthest = value;
    return value;
}

static inline void measure_write(Text *json, const Asked *asked)
{
    text_format(json, "{\"measure\":\"%s\"", asked->id);
    if (asked->days)
        text_format(json, ",\"days\":%d", asked->days);
    if (strcmp(asked->id, "share") == 0)
        text_add(json, ",\"feature_id\":1");
    text_add(json, "}");
}

/* A usual comparison is true of the worse side, or of the better one. */
static inline void comparison_write(Card *card, bool of_worse)
{
    static const char *const OPS[] = { "<", "<=", ">", ">=", "=", "!=", "known", "unknown" };
    const Asked *asked = card->pool[below((unsigned)card->count)];
    const char *op = OPS[below(8)];
    if (!card->is_wild)
        op = OPS[(asked->is_better_high == of_worse ? 0 : 2) + below(2)];
    text_add(&card->json, "{\"measure\":");
    measure_write(&card->json, asked);
    text_format(&card->json, ",\"op\":\"%s\"", op);
    if (strstr(op, "known") == NULL)
        text_format(&card->json, ",\"value\":%g", some_bound(card, asked));
    text_add(&card->json, "}");
}

static inline void condition_write(Card *card, bool of_worse, int depth)
{
    unsigned kind = depth == 0 ? 0 : below(card->is_wild ? 5 : 4);
    if (kind < 2) {
        comparison_write(card, of_worse);
        return;
    }
    text_add(&card->json, kind == 4 ? "{\"not\":" : kind == 3 ? "{\"or\":[" : "{\"and\":[");
    condition_write(card, of_worse, depth - 1);
    if (kind < 4) {
        text_add(&card->json, ",");
        condition_write(card, of_worse, depth - 1);
        text_add(&card->json, "]");
    }
    text_add(&card->json, "}");
}

static inline void rules_write(Card *card)
{
    static const char *const BANDS[] = { "BAD", "BAD", "NORMAL", "GOOD" };
    unsigned count = below(4);
    for (unsigned i = 0; i < count; i++) {
        unsigned band = below(4);
        text_format(&card->json, "%s{\"key\":\"r%u\",\"band\":\"%s\",\"name\":\"\",\"when\":", i ? "," : "", i,
                    BANDS[band]);
        condition_write(card, band < 3, card->is_wild ? 3 : 1);
        text_add(&card->json, "}");
    }
}

/* Nothing that a CSM does moves a choice: it only adds to what the measures earn, or leaves the denominator. */
static inline void choices_write(Card *card, unsigned at)
{
    bool is_flag = below(2);
    double low = below(11) / 10.0, high = below(11) / 10.0;
    text_format(&card->json, "%s{\"key\":\"p%u\",\"name\":\"\",\"weight\":%u,\"attribute\":\"field:%s\",\"choices\":[",
                at ? "," : "", at, 1 + below(40), is_flag ? "flag" : "tier");
    text_format(&card->json, "{\"value\":%s,\"share\":%g},{\"value\":%s,\"share\":%g}]}",
                is_flag ? "false" : "\"iron\"", low, is_flag ? "true" : "\"gold\"", high);
}

/* Both above 0, and as far from each other as they were. */
static inline void bounds_lift(Card *card, const Asked *asked, double *low, double *high)
{
    double least = *low < *high ? *low : *high, by = least <= 0 ? 1 - least : 0;
    *low += by;
    *high += by;
    if (!asked->is_better_high)
        card->furthest = fmax(card->furthest, fmax(*low, *high));
}

/* Bounds on a line or a log scale: these are above 0, and one of them is. */
static inline void bounds_write(Card *card, const Asked *asked, bool is_log)
{
    double low = some_bound(card, asked), high = low;
    while (high == low)
        high = some_bound(card, asked);
    if (!card->is_wild && (low < high) != asked->is_better_high) {
        double swapped = low;
        low = high;
        high = swapped;
    }
    if (is_log)
        bounds_lift(card, asked, &low, &high);
    text_format(&card->json, ",\"low\":%g,\"high\":%g%s}", low, high, is_log ? ",\"scale\":\"log\"" : "");
}

static inline int number_order(const void *a, const void *b)
{
    const double *first = a, *second = b;
    return *first < *second ? -1 : *first > *second;
}

static inline size_t different_bounds(Card *card, const Asked *asked, double *bounds)
{
    size_t count = 2 + below(BENDS_MAX - 1), kept = 0;
    for (size_t i = 0; i < count; i++)
        bounds[i] = some_bound(card, asked);
    qsort(bounds, count, sizeof *bounds, number_order);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || bounds[kept - 1] != bounds[i])
            bounds[kept++] = bounds[i];
    return kept;
}

static inline size_t peak_of(const Card *card, const Asked *asked, size_t count)
{
    if (card->is_wild)
        return below((unsigned)count);
    return asked->is_better_high ? count - 1 - below(2) : below(2);
}

/* Up to a peak and down from it, or the other way round; of a usual card up, and down at its end at most. */
static inline void pieces_write(Card *card, const Asked *asked)
{
    double bounds[BENDS_MAX] = { 0 };
    size_t count = 0;
    while (count < 2)
        count = different_bounds(card, asked, bounds);
    size_t peak = peak_of(card, asked, count);
    bool is_valley = card->is_wild && below(3) == 0;
    text_add(&card->json, ",\"pieces\":[");
    for (size_t i = 0; i < count; i++) {
        double far = fabs((double)i - (double)peak);
        double share = 1 - far / (double)count - (far > 0 && below(2) ? 0.1 : 0);
        text_format(&card->json, "%s{\"at\":%g,\"share\":%g}", i ? "," : "", bounds[i], is_valley ? 1 - share : share);
    }
    text_add(&card->json, "]}");
}

static inline void measure_points_write(Card *card, unsigned at, size_t chosen)
{
    const Asked *asked = card->pool[chosen];
    bool is_log = !card->is_scored[chosen] && below(3) == 0;
    text_format(&card->json, "%s{\"key\":\"p%u\",\"name\":\"\",\"measure\":", at ? "," : "", at);
    measure_write(&card->json, asked);
    text_format(&card->json, ",\"weight\":%u", 1 + below(40));
    card->is_scored[chosen] = true;
    card->is_log[chosen] = is_log;
    if (!is_log && below(2))
        pieces_write(card, asked);
    else
        bounds_write(card, asked, is_log);
}

static inline void points_write(Card *card)
{
    unsigned count = 1 + below(4);
    for (unsigned i = 0; i < count; i++) {
        size_t chosen = below((unsigned)card->count);
        if (below(4) == 0 || card->is_log[chosen])
            choices_write(card, i);
        else
            measure_points_write(card, i, chosen);
    }
}

/* The card speaks about few accounts; what would move one out of them is not a lift. */
static inline void segment_write(Card *card, Arena *of)
{
    Text rules = card->json;
    if (below(4) > 0)
        return;
    card->json = text_new(of);
    condition_write(card, below(2), 1);
    card->segment = text_string(&card->json);
    card->json = rules;
}

static inline Card card_random(Arena *of, bool is_wild)
{
    Card card = { .is_wild = is_wild, .json = text_new(of) };
    unsigned bad = below(101);
    pool_choose(&card);
    segment_write(&card, of);
    text_add(&card.json, "{\"rules\":[");
    rules_write(&card);
    text_add(&card.json, "],\"points\":[");
    points_write(&card);
    text_format(&card.json, "],\"bad_below\":%u,\"good_from\":%u,\"unknown_below\":%g}", bad, bad + below(102 - bad),
                below(4) ? 0.0 : below(11) / 10.0);
    return card;
}

#endif
