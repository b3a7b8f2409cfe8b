/*
 * Currencies by their digits, conversions between micros and minor units, and amounts as people type them. Sums and
 * conversions saturate at the bounds instead of overflowing, so that one absurd contract cannot turn a total negative.
 *
 * A typed amount is folded first, so that full-width digits are plain ones, and may have a currency on either side.
 * Which mark is the decimal one is said by the caller, who knows the other amounts beside it: a wrong guess is wrong by
 * a factor of a thousand.
 */
#include "base/money.h"

#include "base/arena.h"
#include "base/text.h"

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

/* What "$" and "¥" may mean. */
static const char DOLLARS[] =
    "USD AUD CAD NZD SGD HKD TWD MXN BRL CLP COP ARS BSD BBD BMD BND BZD FJD GYD JMD LRD NAD ";
static const char YENS[] = "JPY CNY ";

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

/* ---- as people type them --------------------------------------------------------------------------------------- */

/* What may come before or after the digits. The input is folded: full-width signs are plain ones, letters are small.
 * `code` is what the sign says, or which of several it may be; where it says nothing of a currency it is NULL. In
 * Shift_JIS the yen sign is the byte of the backslash. */
static const struct {
    const char *sign, *code;
    bool sure;
} SIGNS[] = {
    { " ", NULL, true },       { "us$", "USD", true },    { "a$", "AUD", true },     { "c$", "CAD", true },
    { "hk$", "HKD", true },    { "nt$", "TWD", true },    { "s$", "SGD", true },     { "nz$", "NZD", true },
    { "r$", "BRL", true },     { "円", "JPY", true },     { "元", "CNY", true },     { "\u20ac", "EUR", true },
    { "\u00a3", "GBP", true }, { "\u20a9", "KRW", true }, { "\u20b9", "INR", true }, { "$", DOLLARS, false },
    { "\u00a5", YENS, false }, { "\\", YENS, false },
};

/* The sign's currencies, and its size; 0 = no sign. */
static size_t sign_at(const char *at, const char **codes, bool *sure)
{
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (text_starts(at, SIGNS[i].sign)) {
            *codes = SIGNS[i].code;
            *sure = SIGNS[i].sure;
            return strlen(SIGNS[i].sign);
        }
    return 0;
}

static size_t code_at(const char *at, char *code)
{
    if (strnlen(at, 3) < 3)
        return 0;
    for (int i = 0; i < 3; i++)
        code[i] = at[i] >= 'a' && at[i] <= 'z' ? (char)(at[i] - 32) : at[i];
    code[3] = 0;
    return currency_is_known(code) ? 3 : 0;
}

static bool is_among(const char *codes, const char *code)
{
    for (; codes && *codes; codes += 4)
        if (memcmp(codes, code, 3) == 0)
            return true;
    return false;
}

bool money_fits(const MoneyTyped *typed, const char *code)
{
    if (*typed->code)
        return text_equal(typed->code, code);
    return !typed->codes || is_among(typed->codes, code);
}

/* Two marks of one amount say the same: "$100 USD". False when they do not. */
static bool mark_take(MoneyTyped *typed, const char *codes, bool sure)
{
    if (sure && *typed->code && !text_equal(typed->code, codes))
        return false;
    if (sure)
        memcpy(typed->code, codes, sizeof typed->code);
    else
        typed->codes = codes;
    return !*typed->code || !typed->codes || is_among(typed->codes, typed->code);
}

static bool take_marks(const char **at, MoneyTyped *typed)
{
    for (;;) {
        const char *codes = NULL;
        char code[4];
        bool sure = true;
        size_t size = sign_at(*at, &codes, &sure);
        if (size == 0 && (size = code_at(*at, code)) != 0)
            codes = code;
        if (size == 0)
            return true;
        if (codes && !mark_take(typed, codes, sure))
            return false;
        *at += size;
    }
}

static bool append_digit(int64_t *value, char digit)
{
    return !__builtin_mul_overflow(*value, 10, value) && !__builtin_add_overflow(*value, digit - '0', value);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Between groups of three stands the mark that is not the decimal one, a blank, or an apostrophe. */
static size_t group_mark(const char *at, char decimal)
{
    static const char *const OTHERS[] = { " ", "'", "\u2019" };
    if (*at == (decimal == '.' ? ',' : '.'))
        return 1;
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (text_starts(at, OTHERS[i]) && is_digit(at[strlen(OTHERS[i])]))
            return strlen(OTHERS[i]);
    return 0;
}

/* How many digits stand there, read onto the value; −1 = more than it holds. */
static int read_digits(const char **at, int64_t *value)
{
    int digits = 0;
    for (; is_digit(**at); (*at)++, digits++)
        if (!append_digit(value, **at))
            return -1;
    return digits;
}

/* "1234" or "1,234,567": a mark must be followed by three digits, since otherwise it may be a decimal one. */
static bool read_whole(const char **at, char decimal, int64_t *value)
{
    const char *first = *at;
    int digits = read_digits(at, value);
    size_t mark = group_mark(*at, decimal);
    if (digits < 1 || (mark && (digits > 3 || *first == '0')))
        return false;
    for (; mark; mark = group_mark(*at, decimal)) {
        *at += mark;
        if (read_digits(at, value) != 3)
            return false;
    }
    return true;
}

/* Six digits count; further ones are dropped, being below a millionth. */
static bool read_fraction(const char **at, char decimal, MoneyTyped *typed)
{
    const char *digits = **at == decimal ? *at + 1 : "";
    size_t count = strspn(digits, "0123456789"), zeros = strspn(digits, "0");
    /* "1200.00" is whole; in "1.000" the three may be a group. */
    bool whole = zeros == count && !(count == 3 && typed->micros < 1000);
    typed->decimals = whole ? 0 : (int)count;
    for (size_t i = 0; i < 6; i++)
        if (!append_digit(&typed->micros, i < count ? digits[i] : '0'))
            return false;
    *at += **at == decimal ? 1 + count : 0;
    return true;
}

static bool parse_folded(const char *at, char decimal, MoneyTyped *typed)
{
    if (!take_marks(&at, typed))
        return false;
    size_t minus = *at == '-' ? 1 : text_starts(at, "−") ? strlen("−") : 0;
    at += minus;
    if (!take_marks(&at, typed) || !read_whole(&at, decimal, &typed->micros) || !read_fraction(&at, decimal, typed) ||
        !take_marks(&at, typed))
        return false;
    typed->percent = *at == '%';
    typed->micros = minus ? -typed->micros : typed->micros;
    return at[typed->percent] == 0;
}

bool money_read(Arena *arena, const char *text, char decimal, MoneyTyped *typed)
{
    *typed = (MoneyTyped) { 0 };
    return parse_folded(text_fold(arena, text_trim(arena, text)), decimal, typed);
}
