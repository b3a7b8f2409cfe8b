/*
 * banso init and banso demo. `init` and `demo create` create the data directory if it is missing and print how to sign
 * in. They run no jobs: the routes that they call do all work before they answer.
 *
 * The demo takes seconds, so where it is made in this process it tells how far it is: on a terminal in one line that is
 * written over, elsewhere a line for each part.
 */
#include "app/demo/demo.h"
#include "app/line.h"
#include "app/verbs.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char SETUP_ASKED[] =
    "Open this link to name the workspace and create its first admin (works once, expires after 72 hours):\n";

/* The link holds the address that a server with these settings has: without one, the command that starts it comes
 * first. The call fails with CONFLICT once somebody can sign in. */
static bool print_link(const Command *command, Line *line, Error *error)
{
    const Json *reply;
    const char *link;
    if (!line_call(line, POST, "/api/v1/setup/links", "{}", &reply, error))
        return false;
    if (!json_get_text(reply, "link", &link))
        return fail(error, ERROR_INTERNAL, NULL, "the server returned no link");
    if (!line->socket)
        printf("Start the server: banso serve --data '%s' --listen %s\n(Give serve all settings that you gave init: "
               "--database, --config, --public-url …)\n",
               command->settings.data, command->settings.listen);
    printf("%s%s\n", SETUP_ASKED, link);
    return true;
}

static bool init(Command *command, Error *error)
{
    Line line;
    if (!line_open(command->arena, &command->settings, true, false, &line, error))
        return false;
    bool ok = print_link(command, &line, error);
    line_close(&line);
    return ok;
}

const Action INIT_ACTIONS[] = {
    { NULL, NULL, 0, 0, "Print a new link, which works once and expires after 72 hours; an earlier link stops working",
      NULL, init },
    { 0 },
};

/* ---- the demo ------------------------------------------------------------------------------------------------- */

static const Option DEMO_CREATE[] = {
    { "language", "LANGUAGE", "ja or en (default: from LANG); only for a workspace that is not set up yet", false },
    { 0 },
};

/* Told before each step of a part. */
static void progress(const char *part, int done, int of)
{
    static const char *told;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r  %-12s %3d%%\033[K", part, of ? 100 * done / of : 100);
    else if (!told || strcmp(told, part) != 0)
        fprintf(stderr, "  %s\n", part);
    told = part;
}

static void progress_end(void)
{
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
}

/* The zone of this machine, as its administrator chose it; UTC where that cannot be told. */
static const char *own_zone(Arena *arena)
{
    static const char FOLDER[] = "zoneinfo/";
    char path[PATH_MAX];
    const char *said = getenv("TZ"), *name = said && *said ? said + (*said == ':') : NULL;
    ssize_t size = name ? 0 : readlink("/etc/localtime", path, sizeof path - 1);
    if (size > 0) {
        path[size] = 0;
        const char *folder = strstr(path, FOLDER);
        name = folder ? folder + strlen(FOLDER) : NULL;
    }
    return name && zone_find(name) ? arena_text(arena, name) : "UTC";
}

/* In Japanese the workspace's own default stays: Asia/Tokyo, whatever the zone of the server. */
static const char *demo_asked(const Command *command)
{
    Text body = text_new(command->arena);
    const char *language = command_language(command);
    text_char(&body, '{');
    json_key_to(&body, "language");
    json_string_to(&body, language);
    if (strcmp(language, "ja") != 0) {
        json_key_to(&body, "time_zone");
        json_string_to(&body, own_zone(command->arena));
    }
    text_char(&body, '}');
    return text_string(&body);
}

/* The password is new each time, so that only the person who runs this can sign in. */
static bool create_demo(Command *command, Error *error)
{
    Line line;
    const Json *reply;
    const char *email, *password;
    bool made = false;
    if (!line_open(command->arena, &command->settings, true, false, &line, error))
        return false;
    demo_watch(progress);
    bool ok = line_call(&line, POST, "/api/v1/demo", demo_asked(command), &reply, error);
    demo_watch(NULL);
    progress_end();
    line_close(&line);
    if (!ok)
        return false;
    if (!json_get_text(reply, "email", &email) || !json_get_text(reply, "password", &password))
        return fail(error, ERROR_INTERNAL, NULL, "the server returned no sign-in");
    json_get_flag(reply, "made", &made);
    printf("%s Sign in as %s with the password %s\n", made ? "Demo ready." : "Demo is up to date.", email, password);
    return true;
}

static bool remove_demo(Command *command, Error *error)
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
      DEMO_CREATE, create_demo },
    { "remove", NULL, 0, 0, "Remove the demo data and nothing else", NULL, remove_demo },
    { 0 },
};
