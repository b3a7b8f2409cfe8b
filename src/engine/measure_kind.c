/*
 * The built-in measures as rows, the registry, and one value. A row is all there is to a measure: how it is found, its
 * unit and window, what a CSM can change about it, its evidence, and the sentence that GET /api/v1/measures shows.
 * Modules add rows at a start (modules_use), before any thread reads.
 */
#include "engine/measure_kind.h"

#include "base/circle.h"
#include "engine/internal.h"
#include "engine/program.h"

#include <math.h>
#include <string.h>

const char *unit_name(Unit unit)
{
    static const char *const NAMES[] = {
        "count", "days", "ratio", "people", "money", "seats", "number", "flag", "text"
    };
    return NAMES[unit];
}

enum { SCOPE = TAKES_PRODUCT | TAKES_FEATURE };

static const Reach COUNTS = { 1, 0, INFINITY, .unknown = UNKNOWN_UNTIL_HEARD };
static const Reach DAYS = { 1, 0, .most_is_window = true, .unknown = UNKNOWN_UNTIL_HEARD };
static const Reach SHARES = { 100, 0, 1, .unknown = UNKNOWN_STAYS };
static const Reach TRENDS = { 100, -1, INFINITY, .unknown = UNKNOWN_STAYS };
static const Reach DISTANCES = { 1, 0, INFINITY, .falls_only = true, .unknown = UNKNOWN_UNTIL_USED };

/* A number of the product's own: up or down, in whole steps. */
static const Reach NUMBERS = { 1, 0, INFINITY, .unknown = UNKNOWN_STAYS };

enum { GAUGED = TAKES_GAUGE | TAKES_DAYS };

