/*
 * The command line's manual page (man(7)) and its completion for bash, both printed from the tables that parsing and
 * --help use, so that they cannot differ from the program. The Debian package installs what this prints.
 */
#include "app/verbs.h"
#include "jobs/module.h"

#include <stdio.h>
#include <string.h>

/* ---- the manual page --------------------------------------------------------------------------------------------- */

/* As text of man(7): no character of it is a request, an escape or a dash that cannot be copied. */
static void print_text(const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", stdout);
    for (; *text; text++)
        switch (*text) {
        case '\\':
            fputs("\\e", stdout);
            break;
        case '-':
            fputs("\\-", stdout);
            break;
        default:
            putchar(*text);
        }
}

static void print_line(const char *text)
{
    print_text(text);
    putchar('\n');
}

/* A tagged paragraph: its tag in bold, the value behind it in italics. */
static void print_tagged(const char *before, const char *name, const char *value, const char *about)
{
    fputs(".TP\n\\fB", stdout);
    print_text(before);
    print_text(name);
    fputs("\\fR", stdout);
    if (value) {
        fputs(" \\fI", stdout);
        print_text(value);
        fputs("\\fR", stdout);
    }
    putchar('\n');
    print_line(about);
}

static void print_choices(const Action *action)
{
    Arena *arena = arena_new();
    printf(".br\n\\fI%.*s\\fR: ", (int)strcspn(action->words, " "), action->words);
    print_line(action->choices(arena));
    arena_free(arena);
}

static void print_action(const Verb *verb, const Action *action)
{
    char name[96];
    snprintf(name, sizeof name, "banso %s%s%s", verb->name, action->name ? " " : "", action->name ? action->name : "");
    print_tagged("", name, action->words, action->about);
    if (action->choices)
        print_choices(action);
    if (!action->options || !action->options->name)
        return;
    puts(".RS");
    for (const Option *option = action->options; option->name; option++)
        print_tagged("--", option->name, option->value, option->about);
    puts(".RE");
}

static void print_verb(const Verb *verb)
{
    fputs(".SS ", stdout);
    print_line(verb->name);
    print_line(verb->about);
    if (verb->more) {
        puts(".PP");
        print_line(verb->more);
    }
    for (const Action *action = verb->actions; action->run; action++)
        print_action(verb, action);
}

static void print_settings(void)
{
    puts(".SH SETTINGS\nEach setting can be given as an option, as a variable (\\fBBANSO_PUBLIC_URL\\fR for "
         "\\fB\\-\\-public\\-url\\fR) or as a line \"key = value\" in the config file. Options override variables, "
         "which "
         "override the config file.");
    print_tagged("--", "config", "FILE", "Read settings from a file; the variable is BANSO_CONFIG");
    for (const Setting *setting = SETTINGS; setting->name; setting++)
        print_tagged("--", setting->name, setting->value, setting->about);
}

static bool page(Command *command, Error *error)
{
    (void)command;
    (void)error;
    puts(
        ".TH BANSO 1 \"\" \"Banso " BANSO_VERSION "\" \"User Commands\"\n"
        ".SH NAME\nbanso \\- self\\-hosted customer success for subscription businesses\n"
        ".SH SYNOPSIS\n.B banso\n.I COMMAND\n.RI [ OPTIONS ]\n"
        ".SH DESCRIPTION\nBanso combines product usage with contracts and gives each customer success manager one "
        "ranked list every morning: who needs help, why, and what to do next.\n.PP\n"
        "While a server runs, all other commands talk to it over a socket in the data directory. Without one they open "
        "the database themselves. Write access to the data directory is admin access.\n.SH COMMANDS");
    for (const Verb *verb = VERBS; verb->name; verb++)
        print_verb(verb);
    print_settings();
    puts(".SH EXIT STATUS\n.TP\n0\nDone\n.TP\n1\nFailed\n.TP\n2\nWrong usage or setting\n.TP\n3\nCompleted with "
         "warnings: rows that an import rejected, findings of the doctor");
    return true;
}

/* ---- completion for bash ----------------------------------------------------------------------------------------- */

/* Names of options after the variable that holds them: all of them, and those that a value follows. Where a value is
 * due, and for words that the tables do not know, readline completes file names. */
static void print_options_of(const Action *action)
{
    fputs(" options='", stdout);
    for (const Option *option = action->options; option && option->name; option++)
        printf(" --%s", option->name);
    fputs("' values='", stdout);
    for (const Option *option = action->options; option && option->name; option++)
        if (option->value)
            printf(" --%s", option->name);
    putchar('\'');
}

/* The first word of an action that takes one of a few, such as the kind of an import: "accounts|contacts". */
static void print_first_words(const Action *action)
{
    Arena *arena = arena_new();
    fputs(" first='", stdout);
    for (const char *c = action->choices ? action->choices(arena) : ""; *c; c++)
        putchar(*c == '|' ? ' ' : *c);
    putchar('\'');
    arena_free(arena);
}

static void print_case(const Verb *verb, const Action *action, const char *name)
{
    printf(name ? "    '%s %s')" : "    '%s '*)", verb->name, name);
    print_options_of(action);
    print_first_words(action);
    puts(" ;;");
}

static void print_actions(const Verb *verb)
{
    if (!verb->actions->name)
        return;
    printf("    %s) actions='", verb->name);
    for (const Action *action = verb->actions; action->run; action++)
        printf("%s%s", action == verb->actions ? "" : " ", action->name);
    puts("' ;;");
}

/* Actions by their names, then the one that is meant without a name. */
static void print_cases(const Verb *verb)
{
    for (const Action *action = verb->actions; action->run; action++)
        if (action->name)
            print_case(verb, action, action->name);
    if (!verb->actions->name || verb->usual)
        print_case(verb, verb->actions, NULL);
}

static bool bash(Command *command, Error *error)
{
    (void)command;
    (void)error;
    fputs("# Completion of banso for bash, printed by `banso manual bash`.\n_banso()\n{\n"
          "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]}\n"
          "    local words='' actions='' options='' values='' first='' settings='--config",
          stdout);
    for (const Setting *setting = SETTINGS; setting->name; setting++)
        printf(" --%s", setting->name);
    puts("'\n    case $verb in");
    for (const Verb *verb = VERBS; verb->name; verb++)
        print_actions(verb);
    puts("    esac\n    case \"$verb ${COMP_WORDS[2]-}\" in");
    for (const Verb *verb = VERBS; verb->name; verb++)
        print_cases(verb);
    puts("    esac\n    if ((COMP_CWORD == 1)); then");
    fputs("        words='help --help --version", stdout);
    for (const Verb *verb = VERBS; verb->name; verb++)
        printf(" %s", verb->name);
    puts("'\n"
         "    elif [[ \" $values $settings \" == *\" $previous \"* ]]; then\n        words=''\n"
         "    elif [[ $current == -* ]]; then\n        words=\"$options $settings --help\"\n"
         "    elif ((COMP_CWORD == 2)) && [[ $actions ]]; then\n        words=$actions\n"
         "    elif ((COMP_CWORD == 2)) || { ((COMP_CWORD == 3)) && [[ $actions ]]; }; then\n        words=$first\n    "
         "fi\n"
         "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n}\ncomplete -o default -F _banso banso");
    return true;
}

const Action MANUAL_ACTIONS[] = {
    { "page", NULL, 0, 0, "The manual page: banso manual page | man -l -", NULL, page },
    { "bash", NULL, 0, 0, "Completion for bash: source <(banso manual bash)", NULL, bash },
    { 0 },
};
