/*
 * Private to macro: a text under a name that fills the box of a ticket, in either language, and what the ticket gets
 * with it. It is its owner's until they share it with the desk; only the owner changes it, and whoever may manage takes
 * over a shared one. Using it changes nothing by itself: the caller gets the filled text and what to set, writes the
 * message and sets it, so both can be looked at first and taken back (POST /api/v1/tickets/changes).
 *
 * Not for: what happens without anybody's hand, nor for texts that Banso sends by itself.
 * Units: none. Errors: INPUT with the field, for a text too whose placeholders cannot be read; MISSING for one that is
 * not there or is another's own; FORBIDDEN for a change of another's shared one. Forgets a person: an erased contact's
 * address, id and telephone number are replaced in names and texts, as contact_words.h says.
 */
#ifndef BANSO_MACRO_MACRO_STORE_H
#define BANSO_MACRO_MACRO_STORE_H

#include "customer/contact/contact.h"
#include "http/route.h"
#include "macro.sql.h"

enum { MACROS_OWN_MAX = 200, MACROS_SHARED_MAX = 500, MACRO_FILLED_MAX = 200000 };

/* What a text may ask for; ended by NULL. */
extern const char *const MACRO_PLACEHOLDERS[];

/* What the placeholders stand for. */
typedef struct {
    const char *requester, *account, *subject, *agent; /* NULL = not known */
    int64_t number;
} MacroValues;
/* A request as one might be, for a look at a text without a ticket. */
MacroValues macro_sample(bool japanese, const char *agent);

/* INPUT `field`: placeholders that cannot be read. NULL is a text, too. */
bool macro_text_fits(Arena *arena, const char *text, const char *field, Error *error);
/* *missing: placeholders that the text says and that have no value. */
bool macro_fill(Arena *arena, const char *text, const MacroValues *values, const char **filled, Texts *missing,
                Error *error);
/* The text in that language, or in the other where there is none; NULL = it has no text. */
const char *macro_text_in(const MacroRow *row, bool japanese);

extern const Route MACRO_ROUTES[], MACRO_USE_ROUTES[];
extern const ContactHolder MACRO_CONTACTS;

/* As the caller may have it; MISSING. */
bool macro_find(Request *request, int64_t id, MacroRow **row, Error *error);

#endif
