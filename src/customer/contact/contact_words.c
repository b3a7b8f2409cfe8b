#include "customer/contact/contact_words.h"

#include "base/text.h"
#include "customer/contact/contact.h"
#include "jobs/jobs.h"
#include "jobs/module.h"

#include <string.h>
#include <strings.h>

enum { ID_MIN = 6, DIGITS_MIN = 6 };

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

/* ---- which words ------------------------------------------------------------------------------------------------ */

static void word_add(ContactWords *words, const char *text, bool number)
{
    unsigned char first = lower(*text);
    words->items = arena_room(words->arena, words->items, words->count, 1, &words->capacity, sizeof *words->items);
    words->items[words->count++] =
        (ContactWord) { arena_text(words->arena, text), strlen(text), number, words->first[first] };
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
    int digits = 0;
    for (const char *c = phone; c && *c; c++)
        digits += is_digit(*c);
    if (digits >= DIGITS_MIN)
        word_add(words, phone, true);
}

/* ---- where they stand ------------------------------------------------------------------------------------------- */

static bool goes_on(const char *end)
{
    return is_word(*end) || (*end && strchr("-.+%@", *end) && is_word(end[1]));
}

static bool came_before(const char *whole, const char *at)
{
    if (at == whole)
        return false;
    return is_word(at[-1]) || (at - whole > 1 && strchr("-.+%@", at[-1]) && is_word(at[-2]));
}

static bool stands_alone(const ContactWord *word, const char *whole, const char *at)
{
    const char *end = at + word->size;
    if (word->number)
        return !(at > whole && is_digit(at[-1])) && !is_digit(*end);
    return !came_before(whole, at) && !goes_on(end);
}

/* The longest that stands there; NULL = none. */
static const ContactWord *word_at(const ContactWords *words, const char *whole, const char *at)
{
    const ContactWord *found = NULL;
    for (size_t i = words->first[lower(*at)]; i; i = words->items[i - 1].next) {
        const ContactWord *word = &words->items[i - 1];
        if (strncasecmp(word->text, at, word->size) == 0 && stands_alone(word, whole, at) &&
            (!found || word->size > found->size))
            found = word;
    }
    return found;
}

const char *contact_words_erased(Arena *arena, const ContactWords *words, const char *text)
{
    Text out = text_new(arena);
    const char *from = text;
    if (!text)
        return NULL;
    for (const char *at = text; *at;) {
        const ContactWord *word = word_at(words, text, at);
        if (!word) {
            at++;
            continue;
        }
        text_add_n(&out, from, (size_t)(at - from));
        text_add(&out, CONTACT_ERASED);
        from = at += word->size;
    }
    if (from == text)
        return text;
    text_add(&out, from);
    return text_string(&out);
}

/* ---- in the texts of modules ------------------------------------------------------------------------------------ */

typedef struct {
    const ContactWords *words;
    Arena *arena;
    ContactTextRow *items; /* as they are to be */
    size_t count, capacity;
} Changes;

static bool text_look(const void *given, void *context, Error *error)
{
    (void)error;
    const ContactTextRow *row = given;
    Changes *changes = context;
    const char *erased = contact_words_erased(changes->arena, changes->words, row->text);
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
                               { .type = FIELD_TEXT, .known = true, .text = row->text } };
    return db_run(writer->db, column->set, values, NULL, error) && idempotency_forget(writer->db, row->id, error) &&
           (!column->search || search_keep_one(writer->db, writer->arena, column->search, row->id, error));
}

static bool column_erase(const Writer *writer, const ContactWords *words, const ContactText *column, Error *error)
{
    Changes changes = { .words = words, .arena = writer->arena };
    if (!db_each(writer->db, column->each, NULL, text_look, &changes, error))
        return false;
    for (size_t i = 0; i < changes.count; i++)
        if (!text_set(writer, column, &changes.items[i], error))
            return false;
    return true;
}

bool contact_words_erase(const Writer *writer, const ContactWords *words, Error *error)
{
    if (!words->count)
        return true;
    for (const Module *const *at = modules_used(); *at; at++) {
        const ContactHolder *holder = (*at)->persons;
        for (const ContactText *column = holder ? holder->texts : NULL; column && column->each; column++)
            if (!column_erase(writer, words, column, error))
                return false;
    }
    return true;
}