static const MeasureKind BUILT_IN[] = {
    { "events", UNIT_COUNT, SCOPE | TAKES_DAYS, true, FIND_EVENTS, .days = 28, .reach = &COUNTS,
      .evidence = evidence_events,
      .definition = "Events of the feature, of the product, or of all, in the last n days, the day asked for included. "
                    "Holidays do not count: the window reaches further back instead. Unknown, as all measures of use, "
                    "for an account of which no event was received up to that day." },
    { "active_days", UNIT_DAYS, SCOPE | TAKES_DAYS, true, FIND_ACTIVE_DAYS, .days = 28, .reach = &DAYS,
      .evidence = evidence_events,
      .definition = "Days with at least one event, in the last n days. Holidays do not count: the window "
                    "reaches further back instead." },
    { "people", UNIT_PEOPLE, TAKES_PRODUCT | TAKES_DAYS, true, FIND_PEOPLE, .days = 28, .reach = &COUNTS,
      .evidence = evidence_people,
      .definition = "Distinct people of the account with at least one event in the product, or in any, in the last n "
                    "days; the window reaches further back where holidays are in it." },
    { "breadth", UNIT_RATIO, TAKES_PRODUCT | TAKES_DAYS, true, FIND_BREADTH, .days = 28, .reach = &SHARES,
      .evidence = evidence_events,
      .definition =
          "Entitled features used in the last n days, divided by entitled features. A feature is entitled when "
          "a line of its product is in force and its plan is one of the feature's (several plans in force all "
          "count); for an account without any line of the product, when it is open to every plan. Unknown when "
          "none is entitled." },
    { "depth", UNIT_RATIO, TAKES_PRODUCT | TAKES_DAYS, true, FIND_DEPTH, ENGINE_SEATS, .days = 28, .reach = &SHARES,
      .evidence = evidence_people,
      .definition = "Active people in the last n days, divided by seats. Unknown without seats." },
    { "trend", UNIT_RATIO, SCOPE | TAKES_DAYS, true, FIND_TREND, .days = 28, .reach = &TRENDS,
      .evidence = evidence_events,
      .definition =
          "Events of the last n full days, divided by those of the n full days before, minus 1. The last full "
          "day is the one before the day asked for. Holidays do not count: both windows reach further back instead. "
          "Unknown when there were none before, and until events were received for both windows in full." },
    { "share", UNIT_RATIO, SCOPE | NEEDS_SUBJECT | TAKES_DAYS, true, FIND_SHARE, .days = 28, .reach = &SHARES,
      .evidence = evidence_events,
      .definition = "Events of the feature or of the product, divided by all events of the account, both in the last n "
                    "days. Holidays do not count: the window reaches further back instead. Unknown when there were no "
                    "events in the window." },
    { "days_since", UNIT_DAYS, SCOPE, false, FIND_DAYS_SINCE, .reach = &DISTANCES, .evidence = evidence_last,
      .definition = "Days from the last day with an event to the day asked for, without the holidays between. Unknown "
                    "when there was none." },
    { "days_since_first", UNIT_DAYS, SCOPE, true, FIND_DAYS_SINCE_FIRST, .evidence = evidence_first,
      .definition = "Days from the first day with an event to the day asked for. Unknown when there was none." },
    { "contract_age_days", UNIT_DAYS, TAKES_PRODUCT, true, FIND_DAYS_AFTER, ENGINE_CONTRACT_START,
      .definition = "Days from the first day of the unbroken contract to the day asked for. Unknown without a line in "
                    "force." },
    { "days_to_renewal", UNIT_DAYS, TAKES_PRODUCT, true, FIND_DAYS_BEFORE, ENGINE_RENEWS_ON,
      .definition = "Days from the day asked for to the next renewal. Unknown when none is due." },
    { "mrr", UNIT_MONEY, TAKES_PRODUCT, true, FIND_COLUMN, ENGINE_MRR, 1e6,
      .definition =
          "Price per term of the lines in force, excluding tax and after discounts, divided by the months of the "
          "term, in the workspace's currency: other currencies count at the rate of the day's fiscal year. What has no "
          "rate is left out; unknown when nothing has one." },
    { "seats", UNIT_SEATS, TAKES_PRODUCT, true, FIND_COLUMN, ENGINE_SEATS,
      .definition = "Seats of the lines in force." },
    { "gauge_sum", UNIT_NUMBER, GAUGED, true, FIND_GAUGE, .gauge = GAUGE_SUM, .days = 28, .reach = &NUMBERS,
      .evidence = evidence_gauge,
      .definition = "The numbers that events carried in the property of the gauge in the last n days, added up. 0 when "
                    "none did and one did before; unknown until the first." },
    { "gauge_mean", UNIT_NUMBER, GAUGED, true, FIND_GAUGE, .gauge = GAUGE_MEAN, .days = 28, .reach = &NUMBERS,
      .evidence = evidence_gauge,
      .definition = "The sum of a gauge in the last n days, divided by the events that carried a number. Unknown when "
                    "none did." },
    { "gauge_last", UNIT_NUMBER, GAUGED, true, FIND_GAUGE, .gauge = GAUGE_LAST, .days = 28, .reach = &NUMBERS,
      .evidence = evidence_gauge,
      .definition = "The number of the latest event in the last n days that carried one in the property of the gauge. "
                    "Unknown when none did." },
    { "gauge_change", UNIT_RATIO, GAUGED, true, FIND_GAUGE, .gauge = GAUGE_CHANGE, .days = 28, .reach = &TRENDS,
      .evidence = evidence_gauge,
      .definition = "The latest number of a gauge in the last n days, divided by the latest one before them, minus 1. "
                    "Unknown without either, and when the one before is not above 0." },
    { "field", UNIT_NUMBER, TAKES_FIELD, true, FIND_FIELD,
      .definition =
          "The current value of the account's custom field; fields have no history by date. Unknown when empty." },
};

enum { KINDS_MAX = 200, BUILT_IN_COUNT = sizeof BUILT_IN / sizeof *BUILT_IN };
static const MeasureKind *kinds[KINDS_MAX + 1];
static const char *ids[KINDS_MAX + 1];
static size_t kind_count;

static void add_kind(const MeasureKind *kind)
{
    if (kind_count == KINDS_MAX)
        bug("more than %d measures", KINDS_MAX);
    kinds[kind_count] = kind;
    ids[kind_count++] = kind->id;
}

