/*
 * The table of all verbs in the order of --help, and the two that need no workspace. A new verb is a file verb_x.c with
 * its actions and one row here.
 */
#include "app/verbs.h"
#include "jobs/module.h"

#include <stdio.h>

const Verb VERBS[] = {
    { "serve", "Serve the web UI and the API until SIGTERM", SERVE_ACTIONS, false,
      "Creates the data directory and the database if missing. On SIGTERM or SIGINT, running requests get up to 10 "
      "s." },
    { "init", "Create a workspace and print a one-time link to set it up", INIT_ACTIONS, false, NULL },
    { "demo", "Create or remove demo data", DEMO_ACTIONS, true, NULL },
    { "user", "Manage users", USER_ACTIONS, false, NULL },
    { "key", "Manage API tokens and ingest keys", KEY_ACTIONS, false, NULL },
    { "webhook", "Manage outgoing webhooks", WEBHOOK_ACTIONS, false, NULL },
    { "import", "Import a CSV file or an Excel workbook", IMPORT_ACTIONS, false,
      "Safe to repeat: importing the same file again changes nothing." },
    { "mail", "Show how Banso reads an e-mail", MAIL_ACTIONS, false,
      "Needs no workspace and changes nothing. Exits with 3 when an e-mail could not be parsed." },
    { "score", "Print the health of all accounts, or of one with its reasons", SCORE_ACTIONS, false, NULL },
    { "rebuild", "Rebuild the search, usage and scores", REBUILD_ACTIONS, false, NULL },
    { "backup", "Back up the workspace while it is running", BACKUP_ACTIONS, false, NULL },
    { "restore", "Restore a workspace from a backup", RESTORE_ACTIONS, false, NULL },
    { "doctor", "Check the installation", DOCTOR_ACTIONS, false, NULL },
    { "openapi", "Print the API description (openapi.json)", OPENAPI_ACTIONS, false, NULL },
    { "manual", "Print the manual page, or the completion for bash", MANUAL_ACTIONS, false, NULL },
    { "version", "Print the version", VERSION_ACTIONS, false, NULL },
    { 0 },
};

static bool openapi(Command *command, Error *error)
{
    (void)error;
    puts(openapi_print(command->arena, modules_routes(command->arena)));
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
    { NULL, NULL, 0, 0, "Works without a database and without the web UI", NULL, openapi },
    { 0 },
};
const Action VERSION_ACTIONS[] = {
    { NULL, NULL, 0, 0, "Print the program's name and version", NULL, version },
    { 0 },
};
