/*
 * banso user: staff from the command line, which is also the way back in when no admin can sign in, since access to the
 * data directory is admin access. No password passes through here: new users, and those who lost theirs, get a one-time
 * link.
 */
#include "app/line.h"
#include "app/verbs.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const Option CREATE[] = {
    { "name", "NAME", "Name shown to others", true },
    { "email", "ADDRESS", "E-mail address for signing in", true },
    { "role", "ROLE", "viewer, member, manager or admin", true },
    { "language", "LANGUAGE", "ja or en (default: from LANG)", false },
    CIRCLE_OPTION("default: all", false),
    { 0 },
};
static const Option CHANGE[] = { CIRCLE_OPTION("what is not named is taken away", true), { 0 } };

static const char *new_user(const Command *command)
{
    static const char *const NAMES[] = { "name", "email", "role" };
    Text body = text_new(command->arena);
    text_char(&body, '{');
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (command_option(command, NAMES[i])) {
            json_key_to(&body, NAMES[i]);
            json_string_to(&body, command_option(command, NAMES[i]));
        }
    json_key_to(&body, "language");
    json_string_to(&body, command_language(command));
    circle_options_to(&body, command);
    text_char(&body, '}');
    return text_string(&body);
}

static bool print_link(const Json *reply, Error *error)
{
    const char *link;
    if (!json_get_text(reply, "link", &link))
        return fail(error, ERROR_INTERNAL, NULL, "the server returned no link");
    printf("Link to choose a password (works once, expires after 72 hours):\n%s\n", link);
    return true;
}

static bool create_on(Line *line, Command *command, Error *error)
{
    const Json *reply;
    return line_call(line, POST, "/api/v1/staff", new_user(command), &reply, error) && print_link(reply, error);
}

static bool print_user(const Json *user, void *context, Error *error)
{
    static const char *const KEYS[] = { "id",           "name",    "email",    "role", "active",
                                        "last_seen_at", "circles", "two_step", NULL };
    (void)context;
    (void)error;
    line_print(user, KEYS);
    return true;
}

static bool list_on(Line *line, Command *command, Error *error)
{
    (void)command;
    puts("id\tname\temail\trole\tactive\tlast_seen_at\tcircles\ttwo_step");
    return line_list(line, "/api/v1/staff?", print_user, NULL, error);
}

/* Someone may be named by id or by address. */
typedef struct {
    const char *wanted;
    int64_t id;
} Search;

static bool compare(const Json *user, void *context, Error *error)
{
    Search *search = context;
    const char *email = "";
    int64_t id = 0;
    char number[24];
    (void)error;
    json_get_int(user, "id", &id);
    json_get_text(user, "email", &email);
    snprintf(number, sizeof number, "%lld", (long long)id);
    if (strcmp(number, search->wanted) == 0 || strcasecmp(email, search->wanted) == 0)
        search->id = id;
    return true;
}

static bool find(Line *line, const char *wanted, int64_t *id, Error *error)
{
    Search search = { wanted, 0 };
    if (!line_list(line, "/api/v1/staff?", compare, &search, error))
        return false;
    if (!search.id)
        return fail(error, ERROR_MISSING, NULL, "no user %s; see banso user list", wanted);
    *id = search.id;
    return true;
}

static bool disable_on(Line *line, Command *command, Error *error)
{
    int64_t id = 0;
    if (!find(line, command->words[0], &id, error))
        return false;
    const char *path = arena_format(command->arena, "/api/v1/staff/%lld", (long long)id);
    if (!line_call(line, PATCH, path, "{\"active\":false}", NULL, error))
        return false;
    printf("%s can no longer sign in. Their history keeps their name.\n", command->words[0]);
    return true;
}

static bool change_on(Line *line, Command *command, Error *error)
{
    int64_t id = 0;
    Text body = text_new(command->arena);
    text_char(&body, '{');
    circle_options_to(&body, command);
    text_char(&body, '}');
    if (!find(line, command->words[0], &id, error))
        return false;
    const char *path = arena_format(command->arena, "/api/v1/staff/%lld", (long long)id);
    if (!line_call(line, PATCH, path, text_string(&body), NULL, error))
        return false;
    printf("%s changed.\n", command->words[0]);
    return true;
}

static bool link_on(Line *line, Command *command, Error *error)
{
    int64_t id = 0;
    const Json *reply;
    if (!find(line, command->words[0], &id, error))
        return false;
    const char *path = arena_format(command->arena, "/api/v1/staff/%lld/invitation", (long long)id);
    return line_call(line, POST, path, NULL, &reply, error) && print_link(reply, error);
}

static bool two_step_off_on(Line *line, Command *command, Error *error)
{
    int64_t id = 0;
    if (!find(line, command->words[0], &id, error))
        return false;
    const char *path = arena_format(command->arena, "/api/v1/staff/%lld/two_step", (long long)id);
    if (!line_call(line, DELETE, path, NULL, NULL, error))
        return false;
    printf("%s signs in with the password alone, and can set up two-step sign-in again.\n", command->words[0]);
    return true;
}

static bool create(Command *command, Error *error)
{
    return line_with(command, false, create_on, error);
}

static bool list(Command *command, Error *error)
{
    return line_with(command, false, list_on, error);
}

static bool disable(Command *command, Error *error)
{
    return line_with(command, false, disable_on, error);
}

static bool change(Command *command, Error *error)
{
    return line_with(command, false, change_on, error);
}

static bool link_again(Command *command, Error *error)
{
    return line_with(command, false, link_on, error);
}

static bool two_step_off(Command *command, Error *error)
{
    return line_with(command, false, two_step_off_on, error);
}

const Action USER_ACTIONS[] = {
    { "create", NULL, 0, 0, "Create a user and print a one-time link to choose a password", CREATE, create },
    { "list", NULL, 0, 0, "List all users, including disabled ones", NULL, list },
    { "change", "ID|ADDRESS", 1, 1, "Change what a user may see", CHANGE, change },
    { "disable", "ID|ADDRESS", 1, 1, "End the user's sessions and prevent sign-in", NULL, disable },
    { "link", "ID|ADDRESS", 1, 1, "New password link for a user", NULL, link_again },
    { "reset-two-step", "ID|ADDRESS", 1, 1, "Turn two-step sign-in off for a user who lost the device", NULL,
      two_step_off },
    { 0 },
};
