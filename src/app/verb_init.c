#include "app/line.h"
#include "app/verbs.h"

#include <stdio.h>

static const char SETUP_ASKED[] = "Open this link once to name the workspace and its first admin:\n";

/* Needed is false once somebody can sign in. */
static bool print_link(Line *line, Error *error)
{
    const Json *reply;
    const char *link;
    if (!line_call(line, POST, "/api/v1/setup/links", "{}", &reply, error))
        return false;
    if (!json_get_text(reply, "link", &link))
        return fail(error, ERROR_INTERNAL, NULL, "the server gave no link");
    printf("%s%s\n", SETUP_ASKED, link);
    return true;
}

static bool init(Command *command, Error *error)
{
    Line line;
    if (!line_open(command->arena, &command->settings, true, false, &line, error))
        return false;
    bool ok = print_link(&line, error);
    line_close(&line);
    return ok;
}

const Action INIT_ACTIONS[] = {
    { NULL, NULL, 0, 0, "Asks nothing. The link counts once, for 72 hours; an earlier one ends", NULL, init },
    { 0 },
};

/* ---- the demo ------------------------------------------------------------------------------------------------- */

/* The password is new each time, so that whoever may run this can sign in, and nobody else. */
static bool demo_create(Command *command, Error *error)
{
    Line line;
    const Json *reply;
    const char *email, *password;
    bool made = false;
    if (!line_open(command->arena, &command->settings, true, false, &line, error))
        return false;
    bool ok = line_call(&line, POST, "/api/v1/demo", "{}", &reply, error);
    line_close(&line);
    if (!ok)
        return false;
    if (!json_get_text(reply, "email", &email) || !json_get_text(reply, "password", &password))
        return fail(error, ERROR_INTERNAL, NULL, "the server did not say how to sign in");
    json_get_flag(reply, "made", &made);
    printf("%s\nSign in as %s with the password %s\n",
           made ? "The demo workspace is made." : "The demo workspace is of today.", email, password);
    return true;
}

static bool demo_remove(Command *command, Error *error)
{
    Line line;
    const Json *reply;
    const char *setup;
    if (!line_open(command->arena, &command->settings, false, false, &line, error))
        return false;
    bool ok = line_call(&line, DELETE, "/api/v1/demo", NULL, &reply, error);
    line_close(&line);
    if (!ok)
        return false;
    puts("The demo is removed; your own staff, keys and settings are as they were.");
    if (json_get_text(reply, "setup", &setup))
        printf("%s%s\n", SETUP_ASKED, setup);
    return true;
}

const Action DEMO_ACTIONS[] = {
    { "create", NULL, 0, 0, "In an empty workspace, or anew on a later day; says how to sign in", NULL, demo_create },
    { "remove", NULL, 0, 0, "All that the demo made, and nothing else", NULL, demo_remove },
    { 0 },
};
