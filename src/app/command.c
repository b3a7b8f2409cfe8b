/*
 * From the words of a command line to the call of an action: the verb, its action, options and settings by name, then
 * action->run. Nothing is opened before the whole line is understood, so a mistyped option never starts half the work.
 * Errors of the API name a field; error_print says the option of that name instead.
 *
 * In order: help, parsing, running.
 */
#include "app/command.h"

#include "base/text.h"
#include "jobs/module.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- help ----------------------------------------------------------------------------------------------------- */

static void print_option(const char *name, const char *value, const char *about)
{
    char left[64];
    snprintf(left, sizeof left, "--%s%s%s", name, value ? " " : "", value ? value : "");
    printf("  %-28s %s\n", left, about);
}

static void print_settings(void)
{
    puts("\nSettings, also as BANSO_… variables or as \"key = value\" lines in the config file:");
    print_option("config", "FILE", "Read settings from a file");
    for (const Setting *setting = SETTINGS; setting->name; setting++)
        print_option(setting->name, setting->value, setting->about);
}

static void print_exit_codes(void)
{
    puts("\nExit codes: 0 done; 1 failed; 2 wrong usage or setting; 3 completed with warnings.");
}

static int help_all(void)
{
    puts("banso — self-hosted customer success for subscription businesses\n\nusage: banso COMMAND [OPTIONS]\n");
    for (const Verb *verb = VERBS; verb->name; verb++)
        printf("  %-10s %s\n", verb->name, verb->about);
    print_settings();
    print_exit_codes();
    return EXIT_DONE;
}

static void print_action(const Verb *verb, const Action *action)
{
    printf("\n  banso %s%s%s%s%s\n      %s\n", verb->name, action->name ? " " : "", action->name ? action->name : "",
           action->words ? " " : "", action->words ? action->words : "", action->about);
    if (action->choices) {
        Arena *arena = arena_new();
        printf("      %.*s: %s\n", (int)strcspn(action->words, " "), action->words, action->choices(arena));
        arena_free(arena);
    }
    for (const Option *option = action->options; option && option->name; option++) {
        fputs("    ", stdout);
        print_option(option->name, option->value, option->about);
    }
}

static int help_verb(const Verb *verb)
{
    printf("banso %s — %s\n", verb->name, verb->about);
    for (const Action *action = verb->actions; action->run; action++)
        print_action(verb, action);
    if (verb->more)
        printf("\n%s\n", verb->more);
    print_settings();
    print_exit_codes();
    return EXIT_DONE;
}

/* ---- parsing -------------------------------------------------------------------------------------------------- */

static bool unknown(const char *kind, const char *got, const char *const *names, Error *error)
{
    const char *nearest = text_nearest(got, names);
    if (nearest)
        return fail(error, ERROR_INPUT, NULL, "unknown %s \"%.60s\"; did you mean \"%s\"?", kind, got, nearest);
    return fail(error, ERROR_INPUT, NULL, "unknown %s \"%.60s\"; see banso --help", kind, got);
}

enum { NAMES_MAX = 64 };

static bool verb_find(const char *name, const Verb **found, Error *error)
{
    const char *names[NAMES_MAX] = { "help" };
    int count = 1;
    for (const Verb *verb = VERBS; verb->name; verb++) {
        if (strcmp(verb->name, name) == 0) {
            *found = verb;
            return true;
        }
        names[count++] = verb->name;
    }
    return unknown("command", name, names, error);
}

static bool action_find(const Verb *verb, const char *name, const Action **found, Error *error)
{
    const char *names[NAMES_MAX] = { NULL };
    int count = 0;
    for (const Action *action = verb->actions; action->run; action++) {
        if (strcmp(action->name, name) == 0) {
            *found = action;
            return true;
        }
        names[count++] = action->name;
    }
    return unknown("subcommand", name, names, error);
}

static const Option *option_named(const Action *action, const char *name)
{
    for (const Option *option = action->options; option && option->name; option++)
        if (strcmp(option->name, name) == 0)
            return option;
    return NULL;
}

