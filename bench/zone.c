/* How long the days of a million moments take in a zone with summer time: prints the milliseconds of five rounds. */
#include "base/clock.h"

#include <stdio.h>

enum { ROUNDS = 5, MOMENTS = 1000000, APART_MS = 40000 };
static const int64_t FIRST_MS = INT64_C(1767225600000); /* 2026-01-01 */

int main(void)
{
    const Zone *zone = zone_find("America/New_York");
    int64_t sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
        int64_t began = clock_monotonic();
        for (int i = 0; i < MOMENTS; i++)
            sum += zone_day(zone, FIRST_MS + (int64_t)i * APART_MS);
        printf("%.3f\n", (double)(clock_monotonic() - began) / 1000);
    }
    return sum > 0 ? 0 : 1; /* the sum is asked for, so that the loop is not left out */
}
