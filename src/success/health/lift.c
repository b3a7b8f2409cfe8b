/*
 * What would lift an account to the next better band: the fewest measures, each by the least step, found by running the
 * scorecard's own program on changed values. Nothing is said that does not lead there, and nothing is left unsaid that
 * would: only the best places of each lever (lever.h) can be part of an answer, so trying all of those together tells
 * whether there is one at all. One measure is tried first, then two, then three, then everything at once, from which
 * what is not needed is taken back. The tries grow with the power of the measures, so each of the last two searches
 * ends after CHOICES_MAX of them: the page that asks holds the engine until then.
 *
 * An account without any event is judged twice: as it is, and with the first event heard, since after that its counts
 * are 0 and not unknown. What is said holds for both.
 *
 * Order of the file: judging, choosing, the least of what was chosen, saying it.
 */
#include "success/health/explain.h"
#include "success/health/lever.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* `CHOICES_MAX`: judgements in one search; a scorecard that asks for more is too tangled to advise on. */
enum { TOGETHER_MAX = 3, CHOICES_MAX = 20000 };

typedef struct {
    const Judge *judge;
    Arena *arena;
    const Trace *before;
    WhatIf *asked;
    Levers levers;
    bool *moved;     /* per lever */
    int64_t *places; /* of those that are moved */
    double *values;  /* what is asked of the program */
    size_t operands;
    size_t choices;
    bool is_silent; /* no event was ever heard of */
} Search;

/* ---- judging --------------------------------------------------------------------------------------------------- */

static bool is_better(const Search *search, const Trace *trace)
{
    Band band = (Band)trace->score.band;
    if (trace->nodes[search->judge->segment] != TRUTH_YES)
        return false;
    return band == BAND_GOOD || (band == BAND_NORMAL && search->before->score.band != BAND_NORMAL);
}

static bool is_until_heard(const Search *search, size_t operand)
{
    const MeasureRef *ref = program_operand_measure(search->judge->program, (int)operand);
    return ref && ref->kind->reach && ref->kind->reach->unknown == UNKNOWN_UNTIL_HEARD &&
           isnan(search->before->values[operand]);
}

static const Trace *judged(Search *search)
{
    memcpy(search->values, search->before->values, search->operands * sizeof *search->values);
    for (size_t i = 0; i < search->levers.count; i++)
        if (search->moved[i])
            search->values[search->levers.items[i].operand] = lever_value(&search->levers.items[i], search->places[i]);
    return what_if(search->asked, search->values);
}

/* After judged(). */
static const Trace *judged_as_heard(Search *search)
{
    for (size_t i = 0; i < search->operands; i++)
        if (isnan(search->values[i]) && is_until_heard(search, i))
            search->values[i] = 0;
    return what_if(search->asked, search->values);
}

static bool reaches(Search *search)
{
    return is_better(search, judged(search)) && (!search->is_silent || is_better(search, judged_as_heard(search)));
}

/* ---- choosing -------------------------------------------------------------------------------------------------- */

static bool is_spent(const Search *search)
{
    return search->choices >= CHOICES_MAX;
}

static bool choice_reaches(Search *search)
{
    search->choices++;
    return reaches(search);
}

/* `wanted` levers of those from `from` on, each at one of its best places. */
static bool choose(Search *search, size_t from, size_t wanted)
{
    if (wanted == 0)
        return choice_reaches(search);
    for (size_t i = from; i + wanted <= search->levers.count && !is_spent(search); i++) {
        const Lever *lever = &search->levers.items[i];
        search->moved[i] = true;
        for (size_t b = 0; b < lever->best_count && !is_spent(search); b++) {
            search->places[i] = lever->best[b];
            if (choose(search, i + 1, wanted - 1))
                return true;
        }
        search->moved[i] = false;
    }
    return false;
}

/* Each lever at one of its best places, or as it is; all of them moved comes first. */
static bool choose_all(Search *search, size_t from)
{
    if (is_spent(search))
        return false;
    if (from == search->levers.count)
        return choice_reaches(search);
    const Lever *lever = &search->levers.items[from];
    search->moved[from] = true;
    for (size_t b = 0; b < lever->best_count; b++) {
        search->places[from] = lever->best[b];
        if (choose_all(search, from + 1))
            return true;
    }
    search->moved[from] = false;
    return choose_all(search, from + 1);
}

