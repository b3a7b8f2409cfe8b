/* What stands in for the web UI in programs built without it (tests, tools, a quick build). */
#include "app/assets.h"

const Asset ASSETS[] = { { 0 } };
