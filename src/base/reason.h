/*
 * Why an entry was refused, as words that a reader's own language has sentences for: the UI's dictionary has one for
 * each word, and the compiler says which is missing there. Up to two arguments replace {}.
 *
 * Not for: trouble outside (busy, full), nor for what only a programmer can get wrong; those keep their text.
 * Units: an argument has at most ERROR_ARG_MAX - 1 bytes and is cut between characters.
 * Errors: refuse() reports one and always returns false.
 * Forgets a person: arguments may repeat what was entered, so they go only to the person who entered it and into rows
 * that are erased, never into a fact or the log.
 */
#ifndef BANSO_BASE_REASON_H
#define BANSO_BASE_REASON_H

#include "base/error.h"

/* name, word, kind, English sentence */
#define REASONS(X)                                                                                                     \
    X(MISSING, "missing", INPUT, "is required")                                                                        \
    X(NO_DATE, "no_date", INPUT, "not a date: \"{}\" (use YYYY-MM-DD)")                                                \
    X(NO_TIME, "no_time", INPUT, "not a time: \"{}\" (use YYYY-MM-DDThh:mm:ssZ)")                                      \
    X(NO_NUMBER, "no_number", INPUT, "not a number: \"{}\"")                                                           \
    X(NO_WHOLE_NUMBER, "no_whole_number", INPUT, "not a whole number: \"{}\"")                                         \
    X(NO_FLAG, "no_flag", INPUT, "not yes or no: \"{}\"")                                                              \
    X(NOT_AMONG, "not_among", INPUT, "\"{}\" is not one of: {}")                                                       \
    X(OUT_OF_RANGE, "out_of_range", INPUT, "must be {}–{}")                                                            \
    X(NEGATIVE, "negative", INPUT, "must be 0 or more")                                                                \
    X(TOO_LONG, "too_long", INPUT, "must be at most {} characters")                                                    \
    X(TOO_SHORT, "too_short", INPUT, "must be at least {} characters")                                                 \
    X(COMMON_PASSWORD, "common_password", INPUT, "too common a password; choose another one")                          \
    X(CODE_NEEDED, "code_needed", AUTH, "is needed: the code that the authenticator app shows, or a recovery code")    \
    X(CODE_WRONG, "code_wrong", INPUT, "is wrong, too old, or was used before")                                        \
    X(NO_EMAIL, "no_email", INPUT, "not an e-mail address")                                                            \
    X(NO_DOMAIN, "no_domain", INPUT, "not a domain: \"{}\" (use e.g. example.com)")                                    \
    X(NO_URL, "no_url", INPUT, "not a URL that starts with https:// or http://, without user name and #")              \
    X(NO_HTTPS, "no_https", INPUT, "must begin with https://; http:// is only for addresses that the operator allows") \
    X(ADDRESS_REFUSED, "address_refused", INPUT, "\"{}\" is not on the public internet")                               \
    X(NO_ACCOUNT, "no_account", INPUT, "unknown account \"{}\"")                                                       \
    X(NO_SEGMENT, "no_segment", INPUT, "unknown segment {}")                                                           \
    X(SEGMENT_LOOP, "segment_loop", INPUT, "a segment cannot ask for itself: {}")                                      \
    X(SEGMENT_DEEP, "segment_deep", INPUT, "at most {} segments can stand within each other: {}")                      \
    X(SEGMENT_LONG, "segment_long", INPUT, "with the segments in it, \"{}\" has more than {} conditions")              \
    X(SEGMENT_USED, "segment_used", CONFLICT, "is used by {}")                                                         \
    X(TEAM_USED, "team_used", CONFLICT, "has {}; give them to another team first")                                     \
    X(LEAD_OUTSIDE, "lead_outside", INPUT, "must be a member of the team")                                             \
    X(ABSENT_ALREADY, "absent_already", INPUT, "another absence is from {} to {}")                                     \
    X(OWN_STAND_IN, "own_stand_in", INPUT, "nobody can stand in for themselves")                                       \
    X(NO_TEAM, "no_team", INPUT, "unknown team \"{}\"")                                                                \
    X(NO_STAFF, "no_staff", INPUT, "no staff member has the address \"{}\"")                                           \
    X(STAFF_OUTSIDE, "staff_outside", INPUT, "can only be somebody who may work in the area {}")                       \
    X(NO_CONTACT, "no_contact", INPUT, "unknown contact \"{}\"")                                                       \
    X(NO_TIME_ZONE, "no_time_zone", INPUT, "unknown time zone \"{}\"")                                                 \
    X(NO_COUNTRY, "no_country", INPUT, "unknown country \"{}\" (use two letters by ISO 3166, e.g. JP or GB)")          \
    X(NO_CURRENCY, "no_currency", INPUT, "unknown currency \"{}\"")                                                    \
    X(SAME_CURRENCY, "same_currency", INPUT, "a rate needs two different currencies")                                  \
    X(NOT_HOME_CURRENCY, "not_home_currency", INPUT, "one of the two must be the workspace's currency, {}")            \
    X(OTHER_PAIR, "other_pair", INPUT, "the currencies of a rate cannot change; add another rate")                     \
    X(NO_RATE, "no_rate", INPUT, "not a rate: \"{}\" (use a decimal above 0 with a point, at most 18 digits)")         \
    X(NO_YEAR, "no_year", INPUT, "not a fiscal year: \"{}\" (use the year in which it begins, e.g. 2026)")             \
    X(HOLIDAY_LONG, "holiday_long", INPUT, "at most {} days in a row can be holidays")                                 \
    X(WINDOW, "window", INPUT, "must end after it begins, at most 24 hours later")                                     \
    X(FIRST_WEEK, "first_week", INPUT, "the first week cannot be deleted; change it instead")                          \
    X(NO_PRODUCT, "no_product", INPUT, "unknown product {}")                                                           \
    X(ENDS_BEFORE_START, "ends_before_start", INPUT, "the end is before the first day")                                \
    X(ENDS_DIFFER, "ends_differ", INPUT, "does not agree with the other end of the row: \"{}\", \"{}\"")               \
    X(OVERLAPS, "overlaps", INPUT,                                                                                     \
      "overlaps another line of this product and plan, in force from {}; if both run, tell them apart by "             \
      "plan or contract id")                                                                                           \
    X(OPEN_PLAN, "open_plan", INPUT,                                                                                   \
      "the line from {} has another plan and no end: give it its end, or each line a contract id of its own")          \
    X(OF_ANOTHER, "of_another", INPUT, "\"{}\" belongs to another account")                                            \
    X(TAKEN, "taken", CONFLICT, "\"{}\" is already taken")                                                             \
    X(NEEDS_KEY, "needs_key", INPUT, "a contact needs an external id, or an e-mail address within an account")         \
    X(NEEDS_SUBJECT, "needs_subject", INPUT, "an event needs an account or a user")                                    \
    X(OTHER_EVENT, "other_event", INPUT, "id \"{}\" was already used by an event with a different {}")                 \
    X(OTHER_LINE, "other_line", INPUT, "this line of this file was already imported with a different {}")              \
    X(TIME_FAR, "time_far", INPUT, "the time is in the future or before 1970")                                         \
    X(OWN_PARENT, "own_parent", INPUT, "an account cannot be below itself")                                            \
    X(CELL_LARGE, "cell_large", INPUT, "cell larger than 1 MiB")                                                       \
    X(MANY_COLUMNS, "many_columns", INPUT, "more than 500 columns")                                                    \
    X(BAD_QUOTE, "bad_quote", INPUT, "misplaced or unclosed quote (line {})")                                          \
    X(RAGGED, "ragged", INPUT, "has more cells than the head, which has {}")                                           \
    X(ASK_ENCODING, "ask_encoding", INPUT, "say which encoding the file has; it reads best as {}")                     \
    X(ASK_ORDER, "ask_order", INPUT, "say which order the days of column \"{}\" have: dmy or mdy")                     \
    X(ASK_DECIMAL, "ask_decimal", INPUT, "say which decimal mark the numbers of column \"{}\" have: point or comma")   \
    X(MANY_DECIMALS, "many_decimals", INPUT, "\"{}\" has more decimals than {}")                                       \
    X(OTHER_CURRENCY, "other_currency", INPUT, "\"{}\" is not in {}")                                                  \
    X(PRICES_DIFFER, "prices_differ", INPUT, "does not agree with the other price of the row: \"{}\", \"{}\"")         \
    X(NEEDS_MONTHS, "needs_months", INPUT,                                                                             \
      "the price is for a term; say its months, as the row's days are not whole months apart")                         \
    X(BAD_ENCODING, "bad_encoding", INPUT, "the file is not entirely {}")                                              \
    X(FILE_ERASED, "file_erased", CONFLICT, "the file was deleted because a person was erased; upload it again")       \
    X(GONE_SINCE, "gone_since", CONFLICT, "was deleted since")                                                         \
    X(CHANGED_SINCE, "changed_since", CONFLICT, "was changed since")                                                   \
    X(HOLDS, "holds", CONFLICT, "has {} by now")                                                                       \
    X(BECAME_ONE, "became_one", CONFLICT, "two of them became one, which cannot be undone")                            \
    X(BAD_WORKBOOK, "bad_workbook", INPUT, "the Excel workbook cannot be read: it is damaged or has a password")       \
    X(LARGE_WORKBOOK, "large_workbook", INPUT, "the Excel workbook unpacks to more than can be read")                  \
    X(COLUMN_GONE, "column_gone", INPUT, "has no column \"{}\" any more")                                              \
    X(ROWS_FEWER, "rows_fewer", INPUT, "has {} rows; the one before had {}")                                           \
    X(MANY_REFUSED, "many_refused", INPUT, "{} rows would be refused; of the file before it were {}")                  \
    X(NO_FOLDER, "no_folder", INPUT, "the server reads no folder; its operator sets one with import-folder")           \
    X(NO_FILE, "no_file", INPUT, "no file \"{}\" in the folder of the server")                                         \
    X(FETCH_FAILED, "fetch_failed", INPUT, "cannot be fetched: {}")                                                    \
    X(NO_SECRET, "no_secret", INPUT, "the password or key cannot be read any more; enter it again")                    \
    X(NO_TEXT, "no_text", INPUT, "the file contains NUL, so it is not a text file")                                    \
    X(DAY_RANGE, "day_range", INPUT, "must be a day from {} to {}")                                                    \
    X(NOT_POSITIVE, "not_positive", INPUT, "must be above 0")                                                          \
    X(SAME_BOUNDS, "same_bounds", INPUT, "low and high must differ")                                                   \
    X(ASCENDING, "ascending", INPUT, "must be above the one before it")                                                \
    X(FLAT, "flat", INPUT, "all points earn the same, so the measure would make no difference")                        \
    X(TURNS, "turns", INPUT, "may rise and then fall, or fall and then rise, but turn only once")                      \
    X(TOO_FEW, "too_few", INPUT, "at least {} are needed")                                                             \
    X(TWICE, "twice", INPUT, "\"{}\" appears twice")                                                                   \
    X(SAME_FOLDER, "same_folder", INPUT, "must be another folder than the one that is read")                           \
    X(PASSWORD_AGAIN, "password_again", INPUT, "must be entered again for another server")                             \
    X(TOO_MANY, "too_many", INPUT, "at most {} are allowed")                                                           \
    X(MANY_AT_ONCE, "many_at_once", INPUT, "would change {}; at most {} can change at once")                           \
    X(FILE_LARGE, "file_large", TOO_LARGE, "larger than a file may be: at most {}")                                    \
    X(FILES_FULL, "files_full", TOO_LARGE, "all files together may take {}, and this one would be too much")           \
    X(FILE_NAME, "file_name", INPUT, "contains a character that file names must not have")                             \
    X(FILE_NAME_LONG, "file_name_long", INPUT, "the file name is too long")                                            \
    X(FILES_SENT, "files_sent", CONFLICT, "was sent; its files stay as they are")                                      \
    X(REPLY_LEFT, "reply_left", CONFLICT, "the reply has left already")                                                \
    X(DRAFT_BEGUN, "draft_begun", CONFLICT, "add or discard first what you have begun to write on this ticket")        \
    X(TICKET_MERGED, "ticket_merged", CONFLICT, "was merged into {}; go there")                                        \
    X(OWN_TICKET, "own_ticket", INPUT, "must be another ticket")                                                       \
    X(MERGE_ACCOUNTS, "merge_accounts", INPUT,                                                                         \
      "must be given: the tickets are of different accounts, and are seen together after the merge")                   \
    X(MERGE_REQUESTERS, "merge_requesters", INPUT,                                                                     \
      "must be given: the tickets are of different requesters, and are seen together after the merge")                 \
    X(TICKET_LOOP, "ticket_loop", INPUT, "would stand below itself")                                                   \
    X(MERGED_ON, "merged_on", CONFLICT, "{} was merged itself since; undo that merge first")                           \
    X(MOVED_SINCE, "moved_since", CONFLICT, "was moved by a merge or a split since; undo that first")                  \
    X(SPLIT_WRITTEN, "split_written", CONFLICT, "{} has more than what came from {} by now; merge the two instead")    \
    X(SPLIT_ALL, "split_all", INPUT, "must leave at least one message in the ticket")                                  \
    X(LINKED, "linked", CONFLICT, "is linked already")                                                                 \
    X(NO_PLACEHOLDER, "no_placeholder", INPUT, "has {}, which is no placeholder; there are {}")                        \
    X(PLACEHOLDER_OPEN, "placeholder_open", INPUT, "has {}, which is not closed, or closes nothing")                   \
    X(MACRO_EMPTY, "macro_empty", INPUT, "needs a text, or something that it sets")                                    \
    X(NEEDS_RULE, "needs_rule", INPUT, "a scorecard needs a rule or a measure with points")                            \
    X(CIRCLE, "circle", FORBIDDEN, "this needs access to the area {}; an admin can give it")                           \
    X(CIRCLE_OTHERS, "circle_others", FORBIDDEN, "only who has access to the area {} can do this")                     \
    X(NOT_AUTHOR, "not_author", FORBIDDEN, "only the author can change who sees this")                                 \
    X(NO_AUTHOR, "no_author", INPUT,                                                                                   \
      "only a member of staff can keep something to themselves; an API key has no author")

#define REASON_NAME(name, word, kind, text) REASON_##name,
typedef enum { REASON_NONE, REASONS(REASON_NAME) REASON_COUNT } Reason;
#undef REASON_NAME

/* For the shape that prints it: "other|missing|no_date|…"; "other": a reason without a word; its text says it. */
#define REASON_CHOICE(name, word, kind, text) "|" word
#define REASON_CHOICES                        "other" REASONS(REASON_CHOICE)

/*
 * Fails with a word of the table; an argument may be NULL where the sentence takes none. The English text begins with
 * the field, for clients that have no dictionary.
 */
bool refuse(Error *error, const char *field, Reason reason, const char *first, const char *second);

#endif
