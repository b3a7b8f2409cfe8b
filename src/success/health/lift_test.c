/* What is said lifts an account by the least step, what is unsaid does not: random cards, with measures on lines, on
 * log scales and in pieces, against trying everything. */
#include "base/test.h"

#include "engine/test_engine.h"
#include "success/health/explain.h"
#include "success/health/lift_cards.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Cards that one run looks at; each has a seed, which a failure names. */
enum { CARDS = 1200, CARDS_TORTURE = 60000 };

/* ---- random accounts ------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    const char *text, *segment;
    Judge judge;
    double furthest;
    size_t operands;
    double *values;
    const Asked **asked; /* per operand; NULL = nothing moves it */
    bool is_silent;
    WhatIf *what_if;
    Trace before;
    uint8_t *texts; /* per node: what comparisons with texts are */
} Case;

static const Asked *asked_of(const MeasureRef *ref)
{
    for (size_t i = 0; ref && i < ASKED_COUNT; i++)
        if (strcmp(ASKED[i].id, ref->kind->id) == 0 && ASKED[i].days == ref->days)
            return &ASKED[i];
    return NULL;
}

static bool is_until_heard(const Asked *asked)
{
    return asked && !asked->is_share && asked->is_better_high;
}

static double some_value(const Asked *asked, bool is_silent)
{
    if (is_silent || (!is_until_heard(asked) && below(6) == 0))
        return NAN;
    if (asked && asked->is_share)
        return ((int)below(101) + (asked->least < 0 ? -100 : 0)) / 100.0 + (below(4) ? 0 : 0.0037);
    return below(asked && asked->days == 7 ? 8 : 10);
}

static void case_judge(Case *of)
{
    const Json *json;
    const Condition *segment = NULL;
    Trace *like = arena_make(of->arena, Trace);
    like->nodes = of->texts = arena_array(of->arena, 4096, 1);
    engine_column(engine, "field:tier", COLUMN_TEXT, false);
    engine_column(engine, "field:flag", COLUMN_FLAG, false);
    if (of->segment && !condition_parse_text(of->arena, &(ConditionOf) { .engine = engine, .sees = CIRCLES_ALL },
                                             of->segment, "segment", &segment, &error))
        fail_msg("%s: %s", of->segment, error.text);
    if (!json_parse(of->arena, of->text, strlen(of->text), &json, &error) ||
        !definition_compile(of->arena, &(ConditionOf) { .engine = engine, .sees = CIRCLES_ALL }, json, segment, 0,
                            &of->judge, &error))
        fail_msg("%s: %s", of->text, error.text);
    of->operands = (size_t)program_operands(of->judge.program);
    for (size_t i = 0; i < of->judge.points_count; i++) {
        unsigned chosen = below(3); /* the third: one that is not listed */
        if (chosen < of->judge.points[i].choice_count)
            of->texts[of->judge.points[i].choices[chosen].node] = TRUTH_YES;
    }
    of->what_if = what_if_new(of->judge.program, of->arena, like);
}

static Case case_random(uint64_t seed, bool is_wild)
{
    Case made = { .arena = arena_new() };
    random_state = seed * 2654435761u + is_wild;
    Card card = card_random(made.arena, is_wild);
    made.text = text_string(&card.json);
    made.segment = card.segment;
    made.furthest = floor(card.furthest) + 1;
    case_judge(&made);
    made.is_silent = below(8) == 0;
    made.values = arena_array(made.arena, made.operands + 1, sizeof *made.values);
    made.asked = arena_array(made.arena, made.operands + 1, sizeof *made.asked);
    for (size_t i = 0; i < made.operands; i++) {
        const MeasureRef *ref = program_operand_measure(made.judge.program, (int)i);
        made.asked[i] = asked_of(ref);
        made.values[i] = some_value(made.asked[i], made.is_silent && made.asked[i]);
    }
    /* A copy, since the trace of a question lasts until the next one. */
    const Trace *now = what_if(made.what_if, made.values);
    uint8_t *rules = arena_array(made.arena, made.judge.rule_count + 1, 1);
    double *earned = arena_array(made.arena, made.judge.points_count + 1, sizeof *earned);
    for (size_t i = 0; i < made.judge.rule_count; i++)
        rules[i] = now->rules[i];
    for (size_t i = 0; i < made.judge.points_count; i++)
        earned[i] = now->earned[i];
    made.before =
        (Trace) { .score = now->score, .values = made.values, .earned = earned, .rules = rules, .nodes = made.texts };
    return made;
}

