/* Inside contract: when a line renews, as it was known on a day. Pure. */
#ifndef BANSO_CONTRACT_TERMS_H
#define BANSO_CONTRACT_TERMS_H

#include "revenue/contract/contract.h"

/* Open lines of shorter terms have no renewal to prepare: who pays by the month can leave any month. */
enum { MONTHS_OF_A_DECISION = 3 };

/* The lines of one account, seen on a day. */
typedef struct {
    const DatedLine *lines;
    size_t count;
    int64_t day;
} Book;

/* The next renewal, or the end, of a line in force on the day, always after it; DAY_NEVER = none. */
int64_t line_renews_on(const Book *book, const DatedLine *line);
/* No end is agreed on, and the terms are too short to have a renewal. */
bool line_is_monthly(const Book *book, const DatedLine *line);
/* The end of the term that runs on `day`, not before the line's first; terms count on through changes within one. */
int64_t line_term_end(const Book *book, const DatedLine *line, int64_t day);

#endif
