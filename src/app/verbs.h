/* The actions of all verbs, one file for each group; the table that names them is in verbs.c. */
#ifndef BANSO_APP_VERBS_H
#define BANSO_APP_VERBS_H

#include "app/command.h"
#include "base/text.h"

extern const Action SERVE_ACTIONS[];
extern const Action INIT_ACTIONS[];
extern const Action DEMO_ACTIONS[];
extern const Action USER_ACTIONS[];
extern const Action KEY_ACTIONS[];
extern const Action WEBHOOK_ACTIONS[];
extern const Action IMPORT_ACTIONS[];
extern const Action MAIL_ACTIONS[];
extern const Action SCORE_ACTIONS[];
extern const Action REBUILD_ACTIONS[];
extern const Action BACKUP_ACTIONS[];
extern const Action RESTORE_ACTIONS[];
extern const Action DOCTOR_ACTIONS[];
extern const Action OPENAPI_ACTIONS[];
extern const Action MANUAL_ACTIONS[];
extern const Action VERSION_ACTIONS[];

/* Areas of access (circles) as an option: support, success, revenue, repeatable, or none. `usual`: "all", a literal. */
#define CIRCLE_OPTION(usual_, required_)                                                                               \
    {                                                                                                                  \
        "circle", "NAME",                                                                                              \
            "What it may see beside what all see: support, success, revenue or none; repeatable (" usual_ ")",         \
            (required_)                                                                                                \
    }
/* "circles":[…] where the option is given; part of an object. */
void circle_options_to(Text *body, const Command *command);

#endif
