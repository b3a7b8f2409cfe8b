/*
 * Business time. A calendar is walked by local days: what is open on each, as spans of instants, less the breaks. All
 * that is measured is a walk over these spans, forward or backward.
 *
 * In order: the windows of a day; its spans; walking; measuring; why.
 */
#include "engine/calendar.h"
#include "house/hours/hours.h"

#include <stdlib.h>
#include <string.h>

/* Of one local day, and of the three that a day of 24 hours can meet. */
enum { SPANS_MAX = 2 * HOURS_WINDOWS_MAX, DAY_SPANS_MAX = 5 * SPANS_MAX };

/* ---- the windows of a day -------------------------------------------------------------------------------------- */

static bool date_covers(const HoursDate *date, int64_t day, HoursDateKind kind)
{
    return date->kind == kind && date->from_on <= day && day < date->until_on;
}

static const HoursDate *date_of(const Hours *hours, int64_t day, HoursDateKind kind)
{
    for (size_t i = 0; i < hours->date_count; i++)
        if (date_covers(&hours->dates[i], day, kind))
            return &hours->dates[i];
    return NULL;
}

static const HolidayNamed *rest_of(const Hours *hours, int64_t day)
{
    size_t low = 0, high = hours->rest_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (hours->rests[middle].until_on <= day)
            low = middle + 1;
        else
            high = middle;
    }
    return low < hours->rest_count && hours->rests[low].from_on <= day ? &hours->rests[low] : NULL;
}

static const HoursWeek *week_of(const Hours *hours, int64_t day)
{
    const HoursWeek *found = hours->week_count ? &hours->weeks[0] : NULL;
    for (size_t i = 1; i < hours->week_count && hours->weeks[i].from_on <= day; i++)
        found = &hours->weeks[i];
    return found;
}

static HoursSpan span_of(const Hours *hours, int64_t day, int64_t from, int64_t until)
{
    return (HoursSpan) { zone_instant(hours->zone, day * MS_PER_DAY + from * MS_PER_MINUTE),
                         zone_instant(hours->zone, day * MS_PER_DAY + until * MS_PER_MINUTE) };
}

static size_t spans_of_dates(const Hours *hours, int64_t day, HoursDateKind kind, HoursSpan *spans)
{
    size_t count = 0;
    for (size_t i = 0; i < hours->date_count && count < HOURS_WINDOWS_MAX; i++)
        if (date_covers(&hours->dates[i], day, kind))
            spans[count++] = span_of(hours, day, hours->dates[i].from, hours->dates[i].until);
    return count;
}

static size_t spans_of_week(const Hours *hours, int64_t day, HoursSpan *spans)
{
    const HoursWeek *week = week_of(hours, day);
    size_t count = 0;
    for (size_t i = 0; week && i < week->count && count < HOURS_WINDOWS_MAX; i++)
        if (week->windows[i].weekday == day_of_week(day))
            spans[count++] = span_of(hours, day, week->windows[i].from, week->windows[i].until);
    return count;
}

/* ---- its spans ------------------------------------------------------------------------------------------------- */

static int by_start(const void *a, const void *b)
{
    const HoursSpan *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->until < y->until ? -1 : x->until > y->until;
}

/* In order, without empty ones (a window that the clocks skip), overlapping ones as one. */
static size_t spans_join(HoursSpan *spans, size_t count)
{
    size_t kept = 0;
    qsort(spans, count, sizeof *spans, by_start);
    for (size_t i = 0; i < count; i++) {
        if (spans[i].from >= spans[i].until)
            continue;
        if (kept && spans[i].from <= spans[kept - 1].until) {
            if (spans[kept - 1].until < spans[i].until)
                spans[kept - 1].until = spans[i].until;
        } else {
            spans[kept++] = spans[i];
        }
    }
    return kept;
}

static size_t span_without(HoursSpan *spans, size_t count, HoursSpan gap)
{
    size_t kept = 0;
    HoursSpan rest[SPANS_MAX];
    for (size_t i = 0; i < count; i++) {
        HoursSpan span = spans[i];
        HoursSpan before = { span.from, span.until < gap.from ? span.until : gap.from };
        HoursSpan after = { span.from > gap.until ? span.from : gap.until, span.until };
        if (before.from < before.until && kept < SPANS_MAX)
            rest[kept++] = before;
        if (after.from < after.until && kept < SPANS_MAX)
            rest[kept++] = after;
    }
    memcpy(spans, rest, kept * sizeof *spans);
    return kept;
}

/* Breaks of the day before may reach into this one, and windows of this day into the next ones. */
static size_t spans_without_breaks(const Hours *hours, int64_t day, HoursSpan *spans, size_t count)
{
    HoursSpan breaks[HOURS_WINDOWS_MAX];
    for (int64_t of = day - 2; of <= day + 2; of++) {
        size_t found = spans_of_dates(hours, of, DATE_BREAK, breaks);
        for (size_t i = 0; i < found; i++)
            if (breaks[i].from < breaks[i].until)
                count = span_without(spans, count, breaks[i]);
    }
    return count;
}

static size_t spans_of_day(const Hours *hours, int64_t day, HoursSpan spans[SPANS_MAX])
{
    if (date_of(hours, day, DATE_CLOSED))
        return 0;
    size_t count = spans_of_dates(hours, day, DATE_OPEN, spans);
    if (!count && rest_of(hours, day))
        return 0;
    if (!count)
        count = spans_of_week(hours, day, spans);
    return spans_without_breaks(hours, day, spans, spans_join(spans, count));
}

/* ---- walking --------------------------------------------------------------------------------------------------- */

/* A window can reach two days past its own. Forward the spans of days are cut where those before have ended, so that
 * what overlaps across midnight counts once; they come in order. */
