/*
 * When a line renews, as it was known on a day. First the end of a line as it was known, then its terms, then the lines
 * that take over from it, then the renewal. A change within a term leaves the term as it is, unless the new line names
 * another one: the terms of both count from the first day of the line that was changed.
 */
#include "revenue/contract/terms.h"

#include "base/clock.h"

#include <string.h>

/* Before a change or a cancellation was known the line ended as agreed before. */
static int64_t until_known(const Book *book, const DatedLine *line)
{
    return book->day < line->cut_on ? line->agreed_until : line->until_on;
}

static bool same_plan(const DatedLine *a, const DatedLine *b)
{
    return text_equal(a->plan, b->plan);
}

static bool same_contract(const DatedLine *a, const DatedLine *b)
{
    return a->contract_id == b->contract_id && a->product_id == b->product_id;
}

/* ---- terms ----------------------------------------------------------------------------------------------------- */

/* `next` changes `line` and names no term. */
static bool is_changed_by(const DatedLine *line, const DatedLine *next)
{
    return same_contract(line, next) && line->until_on == next->from_on && line->from_on < next->from_on &&
           line->term_months == next->term_months && line->kind != LINE_TRIAL && next->kind != LINE_TRIAL;
}

/* The line whose terms go on in this one: of several the one of its plan. */
static const DatedLine *changed_line(const Book *book, const DatedLine *line)
{
    const DatedLine *found = NULL;
    for (size_t i = 0; i < book->count; i++)
        if (is_changed_by(&book->lines[i], line) && (!found || same_plan(&book->lines[i], line)))
            found = &book->lines[i];
    return found;
}

static int64_t term_end_after(int64_t begin, int64_t months, int64_t day)
{
    int64_t terms = (day - begin) / (months * 31);
    int64_t end = day_add_months(begin, (int)(terms * months));
    while (end <= day)
        end = day_add_months(begin, (int)(++terms * months));
    return end;
}

/* The day from which the line's terms count. A line that came to an end that was given, with its term, is over: the
 * next one does not change it. */
static int64_t terms_begin(const Book *book, const DatedLine *line)
{
    const DatedLine *before;
    while ((before = changed_line(book, line)) != NULL) {
        bool over = before->cut_on == 0 &&
                    term_end_after(before->from_on, before->term_months, before->until_on - 1) == before->until_on;
        line = before;
        if (over)
            break;
    }
    return line->from_on;
}

int64_t line_term_end(const Book *book, const DatedLine *line, int64_t day)
{
    return term_end_after(terms_begin(book, line), line->term_months, day);
}

/* By its own first day, as rows of periods do, or by that of the line it changes. */
static bool ends_with_its_term(const Book *book, const DatedLine *line, int64_t until)
{
    return line->from_on < until && (term_end_after(line->from_on, line->term_months, until - 1) == until ||
                                     line_term_end(book, line, until - 1) == until);
}

/* ---- who takes over -------------------------------------------------------------------------------------------- */

static bool takes_over(const Book *book, const DatedLine *line, const DatedLine *next)
{
    int64_t until = until_known(book, line);
    return same_contract(line, next) && next->from_on <= until && until_known(book, next) > until;
}

/* A line that goes on with its own plan takes over from no other one. */
static bool goes_on_with_its_plan(const Book *book, const DatedLine *line)
{
    for (size_t i = 0; i < book->count; i++)
        if (&book->lines[i] != line && same_plan(&book->lines[i], line) && takes_over(book, &book->lines[i], line))
            return true;
    return false;
}

/* The line that takes over from this one: by its plan, else by another; known on the day, or not. */
static const DatedLine *follower_of(const Book *book, const DatedLine *line, bool known)
{
    const DatedLine *other = NULL;
    for (size_t i = 0; i < book->count; i++) {
        const DatedLine *next = &book->lines[i];
        if ((next->known_on <= book->day) != known || !takes_over(book, line, next))
            continue;
        if (same_plan(line, next))
            return next;
        if (!other && !goes_on_with_its_plan(book, next))
            other = next;
    }
    return other;
}

/* Through every line that was known to take over. */
static const DatedLine *last_known(const Book *book, const DatedLine *line)
{
    for (const DatedLine *next = line; next; next = follower_of(book, line, true))
        line = next;
    return line;
}

/* ---- renewals -------------------------------------------------------------------------------------------------- */

/* Through every line that changes one within its term, known or not, and those known to take over. */
static const DatedLine *last_agreed(const Book *book, const DatedLine *line)
{
    for (const DatedLine *next = line; next;) {
        line = next;
        next = follower_of(book, line, true);
        if (!next && !ends_with_its_term(book, line, until_known(book, line)))
            next = follower_of(book, line, false);
    }
    return line;
}

static bool has_renewals(const DatedLine *line)
{
    return line->term_months >= MONTHS_OF_A_DECISION;
}

/* A line ends within a term, by another one that nobody had written down on the day. Where that ends with such a term,
 * the end is one for both; where both are told afterwards, as files tell a history, its own term went on then. */
static int64_t end_of_the_changed(const Book *book, const DatedLine *line, int64_t until)
{
    const DatedLine *next = follower_of(book, line, false);
    if (!next || ends_with_its_term(book, line, until))
        return until;
    int64_t end = until_known(book, last_agreed(book, next));
    if (end != DAY_NEVER && (!has_renewals(line) || ends_with_its_term(book, line, end)))
        return end;
    return line->told_late && has_renewals(line) ? line_term_end(book, line, book->day) : until;
}

/* The end of the line was not agreed on with it: a change moved it, or the history is told afterwards. */
static bool ends_by_a_change(const Book *book, const DatedLine *line, int64_t until)
{
    return line->cut_on > 0 || (line->told_late && !ends_with_its_term(book, line, until));
}

/* A line without an end takes over: the term that runs goes on in it, or ends with this line. */
static int64_t end_before_the_open(const Book *book, const DatedLine *line, const DatedLine *last, int64_t until)
{
    if (!line->auto_renews)
        return DAY_NEVER;
    if (has_renewals(line)) {
        if (!ends_by_a_change(book, line, until))
            return until;
        int64_t end = line_term_end(book, line, book->day);
        bool goes_on = last->term_months == line->term_months && terms_begin(book, last) == terms_begin(book, line);
        if (end <= until || goes_on)
            return end;
    }
    if (has_renewals(last))
        return line_term_end(book, last, last->from_on);
    return has_renewals(line) ? until : DAY_NEVER;
}

int64_t line_renews_on(const Book *book, const DatedLine *line)
{
    int64_t day = book->day, until = until_known(book, line);
    bool stated = line->renews_on != DAY_NEVER && line->renews_on > day && line->renews_known_on <= day;
    if (stated && line->cancelled_on > day)
        return line->renews_on;
    if (until == DAY_NEVER)
        return line->auto_renews && has_renewals(line) ? line_term_end(book, line, day) : DAY_NEVER;
    const DatedLine *last = last_known(book, line);
    if (last == line)
        return end_of_the_changed(book, line, until);
    int64_t end = until_known(book, last);
    return end != DAY_NEVER ? end : end_before_the_open(book, line, last, until);
}

bool line_is_monthly(const Book *book, const DatedLine *line)
{
    const DatedLine *last = last_known(book, line);
    return until_known(book, last) == DAY_NEVER && !has_renewals(last) && !has_renewals(line);
}
