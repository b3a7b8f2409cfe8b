#include "app/line.h"
#include "app/verbs.h"

#include <stdio.h>

/* Needed is false once somebody can sign in. */
static bool print_link(Line *line, Error *error)
{
    const Json *reply;
    const char *link;
    if (!line_call(line, POST, "/api/v1/setup/links", "{}", &reply, error))
        return false;
    if (!json_get_text(reply, "link", &link))
        return fail(error, ERROR_INTERNAL, NULL, "the server gave no link");
    printf("Open this link once to name the workspace and its first admin:\n%s\n", link);
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

/* CONFLICT says that there is a workspace already: then there is nothing to make. */
static bool demo_make(Line *line, Error *error)
{
    const Json *reply;
    if (!line_call(line, POST, "/api/v1/demo", "{}", &reply, error)) {
        if (error->kind != ERROR_CONFLICT)
            return false;
        printf("%s\n", error->text);
        *error = (Error) { 0 };
        return true;
    }
    puts("The demo workspace is made.");
    return true;
}

static bool tell_sign_in(Line *line, Error *error)
{
    if (print_link(line, error))
        return true;
    if (error->kind != ERROR_CONFLICT)
        return false;
    puts("Sign in with your address and password; `banso user link ADDRESS` gives a new link to who lost theirs.");
    *error = (Error) { 0 };
    return true;
}

static bool demo_create(Command *command, Error *error)
{
    Line line;
    if (!line_open(command->arena, &command->settings, true, false, &line, error))
        return false;
    bool ok = demo_make(&line, error) && tell_sign_in(&line, error);
    line_close(&line);
    return ok;
}

static bool demo_remove(Command *command, Error *error)
{
    Line line;
    if (!line_open(command->arena, &command->settings, false, false, &line, error))
        return false;
    bool ok = line_call(&line, DELETE, "/api/v1/demo", NULL, NULL, error);
    line_close(&line);
    if (ok)
        puts("The demo is removed; staff, keys and settings are as they were.");
    return ok;
}

const Action DEMO_ACTIONS[] = {
    { "create", NULL, 0, 0, "In an empty workspace; says how to sign in", NULL, demo_create },
    { "remove", NULL, 0, 0, "All that the demo made, and nothing else", NULL, demo_remove },
    { 0 },
};
