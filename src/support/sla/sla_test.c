/* Promises, in sentences: which clocks a ticket has, when they run, and when they are due. The worked examples are
 * those of docs/en/metrics.md. */
#include "support/sla/sla_clock.h"

#include "base/test.h"
#include "base/test_arena.h"
#include "base/text.h"

#include <string.h>

#define COUNT(list)         (sizeof(list) / sizeof *(list))
#define CLOCK(hour, minute) ((hour)*60 + (minute))

static int64_t at(const char *text)
{
    int64_t ms;
    assert_true(time_parse(arena_format(arena, "%s:00Z", text), &ms));
    return ms;
}

static OptInt known(const char *text)
{
    return (OptInt) { at(text), true };
}

static const HoursWindow WINDOWS[] = {
    { 1, CLOCK(9, 0), CLOCK(12, 0) },  { 1, CLOCK(13, 0), CLOCK(18, 0) }, { 2, CLOCK(9, 0), CLOCK(12, 0) },
    { 2, CLOCK(13, 0), CLOCK(18, 0) }, { 3, CLOCK(9, 0), CLOCK(12, 0) },  { 3, CLOCK(13, 0), CLOCK(18, 0) },
    { 4, CLOCK(9, 0), CLOCK(12, 0) },  { 4, CLOCK(13, 0), CLOCK(18, 0) }, { 5, CLOCK(9, 0), CLOCK(12, 0) },
    { 5, CLOCK(13, 0), CLOCK(18, 0) },
};
static const HoursWeek WEEK = { 0, COUNT(WINDOWS), WINDOWS };
static HolidayNamed rests[1];

static Hours office(void)
{
    rests[0] =
        (HolidayNamed) { at("2026-09-21T00:00") / MS_PER_DAY, at("2026-09-24T00:00") / MS_PER_DAY, "Holidays", NULL };
    return (Hours) { .zone = zone_find("UTC"), .week_count = 1, .weeks = &WEEK, .rest_count = 1, .rests = rests };
}

static const SlaRun *run_of(const SlaRun *runs, size_t count, const char *kind, int64_t turn)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(runs[i].kind, kind) == 0 && runs[i].turn == turn)
            return &runs[i];
    return NULL;
}

static const SlaRun *first_of(const SlaLife *life)
{
    SlaRun *runs;
    size_t count = sla_runs(arena, life, &runs);
    return run_of(runs, count, "first", 1);
}

static void four_hours_over_a_long_weekend_are_due_on_thursday_noon(void **state)
{
    Hours hours = office();
    SlaSpan spans[] = { { "new", "runs", at("2026-09-18T17:00"), { 0 } } };
    SlaLife life = { .created_at = at("2026-09-18T17:00"), .spans = spans, .span_count = 1 };
    SlaRun *runs;
    size_t count = sla_runs(arena, &life, &runs);
    SlaMeasured measured = sla_measure(&hours, run_of(runs, count, "first", 1),
                                       (SlaLimit) { 240 * MS_PER_MINUTE, 60 * MS_PER_MINUTE }, at("2026-09-24T10:30"));
    (void)state;
    assert_int_equal(measured.due_at.value, at("2026-09-24T12:00"));
    assert_int_equal(measured.warn_at.value, at("2026-09-24T11:00"));
    assert_int_equal(measured.used, 150 * MS_PER_MINUTE);
    assert_false(measured.breached_at.known);
}

static void nothing_is_late_before_the_hours_begin_again(void **state)
{
    Hours hours = office();
    SlaPiece piece = { at("2026-09-24T10:00"), { 0 } };
    SlaRun run = { "first", 1, piece.from, { 0 }, &piece, 1 };
    SlaLimit limit = { 120 * MS_PER_MINUTE, 0 };
    (void)state;
    assert_int_equal(sla_measure(&hours, &run, limit, at("2026-09-24T12:30")).due_at.value, at("2026-09-24T12:00"));
    assert_false(sla_measure(&hours, &run, limit, at("2026-09-24T13:00")).breached_at.known);
    assert_int_equal(sla_measure(&hours, &run, limit, at("2026-09-24T12:30")).breaks_at.value, at("2026-09-24T13:00"));
    assert_int_equal(sla_measure(&hours, &run, limit, at("2026-09-24T13:01")).breached_at.value,
                     at("2026-09-24T12:00"));
}