static bool option_unknown(const Command *command, const char *name, Error *error)
{
    const char *names[NAMES_MAX] = { "help", "config" };
    int count = 2;
    for (const Option *option = command->action->options; option && option->name; option++)
        names[count++] = option->name;
    for (const Setting *setting = SETTINGS; setting->name; setting++)
        names[count++] = setting->name;
    const char *nearest = text_nearest(name, names);
    if (nearest)
        return fail(error, ERROR_INPUT, NULL, "unknown option \"--%.60s\"; did you mean --%s?", name, nearest);
    return fail(error, ERROR_INPUT, NULL, "unknown option \"--%.60s\"; see banso %s --help", name, command->verb->name);
}

/* What the words of a command line become, before settings are read. */
typedef struct {
    Command *command;
    Given settings[GIVEN_MAX];
    size_t setting_count;
    const char *config;
    bool help;
} Parse;

static bool keep(Parse *parse, const char *name, const char *value, Error *error)
{
    Command *command = parse->command;
    if (parse->setting_count + 1 >= GIVEN_MAX || command->given_count + 1 >= GIVEN_MAX)
        return fail(error, ERROR_INPUT, NULL, "too many options");
    if (strcmp(name, "config") == 0)
        parse->config = value;
    else if (option_named(command->action, name))
        command->given[command->given_count++] = (Given) { name, value };
    else
        parse->settings[parse->setting_count++] = (Given) { name, value };
    return true;
}

static bool is_known(const Command *command, const char *name)
{
    return option_named(command->action, name) || setting_named(name) || strcmp(name, "config") == 0;
}

/* --name=value, --name value, --flag. Moves *next behind the value. */
static bool read_option(Parse *parse, char **arguments, int count, int *next, Error *error)
{
    Command *command = parse->command;
    const char *text = arguments[(*next)++] + 2;
    const char *equals = strchr(text, '=');
    const char *name = equals ? arena_text_n(command->arena, text, (size_t)(equals - text)) : text;
    if (strcmp(name, "help") == 0)
        return parse->help = true;
    if (!is_known(command, name))
        return option_unknown(command, name, error);
    const Option *option = option_named(command->action, name);
    if (option && !option->value)
        return equals ? fail(error, ERROR_INPUT, NULL, "--%s takes no value", name) : keep(parse, name, "", error);
    if (equals)
        return keep(parse, name, equals + 1, error);
    if (*next >= count)
        return fail(error, ERROR_INPUT, NULL, "--%s needs a value", name);
    return keep(parse, name, arguments[(*next)++], error);
}

static bool read_word(Command *command, const char *word, Error *error)
{
    if (command->word_count >= command->action->most || command->word_count >= WORDS_MAX)
        return fail(error, ERROR_INPUT, NULL, "unexpected argument \"%.60s\"; see banso %s --help", word,
                    command->verb->name);
    command->words[command->word_count++] = word;
    return true;
}

static bool read_arguments(Parse *parse, char **arguments, int count, Error *error)
{
    for (int next = 0; next < count;) {
        bool ok = text_starts(arguments[next], "--") ? read_option(parse, arguments, count, &next, error)
                                                     : read_word(parse->command, arguments[next++], error);
        if (!ok)
            return false;
    }
    return true;
}

static bool is_complete(const Command *command, Error *error)
{
    const Action *action = command->action;
    if (command->word_count < action->least)
        return fail(error, ERROR_INPUT, NULL, "missing argument: %s; see banso %s --help", action->words,
                    command->verb->name);
    for (const Option *option = action->options; option && option->name; option++)
        if (option->required && !command_option(command, option->name))
            return fail(error, ERROR_INPUT, NULL, "missing required option --%s; see banso %s --help", option->name,
                        command->verb->name);
    return true;
}

static bool subcommand_missing(const Command *command, Error *error)
{
    Text names = text_new(command->arena);
    for (const Action *action = command->verb->actions; action->run; action++) {
        const char *before = action == command->verb->actions ? "" : action[1].run ? ", " : " or ";
        text_format(&names, "%s%s", before, action->name);
    }
    return fail(error, ERROR_INPUT, NULL, "missing subcommand: %s", text_string(&names));
}

/* Of a verb whose first action has no name, the others have one. */
static void further_action(Command *command, char **arguments, int count, int *next)
{
    for (const Action *action = command->verb->actions; action->run && *next < count; action++) {
        if (!text_equal(action->name, arguments[*next]))
            continue;
        command->action = action;
        ++*next;
        return;
    }
}

