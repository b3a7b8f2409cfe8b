/*
 * Finding what names a person in texts of staff, and replacing it.
 *
 * Texts are compared unit by unit: a unit is a byte, or a wide character, in its narrow form and in lower case. So
 * nothing is copied to be folded, and a match is a stretch of the text itself. Words that begin alike are one list; at
 * each place the longest that stands alone is taken. A column is read to its end before its first row is written.
 *
 * In order: width; which words; where they stand; JSON; the texts of modules.
 */
#include "customer/contact/contact_words.h"

#include "base/json.h"
#include "base/text.h"
#include "base/texts.h"
#include "customer/contact/contact.h"
#include "jobs/jobs.h"
#include "jobs/module.h"

#include <string.h>

enum { ID_MIN = 6, DIGITS_MIN = 6, BARE_MIN = 9 };

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Letters beyond ASCII do not count: in Japanese an address stands between them without a space. */
static bool is_word(char c)
{
    unsigned char small = lower(c);
    return is_digit(c) || (small >= 'a' && small <= 'z') || c == '_';
}

/* ---- width ------------------------------------------------------------------------------------------------------ */

/* Runs of characters of three bytes that are typed in place of ASCII. */
static const struct {
    int from, to;
    char first;
    bool each; /* the next for the next one; else the same for all */
} WIDE[] = {
    { 0x2010, 0x2015, '-', false }, { 0x2212, 0x2212, '-', false },
    { 0x3000, 0x3000, ' ', false }, { 0x30FC, 0x30FC, '-', false }, /* the sign of a long vowel */
    { 0xFF01, 0xFF5E, '!', true },
};

/* Of the three bytes at `at`, the ASCII character that they stand for; 0 = for none. */
static unsigned char narrow(const unsigned char *at)
{
    int code = (at[0] & 0x0F) << 12 | (at[1] & 0x3F) << 6 | (at[2] & 0x3F);
    for (size_t i = 0; i < sizeof WIDE / sizeof *WIDE; i++)
        if (code >= WIDE[i].from && code <= WIDE[i].to)
            return lower((char)(WIDE[i].first + (WIDE[i].each ? code - WIDE[i].from : 0)));
    return 0;
}

/* What stands at `at`, in lower case and narrow, as one byte; *size is how many it takes in the text. */
static unsigned char unit_at(const char *at, size_t *size)
{
    const unsigned char *bytes = (const unsigned char *)at;
    unsigned char wide = (bytes[0] & 0xF0) == 0xE0 && bytes[1] && bytes[2] ? narrow(bytes) : 0;
    *size = wide ? 3 : 1;
    return wide ? wide : lower(*at);
}

/* The same of what ends before `at`, which is moved there; 0 at the beginning. */
static unsigned char unit_before(const char *whole, const char **at)
{
    size_t size;
    if (*at - whole >= 3) {
        unsigned char unit = unit_at(*at - 3, &size);
        if (size == 3) {
            *at -= 3;
            return unit;
        }
    }
    return *at == whole ? 0 : lower(*--*at);
}

static const char *folded(Arena *arena, const char *text)
{
    Text out = text_new(arena);
    for (size_t size; *text; text += size)
        text_char(&out, (char)unit_at(text, &size));
    return text_string(&out);
}

/* ---- which words ------------------------------------------------------------------------------------------------ */

static void word_add(ContactWords *words, const char *given, bool number)
{
    const char *text = folded(words->arena, given);
    unsigned char first = (unsigned char)*text;
    words->items = arena_room(words->arena, words->items, words->count, 1, &words->capacity, sizeof *words->items);
    words->items[words->count++] = (ContactWord) { text, strlen(text), number, words->first[first] };
    words->first[first] = words->count;
}

void contact_words_address(ContactWords *words, const char *email)
{
    const char *at = email ? strchr(email, '@') : NULL;
    if (at && at > email && at[1])
        word_add(words, email, false);
}

