/* The forms of duplicate_key.h. Lists stand as tables; what is compared with them is folded before. */
#include "customer/duplicate/duplicate_key.h"

#include "base/text.h"
#include "house/search/normal.h"

#include <ctype.h>
#include <string.h>

/* ---- names ---- */

/* As text_fold writes them. */
static const char *const FORMS_JAPANESE[] = { "株式会社",
                                              "有限会社",
                                              "合同会社",
                                              "合資会社",
                                              "合名会社",
                                              "相互会社",
                                              "一般社団法人",
                                              "公益社団法人",
                                              "一般財団法人",
                                              "公益財団法人",
                                              "社団法人",
                                              "財団法人",
                                              "学校法人",
                                              "医療法人",
                                              "社会福祉法人",
                                              "特定非営利活動法人",
                                              "npo法人",
                                              "独立行政法人",
                                              "国立大学法人",
                                              "(株)",
                                              "(有)",
                                              "(同)",
                                              "(資)",
                                              "(名)",
                                              "(社)",
                                              "(財)",
                                              "(学)",
                                              "(医)",
                                              "かぶしきがいしゃ",
                                              "かぶしきかいしゃ",
                                              "ゆうげんがいしゃ",
                                              "ごうどうがいしゃ",
                                              NULL };

static const char *const FORMS_LATIN[] = {
    "inc", "incorporated", "corp", "corporation", "co",  "company", "ltd",       "limited", "llc", "llp", "lp",
    "plc", "gmbh",         "mbh",  "ag",          "kg",  "ohg",     "ug",        "se",      "sa",  "sas", "sarl",
    "srl", "spa",          "bv",   "nv",          "ab",  "as",      "asa",       "oy",      "oyj", "aps", "kk",
    "gk",  "pte",          "pty",  "sdn",         "bhd", "the",     "kabushiki", "kaisha",  NULL
};

static bool is_listed(const char *const *list, const char *word, size_t size)
{
    for (; *list; list++)
        if (strlen(*list) == size && memcmp(*list, word, size) == 0)
            return true;
    return false;
}

/* Blanks in place of Japanese forms, nothing in place of full stops: k.k. and co., ltd. are words then. */
static const char *forms_blank(Arena *arena, const char *folded)
{
    Text text = text_new(arena);
    while (*folded) {
        size_t size = 0;
        for (const char *const *form = FORMS_JAPANESE; *form && !size; form++)
            size = strncmp(folded, *form, strlen(*form)) == 0 ? strlen(*form) : 0;
        if (size)
            text_char(&text, ' ');
        else if (*folded != '.')
            text_char(&text, *folded);
        folded += size ? size : 1;
    }
    return text_string(&text);
}

static const char *words_join(Arena *arena, const char *words, bool without_forms)
{
    Text text = text_new(arena);
    while (*words) {
        size_t size = strcspn(words, " \n");
        if (size && !(without_forms && is_listed(FORMS_LATIN, words, size)))
            text_add_n(&text, words, size);
        words += size + strspn(words + size, " \n");
    }
    return text.size ? text_string(&text) : NULL;
}

const char *key_of_name(Arena *arena, const char *name)
{
    if (text_is_empty(name))
        return NULL;
    const char *words = normal_text(arena, forms_blank(arena, text_fold(arena, name)));
    const char *bare = words_join(arena, words, true);
    return bare ? bare : words_join(arena, words, false);
}

/* ---- ids ---- */

const char *key_of_id(Arena *arena, const char *external_id)
{
    Text text = text_new(arena);
    bool in_number = false;
    if (text_is_empty(external_id))
        return NULL;
    for (const char *at = text_lower(arena, external_id); *at; at++) {
        unsigned char letter = (unsigned char)*at;
        bool digit = isdigit(letter) != 0;
        if (letter < 0x80 && !isalnum(letter))
            continue;
        if (digit && !in_number && letter == '0' && isdigit((unsigned char)at[1]))
            continue;
        in_number = digit;
        text_char(&text, *at);
    }
    return text.size ? text_string(&text) : NULL;
}

/* ---- domains ---- */

static const char *const PROVIDERS[] = {
    "gmail.com",      "googlemail.com", "yahoo.com",   "yahoo.co.jp",    "ymail.com",      "ymail.ne.jp",
    "outlook.com",    "outlook.jp",     "hotmail.com", "hotmail.co.jp",  "live.com",       "live.jp",
    "msn.com",        "icloud.com",     "me.com",      "mac.com",        "aol.com",        "gmx.de",
    "gmx.net",        "gmx.com",        "web.de",      "t-online.de",    "freenet.de",     "mail.ru",
    "yandex.ru",      "yandex.com",     "proton.me",   "protonmail.com", "zoho.com",       "fastmail.com",
    "hey.com",        "qq.com",         "163.com",     "126.com",        "naver.com",      "daum.net",
    "hanmail.net",    "docomo.ne.jp",   "ezweb.ne.jp", "au.com",         "softbank.ne.jp", "i.softbank.jp",
    "nifty.com",      "biglobe.ne.jp",  "ocn.ne.jp",   "so-net.ne.jp",   "plala.or.jp",    "dion.ne.jp",
    "excite.co.jp",   "infoseek.jp",    "goo.jp",      "orange.fr",      "wanadoo.fr",     "free.fr",
    "laposte.net",    "libero.it",      "comcast.net", "verizon.net",    "att.net",        "sbcglobal.net",
    "btinternet.com", "example.com",    NULL
};

const char *key_of_domain(Arena *arena, const char *given)
{
    if (text_is_empty(given))
        return NULL;
    const char *text = text_lower(arena, text_trim(arena, given));
    const char *at = strrchr(text, '@'), *scheme = strstr(text, "://");
    text = at ? at + 1 : scheme ? scheme + 3 : text;
    if (strncmp(text, "www.", 4) == 0)
        text += 4;
    size_t size = strcspn(text, "/:?# ");
    while (size && text[size - 1] == '.')
        size--;
    if (!memchr(text, '.', size) || is_listed(PROVIDERS, text, size))
        return NULL;
    return arena_text_n(arena, text, size);
}

/* ---- telephones ---- */

enum { PHONE_DIGITS_MIN = 9 };

/* Up to an extension; "(0)" is not dialled from abroad. */
static const char *digits_of(Arena *arena, const char *text)
{
    Text digits = text_new(arena);
    for (size_t i = 0; text[i] && text[i] != 'x' && text[i] != ';'; i++) {
        if (strncmp(text + i, "(0)", 3) == 0)
            i += 2;
        else if (isdigit((unsigned char)text[i]))
            text_char(&digits, text[i]);
    }
    return text_string(&digits);
}

/* A Japanese number is written as it is dialled in Japan; others keep their country. */
static const char *international(Arena *arena, const char *digits)
{
    if (strncmp(digits, "81", 2) != 0)
        return arena_format(arena, "+%s", digits);
    return arena_format(arena, "0%s", digits[2] == '0' ? digits + 3 : digits + 2);
}

const char *key_of_phone(Arena *arena, const char *phone)
{
    if (text_is_empty(phone))
        return NULL;
    const char *text = text_lower(arena, phone), *plus = strchr(text, '+');
    const char *digits = digits_of(arena, plus ? plus : text);
    const char *number = plus ? international(arena, digits) : digits;
    return strlen(number) >= PHONE_DIGITS_MIN ? number : NULL;
}
