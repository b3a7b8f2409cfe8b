/*
 * Custom fields: what a workspace records of its accounts and contacts beyond the built-in fields. A field has a kind
 * (text, number, date, choice, flag); values stand as one JSON object in the row of the account or contact, and
 * numbers, dates, choices and flags are columns of the engine too, so that lists and rules can ask for "field:<key>".
 *
 * Not for: facts about a person's private life.
 * Errors: INPUT with the field for a value of another kind; CONFLICT on a second field with one key.
 * Forgets a person: contact_forget empties the values of a contact; those of an account are about a company.
 * Units: numbers as they are entered, dates as day numbers.
 */
#ifndef BANSO_FIELD_FIELD_H
#define BANSO_FIELD_FIELD_H

#include "base/json.h"
#include "jobs/writer.h"

typedef enum { FIELD_KIND_TEXT, FIELD_KIND_NUMBER, FIELD_KIND_DATE, FIELD_KIND_CHOICE, FIELD_KIND_FLAG } FieldKind;

typedef struct {
    int64_t id;
    const char *key, *name, *name_ja;
    FieldKind kind;
    Texts choices;
    int64_t position;
} FieldDefined;

typedef struct {
    size_t count;
    const FieldDefined *items;
} FieldsDefined;

/* A custom field's value in its text form ("12.5", "2026-04-01", "true"); NULL or "" clears it. */
typedef struct {
    const char *key;
    const char *value;
} FieldGiven;
typedef struct {
    const FieldGiven *items;
    size_t count;
} FieldsGiven;

/* `object` is "account" or "contact". */
bool fields_read(Db *db, Arena *arena, const char *object, FieldsDefined *fields, Error *error);
const FieldDefined *field_by_key(const FieldsDefined *fields, const char *key); /* NULL = none */

/* The new object out of the old one and what is given; INPUT names "field:<key>". The text form is that of CSV
 * ("2026-04-01", "true", "12.5"); NULL or "" clears. *changed: the changes, as edit_told takes them (http/edit.h). */
bool fields_merge_json(Arena *arena, const FieldsDefined *fields, const char *before, const Json *given,
                       const char **after, List *changed, Error *error);
bool fields_merge_text(Arena *arena, const FieldsDefined *fields, const char *before, const FieldGiven *given,
                       size_t count, const char **after, List *changed, Error *error);
/* Brings the values of an object up to date with what is given, or with what is missing of it alone. */
bool fields_bring(Db *db, Arena *arena, const char *object, FieldsGiven given, bool only_adds, const char **values,
                  List *changed, Error *error);
/* The values as they were, as far as their fields are still defined. */
bool fields_restore(Db *db, Arena *arena, const char *object, const char *now, const char *then, const char **after,
                    List *changed, Error *error);
/* "yes", "No", "1", "はい", as tables write it; false when the text is none of the known words. */
bool field_flag_of(const char *text, bool *flag);

/*
 * A module whose things have custom fields. `clear` empties the values of a field that goes, in the same transaction;
 * `pattern` is for LIKE on the JSON of values. `came` and `gone` may be NULL: what is in memory follows after COMMIT.
 */
typedef struct FieldHolder {
    const char *object; /* "account" */
    bool (*clear)(const Writer *writer, const char *pattern, const char *key, Error *error);
    void (*came)(const Writer *writer);
    void (*gone)(const Writer *writer, const char *key);
} FieldHolder;

/* The object of values without one member: for `clear`. */
bool field_without(Arena *arena, const char *values, const char *key, const char **rest, Error *error);

extern const Route FIELD_ROUTES[];

#endif
