/* What the dated lines of one account say as of a day. Pure: no database, no clock. */
#include "revenue/contract/contract.h"

#include "base/money.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const ACCOUNT_STATUS_NAMES[STATUSES] = { "none", "paying", "trial", "free", "left" };

enum { MONTHS_OF_A_DECISION = 3 };

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

/* ---- money ----------------------------------------------------------------------------------------------------- */

static bool is_before(const char *a, const char *b)
{
    return !b || strcmp(a, b) < 0;
}

static int64_t mrr_in(const DatedLine *lines, size_t count, int64_t day, const char *currency)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        if (in_force(&lines[i], day) && strcmp(lines[i].currency, currency) == 0)
            sum = money_sum(sum, line_mrr_micros(&lines[i]));
    return sum;
}

/* Currencies are never added up: the one with the most speaks, of equal ones the first by letter. */
static void money_read(const DatedLine *lines, size_t count, int64_t day, ContractState *state)
{
    for (size_t i = 0; i < count; i++) {
        if (!in_force(&lines[i], day))
            continue;
        int64_t sum = mrr_in(lines, count, day, lines[i].currency);
        bool more = !state->currency || sum > state->mrr_micros;
        if (more || (sum == state->mrr_micros && is_before(lines[i].currency, state->currency))) {
            state->mrr_micros = sum;
            state->currency = lines[i].currency;
        }
    }
}

static AccountStatus status_of(const DatedLine *line)
{
    if (line->kind == LINE_TRIAL)
        return STATUS_TRIAL;
    return line_mrr_micros(line) > 0 ? STATUS_PAYING : STATUS_FREE;
}

/* Paying beats trial beats free, in the order of the enumeration. */
static void status_read(const DatedLine *lines, size_t count, int64_t day, ContractState *state)
{
    for (size_t i = 0; i < count; i++) {
        if (!in_force(&lines[i], day))
            continue;
        AccountStatus status = status_of(&lines[i]);
        if (state->status == STATUS_NONE || status < state->status)
            state->status = status;
        if (lines[i].seats >= 0)
            state->seats = (state->seats < 0 ? 0 : state->seats) + lines[i].seats;
    }
}

/* The plan, when the lines in force agree on one. */
static void plan_read(const DatedLine *lines, size_t count, int64_t day, ContractState *state)
{
    bool differ = false;
    for (size_t i = 0; i < count; i++) {
        if (!in_force(&lines[i], day) || !lines[i].plan)
            continue;
        differ = differ || (state->plan && strcmp(state->plan, lines[i].plan) != 0);
        state->plan = lines[i].plan;
    }
    if (differ)
        state->plan = NULL;
}

/* ---- dates ----------------------------------------------------------------------------------------------------- */

/* The first end of a term after `day`, which lies in the line. */
static int64_t term_end_after(const DatedLine *line, int64_t day)
{
    int64_t terms = (day - line->from_on) / (line->term_months * 31);
    int64_t end = day_add_months(line->from_on, (int)(terms * line->term_months));
    while (end <= day)
        end = day_add_months(line->from_on, (int)(++terms * line->term_months));
    return end;
}

static bool ends_with_its_term(const DatedLine *line)
{
    return line->until_on != DAY_NEVER && line->from_on < line->until_on && line->term_months > 0 &&
           term_end_after(line, line->until_on - 1) == line->until_on;
}

/* A line that takes over from this one. One that was not known on the day was a renewal nobody could count on, where
 * the term was over; in the middle of a term it is a change, and the end was agreed on before it. */
static bool is_followed_by(const DatedLine *line, const DatedLine *next, int64_t day)
{
    return next->contract_id == line->contract_id && next->product_id == line->product_id &&
           next->from_on <= line->until_on && next->until_on > line->until_on &&
           (next->known_on <= day || !ends_with_its_term(line));
}

static const DatedLine *follower_of(const DatedLine *lines, size_t count, const DatedLine *line, int64_t day)
{
    for (size_t i = 0; i < count; i++)
        if (is_followed_by(line, &lines[i], day))
            return &lines[i];
    return NULL;
}