/* ---- the least ------------------------------------------------------------------------------------------------- */

/* Between a place that does not reach and one that does, on one straight stretch. */
static int64_t least_between(Search *search, size_t index, int64_t fails, int64_t reached)
{
    while (llabs(reached - fails) > 1) {
        int64_t middle = fails + (reached - fails) / 2;
        search->places[index] = middle;
        if (reaches(search))
            reached = middle;
        else
            fails = middle;
    }
    return reached;
}

/* Outwards from now in one direction, +1 or -1, stop by stop. */
static bool walk(Search *search, size_t index, int direction, int64_t *found)
{
    const Lever *lever = &search->levers.items[index];
    const int64_t *last = NULL;
    for (size_t i = 0; i < lever->stop_count; i++) {
        const int64_t *stop = &lever->stops[direction > 0 ? i : lever->stop_count - 1 - i];
        if (!isnan(lever->now) && (lever_value(lever, *stop) - lever->now) * direction < 0)
            continue;
        search->places[index] = *stop;
        if (reaches(search)) {
            *found = last ? least_between(search, index, *last, *stop) : *stop;
            return true;
        }
        last = stop;
    }
    return false;
}

/* The nearest place of one lever that reaches, the others staying where they are; the present one does. */
static bool make_least(Search *search, size_t index)
{
    const Lever *lever = &search->levers.items[index];
    int better = lever->ref->kind->higher_is_better ? 1 : -1;
    int64_t before = search->places[index], place, other;
    bool found = walk(search, index, better, &place);
    if (!isnan(lever->now) && walk(search, index, -better, &other) &&
        (!found || lever_distance(lever, other) < lever_distance(lever, place))) {
        place = other;
        found = true;
    }
    search->places[index] = found ? place : before;
    return search->places[index] != before;
}

/* One lever at any of its best places, and then at the least one. */
static bool reaches_alone(Search *search, size_t index)
{
    const Lever *lever = &search->levers.items[index];
    search->moved[index] = true;
    for (size_t b = 0; b < lever->best_count; b++) {
        search->places[index] = lever->best[b];
        if (choice_reaches(search)) {
            make_least(search, index);
            return true;
        }
    }
    search->moved[index] = false;
    return false;
}

/* Of the measures that would do alone, the one that has to move by the least part of its scale. */
static bool find_one(Search *search)
{
    const Levers *levers = &search->levers;
    size_t chosen = levers->count;
    double least = INFINITY;
    for (size_t i = 0; i < levers->count; i++) {
        const Lever *lever = &levers->items[i];
        if (!reaches_alone(search, i))
            continue;
        search->moved[i] = false;
        if (lever_distance(lever, search->places[i]) / lever->scale < least) {
            least = lever_distance(lever, search->places[i]) / lever->scale;
            chosen = i;
        }
    }
    if (chosen < levers->count)
        search->moved[chosen] = true;
    return chosen < levers->count;
}

/* Takes back what is not needed, beginning with what gains least, and then every step to its least. */
static void settle(Search *search)
{
    bool changed = true;
    for (size_t i = search->levers.count; i-- > 0;)
        if (search->moved[i]) {
            search->moved[i] = false;
            search->moved[i] = !reaches(search);
        }
    while (changed) {
        changed = false;
        for (size_t i = search->levers.count; i-- > 0;)
            if (search->moved[i])
                changed |= make_least(search, i);
    }
}

static bool find_some(Search *search)
{
    bool found = find_one(search);
    search->choices = 0;
    for (size_t together = 2; !found && together <= TOGETHER_MAX; together++)
        found = choose(search, 0, together);
    search->choices = 0;
    found = found || choose_all(search, 0);
    if (found)
        settle(search);
    return found;
}

/* ---- saying it ------------------------------------------------------------------------------------------------- */