void contact_words_id(ContactWords *words, const char *id)
{
    size_t digits = 0, letters = 0, size = id ? strlen(id) : 0;
    for (size_t i = 0; i < size; i++) {
        digits += is_digit(id[i]);
        letters += (is_word(id[i]) && !is_digit(id[i]) && id[i] != '_') || (unsigned char)id[i] >= 0x80;
    }
    if (size && text_characters(id) >= ID_MIN && digits < size && letters < size)
        word_add(words, id, false);
}

void contact_words_number(ContactWords *words, const char *phone)
{
    size_t digits = 0, units = 0, size;
    for (const char *at = phone; at && *at; at += size, units++)
        digits += is_digit((char)unit_at(at, &size));
    if (digits >= (digits == units ? BARE_MIN : DIGITS_MIN))
        word_add(words, phone, digits < units);
}

const char *contact_digits(Arena *arena, const char *phone)
{
    Text out = text_new(arena);
    for (size_t size; *phone; phone += size) {
        char unit = (char)unit_at(phone, &size);
        if (is_digit(unit))
            text_char(&out, unit);
    }
    return text_string(&out);
}

/* A sign, and the word as it is compared. */
const char *contact_words_print(Arena *arena, const ContactWords *words)
{
    const char **items = arena_array(arena, words->count + 1, sizeof *items);
    for (size_t i = 0; i < words->count; i++)
        items[i] = arena_format(arena, "%c%s", words->items[i].number ? '#' : '=', words->items[i].text);
    return texts_print(arena, (Texts) { words->count, items });
}

bool contact_words_parse(ContactWords *words, const char *json, Error *error)
{
    Texts items;
    if (!texts_parse(words->arena, json, &items, error))
        return false;
    for (size_t i = 0; i < items.count; i++)
        word_add(words, items.items[i] + 1, items.items[i][0] == '#');
    return true;
}

/* ---- where they stand ------------------------------------------------------------------------------------------- */

static bool goes_on(const char *end)
{
    size_t size, next;
    unsigned char unit = unit_at(end, &size);
    return is_word((char)unit) || (unit && strchr("-.+%@", unit) && is_word((char)unit_at(end + size, &next)));
}

static bool came_before(const char *whole, const char *at)
{
    unsigned char unit = unit_before(whole, &at);
    return is_word((char)unit) || (unit && strchr("-.+%@", unit) && is_word((char)unit_before(whole, &at)));
}

static bool stands_alone(const ContactWord *word, const char *whole, const char *at, const char *end)
{
    size_t size;
    if (!word->number)
        return !came_before(whole, at) && !goes_on(end);
    return !is_digit((char)unit_before(whole, &at)) && !is_digit((char)unit_at(end, &size));
}

/* Behind the word, where it begins at `at`; else NULL. */
static const char *word_end(const ContactWord *word, const char *at)
{
    size_t size;
    for (size_t i = 0; i < word->size; i++, at += size)
        if (unit_at(at, &size) != (unsigned char)word->text[i])
            return NULL;
    return at;
}

/* Behind the longest that stands there; NULL = none. */
static const char *words_end(const ContactWords *words, const char *whole, const char *at)
{
    const char *longest = NULL;
    size_t size;
    for (size_t i = words->first[unit_at(at, &size)]; i; i = words->items[i - 1].next) {
        const ContactWord *word = &words->items[i - 1];
        const char *end = word_end(word, at);
        if (end && (!longest || end > longest) && stands_alone(word, whole, at, end))
            longest = end;
    }
    return longest;
}

const char *contact_words_erased(Arena *arena, const ContactWords *words, const char *text)
{
    Text out = text_new(arena);
    const char *from = text;
    if (!text)
        return NULL;
    for (const char *at = text; *at;) {
        const char *end = words_end(words, text, at);
        size_t size;
        if (!end) {
            (void)unit_at(at, &size);
            at += size;
            continue;
        }
        text_add_n(&out, from, (size_t)(at - from));
        text_add(&out, CONTACT_ERASED);
        from = at = end;
    }
    if (from == text)
        return text;
    text_add(&out, from);
    return text_string(&out);
}

/* ---- in JSON ---------------------------------------------------------------------------------------------------- */

