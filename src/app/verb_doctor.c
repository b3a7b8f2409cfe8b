/*
 * banso doctor: prints the findings of the API's list as lines or JSON, and exits with 3 if one is not good. When the
 * workspace cannot be opened at all, that is printed as the one finding, in the same form, so that a monitor needs no
 * special case.
 */
#include "app/line.h"
#include "app/verbs.h"

#include <stdio.h>

static const Option DOCTOR[] = {
    { "format", "FORMAT", "text or json (default: text)", false },
    { 0 },
};

static bool print_finding(const Json *finding, void *context, Error *error)
{
    Command *command = context;
    const char *state = "", *check = "", *text = "", *advice = NULL;
    (void)error;
    json_get_text(finding, "state", &state);
    json_get_text(finding, "check", &check);
    json_get_text(finding, "text", &text);
    json_get_text(finding, "advice", &advice);
    if (!text_equal(state, "good"))
        command->status = EXIT_LOOK;
    if (text_equal(command_option(command, "format"), "json"))
        puts(json_print(command->arena, finding));
    else
        printf("%-5s %-16s %s\n", state, check, text);
    if (advice && !text_equal(command_option(command, "format"), "json"))
        printf("%-22s -> %s\n", "", advice);
    return true;
}

/* A database that does not open is a finding, and the only one that can be reported then. */
static bool cannot_open(Command *command, const Error *why)
{
    Text finding = text_new(command->arena);
    const Json *json;
    Error error = { 0 };
    text_add(&finding, "{\"check\":\"database\",\"state\":\"bad\",\"text\":");
    json_string_to(&finding, why->text);
    json_key_to(&finding, "advice");
    json_string_to(
        &finding,
        "check --data and --database, their permissions, and whether PostgreSQL is running; replace a damaged "
        "file with banso restore ARCHIVE --force");
    text_char(&finding, '}');
    return json_parse(command->arena, finding.data, finding.size, &json, &error) &&
           print_finding(json, command, &error);
}

static bool doctor(Command *command, Error *error)
{
    Line line;
    if (!line_open(command->arena, &command->settings, false, false, &line, error))
        return cannot_open(command, error);
    bool ok = line_list(&line, "/api/v1/doctor?", print_finding, command, error);
    line_close(&line);
    return ok;
}

const Action DOCTOR_ACTIONS[] = {
    { NULL, NULL, 0, 0, "Print one line per check; exit with 3 if any is not good", DOCTOR, doctor },
    { 0 },
};
