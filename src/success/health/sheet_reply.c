/*
 * What the sheet shows of a walked year. Shares carry Wilson's interval; under LEAVERS_FEW that left, `few` says that
 * they tell little. In order: shapes; bands now; who left and who stayed; alarms by owner; what is not known of past
 * days; the whole.
 */
#include "success/health/sheet.h"

#include "base/amount.h"
#include "engine/measure_kind.h"

#include <stdlib.h>

enum { LEAVERS_FEW = 20, LEAVERS_MAX = 200, CELL_ITEMS_MAX = 50, CELLS = (BAND_COUNT + 1) * (BAND_COUNT + 1) };

/* ---- shapes ---------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t account_id;
    const char *account;
    OptInt points, new_points;
} CellItem;
static const Field CELL_ITEM_FIELDS[] = { SHAPE_FIELD(CellItem, account_id, FIELD_ID),
                                          SHAPE_FIELD(CellItem, account, FIELD_TEXT),
                                          SHAPE_OPT(CellItem, points, FIELD_INT),
                                          SHAPE_OPT(CellItem, new_points, FIELD_INT),
                                          { 0 } };
static const Shape CELL_ITEM = { "SheetAccount", sizeof(CellItem), CELL_ITEM_FIELDS };

typedef struct {
    const char *band, *new_band; /* NULL = that side does not score them */
    int64_t accounts;
    const Money *mrr;
    List items;
} Cell;
static const Field CELL_FIELDS[] = {
    SHAPE_OPT(Cell, band, FIELD_TEXT, .choices = BAND_CHOICES,
              .about = "In force today; missing when it does not score them."),
    SHAPE_OPT(Cell, new_band, FIELD_TEXT, .choices = BAND_CHOICES, .about = "By the draft."),
    SHAPE_FIELD(Cell, accounts, FIELD_INT),
    SHAPE_OPT(Cell, mrr, FIELD_OBJECT, .shape = &MONEY, .about = "In the workspace's currency."),
    SHAPE_FIELD(Cell, items, FIELD_LIST, .shape = &CELL_ITEM, .about = "The first 50."),
    { 0 },
};
static const Shape CELL = { "SheetCell", sizeof(Cell), CELL_FIELDS };

typedef struct {
    int64_t day, in_force_alarms, draft_alarms;
    const BandCounts *in_force, *draft;
} WeekShown;
static const Field WEEK_FIELDS[] = { SHAPE_FIELD(WeekShown, day, FIELD_DAY),
                                     SHAPE_FIELD(WeekShown, in_force, FIELD_OBJECT, .shape = &BAND_COUNTS),
                                     SHAPE_FIELD(WeekShown, draft, FIELD_OBJECT, .shape = &BAND_COUNTS),
                                     SHAPE_FIELD(WeekShown, in_force_alarms, FIELD_INT),
                                     SHAPE_FIELD(WeekShown, draft_alarms, FIELD_INT),
                                     { 0 } };
static const Shape WEEK = { "SheetWeek", sizeof(WeekShown), WEEK_FIELDS };

typedef struct {
    double lower, median, upper;
} Early;
static const Field EARLY_FIELDS[] = { SHAPE_FIELD(Early, lower, FIELD_REAL),
                                      SHAPE_FIELD(Early, median, FIELD_REAL),
                                      SHAPE_FIELD(Early, upper, FIELD_REAL),
                                      { 0 } };
static const Shape EARLY = { "SheetEarly", sizeof(Early), EARLY_FIELDS };

