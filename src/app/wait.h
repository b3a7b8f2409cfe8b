/* Waiting for a job, from the command line. */
#ifndef BANSO_APP_WAIT_H
#define BANSO_APP_WAIT_H

#include "app/line.h"

void wait_ms(int ms);
/* Reads `path` until its "state" is none of `running` (NULL-ended); shows the progress on a terminal. */
bool wait_while(Line *line, const char *path, const char *const *running, const Json **last, Error *error);

#endif
