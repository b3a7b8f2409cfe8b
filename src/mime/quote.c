/*
 * Each line gets a kind. First what every line says of itself: quoted, the sentence before a quote, the head of a
 * quoted mail. Then what follows: what stands below the last own line folds, and so does a quote at the top that a
 * sentence announced; a quote between own lines is what the answer speaks of, and stays. Then signatures at the end of
 * what is left, which can move that end, so both are repeated until nothing changes.
 *
 * In order: lines, quotes, signatures, the end, folds.
 */
#include "mime/quote.h"

#include "mime/quote_marks.h"

#include <string.h>

typedef enum { LINE_BLANK, LINE_TEXT, LINE_QUOTED, LINE_HEAD, LINE_TAIL, LINE_SIGNATURE } Kind;

typedef struct {
    Arena *arena;
    QuoteLine *lines;
    Kind *kinds;
    size_t count;
} Lines;

/* ---- lines --------------------------------------------------------------------------------------------------------
 */

static Kind kind_of(QuoteLine line)
{
    if (line_is_blank(line))
        return LINE_BLANK;
    return line_is_quoted(line) ? LINE_QUOTED : LINE_TEXT;
}

/* So many lines are looked at; what follows them counts as one. */
enum { LINES_READ_MAX = 50000 };

static Lines lines_of(Arena *arena, const char *text)
{
    Lines lines = { .arena = arena };
    size_t count = 1;
    for (const char *c = text; *c && count < LINES_READ_MAX; c++)
        count += *c == '\n';
    lines.lines = arena_array(arena, count, sizeof *lines.lines);
    lines.kinds = arena_array(arena, count, sizeof *lines.kinds);
    for (const char *at = text; *at;) {
        bool is_rest = lines.count + 1 == LINES_READ_MAX;
        size_t size = is_rest ? strlen(at) : strcspn(at, "\n");
        lines.lines[lines.count] = (QuoteLine) { at, size };
        lines.kinds[lines.count] = is_rest ? LINE_TEXT : kind_of(lines.lines[lines.count]);
        lines.count++;
        at += size + (at[size] == '\n');
    }
    return lines;
}

static bool has_text(const Lines *lines, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (lines->kinds[i] == LINE_TEXT)
            return true;
    return false;
}

static void mark(Lines *lines, size_t from, size_t to, Kind kind)
{
    for (size_t i = from; i < to && i < lines->count; i++)
        lines->kinds[i] = kind;
}

/* ---- quotes -------------------------------------------------------------------------------------------------------
 */

/* A rule above the head of a quoted mail belongs to it. */
static size_t with_rule_above(const Lines *lines, size_t at)
{
    size_t above = at;
    while (above > 0 && lines->kinds[above - 1] == LINE_BLANK)
        above--;
    return above > 0 && signature_ruled(lines->lines[above - 1]) ? above - 1 : at;
}

/* Whether all from here on is the mail that is answered. */
static bool is_tail(const Lines *lines, size_t at)
{
    const QuoteLine *line = &lines->lines[at];
    return quote_rule(*line) || quote_block(line, lines->count - at) > 0;
}

/* Whether own text goes on at `behind`, and is neither a quote nor the head of a mail. */
static bool text_goes_on(const Lines *lines, size_t behind)
{
    while (behind < lines->count && lines->kinds[behind] == LINE_BLANK)
        behind++;
    return behind < lines->count && lines->kinds[behind] == LINE_TEXT && !is_tail(lines, behind);
}

/* Marks the sentence at `at`; gives the line behind it. With text behind it that is not quoted, it is the author's own
 * ("on Friday at 10:15 your colleague wrote: …") unless it stands alone and names an address: then that text, below own
 * text, is the mail that is answered. */
static size_t head_mark(Lines *lines, size_t at, size_t size)
{
    size_t behind = at + size;
    if (text_goes_on(lines, behind)) {
        bool alone = at == 0 || lines->kinds[at - 1] == LINE_BLANK;
        if (!alone || !quote_head_addressed(&lines->lines[at], size))
            return behind;
        if (has_text(lines, 0, at)) {
            mark(lines, at, lines->count, LINE_TAIL);
            return lines->count;
        }
    }
    mark(lines, at, behind, LINE_HEAD);
    return behind;
}

static void quotes_mark(Lines *lines)
{
    for (size_t i = 0; i < lines->count;) {
        QuoteLine *line = &lines->lines[i];
        if (lines->kinds[i] != LINE_TEXT) {
            i++;
        } else if (forward_rule(*line)) {
            return;
        } else if (is_tail(lines, i)) {
            mark(lines, with_rule_above(lines, i), lines->count, LINE_TAIL);
            return;
        } else {
            size_t head = quote_head(line, lines->count - i);
            i = head ? head_mark(lines, i, head) : i + 1;
        }
    }
}

/* ---- signatures ---------------------------------------------------------------------------------------------------
 */

/* Behind the last line of own text. */
static size_t text_end(const Lines *lines)
{
    size_t end = lines->count;
    while (end > 0 && lines->kinds[end - 1] != LINE_TEXT)
        end--;
    return end;
}

static size_t texts_between(const Lines *lines, size_t from, size_t to)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += lines->kinds[i] != LINE_BLANK;
    return count;
}

enum { SIGNATURES_MAX = 40, SIGNATURE_LINES = 20, UNDERLINED_LINES = 6 };