/* What became of the alarms of one side. */
typedef struct {
    int64_t alarms;
    OptReal alarms_by_owner;
    int64_t caught, withdrawn, missed, false_alarmed, open;
    double caught_low, caught_high, false_low, false_high;
    const Early *early;
    const void *trust;
    List segments;
} Record;
static const Field RECORD_FIELDS[] = {
    SHAPE_FIELD(Record, alarms, FIELD_INT),
    SHAPE_OPT(Record, alarms_by_owner, FIELD_REAL, .about = "Per owner and week."),
    SHAPE_FIELD(Record, caught, FIELD_INT, .about = "Left while an alarm stood."),
    SHAPE_FIELD(Record, withdrawn, FIELD_INT, .about = "Left after an alarm had ended."),
    SHAPE_FIELD(Record, missed, FIELD_INT, .about = "Left and had never been BAD."),
    SHAPE_FIELD(Record, caught_low, FIELD_REAL, .about = "Of the share caught, 95 %."),
    SHAPE_FIELD(Record, caught_high, FIELD_REAL),
    SHAPE_OPT(Record, early, FIELD_OBJECT, .shape = &EARLY, .about = "Days from alarm to leaving: quartiles."),
    SHAPE_FIELD(Record, false_alarmed, FIELD_INT, .about = "Stayed, with a false alarm."),
    SHAPE_FIELD(Record, open, FIELD_INT, .about = "Stayed so far, with an alarm that may yet be right."),
    SHAPE_FIELD(Record, false_low, FIELD_REAL, .about = "Of the share with a false alarm, 95 %."),
    SHAPE_FIELD(Record, false_high, FIELD_REAL),
    SHAPE_FIELD(Record, trust, FIELD_OBJECT, .shape = &SHEET_TRUST),
    SHAPE_FIELD(Record, segments, FIELD_LIST, .shape = &SHEET_SEGMENT_TRUST, .about = "By name, the first 64."),
    { 0 },
};
static const Shape RECORD = { "SheetRecord", sizeof(Record), RECORD_FIELDS };

typedef struct {
    int64_t account_id;
    const char *account;
    int64_t left_on;
    const char *in_force, *draft;
    OptInt in_force_early, draft_early;
} LeaverShown;
static const Field LEAVER_FIELDS[] = {
    SHAPE_FIELD(LeaverShown, account_id, FIELD_ID),
    SHAPE_FIELD(LeaverShown, account, FIELD_TEXT),
    SHAPE_FIELD(LeaverShown, left_on, FIELD_DAY),
    SHAPE_FIELD(LeaverShown, in_force, FIELD_TEXT, .choices = LEAVER_CHOICES),
    SHAPE_FIELD(LeaverShown, draft, FIELD_TEXT, .choices = LEAVER_CHOICES),
    SHAPE_OPT(LeaverShown, in_force_early, FIELD_INT),
    SHAPE_OPT(LeaverShown, draft_early, FIELD_INT),
    { 0 },
};
static const Shape LEAVER = { "SheetLeaver", sizeof(LeaverShown), LEAVER_FIELDS };

typedef struct {
    OptInt owner_id;
    int64_t accounts, in_force_alarms, draft_alarms;
} OwnerShown;
static const Field OWNER_FIELDS[] = { SHAPE_OPT(OwnerShown, owner_id, FIELD_ID),
                                      SHAPE_FIELD(OwnerShown, accounts, FIELD_INT),
                                      SHAPE_FIELD(OwnerShown, in_force_alarms, FIELD_INT),
                                      SHAPE_FIELD(OwnerShown, draft_alarms, FIELD_INT),
                                      { 0 } };
static const Shape OWNER = { "SheetOwner", sizeof(OwnerShown), OWNER_FIELDS };

