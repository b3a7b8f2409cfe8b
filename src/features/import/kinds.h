/* The kinds of rows that stand left of import: accounts, contacts, contracts. */
#ifndef BANSO_IMPORT_KINDS_H
#define BANSO_IMPORT_KINDS_H

#include "features/import/import.h"

extern const ImportKind IMPORT_ACCOUNTS, IMPORT_CONTACTS, IMPORT_CONTRACTS;

#endif
