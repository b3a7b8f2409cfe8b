/* Decimals without loss: read, printed, and multiplied in 128 bits. */
#include "base/money.h"
#include "base/text.h"
#include "revenue/rate/rate.h"

#include <string.h>

__extension__ typedef __int128 Int128;

static int64_t power_of_ten(int64_t exponent)
{
    int64_t power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

/* ---- text ------------------------------------------------------------------------------------------------------ */

static const char DIGITS[] = "0123456789";

typedef struct {
    Exact exact;
    int digits; /* that count: from the first that is not 0 */
} Reading;

static bool digit_take(Reading *reading, char digit)
{
    if (reading->digits || digit != '0')
        reading->digits++;
    if (reading->digits > RATE_DIGITS_MAX)
        return false;
    reading->exact.units = reading->exact.units * 10 + (digit - '0');
    return true;
}

static bool digits_take(const char **at, Reading *reading, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!digit_take(reading, *(*at)++))
            return false;
    return true;
}

/* "1234" or "1,234.5". A comma without a point behind it may be a decimal one (1,085): nobody guesses. */
static bool whole_read(const char **at, Reading *reading)
{
    size_t first = strspn(*at, DIGITS);
    if (!first || !digits_take(at, reading, first))
        return false;
    if (**at != ',')
        return true;
    for (bool few = first <= 3; **at == ','; few = true) {
        ++*at;
        if (!few || strspn(*at, DIGITS) != 3 || !digits_take(at, reading, 3))
            return false;
    }
    return **at == '.';
}

/* Zeros at the end say nothing. */
static bool fraction_read(const char **at, Reading *reading)
{
    if (**at != '.')
        return true;
    const char *first = ++*at;
    size_t all = strspn(first, DIGITS), count = all;
    while (count && first[count - 1] == '0')
        count--;
    reading->exact.scale = (int64_t)count;
    if (!all || count > RATE_SCALE_MAX || !digits_take(at, reading, count))
        return false;
    *at = first + all;
    return true;
}

bool exact_parse(Arena *arena, const char *text, Exact *exact)
{
    const char *at = text_fold(arena, text_trim(arena, text));
    Reading reading = { 0 };
    if (!whole_read(&at, &reading) || !fraction_read(&at, &reading) || *at || !reading.exact.units)
        return false;
    *exact = reading.exact;
    return true;
}

const char *exact_print(Arena *arena, Exact exact)
{
    int64_t one = power_of_ten(exact.scale);
    if (!exact.scale)
        return arena_format(arena, "%lld", (long long)exact.units);
    return arena_format(arena, "%lld.%0*lld", (long long)(exact.units / one), (int)exact.scale,
                        (long long)(exact.units % one));
}

/* ---- money ----------------------------------------------------------------------------------------------------- */

/* At most 19 + 18 digits above, which is less than 128 bits hold. Half away from zero. */
static int64_t divide(Int128 above, Int128 below)
{
    Int128 size = above < 0 ? -above : above;
    Int128 whole = (size + below / 2) / below;
    int64_t most = whole > MONEY_MICROS_MAX ? MONEY_MICROS_MAX : (int64_t)whole;
    return above < 0 ? -most : most;
}

int64_t exact_times(int64_t micros, Exact exact)
{
    return divide((Int128)micros * exact.units, power_of_ten(exact.scale));
}

int64_t exact_share(int64_t micros, Exact exact)
{
    return divide((Int128)micros * power_of_ten(exact.scale), exact.units);
}