/* The end of service that this line is part of, as it was known on the day: periods of one contract and product that
 * follow without a gap are one. */
static int64_t chain_end(const DatedLine *lines, size_t count, const DatedLine *line, int64_t day)
{
    for (const DatedLine *next = line; next; next = follower_of(lines, count, line, day))
        line = next;
    return line->until_on;
}

/* The next end of a term of a line that renews itself until somebody ends it. */
static int64_t next_term(const DatedLine *line, int64_t day)
{
    bool decides = line->term_months >= MONTHS_OF_A_DECISION && line->from_on <= day;
    return decides ? term_end_after(line, day) : DAY_NEVER;
}

static int64_t line_renews_on(const DatedLine *lines, size_t count, const DatedLine *line, int64_t day)
{
    bool cancelled = line->cancelled_on <= day;
    if (line->renews_on != DAY_NEVER && line->renews_on > day && !cancelled)
        return line->renews_on;
    int64_t end = chain_end(lines, count, line, day);
    if (end != DAY_NEVER)
        return end;
    return line->auto_renews ? next_term(line, day) : DAY_NEVER;
}

static void dates_read(const DatedLine *lines, size_t count, int64_t day, ContractState *state)
{
    for (size_t i = 0; i < count; i++) {
        if (!in_force(&lines[i], day))
            continue;
        int64_t renews_on = line_renews_on(lines, count, &lines[i], day);
        if (renews_on >= state->renews_on)
            continue;
        state->renews_on = renews_on;
        state->notice_on = renews_on - lines[i].notice_days;
    }
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
                            .notice_on = DAY_NEVER };
    int64_t spoken = speaking_day(lines, count, day, &state.late);
    if (spoken < 0)
        return state_of_the_absent(lines, count, day, state);
    status_read(lines, count, spoken, &state);
    money_read(lines, count, spoken, &state);
    plan_read(lines, count, spoken, &state);
    dates_read(lines, count, spoken, &state);
    state.since = stay_start(lines, count, spoken);
    return state;
}

/* ---- the days between which nothing changes -------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* The ends of the terms of a line that renews itself. */
static size_t term_turns(const DatedLine *line, int64_t horizon, int64_t *days)
{
    size_t count = 0;
    if (!line->auto_renews || line->until_on != DAY_NEVER)
        return 0;
    for (int64_t end = next_term(line, line->from_on); end < horizon; end = next_term(line, end))
        days[count++] = end;
    return count;
}

enum { OWN_TURNS = 6, DAYS_OF_A_MONTH_LEAST = 28 };

static size_t turns_at_most(const DatedLine *lines, size_t count, int64_t horizon)
{
    size_t most = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t span = horizon - lines[i].from_on, term = lines[i].term_months * DAYS_OF_A_MONTH_LEAST;
        most += OWN_TURNS + (span > 0 && term > 0 ? (size_t)(span / term) + 1 : 0);
    }
    return most;
}

size_t contract_turns(Arena *arena, const DatedLine *lines, size_t count, int64_t horizon, const int64_t **days)
{
    int64_t *all = arena_array(arena, turns_at_most(lines, count, horizon), sizeof *all);
    size_t found = 0, kept = 0;
    for (size_t i = 0; i < count; i++) {
        const DatedLine *line = &lines[i];
        const int64_t own[OWN_TURNS] = { line->known_on,     line->from_on,
                                         line->until_on,     line->until_on + line->grace_days,
                                         line->cancelled_on, line->renews_on };
        for (size_t d = 0; d < OWN_TURNS; d++)
            if (own[d] < DAY_NEVER)
                all[found++] = own[d];
        found += term_turns(line, horizon, all + found);
    }
    qsort(all, found, sizeof *all, by_value);
    for (size_t i = 0; i < found; i++)
        if (!kept || all[i] != all[kept - 1])
            all[kept++] = all[i];
    *days = all;
    return kept;
}
