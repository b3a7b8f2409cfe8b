/* Inside the module: the list as a file (house/field/list_file.h). */
#ifndef BANSO_ACCOUNT_ACCOUNT_FILE_H
#define BANSO_ACCOUNT_ACCOUNT_FILE_H

#include "customer/account/account_list.h"

/* GET /accounts.csv and /accounts.xlsx. */
bool account_file(Request *request, Error *error);

#endif