typedef struct {
    const Hours *hours;
    int64_t day, last_day; /* the next to read, and the last one */
    int64_t reached;       /* all before it is dealt with */
    size_t next, count;
    HoursSpan spans[SPANS_MAX];
} HoursWalk;

static HoursWalk walk_from(const Hours *hours, int64_t from, int64_t until)
{
    return (HoursWalk) { .hours = hours,
                         .day = zone_day(hours->zone, from) - 2,
                         .last_day = zone_day(hours->zone, until),
                         .reached = from };
}

static bool walk_next(HoursWalk *walk, HoursSpan *span)
{
    for (;;) {
        while (walk->next < walk->count) {
            *span = walk->spans[walk->next++];
            if (span->from < walk->reached)
                span->from = walk->reached;
            if (span->from >= span->until)
                continue;
            walk->reached = span->until;
            return true;
        }
        if (walk->day > walk->last_day)
            return false;
        walk->count = spans_of_day(walk->hours, walk->day++, walk->spans);
        walk->next = 0;
    }
}

/* ---- measuring ------------------------------------------------------------------------------------------------- */

int64_t hours_between(const Hours *hours, int64_t from, int64_t until)
{
    int64_t total = 0;
    HoursSpan span;
    if (until <= from)
        return 0;
    HoursWalk walk = walk_from(hours, from, until);
    while (walk_next(&walk, &span) && span.from < until)
        total += (span.until < until ? span.until : until) - span.from;
    return total;
}

size_t hours_spans(const Hours *hours, int64_t from, int64_t until, HoursSpan *spans, size_t max)
{
    size_t count = 0;
    HoursSpan span, last = { 0 };
    if (until <= from)
        return 0;
    HoursWalk walk = walk_from(hours, from, until);
    while (walk_next(&walk, &span) && span.from < until) {
        span.until = span.until < until ? span.until : until;
        bool touches = count && last.until == span.from;
        last = touches ? (HoursSpan) { last.from, span.until } : span;
        count += !touches;
        if (count <= max)
            spans[count - 1] = last;
    }
    return count;
}

int64_t hours_after(const Hours *hours, int64_t at, int64_t span)
{
    HoursSpan open;
    HoursWalk walk = walk_from(hours, at, at + (int64_t)HOURS_DAYS_AHEAD * MS_PER_DAY);
    while (walk_next(&walk, &open)) {
        if (span <= open.until - open.from)
            return open.from + span;
        span -= open.until - open.from;
    }
    return HOURS_NEVER;
}

/* Day by day from the end, since a walk goes forward. */
int64_t hours_before(const Hours *hours, int64_t at, int64_t span)
{
    HoursSpan spans[DAY_SPANS_MAX];
    for (int days = 0; days < HOURS_DAYS_AHEAD; days++) {
        int64_t until = at - days * (int64_t)MS_PER_DAY;
        size_t count = hours_spans(hours, until - MS_PER_DAY, until, spans, DAY_SPANS_MAX);
        while (count--) {
            if (span <= spans[count].until - spans[count].from)
                return spans[count].until - span;
            span -= spans[count].until - spans[count].from;
        }
    }
    return -HOURS_NEVER;
}

int64_t hours_after_days(const Hours *hours, int64_t at, int days)
{
    HoursSpan spans[SPANS_MAX];
    int64_t first = zone_day(hours->zone, at), day = first;
    while (days > 0) {
        if (++day - first > HOURS_DAYS_AHEAD)
            return HOURS_NEVER;
        days -= spans_of_day(hours, day, spans) > 0;
    }
    int64_t same_time = zone_local(hours->zone, at) + (day - first) * MS_PER_DAY;
    return hours_after(hours, day == first ? at : zone_instant(hours->zone, same_time), 0);
}

bool hours_open(const Hours *hours, int64_t at)
{
    return hours_between(hours, at, at + 1) > 0;
}

/* ---- why ------------------------------------------------------------------------------------------------------- */

/* false: that day is as the week has it. */
static bool day_differs(const Hours *hours, int64_t day, HoursSkipped *skipped)
{
    static const struct {
        HoursDateKind kind;
        const char *why;
    } DATES[] = { { DATE_CLOSED, "closed" }, { DATE_OPEN, "other_hours" } };
    *skipped = (HoursSkipped) { .from_on = day, .until_on = day + 1 };
    const HoursDate *date = NULL;
    for (size_t i = 0; i < sizeof DATES / sizeof *DATES && !date; i++)
        if ((date = date_of(hours, day, DATES[i].kind)))
            skipped->why = DATES[i].why;
    const HolidayNamed *rest = date ? NULL : rest_of(hours, day);
    if (rest) {
        skipped->why = "holiday";
        skipped->name = rest->name;
        skipped->name_ja = rest->name_ja;
    } else if (!date && (date = date_of(hours, day, DATE_BREAK))) {
        skipped->why = "break";
    }
    if (date)
        skipped->name = date->name;
    return skipped->why;
}

static bool is_same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool goes_on(const HoursSkipped *before, const HoursSkipped *next)
{
    return before->until_on == next->from_on && before->why == next->why && is_same(before->name, next->name);
}

size_t hours_skipped(const Hours *hours, int64_t from, int64_t until, HoursSkipped *skipped, size_t max)
{
    HoursSpan week[SPANS_MAX];
    HoursSkipped one;
    size_t count = 0;
    int64_t last = zone_day(hours->zone, until);
    for (int64_t day = zone_day(hours->zone, from); day <= last && count < max; day++) {
        if (!spans_of_week(hours, day, week) || !day_differs(hours, day, &one))
            continue;
        if (count && goes_on(&skipped[count - 1], &one))
            skipped[count - 1].until_on = one.until_on;
        else
            skipped[count++] = one;
    }
    return count;
}