/* Behind the quote that ends the string whose first quote is at `at`; NULL = none does. */
static const char *string_end(const char *at)
{
    for (at++; *at && *at != '"'; at++)
        if (*at == '\\' && at[1])
            at++;
    return *at ? at + 1 : NULL;
}

/* What a string between quotes says; NULL = it is no string. */
static const char *string_read(Arena *arena, const char *at, const char *end)
{
    const Json *json;
    const char *value;
    Error ignored = { 0 };
    if (!json_parse(arena, at, (size_t)(end - at), &json, &ignored) || !json_text_value(json, &value))
        return NULL;
    return value;
}

const char *contact_words_erased_json(Arena *arena, const ContactWords *words, const char *json)
{
    Text out = text_new(arena);
    const char *from = json, *at = json ? json : "";
    while ((at = strchr(at, '"'))) {
        const char *end = string_end(at);
        const char *value = end ? string_read(arena, at, end) : NULL;
        const char *erased = contact_words_erased(arena, words, value);
        if (!value)
            return contact_words_erased(arena, words, json); /* no JSON, and none to be kept */
        if (erased != value) {
            text_add_n(&out, from, (size_t)(at - from));
            json_string_to(&out, erased);
            from = end;
        }
        at = end;
    }
    if (from == json)
        return json;
    text_add(&out, from);
    return text_string(&out);
}

/* ---- in the texts of modules ------------------------------------------------------------------------------------ */

typedef struct {
    const ContactWords *words;
    const ContactText *column;
    Arena *arena;
    ContactTextRow *items; /* as they are to be */
    size_t count, capacity;
} Changes;

static bool text_look(const void *given, void *context, Error *error)
{
    (void)error;
    const ContactTextRow *row = given;
    Changes *changes = context;
    const char *erased = changes->column->json ? contact_words_erased_json(changes->arena, changes->words, row->text)
                                               : contact_words_erased(changes->arena, changes->words, row->text);
    if (erased == row->text)
        return true;
    changes->items =
        arena_room(changes->arena, changes->items, changes->count, 1, &changes->capacity, sizeof *changes->items);
    changes->items[changes->count++] = (ContactTextRow) { row->id, erased };
    return true;
}

static bool text_set(const Writer *writer, const ContactText *column, const ContactTextRow *row, Error *error)
{
    const DbValue values[] = { { .type = FIELD_ID, .known = true, .integer = row->id },
                               { .type = FIELD_TEXT, .known = true, .text = row->text },
                               { .type = FIELD_TEXT, .known = true, .text = text_fold(writer->arena, row->text) } };
    return db_run(writer->db, column->set, values, NULL, error);
}

static bool traces_erase(const Writer *writer, const ContactText *column, const Changes *changes, Error *error)
{
    int64_t *ids = arena_array(writer->arena, changes->count + 1, sizeof *ids);
    for (size_t i = 0; i < changes->count; i++)
        ids[i] = changes->items[i].id;
    Ids changed = { changes->count, ids };
    return idempotency_forget(writer->db, changed, error) &&
           (!column->search || search_keep(writer->db, column->search, changed));
}

static bool column_erase(const Writer *writer, const ContactWords *words, const ContactText *column, Error *error)
{
    Changes changes = { .words = words, .column = column, .arena = writer->arena };
    if (!db_each(writer->db, column->each, NULL, text_look, &changes, error))
        return false;
    for (size_t i = 0; i < changes.count; i++)
        if (!text_set(writer, column, &changes.items[i], error))
            return false;
    return !changes.count || traces_erase(writer, column, &changes, error);
}

bool contact_words_erase(const Writer *writer, const ContactWords *words, Error *error)
{
    if (!words->count)
        return true;
    for (const Module *const *at = modules_used(); *at; at++) {
        const ContactHolder *holder = (*at)->persons;
        if (holder && holder->words && !holder->words(writer, words, error))
            return false;
        for (const ContactText *column = holder ? holder->texts : NULL; column && column->each; column++)
            if (!column_erase(writer, words, column, error))
                return false;
    }
    return true;
}
