/*
 * Why an entry was refused, as words that a reader's own language has sentences for: the UI's dictionary has one for
 * each word, and the compiler says which is missing there. Up to two arguments stand where {} does.
 *
 * Not for: troubles of the world (busy, full), nor for what only a programmer can get wrong; those keep their text.
 * Units: an argument has at most ERROR_ARG_MAX - 1 bytes and is cut between characters.
 * Errors: this is how one is told; refuse() is always false.
 * Forgets a person: arguments may repeat what was entered, so they go back to who entered it and into rows that are
 * erased, and never into a fact or the log.
 */
#ifndef BANSO_BASE_REASON_H
#define BANSO_BASE_REASON_H

#include "base/error.h"

/* name, word, kind, English sentence */
#define REASONS(X)                                                                                                     \
    X(MISSING, "missing", INPUT, "a value is missing")                                                                 \
    X(NO_DATE, "no_date", INPUT, "\"{}\" is no date")                                                                  \
    X(NO_TIME, "no_time", INPUT, "\"{}\" is no time")                                                                  \
    X(NO_NUMBER, "no_number", INPUT, "\"{}\" is no number")                                                            \
    X(NO_WHOLE_NUMBER, "no_whole_number", INPUT, "\"{}\" is no whole number")                                          \
    X(NO_FLAG, "no_flag", INPUT, "\"{}\" is neither yes nor no")                                                       \
    X(NOT_AMONG, "not_among", INPUT, "\"{}\" is none of: {}")                                                          \
    X(OUT_OF_RANGE, "out_of_range", INPUT, "a number from {} to {} is wanted")                                         \
    X(NEGATIVE, "negative", INPUT, "a number from 0 up is wanted")                                                     \
    X(TOO_LONG, "too_long", INPUT, "this is longer than {} bytes")                                                     \
    X(TOO_SHORT, "too_short", INPUT, "at least {} characters are wanted")                                              \
    X(COMMON_PASSWORD, "common_password", INPUT, "this password is one of the first that anybody tries")               \
    X(NO_EMAIL, "no_email", INPUT, "this is no e-mail address")                                                        \
    X(NO_ACCOUNT, "no_account", INPUT, "there is no account \"{}\"")                                                   \
    X(NO_STAFF, "no_staff", INPUT, "no member of staff has the address \"{}\"")                                        \
    X(NO_TIME_ZONE, "no_time_zone", INPUT, "there is no time zone \"{}\"")                                             \
    X(NO_COUNTRY, "no_country", INPUT, "\"{}\" is no country: two letters by ISO 3166 are wanted, as JP or GB")        \
    X(NO_CURRENCY, "no_currency", INPUT, "there is no currency \"{}\"")                                                \
    X(NO_PRODUCT, "no_product", INPUT, "there is no product {}")                                                       \
    X(ENDS_BEFORE_START, "ends_before_start", INPUT, "the end lies before the first day")                              \
    X(OVERLAPS, "overlaps", INPUT, "another line of this product and plan is in force from {}")                        \
    X(OF_ANOTHER, "of_another", INPUT, "\"{}\" belongs to another account")                                            \
    X(TAKEN, "taken", CONFLICT, "\"{}\" is taken already")                                                             \
    X(NEEDS_KEY, "needs_key", INPUT, "a contact is known by an external id, or by an address within an account")       \
    X(NEEDS_SUBJECT, "needs_subject", INPUT, "an event belongs to an account or a user")                               \
    X(OTHER_EVENT, "other_event", INPUT, "the id \"{}\" was taken before by an event with another {}")                 \
    X(OTHER_LINE, "other_line", INPUT, "this line of this file was taken before, with another {}")                     \
    X(TIME_FAR, "time_far", INPUT, "the time lies in the future, or before 1970")                                      \
    X(OWN_PARENT, "own_parent", INPUT, "an account cannot stand below itself")                                         \
    X(CELL_LARGE, "cell_large", INPUT, "a cell is larger than 1 MiB")                                                  \
    X(MANY_COLUMNS, "many_columns", INPUT, "there are more than 500 columns")                                          \
    X(BAD_QUOTE, "bad_quote", INPUT, "a quote stands where none may stand, or is not closed (line {})")                \
    X(BAD_ENCODING, "bad_encoding", INPUT, "the file is not {}, or not all of it")                                     \
    X(NO_TEXT, "no_text", INPUT, "the file holds NUL: it is no text")                                                  \
    X(DAY_RANGE, "day_range", INPUT, "a day from {} to {} is wanted")                                                  \
    X(NOT_POSITIVE, "not_positive", INPUT, "a number above 0 is wanted")                                               \
    X(SAME_BOUNDS, "same_bounds", INPUT, "low and high must differ")                                                   \
    X(TWICE, "twice", INPUT, "\"{}\" stands twice")                                                                    \
    X(TOO_MANY, "too_many", INPUT, "at most {} are allowed")                                                           \
    X(NEEDS_RULE, "needs_rule", INPUT, "a scorecard needs a rule or a measure with points")

#define REASON_NAME(name, word, kind, text) REASON_##name,
typedef enum { REASON_NONE, REASONS(REASON_NAME) REASON_COUNT } Reason;
#undef REASON_NAME

/* For the shape that prints it: "other|missing|no_date|…"; "other": what has no word of its own, its text says it. */
#define REASON_CHOICE(name, word, kind, text) "|" word
#define REASON_CHOICES                        "other" REASONS(REASON_CHOICE)

/*
 * Fails with a word of the table; an argument may be NULL where the sentence takes none. The English text begins with
 * the field, for whoever has no dictionary.
 */
bool refuse(Error *error, const char *field, Reason reason, const char *first, const char *second);

#endif
