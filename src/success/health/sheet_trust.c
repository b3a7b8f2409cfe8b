/*
 * How a card did over the year: on LANDMARKS days, 13 weeks apart, what it said of each account that was there, held
 * against who left within the 91 days after. Every day has its 91 days behind it, and nothing that is said later
 * counts, so nobody is told by what came after. Worst first: the band, then the points. UNKNOWN says nothing and has no
 * place in the order; it is counted.
 *
 * In order: shapes; what was said; by band; the whole; by segment; the sheet.
 */
#include "success/health/sheet.h"
#include "success/health/trust.h"

#include <string.h>

enum { BAND_APART = 1000 };

/* ---- shapes ---------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *band;
    int64_t seen, left;
    double low, high;
} BandLeft;
static const Field BAND_LEFT_FIELDS[] = {
    SHAPE_FIELD(BandLeft, band, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_FIELD(BandLeft, seen, FIELD_INT, .about = "Accounts, each as often as it was looked at."),
    SHAPE_FIELD(BandLeft, left, FIELD_INT, .about = "Within the 91 days after."),
    SHAPE_FIELD(BandLeft, low, FIELD_REAL, .about = "Of the share that left, 95 %."),
    SHAPE_FIELD(BandLeft, high, FIELD_REAL),
    { 0 },
};
static const Shape BAND_LEFT = { "SheetBandLeft", sizeof(BandLeft), BAND_LEFT_FIELDS };

typedef struct {
    int64_t seen, left;
    OptReal auc, auc_low, auc_high;
    bool noise;
    OptReal tenth_left, lift;
    List bands;
} TrustShown;
static const Field TRUST_FIELDS[] = {
    SHAPE_FIELD(TrustShown, seen, FIELD_INT, .about = "With a band other than UNKNOWN, on four days 13 weeks apart."),
    SHAPE_FIELD(TrustShown, left, FIELD_INT, .about = "Of them, left within the 91 days after."),
    SHAPE_OPT(TrustShown, auc, FIELD_REAL),
    SHAPE_OPT(TrustShown, auc_low, FIELD_REAL, .about = "95 %; missing where there are too few."),
    SHAPE_OPT(TrustShown, auc_high, FIELD_REAL),
    SHAPE_FIELD(TrustShown, noise, FIELD_FLAG, .about = "The interval holds 0.5, or there is none."),
    SHAPE_OPT(TrustShown, tenth_left, FIELD_REAL, .about = "Of the worst tenth."),
    SHAPE_OPT(TrustShown, lift, FIELD_REAL, .about = "That, over what a tenth by chance would have."),
    SHAPE_FIELD(TrustShown, bands, FIELD_LIST, .shape = &BAND_LEFT),
    { 0 },
};
const Shape SHEET_TRUST = { "SheetTrust", sizeof(TrustShown), TRUST_FIELDS };

/* ---- what was said --------------------------------------------------------------------------------------------- */

static double score_of(const Said *said)
{
    static const int PLACES[BAND_COUNT] = { [BAND_BAD] = 0, [BAND_NORMAL] = 1, [BAND_GOOD] = 2 };
    return PLACES[said->band] * BAND_APART + (said->points > 0 ? said->points : 0);
}

static bool left_after(const Course *course, int64_t day)
{
    return course->left_on > day && course->left_on <= day + 7 * LANDMARK_WEEKS;
}

int64_t landmark_day(int64_t as_of, int landmark)
{
    return as_of - 7 * (int64_t)LANDMARK_WEEKS * (LANDMARKS - landmark);
}

/* `within`: only on days on which it was in that segment; 0 = on all. */
static void said_add(const Course *course, int side, uint64_t within, int64_t as_of, Seen *seen, size_t *count,
                     BandLeft *bands)
{
    for (int landmark = 0; landmark < LANDMARKS; landmark++) {
        const Said *said = &course->said[side][landmark];
        if (!said->scored || (within && !(course->within[landmark] & within)))
            continue;
        bool left = left_after(course, landmark_day(as_of, landmark));
        bands[said->band].seen++;
        bands[said->band].left += left;
        if (said->band != BAND_UNKNOWN)
            seen[(*count)++] = (Seen) { course->account, score_of(said), left };
    }
}

/* ---- by band --------------------------------------------------------------------------------------------------- */

