/*
 * What the dated lines of one account say as of a day. Pure: no database, no clock. A day has lines that speak for it:
 * those in force, or, within the grace of a late renewal, those of the last day of service. Money, status and dates are
 * read from these.
 *
 * In order: which lines speak; money; status; dates; the days between which nothing changes.
 */
#include "revenue/contract/terms.h"

#include "base/money.h"
#include "house/workspace/fiscal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const ACCOUNT_STATUS_NAMES[STATUSES] = { "none", "paying", "trial", "free", "left" };

int64_t line_mrr_micros(const DatedLine *line)
{
    if (line->mrr.known)
        return line->mrr.value;
    if (line->kind != LINE_PAID || line->term_months < 1)
        return 0;
    long double price = (long double)money_micros_from_minor(line->price_minor, line->currency);
    return llroundl(price * (1.0L - (long double)line->discount) / (long double)line->term_months);
}

static bool in_force(const DatedLine *line, int64_t day)
{
    return line->from_on <= day && day < line->until_on;
}

static bool any_in_force(const DatedLine *lines, size_t count, int64_t day)
{
    for (size_t i = 0; i < count; i++)
        if (in_force(&lines[i], day))
            return true;
    return false;
}

/* A line that ended, but whose renewal may still come: not cancelled by that day, and within its grace. */
static bool is_in_grace(const DatedLine *line, int64_t day)
{
    return line->from_on < line->until_on && line->until_on <= day && day < line->until_on + line->grace_days &&
           line->cancelled_on > day;
}

/* The day whose lines speak for `day`: itself, the last day of service while a late renewal may come, or -1. */
static int64_t speaking_day(const DatedLine *lines, size_t count, int64_t day, bool *late)
{
    int64_t last = -1;
    *late = false;
    if (any_in_force(lines, count, day))
        return day;
    for (size_t i = 0; i < count; i++)
        if (is_in_grace(&lines[i], day) && lines[i].until_on - 1 > last)
            last = lines[i].until_on - 1;
    *late = last >= 0;
    return last;
}

/* The lines that speak for a day, on `day`: those in force, or those that ended last and are in their grace period. */
typedef struct {
    Book book;
    int64_t asked;
} Speech;

static bool speaks(const Speech *speech, size_t at)
{
    const DatedLine *line = &speech->book.lines[at];
    return in_force(line, speech->book.day) && (speech->book.day == speech->asked || is_in_grace(line, speech->asked));
}

/* ---- money ----------------------------------------------------------------------------------------------------- */

static bool is_before(const char *a, const char *b)
{
    return !b || strcmp(a, b) < 0;
}

static int64_t mrr_in(const Speech *speech, const char *currency)
{
    const DatedLine *lines = speech->book.lines;
    int64_t sum = 0;
    for (size_t i = 0; i < speech->book.count; i++)
        if (speaks(speech, i) && strcmp(lines[i].currency, currency) == 0)
            sum = money_sum(sum, line_mrr_micros(&lines[i]));
    return sum;
}

const char *contract_currency_after(const DatedLine *lines, size_t count, int64_t day, const char *before,
                                    int64_t *micros)
{
    bool late;
    int64_t spoken = speaking_day(lines, count, day, &late);
    Speech speech = { .book = { lines, count, spoken }, .asked = day };
    const char *next = NULL;
    for (size_t i = 0; spoken >= 0 && i < count; i++) {
        const char *currency = lines[i].currency;
        if (speaks(&speech, i) && (!before || strcmp(currency, before) > 0) && is_before(currency, next))
            next = currency;
    }
    *micros = next ? mrr_in(&speech, next) : 0;
    return next;
}

static AccountStatus status_of(const DatedLine *line)
{
    if (line->kind == LINE_TRIAL)
        return STATUS_TRIAL;
    return line_mrr_micros(line) > 0 ? STATUS_PAYING : STATUS_FREE;
}

