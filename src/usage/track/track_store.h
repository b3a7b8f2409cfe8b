/* Inside the module: its routes. */
#ifndef BANSO_USAGE_TRACK_TRACK_STORE_H
#define BANSO_USAGE_TRACK_TRACK_STORE_H

#include "http/route.h"
#include "usage/track/call.h"

extern const Route TRACK_ROUTES[]; /* /v1/… */

#endif