static const JudgePoints *points_of(const Search *search, const Lever *lever)
{
    for (size_t i = 0; i < search->judge->points_count; i++)
        if (search->judge->points[i].operand == lever->operand)
            return &search->judge->points[i];
    return NULL;
}

/* The rule that the step is about: one that says something else in the end; NO_RULE = the points. */
static int rule_of(const Search *search, const Lever *lever, const uint8_t *after)
{
    int any = NO_RULE;
    for (size_t i = 0; i < lever->stake_count; i++) {
        int rule = lever->stakes[i].rule;
        if (rule == NO_RULE)
            continue;
        if (search->before->rules[rule] != after[rule])
            return rule;
        any = any == NO_RULE ? rule : any;
    }
    return points_of(search, lever) ? NO_RULE : any;
}

static Lift lift_of(const Search *search, const Lever *lever, int rule, int64_t place)
{
    const JudgePoints *points = points_of(search, lever);
    const MeasureRef *ref = points ? &points->ref : &lever->stakes[0].asks->measure;
    Lift lift = { .kind = rule == NO_RULE ? "points" : "rule",
                  .key = "",
                  .name = "",
                  .ref = ref_shown(search->arena, ref),
                  .measure = ref->kind->id,
                  .now = { .value = isnan(lever->now) ? 0 : lever->now, .known = !isnan(lever->now) },
                  .needed = lever_value(lever, place) };
    if (rule != NO_RULE) {
        lift.key = search->judge->rules[rule].key;
        lift.name = search->judge->rules[rule].name;
    } else if (points) {
        lift.key = points->key;
        lift.name = points->name;
    }
    return lift;
}

/* Steps about rules come first, then those that gain most; each with the band and points after it. */
static void say(Search *search, List *lifts)
{
    size_t count = search->levers.count, said = 0;
    Lift *made = arena_array(search->arena, count + 1, sizeof *made);
    bool *wanted = arena_array(search->arena, count + 1, sizeof *wanted);
    uint8_t *after = arena_array(search->arena, search->judge->rule_count + 1, sizeof *after);
    int points = search->before->score.points;
    memcpy(wanted, search->moved, count * sizeof *wanted);
    memcpy(after, judged(search)->rules, search->judge->rule_count * sizeof *after);
    memset(search->moved, false, count * sizeof *search->moved);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++) {
            const Lever *lever = &search->levers.items[i];
            int rule = rule_of(search, lever, after);
            if (!wanted[i] || (rule == NO_RULE) != (pass == 1))
                continue;
            search->moved[i] = true;
            Score score = judged(search)->score;
            made[said] = lift_of(search, lever, rule, search->places[i]);
            made[said].gives = (score.points < 0 ? 0 : score.points) - (points < 0 ? 0 : points);
            made[said++].band = band_name((Band)score.band);
            points = score.points;
        }
    *lifts = (List) { .count = said, .items = made };
}

static int gain_order(const void *a, const void *b)
{
    const Lever *first = a, *second = b;
    if (first->gain != second->gain)
        return first->gain > second->gain ? -1 : 1;
    return first->operand - second->operand;
}

void lift_find(const Judge *judge, Arena *arena, const Trace *trace, List *lifts)
{
    Search search = { .judge = judge, .arena = arena, .before = trace };
    if (trace->score.band == BAND_GOOD)
        return;
    search.operands = (size_t)program_operands(judge->program);
    search.values = arena_array(arena, search.operands + 1, sizeof *search.values);
    if (search.operands)
        memcpy(search.values, trace->values, search.operands * sizeof *search.values);
    search.asked = what_if_new(judge->program, arena, trace);
    search.levers = levers_find(judge, arena, trace, search.asked, search.values);
    search.moved = arena_array(arena, search.levers.count + 1, sizeof *search.moved);
    search.places = arena_array(arena, search.levers.count + 1, sizeof *search.places);
    for (size_t i = 0; i < search.operands; i++)
        search.is_silent |= is_until_heard(&search, i);
    qsort(search.levers.items, search.levers.count, sizeof(Lever), gain_order);
    if (find_some(&search))
        say(&search, lifts);
}