static void the_resolution_stands_still_while_the_customer_is_asked(void **state)
{
    Hours hours = office();
    SlaSpan spans[] = { { "new", "runs", at("2026-09-28T10:00"), known("2026-09-28T11:00") },
                        { "waiting", "pauses", at("2026-09-28T11:00"), known("2026-09-29T09:30") },
                        { "open", "runs", at("2026-09-29T09:30"), known("2026-09-29T11:00") },
                        { "solved", "stops", at("2026-09-29T11:00"), { 0 } } };
    SlaLife life = { .created_at = at("2026-09-28T10:00"), .done = true, .spans = spans, .span_count = 4 };
    SlaRun *runs;
    size_t count = sla_runs(arena, &life, &runs);
    const SlaRun *run = run_of(runs, count, "resolution", 1);
    SlaMeasured measured = sla_measure(&hours, run, (SlaLimit) { 480 * MS_PER_MINUTE, 0 }, at("2026-10-01T00:00"));
    (void)state;
    assert_int_equal(measured.used, 150 * MS_PER_MINUTE);
    assert_int_equal(run->stopped_at.value, at("2026-09-29T11:00"));
    assert_int_equal(sla_paused_ms(&hours, run, at("2026-09-29T11:00")), 390 * MS_PER_MINUTE);
    life.span_count = 2;
    life.done = false;
    spans[1].ended_at = (OptInt) { 0 };
    count = sla_runs(arena, &life, &runs);
    measured = sla_measure(&hours, run_of(runs, count, "resolution", 1), (SlaLimit) { 480 * MS_PER_MINUTE, 0 },
                           at("2026-10-01T00:00"));
    assert_true(measured.paused);
    assert_false(measured.due_at.known);
    assert_int_equal(measured.used, 60 * MS_PER_MINUTE);
}

static void each_unanswered_message_has_a_clock_until_somebody_answers(void **state)
{
    SlaMessage said[] = { { true, false, at("2026-09-28T10:00") }, { false, true, at("2026-09-28T10:30") },
                          { true, false, at("2026-09-28T11:00") }, { true, false, at("2026-09-28T11:10") },
                          { false, true, at("2026-09-28T11:40") }, { true, false, at("2026-09-28T14:00") } };
    SlaSpan spans[] = { { "open", "runs", at("2026-09-28T10:00"), { 0 } } };
    SlaLife life = { .created_at = said[0].at,
                     .first_answered_at = { said[1].at, true },
                     .spans = spans,
                     .span_count = 1,
                     .messages = said,
                     .message_count = COUNT(said) };
    SlaRun *runs;
    size_t count = sla_runs(arena, &life, &runs);
    (void)state;
    assert_int_equal(count, 4);
    assert_int_equal(run_of(runs, count, "first", 1)->stopped_at.value, said[1].at);
    assert_int_equal(run_of(runs, count, "next", 1)->started_at, said[2].at);
    assert_int_equal(run_of(runs, count, "next", 1)->stopped_at.value, said[4].at);
    assert_int_equal(run_of(runs, count, "next", 2)->started_at, said[5].at);
    assert_false(run_of(runs, count, "next", 2)->stopped_at.known);
}

static void whom_we_wrote_first_we_owe_nothing_until_they_ask(void **state)
{
    SlaMessage said[] = { { false, true, at("2026-09-28T10:00") }, { true, false, at("2026-09-28T11:00") } };
    SlaSpan spans[] = { { "open", "runs", at("2026-09-28T10:00"), { 0 } } };
    SlaLife life = { .created_at = said[0].at, .spans = spans, .span_count = 1, .messages = said, .message_count = 1 };
    SlaRun *runs;
    (void)state;
    assert_null(first_of(&life));
    life.message_count = 2;
    size_t count = sla_runs(arena, &life, &runs);
    assert_int_equal(run_of(runs, count, "first", 1)->started_at, said[1].at);
}

