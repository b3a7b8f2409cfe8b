/* Webhooks from the command line: for scripts that set up a receiver. */
#include "app/line.h"
#include "app/verbs.h"

#include <stdio.h>

static const Option CREATE[] = {
    { "url", "URL", "Where events are sent", true },
    { "description", "TEXT", "What receives them, e.g. \"Data warehouse\"", false },
    { "kind", "KIND", "A kind of event, e.g. task.done; repeatable (default: all)", false },
    CIRCLE_OPTION("default: all", false),
    { 0 },
};

static const char *new_webhook(const Command *command)
{
    Text body = text_new(command->arena);
    const char *description = command_option(command, "description"), *kind;
    text_char(&body, '{');
    json_key_to(&body, "url");
    json_string_to(&body, command_option(command, "url"));
    json_key_to(&body, "description");
    json_string_to(&body, description ? description : "");
    json_key_to(&body, "kinds");
    text_char(&body, '[');
    for (int n = 0; (kind = command_option_nth(command, "kind", n)) != NULL; n++) {
        text_add(&body, n ? "," : "");
        json_string_to(&body, kind);
    }
    text_char(&body, ']');
    circle_options_to(&body, command);
    text_char(&body, '}');
    return text_string(&body);
}

static bool create_on(Line *line, Command *command, Error *error)
{
    const Json *reply;
    const char *secret;
    int64_t id;
    if (!line_call(line, POST, "/api/v1/webhooks", new_webhook(command), &reply, error))
        return false;
    if (!json_get_text(reply, "secret", &secret) || !json_get_int(json_get(reply, "webhook"), "id", &id))
        return fail(error, ERROR_INTERNAL, NULL, "the server returned no secret");
    printf("Webhook %lld. Signing secret (shown only once):\n%s\n", (long long)id, secret);
    return true;
}

static bool create(Command *command, Error *error)
{
    return line_with(command, false, create_on, error);
}

static bool print_webhook(const Json *webhook, void *context, Error *error)
{
    static const char *const KEYS[] = { "id", "url", "description", "active", "failing_since", "paused_at", NULL };
    (void)context;
    (void)error;
    line_print(webhook, KEYS);
    return true;
}

static bool list_on(Line *line, Command *command, Error *error)
{
    (void)command;
    puts("id\turl\tdescription\tactive\tfailing_since\tpaused_at");
    return line_list(line, "/api/v1/webhooks?", print_webhook, NULL, error);
}

static bool list(Command *command, Error *error)
{
    return line_with(command, false, list_on, error);
}

static const char *path_of(const Command *command, const char *what)
{
    return arena_format(command->arena, "/api/v1/webhooks/%s%s", line_escape(command->arena, command->words[0]), what);
}

static bool test_on(Line *line, Command *command, Error *error)
{
    const Json *reply;
    if (!line_call(line, POST, path_of(command, "/test"), "{}", &reply, error))
        return false;
    puts("Test event queued; its outcome is in Settings → Webhooks.");
    return true;
}

static bool test(Command *command, Error *error)
{
    return line_with(command, false, test_on, error);
}

static bool delete_on(Line *line, Command *command, Error *error)
{
    if (!line_call(line, DELETE, path_of(command, ""), NULL, NULL, error))
        return false;
    printf("Webhook %s deleted.\n", command->words[0]);
    return true;
}

static bool delete_one(Command *command, Error *error)
{
    return line_with(command, false, delete_on, error);
}

const Action WEBHOOK_ACTIONS[] = {
    { "create", NULL, 0, 0, "Add a webhook and print its signing secret once, as the last line", CREATE, create },
    { "list", NULL, 0, 0, "List all webhooks", NULL, list },
    { "test", "ID", 1, 1, "Send a test event", NULL, test },
    { "delete", "ID", 1, 1, "Delete the webhook with its log", NULL, delete_one },
    { 0 },
};
