/*
 * For unit tests that write days as people do.
 *
 * Units: days as day numbers. Errors: a text that is no day fails the test. Forgets a person: tests have none.
 */
#ifndef BANSO_BASE_TEST_DAY_H
#define BANSO_BASE_TEST_DAY_H

#include "base/clock.h"
#include "base/test.h"

/* "2026-11-20" as a day number. */
static inline int64_t day(const char *text)
{
    int64_t number;
    if (!day_parse(text, &number))
        fail_msg("%s is no day", text);
    return number;
}

#endif
