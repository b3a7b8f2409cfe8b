/*
 * Custom fields as attributes of a subject in the database: numbers, dates and flags out of the JSON of values; texts
 * and choices beside it, folded, so that they compare there as the engine compares those of accounts.
 *
 * Not for: accounts, whose fields are columns of the engine.
 * Units: as entered; dates as texts. Errors: INTERNAL when the values are damaged.
 * Forgets a person: holds nothing; the module that stores folded texts empties them with the texts.
 */
#ifndef BANSO_FIELD_FIELD_ATTRIBUTE_H
#define BANSO_FIELD_FIELD_ATTRIBUTE_H

#include "house/condition/subject.h"
#include "house/field/field.h"

/* All of them, ended by { 0 }; NULL when the subject has none. */
bool field_attributes(Db *db, Arena *arena, const Subject *subject, const Attribute **attributes, Error *error);

/* A text of a row, under the name by which it is asked ("name"). */
typedef struct {
    const char *name;
    const char *text; /* NULL = none */
} FoldedText;

/* The JSON for Subject.folded: the texts under ".name" (FOLDED_SQL), those of custom fields under their keys. `texts`
 * is ended by { 0 }. */
bool field_folded(Arena *arena, const FoldedText *texts, const char *values, const char **json, Error *error);
#define FOLDED_SQL(column_, name_) "JSON_TEXT(" column_ ", '." name_ "')"

#endif