/* Paying beats trial beats free, in the order of the enumeration. */
static void status_read(const Speech *speech, ContractState *state)
{
    const DatedLine *lines = speech->book.lines;
    for (size_t i = 0; i < speech->book.count; i++) {
        if (!speaks(speech, i))
            continue;
        AccountStatus status = status_of(&lines[i]);
        if (state->status == STATUS_NONE || status < state->status)
            state->status = status;
        if (lines[i].seats >= 0)
            state->seats = (state->seats < 0 ? 0 : state->seats) + lines[i].seats;
    }
}

/* The plan, when the lines in force agree on one. */
static void plan_read(const Speech *speech, ContractState *state)
{
    const DatedLine *lines = speech->book.lines;
    bool differ = false;
    for (size_t i = 0; i < speech->book.count; i++) {
        if (!speaks(speech, i) || !lines[i].plan)
            continue;
        differ = differ || (state->plan && strcmp(state->plan, lines[i].plan) != 0);
        state->plan = lines[i].plan;
    }
    if (differ)
        state->plan = NULL;
}

/* ---- dates ----------------------------------------------------------------------------------------------------- */

/* Nothing has to be said for it to go on; who cancelled, or is late with a renewal, has said something else. */
static int64_t next_notice(const Speech *speech, const DatedLine *line, int64_t renews_on)
{
    if (!line->auto_renews || line->cancelled_on <= speech->asked || renews_on <= speech->asked)
        return DAY_NEVER;
    return line_term_end(&speech->book, line, renews_on) - line->notice_days;
}

/* There is a next notice date only where all lines renew on one day, and by themselves: else the renewal decides. */
static void renewal_read(ContractState *state, const DatedLine *line, int64_t renews_on, int64_t next_notice_on)
{
    bool first = state->renews_on == DAY_NEVER, differ = !first && renews_on != state->renews_on;
    if (renews_on < state->renews_on) {
        state->renews_on = renews_on;
        state->notice_on = renews_on - line->notice_days;
    }
    if (first)
        state->next_notice_on = next_notice_on;
    else if (differ || state->next_notice_on == DAY_NEVER || next_notice_on == DAY_NEVER)
        state->next_notice_on = DAY_NEVER;
    else if (next_notice_on < state->next_notice_on)
        state->next_notice_on = next_notice_on;
}

static void dates_read(const Speech *speech, ContractState *state)
{
    bool monthly = false;
    for (size_t i = 0; i < speech->book.count; i++) {
        const DatedLine *line = &speech->book.lines[i];
        if (!speaks(speech, i))
            continue;
        int64_t renews_on = line_renews_on(&speech->book, line);
        monthly = monthly || (line_mrr_micros(line) > 0 && line_is_monthly(&speech->book, line));
        if (renews_on != DAY_NEVER)
            renewal_read(state, line, renews_on, next_notice(speech, line, renews_on));
    }
    state->monthly = monthly && state->renews_on == DAY_NEVER;
}

/* Back through every line that this stay continues: one that overlaps, adjoins, or was within its grace on the last day
 * before. */
static int64_t stay_start(const DatedLine *lines, size_t count, int64_t day)
{
    int64_t start = day;
    for (bool earlier = true; earlier;) {
        earlier = false;
        for (size_t i = 0; i < count; i++) {
            const DatedLine *line = &lines[i];
            bool joined = line->until_on >= start || is_in_grace(line, start - 1);
            if (line->from_on < start && line->from_on < line->until_on && joined) {
                start = line->from_on;
                earlier = true;
            }
        }
    }
    return start;
}

static ContractState state_of_the_absent(const DatedLine *lines, size_t count, int64_t day, ContractState state)
{
    for (size_t i = 0; i < count; i++) {
        const DatedLine *line = &lines[i];
        if (line->from_on > day || line->from_on >= line->until_on)
            continue;
        state.status = STATUS_LEFT;
        if (state.left_on == DAY_NEVER || line->until_on > state.left_on)
            state.left_on = line->until_on;
    }
    return state;
}