static void what_a_machine_opened_owes_nothing_until_a_customer_writes(void **state)
{
    SlaMessage said[] = { { false, true, at("2026-09-28T10:00") }, { true, false, at("2026-09-28T11:00") } };
    SlaSpan spans[] = { { "new", "runs", at("2026-09-28T09:00"), { 0 } } };
    SlaLife life = { .created_at = at("2026-09-28T09:00"), .quietly = true, .spans = spans, .span_count = 1 };
    SlaRun *runs;
    (void)state;
    assert_int_equal(sla_runs(arena, &life, &runs), 0);
    life.messages = said;
    life.message_count = 1;
    assert_int_equal(sla_runs(arena, &life, &runs), 0);
    life.message_count = 2;
    assert_int_equal(sla_runs(arena, &life, &runs), 2);
    assert_int_equal(run_of(runs, 2, "resolution", 1)->started_at, said[1].at);
    assert_int_equal(run_of(runs, 2, "resolution", 1)->pieces[0].from, said[1].at);
    assert_int_equal(first_of(&life)->started_at, said[1].at);
    assert_false(first_of(&life)->stopped_at.known);
    life.messages = &said[1];
    life.message_count = 1;
    assert_int_equal(first_of(&life)->started_at, said[1].at);
}

static void what_a_note_wrote_down_keeps_its_clock_once_it_is_answered(void **state)
{
    SlaMessage said[] = { { false, true, at("2026-09-28T11:00") } };
    SlaSpan spans[] = { { "new", "runs", at("2026-09-28T09:00"), { 0 } } };
    SlaLife life = { .created_at = at("2026-09-28T09:00"), .spans = spans, .span_count = 1 };
    (void)state;
    assert_false(first_of(&life)->stopped_at.known);
    life.messages = said;
    life.message_count = 1;
    life.first_answered_at = (OptInt) { said[0].at, true };
    assert_int_equal(first_of(&life)->started_at, life.created_at);
    assert_int_equal(first_of(&life)->stopped_at.value, said[0].at);
}

static void a_ticket_solved_without_an_answer_stops_and_what_comes_later_is_a_clock_of_its_own(void **state)
{
    SlaMessage said[] = { { true, false, at("2026-09-28T10:00") }, { true, false, at("2026-09-29T10:00") } };
    SlaSpan spans[] = { { "new", "runs", at("2026-09-28T10:00"), known("2026-09-28T12:00") },
                        { "solved", "stops", at("2026-09-28T12:00"), known("2026-09-29T10:00") },
                        { "open", "runs", at("2026-09-29T10:00"), { 0 } } };
    SlaLife life = { .created_at = said[0].at, .spans = spans, .span_count = 3, .messages = said, .message_count = 2 };
    SlaRun *runs;
    size_t count = sla_runs(arena, &life, &runs);
    (void)state;
    assert_int_equal(run_of(runs, count, "first", 1)->stopped_at.value, at("2026-09-28T12:00"));
    assert_int_equal(run_of(runs, count, "next", 1)->started_at, said[1].at);
    assert_false(run_of(runs, count, "resolution", 1)->stopped_at.known);
    life.message_count = 1;
    count = sla_runs(arena, &life, &runs);
    assert_false(run_of(runs, count, "first", 1)->stopped_at.known);
}

/* A small generator: the tests need many histories, not good chance. */
static uint64_t seed = 88172645463325252u;
static int64_t below(int64_t most)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int64_t)(seed % (uint64_t)most);
}

