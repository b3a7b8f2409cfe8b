/*
 * --circle, which users, keys and webhooks take alike: repeatable names, or "none" for an empty list. Without the
 * option nothing is sent, and the API's default holds; the server checks the names.
 */
#include "app/verbs.h"
#include "base/json.h"

#include <string.h>

void circle_options_to(Text *body, const Command *command)
{
    const char *circle = command_option(command, "circle");
    if (!circle)
        return;
    json_key_to(body, "circles");
    text_char(body, '[');
    for (int n = 0; (circle = command_option_nth(command, "circle", n)) != NULL; n++) {
        if (strcmp(circle, "none") == 0)
            continue;
        if (body->data[body->size - 1] != '[')
            text_char(body, ',');
        json_string_to(body, circle);
    }
    text_char(body, ']');
}
