/*
 * Fills an Error from the table of reasons: kind, word and English sentence come from one row, so that the three cannot
 * disagree. Arguments are cut between characters; the UI gets word and arguments, all others the sentence.
 */
#include "base/reason.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const char *word;
    ErrorKind kind;
    const char *text;
} ReasonRow;

#define REASON_ROW(name, word, kind, text) [REASON_##name] = { word, ERROR_##kind, text },
static const ReasonRow ROWS[] = { REASONS(REASON_ROW) };

/* A cut never leaves half a character behind. */
static void argument_keep(char *out, const char *given)
{
    snprintf(out, ERROR_ARG_MAX, "%s", given == NULL ? "" : given);
    text_mend(out);
}

static void sentence_write(char *out, size_t size, const char *text, char args[ERROR_ARGS][ERROR_ARG_MAX])
{
    size_t used = 0;
    int next = 0;
    while (*text != 0 && used + 1 < size) {
        if (text_starts(text, "{}") && next < ERROR_ARGS) {
            used += (size_t)snprintf(out + used, size - used, "%s", args[next++]);
            text += 2;
        } else {
            out[used++] = *text++;
        }
    }
    out[used < size ? used : size - 1] = 0;
    text_mend(out);
}

bool refuse(Error *error, const char *field, Reason reason, const char *first, const char *second)
{
    const ReasonRow *row = &ROWS[reason];
    Error made = { .kind = row->kind, .field = field, .reason = row->word };
    argument_keep(made.args[0], first);
    argument_keep(made.args[1], second);
    int used = field == NULL ? 0 : snprintf(made.text, sizeof made.text, "%.40s: ", field);
    sentence_write(made.text + used, sizeof made.text - (size_t)used, row->text, made.args);
    *error = made;
    return false;
}
