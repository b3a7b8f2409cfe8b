/*
 * Encoded words are ours: always base64 of whole characters, the whole text in them or none of it, so that every blank
 * comes back as it was. In order: checks, words, fields, files.
 */
#include "mime/compose_head.h"

#include "base/clock.h"
#include "mime/compose.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

enum { COLUMNS = 76, ID_MAX = 900 };

/* ---- checks -------------------------------------------------------------------------------------------------------
 */

bool head_text_is_safe(const char *text)
{
    if (!text || !text_is_utf8(text, strlen(text)))
        return false;
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            return false;
    return true;
}

/* Printable ASCII without what would end it. */
static bool is_plain(const char *text, const char *without)
{
    for (const char *c = text; *c; c++)
        if (*c <= ' ' || *c >= 0x7F || strchr(without, *c))
            return false;
    return true;
}

bool head_id_is_safe(const char *id)
{
    return id && *id && strlen(id) <= ID_MAX && is_plain(id, "<>");
}

static bool is_address(const char *address)
{
    const char *at = address ? strrchr(address, '@') : NULL;
    return at && at > address && at[1] && strlen(address) <= ID_MAX && is_plain(address, "<>()[]:;,\\\"") &&
           strchr(address, '@') == at;
}

bool head_address_is_safe(const char *field, const MailAddress *address, Error *error)
{
    if (!is_address(address->address))
        return fail(error, ERROR_INPUT, field, "not an e-mail address: \"%.80s\"",
                    address->address && head_text_is_safe(address->address) ? address->address : "");
    if (!head_text_is_safe(address->name))
        return fail(error, ERROR_INPUT, field, "a name is one line without control characters");
    return true;
}

/* ---- words --------------------------------------------------------------------------------------------------------
 */

/* Whether a text can stand as it is: nothing that a reader would fold, trim or decode. */
static bool stands(const char *text)
{
    size_t size = strlen(text), run = 0;
    if (strstr(text, "=?") || strstr(text, "  ") || *text == ' ' || (size && text[size - 1] == ' '))
        return false;
    for (const char *c = text; *c; c++) {
        run = *c == ' ' ? 0 : run + 1;
        if ((unsigned char)*c >= 0x80 || run > COLUMNS)
            return false;
    }
    return true;
}

static void words_to(Text *out, const char *text)
{
    enum { BYTES = 42, ENCODED = 64 };
    for (const char *from = text; *from;) {
        char encoded[ENCODED];
        size_t size = text_cut(from, BYTES);
        sodium_bin2base64(encoded, sizeof encoded, (const unsigned char *)from, size, sodium_base64_VARIANT_ORIGINAL);
        text_format(out, "%s=?UTF-8?B?%s?=", from == text ? "" : "\r\n ", encoded);
        from += size;
    }
}

/* ---- fields -------------------------------------------------------------------------------------------------------
 */

/* A new line where the next word would leave the line; at blanks alone. */
static void folded_to(Text *out, size_t column, const char *text)
{
    while (*text) {
        size_t blank = *text == ' ', size = blank + strcspn(text + blank, " ");
        if (column + size > COLUMNS && blank) {
            text_add(out, "\r\n");
            column = 0;
        }
        text_add_n(out, text, size);
        column += size;
        text += size;
    }
}

void head_text_to(Text *out, const char *name, const char *text)
{
    text_format(out, "%s: ", name);
    if (stands(text))
        folded_to(out, strlen(name) + 2, text);
    else
        words_to(out, text);
    text_add(out, "\r\n");
}

void head_date_to(Text *out, int64_t ms)
{
    static const char DAYS[][4] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" }; /* 1970 began on a Thursday */
    static const char MONTHS[][4] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    enum { WEEK = 7 };
    int year, month, day_of_month;
    int64_t day = ms / MS_PER_DAY - (ms % MS_PER_DAY < 0), rest = ms - day * MS_PER_DAY;
    day_split(day, &year, &month, &day_of_month);
    text_format(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", DAYS[(day % WEEK + WEEK) % WEEK], day_of_month,
                MONTHS[month - 1], year, (int)(rest / MS_PER_HOUR), (int)(rest / MS_PER_MINUTE % 60),
                (int)(rest / MS_PER_SECOND % 60));
}