/* As they are shown everywhere, the worst first. */
static List bands_shown(Arena *arena, const BandLeft *bands)
{
    static const Band ORDER[BAND_COUNT] = { BAND_BAD, BAND_NORMAL, BAND_GOOD, BAND_UNKNOWN };
    BandLeft *shown = arena_array(arena, BAND_COUNT, sizeof *shown);
    for (int i = 0; i < BAND_COUNT; i++) {
        Interval share = wilson(bands[ORDER[i]].left, bands[ORDER[i]].seen);
        shown[i] = bands[ORDER[i]];
        shown[i].band = band_name(ORDER[i]);
        shown[i].low = share.low;
        shown[i].high = share.high;
    }
    return (List) { BAND_COUNT, shown };
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

/* One memory for all segments: what a side says of all accounts four times is megabytes, and there may be 64. */
typedef struct {
    Arena *arena, *scratch; /* of the answer; of one order, empty again after it */
    Seen *seen;             /* room for all accounts */
} Room;

static const TrustShown *whole_trust(const Room *room, const Walk *walk, int side, int64_t as_of)
{
    BandLeft bands[BAND_COUNT] = { 0 };
    size_t count = 0;
    for (size_t i = 0; i < walk->count; i++)
        said_add(&walk->courses[i], side, 0, as_of, room->seen, &count, bands);
    Trust trust = trust_of(room->scratch, room->seen, count);
    arena_reset(room->scratch);
    TrustShown *shown = arena_make(room->arena, TrustShown);
    *shown = (TrustShown) { .seen = (int64_t)count,
                            .left = trust.left,
                            .auc = trust.auc,
                            .auc_low = trust.low,
                            .auc_high = trust.high,
                            .noise = trust.noise,
                            .tenth_left = trust.tenth_left,
                            .lift = trust.lift,
                            .bands = bands_shown(room->arena, bands) };
    return shown;
}

/* ---- by segment ------------------------------------------------------------------------------------------------ */

typedef struct {
    int64_t segment_id;
    const char *name;
    int64_t seen, left;
    OptReal auc, auc_low, auc_high;
    bool noise;
    Ids left_ids;
    Trust trust;
} SegmentTrust;
static const Field SEGMENT_TRUST_FIELDS[] = {
    SHAPE_FIELD(SegmentTrust, segment_id, FIELD_ID),
    SHAPE_FIELD(SegmentTrust, name, FIELD_TEXT),
    SHAPE_FIELD(SegmentTrust, seen, FIELD_INT),
    SHAPE_FIELD(SegmentTrust, left, FIELD_INT),
    SHAPE_OPT(SegmentTrust, auc, FIELD_REAL),
    SHAPE_OPT(SegmentTrust, auc_low, FIELD_REAL, .about = "95 %, of this segment by itself."),
    SHAPE_OPT(SegmentTrust, auc_high, FIELD_REAL),
    SHAPE_FIELD(SegmentTrust, noise, FIELD_FLAG,
                .about = "Not better than chance, corrected for the segments compared (Benjamini-Hochberg)."),
    SHAPE_FIELD(SegmentTrust, left_ids, FIELD_IDS, .about = "The accounts that left, ascending."),
    { 0 },
};
const Shape SHEET_SEGMENT_TRUST = { "SheetSegmentTrust", sizeof(SegmentTrust), SEGMENT_TRUST_FIELDS };

static bool leaves(const Course *course, int side, uint64_t within, int64_t as_of)
{
    for (int landmark = 0; landmark < LANDMARKS; landmark++)
        if (course->said[side][landmark].scored && course->said[side][landmark].band != BAND_UNKNOWN &&
            (course->within[landmark] & within) && left_after(course, landmark_day(as_of, landmark)))
            return true;
    return false;
}

static Ids leavers_within(const Room *room, const Walk *walk, int side, uint64_t within, int64_t as_of)
{
    int64_t *found = arena_array(room->scratch, walk->count + 1, sizeof *found);
    size_t count = 0;
    for (size_t i = 0; i < walk->count; i++)
        if (leaves(&walk->courses[i], side, within, as_of))
            found[count++] = walk->courses[i].account;
    int64_t *ids = arena_array(room->arena, count + 1, sizeof *ids);
    memcpy(ids, found, count * sizeof *ids);
    return (Ids) { count, ids };
}

static SegmentTrust segment_trust(const Room *room, const Walk *walk, int side, size_t at, int64_t as_of)
{
    BandLeft bands[BAND_COUNT] = { 0 };
    uint64_t within = UINT64_C(1) << at;
    Seen *seen = room->seen;
    size_t count = 0;
    for (size_t i = 0; i < walk->count; i++)
        said_add(&walk->courses[i], side, within, as_of, seen, &count, bands);
    Trust trust = trust_of(room->scratch, seen, count);
    Ids left_ids = leavers_within(room, walk, side, within, as_of);
    arena_reset(room->scratch);
    return (SegmentTrust) { .segment_id = walk->segments->items[at].id,
                            .name = walk->segments->items[at].name,
                            .seen = (int64_t)count,
                            .left = trust.left,
                            .auc = trust.auc,
                            .auc_low = trust.low,
                            .auc_high = trust.high,
                            .left_ids = left_ids,
                            .trust = trust };
}

/* In the order of their names, as they were read. */
static List segment_trusts(const Room *room, const Walk *walk, int side, int64_t as_of)
{
    size_t most = walk->segments ? walk->segments->count : 0, count = 0;
    SegmentTrust *shown = arena_array(room->arena, most + 1, sizeof *shown);
    Trust **trusts = arena_array(room->arena, most + 1, sizeof *trusts);
    for (size_t i = 0; i < most; i++) {
        shown[count] = segment_trust(room, walk, side, i, as_of);
        if (shown[count].seen == 0)
            continue;
        trusts[count] = &shown[count].trust;
        count++;
    }
    trusts_correct(room->arena, trusts, count);
    for (size_t i = 0; i < count; i++)
        shown[i].noise = shown[i].trust.noise;
    return (List) { count, shown };
}

/* ---- the sheet ------------------------------------------------------------------------------------------------- */

void sheet_trusts(Arena *arena, Walk *walk, int64_t as_of)
{
    Arena *kept = arena_new();
    Room room = { arena, arena_new(), arena_array(kept, walk->count * LANDMARKS + 1, sizeof(Seen)) };
    for (int side = 0; side < SIDE_COUNT; side++) {
        walk->trusts[side].whole = whole_trust(&room, walk, side, as_of);
        walk->trusts[side].segments = segment_trusts(&room, walk, side, as_of);
    }
    arena_free(room.scratch);
    arena_free(kept);
}
