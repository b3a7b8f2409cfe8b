/* The files of web/dist inside the program, each gzip-compressed; tools/embed prints the table. */
#ifndef BANSO_APP_ASSETS_H
#define BANSO_APP_ASSETS_H

#include "http/asset.h"

#endif