static bool is_exact_dashes(QuoteLine line)
{
    return line.size >= 3 && line.at[2] == ' ';
}

/* Where a signature begins that "-- " announces; `end` = nowhere. */
static size_t dashes_begin(const Lines *lines, size_t end)
{
    for (size_t i = end; i-- > 0 && lines->kinds[i] != LINE_QUOTED && lines->kinds[i] != LINE_HEAD;) {
        if (!signature_dashes(lines->lines[i]) || lines->kinds[i] != LINE_TEXT)
            continue;
        return is_exact_dashes(lines->lines[i]) || texts_between(lines, i, end) <= SIGNATURE_LINES ? i : end;
    }
    return end;
}

static size_t rule_above(const Lines *lines, size_t end)
{
    size_t texts = 0;
    for (size_t i = end; i-- > 0 && texts <= SIGNATURE_LINES && lines->kinds[i] != LINE_QUOTED;) {
        texts += lines->kinds[i] != LINE_BLANK;
        if (lines->kinds[i] == LINE_TEXT && signature_ruled(lines->lines[i]))
            return i;
    }
    return end;
}

static bool has_contact(const Lines *lines, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (signature_contact(lines->lines[i]))
            return true;
    return false;
}

/* Where a signature begins below a rule, or between two of them; it says how to reach somebody. */
static size_t ruled_begin(const Lines *lines, size_t end)
{
    bool closed = signature_ruled(lines->lines[end - 1]);
    size_t begin = rule_above(lines, closed ? end - 1 : end);
    if (closed && begin == end - 1)
        return end;
    if (begin == end || texts_between(lines, begin, end) < 2)
        return end;
    bool underlined = signature_underlined(lines->lines[begin]) && texts_between(lines, begin, end) <= UNDERLINED_LINES;
    return underlined || has_contact(lines, begin, end) ? begin : end;
}

/* Folds one signature at the end of the own text; false when there is none. A signature is not all of a mail. */
static bool signature_mark(Lines *lines)
{
    size_t end = text_end(lines);
    if (end == 0)
        return false;
    size_t begin = signature_mobile(lines->lines[end - 1]) ? end - 1 : dashes_begin(lines, end);
    if (begin == end)
        begin = ruled_begin(lines, end);
    if (begin == end || !has_text(lines, 0, begin))
        return false;
    mark(lines, begin, end, LINE_SIGNATURE);
    return true;
}

/* ---- the end ------------------------------------------------------------------------------------------------------
 */

/* Quotes between own lines stay, except below a sentence at the top. */
static void inner_quotes_keep(Lines *lines)
{
    size_t end = text_end(lines);
    bool is_top = true, announced = false;
    for (size_t i = 0; i < end; i++) {
        Kind kind = lines->kinds[i];
        announced = kind == LINE_HEAD || (announced && kind != LINE_TEXT);
        is_top = is_top && kind != LINE_TEXT;
        if (kind == LINE_QUOTED && !(is_top && announced))
            lines->kinds[i] = LINE_TEXT;
    }
}

static bool quotes_a_quote(const Lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        if (lines->kinds[i] == LINE_BLANK)
            continue;
        if (lines->kinds[i] != LINE_QUOTED)
            return false;
        QuoteLine inner = line_unquoted(lines->lines[i]);
        if (quote_head(&inner, 1))
            return true;
    }
    return false;
}

static void never_empty(Lines *lines)
{
    if (!has_text(lines, 0, lines->count) && !quotes_a_quote(lines))
        mark(lines, 0, lines->count, LINE_TEXT);
}

/* ---- folds --------------------------------------------------------------------------------------------------------
 */

static const char *fold_kind(Kind kind)
{
    if (kind == LINE_SIGNATURE)
        return "signature";
    return kind == LINE_TEXT ? "own" : "quote";
}

/* Blank lines belong to what is above them. */
static List folds_of(const Lines *lines, const char *text)
{
    MailFold *folds = arena_array(lines->arena, lines->count + 1, sizeof *folds);
    size_t count = 0;
    for (size_t i = 0; i < lines->count; i++) {
        const char *kind = fold_kind(lines->kinds[i]);
        bool is_blank = lines->kinds[i] == LINE_BLANK;
        if (count == 0 || (!is_blank && strcmp(folds[count - 1].kind, kind) != 0))
            folds[count++] = (MailFold) { is_blank ? "own" : kind, lines->lines[i].at - text, 0 };
        bool is_last = i + 1 == lines->count;
        int64_t end = is_last ? (int64_t)strlen(text) : lines->lines[i + 1].at - text;
        folds[count - 1].size = end - folds[count - 1].from;
    }
    return (List) { count, folds };
}

List mail_folds(Arena *arena, const char *text)
{
    Lines lines = lines_of(arena, text);
    quotes_mark(&lines);
    for (int round = 0; round < SIGNATURES_MAX && signature_mark(&lines); round++)
        ;
    never_empty(&lines);
    inner_quotes_keep(&lines);
    return folds_of(&lines, text);
}

const char *mail_own(Arena *arena, const char *text, const List *folds)
{
    Text own = text_new(arena);
    const MailFold *items = folds->items;
    for (size_t i = 0; i < folds->count; i++)
        if (strcmp(items[i].kind, "own") == 0)
            text_add_n(&own, text + items[i].from, (size_t)items[i].size);
    return text_trim(arena, text_string(&own));
}
