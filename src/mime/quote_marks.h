/*
 * What single lines of a mail's text say: where a quote, a quoted head or a signature begins. The tables of phrases are
 * here, in the languages and programs that write them; what follows from a mark is decided in quote.c.
 */
#ifndef BANSO_MIME_QUOTE_MARKS_H
#define BANSO_MIME_QUOTE_MARKS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    const char *at; /* inside the text */
    size_t size;    /* without its end */
} QuoteLine;

bool line_is_blank(QuoteLine line);
bool line_is_quoted(QuoteLine line); /* "> …", "| …", "YT> …"; a row of a table is not */
QuoteLine line_unquoted(QuoteLine line);

/* How many lines from the first are the sentence before a quote ("On … wrote:"); 0 = none. `is_above_quote`: the next
 * line with text is quoted. */
size_t quote_head(const QuoteLine *lines, size_t count);
/* Whether such a sentence names an address, as programs write it and people do not. */
bool quote_head_addressed(const QuoteLine *lines, size_t count);
/* How many lines are the head of a quoted mail as Outlook writes it (From, Sent, To, Subject); 0 = none. */
size_t quote_block(const QuoteLine *lines, size_t count);
/* "-----Original Message-----" */
bool quote_rule(QuoteLine line);
/* "---------- Forwarded message ---------" */
bool forward_rule(QuoteLine line);

bool signature_dashes(QuoteLine line); /* "-- " and "--" */
bool signature_ruled(QuoteLine line);  /* a line of ＝, ─, - and the like */
bool signature_underlined(QuoteLine line);
bool signature_mobile(QuoteLine line);  /* "Sent from my iPhone" */
bool signature_contact(QuoteLine line); /* a telephone number, an address, a company's name */

#endif
