/* Private to http: the reply of a repeated Idempotency-Key. */
#ifndef BANSO_HTTP_REPEAT_H
#define BANSO_HTTP_REPEAT_H

#include "http/exchange.h"

/* *done when the reply of an earlier request stands in exchange->reply. */
bool repeat_find(Exchange *exchange, Db *db, bool *done, Error *error);
bool repeat_keep(Exchange *exchange, Db *db, Error *error);

#endif
