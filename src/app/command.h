/*
 * The command line as data: verbs, their actions, their options, from which parsing and --help come.
 *
 * Exit codes: 0 done; 1 failed; 2 called wrongly, or a setting is wrong; 3 completed with warnings (rows that an import
 * rejected, findings of the doctor).
 */
#ifndef BANSO_APP_COMMAND_H
#define BANSO_APP_COMMAND_H

#include "app/settings.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_WRONG = 2, EXIT_LOOK = 3 };
enum { WORDS_MAX = 200, GIVEN_MAX = 64 };

typedef struct {
    const char *name;
    const char *value; /* "FILE", for the help; NULL = a flag */
    const char *about;
    bool required;
} Option;

typedef struct Command Command;

typedef struct {
    const char *name;  /* "create" in `banso user create`; NULL when the verb has only one */
    const char *words; /* "KIND FILE", for the help; NULL = none */
    int least, most;   /* how many of them */
    const char *about;
    const Option *options; /* ended by { 0 }; NULL = none beside the settings */
    bool (*run)(Command *command, Error *error);
    const char *(*choices)(Arena *arena); /* of the first word, where modules bring them; NULL = the help names none */
} Action;

typedef struct {
    const char *name;
    const char *about;
    const Action *actions; /* ended by one without `run`; the first is meant when none is named and `usual` is set */
    bool usual;
    const char *more; /* further lines of the help; NULL = none */
} Verb;

extern const Verb VERBS[]; /* ended by { 0 } */

struct Command {
    Arena *arena;
    const Verb *verb;
    const Action *action;
    Settings settings;
    const char *words[WORDS_MAX];
    int word_count;
    Given given[GIVEN_MAX]; /* options of the action, in their order */
    size_t given_count;
    int status; /* exit code of a command that did not fail */
};

/* The last value given; NULL when none was. A flag's value is "". */
const char *command_option(const Command *command, const char *name);
/* The n-th value of an option that may come several times; NULL behind the last. */
const char *command_option_nth(const Command *command, const char *name, int n);

/* "ja" or "en": the option --language, else what the environment says (LC_ALL, LC_MESSAGES, LANG, in this order). */
const char *command_language(const Command *command);

/* Parses, runs, prints errors; gives the exit code. */
int command_main(int count, char **arguments, char *const *environment);

#endif