/* ---- what is right --------------------------------------------------------------------------------------------- */

static bool is_judged(const Case *of)
{
    return what_if(of->what_if, of->values)->nodes[of->judge.segment] == TRUTH_YES;
}

static bool is_better_as_it_is(const Case *of, const double *values)
{
    const Trace *trace = what_if(of->what_if, values);
    Band band = (Band)trace->score.band;
    if (trace->nodes[of->judge.segment] != TRUTH_YES)
        return false;
    return band == BAND_GOOD || (band == BAND_NORMAL && of->before.score.band != BAND_NORMAL);
}

/* Of a silent account it must hold as well once the first event is heard. */
static bool is_better(const Case *of, const double *values)
{
    double heard[32];
    if (!is_better_as_it_is(of, values))
        return false;
    if (!of->is_silent)
        return true;
    for (size_t i = 0; i < of->operands; i++)
        heard[i] = isnan(values[i]) && is_until_heard(of->asked[i]) ? 0 : values[i];
    return is_better_as_it_is(of, heard);
}

static void bounds_of(const Case *of, size_t operand, double *least, double *most)
{
    const Asked *asked = of->asked[operand];
    double now = of->values[operand];
    *least = asked->least;
    *most = asked->most;
    if (!asked->is_better_high)
        *most = isnan(now) ? of->furthest : now;
    if (now > *most)
        *most = now;
}

static bool can_move(const Case *of, size_t operand)
{
    return of->asked[operand] && !(of->asked[operand]->is_share && isnan(of->values[operand]));
}

/* A value to try, false where this one cannot be had. Points and comparisons change next to tenths only. */
static bool candidate(const Case *of, size_t operand, int place, double *value)
{
    double least, most;
    bool is_share = of->asked[operand]->is_share;
    bounds_of(of, operand, &least, &most);
    *value = is_share ? place / 100.0 : place;
    if (!is_share && place > 11)
        return false;
    if (is_share && abs(place) % 10 > 2 && abs(place) % 10 < 9)
        return false;
    return *value >= least && *value <= most;
}

/* Tries every value up to a little above all bounds that a card can name, for this and all further operands; false =
 * none of them leads to a better band. `most_moved`: how many may differ from what they are. */
static bool anything_helps(const Case *of, double *values, size_t operand, size_t most_moved)
{
    bool found;
    if (operand == of->operands)
        return is_better(of, values);
    found = anything_helps(of, values, operand + 1, most_moved);
    if (!can_move(of, operand) || most_moved == 0)
        return found;
    for (int place = -100; !found && place <= 102; place++)
        if (candidate(of, operand, place, &values[operand]))
            found = anything_helps(of, values, operand + 1, most_moved - 1);
    values[operand] = of->values[operand];
    return found;
}

static size_t operand_of(const Case *of, const Lift *lift)
{
    for (size_t i = 0; i < of->operands; i++) {
        const MeasureRef *ref = program_operand_measure(of->judge.program, (int)i);
        if (ref && strcmp(ref->kind->id, lift->measure) == 0 && ref->days == (int)lift->ref->days.value)
            return i;
    }
    fail_msg("%s: no such measure: %s", of->text, lift->measure);
    return 0;
}

/* From the end that asks least up to what is said. */
static void check_first_is_least(const Case *of, double *values, size_t operand)
{
    const Asked *asked = of->asked[operand];
    double needed = values[operand];
    for (double place = asked->is_better_high ? 0 : of->furthest; place != needed;
         place += asked->is_better_high ? 1 : -1) {
        values[operand] = place;
        if (is_better(of, values))
            fail_msg("%s: unknown %s: %g is said, %g would do", of->text, asked->id, needed, place);
    }
}

