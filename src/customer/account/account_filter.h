/* Private to account: what a list is asked for, as one node of a program over the engine's columns. */
#ifndef BANSO_ACCOUNT_ACCOUNT_FILTER_H
#define BANSO_ACCOUNT_ACCOUNT_FILTER_H

#include "engine/program.h"
#include "house/condition/condition.h"
#include "http/route.h"

/* What is asked for, whether it may ask for what is gone, and the node that it becomes; -1 = all accounts. */
typedef struct {
    const char *filter, *q;
    ConditionSource source;
    int node;
    size_t parts; /* how many comparisons and joints that takes */
} AccountFilter;

/* INPUT or FORBIDDEN with filter. */
bool account_filter_read(const Request *request, AccountFilter *asked, Program *program, Error *error);

#endif
