/*
 * banso init and banso demo. `init` and `demo create` create the data directory if it is missing and print how to sign
 * in. They run no jobs: the routes that they call do all work before they answer.
 */
#include "app/line.h"
#include "app/verbs.h"

#include <stdio.h>

static const char SETUP_ASKED[] =
    "Open this link to name the workspace and create its first admin (works once, expires after 72 hours):\n";

/* The call fails with CONFLICT once somebody can sign in. */
static bool print_link(Line *line, Error *error)
{
    const Json *reply;
    const char *link;
    if (!line_call(line, POST, "/api/v1/setup/links", "{}", &reply, error))
        return false;
    if (!json_get_text(reply, "link", &link))
        return fail(error, ERROR_INTERNAL, NULL, "the server returned no link");
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
    { NULL, NULL, 0, 0, "Print a new link, which works once and expires after 72 hours; an earlier link stops working",
      NULL, init },
    { 0 },
};

/* ---- the demo ------------------------------------------------------------------------------------------------- */

/* The password is new each time, so that only the person who runs this can sign in. */
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
        return fail(error, ERROR_INTERNAL, NULL, "the server returned no sign-in");
    json_get_flag(reply, "made", &made);
    printf("%s Sign in as %s with the password %s\n", made ? "Demo ready." : "Demo is up to date.", email, password);
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
    puts("Demo data removed. Your own staff, keys and settings are unchanged.");
    if (json_get_text(reply, "setup", &setup))
        printf("%s%s\n", SETUP_ASKED, setup);
    return true;
}

const Action DEMO_ACTIONS[] = {
    { "create", NULL, 0, 0, "Create demo data in an empty workspace, or renew it on a later day; print the sign-in",
      NULL, demo_create },
    { "remove", NULL, 0, 0, "Remove the demo data and nothing else", NULL, demo_remove },
    { 0 },
};