static void name_to(Text *out, const char *name)
{
    if (!stands(name)) {
        words_to(out, name);
        return;
    }
    text_char(out, '"');
    for (const char *c = name; *c; c++) {
        if (*c == '"' || *c == '\\')
            text_char(out, '\\');
        text_char(out, *c);
    }
    text_char(out, '"');
}

/* "taro..yamada." is none, and is written in quotes. */
static bool is_dot_atom(const char *local, size_t size)
{
    bool dot = true;
    for (size_t i = 0; i < size; i++) {
        bool is_dot = local[i] == '.';
        if ((is_dot && dot) ||
            (!is_dot && !isalnum((unsigned char)local[i]) && !strchr("!#$%&'*+-/=?^_`{|}~", local[i])))
            return false;
        dot = is_dot;
    }
    return !dot;
}

static void address_to(Text *out, const MailAddress *address)
{
    size_t local = strcspn(address->address, "@");
    const char *quote = is_dot_atom(address->address, local) ? "" : "\"";
    if (*address->name) {
        name_to(out, address->name);
        text_char(out, ' ');
    }
    text_format(out, "<%s%.*s%s%s>", quote, (int)local, address->address, quote, address->address + local);
}

void head_addresses_to(Text *out, const char *name, const List *list)
{
    const MailAddress *items = list->items;
    for (size_t i = 0; i < list->count; i++) {
        text_format(out, i ? ",\r\n " : "%s: ", name);
        address_to(out, &items[i]);
    }
    if (list->count)
        text_add(out, "\r\n");
}

/* The first says which thread it is, the last ones where in it. */
void head_references_to(Text *out, const Texts *ids)
{
    size_t skipped = ids->count > DRAFT_REFERENCES_MAX ? ids->count - DRAFT_REFERENCES_MAX : 0;
    for (size_t i = 0; i < ids->count; i++)
        if (i == 0 || i > skipped)
            text_format(out, i ? "\r\n <%s>" : "References: <%s>", ids->items[i]);
    if (ids->count)
        text_add(out, "\r\n");
}

/* ---- files --------------------------------------------------------------------------------------------------------
 */

static bool is_type(const char *type)
{
    const char *slash = type ? strchr(type, '/') : NULL;
    return slash && slash > type && slash[1] && strlen(type) < COLUMNS && is_plain(type, "()<>@,;:\\\"[]?=") &&
           strchr(slash + 1, '/') == NULL;
}

/* A mail inside must not be base64, and all files are. */
static const char *type_of(const char *type)
{
    bool ours = is_type(type) && !text_starts(type, "message/") && !text_starts(type, "multipart/");
    return ours ? type : "application/octet-stream";
}

/* RFC 2231, in pieces of whole characters. */
static void name_pieces_to(Text *out, const char *name)
{
    enum { BYTES = 18 };
    const char *from = name;
    for (int piece = 0; *from; piece++) {
        size_t size = text_cut(from, BYTES);
        text_format(out, ";\r\n filename*%d*=%s", piece, piece ? "" : "UTF-8''");
        for (size_t i = 0; i < size; i++)
            text_format(out, isalnum((unsigned char)from[i]) || strchr("._-", from[i]) ? "%c" : "%%%02X",
                        (unsigned char)from[i]);
        from += size;
    }
}

const char *head_file(Arena *arena, const char *name, const char *type)
{
    Text out = text_new(arena);
    text_format(&out, "Content-Type: %s\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment",
                type_of(type));
    name_pieces_to(&out, name);
    text_add(&out, "\r\n\r\n");
    return text_string(&out);
}
