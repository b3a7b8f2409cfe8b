/*
 * A server that is started before its Services have a store answers that it is starting: 503, or the page that says so,
 * 429 to tracking clients, and 200 on /healthz. Database and modules may take minutes to be there, after an upgrade
 * above all.
 *
 * Not for: stopping (server_stop).
 * Units: none.
 * Errors: none.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_HTTP_OPENING_H
#define BANSO_HTTP_OPENING_H

#include "http/server.h"

/* From now on requests are served: the Services are whole. */
void server_open(Server *server);

#endif