typedef struct {
    int64_t as_of, from_day, accounts, moved, left, stayed, gained, lost;
    bool few;
    List cells, weeks, leavers, owners;
    const Record *in_force, *draft;
    Texts undated;
} Sheet;
static const Field SHEET_FIELDS[] = {
    SHAPE_FIELD(Sheet, as_of, FIELD_DAY),
    SHAPE_FIELD(Sheet, from_day, FIELD_DAY, .about = "The first of the weekly days."),
    SHAPE_FIELD(Sheet, accounts, FIELD_INT, .about = "Scored today by the draft or the version in force."),
    SHAPE_FIELD(Sheet, moved, FIELD_INT, .about = "Of them, with another band or scored by one side only."),
    SHAPE_FIELD(Sheet, cells, FIELD_LIST, .shape = &CELL),
    SHAPE_FIELD(Sheet, weeks, FIELD_LIST, .shape = &WEEK),
    SHAPE_FIELD(Sheet, left, FIELD_INT, .about = "Accounts that left within the weeks, after they had been scored."),
    SHAPE_FIELD(Sheet, stayed, FIELD_INT),
    SHAPE_FIELD(Sheet, few, FIELD_FLAG, .about = "Fewer than 20 left: too few to tell."),
    SHAPE_OPT(Sheet, in_force, FIELD_OBJECT, .shape = &RECORD, .about = "Missing when nothing scored them."),
    SHAPE_FIELD(Sheet, draft, FIELD_OBJECT, .shape = &RECORD),
    SHAPE_FIELD(Sheet, gained, FIELD_INT, .about = "Left, caught by the draft alone."),
    SHAPE_FIELD(Sheet, lost, FIELD_INT, .about = "Left, caught by what is in force alone."),
    SHAPE_FIELD(Sheet, leavers, FIELD_LIST, .shape = &LEAVER, .about = "Latest first, at most 200."),
    SHAPE_FIELD(Sheet, owners, FIELD_LIST, .shape = &OWNER, .about = "By today's owner."),
    SHAPE_FIELD(Sheet, undated, FIELD_TEXTS, .about = "What is asked and has no history: past days see today's value."),
    { 0 },
};
const Shape SHEET = { "ScorecardSheet", sizeof(Sheet), SHEET_FIELDS };

/* ---- bands now ------------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    const EngineView *view;
    const Walk *walk;
    int64_t as_of;
    const char *currency;
    Sheet *sheet;
} Filling;

static const char *name_of(const Filling *filling, int64_t account)
{
    EngineValue name = view_value(filling->view, account, view_column(filling->view, "name"), 0, filling->as_of);
    return name.known ? arena_text(filling->arena, name.text) : "";
}

static const char *stand_name(const Stand *stand)
{
    return stand->band == BAND_COUNT ? NULL : band_name((Band)stand->band);
}

typedef struct {
    Cell shown;
    CellItem *items;
    int64_t micros;
} CellMade;

static void cell_add(const Filling *filling, CellMade *cell, const Course *course)
{
    const Stand *before = &course->now[SIDE_IN_FORCE], *after = &course->now[SIDE_DRAFT];
    int column = view_column(filling->view, ENGINE_MRR);
    EngineValue mrr = view_value(filling->view, course->account, column, 0, filling->as_of);
    if (!cell->items)
        cell->items = arena_array(filling->arena, CELL_ITEMS_MAX, sizeof *cell->items);
    cell->shown.band = stand_name(before);
    cell->shown.new_band = stand_name(after);
    cell->micros += mrr.known ? mrr.integer : 0;
    if (cell->shown.accounts++ < CELL_ITEMS_MAX)
        cell->items[cell->shown.items.count++] =
            (CellItem) { course->account, name_of(filling, course->account), before->points, after->points };
}

static void cells_fill(const Filling *filling)
{
    Sheet *sheet = filling->sheet;
    CellMade *made = arena_array(filling->arena, CELLS, sizeof *made);
    Cell *shown = arena_array(filling->arena, CELLS, sizeof *shown);
    for (size_t i = 0; i < filling->walk->count; i++) {
        const Course *course = &filling->walk->courses[i];
        int before = course->now[SIDE_IN_FORCE].band, after = course->now[SIDE_DRAFT].band;
        if (!course->own_now)
            continue;
        sheet->accounts++;
        sheet->moved += before != after;
        cell_add(filling, &made[before * (BAND_COUNT + 1) + after], course);
    }
    for (int i = 0; i < CELLS; i++) {
        if (!made[i].shown.accounts)
            continue;
        made[i].shown.items.items = made[i].items;
        made[i].shown.mrr = money_shown(filling->arena, made[i].micros, filling->currency);
        shown[sheet->cells.count++] = made[i].shown;
    }
    sheet->cells.items = shown;
}

static const BandCounts *bands_shown(Arena *arena, const SideWeek *week)
{
    BandCounts *counts = arena_make(arena, BandCounts);
    for (int band = 0; band < BAND_COUNT; band++)
        *band_slot(counts, (Band)band) = week->bands[band];
    return counts;
}

static void weeks_fill(const Filling *filling)
{
    WeekShown *shown = arena_array(filling->arena, SHEET_WEEKS, sizeof *shown);
    for (int i = 0; i < SHEET_WEEKS; i++) {
        const Week *week = &filling->walk->weeks[i];
        const SideWeek *in_force = &week->sides[SIDE_IN_FORCE], *draft = &week->sides[SIDE_DRAFT];
        shown[i] = (WeekShown) { .day = week->day,
                                 .in_force = bands_shown(filling->arena, in_force),
                                 .draft = bands_shown(filling->arena, draft),
                                 .in_force_alarms = in_force->alarms,
                                 .draft_alarms = draft->alarms };
    }
    filling->sheet->weeks = (List) { SHEET_WEEKS, shown };
    filling->sheet->from_day = filling->walk->weeks[0].day;
}

/* ---- who left and who stayed ----------------------------------------------------------------------------------- */

