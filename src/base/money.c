/*
 * Currencies by their digits, conversions between micros and minor units, and amounts as people type them. Sums and
 * conversions saturate at the bounds instead of overflowing, so that one absurd contract cannot turn a total negative.
 *
 * A typed amount is folded first, so that full-width digits are plain ones, and may have a currency on either side. It
 * is refused where a comma could be a decimal comma: a wrong guess is wrong by a factor of a thousand.
 */
#include "base/money.h"

#include "base/arena.h"
#include "base/text.h"

#include <stddef.h>
#include <string.h>

/* ISO 4217, active codes, by the digits of their minor unit. */
static const char NONE[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ";
static const char TWO[] =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP "
    "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR "
    "JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN "
    "NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
    "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWL ";
static const char THREE[] = "BHD IQD JOD KWD LYD OMR TND ";
static const char FOUR[] = "CLF UYW ";

static const struct {
    const char *codes;
    int digits;
} GROUPS[] = { { TWO, 2 }, { NONE, 0 }, { THREE, 3 }, { FOUR, 4 } };

static int digits_or(const char *code, int unknown)
{
    if (!code || strlen(code) != 3)
        return unknown;
    for (size_t i = 0; i < sizeof GROUPS / sizeof *GROUPS; i++)
        for (const char *at = GROUPS[i].codes; *at; at += 4)
            if (memcmp(at, code, 3) == 0)
                return GROUPS[i].digits;
    return unknown;
}

bool currency_is_known(const char *code)
{
    return digits_or(code, -1) >= 0;
}

int currency_digits(const char *code)
{
    return digits_or(code, 2);
}

static int64_t micros_per_minor(const char *code)
{
    int64_t micros = MICROS_PER_MAJOR;
    for (int digits = currency_digits(code); digits > 0; digits--)
        micros /= 10;
    return micros;
}

int64_t money_minor_from_micros(int64_t micros, const char *code)
{
    int64_t unit = micros_per_minor(code);
    int64_t whole = micros / unit, rest = micros % unit;
    if (rest >= unit - rest)
        return whole + 1;
    if (-rest >= unit + rest)
        return whole - 1;
    return whole;
}

int64_t money_micros_from_minor(int64_t minor, const char *code)
{
    int64_t micros;
    if (__builtin_mul_overflow(minor, micros_per_minor(code), &micros))
        return minor < 0 ? INT64_MIN : INT64_MAX;
    return micros;
}

int64_t money_sum(int64_t a, int64_t b)
{
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum))
        sum = a < 0 ? INT64_MIN : INT64_MAX;
    return sum > MONEY_MICROS_MAX ? MONEY_MICROS_MAX : sum < -MONEY_MICROS_MAX ? -MONEY_MICROS_MAX : sum;
}

/* What may come before or after the digits. The input is folded: full-width signs are plain ones, letters are small. */
static const char *const SIGNS[] = { "¥", "$", "€", "£", "₩", "円", " ", NULL };

static size_t sign_at(const char *at)
{
    for (const char *const *sign = SIGNS; *sign; sign++)
        if (text_starts(at, *sign))
            return strlen(*sign);
    if (strlen(at) < 3)
        return 0;
    char code[4] = { 0 };
    for (int i = 0; i < 3; i++)
        code[i] = at[i] >= 'a' && at[i] <= 'z' ? (char)(at[i] - 32) : at[i];
    return currency_is_known(code) ? 3 : 0;
}

static const char *skip_signs(const char *at)
{
    for (size_t size; *at && (size = sign_at(at)) != 0;)
        at += size;
    return at;
}

static bool append_digit(int64_t *value, char digit)
{
    return !__builtin_mul_overflow(*value, 10, value) && !__builtin_add_overflow(*value, digit - '0', value);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "1234" or "1,234,567": a comma must be followed by three digits, since otherwise it may be a decimal comma. */
static bool read_whole(const char **at, int64_t *value)
{
    int digits = 0, group = 0;
    bool grouped = false;
    const char *c = *at;
    for (; is_digit(*c) || *c == ','; c++) {
        if (*c == ',') {
            if (digits == 0 || (grouped ? group != 3 : group > 3))
                return false;
            grouped = true;
            group = 0;
            continue;
        }
        digits++;
        group++;
        if (!append_digit(value, *c))
            return false;
    }
    *at = c;
    return digits > 0 && (!grouped || group == 3);
}

/* Six digits count; further ones are dropped, being below a millionth. */
static bool read_fraction(const char **at, int64_t *value)
{
    const char *c = *at;
    int digits = 0;
    if (*c == '.')
        for (c++; is_digit(*c); c++)
            if (digits < 6) {
                digits++;
                if (!append_digit(value, *c))
                    return false;
            }
    for (; digits < 6; digits++)
        if (!append_digit(value, '0'))
            return false;
    *at = c;
    return true;
}

static bool parse_folded(const char *at, int64_t *micros)
{
    int64_t value = 0;
    at = skip_signs(at);
    bool minus = *at == '-' || text_starts(at, "−");
    at = skip_signs(at + (*at == '-' ? 1 : minus ? strlen("−") : 0));
    if (!read_whole(&at, &value) || !read_fraction(&at, &value))
        return false;
    if (*skip_signs(at))
        return false;
    *micros = minus ? -value : value;
    return true;
}

bool money_parse_micros(const char *text, int64_t *micros)
{
    Arena *arena = arena_new();
    bool ok = parse_folded(text_fold(arena, text_trim(arena, text)), micros);
    arena_free(arena);
    return ok;
}