/* Before main, so that no order of starting modules matters and no reader races. */
__attribute__((constructor)) static void add_built_in(void)
{
    for (size_t i = 0; i < BUILT_IN_COUNT; i++)
        add_kind(&BUILT_IN[i]);
}

void measure_register(const MeasureKind *kind)
{
    const MeasureKind *had = measure_find(kind->id);
    if (had == kind)
        return;
    if (had)
        bug("the measure %s is registered twice", kind->id);
    add_kind(kind);
}

const MeasureKind *measure_find(const char *id)
{
    for (size_t i = 0; i < kind_count; i++)
        if (!strcmp(kinds[i]->id, id))
            return kinds[i];
    return NULL;
}

const MeasureKind *const *measure_kinds(void)
{
    return kinds;
}

unsigned measure_circle(const MeasureKind *kind)
{
    return kind->unit == UNIT_MONEY ? CIRCLE_REVENUE : CIRCLE_NONE;
}

unsigned column_circle(const char *column)
{
    unsigned circle = CIRCLE_NONE;
    for (const MeasureKind *const *kind = measure_kinds(); *kind; kind++)
        if ((*kind)->column && strcmp((*kind)->column, column) == 0)
            circle |= measure_circle(*kind);
    return circle;
}

const char *const *measure_ids(void)
{
    return ids;
}

const char *measure_choices(Arena *arena)
{
    Text choices = text_new(arena);
    for (size_t i = 0; i < kind_count; i++)
        text_format(&choices, "%s%s", i ? "|" : "", ids[i]);
    return text_string(&choices);
}

bool measure_rests(const MeasureRef *ref)
{
    return ref->kind->find < FIND_COLUMN && ref->kind->find != FIND_DAYS_SINCE_FIRST;
}

void measure_window(const Calendar *calendar, const MeasureRef *ref, int64_t as_of, int64_t *from, int64_t *until)
{
    int days = ref->days ? ref->days : ref->kind->days;
    const Calendar *rests = measure_rests(ref) ? calendar : NULL;
    *until = as_of + 1;
    *from = as_of;
    if (ref->kind->find == FIND_TREND) {
        *until = as_of;
        *from = calendar_begin(rests, calendar_begin(rests, as_of - 1, days), days) + 1;
    } else if (ref->kind->takes & TAKES_DAYS) {
        *from = calendar_begin(rests, as_of, days) + 1;
    }
}

static int window_of(const MeasureRef *ref)
{
    return ref->days ? ref->days : ref->kind->days;
}

bool measure_same(const MeasureRef *a, const MeasureRef *b)
{
    return a->kind == b->kind && a->product_id == b->product_id && a->feature_id == b->feature_id &&
           a->gauge_id == b->gauge_id && window_of(a) == window_of(b) && text_equal(a->field, b->field);
}

bool measure_reach(const MeasureRef *ref, double now, Reach *reach)
{
    if (!ref->kind->reach || (isnan(now) && ref->kind->reach->unknown == UNKNOWN_STAYS))
        return false;
    *reach = *ref->kind->reach;
    if (reach->most_is_window)
        reach->most = ref->days ? ref->days : ref->kind->days;
    if (isnan(now))
        return true;
    if (reach->falls_only)
        reach->most = now;
    reach->least = fmin(reach->least, now);
    reach->most = fmax(reach->most, now);
    return true;
}

int64_t measure_since(const Calendar *calendar, const MeasureRef *ref, int64_t as_of)
{
    int64_t from, until;
    measure_window(calendar, ref, as_of, &from, &until);
    if (ref->kind->find == FIND_SUM || ref->kind->find == FIND_GAUGE)
        return INT64_MAX; /* steps and gauges are all there */
    if (ref->kind->takes & TAKES_DAYS || ref->kind->find == FIND_FUNCTION)
        return from;
    /* Of the days before the floor the last one is held. */
    return ref->kind->find == FIND_DAYS_SINCE ? as_of + 1 : INT64_MAX;
}
