/* Inside the module: the list as a file. */
#ifndef BANSO_ACCOUNT_ACCOUNT_CSV_H
#define BANSO_ACCOUNT_ACCOUNT_CSV_H

#include "customer/account/account_list.h"

/* `columns`: names of the row's fields and "field:<key>", separated by commas; NULL = the usual ones. `head`: with
 * their names before. */
bool accounts_csv(const Request *request, const char *columns, bool head, const AccountsFound *found, Text *csv,
                  Error *error);

#endif