ContractState contract_state_at(const DatedLine *lines, size_t count, int64_t day)
{
    ContractState state = { .status = STATUS_NONE,
                            .seats = -1,
                            .since = DAY_NEVER,
                            .left_on = DAY_NEVER,
                            .renews_on = DAY_NEVER,
                            .notice_on = DAY_NEVER,
                            .next_notice_on = DAY_NEVER };
    int64_t spoken = speaking_day(lines, count, day, &state.late);
    if (spoken < 0)
        return state_of_the_absent(lines, count, day, state);
    Speech speech = { .book = { lines, count, spoken }, .asked = day };
    status_read(&speech, &state);
    plan_read(&speech, &state);
    dates_read(&speech, &state);
    state.since = stay_start(lines, count, spoken);
    return state;
}

const char *contract_plan_after(const DatedLine *lines, size_t count, int64_t day, const char *before)
{
    bool late;
    int64_t spoken = speaking_day(lines, count, day, &late);
    Speech speech = { .book = { lines, count, spoken }, .asked = day };
    const char *next = NULL;
    for (size_t i = 0; spoken >= 0 && i < count; i++) {
        const char *plan = lines[i].plan;
        if (plan && speaks(&speech, i) && (!before || strcmp(plan, before) > 0) && is_before(plan, next))
            next = plan;
    }
    return next;
}

/* ---- the days between which nothing changes -------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* The ends of the terms within the line: a line that was ended later ran on as well when they came. */
static size_t term_turns(const Book *book, const DatedLine *line, int64_t horizon, int64_t *days)
{
    int64_t until = line->until_on < horizon ? line->until_on : horizon;
    size_t count = 0;
    if (line->term_months < MONTHS_OF_A_DECISION || line->from_on >= until)
        return 0;
    for (int64_t end = line_term_end(book, line, line->from_on); end < until; end = line_term_end(book, line, end))
        days[count++] = end;
    return count;
}

enum { OWN_TURNS = 8, DAYS_OF_A_MONTH_LEAST = 28, DAYS_OF_A_YEAR_LEAST = 365 };

static size_t turns_at_most(const DatedLine *lines, size_t count, int64_t horizon)
{
    size_t most = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t span = horizon - lines[i].from_on, term = lines[i].term_months * DAYS_OF_A_MONTH_LEAST;
        most += OWN_TURNS + (span > 0 && term > 0 ? (size_t)(span / term) + 1 : 0);
        most += span > 0 ? (size_t)(span / DAYS_OF_A_YEAR_LEAST) + 1 : 0;
    }
    return most;
}

/* The first days of the fiscal years in which the line speaks, where another rate may count. */
static size_t year_turns(const DatedLine *line, int64_t horizon, const Rates *rates, int64_t *days)
{
    int64_t ends = line->until_on + line->grace_days, until = ends < horizon ? ends : horizon, first;
    size_t count = 0;
    if (strcmp(line->currency, rates->home) == 0)
        return 0;
    for (int64_t year = fiscal_year_of(line->from_on, rates->fiscal_month) + 1;
         (first = fiscal_year_first(year, rates->fiscal_month)) < until; year++)
        days[count++] = first;
    return count;
}

size_t contract_turns(Arena *arena, const DatedLine *lines, size_t count, int64_t horizon, const Rates *rates,
                      const int64_t **days)
{
    int64_t *all = arena_array(arena, turns_at_most(lines, count, horizon), sizeof *all);
    Book book = { .lines = lines, .count = count };
    size_t found = 0, kept = 0;
    for (size_t i = 0; i < count; i++) {
        const DatedLine *line = &lines[i];
        const int64_t own[OWN_TURNS] = { line->known_on,        line->from_on,
                                         line->until_on,        line->until_on + line->grace_days,
                                         line->cancelled_on,    line->renews_on,
                                         line->renews_known_on, line->cut_on };
        for (size_t d = 0; d < OWN_TURNS; d++)
            if (own[d] > 0 && own[d] < DAY_NEVER)
                all[found++] = own[d];
        found += term_turns(&book, line, horizon, all + found);
        found += year_turns(line, horizon, rates, all + found);
    }
    qsort(all, found, sizeof *all, by_value);
    for (size_t i = 0; i < found; i++)
        if (!kept || all[i] != all[kept - 1])
            all[kept++] = all[i];
    *days = all;
    return kept;
}
