/*
 * What names a person unmistakably, and the texts of staff that may hold it. An erasure replaces it wherever a module
 * says that people write (ContactHolder.texts), in its own transaction. A column is one line:
 *
 *   static const ContactText TEXTS[] = {
 *       { &TICKET_WORDS_EACH_STATEMENT, &TICKET_WORDS_SET_STATEMENT, &TICKET_SEARCH },
 *       { 0 },
 *   };
 *
 * Unmistakable are an address with "@"; a telephone number of six digits and more, or of nine where it is digits alone
 * (fewer could be an amount); an id of six characters and more that is neither letters alone (it could be a word, or
 * another's name) nor digits alone. Each is replaced where it stands as it was entered, but for upper and lower case
 * and the width of letters, digits and signs, and not as a part of something longer: "jane@example.com" does not stand
 * in "mary-jane@example.com", "c-1001" not in "abc-1001".
 *
 * What another contact has too, an address or a number, is not theirs alone and stays.
 *
 * Not for: names, which are words and have many bearers; who erases is told how often they are written (GET
 * …/mentions). Units: none. Errors: those of the database. Forgets a person: it is how. Words live in the transaction's
 * arena; work that goes on after it keeps them sealed, and deletes them at its end.
 */
#ifndef BANSO_CONTACT_CONTACT_WORDS_H
#define BANSO_CONTACT_CONTACT_WORDS_H

#include "db/db.h"
#include "house/search/search.h"
#include "jobs/writer.h"

/* Neutral in every language, and never longer than what it stands for: no text outgrows its bound. */
#define CONTACT_ERASED "[…]"

typedef struct {
    const char *text; /* in lower case and narrow */
    size_t size;
    bool number; /* of telephone, with signs: letters may touch it, as in "TEL03-…" */
    size_t next; /* in the list of those that begin alike, + 1; 0 = the last */
} ContactWord;

/* Of one person or of many. Begin with { .arena = … }. */
typedef struct ContactWords {
    Arena *arena;
    ContactWord *items;
    size_t count, capacity;
    size_t first[256]; /* by the first byte in lower case, + 1; 0 = none */
} ContactWords;

/* Each adds nothing where the text is NULL or not unmistakable. */
void contact_words_address(ContactWords *words, const char *email);
void contact_words_id(ContactWords *words, const char *id);
void contact_words_number(ContactWords *words, const char *phone);

/* As JSON and back, for work that goes on after the transaction. */
const char *contact_words_print(Arena *arena, const ContactWords *words);
bool contact_words_parse(ContactWords *words, const char *json, Error *error);

/* The digits of a telephone number, narrow: two of which are the same where these are. */
const char *contact_digits(Arena *arena, const char *phone);

/* The text with CONTACT_ERASED in their places; `text` itself (the pointer) where none stands in it, or it is NULL. */
const char *contact_words_erased(Arena *arena, const ContactWords *words, const char *text);

/* The same for JSON: looks into its strings, as they read without escapes, and leaves numbers and the rest alone. */
const char *contact_words_erased_json(Arena *arena, const ContactWords *words, const char *json);

/* A row of a column that people write into: `-- of customer/contact/contact_words.h: ContactTextRow(id id, text
 * text?)`. */
typedef struct {
    int64_t id;
    const char *text;
} ContactTextRow;

typedef struct ContactText {
    const Statement *each;      /* `() -> each(ContactTextRow)`: all */
    const Statement *set;       /* `(id id, text text)`; with `folded text` after them, that gets text_fold of it */
    const SearchSource *search; /* where the text is searched; NULL = nowhere */
    bool json;                  /* the text is JSON: replaced in its strings, and it stays JSON */
} ContactText;

/* Replaces them in the texts of all modules, and where those are searched or kept to be repeated. One pass, however
 * many words. */
bool contact_words_erase(const Writer *writer, const ContactWords *words, Error *error);

#endif
