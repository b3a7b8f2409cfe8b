/* Counting alarms; the terms are in the header. */
#include "success/health/alarm.h"

#include <math.h>

const char *const LEAVER_NAMES[LEAVER_COUNT] = { "caught", "withdrawn", "missed" };

bool alarms_on(Alarms *alarms, int64_t day, int band, bool first)
{
    if (band == BAND_BAD && !alarms->since) {
        alarms->since = (int32_t)day;
        alarms->since_begun = !first;
        alarms->begun += !first;
        return !first;
    }
    if ((band == BAND_GOOD || band == BAND_NORMAL) && alarms->since) {
        alarms->since = 0;
        alarms->ended = true;
        alarms->begun_ended = alarms->begun_ended || alarms->since_begun;
    }
    return false;
}

Leaver alarms_left(const Alarms *alarms, int64_t left_on, int64_t *early)
{
    *early = alarms->since ? left_on - alarms->since : 0;
    if (alarms->since)
        return LEAVER_CAUGHT;
    return alarms->ended ? LEAVER_WITHDRAWN : LEAVER_MISSED;
}

Stayer alarms_stayed(const Alarms *alarms, int64_t last_day)
{
    bool stands = alarms->since && alarms->since_begun;
    if (alarms->begun_ended || (stands && last_day - alarms->since >= ALARM_PATIENCE))
        return STAYER_FALSE;
    return stands ? STAYER_OPEN : STAYER_QUIET;
}

Interval wilson(int64_t hits, int64_t of)
{
    const double z = 1.959963984540054;
    if (of <= 0)
        return (Interval) { 0, 1 };
    double n = (double)of, p = (double)hits / n, square = z * z / n;
    double middle = p + square / 2, half = z * sqrt(p * (1 - p) / n + square / n / 4);
    double low = (middle - half) / (1 + square), high = (middle + half) / (1 + square);
    return (Interval) { hits == 0 || low < 0 ? 0 : low, hits == of || high > 1 ? 1 : high };
}

double quantile(const int64_t *sorted, size_t count, double share)
{
    double at = share * (double)(count - 1);
    size_t below = (size_t)at, above = below + 1 < count ? below + 1 : below;
    return (double)sorted[below] + (at - (double)below) * (double)(sorted[above] - sorted[below]);
}
