/*
 * banso score: health of all accounts as TSV or JSON lines, page by page, so that the first line comes at once and
 * memory holds one page; or one account with its reasons. The server judges; this only prints.
 */
#include "app/line.h"
#include "app/verbs.h"

#include <stdio.h>
#include <string.h>

static const Option SCORE[] = {
    { "as-of", "DAY", "As of this day, YYYY-MM-DD (default: today)", false },
    { "account", "ID", "One account with its reasons, as JSON", false },
    { "format", "FORMAT", "tsv or json, one account per line (default: tsv)", false },
    { 0 },
};

static const char *const COLUMNS[] = { "id",       "external_id",   "name",       "band", "points",
                                       "coverage", "previous_band", "band_since", "mrr",  "renews_on",
                                       "status",   "left_on",       NULL };

typedef struct {
    bool json;
    bool headed;
} Format;

/* Not before the first reply: a wrong request prints nothing. */
static void print_head(Format *format)
{
    for (int i = 0; COLUMNS[i] && !format->json && !format->headed; i++)
        printf("%s%c", COLUMNS[i], COLUMNS[i + 1] ? '\t' : '\n');
    format->headed = true;
}

static bool print_account(const Json *account, void *context, Error *error)
{
    Format *format = context;
    (void)error;
    print_head(format);
    if (!format->json) {
        line_print(account, COLUMNS);
        return true;
    }
    Arena *arena = arena_new();
    puts(json_print(arena, account));
    arena_free(arena);
    return true;
}

static const char *as_of(const Command *command)
{
    const char *day = command_option(command, "as-of");
    return day ? arena_format(command->arena, "&as_of=%s", line_escape(command->arena, day)) : "";
}

static bool all_accounts(Line *line, const Command *command, Error *error)
{
    Format format = { .json = text_equal(command_option(command, "format"), "json") };
    const char *path = arena_format(command->arena, "/api/v1/accounts?limit=200%s", as_of(command));
    if (!line_list(line, path, print_account, &format, error))
        return false;
    print_head(&format);
    return true;
}

static bool one_account(Line *line, const Command *command, Error *error)
{
    const char *id = command_option(command, "account");
    if (!*id || id[strspn(id, "0123456789")])
        return fail(error, ERROR_INPUT, "account", "--account must be an id from the first column of banso score");
    const char *path = arena_format(command->arena, "/api/v1/accounts/%s/health?%s", id, as_of(command));
    const Json *reply;
    if (!line_call(line, GET, path, NULL, &reply, error))
        return false;
    puts(json_print(command->arena, reply));
    return true;
}

static bool score(Command *command, Error *error)
{
    const char *format = command_option(command, "format");
    if (format && !text_equal(format, "tsv") && !text_equal(format, "json"))
        return fail(error, ERROR_INPUT, "format", "--format must be tsv or json");
    Line line;
    if (!line_open(command->arena, &command->settings, false, false, &line, error))
        return false;
    bool ok =
        command_option(command, "account") ? one_account(&line, command, error) : all_accounts(&line, command, error);
    line_close(&line);
    return ok;
}

const Action SCORE_ACTIONS[] = {
    { NULL, NULL, 0, 0, "Print band, points and coverage of each account", SCORE, score },
    { 0 },
};