static void check_change_is_least(const Case *of, double *values, size_t operand)
{
    const Asked *asked = of->asked[operand];
    double needed = values[operand], now = of->values[operand], step = fabs(needed - now), least, most;
    int per = asked->is_share ? 100 : 1;
    bounds_of(of, operand, &least, &most);
    if (step < 1e-9)
        fail_msg("%s: %s is already %g", of->text, asked->id, now);
    for (double place = ceil((now - step) * per - 1e-7); place <= (now + step) * per + 1e-7; place++) {
        double value = place / per;
        if (fabs(value - now) >= step - 1e-9 || value < least || value > most)
            continue;
        values[operand] = value;
        if (is_better(of, values))
            fail_msg("%s: %s from %g: %g is said, %g would do", of->text, asked->id, now, needed, value);
    }
}

static void check_step_is_least(const Case *of, double *values, size_t operand)
{
    double needed = values[operand];
    if (isnan(of->values[operand]))
        check_first_is_least(of, values, operand);
    else
        check_change_is_least(of, values, operand);
    values[operand] = needed;
}

static void check_step_is_possible(const Case *of, size_t operand, double needed)
{
    double least, most, places = needed * (of->asked[operand] && of->asked[operand]->is_share ? 100 : 1);
    if (!can_move(of, operand))
        fail_msg("%s: nothing moves operand %zu", of->text, operand);
    bounds_of(of, operand, &least, &most);
    if (needed < least || needed > most || fabs(places - nearbyint(places)) > 1e-7)
        fail_msg("%s: %s cannot be %g", of->text, of->asked[operand]->id, needed);
}

static void check_steps(const Case *of, const Lift *lifts, size_t count, double *values)
{
    int points = of->before.score.points < 0 ? 0 : of->before.score.points;
    for (size_t i = 0; i < count; i++) {
        size_t operand = operand_of(of, &lifts[i]);
        if (values[operand] != of->values[operand] && !isnan(of->values[operand]))
            fail_msg("%s: %s is said twice", of->text, lifts[i].measure);
        check_step_is_possible(of, operand, lifts[i].needed);
        values[operand] = lifts[i].needed;
        const Score *score = &what_if(of->what_if, values)->score;
        int now = score->points < 0 ? 0 : score->points;
        if (strcmp(band_name((Band)score->band), lifts[i].band) != 0 || lifts[i].gives != now - points)
            fail_msg("%s: step %zu says %s and %lld points, got %s and %d", of->text, i, lifts[i].band,
                     (long long)lifts[i].gives, band_name((Band)score->band), now - points);
        points = now;
    }
}

static void check_case(const Case *of, size_t *said)
{
    double values[32];
    List found = { 0 };
    lift_find(&of->judge, of->arena, &of->before, &found);
    const Lift *lifts = found.items;
    memcpy(values, of->values, of->operands * sizeof *values);
    *said += found.count > 0;
    if (of->before.score.band == BAND_GOOD)
        assert_int_equal(found.count, 0);
    else if (anything_helps(of, values, 0, found.count ? found.count - 1 : POOL_MAX))
        fail_msg("%s: %zu steps are said, and fewer would do", of->text, found.count);
    if (found.count == 0)
        return;
    check_steps(of, lifts, found.count, values);
    if (!is_better(of, values))
        fail_msg("%s: what is said does not lift", of->text);
    for (size_t i = 0; i < found.count; i++)
        check_step_is_least(of, values, operand_of(of, &lifts[i]));
}

static void check_cards(bool is_wild)
{
    uint64_t count = getenv("BANSO_TORTURE") ? CARDS_TORTURE : CARDS;
    size_t said = 0;
    for (uint64_t seed = 1; seed <= count; seed++) {
        Case of = case_random(seed, is_wild);
        if (is_judged(&of))
            check_case(&of, &said);
        arena_free(of.arena);
    }
    assert_true(said > count / 8);
}

static void what_is_said_of_usual_cards_lifts_by_the_least_step(void **state)
{
    (void)state;
    check_cards(false);
}

static void what_is_said_of_wild_cards_lifts_by_the_least_step(void **state)
{
    (void)state;
    check_cards(true);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_set_up, engine_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_said_of_usual_cards_lifts_by_the_least_step),
        TEST(what_is_said_of_wild_cards_lifts_by_the_least_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