static void the_used_time_is_the_business_time_of_its_running_pieces_whatever_happened(void **state)
{
    static const char *const CLOCKS[] = { "runs", "pauses", "stops" }, *const STATES[] = { "open", "waiting",
                                                                                           "solved" };
    Hours hours = office();
    (void)state;
    for (int round = 0; round < 500; round++) {
        SlaSpan spans[12];
        int64_t from = at("2026-09-14T00:00") + below(20 * 1440) * MS_PER_MINUTE, used = 0, now = from;
        size_t count = 1 + (size_t)below((int64_t)COUNT(spans));
        for (size_t i = 0; i < count; i++) {
            size_t what = i ? (size_t)below(3) : 0;
            int64_t until = now + below(3 * 1440) * MS_PER_MINUTE;
            spans[i] = (SlaSpan) { STATES[what], CLOCKS[what], now, { until, i + 1 < count } };
            used += what == 0 ? hours_between(&hours, now, until) : 0;
            now = until;
        }
        SlaLife life = { .created_at = from, .spans = spans, .span_count = count };
        SlaRun *runs;
        size_t found = sla_runs(arena, &life, &runs);
        SlaLimit limit = { (1 + below(3000)) * MS_PER_MINUTE, 0 };
        SlaMeasured measured = sla_measure(&hours, run_of(runs, found, "resolution", 1), limit, now);
        assert_int_equal(measured.used, used);
        assert_int_equal(measured.breached_at.known, used > limit.target);
        if (measured.breached_at.known)
            assert_true(measured.due_at.known && measured.due_at.value <= now);
    }
}

/* Asked on another ticket on Monday 10:00, which waited for the customer from 11:00 on; this one began on Tuesday at
 * 9:30: it ran for one hour before. */
static void a_merged_ticket_counts_until_the_one_that_stays_begins(void **state)
{
    Hours hours = office();
    int64_t of[] = { 2, 2, 3, 1, 2 };
    SlaSpan spans[] = { { "new", "runs", at("2026-09-28T10:00"), known("2026-09-28T11:00") },
                        { "waiting", "pauses", at("2026-09-28T11:00"), known("2026-09-29T10:00") },
                        { "new", "runs", at("2026-09-28T14:00"), { 0 } },
                        { "new", "runs", at("2026-09-29T09:30"), { 0 } },
                        { "open", "runs", at("2026-09-29T10:00"), { 0 } } };
    SlaLife life = { .created_at = at("2026-09-28T10:00"), .spans = spans };
    SlaRun *runs;
    (void)state;
    life.span_count = sla_spans_joined(spans, of, COUNT(spans), 1);
    assert_int_equal(life.span_count, 3);
    assert_int_equal(spans[1].ended_at.value, at("2026-09-29T09:30"));
    size_t count = sla_runs(arena, &life, &runs);
    SlaMeasured measured = sla_measure(&hours, run_of(runs, count, "resolution", 1),
                                       (SlaLimit) { 480 * MS_PER_MINUTE, 0 }, at("2026-09-29T11:30"));
    assert_int_equal(measured.used, 180 * MS_PER_MINUTE);
    SlaSpan alone[] = { { "new", "runs", at("2026-09-28T09:00"), { 0 } },
                        { "new", "runs", at("2026-09-28T10:00"), { 0 } } };
    assert_int_equal(sla_spans_joined(alone, (int64_t[]) { 1, 2 }, 2, 1), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(four_hours_over_a_long_weekend_are_due_on_thursday_noon),
        cmocka_unit_test(nothing_is_late_before_the_hours_begin_again),
        cmocka_unit_test(the_resolution_stands_still_while_the_customer_is_asked),
        cmocka_unit_test(each_unanswered_message_has_a_clock_until_somebody_answers),
        cmocka_unit_test(whom_we_wrote_first_we_owe_nothing_until_they_ask),
        cmocka_unit_test(what_a_machine_opened_owes_nothing_until_a_customer_writes),
        cmocka_unit_test(what_a_note_wrote_down_keeps_its_clock_once_it_is_answered),
        cmocka_unit_test(a_ticket_solved_without_an_answer_stops_and_what_comes_later_is_a_clock_of_its_own),
        cmocka_unit_test(the_used_time_is_the_business_time_of_its_running_pieces_whatever_happened),
        cmocka_unit_test(a_merged_ticket_counts_until_the_one_that_stays_begins),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
