/*
 * banso key: API tokens and ingest keys. A token is printed once, as the last line, so that a script takes it with tail
 * -1; the server stores only its hash.
 */
#include "app/line.h"
#include "app/verbs.h"

#include <stdio.h>

static const Option CREATE[] = {
    { "name", "NAME", "What the key is for, e.g. \"Production server\"; shown in lists and the audit log", true },
    { "rights", "RIGHTS", "ingest, view, act, manage or admin", true },
    { "kind", "KIND", "token; with --rights ingest also ingest (servers) or browser (web pages)", false },
    CIRCLE_OPTION("default: all; a key for events sees nothing", false),
    { "origin", "ORIGIN", "Allowed origin of a browser key, e.g. https://app.example.com; repeatable", false },
    { 0 },
};
static const Option CHANGE[] = { CIRCLE_OPTION("what is not named is taken away", true), { 0 } };

/* The rights decide the kind, unless one was named. */
static const char *kind_of(const Command *command)
{
    const char *kind = command_option(command, "kind");
    if (kind)
        return kind;
    return text_equal(command_option(command, "rights"), "ingest") ? "ingest" : "token";
}

static const char *new_key(const Command *command)
{
    Text body = text_new(command->arena);
    text_char(&body, '{');
    json_key_to(&body, "name");
    json_string_to(&body, command_option(command, "name"));
    json_key_to(&body, "rights");
    json_string_to(&body, command_option(command, "rights"));
    json_key_to(&body, "kind");
    json_string_to(&body, kind_of(command));
    const char *origin;
    for (int n = 0; (origin = command_option_nth(command, "origin", n)) != NULL; n++) {
        if (n == 0)
            json_key_to(&body, "origins");
        text_char(&body, n == 0 ? '[' : ',');
        json_string_to(&body, origin);
    }
    text_add(&body, command_option(command, "origin") ? "]" : "");
    circle_options_to(&body, command);
    text_char(&body, '}');
    return text_string(&body);
}

static bool create_on(Line *line, Command *command, Error *error)
{
    const Json *reply;
    const char *token;
    int64_t id;
    if (!line_call(line, POST, "/api/v1/keys", new_key(command), &reply, error))
        return false;
    if (!json_get_text(reply, "token", &token) || !json_get_int(json_get(reply, "key"), "id", &id))
        return fail(error, ERROR_INTERNAL, NULL, "the server returned no token");
    printf("Key %lld (shown only once):\n%s\n", (long long)id, token);
    return true;
}

static bool create(Command *command, Error *error)
{
    return line_with(command, false, create_on, error);
}

static bool print_key(const Json *key, void *context, Error *error)
{
    static const char *const KEYS[] = { "id",         "name",         "kind",       "rights",  "prefix",
                                        "created_at", "last_used_at", "revoked_at", "circles", NULL };
    (void)context;
    (void)error;
    line_print(key, KEYS);
    return true;
}

static bool list(Command *command, Error *error)
{
    Line line;
    if (!line_open(command->arena, &command->settings, false, false, &line, error))
        return false;
    puts("id\tname\tkind\trights\tprefix\tcreated_at\tlast_used_at\trevoked_at\tcircles");
    bool ok = line_list(&line, "/api/v1/keys?", print_key, NULL, error);
    line_close(&line);
    return ok;
}

static bool change(Command *command, Error *error)
{
    Line line;
    Text body = text_new(command->arena);
    text_char(&body, '{');
    circle_options_to(&body, command);
    text_char(&body, '}');
    if (!line_open(command->arena, &command->settings, false, false, &line, error))
        return false;
    const char *path = arena_format(command->arena, "/api/v1/keys/%s", line_escape(command->arena, command->words[0]));
    bool ok = line_call(&line, PATCH, path, text_string(&body), NULL, error);
    line_close(&line);
    if (ok)
        printf("Key %s changed.\n", command->words[0]);
    return ok;
}

static bool revoke(Command *command, Error *error)
{
    Line line;
    if (!line_open(command->arena, &command->settings, false, false, &line, error))
        return false;
    const char *path = arena_format(command->arena, "/api/v1/keys/%s", line_escape(command->arena, command->words[0]));
    bool ok = line_call(&line, DELETE, path, NULL, NULL, error);
    line_close(&line);
    if (ok)
        printf("Key %s revoked.\n", command->words[0]);
    return ok;
}

const Action KEY_ACTIONS[] = {
    { "create", NULL, 0, 0, "Create a key and print it once, as the last line", CREATE, create },
    { "list", NULL, 0, 0, "List all keys, including revoked ones", NULL, list },
    { "change", "ID", 1, 1, "Change what a token may see", CHANGE, change },
    { "revoke", "ID", 1, 1, "Revoke the key immediately", NULL, revoke },
    { 0 },
};