/* A record under work, with the days from alarm to leaving. */
typedef struct {
    Record record;
    int64_t *early;
    size_t caught;
} Tally;

static int number_order(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static Leaver tally_left(Tally *tally, const Alarms *alarms, int64_t left_on, OptInt *early)
{
    int64_t days;
    Leaver leaver = alarms_left(alarms, left_on, &days);
    tally->record.caught += leaver == LEAVER_CAUGHT;
    tally->record.withdrawn += leaver == LEAVER_WITHDRAWN;
    tally->record.missed += leaver == LEAVER_MISSED;
    if (leaver == LEAVER_CAUGHT) {
        tally->early[tally->caught++] = days;
        *early = (OptInt) { days, true };
    }
    return leaver;
}

static void tally_stayed(Tally *tally, const Alarms *alarms, int64_t as_of)
{
    Stayer stayer = alarms_stayed(alarms, as_of);
    tally->record.false_alarmed += stayer == STAYER_FALSE;
    tally->record.open += stayer == STAYER_OPEN;
}

static void tally_end(Arena *arena, Tally *tally, const Sheet *sheet)
{
    Record *record = &tally->record;
    Interval caught = wilson(record->caught, sheet->left), alarmed = wilson(record->false_alarmed, sheet->stayed);
    record->caught_low = caught.low;
    record->caught_high = caught.high;
    record->false_low = alarmed.low;
    record->false_high = alarmed.high;
    if (!tally->caught)
        return;
    qsort(tally->early, tally->caught, sizeof *tally->early, number_order);
    Early *early = arena_make(arena, Early);
    *early = (Early) { quantile(tally->early, tally->caught, 0.25), quantile(tally->early, tally->caught, 0.5),
                       quantile(tally->early, tally->caught, 0.75) };
    record->early = early;
}

static void leaver_add(const Filling *filling, const Course *course, Tally tallies[SIDE_COUNT], LeaverShown *all)
{
    Sheet *sheet = filling->sheet;
    LeaverShown *shown = &all[sheet->left++];
    Leaver in_force, draft;
    *shown = (LeaverShown) { .account_id = course->account, .left_on = course->left_on };
    in_force =
        tally_left(&tallies[SIDE_IN_FORCE], &course->alarms[SIDE_IN_FORCE], course->left_on, &shown->in_force_early);
    draft = tally_left(&tallies[SIDE_DRAFT], &course->alarms[SIDE_DRAFT], course->left_on, &shown->draft_early);
    shown->in_force = LEAVER_NAMES[in_force];
    shown->draft = LEAVER_NAMES[draft];
    sheet->gained += draft == LEAVER_CAUGHT && in_force != LEAVER_CAUGHT;
    sheet->lost += draft != LEAVER_CAUGHT && in_force == LEAVER_CAUGHT;
}

static int leaver_order(const void *a, const void *b)
{
    const LeaverShown *x = a, *y = b;
    if (x->left_on != y->left_on)
        return x->left_on > y->left_on ? -1 : 1;
    return x->account_id < y->account_id ? -1 : x->account_id > y->account_id;
}

static void leavers_fill(const Filling *filling, Tally tallies[SIDE_COUNT])
{
    const Walk *walk = filling->walk;
    Sheet *sheet = filling->sheet;
    LeaverShown *leavers = arena_array(filling->arena, walk->count + 1, sizeof *leavers);
    for (int side = 0; side < SIDE_COUNT; side++)
        tallies[side].early = arena_array(filling->arena, walk->count + 1, sizeof *tallies[side].early);
    for (size_t i = 0; i < walk->count; i++) {
        const Course *course = &walk->courses[i];
        if (course->left_on)
            leaver_add(filling, course, tallies, leavers);
        sheet->stayed += course->own && !course->left_on;
        for (int side = 0; side < SIDE_COUNT && course->own && !course->left_on; side++)
            tally_stayed(&tallies[side], &course->alarms[side], filling->as_of);
    }
    qsort(leavers, (size_t)sheet->left, sizeof *leavers, leaver_order);
    sheet->few = sheet->left < LEAVERS_FEW;
    sheet->leavers.items = leavers;
    sheet->leavers.count = (size_t)(sheet->left < LEAVERS_MAX ? sheet->left : LEAVERS_MAX);
    for (size_t i = 0; i < sheet->leavers.count; i++)
        leavers[i].account = name_of(filling, leavers[i].account_id);
}

/* ---- alarms by owner ------------------------------------------------------------------------------------------- */

typedef struct {
    OwnerShown *items;
    size_t count, room;
} Owners;

static OwnerShown *owner_find(Arena *arena, Owners *owners, OptInt id)
{
    for (size_t i = 0; i < owners->count; i++)
        if (owners->items[i].owner_id.known == id.known && (!id.known || owners->items[i].owner_id.value == id.value))
            return &owners->items[i];
    owners->items = arena_room(arena, owners->items, owners->count, 1, &owners->room, sizeof *owners->items);
    owners->items[owners->count] = (OwnerShown) { .owner_id = id };
    return &owners->items[owners->count++];
}

static int owner_order(const void *a, const void *b)
{
    const OwnerShown *x = a, *y = b;
    return x->draft_alarms != y->draft_alarms
               ? (x->draft_alarms > y->draft_alarms ? -1 : 1)
               : (x->owner_id.value > y->owner_id.value) - (x->owner_id.value < y->owner_id.value);
}

/* Per owner and week, of the accounts that have one. */
static void by_owner(const Owners *owners, Tally tallies[SIDE_COUNT])
{
    int64_t people = 0, alarms[SIDE_COUNT] = { 0 };
    for (size_t i = 0; i < owners->count; i++) {
        if (!owners->items[i].owner_id.known)
            continue;
        people++;
        alarms[SIDE_IN_FORCE] += owners->items[i].in_force_alarms;
        alarms[SIDE_DRAFT] += owners->items[i].draft_alarms;
    }
    for (int side = 0; side < SIDE_COUNT && people; side++)
        tallies[side].record.alarms_by_owner = (OptReal) { (double)alarms[side] / (double)people / SHEET_WEEKS, true };
}

static void owners_fill(const Filling *filling, Tally tallies[SIDE_COUNT])
{
    Owners owners = { 0 };
    int column = view_column(filling->view, "owner_id");
    for (size_t i = 0; i < filling->walk->count; i++) {
        const Course *course = &filling->walk->courses[i];
        if (!course->own)
            continue;
        EngineValue id =
            column < 0 ? engine_unknown() : view_value(filling->view, course->account, column, 0, filling->as_of);
        OwnerShown *owner = owner_find(filling->arena, &owners, (OptInt) { id.integer, id.known });
        owner->accounts++;
        owner->in_force_alarms += course->alarms[SIDE_IN_FORCE].begun;
        owner->draft_alarms += course->alarms[SIDE_DRAFT].begun;
        tallies[SIDE_IN_FORCE].record.alarms += course->alarms[SIDE_IN_FORCE].begun;
        tallies[SIDE_DRAFT].record.alarms += course->alarms[SIDE_DRAFT].begun;
    }
    by_owner(&owners, tallies);
    if (owners.count)
        qsort(owners.items, owners.count, sizeof *owners.items, owner_order);
    filling->sheet->owners = (List) { owners.count, owners.items };
}

/* ---- what is not known of past days ---------------------------------------------------------------------------- */

static const char *column_asked(Arena *arena, const Program *program, int operand)
{
    const MeasureRef *ref = program_operand_measure(program, operand);
    if (!ref)
        return program_operand_column(program, operand);
    return ref->kind->find == FIND_FIELD ? arena_format(arena, "field:%s", ref->field) : ref->kind->column;
}

static void undated_add(const Filling *filling, const Program *program, const char **names)
{
    Texts *undated = &filling->sheet->undated;
    for (int operand = 0; operand < program_operands(program); operand++) {
        const char *column = column_asked(filling->arena, program, operand);
        int number = column ? view_column(filling->view, column) : -1;
        bool told = number < 0 || view_column_dated(filling->view, number);
        for (size_t i = 0; i < undated->count && !told; i++)
            told = text_equal(names[i], column);
        if (!told)
            names[undated->count++] = column;
    }
}

static void undated_fill(const Filling *filling, const Side sides[SIDE_COUNT])
{
    int operands = 0;
    for (int side = 0; side < SIDE_COUNT; side++)
        for (size_t i = 0; i < sides[side].judges.count; i++)
            operands += program_operands(sides[side].judges.items[i].program);
    const char **names = arena_array(filling->arena, (size_t)operands + 1, sizeof *names);
    filling->sheet->undated.items = names;
    for (int side = 0; side < SIDE_COUNT; side++)
        for (size_t i = 0; i < sides[side].judges.count; i++)
            undated_add(filling, sides[side].judges.items[i].program, names);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static bool scored_any(const Walk *walk, int side)
{
    for (int week = 0; week < SHEET_WEEKS; week++)
        for (int band = 0; band < BAND_COUNT; band++)
            if (walk->weeks[week].sides[side].bands[band])
                return true;
    return false;
}

const void *sheet_answer(Request *request, const Side sides[SIDE_COUNT], const EngineView *view, const Walk *walk,
                         int64_t as_of, const char *currency)
{
    Arena *arena = request->arena;
    Sheet *sheet = arena_make(arena, Sheet);
    Tally *tallies = arena_array(arena, SIDE_COUNT, sizeof *tallies);
    Filling filling = {
        .arena = arena, .view = view, .walk = walk, .as_of = as_of, .currency = currency, .sheet = sheet
    };
    sheet->as_of = as_of;
    cells_fill(&filling);
    weeks_fill(&filling);
    leavers_fill(&filling, tallies);
    owners_fill(&filling, tallies);
    undated_fill(&filling, sides);
    for (int side = 0; side < SIDE_COUNT; side++) {
        tally_end(arena, &tallies[side], sheet);
        tallies[side].record.trust = walk->trusts[side].whole;
        tallies[side].record.segments = walk->trusts[side].segments;
    }
    sheet->in_force = scored_any(walk, SIDE_IN_FORCE) ? &tallies[SIDE_IN_FORCE].record : NULL;
    sheet->draft = &tallies[SIDE_DRAFT].record;
    return sheet;
}
