/* What usage holds of persons and accounts, for the account module: forgetting and exporting. */
#ifndef BANSO_USAGE_EVENT_FORGET_H
#define BANSO_USAGE_EVENT_FORGET_H

#include "customer/contact/contact.h"

extern const ContactHolder USAGE_CONTACTS;
extern const AccountHolder USAGE_ACCOUNTS;

#endif
