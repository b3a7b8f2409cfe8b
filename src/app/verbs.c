#include "app/verbs.h"

#include "app/module.h"

#include <stdio.h>

const Verb VERBS[] = {
    { "serve", "Serves the web UI and the API until SIGTERM", SERVE_ACTIONS, false,
      "Makes directory and database when there are none. On SIGTERM or SIGINT requests under way are ended within 10 "
      "s." },
    { "init", "Makes a workspace and prints a one-time link to set it up", INIT_ACTIONS, false, NULL },
    { "demo", "A demo workspace: made, or removed", DEMO_ACTIONS, true, NULL },
    { "user", "The people who sign in", USER_ACTIONS, false, NULL },
    { "key", "Keys for programs: API tokens and ingest keys", KEY_ACTIONS, false, NULL },
    { "import", "Takes accounts, contacts, contracts or events from a CSV file", IMPORT_ACTIONS, false,
      "Repeatable: a file that comes again changes nothing that is already so." },
    { "score", "The health of all accounts, or of one with its reasons", SCORE_ACTIONS, false, NULL },
    { "rebuild", "Recomputes what is made from other data", REBUILD_ACTIONS, false, NULL },
    { "backup", "Writes one verified archive while the program goes on", BACKUP_ACTIONS, false, NULL },
    { "restore", "Makes a workspace of an archive", RESTORE_ACTIONS, false, NULL },
    { "doctor", "Looks for what is wrong, or soon will be", DOCTOR_ACTIONS, false, NULL },
    { "openapi", "Prints the API as openapi.json", OPENAPI_ACTIONS, false, NULL },
    { "version", "Prints the version", VERSION_ACTIONS, false, NULL },
    { 0 },
};

static bool openapi(Command *command, Error *error)
{
    (void)error;
    puts(openapi_print(command->arena, module_routes()));
    return true;
}

static bool version(Command *command, Error *error)
{
    (void)command;
    (void)error;
    puts("banso " BANSO_VERSION);
    return true;
}

const Action OPENAPI_ACTIONS[] = {
    { NULL, NULL, 0, 0, "Needs neither a database nor the web UI", NULL, openapi },
    { 0 },
};
const Action VERSION_ACTIONS[] = {
    { NULL, NULL, 0, 0, "Prints the program's name and version", NULL, version },
    { 0 },
};