/* Moves *next behind the action's name. */
static bool choose_action(Command *command, char **arguments, int count, int *next, Error *error)
{
    command->action = command->verb->actions;
    if (!command->action->name) {
        further_action(command, arguments, count, next);
        return true;
    }
    bool named = *next < count && !text_starts(arguments[*next], "--");
    if (named)
        return action_find(command->verb, arguments[(*next)++], &command->action, error);
    bool helps = *next < count && strcmp(arguments[*next], "--help") == 0;
    return command->verb->usual || helps || subcommand_missing(command, error);
}

const char *command_option_nth(const Command *command, const char *name, int n)
{
    for (size_t i = 0; i < command->given_count; i++)
        if (strcmp(command->given[i].name, name) == 0 && n-- == 0)
            return command->given[i].value;
    return NULL;
}

const char *command_language(const Command *command)
{
    static const char *const NAMES[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    const char *said = command_option(command, "language");
    for (size_t i = 0; !said && i < sizeof NAMES / sizeof *NAMES; i++) {
        const char *locale = getenv(NAMES[i]);
        if (locale && *locale)
            said = text_starts(locale, "ja") ? "ja" : "en";
    }
    return said ? said : "en";
}

const char *command_option(const Command *command, const char *name)
{
    const char *last = NULL;
    for (int n = 0; command_option_nth(command, name, n); n++)
        last = command_option_nth(command, name, n);
    return last;
}

/* ---- running -------------------------------------------------------------------------------------------------- */

static bool run(Command *command, char **arguments, int count, char *const *environment, Error *error)
{
    int next = 1;
    Parse parse = { .command = command };
    if (!verb_find(arguments[0], &command->verb, error) || !choose_action(command, arguments, count, &next, error))
        return false;
    if (!read_arguments(&parse, arguments + next, count - next, error))
        return false;
    if (parse.help) {
        command->status = help_verb(command->verb);
        return true;
    }
    if (!is_complete(command, error))
        return false;
    if (!settings_read(command->arena, parse.config, environment, parse.settings, parse.setting_count,
                       &command->settings, error))
        return false;
    log_level_set(command->settings.log_level);
    return command->action->run(command, error);
}

/* Some messages say "No space left on device", and some give no reason at all. */
static const char *full_said(const Error *error)
{
    return error->kind == ERROR_FULL && !strstr(error->text, "full") ? "the disk is full: " : "";
}

/* What the API says of a field, the command line says of its option: "as_of cannot …" and "options.date_order: …". */
static void error_print(const Command *command, const Error *error)
{
    const char *text = text_printable(command->arena, error->text);
    const char *dot = error->field ? strrchr(error->field, '.') : NULL;
    const char *field = dot ? dot + 1 : error->field ? error->field : "";
    char *option = arena_text(command->arena, field);
    for (char *c = option; *c; c++)
        *c = *c == '_' ? '-' : *c;
    bool is_option = command->action && option_named(command->action, option);
    if (!is_option || text_starts(text, "--"))
        fprintf(stderr, "banso: %s%s\n", full_said(error), text);
    else if (text_starts(text, field))
        fprintf(stderr, "banso: --%s%s\n", option, text + strlen(field));
    else
        fprintf(stderr, "banso: --%s: %s\n", option, text);
}

int command_main(int count, char **arguments, char *const *environment)
{
    modules_use(MODULES);
    if (count < 2) {
        help_all();
        return EXIT_WRONG;
    }
    /* A file that may not grow counts as a full disk: an error of that write, not the end of the process. */
    signal(SIGXFSZ, SIG_IGN);
    bool helps = strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "help") == 0;
    if (helps && count == 2)
        return help_all();
    Error error = { 0 };
    Command command = { .arena = arena_new() };
    char *version[] = { "version" }, *help[] = { arguments[2], "--help" };
    char **words = arguments + 1;
    int word_count = count - 1;
    if (strcmp(arguments[1], "--version") == 0) {
        words = version;
        word_count = 1;
    } else if (helps) {
        words = help;
        word_count = 2;
    }
    bool ok = run(&command, words, word_count, environment, &error);
    if (!ok) {
        fflush(stdout);
        error_print(&command, &error);
        command.status = error.kind == ERROR_INPUT ? EXIT_WRONG : EXIT_FAILED;
    }
    arena_free(command.arena);
    return fflush(stdout) == 0 ? command.status : EXIT_FAILED;
}
