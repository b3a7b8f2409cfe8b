/* Inside the module: its routes, and its checks. */
#ifndef BANSO_USAGE_TRACK_TRACK_STORE_H
#define BANSO_USAGE_TRACK_TRACK_STORE_H

#include "house/quality/quality.h"
#include "house/setup/setup.h"
#include "http/route.h"
#include "usage/track/call.h"

extern const Route TRACK_ROUTES[]; /* /v1/… */
extern const QualityCheck TRACK_CHECKS[];
extern const SetupStep TRACK_SETUP[];

#endif
